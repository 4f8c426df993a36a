"""What the reference and the engine answer, in one shape."""

from typing import Any

from evaluation.engine import Engine
from evaluation.metrics import METRICS, Measured, compute
from tests.spec.reference import Asked, Cell, Key, measure
from tests.spec.spec_tables import Question
from tests.spec.world import World

Answer = dict[Key, dict[str, Any]]
DIGITS = 6


def by_reference(world: World, asked: Question) -> Answer:
    """Slow Python. Filters become native values there as the engine's dimensions do."""
    where = {name: native(name, value) for name, value in asked.where.items()}
    cells = measure(world, asked.metric, Asked(asked.by, where, asked.start, asked.end))
    return {key: _cell(cell) for key, cell in cells.items()}


def by_engine(engine: Engine, asked: Question) -> Answer:
    """SQL. A column that the log lacks gives no answer at all, which the caller must have ruled out."""
    found = ask(engine, asked)
    if found.missing:
        raise LookupError(f"{asked.metric} misses {found.missing}")
    return {
        row.dims: _cell(
            Cell(
                row.numerator,
                row.denominator,
                row.n,
                None if row.histogram is None else {m: (c, g) for m, c, g in row.histogram},
                dict(row.extra),
            )
        )
        for row in found.rows
    }


def ask(engine: Engine, asked: Question) -> Measured:
    """The measure as the program asks for it."""
    return compute(engine, asked.metric, asked.by, asked.where, start=asked.start, end=asked.end)


def native(name: str, text: str) -> Any:
    """A filter's value as rows hold it."""
    if name in ("hour", "weekday", "year"):
        return int(text)
    return {"true": True, "false": False}.get(text, text)


def _cell(cell: Cell) -> dict[str, Any]:
    found: dict[str, Any] = {name: _number(value) for name, value in cell.extra.items()}
    if cell.histogram is not None:
        return found | {"n": cell.n, "waits": dict(sorted(cell.histogram.items()))}
    return found | {"numerator": _number(cell.numerator), "denominator": _number(cell.denominator), "n": cell.n}


def _number(value: float | None) -> float | None:
    return None if value is None else round(float(value), DIGITS)


def dimensions_of(metric: str) -> list[str]:
    """The dimensions that a measure can be divided by."""
    from evaluation.metrics import DIMENSIONS

    return [d.key for d in DIMENSIONS.values() if METRICS[metric].table in d.tables]
