"""Bringing an older table up to the program's schema, one version at a time."""

from collections.abc import Callable, Mapping
from pathlib import Path

import pyarrow as pa
from deltalake import DeltaTable, Schema

from evaluation.store import delta
from evaluation.store.schema import COLUMNS
from evaluation.texts import error

#: What turns a table of schema version n into one of n + 1. It may be cut off and run again, so it must
#: not mind finding its own work half done.
Migration = Callable[[DeltaTable], None]


def _add_events(table: DeltaTable) -> None:
    """1 → 2: event logs and the closing of a case."""
    had = {field.name for field in table.schema().fields}
    new = [pa.field(name, COLUMNS[name]) for name in ("case_closed_at", "event", "ticket_id")]
    missing = [field for field in new if field.name not in had]
    if missing:
        table.alter.add_columns(list(Schema.from_arrow(pa.schema(missing)).fields))


#: By the version it starts from. Version 1 is the first there is.
MIGRATIONS: Mapping[int, Migration] = {1: _add_events}


def migrate(path: Path, target: int, migrations: Mapping[int, Migration]) -> None:
    """Run what is missing up to `target`; to be called under the writer lock.

    Raises UserError if the table is too old for the migrations there are.
    """
    table = DeltaTable(str(path))
    for version in range(delta.schema_version(table), target):
        if version not in migrations:
            raise error("store.too_old", got=version, needed=target)
        migrations[version](table)
        table = DeltaTable(str(path))
        delta.set_schema_version(table, version + 1)
        table = DeltaTable(str(path))
