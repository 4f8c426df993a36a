"""From a text file's bytes to characters: which encoding, and nothing lost or unbounded on the way."""

import codecs
import hashlib
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from evaluation import texts
from evaluation.errors import UserError
from evaluation.intake.cpr import masked

LONGEST_LINE = 1_000_000  # characters; a real row is a few thousand
_CHUNK = 1 << 19  # bytes; less than LONGEST_LINE, so that no longer line can hide within a chunk
_HEAD = 4096
_BOMS = {
    codecs.BOM_UTF8: "utf-8-sig",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}
_MULTIBYTE = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
# Latin-1's letters and signs, dashes, quotation marks, the euro and the trademark sign.
_WESTERN = re.compile(rb"[\xc2\xc3][\x80-\xbf]|\xe2[\x80\x82\x84][\x80-\xbf]")
_NON_ASCII = re.compile(rb"[\x80-\xff]")
_CERTAIN = 10_000  # characters outside ASCII that settle which encoding it mostly is
_OUTWEIGHED = 2  # sound sequences a stray byte
_ESCAPED = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True)
class Encoding:
    """How a file's bytes are read; `damaged` when a few bytes are no text and come as lone surrogates."""

    codec: str
    sha256: str
    damaged: bool = False


def find_encoding(path: Path, wanted: str = "auto") -> Encoding:
    """The encoding in which the whole file is text.

    Tried: the BOM, UTF-16 by its NUL bytes, UTF-8, then Windows-1252 and Latin-1. A file that is UTF-8
    but for a few bytes stays UTF-8 (`damaged`). Raises UserError for an unknown codec, a codec that does
    not fit, NUL characters (no text file) and a line above LONGEST_LINE.
    """
    if wanted != "auto":
        return _scan_as(path, _known(wanted, path))
    head = _head(path)
    certain = _by_bom(head) or _by_nuls(head)
    if certain in ("utf-16", "utf-16-le", "utf-16-be"):
        return _scan_as(path, certain)
    try:
        return _scan(path, certain or "utf-8")
    except UnicodeDecodeError:
        if certain or _mostly_utf8(path):
            return _scan(path, certain or "utf-8", damaged=True)
    try:
        return _scan(path, "cp1252")
    except UnicodeDecodeError:
        return _scan(path, "latin-1")


def is_damaged(cells: str) -> bool:
    """Whether bytes stand in the text that could not be decoded."""
    return not cells.isascii() and _ESCAPED.search(cells) is not None


class TextFile:
    """A text file read once, front to back, hashing what it gives. A context manager."""

    def __init__(self, path: Path, encoding: Encoding) -> None:
        self._bytes = _HashedFile(path)
        errors = "surrogateescape" if encoding.damaged else "strict"
        buffer = io.BufferedReader(self._bytes, _CHUNK)
        # newline="": lines end at \n, \r\n or \r as an editor counts them, and keep their end.
        self._text = io.TextIOWrapper(buffer, encoding=encoding.codec, errors=errors, newline="")

    def __enter__(self) -> "TextFile":
        return self

    def __exit__(self, *_: object) -> None:
        self._text.close()

    def __iter__(self) -> Iterator[str]:
        return iter(lambda: self._text.readline(LONGEST_LINE + 2), "")

    @property
    def bytes_done(self) -> int:
        """How many bytes have been read from the file."""
        return self._bytes.count

    @property
    def sha256(self) -> str:
        """The hash of the bytes read so far."""
        return self._bytes.sha256.hexdigest()


class _HashedFile(io.RawIOBase):
    def __init__(self, path: Path) -> None:
        super().__init__()
        self._file = path.open("rb", buffering=0)
        self.sha256 = hashlib.sha256()
        self.count = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]
        size = self._file.readinto(buffer) or 0
        self.sha256.update(memoryview(buffer)[:size])
        self.count += size
        return size

    def close(self) -> None:
        self._file.close()
        super().close()


def _head(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(_HEAD)


def _chunks(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            yield chunk


def _by_bom(head: bytes) -> str | None:
    return next((codec for bom, codec in _BOMS.items() if head.startswith(bom)), None)


def _by_nuls(head: bytes) -> str | None:
    """UTF-16 without BOM: in Western text every second byte is NUL, and only every second."""
    pairs = len(head) // 2
    even, odd = head[0 : 2 * pairs : 2].count(0), head[1 : 2 * pairs : 2].count(0)
    if pairs < 2 or max(even, odd) < 0.6 * pairs or min(even, odd) > 0.05 * pairs:
        return None
    return "utf-16-le" if odd > even else "utf-16-be"


def _known(wanted: str, path: Path) -> str:
    """The codec's own name; UTF-8 always swallows a BOM. Raises UserError when it is no text encoding."""
    try:
        name = codecs.lookup(wanted).name
        "a".encode(name)
    except (LookupError, ValueError) as error:
        raise texts.error("intake_files.unknown_encoding", got=wanted, file=masked(path.name)) from error
    return "utf-8-sig" if name == "utf-8" else name


def _scan_as(path: Path, codec: str) -> Encoding:
    try:
        return _scan(path, codec)
    except UnicodeError as error:
        raise texts.error("intake_files.wrong_encoding", got=codec, file=masked(path.name)) from error


def _scan(path: Path, codec: str, *, damaged: bool = False) -> Encoding:
    """Decode the whole file in bounded memory. Raises UnicodeDecodeError where it is not in that codec."""
    decoder = codecs.getincrementaldecoder(codec)("surrogateescape" if damaged else "strict")
    digest, line, length = hashlib.sha256(), 1, 0
    for chunk in _chunks(path):
        digest.update(chunk)
        text = decoder.decode(chunk)
        if "\0" in text:
            raise _binary(path, line + _line_ends(text[: text.index("\0")]))
        length = _open_line(text, length)
        if length > LONGEST_LINE:
            raise texts.error("intake_files.long_line", file=masked(path.name), line=line)
        line += _line_ends(text)
    decoder.decode(b"", final=True)
    return Encoding(codec, digest.hexdigest(), damaged)


def _open_line(text: str, before: int) -> int:
    """The length of the line still open after `text`, or of the one it closed if that was too long."""
    first = min((at for at in (text.find("\n"), text.find("\r")) if at >= 0), default=-1)
    if first < 0:
        return before + len(text)
    closed = before + first
    return closed if closed > LONGEST_LINE else len(text) - 1 - max(text.rfind("\n"), text.rfind("\r"))


def _line_ends(text: str) -> int:
    return text.count("\n") + text.count("\r") - text.count("\r\n")


def _binary(path: Path, line: int) -> UserError:
    return texts.error("intake_files.nul_bytes", file=masked(path.name), line=line)


def _mostly_utf8(path: Path) -> bool:
    """Whether what is not ASCII is UTF-8 but for a few bytes.

    Only letters and signs of Western Europe speak for it: in Windows-1252 their bytes would be a capital
    A with circumflex or tilde and a sign, or three signs in a row, which no text holds. Other sound
    sequences speak for nothing: a Danish capital letter before a dash is one.
    """
    western = stray = 0
    for chunk in _chunks(path):
        rest, found = _WESTERN.subn(b"", chunk)
        western += found
        stray += len(_NON_ASCII.findall(_MULTIBYTE.sub(b"", rest)))
        if western + stray > _CERTAIN:
            break
    return western >= _OUTWEIGHED * max(stray, 1)
