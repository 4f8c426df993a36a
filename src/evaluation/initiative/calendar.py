"""The opening calendar: rules less closed days, with listed changes, as UTC moments; and the quarters."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from evaluation.initiative.actual import overlay
from evaluation.initiative.clock import to_local, to_utc
from evaluation.initiative.models import Initiative
from evaluation.initiative.slots import Slot, slots

_HOUR = timedelta(hours=1)
_QUARTER_WEEKS = 13


@dataclass(frozen=True)
class Opening:
    """One time a place was, or will be, open; its moments are naive UTC, `open_hours` elapsed hours."""

    opening_id: str
    site: str
    starts_at: datetime
    ends_at: datetime
    local_date: date
    open_hours: float
    staff_serving: int
    staff_total: int
    trip_id: str | None  # transport is paid once per trip; None: no transport
    transport: bool
    kind: str
    status: Literal["held", "cancelled", "planned"]
    reason: str = ""
    replaces: str | None = None  # the cancelled opening that this one stands for
    by_arrangement: bool = False
    assumption: bool = False
    added: bool = False  # for once, by a listed change: no rule promised it


@dataclass(frozen=True)
class Quarter:
    """13 ISO weeks counted from the initiative's start; both days belong to it."""

    number: int
    starts_on: date
    ends_on: date


def openings(initiative: Initiative, until: date) -> tuple[Opening, ...]:
    """Every opening through the local date `until`, by start and site: held or cancelled, none planned yet.

    An opening that a clock change swallows whole does not take place and is left out. Raises UserError for
    overlaps at a site and for changes that fit no opening.
    """
    zone = ZoneInfo(initiative.timezone)
    made = (_opening(slot, zone) for slot in overlay(initiative, slots(initiative, until), until))
    return tuple(sorted((o for o in made if o.open_hours > 0), key=_order))


def with_status(found: Iterable[Opening], data_through: date) -> tuple[Opening, ...]:
    """The same openings as known at `data_through`: later ones are planned, unless cancelled already."""
    return tuple(o if o.status == "cancelled" else replace(o, status=_status(o, data_through)) for o in found)


def opening_hours(found: Iterable[Opening], timezone: str) -> list[tuple[str, int, float]]:
    """(opening_id, local clock hour 0–23, hours open in it) for every opening given, in their order."""
    zone = ZoneInfo(timezone)
    return [(o.opening_id, hour, hours) for o in found for hour, hours in _split(o, zone).items()]


def quarters(initiative: Initiative) -> tuple[Quarter, ...]:
    """The evaluation in 13 ISO weeks each; a rest of 7 weeks or more is a quarter, a shorter one joins it."""
    first, last = initiative.starts_on, initiative.evaluation_ends_on
    monday = first - timedelta(days=first.weekday())
    weeks = (last - monday).days // 7 + 1
    count = max(1, (weeks + _QUARTER_WEEKS // 2) // _QUARTER_WEEKS)
    starts = [monday + timedelta(weeks=_QUARTER_WEEKS * number) for number in range(count)]
    ends = [start - timedelta(days=1) for start in starts[1:]] + [last]
    return tuple(
        Quarter(number, max(start, first), end)
        for number, (start, end) in enumerate(zip(starts, ends, strict=True), start=1)
    )


def _status(opening: Opening, data_through: date) -> Literal["held", "planned"]:
    return "planned" if opening.local_date > data_through else "held"


def _order(opening: Opening) -> tuple[datetime, str, str]:
    return opening.starts_at, opening.site, opening.opening_id


def _opening(slot: Slot, zone: ZoneInfo) -> Opening:
    starts_at, ends_at = to_utc(slot.day, slot.opens, zone), to_utc(slot.day, slot.closes, zone)
    return Opening(
        opening_id=slot.opening_id,
        site=slot.site,
        starts_at=starts_at,
        ends_at=ends_at,
        local_date=slot.day,
        open_hours=(ends_at - starts_at) / _HOUR,
        staff_serving=slot.staff_serving,
        staff_total=slot.staff_total,
        trip_id=_trip(slot),
        transport=slot.transport,
        kind=slot.kind,
        status="cancelled" if slot.cancelled else "held",
        reason=slot.reason,
        replaces=slot.replaces,
        by_arrangement=slot.by_arrangement,
        assumption=slot.assumption,
        added=slot.added,
    )


def _trip(slot: Slot) -> str | None:
    if not slot.transport:
        return None
    return f"{slot.trip}_{slot.day:%Y%m%d}" if slot.trip else slot.opening_id


def _split(opening: Opening, zone: ZoneInfo) -> dict[int, float]:
    """Hours by local clock hour; an hour that the clock change repeats gets both."""
    hours: dict[int, float] = {}
    at = opening.starts_at
    while at < opening.ends_at:
        local = to_local(at, zone)
        into = timedelta(minutes=local.minute, seconds=local.second, microseconds=local.microsecond)
        end = min(at + _HOUR - into, opening.ends_at)
        hours[local.hour] = hours.get(local.hour, 0.0) + (end - at) / _HOUR
        at = end
    return hours
