"""Reads a sheet of an Excel workbook into a RawTable."""

import hashlib
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO
from itertools import islice
from pathlib import Path

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from evaluation import texts
from evaluation.intake import headers
from evaluation.intake.cpr import masked
from evaluation.intake.headless import is_headless
from evaluation.intake.kinds import refusal
from evaluation.intake.raw import MOST_COLUMNS, BrokenReason, Collector, Progress, RawTable, column_names
from evaluation.intake.spec import FileSpec
from evaluation.intake.xlsx_cells import rows
from evaluation.intake.xlsx_formulas import Place, formulas
from evaluation.intake.xlsx_guard import LARGEST, guard

_SAMPLE_ROWS = 400
_PROGRESS_ROWS = 20_000


@dataclass(frozen=True)
class _Sheet:
    """A sheet and the index of its header's row, if it has one."""

    sheet: CalamineSheet
    header: int | None

    @property
    def rows_below(self) -> int:
        """Rows from the header to the sheet's last filled cell."""
        return 0 if self.header is None or self.sheet.end is None else self.sheet.end[0] - self.header


def read_xlsx(path: Path, spec: FileSpec, progress: Progress | None = None) -> RawTable:
    """Read one sheet. Raises UserError when the file is no sound workbook or the sheet is not certain.

    Dates become ISO text ("2025-03-03", "2025-03-03 10:30:00"), durations "25:30:00", numbers plain
    text with a point ("45000", "39.25"; serial dates stay numbers), booleans TRUE and FALSE, empty and
    error cells None, and so do formulas that no program has worked out, which the table lists. Macros are
    never run. The file is read into memory once, so that what is hashed is what is read.
    """
    content = _guarded(path)
    try:
        return _table(_open(content, spec, path), spec, content, progress)
    except CalamineError as error:
        raise refusal(path, "broken_workbook") from error


def read_xlsx_header(path: Path, spec: FileSpec) -> tuple[str, ...]:
    """The header's names. The workbook is opened, but the rows below the header are not taken."""
    content = _guarded(path)
    try:
        found = _open(content, spec, path)
        header = next(islice(rows(found.sheet), found.header, None))
    except CalamineError as error:
        raise refusal(path, "broken_workbook") from error
    return column_names(headers.names(header), _first_column(found))


def _guarded(path: Path) -> bytes:
    """The file's bytes, once it is known to be no bomb."""
    if path.stat().st_size > LARGEST:
        raise refusal(path, "too_big")
    content = path.read_bytes()
    guard(content, path)
    return content


def _open(content: bytes, spec: FileSpec, path: Path) -> _Sheet:
    return _choose(CalamineWorkbook.from_filelike(BytesIO(content)), spec, path)


def _first_column(found: _Sheet) -> int:
    return (found.sheet.start or (0, 0))[1] + 1


def _choose(workbook: CalamineWorkbook, spec: FileSpec, path: Path) -> _Sheet:
    """The sheet the profile names, else the only visible one that holds a table."""
    sheets = [data for data in workbook.sheets_metadata if data.typ == SheetTypeEnum.WorkSheet]
    if spec.sheet is None:
        names = [data.name for data in sheets if data.visible == SheetVisibleEnum.Visible]
    else:
        names = [data.name for data in sheets if _plain(data.name) == _plain(spec.sheet)]
        if not names:
            every = _quoted([data.name for data in sheets])
            raise texts.error(
                "intake_files.no_sheet", got=masked(spec.sheet), file=masked(path.name), sheets=every
            )
    return _only_table([_look(workbook.get_sheet_by_name(name), spec) for name in names], spec, path)


