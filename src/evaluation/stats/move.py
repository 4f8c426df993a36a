"""Did a moved place change how many come? Segmented regression beside the places that stayed.

ln μ = ln hours + place + a·cos(2πw/52) + b·sin(2πw/52) + γ·exp(−k/τ), k = weeks since that place opened: word of
mouth takes time, and a new place starts again. Every place has its own level; the effect θ is the level of the
new place less that of the old one, so that another move meanwhile does no harm. How fast word spreads (τ) cannot be
told from such data: the answer is an average over five speeds, weighted by a prior around six weeks and by fit
(Buckland, Burnham & Augustin 1997, Biometrics 53:603–618), and its variance holds their disagreement. Neighbouring
openings resemble each other, so the variance is inflated by (1 + ρ)/(1 − ρ), as for the mean of an AR(1) series.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from math import log, pi, sqrt

import numpy as np

from evaluation.stats.estimate import FEWEST_OPENINGS, Matrix, Reason, Vector
from evaluation.stats.glm import Fit, poisson_fit
from evaluation.stats.pairs import WeekCount, weekly_log_ratio
from evaluation.stats.rates import moment_alpha

#: Speeds of word of mouth, in weeks, and the prior on their logarithm.
TAUS = (2.0, 3.5, 6.0, 10.0, 16.0)
_TYPICAL, _SPREAD = 6.0, 0.6
_WEEKS_A_YEAR = 52
_MOST_RHO = 0.6
_ROUNDING = 1e-9  # squared Pearson residuals of counts that the fit meets exactly
_RHO_BIAS = 12  # a lag-1 correlation of n residuals is too low by about this over n


@dataclass(frozen=True)
class PlaceOpening:
    """One counted opening: ISO week as a running number, whole weeks since its place opened, hours, count."""

    place: str
    week: int
    age: float
    hours: float
    count: float


@dataclass(frozen=True)
class Effect:
    """θ = ln(rate after / rate before) with standard error and degrees of freedom; None has a reason.

    `n_before` and `n_after` count openings at the two places; `alpha` is their moment dispersion, for planning.
    """

    theta: float | None
    se: float | None
    df: float | None
    n_before: int
    n_after: int
    alpha: float | None = None
    reason: Reason | None = None


@dataclass(frozen=True)
class _One:
    """What one speed τ gives."""

    theta: float
    variance: float  # at dispersion 1
    fit: Fit


@dataclass(frozen=True)
class _Fitted:
    """The openings in order, their counts, what each speed gives, and how many openings each side has."""

    openings: list[PlaceOpening]
    counts: Vector
    found: list[_One]
    sizes: tuple[int, int]

    def effect(self, phi: float, inflation: float, alpha: float | None) -> Effect:
        theta, variance = _averaged(self.found, phi, inflation)
        return Effect(theta, sqrt(variance), float(self.found[0].fit.df), *self.sizes, alpha)


def move_effect(openings: Sequence[PlaceOpening], before: str, after: str) -> Effect:
    """Of a move from one place to another, from all places' openings up to a look.

    Openings of one place in one week are given in the order of time; all others in any order.
    No answer with fewer than six openings before or after, an opening without length, nobody at either place, or
    a design that cannot tell the effect from the rest. Raises ValueError for negative or non-finite numbers.
    """
    fitted = _fitted(openings, before, after)
    if isinstance(fitted, Effect):
        return fitted
    phi = min(fitted.found, key=lambda one: one.fit.deviance).fit.phi
    inflation = _inflation(fitted.openings, fitted.counts, fitted.found)
    return fitted.effect(phi, inflation, _alpha(fitted.openings, before, after))


def expected_move(openings: Sequence[PlaceOpening], before: str, after: str, alpha: float) -> Effect:
    """What `move_effect` is expected to give: `count` holds expected counts, Var(Y) = μ + αμ² is known.

    The same regression with the dispersion put in instead of read off: for planning, before anything is counted.
    """
    fitted = _fitted(openings, before, after)
    if isinstance(fitted, Effect):
        return fitted
    phi = 1 + alpha * float(fitted.counts.mean())  # what Pearson's χ²/df is expected to be
    return fitted.effect(phi, expected_inflation(len(fitted.openings)), alpha)


def _fitted(openings: Sequence[PlaceOpening], before: str, after: str) -> _Fitted | Effect:
    """The regression at each speed; or the effect that has no answer."""
    # Never by count: neighbours sorted by size within a week look opposed, and ρ too low.
    kept = sorted(openings, key=lambda o: (o.place, o.week, o.age))
    none = _unanswerable(kept, before, after)
    if none is not None:
        return none
    y, hours = _columns(kept)
    found = _over_speeds(kept, y, hours, before, after)
    if isinstance(found, Reason):
        return _no_effect(kept, before, after, found)
    return _Fitted(kept, y, found, _sizes(kept, before, after))


def concurrent_effect(openings: Sequence[PlaceOpening], before: str, after: str) -> Effect:
    """Of two places open in the same weeks: ratio of totals, clustered by week (`pairs.weekly_log_ratio`).

    No answer and ValueError as `move_effect`, and no answer with fewer than six weeks at either place.
    """
    kept = [o for o in openings if o.place in (before, after)]
    none = _unanswerable(kept, before, after)
    if none is not None:
        return none
    sides = [
        [WeekCount(o.week, o.count, o.hours) for o in kept if o.place == place] for place in (after, before)
    ]
    ratio = weekly_log_ratio(*sides)
    if ratio.reason is not None:
        return _no_effect(kept, before, after, ratio.reason)
    return Effect(ratio.theta, ratio.se, ratio.df, *_sizes(kept, before, after), _alpha(kept, before, after))


def _columns(openings: Sequence[PlaceOpening]) -> tuple[Vector, Vector]:
    counts, hours = ([getattr(o, name) for o in openings] for name in ("count", "hours"))
    return np.array(counts, dtype=np.float64), np.array(hours, dtype=np.float64)


def _sizes(openings: Sequence[PlaceOpening], before: str, after: str) -> tuple[int, int]:
    return sum(o.place == before for o in openings), sum(o.place == after for o in openings)


def _no_effect(openings: Sequence[PlaceOpening], before: str, after: str, reason: Reason) -> Effect:
    return Effect(None, None, None, *_sizes(openings, before, after), None, reason)


def _unanswerable(openings: Sequence[PlaceOpening], before: str, after: str) -> Effect | None:
    numbers = np.array([(o.count, o.hours, o.age) for o in openings], dtype=np.float64)
    if numbers.size and not (np.all(np.isfinite(numbers)) and np.all(numbers >= 0)):
        raise ValueError("counts, hours and ages must be finite numbers, 0 or more")
    fewest = min(_sizes(openings, before, after))
    if fewest < FEWEST_OPENINGS:
        reasons = {0: Reason.NO_OPENINGS, 1: Reason.ONE_OPENING}
        return _no_effect(openings, before, after, reasons.get(fewest, Reason.FEW_OPENINGS))
    if any(o.hours == 0 for o in openings):
        return _no_effect(openings, before, after, Reason.ZERO_HOURS)
    if not all(sum(o.count for o in openings if o.place == place) for place in (before, after)):
        return _no_effect(openings, before, after, Reason.NO_RATIO)
    return None


def _over_speeds(
    openings: Sequence[PlaceOpening], y: Vector, hours: Vector, before: str, after: str
) -> list[_One] | Reason:
    # A place where nobody ever came tells nothing of season or word of mouth, and its level has no logarithm.
    silent = {o.place for o in openings} - {o.place for o in openings if o.count}
    heard = np.array([o.place not in silent for o in openings])
    kept = [o for o in openings if o.place not in silent]
    places = sorted({o.place for o in kept} - {before})
    column = places.index(after) + 1
    found = []
    for tau in TAUS:
        fit = poisson_fit(design(kept, places, tau), y[heard], hours[heard])
        if isinstance(fit, Reason):
            return fit
        found.append(_One(float(fit.beta[column]), float(fit.cov[column, column]), fit))
    return found


def design(openings: Sequence[PlaceOpening], places: Sequence[str], tau: float) -> Matrix:
    """Columns: level of the place before, each other of `places` against it, season, ramp; a row an opening."""
    week = np.array([o.week for o in openings], dtype=np.float64) * 2 * pi / _WEEKS_A_YEAR
    age = np.array([o.age for o in openings], dtype=np.float64)
    levels = [[float(o.place == place) for o in openings] for place in places]
    return np.column_stack([np.ones(len(openings)), *levels, np.cos(week), np.sin(week), np.exp(-age / tau)])


def prior_weights() -> Vector:
    """Of the speeds TAUS, before anything is counted; they add to 1."""
    weights: Vector = np.exp(-0.5 * ((np.log(TAUS) - log(_TYPICAL)) / _SPREAD) ** 2)
    weights /= weights.sum()
    return weights


def _averaged(found: Sequence[_One], phi: float, inflation: float) -> tuple[float, float]:
    """Mean and variance over the speeds; the variance within each, and between them."""
    best = min(one.fit.deviance for one in found)
    weights = prior_weights() * np.exp([-(one.fit.deviance - best) / (2 * phi) for one in found])
    weights /= weights.sum()
    thetas = np.array([one.theta for one in found])
    variances = np.array([one.variance for one in found]) * phi * inflation
    theta = float(weights @ thetas)
    return theta, float(weights @ (variances + (thetas - theta) ** 2))


def _inflation(openings: Sequence[PlaceOpening], y: Vector, found: Sequence[_One]) -> float:
    """(1 + ρ)/(1 − ρ); ρ from neighbouring Pearson residuals within a place, mended for its bias, in [0, 0.6]."""
    best = min(found, key=lambda one: one.fit.deviance).fit
    heard = {o.place for o in openings if o.count}
    kept = [(o, count) for o, count in zip(openings, y, strict=True) if o.place in heard]
    series: dict[str, list[float]] = defaultdict(list)
    for (opening, count), mu in zip(kept, best.fitted, strict=True):
        series[opening.place].append((count - mu) / sqrt(mu))
    products = sum(float(np.dot(r[:-1], r[1:])) for r in series.values())
    squares = sum(float(np.dot(r, r)) * (len(r) - 1) / len(r) for r in series.values())
    rho = products / squares if squares > _ROUNDING else 0.0
    return _ratio(rho + _RHO_BIAS / len(kept))


def expected_inflation(n: int) -> float:
    """What n openings are inflated by if neighbours are alike by chance alone."""
    return _ratio(_RHO_BIAS / n)


def _ratio(rho: float) -> float:
    held = min(max(rho, 0.0), _MOST_RHO)
    return (1 + held) / (1 - held)


def _alpha(openings: Sequence[PlaceOpening], before: str, after: str) -> float | None:
    """Openings' dispersion around their own place's mean, both places together weighted by openings."""
    parts = []
    for place in (before, after):
        mine = [(o.count, o.hours) for o in openings if o.place == place]
        alpha = moment_alpha(*zip(*mine, strict=True)) if mine else None
        if alpha is not None:
            parts.append((alpha, len(mine)))
    return sum(a * n for a, n in parts) / sum(n for _, n in parts) if parts else None
