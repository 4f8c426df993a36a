"""Rows as a CSV file that Danish Excel opens as it is."""

import csv
import io
from collections.abc import Sequence

_RISKY = ("=", "+", "-", "@", "\t", "\r")


def danish_csv(head: Sequence[str], rows: Sequence[Sequence[object]]) -> str:
    """CSV for Danish Excel: BOM, semicolon, decimal comma; an apostrophe before what would be a formula."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow(head)
    writer.writerows([[_cell(value) for value in row] for row in rows])
    return "\ufeff" + out.getvalue()


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, float):
        return f"{value:.10g}".replace(".", ",")
    if isinstance(value, int):
        return str(value)
    words = str(value)
    return f"'{words}" if words.startswith(_RISKY) else words
