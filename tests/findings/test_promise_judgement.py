"""A promise is judged by its stated target and its whole interval, never by the point alone."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from evaluation.disclosure import Cell, Status
from evaluation.findings.model import PromiseStatus
from evaluation.findings.promises import judge
from evaluation.initiative.models import Target

NUMBERS = st.floats(0.01, 100)
ENDS = st.tuples(NUMBERS, NUMBERS, NUMBERS).map(sorted)


def target(**bound: float) -> Target:
    return Target(decided_by="Udvalget", decided_on=date(2025, 1, 28), **bound)


def estimate(low: float, value: float, high: float) -> Cell:
    return Cell(Status.VALUE, value, low, high)


@given(ENDS, NUMBERS)
def test_an_estimate_is_kept_only_when_its_whole_interval_is(ends: list[float], bound: float) -> None:
    low, value, high = ends
    status = judge(estimate(low, value, high), target(at_least=bound), fact=False)
    expected = (
        PromiseStatus.KEPT
        if low >= bound
        else PromiseStatus.NOT_KEPT
        if high < bound
        else PromiseStatus.TOO_EARLY
    )
    assert status is expected


@given(ENDS, NUMBERS)
def test_at_most_is_at_least_turned_round(ends: list[float], bound: float) -> None:
    low, value, high = ends
    most = judge(estimate(low, value, high), target(at_most=bound), fact=False)
    assert (most is PromiseStatus.KEPT) == (high <= bound)
    assert (most is PromiseStatus.NOT_KEPT) == (low > bound)


def test_without_an_interval_an_estimate_is_too_early() -> None:
    bare = Cell(Status.VALUE, 9.0)
    assert judge(bare, target(at_least=1), fact=False) is PromiseStatus.TOO_EARLY


@given(st.integers(0, 50), st.integers(1, 50))
def test_a_fact_is_kept_partly_kept_or_not_at_all(held: int, planned: int) -> None:
    share = min(held, planned) / planned
    status = judge(Cell(Status.VALUE if share else Status.ZERO, share), target(at_least=1.0), fact=True)
    if held >= planned:
        assert status is PromiseStatus.KEPT
    else:
        assert status is (PromiseStatus.PARTLY if held else PromiseStatus.NOT_KEPT)


def test_a_fact_above_a_ceiling_is_not_kept() -> None:
    assert judge(Cell(Status.VALUE, 28.0), target(at_most=8), fact=True) is PromiseStatus.NOT_KEPT
    assert judge(Cell(Status.VALUE, 8.0), target(at_most=8), fact=True) is PromiseStatus.KEPT
