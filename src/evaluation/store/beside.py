"""Reads the tables of other kinds: the rows that the ledger says are live."""

from collections.abc import Iterable, Iterator
from pathlib import Path

import pyarrow as pa

from evaluation.store import delta
from evaluation.store.batch import file_hash
from evaluation.store.ledger import LedgerEntry, current_files
from evaluation.store.other import OTHER_KINDS, Row, laid_over, schema
from evaluation.store.reading import data_files, read, text


def live_rows(store: Path, kind: str, live: Iterable[LedgerEntry]) -> list[Row]:
    """Rows of a kind, the earliest import first and as they stood in its files; a key may come twice.

    `live`: the live imports of one initiative. Of a file that was read again only the newest reading counts.
    """
    read_now = {
        (entry.import_id, file_hash(file.sha256)): entry.sequence
        for entry, file in current_files(entry for entry in live if entry.kind == kind)
    }
    rows = _rows(store / kind, kind, sorted({import_id for import_id, _ in read_now}))
    counted = [row for row in rows if (row["import_id"], row["file_hash"]) in read_now]
    return sorted(counted, key=lambda row: (read_now[row["import_id"], row["file_hash"]], row["place"]))


def effective_rows(store: Path, kind: str, live: Iterable[LedgerEntry]) -> list[Row]:
    """As `live_rows`, one row a key: the latest."""
    return list(laid_over(live_rows(store, kind, live), kind).values())


def _rows(path: Path, kind: str, imports: list[str]) -> list[Row]:
    table = delta.open_table(path)
    if table is None or not imports:
        return []
    wanted = text("import_id").isin(pa.array(imports, pa.string()))
    found: list[Row] = read(data_files(table, path), path, schema(kind), wanted).to_pylist()
    return found


def problems(store: Path, live: Iterable[LedgerEntry]) -> Iterator[str]:
    """`file_missing` or `other_missing` when a live import's rows are not all there.

    Rows that no live import knows are what an undo or a killed import left: they are no problem.
    """
    mine = [entry for entry in live if entry.kind in OTHER_KINDS]
    for kind in sorted({entry.kind for entry in mine}):
        table = delta.open_table(store / kind)
        files = [] if table is None else data_files(table, store / kind)
        if not all(file.exists() for file in files):
            yield "file_missing"
            continue
        of_kind = [entry for entry in mine if entry.kind == kind]
        told = sum(file.rows["used"] for entry in of_kind for file in entry.files)
        if len(_rows(store / kind, kind, [entry.import_id for entry in of_kind])) != told:
            yield "other_missing"
