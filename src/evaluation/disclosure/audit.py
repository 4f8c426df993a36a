"""What is promised of a small count, and the proof that a release keeps it. No solver is asked here."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from evaluation.disclosure.linked import Counts, Flags, Linked, Row


@dataclass(frozen=True)
class Goal:
    """What a reader must hold possible of a cell: a value ≥ `high`, and values `width` apart."""

    cell: int
    high: int
    width: int


def withheld_rows(of: Linked, threshold: int) -> frozenset[Row]:
    """Rows of which nothing may be told, zeros neither: too few contacts, or few and all of one kind."""
    tables = dict.fromkeys(cell.table for cell in of.cells)
    found = {row for row, total in of.totals.items() if 0 < total < threshold}
    for table in tables:
        filled = Counter(
            cell.row for cell, n in zip(of.cells, of.values, strict=True) if n and cell.table == table
        )
        found |= {row for row, kinds in filled.items() if kinds == 1 and of.totals[row] < 2 * threshold}
    return frozenset(found)


def goals(of: Linked, threshold: int) -> tuple[Goal, ...]:
    """One for every count from 1 to threshold − 1, and for one that is all of a row of few; smallest first.

    No release can hide what the row's public total tells: of 3 contacts none can be 5.
    """
    found = []
    for i, (row, value) in enumerate(zip(of.rows, of.values, strict=True)):
        total = of.totals[row]
        if 0 < value < threshold or 0 < value == total < 2 * threshold:
            found.append((int(value), Goal(i, min(threshold, total), min(threshold - 1, total))))
    return tuple(goal for _, goal in sorted(found, key=lambda pair: (pair[0], of.cells[pair[1].cell])))


def met(goal: Goal, seen: Sequence[Counts]) -> bool:
    """Whether data sets (as cell values, the true one among them) keep what is promised."""
    values = [int(one[goal.cell]) for one in seen]
    return max(values) >= goal.high and max(values) - min(values) >= goal.width


def check(of: Linked, hidden: Flags, withheld: Flags, certificates: Sequence[Counts], threshold: int) -> bool:
    """Whether the certificates (base counts) prove the release: each one agrees with all that is shown.

    Hidden cells that are not `withheld` are known to be 1 or more. Every small count must be hidden and, over
    the certificates and the truth, keep its goal.
    """
    small = goals(of, threshold)
    if not all(hidden[goal.cell] for goal in small) or (withheld & ~hidden).any():
        return False
    if any(not withheld[i] for i in np.flatnonzero(hidden & (of.values == 0))):
        return False
    if not all(_agrees(of, hidden, withheld, one) for one in certificates):
        return False
    seen = [of.values, *(of.parts @ one for one in certificates)]
    return all(met(goal, seen) for goal in small)


def _agrees(of: Linked, hidden: Flags, withheld: Flags, base: Counts) -> bool:
    if base.shape != of.base.shape or not np.issubdtype(base.dtype, np.integer) or (base < 0).any():
        return False
    values = of.parts @ base
    same = bool((values[~hidden] == of.values[~hidden]).all())
    totals = bool((of.public @ base == of.public @ of.base).all())
    least = bool((values[hidden & ~withheld] >= 1).all())
    return same and totals and least
