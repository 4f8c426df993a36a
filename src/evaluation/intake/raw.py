"""What a file holds once it is read: text cells, where each row stands, and every row that could not be read."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from evaluation import texts

# A column with more different values than this is no category: sharing its strings would save nothing.
_SHARED_VALUES = 100_000


class BrokenReason(StrEnum):
    """Why a row below the header is not data."""

    ROW_LENGTH = "row_length"  # cut short, or more cells than the header has
    BAD_QUOTE = "bad_quote"  # a quotation mark opens or closes where it must not
    BAD_TEXT = "bad_text"  # bytes that are no text in the file's encoding
    TOTALS_ROW = "totals_row"  # a sum over the rows above, dropped because the profile says so


@dataclass(frozen=True)
class Broken:
    """One row that is not data: its row number in the file, why, and its shape (never its content)."""

    source_row: int
    reason: BrokenReason
    shape: str


@dataclass(frozen=True)
class RawTable:
    """A file's table as text.

    `columns` holds one list per header name, in the header's order, all as long as `source_row`; an
    empty cell is None. `source_row` is the row's number as the user sees it in a text editor (the line
    where the record begins) or in Excel. Rows above the header are titles and are not counted.
    """

    header: tuple[str, ...]
    columns: dict[str, list[str | None]]
    source_row: list[int]
    blank_rows: int
    broken: list[Broken]
    encoding: str | None
    delimiter: str | None
    sheet: str | None
    header_row: int
    sha256: str

    @property
    def rows_read(self) -> int:
        """Every row below the header: data, blank and broken."""
        return len(self.source_row) + self.blank_rows + len(self.broken)


class Columns:
    """Collects rows into columns, a batch at a time; equal values share one string, "" becomes None."""

    def __init__(self, width: int) -> None:
        self._values: list[list[str | None]] = [[] for _ in range(width)]
        self._shared: list[dict[str | None, str | None]] = [{"": None} for _ in range(width)]

    def extend(self, rows: Sequence[Sequence[str | None]]) -> None:
        """Add rows, each as wide as the table."""
        for values, shared, cells in zip(
            self._values, self._shared, zip(*rows, strict=True) if rows else (), strict=False
        ):
            values.extend(_share(cells, shared))

    def named(self, names: Sequence[str | None], first_number: int) -> dict[str, list[str | None]]:
        """The columns by name; one without a name is numbered, or left out when nothing stands in it."""
        kept = [
            (name, number, values)
            for number, (name, values) in enumerate(zip(names, self._values, strict=True), first_number)
            if name is not None or any(value is not None for value in values)
        ]
        unique = _unique([name or _unnamed(number) for name, number, _ in kept])
        return {name: values for name, (_, _, values) in zip(unique, kept, strict=True)}


def _share(cells: Iterable[str | None], shared: dict[str | None, str | None]) -> Iterable[str | None]:
    if len(shared) > _SHARED_VALUES:
        return (cell or None for cell in cells)
    cells = tuple(cells)
    return map(shared.setdefault, cells, cells)


def _unnamed(number: int) -> str:
    return texts.text("intake_files.unnamed_column", number=number)


def _unique(names: Sequence[str]) -> list[str]:
    """Names with " (2)", " (3)" after each repetition, so that no column hides another."""
    taken = set(names)
    seen: dict[str, int] = {}
    unique = []
    for name in names:
        seen[name] = seen.get(name, 0) + 1
        candidate, count = name, seen[name]
        while count > 1 and (candidate := f"{name} ({count})") in taken:
            count += 1
        taken.add(candidate)
        seen[name] = count
        unique.append(candidate)
    return unique
