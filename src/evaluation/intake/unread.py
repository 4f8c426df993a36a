"""What is said of a file's cells and rows that cannot be read, before anybody has said what they are."""

from evaluation.errors import UserError
from evaluation.intake.cpr import masked
from evaluation.intake.match import safe_header
from evaluation.intake.raw import BrokenReason, RawTable
from evaluation.texts import error, text


def unknown_cells(raw: RawTable) -> tuple[str, ...]:
    """What cannot be seen of a workbook's columns: formulas that no program has worked out."""
    return tuple(
        text("intake.warnings.uncomputed", column=safe_header(header), count=len(rows), row=min(rows))
        for header, rows in raw.uncomputed.items()
    )


def no_rows(raw: RawTable, file_name: str) -> UserError:
    """Why a file has no rows to look at."""
    formulas = any(row.reason is BrokenReason.UNCOMPUTED for row in raw.broken)
    return error(f"intake.{'only_formulas' if formulas else 'no_rows'}", file=masked(file_name))
