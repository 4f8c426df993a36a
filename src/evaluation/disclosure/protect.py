"""Which counts to hide: small ones, and others until integer data sets prove that none can be worked out."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from evaluation.disclosure.audit import Goal, check, goals, met, withheld_rows
from evaluation.disclosure.linked import CellKey, Counts, Flags, Linked, Row, linked
from evaluation.disclosure.periods import Period
from evaluation.disclosure.plan import Plan, Table
from evaluation.disclosure.solve import Shown, possible

_LEADING, _MARGIN, _YEAR = 12.0, 2.0, 1.5  # how much rather another count is hidden


@dataclass(frozen=True)
class Hidden:
    """What a threshold hides: cells, and rows of which nothing is told, zeros neither."""

    cells: frozenset[CellKey] = frozenset()
    rows: frozenset[Row] = frozenset()

    def __or__(self, other: "Hidden") -> "Hidden":
        return Hidden(self.cells | other.cells, self.rows | other.rows)


@dataclass
class _Search:
    """A search under way over one set of linked counts; `hidden` and `seen` only grow, so it ends.

    `fixed` cells have been shown before and stay shown. `certificates` are the data sets found, `seen` their
    cell values, the truth first.
    """

    of: Linked
    threshold: int
    costs: np.ndarray
    fixed: Flags
    hidden: Flags
    kept: Flags
    rows: frozenset[Row]
    certificates: list[Counts] = field(default_factory=list)
    seen: list[Counts] = field(default_factory=list)

    @property
    def withheld(self) -> Flags:
        return self.of.in_rows(self.rows)

    def run(self) -> bool:
        """Hides until every goal is met; False where that cannot be reached or proved."""
        found = goals(self.of, self.threshold)
        for goal in found:
            while not met(goal, self.seen):
                if not self._step(goal, found) and not self._withhold(goal):
                    return False
        self._unhide(found)
        return check(self.of, self.hidden, self.withheld, self.certificates, self.threshold)

    def _step(self, goal: Goal, every: Sequence[Goal]) -> bool:
        """One more data set towards the goal, the cheapest; False if there is none."""
        values = [int(one[goal.cell]) for one in self.seen]
        low, high = min(values), max(values)
        # Where it is far enough up and the range is still too narrow, either end will do.
        ends = [(1, low + goal.width), (-1, goal.width - high)]
        asked = [(1, goal.high)] if high < goal.high else ends
        wanted = np.zeros(len(self.of.cells), dtype=np.bool_)
        wanted[[g.cell for g in every if not met(g, self.seen)]] = True
        shown = self._shown()
        found = [
            possible(self.of, shown, goal.cell, sign=sign, bound=bound, wanted=wanted)
            for sign, bound in asked
        ]
        tried = [(self._cost(base), i, base) for i, base in enumerate(found) if base is not None]
        if not tried:
            return False
        self._take(min(tried, key=lambda one: one[:2])[2])
        return True

    def _shown(self) -> Shown:
        movable = ~self.hidden & ~self.fixed & (self.of.values > 0)
        return Shown(self.hidden, self.withheld, movable, self.costs)

    def _moved(self, base: Counts) -> Flags:
        moved: Flags = ~self.hidden & (self.of.parts @ base != self.of.values)
        return moved

    def _cost(self, base: Counts) -> float:
        return float(self.costs[self._moved(base)].sum())

    def _take(self, base: Counts) -> None:
        self.hidden = self.hidden | self._moved(base)
        self.certificates.append(base)
        self.seen.append(self.of.parts @ base)

    def _withhold(self, goal: Goal) -> bool:
        """Whole rows where no single cells help: the cell's own, then those it is part of, then all."""
        for rows in self._ladder(goal):
            more = {row for row in rows if not (self.fixed & self.of.in_rows([row])).any()} - self.rows
            if more:
                self.rows = self.rows | more
                self.hidden = self.hidden | self.withheld
                return True
        return False

    def _ladder(self, goal: Goal) -> Iterator[Iterable[Row]]:
        own = self.of.parts[goal.cell]
        yield [self.of.rows[goal.cell]]
        shared = np.flatnonzero((self.of.parts @ own) > 0)
        yield [self.of.rows[i] for i in shared]
        yield self.of.totals

    def _unhide(self, every: Sequence[Goal]) -> None:
        """Shows companions that the data sets can do without, the most useful first."""
        spare = self.hidden & ~self.kept & ~self.withheld
        spare[[goal.cell for goal in every]] = False
        for i in sorted(np.flatnonzero(spare), key=lambda i: (-self.costs[i], self.of.cells[i])):
            keep = [n for n, one in enumerate(self.seen) if one[i] == self.of.values[i]]
            if all(met(goal, [self.seen[n] for n in keep]) for goal in every):
                self.hidden[i] = False
                self.certificates = [self.certificates[n - 1] for n in keep if n]
                self.seen = [self.seen[n] for n in keep]


