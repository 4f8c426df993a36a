"""Properties: order and splitting of imports never matter, and undo is the way back."""

import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from evaluation.store import Store
from tests.store.rows import NOW, batch, row, stated, table

pytestmark = pytest.mark.slow

Version = tuple[int, int]  # enquiry, stage of its life
FIRST = datetime.fromisoformat("2024-12-31T09:00")
slow = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@contextmanager
def empty_store() -> Iterator[Store]:
    with tempfile.TemporaryDirectory() as folder:
        yield Store(Path(folder) / "store")


def told(version: Version) -> dict[str, Any]:
    """An enquiry at a stage. Even ones carry no stamp: open, then closed. Odd ones: any number of changes.

    The day may move across New Year from one stage to the next.
    """
    enquiry, stage = version
    stamp = None if enquiry % 2 == 0 else FIRST + timedelta(hours=stage)
    day = date(2024, 12, 30) + timedelta(days=enquiry % 2 + stage)
    closed = stage > 0 if enquiry % 2 == 0 else stage % 2 == 1  # a stamped one may open again
    return row(f"{enquiry}", day, closed=closed, updated_at=stamp)


@st.composite
def logs(draw: st.DrawFn) -> tuple[dict[int, int], list[list[Version]]]:
    """The last stage of each enquiry, and parts that together hold it: with gaps, overlaps and repeats."""
    last = {e: draw(st.integers(0, 1 if e % 2 == 0 else 3)) for e in range(draw(st.integers(1, 7)))}
    versions = [(e, stage) for e, stages in last.items() for stage in range(stages + 1)]
    parts = draw(st.lists(st.lists(st.sampled_from(versions), max_size=8), min_size=1, max_size=4))
    seen = {version for part in parts for version in part}
    missing = [(e, stage) for e, stage in last.items() if (e, stage) not in seen]
    for version in missing:
        parts[draw(st.integers(0, len(parts) - 1))].append(version)
    return last, draw(st.permutations(parts))


@slow
@given(logs())
def test_any_parts_in_any_order_give_the_last_version_of_each(
    log: tuple[dict[int, int], list[list[Version]]],
) -> None:
    last, parts = log
    with empty_store() as store:
        for n, part in enumerate(parts):
            outcome = store.commit(batch([told(v) for v in part], f"{n}.csv"), now=NOW)
            assert sum(outcome.enquiries.values()) == len({enquiry for enquiry, _ in part})
        assert stated(store.rows("popup")) == stated(table([told(version) for version in last.items()]))
        assert store.check() == []


Step = list[Version] | None  # an import, or an undo
versions = st.tuples(st.integers(0, 4), st.integers(0, 1))
steps = st.lists(st.one_of(st.none(), st.lists(versions, max_size=5)), min_size=1, max_size=7)


def replayed(history: Sequence[Step]) -> list[dict[Version, None]]:
    """The states that imports and undos leave, worked out by hand: a pile of sets of versions."""
    pile: list[dict[Version, None]] = [{}]
    for step in history:
        if step is not None:
            pile.append(pile[-1] | dict.fromkeys(step))
        elif len(pile) > 1:
            pile.pop()
    return pile


@slow
@given(steps)
def test_imports_and_undos_leave_what_a_pile_of_imports_leaves(history: list[Step]) -> None:
    with empty_store() as store:
        states = [stated(store.rows("popup"))]
        for n, step in enumerate(history):
            if step is not None:
                store.commit(batch([told(v) for v in step], f"{n}.csv"), now=NOW)
                states.append(stated(store.rows("popup")))
            elif len(states) > 1:
                store.undo(NOW)
                states.pop()
                assert stated(store.rows("popup")) == states[-1]
        pile = replayed(history)
        newest = dict(sorted(pile[-1]))  # of each enquiry the latest stage
        assert states[-1] == stated(table([told(version) for version in newest.items()]))
        assert len(store.ledger()) == len(pile) - 1
        assert store.check() == []
