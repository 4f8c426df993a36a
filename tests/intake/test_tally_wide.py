"""Wide tally sheets: one row a sheet, several lines of it, every row and every stroke accounted for."""

import re
import tomllib
from collections import Counter
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evaluation.errors import UserError
from evaluation.intake.importing import Imported, import_files
from evaluation.intake.profile import Profile
from evaluation.intake.profile_io import dump_profile, read_profile
from evaluation.intake.sheets import people
from evaluation.intake.take import Taken, take
from evaluation.store import Store
from tests.docs.pages import ROOT, named
from tests.intake.files_samples import csv_text, workbook, write
from tests.intake.making import KEY, NOW, initiative, take_rows

HEADER = ("Dato", "Sted", "MitID", "Pas", "Ældre", "Andre", "I alt")
COUNTS: list[dict[str, Any]] = [
    {"column": "MitID", "topic": "mitid"},
    {"column": "Pas", "topic": "pas"},
    {"column": "Ældre", "target_group": "aeldre"},
    {"column": "Andre", "target_group": "andre"},
    {"column": "I alt"},
]
WORLD = initiative(
    topics=[{"id": "pas", "name": "Pas"}, {"id": "mitid", "name": "MitID"}],
    groups=[
        {"id": "aeldre", "name": "Ældre", "target": True},
        {"id": "andre", "name": "Andre", "target": False},
    ],
)
Sheet = Sequence[str | None]


def tally(**other: object) -> Profile:
    given_: dict[str, Any] = {
        "id": "ark",
        "source": "koe",
        "record": "tally",
        "time_precision": "opening",
        "identity": "replace_day",
        "columns": {
            "site": {"column": "Sted", "values": {"Farsø": "farsoe", "Aars": "aars", "Andet": "outside"}},
            "arrived_at": {"column": "Dato", "format": "%d-%m-%Y"},
        },
        "counts": COUNTS,
    }
    return Profile.model_validate(given_ | other)


def sheet(*counts: str | None, day: str = "05-03-2025", site: str = "Farsø") -> Sheet:
    return (day, site, *counts)


def taken_of(rows: Sequence[Sheet], using: Profile | None = None) -> Taken:
    return take_rows(rows, using or tally(), WORLD, header=HEADER)


def lines(taken: Taken) -> list[tuple[object, ...]]:
    names = ("source_row", "site", "local_date", "topic", "target_group", "quantity")
    return [tuple(row[name] for name in names) for row in taken.accepted.to_pylist()]


def test_a_sheet_becomes_a_line_for_each_count_zeros_too_and_none_for_a_blank() -> None:
    found = taken_of([sheet("2", "0", "2", None, "2"), sheet("1", "1", "1", "1", " ", site="Aars")])
    day = date(2025, 3, 5)
    assert lines(found) == [
        (2, "farsoe", day, "mitid", None, 2),
        (2, "farsoe", day, "pas", None, 0),
        (2, "farsoe", day, None, "aeldre", 2),
        (2, "farsoe", day, None, None, 2),
        (3, "aars", day, "mitid", None, 1),
        (3, "aars", day, "pas", None, 1),
        (3, "aars", day, None, "aeldre", 1),
        (3, "aars", day, None, "andre", 1),
    ]
    assert found.rows == {"read": 2, "used": 2, "duplicate": 0, "outside": 0, "blank": 0, "rejected": 0}
    assert found.warnings == ()
    assert set(found.accepted["record"].to_pylist()) == {"tally"}


@pytest.mark.parametrize("cell", ["-1", "tre", "2,5", "||||", "9999999", "ca. 4"])
def test_one_bad_cell_rejects_the_whole_sheet_and_names_its_column(cell: str) -> None:
    found = taken_of([sheet("1", cell, "1", "0", "1"), sheet("3", "0", "3", "0", "3", day="12-03-2025")])
    assert (found.rows["used"], found.rows["rejected"], found.reasons) == (1, 1, {"bad_number": 1})
    (rejected,) = found.rejections.to_pylist()
    assert (rejected["source_row"], rejected["column"]) == (2, "Pas")
    assert {row[0] for row in lines(found)} == {3}


def test_a_number_like_a_cpr_number_in_a_count_is_refused_as_such() -> None:
    found = taken_of([sheet("0101901234", "0", "1", "0", "1")])
    assert (found.reasons, found.accepted.num_rows) == ({"cpr": 1}, 0)


