"""Cells of a worksheet whose formula nobody has worked out: programs that write workbooks leave that to Excel.

Such a cell reads as blank, and a blank is not what the sheet's author wrote.
"""

import re
import zipfile
from collections.abc import Iterator
from html import unescape
from io import BytesIO

_CHUNK = 1 << 20
_BOOK, _LINKS = "xl/workbook.xml", "xl/_rels/workbook.xml.rels"
_ATTRIBUTE = r"""[\w:]+\s*=\s*(?:"[^"]*"|'[^']*')"""
_KEPT = r"""([\w:]+)\s*=\s*("[^"]*"|'[^']*')"""
_FORMULA = re.compile(rb"<(?:\w+:)?f[\s/>]")
#: A cell with a formula: where it stands with its other attributes, and what follows the formula.
_CELL = re.compile(
    rb"<(?:\w+:)?c\s([^>]*)>\s*<(?:\w+:)?f(?:\s[^>]*)?(?:/>|>[^<]*</(?:\w+:)?f>)(.*?)</(?:\w+:)?c>", re.DOTALL
)
_PLACE = re.compile(rb"""\br\s*=\s*["']([A-Z]{1,3})(\d{1,7})["']""")
_TYPE = re.compile(rb"""\bt\s*=\s*["'](\w+)["']""")
_VALUE = re.compile(rb"<(?:\w+:)?v(?:\s[^>]*)?>[^<]")

Place = tuple[int, int]  # row and column as Excel counts them, from 1


def uncomputed(content: bytes, sheet: str) -> frozenset[Place]:
    """Where the sheet of this name has formulas without a value. An empty text that was worked out is a value."""
    with zipfile.ZipFile(BytesIO(content)) as archive:
        member = _member(archive, sheet)
        return frozenset() if member is None else frozenset(_places(archive, member))


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


def _places(archive: zipfile.ZipFile, member: str) -> Iterator[Place]:
    for piece in _whole_cells(archive, member):
        if not _FORMULA.search(piece):  # nearly every export ends here
            continue
        for attributes, after in _CELL.findall(piece):
            kind, place = _TYPE.search(attributes), _PLACE.search(attributes)
            empty = (kind is None or kind[1] == b"n") and not _VALUE.search(after)
            if empty and place is not None:
                yield int(place[2]), _number(place[1])


def _whole_cells(archive: zipfile.ZipFile, member: str) -> Iterator[bytes]:
    """The sheet in pieces that end between two rows, so that no cell is cut."""
    rest = b""
    with archive.open(member) as file:
        while chunk := file.read(_CHUNK):
            head, found, tail = (rest + chunk).rpartition(b"row>")
            yield head + found
            rest = tail
    yield rest


def _number(letters: bytes) -> int:
    """A column's number by its letters: A is 1, AA 27."""
    number = 0
    for letter in letters:
        number = number * 26 + letter - ord("A") + 1
    return number
