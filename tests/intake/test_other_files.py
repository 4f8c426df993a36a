"""Files of other kinds: good rows, and every way a row can be bad."""

from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from evaluation.errors import UserError
from evaluation.intake.other import take_other
from evaluation.intake.other.take import MOST_MEGABYTES
from evaluation.intake.other.values import amount, clock, days, is_personal
from evaluation.intake.raw import Broken, BrokenReason
from evaluation.intake.reasons import Reason, sentences
from evaluation.store import OTHER_KINDS
from tests.intake.making import NOW, initiative
from tests.intake.other_files import HEADERS, file, reason, taken

TRACE = ("initiative", "import_id", "file_hash", "source_row", "place")


def only(kind: str, *row: str | None) -> dict[str, Any]:
    """What one accepted row says, without where it came from and without blanks."""
    found = taken(kind, row)
    assert found.rejections.num_rows == 0, found.rejections.to_pylist()
    (said,) = found.accepted.to_pylist()
    return {name: value for name, value in said.items() if value is not None and name not in TRACE}


GOOD: list[tuple[str, tuple[str | None, ...], dict[str, Any]]] = [
    (
        "openings",
        ("Farsø", "05-03-2025", "10.00", "kl. 14", "Aflyst", "Sygdom", "1", "2", "besøg"),
        {
            "site": "farsoe",
            "date": date(2025, 3, 5),
            "opens": "10:00",
            "closes": "14:00",
            "status": "cancelled",
            "reason": "Sygdom",
            "staff_serving": 1,
            "staff_total": 2,
            "kind": "visit",
        },
    ),
    (
        "costs",
        ("alle", "2025-03-01", "31/3/2025", "LØN", "kr. 41.250,50", "Regnskab", "ja"),
        {
            "from_date": date(2025, 3, 1),
            "to_date": date(2025, 3, 31),
            "kind": "wages",
            "kr": 41250.5,
            "origin": "Regnskab",
            "assumption": True,
        },
    ),
    (
        "events",
        ("17.3.2025", None, "Åbent hus 12.-14. marts 2025 kl. 10-14"),
        {"date": date(2025, 3, 17), "text": "Åbent hus 12.-14. marts 2025 kl. 10-14"},
    ),
    (
        "areas",
        (None, "Øster Hornum", "Farsø, aars", "56,7726", "9.3393", "3.300", "900", "2025", "DST"),
        {
            "id": "oester_hornum",
            "name": "Øster Hornum",
            "sites": ["farsoe", "aars"],
            "lat": 56.7726,
            "lon": 9.3393,
            "residents": 3300,
            "residents_65plus": 900,
            "year": 2025,
            "origin": "DST",
        },
    ),
    (
        "survey",
        ("2025-03-04 14:22", "farsoe", "atmosfære", "5"),
        {
            "local_date": date(2025, 3, 4),
            "site": "farsoe",
            "question": "atmosphere",
            "score": 5,
            "answers": 1,
        },
    ),
    (
        "exposure",
        ("Aars", "01-03-25", "31-03-25", "deltagere", "48,5"),
        {
            "site": "aars",
            "from_date": date(2025, 3, 1),
            "to_date": date(2025, 3, 31),
            "kind": "participants",
            "amount": 48.5,
        },
    ),
]


@pytest.mark.parametrize(("kind", "row", "said"), GOOD, ids=[kind for kind, _, _ in GOOD])
def test_a_good_row_says_what_it_says(kind: str, row: tuple[str | None, ...], said: dict[str, Any]) -> None:
    assert only(kind, *row) == said


