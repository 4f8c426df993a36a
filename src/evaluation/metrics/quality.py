"""How good the data are, source by source: missing fields, tally sheets against the counting source, open ends,
openings that nobody tells of.

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


def unclosed(engine: Engine, imported: Mapping[str, date]) -> Mapping[str, tuple[int, int]]:
    """Source → (contacts that nobody closed, in time or at all, and all its contacts).

    `imported`: the local day of each source's newest import. What stood open then may be closed still if its day
    was not over: it is that day or a later one (of a source that was never imported: its last), or has no data yet.
    """
    through = engine.facts.data_through or date.max
    days = _rows(engine, "unclosed")
    newest = {row["source"]: row["local_date"] for row in days} | dict(imported)
    found: dict[str, tuple[int, int]] = {}
    for row in days:
        over = row["local_date"] < newest[row["source"]] and row["local_date"] <= through
        count, contacts = found.get(row["source"], (0, 0))
        count += row["not_closed"] + (row["still_open"] if over else 0)
        found[row["source"]] = count, contacts + row["contacts"]
    return found


def silent_openings(engine: Engine) -> tuple[str, ...]:
    """The ids of openings that count as held though no row tells of them and no tally sheet states a zero, in order."""
    return tuple(row["opening_id"] for row in _rows(engine, "silent_openings"))


def _rows(engine: Engine, name: str) -> list[dict[str, Any]]:
    sql = sql_text("support", f"{name}.sql")
    return list(engine.execute(f"-- {name}\n{sql}").to_pylist())
