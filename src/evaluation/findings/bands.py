"""Slots of the day, and weekdays, held against each other: which draws most, and can that be told at all."""

from collections import Counter, defaultdict
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from evaluation.disclosure import Cell, Status, from_estimate
from evaluation.findings.week_calendar import clock_span, weekday_name
from evaluation.initiative.models import Site
from evaluation.metrics import SlotUnit
from evaluation.stats import (
    FEWEST_OPENINGS,
    BlockCount,
    SlotDifference,
    rate,
    slot_differences,
)

#: (open hours from first to last, hours of a band): at most six bands in a day.
_LENGTHS = ((3, 1), (10, 2), (15, 3), (24, 4))
_HOUR = 60
#: A weekday with fewer than a quarter of a place's busiest weekday's openings is that of openings moved for once.
_REGULAR = 4


@dataclass(frozen=True)
class Band:
    """One row: its name, its rate or why there is none, the openings (days, weeks) it rests on.

    `untimed`: it rests on none, though some that were open then were counted without a clock.
    """

    name: str
    cell: Cell
    n: int
    untimed: bool = False


@dataclass(frozen=True)
class Compared:
    """Bands in the day's order, every pair's difference, and who leads.

    `top` has most of those that can be compared, `tied` cannot be told from it; `top` is None while fewer than
    two can be compared, or when none alone has most against all it can be held against.
    """

    bands: tuple[Band, ...]
    differences: tuple[SlotDifference, ...]
    top: str | None
    tied: tuple[str, ...]

    @property
    def comparable(self) -> tuple[str, ...]:
        """Bands that at least one other can be held against."""
        known = {name for d in self.differences if d.value is not None for name in (d.a, d.b)}
        return tuple(band.name for band in self.bands if band.name in known)

    @property
    def above(self) -> tuple[str, ...]:
        """Bands with a higher rate than the one that leads within openings: they rest on others than it does."""
        if self.top is None:
            return ()
        highest = (self.band(self.top).cell.value or 0.0) * (1 + 1e-9)  # sums of hours are not exact
        return tuple(b.name for b in self.bands if b.cell.value is not None and b.cell.value > highest)

    @property
    def apart(self) -> tuple[str, ...]:
        """Bands with a rate that the one that leads cannot be held against."""
        if self.top is None:
            return ()
        held = {
            name
            for d in self.differences
            if d.value is not None
            for name in (d.a, d.b)
            if self.top in (d.a, d.b)
        }
        return tuple(b.name for b in self.bands if b.cell.shown and b.name not in held)

    def band(self, name: str) -> Band:
        """The band of a name."""
        return next(band for band in self.bands if band.name == name)


@dataclass(frozen=True)
class Group:
    """Sites of one kind with their openings, or all sites with their covered days."""

    sites: tuple[Site, ...]
    units: tuple[SlotUnit, ...]
    grain: int
    daily: bool

    @cached_property
    def by_hour(self) -> Compared:
        """Bands of the day."""
        return by_hour(self.units)

    @cached_property
    def by_weekday(self) -> Compared | None:
        """Weekdays, where a site has several."""
        return by_weekday(self.units, daily=self.daily)

    @cached_property
    def left_out(self) -> tuple[Site, ...]:
        """Places that were counted, but have no two weekdays to be held against each other."""
        counted = {unit.site for unit in self.units if unit.state != "uncovered"}
        kept = {unit.site for unit in _several(self.units)}
        return tuple(site for site in self.sites if site.id in counted - kept)

    @property
    def timed(self) -> bool:
        """Whether any of it tells the clock."""
        return any(unit.state == "counted" for unit in self.units)

    @property
    def untimed(self) -> bool:
        """Whether all that was registered lacks the clock."""
        return not self.timed and any(unit.state == "untimed" for unit in self.units)


def hour_spans(units: Sequence[SlotUnit]) -> tuple[tuple[int, int], ...]:
    """The day's bands as minutes after midnight, from the first hour open to the last, also those between in which
    none is open; no bands if never open.
    """
    starts = [slot.start for unit in units for slot in unit.slots]
    if not starts:
        return ()
    first, last = min(starts) // _HOUR, max(starts) // _HOUR + 1
    step = next(length for most, length in _LENGTHS if last - first <= most)
    return tuple((at * _HOUR, min(at + step, last) * _HOUR) for at in range(first, last, step))


