"""Tells the arrival by the times themselves, where no header names it."""

from collections.abc import Sequence

import numpy as np

from evaluation.intake.guess import Matches, Seen
from evaluation.intake.targets import TIMES
from evaluation.intake.times import Moments

_AFTER = ("called_at", "served_at", "ended_at", "updated_at")  # what an arrival precedes
_FEWEST = 3  # rows from which an order can be told
_ALL, _EXCEPTED = 20, 5  # one row in 20 may be out of order, and one of five or more


def free_times(matches: Matches, columns: Sequence[Seen]) -> list[Seen]:
    """Columns of times that fill nothing by their names."""
    tied = (column for several in matches.tied.values() for column in several)
    used = {column.header for column in (*matches.chosen.values(), *tied)}
    return [c for c in columns if c.header not in used and c.dates is not None and c.suits("updated_at")]


def infer_arrival(matches: Matches, columns: Sequence[Seen]) -> tuple[Seen, str] | None:
    """(column, why: a key of texts `intake.proposed`), or None where a header says it or nothing does.

    The only column of times; or the one that is the earliest of nearly every row.
    """
    free = free_times(matches, columns)
    if not free or "arrived_at" in (*matches.chosen, *matches.tied):
        return None
    if len(free) == 1 and not any(target in (*matches.chosen, *matches.tied) for target in TIMES):
        return (free[0], "only_time") if free[0].suits("arrived_at") else None
    steps = [column for target, column in matches.chosen.items() if target in _AFTER]
    pool = _alike([c for c in (*free, *steps) if c.dates is not None and c.dates.style is not None])
    able = [c for c in pool if c in free and c.suits("arrived_at")]
    first = [c for c in able if _leads(c.moments, [other.moments for other in pool if other is not c])]
    return (first[0], "first_time") if len(first) == 1 else None


def _alike(columns: Sequence[Seen]) -> list[Seen]:
    """Days without a clock come before any time of theirs: they are not compared with clock times."""
    clocks = [column for column in columns if column.dates is not None and not column.dates.date_only]
    return clocks or list(columns)


def _leads(moments: Moments, others: Sequence[Moments]) -> bool:
    """Whether it is never later than the others, but for a few rows, and sometimes earlier than each."""
    if not others:
        return False
    compared = np.any([~np.isnat(other) for other in others], axis=0)
    rows = int((compared & ~np.isnat(moments)).sum())
    late = np.any([other < moments for other in others], axis=0) | (compared & np.isnat(moments))
    few = int(late.sum()) <= max(int(rows >= _EXCEPTED), rows // _ALL)
    return rows >= _FEWEST and few and all(bool((moments < other).any()) for other in others)
