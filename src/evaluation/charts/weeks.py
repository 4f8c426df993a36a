"""A series over weeks as the template's rows: positions instead of dates, which no time zone can move."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Final

from evaluation.charts import scales, theme
from evaluation.findings.model import Mark, WeekChart, WeekPoint, Zone
from evaluation.texts import text
from evaluation.texts.format import iso_week, joined, number, typeset

#: (up to so many weeks, a label every so many): more would be left out here and there, years among them.
_STEPS: Final = ((14, 1), (28, 2), (56, 4), (112, 8), (224, 16), (450, 26), (700, 52), (10**6, 104))
_CLOSE_WEEKS: Final = 4  # events nearer than this stand on different lines, also on a phone
_MARK_LEVELS: Final = 3


@dataclass(frozen=True)
class Weeks:
    """The weeks of a chart, in order; position 0 is the first."""

    points: tuple[WeekPoint, ...]

    @property
    def start(self) -> date:
        """The Monday of position 0."""
        return self.points[0].week_start

    def position(self, day: date) -> float:
        """Where a day lies: a week's Monday at its position less a half, its middle at the position."""
        return (day - self.start).days / 7 - 0.5

    def axis(self, largest: float) -> scales.Axis:
        """Room above the curve for the events' letters."""
        return scales.from_zero(largest, headroom=1.25, steps=7)


def rows(chart: WeekChart) -> list[theme.Spec]:
    """Every mark of the chart, told apart by `kind`: zone, band, point, mark."""
    weeks = Weeks(chart.points)
    return [*zone_rows(chart.zones, weeks), *_band(chart), *_points(chart), *mark_rows(chart.marks, weeks)]


def zone_rows(zones: Sequence[Zone], weeks: Weeks) -> Iterator[theme.Spec]:
    """Grey stretches, whole weeks."""
    for zone in zones:
        first, last = weeks.position(zone.first_week), weeks.position(zone.last_week) + 1
        yield {"kind": "zone", "from": max(-0.5, first), "to": last, "word": zone.label}


def _band(chart: WeekChart) -> Iterator[theme.Spec]:
    """What is usual, outside the zones: a stretch for each run of weeks with the same level and ends."""
    for ends, run in groupby(enumerate(chart.points), key=lambda found: _ends(chart, found[1])):
        positions = [position for position, _ in run]
        if ends:
            yield {"kind": "band", "from": positions[0] - 0.5, "to": positions[-1] + 0.5, **ends}


def _ends(chart: WeekChart, point: WeekPoint) -> dict[str, float]:
    if _in_zone(chart, point.week_start):
        return {}
    if point.usual is not None:
        return {"level": point.usual.level, "low": point.usual.low, "high": point.usual.high}
    return {} if chart.level is None else {"level": chart.level}


def _in_zone(chart: WeekChart, week: date) -> bool:
    return any(zone.first_week <= week <= zone.last_week for zone in chart.zones)


def _points(chart: WeekChart) -> Iterator[theme.Spec]:
    """A week without a value breaks the line: the runs on its two sides get different numbers."""
    run = 0
    for position, point in enumerate(chart.points):
        if point.value is None:
            run += 1
            continue
        key = "charts.week.point_hollow" if point.hollow else "charts.week.point"
        said = text(key, week=iso_week(point.week_start), value=number(point.value))
        if point.usual is not None and point.usual.outside:
            said = text("charts.week.point_outside", point=f"{said.rstrip('.')}.")
        found = {"week": position, "value": point.value, "hollow": point.hollow, "run": run}
        yield {"kind": "point", **found, "description": said}


def mark_rows(marks: Sequence[Mark], weeks: Weeks) -> Iterator[theme.Spec]:
    """Events on their dates; letters that would touch step down a line."""
    taken: list[float] = [-100.0] * _MARK_LEVELS
    for mark in sorted(marks, key=lambda m: m.date):
        at = weeks.position(mark.date)
        free = (level for level in range(_MARK_LEVELS) if at - taken[level] >= _CLOSE_WEEKS)
        level = next(free, min(range(_MARK_LEVELS), key=lambda i: taken[i]))
        taken[level] = at
        yield {"kind": "mark", "at": at, "letter": mark.letter, "line": level}


def labels(points: Sequence[WeekPoint], ticks: Sequence[int]) -> list[str]:
    """A label for each week, shown at the `ticks`: "uge 10", "14"; a new year's number stands below."""
    years = [point.week_start.isocalendar().year for point in points]
    several = len(set(years)) > 1
    found = []
    for position, point in enumerate(points):
        year, week, _ = point.week_start.isocalendar()
        before = max((tick for tick in ticks if tick < position), default=0)
        first = "first_labelled" if several else "first"
        key = first if position == 0 else "first_of_year" if years[before] != year else "plain"
        found.append(typeset(text(f"charts.week.{key}", week=week, year=year)))
    return found


def ticks(weeks: int, *, narrow: bool) -> list[int]:
    """The labelled positions: the first, the last, and every few between them; half as many where it is narrow."""
    fitting = 2 * weeks if narrow else weeks
    step = next(step for most, step in _STEPS if fitting <= most)
    last = weeks - 1
    return [*(tick for tick in range(0, last, step) if last - tick >= step or not tick), last]


def week_alt(chart: WeekChart) -> str:
    """The chart as sentences for those who do not see it."""
    first, last = iso_week(chart.points[0].week_start), iso_week(chart.points[-1].week_start)
    names = {"title": chart.title, "axis": chart.axis_title, "first": first, "last": last}
    said = text("charts.week.alt", **names, found=_found(chart))
    return " ".join([said, *_level_said(chart), *around_said(chart.zones, chart.marks)])


def _found(chart: WeekChart) -> str:
    known = [(p.value, iso_week(p.week_start)) for p in chart.points if p.value is not None]
    if not known:
        return text("charts.week.none")
    (low, low_week), (high, high_week) = min(known), max(known)
    latest, latest_week = known[-1]
    values = {"low": number(low), "high": number(high), "latest": number(latest)}
    said = text(
        "charts.week.found", **values, low_week=low_week, high_week=high_week, latest_week=latest_week
    )
    unknown = sum(p.value is None and not _in_zone(chart, p.week_start) for p in chart.points)
    if not unknown:
        return said
    key = "missing_one" if unknown == 1 else "missing"
    return f"{said} {text(f'charts.week.{key}', count=unknown)}"


def _level_said(chart: WeekChart) -> list[str]:
    said = [] if chart.level is None else [text("charts.week.level", level=number(chart.level, 1))]
    known = [(point.week_start, point.usual) for point in chart.points if point.usual is not None]
    if known:
        last = known[-1][1]
        ends = {"low": number(last.low, 1), "high": number(last.high, 1)}
        said.append(text("charts.week.usual", level=number(last.level, 1), **ends))
    if any(one.judged for _, one in known):
        outside = [iso_week(week) for week, one in known if one.outside]
        said.append(
            text("charts.week.outside", weeks=joined(outside)) if outside else text("charts.week.no_outside")
        )
    return said


def around_said(zones: Sequence[Zone], marks: Sequence[Mark]) -> Iterator[str]:
    """The grey stretches and events, a sentence each."""
    yield from (_zone_said(z.label, z.first_week, z.last_week) for z in zones)
    for m in marks:
        yield text("charts.week.mark", letter=m.letter, date=iso_week(m.date), text=m.text.rstrip("."))


def _zone_said(label: str, first: date, last: date) -> str:
    key = "zone_one" if first == last else "zone"
    return text(f"charts.week.{key}", label=label, first=iso_week(first), last=iso_week(last))