def test_a_printed_line_that_nobody_filled_in_is_blank_and_covers_nothing() -> None:
    """Also where its day is still to come: no zero and no fault."""
    rows = [sheet(None, "", " ", "-", None, day=day) for day in ("05-03-2025", "04-03-2030", "?")]
    found = taken_of([*rows, sheet("0", "0", "0", "0", "0", day="12-03-2025")])
    assert (found.rows["blank"], found.rows["used"], found.rows["rejected"]) == (3, 1, 0)
    assert {row[5] for row in lines(found)} == {0}
    assert [(c.site, c.from_date, c.to_date) for c in found.coverage] == [
        ("farsoe", date(2025, 3, 12), date(2025, 3, 12))
    ]


def test_a_sheet_speaks_for_its_own_place_and_day_alone() -> None:
    found = taken_of([sheet("1", "0", "1", "0", "1"), sheet("1", "0", "1", "0", "1", day="12-03-2025")])
    days = {(c.site, c.from_date, c.to_date, c.gap_days) for c in found.coverage}
    assert days == {("farsoe", d, d, 1) for d in (date(2025, 3, 5), date(2025, 3, 12))}
    weekly = taken_of([sheet("1", "0", "1", "0", "1")], tally(coverage={"unit": "week"}))
    assert {c.site for c in weekly.coverage} == {"farsoe", "aars"}


def test_another_place_is_outside_whatever_stands_in_its_cells() -> None:
    found = taken_of([sheet("x", "0", "1", "0", "1", site="Andet")])
    assert (found.rows["outside"], found.rows["rejected"]) == (1, 0)


def by_sheet() -> Profile:
    return tally(identity={"columns": ["site", "local_date"]})


def test_with_an_identity_a_sheet_that_stands_twice_counts_once() -> None:
    first, last = sheet("1", "0", "1", "0", "1"), sheet("4", "0", "4", "0", "4")
    same = taken_of([first, first], by_sheet())
    assert (same.rows["used"], same.rows["duplicate"], same.warnings) == (1, 1, ())
    corrected = taken_of([first, last], by_sheet())
    assert [row[5] for row in lines(corrected)] == [4, 0, 4, 0, 4]
    assert len(corrected.warnings) == 1
    assert "2 og 3" in corrected.warnings[0]
    ids = corrected.accepted["enquiry_id"].to_pylist()
    assert len(set(ids)) == 5
    assert ids == same.accepted["enquiry_id"].to_pylist()


def test_without_an_identity_equal_sheets_are_all_counted_and_said() -> None:
    one, none = sheet("1", "0", "1", "0", "1"), sheet("0", "0", "0", "0", "0", day="12-03-2025")
    found = taken_of([one, one, none, none])
    assert sum(row[5] for row in lines(found) if row[3]) == 2  # type: ignore[misc]
    assert found.rows["used"] == 4
    assert ["2 og 3" in warning for warning in found.warnings] == [True]


def test_sums_that_disagree_are_imported_and_said() -> None:
    found = taken_of([sheet("15", "6", "20", "3", None), sheet("1", "0", "1", "0", "1", day="12-03-2025")])
    assert found.rows["used"] == 2
    assert ["Farsø" in w and "emner giver 21, målgrupper 23" in w for w in found.warnings] == [True]


def test_many_sheets_that_disagree_are_named_in_part_and_counted() -> None:
    rows = [sheet("2", "0", "1", "0", None, day=f"{n:02d}-03-2025") for n in range(3, 12)]
    found = taken_of(rows)
    assert len(found.warnings) == 6
    assert "4" in found.warnings[-1]


def test_people_are_counted_once_though_several_columns_count_them() -> None:
    rows = [
        sheet("2", "0", "2", None, "5"),  # the line of everybody, whatever the others give
        sheet("1", "1", "1", None, None, site="Aars"),  # two by topic, one by group
        sheet("15", "6", "20", "3", None, day="12-03-2025"),
        sheet("1", "1", "1", "1", "9", site="Andet"),  # another place
    ]
    assert people(taken_of(rows).accepted) == 5 + 2 + 23
    assert people(taken_of([]).accepted) == 0
    away = [*COUNTS[:2], {"column": "Ældre", "outcome": "no_show"}]
    assert people(taken_of([sheet("2", "0", "9", None, None)], tally(counts=away)).accepted) == 2


COUNT = st.one_of(
    st.none(), st.just(" "), st.integers(0, 30).map(str), st.sampled_from(["-2", "x", "0101901234"])
)
SHEETS = st.lists(
    st.tuples(
        st.sampled_from(["05-03-2025", "12-03-2025", "31-02-2025", None]),
        st.sampled_from(["Farsø", "aars", "Andet", "Hobro", None]),
        COUNT, COUNT, COUNT, COUNT, COUNT,
    ),
    max_size=15,
)  # fmt: skip


def strokes(row: Sheet) -> list[int]:
    return [int(cell) for cell in row[2:] if cell and cell.strip()]


