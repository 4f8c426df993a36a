"""The week as a calendar: days across, slots down, the mean per opening in each cell."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Literal

from evaluation.disclosure import Cell, Status
from evaluation.findings.model import CalendarCell, CalendarColumn, TableTwin, WeekCalendar
from evaluation.metrics import Slot, SlotUnit
from evaluation.stats import FEWEST_OPENINGS
from evaluation.texts import format as da
from evaluation.texts import text

_WORKDAYS = range(1, 6)
_MOST_COLUMNS = 8  # more than that cannot be read on a phone
_MOST_NAMES = 3


def week_calendar(
    units: Sequence[SlotUnit], grain: int, places: Mapping[str, str], title: str, subtitle: str
) -> WeekCalendar | None:
    """The calendar of some sites' openings, or of covered days; None without any.

    `places`: each site's name above its day; none: no names. A place that takes over another's weekday stands in
    the same column; places open on the same day of the same week each get their own, if there is room.
    """
    starts = [slot.start for unit in units for slot in unit.slots]
    if not starts:
        return None
    rows = tuple(range(min(starts), max(starts) + grain, grain))
    columns: list[CalendarColumn] = []
    cells: list[CalendarCell] = []
    for number, (weekday, own) in enumerate(_columns(units, places)):
        columns.append(_column(weekday, own, places))
        cells += _cells(number, own, rows, grain)
    return WeekCalendar(title, subtitle, rows, grain, tuple(columns), tuple(cells))


def calendar_table(calendar: WeekCalendar, where: str, unit: Literal["openings", "days"]) -> TableTwin:
    """The same as a table, slot by slot; below, how many openings or days each column rests on."""
    head = [text("hours.table.slot")] + [_heading(column) for column in calendar.columns]
    decimals = decimals_of(calendar)
    words = {(one.column, one.row): _word(one, decimals) for one in calendar.cells}
    closed = text("hours.closed" if unit == "openings" else "hours.missing")
    rows = tuple(
        (
            da.typeset(clock_span(start, start + calendar.grain)),
            *(words.get((number, row), closed) for number in range(len(calendar.columns))),
        )
        for row, start in enumerate(calendar.starts)
    )
    counts = (str(column.units) if column.units else "" for column in calendar.columns)
    clock = "_timed" if any(one.untimed for one in calendar.cells) else ""
    last = (text(f"hours.counted_{unit}{clock}"), *counts)
    caption = text("hours.table.calendar_caption", measure=calendar.subtitle, where=where)
    return TableTwin(caption, tuple(head), (*rows, last), tuple(range(1, len(head))))


def decimals_of(calendar: WeekCalendar) -> int:
    """Decimals of every cell, alike all over the calendar: as its largest number needs."""
    return da.rate_decimals(max((one.cell.value or 0 for one in calendar.cells), default=0))


def cell_words(value: float, decimals: int) -> str:
    """Zero as 0; what is more than none never reads as 0."""
    least = 10.0**-decimals
    if 0 < value < least / 2:
        return text("hours.next_to_none", least=da.number(least, decimals))
    return da.number(value, decimals) if value else "0"


def clock_span(start: int, end: int) -> str:
    """Minutes after midnight as "kl. 10–12" or "kl. 10.00–10.30"."""
    whole = start % 60 == 0 and end % 60 == 0
    first, last = (str(at // 60) if whole else f"{at // 60:02d}.{at % 60:02d}" for at in (start, end))
    return text("hours.clock", start=first, end=last)


def weekday_name(weekday: int) -> str:
    """ISO weekday 1–7 as "mandag"."""
    return text("hours.days").split()[weekday - 1]


def _columns(units: Sequence[SlotUnit], places: Mapping[str, str]) -> list[tuple[int, list[SlotUnit]]]:
    """Weekdays in order, Monday to Friday always; a weekday twice where two places are open side by side."""
    days: dict[int, list[SlotUnit]] = defaultdict(list)
    for unit in units:
        days[unit.weekday].append(unit)
    every = sorted({*_WORKDAYS, *days})
    split = [(day, own) for day in every for own in _side_by_side(days[day], places)]
    return split if len(split) <= _MOST_COLUMNS else [(day, days[day]) for day in every]


def _side_by_side(units: list[SlotUnit], places: Mapping[str, str]) -> list[list[SlotUnit]]:
    sites: dict[str, list[SlotUnit]] = defaultdict(list)
    for unit in units:
        sites[unit.site].append(unit)
    weeks = [{unit.week_start for unit in own} for own in sites.values()]
    apart = sum(map(len, weeks)) == len(set().union(*weeks))
    if apart:
        return [units]
    return [sites[site] for site in sorted(sites, key=lambda site: da.danish_key(places.get(site, site)))]


def _column(weekday: int, units: Sequence[SlotUnit], places: Mapping[str, str]) -> CalendarColumn:
    names = list(dict.fromkeys(places[unit.site] for unit in units if unit.site in places))
    if len(names) > _MOST_NAMES:
        names = [text("hours.places", count=len(names))]
    short = text("hours.days_short").split()[weekday - 1]
    counted = sum(unit.state == "counted" for unit in units)
    return CalendarColumn(short, weekday_name(weekday), tuple(names), counted)


def _cells(column: int, units: Sequence[SlotUnit], rows: Sequence[int], grain: int) -> Iterable[CalendarCell]:
    slots: dict[int, list[Slot]] = defaultdict(list)
    for slot in (slot for unit in units for slot in unit.slots):
        slots[slot.start].append(slot)
    untimed = {slot.start for unit in units if unit.state == "untimed" for slot in unit.slots}
    for row, start in enumerate(rows):
        if start in slots:
            told = [slot for slot in slots[start] if slot.enquiries is not None]
            few = len(told) < FEWEST_OPENINGS
            yield CalendarCell(column, row, _mean(told, grain), few, untimed=not told and start in untimed)


def _mean(slots: Sequence[Slot], grain: int) -> Cell:
    """Enquiries for each `grain` open minutes: the mean per opening, where all are open the whole slot."""
    minutes = sum(slot.minutes for slot in slots)
    if not minutes:
        return Cell(Status.NO_DATA)
    value = sum(slot.enquiries or 0 for slot in slots) * grain / minutes
    return Cell(Status.VALUE if value else Status.ZERO, value, n=len(slots))


def _heading(column: CalendarColumn) -> str:
    day = column.day.capitalize()
    return f"{day}, {da.joined(column.places)}" if column.places else day


def _word(one: CalendarCell, decimals: int) -> str:
    if one.cell.value is None:
        return text("hours.untimed_word" if one.untimed else "hours.missing")
    return cell_words(one.cell.value, decimals)
