"""A worksheet's rows as text, the same text whatever the cell's own format looked like."""

from collections.abc import Callable, Iterator
from datetime import date, datetime, time, timedelta
from typing import Any

from python_calamine import CalamineSheet

Row = list[str | None]

# From here on a float no longer holds every whole number: Excel keeps 15 digits.
_WHOLE = 1e15


def rows(sheet: CalamineSheet) -> Iterator[Row]:
    """Every row from the sheet's first on, as wide as its used area, each cell as text or None.

    A label merged over several rows of one column stands in each of them, as the eye reads it; a merged
    number only in the first, or it would be counted more than once.
    """
    labels = _Labels(sheet)
    for number, cells in enumerate(sheet.iter_rows()):
        row = [text(cell) for cell in cells]
        labels.fill(number, row, cells)
        yield row


def text(value: object) -> str | None:
    """A cell's value as text; None for an empty cell and for an error such as #N/A."""
    write = _WRITERS.get(type(value))
    return (write(value) if write else str(value)) or None


class _Labels:
    """The labels merged downwards that reach the row at hand."""

    def __init__(self, sheet: CalamineSheet) -> None:
        first_column = (sheet.start or (0, 0))[1]
        self._starts: dict[int, list[tuple[int, int]]] = {}
        for (top, left), (bottom, right) in sheet.merged_cell_ranges or ():
            if left == right and bottom > top and left >= first_column:
                self._starts.setdefault(top, []).append((left - first_column, bottom))
        self._open: dict[int, tuple[int, str]] = {}

    def fill(self, number: int, row: Row, cells: list[Any]) -> None:
        for column, (bottom, label) in list(self._open.items()):
            if number > bottom:
                del self._open[column]
            elif row[column] is None:
                row[column] = label
        for column, bottom in self._starts.get(number, ()):
            label_here = row[column] if column < len(row) else None
            if label_here is not None and not isinstance(cells[column], (float, int)):
                self._open[column] = (bottom, label_here)


def _of_float(value: float) -> str:
    return str(int(value)) if value.is_integer() and abs(value) < _WHOLE else repr(value)


def _of_bool(value: bool) -> str:
    return "TRUE" if value else "FALSE"


def _of_moment(value: datetime) -> str:
    # A serial date is a fraction of a day: 10.30 may arrive as 10:29:59.9995.
    return (value + timedelta(microseconds=500_000)).isoformat(sep=" ", timespec="seconds")


def _of_time(value: time) -> str:
    return _of_duration(
        timedelta(
            hours=value.hour, minutes=value.minute, seconds=value.second, microseconds=value.microsecond
        )
    )


def _of_duration(value: timedelta) -> str:
    seconds = round(value.total_seconds())
    sign, seconds = ("-", -seconds) if seconds < 0 else ("", seconds)
    return f"{sign}{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}"


_WRITERS: dict[type, Callable[[Any], str]] = {
    str: str,
    float: _of_float,
    int: str,
    bool: _of_bool,
    datetime: _of_moment,
    date: date.isoformat,
    time: _of_time,
    timedelta: _of_duration,
}
