"""Tells an event log: several rows a case, each a step of it, where one row is not one enquiry."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from evaluation.intake.guess import MOST_VALUES, Seen
from evaluation.intake.recurring import Clock
from evaluation.intake.words import AMONG, EXACT, fit, meaning

_CASES = 5  # from which a habit can be told
ROWS_A_CASE = 1.5
_STEPS = 0.8  # of the rows are the first of their step in the case
_WHOLE, _TOLD = 0.9, 0.5  # of the rows have the number
_COMMON, _RAISED = (
    0.5,
    1.5,
)  # cases that begin (or end) with the same step, and how much oftener than by chance

_SURE = 3  # standard errors above chance

_Codes = npt.NDArray[np.int32]


@dataclass(frozen=True)
class EventLog:
    """The column that names the case, and the one that names its step.

    `understood`: whether header or words say what the steps are; else only their order does.
    """

    case: Seen
    activity: Seen
    understood: bool = True


def find_event_log(columns: Sequence[Seen], sites: Sequence[str] = ()) -> EventLog | None:
    """The case and the activity, or None for a file whose rows may each be an enquiry.

    `sites`: each row's place, as far as the file tells it.
    """
    places = np.unique(np.array(sites), return_inverse=True)[1] if sites else None
    able = [column for column in columns if not _is_place(column, places)]
    clock = Clock(columns, sites)
    return _understood(able, clock) or _in_order(able, clock)


def _is_place(seen: Seen, places: npt.NDArray[np.intp] | None) -> bool:
    """Whether it is the column that tells the place: there a day's numbers begin again, and are no steps."""
    if places is None:
        return False
    codes, kinds = seen.cells.codes.astype(np.int64), int(places.max()) + 1
    if len(np.unique(codes)) != kinds:
        return False
    return len(np.unique(places * (len(seen.values) + 1) + codes + 1)) == kinds


def _understood(columns: Sequence[Seen], clock: Clock) -> EventLog | None:
    """A case is a number that comes again and again. Its activity is so named, or changes from row to row
    while most cases begin or end with the same one: several enquiries about one case do not. Where a column
    speaks of a queue, its number may have any name, and be blank where nobody's turn is told (a lunch break).
    """
    queue = any(_few_words(column) and speaks_of_a_queue(column) for column in columns)
    cases = [column for column in columns if _is_case(column, told=queue)]
    cases.sort(key=lambda column: (fit(column.header, "case_id"), len(column.values)), reverse=True)
    for case in cases:
        for activity in (c for c in columns if c is not case and _few_words(c)):
            named = fit(activity.header, "activity")[0] >= AMONG
            in_a_day = tells_tickets(activity) and any(
                found.words_differ(activity) for found in clock.recurring(case)
            )
            if named or _changes(case, activity) or in_a_day:
                return EventLog(case, activity)
    return None


def _in_order(columns: Sequence[Seen], clock: Clock) -> EventLog | None:
    """A number that comes several times in a day, each time with another word, and these in an order: whatever
    the file calls them. What it means only a person can say."""
    able = [c for c in columns if len(c.values) > 1 and c.dates is None and not c.free_text]
    able = [c for c in able if c.clock is None and fit(c.header, "clock_part")[0] < EXACT]
    cases = [c for c in able if _has_digits(c) and c.filled >= ROWS_A_CASE * len(c.values)]
    cases.sort(key=lambda c: (not c.personal, fit(c.header, "enquiry_id"), len(c.values)), reverse=True)
    kinds = [c for c in able if len(c.values) <= MOST_VALUES and not c.personal]
    kinds.sort(key=lambda c: (fit(c.header, "activity"), _few_words(c)), reverse=True)
    for case in cases:
        for found in clock.recurring(case):
            for activity in (c for c in kinds if c is not case and found.tells_steps(c)):
                return EventLog(case, activity, understood=False)
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


def _is_case(seen: Seen, *, told: bool) -> bool:
    """A number or a key with digits, of many values, most rows of which share theirs with others.

    `told`: the file is known to be an event log, so that the header need not say what the number is.
    """
    if len(seen.values) < _CASES or seen.dates is not None or seen.clock is not None or seen.free_text:
        return False
    named = told or max(fit(seen.header, "case_id"), fit(seen.header, "enquiry_id"))[0] > 0
    whole = seen.filled >= (_TOLD if told else _WHOLE) * len(seen.cells.codes)
    return bool(named and _has_digits(seen) and whole and seen.filled >= ROWS_A_CASE * len(seen.values))


def _has_digits(seen: Seen) -> bool:
    return bool(np.mean([any(map(str.isdigit, value)) for value in seen.values[:200]]) > 0.5)


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
    chance = float(np.mean(steps == usual))
    noise = _SURE * np.sqrt(chance * (1 - chance) / first.sum())
    return bool(share >= _COMMON and share >= _RAISED * chance and share >= min(1, chance + noise))
