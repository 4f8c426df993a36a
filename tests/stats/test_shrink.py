"""Rates drawn towards their mean: a worked example, properties, and how far the best of equals is overstated."""

from itertools import pairwise
from math import exp, log

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from evaluation.stats import Estimate, Reason, pairs_of_rates, rate, shrink, shrink_means
from evaluation.stats.estimate import Vector

means = st.lists(
    st.tuples(st.floats(-2, 2).map(lambda y: round(y, 3)), st.floats(0.01, 1)), min_size=3, max_size=8
)

# Efron & Morris 1975, JASA 70:311-319, table 1: 18 batters, transformed averages of unit variance.
BATTERS = [
    -1.35, -1.66, -1.97, -2.28, -2.60, -2.60, -2.92, -3.26, -3.60, -3.60, -3.95, -3.95, -3.95, -3.95, -3.95,
    -4.32, -4.70, -5.10,
]  # fmt: skip


def test_efron_and_morris_batters() -> None:
    # There: mean −3.32, sum of squares 18.96, shrinkage towards the mean by 1 − 15/18.96. Paule–Mandel uses the
    # unbiased 17/18.96 for it: τ² + 1 = 18.96/17.
    mean, squares = np.mean(BATTERS), np.sum((np.array(BATTERS) - np.mean(BATTERS)) ** 2)
    assert (mean, squares) == pytest.approx((-3.32, 18.96), abs=0.02)
    kept = 1 - 17 / squares
    drawn = shrink_means(BATTERS, [1.0] * 18)
    assert drawn == pytest.approx([mean + kept * (y - mean) for y in BATTERS])


@given(means)
def test_the_spread_between_places_is_the_root_of_the_moment_equation(
    rows: list[tuple[float, float]],
) -> None:
    y, se = (np.array(column) for column in zip(*rows, strict=True))
    low, high = 0.0, 1e3
    for _ in range(200):  # by bisection, where the program has Newton's method
        middle = (low + high) / 2
        chi2 = np.sum((y - _centre(y, se, middle)) ** 2 / (se**2 + middle))
        low, high = (middle, high) if chi2 > len(y) - 1 else (low, middle)
    expected = _centre(y, se, low) + low / (low + se**2) * (y - _centre(y, se, low))
    assert shrink_means(list(y), list(se)) == pytest.approx(expected, abs=1e-5)


def _centre(y: Vector, se: Vector, between: float) -> float:
    return float(np.sum(y / (se**2 + between)) / np.sum(1 / (se**2 + between)))


@given(means)
def test_every_mean_lies_between_its_own_and_the_common_one(rows: list[tuple[float, float]]) -> None:
    y, se = zip(*rows, strict=True)
    drawn = shrink_means(y, se)
    assert min(y) - 1e-9 <= min(drawn) <= max(drawn) <= max(y) + 1e-9
    ratios = [(d - own, d) for own, d in zip(y, drawn, strict=True)]
    # All are drawn towards one point: from below upwards, from above downwards.
    lows = [d for moved, d in ratios if moved > 1e-9]
    highs = [d for moved, d in ratios if moved < -1e-9]
    assert not lows or not highs or max(lows) <= min(highs) + 1e-9


@given(st.lists(st.floats(-2, 2), min_size=3, max_size=8), st.floats(0.05, 1))
def test_equally_known_means_keep_their_order(y: list[float], se: float) -> None:
    drawn = shrink_means(y, [se] * len(y))
    order = sorted(range(len(y)), key=lambda i: y[i])
    assert all(drawn[a] <= drawn[b] + 1e-12 for a, b in pairwise(order))


def estimates(rows: list[tuple[float, float]]) -> dict[str, Estimate]:
    return {str(i): Estimate(exp(y), 0.1, 9, 30, None, se, 29) for i, (y, se) in enumerate(rows)}


@given(means.filter(lambda rows: len(rows) <= 6))
def test_places_that_can_be_told_apart_keep_their_order(rows: list[tuple[float, float]]) -> None:
    of = estimates(rows)
    drawn = shrink(of)
    assert not isinstance(drawn, Reason)
    for d in pairs_of_rates(of):
        if d.separable and d.value is not None:
            assert (drawn[d.a] > drawn[d.b]) == (d.value > 0)


def test_the_best_of_eight_equals_is_hardly_overstated() -> None:
    rng, best, drawn = np.random.default_rng(5), [], []
    for _ in range(300):
        counts = rng.negative_binomial(5, 5 / 11, (8, 23))  # 6 an opening, α = .2
        of = {str(i): rate(list(map(float, row)), [2.0] * 23) for i, row in enumerate(counts)}
        best.append(max(one.value or 0 for one in of.values()) / 3)
        found = shrink(of)
        assert not isinstance(found, Reason)
        drawn.append(max(found.values()) / 3)
    assert np.mean(best) - 1 > 0.12
    assert abs(np.mean(drawn) - 1) < 0.05


def test_who_has_no_error_or_no_one_is_left_out() -> None:
    of = estimates([(0.0, 0.1), (0.5, 0.1), (1.0, 0.1)])
    more = of | {"few": Estimate(2.0, None, None, 3), "nobody": rate([0] * 12, [4] * 12)}
    assert shrink(more) == shrink(of)


@pytest.mark.parametrize("count", [0, 1, 2])
def test_two_places_have_no_common_mean_to_be_drawn_to(count: int) -> None:
    assert shrink(estimates([(log(3), 0.2)] * count)) is Reason.FEW_PLACES


@pytest.mark.parametrize(
    ("y", "se"), [([1.0, 2.0], [0.1]), ([1.0] * 3, [0.0] * 3), ([float("nan")] * 3, [1] * 3)]
)
def test_senseless_means_are_refused(y: list[float], se: list[float]) -> None:
    with pytest.raises(ValueError, match="means"):
        shrink_means(y, se)
