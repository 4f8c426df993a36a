"""What is said of a file's cells and rows that cannot be read, before anybody has said what they are."""

from collections.abc import Collection, Mapping

from evaluation.errors import UserError
from evaluation.intake.cpr import masked
from evaluation.intake.match import safe_header
from evaluation.intake.raw import BrokenReason, RawTable
from evaluation.texts import error, text


def unknown_cells(raw: RawTable) -> tuple[str, ...]:
    """What cannot be seen of a workbook's columns: formulas that no program has worked out, or perhaps none."""
    return (*_told("uncomputed", raw.uncomputed), *doubtful_cells(raw, raw.header))


def doubtful_cells(raw: RawTable, headers: Collection[str]) -> tuple[str, ...]:
    """What is said of formulas in these columns that give 0 or nothing, and may not have been worked out."""
    return _told("doubtful", {name: rows for name, rows in raw.doubtful.items() if name in headers})


def _told(name: str, found: Mapping[str, Collection[int]]) -> tuple[str, ...]:
    return tuple(
        text(f"intake.warnings.{name}", column=safe_header(header), count=len(rows), row=min(rows))
        for header, rows in found.items()
    )


def no_rows(raw: RawTable, file_name: str) -> UserError:
    """Why a file has no rows to look at."""
    formulas = any(row.reason is BrokenReason.UNCOMPUTED for row in raw.broken)
    return error(f"intake.{'only_formulas' if formulas else 'no_rows'}", file=masked(file_name))
