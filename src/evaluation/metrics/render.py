"""Fills a measure's SQL: names from the registry only, every value a `?` parameter in the text's order."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from importlib.resources import files
from typing import Literal

from evaluation.metrics.dimensions import TABLES, Dimension, Value, dimension
from evaluation.metrics.metric import Metric

_HOLE = re.compile(r"\{(?:(?P<table>[a-z])\.)?(?P<name>[a-z_]+)\}")


@dataclass(frozen=True)
class Selection:
    """What is asked of a measure: dimensions, values to keep, first and last local date.

    `told`: dimensions that a row must tell, in `{told}` only.
    """

    by: tuple[Dimension, ...]
    where: Mapping[Dimension, tuple[Value, ...]]
    start: date | None
    end: date | None
    unit: Literal["hour", "day"]
    told: tuple[Dimension, ...] = ()

    def has(self, table: str, dimension: Dimension) -> bool:
        """Whether a table knows a dimension. Days of exposure have no clock hour."""
        return table in dimension.tables and (table, dimension.key, self.unit) != ("x", "hour", "day")

    def shared(self, table: str) -> list[int]:
        """Positions in `by` of the dimensions that a table knows."""
        return [i for i, dimension in enumerate(self.by) if self.has(table, dimension)]

    def within(self, table: str) -> "Selection":
        """The same asked of a table that does not know every dimension; what it does not know must be told."""
        by = tuple(self.by[i] for i in self.shared(table))
        where = {d: values for d, values in self.where.items() if self.has(table, d)}
        told = tuple(dict.fromkeys(d for d in (*self.by, *self.where) if not self.has(table, d)))
        return replace(self, by=by, where=where, told=told)


def sql_text(folder: Literal["sql", "support"], file: str) -> str:
    """A query as it lies beside this module."""
    return files("evaluation.metrics").joinpath(folder, file).read_text(encoding="utf-8")


def render(template: str, metric: Metric, asked: Selection) -> tuple[str, list[object]]:
    """SQL and parameters.

    Holes: `{e.dims}` selects the dimensions of table e as text d0, d1 … (NULL where e has none); `{e.keys}`
    the same untyped as k0, k1 …; `{keys}` lists the keys, `{dims}` turns them into dims; `{e.cols}` lists e's
    own columns with a comma after each; `{e.group}` and `{group}` are a GROUP BY or nothing; `{e.where}` the
    filters that e knows; `{total_rows}` and `{own_rows}` keep each tally sheet from counting twice; `{told}` holds
    for rows that tell every dimension of `asked.told`; `{metric}` is the measure's key.
    """
    params: list[object] = []

    def fill(hole: re.Match[str]) -> str:
        name, table = hole["name"], hole["table"]
        if table is None:
            return _plain(name, metric, asked)
        if table not in TABLES:
            raise KeyError(hole[0])
        if name == "where":
            return _where(table, asked, params)
        return _columns(name, table, asked)

    return _HOLE.sub(fill, template), params


def _columns(name: str, table: str, asked: Selection) -> str:
    known = [f"{table}.{d.column}" if asked.has(table, d) else None for d in asked.by]
    own = [column for column in known if column]
    if name == "group":
        return f"GROUP BY {', '.join(own)}" if own else ""
    if name == "cols":
        return "".join(f"{column}, " for column in own)
    made = {"dims": "CAST({} AS STRING) AS d{}, ", "keys": "{} AS k{}, "}[name]
    return "".join(made.format(column or "NULL", i) for i, column in enumerate(known))


def _plain(name: str, metric: Metric, asked: Selection) -> str:
    keys = [f"k{i}" for i in range(len(asked.by))]
    if name == "dims":
        return "".join(f"CAST({key} AS STRING) AS d{i}, " for i, key in enumerate(keys))
    if name == "keys":
        return "".join(f"{key}, " for key in keys)
    if name == "group":
        return f"GROUP BY {', '.join(keys)}" if keys else ""
    if name == "metric":
        return metric.key
    if name == "told":
        return " AND ".join(f"e.{d.column} IS NOT NULL" for d in asked.told) or "1 = 1"
    wanted = {d.key for d in (*asked.by, *asked.where, *asked.told) if d.tally}
    if name == "own_rows" and metric.tally:
        wanted.add(metric.tally)
    elif name not in ("own_rows", "total_rows"):
        raise KeyError(name)
    return _tally(sorted(wanted))


def _tally(wanted: Sequence[str]) -> str:
    """Contacts and, of each tally sheet, the lines of the dimension asked for; a line never crosses two."""
    if not wanted:
        return "e.in_total"
    if len(wanted) > 1:
        return "e.record <> 'tally'"
    return f"(e.record <> 'tally' OR e.tally_dim = '{wanted[0]}')"


def _where(table: str, asked: Selection, params: list[object]) -> str:
    parts: list[str] = []
    dated = table in dimension("local_date").tables  # residents are the same all year
    for sign, bound in ((">=", asked.start), ("<=", asked.end)):
        if bound is not None and dated:
            parts.append(f"{table}.local_date {sign} ?")
            params.append(bound)
    for found, values in asked.where.items():
        if asked.has(table, found):
            parts.append(f"{table}.{found.column} IN ({', '.join('?' * len(values))})")
            params.extend(values)
    return " AND ".join(parts) or "1 = 1"
