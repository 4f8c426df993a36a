"""What a row of a file is, as a person says it: what belongs to another kind of row is let go, or taken back."""

from collections.abc import Sequence

from evaluation.intake.columns import FileColumn
from evaluation.intake.draft_events import known_events
from evaluation.intake.event_spec import TOLD_BY_EVENTS
from evaluation.intake.form import EVENT, Form

#: What a row is: the profile's record, and whether rows are events that fold into it.
RECORDS = {
    "contact": ("contact", False),
    "events": ("contact", True),
    "steps": ("step", False),
    "step_events": ("step", True),
    "tally": ("tally", False),
}


def as_record(form: Form, name: str, columns: Sequence[FileColumn], proposed: Form) -> Form:
    """Rows are `name` of RECORDS. `proposed`: the file's first form, whose answers fit the kind of row it took."""
    record, events = RECORDS[name]
    if events != form.is_event_log:
        form = _as_events(form, columns, proposed) if events else _as_rows(form, proposed)
    if record != "tally":
        form = form.put("counts", None)
    elif form.coverage().get("unit") == "week":
        form = form.put("coverage", {"unit": "sheet"})
    if record != "tally" and form.coverage().get("unit") == "sheet":
        form = form.put("coverage", {"unit": "week"})
    return form.put("record", record)


def _as_events(form: Form, columns: Sequence[FileColumn], proposed: Form) -> Form:
    """With the event column, its known words and the time of an event, where the file shows them."""
    form = form.as_events()
    if proposed.is_event_log:
        return _taken_back(form, proposed, ("arrived_at",), ("events", "identity"))
    telling = [(len(known), column) for column in columns if (known := _tells(column))]
    if telling:
        column = max(telling, key=lambda one: one[0])[1]
        form = form.used_as(column.header, EVENT, columns, known_events(column.values))
    times = [column for column in columns if column.formats and not form.use(column.header)]
    if "arrived_at" not in form.columns and len(times) == 1:
        form = form.used_as(times[0].header, "arrived_at", columns)
    return form


def _tells(column: FileColumn) -> dict[str, str]:
    """The words of a queue in a column: a number is drawn, and something happens to it."""
    known = known_events(column.values)
    said = set(known.values())
    return known if "issued" in said and len(said) > 1 else {}


def _as_rows(form: Form, proposed: Form) -> Form:
    """What only single events need is asked no more; what bound them together says nothing of a row."""
    event = str(form.plain["events"].get("column", ""))
    form = form.put("events", None).put("identity", None)
    if proposed.is_event_log:
        return form
    return _taken_back(form, proposed, (*TOLD_BY_EVENTS, proposed.use(event)), ("identity",))


def _taken_back(form: Form, proposed: Form, targets: Sequence[str], keys: Sequence[str]) -> Form:
    """What the proposal said, where its column is free again."""
    for target in targets:
        spec = proposed.columns.get(target)
        if spec and target not in form.columns and not any(map(form.use, spec["column"])):
            form = form.put("columns", {**form.columns, target: spec})
    for key in keys:
        form = form.put(key, proposed.plain.get(key))
    return form
