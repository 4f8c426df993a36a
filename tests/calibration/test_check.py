"""When a check is ok: overlap with its band, and a negative control wholly outside."""

import json

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binomtest, t

from evaluation.calibration import Check, mean_check, plain_check, share_check

BAND = (0.93, 0.97)


@pytest.mark.parametrize(("hits", "trials"), [(0, 7), (7, 7), (285, 300), (19_000, 20_000)])
def test_a_share_has_clopper_and_pearsons_interval(hits: int, trials: int) -> None:
    found = share_check(1, "x", {}, hits, trials)
    exact = binomtest(hits, trials).proportion_ci(0.99)
    assert (found.value, found.trials) == (hits / trials, trials)
    assert (found.low, found.high) == pytest.approx((exact.low, exact.high), abs=1e-12)


def test_a_mean_has_a_normal_interval() -> None:
    values = list(np.random.default_rng(1).normal(3, 2, 5000))
    found = mean_check(3, "x", {}, values, unit="log")
    low, high = t.interval(0.99, 4999, np.mean(values), np.std(values, ddof=1) / 5000**0.5)
    assert (found.low, found.high) == pytest.approx((low, high), abs=1e-4)


@pytest.mark.parametrize(
    ("low", "high", "band", "ok"),
    [
        (0.94, 0.96, BAND, True),
        (0.90, 0.93, BAND, True),  # touches
        (0.97, 0.99, BAND, True),
        (0.90, 0.929, BAND, False),
        (0.971, 0.99, BAND, False),
        (0.0, 1.0, BAND, True),
        (0.0, 0.05, (None, 0.06), True),
        (0.061, 0.07, (None, 0.06), False),
        (0.8, 0.84, (0.85, None), False),
        (0.84, 0.86, (0.85, None), True),
        (-9.0, 9.0, (None, None), True),
    ],
)
def test_ok_is_overlap_and_a_control_is_its_opposite(
    low: float, high: float, band: tuple[float | None, float | None], ok: bool
) -> None:
    middle = (low + high) / 2
    assert Check(1, "x", {}, middle, low, high, 100, band).ok is ok
    assert Check(1, "x", {}, middle, low, high, 100, band, negative_control=True).ok is not ok


def test_a_true_coverage_seldom_fails_and_a_wrong_one_is_found_in_the_end() -> None:
    rng = np.random.default_rng(1)
    right = [share_check(1, "x", {}, int(rng.binomial(300, 0.947)), 300, band=BAND).ok for _ in range(500)]
    assert sum(right) / 500 > 0.99
    wrong = [
        share_check(1, "x", {}, int(rng.binomial(20_000, 0.92)), 20_000, band=BAND).ok for _ in range(50)
    ]
    assert not any(wrong)


@given(st.integers(0, 50), st.integers(1, 50), st.booleans())
def test_json_and_back(hits: int, more: int, control: bool) -> None:
    check = share_check(2, "x", {"openings": 6, "own": True}, hits, hits + more, band=BAND, control=control)
    raw = json.loads(json.dumps(check.as_dict()))
    assert raw["ok"] is check.ok
    assert Check.from_dict(raw) == check


def test_what_cannot_be_a_check_is_refused() -> None:
    for hits, trials in ((1, 0), (0, 0), (-1, 5), (6, 5)):
        with pytest.raises(ValueError, match="trials"):
            share_check(1, "x", {}, hits, trials)
    with pytest.raises(ValueError, match="standard error"):
        mean_check(1, "x", {}, [1.0], unit="log")


def test_a_figure_without_an_interval_is_published_without_a_bar() -> None:
    found = plain_check(0, "x", {}, 36.0, 100, unit="minutes")
    assert (found.low, found.high, found.ok) == (36.0, 36.0, True)
