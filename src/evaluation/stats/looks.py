"""How surely a difference must show at each of several planned looks, so that looking often does not mislead.

O'Brien & Fleming 1979, Biometrics 35:549–556: bounds C/√t at information t, strict at first. C makes the chance of
ever crossing under no difference equal to 1 − level; it is found for any registered fractions, equal or not, by the
recursive integration of Armitage, McPherson & Rowe 1969, JRSS A 132:235–244. For four equal looks: 4.05, 2.86, 2.34,
2.02 (Jennison & Turnbull 2000, table 2.3: C = 2.024).
"""

from collections.abc import Sequence
from functools import cache, lru_cache
from itertools import pairwise
from math import sqrt

import numpy as np
from scipy.special import ndtr, ndtri

from evaluation.stats.estimate import LEVEL, Vector

#: Points of each integral. The chance is then right to eight decimals; of looks closer than 0.003 it is taken too
#: high, and the bound with it: to the careful side.
_GRID = 101
_TRIES = 45


def obrien_fleming(fractions: Sequence[float], level: float = LEVEL) -> tuple[float, ...]:
    """The two-sided bound on |z| at each look.

    `fractions` are the shares of all information that the looks have, ascending, above 0, the last is 1. Raises
    ValueError for others.
    """
    t = tuple(float(one) for one in fractions)
    if not t or t[-1] != 1 or t[0] <= 0 or any(b <= a for a, b in pairwise(t)):
        raise ValueError(f"fractions == {t}, must ascend from above 0 to 1")
    return tuple(_constant(t, level) / sqrt(one) for one in t)


def spent(bounds: Sequence[float], fractions: Sequence[float]) -> tuple[float, ...]:
    """Chance under no difference of having crossed a bound by each look, shape (looks,)."""
    return tuple(_crossed(tuple(bounds), tuple(fractions)))


@lru_cache(maxsize=256)
def _constant(fractions: tuple[float, ...], level: float) -> float:
    """Bisection on C: the chance of crossing falls as it rises."""
    low, high = float(ndtri((1 + level) / 2)), 10.0
    if len(fractions) == 1:
        return low
    for _ in range(_TRIES):
        middle = (low + high) / 2
        if _crossed(tuple(middle / sqrt(t) for t in fractions), fractions)[-1] > 1 - level:
            low = middle
        else:
            high = middle
    return high


def _crossed(bounds: tuple[float, ...], fractions: tuple[float, ...]) -> list[float]:
    """The score process S = z√t has independent normal steps; its density is carried from look to look."""
    found, total = [], 0.0
    points: Vector = np.zeros(1)
    mass: Vector = np.ones(1)
    before = 0.0
    for bound, t in zip(bounds, fractions, strict=True):
        edge, step = bound * sqrt(t), sqrt(t - before)
        total += float(mass @ (ndtr((points - edge) / step) + ndtr((-points - edge) / step)))
        found.append(total)
        points, mass, before = *_carried(points, mass, edge, step), t
    return found


def _carried(points: Vector, mass: Vector, edge: float, step: float) -> tuple[Vector, Vector]:
    """Probability mass inside the bounds after a step, by Gauss–Legendre quadrature."""
    nodes, weights = _quadrature()
    inside, share = nodes * edge, weights * edge
    density = np.exp(-0.5 * ((inside[:, None] - points[None, :]) / step) ** 2) / (step * sqrt(2 * np.pi))
    return inside, share * (density @ mass)


@cache
def _quadrature() -> tuple[Vector, Vector]:
    nodes, weights = np.polynomial.legendre.leggauss(_GRID)
    return nodes, weights
