"""Every measure in slow plain Python, straight from rows and openings, written from the definitions' text.

Shares nothing with the SQL: where the two disagree, one of them has misread the definition.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from evaluation.initiative.calendar import Opening, opening_hours, quarters
from evaluation.initiative.models import transport_share
from tests.spec.world import Record, World

Key = tuple[Any, ...]
SERVED = {"resolved", "resolved_later", "handed_over", "answered_by_robot"}
SETTLED = {"resolved", "resolved_later", "handed_over", "transferred", "booked"}
RUNNING = {"wages", "transport", "equipment", "running"}
OF_A_DATE = {"iso_week", "month", "quarter", "year", "weekday", "local_date"}
OF_A_PLACE = {"site", "site_kind"}
TALLIED = ("topic", "target_group", "outcome", "home_area", "life_event", "digital_exempt", "otherwise_site")


@dataclass
class Cell:
    numerator: float | None = None
    denominator: float | None = None
    n: int = 0
    histogram: dict[int, tuple[int, int]] | None = None
    extra: dict[str, float | None] = field(default_factory=dict)


@dataclass
class Asked:
    by: tuple[str, ...] = ()
    where: Mapping[str, Any] = field(default_factory=dict)
    start: date | None = None
    end: date | None = None


def measure(world: World, key: str, asked: Asked) -> dict[Key, Cell]:
    """The cells of a measure by their dimensions."""
    return answer(Reader(world), key, asked)


def answer(reader: "Reader", key: str, asked: Asked) -> dict[Key, Cell]:
    """As `measure`, for many questions on one world."""
    reader.asked = asked
    return MEASURES[key](reader)


class Reader:
    """Answers simple questions on rows, openings and days, one at a time."""

    def __init__(self, world: World) -> None:
        self.world, self.asked = world, Asked()
        self.places = {site.id: site for site in world.initiative.sites}
        self.target = {g.id: g.target for g in world.initiative.groups}
        self.first_opening: dict[str, date] = {}
        for o in world.openings:
            self.first_opening[o.site] = min(o.local_date, self.first_opening.get(o.site, o.local_date))
        self.openings_on: dict[tuple[str, date], list[Opening]] = defaultdict(list)
        for o in world.openings:
            self.openings_on[o.site, o.local_date].append(o)
        self.days_of: dict[str, set[date]] = defaultdict(set)
        for r in world.rows:
            self.days_of[r["source"]].add(r["local_date"])
        self.times = {
            (r["case_id"], r["site"], r["local_date"])
            for r in world.rows
            if r["record"] == "contact"
            and r.get("case_id")
            and _has_time(r)
            and r.get("outcome") != "no_show"
        }
        self.covered = {(site, day) for site in self.places for day in self._covered_days(site)}
        self.belongs = [self._opening_of(r) for r in world.rows]
        self.number = {id(r): i for i, r in enumerate(world.rows)}
        self.firsts = self._first_contacts()

    # --- what is asked

    def dim(self, thing: Any, name: str) -> Any:
        """A dimension of a row, an opening or a (site, date)."""
        if isinstance(thing, dict) and name == "opening_id":
            found = self.opening(thing)
            return found.opening_id if found else None
        if isinstance(thing, dict):
            site, day = thing["site"], thing["local_date"]
        elif isinstance(thing, Opening):
            site, day = thing.site, thing.local_date
        else:
            site, day = thing
        if name == "site":
            return site
        if name == "site_kind":
            return self.places[site].kind.value
        if name in OF_A_DATE:
            return self._date_name(day, name)
        if name == "hour" and thing["time_precision"] not in ("minute", "hour"):
            return None
        return thing[name] if name == "hour" else thing.get(name)

    def _date_name(self, day: date, name: str) -> Any:
        iso = day.isocalendar()
        if name == "quarter":
            for q in quarters(self.world.initiative):
                if q.starts_on <= day <= q.ends_on:
                    return f"K{q.number}"
            return None
        return {
            "iso_week": f"{iso[0]}-W{iso[1]:02d}",
            "month": day.isoformat()[:7],
            "year": day.year,
            "weekday": iso[2],
            "local_date": day,
        }[name]

    def wanted(self, thing: Any, known: Iterable[str]) -> bool:
        """Whether a filter keeps it; it does not mind a filter on what it does not know."""
        day = thing["local_date"] if isinstance(thing, dict) else _day_of(thing)
        if self.asked.start and day < self.asked.start:
            return False
        if self.asked.end and day > self.asked.end:
            return False
        known = set(known)
        return all(
            self.dim(thing, name) in (value if isinstance(value, (list, tuple)) else [value])
            for name, value in self.asked.where.items()
            if name in known
        )

    def key(self, thing: Any) -> Key:
        return tuple(self.dim(thing, name) for name in self.asked.by)

    # --- openings and coverage

    def counting(self, site: str, source: str, day: date) -> bool:
        for s in self.world.initiative.sources:
            if s.id == source and site in s.counts:
                return (s.counts_from or day) <= day <= (s.counts_to or day)
        return False

    def _covered_days(self, site: str) -> set[date]:
        found = set()
        for source, at, first, last, status in self.world.coverage:
            days = self.days_of[source]
            if at != site or status != "complete" or not days:
                continue
            place = self.places[site]
            begins = place.open_from or self.first_opening.get(site, min(days))
            day = max(first, min(days))
            while day <= min(last, max(days)):
                exists = begins <= day <= (place.open_to or day)
                if exists and self.counting(site, source, day):
                    found.add(day)
                day += timedelta(days=1)
        return found

    def past(self, o: Opening) -> bool:
        return self.world.through is not None and o.local_date <= self.world.through

    def counted(self, o: Opening) -> bool:
        return self.past(o) and o.status == "held" and (o.site, o.local_date) in self.covered

    def _opening_of(self, r: Record) -> Opening | None:
        here = self.openings_on[r["site"], r["local_date"]]
        standing = {"held": 0, "planned": 1, "cancelled": 2}
        at = r["arrived_at"]

        def best(some: list[Opening]) -> Opening | None:
            return min(
                some,
                key=lambda o: (standing[o.status], abs(at - o.starts_at), o.starts_at, o.opening_id),
                default=None,
            )

        return (
            best([o for o in here if o.starts_at <= at < o.ends_at])
            or best([o for o in here if timedelta(0) < o.starts_at - at <= timedelta(minutes=30)])
            or best([o for o in here if timedelta(0) <= at - o.ends_at <= timedelta(minutes=15)])
            or (best(here) if r["time_precision"] in ("opening", "day") else None)
        )

    def opening(self, r: Record) -> Opening | None:
        return self.belongs[self.number[id(r)]]

    # --- rows

    def is_enquiry(self, r: Record) -> bool:
        return (
            r["record"] in ("contact", "tally")
            and self.counting(r["site"], r["source"], r["local_date"])
            and r.get("outcome") != "no_show"
            and r.get("channel") != "batch"
        )

    def booked(self, r: Record) -> bool:
        """By its own account or, for a contact, by another row of the same case, place and day."""
        visit = (r.get("case_id"), r["site"], r["local_date"])
        return _has_time(r) or (r["record"] == "contact" and visit in self.times)

    def in_person(self, r: Record) -> bool:
        return r.get("channel") == "in_person" or (r["record"] == "tally" and r.get("channel") is None)

    def _first_contacts(self) -> set[int]:
        by_case = defaultdict(list)
        for r in self.world.rows:
            if r["record"] == "contact" and self.is_enquiry(r):
                by_case[r.get("case_id") or ("alone", self.number[id(r)])].append(r)
        last = "\uffff"
        firsts = (
            min(
                found,
                key=lambda r: (
                    r["arrived_at"],
                    r["source"],
                    r.get("enquiry_id") or last,
                    r.get("row_hash") or last,
                ),
            )
            for found in by_case.values()
        )
        return {self.number[id(r)] for r in firsts}

    def enquiries(self, reads: str | None = None) -> list[Record]:
        """The enquiries that are asked for; of a tally sheet only the lines of one dimension.

        That is the one that the measure reads or the question divides by, else the one that gives the total.
        """
        asked = {name for name in (*self.asked.by, *self.asked.where) if name in TALLIED}
        asked |= {reads} if reads else set()
        found = [r for r in self.world.rows if self.is_enquiry(r) and self.wanted(r, EVERYTHING)]
        return [r for r in found if r["record"] != "tally" or self._line_counts(r, asked)]

    def _line_counts(self, r: Record, asked: set[str]) -> bool:
        if len(asked) > 1:
            return False
        return tally_of(r) == (next(iter(asked)) if asked else self._leading(r))

    def _leading(self, r: Record) -> str:
        where = self.opening(r)
        strokes: Counter[str] = Counter()
        for x in self.world.rows:
            same = all(x[name] == r[name] for name in ("source", "site", "local_date"))
            if x["record"] == "tally" and self.is_enquiry(x) and same and self.opening(x) == where:
                strokes[tally_of(x)] += x["quantity"]
        if "total" in strokes:
            return "total"
        return min(strokes, key=lambda name: (-strokes[name], name))

    def in_exposure(self, r: Record) -> bool:
        if not self.world.initiative.has_openings:
            through = self.world.through
            return (
                (r["site"], r["local_date"]) in self.covered
                and through is not None
                and r["local_date"] <= through
            )
        found = self.opening(r)
        return found is not None and self.counted(found)


EVERYTHING = (
    OF_A_DATE
    | OF_A_PLACE
    | {
        *TALLIED,
        "hour",
        "channel",
        "served_by",
        "source",
        "opening_id",
        "age_65plus",
    }
)


def _has_time(r: Record) -> bool:
    return r.get("booked_at") is not None or r.get("appointment_at") is not None


def tally_of(r: Record) -> str:
    return next((name for name in TALLIED if r.get(name) is not None), "total")


def _day_of(thing: Any) -> date:
    return thing.local_date if isinstance(thing, Opening) else thing[1]


def _groups(rd: Reader, things: Iterable[Any]) -> dict[Key, list[Any]]:
    found: dict[Key, list[Any]] = defaultdict(list)
    for thing in things:
        found[rd.key(thing)].append(thing)
    return found


def _sum(rows: Iterable[Record]) -> int:
    return sum(r["quantity"] for r in rows)


def _with_zeros(
    rd: Reader, cells: dict[Key, Cell], base: Mapping[Key, float], known: set[str], rate: bool
) -> dict[Key, Cell]:
    """Gives each cell its base, and each base without a cell a zero for all other values that occur."""
    at = [i for i, name in enumerate(rd.asked.by) if name in known]
    others = {tuple(v for i, v in enumerate(key) if i not in at) for key in cells}
    if len(at) == len(rd.asked.by):
        others = {()}
    for part in base:
        for other in others:
            left, right = list(part), list(other)
            key = tuple(left.pop(0) if i in at else right.pop(0) for i in range(len(rd.asked.by)))
            cells.setdefault(key, Cell(0.0, None, 0))
    for key, cell in cells.items():
        if rate:
            cell.denominator = base.get(tuple(key[i] for i in at), 0.0)
    return cells


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
    cells = {k: Cell(_sum(g), None, _sum(g)) for k, g in _groups(rd, rd.enquiries()).items()}
    return _with_zeros(rd, cells, *_covered_base(rd), rate=False)


def served(rd: Reader) -> dict[Key, Cell]:
    cells = {}
    for key, group in _groups(rd, rd.enquiries("outcome")).items():
        told = [r for r in group if r.get("outcome") is not None]
        helped = _sum(r for r in told if r["outcome"] in SERVED)
        cells[key] = Cell(helped if told else None, None, _sum(group))
    return _with_zeros(rd, cells, *_covered_base(rd), rate=False)


def per_open_hour(rd: Reader) -> dict[Key, Cell]:
    inside = [r for r in rd.enquiries() if rd.in_exposure(r)]
    cells = {k: Cell(_sum(g), None, _sum(g)) for k, g in _groups(rd, inside).items()}
    return _with_zeros(rd, cells, *_exposure_base(rd), rate=True)


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


def _telling(rd: Reader, rows: Iterable[Record]) -> set[Key]:
    """Cells where somebody's group is known, or where there is nobody."""
    found = _groups(rd, rows)
    return {
        key for key, g in found.items() if not _sum(g) or any(r.get("target_group") in rd.target for r in g)
    }