BAD: list[tuple[str, tuple[str | None, ...], str, str | None]] = [
    ("openings", ("Ukendt", "05-03-2025", "10", "14"), "unknown_site", "Sted"),
    ("openings", (None, "05-03-2025", "10", "14"), "missing_site", "Sted"),
    ("openings", ("alle", "05-03-2025", "10", "14"), "unknown_site", "Sted"),
    ("openings", ("Farsø", "31-02-2025", "10", "14"), "bad_time", "Dato"),
    ("openings", ("Farsø", "05-03-2025", "25:00", "26:00"), "bad_time", "Åbner"),
    ("openings", ("Farsø", "05-03-2025", None, "14"), "missing_value", "Åbner"),
    ("openings", ("Farsø", "05-03-2025", "14", "10"), "bad_period", "Lukker"),
    ("openings", ("Farsø", "05-03-2025", "14", "14"), "bad_period", "Lukker"),
    ("openings", ("Farsø", "05-03-2026", "10", "14"), "future", "Dato"),
    ("openings", ("Farsø", "05-03-2025", "10", "14", "måske"), "unmapped_value", "Status"),
    ("openings", ("Farsø", "05-03-2025", "10", "14", None, "ring 98 66 11 22"), "personal_text", "Årsag"),
    (
        "openings",
        ("Farsø", "05-03-2025", "10", "14", None, None, "2", "1"),
        "bad_number",
        "Medarbejdere i alt",
    ),
    ("costs", ("Ukendt", "01-03-2025", "31-03-2025", "løn", "5"), "unknown_site", "Sted"),
    ("costs", (None, "01-03-2025", "31-03-2025", "løn", "-5"), "bad_number", "Kroner"),
    ("costs", (None, "01-03-2025", "31-03-2025", "løn", "fem"), "bad_number", "Kroner"),
    ("costs", (None, "01-03-2025", "31-03-2025", "løn", None), "missing_value", "Kroner"),
    ("costs", (None, "01-04-2025", "31-03-2025", "løn", "5"), "bad_period", "Til"),
    ("costs", (None, "01-03-2025", "31-03-2025", "kaffe", "5"), "unmapped_value", "Art"),
    ("costs", (None, "01-03-2025", "31-03-2025", "løn", "5", None, "måske"), "bad_flag", "Antagelse"),
    ("costs", (None, "01-03-2025", "31-03-2025", "løn", "0101901234"), "cpr", "Kroner"),
    ("events", ("17-03-2025", None, "x" * 121), "too_long", "Tekst"),
    ("events", ("17-03-2025", None, "Skriv til ida@kommune.dk"), "personal_text", "Tekst"),
    ("events", ("17-03-2025", None, "Borger 010190-1234 klagede"), "cpr", "Tekst"),
    ("events", ("17-03-2025", None, None), "missing_value", "Tekst"),
    ("areas", (None, "Farsø", "Farsø, Ukendt"), "unknown_site", "Steder"),
    ("areas", (None, "Farsø", None, "91"), "bad_number", "Breddegrad"),
    ("areas", (None, "Farsø", None, None, None, "3,5"), "bad_number", "Indbyggere"),
    ("areas", (None, "Farsø", None, None, None, "900", "3300"), "bad_number", "Indbyggere 65+"),
    ("survey", ("04-03-2025", "Farsø", "samlet", "7"), "bad_number", "Score"),
    ("survey", ("04-03-2025", "Farsø", "samlet", "0"), "bad_number", "Score"),
    ("survey", ("04-03-2025", "Farsø", "samlet", "4,5"), "bad_number", "Score"),
    ("survey", ("04-03-2025", "Farsø", "parkering", "4"), "unmapped_value", "Spørgsmål"),
    ("survey", ("04-03-2026", "Farsø", "samlet", "4"), "future", "Dato"),
    ("survey", ("04-03-2025", "Farsø", "samlet", "4", "0"), "bad_number", "Antal"),
    ("exposure", ("Farsø", "01-03-2025", "31-03-2025", "deltagere", "-1"), "bad_number", "Mængde"),
    ("exposure", (None, "01-03-2025", "31-03-2025", "deltagere", "1"), "missing_site", "Sted"),
    ("exposure", ("Farsø", "01-04-2025", "31-03-2025", "deltagere", "1"), "bad_period", "Til"),
]


@pytest.mark.parametrize(("kind", "row", "why", "column"), BAD)
def test_a_bad_row_is_refused_for_its_fault(
    kind: str, row: tuple[str | None, ...], why: str, column: str | None
) -> None:
    assert reason(kind, row) == (why, column)
    assert all(sentences(why, kind))


