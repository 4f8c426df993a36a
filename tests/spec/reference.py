"""Every measure in slow plain Python, straight from rows and openings, written from the definitions' text.

Shares nothing with the SQL: where the two disagree, one of them has misread the definition.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable
from datetime import date
from zoneinfo import ZoneInfo

from evaluation.initiative.calendar import opening_hours
from evaluation.initiative.clock import to_local
from tests.spec import reference_calendar as calendar
from tests.spec import reference_courses as courses
from tests.spec import reference_people as people
from tests.spec.reference_reader import (
    EVERYTHING,
    OF_A_DATE,
    OF_A_PLACE,
    SERVED,
    Asked,
    Cell,
    Key,
    Reader,
    enough,
    groups,
    share_of_known,
    total,
)
from tests.spec.reference_zeros import with_zeros
from tests.spec.world import Record, World, minutes

SETTLED = {"resolved", "resolved_later", "handed_over", "transferred", "booked"}


def measure(world: World, key: str, asked: Asked) -> dict[Key, Cell]:
    """The cells of a measure by their dimensions."""
    return answer(Reader(world), key, asked)


def answer(reader: Reader, key: str, asked: Asked) -> dict[Key, Cell]:
    """As `measure`, for many questions on one world."""
    reader.asked = asked
    return MEASURES[key](reader)


def _covered_base(rd: Reader, only_open: bool = False) -> tuple[dict[Key, float], set[str]]:
    known = OF_A_DATE | OF_A_PLACE
    base: dict[Key, float] = defaultdict(float)
    for spot in rd.covered:
        if rd.wanted(spot, known) and not (only_open and spot[0] not in rd.first_opening):
            base[tuple(rd.dim(spot, name) for name in rd.asked.by if name in known)] += 1
    return base, known


def _exposure_base(rd: Reader) -> tuple[dict[Key, float], set[str]]:
    if not rd.world.initiative.has_openings:
        return _days_base(rd)
    known = OF_A_DATE | OF_A_PLACE | {"hour"}
    base: dict[Key, float] = defaultdict(float)
    for o in rd.world.openings:
        for _, hour, hours in opening_hours([o], rd.world.initiative.timezone):
            in_hour = rd.asked.where.get("hour", hour) == hour
            if rd.counted(o) and in_hour and rd.wanted(o, known - {"hour"}):
                names = [name for name in rd.asked.by if name in known]
                base[tuple(hour if name == "hour" else rd.dim(o, name) for name in names)] += hours
    return base, known


def _days_base(rd: Reader) -> tuple[dict[Key, float], set[str]]:
    known = OF_A_DATE | OF_A_PLACE
    days: dict[Key, set[date]] = defaultdict(set)
    through = rd.world.through
    for spot in rd.covered:
        if through is not None and spot[1] <= through and rd.wanted(spot, known):
            days[tuple(rd.dim(spot, name) for name in rd.asked.by if name in known)].add(spot[1])
    return {key: float(len(found)) for key, found in days.items()}, known


# --- measures of contacts


def enquiries(rd: Reader) -> dict[Key, Cell]:
    cells = {k: Cell(total(g), None, total(g)) for k, g in groups(rd, rd.enquiries()).items()}
    return with_zeros(rd, cells, *_covered_base(rd), rate=False)


def served(rd: Reader) -> dict[Key, Cell]:
    cells = {}
    own = groups(rd, rd.enquiries("outcome"))
    everyone = groups(rd, rd.enquiries())
    for key in own.keys() | everyone.keys():
        told = [r for r in own.get(key, []) if r.get("outcome") is not None]
        helped = total(r for r in told if r["outcome"] in SERVED)
        came = total(everyone.get(key, []))
        cells[key] = Cell(helped if enough(total(told), came) else None, None, came)
    return with_zeros(rd, cells, *_covered_base(rd), rate=False)


def per_open_hour(rd: Reader) -> dict[Key, Cell]:
    inside = [r for r in rd.enquiries() if rd.in_exposure(r)]
    cells = {k: Cell(total(g), None, total(g)) for k, g in groups(rd, inside).items()}
    return with_zeros(rd, cells, *_exposure_base(rd), rate=True)


def _target(
    rd: Reader, rows_total: list[Record], rows_group: list[Record]
) -> dict[Key, tuple[int, int, int]]:
    """Yes, no and all by cell. A tally sheet's groups and its total may stand on different lines."""
    cells: dict[Key, list[int]] = defaultdict(lambda: [0, 0, 0])
    for r in rows_total:
        cells[rd.key(r)][2] += r["quantity"]
    for r in rows_group:
        belongs = rd.target.get(r.get("target_group"))
        place = {True: 0, False: 1}.get(belongs)
        if place is None:
            cells[rd.key(r)][0] += 0
        else:
            cells[rd.key(r)][place] += r["quantity"]
    return {key: (yes, no, all_) for key, (yes, no, all_) in cells.items()}


