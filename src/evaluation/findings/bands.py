"""Slots of the day, and weekdays, held against each other: which draws most, and can that be told at all."""

from collections.abc import Iterable, Mapping, Sequence
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


@dataclass(frozen=True)
class Band:
    """One row: its name, its rate or why there is none, the openings (days, weeks) it rests on."""

    name: str
    cell: Cell
    n: int


@dataclass(frozen=True)
class Compared:
    """Bands in the day's order, every pair's difference, and who leads.

    `top` has most of those that can be compared, `tied` cannot be told from it; `top` is None while fewer than
    two can be compared, or when none has most against all others.
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

    @property
    def timed(self) -> bool:
        """Whether any of it tells the clock."""
        return any(unit.state == "counted" for unit in self.units)

    @property
    def untimed(self) -> bool:
        """Whether all that was registered lacks the clock."""
        return not self.timed and any(unit.state == "untimed" for unit in self.units)


def hour_spans(units: Sequence[SlotUnit]) -> tuple[tuple[int, int], ...]:
    """The day's bands as minutes after midnight, from the first hour open to the last; none if never open."""
    starts = [slot.start for unit in units for slot in unit.slots]
    if not starts:
        return ()
    first, last = min(starts) // _HOUR, max(starts) // _HOUR + 1
    step = next(length for most, length in _LENGTHS if last - first <= most)
    return tuple((at * _HOUR, min(at + step, last) * _HOUR) for at in range(first, last, step))


def by_hour(units: Sequence[SlotUnit]) -> Compared:
    """Bands of the day, paired within openings (or covered days); openings without a clock are left out."""
    told = [unit for unit in units if unit.state == "counted"]
    spans = {clock_span(*span): span for span in hour_spans(units)}
    return _compared({name: _in_span(told, *span) for name, span in spans.items()})


def by_weekday(units: Sequence[SlotUnit], *, daily: bool) -> Compared | None:
    """Weekdays of the sites that have at least two, paired within weeks; None where no site has."""
    told = [unit for unit in units if unit.state != "uncovered"]
    kept = [unit for unit in told if _often(told, unit)]
    several = {
        unit.site for unit in kept if any(u.site == unit.site and u.weekday != unit.weekday for u in kept)
    }
    days = sorted({unit.weekday for unit in kept if unit.site in several})
    if not days:
        return None
    own = [unit for unit in kept if unit.site in several]
    return _compared({weekday_name(day): _on_day(own, day, daily=daily) for day in days})


def _often(units: Iterable[SlotUnit], one: SlotUnit) -> bool:
    return sum(u.site == one.site and u.weekday == one.weekday for u in units) >= FEWEST_OPENINGS


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


def _compared(slots: Mapping[str, Sequence[BlockCount]]) -> Compared:
    bands = tuple(_band(name, counts) for name, counts in slots.items())
    differences = slot_differences(slots)
    return Compared(bands, differences, *_leader([band.name for band in bands], differences))


def _band(name: str, counts: Sequence[BlockCount]) -> Band:
    n = len(counts)
    if 0 < n < FEWEST_OPENINGS:
        return Band(name, Cell(Status.TOO_EARLY), n)
    return Band(name, from_estimate(rate([c.count for c in counts], [c.hours for c in counts])), n)


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
    if not leads:
        return None, ()
    return leads[0], tuple(other for other, _, separable in ahead[leads[0]] if not separable)
