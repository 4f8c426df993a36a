"""What becomes of a row: used, repeated, outside, blank or refused, and what a used row says."""

import re
from datetime import date, datetime
from typing import Any

import pytest

from evaluation.errors import UserError
from evaluation.intake.profile import Profile
from evaluation.intake.raw import Broken, BrokenReason
from evaluation.intake.reasons import Reason, page_fix, sentences
from evaluation.intake.take import AccountingError, Taken, check_sum, take_table
from evaluation.store.schema import ENQUIRIES, REJECTIONS
from tests.intake.making import DANISH, HEADER, KEY, NOW, Row, initiative, profile, raw_table, row, take_rows

at = datetime.fromisoformat


def only(taken: Taken) -> dict[str, Any]:
    assert taken.reasons == {}
    (found,) = taken.accepted.to_pylist()
    return dict(found)


def test_a_plain_row() -> None:
    found = only(take_rows([row()]))
    told = {
        "site": "farsoe",
        "arrived_at": at("2025-03-04 09:00"),  # one hour ahead of UTC in winter
        "called_at": at("2025-03-04 09:07"),
        "ended_at": at("2025-03-04 09:20"),
        "outcome": "resolved",
        "quantity": 1,
        "record": "contact",
        "synthetic": False,
        "municipality": "0820",
        "initiative": "popup",
        "source": "koe",
        "unclosed": False,
        "closed": True,
        "local_date": date(2025, 3, 4),
        "year": 2025,
        "iso_year": 2025,
        "iso_week": 10,
        "week_start": date(2025, 3, 3),
        "weekday_iso": 2,
        "hour": 10,
        "wait_min": 7,
        "service_min": 13,
        "source_row": 2,
        "import_id": None,
        "file_hash": "0" * 16,
        "topic": None,
    }
    assert {name: found[name] for name in told} == told


def test_the_tables_have_the_store_s_schemas() -> None:
    taken = take_rows([row(), row(arrived="x")])
    assert taken.accepted.schema.equals(ENQUIRIES)
    assert taken.rejections.schema.equals(REJECTIONS)


@pytest.mark.parametrize(
    ("given", "reason", "column"),
    [
        (row(arrived=None), Reason.MISSING_ARRIVAL, "Ankomst"),
        (row(arrived="31-02-2025 10:00"), Reason.BAD_TIME, "Ankomst"),
        (row(arrived="2025/03/04 10:00"), Reason.BAD_TIME, "Ankomst"),
        (row(arrived="30-03-2025 02:30"), Reason.NONEXISTENT_TIME, "Ankomst"),
        (row(arrived="04-03-2027 10:00", called=None, ended=None), Reason.FUTURE, "Ankomst"),
        (row(called="04-03-2025 09:59"), Reason.SERVED_BEFORE_ARRIVAL, "Kaldt"),
        (row(ended="04-03-2025 10:01"), Reason.SERVED_BEFORE_ARRIVAL, "Slut"),
        (row(site=" "), Reason.MISSING_SITE, "Sted"),
        (row(site="Hobro"), Reason.UNKNOWN_SITE, "Sted"),
        (row(outcome="Måske"), Reason.UNMAPPED_VALUE, "Udfald"),
        (row(None), Reason.MISSING_ID, "Nr"),
        (row("010190-1234"), Reason.CPR, "Nr"),
        (row("0101901234"), Reason.CPR, "Nr"),
        (row(outcome="010190 1234"), Reason.CPR, "Udfald"),
        (row(called="010190-1234"), Reason.CPR, "Kaldt"),
        (row(arrived="010190-1234", site="Hobro"), Reason.CPR, "Ankomst"),
    ],
)
def test_one_fault_one_reason(given: Row, reason: Reason, column: str) -> None:
    taken = take_rows([given, row("2")])
    assert taken.reasons == {reason: 1}
    (found,) = taken.rejections.to_pylist()
    assert (found["reason"], found["column"], found["source_row"]) == (reason, column, 2)
    assert (found["file"], found["initiative"]) == ("a.csv", "popup")
    assert taken.rows == {"read": 2, "used": 1, "duplicate": 0, "outside": 0, "blank": 0, "rejected": 1}


def test_a_rejection_keeps_the_shape_not_the_value() -> None:
    (found,) = take_rows([row(arrived="Ida 31-02")]).rejections.to_pylist()
    assert found["shape"] == "Aaa 99-99"


def test_every_reason_has_its_sentences_and_broken_rows_come_through() -> None:
    assert all(all(sentences(reason)) for reason in Reason)
    assert not [reason for reason in Reason if re.search(r"[=_]|\w\.\w", page_fix(reason))], (
        "keys of a profile"
    )
    broken = [Broken(9, reason, "aa;99") for reason in BrokenReason]
    taken = take_table(
        raw_table([row()], blank=3, broken=broken), "a.csv", profile(), initiative(), KEY, now=NOW
    )
    assert taken.rows["read"] == 1 + 3 + len(broken)
    assert taken.rows["rejected"] == len(broken)
    assert taken.reasons == {reason.value: 1 for reason in BrokenReason}


