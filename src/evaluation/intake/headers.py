"""Finds the header among the first rows, names its columns, and knows a totals row."""

import re
from collections import Counter
from collections.abc import Sequence
from math import ceil

SEARCHED_ROWS = 50  # of these the header is one: nobody writes a longer title
_RECURRENCE_ROWS = 200
_ENOUGH = 0.75
_TOTALS = frozenset(
    {"i alt", "ialt", "total", "totalt", "sum", "sum i alt", "total i alt", "i alt sum", "grand total"}
)
_INVISIBLE = re.compile("[\ufeff\u200b\u2060\u00ad]")

Cells = Sequence[str | None]


def name(cell: str | None) -> str | None:
    """A header cell as a column name: no BOM, blanks at the ends or line breaks; None when empty."""
    return " ".join(_INVISIBLE.sub("", cell or "").split()) or None


def names(cells: Cells) -> list[str | None]:
    """The column names of a header row."""
    return [name(cell) for cell in cells]


def is_blank(cells: Cells) -> bool:
    """Whether nothing but blanks stands in the row."""
    first = cells[0] if cells else None
    if first and not first.isspace():  # nearly every row ends here
        return False
    return not any(cell and not cell.isspace() for cell in cells)


def is_total(cells: Cells) -> bool:
    """Whether the first cell says that the row is a sum: "I alt", "Total:", "SUM" ..."""
    first = cells[0] if cells else None
    return bool(first) and len(first or "") < 20 and _plain(first or "") in _TOTALS


def find(rows: Sequence[Cells], narrowest: int, widest: int) -> int | None:
    """The header's index in `rows` (the file's first ones), or None when no row looks like names.

    A name has more letters than digits. The header is the first row that holds three quarters of the
    most different names found in one row: choosing too early leaves columns that no profile knows,
    which is loud; choosing too late would lose rows, which is silent. A row whose cells come again
    below is data.
    """
    scores = [
        len(_names_in(row)) if narrowest <= len(row) and _filled(row) <= widest else 0
        for row in rows[:SEARCHED_ROWS]
    ]
    best = max(scores, default=0)
    if not best:
        return None
    index = next(i for i, score in enumerate(scores) if score >= ceil(_ENOUGH * best))
    row = rows[index]
    nonempty = sum(name(cell) is not None for cell in row)
    return index if 2 * scores[index] >= nonempty and not _recurs(rows, index) else None


def looks_like_name(cell: str | None) -> bool:
    """Whether the cell could be a column's name rather than a value: more letters than digits."""
    found = name(cell)
    if found is None:
        return False
    letters = sum(map(str.isalpha, found))
    return letters > sum(map(str.isdigit, found))


def common_width(widths: Sequence[int]) -> tuple[int, int]:
    """The most common width of at least two cells (the wider of equals) and how often it is found."""
    counts = Counter(width for width in widths if width >= 2)
    return max(counts.items(), key=lambda found: (found[1], found[0]), default=(0, 0))


def _names_in(row: Cells) -> set[str | None]:
    return {name(cell) for cell in row if looks_like_name(cell)}


def _filled(row: Cells) -> int:
    """The row's width without the empty cells at its end."""
    return max((i for i, cell in enumerate(row, 1) if name(cell) is not None), default=0)


def _recurs(rows: Sequence[Cells], index: int) -> bool:
    row = [name(cell) for cell in rows[index]]
    below = [[name(c) for c in r] for r in rows[index + 1 : index + 1 + _RECURRENCE_ROWS]]
    seen = {(i, cell) for other in below if other != row for i, cell in enumerate(other)}
    nonempty = [(i, cell) for i, cell in enumerate(row) if cell is not None]
    return 2 * sum(pair in seen for pair in nonempty) >= len(nonempty) > 0


def _plain(cell: str) -> str:
    return " ".join(cell.casefold().strip(" \t\u00a0:.*=").split())
