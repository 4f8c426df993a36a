"""Asks the engine for a measure and puts its parts together."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from evaluation import texts
from evaluation.engine import Engine, Facts
from evaluation.metrics.dimensions import Dimension, Value, dimension
from evaluation.metrics.measured import Measured, Row
from evaluation.metrics.registry import METRICS, Metric
from evaluation.metrics.render import Selection, render, sql_text

Where = Mapping[str, str | Sequence[str]]
_PARTS = {"part", "numerator", "denominator", "n"}
_FINER = {"minute": ("minute",), "hour": ("minute", "hour")}


def compute(
    engine: Engine,
    key: str,
    by: Sequence[str] = (),
    where: Where | None = None,
    *,
    start: date | None = None,
    end: date | None = None,
) -> Measured:
    """One measure, divided by `by`, for rows and openings of the local dates `start` to `end`, both included.

    `where` keeps one value of a dimension, or several. Denominators keep whole what they do not know: open
    hours have no channel. Raises UserError for an unknown measure, dimension or value, or a dimension that
    the measure does not have; QueryError, with the SQL, for a query that fails.
    """
    metric = metric_of(key)
    asked = selection(engine.facts, by, where or {}, start, end)
    _refuse(metric, asked)
    unit = "per_day" if (metric.unit, engine.facts.unit) == ("per_hour", "day") else metric.unit
    missing, notes = _missing(metric, asked, engine.facts), _notes(metric, asked, engine.facts)
    rows: Iterable[Row] = ()
    if not missing and "cost_not_by_site" not in notes:
        rows = _rows(engine, metric, asked)
    return Measured(metric.key, tuple(by), tuple(sorted(rows, key=_order)), unit, missing, notes)


def metric_of(key: str) -> Metric:
    """The measure of a name. Raises UserError with the names there are."""
    if key not in METRICS:
        raise texts.error("metrics.unknown_metric", got=key, names=", ".join(METRICS))
    return METRICS[key]


def selection(
    facts: Facts, by: Sequence[str], where: Where, start: date | None, end: date | None
) -> Selection:
    """What is asked, its names and values checked. Raises UserError."""
    dims = tuple(dimension(name) for name in dict.fromkeys(by))
    kept = {dimension(name): _values(dimension(name), given) for name, given in where.items()}
    return Selection(dims, kept, start, end, facts.unit)


def _values(of: Dimension, given: str | Sequence[str]) -> tuple[Value, ...]:
    if not given:
        raise texts.error("metrics.bad_value", got=f"{of.key}=", name=of.key)
    return tuple(of.read(one) for one in ([given] if isinstance(given, str) else given))


def _refuse(metric: Metric, asked: Selection) -> None:
    for found in (*asked.by, *asked.where):
        if metric.table not in found.tables:
            raise texts.error(
                "metrics.dimension_not_here",
                got=found.key,
                metric=texts.text(f"metrics.{metric.key}.label"),
            )


def _missing(metric: Metric, asked: Selection, facts: Facts) -> tuple[str, ...]:
    needs = [need.split("|") for need in metric.needs]
    needs += [[name] for name in _FINER if metric.precision == name and not facts.present & set(_FINER[name])]
    if any(d.key == "hour" for d in (*asked.by, *asked.where)):
        needs += [["hour"]]
    told = facts.in_cases if metric.table == "s" else facts.present
    return tuple(dict.fromkeys(name for need in needs if not told & set(need) for name in need))


def _notes(metric: Metric, asked: Selection, facts: Facts) -> tuple[str, ...]:
    notes = []
    if metric.key == "first_contact_resolution" and "case_id" not in facts.present:
        notes.append("no_case_id")
    if metric.key == "reach_per_1000":
        notes += _reach(facts)
    split = any(d.key == "site" for d in (*asked.by, *asked.where))
    if metric.table == "k" and split and not facts.costs_by_site:
        notes.append("cost_not_by_site")
    return tuple(notes)


def _reach(facts: Facts) -> list[str]:
    """Without age or first visit the measure of reach is another one, and says so."""
    people, elders = "first_visit" in facts.present, "age_65plus" in facts.present
    if people:
        return [] if elders else ["reach_everyone"]
    return ["reach_enquiries"] if elders else ["reach_enquiries_of_everyone"]


def _rows(engine: Engine, metric: Metric, asked: Selection) -> list[Row]:
    sql, params = render(sql_text("sql", metric.file), metric, asked)
    cells = engine.execute(f"-- {metric.key} by {[d.key for d in asked.by]}\n{sql}", params).to_pylist()
    if metric.kind == "histogram":
        return _histograms(cells, asked)
    if metric.base:
        shared = asked.shared(metric.base)
        return _joined(cells, asked, shared, _silent(engine, metric, asked.within(metric.base)))
    return [_row(cell, dims_of(cell, asked)) for cell in cells if _counted(cell)]


def dims_of(cell: Mapping[str, Any], asked: Selection) -> tuple[Value, ...]:
    """The values of a cell's d0, d1 …, in the order they were asked for."""
    found = [(d, cell[f"d{i}"]) for i, d in enumerate(asked.by)]
    return tuple(None if value is None else d.read(value) for d, value in found)


