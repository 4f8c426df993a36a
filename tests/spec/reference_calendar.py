"""The calendar's measures and the cost per enquiry in slow plain Python."""

from collections import Counter, defaultdict
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from evaluation.initiative.calendar import Opening
from evaluation.initiative.models import transport_share
from tests.spec.reference_reader import (
    OF_A_DATE,
    OF_A_PLACE,
    SERVED,
    Cell,
    Key,
    Reader,
    enough,
    groups,
    total,
)

RUNNING = {"wages", "transport", "equipment", "running"}


def _calendar(rd: Reader) -> list[Opening]:
    return [
        o
        for o in rd.world.openings
        if rd.past(o) and o.status in ("held", "cancelled") and rd.wanted(o, OF_A_DATE | OF_A_PLACE)
    ]


def promised(o: Opening) -> bool:
    return o.replaces is None and not o.added and not o.by_arrangement


def count(is_yes: Callable[[Opening], bool]) -> Callable[[Reader], dict[Key, Cell]]:
    def counted(rd: Reader) -> dict[Key, Cell]:
        return {k: Cell(sum(map(is_yes, g)), None, len(g)) for k, g in groups(rd, _calendar(rd)).items()}

    return counted


def held_share(rd: Reader) -> dict[Key, Cell]:
    found = groups(rd, [o for o in _calendar(rd) if promised(o)])
    return {k: Cell(sum(o.status == "held" for o in g), len(g), len(g)) for k, g in found.items()}


def _by_week(rd: Reader, openings: list[Opening]) -> dict[Key, dict[Key, list[Opening]]]:
    """Openings by cell and ISO week; weeks with an opening still to come are left out."""
    waiting = {
        o.local_date.isocalendar()[:2]
        for o in rd.world.openings
        if o.status == "planned" and not o.by_arrangement
    }
    found: dict[Key, dict[Key, list[Opening]]] = defaultdict(lambda: defaultdict(list))
    for o in openings:
        week = o.local_date.isocalendar()[:2]
        if week not in waiting:
            found[rd.key(o)][week].append(o)
    return found


def weekly_share(rd: Reader) -> dict[Key, Cell]:
    cells = {}
    for key, weeks in _by_week(rd, [o for o in _calendar(rd) if promised(o)]).items():
        kept = sum(all(o.status == "held" for o in found) for found in weeks.values())
        cells[key] = Cell(kept, len(weeks), len(weeks))
    return cells


def places_open(rd: Reader) -> dict[Key, Cell]:
    cells = {}
    mine = [o for o in rd.world.openings if rd.wanted(o, OF_A_DATE | OF_A_PLACE)]
    for key, group in groups(rd, mine).items():
        names = {o: rd.places[o.site].town or rd.places[o.site].name for o in group}
        open_towns = {names[o] for o in group if rd.counted(o)}
        cells[key] = Cell(len(open_towns), len(set(names.values())), len(group))
    return cells


def _hours_of(rd: Reader, o: Opening) -> float:
    """Staff hours of an opening with its part of the trip's transport."""
    if o.status != "held":
        return 0.0
    trip = [
        x
        for x in rd.world.openings
        if (x.trip_id or x.opening_id) == (o.trip_id or o.opening_id)
        and x.local_date == o.local_date
        and x.status == "held"
    ]
    staff = max((x.staff_total for x in trip if x.transport), default=0)
    return o.open_hours * o.staff_total + float(
        transport_share(rd.world.initiative.transport_hours)
    ) * staff / len(trip)


def staff_hours(rd: Reader) -> dict[Key, Cell]:
    found = groups(rd, _calendar(rd))
    return {k: Cell(sum(_hours_of(rd, o) for o in g), None, len(g)) for k, g in found.items()}


def staff_hours_per_week(rd: Reader) -> dict[Key, Cell]:
    cells = {}
    for key, weeks in _by_week(rd, _calendar(rd)).items():
        hours = sum(_hours_of(rd, o) for found in weeks.values() for o in found)
        cells[key] = Cell(hours, len(weeks), len(weeks))
    return cells


