"""Files that are no export, or not yet one: each gets a sentence of its own."""

import os
import re
import tracemalloc
import zipfile
from pathlib import Path

import pytest

from evaluation import texts
from evaluation.errors import UserError
from evaluation.intake import csv_reader, read, xlsx_guard
from evaluation.intake.read import read_file
from evaluation.intake.spec import FileSpec
from tests.intake.files_samples import OLE2, workbook, write, zipped

SHEET = b'<worksheet><sheetData><row r="1"><c r="A1"><v>1</v></c></row></sheetData></worksheet>'


def refused(path: Path, **spec: object) -> str:
    with pytest.raises(UserError) as raised:
        read_file(path, FileSpec(**spec))
    error = raised.value
    assert path.name in error.what
    assert error.fix
    return error.key.removeprefix("intake_files.")


@pytest.mark.parametrize(
    ("content", "key"),
    [
        (b"", "empty"),
        (b"\x89PNG\r\n\x1a\n" + bytes(50), "picture"),
        (b"\xff\xd8\xff\xe0\0\x10JFIF", "picture"),
        (b"GIF89a\0\0", "picture"),
        (b"BM\x36\0\0\0\0\0", "picture"),
        (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", "pdf"),
        (b"\x1f\x8b\x08\0\0\0\0\0", "archive"),
        (b"7z\xbc\xaf\x27\x1c\0\x04", "archive"),
        (b"{\\rtf1\\ansi Dato;Sted}", "document"),
        (b"PAR1\x15\0\x15", "binary"),
        (b"SQLite format 3\0", "binary"),
        (bytes(range(1, 32)) * 40, "binary"),
        (b"\x09\x08\x10\0\0\x06\x05\0", "old_excel"),
        (OLE2 + bytes(600) + "Workbook".encode("utf-16-le"), "old_excel"),
        (OLE2 + bytes(600) + "Book".encode("utf-16-le"), "old_excel"),
        (OLE2 + bytes(600) + "EncryptedPackage".encode("utf-16-le"), "protected"),
        (OLE2 + bytes(600) + "WordDocument".encode("utf-16-le"), "document"),
        (b"<html><table><tr><td>Dato</td></tr></table></html>", "web_page"),
        (b'\xef\xbb\xbf<?xml version="1.0"?><Workbook/>', "web_page"),
        (b'[{"dato": "2025-03-03", "sted": "Aars"}]', "json"),
        (b"Dato;Sted\n03-03-2025;Aars\n" + bytes(4096), "nul_bytes"),
        (b"PK\x03\x04" + bytes(500), "broken_workbook"),
    ],
)
@pytest.mark.parametrize("name", ["udtraek.csv", "udtraek.xlsx", "udtraek.xls"])
def test_other_kinds_of_file_are_known_by_their_content(
    tmp_path: Path, content: bytes, key: str, name: str
) -> None:
    assert refused(write(tmp_path, content, name)) == key


@pytest.mark.parametrize("text", ["BMI;Sted\n22;Aars\n", "MZ;Sted\n1;Aars\n", "RIFF;Sted\n1;Aars\n"])
def test_a_header_that_begins_like_another_format_is_text(tmp_path: Path, text: str) -> None:
    assert read_file(write(tmp_path, text), FileSpec()).header[1] == "Sted"


@pytest.mark.parametrize(
    ("members", "key"),
    [
        ({"udtraek.csv": b"Dato;Sted\n"}, "archive"),
        ({"word/document.xml": b"<w/>"}, "document"),
        ({"mimetype": b"application/vnd.oasis.opendocument.spreadsheet"}, "open_document"),
        ({"mimetype": b"application/vnd.oasis.opendocument.text"}, "document"),
        ({"xl/workbook.bin": b"\0"}, "binary_excel"),
        ({"xl/workbook.xml": b"<workbook"}, "broken_workbook"),
        ({"xl/worksheets/sheet1.xml": SHEET}, "broken_workbook"),
    ],
)
def test_other_containers(tmp_path: Path, members: dict[str, bytes], key: str) -> None:
    assert refused(zipped(tmp_path, members)) == key


@pytest.mark.parametrize("share", [0.2, 0.5, 0.9, 0.99])
def test_a_workbook_copied_halfway(tmp_path: Path, share: float) -> None:
    path = workbook(tmp_path, {"Ark1": [("Nr", "Sted"), *((i, f"sted {i}") for i in range(500))]})
    content = path.read_bytes()
    path.write_bytes(content[: int(len(content) * share)])
    assert refused(path) == "broken_workbook"


def test_a_workbook_with_a_damaged_member(tmp_path: Path) -> None:
    path = workbook(tmp_path, {"Ark1": [("Nr", "Sted"), *((i, f"sted {i}") for i in range(500))]})
    with zipfile.ZipFile(path) as archive:
        info = archive.getinfo("xl/worksheets/sheet1.xml")
    content = bytearray(path.read_bytes())
    middle = info.header_offset + 60 + info.compress_size // 2
    content[middle : middle + 8] = bytes(8)
    path.write_bytes(content)
    assert refused(path) == "broken_workbook"


def test_a_zip_bomb_is_not_unpacked(tmp_path: Path) -> None:
    path = zipped(tmp_path, {"xl/workbook.xml": b"<a/>", "xl/worksheets/sheet1.xml": b" " * 30_000_000})
    assert path.stat().st_size < 100_000
    tracemalloc.start()
    assert refused(path) == "zip_bomb"
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 5_000_000


def test_a_workbook_beyond_the_limit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = workbook(tmp_path, {"Ark1": [("Nr", "Sted"), (1, "Aars")]})
    monkeypatch.setattr(xlsx_guard, "LARGEST", 5_000)
    assert refused(path) == "zip_bomb"


def test_a_container_that_lies_about_its_sizes(tmp_path: Path) -> None:
    """The directory says 10 bytes; the member unpacks to 30 million."""
    path = zipped(tmp_path, {"xl/worksheets/sheet1.xml": b" " * 30_000_000})
    content = bytearray(path.read_bytes())
    directory = content.rindex(b"PK\x01\x02")
    content[directory + 24 : directory + 28] = (10).to_bytes(4, "little")
    path.write_bytes(content)
    assert refused(path) == "broken_workbook"


@pytest.mark.parametrize("cell", ['<c r="XFD1048576">', "<c s='1' r='AAA100000'>"])
def test_one_cell_in_the_far_corner_does_not_fill_the_memory(tmp_path: Path, cell: str) -> None:
    sheet = SHEET.replace(b"</row>", b"</row><row>" + cell.encode() + b"<v>1</v></c></row>")
    path = workbook(tmp_path, {"Ark1": [("Nr", "Sted"), (1, "Aars")]})
    with zipfile.ZipFile(path) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    members["xl/worksheets/sheet1.xml"] = sheet
    assert refused(zipped(tmp_path, members, "hjoerne.xlsx")) == "wide_sheet"


def test_a_line_without_end_fails_with_little_memory(tmp_path: Path) -> None:
    path = write(tmp_path, b"Dato;Sted\n" + b"x" * 30_000_000)
    tracemalloc.start()
    assert refused(path) == "long_line"
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 8_000_000


def test_paths_that_are_no_file(tmp_path: Path) -> None:
    assert refused(tmp_path / "findes-ikke.csv") == "missing"
    assert refused(tmp_path) == "not_file"
    assert refused(write(tmp_path, b"\x05Ida", "~$ark.xlsx")) == "excel_lock"
    fifo = tmp_path / "roer.csv"
    if hasattr(os, "mkfifo"):
        os.mkfifo(fifo)
        assert refused(fifo) == "not_file"


@pytest.mark.parametrize(
    ("error", "key"),
    [
        (PermissionError(13, "Permission denied"), "locked"),
        (OSError(5, "Input/output error"), "unreadable"),
        (FileNotFoundError(2, "gone"), "missing"),
    ],
)
@pytest.mark.parametrize("name", ["udtraek.csv", "ark.xlsx"])
def test_a_file_that_cannot_be_read_now(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: OSError, key: str, name: str
) -> None:
    """Excel on Windows holds what it has open: opening it is denied."""
    path = (
        workbook(tmp_path, {"Ark1": [("Nr", "Sted")]}, name) if "xlsx" in name else write(tmp_path, "a;b\n")
    )

    def denied(*_: object, **__: object) -> None:
        raise error

    monkeypatch.setattr(Path, "open", denied)
    assert refused(path) == key


def test_a_file_that_grows_while_it_is_read(tmp_path: Path) -> None:
    path = write(tmp_path, "Nr;Sted\n" + "1;Aars\n" * 30_000)

    def grow(*_: int) -> None:
        with path.open("a", encoding="utf-8") as file:
            file.write("2;Aars\n")

    with pytest.raises(UserError) as raised:
        read_file(path, FileSpec(), progress=grow)
    assert raised.value.key == "intake_files.changed"


def test_a_file_rewritten_with_its_old_size_and_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Size and time stay the same: only the bytes actually read tell."""
    path = write(tmp_path, "Nr;Sted\n1;Aars\n")
    before = path.stat()
    found = csv_reader.find_encoding

    def then_rewrite(path: Path, wanted: str) -> object:
        encoding = found(path, wanted)
        path.write_text("Nr;Sted\n2;Aars\n", encoding="utf-8", newline="")
        os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
        return encoding

    monkeypatch.setattr(csv_reader, "find_encoding", then_rewrite)
    assert refused(path) == "changed"


def test_a_workbook_saved_while_it_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = workbook(tmp_path, {"Ark1": [("Nr", "Sted"), (1, "Aars")]})
    found = read.read_xlsx

    def then_save(*args: object) -> object:
        table = found(*args)
        workbook(tmp_path, {"Ark1": [("Nr", "Sted"), (1, "Farsø"), (2, "Aars")]})
        return table

    monkeypatch.setattr(read, "read_xlsx", then_save)
    assert refused(path) == "changed"


def test_every_error_raised_has_its_sentence() -> None:
    """Each name that intake's reading raises is in texts/intake_files.toml, and none stands there unused."""
    sources = Path(read.__file__).parent.glob("*.py")
    code = "".join(path.read_text(encoding="utf-8") for path in sources)
    every = {key.split(".")[2] for key in texts.keys() if key.startswith("intake_files.errors.")}  # noqa: SIM118
    raised = set(re.findall(r'"intake_files\.([a-z_]+)"', code)) - {"unnamed_column", "tab"}
    assert raised <= every
    assert {
        name for name in every if f'"{name}"' not in code and f'"intake_files.{name}"' not in code
    } == set()
