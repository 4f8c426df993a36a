"""How much more will be known of a move, the more openings the new place gets.

The standard error of a move does not fall as 1/√n: the first openings after it hold word of mouth more than level,
and the places that stay teach season. So the information of the regression that will judge is added up, opening for
opening, as they will come if every place goes on as it has since the move: Σ μ x xᵀ with each place's own lasting
rate, word of mouth as it is supposed to be, in μ.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from math import exp
from typing import TypeAlias

import numpy as np

from evaluation.stats.estimate import Matrix
from evaluation.stats.move import TAUS, PlaceOpening, design, expected_inflation, prior_weights

#: Word of mouth at a place's first weeks: its rate is 1 − d·exp(−k/τ) of what it becomes.
_RAMP_DEPTH, _RAMP_WEEKS = 0.5, 6.0

#: At n openings at the new place: (variance of θ over that now, degrees of freedom); None where it cannot be told.
Later: TypeAlias = Callable[[int], tuple[float, float] | None]


def move_ahead(
    openings: Sequence[PlaceOpening], before: str, after: str, *, alpha: float, most: int
) -> Later:
    """For a move with these openings so far, up to `most` openings at the new place; Var(Y) = μ + αμ²."""
    now = sum(one.place == after for one in openings)
    if not now or not any(one.place == before for one in openings):
        return _untold
    start = min(one.week for one in openings if one.place == after)
    coming = sorted(_coming(openings, start, before, after, most - now), key=lambda one: one.week)
    levels = _levels(openings)
    if not levels[before] or not levels[after]:
        return _untold
    every = [
        replace(one, count=levels[one.place] * one.hours * ramp(one.age))
        for one in [*openings, *coming]
        if levels[one.place] * one.hours > 0
    ]
    size = len(every) - len([one for one in coming if levels[one.place] * one.hours > 0])
    held = np.cumsum([one.place == after for one in every[size:]]) + now
    # The row that brings the new place to n: all openings until then are known.
    rows = {**{int(n): size + i for i, n in enumerate(held)}, now: size - 1}
    variance, params = _variances(every, sorted(rows.values()), before, after, alpha)

    def later(n: int) -> tuple[float, float] | None:
        if n not in rows or not variance:
            return None
        return variance[rows[n]] / variance[size - 1], float(rows[n] + 1 - params)

    return later


def ramp(age: float) -> float:
    """The share of its lasting rate that a place has, `age` whole weeks after it first opened."""
    return 1 - _RAMP_DEPTH * exp(-age / _RAMP_WEEKS)


def _untold(_: int) -> None:
    return None


def _levels(openings: Sequence[PlaceOpening]) -> dict[str, float]:
    """Each place's lasting rate per hour, word of mouth allowed for."""
    totals: dict[str, tuple[float, float]] = {}
    for one in openings:
        count, hours = totals.get(one.place, (0.0, 0.0))
        totals[one.place] = count + one.count, hours + one.hours * ramp(one.age)
    return {place: count / hours if hours else 0.0 for place, (count, hours) in totals.items()}


def _coming(
    openings: Sequence[PlaceOpening], start: int, before: str, after: str, more: int
) -> Iterator[PlaceOpening]:
    """Openings from the week after the last, each place as often as since the move, as long as its last was."""
    last = max(one.week for one in openings)
    since = [one for one in openings if one.week >= start and one.place != before]
    weeks = last - start + 1
    often = sum(one.place == after for one in since) / weeks
    for place in sorted({one.place for one in since}):
        mine = [one for one in since if one.place == place]
        latest, pace = max(mine, key=lambda one: one.week), len(mine) / weeks
        for i in range(round(more * pace / often)):
            week = last + 1 + int(i / pace)
            yield replace(latest, week=week, age=latest.age + week - latest.week)


def _variances(
    openings: Sequence[PlaceOpening], rows: Sequence[int], before: str, after: str, alpha: float
) -> tuple[dict[int, float], int]:
    """Of θ once each of these rows is known, none where it cannot be told; and the number of coefficients."""
    places = sorted({one.place for one in openings} - {before})
    mu, column = np.array([one.count for one in openings]), places.index(after) + 1
    # Level and season, and the five ramps beside each other: each speed's regression has one of them.
    one_speed = design(openings, places, TAUS[0])
    ramps = [design(openings, places, tau)[:, -1] for tau in TAUS]
    x, params = np.column_stack([one_speed[:, :-1], *ramps]), one_speed.shape[1]
    information = np.cumsum(mu[:, None, None] * x[:, :, None] * x[:, None, :], axis=0)[list(rows)]
    share = np.zeros((len(rows), len(TAUS), x.shape[1]))
    for speed in range(len(TAUS)):
        own = [*range(params - 1), params - 1 + speed]
        mine = information[:, own][:, :, own]
        if np.linalg.matrix_rank(mine[0], hermitian=True) < params:
            return {}, params
        share[:, speed, own] = np.linalg.inv(mine)[:, :, column]
    growth = np.log([ramp(one.age) for one in openings])
    pulled = np.cumsum((mu * growth)[:, None] * x, axis=0)[list(rows)]
    scatter = 1 + alpha * float((mu**2).sum() / mu.sum())
    covariance = scatter * share @ information @ share.swapaxes(1, 2)
    variance = _expected(covariance, (share @ pulled[:, :, None])[:, :, 0], rows)
    return dict(zip(rows, variance, strict=True)), params


def _expected(covariance: Matrix, bias: Matrix, rows: Sequence[int]) -> list[float]:
    """From the covariances of the θ_τ, shape (rows, speeds, speeds), and what word of mouth does to each.

    Within the speeds Σ w v_τ, inflated as the effect's is; between them E Σ w (θ_τ − θ)² = Σ w v_τ − Var(θ) +
    Σ w (b_τ − b)²: all θ_τ are read off the same counts, and a wrong speed is a little off.
    """
    weights = prior_weights()
    within = np.diagonal(covariance, axis1=1, axis2=2) @ weights
    between = within - covariance @ weights @ weights + bias**2 @ weights - (bias @ weights) ** 2
    inflation = np.array([expected_inflation(row + 1) for row in rows])
    found: list[float] = (within * inflation + between).tolist()
    return found
