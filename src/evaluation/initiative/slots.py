"""Openings on the local clock, before they become moments: what the rules give, then the listed changes.

An opening added or moved onto a closed day stands: who lists a single date means it.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time

from evaluation.errors import UserError
from evaluation.initiative.models import Initiative, Site
from evaluation.initiative.rules import closed, rule_days
from evaluation.initiative.schedule import Change, Rule
from evaluation.texts import error
from evaluation.texts.format import clock_interval, day


@dataclass(frozen=True)
class Slot:
    """An opening on the local clock; `origin` is the key in `initiative.toml` that it comes from."""

    opening_id: str
    origin: str
    site: str
    day: date
    opens: time
    closes: time
    staff_serving: int = 1
    staff_total: int = 1
    trip: str | None = None
    transport: bool = True
    kind: str = "regular"
    by_arrangement: bool = False
    assumption: bool = False
    cancelled: bool = False
    reason: str = ""
    replaces: str | None = None
    added: bool = False

    def __str__(self) -> str:
        return f"{self.site}, {day(self.day)} {clock_interval(self.opens, self.closes)}"


def slots(initiative: Initiative, until: date) -> list[Slot]:
    """Every slot through `until`, cancelled ones included, by day, time and site.

    Raises UserError for a change that fits no opening or several, and for two openings at once at a site.
    """
    # A change may fetch an opening from beyond the horizon, so the rules run as far as the changes do.
    horizon = max([until, *(change.date for change in initiative.changes)])
    found = {slot.opening_id: slot for slot in _by_rules(initiative, horizon)}
    for index, change in enumerate(initiative.changes):
        _apply(change, f"changes[{index}]", initiative, found)
    kept = sorted(
        (s for s in found.values() if s.day <= until), key=lambda s: (s.day, s.opens, s.site, s.opening_id)
    )
    _refuse_overlaps(initiative, kept)
    return kept


def _by_rules(initiative: Initiative, last: date) -> Iterator[Slot]:
    taken: set[str] = set()
    for index, rule in enumerate(initiative.schedule):
        for found in rule_days(rule, *_bounds(initiative, rule, last)):
            if not closed(initiative.calendar, rule, found):
                opening_id = new_id(rule.site, found, rule.opens, taken)
                taken.add(opening_id)
                yield _slot(rule, f"schedule[{index}]", found, opening_id)


def _bounds(initiative: Initiative, rule: Rule, last: date) -> tuple[date, date]:
    site = initiative.site(rule.site)
    first = rule.starts_on or initiative.starts_on
    return max(first, site.open_from or first), min(last, site.open_to or last)


def _slot(rule: Rule, origin: str, found: date, opening_id: str) -> Slot:
    return Slot(
        opening_id=opening_id,
        origin=origin,
        site=rule.site,
        day=found,
        opens=rule.opens,
        closes=rule.closes,
        staff_serving=rule.staff_serving,
        staff_total=rule.staff_serving if rule.staff_total is None else rule.staff_total,
        trip=rule.trip,
        transport=rule.transport,
        kind=rule.kind,
        by_arrangement=rule.by_arrangement,
        assumption=rule.assumption,
    )


def new_id(site: str, found: date, opens: time, taken: Iterable[str]) -> str:
    """Site, day and hour; numbered from 2 where a cancelled opening has that id already."""
    name = f"{site}_{found:%Y%m%d}_{opens:%H%M}"
    count = 1
    while (name if count == 1 else f"{name}_{count}") in taken:
        count += 1
    return name if count == 1 else f"{name}_{count}"


def _apply(change: Change, origin: str, initiative: Initiative, found: dict[str, Slot]) -> None:
    if change.action == "add":
        _put(_added(change, origin), initiative, found)
        return
    meant = _meant(change, origin, initiative, found.values())
    found[meant.opening_id] = replace(meant, cancelled=True, reason=change.reason)
    if change.action == "move":
        _put(_moved(change, origin, meant), initiative, found)


def _meant(change: Change, origin: str, initiative: Initiative, among: Iterable[Slot]) -> Slot:
    fits = [
        slot
        for slot in among
        if (slot.site, slot.day) == (change.site, change.date)
        and not slot.cancelled
        and change.opens in (None, slot.opens)
        and change.closes in (None, slot.closes)
    ]
    if len(fits) == 1:
        return fits[0]
    name = "change_fits_several" if fits else "change_fits_none"
    got = "; ".join(map(str, fits)) or f"{change.site}, {day(change.date)}"
    raise _error(name, initiative, path=origin, got=got)


def _put(slot: Slot, initiative: Initiative, found: dict[str, Slot]) -> None:
    site = initiative.site(slot.site)
    if not _open_then(site, slot.day):
        raise _error("change_outside_site", initiative, path=slot.origin, got=str(slot))
    slot = replace(slot, opening_id=new_id(slot.site, slot.day, slot.opens, found))
    found[slot.opening_id] = slot


def _open_then(site: Site, found: date) -> bool:
    return (site.open_from or found) <= found <= (site.open_to or found)


def _added(change: Change, origin: str) -> Slot:
    if change.opens is None or change.closes is None:
        raise ValueError("an added opening has its times: Change holds that")
    staff = 1 if change.staff_serving is None else change.staff_serving
    return Slot(
        opening_id="",
        origin=origin,
        site=change.site,
        day=change.date,
        opens=change.opens,
        closes=change.closes,
        staff_serving=staff,
        staff_total=staff,
        reason=change.reason,
        added=True,
    )


def _moved(change: Change, origin: str, old: Slot) -> Slot:
    serving = old.staff_serving if change.staff_serving is None else change.staff_serving
    opens = change.to_opens or old.opens
    return replace(
        old,
        opening_id="",
        origin=origin,
        site=change.to_site or old.site,
        day=change.to_date or old.day,
        opens=opens,
        closes=change.to_closes or _as_long(opens, old),
        staff_serving=serving,
        staff_total=serving + old.staff_total - old.staff_serving,  # the driver comes along
        reason=change.reason,
        replaces=old.opening_id,
    )


def _as_long(opens: time, old: Slot) -> time:
    length = datetime.combine(old.day, old.closes) - datetime.combine(old.day, old.opens)
    return (datetime.combine(old.day, opens) + length).time()


def _refuse_overlaps(initiative: Initiative, kept: list[Slot]) -> None:
    last: dict[str, Slot] = {}
    for slot in kept:
        if slot.cancelled:
            continue
        if slot.closes <= slot.opens:
            raise _error("past_midnight", initiative, path=slot.origin, got=str(slot))
        before = last.get(slot.site)
        if before and before.day == slot.day and slot.opens < before.closes:
            got = f"{before} ({before.origin}); {slot} ({slot.origin})"
            raise _error("overlap", initiative, path=slot.origin, got=got)
        last[slot.site] = slot


def _error(name: str, initiative: Initiative, *, path: str, got: str) -> UserError:
    return error(f"initiative.{name}", file=f"{initiative.id}/initiative.toml", path=path, got=got)
