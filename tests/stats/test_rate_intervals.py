"""The rate: a published data set, statsmodels as oracle, properties, edges."""

from fractions import Fraction
from math import exp, log, sqrt
from random import Random

import numpy as np
import pytest
import statsmodels.api as sm
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import t as student

from evaluation.stats import Reason, moment_alpha, rate, rate_from_total

# European red mites on 150 apple leaves: Bliss & Fisher 1953, Biometrics 9:176–200, table 1.
MITES = {0: 70, 1: 38, 2: 17, 3: 10, 4: 9, 5: 3, 6: 2, 7: 1}

openings = st.lists(
    st.tuples(st.integers(0, 60), st.floats(0.5, 8, allow_nan=False)), min_size=6, max_size=40
).filter(lambda rows: sum(y for y, _ in rows) > 0)


Rows = list[tuple[int, float]]


def _split(rows: Rows) -> tuple[list[int], list[float]]:
    return [y for y, _ in rows], [h for _, h in rows]


def test_mites_on_apple_leaves() -> None:
    y = [mites for mites, leaves in MITES.items() for _ in range(leaves)]
    mean, squares = Fraction(172, 150), Fraction(536)
    variance = (squares - 150 * mean**2) / 149
    found = rate(y, [1] * 150)
    assert found.value == pytest.approx(1.1467, abs=5e-5)
    # The moment estimate k = m²/(s² − m) = 1.167; α = 1/k.
    assert moment_alpha(y, [1] * 150) == pytest.approx(float((variance - mean) / mean**2), rel=1e-9)
    half = student.ppf(0.975, 149) * sqrt(variance / 150) / float(mean)
    assert (found.low, found.high) == pytest.approx((172 / 150 / exp(half), 172 / 150 * exp(half)))


def test_equal_hours_agree_with_a_negative_binomial_regression() -> None:
    y, hours = np.random.default_rng(4).negative_binomial(5, 5 / 17, 23), np.full(23, 4.0)
    alpha = moment_alpha(y, hours)
    family = sm.families.NegativeBinomial(alpha=alpha)
    fit = sm.GLM(y, np.ones(23), family=family, offset=np.log(hours)).fit(scale=1)
    found = rate(y, hours)
    assert fit.pearson_chi2 == pytest.approx(22, rel=1e-8)
    assert log(found.value) == pytest.approx(fit.params[0], abs=1e-9)
    assert found.se_log == pytest.approx(fit.bse[0], rel=1e-7)


def test_unequal_hours_agree_with_a_poisson_fit_under_negative_binomial_variance() -> None:
    rng = np.random.default_rng(5)
    hours = rng.choice([1.5, 3.0, 4.0], 30)
    y = rng.poisson(3 * hours * rng.gamma(5, 0.2, 30))
    poisson = sm.GLM(y, np.ones(30), family=sm.families.Poisson(), offset=np.log(hours))
    fit = poisson.fit(tol=1e-14)
    alpha = moment_alpha(y, hours)
    variance = sm.families.NegativeBinomial(alpha=alpha).variance(fit.mu)
    found = rate(y, hours)
    assert log(found.value) == pytest.approx(fit.params[0], abs=1e-9)
    assert np.sum((y - fit.mu) ** 2 / variance) == pytest.approx(29, rel=1e-8)
    assert found.se_log == pytest.approx(sqrt(variance.sum()) * fit.cov_params()[0, 0], rel=1e-7)


def test_counts_as_even_as_poisson_get_a_poisson_error() -> None:
    y, hours = [12, 11, 13, 12, 12, 14, 10, 12], [4.0] * 8
    fit = sm.GLM(y, np.ones(8), family=sm.families.Poisson(), offset=np.log(hours)).fit()
    assert moment_alpha(y, hours) == 0
    assert rate(y, hours).se_log == pytest.approx(fit.bse[0])


@given(openings)
def test_the_interval_holds_its_point(rows: Rows) -> None:
    found = rate(*_split(rows))
    y, hours = _split(rows)
    assert found.value == pytest.approx(sum(y) / sum(hours))
    assert found.low < found.value < found.high
    assert found.reason is None


@given(openings, st.floats(0.1, 10))
def test_hours_in_another_unit_change_nothing_but_the_unit(rows: Rows, factor: float) -> None:
    y, hours = _split(rows)
    one, other = rate(y, hours), rate(y, [h * factor for h in hours])
    assert (other.value * factor, other.low * factor, other.high * factor) == pytest.approx(
        (one.value, one.low, one.high), rel=1e-6
    )


