"""Counts and waits by opening, which statistics of overdispersed counts need. Never for display."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from datetime import date

from evaluation.engine import Engine
from evaluation.metrics.compute import Where, compute, dims_of, metric_of, selection
from evaluation.metrics.dimensions import Value, dimension
from evaluation.metrics.render import render, sql_text

Dims = tuple[Value, ...]
Histogram = tuple[tuple[int, int, int], ...]


@dataclass(frozen=True)
class OpeningCount:
    """One counted opening, or one covered day where the initiative has no openings (`open_hours` is then 1).

    `enquiries` came while it was open; of these `target` belong to the target group and for `unknown` nobody
    knows. A day of several places has `site` "".
    """

    opening_id: str
    site: str
    local_date: date
    week_start: date
    open_hours: float
    enquiries: int
    target: int
    unknown: int


_COUNTED = tuple(field.name for field in fields(OpeningCount))


def opening_counts(
    engine: Engine,
    start: date | None = None,
    end: date | None = None,
    sites: Sequence[str] | None = None,
) -> list[OpeningCount]:
    """Every opening that counts (held and covered) from `start` to `end`, those without enquiries too, in
    order.

    Without openings: every covered day, all places asked for together. Sum of enquiries / sum of open_hours
    is the measure enquiries_per_open_hour.
    """
    where: Where = {} if sites is None else {"site": tuple(sites)}
    return opening_counts_by_cell(engine, (), where, start, end).get((), [])


def opening_counts_by_cell(
    engine: Engine,
    by: Sequence[str],
    where: Where | None = None,
    start: date | None = None,
    end: date | None = None,
) -> dict[Dims, list[OpeningCount]]:
    """As `opening_counts`, divided by dimensions that an opening has (`tells_openings`), in one query.

    Without openings a cell's days are those of its own places.
    """
    asked = selection(engine.facts, by, where or {}, start, end)
    name = "opening_counts" if engine.facts.unit == "hour" else "day_counts"
    sql, params = render(sql_text("support", f"{name}.sql"), metric_of("target_group_per_open_hour"), asked)
    found: dict[Dims, list[OpeningCount]] = defaultdict(list)
    for cell in engine.execute(f"-- {name} by {list(by)}\n{sql}", params).to_pylist():
        found[dims_of(cell, asked)].append(OpeningCount(**{name: cell[name] for name in _COUNTED}))
    return found


def tells_openings(dimensions: Iterable[str]) -> bool:
    """Whether each dimension keeps an opening whole, so that the openings of a cell can be told."""
    return all("o" in dimension(name).tables for name in dimensions)


def waits_by_opening(
    engine: Engine,
    where: Where | None = None,
    start: date | None = None,
    end: date | None = None,
    metric: str = "wait_median",
) -> list[Histogram]:
    """The histogram of a measure of waits, one for each opening; outside openings one for each site and day.

    Together they add up to the measure's own histogram.
    """
    return waits_by_cell(engine, (), where, start, end, metric=metric).get((), [])


def waits_by_cell(
    engine: Engine,
    by: Sequence[str],
    where: Where | None = None,
    start: date | None = None,
    end: date | None = None,
    *,
    metric: str = "wait_median",
) -> dict[Dims, list[Histogram]]:
    """As `waits_by_opening`, for each cell of a measure that is divided, in one query."""
    units = ("opening_id", "site", "local_date")
    found: dict[Dims, list[Histogram]] = defaultdict(list)
    for row in compute(engine, metric, (*by, *units), where, start=start, end=end).rows:
        if row.histogram:
            found[row.dims[: len(by)]].append(row.histogram)
    return found
