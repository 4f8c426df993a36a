"""Synthetic years to release, and a reader who tries to work out what is hidden.

The attacker knows the plan and sees a release's cells and public totals, nothing else: none of the code that
made the release is used here. Integer programs tell what each hidden count can still be.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp

from evaluation.disclosure import (
    ALL_SITES,
    ELSEWHERE,
    GROUP_TABLE,
    NOT_MOVED,
    OFFICE,
    OTHER,
    OTHERWISE_TABLE,
    POPUPS,
    TARGET,
    UNKNOWN,
    Cell,
    CellKey,
    Period,
    Plan,
    Release,
    Role,
    Status,
    Table,
    release,
)
from evaluation.initiative.models import Thresholds

POPUP_SITES, HEAD_OFFICE = ("a", "b", "c"), "head"
GROUPS = ("old", "exempt", "frail", "relative", "rest", UNKNOWN)
QUARTERS = ("q1", "q2", "q3", "q4")
SUMS = (
    (TARGET, ("old", "exempt", "frail")),
    (OTHER, ("relative", "rest")),
    (UNKNOWN, (UNKNOWN,)),
)
MARGINS = ((POPUPS, POPUP_SITES), (ALL_SITES, (POPUPS, HEAD_OFFICE)))
PERIODS = (
    *(Period(q, date(2025, 3 * i + 1, 1), date(2025, 3 * i + 3, 28), (q,)) for i, q in enumerate(QUARTERS)),
    Period("year1", date(2025, 1, 1), date(2025, 12, 28), QUARTERS),
)
GROUP_PLAN = Plan((Table(GROUP_TABLE, GROUPS, SUMS, leading=TARGET),), MARGINS, PERIODS)
OTHERWISE = (OFFICE, ELSEWHERE, NOT_MOVED, UNKNOWN)
OFFICE_SUMS = ((OFFICE, (OFFICE,)), (OTHER, (ELSEWHERE, NOT_MOVED)), (UNKNOWN, (UNKNOWN,)))
OTHERWISE_PLAN = Plan((Table(OTHERWISE_TABLE, OTHERWISE, OFFICE_SUMS, leading=OFFICE),), MARGINS, PERIODS)
TOPIC_PLAN = Plan((Table("topic", (UNKNOWN,), yearly=True),), MARGINS, PERIODS)
LATE = date(2027, 1, 1)
Counts = dict[CellKey, int]


def group_year(seed: int, popups: int, head: int) -> Counts:
    """About so many contacts by site, group and quarter; one site opens in the third quarter."""
    shares = {"pop": (0.36, 0.12, 0.08, 0.09, 0.29, 0.06), "head": (0.06, 0.02, 0.02, 0.02, 0.73, 0.15)}
    return _year(seed, GROUP_TABLE, GROUPS, shares, popups, head)


def topic_year(seed: int, popups: int, head: int) -> Counts:
    """The same by topic: many small ones."""
    topics = tuple(f"topic{i}" for i in range(14))
    weights = np.geomspace(1, 0.01, len(topics))
    shares = {"pop": tuple(weights / weights.sum()), "head": tuple(weights[::-1] / weights.sum())}
    return _year(seed, "topic", topics, shares, popups, head)


def otherwise_year(seed: int, popups: int, head: int) -> Counts:
    """The same by where they would else have gone; nobody is asked at the head office."""
    shares = {"pop": (0.25, 0.06, 0.29, 0.40), "head": (0.0, 0.0, 0.0, 1.0)}
    return _year(seed, OTHERWISE_TABLE, OTHERWISE, shares, popups, head)


def _year(
    seed: int,
    table: str,
    categories: tuple[str, ...],
    shares: Mapping[str, tuple[float, ...]],
    popups: int,
    head: int,
) -> Counts:
    draw = np.random.default_rng(seed)
    sizes = {"a": 0.45 * popups, "b": 0.3 * popups, "c": 0.25 * popups, HEAD_OFFICE: float(head)}
    counts: Counts = {}
    for site, size in sizes.items():
        for quarter in QUARTERS[2:] if site == "c" else QUARTERS:
            mean = np.array(shares["head" if site == HEAD_OFFICE else "pop"]) * size
            drawn = draw.poisson(mean / (2 if site == "c" else 4))
            counts |= {
                CellKey(table, site, c, quarter): int(n) for c, n in zip(categories, drawn, strict=True)
            }
    return counts


def released(counts: Counts, plan: Plan, t: int, role: Role = Role.UDVALG) -> Release:
    """The release for a threshold: the committee's, or the manager's at 3."""
    thresholds = Thresholds(udvalg=max(t, 3), leder=3)
    return release(counts, role, thresholds, plan=plan, data_through=LATE)


def truth(counts: Counts, plan: Plan) -> Counts:
    """Every cell's value, as the data steward reads it."""
    found = released(counts, plan, 3, Role.DATAANSVARLIG)
    return {key: int(cell.value or 0) for key, cell in found.cells.items()}