def test_every_reason_is_said_of_every_kind_without_a_profile() -> None:
    for kind in OTHER_KINDS:
        for one in {why for given, _, why, _ in BAD if given == kind} | {
            "bad_text",
            "totals_row",
            "bad_quote",
        }:
            assert not [said for said in sentences(Reason(one), kind) if "profil" in said]


def test_rows_are_accounted_for() -> None:
    rows = [
        ("Farsø", "01-03-2025", "31-03-2025", "deltagere", "5"),
        ("Farsø", "2025-03-01", "31-03-2025", "deltagere", "6"),  # the same key: the later holds
        ("Farsø", "01-01-2024", "31-01-2024", "deltagere", "5"),  # before the evaluation
        ("Farsø", "01-03-2025", "31-03-2025", "deltagere", "x"),
        ("outside", "01-03-2025", "31-03-2025", "deltagere", "5"),
    ]
    found = taken("exposure", *rows)
    assert found.rows == {"read": 5, "used": 1, "duplicate": 1, "outside": 2, "blank": 0, "rejected": 1}
    assert found.accepted["amount"].to_pylist() == [6.0]
    assert found.reasons == {"bad_number": 1}
    assert len(found.warnings) == 1  # that a later row took another's place


def test_two_openings_at_once_are_both_refused_whatever_their_order() -> None:
    rows = [
        ("Farsø", "05-03-2025", "10", "14"),
        ("Farsø", "05-03-2025", "13", "16"),
        ("Farsø", "05-03-2025", "16", "18"),
        ("Farsø", "05-03-2025", "17", "19", "aflyst"),  # was not open
        ("Aars", "05-03-2025", "10", "14"),
    ]
    for given in (rows, rows[::-1]):
        found = taken("openings", *given)
        assert found.reasons == {"overlap": 2}
        assert sorted(found.accepted["opens"].to_pylist()) == ["10:00", "16:00", "17:00"]


def test_a_cancelled_opening_may_lie_ahead() -> None:
    assert only("openings", "Farsø", "05-05-2026", "10", "14", "aflyst")["status"] == "cancelled"


def test_an_area_keeps_the_id_it_has_in_the_configuration() -> None:
    known = initiative(areas=[{"id": "vest", "name": "Øster Hornum"}])
    found = taken("areas", (None, "ØSTER  HORNUM"), over=known)
    assert found.accepted["id"].to_pylist() == ["vest"]


def test_columns_nobody_asked_for_are_named_but_never_their_content() -> None:
    row = ("17-03-2025", None, "Omtale", "Ida Nielsen", "x")
    found = taken("events", row, header=[*HEADERS["events"], "Kontaktperson", "ida@kommune.dk"])
    assert "Kontaktperson" in found.warnings[0]
    assert "ida@kommune.dk" not in found.warnings[0]
    assert "Ida" not in repr(found.accepted.to_pylist())


@pytest.mark.parametrize(
    ("header", "key"),
    [(["Dato", "Sted"], "kinds.missing_column"), (["Dato", "Tekst", "Hændelse"], "kinds.column_twice")],
)
def test_a_header_that_does_not_do(header: list[str], key: str) -> None:
    with pytest.raises(UserError) as raised:
        taken("events", ("17-03-2025", "a", "b"), header=header)
    assert raised.value.key == key


def test_dates_with_the_month_first_are_not_guessed_at() -> None:
    rows = [(f"03/{day}/2025", None, "Omtale") for day in (1, 2, 13, 31)]
    with pytest.raises(UserError) as raised:
        taken("events", *rows)
    assert raised.value.key == "kinds.month_first"