def _only_table(sheets: Sequence[_Sheet], spec: FileSpec, path: Path) -> _Sheet:
    if not any(found.sheet.height for found in sheets):
        raise texts.error("intake_files.empty", file=masked(path.name))
    tables = [found for found in sheets if found.header is not None]
    chosen = [found for found in tables if found.rows_below] or tables
    if not chosen:
        problem = "no_header" if spec.header_row == "auto" else "no_such_row"
        raise texts.error(f"intake_files.{problem}", file=masked(path.name))
    names = [found.sheet.name for found in chosen]
    if len(names) > 1:
        raise texts.error(
            "intake_files.several_sheets",
            file=masked(path.name),
            sheets=_quoted(names),
            first=masked(names[0]),
        )
    if chosen[0].sheet.width > MOST_COLUMNS:
        raise texts.error("intake_files.too_many_columns", got=chosen[0].sheet.width, file=masked(path.name))
    return chosen[0]


def _look(sheet: CalamineSheet, spec: FileSpec) -> _Sheet:
    """Find the sheet's header: the row the profile names, or the one that looks like names."""
    if spec.header_row == "auto":
        top = (sheet.start or (0, 0))[0]
        first = list(islice(rows(sheet), top, top + _SAMPLE_ROWS))
        index = headers.find(first, 2, sheet.width)
        return _Sheet(sheet, None if index is None or is_headless(first, index) else top + index)
    at = spec.header_row - 1
    named = list(islice(rows(sheet), at, at + _SAMPLE_ROWS))
    if not named or headers.is_blank(named[0]) or is_headless(named, 0):
        return _Sheet(sheet, None)
    return _Sheet(sheet, at)


def _table(found: _Sheet, spec: FileSpec, content: bytes, progress: Progress | None) -> RawTable:
    every = rows(found.sheet)
    header = next(islice(every, found.header, None))
    collector = Collector(headers.names(header), _first_column(found))
    first_row, unsure = (found.header or 0) + 2, formulas(content, found.sheet.name)
    for done in _collect(every, first_row, spec, collector, sorted({row for row, _ in unsure.uncomputed})):
        if progress is not None:
            # The file was read at once: its bytes count as done in proportion to the rows.
            progress(done, len(content) * done // max(found.rows_below, 1))
    columns = collector.columns()
    return RawTable(
        header=tuple(columns),
        columns=columns,
        source_row=collector.source_row,
        blank_rows=collector.blank_rows,
        broken=collector.broken,
        encoding=None,
        delimiter=None,
        sheet=found.sheet.name,
        header_row=(found.header or 0) + 1,
        sha256=hashlib.sha256(content).hexdigest(),
        uncomputed=_by_header(unsure.uncomputed, collector),
        doubtful=_by_header(unsure.doubtful, collector),
    )


def _by_header(places: Collection[Place], collector: Collector) -> dict[str, frozenset[int]]:
    """The rows of these places, by the column they stand in."""
    names, data = collector.numbered(), set(collector.source_row)
    found: dict[str, set[int]] = {}
    for row, column in sorted(places, key=lambda place: place[1]):
        if row in data and column in names:
            found.setdefault(names[column], set()).add(row)
    return {name: frozenset(rows) for name, rows in found.items()}


def _collect(
    below: Iterator[list[str | None]],
    first_number: int,
    spec: FileSpec,
    collector: Collector,
    formulas: Sequence[int],
) -> Iterator[int]:
    """Sort the rows below the header; yields how many are done, now and then and at the end.

    `formulas`: rows with a formula not worked out. One with nothing else is no blank row.
    """
    unknown, number = set(formulas), first_number - 1
    for number, cells in enumerate(below, first_number):
        if headers.is_blank(cells) and number in unknown:
            collector.reject(number, BrokenReason.UNCOMPUTED, "")
        elif headers.is_blank(cells):
            collector.blank_rows += 1
        elif spec.total_rows and headers.is_total(cells):
            collector.reject(number, BrokenReason.TOTALS_ROW, ";".join(cell or "" for cell in cells))
        else:
            collector.add(number, cells)
        if collector.rows_read % _PROGRESS_ROWS == 0:
            yield collector.rows_read
    for row in formulas:  # below the last row with a value
        if row > number:
            collector.reject(row, BrokenReason.UNCOMPUTED, "")
    yield collector.rows_read


def _plain(name: str) -> str:
    return name.strip().casefold()


def _quoted(names: Sequence[str]) -> str:
    return ", ".join(f'"{masked(name)}"' for name in names)
