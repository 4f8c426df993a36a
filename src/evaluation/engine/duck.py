"""DuckDB in memory: filled once, then locked; one cursor a query."""

import os
from collections.abc import Iterable, Mapping, Sequence

import duckdb
import pyarrow as pa

from evaluation.engine.protocol import Facts, QueryError

#: In this order: after the last one no setting can be changed any more. DDL stays possible, so queries come
#: from the registry only.
_LOCK = (
    "SET TimeZone = 'UTC'",
    "SET enable_external_access = false",
    "SET autoinstall_known_extensions = false",
    "SET autoload_known_extensions = false",
    "SET allow_community_extensions = false",
    "SET lock_configuration = true",
)
_MEMORY = "4GB"
_MOST_THREADS = 4


class DuckEngine:
    """One data version. Never closed: closing would kill the cursors of every page that still reads it."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, facts: Facts) -> None:
        self._connection = connection
        self._facts = facts

    @property
    def facts(self) -> Facts:
        """What is known since the load."""
        return self._facts

    def execute(self, sql: str, params: Sequence[object] = ()) -> pa.Table:
        """All rows of the answer, fetched at once: an unread result would block. Raises QueryError."""
        try:
            return self._connection.cursor().sql(sql, params=list(params)).to_arrow_table()
        except duckdb.Error as cause:
            raise QueryError(sql, params, cause) from cause


def build(
    tables: Mapping[str, pa.Table], steps: Iterable[tuple[str, str]], scratch: Iterable[str]
) -> duckdb.DuckDBPyConnection:
    """A locked connection holding `tables` and what `steps` (table, SELECT) derive from them in turn.

    `scratch` names tables that only the steps need. Raises QueryError for a step that fails.
    """
    connection = duckdb.connect(":memory:", config=_config())
    for name, table in tables.items():
        connection.register(name, table)
    for name, select in steps:
        _create(connection, name, select)
    for name in scratch:
        if name in tables:
            connection.unregister(name)
        else:
            connection.execute(f"DROP TABLE {name}")
    for statement in _LOCK:
        connection.execute(statement)
    return connection


def _config() -> dict[str, str | bool | int | float | list[str]]:
    threads = min(os.cpu_count() or 1, _MOST_THREADS)
    return {"memory_limit": _MEMORY, "threads": threads}


def _create(connection: duckdb.DuckDBPyConnection, name: str, select: str) -> None:
    sql = f"CREATE TABLE {name} AS\n{select}"
    try:
        connection.execute(sql)
    except duckdb.Error as cause:
        raise QueryError(sql, (), cause) from cause
