"""Openings as they were, laid over the calendar: what took place overrides what was planned.

A row stands for the opening of its site and day whose beginning is nearest, each opening for one row at most;
a row that finds none is an opening added for once. A planned opening without a row of its own stays as
planned, unless it would overlap one that took place: then it did not.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, time
from itertools import combinations

from evaluation.initiative.happened import ActualOpening
from evaluation.initiative.models import Initiative
from evaluation.initiative.slots import Slot, new_id
from evaluation.texts import error, text
from evaluation.texts.format import clock_interval, day

_Day = tuple[str, date]


def overlay(initiative: Initiative, planned: Sequence[Slot], until: date) -> list[Slot]:
    """The slots as they were, through `until`. Raises UserError for two openings of one site at once."""
    rows: dict[_Day, list[ActualOpening]] = defaultdict(list)
    for row in initiative.actual:
        if row.date <= until:
            rows[row.site, row.date].append(row)
    for of_day in rows.values():
        _refuse_overlaps(initiative, of_day)
    found = [slot for slot in planned if (slot.site, slot.day) not in rows]
    slots: dict[_Day, list[Slot]] = defaultdict(list)
    for slot in planned:
        slots[slot.site, slot.day].append(slot)
    for where, of_day in rows.items():
        found += _of_day(of_day, slots[where])
    return found


def at_once(one: ActualOpening, other: ActualOpening) -> bool:
    """Whether a site was open by both; what was cancelled was not open."""
    return (
        (one.site, one.date) == (other.site, other.date)
        and one.status == other.status == "held"
        and one.opens < other.closes
        and other.opens < one.closes
    )


def _refuse_overlaps(initiative: Initiative, rows: Sequence[ActualOpening]) -> None:
    for one, other in combinations(rows, 2):
        if at_once(one, other):
            got = "; ".join(
                f"{row.site}, {day(row.date)} {clock_interval(row.opens, row.closes)}" for row in (one, other)
            )
            path = f"actual[{initiative.actual.index(other)}]"
            raise error("initiative.overlap", got=got, file=f"{initiative.id}/initiative.toml", path=path)


def _of_day(rows: Sequence[ActualOpening], planned: Sequence[Slot]) -> list[Slot]:
    pairs = _pairs(rows, planned)
    told = [_told(row, pairs[row]) for row in rows if row in pairs]
    taken = {slot.opening_id for slot in planned}
    for row in (row for row in rows if row not in pairs):
        told.append(_added(row, new_id(row.site, row.date, row.opens, taken)))
        taken.add(told[-1].opening_id)
    own = {slot.opening_id for slot in told}
    return told + [_beside(slot, told) for slot in planned if slot.opening_id not in own]


def _pairs(rows: Sequence[ActualOpening], planned: Sequence[Slot]) -> dict[ActualOpening, Slot]:
    """Row → its opening: the nearest pairs first; one already cancelled only when nothing else fits as well."""
    ranked = sorted(
        ((_rank(row, slot), row, slot) for row in rows for slot in planned),
        key=lambda pair: (*pair[0], pair[1].opens, pair[2].opens, pair[2].opening_id),
    )
    found: dict[ActualOpening, Slot] = {}
    taken: set[str] = set()
    for _, row, slot in ranked:
        if row not in found and slot.opening_id not in taken:
            found[row] = slot
            taken.add(slot.opening_id)
    return found


def _rank(row: ActualOpening, slot: Slot) -> tuple[bool, int]:
    apart = abs(_minutes(row.opens) - _minutes(slot.opens))
    return slot.cancelled and apart > 0, apart


def _minutes(clock: time) -> int:
    return clock.hour * 60 + clock.minute


def _told(row: ActualOpening, slot: Slot) -> Slot:
    if row.status == "cancelled":
        return replace(slot, cancelled=True, reason=row.reason or slot.reason)
    serving = slot.staff_serving if row.staff_serving is None else row.staff_serving
    beside = slot.staff_total - slot.staff_serving  # the driver comes along
    return replace(
        slot,
        opens=row.opens,
        closes=row.closes,
        cancelled=False,
        reason=row.reason,
        staff_serving=serving,
        staff_total=serving + beside if row.staff_total is None else max(row.staff_total, serving),
        kind=row.kind or slot.kind,
        assumption=False,
    )


def _added(row: ActualOpening, opening_id: str) -> Slot:
    serving = 1 if row.staff_serving is None else row.staff_serving
    return Slot(
        opening_id=opening_id,
        origin="actual",
        site=row.site,
        day=row.date,
        opens=row.opens,
        closes=row.closes,
        staff_serving=serving,
        staff_total=serving if row.staff_total is None else max(row.staff_total, serving),
        kind=row.kind or "regular",
        cancelled=row.status == "cancelled",
        reason=row.reason,
        added=True,
    )


def _beside(slot: Slot, told: Iterable[Slot]) -> Slot:
    if slot.cancelled or not any(
        not other.cancelled and slot.opens < other.closes and other.opens < slot.closes for other in told
    ):
        return slot
    return replace(slot, cancelled=True, reason=text("kinds.superseded"))
