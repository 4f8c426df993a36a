"""Bringing an older table up to the program's schema, one version at a time."""

from collections.abc import Callable, Mapping
from pathlib import Path

from deltalake import DeltaTable

from evaluation.store import delta
from evaluation.texts import error

#: What turns a table of schema version n into one of n + 1. It may be cut off and run again, so it must
#: not mind finding its own work half done.
Migration = Callable[[DeltaTable], None]

#: By the version it starts from. Version 1 is the first there is.
MIGRATIONS: Mapping[int, Migration] = {}


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
