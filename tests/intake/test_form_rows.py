"""What a row is, said one way and another: nothing that was said of one kind of row is lost by a look at another."""

from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evaluation.errors import UserError
from evaluation.intake.columns import FileColumn, file_columns
from evaluation.intake.event_spec import TOLD_BY_EVENTS
from evaluation.intake.form import COUNT, EVENT, Form
from evaluation.intake.form_rows import RECORDS, as_record
from evaluation.intake.guess import look_at
from evaluation.intake.propose import propose_table
from tests.intake.making import Row, initiative, raw_table

Opened = tuple[Form, tuple[FileColumn, ...]]


def opened(header: Sequence[str], rows: Sequence[Row]) -> Opened:
    raw = raw_table(rows, header)
    form = Form.of_proposal(propose_table(raw, "koe.csv", initiative()))
    return form, file_columns(look_at(raw), initiative())


def tickets() -> Opened:
    """One row a ticket, with one date and three clocks."""
    header = ("Nummer", "Dato", "Sted", "Trukket", "Kaldt", "Afsluttet", "Emne")
    return opened(
        header,
        [
            (f"A{n:03}", f"{13 + n // 20}-03-2025", "Farsø", f"{9 + n % 6:02}:05", f"{9 + n % 6:02}:15",
             "23:59" if n % 9 == 0 else f"{9 + n % 6:02}:2{n % 9}", ("Pas", "MitID")[n % 2])
            for n in range(40)
        ],
    )  # fmt: skip


WORDS = ("Nummer trukket", "Indkaldt", "Ekspedition afsluttet")


def log(words: Sequence[str] = WORDS, *clocks: str) -> Opened:
    """One row an event, with a date and a clock; `clocks`: more columns of clocks."""
    header = ("Bon", "Dato", "Kl", "Handling", "Sted", *clocks)
    return opened(
        header,
        [
            (f"A{n}", f"{13 + n // 10}-03-2025", f"{9 + n % 10:02}:{10 * step + 3:02}:0{step}", word, "Farsø",
             *(f"0{n % 5}:1{step}" for _ in clocks))
            for n in range(30)
            for step, word in enumerate(words)
        ],
    )  # fmt: skip


def sheet() -> Opened:
    """A tally sheet with two columns of strokes."""
    form, columns = opened(
        ("Dato", "Sted", "Pas", "Andet"),
        [(f"{13 + n}-03-2025", "Farsø", str(n % 4), str(n % 3)) for n in range(9)],
    )
    form = as_record(form, "tally", columns)
    for header in ("Pas", "Andet"):
        form = form.used_as(header, COUNT, columns)
    return form.counting("Pas", ("topic", "pas")), columns


UNKNOWN = ("Træk", "Kald", "Slut")
FILES = {"tickets": tickets(), "log": log(), "unknown log": log(UNKNOWN), "sheet": sheet()}


def said(form: Form) -> dict[str, Any]:
    return {**form.plain, "columns": dict(form.columns)}


def kind(form: Form) -> str:
    return next(name for name, told in RECORDS.items() if told == (form.record, form.is_event_log))


def along(form: Form, columns: Sequence[FileColumn], path: Sequence[str]) -> Form:
    for name in path:
        form = as_record(form, name, columns)
    return form


@given(st.sampled_from([*FILES]), st.lists(st.sampled_from([*RECORDS]), max_size=6))
def test_any_way_back_to_the_first_kind_of_row_gives_the_first_answers(file: str, path: list[str]) -> None:
    first, columns = FILES[file]
    assert said(along(first, columns, [*path, kind(first)])) == said(first)


def test_the_files_of_the_property_are_what_they_are_meant_to_be() -> None:
    form, _ = FILES["tickets"]
    assert form.columns["ended_at"]["column"] == ["Dato", "Afsluttet"]
    assert (form.closing_time, FILES["sheet"][0].coverage()) == ("23:59", {"unit": "sheet"})
    assert FILES["log"][0].event_values() and "arrived_at" not in FILES["unknown log"][0].columns


def test_clocks_that_share_a_date_come_back() -> None:
    first, columns = tickets()
    back = along(first, columns, ["events", "contact"])
    assert back.columns == first.columns


def test_counts_come_back_unless_their_column_is_used_otherwise() -> None:
    first, columns = sheet()
    contact = as_record(first, "contact", columns)
    assert ("counts" in contact.plain, contact.coverage()) == (False, {"unit": "week"})
    assert as_record(contact, "tally", columns).plain["counts"] == first.plain["counts"]
    used = contact.used_as("Pas", "quantity", columns)
    assert as_record(used, "tally", columns).plain["counts"] == [{"column": "Andet"}]


