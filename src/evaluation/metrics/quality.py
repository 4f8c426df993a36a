"""How good the data are, source by source: missing fields, tally sheets against the counting source, open ends.

Exact counts, without protection: what a role may see of them is the findings' business.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from evaluation.engine import Engine
from evaluation.intake.sheets import disagrees
from evaluation.metrics.render import sql_text

_HAS = "has_"


@dataclass(frozen=True)
class MissingField:
    """A field that a source fills, but not always: of so many `rows` it lacks in `missing`."""

    source: str
    column: str
    rows: int
    missing: int


@dataclass(frozen=True)
class Reconciled:
    """One opening (None: a day's rows outside openings, or without any) as two sources tell it.

    `counted` enquiries by the source that counts, `others` strokes by the tally source `other`.
    """

    opening_id: str | None
    site: str
    local_date: date
    counted_by: str
    counted: int
    other: str
    others: int


@dataclass(frozen=True)
class SheetSums:
    """A tally sheet whose sums of strokes disagree: {dimension: sum}; `total` counts everybody."""

    source: str
    site: str
    local_date: date
    sums: Mapping[str, int]


def missing_fields(engine: Engine) -> tuple[MissingField, ...]:
    """Every field that a source's contacts or steps fill at all, those that are always filled too."""
    return tuple(
        MissingField(row["source"], name.removeprefix(_HAS), row["records"], row["records"] - filled)
        for row in _rows(engine, "filled")
        for name, filled in row.items()
        if name.startswith(_HAS) and filled
    )


def reconciliations(engine: Engine) -> tuple[Reconciled, ...]:
    """Tally sources that do not count against the one that does, where both cover the day; in order of day."""
    return tuple(Reconciled(**row) for row in _rows(engine, "reconciliations"))


def sheet_sums(engine: Engine) -> tuple[SheetSums, ...]:
    """The sheets (all strokes of a source at a place on a day) whose sums disagree."""
    found: dict[tuple[str, str, date], dict[str, int]] = {}
    for row in _rows(engine, "sheet_sums"):
        key = row["source"], row["site"], row["local_date"]
        found.setdefault(key, {})[row["tally_dim"]] = row["strokes"]
    return tuple(SheetSums(*key, sums) for key, sums in found.items() if disagrees(sums))


def unclosed(engine: Engine) -> Mapping[str, tuple[int, int]]:
    """Source → (contacts that nobody closed, in time or at all, and all its contacts)."""
    through = engine.facts.data_through or date.max
    return {row["source"]: (row["not_closed"], row["contacts"]) for row in _rows(engine, "unclosed", through)}


def _rows(engine: Engine, name: str, *params: object) -> list[dict[str, Any]]:
    sql = sql_text("support", f"{name}.sql")
    return list(engine.execute(f"-- {name}\n{sql}", params).to_pylist())
