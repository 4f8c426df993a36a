"""A file once it is read: text cells, where each row stands, and every row that could not be read."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from evaluation import texts
from evaluation.intake.shapes import shape

# A column with more different values than this is no category: sharing its strings would save nothing.
_SHARED_VALUES = 100_000
_BATCH = 10_000
MOST_COLUMNS = 2_000

Progress = Callable[[int, int], None]  # rows done, bytes of the file done


class BrokenReason(StrEnum):
    """Why a row below the header is not data."""

    ROW_LENGTH = "row_length"  # cut short, or more cells than the header has
    BAD_QUOTE = "bad_quote"  # a quotation mark opens or closes where it must not
    BAD_TEXT = "bad_text"  # bytes that are no text in the file's encoding
    TOTALS_ROW = "totals_row"  # a sum over the rows above, dropped because the profile says so
    UNCOMPUTED = "uncomputed"  # nothing but formulas that no program has worked out


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
    `uncomputed`: by header the rows whose cell is a formula that no program has worked out; it reads as None.
    `doubtful`: by header the rows with a formula of value 0 or "" that its program may not have worked out.
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
    uncomputed: Mapping[str, frozenset[int]] = field(default_factory=dict)
    doubtful: Mapping[str, frozenset[int]] = field(default_factory=dict)

    @property
    def rows_read(self) -> int:
        """Every row below the header: data, blank and broken."""
        return len(self.source_row) + self.blank_rows + len(self.broken)


class Collector:
    """Collects what stands below a header: data into columns, blank and broken rows into their counts.

    `names` are the header's; None for a cell without one. `first_column` is the number of its first.
    """

    def __init__(self, names: Sequence[str | None], first_column: int = 1) -> None:
        self._names, self._first_column = names, first_column
        self._values: list[list[str | None]] = [[] for _ in names]
        # Equal values share one string, which saves most of the memory; "" becomes None.
        self._shared: list[dict[str | None, str | None]] = [{"": None} for _ in names]
        self._waiting: list[Sequence[str | None]] = []
        self.source_row: list[int] = []
        self.broken: list[Broken] = []
        self.blank_rows = 0

    @property
    def rows_read(self) -> int:
        """How many rows have been collected."""
        return len(self.source_row) + self.blank_rows + len(self.broken)

    def add(self, number: int, cells: Sequence[str | None]) -> None:
        """A row of data, as wide as the header."""
        self.source_row.append(number)
        self._waiting.append(cells)
        if len(self._waiting) >= _BATCH:
            self._flush()

    def reject(self, number: int, reason: BrokenReason, content: str) -> None:
        """A row that is not data; of its content only the shape is kept."""
        self.broken.append(Broken(number, reason, shape(content)))

    def columns(self) -> dict[str, list[str | None]]:
        """The columns by name; one without a name is numbered, or left out when nothing stands in it."""
        return {name: self._values[number - self._first_column] for number, name in self.numbered().items()}

    def numbered(self) -> dict[int, str]:
        """The name of each column by its number in the file."""
        self._flush()
        kept = {
            number: name or _numbered(number)
            for number, (name, values) in enumerate(
                zip(self._names, self._values, strict=True), self._first_column
            )
            if name is not None or any(value is not None for value in values)
        }
        return dict(zip(kept, _unique(list(kept.values())), strict=True))

    def _flush(self) -> None:
        if self._waiting:
            columns = zip(*self._waiting, strict=True)
            for values, shared, cells in zip(self._values, self._shared, columns, strict=True):
                values.extend(_share(cells, shared))
            self._waiting = []


def column_names(names: Sequence[str | None], first_column: int = 1) -> tuple[str, ...]:
    """The names a header gives its columns, nameless ones by number."""
    return tuple(_unique([name or _numbered(number) for number, name in enumerate(names, first_column)]))


def _numbered(number: int) -> str:
    return texts.text("intake_files.unnamed_column", number=number)


def _share(cells: tuple[str | None, ...], shared: dict[str | None, str | None]) -> Iterable[str | None]:
    if len(shared) > _SHARED_VALUES:
        return (cell or None for cell in cells)
    return map(shared.setdefault, cells, cells)


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
