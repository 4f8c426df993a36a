"""Reads Statistics Denmark's semicolon CSV in long layout: a row a figure, columns in any order, names or none."""

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from evaluation.intake.cpr import masked
from evaluation.intake.headers import is_blank
from evaluation.intake.other.ages import ages, is_total, says_age
from evaluation.intake.other.values import amount
from evaluation.intake.raw import Broken, BrokenReason, RawTable
from evaluation.intake.read import read_records
from evaluation.intake.records import Record
from evaluation.intake.shapes import shape
from evaluation.intake.targets import fold
from evaluation.texts import error, table, text

_DELIMITERS = (";", "\t", ",")  # the first is Statistics Denmark's; a spreadsheet may save another
_SEARCHED = 20  # lines above the rows: titles, blank lines, the column names
_NARROWEST = 4  # area, age, time and number
_PERIOD = re.compile(r"(?:19|20)\d\d(?:[KQ][1-4]|M\d\d)?")
_CODED = re.compile(r"\d{3,4} \S")
ROLES = ("area", "age", "period", "count")

_Rows = Sequence[Sequence[str]]


@dataclass(frozen=True)
class LongTable:
    """A file in long layout: its rows as text, and which column is what; `others` are sex, marital status …"""

    raw: RawTable
    roles: dict[str, str]  # ROLES → the column's name
    others: tuple[str, ...]


@dataclass(frozen=True)
class _Sheet:
    """A file's records with their cells made plain, and how many cells most of them have."""

    records: Sequence[Record]
    rows: _Rows
    width: int
    sha256: str

    @property
    def whole(self) -> _Rows:
        """The rows of that many cells."""
        return [row for row in self.rows if len(row) == self.width]

    def below(self, age: int) -> int | None:
        """Where the figures begin: the first row with an age in it."""
        found = (at for at, row in enumerate(self.rows) if len(row) == self.width and ages(row[age]))
        return next(found, None)

    def lost(self, at: int) -> bool:
        """Whether a row that cannot be taken apart, or whose cells are too few, is a figure and no title."""
        return self.records[at].cells is None or any(map(says_age, self.rows[at]))


def read_long(path: Path) -> LongTable | None:
    """The table of such a file; None where it is another kind of file.

    Raises UserError for a matrix (ages or times across the page), and for one that lacks a column.
    """
    found = (_read(path, delimiter) for delimiter in _DELIMITERS)
    return next((table for table in found if table is not None), None)


def _read(path: Path, delimiter: str) -> LongTable | None:
    records, sha256 = read_records(path, delimiter)
    rows = [_cells(record) for record in records]
    sheet = _Sheet(records, rows, _width(rows), sha256)
    named = _named(sheet.whole)
    age = named.get("age", _age_column(sheet.whole))
    first = None if age is None else sheet.below(age)
    if _is_matrix(rows[:_SEARCHED], rows[:first] if first is not None else ()):
        raise error("kinds.statbank_matrix", file=masked(path.name))
    if age is None or first is None:
        return None
    roles = _roles(
        [row for row in rows[first:] if len(row) == sheet.width], named | {"age": age}, sheet.width
    )
    lacking = next((role for role in ROLES if role not in roles), None)
    if lacking:
        column = text(f"kinds.statbank.roles.{lacking}")
        raise error("kinds.statbank_lacks", file=masked(path.name), column=column)
    return _long(sheet, next(at for at in range(first + 1) if at == first or sheet.lost(at)), roles)


def _cells(record: Record) -> list[str]:
    cells = [" ".join(cell.replace("\ufeff", "").split()) for cell in record.cells or ()]
    while len(cells) > _NARROWEST and not cells[-1]:  # a line that ends in a semicolon
        cells.pop()
    return cells


def _width(rows: _Rows) -> int:
    found = Counter(len(row) for row in rows if len(row) >= _NARROWEST - 1)
    return max(found, key=lambda width: (found[width], width), default=0)


def _periods(row: Sequence[str]) -> int:
    return len({cell for cell in row if _PERIOD.fullmatch(cell)})


def _is_matrix(beginning: _Rows, above: _Rows) -> bool:
    """Whether a line holds several ages or nothing but years; `above` the figures several years will do."""
    filled = [[cell for cell in row if cell] for row in beginning]
    across = any(len({cell for cell in row if says_age(cell)}) > 1 for row in filled)
    only_years = any(1 < len(row) == _periods(row) for row in filled)
    return across or only_years or any(_periods(row) > 1 for row in above)


