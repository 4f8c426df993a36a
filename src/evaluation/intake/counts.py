"""Wide tally sheets: one row of the file is a sheet, and each of its counts becomes a line of its own."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from evaluation.intake.count_spec import CountSpec
from evaluation.intake.identity import enquiry_key
from evaluation.intake.targets import fold
from evaluation.intake.times import Mask
from evaluation.store.schema import TAKEN

_Places = npt.NDArray[np.intp]


@dataclass(frozen=True)
class Strokes:
    """The counts of every row, a column each in the profile's order; null where the cell is blank.

    `unfilled`: rows on which nothing is counted, printed and never filled in. They are blank rows, whatever
    else stands there.
    """

    counts: tuple[CountSpec, ...]
    numbers: tuple[pa.Array, ...]
    unfilled: Mask


def unfold(
    found: Mapping[str, pa.Array], strokes: Strokes, sheets: _Places, key: bytes
) -> dict[str, pa.Array]:
    """The lines of all sheets: what the sheet says, with one count and its category each.

    `found`: columns of the sheets; `sheets`: their rows in the file.
    """
    counted = np.array([n.is_valid().to_numpy(zero_copy_only=False)[sheets] for n in strokes.numbers])
    at, which = np.nonzero(counted.T)
    lines = {name: column.take(pa.array(at)) for name, column in found.items()}
    values = np.array([n.fill_null(0).to_numpy(zero_copy_only=False)[sheets] for n in strokes.numbers])
    lines["quantity"] = pa.array(values[which, at], TAKEN["quantity"])
    for name in {count.category[0] for count in strokes.counts if count.category}:
        meant = pa.array([_value(count, name) for count in strokes.counts], TAKEN[name])
        lines[name] = meant.take(pa.array(which))
    if "enquiry_id" in lines:
        columns = [strokes.counts[n].column for n in which]
        lines["enquiry_id"] = pa.array(_ids(lines, columns, key), pa.string())
    return lines


def _value(count: CountSpec, name: str) -> str | bool | None:
    return count.category[1] if count.category and count.category[0] == name else None


def _ids(lines: Mapping[str, pa.Array], columns: Sequence[str], key: bytes) -> list[str]:
    """A line is itself by its sheet and its column, so that a corrected sheet updates each of its lines."""
    told = zip(lines["source"].to_pylist(), lines["enquiry_id"].to_pylist(), columns, strict=True)
    return [enquiry_key(key, source, sheet, fold(column)) for source, sheet, column in told]
