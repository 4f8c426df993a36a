"""What kind of file it is, by its content: what it is called proves nothing."""

import re
import zipfile
from collections.abc import Sequence
from pathlib import Path

from evaluation import texts
from evaluation.errors import UserError
from evaluation.intake.cpr import masked

_HEAD = 4096
_OLE2 = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIP = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")

# First bytes → the sentence in texts/intake_files.toml. Sources: the formats' own specifications.
_SIGNATURES: tuple[tuple[str, tuple[bytes, ...]], ...] = (
    ("picture", (b"\x89PNG", b"\xff\xd8\xff", b"II*\0", b"MM\0*", b"\0\0\1\0")),
    ("pdf", (b"%PDF-",)),
    ("archive", (b"\x1f\x8b", b"7z\xbc\xaf\x27\x1c", b"\xfd7zXZ", b"\x28\xb5\x2f\xfd")),
    ("document", (b"{\\rtf",)),
    ("binary", (b"SQLite format 3\0", b"\x7fELF")),
    # BIFF 2 to 5 without a container: what Excel wrote before 1997.
    (
        "old_excel",
        (b"\x09\x08\x10\0", b"\x09\x08\x08\0", b"\x09\x04\x06\0", b"\x09\x02\x06\0", b"\x09\0\4\0"),
    ),
)
# These could also begin a text: only with a NUL further on.
_LETTERS: tuple[tuple[str, tuple[bytes, ...]], ...] = (
    ("picture", (b"GIF8", b"BM", b"RIFF")),
    ("archive", (b"Rar!", b"BZh")),
    ("binary", (b"PAR1", b"MZ")),
)
_MARKUP = re.compile(rb"\s*<(!doctype|html|\?xml|table|head|meta|style)\b", re.IGNORECASE)
_JSON = re.compile(rb'\s*(\{\s*"|\[\s*[\[{"])')
_CONTROLS = bytes(set(range(32)) - set(b"\t\n\r\f\x1a") | {127})
_FEW_CONTROLS, _MOST_CONTROLS = 20, 0.05  # chance bytes have 11 %

_SEARCHED = 64 << 20  # bytes; the directory stands near the beginning

# Streams of a compound file, by their names in its directory (UTF-16; [MS-CFB] 2.6).
_STREAMS = {"EncryptedPackage": "protected", "Workbook": "old_excel", "Book": "old_excel"}


def kind(path: Path) -> str:
    """`csv` or `xlsx`. Raises UserError, with a sentence of its own, for every other kind of file."""
    with path.open("rb") as file:
        head = file.read(_HEAD)
    if not head:
        raise texts.error("intake_files.empty", file=masked(path.name))
    if head.startswith(_ZIP):
        _refuse(path, _packed(path))
        return "xlsx"
    if head.startswith(_OLE2):
        _refuse(path, _compound(path))
    _refuse(path, _by_signature(head))
    return "csv"


def _refuse(path: Path, reason: str | None) -> None:
    if reason is not None:
        raise refusal(path, reason)


def refusal(path: Path, reason: str) -> UserError:
    """The error of that name in texts/intake_files.toml."""
    return texts.error(f"intake_files.{reason}", file=masked(path.name))


def _by_signature(head: bytes) -> str | None:
    nul = b"\0" in head
    for reason, signatures in (*_SIGNATURES, *(_LETTERS if nul else ())):
        if head.startswith(signatures):
            return reason
    text = head.removeprefix(b"\xef\xbb\xbf")
    if _MARKUP.match(text):
        return "web_page"
    if _JSON.match(text):
        return "json"
    # Text in UTF-16 has NULs and any byte: it is judged when it is decoded.
    return "binary" if not nul and _is_noise(head) else None


def _is_noise(head: bytes) -> bool:
    """Whether there are more control characters than a text has."""
    controls = len(head) - len(head.translate(None, _CONTROLS))
    return controls > max(_FEW_CONTROLS, _MOST_CONTROLS * len(head)) and not head.startswith(
        (b"\xff\xfe", b"\xfe\xff")
    )


def _packed(path: Path) -> str | None:
    """Why a ZIP file is no workbook that can be read; None for .xlsx and .xlsm."""
    try:
        with zipfile.ZipFile(path) as archive:
            return _by_members(archive.namelist(), archive)
    except (zipfile.BadZipFile, EOFError, ValueError, NotImplementedError):
        return "broken_workbook"


def _by_members(members: Sequence[str], archive: zipfile.ZipFile) -> str | None:
    if any(info.flag_bits & 1 for info in archive.infolist()):
        return "protected"
    if "xl/workbook.bin" in members:
        return "binary_excel"
    if "mimetype" in members and archive.getinfo("mimetype").file_size < 200:
        return "open_document" if b"spreadsheet" in archive.read("mimetype") else "document"
    if any(member.startswith(("word/", "ppt/")) for member in members):
        return "document"
    return None if any(member.startswith("xl/") for member in members) else "archive"


def _compound(path: Path) -> str:
    """What an OLE2 container holds: a protected workbook, an .xls, or something else."""
    with path.open("rb") as file:
        content = file.read(_SEARCHED)
    for stream, reason in _STREAMS.items():
        if stream.encode("utf-16-le") in content:
            return reason
    return "document"
