"""Splits lines of text into records as RFC 4180 has it, and finds its feet again after a stray quote."""

import csv
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

# A quoted cell over more lines than this is a quote that nobody closed, not a long remark.
MOST_LINES = 500


@dataclass(frozen=True)
class Dialect:
    """What separates cells and what quotes them."""

    delimiter: str
    quote: str = '"'


@dataclass(slots=True)
class Record:
    """One record: the number of its first line, its cells (None when badly quoted), its lines of text."""

    number: int
    cells: list[str] | None
    lines: list[str]


class _RunawayError(Exception):
    pass


class Records:
    """The records of a text, in order. Iterate over it.

    A record that cannot be split is given with `cells=None` and only its first line; the lines after
    it are tried again as records of their own, so a quote left open costs one row, not the file. With
    `partial` the lines are only the beginning of a file: a cell still open at their end is no fault.
    """

    def __init__(self, lines: Iterable[str], dialect: Dialect, *, partial: bool = False) -> None:
        self._dialect, self._partial = dialect, partial
        self._lines = _Lines(iter(lines))
        self._reader = self._new_reader()

    def __iter__(self) -> Iterator[Record]:
        while True:
            number = self._lines.begin()
            try:
                cells = next(self._reader)
            except StopIteration:
                return
            except (csv.Error, _RunawayError):
                if self._partial and self._lines.ended:
                    return
                yield self._broken(number)
                continue
            record = Record(number, cells, self._lines.held)
            if len(record.lines) > 1 and self._swallowed(record):
                yield self._broken(number)
            else:
                yield record

    def _new_reader(self) -> Iterator[list[str]]:
        # strict: without it a quote inside a quoted cell is taken as text and rows melt together.
        return csv.reader(
            self._lines, delimiter=self._dialect.delimiter, quotechar=self._dialect.quote, strict=True
        )

    def _broken(self, number: int) -> Record:
        first = self._lines.retreat()
        self._reader = self._new_reader()
        return Record(number, None, [first])

    def _swallowed(self, record: Record) -> bool:
        """Whether each line within a quoted cell is itself as wide as the record: rows, not a remark."""
        width = len(record.cells or ())
        inner = record.lines[1:-1]
        return width > 3 and bool(inner) and all(self._is_row(line, width) for line in inner)

    def _is_row(self, line: str, width: int) -> bool:
        cells = line.split(self._dialect.delimiter)
        return len(cells) == width and self._dialect.quote not in line and any(map(str.strip, cells))

    def _width(self, line: str) -> int:
        return line.count(self._dialect.delimiter) + 1

    def reject(self, record: Record, width: int) -> bool:
        """Give up a record of several lines and the wrong width, if a later line alone has the width.

        True when those lines will come again as records of their own. Only for the record given last.
        """
        if len(record.lines) < 2 or all(self._width(line) != width for line in record.lines[1:]):
            return False
        self._broken(record.number)
        return True


class _Lines:
    """Lines that can be put back: `held` are those given since `begin`."""

    def __init__(self, source: Iterator[str]) -> None:
        self._source = source
        self._again: list[str] = []  # the next one last
        self._number = 0
        self.ended = False
        self.held: list[str] = []

    def __iter__(self) -> "_Lines":
        return self

    def __next__(self) -> str:
        if len(self.held) >= MOST_LINES:
            raise _RunawayError
        line = self._again.pop() if self._again else next(self._source, "")
        if not line:
            self.ended = True
            raise StopIteration
        self._number += 1
        self.held.append(line)
        return line

    def begin(self) -> int:
        """Forget the lines held; the number of the next one."""
        self.held = []
        return self._number + 1

    def retreat(self) -> str:
        """Put back all lines held but the first, which is returned."""
        first, *rest = self.held
        self._again += reversed(rest)
        self._number -= len(rest)
        self.held = [first]
        return first
