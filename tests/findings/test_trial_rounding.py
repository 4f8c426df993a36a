"""A trial's effect is told in two digits, and told again it is the same."""

from hypothesis import given
from hypothesis import strategies as st

from evaluation.findings.trial_rounding import coarse, told
from evaluation.stats import Decision, Verdict

ratios = st.floats(1e-3, 1e3)


@given(ratios, st.floats(1.01, 5.0), st.floats(0, 1))
def test_rounding_what_is_rounded_changes_nothing(ratio: float, width: float, same: float) -> None:
    decision = Decision(Verdict.BETTER, ratio, ratio / width, ratio * width, 1 - same, 0.0, same)
    once = told(decision)
    assert told(once) == once
    assert once.low <= once.ratio <= once.high
    assert (once.ratio == 1) == (ratio == 1)
    assert once.low > 0


@given(st.integers(1, 400), st.integers(0, 200), st.integers(1, 60))
def test_a_coarse_range_holds_the_sharp_one(low: int, more: int, least: int) -> None:
    down, up = coarse((max(low, least), max(low, least) + more), least)
    assert down is not None
    assert up is not None
    assert least <= down <= max(low, least) <= max(low, least) + more <= up


def test_what_cannot_be_had_stays_so() -> None:
    assert coarse((None, None), 7) == (None, None)
    assert coarse((23, None), 7) == (20, None)
    assert coarse((12, 61), 12) == (12, 70)
