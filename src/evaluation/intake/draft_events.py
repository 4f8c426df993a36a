"""Proposes how an event log is read: a queue's tickets, or the steps of cases."""

from collections.abc import Collection, Mapping, Sequence

import numpy as np
import numpy.typing as npt

from evaluation.intake.dates import joined_style
from evaluation.intake.discreet import hidden_values, names_person, told
from evaluation.intake.draft import Draft
from evaluation.intake.event_log import EventLog, speaks_of_a_queue, steps_are_few, tells_tickets
from evaluation.intake.event_spec import TOLD_BY_EVENTS
from evaluation.intake.guess import Seen
from evaluation.intake.leftovers import Unmapped
from evaluation.intake.match import LOCAL_DATE, safe_header
from evaluation.intake.profile import AUTO_ISO
from evaluation.intake.recurring import Clock
from evaluation.intake.targets import alike
from evaluation.intake.times import Moments
from evaluation.intake.words import event_vocabulary, fit, meaning
from evaluation.texts import text

_SHORT = 4  # digits, after a letter or not: longer numbers hardly start again each day
_LAST_MINUTE = np.timedelta64(23 * 60 + 59, "m")
_Codes = npt.NDArray[np.int64]


def known_events(values: Sequence[str]) -> dict[str, str]:
    """The words of an event column that the program knows, and the event each of them means."""
    known = alike({value: meaning("event", value) for value in values})
    return {value: event for value, event in known.items() if event}


def draft_event_log(
    draft: Draft,
    log: EventLog,
    columns: Sequence[Seen],
    walls: dict[str, Moments],
    rows: npt.NDArray[np.intp],
) -> bool:
    """Fills what an event log is read by. False where a person must say what binds its rows together.

    `rows`: row numbers without those that repeat an earlier one. `walls` gets the time of the events, if it is
    known how that is written.
    """
    draft.event_column = log.activity.header
    is_queue = tells_tickets(log.activity) or speaks_of_a_queue(log.activity)
    settled = log.understood and (is_queue or _are_cases(log, columns, draft.sites))
    if log.case.personal or log.case.cpr_share or not settled:
        _leave_open(draft, log, columns)
        return False
    _forget(draft, {log.activity.header, log.case.header})
    _settle_time(draft, log, columns, walls)
    if is_queue:
        _draft_tickets(draft, log, walls.get("arrived_at"))
    else:
        _draft_steps(draft, log, columns, rows)
    return True


def _are_cases(log: EventLog, columns: Sequence[Seen], sites: Sequence[str]) -> bool:
    """Whether the number is a case's: so named, or one whose steps lie days apart. A queue's may be read as steps
    only by somebody who knows better."""
    named = fit(log.case.header, "case_id")[0] > 0
    return steps_are_few(log) and (named or not any(Clock(columns, sites).recurring(log.case)))


def _leave_open(draft: Draft, log: EventLog, columns: Sequence[Seen]) -> None:
    """Neither the identity nor the arrival is settled: a row is not an enquiry."""
    time = _time_of_a_row(draft, columns)
    _forget(draft, {log.case.header, log.activity.header})
    draft.unmapped = [entry for entry in draft.unmapped if entry.target != "arrived_at"]
    _say(draft, "event_log", log)
    private = log.case.personal or log.case.cpr_share
    beside = ["site", LOCAL_DATE] if len(set(draft.sites)) > 1 else [LOCAL_DATE]
    draft.lack("enquiry_id", "event_log", [] if private else [safe_header(log.case.header), *beside])
    clocks = [seen.clock for seen in time[1:] if seen.clock]
    written = tuple(joined_style(day, clocks) for seen in time[:1] for day in seen.formats)
    named = tuple(safe_header(seen.header) for seen in time)
    draft.unmapped.append(Unmapped("arrived_at", "event_log", named, "arrived_at", written))
    draft.leave(log.activity, "event_words", _shown(draft, log.activity))


def _time_of_a_row(draft: Draft, columns: Sequence[Seen]) -> list[Seen]:
    """What was taken for the arrival, or asked about; a day with the only clock that is nothing else."""
    spec = draft.columns.pop("arrived_at", {"column": []})
    asked = [e.column for e in draft.unmapped if e.target == "arrived_at" and e.column != e.target]
    found = [seen for header in spec["column"] for seen in columns if seen.header == header]
    found = found or [seen for seen in columns if safe_header(seen.header) in asked[:1]]
    used = {header for other in draft.columns.values() for header in other["column"]}
    clocks = [seen for seen in columns if seen.clock and seen.dates is None and seen.header not in used]
    dated = len(found) == len(clocks) == 1 and found[0].dates is not None and found[0].dates.date_only
    return found + clocks if dated else found


def _shown(draft: Draft, activity: Seen) -> list[str]:
    """The words of the events, without those that could point to a person: of them only their number is told."""
    known = known_events(activity.values)
    rare = set(hidden_values(activity, set(known)))
    hidden = [value for value in activity.values if value in rare or not fit_event(value, known)]
    if hidden:
        draft.warn("identity", told(safe_header(activity.header), hidden))
    return [value for value in activity.values if value not in set(hidden)]


def fit_event(value: str, known: Collection[str]) -> bool:
    """Whether a word may be shown as an event: whoever serves comes again and again, so that rows tell nothing."""
    return value in known or not names_person(value, event_vocabulary())


def _say(draft: Draft, key: str, log: EventLog) -> None:
    case, activity = (safe_header(seen.header) for seen in (log.case, log.activity))
    draft.warn("identity", text(f"intake.proposed.{key}", case=case, activity=activity))