@given(SHEETS, st.booleans())
def test_every_row_and_every_stroke_is_accounted_for(rows: list[Sheet], named: bool) -> None:
    found = taken_of(rows, by_sheet() if named else tally())
    parts = dict(found.rows)
    assert parts.pop("read") == len(rows) == sum(parts.values())
    refused = {row["source_row"] for row in found.rejections.to_pylist()}
    assert len(refused) == parts["rejected"]
    sound = [
        (number, row)
        for number, row in enumerate(rows, 2)
        if number not in refused and row[1] != "Andet" and any(cell and cell.strip() for cell in row[2:])
    ]
    kept = dict({row[:2]: (number, row) for number, row in sound}.values()) if named else dict(sound)
    assert len(kept) == parts["used"]
    told: dict[int, list[int]] = {number: strokes(row) for number, row in kept.items()}
    lines_: dict[int, list[int]] = {number: [] for number in told}
    for row in found.accepted.to_pylist():
        lines_[row["source_row"]].append(row["quantity"])
    assert lines_ == told
    assert len(set(found.accepted["enquiry_id"].to_pylist())) == found.accepted.num_rows


TITLE: list[list[object]] = [["Tælleark, pop-up"], ["Farsø og Aars, marts 2025"], []]
TYPED: list[list[object]] = [
    [date(2025, 3, 5), "Farsø", 7, 2, 5, 4, 9],
    [],
    [date(2025, 3, 12), "Farsø", 0, 0, 0, 0, 0],
    [date(2025, 3, 12), "Aars", 3, None, 3, 0, None],
    [date(2025, 3, 19), "Farsø", None, None, None, None, None],
]


def typed(folder: Path) -> Path:
    total: list[object] = ["I alt", None, 10, 2, 8, 4, 9]
    return workbook(folder, {"Ark1": [*TITLE, list(HEADER), *TYPED, total]}, "ark.xlsx")


def test_a_workbook_as_typed_from_paper(tmp_path: Path) -> None:
    found = take(typed(tmp_path), tally(file={"total_rows": True}), WORLD, KEY, now=NOW)
    assert found.rows == {"read": 6, "used": 3, "duplicate": 0, "outside": 0, "blank": 2, "rejected": 1}
    assert found.reasons == {"totals_row": 1}
    assert sorted({row[0] for row in lines(found)}) == [5, 7, 8]  # type: ignore[type-var]
    assert sum(row[5] for row in lines(found)) == 7 + 2 + 5 + 4 + 9 + 3 + 3  # type: ignore[misc]


def put(store: Store, path: Path, using: Profile) -> Imported:
    return import_files([path], store, WORLD, [using], now=NOW)


def test_the_same_sheet_imported_twice_changes_nothing(tmp_path: Path) -> None:
    store, using = Store(tmp_path / "store"), tally(file={"total_rows": True})
    path = typed(tmp_path)
    first = put(store, path, using)
    assert (first.changed, first.enquiries["new"]) == (True, 13)
    assert put(store, path, using).changed is False
    assert store.rows("popup").num_rows == 13


@pytest.mark.parametrize("named", [False, True])
def test_a_corrected_sheet_replaces_its_lines(tmp_path: Path, named: bool) -> None:
    store, using = Store(tmp_path / "store"), by_sheet() if named else tally()
    put(store, workbook(tmp_path, {"a": [list(HEADER), TYPED[0]]}, "a.xlsx"), using)
    corrected = [date(2025, 3, 5), "Farsø", 8, 1, 5, 4, 9]
    put(store, workbook(tmp_path, {"a": [list(HEADER), corrected]}, "b.xlsx"), using)
    assert sorted(store.rows("popup")["quantity"].to_pylist()) == [1, 4, 5, 8, 9]


def test_a_place_whose_sheet_comes_in_another_file_keeps_its_own(tmp_path: Path) -> None:
    """Each place types its own sheets: one of the same day takes no other place's lines away."""
    store = Store(tmp_path / "store")
    for place in ("Farsø", "Aars"):
        typed_ = [date(2025, 3, 5), place, 7, 2, 5, 4, 9]
        put(store, workbook(tmp_path, {"a": [list(HEADER), typed_]}, f"{place}.xlsx"), tally())
    assert Counter(store.rows("popup")["site"].to_pylist()) == {"farsoe": 5, "aars": 5}


