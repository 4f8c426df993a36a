"""Which counts to hide: small ones, and others so that rows and sums do not give the small ones away.

This looks at one row and one sum at a time; several together can still narrow a hidden count down. The
solver over all linked tables (docs/adr/0004) replaces `hidden_cells` and nothing else.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple


class CellKey(NamedTuple):
    """One count of a release: of a table (a sensitive dimension), a site or margin, a category, a period."""

    table: str
    site: str
    category: str
    period: str


@dataclass(frozen=True)
class Sum:
    """A cell that is the sum of others. `hide_whole`: rather hide it than another of its parts."""

    whole: CellKey
    parts: tuple[CellKey, ...]
    hide_whole: bool = False


@dataclass
class _Search:
    """A search under way for one threshold; `hidden` only grows, so it ends."""

    values: Mapping[CellKey, int]
    threshold: int
    target: frozenset[str]
    hidden: set[CellKey]

    def safe(self, cells: Sequence[CellKey]) -> bool:
        """Whether their known sum leaves each of them, all at least 1, a range of threshold − 1 or wider."""
        total = sum(self.values[c] for c in cells)
        return len(cells) > 1 and total >= self.threshold + len(cells) - 1

    def companions(self, cells: Iterable[CellKey], beside: Iterable[CellKey]) -> list[CellKey]:
        """Visible non-zero cells in the order to hide them: of the kind beside first, then the smallest."""
        sides = {c.category in self.target for c in beside}
        visible = (c for c in cells if self.values[c] and c not in self.hidden)
        return sorted(visible, key=lambda c: ((c.category in self.target) not in sides, self.values[c], c))

    def hide_until_safe(self, cells: Sequence[CellKey]) -> bool:
        """Hides companions until the hidden ones among the cells are safe; False if none is left to hide."""
        hidden = [c for c in cells if c in self.hidden]
        for companion in self.companions(cells, hidden):
            if self.safe(hidden):
                break
            self.hidden.add(companion)
            hidden.append(companion)
        return self.safe(hidden)

    def row(self, cells: Sequence[CellKey]) -> None:
        """Categories that add up to a public total; a row that cannot be protected is withheld, zeros too."""
        filled = [self.values[c] for c in cells if self.values[c]]
        alone = len(filled) == 1 and filled[0] < 2 * self.threshold
        if alone or (not self.hidden.isdisjoint(cells) and not self.hide_until_safe(cells)):
            self.hidden.update(cells)

    def sum(self, line: Sum) -> None:
        """A sum beside its parts."""
        hidden = [c for c in line.parts if c in self.hidden]
        if line.whole in self.hidden:
            self.hidden.update(() if hidden else self.companions(line.parts, ())[:1])
        elif hidden and not self.safe(hidden) and (line.hide_whole or not self.hide_until_safe(line.parts)):
            self.hidden.add(line.whole)

    def run(self, rows: Iterable[Sequence[CellKey]], sums: Iterable[Sum]) -> None:
        """Hides until nothing more needs hiding."""
        self.hidden |= {c for c, value in self.values.items() if 0 < value < self.threshold}
        before = -1
        while len(self.hidden) > before:
            before = len(self.hidden)
            for cells in rows:
                self.row(cells)
            for line in sums:
                self.sum(line)


def hidden_cells(
    values: Mapping[CellKey, int],
    rows: Sequence[Sequence[CellKey]],
    sums: Sequence[Sum],
    threshold: int,
    target: frozenset[str] = frozenset(),
) -> frozenset[CellKey]:
    """The cells to hide so that no row and no sum gives away a count from 1 to threshold − 1.

    Thresholds are solved from the lowest up, each keeping what was hidden before: what one threshold hides
    every higher one hides too, so roles nest. A threshold of 0 hides nothing.
    """
    hidden: set[CellKey] = set()
    for step in range(2, threshold + 1):
        search = _Search(values, step, target, hidden)
        search.run(rows, sums)
        hidden = search.hidden
    return frozenset(hidden)
