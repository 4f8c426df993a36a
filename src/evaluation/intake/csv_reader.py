"""Reads a delimited text file into a RawTable."""

from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path

from evaluation import texts
from evaluation.errors import UserError
from evaluation.intake import headers
from evaluation.intake.cpr import masked
from evaluation.intake.decode import Encoding, TextFile, find_encoding, is_damaged
from evaluation.intake.dialect import find_delimiter, header_at
from evaluation.intake.headless import is_headless
from evaluation.intake.raw import MOST_COLUMNS, BrokenReason, Collector, Progress, RawTable, column_names
from evaluation.intake.records import MOST_LINES, Dialect, Record, Records
from evaluation.intake.spec import FileSpec

_SAMPLE_LINES, _SAMPLE_CHARACTERS = 3 * MOST_LINES, 1 << 20
_PROGRESS_ROWS = 20_000


def read_csv(path: Path, spec: FileSpec, progress: Progress | None = None) -> RawTable:
    """Read a text file. Raises UserError when it is no table of text or changes while it is read.

    The file is read twice: once to find its encoding and hash, once for its rows; the two must agree.
    """
    encoding, dialect, header_line = _layout(path, spec)
    with TextFile(path, encoding) as file:
        records = Records(file, dialect)
        header = _header(path, records, header_line, dialect)
        body = _Body(headers.names(header.cells or []), records, spec, encoding)
        for done in body.read():
            if progress is not None:
                progress(done, file.bytes_done)
        if file.sha256 != encoding.sha256:
            raise texts.error("intake_files.changed", file=masked(path.name))
    return _table(body.rows, encoding, dialect, header.number)


def read_csv_header(path: Path, spec: FileSpec) -> tuple[str, ...]:
    """The header's names. The whole file is scanned for its encoding, but no rows are split."""
    encoding, dialect, header_line = _layout(path, spec)
    with TextFile(path, encoding) as file:
        header = _header(path, Records(file, dialect), header_line, dialect)
    return column_names(headers.names(header.cells or []))


def _layout(path: Path, spec: FileSpec) -> tuple[Encoding, Dialect, int]:
    """Encoding, dialect and the line of the header."""
    encoding = find_encoding(path, spec.encoding)
    sample = _sample(path, encoding)
    dialect = _dialect(path, sample, spec)
    return encoding, dialect, _header_line(path, sample, dialect, spec)


def _table(rows: Collector, encoding: Encoding, dialect: Dialect, header_row: int) -> RawTable:
    columns = rows.columns()
    return RawTable(
        header=tuple(columns),
        columns=columns,
        source_row=rows.source_row,
        blank_rows=rows.blank_rows,
        broken=rows.broken,
        encoding=encoding.codec,
        delimiter=dialect.delimiter,
        sheet=None,
        header_row=header_row,
        sha256=encoding.sha256,
    )


def _sample(path: Path, encoding: Encoding) -> list[str]:
    with TextFile(path, encoding) as file:
        lines, size = [], 0
        for line in islice(file, _SAMPLE_LINES):
            lines.append(line)
            size += len(line)
            if size > _SAMPLE_CHARACTERS:
                break
    if not any(map(str.strip, lines)):
        raise texts.error("intake_files.empty", file=masked(path.name))
    return lines


def _dialect(path: Path, sample: Sequence[str], spec: FileSpec) -> Dialect:
    delimiter = find_delimiter(sample, spec.quote) if spec.delimiter == "auto" else spec.delimiter
    if delimiter is None:
        raise texts.error("intake_files.one_column", file=masked(path.name))
    return Dialect(delimiter, spec.quote)


def _header_line(path: Path, sample: Sequence[str], dialect: Dialect, spec: FileSpec) -> int:
    records = list(Records(sample, dialect, partial=True))
    rows = [record.cells or [] for record in records]
    if spec.header_row != "auto":
        return _stated(path, records, rows, spec.header_row)
    if all(len(row) < 2 for row in rows):
        raise _wrong_delimiter(path, dialect)
    index = header_at(rows)
    if index is None or is_headless(rows, index):
        raise texts.error("intake_files.no_header", file=masked(path.name))
    return records[index].number


def _stated(path: Path, records: Sequence[Record], rows: Sequence[Sequence[str]], line: int) -> int:
    """The line a profile states. Raises UserError when data stand there."""
    at = next((at for at, one in enumerate(records) if one.number + len(one.lines) > line), None)
    if at is not None and is_headless(rows, at):
        raise texts.error("intake_files.no_header", file=masked(path.name))
    return line


def _header(path: Path, records: Records, line: int, dialect: Dialect) -> Record:
    """The record on that line. Raises UserError when there is none or it is no header."""
    for record in records:
        if record.number + len(record.lines) > line:
            break
    else:
        raise texts.error("intake_files.no_such_row", got=line, file=masked(path.name))
    names = headers.names(record.cells or [])
    if not any(names) or is_damaged("".join(record.lines)):
        raise texts.error("intake_files.no_header", file=masked(path.name))
    if len(names) < 2:
        raise _wrong_delimiter(path, dialect)
    if len(names) > MOST_COLUMNS:
        raise texts.error("intake_files.too_many_columns", got=len(names), file=masked(path.name))
    return record


def _wrong_delimiter(path: Path, dialect: Dialect) -> UserError:
    shown = texts.text("intake_files.tab") if dialect.delimiter == "\t" else dialect.delimiter
    return texts.error("intake_files.wrong_delimiter", got=shown, file=masked(path.name))


class _Body:
    """Sorts the rows below the header into data, blank and broken."""

    def __init__(
        self, names: Sequence[str | None], records: Records, spec: FileSpec, encoding: Encoding
    ) -> None:
        self.rows = Collector(names)
        self._records, self._spec, self._damaged = records, spec, encoding.damaged
        self._width = len(names)
        # Cells under the header's nameless end may be missing: no value was meant for them.
        self._least = max(number for number, name in enumerate(names, 1) if name is not None)

    def read(self) -> Iterator[int]:
        """Take every row; yields how many are read, now and then and at the end."""
        for count, record in enumerate(self._records, 1):
            self._take(record)
            if count % _PROGRESS_ROWS == 0:
                yield self.rows.rows_read
        yield self.rows.rows_read

    def _take(self, record: Record) -> None:
        cells = record.cells
        if cells is not None and headers.is_blank(cells):
            self.rows.blank_rows += 1
            return
        reason = self._fault(record)
        if reason is not None:
            self.rows.reject(record.number, reason, record.lines[0].strip())
        elif cells is not None:
            self.rows.add(record.number, cells if len(cells) == self._width else self._fitted(cells))

    def _fault(self, record: Record) -> BrokenReason | None:
        """Why the row is no data, if so."""
        cells = record.cells
        if self._damaged and is_damaged("".join(record.lines)):
            return BrokenReason.BAD_TEXT
        if cells is None:
            return BrokenReason.BAD_QUOTE if self._spec.quote in record.lines[0] else BrokenReason.ROW_LENGTH
        if self._spec.total_rows and headers.is_total(cells):
            return BrokenReason.TOTALS_ROW
        if len(cells) == self._width or self._fits(cells):
            return None
        melted = self._records.reject(record, self._width)
        return BrokenReason.BAD_QUOTE if melted else BrokenReason.ROW_LENGTH

    def _fits(self, cells: Sequence[str]) -> bool:
        """Whether only empty cells are too many, or only nameless ones missing."""
        return self._least <= len(cells) and headers.is_blank(cells[self._width :])

    def _fitted(self, cells: list[str]) -> list[str]:
        return (cells + [""] * self._width)[: self._width]
