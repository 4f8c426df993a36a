"""What is handed to the store, and what it answers."""

from dataclasses import dataclass
from datetime import date
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from evaluation.store.schema import ENQUIRIES, FILE_HASH_DIGITS

#: What became of the enquiries of an import. New + updated + unchanged = the distinct enquiries given.
COUNTS = ("new", "updated", "unchanged", "removed")

#: What must be set in every row.
_REQUIRED = ("enquiry_id", "municipality", "year", "local_date", "row_hash", "synthetic")


@dataclass(frozen=True)
class ImportFile:
    """One file of an import, as the ledger keeps it: its name, its hash, its counts, never its rows.

    `coverage`: dicts with source, site, from, to (dates or ISO dates), status and gap_days (intake/coverage).
    """

    file: str
    sha256: str
    rows: dict[str, int]
    reasons: dict[str, int]
    coverage: tuple[dict[str, Any], ...]
    profile_id: str
    profile_hash: str


@dataclass(frozen=True)
class Batch:
    """One import: the accepted rows of one source in one initiative, and what was rejected.

    `replace_days`: the source has no ids, so the rows of a site and day replace those stored before, and
    so they do at each (site, day) of `replaced_days`, which may have no row now.
    `snapshot_days`: (site, from, to) within which stored rows that are not in the batch have vanished.
    """

    initiative: str
    source: str
    intake_hash: str
    files: tuple[ImportFile, ...]
    accepted: pa.Table
    rejections: pa.Table
    synthetic: bool
    replace_days: bool = False
    replaced_days: tuple[tuple[str, date], ...] = ()
    snapshot_days: tuple[tuple[str, date, date], ...] = ()

    def __post_init__(self) -> None:
        if not self.files:
            raise ValueError("an import has at least one file")
        if not self.accepted.schema.equals(ENQUIRIES):
            raise ValueError("accepted rows do not have the columns and types of the table")
        for name in _REQUIRED:
            if self.accepted[name].null_count:
                raise ValueError(f"{name} is missing in an accepted row")
        for name in ("initiative", "source", "synthetic"):
            if pc.unique(self.accepted[name]).to_pylist() not in ([], [getattr(self, name)]):
                raise ValueError(f"accepted rows are of another {name}")

    @property
    def file_hashes(self) -> tuple[str, ...]:
        """What the rows of its files bear as `file_hash`, now and when they were imported before."""
        return tuple(sorted({file_hash(file.sha256) for file in self.files}))


def file_hash(sha256: str) -> str:
    """What a row bears of the hash of the file it came from."""
    return sha256[:FILE_HASH_DIGITS]


@dataclass(frozen=True)
class Outcome:
    """What an import did. `changed` is False when it was there already; then nothing was written.

    `version` is the Delta version that holds the import, `enquiries` counts by `COUNTS`.
    """

    import_id: str | None
    version: int | None
    changed: bool
    enquiries: dict[str, int]


@dataclass(frozen=True)
class Undone:
    """The import that was taken back, and the Delta version without it."""

    import_id: str
    version: int
