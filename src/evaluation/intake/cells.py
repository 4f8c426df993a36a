"""Raw cells of one target column, each distinct value once."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from evaluation.intake.targets import fold
from evaluation.intake.times import Mask, joined

Codes = npt.NDArray[np.int32]


@dataclass(frozen=True)
class Cells:
    """`values` are distinct and stripped; `codes` gives each row's place among them, -1 where blank."""

    target: str
    label: str  # the header or headers, as a rejection names them
    values: list[str]
    codes: Codes

    @property
    def blank(self) -> Mask:
        """Rows without a value."""
        return self.codes < 0

    def text(self, row: int) -> str:
        """A row's raw value; "" where blank."""
        code = int(self.codes[row])
        return self.values[code] if code >= 0 else ""


def encode(target: str, label: str, columns: Sequence[list[str | None]], missing: Collection[str]) -> Cells:
    """Encodes one column, or several read as one. `missing`: folded values that count as blank.

    Of several, one blank part makes a blank whole: a date without its clock time is not a time.
    """
    parts = [_encode(column, missing) for column in columns]
    if len(parts) == 1:
        return Cells(target, label, *parts[0])
    values, codes = parts[0]
    for more, more_codes in parts[1:]:
        values, codes = _pair(values, codes, more, more_codes)
    return Cells(target, label, values, codes)


def _encode(column: list[str | None], missing: Collection[str]) -> tuple[list[str], Codes]:
    found = pa.array(column, pa.string()).dictionary_encode()
    stripped = [value.strip() for value in found.dictionary.to_pylist()]
    longest = 3 * max(map(len, missing), default=0)  # folding shortens a little: the rest need no folding
    kept: dict[str, int] = {}  # what differs in its outer blanks only is one value
    for value in stripped:
        if value not in kept and (len(value) > longest or fold(value) not in missing):
            kept[value] = len(kept)
    places = np.array([*(kept.get(value, -1) for value in stripped), -1], dtype=np.int32)
    raw = found.indices.fill_null(len(stripped)).to_numpy(zero_copy_only=False)
    return list(kept), places[raw]


def _pair(left: list[str], a: Codes, right: list[str], b: Codes) -> tuple[list[str], Codes]:
    width = max(len(right), 1)
    both = np.where((a < 0) | (b < 0), -1, a.astype(np.int64) * width + b)
    distinct, codes = np.unique(both, return_inverse=True)
    blank = int(len(distinct) > 0 and distinct[0] < 0)
    values = [joined((left[code // width], right[code % width])) for code in distinct[blank:].tolist()]
    return values, (codes - blank).astype(np.int32)
