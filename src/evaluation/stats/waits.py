"""How long people wait, those who left counted as having waited at least that long.

Served-only waits flatter: with a true median and ninth decile of 3.5 and 28.4 minutes they show 0 and 20.5.
Kaplan & Meier 1958, JASA 53:457–481. Intervals by resampling whole openings, since people in one queue wait
alike.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import inf
from typing import TypeAlias

import numpy as np

from evaluation.stats.estimate import FEWEST_OPENINGS, LEVEL, Matrix, Reason, Vector

#: (minutes, called after so many, left after so many): rows of a histogram.
Histogram: TypeAlias = Sequence[tuple[int, int, int]]

FEWEST_WAITS = 10
RESAMPLES = 1000
_CHUNK = 50
#: A curve of thousands of factors that should touch a half exactly misses it by rounding alone.
_TOUCH = 1e-9
_MEDIAN, _P90 = 0.5, 0.9


@dataclass(frozen=True)
class Waits:
    """Minutes until called: median with interval, ninth decile ("omtrent": its interval covers about 88 %).

    `n` people, of whom `censored` left. None has a reason: `reason` for the median, `p90_reason` for the
    ninth decile, `interval_reason` for the median's interval.
    """

    median: float | None
    p90: float | None
    n: int
    censored: int
    low: float | None = None
    high: float | None = None
    p90_low: float | None = None
    p90_high: float | None = None
    reason: Reason | None = None
    p90_reason: Reason | None = None
    interval_reason: Reason | None = None


def kaplan_meier(hist: Histogram, by_opening: Sequence[Histogram] | None = None, *, seed: int = 1) -> Waits:
    """Median and ninth decile of a histogram of whole minutes; intervals when the openings' own are given.

    A quantile is the first minute by which at least that share has been called. One who left in the minute
    another was called counts as still waiting then. `by_opening` must add up to `hist`; the result does not
    depend on its order. Raises ValueError if it does not, or for a negative number.
    """
    whole = merge([hist])
    n, censored = sum(o + c for _, o, c in whole), sum(c for _, _, c in whole)
    if n < FEWEST_WAITS:
        return Waits(None, None, n, censored, reason=Reason.FEW_WAITS, p90_reason=Reason.FEW_WAITS)
    minutes, called, left = (np.array(column, dtype=np.float64) for column in zip(*whole, strict=True))
    points = [float(q[0]) for q in _quantiles(minutes, called[None, :], left[None, :])]
    median, p90 = (None if q == inf else q for q in points)
    reasons = [Reason.MANY_LEFT if q == inf else None for q in points]
    (low, high), (p90_low, p90_high), why = _bootstrap(minutes, points, whole, by_opening, seed)
    return Waits(median, p90, n, censored, low, high, p90_low, p90_high, reasons[0], reasons[1], why)


def survival(hist: Histogram) -> tuple[tuple[int, float], ...]:
    """The curve: for each minute at which someone was called, the share still waiting after it."""
    whole = merge([hist])
    if not whole:
        return ()
    minutes, called, left = (np.array(column, dtype=np.float64) for column in zip(*whole, strict=True))
    curve = _curve(called[None, :], left[None, :])[0]
    return tuple((int(m), float(s)) for m, s, c in zip(minutes, curve, called, strict=True) if c)


def merge(histograms: Iterable[Histogram]) -> tuple[tuple[int, int, int], ...]:
    """Their sum, by minute, in order. Raises ValueError for a negative number."""
    sums: dict[int, tuple[int, int]] = {}
    for minute, called, left in (row for histogram in histograms for row in histogram):
        if min(minute, called, left) < 0:
            raise ValueError("minutes and counts must be 0 or more")
        before = sums.get(minute, (0, 0))
        sums[minute] = (before[0] + called, before[1] + left)
    return tuple((minute, *sums[minute]) for minute in sorted(sums) if sum(sums[minute]))


def _curve(called: Matrix, left: Matrix) -> Matrix:
    """Share still waiting after each minute; both and the result of shape (samples, minutes)."""
    at_risk = np.cumsum((called + left)[:, ::-1], axis=1)[:, ::-1]
    curve: Matrix = np.cumprod(1 - called / np.maximum(at_risk, 1), axis=1, dtype=np.float64)
    return curve


def _quantiles(minutes: Vector, called: Matrix, left: Matrix) -> tuple[Vector, Vector]:
    """Median and ninth decile per sample, shape (samples,); infinite where the curve does not fall so far."""
    curve = _curve(called, left)
    return _crossing(minutes, curve, _MEDIAN), _crossing(minutes, curve, _P90)


def _crossing(minutes: Vector, curve: Matrix, share: float) -> Vector:
    below = curve <= 1 - share + _TOUCH
    return np.where(below.any(axis=1), minutes[below.argmax(axis=1)], inf)


def _bootstrap(
    minutes: Vector, points: list[float], whole: Histogram, by_opening: Sequence[Histogram] | None, seed: int
) -> tuple[tuple[float | None, float | None], tuple[float | None, float | None], Reason | None]:
    none = (None, None)
    if by_opening is None:
        return none, none, None
    # Sorted, so that the order of files or openings cannot change a figure.
    openings = sorted(merge([one]) for one in by_opening)
    if merge(openings) != tuple(whole):
        raise ValueError("the openings' waits do not add up to the whole")
    openings = [one for one in openings if one]
    if len(openings) < FEWEST_OPENINGS:
        return none, none, Reason.FEW_OPENINGS
    samples = _resampled(minutes, openings, seed)
    median, p90 = (_ends(s, point) for s, point in zip(samples, points, strict=True))
    return median, p90, Reason.MANY_LEFT if median == none else None


def _resampled(minutes: Vector, openings: Sequence[Histogram], seed: int) -> tuple[Vector, Vector]:
    place = {int(minute): i for i, minute in enumerate(minutes)}
    called = np.zeros((len(openings), len(minutes)))
    left = np.zeros_like(called)
    for i, opening in enumerate(openings):
        for minute, yes, no in opening:
            called[i, place[minute]], left[i, place[minute]] = yes, no
    times = np.random.default_rng(seed).multinomial(
        len(openings), np.full(len(openings), 1 / len(openings)), RESAMPLES
    )
    # In pieces: a whole year of a head office times a thousand samples is more than it need hold at once.
    parts = [times[i : i + _CHUNK].astype(np.float64) for i in range(0, RESAMPLES, _CHUNK)]
    found = [_quantiles(minutes, part @ called, part @ left) for part in parts]
    return np.concatenate([f[0] for f in found]), np.concatenate([f[1] for f in found])


def _ends(samples: Vector, point: float) -> tuple[float | None, float | None]:
    """Percentile interval, widened to hold its point; none when too many samples never reach the quantile."""
    tail = (1 - LEVEL) / 2
    low, high = np.quantile(samples, [tail, 1 - tail], method="inverted_cdf")
    if inf in (high, point):
        return None, None
    return float(min(low, point)), float(max(high, point))
