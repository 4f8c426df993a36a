"""The reference's eyes: answers simple questions on rows, openings and days, in plain Python."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from evaluation.initiative.calendar import Opening, quarters
from evaluation.initiative.clock import to_local
from tests.spec.world import Record, World

Key = tuple[Any, ...]
SERVED = {"resolved", "resolved_later", "served", "handed_over", "answered_by_robot"}
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
            if r["record"] == "contact" and r.get("case_id") and has_time(r) and r.get("outcome") != "no_show"
        }
        self.tells = {r["source"] for r in world.rows if r["record"] != "step"}
        self.covered = {(site, day) for site in self.places for day in self._covered_days(site)}
        self.belongs = [self._opening_of(r) for r in world.rows]
        self.number = {id(r): i for i, r in enumerate(world.rows)}
        self.enquiry_rows = [r for r in world.rows if self.is_enquiry(r)]
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
        return _of_a_row(thing, name)

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
        day = thing["local_date"] if isinstance(thing, dict) else day_of(thing)
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
            if at != site or status != "complete" or not days or source not in self.tells:
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
        return has_time(r) or (r["record"] == "contact" and visit in self.times)

    def in_person(self, r: Record) -> bool:
        return bool(self.dim(r, "channel") == "in_person")

    def _first_contacts(self) -> set[int]:
        by_case = defaultdict(list)
        for r in self.enquiry_rows:
            if r["record"] == "contact":
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
        found = [r for r in self.enquiry_rows if self.wanted(r, EVERYTHING)]
        return [r for r in found if r["record"] != "tally" or self.line_counts(r, asked)]

    def silent(self, known: set[str]) -> set[Key]:
        """The cells of `known` dimensions with enquiries none of which tells the others asked for."""
        asked = (*self.asked.by, *self.asked.where)
        others, tallied = set(asked) - known, set(asked) & set(TALLIED)
        if not others:
            return set()
        cells: dict[Key, list[Record]] = defaultdict(list)
        for r in self.enquiry_rows:
            if self.wanted(r, known):
                cells[tuple(self.dim(r, n) for n in self.asked.by if n in known)].append(r)

        def told(r: Record) -> bool:
            counts = r["record"] != "tally" or self.line_counts(r, tallied)
            return counts and all(self.dim(r, name) is not None for name in others)

        return {at for at, here in cells.items() if total(here) > 0 and not any(map(told, here))}

    def line_counts(self, r: Record, asked: set[str]) -> bool:
        if len(asked) > 1:
            return False
        return tally_of(r) == (next(iter(asked)) if asked else self._leading(r))

    def _sheet(self, r: Record) -> list[Record]:
        """The lines of enquiries on the tally sheet of a line."""
        lines = [x for x in self.enquiry_rows if x["record"] == "tally"]
        same = [x for x in lines if all(x[name] == r[name] for name in ("source", "site", "local_date"))]
        return [x for x in same if self.opening(x) == self.opening(r)]

    def channel_known(self, r: Record) -> bool:
        """Whether the channel is known: of a line that tells none, where all on its sheet came in person."""
        if r["record"] != "tally" or r.get("channel"):
            return True
        return all(self.in_person(x) for x in self._sheet(r))

    def _leading(self, r: Record) -> str:
        strokes: Counter[str] = Counter()
        for x in self._sheet(r):
            strokes[tally_of(x)] += x["quantity"]
        if "total" in strokes:
            return "total"
        return min(strokes, key=lambda name: (-strokes[name], name))

    def ended_later(self, r: Record) -> bool:
        """Whether its end stands on a later date than it came: forgotten, not worked through the night."""
        zone = ZoneInfo(self.world.initiative.timezone)
        end = r.get("ended_at")
        return end is not None and to_local(end, zone).date() > r["local_date"]

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


_OF_A_ROW = {*TALLIED, "hour", "channel", "served_by", "source", "opening_id", "age_65plus"}
EVERYTHING = OF_A_DATE | OF_A_PLACE | _OF_A_ROW


def _of_a_row(r: Record, name: str) -> Any:
    """A log of days has no hours; strokes on a sheet are in person unless it says otherwise."""
    if name == "hour":
        return r[name] if r["time_precision"] in ("minute", "hour") else None
    if name == "channel" and r["record"] == "tally":
        return r.get(name) or "in_person"
    return r.get(name)


def has_time(r: Record) -> bool:
    return r.get("booked_at") is not None or r.get("appointment_at") is not None


def tally_of(r: Record) -> str:
    return next((name for name in TALLIED if r.get(name) is not None), "total")


def day_of(thing: Any) -> date:
    return thing.local_date if isinstance(thing, Opening) else thing[1]


def groups(rd: Reader, things: Iterable[Any]) -> dict[Key, list[Any]]:
    found: dict[Key, list[Any]] = defaultdict(list)
    for thing in things:
        found[rd.key(thing)].append(thing)
    return found


def total(rows: Iterable[Record]) -> int:
    return sum(r["quantity"] for r in rows)


def enough(known: int, everyone: int) -> bool:
    """Whether at most one in ten is unknown."""
    return (everyone - known) * 10 <= everyone


def share_of_known(
    cells: dict[Key, Cell], key: Key, known: list[Record], asked: int, is_yes: Callable[[Record], bool]
) -> None:
    """No cell where nobody is asked about, no figure where more than one in ten of them is unknown."""
    if total(known) > 0 and enough(total(known), asked):
        cells[key] = Cell(total(r for r in known if is_yes(r)), total(known), total(known))
    elif total(known) or asked > 0:
        cells[key] = Cell(None, total(known), asked)
