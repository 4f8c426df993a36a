"""One part of Tidsrum: the week of some places, their slots and weekdays held against each other, and the waits."""

from dataclasses import replace
from typing import Literal

from evaluation.disclosure import Cell, Status
from evaluation.findings import hours_words, live
from evaluation.findings.bands import Band, Compared, Group, hour_spans, is_open
from evaluation.findings.dataset import Dataset
from evaluation.findings.hours_tables import pair_table, rate_table
from evaluation.findings.hours_words import What
from evaluation.findings.model import IntervalChart, IntervalRow, WeekCalendar
from evaluation.findings.pages import HoursPart
from evaluation.findings.period import Period
from evaluation.findings.week_calendar import calendar_table, clock_span, week_calendar
from evaluation.findings.wording import runs
from evaluation.stats import FEWEST_OPENINGS, Reason
from evaluation.texts import format as da
from evaluation.texts import text

_HOUR = 60
_DAY = 24 * _HOUR
_FEW_WAITS, _MANY_LEFT = (f"stats.reasons.{reason}" for reason in (Reason.FEW_WAITS, Reason.MANY_LEFT))
_MOST_ROWS = 8  # of waits; where more hours are open they are told by band


def part(dataset: Dataset, group: Group, period: Period, *, first: bool) -> HoursPart:
    """All that the page shows of one group; the answer speaks of the first."""
    calendar = None if group.untimed else _calendar(group)
    days, where = group.by_weekday, _where(group)
    charts = (None if days is None else _weekdays(days, group), _waits(dataset, group, period))
    tables = [] if calendar is None else [calendar_table(calendar, where, _unit(group))]
    kinds: tuple[tuple[Compared | None, What], ...] = (
        (group.by_hour if group.timed else None, "slot"),
        (days, "weekday"),
    )
    compared = [(one, what) for one, what in kinds if one is not None]
    tables += [rate_table(one, what, where, daily=group.daily) for one, what in compared]
    said = ("" if first else hours_words.answer(group), hours_words.weekdays(group, scope=first))
    return HoursPart(
        title="" if first else text("hours.part", where=where),
        said=runs(da.typeset(" ".join(said).strip())),
        calendar=calendar,
        slots=_slots(group) if group.timed else None,
        behind=tuple(chart for chart in charts if chart is not None),
        tables=tuple(tables),
        pairs=tuple(
            pair_table(one, what, where, daily=group.daily) for one, what in compared if one.comparable
        ),
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
    made = week_calendar(group.units, group.grain, places, title, subtitle)
    if made is None or not any(unit.edge for unit in group.units):
        return made
    return replace(made, note=text("hours.calendar_edge"))


def _slots(group: Group) -> IntervalChart:
    return _chart(group.by_hour, "slots", hours_words.slots_title(group), group)


def _weekdays(days: Compared, group: Group) -> IntervalChart:
    return _chart(days, "weekdays", hours_words.weekdays_title(days, group), group)


def _chart(compared: Compared, what: str, title: str, group: Group) -> IntervalChart:
    kind = "_day" if group.daily else ""
    rows = tuple(_row(band, _unit(group)) for band in compared.bands)
    subtitle, axis = text(f"hours.{what}_subtitle{kind}"), text(f"hours.{what}_axis{kind}")
    if compared.comparable:
        subtitle = f"{subtitle} {text(f'hours.{what}_compared{kind}')}"
    return IntervalChart(title, subtitle, axis, "number", rows)


def _row(band: Band, unit: str) -> IntervalRow:
    """A band of the day or a weekday; the note says what it rests on."""
    if band.cell.status is Status.TOO_EARLY:
        note = text(f"hours.few_{unit}", count=band.n, least=FEWEST_OPENINGS)
    elif band.n:
        note = hours_words.counted(unit, band.n)
    else:
        note = text("hours.untimed_word" if band.untimed else "hours.not_registered")
    return IntervalRow(hours_words.capital(band.name), note, band.cell)


def _waits(dataset: Dataset, group: Group, period: Period) -> IntervalChart | None:
    """By hour of arrival; None where no wait is known."""
    spans = hour_spans(group.units) if group.timed else ()
    if not spans:
        return None
    opens, closes = spans[0][0], spans[-1][1]
    hourly = [(at, at + _HOUR) for at in range(opens, closes, _HOUR)]
    kept = hourly if len(hourly) <= _MOST_ROWS else spans
    found = [(_wait(dataset, group, period, *span), span) for span in kept]
    rows = tuple(row for row, span in found if row.note or is_open(group.units, *span))
    if not any(row.cell.shown for row in rows):
        return None
    # Who stands at the door before it opens waits longest: left out, the waits would seem shorter.
    early, late = (_outside(dataset, group, period, *span) for span in ((0, opens), (closes, _DAY)))
    rows = (*early, *rows, *late)
    title, subtitle, axis = (text(f"hours.waits_{name}") for name in ("title", "subtitle", "axis"))
    return IntervalChart(title, subtitle, axis, "minutes", rows)


def _outside(dataset: Dataset, group: Group, period: Period, start: int, end: int) -> tuple[IntervalRow, ...]:
    """Who came before the first hour or after the last; empty where nobody waited, or the hours are the whole day."""
    row = _wait(dataset, group, period, start, end) if start < end else None
    return () if row is None or not row.note else (row,)


def _wait(dataset: Dataset, group: Group, period: Period, start: int, end: int) -> IntervalRow:
    clock = tuple(str(hour) for hour in range(start // _HOUR, end // _HOUR))
    where = {"site": tuple(site.id for site in group.sites), "hour": clock}
    wait = live.wait(dataset, where, period)
    count = wait.median.n or 0
    if wait.median.status is Status.TOO_EARLY:  # which keeps to itself how many there are
        row = live.row_of(live.measured(dataset, "wait_median", where, period))
        count = row.n if row else 0
    note, drawn = _waited(wait.median, count), _drawn(wait.median)
    return IntervalRow(_arrived(start, end), note, drawn, wait.p90)


def _waited(median: Cell, count: int) -> str:
    """How many waits a row rests on, and why they are not drawn; empty where there are none."""
    said = hours_words.counted("waits", count) if count else ""
    if not said or median.shown:
        return said
    return text("hours.waits_left" if median.reason == _MANY_LEFT else "hours.waits_few", waits=said)


def _drawn(median: Cell) -> Cell:
    """A median of too few waits has data, if not enough."""
    return replace(median, status=Status.TOO_EARLY) if median.n and median.reason == _FEW_WAITS else median


def _arrived(start: int, end: int) -> str:
    if start == 0 and end < _DAY:
        return text("hours.before", hour=end // _HOUR)
    if end == _DAY and start > 0:
        return text("hours.after", hour=start // _HOUR)
    return hours_words.capital(clock_span(start, end))
