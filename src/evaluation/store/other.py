"""The small tables beside the enquiries: one append-only Delta table a kind of file.

A row stays for good; whether it is live is what the ledger says of its import (docs/adr/0008). So an undo, a
killed import and an older version need nothing from these tables.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import pyarrow as pa

from evaluation.store.batch import COUNTS, ImportFile, file_hash
from evaluation.store.plan import Plan
from evaluation.store.schema import ENQUIRIES

_T, _D, _N, _R = pa.string(), pa.date32(), pa.int32(), pa.float64()

#: Columns by kind. Clock times are text (10:00): Delta has no type for them.
COLUMNS: dict[str, dict[str, pa.DataType]] = {
    "openings": {
        "site": _T,
        "date": _D,
        "opens": _T,
        "closes": _T,
        "status": _T,
        "reason": _T,
        "staff_serving": _N,
        "staff_total": _N,
        "kind": _T,
    },
    "costs": {
        "site": _T,
        "from_date": _D,
        "to_date": _D,
        "kind": _T,
        "kr": _R,
        "origin": _T,
        "assumption": pa.bool_(),
    },
    "events": {"date": _D, "site": _T, "text": _T},
    "areas": {
        "id": _T,
        "name": _T,
        "sites": pa.list_(_T),
        "lat": _R,
        "lon": _R,
        "residents": _N,
        "residents_65plus": _N,
        "year": _N,
        "origin": _T,
    },
    "survey": {"local_date": _D, "site": _T, "question": _T, "score": _N, "answers": _N},
    "exposure": {"site": _T, "from_date": _D, "to_date": _D, "kind": _T, "amount": _R},
}
OTHER_KINDS = tuple(COLUMNS)

#: What makes a row the same again: a later one takes its place. An answer is itself by where it stood.
KEYS: dict[str, tuple[str, ...]] = {
    "openings": ("site", "date", "opens"),
    "costs": ("site", "from_date", "to_date", "kind"),
    "events": ("date", "site", "text"),
    "areas": ("id",),
    "survey": ("file_hash", "source_row"),
    "exposure": ("site", "from_date", "to_date", "kind"),
}

#: `place`: the row's number among all accepted rows of its import, whatever file they came from.
_TRACE = {"initiative": _T, "import_id": _T, "file_hash": _T, "source_row": _N, "place": _N}

Row = dict[str, Any]
_Key = tuple[object, ...]


def schema(kind: str) -> pa.Schema:
    """Columns of a kind's table, with where each row came from."""
    return pa.schema([pa.field(name, found) for name, found in (COLUMNS[kind] | _TRACE).items()])


@dataclass(frozen=True)
class OtherBatch:
    """One import of another kind of file: its rows (`schema(kind)`, import_id null), and what was rejected."""

    kind: str
    initiative: str
    intake_hash: str
    files: tuple[ImportFile, ...]
    accepted: pa.Table
    rejections: pa.Table
    synthetic: bool

    def __post_init__(self) -> None:
        if not self.files:
            raise ValueError("an import has at least one file")
        if not self.accepted.schema.equals(schema(self.kind)):
            raise ValueError(f"accepted rows do not have the columns and types of {self.kind}")

    @property
    def source(self) -> str:
        """Such files are told apart by their kind alone."""
        return self.kind


def latest(rows: Iterable[Row], kind: str) -> dict[_Key, Row]:
    """One row a key, the last given; in the order in which they were last given."""
    found: dict[_Key, Row] = {}
    for row in rows:
        key = tuple(row[name] for name in KEYS[kind])
        found.pop(key, None)
        found[key] = row
    return found


def laid_over(rows: Iterable[Row], kind: str) -> dict[_Key, Row]:
    """As `latest`, of several imports; of an area what a row leaves blank stands as an earlier import said it.

    Points and residents rarely come in one file: Statistics Denmark's has no coordinates.
    """
    if kind != "areas":
        return latest(rows, kind)
    found: dict[_Key, Row] = {}
    for row in rows:
        key = tuple(row[name] for name in KEYS[kind])
        before = found.pop(key, {})
        found[key] = row | {name: before.get(name) for name in COLUMNS[kind] if row[name] in (None, [])}
    return found


def plan(stored: Sequence[Row], batch: OtherBatch) -> Plan:
    """What the batch does to what is live: counts over keys; there are no enquiries to write.

    `stored`: the live rows, the earliest import first, a key perhaps more than once.
    """
    read_again = {file_hash(file.sha256) for file in batch.files}
    before = laid_over(stored, batch.kind)
    given = latest(batch.accepted.to_pylist(), batch.kind)
    kept = [row for row in stored if row["file_hash"] not in read_again]
    after = laid_over([*kept, *given.values()], batch.kind)
    new = sum(key not in before for key in given)
    updated = sum(
        key in before and _says(before[key], batch.kind) != _says(after[key], batch.kind) for key in given
    )
    counts = {"new": new, "updated": updated, "unchanged": len(given) - new - updated}
    counts["removed"] = sum(key not in after for key in before)
    return Plan(ENQUIRIES.empty_table(), {name: counts[name] for name in COUNTS}, ())


def _says(row: Row, kind: str) -> list[object]:
    return [row[name] for name in COLUMNS[kind]]