def target_per_open_hour(rd: Reader) -> dict[Key, Cell]:
    total = [r for r in rd.enquiries() if rd.in_exposure(r)]
    group = [r for r in rd.enquiries("target_group") if rd.in_exposure(r)]
    cells = {}
    seen = {id(r): r for r in (*total, *group)}
    telling = _telling(rd, seen.values())
    for key, (yes, no, all_) in _target(rd, total, group).items():
        told = key in telling
        unknown = max(0, all_ - yes - no)
        cells[key] = Cell(yes if told else None, None, yes, extra={"unknown": unknown})
    found = _with_zeros(rd, cells, *_exposure_base(rd), rate=True)
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
    for key, group in _groups(rd, rows).items():
        cells[key] = Cell(_sum(r for r in group if is_yes(r)), _sum(group), _sum(group))
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
    arrived = r["arrived_at"]
    call = r.get("called_at") or r.get("served_at")
    if call is not None:
        return max(0, (call - arrived) // timedelta(minutes=1)), True
    end = None if r.get("unclosed") else r.get("ended_at")
    if r.get("outcome") == "left":
        return (None if end is None else max(0, (end - arrived) // timedelta(minutes=1))), False
    opening = rd.opening(r)
    if r.get("outcome") in (None, "open") and end is None and opening and opening.status == "held":
        return max(0, (opening.ends_at - arrived) // timedelta(minutes=1)), False
    return None, False


def walk_away(rd: Reader) -> dict[Key, Cell]:
    rows = [
        r
        for r in rd.enquiries("outcome")
        if rd.in_person(r) and not rd.booked(r) and r.get("outcome") not in (None, "open")
    ]
    return _share(rd, rows, lambda r: r["outcome"] == "left")


def resolution(rd: Reader) -> dict[Key, Cell]:
    rows = [
        r
        for r in rd.world.rows
        if rd.number[id(r)] in rd.firsts and rd.wanted(r, EVERYTHING) and r.get("outcome") in SETTLED
    ]
    return _share(rd, rows, lambda r: r["outcome"] == "resolved")


def misdirected(rd: Reader) -> dict[Key, Cell]:
    rows = [r for r in rd.enquiries("topic") if r.get("outcome") or r.get("topic")]
    cells = _share(
        rd,
        rows,
        lambda r: r.get("outcome") == "misdirected" or r.get("topic") in rd.places[r["site"]].not_offered,
    )
    for key, group in _groups(rd, rows).items():
        cells[key].extra["by_outcome"] = _sum(r for r in group if r.get("outcome") == "misdirected")
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
    for key, group in _groups(rd, asked).items():
        scores = [r["satisfaction"] for r in group if r.get("satisfaction") is not None]
        happy = sum(score >= 4 for score in scores) if scores else None
        mean = sum(scores) / len(scores) if scores else None
        extra = {"mean": mean, "asked": float(len(group))}
        cells[key] = Cell(happy, len(scores), len(scores), extra=extra)
    return cells


def at_cancelled(rd: Reader) -> dict[Key, Cell]:
    rows = [r for r in rd.enquiries() if (o := rd.opening(r)) and o.status == "cancelled"]
    cells = {k: Cell(_sum(g), None, _sum(g)) for k, g in _groups(rd, rows).items()}
    return _with_zeros(rd, cells, *_covered_base(rd, only_open=True), rate=False)


def outside(rd: Reader) -> dict[Key, Cell]:
    rows = [r for r in rd.enquiries() if r["site"] in rd.first_opening and rd.opening(r) is None]
    cells = {k: Cell(_sum(g), None, _sum(g)) for k, g in _groups(rd, rows).items()}
    return _with_zeros(rd, cells, *_covered_base(rd, only_open=True), rate=False)


# --- measures of the calendar


def _calendar(rd: Reader) -> list[Opening]:
    return [
        o
        for o in rd.world.openings
        if rd.past(o) and o.status in ("held", "cancelled") and rd.wanted(o, OF_A_DATE | OF_A_PLACE)
    ]


def _promised(o: Opening) -> bool:
    return o.replaces is None and not o.by_arrangement


def _count(is_yes: Callable[[Opening], bool]) -> Callable[[Reader], dict[Key, Cell]]:
    def counted(rd: Reader) -> dict[Key, Cell]:
        return {k: Cell(sum(map(is_yes, g)), None, len(g)) for k, g in _groups(rd, _calendar(rd)).items()}

    return counted


def held_share(rd: Reader) -> dict[Key, Cell]:
    found = _groups(rd, [o for o in _calendar(rd) if _promised(o)])
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
    for key, weeks in _by_week(rd, [o for o in _calendar(rd) if _promised(o)]).items():
        kept = sum(all(o.status == "held" for o in found) for found in weeks.values())
        cells[key] = Cell(kept, len(weeks), len(weeks))
    return cells


def places_open(rd: Reader) -> dict[Key, Cell]:
    cells = {}
    mine = [o for o in rd.world.openings if rd.wanted(o, OF_A_DATE | OF_A_PLACE)]
    for key, group in _groups(rd, mine).items():
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
    found = _groups(rd, _calendar(rd))
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
            known_day = first_covered and world.through and first_covered <= day <= world.through
            if known_day and rd.wanted(spot, known):
                kr[name][rd.key(spot)] += c.kr / days
    helped, told, asked = Counter(), set(), set()
    for r in rd.enquiries("outcome"):
        if r["site"] in scope:
            asked.add(rd.key(r))
            if r.get("outcome") is not None:
                told.add(rd.key(r))
            helped[rd.key(r)] += r["quantity"] * (r.get("outcome") in SERVED)
    unpriced = set()
    for site, day in _open_spots(rd):
        is_priced = any(site in concerns(c) and c.from_date <= day <= c.to_date for c in running)
        if site in scope and not is_priced and rd.wanted((site, day), known):
            unpriced.add(rd.key((site, day)))
    cells = {}
    for key in set(kr["running"]) | set(kr["one_off"]) | set(kr["saving"]) | asked | unpriced:
        amount = None if key in unpriced else kr["running"][key]
        extra = {"one_off": kr["one_off"][key], "saving": kr["saving"][key]}
        if amount is not None or helped[key] or any(extra.values()):
            cells[key] = Cell(amount, helped[key] if key in told else None, helped[key], extra=extra)
    return cells


def _open_spots(rd: Reader) -> set[tuple[str, date]]:
    if rd.world.initiative.has_openings:
        return {(o.site, o.local_date) for o in rd.world.openings if rd.counted(o)}
    return {spot for spot in rd.covered if rd.world.through and spot[1] <= rd.world.through}


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
    "openings_held": _count(lambda o: o.status == "held"),
    "openings_cancelled": _count(lambda o: o.status == "cancelled"),
    "openings_planned": _count(_promised),
    "openings_held_share": held_share,
    "weekly_openings_share": weekly_share,
    "places_open": places_open,
    "staff_hours": staff_hours,
    "staff_hours_per_week": staff_hours_per_week,
    "cost_per_enquiry": cost,
}