@given(openings, st.randoms(use_true_random=False))
def test_the_order_of_openings_is_no_matter(rows: Rows, shuffler: Random) -> None:
    other = list(rows)
    shuffler.shuffle(other)
    one, two = rate(*_split(rows)), rate(*_split(other))
    assert (two.value, two.low, two.high) == pytest.approx((one.value, one.low, one.high), rel=1e-6)


@given(openings)
def test_the_same_year_twice_narrows_the_interval(rows: Rows) -> None:
    one, two = rate(*_split(rows)), rate(*_split(rows * 2))
    assert two.value == pytest.approx(one.value)
    assert two.high / two.low < one.high / one.low


@given(st.integers(1, 2000), st.floats(1, 500), st.floats(0, 2), st.integers(6, 60))
def test_a_released_total_is_wider_the_more_counts_vary(
    total: int, hours: float, alpha: float, n: int
) -> None:
    calm, wild = rate_from_total(total, hours, alpha, n), rate_from_total(total, hours, alpha + 0.1, n)
    assert calm.low < calm.value < calm.high
    assert wild.low < calm.low and wild.high > calm.high


def test_a_released_total_equals_the_rate_when_hours_are_equal() -> None:
    y, hours = np.random.default_rng(6).negative_binomial(5, 5 / 17, 46), [4.0] * 46
    whole = rate(y, hours)
    total = rate_from_total(int(y.sum()), 184.0, moment_alpha(y, hours), 46)
    assert (total.value, total.low, total.high) == pytest.approx((whole.value, whole.low, whole.high))


@pytest.mark.parametrize(
    ("counts", "hours", "value", "reason"),
    [
        ([], [], None, Reason.NO_OPENINGS),
        ([12], [4], 3.0, Reason.ONE_OPENING),
        ([0], [4], 0.0, Reason.ONE_OPENING),
        ([12, 8, 10, 9, 11], [4] * 5, 2.5, Reason.FEW_OPENINGS),
        ([0] * 5, [4] * 5, 0.0, Reason.FEW_OPENINGS),
        ([5] * 8, [4] * 7 + [0], None, Reason.ZERO_HOURS),
    ],
)
def test_edges_have_no_interval_and_a_reason(
    counts: list[int], hours: list[float], value: float | None, reason: Reason
) -> None:
    found = rate(counts, hours)
    assert (found.value, found.low, found.high, found.reason) == (value, None, None, reason)
    assert found.n == len(counts)


def test_nobody_came_is_bounded_by_the_rule_of_three() -> None:
    # Hanley & Lippman-Hand 1983, JAMA 249:1743: with nothing seen in n the upper 95 % limit is about 3/n.
    found = rate([0] * 14, [1] * 14)
    assert (found.value, found.low, found.reason) == (0, 0, Reason.ALL_ZERO)
    assert found.high == pytest.approx(3 / 14, rel=0.002)
    assert rate_from_total(0, 14, None, 14) == found


@pytest.mark.parametrize(
    ("known", "value", "reason"),
    [
        ((0, 0, 0.2, 0), None, Reason.NO_OPENINGS),
        ((7, 0, 0.2, 12), None, Reason.ZERO_HOURS),
        ((8, 4, 0.2, 1), 2.0, Reason.ONE_OPENING),
        ((40, 20, 0.2, 5), 2.0, Reason.FEW_OPENINGS),
        ((96, 48, None, 12), 2.0, Reason.NO_DISPERSION),
    ],
)
def test_edges_of_a_released_total(
    known: tuple[int, float, float | None, int], value: float | None, reason: Reason
) -> None:
    found = rate_from_total(*known)
    assert (found.value, found.low, found.high, found.reason) == (value, None, None, reason)


@pytest.mark.parametrize(("counts", "hours"), [([3], [4]), ([0] * 9, [4] * 9), ([3] * 9, [0] * 9), ([], [])])
def test_no_dispersion_without_something_to_see_it_in(counts: list[int], hours: list[float]) -> None:
    assert moment_alpha(counts, hours) is None


@pytest.mark.parametrize(
    ("counts", "hours"), [([1, 2], [4]), ([-1] * 6, [4] * 6), ([1] * 6, [float("nan")] * 6)]
)
def test_senseless_input_is_refused(counts: list[int], hours: list[float]) -> None:
    with pytest.raises(ValueError, match=r"counts|hours"):
        rate(counts, hours)
