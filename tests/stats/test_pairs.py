"""Places held against each other: hand calculation, Welch by scipy, properties, edges."""

from collections.abc import Sequence
from math import exp, log, sqrt

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import t as student
from scipy.stats import ttest_ind_from_stats

from evaluation.stats import (
    Estimate,
    LogRatio,
    Reason,
    WeekCount,
    all_pairs,
    log_ratio,
    pairs_of_rates,
    pairs_of_weeks,
    rate,
    weekly_log_ratio,
)


def _weeks(counts: Sequence[float], hours: float = 4.0, first: int = 0) -> list[WeekCount]:
    return [WeekCount(first + i, y, hours) for i, y in enumerate(counts)]


def _known(value: float, se: float, df: float) -> Estimate:
    return Estimate(value, None, None, int(df) + 1, None, se, df)


def test_same_weeks_and_hours_follow_the_published_formula() -> None:
    a, b = [12, 20, 8, 15, 30, 9, 11], [10, 9, 12, 6, 14, 5, 7]
    mean_a, mean_b = sum(a) / 7, sum(b) / 7
    d = [x / mean_a - y / mean_b for x, y in zip(a, b, strict=True)]
    found = weekly_log_ratio(_weeks(a), _weeks(b))
    assert found.theta == pytest.approx(log(mean_a / mean_b))
    assert found.se == pytest.approx(sqrt(sum(x * x for x in d) / 6 / 7))
    assert found.df == 6


def test_independent_rates_use_welchs_degrees_of_freedom() -> None:
    # Two means with standard errors .1 and .3 on 11 and 22 degrees of freedom: scipy's own Welch test.
    found = log_ratio(_known(exp(1.0), 0.1, 11), _known(exp(0.4), 0.3, 22))
    welch = ttest_ind_from_stats(1.0, 0.1 * sqrt(12), 12, 0.4, 0.3 * sqrt(23), 23, equal_var=False)
    assert found.theta / found.se == pytest.approx(welch.statistic)
    assert 2 * student.sf(found.theta / found.se, found.df) == pytest.approx(welch.pvalue)


def test_three_places_share_the_error_between_three_pairs() -> None:
    ratio = LogRatio(0.5, 0.2, 22)
    one = all_pairs({("a", "b"): ratio})[0]
    three = all_pairs({("a", "b"): ratio, ("a", "c"): ratio, ("b", "c"): ratio})
    for found, tail in [(one, 0.025), (three[0], 0.025 / 3)]:
        half = student.isf(tail, 22) * 0.2
        assert (found.low, found.high) == pytest.approx((exp(0.5 - half) - 1, exp(0.5 + half) - 1))
    assert one.separable
    assert not three[0].separable
    assert one.value == pytest.approx(exp(0.5) - 1)


def test_a_place_too_new_to_compare_does_not_widen_the_others() -> None:
    whole = rate([12, 8, 15, 9, 20, 11], [4.0] * 6)
    new = rate([12, 8], [4.0] * 2)
    found = pairs_of_rates({"a": whole, "b": whole, "new": new})
    assert found[0] == pairs_of_rates({"a": whole, "b": whole})[0]
    assert [(d.a, d.b, d.reason) for d in found[1:]] == [
        ("a", "new", Reason.FEW_OPENINGS),
        ("b", "new", Reason.FEW_OPENINGS),
    ]
    assert all(d.value is None and not d.separable for d in found[1:])


def test_weeks_of_one_place_only_keep_their_noise() -> None:
    shock = np.random.default_rng(3).gamma(3, 1 / 3, 24)
    a, b = 40 * shock, 30 * shock
    paired = weekly_log_ratio(_weeks(a), _weeks(b))
    apart = weekly_log_ratio(_weeks(a), _weeks(b, first=100))
    assert paired.theta == pytest.approx(apart.theta)
    assert paired.se < apart.se


def test_counts_that_never_vary_keep_their_poisson_error() -> None:
    found = weekly_log_ratio(_weeks([10] * 8), _weeks([5] * 8))
    assert found.se == pytest.approx(sqrt(1 / 80 + 1 / 40))


def test_openings_of_one_week_add_up() -> None:
    halves = [WeekCount(i, y, 2.0) for i, y in enumerate([6, 9, 4, 8, 10, 5]) for _ in range(2)]
    whole = _weeks([12, 18, 8, 16, 20, 10])
    assert weekly_log_ratio(halves, _weeks([3, 9, 8, 7, 2, 9])) == weekly_log_ratio(
        whole, _weeks([3, 9, 8, 7, 2, 9])
    )


def test_counts_of_different_weeks_do_not_add() -> None:
    with pytest.raises(ValueError, match="one week"):
        _ = WeekCount(1, 2, 3) + WeekCount(2, 2, 3)


@pytest.mark.parametrize(
    ("a", "b", "reason"),
    [([1] * 5, [1] * 9, Reason.FEW_WEEKS), ([0] * 9, [3] * 9, Reason.NO_RATIO)],
)
def test_no_ratio_has_a_reason(a: list[int], b: list[int], reason: Reason) -> None:
    found = weekly_log_ratio(_weeks(a), _weeks(b))
    assert (found.theta, found.se, found.df, found.reason) == (None, None, None, reason)


def test_a_rate_of_nobody_has_no_ratio() -> None:
    none, some = rate([0] * 8, [4.0] * 8), rate([5] * 8, [4.0] * 8)
    assert log_ratio(none, some).reason is Reason.ALL_ZERO


series = st.lists(st.tuples(st.integers(0, 40), st.integers(1, 40)), min_size=6, max_size=30).filter(
    lambda rows: any(a for a, _ in rows)
)


@given(series)
def test_turning_a_pair_round_mirrors_it(rows: list[tuple[int, int]]) -> None:
    a, b = _weeks([x for x, _ in rows]), _weeks([y for _, y in rows])
    one, other = pairs_of_weeks({"a": a, "b": b})[0], pairs_of_weeks({"b": b, "a": a})[0]
    assert (1 + one.value) * (1 + other.value) == pytest.approx(1)
    assert (1 + one.low) * (1 + other.high) == pytest.approx(1)
    assert one.separable == other.separable
    assert one.separable == (one.low > 0 or one.high < 0)
    assert one.low < one.value < one.high
