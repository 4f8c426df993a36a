"""Rows of a version of a Delta table, read from its own list of Parquet files."""

from collections.abc import Sequence
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
from deltalake import DeltaTable
from pyarrow.dataset import dataset, partitioning

from evaluation.store.schema import ENQUIRIES, PARTITIONS

_PARTITIONING = partitioning(pa.schema([ENQUIRIES.field(name) for name in PARTITIONS]), flavor="hive")


def data_files(table: DeltaTable, path: Path, initiative: str | None = None) -> list[Path]:
    """The Parquet files of the table's version; of those that can hold rows of an initiative, if named.

    Made from the log's relative paths: `file_uris` percent-encodes a folder such as one with a space.
    """
    added = pa.table(table.get_add_actions(flatten=True))
    if initiative is not None and "min.initiative" in added.column_names:
        low, high = (added[f"{bound}.initiative"].cast(pa.string()) for bound in ("min", "max"))
        beside = pc.or_(pc.greater(low, initiative), pc.less(high, initiative))
        added = added.filter(pc.invert(pc.fill_null(beside, False)))
    return [path / relative for relative in added["path"].to_pylist()]


def text(name: str) -> pc.Expression:
    """A text column to filter by.

    delta-rs writes merged files with text as string views, and pyarrow (26) fails to compare a string with
    the statistics of such a file; a cast keeps it from trying.
    """
    return pc.field(name).cast(pa.string())


def read(
    files: Sequence[Path],
    path: Path,
    schema: pa.Schema,
    where: pc.Expression,
    columns: Sequence[str] | None = None,
) -> pa.Table:
    """The rows that fulfil `where`, in the types of `schema` and all its columns or those named.

    A column that a file does not have yet is null. `path` is the table's folder.
    """
    names = list(columns or schema.names)
    if not files:
        return schema.empty_table().select(names)
    found = dataset(
        [file.as_posix() for file in files],
        schema=schema,
        format="parquet",
        partitioning=_PARTITIONING,
        partition_base_dir=path.as_posix(),
    )
    return found.to_table(columns=names, filter=where)