def test_the_accounting_is_checked_for_real() -> None:
    with pytest.raises(AccountingError):
        check_sum({"read": 3, "used": 1, "duplicate": 0, "outside": 0, "blank": 1, "rejected": 0})


def test_another_site_and_another_period_are_outside_whatever_else_is_wrong() -> None:
    late = initiative(data_to="2025-12-31")
    rows = [
        row("1", site="Andet", arrived="x"),
        row("2", arrived="02-03-2025 23:59", called=None, ended=None),
        row("3", arrived="01-01-2026 10:00", called=None, ended=None),
        row("4", arrived="31-12-2025 10:00", called=None, ended=None),
    ]
    taken = take_rows(rows, over=late)
    assert (taken.rows["outside"], taken.rows["used"], taken.rows["rejected"]) == (3, 1, 0)


def test_the_last_version_of_an_enquiry_is_used() -> None:
    columns: dict[str, Any] = dict(profile().columns)
    columns["updated_at"] = columns.pop("called_at")
    whole = {"id": "a", "source": "koe", "identity": {"columns": ["Nr"]}, "columns": columns}
    versioned = Profile.model_validate(whole)
    rows = [
        row("1", called="05-03-2025 10:00", outcome="Løst"),
        row("1", called="04-03-2025 10:00", outcome="Gået"),
        row("2", called=None, ended=None, outcome="Løst"),
        row("2", called=None, ended=None, outcome=None),
        row("3", called=None, outcome="Gået"),
        row("3", called=None, outcome="Løst"),
    ]
    taken = take_rows(rows, versioned)
    assert taken.rows["duplicate"] == 3
    assert taken.accepted["source_row"].to_pylist() == [2, 4, 7]  # newer; closed; later


def test_ids_are_keyed_and_cases_join_over_sources() -> None:
    other = initiative(sources=[{"id": "koe", "name": "a"}, {"id": "tid", "name": "b"}])
    cases = {"case_id": {"column": "Nr"}}
    first = only(take_rows([row("A-7")], profile(cases), other))
    second = only(take_rows([row("A-7")], profile(cases, source="tid"), other))
    assert first["enquiry_id"] != second["enquiry_id"]
    assert first["case_id"] == second["case_id"]
    assert "A-7" not in str(first)


def test_numeric_ids_pass_but_not_what_is_written_as_a_cpr_number() -> None:
    numeric = profile(identity={"columns": ["Nr"], "numeric_id": True})
    taken = take_rows([row("0101901234"), row("010190-1234")], numeric)
    assert (taken.rows["used"], taken.reasons) == (1, {"cpr": 1})
    assert any("3,7 %" in warning for warning in taken.warnings)


def test_ids_that_start_again_each_day_take_the_date_and_site() -> None:
    daily = profile(identity={"columns": ["Nr", "local_date", "site"]})
    other_day = {"arrived": "05-03-2025 10:00", "called": None, "ended": None}
    rows = [row("1"), row("1", **other_day), row("1", site="Aars"), row("1")]
    assert take_rows(rows, daily).rows["used"] == 3


def test_a_cpr_number_cut_in_two_columns_is_refused() -> None:
    any_outcome = {"outcome": {"column": "Kaldt", "other": "open"}}
    split = profile(any_outcome, identity={"columns": ["Nr", "Udfald"]})
    assert take_rows([row("010190", outcome="1234")], split).reasons == {"cpr": 1}


def test_rows_without_ids_are_told_apart_by_content_and_number() -> None:
    nameless = profile(identity="replace_day")
    taken = take_rows([row(), row(), row(outcome="Gået")], nameless)
    assert taken.rows["used"] == 3
    assert len(set(taken.accepted["enquiry_id"].to_pylist())) == 3


def test_a_new_hash_only_for_a_changed_row() -> None:
    first, again, changed = (only(take_rows([r])) for r in (row(), row(), row(outcome="Gået")))
    assert first["row_hash"] == again["row_hash"] != changed["row_hash"]
    moved = only(take_rows([row()], profile(timezone="Europe/London")))
    assert moved["row_hash"] != first["row_hash"]


@pytest.mark.parametrize(
    ("left_time", "called", "ended"),
    [("actual", None, "09:20"), ("call", "09:20", None), ("none", None, None)],
)
def test_what_the_end_of_a_row_means_for_who_left(
    left_time: str, called: str | None, ended: str | None
) -> None:
    found = only(take_rows([row(called=None, outcome="Gået")], profile(left_time=left_time)))
    told = [value and value.strftime("%H:%M") for value in (found["called_at"], found["ended_at"])]
    assert told == [called, ended]
    assert found["wait_min"] == (20 if called else None)
    assert found["service_min"] is None