def cost(rd: Reader) -> dict[Key, Cell]:
    """Running cost by day / served, at the places that the costs concern."""
    world = rd.world
    popups = {s.id for s in world.initiative.sites if s.kind.value == "popup"} or set(rd.places)

    def concerns(c: Any) -> set[str]:
        return {c.site} if c.site else popups

    running = [c for c in world.initiative.costs if c.kind in RUNNING]
    scope = {site for c in running for site in concerns(c)}
    known = (OF_A_DATE | OF_A_PLACE) - {"weekday"}
    kr: dict[str, dict[Key, float]] = defaultdict(lambda: defaultdict(float))
    first_covered = min((day for _, day in rd.covered), default=None)
    for c in world.initiative.costs:
        days = (c.to_date - c.from_date).days + 1
        name = "running" if c.kind in RUNNING else c.kind
        for day in (c.from_date + timedelta(days=i) for i in range(days)):
            spot = (c.site or min(popups), day)
            if world.through is None or day > world.through or not rd.wanted(spot, known):
                continue
            begun = first_covered and day >= first_covered - timedelta(days=first_covered.weekday())
            if name != "running" or begun:
                kr[name][rd.key(spot)] += c.kr / days
    helped, asked, unknown = _helped(rd, scope)
    untold = _without_data(rd, scope, first_covered)
    unpriced = set()
    for site, day in _open_spots(rd):
        is_priced = any(site in concerns(c) and c.from_date <= day <= c.to_date for c in running)
        if site in scope and not is_priced and rd.wanted((site, day), known):
            unpriced.add(rd.key((site, day)))
    cells = {}
    for key in set(kr["running"]) | set(kr["one_off"]) | set(kr["saving"]) | asked | unpriced | set(untold):
        amount = None if key in unpriced else kr["running"][key]
        extra = {"one_off": kr["one_off"][key], "saving": kr["saving"][key], "without_data": untold[key]}
        if amount is not None or helped[key] or any(extra.values()):
            served = None if key in unknown or untold[key] else helped[key]
            cells[key] = Cell(amount, served, helped[key], extra=extra)
    return cells


def _helped(rd: Reader, scope: set[str]) -> tuple[Counter[Key], set[Key], set[Key]]:
    """The served by cell, the cells where anybody came, and those where too few of all tell their outcome."""
    own = groups(rd, [r for r in rd.enquiries("outcome") if r["site"] in scope])
    everyone = groups(rd, [r for r in rd.enquiries() if r["site"] in scope])
    helped: Counter[Key] = Counter()
    unknown = set()
    for key in own.keys() | everyone.keys():
        told = [r for r in own.get(key, []) if r.get("outcome") is not None]
        helped[key] = total(r for r in told if r["outcome"] in SERVED)
        if not enough(total(told), total(everyone.get(key, []))):
            unknown.add(key)
    return helped, own.keys() | everyone.keys(), unknown


def _without_data(rd: Reader, scope: set[str], first_covered: date | None) -> Counter[Key]:
    """By cell, how many of the places that costs concern were open there and have data of none of those days."""
    through, places = rd.world.through, rd.places
    if first_covered is None or through is None:
        return Counter()
    begun = first_covered - timedelta(days=first_covered.weekday())
    told: dict[tuple[Key, str], bool] = {}
    for site, day in _meant_to_be_told(rd):
        begins = places[site].open_from or rd.first_opening.get(site, day)
        exists = begins <= day <= (places[site].open_to or day) and begun <= day <= through
        spot = (site, day)
        if site in scope and exists and rd.wanted(spot, (OF_A_DATE | OF_A_PLACE) - {"weekday"}):
            cell = (rd.key(spot), site)
            told[cell] = told.get(cell, False) or spot in rd.covered
    return Counter(key for (key, _), known in told.items() if not known)


def _meant_to_be_told(rd: Reader) -> set[tuple[str, date]]:
    """Places and days with something going on: an opening, an offer or, without a calendar, a cost of their own."""
    config = rd.world.initiative
    found = {(o.site, o.local_date) for o in rd.world.openings if rd.past(o) and o.status != "cancelled"}
    spans = [(x.site, x.from_date, x.to_date) for x in config.exposure if x.amount > 0]
    found |= {(site, day) for site, first, last in spans for day in _days(first, last)}
    if not config.has_openings:
        own = [c for c in config.costs if c.kind in RUNNING and c.site]
        days = {(c.site, day) for c in own for day in _days(c.from_date, c.to_date)}
        sources = [source.id for source in config.sources]
        found |= {(site, day) for site, day in days if any(rd.counting(site, s, day) for s in sources)}
    return found


def _days(first: date, last: date) -> list[date]:
    return [first + timedelta(days=n) for n in range((last - first).days + 1)]


def _open_spots(rd: Reader) -> set[tuple[str, date]]:
    if rd.world.initiative.has_openings:
        return {(o.site, o.local_date) for o in rd.world.openings if rd.counted(o)}
    return {spot for spot in rd.covered if rd.world.through and spot[1] <= rd.world.through}
