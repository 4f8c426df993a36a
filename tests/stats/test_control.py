"""The weekly chart's limits: scipy as oracle, properties, the share of quiet years with a false alarm."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import nbinom, norm
from scipy.stats import t as student

from evaluation.stats import FEWEST_BASELINE, Limits, Reason, limits
from evaluation.stats.control import TAILS

baselines = st.lists(
    st.tuples(st.integers(0, 80), st.floats(0.5, 8)), min_size=FEWEST_BASELINE, max_size=40
).filter(lambda rows: sum(y for y, _ in rows) > 0)


def frozen(rows: list[tuple[int, float]]) -> Limits:
    found = limits([y for y, _ in rows], [h for _, h in rows])
    assert isinstance(found, Limits)
    return found


@given(baselines, st.floats(0.25, 60))
def test_the_band_is_that_of_scipys_negative_binomial(rows: list[tuple[int, float]], hours: float) -> None:
    usual = frozen(rows)
    size = 1 / (usual.alpha * (1 + 1 / usual.n) + 1 / usual.total)
    of = nbinom(size, size / (size + usual.rate * hours))
    tail = norm.cdf(student.ppf(TAILS / 2, usual.n - 1))
    low, high = usual.band(hours)
    assert of.cdf(low - 1) <= tail * (1 + 1e-7)
    assert of.cdf(low) >= tail * (1 - 1e-7)
    assert of.sf(high) <= tail * (1 + 1e-7)
    assert high == 0 or of.sf(high - 1) >= tail * (1 - 1e-7)


@given(baselines, st.floats(0.25, 30), st.floats(1, 4))
def test_more_hours_never_lower_the_band(rows: list[tuple[int, float]], hours: float, factor: float) -> None:
    usual = frozen(rows)
    (low, high), (low_more, high_more) = usual.band(hours), usual.band(hours * factor)
    assert low <= low_more
    assert high <= high_more


@given(baselines, st.floats(0.25, 60), st.integers(0, 2000))
def test_outside_is_outside_the_band(rows: list[tuple[int, float]], hours: float, count: int) -> None:
    usual = frozen(rows)
    low, high = usual.band(hours)
    assert usual.outside(count, hours) == (count < low or count > high)
    assert not usual.outside(round(usual.rate * hours), hours)


@pytest.mark.parametrize(
    ("counts", "hours", "reason"),
    [
        ([12] * 19, [4] * 19, Reason.FEW_BASELINE),
        ([], [], Reason.FEW_BASELINE),
        ([0] * 20, [4] * 20, Reason.NO_DISPERSION),
        ([12] * 20, [4] * 19 + [0], Reason.ZERO_HOURS),
    ],
)
def test_without_a_baseline_there_are_no_limits(
    counts: list[int], hours: list[float], reason: Reason
) -> None:
    assert limits(counts, hours) is reason


def test_identical_counts_still_leave_room_for_chance() -> None:
    low, high = frozen([(12, 4.0)] * 20).band(4)
    assert low < 6
    assert high > 20


def test_one_week_with_five_hundred_is_outside() -> None:
    assert frozen([(10 + n % 5, 4.0) for n in range(20)]).outside(500, 4)


def test_senseless_input_is_refused() -> None:
    with pytest.raises(ValueError, match="hours"):
        frozen([(12, 4.0)] * 20).band(0)
    with pytest.raises(ValueError, match="counts"):
        limits([12] * 20, [4] * 21)
    with pytest.raises(ValueError, match="counts"):
        limits([-1] + [12] * 19, [4] * 20)


@pytest.mark.parametrize(("mean", "alpha"), [(12.0, 0.2), (36.0, 0.07), (3.0, 0.4)])
def test_few_quiet_years_give_a_false_alarm(mean: float, alpha: float) -> None:
    rng, years = np.random.default_rng(11), 400
    alarms = 0
    for _ in range(years):
        y = rng.negative_binomial(1 / alpha, 1 / (1 + alpha * mean), 46)
        usual = limits(y[:20], [4.0] * 20)
        assert isinstance(usual, Limits)
        low, high = usual.band(4)
        alarms += bool(((y[20:] < low) | (y[20:] > high)).any())
    assert 0 < alarms <= 0.20 * years
