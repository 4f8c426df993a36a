"""What an import says of event logs: tickets without a beginning, and events before their ticket's."""

from collections.abc import Sequence

import pyarrow as pa
import pyarrow.compute as pc

from evaluation.store.schema import EVENT_RECORDS
from evaluation.texts import text

_MOST = 0.5  # of a file's tickets: so many began before the file only if their rows are bound wrongly


def left_out(files: Sequence[pa.Table]) -> list[tuple[str, ...]]:
    """For each file (schema ENQUIRIES) of one import the warnings about its tickets, none where all is there.

    A ticket's beginning may stand in any of the files; what was imported before is not looked at.
    """
    events = [_events(table) for table in files]
    together = pa.concat_tables(events)
    issued = together.filter(pc.equal(together["event"], "issued"))
    first = issued.group_by("ticket_id").aggregate([("arrived_at", "min")])
    return [_told(one.join(first, "ticket_id")) for one in events]


def _events(table: pa.Table) -> pa.Table:
    single = pc.is_in(table["record"], value_set=pa.array(EVENT_RECORDS))
    return (
        table.filter(single)
        .select(["ticket_id", "event", "arrived_at"])
        .group_by(["ticket_id", "event", "arrived_at"])
        .aggregate([])
    )


def _told(events: pa.Table) -> tuple[str, ...]:
    begun = events["arrived_at_min"]
    tickets = len(events["ticket_id"].unique())
    without = len(events.filter(pc.is_null(begun))["ticket_id"].unique())
    before = events.filter(pc.less(events["arrived_at"], begun)).num_rows
    counts = {"without_ticket": without, "before_ticket": before}
    if without > _MOST * tickets:
        counts = {"wrong_identity": without, **counts}
    return tuple(
        text(f"intake.warnings.{kind}", count=count, tickets=tickets)
        for kind, count in counts.items()
        if count
    )
