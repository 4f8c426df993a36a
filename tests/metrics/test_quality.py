"""Data quality by source: the SQL against plain Python, and cases counted by hand."""

from collections import Counter
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evaluation.metrics.quality import (
    MissingField,
    Reconciled,
    SheetSums,
    missing_fields,
    reconciliations,
    sheet_sums,
    silent_openings,
    unclosed,
)
from evaluation.metrics.render import sql_text
from evaluation.store.schema import TAKEN
from tests.spec.world import CONFIG, START, Record, World, initiative, opening, row

FIRST = date(2025, 3, 5)  # a Wednesday: farsoe is open, and the Wednesday after
DAYS = [FIRST + timedelta(days=n) for n in range(10)]
SOURCES = [*CONFIG["sources"], {"id": "paper", "name": "Paper", "counts": []}]
WHOLE = ("queue", "farsoe", START, DAYS[-1], "complete")


def stroke(day: date, quantity: int, source: str = "paper", **given_: Any) -> Record:
    precision = {"time_precision": "opening", "record": "tally", "channel": None, "closed": False}
    return row(
        datetime(day.year, day.month, day.day), **(precision | {"source": source, "site": "farsoe"} | given_)
    ) | {"quantity": quantity}


def contact(day: date, hour: int = 11, **given_: Any) -> Record:
    return row(datetime(day.year, day.month, day.day, hour), **({"site": "farsoe"} | given_))


def sheets(*days: date, source: str = "paper") -> list[tuple[str, str, date, date, str]]:
    return [(source, "farsoe", day, day, "complete") for day in days]


def world(
    rows: Iterable[Record], coverage: Iterable[tuple[str, str, date, date, str]], **config: Any
) -> World:
    openings = [opening(f"f{n}", "farsoe", FIRST + timedelta(weeks=n), 10, 14) for n in (0, 1)]
    known = initiative(sources=SOURCES, **config)
    return World(known, list(rows), openings if known.has_openings else [], list(coverage), DAYS[-1])


def test_a_sheet_beside_the_queue() -> None:
    """23 on paper, 21 in the queue; the week after a zero sheet beside 2; one sheet on a Friday."""
    second, friday = FIRST + timedelta(weeks=1), FIRST + timedelta(days=2)
    rows = [contact(FIRST) for _ in range(21)] + [contact(second), contact(second)]
    rows += [
        stroke(FIRST, 14, topic="mitid"),
        stroke(FIRST, 9, topic="pas"),
        stroke(FIRST, 20, target_group="elder"),
    ]
    rows += [stroke(second, 0, topic="mitid"), stroke(friday, 4)]
    found = reconciliations(world(rows, [WHOLE, *sheets(FIRST, second, friday)]).engine())
    assert found == (
        Reconciled("f0", "farsoe", FIRST, "queue", 21, "paper", 23),
        Reconciled(None, "farsoe", friday, "queue", 0, "paper", 4),
        Reconciled("f1", "farsoe", second, "queue", 2, "paper", 0),
    )


def test_only_days_that_both_sources_cover_are_held_together() -> None:
    second = FIRST + timedelta(weeks=1)
    rows = [contact(FIRST), contact(second), stroke(FIRST, 1), stroke(second, 5)]
    partial = [("paper", "farsoe", FIRST, second, "partial")]
    assert reconciliations(world(rows, [WHOLE, *partial]).engine()) == ()
    late = ("queue", "farsoe", second, DAYS[-1], "complete")
    found = reconciliations(world(rows, [late, *sheets(FIRST, second)]).engine())
    assert [(one.opening_id, one.counted, one.others) for one in found] == [("f1", 1, 5)]


def test_a_sheet_of_a_stated_period_says_zero_where_it_has_no_line() -> None:
    second = FIRST + timedelta(weeks=1)
    rows = [contact(START), contact(second), contact(DAYS[-1]), stroke(FIRST, 3), stroke(DAYS[-1], 1)]
    stated = ("paper", "farsoe", FIRST, DAYS[-1], "complete")
    found = reconciliations(world(rows, [WHOLE, stated]).engine())
    assert [(one.opening_id, one.counted, one.others) for one in found] == [
        ("f0", 0, 3),
        ("f1", 1, 0),
        (None, 1, 1),
    ]


def test_without_openings_days_are_held_together() -> None:
    rows = [contact(FIRST), contact(FIRST), stroke(FIRST, 3)]
    found = reconciliations(world(rows, [WHOLE, *sheets(FIRST)], schedule=[]).engine())
    assert found == (Reconciled(None, "farsoe", FIRST, "queue", 2, "paper", 3),)


