"""Opens a source's file, whatever it is, and reads its table: the one way into intake's files."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

from evaluation import texts
from evaluation.errors import UserError
from evaluation.intake.cpr import masked
from evaluation.intake.csv_reader import read_csv, read_csv_header
from evaluation.intake.decode import TextFile, find_encoding
from evaluation.intake.kinds import kind
from evaluation.intake.raw import Broken, BrokenReason, Progress, RawTable
from evaluation.intake.records import Dialect, Record, Records
from evaluation.intake.spec import FileSpec
from evaluation.intake.xlsx_reader import read_xlsx, read_xlsx_header

__all__ = ["Broken", "BrokenReason", "Progress", "RawTable", "read_file", "read_header", "read_records"]

_T = TypeVar("_T")


def read_file(path: Path, spec: FileSpec, *, progress: Progress | None = None) -> RawTable:
    """Read the table of a CSV file or a workbook.

    `progress` is called now and then, and at the end, with the rows done and the bytes of the file done.
    Raises UserError (area intake_files) when the file is missing, locked, empty, no table, or changes
    while it is read; a fault in a single row never raises, it is listed in the table's `broken`.
    """
    readers = {"csv": read_csv, "xlsx": read_xlsx}
    return _unchanged(path, lambda: readers[_kind(path, spec)](path, spec, progress))


def read_header(path: Path, spec: FileSpec) -> tuple[str, ...]:
    """The names in the header that `read_file` would find, without taking the rows below it.

    Nameless columns are all listed, since only their rows tell whether they are empty. Raises UserError
    as `read_file`.
    """
    readers = {"csv": read_csv_header, "xlsx": read_xlsx_header}
    return _unchanged(path, lambda: readers[_kind(path, spec)](path, spec))


def read_records(path: Path, delimiter: str) -> tuple[list[Record], str]:
    """Every record of a small text file that need not have a header, and the file's SHA-256; none of a workbook.

    Raises UserError as `read_file`.
    """

    def read() -> tuple[list[Record], str]:
        if kind(path) != "csv":
            return [], ""
        encoding = find_encoding(path)
        with TextFile(path, encoding) as file:
            return list(Records(file, Dialect(delimiter))), encoding.sha256

    return _unchanged(path, read)


def _unchanged(path: Path, read: Callable[[], _T]) -> _T:
    _check_path(path)
    with _readable(path):
        before = _state(path)
        found = read()
        if _state(path) != before:
            raise texts.error("intake_files.changed", file=masked(path.name))
    return found


def _kind(path: Path, spec: FileSpec) -> str:
    found = kind(path)
    if spec.format not in ("auto", found):
        raise texts.error(
            "intake_files.not_csv" if found == "xlsx" else "intake_files.not_workbook", file=masked(path.name)
        )
    return found


def _check_path(path: Path) -> None:
    if path.name.startswith("~$"):
        raise texts.error("intake_files.excel_lock", file=masked(path.name))
    with _readable(path):
        if not path.exists():
            raise _missing(path)
        if not path.is_file():
            raise texts.error("intake_files.not_file", file=masked(path.name))


def _missing(path: Path) -> UserError:
    if path.parent == Path():
        return texts.error("intake_files.missing_here", file=masked(path.name))
    return texts.error("intake_files.missing", file=masked(path.name), folder=path.parent)


def _state(path: Path) -> tuple[int, int]:
    found = path.stat()
    return found.st_size, found.st_mtime_ns


@contextmanager
def _readable(path: Path) -> Iterator[None]:
    """Turns the system's own errors into sentences: Excel on Windows locks what it has open."""
    try:
        yield
    except FileNotFoundError as error:
        raise _missing(path) from error
    except PermissionError as error:
        raise texts.error("intake_files.locked", file=masked(path.name)) from error
    except OSError as error:
        raise texts.error("intake_files.unreadable", file=masked(path.name)) from error
