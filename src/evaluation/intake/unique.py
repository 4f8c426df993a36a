"""What makes a row of an unknown table itself: a guess never merges two rows of the file."""

from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt

from evaluation.intake.draft import Draft
from evaluation.intake.draft_events import draft_event_log
from evaluation.intake.event_log import ROWS_A_CASE, find_event_log
from evaluation.intake.guess import Seen
from evaluation.intake.match import LOCAL_DATE, safe_header
from evaluation.intake.shapes import shape
from evaluation.intake.times import Moments
from evaluation.intake.words import AMONG, fit

_Places = npt.NDArray[np.intp]
_DENSE = 2  # running numbers leave few out
_LOOKED_AT = 2000  # values: as many tell a habit


def draft_identity(draft: Draft, columns: Sequence[Seen], walls: dict[str, Moments], taken: set[str]) -> None:
    """An id that is whole and never repeated; a number with its day (and site) so; or nothing.

    `taken`: headers that fill another field. Of several ids the one that its header names best.
    """
    event_log, rows = find_event_log(columns, draft.sites), _first_of_each(columns)
    if event_log is not None and (
        not draft_event_log(draft, event_log, columns, walls, rows) or draft.identity
    ):
        return
    able = [c for c in columns if c.header not in taken and c.suits("enquiry_id") and _whole(c)]
    named = sorted((c for c in able if _rank(c)[0]), key=_rank, reverse=True)
    alone = [c for c in able if len(c.values) == len(rows)]
    unnamed = [c for c in alone if not _rank(c)[0] and _id_like(c)]
    if _takes_one(draft, [c for c in named if c in alone]):
        return
    if event_log is None and _takes_composite(draft, named, walls, rows):
        return
    if len(unnamed) == 1 and _takes_one(draft, unnamed):
        return
    if len(unnamed) > 1:
        draft.lack("identity", "two_candidates", [safe_header(c.header) for c in unnamed])
    else:
        again = any(c.filled >= ROWS_A_CASE * len(c.values) for c in named)
        why = "number_again" if again else "no_identity"
        draft.lack("identity", why, [safe_header(c.header) for c in named if not c.cpr_share])


def _rank(seen: Seen) -> tuple[bool, bool, tuple[int, int], bool]:
    """How well the header names an id: at all; with a word for one; with which; then the shape."""
    word = fit(seen.header, "id_word")[0] > 0
    number = fit(seen.header, "enquiry_id")
    return word or number[0] >= AMONG, word, number, _id_like(seen)


def _whole(seen: Seen) -> bool:
    return seen.filled == len(seen.cells.codes)


def _first_of_each(columns: Sequence[Seen]) -> _Places:
    """Row numbers, without those that repeat an earlier row in every column: an export may say a row twice."""
    if not columns:
        return np.empty(0, np.intp)
    same = np.zeros(len(columns[0].cells.codes), np.int64)
    for seen in columns:
        codes = np.asarray(seen.cells.codes, np.int64)
        same = np.unique(same * (codes.max(initial=0) + 2) + codes + 1, return_inverse=True)[1]
    return np.unique(same, return_index=True)[1]


def _id_like(seen: Seen) -> bool:
    """Running numbers, or values of one length or with letters, all with digits; not amounts."""
    some = seen.values[:_LOOKED_AT]
    if len(some) < 2 or not all(any(map(str.isdigit, value)) for value in some):
        return False
    if all(value.isdecimal() for value in some):
        numbers = [int(value) for value in some]
        return max(numbers) - min(numbers) < _DENSE * len(numbers) or len(set(map(len, some))) == 1
    same = len(set(map(shape, some))) <= 1 + len(some) // 10
    return (same and not any("." in value or "," in value for value in some)) or all(
        any(map(str.isalpha, value)) for value in some
    )


def _takes_one(draft: Draft, candidates: Sequence[Seen]) -> bool:
    for seen in candidates:
        if seen.cpr_share:
            draft.leave(seen, "numeric_id")
            continue
        draft.identity = {"columns": [seen.header]}
        return True
    return False


def _takes_composite(
    draft: Draft, candidates: Sequence[Seen], walls: Mapping[str, Moments], rows: _Places
) -> bool:
    """A number that starts again each day, at each site. A row without an arrival is refused anyway."""
    if "arrived_at" not in walls:
        return False
    known = rows[~np.isnat(walls["arrived_at"][rows])].tolist()
    days = walls["arrived_at"].astype("datetime64[D]").astype(str).tolist()
    ways = [{LOCAL_DATE: days}, *([{LOCAL_DATE: days, "site": draft.sites}] if draft.sites else [])]
    for seen in (c for c in candidates if known and not c.cpr_share):
        codes = seen.cells.codes.tolist()
        for parts in ways:
            if len({(codes[row], *(part[row] for part in parts.values())) for row in known}) == len(known):
                draft.identity = {"columns": [seen.header, *parts]}
                return True
    return False