def test_those_who_stayed_away_are_on_neither_side_and_a_counting_sheet_is_not_beside_itself() -> None:
    rows = [contact(FIRST), contact(FIRST, outcome="no_show")]
    rows += [stroke(FIRST, 2, outcome="resolved"), stroke(FIRST, 7, outcome="no_show")]
    rows += [stroke(FIRST, 9, source="sheet", site="library")]
    own = ("sheet", "library", FIRST, FIRST, "complete")
    (found,) = reconciliations(world(rows, [WHOLE, own, *sheets(FIRST)]).engine())
    assert (found.counted, found.others) == (1, 2)


TALLIES = st.lists(
    st.builds(
        lambda day, n, what, source: stroke(day, n, source, **what),
        st.sampled_from(DAYS),
        st.integers(0, 5),
        st.sampled_from(
            [{}, {"topic": "mitid"}, {"topic": "pas"}, {"target_group": "elder"}, {"home_area": "x"}]
        ),
        st.sampled_from(["paper", "second"]),
    ),
    max_size=14,
)
CONTACTS = st.lists(
    st.builds(
        lambda day, hour, outcome: contact(day, hour, outcome=outcome),
        st.sampled_from(DAYS),
        st.sampled_from([9, 11, 18]),
        st.sampled_from([None, "resolved", "no_show"]),
    ),
    max_size=14,
)
COVERED = st.sets(st.tuples(st.sampled_from(["paper", "second", "queue"]), st.sampled_from(DAYS)))
ORDER = ("total", "topic", "target_group", "home_area")


def dim(line: Record) -> str:
    return next((name for name in ORDER[1:] if line.get(name) is not None), "total")


def place(line: Record) -> str:
    """By hand: farsoe is open on two Wednesdays, 10 to 14. Before 9.30 and after 14.15 is outside."""
    open_day = line["local_date"] in (FIRST, FIRST + timedelta(weeks=1))
    inside = line["record"] == "tally" or line["hour"] == 11
    return f"f{(line['local_date'] - FIRST).days // 7}" if open_day and inside else ""


def by_hand(rows: list[Record], covered: set[tuple[str, date]]) -> set[Reconciled]:
    found: dict[tuple[str, date, str], int] = {}
    lines = [line for line in rows if line["record"] == "tally"]
    span = {
        source: (min(days), max(days))
        for source in ("paper", "second", "queue")
        if (days := [line["local_date"] for line in rows if line["source"] == source])
    }

    def told(source: str, day: date) -> bool:
        return (source, day) in covered and source in span and span[source][0] <= day <= span[source][1]

    for source in {line["source"] for line in lines}:
        for day in DAYS:
            if not (told(source, day) and told("queue", day)):
                continue
            if day in (FIRST, FIRST + timedelta(weeks=1)):
                found[source, day, f"f{(day - FIRST).days // 7}"] = 0
            sums: Counter[tuple[str, str]] = Counter()
            for line in lines:
                if (line["source"], line["local_date"]) == (source, day):
                    sums[place(line), dim(line)] += line["quantity"]
            for where in {where for where, _ in sums}:
                mine = {name: number for (at, name), number in sums.items() if at == where}
                found[source, day, where] = mine["total"] if "total" in mine else max(mine.values())
    came = Counter(
        (line["local_date"], place(line))
        for line in rows
        if line["record"] == "contact" and line.get("outcome") != "no_show"
    )
    return {
        Reconciled(where or None, "farsoe", day, "queue", came[day, where], source, others)
        for (source, day, where), others in found.items()
    }


@given(TALLIES, CONTACTS, COVERED)
@settings(max_examples=25)
def test_reconciliations_are_what_plain_python_finds(
    lines: list[Record], contacts: list[Record], covered: set[tuple[str, date]]
) -> None:
    sources = [*SOURCES, {"id": "second", "name": "Second", "counts": []}]
    coverage = [(source, "farsoe", day, day, "complete") for source, day in covered]
    openings = [opening(f"f{n}", "farsoe", FIRST + timedelta(weeks=n), 10, 14) for n in (0, 1)]
    made = World(initiative(sources=sources), [*lines, *contacts], openings, coverage, DAYS[-1])
    found = reconciliations(made.engine())
    assert set(found) == by_hand([*lines, *contacts], covered)
    assert [one.local_date for one in found] == sorted(one.local_date for one in found)


@pytest.mark.parametrize(
    ("sums", "odd"),
    [
        ({"topic": 21, "target_group": 23}, True),
        ({"topic": 21, "target_group": 21, "outcome": 21, "total": 21}, False),
        ({"topic": 21}, False),
        ({"topic": 21, "home_area": 12}, False),
        ({"topic": 21, "home_area": 22}, True),
        ({"home_area": 12, "life_event": 3}, False),
    ],
)
def test_only_sums_that_cannot_all_be_right_are_listed(sums: dict[str, int], odd: bool) -> None:
    values: dict[str, Any] = {
        "topic": "pas",
        "target_group": "elder",
        "outcome": "resolved",
        "home_area": "x",
    }
    values |= {"life_event": "y"}
    rows = []
    for name, number in sums.items():
        what = {name: values[name]} if name in values else {}
        rows += [stroke(FIRST, number - 1, **what), stroke(FIRST, 1, **what)]
    rows += [stroke(DAYS[1], 4), stroke(DAYS[1], 4, topic="pas"), contact(FIRST)]
    found = sheet_sums(world(rows, []).engine())
    assert found == ((SheetSums("paper", "farsoe", FIRST, sums),) if odd else ())


