"""One part of Tidsrum: the week of some places, their slots and weekdays held against each other, and the waits."""

from typing import Literal

from evaluation.disclosure import Status
from evaluation.findings import hours_words, live
from evaluation.findings.bands import Band, Compared, Group, hour_spans
from evaluation.findings.dataset import Dataset
from evaluation.findings.hours_tables import compared_tables
from evaluation.findings.model import IntervalChart, IntervalRow, WeekCalendar
from evaluation.findings.pages import HoursPart
from evaluation.findings.period import Period
from evaluation.findings.week_calendar import calendar_table, clock_span, week_calendar
from evaluation.findings.wording import runs
from evaluation.stats import FEWEST_OPENINGS
from evaluation.texts import format as da
from evaluation.texts import text

_HOUR = 60
_DAY = 24 * _HOUR
_MOST_ROWS = 8  # of waits; where more hours are open they are told by band


def part(dataset: Dataset, group: Group, period: Period, *, first: bool) -> HoursPart:
    """All that the page shows of one group; the answer speaks of the first."""
    calendar = None if group.untimed else _calendar(group)
    days, where = group.by_weekday, _where(group)
    charts = (None if days is None else _weekdays(days, group), _waits(dataset, group, period))
    tables = [] if calendar is None else [calendar_table(calendar, where, _unit(group))]
    tables += compared_tables(group.by_hour, "slot", where, daily=group.daily) if group.timed else ()
    tables += () if days is None else compared_tables(days, "weekday", where, daily=group.daily)
    said = [] if first else [hours_words.answer(group)]
    said += [] if days is None else [hours_words.weekdays(days, daily=group.daily)]
    return HoursPart(
        title="" if first else text("hours.part", where=where),
        said=runs(da.typeset(" ".join(said))),
        calendar=calendar,
        slots=_slots(group) if group.timed else None,
        behind=tuple(chart for chart in charts if chart is not None),
        tables=tuple(tables),
    )


def _unit(group: Group) -> Literal["openings", "days"]:
    return "days" if group.daily else "openings"


def _where(group: Group) -> str:
    if group.daily and len(group.sites) > 1:
        return text("hours.kinds.all")
    if len(group.sites) == 1:
        return text("hours.at", where=group.sites[0].name)
    return text(f"hours.kinds.{group.sites[0].kind.value}")


def _calendar(group: Group) -> WeekCalendar | None:
    """Towns stand above the days, since a place that moves stays in its town; none where there is one place."""
    named = not group.daily and len(group.sites) > 1
    places = {site.id: site.town or site.name for site in group.sites} if named else {}
    kind = "_day" if group.daily else "" if group.grain < _HOUR else "_hour"
    title, subtitle = (text(f"hours.calendar_{name}{kind}") for name in ("title", "subtitle"))
    return week_calendar(group.units, group.grain, places, title, subtitle)


def _slots(group: Group) -> IntervalChart:
    kind = "_day" if group.daily else ""
    rows = tuple(_row(band, _unit(group)) for band in group.by_hour.bands)
    title = hours_words.slots_title(group.by_hour)
    subtitle, axis = text(f"hours.slots_subtitle{kind}"), text(f"hours.slots_axis{kind}")
    return IntervalChart(title, subtitle, axis, "number", rows)


def _weekdays(days: Compared, group: Group) -> IntervalChart:
    kind = "_day" if group.daily else ""
    rows = tuple(_row(band, _unit(group)) for band in days.bands)
    subtitle, axis = text(f"hours.weekdays_subtitle{kind}"), text(f"hours.weekdays_axis{kind}")
    return IntervalChart(hours_words.weekdays_title(days), subtitle, axis, "number", rows)


def _row(band: Band, unit: str) -> IntervalRow:
    """A band of the day or a weekday; the note says what it rests on."""
    if band.cell.status is Status.TOO_EARLY:
        note = text(f"hours.few_{unit}", count=band.n, least=FEWEST_OPENINGS)
    else:
        note = hours_words.counted(unit, band.n) if band.n else text("hours.not_registered")
    return IntervalRow(hours_words.capital(band.name), note, band.cell)


def _waits(dataset: Dataset, group: Group, period: Period) -> IntervalChart | None:
    """By hour of arrival; None where no wait is known."""
    spans = hour_spans(group.units) if group.timed else ()
    if not spans:
        return None
    opens, closes = spans[0][0], spans[-1][1]
    hourly = [(at, at + _HOUR) for at in range(opens, closes, _HOUR)]
    kept = hourly if len(hourly) <= _MOST_ROWS else spans
    rows = tuple(_wait(dataset, group, period, *span) for span in kept)
    if not any(row.cell.shown for row in rows):
        return None
    # Who stands at the door before it opens waits longest: left out, the waits would seem shorter.
    early, late = (_wait(dataset, group, period, *span) for span in ((0, opens), (closes, _DAY)))
    rows = (*((early,) if early.cell.shown else ()), *rows, *((late,) if late.cell.shown else ()))
    title, subtitle, axis = (text(f"hours.waits_{name}") for name in ("title", "subtitle", "axis"))
    return IntervalChart(title, subtitle, axis, "minutes", rows)


def _wait(dataset: Dataset, group: Group, period: Period, start: int, end: int) -> IntervalRow:
    clock = tuple(str(hour) for hour in range(start // _HOUR, end // _HOUR))
    where = {"site": tuple(site.id for site in group.sites), "hour": clock}
    wait = live.wait(dataset, where, period)
    note = "" if wait.median.n is None else text("findings.figures.waits", count=da.number(wait.median.n))
    return IntervalRow(_arrived(start, end), note, wait.median, wait.p90)


def _arrived(start: int, end: int) -> str:
    if start == 0 and end < _DAY:
        return text("hours.before", hour=end // _HOUR)
    if end == _DAY and start > 0:
        return text("hours.after", hour=start // _HOUR)
    return hours_words.capital(clock_span(start, end))
