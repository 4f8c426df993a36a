"""Event logs worked by hand: what a ticket's events are together."""

from typing import Any

import pytest

from evaluation.intake.fold import FoldRemark, fold
from evaluation.store.schema import ENQUIRIES
from tests.intake.event_logs import WORDS, clock, event, event_profile, folded, only, take_events
from tests.intake.making import Row, row, take_rows


def shown(found: dict[str, Any]) -> tuple[Any, ...]:
    """Called, served, ended; minutes waited and served; outcome."""
    times = tuple(clock(found[name]) for name in ("called_at", "served_at", "ended_at"))
    return (*times, found["wait_min"], found["service_min"], found["outcome"])


WHOLE = [
    event("issued", "10:00"),
    event("called", "10:07"),
    event("served", "10:08"),
    event("finished", "10:20"),
]


def test_a_ticket_is_one_contact() -> None:
    found = only(WHOLE)
    assert shown(found) == ("10:07", "10:08", "10:20", 7, 12, "resolved")
    assert (found["record"], found["event"], found["ticket_id"]) == ("contact", None, None)
    assert (str(found["local_date"]), found["hour"], found["weekday_iso"]) == ("2025-03-04", 10, 2)
    assert (found["quantity"], found["transfers"], found["unclosed"], found["closed"]) == (1, 0, False, True)


def test_the_fold_gives_the_columns_of_the_table_and_leaves_other_rows_alone() -> None:
    others = take_rows([row("1"), row("2")]).accepted
    assert fold(others).rows.equals(others)
    both = fold(type(others).from_batches([*others.to_batches(), *take_events(WHOLE).accepted.to_batches()]))
    assert both.rows.schema.equals(ENQUIRIES)
    assert both.rows.num_rows == 3 and both.remarks == ()
    assert fold(ENQUIRIES.empty_table()).rows.num_rows == 0


def test_an_event_before_its_ticket_is_left_out_and_told() -> None:
    found = folded([event("called", "09:50"), *WHOLE, event("called", "09:50")])
    (one,) = found.rows.to_pylist()
    assert shown(one)[0] == "10:07"
    assert found.remarks == (FoldRemark("koe", "before_ticket", 1),)


def test_events_without_a_ticket_are_no_contact_but_told() -> None:
    found = folded([event("called", "10:00", "7"), event("finished", "10:09", "7"), *WHOLE])
    assert found.rows.num_rows == 1
    assert found.remarks == (FoldRemark("koe", "without_ticket", 1),)


def test_a_number_used_twice_a_day_is_two_contacts() -> None:
    later = [event("issued", "13:00"), event("called", "13:30"), event("finished", "13:40")]
    found = sorted(folded([*WHOLE, *later]).rows.to_pylist(), key=lambda one: one["arrived_at"])
    assert [shown(one) for one in found] == [
        ("10:07", "10:08", "10:20", 7, 12, "resolved"),
        (
            "13:30",
            None,
            "13:40",
            30,
            None,
            "resolved",
        ),  # this log tells when service begins; here it does not
    ]
    assert found[0]["enquiry_id"] != found[1]["enquiry_id"]


def test_one_number_on_two_days_and_at_two_sites_is_three_contacts() -> None:
    rows = [*WHOLE, event("issued", "10:00", day="05-03-2025"), event("issued", "10:00", site="Aars")]
    assert sorted(one["outcome"] for one in folded(rows).rows.to_pylist()) == ["open", "open", "resolved"]


def test_called_twice_and_never_served() -> None:
    rows = [
        event("issued", "10:00"),
        event("called", "10:05"),
        event("called", "10:09"),
        event("left", "10:11"),
    ]
    assert shown(only(rows)) == ("10:05", None, "10:11", 5, None, "left")
    assert shown(only(rows[:3])) == ("10:05", None, None, 5, None, "open")
    assert shown(only([*rows[:3], event("no_show", "10:12")])) == ("10:05", None, "10:12", 5, None, "no_show")


def test_a_hold_is_no_service_and_a_transfer_is_counted() -> None:
    rows = [
        *(WHOLE[:3]),
        event("held", "10:10"),
        event("returned", "10:14"),
        event("transferred", "10:15", unit="Aars"),
        event("finished", "10:30"),
    ]
    found = only(rows)
    assert shown(found) == ("10:07", "10:08", "10:30", 7, 22 - 4, "resolved")
    assert (found["transfers"], found["served_by"]) == (1, "aars")