def test_a_workbook_with_real_dates_times_and_a_sum(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["Regnskab for pop-up"])
    sheet.append(HEADERS["costs"])
    sheet.append(["Farsø", date(2025, 3, 1), date(2025, 3, 31), "løn", 1234.5, None, True])
    sheet.append([])
    sheet.append(["I alt", None, None, None, 1234.5])
    book.save(tmp_path / "a.xlsx")
    found = take_other(tmp_path / "a.xlsx", "costs", initiative(), now=NOW)
    assert found.rows == {"read": 3, "used": 1, "duplicate": 0, "outside": 0, "blank": 1, "rejected": 1}
    assert found.reasons == {"totals_row": 1}
    (said,) = found.accepted.to_pylist()
    assert (said["from_date"], said["kr"], said["assumption"]) == (date(2025, 3, 1), 1234.5, True)


def test_a_broken_row_is_accounted_for(tmp_path: Path) -> None:
    place = file(
        tmp_path, "a.csv", "events", "17-03-2025;;Omtale", "17-03-2025;;To;mange", "", "18-03-2025;;Mere"
    )
    found = take_other(place, "events", initiative(), now=NOW)
    assert found.rows == {"read": 4, "used": 2, "duplicate": 0, "outside": 0, "blank": 1, "rejected": 1}
    assert Broken(3, BrokenReason.ROW_LENGTH, "").reason.value in found.reasons


def test_a_huge_file_is_refused_before_it_is_read(tmp_path: Path) -> None:
    place = tmp_path / "stor.csv"
    with place.open("wb") as out:
        out.truncate(300 << 20)  # sparse: 300 MB of nothing
    with pytest.raises(UserError) as raised:
        take_other(place, "costs", initiative(), now=NOW)
    assert raised.value.key == "kinds.too_large"
    assert str(MOST_MEGABYTES) in str(raised.value)


def test_a_pdf_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes(b"%PDF-1.7\n%\xe2\xe3")
    with pytest.raises(UserError) as raised:
        take_other(tmp_path / "a.csv", "costs", initiative(), now=NOW)
    assert raised.value.key == "intake_files.pdf"


@pytest.mark.parametrize(
    ("value", "typed", "number"),
    [
        ("1.234", False, 1234.0),
        ("1.234", True, 1.234),
        ("1.234,50", False, 1234.5),
        ("1,234.50", False, 1234.5),
        ("1.234,50", True, 1234.5),
        ("1234,5", False, 1234.5),
        ("12.5", False, 12.5),
        ("1 234,50 kr.", False, 1234.5),
        ("500,-", False, 500.0),
        ("kr 500", False, 500.0),
        ("-5", False, -5.0),
        ("1.2.3", False, None),
        ("5 stk", False, None),
        ("", False, None),
    ],
)
def test_amounts_as_danes_write_them(value: str, typed: bool, number: float | None) -> None:
    assert amount(value, typed=typed) == number


def test_clocks_and_days() -> None:
    assert [
        clock(v) for v in ("9", "09.30", "kl. 9:05", "9:05:59", "1899-12-31 10:00:00", "24:00", "ni")
    ] == [
        "09:00",
        "09:30",
        "09:05",
        "09:05",
        "10:00",
        None,
        None,
    ]
    given = ["4-3-2025", "04.03.25", "2025-03-04", "45720", "4", "2025-03-04T10:00Z", "2025-13-04"]
    day = date(2025, 3, 4)
    assert days(given, typed=False) == [day, day, day, day, None, None, None]


@pytest.mark.parametrize(
    ("text", "personal"),
    [
        ("Ring 98661122", True),
        ("Ring +45 98 66 11 22", True),
        ("a@b", True),
        ("Ring 12 34 5678", True),
        ("Borger 01.01.80-1234", True),
        ("Borger 01/01/80-1234", True),
        ("Borger 01 01 80 1234", True),
        ("Uge 12-14 2025 kl. 10-14", False),
        ("Åbent 4/3/2025 og 31.12.2025", False),
        ("Budget 2025-2026, 1.250.000 kr.", False),
        ("Bevilling på 12.500.000 kr.", False),
        ("Lukket 12-03-2025 og 2025-03-13", False),
    ],
)
def test_what_points_to_a_person(text: str, personal: bool) -> None:
    assert is_personal(text) is personal
