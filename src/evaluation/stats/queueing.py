"""Method (i): finite openings simulated, one queue before some members of staff; not a steady state.

Three arrivals an hour, one member of staff, 15 minutes each (gamma, shape 2), four hours: people wait 7 minutes on
average and 18 % leave (patience 40 minutes) where M/M/1 says 45 minutes. First come, first served; who is called
stays to the end. Lindley's recursion for several servers (Kiefer & Wolfowitz 1955, Trans. AMS 78:1–18), with
patience: one who has left never takes a server, so the others' waits are the same as if only those who stay had come.
"""

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from evaluation.stats.estimate import Matrix, Vector

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
) -> Served:
    """Serve everyone who came, opening by opening.

    `arrivals` in minutes after opening, rising along each row, NaN after the last: shape (n, k); `service` and
    `patience` minutes of the same people; `staff` and `closes` by opening, shape (n,). Who still waits at closing is
    served after it. Raises ValueError for shapes that do not fit, no staff, or arrivals out of order.
    """
    _check(arrivals, service, patience, staff, closes)
    n, k = arrivals.shape
    came = (~np.isnan(arrivals)).sum(axis=1)
    order = np.argsort(-came, kind="stable")  # the fullest first: those with nobody left to serve drop out
    alive = np.searchsorted(-came[order], -np.arange(k), side="left")
    # A person a row, an opening a column: every step reads and writes whole stretches of memory.
    at, takes, stands = (part.T[:, order] for part in (arrivals, service, patience))
    close, columns = closes[order], np.arange(n)
    most = min(int(staff.max(initial=1)), max(k, 1))  # more desks than people are never used
    desks = np.where(np.arange(most)[:, None] < staff[order], 0.0, np.inf)
    wait, called = np.full((k, n), np.nan), np.zeros((k, n), dtype=np.bool_)
    busy, last = np.zeros(n), np.zeros(n)
    for person, m in enumerate(alive):
        free, closing = desks[:, :m], close[:m]
        desk, soonest = (free.argmin(axis=0), columns[:m]), free.min(axis=0)
        start = np.maximum(at[person, :m], soonest)
        np.subtract(start, at[person, :m], out=wait[person, :m])
        stays = wait[person, :m] <= stands[person, :m]
        end = np.where(stays, start + takes[person, :m], 0.0)
        free[desk] = np.where(stays, end, soonest)
        called[person, :m] = stays
        np.maximum(last[:m], end, out=last[:m])
        busy[:m] += np.where(stays, np.minimum(end, closing) - np.minimum(start, closing), 0.0)
    back = np.argsort(order)
    return Served(wait.T[back], called.T[back], np.maximum(last - close, 0.0)[back], busy[back])


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
