"""A family of linked counts: what is shown, and the base counts that all of it adds up from."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from evaluation.disclosure.periods import Period
from evaluation.disclosure.plan import Plan, Table

Counts = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]
Row = tuple[str, str]  # site or margin, period: its contacts are public


class CellKey(NamedTuple):
    """One count of a release: of a table (a sensitive dimension), a site or margin, a category, a period."""

    table: str
    site: str
    category: str
    period: str

    @property
    def row(self) -> Row:
        """Site and period: a public total."""
        return self.site, self.period


@dataclass(frozen=True, eq=False)
class Linked:
    """Counts that are solved together; `parts[i, j]` is 1 where base count j is part of cell i.

    The first cells are the base counts themselves, in their order. `base` holds the true base counts.
    """

    cells: tuple[CellKey, ...]
    parts: Counts
    base: Counts

    @cached_property
    def values(self) -> Counts:
        """The true value of every cell."""
        return self.parts @ self.base

    @cached_property
    def rows(self) -> tuple[Row, ...]:
        """The row of each cell."""
        return tuple(cell.row for cell in self.cells)

    @cached_property
    def totals(self) -> dict[Row, int]:
        """The public total of each row."""
        tables = {cell.table for cell in self.cells[: len(self.base)]}
        found: dict[Row, int] = {}
        for cell, value in zip(self.cells, self.values, strict=True):
            if cell.table in tables:
                found[cell.row] = found.get(cell.row, 0) + int(value)
        return found

    @cached_property
    def public(self) -> Counts:
        """A line for each base row's public total: 1 for the base counts in it."""
        rows = self.rows[: len(self.base)]
        return np.array([[r == row for r in rows] for row in dict.fromkeys(rows)], dtype=np.int64)

    def in_rows(self, rows: Iterable[Row]) -> Flags:
        """Which cells lie in any of the rows."""
        wanted = set(rows)
        return np.array([row in wanted for row in self.rows], dtype=np.bool_)


def linked(base: Mapping[CellKey, int], table: Table, plan: Plan, periods: Sequence[Period]) -> Linked:
    """The cells that are published of the base counts: they, their sums over categories, years and margins.

    `periods` are what the base counts span: quarters, or one year beside its quarters.
    """
    keys = sorted(base)
    made = {key: frozenset({i}) for i, key in enumerate(keys)}
    for name, members in table.sums:
        _add(made, table.name, "category", (name, members), table.sums_name)
    for year in (p for p in periods if p.quarters != (p.key,)):
        for named in (table.name, table.sums_name):
            _add(made, named, "period", (year.key, year.quarters), named)
    for name, members in plan.margins:
        for named in (table.name, table.sums_name):
            _add(made, named, "site", (name, members), named)
    parts = np.zeros((len(made), len(keys)), dtype=np.int64)
    for i, inside in enumerate(made.values()):
        parts[i, sorted(inside)] = 1
    return Linked(tuple(made), parts, np.array([base[key] for key in keys], dtype=np.int64))


def _add(
    made: dict[CellKey, frozenset[int]],
    table: str,
    field: str,
    whole: tuple[str, Iterable[str]],
    into: str,
) -> None:
    """Adds the cells that are sums over some values of one field: `whole` is the sum's name and those values."""
    inside = set(whole[1])
    found: dict[CellKey, frozenset[int]] = {}
    for key, indexes in made.items():
        if key.table == table and getattr(key, field) in inside:
            name = key._replace(table=into, **{field: whole[0]})
            found[name] = found.get(name, frozenset()) | indexes
    made.update(found)
