"""The form that a file begins with: what its proposal settles, and of an event log what the proposal knows besides."""

from collections.abc import Sequence

from evaluation.intake.columns import FileColumn
from evaluation.intake.draft_events import known_events
from evaluation.intake.form import EVENT, Form
from evaluation.intake.form_rows import as_record
from evaluation.intake.propose import Proposal


def first_form(proposal: Proposal, columns: Sequence[FileColumn]) -> Form:
    """A log whose words nobody knows begins as events all the same: each row would else count as an enquiry."""
    form = Form.of_proposal(proposal)
    if not proposal.event_column or form.is_event_log or form.record != "contact":
        return form
    for column in _times(proposal, columns):
        form = form.used_as(column.header, "arrived_at", columns)
    form = as_record(form, "events", columns)
    words = {column.header: known_events(column.values) for column in columns}
    if form.use(proposal.event_column) != EVENT and proposal.event_column in words:
        form = form.used_as(proposal.event_column, EVENT, columns, words[proposal.event_column])
    return form


def _times(proposal: Proposal, columns: Sequence[FileColumn]) -> list[FileColumn]:
    """What the proposal takes for the time of a row: the day, then its clock."""
    asked = (entry for entry in proposal.unmapped if entry.target == "arrived_at")
    named = [name for entry in asked if entry.why == "event_log" for name in entry.candidates]
    return [column for name in named for column in columns if column.label == name]
