"""How an import lands: as one commit of the table of enquiries, or not at all, whatever fails midway."""

from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path

import pyarrow as pa
from deltalake import DeltaTable
from deltalake.exceptions import CommitFailedError

from evaluation.store import delta, ledger, log
from evaluation.store.batch import Batch
from evaluation.store.other import OtherBatch
from evaluation.store.plan import Plan
from evaluation.store.reading import data_files
from evaluation.store.schema import REJECTED, REJECTIONS, TABLE
from evaluation.texts import error

_TRIES = 3


def append_beside(store: Path, batch: Batch | OtherBatch, import_id: str) -> None:
    """Before the ledger's commit: these rows are seen only once the ledger knows the import."""
    told = {"import_id": import_id, "initiative": batch.initiative}
    if batch.rejections.num_rows:
        rows = _with_constants(batch.rejections.select(REJECTIONS.names), told).cast(REJECTIONS)
        delta.append_rows(store / REJECTED, rows)
    if isinstance(batch, OtherBatch) and batch.accepted.num_rows:
        delta.append_rows(store / batch.kind, _with_constants(batch.accepted, told))


def land(
    store: Path,
    batch: Batch | OtherBatch,
    import_id: str,
    now: datetime,
    plan_on: Callable[[DeltaTable], Plan],
) -> dict[str, int]:
    """Plan and merge on one and the same version; again if a program without our lock came between.

    Answers the plan's counts. Raises UserError if others come between every time.
    """
    path = store / TABLE
    for _ in range(_TRIES):
        before = _data_files_on_disk(path)
        table = DeltaTable(str(path))
        plan = plan_on(table)
        entry = ledger.push(batch, import_id, ledger.next_sequence(log.commits(path)), now, plan.counts)
        try:
            delta.write(
                table, _with_constants(plan.rows, {"import_id": import_id}), plan.municipalities, entry
            )
        except Exception as problem:
            if _landed(path, import_id):  # what failed came after the commit: a checkpoint
                return plan.counts
            if not isinstance(problem, CommitFailedError):
                _sweep(path, before)
                raise
        else:
            return plan.counts
    raise error("store.contended", got=store)


def _landed(path: Path, import_id: str) -> bool:
    return any(commit.entry["import_id"] == import_id for commit in log.commits(path))


def _data_files_on_disk(path: Path) -> set[Path]:
    return set(path.glob("municipality=*/**/*.parquet"))


def _sweep(path: Path, before: set[Path]) -> None:
    """Remove what a failed import left: on a full disk it would stand in the next one's way."""
    for orphan in _data_files_on_disk(path) - before - set(data_files(DeltaTable(str(path)), path)):
        orphan.unlink()


def _with_constants(table: pa.Table, values: Mapping[str, str]) -> pa.Table:
    for name, value in values.items():
        column = pa.array([value] * table.num_rows, pa.string())
        table = table.set_column(table.schema.get_field_index(name), name, column)
    return table