def _telling(rd: Reader, rows: Iterable[Record], own: Iterable[Record]) -> set[Key]:
    """Cells where somebody's group is known, or where there is nobody."""
    known = {rd.key(r) for r in own if r.get("target_group") in rd.target}
    return known | {key for key, g in groups(rd, rows).items() if not total(g)}


def target_per_open_hour(rd: Reader) -> dict[Key, Cell]:
    everyone = [r for r in rd.enquiries() if rd.in_exposure(r)]
    group = [r for r in rd.enquiries("target_group") if rd.in_exposure(r)]
    cells = {}
    telling = _telling(rd, [*everyone, *group], group)
    for key, (yes, no, all_) in _target(rd, everyone, group).items():
        told = key in telling
        unknown = max(0, all_ - yes - no)
        cells[key] = Cell(yes if told else None, None, yes, extra={"unknown": unknown})
    found = with_zeros(rd, cells, *_exposure_base(rd), rate=True)
    for cell in found.values():
        cell.extra.setdefault("unknown", 0)
    return found


def target_share(rd: Reader) -> dict[Key, Cell]:
    found = _target(rd, rd.enquiries(), rd.enquiries("target_group"))
    return {
        key: Cell(yes, yes + no, all_, extra={"unknown": max(0, all_ - yes - no)})
        for key, (yes, no, all_) in found.items()
    }


def _share(rd: Reader, rows: Iterable[Record], is_yes: Callable[[Record], bool]) -> dict[Key, Cell]:
    cells = {}
    for key, group in groups(rd, rows).items():
        cells[key] = Cell(total(r for r in group if is_yes(r)), total(group), total(group))
    return cells


def waits(rd: Reader) -> dict[Key, Cell]:
    cells: dict[Key, Cell] = {}
    for r in rd.enquiries():
        if r["record"] != "contact" or not rd.in_person(r) or rd.booked(r) or r["time_precision"] != "minute":
            continue
        cell = cells.setdefault(rd.key(r), Cell(histogram={}, extra={"excluded": 0}))
        minute, called = _one_wait(rd, r)
        if minute is None:
            cell.extra["excluded"] = (cell.extra["excluded"] or 0) + 1
            continue
        before = cell.histogram.get(minute, (0, 0))
        cell.histogram[minute] = (before[0] + called, before[1] + (not called))
        cell.n += 1
    return cells


def _one_wait(rd: Reader, r: Record) -> tuple[int | None, bool]:
    """Minutes waited and whether a call ended them; None when nobody can know."""
    arrived, zone = r["arrived_at"], ZoneInfo(rd.world.initiative.timezone)
    call = r.get("called_at") or r.get("served_at")
    if call is not None:
        if to_local(call, zone).date() > r["local_date"]:
            return None, False
        return minutes(call - arrived), True
    end = None if r.get("unclosed") else r.get("ended_at")
    if r.get("outcome") == "left":
        known = end is not None and to_local(end, zone).date() <= r["local_date"]
        return (minutes(end - arrived) if known else None), False
    opening = rd.opening(r)
    if r.get("outcome") in (None, "open") and end is None and opening and opening.status == "held":
        return minutes(opening.ends_at - arrived), False
    return None, False


def walk_away(rd: Reader) -> dict[Key, Cell]:
    """Of those who came unbooked and are not still waiting. Who on a sheet came, and how it went, may be two lines."""

    def unbooked(rows: Iterable[Record]) -> list[Record]:
        return [r for r in rows if rd.in_person(r) and not rd.booked(r)]

    own = groups(rd, [r for r in unbooked(rd.enquiries("outcome")) if rd.channel_known(r)])
    everyone = groups(rd, unbooked(rd.enquiries()))
    cells: dict[Key, Cell] = {}
    for key in own.keys() | everyone.keys():
        waiting = [r for r in own.get(key, []) if r.get("outcome") == "open"]
        known = [r for r in own.get(key, []) if r.get("outcome") not in (None, "open")]
        asked = total(everyone.get(key, [])) - total(waiting)
        share_of_known(cells, key, known, asked, lambda r: r["outcome"] == "left")
    return cells