def hidden_cells(
    base: Mapping[CellKey, int],
    plan: Plan,
    done: Sequence[Period],
    thresholds: Sequence[int],
) -> Hidden | None:
    """What to hide of a family so that no count from 1 to threshold − 1 can be worked out; None: show nothing.

    `plan` is the plan of that family's table alone; `base` holds counts by category for the shortest periods that
    the table has, complete in every row. The `thresholds` are solved from the first to the last, each keeping what
    the one before hides: roles nest. Quarters are solved before the year that they make and stay as they are: what
    was shown in the summer is not hidden in the winter.
    """
    found = Hidden()
    for threshold in thresholds:
        more = _hidden(base, plan, done, threshold, found)
        if more is None:
            return None
        found = more
    return found


def _hidden(
    base: Mapping[CellKey, int],
    plan: Plan,
    done: Sequence[Period],
    threshold: int,
    before: Hidden,
) -> Hidden | None:
    (table,) = plan.tables
    settled: dict[CellKey, bool] = {}
    found = Hidden()
    for period in done:
        single = {p for p in done if p.key in period.quarters} if not table.yearly else {period}
        inside = {p.key for p in single}
        counts = {key: n for key, n in base.items() if key.period in inside}
        if not counts:
            continue
        of = linked(counts, table, plan, [p for p in done if p in single or p == period])
        search = _search(of, table, threshold, before | found, settled)
        if not search.run():
            return None
        found |= Hidden(
            frozenset(c for c, hides in zip(of.cells, search.hidden, strict=True) if hides), search.rows
        )
        settled |= dict(zip(of.cells, search.hidden.tolist(), strict=True))
    return found


def _search(
    of: Linked, table: Table, threshold: int, before: Hidden, settled: Mapping[CellKey, bool]
) -> _Search:
    rows = (withheld_rows(of, threshold) | before.rows) & of.totals.keys()
    kept = np.array([cell in before.cells for cell in of.cells], dtype=np.bool_)
    hidden = kept | of.in_rows(rows)
    hidden[[goal.cell for goal in goals(of, threshold)]] = True
    return _Search(
        of=of,
        threshold=threshold,
        costs=np.array([_cost(of, table, i) for i in range(len(of.cells))]),
        fixed=np.array([settled.get(cell) is False for cell in of.cells], dtype=np.bool_),
        hidden=hidden,
        kept=kept,
        rows=frozenset(rows),
        seen=[of.values],
    )


def _cost(of: Linked, table: Table, i: int) -> float:
    """Large counts, sums and years are read most, so they are hidden last."""
    cell = of.cells[i]
    weight = _LEADING if cell.category == table.leading and cell.table == table.sums_name else 1.0
    weight *= _MARGIN if cell.site.startswith("*") else 1.0
    weight *= _YEAR if of.parts[i].sum() > 1 and cell.period not in _base_periods(of) else 1.0
    return float(np.log1p(of.values[i]) * weight)


def _base_periods(of: Linked) -> set[str]:
    return {cell.period for cell in of.cells[: len(of.base)]}