def test_a_booked_wait_runs_from_the_later_of_arrival_and_appointment() -> None:
    booked = profile({"appointment_at": {"column": "Tid", "format": DANISH}})
    header = (*HEADER, "Tid")
    rows = [(*row("1"), "04-03-2025 10:05"), (*row("2"), "04-03-2025 09:00"), (*row("3"), "04-03-2025 10:15")]
    assert take_rows(rows, booked, header=header).accepted["wait_min"].to_pylist() == [2, 7, 0]


def test_tickets_closed_late_or_by_the_system_have_no_known_end() -> None:
    rows = [
        row("1", ended="05-03-2025 10:20"),
        row("2", ended="04-03-2025 23:59"),
        row("3", ended="04-03-2025 23:58"),
        row("4", arrived="04-03-2025 22:00", called=None, ended="05-03-2025 01:00"),
    ]
    taken = take_rows(rows, profile(closing_time="23:59"))
    assert taken.accepted["unclosed"].to_pylist() == [True, True, False, False]
    assert [value is None for value in taken.accepted["ended_at"].to_pylist()] == [True, True, False, False]
    assert taken.rows["used"] == 4
    assert any("2" in warning for warning in taken.warnings)
    lasting = take_rows(rows, profile(unclosed_after_hours=0))
    assert not any(lasting.accepted["unclosed"].to_pylist())


def test_both_passes_of_the_repeated_hour_are_used() -> None:
    rows = [
        row(str(n), arrived=f"26-10-2025 {clock}", called=None, ended=None)
        for n, clock in enumerate(["02:10", "02:50", "02:20", "03:10"])
    ]
    taken = take_rows(rows)
    utc = [value.strftime("%H:%M") for value in taken.accepted["arrived_at"].to_pylist()]
    assert (utc, taken.reasons) == (["00:10", "00:50", "01:20", "02:10"], {})


def test_a_call_in_the_second_pass_follows_an_arrival_in_the_first() -> None:
    over = row(arrived="26-10-2025 02:55", called="26-10-2025 02:05", ended="26-10-2025 03:05")
    later = only(take_rows([over]))
    assert (later["arrived_at"], later["called_at"]) == (at("2025-10-26 00:55"), at("2025-10-26 01:05"))
    assert later["wait_min"] == 10


def test_an_end_that_gives_only_the_day_does_not_lie_before_the_arrival() -> None:
    ends = profile({"ended_at": {"column": "Slut", "format": "%d-%m-%Y"}})
    rows = [row("1", ended="04-03-2025"), row("2", ended="05-03-2025"), row("3", ended="03-03-2025")]
    taken = take_rows(rows, ends)
    assert taken.reasons == {"served_before_arrival": 1}
    assert taken.accepted["service_min"].to_pylist() == [None, None]


def test_date_and_clock_in_two_columns() -> None:
    header = ("Nr", "Sted", "Dato", "Kl", "Kaldt kl")
    two = {"site": {"column": "Sted"}, "arrived_at": {"column": ["Dato", "Kl"], "format": "%d.%m.%Y %H.%M"}}
    two["called_at"] = {"column": ["Dato", "Kaldt kl"], "format": "%d.%m.%Y %H.%M"}
    whole = {"id": "a", "source": "koe", "identity": {"columns": ["Nr"]}, "columns": two}
    given = Profile.model_validate(whole)
    rows = [("1", "farsoe", "04.03.2025", "10.30", "10.41"), ("2", "Farsø", "04.03.2025", "10.30", "-")]
    taken = take_rows(rows, given, header=header)
    assert taken.accepted["arrived_at"].to_pylist() == [at("2025-03-04 09:30")] * 2
    assert taken.accepted["wait_min"].to_pylist() == [11, None]


@pytest.mark.parametrize(
    ("raw", "value"),
    [("3", 3), ("3,0", 3), ("1.234", 1234), ("3,5", None), ("-1", None), ("x", None), ("", 1)],
)
def test_quantities(raw: str, value: int | None) -> None:
    taken = take_rows([(*row(), raw)], profile({"quantity": {"column": "Antal"}}), header=(*HEADER, "Antal"))
    found = taken.accepted["quantity"].to_pylist()
    assert found == ([] if value is None else [value])
    assert taken.reasons == ({"bad_number": 1} if value is None else {})


def test_a_tally_sheet_s_zero_is_a_zero_and_its_blank_is_not() -> None:
    tally = profile({"quantity": {"column": "Antal"}}, record="tally", identity="replace_day")
    taken = take_rows([(*row(), "0"), (*row(), None)], tally, header=(*HEADER, "Antal"))
    assert taken.accepted["quantity"].to_pylist() == [0]
    assert taken.reasons == {"bad_number": 1}


