"""The `[events]` table of a profile: what the rows of an event log say, and what cannot stand beside it."""

from collections.abc import Collection
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from evaluation.intake.faults import fault
from evaluation.intake.targets import fold
from evaluation.store.schema import EVENTS, OUTCOMES

#: An event that says nothing here: its rows are counted as outside.
IGNORE = "ignore"
#: What the events themselves tell of a ticket.
TOLD_BY_EVENTS = ("called_at", "served_at", "ended_at", "transfers")
#: Events that end a ticket.
ENDS = ("finished", "left", "no_show")


class EventSpec(BaseModel):
    """Which column names the event, and what its words mean."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    column: Annotated[str, Field(min_length=1)]
    values: dict[str, str]  # closed map to EVENTS or "ignore"
    finished: str | None = None  # a finished ticket's outcome where no column tells it, if somebody states it

    @property
    def folded(self) -> dict[str, str]:
        """The closed map by folded value."""
        return {fold(raw): event for raw, event in self.values.items()}

    def finished_as(self, record: str) -> str | None:
        """The outcome of a finished ticket that no column tells: a citizen was served, a step has none of its own."""
        return self.finished or ("served" if record == "contact" else None)

    def tells(self, *events: str) -> bool:
        """Whether the log can say any of these."""
        return any(event in events for event in self.values.values())


def check_events(spec: EventSpec | None, record: str, mode: str, filled: Collection[str]) -> None:
    """Faults of the table and of what stands beside it. `filled`: targets of the profile's columns."""
    if spec is None:
        return
    _check_words(spec)
    if record == "tally":
        raise fault("events_record", "record", record, "contact, step")
    if mode == "replace_day":
        raise fault("events_identity", "identity", mode)
    for target in TOLD_BY_EVENTS:
        if target in filled:
            raise fault("events_tell", f"columns.{target}", target)


def _check_words(spec: EventSpec) -> None:
    seen: dict[str, str] = {}
    for raw, event in spec.values.items():
        if event not in (*EVENTS, IGNORE):
            raise fault("event_value", "events.values", event, ", ".join((*EVENTS, IGNORE)))
        if seen.setdefault(fold(raw), event) != event:
            raise fault("values_clash", "events.values", raw)
    if not spec.tells("issued"):
        raise fault("events_issued", "events.values", ", ".join(spec.values))
    allowed = [outcome for outcome in OUTCOMES if outcome != "open"]
    if spec.finished is not None and spec.finished not in allowed:
        raise fault("event_value", "events.finished", spec.finished, ", ".join(allowed))
