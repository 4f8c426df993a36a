"""Method (j): which places serve people best: p-median and maximal covering, solved exactly.

Both choose p places so that the sum over areas of the least cost to a chosen place is smallest. The p-median (Hakimi
1964, Operations Research 12:450–459) costs weight times distance; maximal covering (Church & ReVelle 1974, Papers of
the Regional Science Association 32:101–118) costs the weight where the distance is beyond reach, and the distance
decides between equals. Few combinations are all tried, more are left to an integer program.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from itertools import chain, combinations
from math import comb
from typing import Final, TypeAlias

import numpy as np
import numpy.typing as npt

from evaluation.stats.estimate import Matrix, Vector

Sets: TypeAlias = npt.NDArray[np.intp]

#: The Earth's mean radius in km (IUGG: a third of twice the equatorial and the polar, GRS 80).
EARTH_KM: Final = 6371.0088
#: Combinations times areas that are tried one by one: below a second.
_FEW: Final = 20_000_000
#: Combinations times areas held in memory at a time.
_AT_ONCE: Final = 1_000_000
#: Totals this close, as a share of the largest possible, are equal: rounding decides nothing.
_SAME: Final = 1e-9


@dataclass(frozen=True)
class Placement:
    """The places chosen, their column numbers rising, and what they reach.

    `value`: of the p-median the sum of weight times distance to the nearest of them, of covering the weight within
    reach.
    """

    chosen: tuple[int, ...]
    value: float


def great_circle_km(lat: Vector, lon: Vector, place_lat: Vector, place_lon: Vector) -> Matrix:
    """Straight-line distance over the globe in km, from degrees; shape (areas, places).

    Haversine (Sinnott 1984, Sky & Telescope 68:159): exact on a sphere, within 0.6 % of the ellipsoid. Raises
    ValueError for coordinates that are none.
    """
    _check_degrees(lat, lon)
    _check_degrees(place_lat, place_lon)
    north, east = np.radians(lat)[:, None], np.radians(lon)[:, None]
    to_north, to_east = np.radians(place_lat)[None, :], np.radians(place_lon)[None, :]
    half = np.sin((to_north - north) / 2) ** 2
    half = half + np.cos(north) * np.cos(to_north) * np.sin((to_east - east) / 2) ** 2
    km: Matrix = 2 * EARTH_KM * np.arcsin(np.sqrt(np.clip(half, 0.0, 1.0)))
    return km


def p_median(weights: Vector, distance: Matrix, p: int, fixed: Collection[int] = ()) -> Placement:
    """The p places with the smallest sum of weight times distance to the nearest; exact.

    `weights` shape (areas,), `distance` shape (areas, places), any unit; `fixed` places are among the p. Of equals
    the lowest indexes. Raises ValueError for weights or distances that are negative or not finite, shapes that do
    not fit, and a p or fixed places that cannot be.
    """
    _check(weights, distance, p, fixed)
    carried = weights[:, None] * distance
    chosen = _best([carried], p, fixed)
    return Placement(chosen, _total(carried, chosen))


def max_cover(
    weights: Vector, distance: Matrix, reach: float, p: int, fixed: Collection[int] = ()
) -> Placement:
    """The p places with most weight no farther than `reach` from the nearest; exact.

    Of equals the one with the smallest mean distance, then the lowest indexes. Arguments and errors as p_median;
    also ValueError for a reach that is negative or none.
    """
    _check(weights, distance, p, fixed)
    if not reach >= 0:
        raise ValueError("the reach must be a distance, not negative")
    beyond = weights[:, None] * (distance > reach)
    chosen = _best([beyond, weights[:, None] * distance], p, fixed)
    near = distance[:, list(chosen)].min(axis=1) <= reach
    return Placement(chosen, float(weights[near].sum()))


def nearest(distance: Matrix, chosen: Iterable[int]) -> Sets:
    """The column of the nearest chosen place by area, shape (areas,); of equals the lowest.

    Raises ValueError for no place, or one that is not a column.
    """
    places = sorted(set(chosen))
    if not places or not set(places) <= set(range(distance.shape[1])):
        raise ValueError("nearest needs at least one place, each a column of the distances")
    found: Sets = np.asarray(places, dtype=np.intp)[distance[:, places].argmin(axis=1)]
    return found


def _total(cost: Matrix, chosen: Collection[int]) -> float:
    return float(cost[:, list(chosen)].min(axis=1).sum())


def _best(costs: Sequence[Matrix], p: int, fixed: Collection[int]) -> tuple[int, ...]:
    """The set with the smallest total of the first cost, then of the next, then the lowest indexes."""
    areas, places = costs[0].shape
    tries = comb(places - len(fixed), p - len(fixed)) * areas
    return _try_all(costs, p, fixed) if tries <= _FEW else _by_program(costs, p, fixed)


def _try_all(costs: Sequence[Matrix], p: int, fixed: Collection[int]) -> tuple[int, ...]:
    free, more = [j for j in range(costs[0].shape[1]) if j not in fixed], p - len(fixed)
    drawn = np.fromiter(chain.from_iterable(combinations(free, more)), dtype=np.intp)
    count = comb(len(free), more)
    always = np.broadcast_to(np.array(sorted(fixed), dtype=np.intp), (count, len(fixed)))
    sets = np.hstack([always, drawn.reshape(count, more)])
    for cost in costs:
        totals = _totals(cost, sets)
        sets = sets[totals <= totals.min() + _slack(cost)]
    return tuple(sorted(int(j) for j in sets[0]))


def _totals(cost: Matrix, sets: Sets) -> Vector:
    """Of each set, one a row."""
    by_place = np.ascontiguousarray(cost.T)
    step, totals = max(1, _AT_ONCE // max(len(cost), 1)), np.empty(len(sets))
    for first in range(0, len(sets), step):
        part = sets[first : first + step]
        least = by_place[part[:, 0]]
        for column in part.T[1:]:
            np.minimum(least, by_place[column], out=least)
        totals[first : first + step] = least.sum(axis=1)
    return totals


def _slack(cost: Matrix) -> float:
    return _SAME * float(cost.max(axis=1).sum())


def _by_program(costs: Sequence[Matrix], p: int, fixed: Collection[int]) -> tuple[int, ...]:
    from evaluation.stats.placing_program import Program  # noqa: PLC0415  # loads scipy.optimize

    program, chosen = Program((costs[0].shape[0], costs[0].shape[1]), p), tuple(fixed)
    for cost in costs:
        found = program.least(cost, inside=fixed)
        if found is None:
            raise RuntimeError("the integer program found no set of places where there is one")
        chosen = found
        program.limit(cost, _total(cost, chosen) + _slack(cost))
    return program.lowest(costs[-1], chosen, fixed)


def _check(weights: Vector, distance: Matrix, p: int, fixed: Collection[int]) -> None:
    if distance.ndim != 2 or not distance.size or weights.shape != (len(distance),):
        raise ValueError(
            "distance must have one row for each area with a weight, and a column for each place"
        )
    if not (np.isfinite(weights).all() and np.isfinite(distance).all()):
        raise ValueError("weights and distances must be known numbers")
    if weights.min() < 0 or distance.min() < 0:
        raise ValueError("weights and distances must not be negative")
    places = distance.shape[1]
    if not 1 <= p <= places:
        raise ValueError(f"p must be from 1 to the {places} places there are, not {p}")
    if len(set(fixed)) != len(fixed) or len(fixed) > p or not set(fixed) <= set(range(places)):
        raise ValueError("fixed places must be different columns of the distances, at most p of them")


def _check_degrees(lat: Vector, lon: Vector) -> None:
    if lat.ndim != 1 or lat.shape != lon.shape:
        raise ValueError("latitudes and longitudes must be two rows of the same length")
    if not (np.abs(lat) <= 90).all() or not (np.abs(lon) <= 180).all():
        raise ValueError("latitudes must be from -90 to 90 degrees, longitudes from -180 to 180")
