"""Tells an event log: several rows a case, each a step of it, where one row is not one enquiry."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from evaluation.intake.guess import MOST_VALUES, Seen
from evaluation.intake.words import AMONG, fit, meaning

_CASES = 5  # from which a habit can be told
_ROWS_A_CASE = 1.5
_STEPS = 0.8  # of the rows are the first of their step in the case
_WHOLE, _TOLD = 0.9, 0.5  # of the rows have the number
_COMMON, _RAISED = (
    0.5,
    1.5,
)  # cases that begin (or end) with the same step, and how much oftener than by chance

_Codes = npt.NDArray[np.int32]


@dataclass(frozen=True)
class EventLog:
    """The column that names the case, and the one that names its step."""

    case: Seen
    activity: Seen


def find_event_log(columns: Sequence[Seen]) -> EventLog | None:
    """The case and the activity, or None for a file whose rows may each be an enquiry.

    A case is a number that comes again and again. Its activity is so named, or changes from row to row
    while most cases begin or end with the same one: several enquiries about one case do not. Where a column
    speaks of a queue, its number may have any name, and be blank where nobody's turn is told (a lunch break).
    """
    queue = any(_few_words(column) and speaks_of_a_queue(column) for column in columns)
    cases = [column for column in columns if _is_case(column, told=queue)]
    cases.sort(key=lambda column: (fit(column.header, "case_id"), len(column.values)), reverse=True)
    for case in cases:
        for activity in (c for c in columns if c is not case and _few_words(c)):
            named = fit(activity.header, "activity")[0] >= AMONG
            if named or _changes(case, activity) or (tells_tickets(activity) and _days_shared(case, columns)):
                return EventLog(case, activity)
    return None


def tells_tickets(activity: Seen) -> bool:
    """Whether most of its rows hold words of a queue: a number is drawn, and called or ended."""
    known = {value: meaning("event", value) for value in activity.values}
    rows = np.bincount(activity.cells.codes[activity.cells.codes >= 0], minlength=len(activity.values))
    understood = sum(int(n) for n, word in zip(rows, known.values(), strict=True) if word)
    said = {word for word in known.values() if word}
    return "issued" in said and len(said) > 1 and 2 * understood >= activity.filled


def speaks_of_a_queue(activity: Seen) -> bool:
    """Whether a number is drawn, and called or given up, whatever the other words of the event log mean."""
    said = {meaning("event", value) for value in activity.values}
    return "issued" in said and bool(said & {"called", "served", "left", "no_show"})


def steps_are_few(log: EventLog) -> bool:
    """Whether most rows are the first of their step in the case: not so, where numbers begin again each day."""
    case, activity = log.case.cells.codes, log.activity.cells.codes
    known = (case >= 0) & (activity >= 0)
    pairs = np.unique(np.stack([case[known], activity[known]]), axis=1).shape[1]
    return bool(2 * pairs > known.sum())


def _days_shared(case: Seen, columns: Sequence[Seen]) -> bool:
    """Whether a number comes several times in a day: rows of enquiries hold it once, even if it starts again."""
    timed = [c for c in columns if c.dates is not None and c.dates.style]
    if not timed:
        return False
    days = timed[0].moments.astype("datetime64[D]").astype(np.int64)
    pairs = np.unique(np.stack([case.cells.codes.astype(np.int64), days]), axis=1).shape[1]
    return bool(len(days) >= _ROWS_A_CASE * pairs)


def _is_case(seen: Seen, *, told: bool) -> bool:
    """A number or a key with digits, of many values, most rows of which share theirs with others.

    `told`: the file is known to be an event log, so that the header need not say what the number is.
    """
    if len(seen.values) < _CASES or seen.dates is not None or seen.clock is not None or seen.free_text:
        return False
    named = told or max(fit(seen.header, "case_id"), fit(seen.header, "enquiry_id"))[0] > 0
    digits = np.mean([any(map(str.isdigit, value)) for value in seen.values[:200]]) > 0.5
    whole = seen.filled >= (_TOLD if told else _WHOLE) * len(seen.cells.codes)
    return bool(named and digits and whole and seen.filled >= _ROWS_A_CASE * len(seen.values))


def _few_words(seen: Seen) -> bool:
    words = any(map(str.isalpha, "".join(seen.values[:50])))
    return 2 <= len(seen.values) <= MOST_VALUES and words and seen.dates is None and not seen.free_text


def _changes(case: Seen, activity: Seen) -> bool:
    both = (case.cells.codes >= 0) & (activity.cells.codes >= 0)
    cases, steps = case.cells.codes[both], activity.cells.codes[both]
    if not len(cases):
        return False
    pairs = np.unique(np.stack([cases, steps]), axis=1).shape[1]
    if pairs < _STEPS * len(cases):
        return False
    return _same_at(cases, steps) or _same_at(cases[::-1], steps[::-1])


def _same_at(cases: _Codes, steps: _Codes) -> bool:
    """Whether most cases have the same step in their first row, more often than chance would have it."""
    first = np.bincount(steps[np.unique(cases, return_index=True)[1]], minlength=int(steps.max()) + 1)
    usual = int(first.argmax())
    share = first[usual] / first.sum()
    return bool(share >= _COMMON and share >= _RAISED * np.mean(steps == usual))