@pytest.mark.parametrize(
    ("raw", "values", "told"),
    [
        ("Ja", None, True),
        ("NEJ", None, False),
        ("1", None, True),
        (" ", None, None),
        ("måske", None, "bad_flag"),
        ("x", {"x": "true", "": "false"}, True),
        ("", {"x": "true", "": "false"}, False),
        ("ved ikke", {"ja": "true", "ved ikke": ""}, None),
    ],
)
def test_flags(raw: str, values: dict[str, str] | None, told: bool | str | None) -> None:
    flagged = profile({"age_65plus": {"column": "65+", "values": values}})
    taken = take_rows([(*row(), raw)], flagged, header=(*HEADER, "65+"))
    if told == "bad_flag":
        assert taken.reasons == {"bad_flag": 1}
    else:
        assert taken.accepted["age_65plus"].to_pylist() == [told]


@pytest.mark.parametrize(("raw", "kept"), [("5", [5]), ("6", []), ("0", []), ("Glad", [5]), (None, [None])])
def test_satisfaction(raw: str | None, kept: list[int | None]) -> None:
    asked = profile({"satisfaction": {"column": "Smiley", "values": {"glad": "5"}}})
    taken = take_rows([(*row(), raw)], asked, header=(*HEADER, "Smiley"))
    assert taken.accepted["satisfaction"].to_pylist() == kept


def test_values_not_in_the_map_take_the_other_id() -> None:
    others = profile({"outcome": {"column": "Udfald", "values": {"Løst": "resolved"}, "other": "open"}})
    assert only(take_rows([row(outcome="Hvad som helst")], others))["outcome"] == "open"
    blanks = profile({"outcome": {"column": "Udfald", "values": {"Løst": "resolved"}, "other": ""}})
    assert only(take_rows([row(outcome="Hvad som helst")], blanks))["outcome"] is None


def test_a_missing_column_is_named_with_the_nearest() -> None:
    header = ("Nr", "Sted", "Ankomsttid", "Kaldt", "Slut", "Udfald")
    with pytest.raises(UserError) as caught:
        take_rows([row()], header=header)
    assert "»Ankomst«" in caught.value.what and "Ankomsttid" in caught.value.got
    assert "koe.toml" in caught.value.fix


def test_a_data_row_taken_for_a_header_is_not_shown() -> None:
    with pytest.raises(UserError) as caught:
        take_rows([row()], header=("Nr", "Sted", "Ankomst 010190-1234", "Kaldt", "Slut", "Udfald"))
    assert "010190" not in str(caught.value)


def test_case_and_blanks_of_a_header_may_differ() -> None:
    assert take_rows([row()], header=("NR", "sted", "Ankomst ", "Kaldt", "Slut", "Udfald")).rows["used"] == 1


@pytest.mark.parametrize(
    ("other", "key", "allowed"),
    [
        (
            {"columns": {"site": {"column": "Sted", "values": {"Farsø": "f"}}}},
            "columns.site.values",
            "farsoe",
        ),
        ({"columns": {"topic": {"column": "Nr", "values": {"a": "x"}}}}, "columns.topic.values", "pas"),
        ({"columns": {"channel": {"column": "Nr", "other": "fax"}}}, "columns.channel.other", "in_person"),
        ({"columns": {"life_event": {"column": "Nr", "values": {"a": "Æ"}}}}, "life_event", "a til z"),
        ({"columns": {"life_event": {"column": "Nr"}}}, "columns.life_event.values", "hedde"),
        ({"constants": {"target_group": "unge"}}, "constants.target_group", "aeldre"),
        ({"source": "tid"}, "source", "koe"),
        ({"coverage": {"sites": ["hobro"]}}, "coverage.sites", "farsoe"),
    ],
)
def test_a_profile_speaks_of_what_the_initiative_has(other: dict[str, Any], key: str, allowed: str) -> None:
    with pytest.raises(UserError) as caught:
        take_rows([row()], profile(**other))
    assert key in caught.value.what and "koe.toml" in caught.value.what
    assert allowed in caught.value.fix


def test_days_without_a_clock_are_warned_of_and_have_no_hour_when_declared() -> None:
    dated = {"arrived_at": {"column": "Ankomst", "format": "%d-%m-%Y"}}
    given = row(arrived="04-03-2025", called=None, ended=None)
    assert take_rows([given], profile(dated)).warnings != ()
    declared = take_rows([given], profile(dated, time_precision="day"))
    assert declared.warnings == ()
    assert (only(declared)["hour"], only(declared)["local_date"]) == (None, date(2025, 3, 4))