@dataclass(frozen=True)
class Known:
    """What is worked out of one hidden count: it lies between `low` and `high`."""

    low: int
    high: int

    def gives_away(self, t: int, total: int) -> bool:
        """Whether more is known than that it may be t or more, or the row's whole public total."""
        return self.high < min(t, total) or self.high - self.low < min(t - 1, total)


class Attacker:
    """Solves for the counts by site, category and shortest period under all that a release shows."""

    def __init__(
        self, cells: Mapping[CellKey, Cell], totals: Mapping[tuple[str, str, str], int], plan: Plan
    ) -> None:
        self.cells, self.totals = cells, totals
        (table,) = plan.tables
        sites = {site for _, site, _ in totals} - {POPUPS, ALL_SITES}
        spans = {"year1"} if table.yearly else set(QUARTERS)
        self.base = [k for k in cells if k.table == table.name and k.site in sites and k.period in spans]
        self.lines = {key: self._line(key, table) for key in cells}
        self.solutions: list[np.ndarray] = []

    def _line(self, key: CellKey, table: Table) -> np.ndarray:
        sites = {POPUPS: POPUP_SITES, ALL_SITES: (*POPUP_SITES, HEAD_OFFICE)}.get(key.site, (key.site,))
        periods = QUARTERS if key.period == "year1" and not table.yearly else (key.period,)
        inside = dict(table.sums)[key.category] if key.table != table.name else (key.category,)
        return np.array(
            [b.site in sites and b.period in periods and b.category in inside for b in self.base], dtype=float
        )

    def _constraints(self) -> tuple[LinearConstraint, Bounds]:
        told = {(k.table, k.site, k.period) for k, cell in self.cells.items() if cell.shown}
        lines, low, high = [], [], []
        for key, cell in self.cells.items():
            positive = (key.table, key.site, key.period) in told  # zeros are shown where anything is
            lines.append(self.lines[key])
            low.append(cell.value if cell.shown else float(positive))
            high.append(cell.value if cell.shown else np.inf)
        for (table, site, period), total in self.totals.items():
            keys = [k for k in self.cells if (k.table, k.site, k.period) == (table, site, period)]
            lines.append(np.sum([self.lines[k] for k in keys], axis=0))
            low.append(total)
            high.append(total)
        return LinearConstraint(np.array(lines), low, high), Bounds(0, np.inf)

    def bound(self, key: CellKey, sign: int) -> int:
        """The largest (sign 1) or smallest (−1) that a count can be."""
        constraints, bounds = self._constraints()
        found = milp(
            -sign * self.lines[key],
            integrality=np.ones(len(self.base)),
            constraints=constraints,
            bounds=bounds,
        )
        assert found.x is not None, found.message
        self.solutions.append(np.rint(found.x))
        return round(self.lines[key] @ self.solutions[-1])

    def known(self, key: CellKey, t: int) -> Known:
        """Low and high: of data sets found before, where they are far enough apart, else of the solver."""
        values = [int(self.lines[key] @ one) for one in self.solutions]
        total = self.totals[key.table, key.site, key.period]
        if values and not (seen := Known(min(values), max(values))).gives_away(t, total):
            return seen
        return Known(self.bound(key, -1), self.bound(key, 1))

    def given_away(self, exact: Counts, t: int) -> list[CellKey]:
        """The small counts of which the release tells too much."""
        small = [k for k, n in exact.items() if 0 < n < t]
        return [k for k in small if self.known(k, t).gives_away(t, self.totals[k.table, k.site, k.period])]


def with_shown(found: Release, shown: Iterable[CellKey], exact: Counts) -> dict[CellKey, Cell]:
    """The release's cells with some more of them shown."""
    more = {key: Cell(Status.VALUE, float(exact[key]), n=exact[key]) for key in shown}
    return dict(found.cells) | more
