"""Which rows are refused, for what, and where: one reason a row, the first in the list of reasons."""

from collections.abc import Iterable

import numpy as np

from evaluation.intake.cells import Cells
from evaluation.intake.raw import RawTable
from evaluation.intake.reasons import PRECEDENCE, Reason
from evaluation.intake.shapes import shape
from evaluation.intake.times import Mask

_ORDER = tuple(PRECEDENCE)
_NONE = len(_ORDER)


class Verdicts:
    """Collects faults; the outcome does not depend on the order of rows."""

    def __init__(self, rows: int) -> None:
        self._rank = np.full(rows, _NONE, dtype=np.int16)
        self._place = np.zeros(rows, dtype=np.int16)
        self._cells: list[Cells | None] = [None]

    def refuse(self, rows: Mask, reason: Reason, cells: Cells | None) -> None:
        """Refuses rows for a fault in a column (None: no column has it)."""
        worse = rows & (PRECEDENCE[reason] < self._rank)
        if not worse.any():
            return
        self._rank[worse] = PRECEDENCE[reason]
        self._place[worse] = len(self._cells)
        self._cells.append(cells)

    def refuse_uncomputed(self, raw: RawTable, headers: Iterable[str]) -> Mask:
        """Refuses rows with a formula not worked out in one of these columns; which rows they are."""
        rows, found = np.array(raw.source_row), np.zeros(len(raw.source_row), dtype=bool)
        for header in headers:
            here = np.isin(rows, list(raw.uncomputed.get(header, ())))
            blank = np.full(len(rows), -1, dtype=np.int32)
            self.refuse(here, Reason.UNCOMPUTED, Cells("", header, [], blank))
            found |= here
        return found

    @property
    def refused(self) -> Mask:
        """Rows with a fault."""
        return self._rank < _NONE

    def entry(self, row: int) -> tuple[str | None, Reason, str]:
        """A refused row's column header, reason, and the value's shape."""
        cells = self._cells[int(self._place[row])]
        reason = _ORDER[int(self._rank[row])]
        return (cells.label, reason, shape(cells.text(row))) if cells else (None, reason, "")
