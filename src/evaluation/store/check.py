"""Whether a store is sound: what `evaluation check` asks of it."""

import os
from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
from deltalake import DeltaTable

from evaluation.errors import UserError
from evaluation.store import beside, delta, ledger, log, reading
from evaluation.store.key import ensure_key, key_path
from evaluation.store.schema import ENQUIRIES, TABLE

_EVERY_ROW = pc.scalar(True)
_IDENTITY = ("initiative", "source", "enquiry_id")
_READ = (*_IDENTITY, "synthetic", "import_id")


def problems(store: Path, schema_version: int) -> list[str]:
    """Names of what is wrong with a store (`texts/store.toml`, problems); empty when all is well.

    Writes nothing: a store without a table has no problems.
    """
    table = delta.open_table(store / TABLE)
    return [] if table is None else list(_of_table(table, store, schema_version))


def _of_table(table: DeltaTable, store: Path, schema_version: int) -> Iterator[str]:
    yield from _of_key(store)
    if delta.schema_version(table) > schema_version:
        yield "newer"
        return
    files = reading.data_files(table, store / TABLE)
    if not all(file.exists() for file in files):
        yield "file_missing"
        return
    yield from _of_rows(reading.read(files, store / TABLE, ENQUIRIES, _EVERY_ROW, _READ), store)


def _of_key(store: Path) -> Iterator[str]:
    try:
        ensure_key(store)
    except UserError as wrong:
        yield wrong.key.removeprefix("store.")
        return
    if os.name == "posix" and key_path(store).stat().st_mode & 0o077:
        yield "key_open"


def _of_rows(rows: pa.Table, store: Path) -> Iterator[str]:
    if rows.group_by(list(_IDENTITY)).aggregate([]).num_rows < rows.num_rows:
        yield "enquiry_twice"
    if len(pc.unique(rows["synthetic"])) > 1:
        yield "mixed"
    try:
        live = ledger.replay(log.commits(store / TABLE))
    except ValueError:
        yield "ledger_broken"
        return
    known = pa.array([entry.import_id for entry in live], pa.string())
    if not pc.all(pc.is_in(rows["import_id"], value_set=known), min_count=0).as_py():
        yield "import_unknown"
    yield from beside.problems(store, live)
