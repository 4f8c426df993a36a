"""The tables a role reads sensitive figures from: counts go in once, protected cells come out."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date
from itertools import groupby
from types import MappingProxyType

from evaluation.disclosure.cells import Cell, Role, Status
from evaluation.disclosure.periods import Period, is_done
from evaluation.disclosure.plan import Plan
from evaluation.disclosure.protect import CellKey, Sum, hidden_cells
from evaluation.initiative.models import Thresholds


@dataclass(frozen=True)
class Release:
    """What one role may read of the completed periods; holds no hidden count.

    `plan` is the plan's hash, `periods` the released ones, `pending` those not complete yet. `totals` are the
    public row totals (all contacts of a site in a period) as they stood, by (table, site, period).
    """

    role: Role
    threshold: int
    plan: str
    periods: tuple[str, ...]
    pending: tuple[str, ...]
    cells: Mapping[CellKey, Cell]
    totals: Mapping[tuple[str, str, str], int]

    def cell(self, key: CellKey) -> Cell:
        """The protected cell; outside the release: pending, without data, or not published."""
        if key in self.cells:
            return self.cells[key]
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
    one category given has all of them, the others 0; a row with none has no data. Sums over sites and years
    are made here. Quarters that are not complete may be given and are left out. Raises ValueError for a
    negative count, or a table or a quarter that the plan does not know.
    """
    done = tuple(p for p in plan.periods if is_done(p.ends_on, data_through))
    sums, values = _summed(_filled(_base(counts, plan, done)), plan, done)
    rows = [tuple(cells) for _, cells in groupby(sorted(values, key=_in_row), key=_row)]
    threshold = threshold_for(role, thresholds)
    hidden = hidden_cells(values, rows, sums, threshold, frozenset(plan.target))
    return Release(
        role=role,
        threshold=threshold,
        plan=plan.hash,
        periods=tuple(p.key for p in done),
        pending=tuple(p.key for p in plan.periods if p not in done),
        cells=MappingProxyType({key: _shown(n, key in hidden) for key, n in values.items()}),
        totals=MappingProxyType({_row(cells[0]): sum(values[c] for c in cells) for cells in rows}),
    )


def _shown(n: int, hidden: bool) -> Cell:
    # Small ones and their companions look alike.
    return Cell(Status.SUPPRESSED) if hidden else protect_count(n, 0)


def _base(counts: Mapping[CellKey, int], plan: Plan, done: Iterable[Period]) -> dict[CellKey, int]:
    """The counts of complete quarters. Raises ValueError for what is no count of the plan."""
    quarters = {p.key for p in plan.periods if p.quarters == (p.key,)}
    for key, n in counts.items():
        if n < 0 or key.table not in plan.tables or key.period not in quarters:
            raise ValueError(f"not a count of the release plan: {key}")
    complete = quarters & {p.key for p in done}
    return {key: n for key, n in counts.items() if key.period in complete}


def _row(key: CellKey) -> tuple[str, str, str]:
    return key.table, key.site, key.period


def _in_row(key: CellKey) -> tuple[str, str, str, str]:
    return *_row(key), key.category


def _filled(base: Mapping[CellKey, int]) -> dict[CellKey, int]:
    """Every row with every category of its table."""
    categories: dict[str, set[str]] = {}
    for key in base:
        categories.setdefault(key.table, set()).add(key.category)
    rows = sorted({_row(key) for key in base})
    keys = (CellKey(t, site, c, period) for t, site, period in rows for c in sorted(categories[t]))
    return {key: base.get(key, 0) for key in keys}


def _summed(
    values: dict[CellKey, int], plan: Plan, done: Sequence[Period]
) -> tuple[list[Sum], dict[CellKey, int]]:
    """The margins and years that the plan adds up, margins of years and years of margins both."""
    _years(values, done)
    margins = [one for name, members in plan.margins for one in _sums(values, "site", name, members)]
    return margins + _years(values, done), values


def _years(values: dict[CellKey, int], done: Sequence[Period]) -> list[Sum]:
    # Rather the year than a quarter that was shown before the year was complete.
    years = [p for p in done if p.quarters != (p.key,)]
    found = (one for p in years for one in _sums(values, "period", p.key, p.quarters))
    return [replace(one, hide_whole=True) for one in found]


def _sums(values: dict[CellKey, int], field: str, whole: str, parts: Iterable[str]) -> list[Sum]:
    members = set(parts)
    found: dict[CellKey, list[CellKey]] = {}
    for key in sorted(values):
        if getattr(key, field) in members:
            found.setdefault(key._replace(**{field: whole}), []).append(key)
    values.update({key: sum(values[c] for c in cells) for key, cells in found.items()})
    return [Sum(key, tuple(cells)) for key, cells in found.items()]