def test_a_hold_that_never_ends_leaves_the_service_time_unknown() -> None:
    assert shown(only([*WHOLE[:3], event("held", "10:10"), WHOLE[3]])) == (
        *("10:07", "10:08", "10:20"),
        *(7, None, "resolved"),
    )
    again = [*WHOLE[:3], event("held", "10:10"), event("called", "10:16"), WHOLE[3]]
    assert only(again)["service_min"] == 12 - 6  # called again: it is off hold


@pytest.mark.parametrize("word", ["left", "finished", "no_show"])
def test_a_ticket_taken_up_again_after_its_end_is_open(word: str) -> None:
    rows = [event("issued", "10:00"), event(word, "10:10"), event("called", "10:15")]
    assert shown(only(rows)) == ("10:15", None, None, 15, None, "open")
    ended = [*rows, event("served", "10:16"), event("finished", "10:30")]
    assert shown(only(ended)) == ("10:15", "10:16", "10:30", 15, 14, "resolved")


# ------------------------------------------------------ ends that staff forgot


@pytest.mark.parametrize(
    ("hours", "end", "believed"),
    [(16, "23:58", True), (16, "23:59", False), (3, "13:01", False), (3, "12:59", True), (0, "23:59", False)],
)
def test_an_end_at_the_closing_time_or_long_after_the_ticket_is_not_believed(
    hours: int, end: str, believed: bool
) -> None:
    using = event_profile(unclosed_after_hours=hours)
    found = only([event("issued", "10:00"), event("served", "10:10"), event("finished", end)], using)
    assert (clock(found["ended_at"]), found["unclosed"]) == ((end, False) if believed else (None, True))
    assert found["outcome"] == "resolved"  # they were served


@pytest.mark.parametrize(
    ("closes", "end", "day", "believed"),
    [
        ("00:00", "10:30", "04-03-2025", True),
        ("00:00", "00:00", "05-03-2025", False),
        ("03:00", "10:30", "04-03-2025", True),
        ("03:00", "02:00", "05-03-2025", True),
        ("03:00", "03:00", "05-03-2025", False),
        ("09:00", "10:30", "04-03-2025", True),
        ("10:00", "10:30", "04-03-2025", False),
    ],
)
def test_the_closing_time_is_the_first_after_the_ticket(
    closes: str, end: str, day: str, believed: bool
) -> None:
    numbered = {"columns": ["Billetnr"]}
    using = event_profile(identity=numbered, closing_time=closes, unclosed_after_hours=48)
    found = only([event("issued", "10:00"), event("served", "10:10"), event("finished", end, day=day)], using)
    assert found["unclosed"] is not believed


@pytest.mark.parametrize(("hours", "believed"), [(16, False), (24, False), (48, True), (0, True)])
def test_an_end_on_a_later_day_is_believed_only_where_tickets_may_last_so_long(
    hours: int, believed: bool
) -> None:
    using = event_profile(identity={"columns": ["Billetnr"]}, closing_time=None, unclosed_after_hours=hours)
    rows = [event("issued", "22:00"), event("served", "22:10"), event("finished", "00:20", day="05-03-2025")]
    found = only(rows, using)
    assert found["unclosed"] is not believed
    assert found["service_min"] == (130 if believed else None)


def test_a_ticket_that_nobody_served_and_the_system_closed_has_no_known_outcome() -> None:
    found = only([event("issued", "10:00"), event("finished", "23:59")])
    assert (found["outcome"], found["ended_at"], found["unclosed"]) == (None, None, True)
    assert only([event("issued", "10:00"), event("left", "23:59")])["outcome"] == "left"


# ------------------------------------------------------ outcomes and attributes


def test_an_outcome_that_a_row_states_beats_what_the_event_means() -> None:
    stated = [*WHOLE[:3], event("finished", "10:20", outcome="Videre")]
    assert only(stated)["outcome"] == "handed_over"
    assert only([*WHOLE[:3], event("finished", "10:20", outcome="I gang")])["outcome"] == "open"


def test_who_is_only_said_to_be_finished_was_served_unless_nobody_called_them() -> None:
    silent = event_profile(events={"column": "Hændelse", "values": WORDS})
    assert only(WHOLE, silent)["outcome"] == "served"  # nobody says whether the matter was settled
    assert only([*WHOLE[:3], event("finished", "23:59")], silent)["outcome"] == "served"
    assert only([WHOLE[0], event("finished", "23:59")], silent)["outcome"] is None