def _forget(draft: Draft, headers: set[str]) -> None:
    """What these columns were taken for before the file was known to be an event log."""
    names = {safe_header(header) for header in headers}
    draft.unmapped = [e for e in draft.unmapped if e.column not in names and e.target != "enquiry_id"]
    for target in [t for t, spec in draft.columns.items() if headers & {*spec["column"]}]:
        del draft.columns[target]
        draft.named.pop(target, None)


def _settle_time(draft: Draft, log: EventLog, columns: Sequence[Seen], walls: dict[str, Moments]) -> None:
    """The time of a row is the one that changes from row to row, where only one does."""
    changing = [c for c in columns if c.dates is not None and c.dates.style and _changes(log.case, c)]
    headers = {seen.header for seen in changing}
    drafted = draft.columns.get("arrived_at", {"column": ()})["column"]
    if len(changing) != 1 or headers & {*drafted}:
        return
    (seen,) = changing
    for target in [t for t, spec in draft.columns.items() if headers & {*spec["column"]}]:
        del draft.columns[target]
    style = seen.dates.style if seen.dates else None
    draft.columns["arrived_at"] = {"column": [seen.header], "format": style or AUTO_ISO}
    walls["arrived_at"] = seen.moments


def _changes(case: Seen, seen: Seen) -> bool:
    """Whether a column differs within most cases that have several rows."""
    both = (case.cells.codes >= 0) & (seen.cells.codes >= 0)
    cases, codes = case.cells.codes[both], seen.cells.codes[both]
    _, rows = np.unique(cases, return_counts=True)
    _, values = np.unique(np.unique(np.stack([cases, codes]), axis=1)[0], return_counts=True)
    several = rows > 1
    return bool(several.any() and (values[several] > 1).mean() > 0.5)


# ------------------------------------------------------ tickets


def _draft_tickets(draft: Draft, log: EventLog, walls: Moments | None) -> None:
    values = known_events(log.activity.values)
    draft.more["events"] = {"column": log.activity.header, "values": values}
    for target in TOLD_BY_EVENTS:
        draft.columns.pop(target, None)
    lacking = [value for value in _shown(draft, log.activity) if value not in values]
    if lacking:
        draft.leave(log.activity, "event_values", lacking)
    draft.identity = {"columns": [log.case.header, LOCAL_DATE]}
    if walls is not None:
        draft.identity = {"columns": [log.case.header, *_beside(draft, log, values, walls)]}
        _closing_time(draft, log, values, walls)
    _say(draft, "ticket_log", log)
    if "finished" in values.values() and "outcome" not in draft.columns:
        _say(draft, "finished_served", log)


def _beside(draft: Draft, log: EventLog, values: Mapping[str, str], walls: Moments) -> list[str]:
    """What must stand beside the number so that it is issued once: its day, and its site.

    The site also where these days need no site, since the places were never open on the same one: next month
    they may be. Not where a ticket moves between places: its events would be torn apart.
    """
    days = walls.astype("datetime64[D]").astype(np.int64)
    sites = np.unique(np.array(draft.sites or [""] * len(days)), return_inverse=True)[1].astype(np.int64)
    begins = _are(log.activity, values, "issued") & ~np.isnat(walls)
    number = log.case.cells.codes.astype(np.int64)
    short = all(sum(map(str.isdigit, value)) <= _SHORT for value in log.case.values)
    parts: dict[str, _Codes] = {LOCAL_DATE: days, "site": sites}

    def once(rows: npt.NDArray[np.bool_], *way: str) -> int:
        told_by = np.stack([number, *(parts[name] for name in way)])[:, rows]
        return int(np.unique(told_by, axis=1).shape[1])

    if not short and once(begins) == begins.sum():
        return []
    told = (number >= 0) & ~np.isnat(walls)
    alone = once(begins, LOCAL_DATE) == begins.sum()
    moves = once(told, LOCAL_DATE) < once(told, LOCAL_DATE, "site")
    beside = len(np.unique(sites)) > 1 and not (alone and moves)
    return ["site", LOCAL_DATE] if beside else [LOCAL_DATE]


def _are(activity: Seen, values: Mapping[str, str], *events: str) -> npt.NDArray[np.bool_]:
    found = np.array([*(values.get(value) in events for value in activity.values), False], dtype=bool)
    return found[activity.cells.codes]  # code -1 is the last


def _closing_time(draft: Draft, log: EventLog, values: Mapping[str, str], walls: Moments) -> None:
    """Tickets that end in the day's last minute were ended by the system."""
    ends = walls[_are(log.activity, values, "finished", "left") & ~np.isnat(walls)]
    minutes = ends.astype("datetime64[m]") - ends.astype("datetime64[D]")
    if (minutes == _LAST_MINUTE).sum() >= 2:
        draft.more["closing_time"] = "23:59"


# ------------------------------------------------------ steps


def _draft_steps(draft: Draft, log: EventLog, columns: Sequence[Seen], rows: npt.NDArray[np.intp]) -> None:
    """One row a step, without begin and end: the case's number binds them."""
    draft.more["record"] = "step"
    draft.columns["case_id"] = {"column": [log.case.header]}
    naming = {
        log.case.header,
        log.activity.header,
        *draft.columns.get("arrived_at", {"column": ()})["column"],
    }
    codes = np.stack([seen.cells.codes[rows] for seen in columns if seen.header in naming])
    if "arrived_at" not in draft.columns or np.unique(codes, axis=1).shape[1] == len(rows):
        draft.identity = {"columns": [log.case.header, log.activity.header, "arrived_at"]}
    _say(draft, "case_log", log)