def test_a_column_that_was_given_another_use_among_events_keeps_that_use() -> None:
    first, columns = tickets()
    events = as_record(first, "events", columns).used_as("Kaldt", "appointment_at", columns)
    back = as_record(events, "contact", columns)
    assert back.columns["appointment_at"]["column"] == ["Kaldt"]
    assert "called_at" not in back.columns
    assert back.columns["ended_at"] == first.columns["ended_at"]


@pytest.mark.parametrize("kinds", [["events"], ["events", "contact", "step_events"]])
def test_the_time_of_an_event_is_its_day_with_the_only_clock(kinds: list[str]) -> None:
    first, columns = log(UNKNOWN)
    form = along(first, columns, kinds)
    assert form.columns["arrived_at"] == {"column": ["Dato", "Kl"], "format": "%d-%m-%Y %H:%M:%S"}


def test_the_day_that_is_the_arrival_takes_the_only_clock_for_events() -> None:
    form, columns = log(UNKNOWN)
    first = as_record(form.used_as("Dato", "arrived_at", columns), "contact", columns)
    assert first.columns["arrived_at"]["column"] == ["Dato"]
    events = as_record(first, "events", columns)
    assert events.columns["arrived_at"]["column"] == ["Dato", "Kl"]
    assert along(events, columns, ["contact"]).columns == first.columns


def test_how_exact_the_times_are_goes_with_the_time_of_an_event() -> None:
    form, columns = log(UNKNOWN)
    first = form.used_as("Dato", "arrived_at", columns).put("time_precision", "day")
    events = as_record(first, "events", columns)
    assert events.plain["time_precision"] == "minute"  # a clock is told
    assert said(along(events, columns, ["contact"])) == said(first)
    rough = events.put("time_precision", "hour")
    assert said(along(rough, columns, ["contact", "events"])) == said(rough)


def test_events_with_a_date_alone_ask_for_the_clock_that_is_not_used() -> None:
    form, columns = log(UNKNOWN, "Ur 2 kl")
    events = as_record(form, "events", columns)
    assert ("event_time", "") in events.lacks(columns)
    dated = events.used_as("Dato", "arrived_at", columns)
    assert ("clock", "Dato") in dated.lacks(columns)
    assert ("clock", "Dato") not in dated.used_as("Kl", "arrived_at", columns).lacks(columns)
    assert ("clock", "Dato") not in dated.put("time_precision", "day").lacks(columns)


@pytest.mark.parametrize("kind", ["contact", "steps", "step_events", "tally"])
@pytest.mark.parametrize("typed", ["16", "midnat"])
def test_what_ends_a_queues_ticket_is_asked_of_its_events_alone(kind: str, typed: str) -> None:
    first, columns = log()
    form = first.ended_as("resolved").closes_at(typed)
    other = as_record(form, kind, columns)
    assert (other.finished, other.closing_time) == ("", "")
    assert ("closing_time", "") not in other.lacks(columns)
    assert said(as_record(other, "events", columns)) == said(form)


def test_a_closing_time_that_was_found_for_tickets_stands_for_their_events_too() -> None:
    first, columns = tickets()
    assert along(first, columns, ["step_events", "events"]).closing_time == "23:59"


def answers(columns: Sequence[FileColumn]) -> st.SearchStrategy[tuple[str, str, str]]:
    """One choice of a menu: ("row", kind, "") or ("use", header, what it is used as)."""
    uses = [("use", column.header, use) for column in columns for use in ("", EVENT, COUNT, *column.could)]
    return st.sampled_from([("row", name, "") for name in RECORDS] * 8 + uses)


def is_offered(form: Form, use: str) -> bool:
    """As the menus have it: events only of rows that are, and then not what these tell; counts only of a sheet."""
    if form.is_event_log:
        return use not in (*TOLD_BY_EVENTS, COUNT)
    return use != EVENT and (use != COUNT or form.record == "tally")


@given(st.data(), st.sampled_from([*FILES]))
def test_whatever_is_chosen_gives_a_profile_of_it_or_a_plain_error(data: st.DataObject, file: str) -> None:
    form, columns = FILES[file]
    for what, name, use in data.draw(st.lists(answers(columns), max_size=8)):
        if what == "row":
            form = as_record(form, name, columns)
        elif is_offered(form, use):
            form = form.used_as(name, use, columns, {} if use == EVENT else None)
    try:
        profile = form.profile()
    except UserError:
        return
    assert {target: list(spec.column) for target, spec in profile.columns.items()} == {
        target: spec["column"] for target, spec in form.columns.items()
    }
