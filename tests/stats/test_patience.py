"""How long people wait before they leave: the score's root held against a direct maximum, and what was simulated."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import minimize_scalar
from scipy.stats import weibull_min

from evaluation.stats.patience import Patience, patience

COUNTS = st.dictionaries(st.integers(1, 120), st.integers(1, 30), max_size=6)
SOME = st.dictionaries(st.integers(1, 120), st.integers(1, 30), min_size=1, max_size=6)


def log_likelihood(
    rate: float, stayed: dict[int, int], left: dict[int, int], missing: dict[int, int], shape: float
) -> float:
    """Of scipy's Weibull with survival exp(-rate * t ** shape): there at the call, seen to leave, gone before it."""
    life = weibull_min(shape, scale=rate ** (-1 / shape))
    parts = ((life.logsf, stayed), (life.logpdf, left), (life.logcdf, missing))
    return float(sum(n * of(m) for of, counts in parts for m, n in counts.items()))


def test_who_is_seen_to_leave_is_an_event_in_so_many_minutes() -> None:
    """Two left in 10 + 20 minutes beside others who waited 70: one leaves every 50 minutes."""
    constant = patience({10: 3, 40: 1}, {10: 1, 20: 1}, {})[0]
    assert (constant.shape, constant.left, constant.waited) == (1, 2, pytest.approx(100))


def test_nobody_waited() -> None:
    assert patience({}, {}, {}) == ()
    assert patience({0: 9}, {}, {}) == ()


def test_where_nobody_left_no_shape_is_told() -> None:
    assert patience({10: 3, 40: 1}, {}, {}) == (Patience(0.0, 70.0),)


@settings(max_examples=15)
@given(SOME, COUNTS, SOME)
def test_the_rate_is_the_likeliest_of_each_shape(
    stayed: dict[int, int], left: dict[int, int], missing: dict[int, int]
) -> None:
    """`left` is the information, minus the curvature in ln of the rate; the weight is Laplace's integral over it."""
    told, found = (stayed, left, missing), patience(stayed, left, missing)
    integrals = []
    for one in found:
        best = minimize_scalar(
            lambda at, shape=one.shape: -log_likelihood(np.exp(at), *told, shape),
            bounds=(-18, 5), method="bounded", options={"xatol": 1e-8},
        )  # fmt: skip
        assert np.log(one.left / one.waited) == pytest.approx(best.x, abs=1e-3)
        step = 0.01 / np.sqrt(one.left)
        around = [log_likelihood(np.exp(best.x + d), *told, one.shape) for d in (-step, 0.0, step)]
        assert one.left == pytest.approx(-(around[0] - 2 * around[1] + around[2]) / step**2, rel=0.02)
        integrals.append(around[1] - np.log(one.shape * np.sqrt(one.left)))
    weights = np.exp(np.array(integrals) - max(integrals))
    assert [one.weight for one in found] == pytest.approx(list(weights / weights.sum()), rel=0.01, abs=1e-9)


@pytest.mark.parametrize("shape", [1.0, 2.0])
def test_planted_patience_is_found_where_the_call_alone_tells(shape: float) -> None:
    """Scale 40 minutes, found out at the call; taking the call for the leaving makes people far more patient."""
    rng = np.random.default_rng(5)
    waits, patient = rng.integers(1, 60, 6000), 40.0 * rng.weibull(shape, 6000)
    stayed, missing = (
        dict(enumerate(np.bincount(waits[one]))) for one in (patient > waits, patient <= waits)
    )
    found, naive = (
        max(one, key=lambda of: of.weight)
        for one in (patience(stayed, {}, missing), patience(stayed, missing, {}))
    )
    assert (found.shape, found.weight) == (shape, pytest.approx(1, abs=0.01))
    assert (found.waited / found.left) ** (1 / shape) == pytest.approx(40, rel=0.05)
    assert (naive.waited / naive.left) ** (1 / naive.shape) > 46
