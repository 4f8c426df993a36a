"""What a row of a file is, as a person says it: what belongs to one kind of row is laid aside, and taken back."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from evaluation.intake.columns import FileColumn
from evaluation.intake.draft_events import known_events
from evaluation.intake.form import EVENT, Form
from evaluation.intake.form_parts import columns_of

#: What a row is: the profile's record, and whether rows are events that fold into it.
RECORDS = {
    "contact": ("contact", False),
    "events": ("contact", True),
    "steps": ("step", False),
    "step_events": ("step", True),
    "tally": ("tally", False),
}


#: What is laid aside: of rows that are no events, of events, of the end of a queue's events, of the days told.
_ROWS, _LOG, _ENDS, _SHEETS, _SINGLE = "rows", "events", "ends", "sheets", "single"


def as_record(form: Form, name: str, columns: Sequence[FileColumn]) -> Form:
    """Rows are `name` of RECORDS. Back at a kind of row, what was said of it alone is said again."""
    record, events = RECORDS[name]
    if (form.record, form.is_event_log) == (record, events):
        return form
    was_tally = form.record == "tally"
    form = _without_counts(_without_ends(form))
    if events != form.is_event_log:
        form = _as_events(form, columns) if events else _as_rows(form)
    form = form.put("record", record)
    if was_tally != (record == "tally"):
        form = _with_days(form)
    return _with_ends(form) if events and record == "contact" else form


def _laid(form: Form, what: str, keys: Mapping[str, Any]) -> Form:
    return replace(form, aside={**form.aside, what: keys})


# --- rows that are events, or not


def _as_events(form: Form, columns: Sequence[FileColumn]) -> Form:
    """With the event column, its known words and the time of an event, where the file shows them."""
    was, before = form, form.aside.get(_LOG)
    form = form.as_events().put("closing_time", None)
    form = _worded(form, columns) if before is None else _said_again(form, columns, before)
    if before is None:
        form = _timed(form, columns)
    elif before["timed"] and (timed := _timed(form, columns)).columns != form.columns:
        form = timed.put("time_precision", before["time_precision"])
    laid = [target for target, spec in was.columns.items() if form.columns.get(target) != spec]
    kept = {key: was.plain.get(key) for key in ("identity", "closing_time", "time_precision")}
    time = form.columns.get("arrived_at")
    return _laid(form, _ROWS, {"columns": was.columns, "laid": laid, "event_time": time, **kept})


def _said_again(form: Form, columns: Sequence[FileColumn], before: Mapping[str, Any]) -> Form:
    events = before["events"]
    header = events.get("column")
    form = form.used_as(header, EVENT, columns, events["values"]) if header else form.put("events", events)
    return form.put("identity", before["identity"])


def _worded(form: Form, columns: Sequence[FileColumn]) -> Form:
    telling = [(len(known), column) for column in columns if (known := _tells(column))]
    if not telling:
        return form
    column = max(telling, key=lambda one: one[0])[1]
    return form.used_as(column.header, EVENT, columns, known_events(column.values))


def _tells(column: FileColumn) -> dict[str, str]:
    """The words of a queue in a column: a number is drawn, and something happens to it."""
    known = known_events(column.values)
    said = set(known.values())
    return known if "issued" in said and len(said) > 1 else {}


def _timed(form: Form, columns: Sequence[FileColumn]) -> Form:
    """The only time that is left, or the arrival's; of a day also the only clock: events of one day have an order."""
    free = [column for column in columns if not form.use(column.header)]
    told = form.columns.get("arrived_at")
    times = columns_of(told["column"], columns) if told else [column for column in free if column.formats]
    clocks = [column for column in free if column.clock]
    if len(times) != 1 or (times[0].date_only and len(clocks) > 1):
        return form
    form = form if told else form.used_as(times[0].header, "arrived_at", columns)
    return form.used_as(clocks[0].header, "arrived_at", columns) if times[0].date_only and clocks else form


def _as_rows(form: Form) -> Form:
    """What only single events need is asked no more; what bound them together says nothing of a row."""
    before = form.aside.get(_ROWS, {"columns": {}, "laid": ()})
    time = form.columns.get("arrived_at")
    timed = time is not None and time == before.get("event_time") != before["columns"].get("arrived_at")
    kept = {key: form.plain.get(key) for key in ("events", "identity", "time_precision")}
    form = _laid(form, _LOG, {"timed": timed, **kept}).put("events", None)
    if timed:  # found for events alone
        form = _with_columns(
            form, {target: s for target, s in form.columns.items() if target != "arrived_at"}
        )
        form = form.put("time_precision", before["time_precision"])
    for key in ("identity", "closing_time"):
        form = form.put(key, before.get(key))
    was = before["columns"]
    taken = {target: was[target] for target in before["laid"] if _is_free(form, target, was)}
    return _with_columns(form, {**form.columns, **taken})


def _is_free(form: Form, target: str, was: Mapping[str, Any]) -> bool:
    """Whether nothing else is said since of the target or its columns; several times may share a day."""
    if target in form.columns or form.constant(target):
        return False
    return not any(
        header in spec["column"] and header not in was.get(user, {"column": ()})["column"]
        for header in was[target]["column"]
        for user, spec in form.columns.items()
    )


def _with_columns(form: Form, columns: Mapping[str, Any]) -> Form:
    return form.put("columns", dict(columns) or None)


# --- how a queue's tickets end


def _without_ends(form: Form) -> Form:
    """Only of a queue's events it is asked what "finished" means, and when the system ends what is open."""
    if not form.is_event_log or form.record != "contact":
        return form
    form = _laid(form, _ENDS, {"finished": form.finished, "closing_time": form.closing_time})
    return form.ended_as("").put("closing_time", None)


def _with_ends(form: Form) -> Form:
    told = form.aside.get(_ENDS) or form.aside.get(_ROWS, {})
    return form.ended_as(told.get("finished", "")).put("closing_time", told.get("closing_time") or None)


# --- sheets of tallies


def _without_counts(form: Form) -> Form:
    """Without what only a sheet has, or only what is no sheet."""
    keys = ("counts", "coverage") if form.record == "tally" else ("coverage",)
    kept = {key: form.plain.get(key) for key in keys}
    return _laid(form, _SHEETS if form.record == "tally" else _SINGLE, kept).put("counts", None)


def _with_days(form: Form) -> Form:
    """A sheet speaks for its own day, and nothing else does; with the counts a sheet had."""
    is_tally = form.record == "tally"
    before = form.aside.get(_SHEETS if is_tally else _SINGLE)
    if before is None:
        usual, own = ("week", "sheet") if is_tally else ("sheet", "week")
        return form.put("coverage", {"unit": own}) if form.coverage().get("unit") == usual else form
    counts = [one for one in before.get("counts") or () if not form.use(one["column"])]
    return form.put("coverage", before["coverage"]).put("counts", counts or None)
