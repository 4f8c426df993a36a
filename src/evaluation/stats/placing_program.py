"""The integer program of `placing`: p places with the smallest total cost, each area at its cheapest of them.

x_j: place j is chosen; y_aj: the share of area a that goes to j. Σ_j y_aj = 1, y_aj ≤ x_j, Σ_j x_j = p (ReVelle &
Swain 1970, Geographical Analysis 2:30–42). Solved to the end by HiGHS, no gap left.
"""

from collections.abc import Collection, Sequence
from typing import Final

import numpy as np
from scipy import sparse
from scipy.optimize import Bounds, LinearConstraint, milp

from evaluation.stats.estimate import Matrix, Vector

#: The largest possible total as the solver sees it: its tolerances are absolute, about 1e-6.
_SCALE: Final = 1e4
#: How far beyond a limit the solver may go, of `_SCALE`: nearer to its tolerances it misses sets that just keep it.
_LOOSE: Final = 1e-2
_INFEASIBLE: Final = 2


class Program:
    """Choose p of the places; `shape` (areas, places) as the costs. Limits on the total of a cost are kept."""

    def __init__(self, shape: tuple[int, int], p: int) -> None:
        self._areas, self._places = shape
        one_each = sparse.kron(sparse.eye_array(self._areas), np.ones((1, self._places)))
        there = sparse.kron(np.ones((self._areas, 1)), sparse.eye_array(self._places))
        going = sparse.eye_array(self._areas * self._places)
        empty = sparse.csr_array((self._areas, self._places))
        self._limits: list[tuple[Matrix, float]] = []
        self._rules = [
            LinearConstraint(sparse.hstack([empty, one_each], format="csr"), 1, 1),
            LinearConstraint(sparse.hstack([-there, going], format="csr"), -np.inf, 0),
            self._chosen(range(self._places), p, p),
        ]

    def limit(self, cost: Matrix, most: float) -> None:
        """From now on only sets whose total of this cost is at most `most`."""
        row, scale = self._row(cost)
        self._rules.append(LinearConstraint(row, -np.inf, most * scale + _LOOSE))
        self._limits.append((cost, most))

    def least(
        self,
        cost: Matrix,
        *,
        inside: Collection[int] = (),
        outside: Collection[int] = (),
        unlike: Collection[int] = (),
    ) -> tuple[int, ...] | None:
        """The set with the smallest total; with all `inside`, none `outside`, and not `unlike`. None: there is none.

        Raises RuntimeError if the solver gives up.
        """
        low, high = np.zeros(self._places), np.ones(self._places)
        low[list(inside)], high[list(outside)] = 1.0, 0.0
        others = [self._unlike(unlike)] if unlike else []
        found = self._solve(cost, low, high, others)
        while found is not None and not self._keeps_limits(found):
            others.append(self._unlike(found))
            found = self._solve(cost, low, high, others)
        return found

    def lowest(self, cost: Matrix, chosen: tuple[int, ...], fixed: Collection[int]) -> tuple[int, ...]:
        """Of all sets within the limits the one with the lowest indexes, given one of them."""
        if self.least(cost, inside=fixed, unlike=chosen) is None:
            return chosen
        place = 0
        while place < max(chosen):
            if place not in chosen:
                kept = {j for j in chosen if j < place} | set(fixed) | {place}
                outside = set(range(place)) - kept
                chosen = self.least(cost, inside=kept, outside=outside) or chosen
            place += 1
        return chosen

    def _solve(
        self, cost: Matrix, low: Vector, high: Vector, others: Sequence[LinearConstraint]
    ) -> tuple[int, ...] | None:
        shares = np.zeros(cost.size)
        found = milp(
            self._row(cost)[0],
            integrality=np.append(np.ones(self._places), shares),
            bounds=Bounds(np.append(low, shares), np.append(high, shares + 1)),
            constraints=[*self._rules, *others],
            options={"mip_rel_gap": 0.0},
        )
        if found.status == _INFEASIBLE:
            return None
        if not found.success:
            raise RuntimeError(f"the places could not be solved: {found.message}")
        return tuple(int(j) for j in np.flatnonzero(found.x[: self._places] > 0.5))

    def _keeps_limits(self, chosen: tuple[int, ...]) -> bool:
        return all(cost[:, list(chosen)].min(axis=1).sum() <= most for cost, most in self._limits)

    def _unlike(self, chosen: Collection[int]) -> LinearConstraint:
        return self._chosen(chosen, 0, len(chosen) - 1)

    def _row(self, cost: Matrix) -> tuple[Matrix, float]:
        largest = float(cost.max(axis=1).sum())
        scale = _SCALE / largest if largest > 0 else 1.0
        return np.append(np.zeros(self._places), cost.ravel() * scale), scale

    def _chosen(self, places: Collection[int], least: int, most: int) -> LinearConstraint:
        row = np.zeros((1, self._places * (self._areas + 1)))
        row[0, list(places)] = 1.0
        return LinearConstraint(sparse.csr_array(row), least, most)