def is_open(units: Sequence[SlotUnit], start: int, end: int) -> bool:
    """Whether any is open at some time of a span of the day."""
    return any(start <= slot.start < end for unit in units for slot in unit.slots)


def by_hour(units: Sequence[SlotUnit]) -> Compared:
    """Bands of the day, paired within openings (or covered days); openings without a clock are left out."""
    told = [unit for unit in units if unit.state == "counted"]
    silent = [unit for unit in units if unit.state == "untimed"]
    spans = {clock_span(*span): span for span in hour_spans(units) if is_open(units, *span)}
    untimed = {name for name, span in spans.items() if _in_span(silent, *span)}
    return _compared({name: _in_span(told, *span) for name, span in spans.items()}, untimed)


def by_weekday(units: Sequence[SlotUnit], *, daily: bool) -> Compared | None:
    """Weekdays of the sites that have at least two, paired within weeks; None where no site has."""
    own = _several(units)
    days = sorted({unit.weekday for unit in own})
    if not days:
        return None
    return _compared({weekday_name(day): _on_day(own, day, daily=daily) for day in days})


def regular_days(units: Iterable[SlotUnit]) -> dict[str, set[int]]:
    """The weekdays that each place keeps, without those of openings moved for once."""
    times = Counter((unit.site, unit.weekday) for unit in units if unit.state != "uncovered")
    most = {site: max(n for (one, _), n in times.items() if one == site) for site, _ in times}
    regular: dict[str, set[int]] = defaultdict(set)
    for (site, day), n in times.items():
        if n * _REGULAR >= most[site]:
            regular[site].add(day)
    return regular


def _several(units: Iterable[SlotUnit]) -> list[SlotUnit]:
    """What was counted at places that have at least two weekdays often enough, on those days."""
    told = [unit for unit in units if unit.state != "uncovered"]
    times = Counter((unit.site, unit.weekday) for unit in told)
    often = {key for key, n in times.items() if n >= FEWEST_OPENINGS}
    days = Counter(site for site, _ in often)
    return [unit for unit in told if (unit.site, unit.weekday) in often and days[unit.site] > 1]


def _in_span(units: Iterable[SlotUnit], start: int, end: int) -> list[BlockCount]:
    found = []
    for unit in units:
        own = [slot for slot in unit.slots if start <= slot.start < end]
        if own:
            hours = sum(slot.minutes for slot in own) / _HOUR
            count = sum(slot.enquiries or 0 for slot in own)
            found.append(BlockCount(unit.unit_id, unit.site, count, hours))
    return found


def _on_day(units: Iterable[SlotUnit], weekday: int, *, daily: bool) -> list[BlockCount]:
    return [
        BlockCount(unit.week_start, unit.site, unit.enquiries or 0, 1.0 if daily else unit.hours)
        for unit in units
        if unit.weekday == weekday
    ]


def _compared(slots: Mapping[str, Sequence[BlockCount]], untimed: Container[str] = ()) -> Compared:
    bands = tuple(_band(name, counts, untimed=name in untimed) for name, counts in slots.items())
    differences = slot_differences(slots)
    return Compared(bands, differences, *_leader([band.name for band in bands], differences))


def _band(name: str, counts: Sequence[BlockCount], *, untimed: bool) -> Band:
    n = len(counts)
    if 0 < n < FEWEST_OPENINGS:
        return Band(name, Cell(Status.TOO_EARLY), n)
    cell = from_estimate(rate([c.count for c in counts], [c.hours for c in counts]))
    return Band(name, cell, n, untimed=untimed and not n)


def _leader(
    names: Sequence[str], differences: Sequence[SlotDifference]
) -> tuple[str | None, tuple[str, ...]]:
    """By the differences within openings, not the rates: a slot that only a busy place has leads nowhere."""
    ahead: dict[str, list[tuple[str, float, bool]]] = {name: [] for name in names}
    for d in differences:
        if d.value is not None:
            ahead[d.a].append((d.b, d.value, d.separable))
            ahead[d.b].append((d.a, -d.value, d.separable))
    leads = [name for name, others in ahead.items() if others and all(more >= 0 for _, more, _ in others)]
    if len(leads) != 1:  # two lead among openings of their own, or are exactly alike
        return None, ()
    return leads[0], tuple(other for other, _, separable in ahead[leads[0]] if not separable)