def test_of_what_events_say_differently_the_last_counts_and_blanks_say_nothing() -> None:
    rows = [
        event("issued", "10:00", unit="Farsø"),
        event("served", "10:08", topic="Pas", unit="Aars"),
        WHOLE[3],
    ]
    found = only(rows)
    assert (found["topic"], found["served_by"], found["site"]) == ("pas", "aars", "farsoe")


def test_how_many_came_is_what_any_event_says_and_else_one() -> None:
    using = event_profile({"quantity": {"column": "Enhed"}, "served_by": {"column": "Udfald"}})
    told = [event("issued", "10:00", unit="3"), event("called", "10:05"), event("finished", "10:20")]
    assert only(told, using)["quantity"] == 3
    assert only([event("issued", "10:00"), event("finished", "10:20")], using)["quantity"] == 1


@pytest.mark.parametrize(
    ("left_time", "expected"),
    [
        ("actual", (None, "10:30", None)),
        ("call", ("10:30", None, 30)),
        ("none", (None, None, None)),
    ],
)
def test_what_the_end_of_those_who_left_means(left_time: str, expected: tuple[object, ...]) -> None:
    found = only([event("issued", "10:00"), event("left", "10:30")], event_profile(left_time=left_time))
    assert (clock(found["called_at"]), clock(found["ended_at"]), found["wait_min"]) == expected
    assert (found["outcome"], found["service_min"]) == ("left", None)


def said(*words: str) -> dict[str, object]:
    values = {word: event for word, event in WORDS.items() if event in words}
    return {"column": "Hændelse", "finished": "resolved", "values": values}


def test_what_a_log_never_tells_stays_unknown() -> None:
    """No ends: nothing is open. No transfers: not 0. No word for service: it begins with the call."""
    short = event_profile(events=said("issued", "called"))
    found = only(WHOLE[:2], short)
    assert (found["outcome"], found["transfers"], found["closed"]) == (None, None, False)
    calls = event_profile(events=said("issued", "called", "finished"))
    found = only([*WHOLE[:2], WHOLE[3]], calls)
    assert shown(found) == ("10:07", None, "10:20", 7, 13, "resolved")
    serves = event_profile(events=said("issued", "served", "finished"))
    assert shown(only([WHOLE[0], *WHOLE[2:]], serves)) == (None, "10:08", "10:20", 8, 12, "resolved")


# ------------------------------------------------------ clocks


def stamped(word: str, stamp: str) -> Row:
    return ("1", "Farsø", stamp, {event: word for word, event in WORDS.items()}[word], None, None, None)


def test_the_hour_that_comes_twice_is_told_by_the_offset_and_else_by_the_order_of_the_file() -> None:
    using = event_profile({"arrived_at": {"column": "Tidspunkt"}}, closing_time=None)
    rows = [
        stamped("issued", "2025-10-26 02:50:00+02:00"),
        stamped("called", "2025-10-26 02:10:00+01:00"),
        stamped("finished", "2025-10-26 03:05:00+01:00"),
    ]
    assert only(rows, using)["wait_min"] == 20
    plain = [stamped(WORDS[str(one[3])], str(one[2])[:16]) for one in rows]
    assert only(plain, using)["wait_min"] == 20
    assert only([*plain, *plain], using)["wait_min"] == 20  # a row that is repeated is read as it was first


def test_a_time_that_the_clock_skips_is_refused() -> None:
    rows = [event("issued", "01:59", day="30-03-2025"), event("called", "02:30", day="30-03-2025")]
    taken = take_events([*rows, event("finished", "03:10", day="30-03-2025")])
    assert taken.reasons == {"nonexistent_time": 1}
    (found,) = fold(taken.accepted).rows.to_pylist()
    assert found["ended_at"] - found["arrived_at"] == (found["ended_at"] - found["arrived_at"]).__class__(
        minutes=11
    )


def test_events_that_give_only_a_day_give_no_wait() -> None:
    using = event_profile({"arrived_at": {"column": "Tidspunkt"}})
    rows = [stamped("issued", "2025-03-04"), stamped("called", "2025-03-04 10:00")]
    found = only(rows, using)
    assert (found["wait_min"], found["time_precision"]) == (None, "day")
