"""Cells of a worksheet whose formula nobody has worked out: programs that write workbooks leave that to Excel.

Such a cell reads as blank, and a blank is not what the sheet's author wrote. Some of these programs write 0
instead, and ask Excel to work the book out when it is opened: Excel asks so no more once it has saved the book.
"""

import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from functools import reduce
from html import unescape
from io import BytesIO

_CHUNK = 1 << 20
_BOOK, _LINKS = "xl/workbook.xml", "xl/_rels/workbook.xml.rels"
_ATTRIBUTE = r"""[\w:]+\s*=\s*(?:"[^"]*"|'[^']*')"""
_KEPT = r"""([\w:]+)\s*=\s*("[^"]*"|'[^']*')"""
_FORMULA = re.compile(rb"<(?:\w+:)?f[\s/>]")
_USUAL_END = b"</row>"
_ROW_END = re.compile(rb"</(?:\w+:)?row\s*>")
_ROW_BEGIN = re.compile(rb"<(?:\w+:)?row(\s[^>]*)?>")
#: A row's attributes, and its cells if it has any.
_ROW = re.compile(rb"<(?:\w+:)?row(\s[^>]*?)?(?:/>|>(.*?)</(?:\w+:)?row\s*>)", re.DOTALL)
_BEGIN = re.compile(rb"<(?:\w+:)?c(\s[^>]*)?>")
#: A cell with a formula: where it stands with its other attributes, and what follows the formula.
_CELL = re.compile(
    rb"<(?:\w+:)?c(\s[^>]*)?>\s*"
    rb"<(?:\w+:)?f(?:\s[^>]*)?(?:/>|>[^<]*+(?:<!\[CDATA\[.*?\]\]>[^<]*+)*+</(?:\w+:)?f>)(.*?)</(?:\w+:)?c>",
    re.DOTALL,
)
_PLACE = re.compile(rb"""\br\s*=\s*["']([A-Z]{1,3})\d{1,7}["']""")
_NUMBER = re.compile(rb"""\br\s*=\s*["'](\d{1,7})["']""")
_TYPE = re.compile(rb"""\bt\s*=\s*["'](\w+)["']""")
_VALUE = re.compile(rb"<(?:\w+:)?v(?:\s[^>]*?)?(?:/>|>(.*?)</(?:\w+:)?v>)", re.DOTALL)
_ZERO = re.compile(rb"-?0+(?:\.0*)?")

Place = tuple[int, int]  # row and column as Excel counts them, from 1


@dataclass(frozen=True)
class Formulas:
    """Where a sheet has formulas without a value, and formulas whose 0 or empty text may be none."""

    uncomputed: frozenset[Place] = frozenset()
    doubtful: frozenset[Place] = frozenset()


def formulas(content: bytes, sheet: str) -> Formulas:
    """The formulas of the sheet of this name that are not, or may not be, worked out.

    An empty text is a value, as Excel writes it. It is doubtful, as 0 is, where the book asks to be worked out.
    """
    with zipfile.ZipFile(BytesIO(content)) as archive:
        member = _member(archive, sheet)
        if member is None:
            return Formulas()
        found = list(_places(archive, member))
        asks = any(one.get("fullCalcOnLoad") in ("1", "true") for one in _tags(archive.read(_BOOK), "calcPr"))
    return Formulas(
        frozenset(place for place, is_empty in found if is_empty),
        frozenset(place for place, is_empty in found if asks and not is_empty),
    )


def _member(archive: zipfile.ZipFile, sheet: str) -> str | None:
    """The sheet's file in the container; None where the container names none."""
    names = set(archive.namelist())
    if not {_BOOK, _LINKS} <= names:
        return None
    links = {one["Id"]: one["Target"] for one in _tags(archive.read(_LINKS), "Relationship")}
    for one in _tags(archive.read(_BOOK), "sheet"):
        if one.get("name") == sheet:
            target = next((links.get(value, "") for key, value in one.items() if key.endswith(":id")), "")
            found = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
            return found if found in names else None
    return None


def _tags(content: bytes, name: str) -> Iterator[dict[str, str]]:
    """The attributes of every tag of this name. No XML parser: a stranger's file must not make it work."""
    for tag in re.finditer(
        rf"<(?:\w+:)?{name}((?:\s+{_ATTRIBUTE})+)\s*/?>", content.decode("utf-8", "replace")
    ):
        yield {key: unescape(value[1:-1]) for key, value in re.findall(_KEPT, tag[1])}


def _places(archive: zipfile.ZipFile, member: str) -> Iterator[tuple[Place, bool]]:
    """Formulas whose value is missing (True), or 0 or an empty text (False)."""
    row = 0
    for piece in _whole_rows(archive, member):
        if not _FORMULA.search(piece):  # so it is in nearly every export
            row = _last_row(piece, row)
            continue
        for attributes, cells in _ROW.findall(piece):
            row = _row(attributes, row)
            yield from (((row, column), is_empty) for column, is_empty in _cells(cells))


def _row(attributes: bytes, before: int) -> int:
    """A row's number. One that does not say it stands below the row before it."""
    told = _NUMBER.search(attributes)
    return int(told[1]) if told else before + 1


def _last_row(piece: bytes, before: int) -> int:
    """The number of the last row of these."""
    last = _ROW_BEGIN.match(piece, max(piece.rfind(b"<row"), 0))
    if last and _NUMBER.search(last[1] or b""):
        return _row(last[1], before)
    return reduce(lambda row, attributes: _row(attributes, row), _ROW_BEGIN.findall(piece), before)


def _cells(row: bytes) -> Iterator[tuple[int, bool]]:
    """As `_places`, the columns of one row."""
    for cell in _CELL.finditer(row):
        kind = _TYPE.search(cell[1] or b"")
        empty = _is_empty(kind[1] if kind else b"n", _VALUE.search(cell[2]))
        if empty is not None:
            yield _column(row, cell), empty


def _is_empty(kind: bytes, value: re.Match[bytes] | None) -> bool | None:
    """Whether a value is missing; None for one that is there, and neither 0 nor an empty text."""
    said = b"" if value is None else value[1] or b""
    if value is None or (kind != b"str" and not said.strip()):
        return True
    doubtful = not said if kind == b"str" else kind == b"n" and _ZERO.fullmatch(said.strip())
    return False if doubtful else None


def _column(row: bytes, cell: re.Match[bytes]) -> int:
    """A cell's column. One that does not say it stands beside the cell before it."""
    if place := _PLACE.search(cell[1] or b""):
        return _number(place[1])
    column = 0
    for attributes in _BEGIN.findall(row, 0, cell.start()):
        before = _PLACE.search(attributes)
        column = _number(before[1]) if before else column + 1
    return column + 1


def _whole_rows(archive: zipfile.ZipFile, member: str) -> Iterator[bytes]:
    """The sheet in pieces that end between two rows, so that no row is cut."""
    rest = b""
    with archive.open(member) as file:
        while chunk := file.read(_CHUNK):
            rest += chunk
            usual = rest.rfind(_USUAL_END)
            ends = (
                (found.end() for found in _ROW_END.finditer(rest)) if usual < 0 else [usual + len(_USUAL_END)]
            )
            end = max(ends, default=0)
            yield rest[:end]
            rest = rest[end:]
    yield rest


def _number(letters: bytes) -> int:
    """A column's number by its letters: A is 1, AA 27."""
    number = 0
    for letter in letters:
        number = number * 26 + letter - ord("A") + 1
    return number
