"""How long people wait before they leave: the score's root held against a direct maximum, and what was simulated."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import minimize_scalar

from evaluation.stats.patience import patience

COUNTS = st.dictionaries(st.integers(1, 120), st.integers(1, 30), max_size=6)
SOME = st.dictionaries(st.integers(1, 120), st.integers(1, 30), min_size=1, max_size=6)


def log_likelihood(
    rate: float, stayed: dict[int, int], left: dict[int, int], missing: dict[int, int]
) -> float:
    """Of an exponential: survival, density, and the probability of leaving before the call."""
    here = sum(-rate * m * n for m, n in stayed.items())
    seen = sum(n * (np.log(rate) - rate * m) for m, n in left.items())
    return float(here + seen + sum(n * np.log(-np.expm1(-rate * m)) for m, n in missing.items()))


def test_who_is_seen_to_leave_is_an_event_in_so_many_minutes() -> None:
    """Two left in 10 + 20 minutes beside others who waited 70: one leaves every 50 minutes."""
    found = patience({10: 3, 40: 1}, {10: 1, 20: 1}, {})
    assert found is not None
    assert (found.left, found.waited) == (2, 100)


def test_nobody_waited() -> None:
    assert patience({}, {}, {}) is None
    assert patience({0: 9}, {}, {}) is None


@settings(max_examples=25)
@given(SOME, COUNTS, SOME)
def test_the_rate_is_the_likeliest(
    stayed: dict[int, int], left: dict[int, int], missing: dict[int, int]
) -> None:
    found = patience(stayed, left, missing)
    assert found is not None
    best = minimize_scalar(
        lambda log: -log_likelihood(np.exp(log), stayed, left, missing), bounds=(-12, 5), method="bounded"
    )
    assert np.log(found.left / found.waited) == pytest.approx(best.x, abs=1e-3)
    step = 1e-3  # `left` is the information: minus the curvature in ln λ
    around = [log_likelihood(np.exp(best.x + d), stayed, left, missing) for d in (-step, 0.0, step)]
    curvature = (around[0] - 2 * around[1] + around[2]) / step**2
    assert found.left == pytest.approx(-curvature, rel=0.02)
    assert found.left <= sum(left.values()) + sum(missing.values()) + 1e-9


def test_planted_patience_is_found_where_the_call_alone_tells() -> None:
    """Patience of 40 minutes, found out at the call; taking the call for the leaving gives far more."""
    rng = np.random.default_rng(5)
    waits, patient = rng.integers(1, 60, 6000), rng.exponential(40.0, 6000)
    stayed, missing = (
        dict(enumerate(np.bincount(waits[one]))) for one in (patient > waits, patient <= waits)
    )
    found, naive = patience(stayed, {}, missing), patience(stayed, missing, {})
    assert found is not None
    assert naive is not None
    assert found.waited / found.left == pytest.approx(40, rel=0.05)
    assert naive.waited / naive.left > 50
