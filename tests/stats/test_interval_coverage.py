"""Whether the intervals hold: simulated openings with known truth, and controls that must fail.

A check is ok when the 99 % binomial interval of the simulated coverage overlaps its band; a negative control
is ok only when it lies wholly outside. Quick runs, seeded; a long study is made by `calibrate`.
"""

from collections.abc import Iterator
from math import exp, sqrt

import numpy as np
import numpy.typing as npt
import pytest
from numpy.random import Generator
from scipy.stats import binomtest

from evaluation.stats import (
    Estimate,
    Histogram,
    WeekCount,
    kaplan_meier,
    merge,
    moment_alpha,
    pairs_of_weeks,
    rate,
    rate_from_total,
    weekly_log_ratio,
)

MU, ALPHA, HOURS = 12.0, 0.2, 4.0
RATE = MU / HOURS


Counts = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]


def _overlaps(hits: int, trials: int, low: float, high: float) -> bool:
    found = binomtest(hits, trials).proportion_ci(0.99)
    return found.low <= high and found.high >= low


def _counts(rng: Generator, shape: int | tuple[int, int], mean: float | Floats = MU) -> Counts:
    return rng.poisson(mean * rng.gamma(1 / ALPHA, ALPHA, shape))


def _covers(estimate: Estimate, truth: float) -> bool:
    return estimate.low <= truth <= estimate.high


@pytest.mark.parametrize(
    ("n", "low", "high"), [(6, 0.93, 0.985), (12, 0.93, 0.97), (23, 0.93, 0.97), (46, 0.93, 0.97)]
)
def test_rate_interval_covers(n: int, low: float, high: float) -> None:
    trials = 4000
    years = _counts(np.random.default_rng(n), (trials, n))
    hits = sum(_covers(rate(y, [HOURS] * n), RATE) for y in years)
    assert _overlaps(hits, trials, low, high)


def test_rate_interval_covers_when_openings_differ_in_length() -> None:
    trials, rng = 4000, np.random.default_rng(1)
    hours = rng.choice([2.0, 4.0, 6.0], 23)
    years = _counts(rng, (trials, 23), mean=RATE * hours)
    assert _overlaps(sum(_covers(rate(y, hours), RATE) for y in years), trials, 0.93, 0.97)


@pytest.mark.parametrize("n", [12, 23, 46])
def test_plain_poisson_does_not(n: int) -> None:
    trials = 2000
    totals = _counts(np.random.default_rng(n), (trials, n)).sum(axis=1)
    wide = [exp(1.959964 / sqrt(total)) for total in totals]
    hits = sum(t / w <= MU * n <= t * w for t, w in zip(totals, wide, strict=True))
    assert not _overlaps(hits, trials, 0.85, 1.0)


def test_released_total_covers() -> None:
    # The released count is a share of all who came; only all who came are known per opening.
    trials, n, rng = 4000, 23, np.random.default_rng(2)
    everyone = _counts(rng, (trials, n), mean=2 * MU)
    target = rng.binomial(everyone, 0.5).sum(axis=1)
    hits = sum(
        _covers(rate_from_total(int(t), HOURS * n, moment_alpha(y, [HOURS] * n), n), RATE)
        for t, y in zip(target, everyone, strict=True)
    )
    assert _overlaps(hits, trials, 0.93, 0.97)


def _shared_weeks(rng: Generator, places: int, n: int) -> list[Counts]:
    shock = rng.lognormal(0, 0.3, n)
    return [_counts(rng, n, mean=MU * shock) for _ in range(places)]


def _as_weeks(counts: Counts) -> list[WeekCount]:
    return [WeekCount(i, float(y), HOURS) for i, y in enumerate(counts)]


def test_two_places_with_shared_weeks_cover() -> None:
    trials, rng, hits = 1500, np.random.default_rng(3), 0
    for _ in range(trials):
        a, b = _shared_weeks(rng, 2, 46)
        hits += not pairs_of_weeks({"a": _as_weeks(a), "b": _as_weeks(b)})[0].separable
    assert _overlaps(hits, trials, 0.93, 0.97)


def test_three_places_are_seldom_falsely_told_apart() -> None:
    trials, rng, any_false = 1000, np.random.default_rng(4), 0
    for _ in range(trials):
        places = {str(i): _as_weeks(y) for i, y in enumerate(_shared_weeks(rng, 3, 46))}
        any_false += any(pair.separable for pair in pairs_of_weeks(places))
    assert _overlaps(any_false, trials, 0.0, 0.06)


def test_unadjusted_poisson_tells_equal_places_apart() -> None:
    trials, rng, false = 1000, np.random.default_rng(5), 0
    for _ in range(trials):
        a, b = _shared_weeks(rng, 2, 46)
        theta = weekly_log_ratio(_as_weeks(a), _as_weeks(b)).theta
        false += abs(theta) > 1.959964 * sqrt(1 / a.sum() + 1 / b.sum())
    assert not _overlaps(false, trials, 0.0, 0.065)


def _queue(rng: Generator, openings: int) -> Iterator[Histogram]:
    """Waits that a whole opening shares (a busy day), patience of 40 minutes on average."""
    for busy in rng.lognormal(0, 0.5, openings):
        people = max(1, rng.poisson(MU))
        wait, patience = rng.exponential(10 * busy, people), rng.exponential(40, people)
        yield [(int(min(w, p)), int(w <= p), int(w > p)) for w, p in zip(wait, patience, strict=True)]


def _true_minutes() -> tuple[float, float]:
    rng = np.random.default_rng(99)
    waits = np.floor(rng.exponential(10 * rng.lognormal(0, 0.5, 2_000_000)))
    median, p90 = np.quantile(waits, [0.5, 0.9], method="inverted_cdf")
    return float(median), float(p90)


def test_waits_cover_and_served_only_waits_do_not() -> None:
    trials, rng = 400, np.random.default_rng(6)
    median, p90 = _true_minutes()
    hits = {"median": 0, "p90": 0, "served": 0}
    answered = 0
    for _ in range(trials):
        openings = list(_queue(rng, 23))
        found = kaplan_meier(merge(openings), openings)
        hits["median"] += found.low <= median <= found.high
        if found.p90_low is not None:  # now and then too many leave for a ninth decile
            answered += 1
            hits["p90"] += found.p90_low <= p90 <= found.p90_high
        served = [[(minute, called, 0) for minute, called, _ in opening] for opening in openings]
        flattering = kaplan_meier(merge(served), served)
        hits["served"] += flattering.p90_low <= p90 <= flattering.p90_high
    assert answered > 0.9 * trials
    assert _overlaps(hits["median"], trials, 0.90, 0.98)
    assert _overlaps(hits["p90"], answered, 0.85, 0.98)
    assert not _overlaps(hits["served"], trials, 0.85, 1.0)
