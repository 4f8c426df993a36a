"""Looks a workbook's container over before anything opens it: size, truth of its sizes, extent."""

import re
import zipfile
import zlib
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

from evaluation.intake.kinds import refusal

LARGEST = 500 * 1024 * 1024  # bytes, unpacked
_SMALL = 20 * 1024 * 1024  # below this no ratio is dangerous
_RATIO = 200
_MOST_CELLS = 40_000_000  # a sheet is laid out from its first to its last cell, empty ones too
_CHUNK = 1 << 20
_OVERLAP = 64

# Cells and rows say where they are: <c r="AB12">, <row r="12">. One-letter columns need no look.
_COLUMN = re.compile(rb"""\sr\s*=\s*["']([A-Z]{2,3})\d""")
_ROW = re.compile(rb"""\sr\s*=\s*["'][A-Z]{0,3}(\d{1,7})["']""")


def guard(content: bytes, path: Path) -> None:
    """Raises UserError for a ZIP bomb, a torn container, and a sheet that would not fit into memory.

    Every member is unpacked once in small pieces: a container may lie about its sizes, and a file copied
    halfway shows only then.
    """
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            members = archive.infolist()
            _check_sizes(members, path)
            for member in members:
                _check_extent(archive, member, path)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError) as error:
        raise refusal(path, "broken_workbook") from error


def _check_sizes(members: list[zipfile.ZipInfo], path: Path) -> None:
    unpacked = sum(member.file_size for member in members)
    packed = sum(member.compress_size for member in members)
    if unpacked > LARGEST or (unpacked > _SMALL and unpacked > _RATIO * max(packed, 1)):
        raise refusal(path, "zip_bomb")


def _check_extent(archive: zipfile.ZipFile, member: zipfile.ZipInfo, path: Path) -> None:
    """Read a member to its end (the archive checks its sum) and measure the sheet, if it is one."""
    last_column, last_row = 26, 0
    for piece in _pieces(archive, member):
        if member.filename.endswith(".xml"):
            last_column = max([last_column, *map(_number, set(_COLUMN.findall(piece)))])
            last_row = max([last_row, *map(int, set(_ROW.findall(piece)))])
        if last_column * last_row > _MOST_CELLS:
            raise refusal(path, "wide_sheet")


def _pieces(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> Iterator[bytes]:
    """A member's bytes in pieces that overlap, so that nothing hides on a seam."""
    with archive.open(member) as file:
        seam = b""
        while chunk := file.read(_CHUNK):
            yield seam + chunk
            seam = chunk[-_OVERLAP:]


def _number(letters: bytes) -> int:
    """A column's number by its letters: A is 1, AA 27."""
    number = 0
    for letter in letters:
        number = number * 26 + letter - ord("A") + 1
    return number
