"""One integer program: the data set nearest to the truth in which a hidden count is large (or small) enough."""

from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_array, hstack, vstack

from evaluation.disclosure.linked import Counts, Flags, Linked

#: Branches of the search, not seconds: the same counts must give the same release on every machine.
_MOST_NODES = 2000
_LURE = 1e-4  # per contact: what is free to grow grows, so that one data set answers for many counts


@dataclass(frozen=True, eq=False)
class Shown:
    """What a reader would see: `hidden` cells; of these `withheld` ones may be 0, the others are at least 1.

    `movable` are visible cells that may still be hidden, at `costs` for each contact that they move by.
    """

    hidden: Flags
    withheld: Flags
    movable: Flags
    costs: np.ndarray


def possible(of: Linked, shown: Shown, goal: int, *, sign: int, bound: int, wanted: Flags) -> Counts | None:
    """Integer base counts that agree with all that is visible and give cell `goal` a value ≥ `bound`.

    With `sign` −1: a value ≤ −`bound`. Visible movable cells may differ from the truth, as little as their costs
    allow: they must then be hidden. `wanted` cells are made large where that costs nothing. None where there is
    no such data set, or none was found.
    """
    from scipy.optimize import Bounds, LinearConstraint, milp  # noqa: PLC0415  # slow to load, needed here alone

    n, moved = len(of.base), np.flatnonzero(shown.movable)
    slack = _columns(len(of.cells), moved)
    upward = -_LURE * of.parts[wanted].sum(axis=0) if sign > 0 else np.zeros(n)
    costs = np.concatenate([upward, shown.costs[moved], shown.costs[moved]])
    known, least = ~shown.hidden, shown.hidden & ~shown.withheld & (of.values > 0)
    least[:n] = False  # base counts have bounds of their own
    padding = csr_array((1, 2 * len(moved)))
    parts = csr_array(of.parts)
    lines = vstack(
        [
            hstack([parts[known], -slack[known], slack[known]]),
            _padded(csr_array(of.public), len(moved)),
            _padded(parts[least], len(moved)),
            hstack([sign * parts[[goal]], padding]),
        ],
        format="csr",
    )
    totals = of.public @ of.base
    low = np.concatenate([of.values[known], totals, np.ones(least.sum()), [bound]])
    high = np.concatenate([of.values[known], totals, np.full(least.sum() + 1, np.inf)])
    found = milp(
        costs,
        integrality=np.concatenate([np.ones(n), np.zeros(2 * len(moved))]),
        bounds=Bounds(*_bounds(of, shown, len(moved))),
        constraints=LinearConstraint(lines, low, high),
        options={"node_limit": _MOST_NODES},
    )
    return None if found.x is None else np.rint(found.x[:n]).astype(np.int64)


def _columns(cells: int, moved: np.ndarray) -> csr_array:
    """A column for each movable cell, 1 in that cell's line."""
    ones = np.ones(len(moved))
    return csr_array((ones, (moved, np.arange(len(moved)))), shape=(cells, len(moved)))


def _padded(lines: csr_array, moved: int) -> csr_array:
    return hstack([lines, csr_array((lines.shape[0], 2 * moved))])


def _bounds(of: Linked, shown: Shown, moved: int) -> tuple[np.ndarray, np.ndarray]:
    """Least and most: zeros are shown, so a hidden count is at least 1; in a withheld row only the total is known."""
    n = len(of.base)
    withheld = shown.withheld[:n]
    low = np.where((of.base > 0) & ~withheld, 1, 0)
    totals = np.array([of.totals[row] for row in of.rows[:n]])
    high = np.where((of.base > 0) | withheld, totals, 0)
    return np.concatenate([low, np.zeros(2 * moved)]), np.concatenate([high, np.full(2 * moved, np.inf)])
