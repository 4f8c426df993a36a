"""Method (i): finite openings simulated, one queue before some members of staff; not a steady state.

Three arrivals an hour, one member of staff, 15 minutes each, four hours: the mean wait is 7 minutes and 18 % leave
(patience 40 minutes on average) where M/M/1 says 45 minutes. First come, first served; who is called stays to the
end. Lindley's recursion for several servers (Kiefer & Wolfowitz 1955, Trans. AMS 78:1–18), with patience: one who
has left never takes a server, so the others' waits are the same as if only those who stay had come.
"""

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from evaluation.stats.estimate import Vector

Matrix: TypeAlias = npt.NDArray[np.float64]
Counts: TypeAlias = npt.NDArray[np.int64]
Mask: TypeAlias = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Served:
    """What became of n openings; minutes throughout.

    By person, shape (n, k), NaN where there is nobody: `wait`, what the wait was or would have been for one who
    left; `called`, whether they stayed to be called. By opening, shape (n,): `overtime` after closing until the
    last has been served, `busy` minutes of service before closing, all staff together.
    """

    wait: Matrix
    called: Mask
    overtime: Vector
    busy: Vector


def serve(
    arrivals: Matrix,
    service: Matrix,
    patience: Matrix,
    *,
    staff: Counts,
    closes: Vector,
    grace: float = np.inf,
) -> Served:
    """Serve everyone who came, opening by opening.

    `arrivals` in minutes after opening, rising along each row, NaN after the last: shape (n, k); `service` and
    `patience` minutes of the same people; `staff` and `closes` by opening, shape (n,). Whom nobody could call
    within `grace` minutes after closing leaves then. Raises ValueError for shapes that do not fit, no staff, or
    arrivals out of order.
    """
    _check(arrivals, service, patience, staff, closes)
    n, k = arrivals.shape
    wait, called = np.full((n, k), np.nan), np.zeros((n, k), dtype=np.bool_)
    busy, last = np.zeros(n), np.zeros(n)
    free = np.where(np.arange(int(staff.max(initial=1))) < staff[:, None], 0.0, np.inf)
    came = (~np.isnan(arrivals)).sum(axis=1)
    order = np.argsort(-came, kind="stable")  # the fullest first: those with nobody left to serve drop out
    alive = np.searchsorted(-came[order], -np.arange(k), side="left")
    for person in range(k):
        rows = order[: alive[person]]
        if not len(rows):
            break
        at = arrivals[rows, person]
        desk = free[rows].argmin(axis=1)
        start = np.maximum(at, free[rows, desk])
        wait[rows, person] = start - at
        stays = (start - at <= patience[rows, person]) & (start <= closes[rows] + grace)
        end = start + service[rows, person]
        free[rows[stays], desk[stays]] = end[stays]
        called[rows, person] = stays
        last[rows] = np.where(stays, np.maximum(last[rows], end), last[rows])
        worked = np.clip(end, None, closes[rows]) - np.clip(start, None, closes[rows])
        busy[rows] += np.where(stays, worked, 0.0)
    return Served(wait, called, np.maximum(last - closes, 0.0), busy)


def _check(arrivals: Matrix, service: Matrix, patience: Matrix, staff: Counts, closes: Vector) -> None:
    if not arrivals.shape == service.shape == patience.shape or arrivals.ndim != 2:
        raise ValueError("arrivals, service and patience must have one shape (openings, people)")
    if staff.shape != closes.shape or len(staff) != len(arrivals):
        raise ValueError("staff and closes must have one entry for each opening")
    if len(staff) and int(staff.min()) < 1:
        raise ValueError("an opening needs at least one member of staff")
    gaps = np.diff(arrivals, axis=1)
    if np.any(gaps < 0) or np.any(np.isnan(arrivals[:, :-1]) & ~np.isnan(arrivals[:, 1:])):
        raise ValueError("arrivals must rise along each opening, nobody after a gap")