def resolution(rd: Reader) -> dict[Key, Cell]:
    """Who is only said to be served may have been helped at once or not: unknown, as those without an outcome."""
    firsts = [r for r in rd.world.rows if rd.number[id(r)] in rd.firsts and rd.wanted(r, EVERYTHING)]
    cells: dict[Key, Cell] = {}
    for key, found in groups(rd, firsts).items():
        known = [r for r in found if r.get("outcome") in SETTLED]
        unknown = [r for r in found if r.get("outcome") in (None, "served")]
        asked = total(known) + total(unknown)
        share_of_known(cells, key, known, asked, lambda r: r["outcome"] == "resolved")
    return cells


def misdirected(rd: Reader) -> dict[Key, Cell]:
    tells = SETTLED | {"misdirected", "answered_by_robot"}
    rows = [r for r in rd.enquiries("topic") if r.get("outcome") in tells or r.get("topic")]
    cells = _share(
        rd,
        rows,
        lambda r: r.get("outcome") == "misdirected" or r.get("topic") in rd.places[r["site"]].not_offered,
    )
    for key, group in groups(rd, rows).items():
        cells[key].extra["by_outcome"] = total(r for r in group if r.get("outcome") == "misdirected")
    return cells


def unbooked(rd: Reader) -> dict[Key, Cell]:
    rows = [r for r in rd.enquiries() if r["record"] == "contact" and rd.in_person(r)]
    return _share(rd, rows, lambda r: not rd.booked(r))


def displaced(rd: Reader) -> dict[Key, Cell]:
    rows = [r for r in rd.enquiries("otherwise_site") if r.get("otherwise_site") is not None]
    return _share(rd, rows, lambda r: r["otherwise_site"] not in ("none", r["site"]))


def satisfaction(rd: Reader) -> dict[Key, Cell]:
    cells = {}
    asked = [r for r in rd.enquiries() if r["record"] == "contact"]
    for key, group in groups(rd, asked).items():
        scores = [r["satisfaction"] for r in group if r.get("satisfaction") is not None]
        happy = sum(score >= 4 for score in scores) if scores else None
        extra = {"mean": sum(scores) / len(scores) if scores else None, "asked": float(len(group))}
        cells[key] = Cell(happy, len(scores), len(scores), extra=extra)
    return cells


def at_cancelled(rd: Reader) -> dict[Key, Cell]:
    rows = [r for r in rd.enquiries() if (o := rd.opening(r)) and o.status == "cancelled"]
    cells = {k: Cell(total(g), None, total(g)) for k, g in groups(rd, rows).items()}
    return with_zeros(rd, cells, *_covered_base(rd, only_open=True), rate=False)


def outside(rd: Reader) -> dict[Key, Cell]:
    rows = [r for r in rd.enquiries() if r["site"] in rd.first_opening and rd.opening(r) is None]
    cells = {k: Cell(total(g), None, total(g)) for k, g in groups(rd, rows).items()}
    return with_zeros(rd, cells, *_covered_base(rd, only_open=True), rate=False)


MEASURES: dict[str, Callable[[Reader], dict[Key, Cell]]] = {
    "enquiries": enquiries,
    "served": served,
    "enquiries_per_open_hour": per_open_hour,
    "target_group_per_open_hour": target_per_open_hour,
    "target_group_share": target_share,
    "wait_median": waits,
    "wait_p90": waits,
    "walk_away_share": walk_away,
    "first_contact_resolution": resolution,
    "misdirected_share": misdirected,
    "unbooked_share": unbooked,
    "arrivals_at_cancelled": at_cancelled,
    "outside_opening": outside,
    "displaced_share": displaced,
    "satisfaction": satisfaction,
    "contact_place_share": people.place_share,
    "transfers_per_call": people.transfers,
    "robot_share": people.robot,
    "enquiries_per_exposure": people.per_exposure,
    "utilisation": people.utilisation,
    "booking_lead_days": courses.booking_lead,
    "no_show_share": courses.no_show,
    "wait_booked_median": courses.wait_booked,
    "handovers_per_case": courses.handovers,
    "steps_per_case": courses.steps,
    "case_duration": courses.duration,
    "step_wait": courses.step_wait,
    "reach_per_1000": people.reach,
    "repeated_information_share": people.repeated,
    "anonymity": people.survey("anonymity"),
    "atmosphere": people.survey("atmosphere"),
    "overall": people.survey("overall"),
    "openings_held": calendar.count(lambda o: o.status == "held"),
    "openings_cancelled": calendar.count(lambda o: o.status == "cancelled"),
    "openings_planned": calendar.count(calendar.promised),
    "openings_held_share": calendar.held_share,
    "weekly_openings_share": calendar.weekly_share,
    "places_open": calendar.places_open,
    "staff_hours": calendar.staff_hours,
    "staff_hours_per_week": calendar.staff_hours_per_week,
    "cost_per_enquiry": calendar.cost,
}
