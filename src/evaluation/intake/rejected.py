"""Rows that were refused, as a table, and counted by reason."""

from collections import Counter

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from evaluation.intake.raw import RawTable
from evaluation.intake.reasons import Reason
from evaluation.intake.verdicts import Verdicts
from evaluation.store.schema import REJECTIONS


def rejections(
    raw: RawTable, verdicts: Verdicts, refused: npt.NDArray[np.intp], file_name: str, initiative: str
) -> tuple[pa.Table, dict[str, int]]:
    """(schema REJECTIONS with import_id null, rows by reason): the refused data rows and the file's broken ones."""
    entries = [(raw.source_row[row], *verdicts.entry(row)) for row in refused.tolist()]
    entries += [(b.source_row, None, Reason(b.reason.value), b.shape) for b in raw.broken]
    entries.sort(key=lambda entry: entry[0])
    records = [
        {
            "import_id": None,
            "initiative": initiative,
            "file": file_name,
            "source_row": row,
            "column": column,
            "reason": reason.value,
            "shape": shape,
        }
        for row, column, reason, shape in entries
    ]
    counted = Counter(reason for _, _, reason, _ in entries)
    table = pa.Table.from_pylist(records, schema=REJECTIONS)
    return table, {reason.value: counted[reason] for reason in Reason if counted[reason]}
