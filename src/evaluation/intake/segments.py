"""Sorted events cut into segments, one a ticket: picks, sums and first moments of each, without loops."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from evaluation.intake.times import Mask

Numbers = npt.NDArray[np.int64]
Places = npt.NDArray[np.intp]

#: No moment: later than any (`first`), earlier than any (`last`).
NEVER, ALWAYS = np.iinfo(np.int64).max, np.iinfo(np.int64).min


class Segments:
    """Rows in their order; a segment runs from each of `starts` to the next.

    `place` numbers the rows; rows that nothing orders share one, and among them the greatest value is picked.
    """

    def __init__(self, starts: Places, place: Numbers) -> None:
        self.starts, self.place = starts, place
        self.of_row = np.repeat(np.arange(len(starts)), np.diff(np.append(starts, len(place))))

    def latest(self, column: pa.Array, among: Mask | None = None) -> pa.Array:
        """Each segment's last value, nulls passed over; only of rows `among`."""
        if column.null_count == len(column):
            return pa.nulls(len(self.starts), column.type)
        values, codes = _sorted_codes(column)
        key = self.place * len(values) + codes
        key[codes < 0] = -1
        if among is not None:
            key[~among] = -1
        best = np.maximum.reduceat(key, self.starts)
        return values.take(pa.array(best % len(values), mask=best < 0))

    def last_row(self, rows: Mask) -> Places:
        """Each segment's last such row; -1 for none."""
        return np.maximum.reduceat(np.where(rows, np.arange(len(rows)), -1), self.starts)

    def first(self, moments: Numbers, among: Mask) -> Numbers:
        """Each segment's earliest moment of such rows; NEVER for none."""
        return np.minimum.reduceat(np.where(among, moments, NEVER), self.starts)

    def last(self, moments: Numbers, among: Mask) -> Numbers:
        """Each segment's latest moment of such rows; ALWAYS for none."""
        return np.maximum.reduceat(np.where(among, moments, ALWAYS), self.starts)

    def total(self, numbers: Numbers) -> Numbers:
        """Each segment's sum."""
        return np.add.reduceat(numbers, self.starts)

    def every(self, rows: Mask) -> Mask:
        """Whether all rows of a segment are such."""
        return np.logical_and.reduceat(rows, self.starts)

    def following(self, moments: Numbers) -> Numbers:
        """The next row's moment in its segment; the row's own where it is the last."""
        after = np.append(moments[1:], moments[-1:])
        ends = np.append(self.starts[1:], len(moments)) - 1
        after[ends] = moments[ends]
        return after


def _sorted_codes(column: pa.Array) -> tuple[pa.Array, Numbers]:
    """The distinct values in order, and each row's place among them; -1 for null."""
    found = column.dictionary_encode()
    order = pc.sort_indices(found.dictionary).to_numpy(zero_copy_only=False)
    rank = np.empty(len(order) + 1, np.int64)
    rank[order] = np.arange(len(order))
    rank[-1] = -1
    codes = found.indices.fill_null(-1).to_numpy(zero_copy_only=False)
    return found.dictionary.take(pa.array(order)), rank[codes]


def changes(columns: Sequence[npt.NDArray[np.generic]]) -> Mask:
    """Which rows differ from the row before in one of the columns; the first does."""
    found = np.zeros(len(columns[0]), dtype=bool)
    for column in columns:
        found[1:] |= column[1:] != column[:-1]
    found[:1] = True
    return found
