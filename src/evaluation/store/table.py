"""The store: one Delta table of enquiries, the rejections beside it, and the ledger in its commits."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from functools import partial
from pathlib import Path
from uuid import uuid4

import pyarrow as pa
import pyarrow.compute as pc
from deltalake import DeltaTable

from evaluation.store import beside, delta, guard, landing, ledger, log, other
from evaluation.store.batch import COUNTS, Batch, Outcome, Undone
from evaluation.store.check import problems
from evaluation.store.key import ensure_key, fingerprint
from evaluation.store.ledger import LedgerEntry
from evaluation.store.migrations import MIGRATIONS, Migration, migrate
from evaluation.store.other import OtherBatch
from evaluation.store.place import refuse_unsuitable
from evaluation.store.plan import KEYS, Plan, days_replaced, enquiries, settle
from evaluation.store.reading import data_files, read, text
from evaluation.store.schema import ENQUIRIES, REJECTED, REJECTIONS, SCHEMA_VERSION, TABLE
from evaluation.texts import error

#: Told (steps done, steps in all) as an import goes on.
Progress = Callable[[int, int], None]

_STEPS = 3


class Store:
    """All accepted rows of an installation. Makes nothing on disk until the first import.

    Raises UserError if `path` is a network share or a synchronised folder. `lock_timeout`: seconds to wait
    for another import. `schema_version` and `migrations` are the program's own, except in tests.
    """

    def __init__(
        self,
        path: Path,
        *,
        lock_timeout: float = 30.0,
        schema_version: int = SCHEMA_VERSION,
        migrations: Mapping[int, Migration] = MIGRATIONS,
    ) -> None:
        refuse_unsuitable(path)
        self.path = Path(path).absolute()
        self._lock_timeout = lock_timeout
        self._schema_version = schema_version
        self._migrations = migrations

    # --- writing

    def commit(
        self, batch: Batch | OtherBatch, *, now: datetime, on_progress: Progress | None = None
    ) -> Outcome:
        """Import a batch: it lands whole, as one Delta commit with its ledger entry, or not at all.

        `now` is naive UTC. Files that are live already, with the same profile and initiative, change
        nothing. Raises UserError: another import runs, disk full, no right to write, synthetic beside real,
        the store is newer than the program, the key is gone or another.
        """
        tell = on_progress or _silent
        tell(0, _STEPS)
        with self._writing():
            if self._is_live(batch):
                return Outcome(None, self.delta_version(), False, _unchanged(batch))
            self._refuse_mixing(batch)
            key = ensure_key(self.path)
            if self.delta_version() is None:
                delta.create(self._table_path, self._schema_version, fingerprint(key))
            import_id = uuid4().hex
            landing.append_beside(self.path, batch, import_id)
            tell(1, _STEPS)
            counts = landing.land(self.path, batch, import_id, now, partial(self._plan, batch))
            tell(_STEPS, _STEPS)
            return Outcome(import_id, self.delta_version(), True, counts)

    def preview(self, batch: Batch | OtherBatch) -> dict[str, int]:
        """What `commit` would answer as its counts; writes nothing."""
        if self._is_live(batch):
            return _unchanged(batch)
        self._refuse_mixing(batch)
        return self._plan(batch, self._open()).counts

    def undo(self, now: datetime, *, expected: str | None = None) -> Undone:
        """Take the last live import back, as one Delta commit.

        `expected`: the import_id that the user was shown as the last. Raises UserError, with nothing done, if
        another is the last by now, or if there is none.
        """
        self._last()  # before the lock, which would make a folder for a store that is not there
        with self._writing():
            last = self._last()
            if expected not in (None, last.import_id):
                raise error("store.undo_other", got=", ".join(file.file for file in last.files))
            self._restore(last, now)
            return Undone(last.import_id, self._newest())

    # --- reading

    def delta_version(self) -> int | None:
        """The table's newest version; None when nothing was ever imported. Costs a look at a folder."""
        return log.delta_version(self._table_path)

    def ledger(self, version: int | None = None) -> tuple[LedgerEntry, ...]:
        """The imports live in a version (default: the newest), oldest first: pushed and not taken back."""
        commits = log.commits(self._table_path)
        return ledger.replay(c for c in commits if version is None or c.version <= version)

    def data_version(self, config_hash: str, version: int | None = None) -> str:
        """8 hex digits of the live imports in order, the configuration and the program's version."""
        return ledger.data_version(self.ledger(version), config_hash)

    def synthetic(self) -> bool | None:
        """Whether the store holds made-up data; None when it holds none."""
        live = self.ledger()
        return live[-1].synthetic if live else None

    def files(self, version: int | None = None) -> list[str]:
        """The Parquet files of a version (default: the newest), as absolute paths."""
        table = self._open(version)
        return [] if table is None else [str(file) for file in data_files(table, self._table_path)]

    def rows(self, initiative: str, version: int | None = None) -> pa.Table:
        """The rows of an initiative in a version (default: the newest): schema ENQUIRIES, in no order."""
        table = self._open(version)
        if table is None:
            return ENQUIRIES.empty_table()
        files = data_files(table, self._table_path, initiative)
        return read(files, self._table_path, ENQUIRIES, text("initiative") == initiative)

    def other(self, kind: str, initiative: str, version: int | None = None) -> list[other.Row]:
        """The rows of another kind of file that are live in a version (default: the newest).

        One row a key, in the order of imports and rows; columns as `other.schema(kind)`.
        """
        live = [entry for entry in self.ledger(version) if entry.initiative == initiative]
        return beside.effective_rows(self.path, kind, live)

    def rejections(self, initiative: str | None = None) -> pa.Table:
        """What live imports rejected: schema REJECTIONS, in no order."""
        path = self.path / REJECTED
        table = delta.open_table(path)
        if table is None:
            return REJECTIONS.empty_table()
        live = [e.import_id for e in self.ledger() if initiative in (None, e.initiative)]
        return read(
            data_files(table, path), path, REJECTIONS, text("import_id").isin(pa.array(live, pa.string()))
        )

    def check(self) -> list[str]:
        """Names of what is wrong with the store (`texts/store.toml`, problems); empty when all is well."""
        return problems(self.path, self._schema_version)

    # --- the parts of it

    @property
    def _table_path(self) -> Path:
        return self.path / TABLE

    @contextmanager
    def _writing(self) -> Iterator[None]:
        with guard.writing(self.path, self._lock_timeout):
            if self._is_older():
                migrate(self._table_path, self._schema_version, self._migrations)
            yield

    def _open(self, version: int | None = None) -> DeltaTable | None:
        if self._is_older():
            with self._writing():
                pass  # taking the lock brings the table up to date
        newest_version = self.delta_version()
        if newest_version is None:
            return None
        if version is not None and not 0 <= version <= newest_version:
            raise error("store.no_version", got=version, newest=newest_version)
        return delta.open_table(self._table_path, version)

    def _is_older(self) -> bool:
        table = delta.open_table(self._table_path)
        found = self._schema_version if table is None else delta.schema_version(table)
        if found > self._schema_version:
            raise error("store.newer", got=self.path, found=found, known=self._schema_version)
        return found < self._schema_version

    def _newest(self) -> int:
        version = self.delta_version()
        if version is None:
            raise FileNotFoundError(self._table_path)
        return version

    def _is_live(self, batch: Batch | OtherBatch) -> bool:
        read = ledger.current_files(self.ledger())
        live = {mark for e, file in read for mark in ledger.marks(e.initiative, e.intake_hash, (file,))}
        return set(ledger.marks(batch.initiative, batch.intake_hash, batch.files)) <= live

    def _last(self) -> LedgerEntry:
        live = self.ledger()
        if not live:
            raise error("store.nothing_to_undo", got=self.path)
        return live[-1]

    def _refuse_mixing(self, batch: Batch | OtherBatch) -> None:
        if self.synthetic() in (None, batch.synthetic):
            return
        raise error(
            "store.synthetic_into_real" if batch.synthetic else "store.real_into_synthetic", got=self.path
        )

    def _restore(self, last: LedgerEntry, now: datetime) -> None:
        target = self._open(last.delta_version - 1)
        if target is None or not all(file.exists() for file in data_files(target, self._table_path)):
            raise error("store.undo_files_missing", got=self.path)
        sequence = ledger.next_sequence(log.commits(self._table_path))
        entry = ledger.pop(last.import_id, sequence, now)
        delta.restore(DeltaTable(str(self._table_path)), last.delta_version - 1, entry)

    def _plan(self, batch: Batch | OtherBatch, table: DeltaTable | None) -> Plan:
        if isinstance(batch, OtherBatch):
            live = [entry for entry in self.ledger() if entry.initiative == batch.initiative]
            return other.plan(beside.live_rows(self.path, batch.kind, live), batch)
        if table is None:
            return settle(ENQUIRIES.empty_table(), batch)
        wanted = text("enquiry_id").isin(pc.unique(batch.accepted["enquiry_id"]))
        wanted |= text("file_hash").isin(pa.array(batch.file_hashes, pa.string()))
        days = [day for _, day in days_replaced(batch)]
        if days:
            wanted |= (pc.field("local_date") >= min(days)) & (pc.field("local_date") <= max(days))
        mine = (text("initiative") == batch.initiative) & (text("source") == batch.source)
        if batch.accepted["ticket_id"].null_count == batch.accepted.num_rows:
            mine &= wanted  # an event's ticket may have others anywhere
        files = data_files(table, self._table_path, batch.initiative)
        return settle(read(files, self._table_path, ENQUIRIES, mine, KEYS), batch)


def _unchanged(batch: Batch | OtherBatch) -> dict[str, int]:
    if isinstance(batch, OtherBatch):
        given = len(other.latest(batch.accepted.to_pylist(), batch.kind))
    else:
        given = len(enquiries(batch.accepted))
    return dict.fromkeys(COUNTS, 0) | {"unchanged": given}


def _silent(_done: int, _all: int) -> None:
    """Nobody asked."""
