"""O'Brien–Fleming bounds: the published table, a plain second integration, simulated Brownian motion, properties."""

from collections.abc import Sequence
from itertools import pairwise
from math import sqrt

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evaluation.stats import obrien_fleming, spent
from tests.stats import reference_trials as reference

#: Jennison & Turnbull 2000, Group Sequential Methods, table 2.3: C_B(K, α) for K = 1, 2, … equal looks.
TABLE_2_3 = {
    0.01: (2.576, 2.580, 2.595, 2.609, 2.621, 2.631, 2.640, 2.648, 2.654, 2.660),
    0.05: (1.960, 1.977, 2.004, 2.024, 2.040, 2.053, 2.063, 2.072, 2.080, 2.087),
    0.10: (1.645, 1.678, 1.710, 1.733, 1.751, 1.765, 1.776, 1.786, 1.794, 1.801),
}


@pytest.mark.parametrize("alpha", TABLE_2_3)
@pytest.mark.parametrize("looks", range(1, 11))
def test_the_published_constants(alpha: float, looks: int) -> None:
    bounds = obrien_fleming([k / looks for k in range(1, looks + 1)], 1 - alpha)
    for k, bound in enumerate(bounds, start=1):
        assert bound * sqrt(k / looks) == pytest.approx(TABLE_2_3[alpha][looks - 1], abs=0.00051)


def test_four_equal_looks_have_the_bounds_of_the_method() -> None:
    assert obrien_fleming([0.25, 0.5, 0.75, 1]) == pytest.approx((4.048, 2.862, 2.337, 2.024), abs=0.001)


@pytest.mark.parametrize("fractions", [(0.27, 0.5, 0.77, 1), (0.1, 0.9, 1), (0.6, 0.65, 1), (0.3, 1)])
def test_a_plain_integration_finds_the_same(fractions: Sequence[float]) -> None:
    assert obrien_fleming(fractions) == pytest.approx(reference.bounds(fractions), abs=1e-6)


@pytest.mark.parametrize("fractions", [(0.25, 0.5, 0.75, 1), (0.05, 0.2, 0.9, 1), (0.3, 0.45, 0.5, 0.95, 1)])
def test_brownian_motion_crosses_as_often_as_promised(fractions: Sequence[float]) -> None:
    """200,000 paths: by each look the share that has crossed is what was spent, within 4 standard errors."""
    paths, rng = 200_000, np.random.default_rng(7)
    steps = np.sqrt(np.diff(fractions, prepend=0))
    z = np.cumsum(rng.standard_normal((paths, len(fractions))) * steps, axis=1) / np.sqrt(fractions)
    bounds = obrien_fleming(fractions)
    crossed = np.maximum.accumulate(np.abs(z) >= bounds, axis=1).mean(axis=0)
    for found, expected in zip(crossed, spent(bounds, fractions), strict=True):
        assert abs(found - expected) <= 4 * sqrt(expected * (1 - expected) / paths) + 1 / paths


apart = st.lists(st.integers(1, 99), unique=True, max_size=7).map(
    lambda found: (*(k / 100 for k in sorted(found)), 1.0)
)


@settings(max_examples=20)
@given(apart, st.sampled_from([0.9, 0.95, 0.99]))
def test_bounds_fall_and_what_is_spent_rises_to_what_may_be(
    fractions: tuple[float, ...], level: float
) -> None:
    bounds = obrien_fleming(fractions, level)
    assert all(a > b for a, b in pairwise(bounds))
    chances = spent(bounds, fractions)
    assert all(0 <= a <= b for a, b in pairwise(chances))
    assert chances[-1] == pytest.approx(1 - level, abs=1e-7)


@settings(max_examples=10)
@given(apart, st.integers(1, 99))
def test_one_more_look_never_lowers_the_last_bound(fractions: tuple[float, ...], extra: int) -> None:
    more = sorted({*fractions, extra / 100})
    assert obrien_fleming(more)[-1] >= obrien_fleming(fractions)[-1] - 1e-7


@pytest.mark.parametrize("close", [(0.001, 1), (0.5, 0.501, 1), (0.997, 1)])
def test_looks_almost_at_one_time_err_to_the_careful_side(close: tuple[float, ...]) -> None:
    """Below steps of 0.003 the integral's points lie too far apart; the bound is then a little too high."""
    bounds = obrien_fleming(close)
    rough = [b * sqrt(t) for b, t in zip(bounds, close, strict=True)]
    assert rough == pytest.approx([rough[0]] * len(close))
    assert obrien_fleming(close[1:])[-1] - 1e-7 <= bounds[-1] < obrien_fleming(close[1:])[-1] + 0.02


@pytest.mark.parametrize("fractions", [(), (0.5,), (0.5, 0.5, 1), (0, 1), (1, 0.5), (0.5, 1, 1.5), (-0.5, 1)])
def test_other_fractions_are_refused(fractions: tuple[float, ...]) -> None:
    with pytest.raises(ValueError, match="fractions"):
        obrien_fleming(fractions)
