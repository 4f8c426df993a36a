"""Counts and waits by opening, which statistics of overdispersed counts need. Never for display."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from evaluation.engine import Engine
from evaluation.metrics.compute import Where, compute, metric_of, selection
from evaluation.metrics.render import render, sql_text


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
    asked = selection(engine.facts, (), where, start, end)
    name = "opening_counts" if engine.facts.unit == "hour" else "day_counts"
    sql, params = render(sql_text("support", f"{name}.sql"), metric_of("target_group_per_open_hour"), asked)
    return [OpeningCount(**cell) for cell in engine.execute(f"-- {name}\n{sql}", params).to_pylist()]


def waits_by_opening(
    engine: Engine,
    where: Where | None = None,
    start: date | None = None,
    end: date | None = None,
    metric: str = "wait_median",
) -> list[tuple[tuple[int, int, int], ...]]:
    """The histogram of a measure of waits, one for each opening; outside openings one for each site and day.

    Together they add up to the measure's own histogram.
    """
    by = ("opening_id", "site", "local_date")
    rows = compute(engine, metric, by, where, start=start, end=end).rows
    return [row.histogram for row in rows if row.histogram]
