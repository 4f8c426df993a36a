"""What the reference and the engine answer, in one shape."""

from typing import Any

from evaluation.engine import Engine
from evaluation.metrics import DIMENSIONS, METRICS, Row, compute
from tests.spec.reference import measure
from tests.spec.reference_reader import Asked, Cell, Key
from tests.spec.spec_tables import Question
from tests.spec.world import World

Answer = dict[Key, dict[str, Any]]
DIGITS = 6


def by_reference(world: World, asked: Question) -> Answer:
    """Slow Python. Filters become native values there as the engine's dimensions do."""
    where = {name: native(name, value) for name, value in asked.where.items()}
    cells = measure(world, asked.metric, Asked(asked.by, where, asked.start, asked.end))
    return in_one_shape(cells)


def in_one_shape(cells: dict[Key, Cell]) -> Answer:
    """Cells of either side, rounded."""
    return {key: _cell(cell) for key, cell in cells.items()}


def by_engine(engine: Engine, asked: Question) -> Answer:
    """SQL, as the program asks for it. Raises LookupError where the log lacks a needed column."""
    found = compute(engine, asked.metric, asked.by, asked.where, start=asked.start, end=asked.end)
    if found.missing:
        raise LookupError(f"{asked.metric} misses {found.missing}")
    return {row.dims: _cell(_as_cell(row)) for row in found.rows}


def _as_cell(row: Row) -> Cell:
    bins = (
        None if row.histogram is None else {minute: (called, gone) for minute, called, gone in row.histogram}
    )
    return Cell(row.numerator, row.denominator, row.n, bins, dict(row.extra))


def native(name: str, text: str) -> Any:
    """A filter's value as rows hold it."""
    if name in ("hour", "weekday", "year"):
        return int(text)
    return {"true": True, "false": False}.get(text, text)


def _cell(cell: Cell) -> dict[str, Any]:
    found: dict[str, Any] = {name: _number(value) for name, value in cell.extra.items()}
    if cell.histogram is not None:
        return found | {"n": cell.n, "waits": dict(sorted(cell.histogram.items()))}
    return found | {
        "numerator": _number(cell.numerator),
        "denominator": _number(cell.denominator),
        "n": cell.n,
    }


def _number(value: float | None) -> float | None:
    return None if value is None else round(float(value), DIGITS)


def dimensions_of(metric: str) -> list[str]:
    """The dimensions that a measure can be divided by."""
    return [d.key for d in DIMENSIONS.values() if METRICS[metric].table in d.tables]
