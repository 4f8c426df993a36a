"""What a trial is, and the entries of its record: registered, changed, decided."""

from datetime import UTC, date, datetime
from typing import Annotated, Literal
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, Field

from evaluation.initiative.kinds import Day, Key, Model, Name, Remark

#: What a trial may be judged on: rates of counts, since the trial's model is one of counts.
MEASURES = ("target_group_per_open_hour", "enquiries_per_open_hour")
#: Fewer openings at the new place give no interval at all.
FEWEST_OPENINGS = 6

Design = Literal["move", "concurrent"]
Action = Literal["keep", "go_back", "stop", "extend"]
Follows = Literal["keep", "go_back", "weigh"]
Outcome = Literal["better", "worse", "no_difference", "too_early"]

#: Names that Windows keeps for devices: no file can be called so there.
DEVICES = {"con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(10))}


def _no_device(value: str) -> str:
    if value in DEVICES:
        raise ValueError("device_name")
    return value


def _naive_utc(value: datetime) -> datetime:
    return value.astimezone(UTC).replace(tzinfo=None) if value.tzinfo else value


FileKey = Annotated[Key, AfterValidator(_no_device)]  # an id that is a file's name on every system
Moment = Annotated[datetime, AfterValidator(_naive_utc)]  # naive UTC


class Attainable(Model):
    """What a trial could tell, worked out when it was registered.

    `detectable`: the smallest ratio of rates (1.25: a quarter more) that it finds in four cases of five by the
    last look; None where none can be told. `no_difference`: whether "no difference that matters" can be
    reached. `openings`: held at the new place by the last look, as planned.
    """

    detectable: Annotated[float, Field(ge=1)] | None
    no_difference: bool
    openings: Annotated[int, Field(ge=0)]


class Trial(Model):
    """A trial as it is registered; until it is decided no page says which place does better."""

    id: FileKey
    name: Name
    question: Remark
    estimand: Remark  # what is estimated, in words
    design: Design = "move"
    from_site: Key
    to_site: Key
    starts_on: Day
    last_date: Day
    measure: Key = MEASURES[0]
    # δ: .25 is a quarter more, or as much less. Beyond a half the prior alone would soon say "no difference".
    smallest_change: Annotated[float, Field(gt=0, le=0.5, strict=True)]
    looks: Annotated[tuple[Day, ...], Field(min_length=1, max_length=20)]
    minimum_openings: Annotated[int, Field(ge=FEWEST_OPENINGS, le=1000, strict=True)] = FEWEST_OPENINGS
    decided_by: Name
    if_better: Follows = "keep"
    if_worse: Follows = "go_back"
    if_same: Follows = "weigh"
    attainable: Attainable | None = None  # worked out, never typed


class TrialDecision(Model):
    """What was decided, beside the verdict as it was shown then; no figure while it was too early."""

    action: Action
    decided_on: Day
    by: Name
    reason: Annotated[str, Field(max_length=600)] = ""
    verdict: Outcome | None = None  # None: no verdict could be given
    effect: float | None = None
    low: float | None = None
    high: float | None = None
    data_version: str = ""

    @property
    def ends(self) -> bool:
        """Whether the trial is over with it."""
        return self.action != "extend"


class _Entry(Model):
    """One entry; `hash` is of all the rest, which holds the hash before it: a chain."""

    number: Annotated[int, Field(ge=1)]
    at: Moment
    by: Name
    previous: str
    hash: str


class Versioned(_Entry):
    """The trial as it was registered, or as it was changed to."""

    kind: Literal["registered", "changed"]
    content: Trial


class Decided(_Entry):
    """A decision on the trial."""

    kind: Literal["decided"]
    content: TrialDecision


class TrialRecord(Model):
    """A trial with all that was ever entered on it, oldest first; its registration is the first.

    `broken`: number of the first entry that does not fit its hash or the one before it: the file was edited by
    hand. `late`: registered or changed on or after the day it began (local time), so it can only suggest.
    """

    entries: Annotated[tuple[Versioned | Decided, ...], Field(min_length=1)]
    broken: int | None = None
    late: bool = False

    @property
    def versions(self) -> tuple[Versioned, ...]:
        """The registration and every change."""
        return tuple(entry for entry in self.entries if isinstance(entry, Versioned))

    @property
    def trial(self) -> Trial:
        """The newest content."""
        return self.versions[-1].content

    @property
    def hash(self) -> str:
        """SHA-256 (hex) of the newest registration or change: what the committee's paper prints."""
        return self.versions[-1].hash

    @property
    def registered_at(self) -> datetime:
        """When it was registered first, naive UTC."""
        return self.entries[0].at

    @property
    def sound(self) -> bool:
        """Whether every entry is as it was written."""
        return self.broken is None

    @property
    def decisions(self) -> tuple[TrialDecision, ...]:
        """All decisions, oldest first."""
        return tuple(entry.content for entry in self.entries if isinstance(entry, Decided))

    @property
    def ending(self) -> TrialDecision | None:
        """The decision that ended it; nothing can be entered after it."""
        return next((decision for decision in self.decisions if decision.ends), None)

    @property
    def ended_on(self) -> date:
        """The last day it holds its places: that of the decision that ended it, else its last date."""
        last = self.trial.last_date
        return last if self.ending is None else min(last, self.ending.decided_on)


def begun_before(versions: tuple[Versioned, ...], zone: ZoneInfo) -> bool:
    """Whether a version was entered when the trial had begun, by its own first day or that of one before it."""
    first = date.max
    for entry in versions:
        first = min(first, entry.content.starts_on)
        if entry.at.replace(tzinfo=UTC).astimezone(zone).date() >= first:
            return True
    return False