def test_open_ends_are_counted_by_source() -> None:
    rows = [
        contact(FIRST, unclosed=True),
        contact(FIRST),
        contact(FIRST, source="bookings"),
        stroke(FIRST, 3),
    ]
    rows += [contact(FIRST, record="step", unclosed=True)]
    assert unclosed(world(rows, []).engine(), {}) == {"bookings": (0, 1), "queue": (1, 2)}


def test_what_still_stands_open_was_never_closed_unless_its_day_is_the_last() -> None:
    last = DAYS[-1]
    rows = [
        contact(FIRST, outcome="open"),
        contact(FIRST, outcome="open", unclosed=True),
        contact(FIRST, outcome="resolved"),
        contact(FIRST),  # nothing is told of it: the log may not tell ends
        contact(last, outcome="open"),
        contact(FIRST, source="bookings", outcome="open"),
        contact(last + timedelta(days=7), source="bookings", outcome="open"),  # booked for a day to come
        contact(last + timedelta(days=8), source="bookings"),
    ]
    found = unclosed(world(rows, []).engine(), {})
    assert found == {"bookings": (1, 3), "queue": (2, 5)}


@pytest.mark.parametrize(("days_later", "never_closed"), [(-1, 1), (0, 2), (1, 3), (30, 3)])
def test_a_day_is_over_when_its_source_was_imported_on_a_later_one(
    days_later: int, never_closed: int
) -> None:
    last = DAYS[-1]
    open_on = [last - timedelta(days=2), last - timedelta(days=1), last, last + timedelta(days=3)]
    rows = [contact(day, outcome="open") for day in open_on]  # the last is booked for a day to come
    imported = {"queue": last + timedelta(days=days_later)}
    assert unclosed(world(rows, []).engine(), imported) == {"queue": (never_closed, 4)}


def test_openings_that_no_row_tells_of_are_asked_about() -> None:
    nobody = world(
        [contact(DAYS[1]), contact(DAYS[-1])], [WHOLE]
    )  # from a Thursday: the second Wednesday is covered
    assert silent_openings(nobody.engine()) == ("f1",)
    around = [contact(START), contact(DAYS[-1])]
    assert silent_openings(world(around, [WHOLE]).engine()) == ("f0", "f1")
    assert silent_openings(world([*around, contact(FIRST)], [WHOLE]).engine()) == ("f1",)
    assert silent_openings(world([*around, contact(FIRST, record="step")], [WHOLE]).engine()) == ("f0", "f1")
    assert silent_openings(world(around, []).engine()) == ()  # no data is another matter


def test_a_sheet_that_states_a_zero_is_not_silent() -> None:
    second = FIRST + timedelta(weeks=1)
    around = [contact(START), contact(DAYS[-1])]
    zero = world([*around, stroke(FIRST, 0)], [WHOLE, *sheets(FIRST)])
    assert silent_openings(zero.engine()) == ("f1",)
    period = ("paper", "farsoe", FIRST, second, "complete")
    stated = world([*around, stroke(FIRST, 3), stroke(second + timedelta(days=1), 2)], [WHOLE, period])
    assert silent_openings(stated.engine()) == ()


def test_missing_fields_are_those_that_a_source_fills_now_and_then() -> None:
    rows = [contact(FIRST, topic="pas", outcome="resolved"), contact(FIRST, outcome="left"), contact(FIRST)]
    rows += [contact(FIRST, source="bookings"), stroke(FIRST, 3, source="queue", topic="mitid")]
    found = {(one.source, one.column): one for one in missing_fields(world(rows, []).engine())}
    assert found["queue", "topic"] == MissingField("queue", "topic", 3, 2)
    assert found["queue", "outcome"] == MissingField("queue", "outcome", 3, 1)
    assert found["queue", "site"] == MissingField("queue", "site", 3, 0)
    assert not any(column in ("satisfaction", "target_group") for _, column in found)
    assert ("bookings", "topic") not in found


def test_every_field_a_profile_may_fill_is_looked_at() -> None:
    told = {
        line.split("AS has_")[1].strip(" ,")
        for line in sql_text("support", "filled.sql").splitlines()
        if "has_" in line
    }
    assert told == set(TAKEN) - {"enquiry_id", "arrived_at", "quantity"}


def test_an_empty_log_has_nothing_to_say() -> None:
    engine = world([], []).engine()
    assert (missing_fields(engine), reconciliations(engine), sheet_sums(engine)) == ((), (), ())
    assert unclosed(engine, {}) == {}
    assert silent_openings(engine) == ()
