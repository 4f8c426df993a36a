"""Whatever a log holds: the fold depends on the set of its rows and on nothing else, and equals a plain loop."""

import random
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import pyarrow as pa
from hypothesis import given
from hypothesis import strategies as st

from evaluation.intake.fold import fold
from evaluation.store.schema import EVENTS
from tests.intake.event_logs import (
    OUTCOMES,
    WORDS,
    content,
    event,
    event_profile,
    folded,
    plain_fold,
    take_events,
)
from tests.intake.making import Row, profile, row, take_rows

CLOCKS = st.one_of(
    st.integers(0, 30).map(lambda minute: f"10:{minute:02}"), st.sampled_from(["07:00", "23:10", "23:59"])
)
ROWS = st.lists(
    st.builds(
        event,
        st.sampled_from([*EVENTS, "issued", "called", "finished", "ignore"]),
        CLOCKS,
        st.sampled_from("12"),
        site=st.sampled_from(["Farsø", "Aars", "Farsø", "Andet"]),
        day=st.sampled_from(["04-03-2025", "05-03-2025", "04-03-2025"]),
        topic=st.sampled_from([None, "Pas"]),
        outcome=st.sampled_from([None, None, None, *OUTCOMES]),
        unit=st.sampled_from([None, "Farsø", "Aars"]),
    ),
    max_size=24,
)


def said(one: dict[str, Any], names: Sequence[str], later: timedelta) -> str:
    times = [
        one[name] and f"{one[name] + later}" for name in ("arrived_at", "called_at", "served_at", "ended_at")
    ]
    return repr([times, [one[name] for name in names]])


@given(ROWS)
def test_it_equals_a_plain_loop(rows: Sequence[Row]) -> None:
    found = folded(rows)
    expected, remarks = plain_fold(rows)
    names = [name for name in (expected[0] if expected else {}) if not name.endswith("_at")]
    ours = [said(one, names, timedelta(hours=1)) for one in found.rows.to_pylist()]  # stored in UTC
    assert sorted(ours) == sorted(said(one, names, timedelta()) for one in expected)
    assert {one.kind: one.count for one in found.remarks} == remarks


TICKETS = st.lists(
    st.tuples(
        st.integers(0, 59), st.integers(0, 90), st.integers(0, 90), st.sampled_from(["Løst", None, "Gået"])
    )
)


@given(TICKETS)
def test_a_ticket_s_events_are_what_its_row_would_be(
    tickets: Sequence[tuple[int, int, int, str | None]],
) -> None:
    """The same day as a row export and as an event log: who left was not called, who has no outcome is open."""
    export, log = [], []
    for number, (start, waited, took, outcome) in enumerate(tickets, 1):
        begun, called = 600 + start, 600 + start + waited
        steps = [("issued", begun)] + ([("called", called)] if outcome != "Gået" else [])
        steps += [("left" if outcome == "Gået" else "finished", called + took)] if outcome else []
        told = {name: f"{minute // 60}:{minute % 60:02}" for name, minute in steps}
        log += [event(name, at, str(number)) for name, at in told.items()]
        ended = told.get("finished", told.get("left"))
        days = [f"04-03-2025 {at}" if at else None for at in (told["issued"], told.get("called"), ended)]
        export.append(row(str(number), arrived=days[0], called=days[1], ended=days[2], outcome=outcome))
    words = {word: name for word, name in WORDS.items() if name not in ("served", "transferred")}
    using = event_profile(events={"column": "Hændelse", "finished": "resolved", "values": words})
    states = {"values": {"Løst": "resolved", "Gået": "left", "": "open"}, "column": "Udfald"}
    rows = take_rows(export, profile({"outcome": states})).accepted
    assert content(folded(log, using).rows) == content(rows)


@given(ROWS, st.randoms(use_true_random=False))
def test_order_and_repetition_change_nothing(rows: Sequence[Row], chance: random.Random) -> None:
    again = [*rows, *chance.sample(list(rows), len(rows) // 2)]
    chance.shuffle(again)
    first, second = folded(rows), folded(again)
    assert content(first.rows) == content(second.rows)
    assert first.remarks == second.remarks


@given(ROWS, st.randoms(use_true_random=False))
def test_how_a_log_is_cut_into_files_changes_nothing(rows: Sequence[Row], chance: random.Random) -> None:
    """The rows of both files, with those that overlap stored once as the store does."""
    cut = [[one for one in rows if chance.random() < 0.7] for _ in range(2)]
    rest = [one for one in rows if one not in cut[0] and one not in cut[1]]
    stored = pa.concat_tables([take_events(part).accepted for part in (cut[1], rest, cut[0])])
    once: dict[str, dict[str, object]] = {one["enquiry_id"]: one for one in stored.to_pylist()}
    together = fold(pa.Table.from_pylist(list(once.values()), schema=stored.schema))
    whole = folded(rows)
    assert content(together.rows) == content(whole.rows)
    assert together.remarks == whole.remarks


@given(ROWS)
def test_every_row_is_accounted_for_and_no_contact_is_made_up(rows: Sequence[Row]) -> None:
    taken = take_events(rows)
    assert taken.rows["read"] == sum(count for name, count in taken.rows.items() if name != "read")
    assert taken.rows["outside"] == sum(
        one[1] == "Andet" or one[3] == "Skærm tændt" or one[3] == "ignore" for one in rows
    )
    begun = {(one[0], one[1], one[2]) for one in rows if one[3] == "Billet trukket" and one[1] != "Andet"}
    found = fold(taken.accepted).rows
    assert found.num_rows == len(begun)
    chain = ("arrived_at", "called_at", "served_at", "ended_at")
    for one in found.to_pylist():
        known = [one[name] for name in chain if one[name] is not None]
        assert known == sorted(known)
        assert len(set(found["enquiry_id"].to_pylist())) == found.num_rows
