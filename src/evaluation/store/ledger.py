"""The ledger: which imports the table's rows come from, told by the commits themselves.

Every import pushes an entry, every undo pops the last one. Replaying them in the order of their sequence
numbers gives the live imports; commits of maintenance carry no entry and change nothing here.
"""

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from evaluation import __version__
from evaluation.store.batch import Batch, ImportFile
from evaluation.store.log import Commit
from evaluation.store.other import OtherBatch
from evaluation.store.schema import SCHEMA_VERSION

PUSH, POP = "push", "pop"
ENQUIRIES_KIND = "enquiries"


@dataclass(frozen=True)
class LedgerEntry:
    """One live import. `imported_at` is naive UTC; `enquiries` counts new, updated, unchanged, removed.

    `coverage`: dicts with source, site, from, to (ISO dates), status and gap_days, of all its files.
    `kind`: what its files hold: enquiries, or one of `other.OTHER_KINDS`, whose rows the counts then are.
    """

    import_id: str
    sequence: int
    imported_at: datetime
    initiative: str
    source: str
    intake_hash: str
    synthetic: bool
    files: tuple[ImportFile, ...]
    coverage: tuple[dict[str, Any], ...]
    enquiries: dict[str, int]
    delta_version: int
    kind: str = ENQUIRIES_KIND

    def marks(self) -> list[tuple[str, str, str, str]]:
        """What makes each file the same again: initiative, file, profile, the initiative's intake part."""
        return marks(self.initiative, self.intake_hash, self.files)


def marks(initiative: str, intake_hash: str, files: Iterable[ImportFile]) -> list[tuple[str, str, str, str]]:
    """As `LedgerEntry.marks`, of files that are not imported yet."""
    return [(initiative, file.sha256, file.profile_hash, intake_hash) for file in files]


def current_files(live: Iterable[LedgerEntry]) -> tuple[tuple[LedgerEntry, ImportFile], ...]:
    """Each file's newest reading, oldest import first.

    A file that was read again, with another profile or initiative, says only what it says now.
    """
    newest = {
        (entry.initiative, entry.kind, entry.source, file.sha256): (entry, file)
        for entry in live
        for file in entry.files
    }
    return tuple(sorted(newest.values(), key=lambda found: found[0].sequence))


def push(
    batch: Batch | OtherBatch, import_id: str, sequence: int, now: datetime, enquiries: dict[str, int]
) -> dict[str, Any]:
    """The entry an import writes into its own commit, as JSON values."""
    return {
        "op": PUSH,
        "sequence": sequence,
        "import_id": import_id,
        "imported_at": _utc(now),
        "initiative": batch.initiative,
        "kind": batch.kind if isinstance(batch, OtherBatch) else ENQUIRIES_KIND,
        "source": batch.source,
        "intake_hash": batch.intake_hash,
        "synthetic": batch.synthetic,
        "files": [_file_as_json(file) for file in batch.files],
        "enquiries": enquiries,
        "schema_version": SCHEMA_VERSION,
        "app_version": __version__,
    }


def pop(import_id: str, sequence: int, now: datetime) -> dict[str, Any]:
    """The entry an undo writes into its own commit."""
    return {
        "op": POP,
        "sequence": sequence,
        "import_id": import_id,
        "undone_at": _utc(now),
        "app_version": __version__,
    }


def replay(commits: Iterable[Commit]) -> tuple[LedgerEntry, ...]:
    """The live imports, oldest first. Raises ValueError if a commit takes back what is not the last."""
    live: list[LedgerEntry] = []
    for commit in sorted(commits, key=lambda c: sequence_of(c.entry)):
        if commit.entry["op"] == PUSH:
            live.append(_entry(commit))
        elif live and live[-1].import_id == commit.entry["import_id"]:
            live.pop()
        else:
            raise ValueError(f"the ledger takes back {commit.entry['import_id']}, which is not the last")
    return tuple(live)


def sequence_of(entry: dict[str, Any]) -> int:
    """The entry's place in the order of all entries."""
    return int(entry["sequence"])


def next_sequence(commits: Iterable[Commit]) -> int:
    """The number of the next entry; to be taken under the writer lock."""
    return 1 + max((sequence_of(commit.entry) for commit in commits), default=0)


def data_version(live: Sequence[LedgerEntry], config_hash: str) -> str:
    """8 hex digits that change with the live imports in order, the configuration and the program."""
    parts = [mark for entry in live for mark in entry.marks()]
    stated = json.dumps([parts, config_hash, __version__], ensure_ascii=False)
    return hashlib.sha256(stated.encode("utf-8")).hexdigest()[:8]


def _utc(now: datetime) -> str:
    if now.tzinfo is not None:
        raise ValueError("times are stored as naive UTC")
    return now.isoformat()


def _file_as_json(file: ImportFile) -> dict[str, Any]:
    coverage = [{name: _plain(value) for name, value in span.items()} for span in file.coverage]
    return asdict(file) | {"coverage": coverage}


def _plain(value: object) -> object:
    return value.isoformat() if isinstance(value, date) else value


def _entry(commit: Commit) -> LedgerEntry:
    told = commit.entry
    files = tuple(ImportFile(**(file | {"coverage": tuple(file["coverage"])})) for file in told["files"])
    return LedgerEntry(
        import_id=told["import_id"],
        sequence=sequence_of(told),
        imported_at=datetime.fromisoformat(told["imported_at"]),
        initiative=told["initiative"],
        source=told["source"],
        intake_hash=told["intake_hash"],
        synthetic=told["synthetic"],
        files=files,
        coverage=tuple(span for file in files for span in file.coverage),
        enquiries=told["enquiries"],
        delta_version=commit.version,
        kind=told.get("kind", ENQUIRIES_KIND),  # imports before there were other kinds do not say
    )
