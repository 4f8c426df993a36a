"""Finds the delimiter of a text file from its first lines."""

import re
from collections.abc import Sequence

from evaluation.intake import headers
from evaluation.intake.records import Dialect, Records

CANDIDATES = (";", "\t", "|", ",")
_HINT = re.compile(r'"?sep=([;,|\t])"?\s*', re.IGNORECASE)


def find_delimiter(lines: Sequence[str], quote: str) -> str | None:
    """The delimiter that makes most of the rows one table with a header, or None if none gives columns.

    The share of rows with the most common width, times the share of the header's cells that read as
    names, times a little for more columns. A comma within numbers fails on its header, a stray `|`
    on its share. Excel's own first line `sep=;` decides without further ado.
    """
    hint = _HINT.fullmatch(lines[0]) if lines else None
    if hint:
        return hint.group(1)
    scores = {candidate: _score(lines, Dialect(candidate, quote)) for candidate in CANDIDATES}
    best = max(CANDIDATES, key=lambda candidate: scores[candidate])
    return best if scores[best] > 0 else None


def header_at(rows: Sequence[Sequence[str]]) -> int | None:
    """The header's index among the first rows, or None."""
    width, _ = headers.common_width([len(row) for row in rows])
    # One cell less: rows that end in a delimiter where the header does not.
    return headers.find(rows, max(2, width - 1), width)


def _score(lines: Sequence[str], dialect: Dialect) -> float:
    cells = (record.cells or [] for record in Records(lines, dialect, partial=True))
    rows = [row for row in cells if not headers.is_blank(row)]
    width, count = headers.common_width([len(row) for row in rows])
    if not width:
        return 0.0
    index = header_at(rows)
    names = 0.0 if index is None else _names_share(rows[index], dialect.delimiter)
    return count / len(rows) * (0.02 + names) * (1 - 1 / width)


def _names_share(header: Sequence[str], delimiter: str) -> float:
    """The share of a header's cells that are names and hold no other delimiter (but before a blank)."""
    others = [other for other in CANDIDATES if other != delimiter]
    sound = [cell for cell in header if headers.looks_like_name(cell) and not _holds(cell, others)]
    return len(sound) / len(header)


def _holds(cell: str, delimiters: Sequence[str]) -> bool:
    return any(other in cell.replace(other + " ", "").rstrip(other) for other in delimiters)
