"""Tells a row of data that stands where the column names should: a file without a header."""

import re
from collections import Counter
from collections.abc import Sequence

from evaluation.intake.cpr import has_cpr
from evaluation.intake.headers import Cells, is_blank, name

_BELOW = 200  # rows compared
_YEAR = re.compile(r"(?:19|20)\d\d")  # years are names, too, of columns of counts
_EMAIL = re.compile(r"[^\s@]@[^\s@]+\.\w")
_KINDS = {
    "date": re.compile(r"\d{1,4}([-/.])\d{1,2}\1\d{1,4}(?:(?:[ T]|, ).*)?"),
    "clock": re.compile(r"\d{1,2}[:.]\d\d(?:[:.]\d\d)?(?: ?[AaPp][Mm])?"),
    "number": re.compile(r"[+-]?\d+(?:[ .,]\d+)*"),
}
_LETTERS, _DIGITS = re.compile(r"[^\W\d_]+"), re.compile(r"\d+")


def is_headless(rows: Sequence[Cells], index: int) -> bool:
    """Whether the row taken for the header is data like the rows below it.

    It is when a cell holds an e-mail address or a possible CPR number; when one is a date, clock time or
    number over a column of such; or when its cells have the shape of those below in most columns, or in
    most of those whose cells are more than words.
    """
    header = [name(cell) for cell in rows[index]]
    if any(cell and (has_cpr(cell) or _EMAIL.search(cell)) for cell in header):
        return True
    below = [row for row in rows[index + 1 : index + 1 + _BELOW] if not is_blank(row)]
    if not below:
        return any(cell and _kind(cell) == "date" for cell in header)
    pairs = [(cell, _column(below, place)) for place, cell in enumerate(header) if cell]
    compared = [(cell, values) for cell, values in pairs if values]
    return any(_same_kind(cell, values) for cell, values in compared) or _same_shapes(compared)


def _column(rows: Sequence[Cells], place: int) -> list[str]:
    cells = (name(row[place]) for row in rows if place < len(row))
    return [cell for cell in cells if cell]


def _kind(cell: str) -> str | None:
    return next((kind for kind, look in _KINDS.items() if look.fullmatch(cell)), None)


def _same_kind(cell: str, values: Sequence[str]) -> bool:
    kind = _kind(cell)
    if kind is None or _YEAR.fullmatch(cell):
        return False
    return 2 * sum(_kind(value) == kind for value in values) >= len(values)


def _same_shapes(compared: Sequence[tuple[str, Sequence[str]]]) -> bool:
    """A column of words tells nothing by itself: names are words."""
    shared = told = telling = 0
    for cell, values in compared:
        (usual, count), *_ = Counter(map(_outline, values)).most_common(1)
        same = _outline(cell) == usual and 2 * count >= len(values) and not _YEAR.fullmatch(cell)
        more = "9" in usual
        shared, told, telling = shared + same, told + (same and more), telling + more
    return told > 0 and (2 * told > telling or 2 * shared > len(compared))


def _outline(cell: str) -> str:
    """`B17` and `C 204`: what signs stand between words and numbers, of whatever length."""
    return _DIGITS.sub("9", _LETTERS.sub("a", cell))