def _named(body: _Rows) -> dict[str, int]:
    """The columns by the names above them, where there is such a line: role → place."""
    words = {
        role: {fold(w) for w in said.split(",")} for role, said in table("kinds.statbank.columns").items()
    }
    for row in body[:_SEARCHED]:
        found = {
            role: at for at, cell in enumerate(row) for role, said in words.items() if fold(cell) in said
        }
        if "age" in found and len(found) > 1:
            return found
    return {}


def _age_column(body: _Rows) -> int | None:
    """The column that holds ages, most of its cells at least."""
    if not body or not body[0]:
        return None
    told = [sum(says_age(row[at]) for row in body) for at in range(len(body[0]))]
    best = max(range(len(told)), key=lambda at: told[at])
    some = sum(says_age(row[best]) or is_total(row[best]) for row in body)
    return best if told[best] and 2 * some >= len(body) else None


def _roles(rows: _Rows, known: dict[str, int], width: int) -> dict[str, int]:
    """Every column told by its content where its name does not tell it: first time, then number, then area."""
    roles = dict(known)
    for role, fitting in (("period", _times), ("count", _numbers), ("area", _areas)):
        free = [at for at in range(width) if at not in roles.values()]
        found = None if role in roles else fitting([[row[at] for row in rows] for at in free])
        if found is not None:
            roles[role] = free[found]
    return roles


def _times(columns: _Rows) -> int | None:
    """Of columns of years the one with the fewest: a count may look like a year."""
    fitting = [at for at, cells in enumerate(columns) if _mostly(cells, lambda c: bool(_PERIOD.fullmatch(c)))]
    return min(fitting, key=lambda at: len(set(columns[at])), default=None)


def _numbers(columns: _Rows) -> int | None:
    """Of columns of numbers the last: what stands before it may be codes."""
    fitting = [at for at, cells in enumerate(columns) if _mostly(cells, lambda c: number(c) is not None)]
    return max(fitting, default=None)


def _areas(columns: _Rows) -> int | None:
    """The column with the most official numbers, then with the most different words that are no sums."""

    def likely(at: int) -> tuple[int, int]:
        cells = set(columns[at])
        return sum(bool(_CODED.match(cell)) for cell in cells), sum(not is_total(cell) for cell in cells)

    best = max(range(len(columns)), key=likely, default=None)
    return None if best is None or likely(best) == (0, 0) else best


def _mostly(cells: Sequence[str], fits: Callable[[str], bool]) -> bool:
    filled = [cell for cell in cells if cell]
    return 0 < len(filled) <= 2 * sum(map(fits, filled))


def is_period(cell: str | None) -> bool:
    """Whether a cell is a year, or a quarter or month of one as `2025K1`."""
    return _PERIOD.fullmatch(cell or "") is not None


def number(cell: str) -> int | None:
    """A whole number of people; Statistics Denmark's `-` is none of them. None where it is no number."""
    if cell in ("-", "–"):
        return 0
    found = amount(cell, typed=False)
    return int(found) if found is not None and found >= 0 and found.is_integer() else None


def _long(sheet: _Sheet, first: int, roles: dict[str, int]) -> LongTable:
    names = {at: text(f"kinds.statbank.roles.{role}") for role, at in roles.items()}
    header = tuple(names.get(at, str(at + 1)) for at in range(sheet.width))
    below = list(zip(sheet.records[first:], sheet.rows[first:], strict=True))
    blank = [record.cells is not None and is_blank(row) for record, row in below]
    sound = [record.cells is not None and len(row) == sheet.width for record, row in below]
    kept = [one for one, empty, right in zip(below, blank, sound, strict=True) if right and not empty]
    broken = [
        Broken(record.number, BrokenReason.ROW_LENGTH, shape(record.lines[0].strip()))
        for (record, _), empty, right in zip(below, blank, sound, strict=True)
        if not right and not empty
    ]
    columns = {name: [row[at] or None for _, row in kept] for at, name in enumerate(header)}
    numbers = [record.number for record, _ in kept]
    raw = RawTable(header, columns, numbers, sum(blank), broken, None, None, None, first, sheet.sha256)
    others = tuple(name for at, name in enumerate(header) if at not in names)
    return LongTable(raw, {role: header[at] for role, at in roles.items()}, others)