@pytest.mark.parametrize(
    ("other", "said"),
    [
        ({"record": "contact"}, "record"),
        ({"counts": [{"column": "Pas", "topic": "pas", "target_group": "aeldre"}]}, "Pas"),
        ({"counts": [{"column": "Pas", "topic": "pas"}, {"column": "PAS"}]}, "counts"),
        ({"constants": {"quantity": 1}}, "quantity"),
        ({"constants": {"topic": "pas"}}, "topic"),
        ({"counts": [{"column": "Pas", "emne": "pas"}]}, "emne"),
    ],
)
def test_a_profile_whose_counts_cannot_be_meant_is_refused_in_words(other: dict[str, Any], said: str) -> None:
    plain = tomllib.loads(dump_profile(tally())) | other
    with pytest.raises(UserError) as caught:
        read_profile(plain, "ark.toml")
    assert "ark.toml" in caught.value.what
    assert said in str(caught.value)


@pytest.mark.parametrize(
    "count", [{"topic": "lån"}, {"topic": "mitid_"}, {"target_group": "unge"}, {"outcome": "fine"}]
)
def test_a_count_of_what_the_initiative_lacks_is_refused(count: dict[str, str]) -> None:
    with pytest.raises(UserError) as caught:
        read = read_profile(
            tomllib.loads(dump_profile(tally())) | {"counts": [{"column": "Pas", **count}]}, "ark.toml"
        )
        taken_of([], read)
    assert "ark.toml" in str(caught.value)


def test_a_column_of_counts_that_is_not_in_the_file_is_named() -> None:
    with pytest.raises(UserError, match="»Kørekort«"):
        taken_of([sheet("1", "1", "1", "1", "1")], tally(counts=[{"column": "Kørekort", "topic": "pas"}]))


def test_a_profile_comes_back_as_it_was_written() -> None:
    every = [
        *COUNTS,
        {"column": "Fritaget", "digital_exempt": True},
        {"column": "Ingen", "otherwise_site": "none"},
    ]
    for using in (tally(), tally(counts=every, coverage={"unit": "week"})):
        again = read_profile(tomllib.loads(dump_profile(using)), "ark.toml")
        assert again.model_dump() == using.model_dump()


PERIOD = {"unit": "stated", "from": "2025-03-03", "to": "2025-03-09"}


def test_rows_outside_the_stated_period_are_kept_and_said() -> None:
    rows = [sheet("1", "0", "1", "0", "1", day=f"{n:02d}-03-2025") for n in (5, 12, 19)]
    found = taken_of(rows, tally(coverage=PERIOD))
    assert found.rows["used"] == 3
    (said,) = found.warnings
    assert all(part in said for part in (": 2, fra", "12. marts 2025", "19. marts 2025", "9. marts 2025"))


def test_a_stated_period_without_a_single_row_is_refused() -> None:
    with pytest.raises(UserError) as caught:
        taken_of(
            [sheet("1", "0", "1", "0", "1", day="05-03-2025")],
            tally(coverage=PERIOD | {"from": "2025-03-06"}),
        )
    assert caught.value.key == "tally.no_row_in_period"
    assert taken_of([], tally(coverage=PERIOD)).rows["used"] == 0


def test_rows_of_a_place_that_the_coverage_leaves_out_are_kept_and_said() -> None:
    rows = [sheet("1", "0", "1", "0", "1"), sheet("1", "0", "1", "0", "1", site="Aars")]
    found = taken_of(rows, tally(coverage={"sites": ["farsoe"]}))
    assert found.rows["used"] == 2
    assert ["Aars" in warning for warning in found.warnings] == [True]
    assert {span.site for span in found.coverage} == {"farsoe"}


def test_the_worked_example_of_the_documentation_is_taken_as_it_says(tmp_path: Path) -> None:
    page = ROOT / "docs" / "profile.md"
    header, *rows = [[c.strip() for c in _CELL.split(line)[1:-1]] for line in _example(page)]
    profile = read_profile(tomllib.loads(named(page, "tally-profile")), "taelleark.toml")
    world = WORLD.model_copy(update={"sources": (WORLD.sources[0].model_copy(update={"id": "taelleark"}),)})
    path = write(tmp_path, csv_text([header, *rows]))
    found = take(path, profile, world, KEY, now=NOW)
    assert found.rows == {"read": 5, "used": 3, "duplicate": 0, "outside": 0, "blank": 1, "rejected": 1}
    assert found.reasons == {"totals_row": 1}
    assert [(row[0], row[5]) for row in lines(found)] == [
        *((2, n) for n in (7, 2, 5, 4, 9)),
        *((3, 0) for _ in range(5)),
        *((4, n) for n in (3, 3, 1)),
    ]
    assert ["emner giver 3, målgrupper 4" in warning for warning in found.warnings] == [True]


_CELL = re.compile(r"\|")


def _example(page: Path) -> list[str]:
    """The table of the section's sheet, without the line under its head."""
    found = page.read_text(encoding="utf-8").split("## Tally sheets")[1].split("```")[0].splitlines()
    return [line for line in found if line.startswith("|") and not line.startswith("|---")]