def _row(
    cell: Mapping[str, Any],
    dims: tuple[Value, ...],
    base: Mapping[str, Any] | None = None,
) -> Row:
    extra = {name: _exact(cell[name]) for name in cell if name not in _PARTS and not _is_dim(name)}
    denominator = cell["denominator"] if base is None else base["denominator"]
    parts = _exact(cell["numerator"]), _exact(denominator)
    return Row(dims, *parts, int(cell["n"] or 0), extra=extra)


def _exact(value: float | None) -> float | None:
    """Engines add fractions of hours and kroner as decimals of twelve places: the sum of floats depends on the
    order, which threads change from one query to the next. Three thirds are then 0.999999999999: nine places
    make them a whole again.
    """
    return None if value is None else round(value, 9)


def _is_dim(name: str) -> bool:
    return name[0] == "d" and name[1:].isdigit()


def _silent(engine: Engine, metric: Metric, asked: Selection) -> set[tuple[Value, ...]]:
    """Cells of the base where there are enquiries and none of them tells what is asked."""
    if not asked.told:
        return set()
    sql, params = render(sql_text("support", "silent.sql"), metric, asked)
    cells = engine.execute(f"-- silent by {[d.key for d in asked.told]}\n{sql}", params).to_pylist()
    return {dims_of(cell, asked) for cell in cells}


def _joined(
    cells: Sequence[dict[str, Any]],
    asked: Selection,
    shared: list[int],
    silent: set[tuple[Value, ...]],
) -> list[Row]:
    """Counts joined with their base (open hours or covered days) on the dimensions that both have.

    A base cell without a count is a zero, for every value of the other dimensions that occurs at all: covered
    without rows is 0. Where there are rows but all are silent on those dimensions, nobody knows: no zero. A
    count without a base came outside all open hours, of which there are then 0.
    """
    counts = {dims_of(c, asked): c for c in cells if c["part"] == "count" and _counted(c)}
    bases = {_only(dims_of(c, asked), shared): c for c in cells if c["part"] == "base" and c["n"]}
    is_rate = any(cell["part"] == "base" and cell["denominator"] is not None for cell in cells)
    none = {"denominator": 0.0 if is_rate else None}
    rows = [_row(cell, key, bases.get(_only(key, shared), none)) for key, cell in counts.items()]
    rest = {_rest(key, shared) for key in counts} if len(shared) < len(asked.by) else {()}
    for known, base in bases.items():
        if known in silent:
            continue
        for key in (_woven(known, other, shared, len(asked.by)) for other in rest):
            if key not in counts:
                rows.append(_row(_zero(cells), key, base))
    return rows


def _zero(cells: Sequence[dict[str, Any]]) -> dict[str, Any]:
    return dict.fromkeys((name for name in cells[0] if not _is_dim(name)), 0.0)


def _counted(cell: Mapping[str, Any]) -> bool:
    """Whether a cell rests on anything; an aggregate over no rows at all is one empty row in SQL."""
    return cell["numerator"] is not None or any(
        cell[name] for name in cell if name != "part" and not _is_dim(name)
    )


def _only(key: tuple[Value, ...], shared: Sequence[int]) -> tuple[Value, ...]:
    return tuple(key[i] for i in shared)


def _rest(key: tuple[Value, ...], shared: Sequence[int]) -> tuple[Value, ...]:
    return tuple(value for i, value in enumerate(key) if i not in shared)


def _woven(
    key: tuple[Value, ...], other: tuple[Value, ...], shared: Sequence[int], size: int
) -> tuple[Value, ...]:
    known, rest = iter(key), iter(other)
    return tuple(next(known) if i in shared else next(rest) for i in range(size))


def _histograms(cells: Iterable[dict[str, Any]], asked: Selection) -> list[Row]:
    found: dict[tuple[Value, ...], list[dict[str, Any]]] = defaultdict(list)
    for cell in cells:
        found[dims_of(cell, asked)].append(cell)
    return [_histogram(dims, bins) for dims, bins in found.items()]


def _histogram(dims: tuple[Value, ...], bins: Iterable[dict[str, Any]]) -> Row:
    made = list(bins)
    waits = sorted((int(b["bin"]), int(b["answered"]), int(b["gone"])) for b in made if b["bin"] is not None)
    n = sum(called + left for _, called, left in waits)
    excluded = sum(float(b["excluded"]) for b in made)
    return Row(dims, None, None, n, tuple(waits), {"excluded": excluded})


def _order(row: Row) -> tuple[tuple[bool, Any], ...]:
    """By dimension, unknown last."""
    return tuple((value is None, "" if value is None else value) for value in row.dims)
