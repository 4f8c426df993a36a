"""The few Delta operations the store is made of, each one commit. Knows no rule and no ledger."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa
from deltalake import CommitProperties, DeltaTable, WriterProperties, write_deltalake

from evaluation.store.log import ENTRY
from evaluation.store.plan import DELETE, OPERATION, PUT
from evaluation.store.schema import COLUMNS, ENQUIRIES, PARTITIONS

#: The ledger lives in the commits, so the log is never cleaned. Ids stay out of the log's statistics: an
#: erased id must not survive as some file's smallest value.
_CONFIGURATION = {
    "delta.enableExpiredLogCleanup": "false",
    "delta.logRetentionDuration": "interval 36500 days",
    "delta.dataSkippingStatsColumns": "initiative,source,local_date",
}
_BESIDE_CONFIGURATION = _CONFIGURATION | {"delta.dataSkippingStatsColumns": "import_id,initiative"}

_SCHEMA_VERSION = "evaluation.schemaVersion"
_KEY_FINGERPRINT = "evaluation.keyFingerprint"

#: The year is not part of the key: a date corrected across New Year moves the row.
_SAME_ENQUIRY = "t.initiative = s.initiative AND t.source = s.source AND t.enquiry_id = s.enquiry_id"


def open_table(path: Path, version: int | None = None) -> DeltaTable | None:
    """The table as of a version (default: the newest); None where there is none."""
    if not DeltaTable.is_deltatable(str(path)):
        return None
    return DeltaTable(str(path), version=version)


def create(path: Path, schema_version: int, key_fingerprint: str) -> DeltaTable:
    """An empty table of enquiries, bound to a schema version and to the key its ids are made with."""
    own = {_SCHEMA_VERSION: str(schema_version), _KEY_FINGERPRINT: key_fingerprint}
    return DeltaTable.create(
        str(path),
        schema=ENQUIRIES,
        partition_by=PARTITIONS,
        configuration=_CONFIGURATION | own,
        raise_if_key_not_exists=False,
    )


def schema_version(table: DeltaTable) -> int:
    """The schema version the table was written with."""
    return int(table.metadata().configuration[_SCHEMA_VERSION])


def set_schema_version(table: DeltaTable, version: int) -> None:
    """State that the table now has that schema version (one commit)."""
    table.alter.set_table_properties({_SCHEMA_VERSION: str(version)}, raise_if_not_exists=False)


def key_fingerprint(table: DeltaTable) -> str:
    """The fingerprint of the key the table's ids are made with."""
    return str(table.metadata().configuration[_KEY_FINGERPRINT])


def write(table: DeltaTable, rows: pa.Table, municipalities: Sequence[str], entry: dict[str, Any]) -> None:
    """Merge rows by their `_op` (put, delete) in one commit that carries the entry; empty if no rows."""
    properties = _properties(entry)
    if not rows.num_rows:
        # A merge that changes nothing makes no commit, and the import would not be recorded.
        table.create_write_transaction([], "append", ENQUIRIES, PARTITIONS, commit_properties=properties)
        return
    values = {name: f"s.{name}" for name in COLUMNS}
    merge = table.merge(
        rows,
        f"t.municipality IN ({', '.join(_quoted(town) for town in municipalities)}) AND {_SAME_ENQUIRY}",
        source_alias="s",
        target_alias="t",
        writer_properties=WriterProperties(compression="ZSTD"),
        commit_properties=properties,
    )
    merge = merge.when_matched_delete(f"s.{OPERATION} = '{DELETE}'")
    merge = merge.when_matched_update(values, f"s.{OPERATION} = '{PUT}'")
    merge.when_not_matched_insert(values, f"s.{OPERATION} = '{PUT}'").execute()


def restore(table: DeltaTable, version: int, entry: dict[str, Any]) -> None:
    """Bring an earlier version back as a new commit that carries the entry."""
    table.restore(version, commit_properties=_properties(entry))


def append_rows(path: Path, rows: pa.Table) -> None:
    """Add rows to the table of rejections or of another kind, making it if it is not there (one commit)."""
    write_deltalake(
        str(path),
        rows,
        mode="append",
        configuration=_BESIDE_CONFIGURATION,
        writer_properties=WriterProperties(compression="ZSTD"),
    )


def _properties(entry: dict[str, Any]) -> CommitProperties:
    return CommitProperties(custom_metadata={ENTRY: entry})


def _quoted(value: str) -> str:
    return "'" + value.replace("'", "''") + "'"
