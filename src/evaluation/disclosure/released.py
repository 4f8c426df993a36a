"""The tables a role reads sensitive figures from: counts go in once, protected cells come out."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from types import MappingProxyType

from evaluation.disclosure.cells import Cell, Role, Status
from evaluation.disclosure.linked import CellKey, linked
from evaluation.disclosure.periods import Period, is_done
from evaluation.disclosure.plan import Plan, Table
from evaluation.disclosure.protect import Hidden, hidden_cells
from evaluation.initiative.models import Thresholds


@dataclass(frozen=True)
class Release:
    """What one role may read of the completed periods; holds no hidden count.

    `plan` is the plan's hash, `periods` the released ones, `pending` those not complete yet. `totals` are the
    public row totals (all contacts of a site in a period) as they stood, by (table, site, period); `withheld`
    the tables of which nothing is shown, since no proof was found that it would be safe.
    """

    role: Role
    threshold: int
    plan: str
    periods: tuple[str, ...]
    pending: tuple[str, ...]
    cells: Mapping[CellKey, Cell]
    totals: Mapping[tuple[str, str, str], int]
    yearly: frozenset[str] = frozenset()
    withheld: frozenset[str] = frozenset()

    def cell(self, key: CellKey) -> Cell:
        """The protected cell; outside the release: pending, without data, or not published."""
        if key in self.cells:
            return self.cells[key]
        if key.table in self.withheld or (key.table in self.yearly and key.period.startswith("q")):
            return Cell(Status.NOT_PUBLISHED)
        if key.period in self.pending:
            return Cell(Status.PENDING)
        row = (key.table, key.site, key.period)
        if row in self.totals:
            return Cell(Status.NOT_PUBLISHED)
        return Cell(Status.NO_DATA if key.period in self.periods else Status.NOT_PUBLISHED)

    def row(self, table: str, site: str, period: str) -> dict[str, Cell]:
        """The cells of one row by category; empty where there is none."""
        wanted = (table, site, period)
        return {k.category: c for k, c in self.cells.items() if (k.table, k.site, k.period) == wanted}

    def records(self) -> list[dict[str, object]]:
        """One flat record a cell, for JSON and CSV, in the order of their keys."""
        return [key._asdict() | asdict(self.cells[key]) for key in sorted(self.cells)]


def threshold_for(role: Role, thresholds: Thresholds) -> int:
    """The smallest count a role sees (data steward: 0); the committee's is never below the manager's."""
    if role is Role.DATAANSVARLIG:
        return 0
    return thresholds.leder if role is Role.LEDER else max(thresholds.udvalg, thresholds.leder)


def protect_count(n: int, threshold: int) -> Cell:
    """One count on its own, where nothing beside it adds up to anything: hidden from 1 to threshold − 1."""
    if n == 0:
        return Cell(Status.ZERO, 0.0, n=0)
    return Cell(Status.SUPPRESSED) if n < threshold else Cell(Status.VALUE, float(n), n=n)


def release(
    counts: Mapping[CellKey, int],
    role: Role,
    thresholds: Thresholds,
    *,
    plan: Plan,
    data_through: date | None,
) -> Release:
    """Protects the counts for a role.

    `counts`: contacts by table, site, category (unknown included, as `plan.UNKNOWN`) and quarter; a row with
    one category given has all of them, the others 0; a row with none has no data. Sums over sites, categories
    and years are made here. Quarters that are not complete may be given and are left out. Raises ValueError for
    a negative count, or a table or a quarter that the plan does not know.
    """
    done = tuple(p for p in plan.periods if is_done(p.ends_on, data_through))
    base = _base(counts, plan, done)
    made = {table.name: _released(base, table, plan, done, _chain(role, thresholds)) for table in plan.tables}
    return Release(
        role=role,
        threshold=threshold_for(role, thresholds),
        plan=plan.hash,
        periods=tuple(p.key for p in done),
        pending=tuple(p.key for p in plan.periods if p not in done),
        cells=MappingProxyType({key: cell for one in made.values() if one for key, cell in one[0].items()}),
        totals=MappingProxyType({row: n for one in made.values() if one for row, n in one[1].items()}),
        yearly=frozenset(name for t in plan.tables if t.yearly for name in (t.name, t.sums_name)),
        withheld=frozenset(
            name for t in plan.tables if made[t.name] is None for name in (t.name, t.sums_name)
        ),
    )


def _chain(role: Role, thresholds: Thresholds) -> tuple[int, ...]:
    """Thresholds to solve one after the other: what the manager cannot see the committee cannot see either."""
    if role is Role.DATAANSVARLIG:
        return ()
    manager = threshold_for(Role.LEDER, thresholds)
    return (manager,) if role is Role.LEDER else (manager, threshold_for(role, thresholds))


_Cells = dict[CellKey, Cell]
_Totals = dict[tuple[str, str, str], int]


def _released(
    base: Mapping[CellKey, int], table: Table, plan: Plan, done: Sequence[Period], chain: Sequence[int]
) -> tuple[_Cells, _Totals] | None:
    """A table's cells and row totals; None where no safe release was found."""
    spans = [p for p in done if not table.yearly or p.quarters != (p.key,)]
    filled = _filled(base, table, spans)
    found = hidden_cells(filled, plan.only(table.name), spans, chain)
    return None if found is None else _shown(filled, table, plan, spans, found)


def _shown(
    filled: Mapping[CellKey, int], table: Table, plan: Plan, spans: Sequence[Period], found: Hidden
) -> tuple[_Cells, _Totals]:
    """Small counts and their companions look alike."""
    of = linked(filled, table, plan, () if table.yearly else spans)
    tables = dict.fromkeys(cell.table for cell in of.cells)
    cells = {
        key: Cell(Status.SUPPRESSED) if key in found.cells else protect_count(int(n), 0)
        for key, n in zip(of.cells, of.values, strict=True)
    }
    return cells, {(name, *row): n for name in tables for row, n in of.totals.items()}


def _base(counts: Mapping[CellKey, int], plan: Plan, done: Iterable[Period]) -> dict[CellKey, int]:
    """The counts of complete quarters. Raises ValueError for what is no count of the plan."""
    quarters = {p.key for p in plan.periods if p.quarters == (p.key,)}
    tables = {table.name for table in plan.tables}
    for key, n in counts.items():
        if n < 0 or key.table not in tables or key.period not in quarters:
            raise ValueError(f"not a count of the release plan: {key}")
    complete = quarters & {p.key for p in done}
    return {key: n for key, n in counts.items() if key.period in complete}


def _filled(base: Mapping[CellKey, int], table: Table, spans: Sequence[Period]) -> dict[CellKey, int]:
    """The table's counts for its shortest periods, every row with every category."""
    into = {q: p.key for p in spans for q in p.quarters} if table.yearly else {p.key: p.key for p in spans}
    found: dict[CellKey, int] = {}
    for key, n in base.items():
        if key.table == table.name and key.period in into:
            named = key._replace(period=into[key.period])
            found[named] = found.get(named, 0) + n
    categories = {*table.categories, *(key.category for key in found)}
    rows = {(key.site, key.period) for key in found}
    keys = (CellKey(table.name, site, c, period) for site, period in rows for c in categories)
    return {key: found.get(key, 0) for key in sorted(keys)}
