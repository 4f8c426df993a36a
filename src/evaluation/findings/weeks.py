"""Enquiries week by week: the series, its level after the ramp, closed weeks, annotated events."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from string import ascii_uppercase

from evaluation.findings import usual
from evaluation.findings.common import is_daily, main_sites
from evaluation.findings.dataset import Dataset
from evaluation.findings.model import Mark, TableTwin, Usual, WeekChart, WeekPoint, Zone
from evaluation.findings.period import Period
from evaluation.findings.usual import monday
from evaluation.findings.wording import spelled
from evaluation.initiative.models import SiteKind
from evaluation.metrics import OpeningCount, opening_counts
from evaluation.texts import format as da
from evaluation.texts import text

_WEEK = timedelta(weeks=1)
#: A level is not told from fewer weeks.
_FEWEST_WEEKS = 6


def chart(
    dataset: Dataset, period: Period, base: Sequence[usual.Baseline]
) -> tuple[WeekChart | None, TableTwin]:
    """The chart and its table; no chart while not a single opening counts."""
    held = opening_counts(dataset.engine, period.start, period.end, main_sites(dataset))
    by_week: dict[date, list[OpeningCount]] = defaultdict(list)
    for one in held:
        by_week[one.week_start].append(one)
    weeks = _weeks(period)
    cancelled = _cancelled(dataset)
    found = {
        week: usual.usual(base, week, by_week.get(week, []))
        for week in weeks
        if _drawn(dataset, period, week, by_week.get(week, [])) is not None
    }
    twin = _table(dataset, weeks, by_week, cancelled, found)
    if not held:
        return None, twin
    points = tuple(
        WeekPoint(
            week,
            _drawn(dataset, period, week, by_week.get(week, [])),
            hollow=bool(cancelled.get(week)),
            usual=found.get(week),
        )
        for week in weeks
    )
    level = None if any(found.values()) else _level(dataset, held)
    made = WeekChart(
        title=_title(dataset, points, level),
        subtitle=_subtitle(dataset, points, level, base),
        axis_title=text(f"findings.overview.weeks_axis{_kind(dataset)}"),
        points=points,
        zones=_zones(dataset, period, weeks),
        marks=_marks(dataset, period),
        level=level,
    )
    return made, twin


def _subtitle(
    dataset: Dataset, points: Sequence[WeekPoint], level: float | None, base: Sequence[usual.Baseline]
) -> str:
    """What is drawn, and how to read the marks that are there."""
    known = [point.week_start for point in points if point.usual]
    said = [text(f"findings.overview.weeks_subtitle{_kind(dataset)}", places=_places(dataset))]
    if known:
        weeks = next(one.weeks for one in reversed(base) if one.starts <= known[-1])
        ends = {"first": da.iso_week(weeks[0]), "last": da.iso_week(weeks[-1])}
        said.append(text("findings.overview.weeks_usual", **ends))
    if level is not None:
        said.append(text(f"findings.overview.weeks_line{'_ramp' if dataset.initiative.ramp_weeks else ''}"))
    if any(point.hollow and point.value is not None for point in points):
        said.append(text("findings.overview.weeks_hollow"))
    return " ".join(said)


def _kind(dataset: Dataset) -> str:
    return "_day" if is_daily(dataset) else ""


def _places(dataset: Dataset) -> str:
    """Whose enquiries they are."""
    sites = [dataset.initiative.site(one) for one in main_sites(dataset)]
    if len(sites) == 1:
        return sites[0].name
    popups = all(site.kind is SiteKind.POPUP for site in sites)
    return text(f"findings.overview.{'all_popups' if popups else 'all_places'}")


def _weeks(period: Period) -> list[date]:
    first, last = monday(period.start), monday(period.end)
    return [first + _WEEK * n for n in range((last - first).days // 7 + 1)]


def _rate(held: Sequence[OpeningCount]) -> float | None:
    hours = sum(o.open_hours for o in held)
    return sum(o.enquiries for o in held) / hours if hours else None


def _drawn(dataset: Dataset, period: Period, week: date, held: Sequence[OpeningCount]) -> float | None:
    """A week's rate; of days only for whole weeks, since one that lacks its quiet weekend would stand too high."""
    cut = week < period.start or week + _WEEK - timedelta(days=1) > period.end
    return None if is_daily(dataset) and cut else _rate(held)


def _ramp_end(dataset: Dataset) -> date:
    return monday(dataset.initiative.starts_on) + _WEEK * dataset.initiative.ramp_weeks


def _level(dataset: Dataset, held: Sequence[OpeningCount]) -> float | None:
    """The rate after the ramp; None while too few weeks lie behind it."""
    settled = [o for o in held if o.local_date >= _ramp_end(dataset)]
    if len({o.week_start for o in settled}) < _FEWEST_WEEKS:
        return None
    return _rate(settled)


def _title(dataset: Dataset, points: Sequence[WeekPoint], level: float | None) -> str:
    known, kind = [point.usual for point in points if point.usual is not None], _kind(dataset)
    if known:
        value = da.number(known[-1].level, da.rate_decimals(known[-1].level))
        if not any(one.judged for one in known):
            return text(f"findings.overview.weeks_basis{kind}", level=value)
        weeks = _counted(sum(one.outside for one in known))
        return text(f"findings.overview.weeks_outside{kind}", weeks=weeks, level=value)
    if level is None:
        return text(f"findings.overview.weeks_{'ramp' if dataset.initiative.ramp_weeks else 'plain'}")
    name = "weeks_level" if dataset.initiative.ramp_weeks else "weeks_level_no_ramp"
    name = "weeks_level_day" if kind else name
    value = da.number(level, da.rate_decimals(level))
    return text(f"findings.overview.{name}", weeks=dataset.initiative.ramp_weeks, level=value)


def _counted(weeks: int) -> str:
    """ "Ingen uger", "Én uge", "To uger"."""
    if weeks < 2:
        return text(f"findings.overview.{'one_week' if weeks else 'no_weeks'}")
    return text("findings.overview.many_weeks", count=spelled(weeks).capitalize())


def _cancelled(dataset: Dataset) -> dict[date, int]:
    """Openings of the compared sites that were cancelled and not replaced, by week."""
    sites, found = set(main_sites(dataset)), defaultdict[date, int](int)
    replaced = {o.replaces for o in dataset.openings if o.replaces}
    for o in dataset.openings:
        if o.site in sites and o.status == "cancelled" and o.opening_id not in replaced:
            found[monday(o.local_date)] += 1
    return found


def _zones(dataset: Dataset, period: Period, weeks: Sequence[date]) -> tuple[Zone, ...]:
    zones = [Zone(a, b, text("findings.overview.closed")) for a, b in _stretches(_closed(dataset, weeks))]
    last = min(_ramp_end(dataset) - _WEEK, weeks[-1])
    if dataset.initiative.ramp_weeks and last >= weeks[0] >= monday(dataset.initiative.starts_on):
        zones.insert(0, Zone(weeks[0], last, text("findings.overview.ramp")))
    return tuple(zones)


def _closed(dataset: Dataset, weeks: Sequence[date]) -> list[date]:
    closed = set(dataset.initiative.calendar.closed_iso_weeks)
    return [w for w in weeks if w.isocalendar().week in closed]


def _stretches(weeks: Sequence[date]) -> list[tuple[date, date]]:
    found: list[tuple[date, date]] = []
    for week in weeks:
        if found and found[-1][1] + _WEEK == week:
            found[-1] = (found[-1][0], week)
        else:
            found.append((week, week))
    return found


def _marks(dataset: Dataset, period: Period) -> tuple[Mark, ...]:
    """Events and new baselines; letters by day."""
    every = [(e.date, e.text) for e in dataset.initiative.events] + usual.marks(dataset)
    inside = sorted((one for one in every if period.start <= one[0] <= period.end), key=lambda one: one[0])
    return tuple(Mark(letter, *one) for letter, one in zip(ascii_uppercase, inside, strict=False))


def _table(
    dataset: Dataset,
    weeks: Sequence[date],
    by_week: dict[date, list[OpeningCount]],
    cancelled: dict[date, int],
    found: Mapping[date, Usual | None],
) -> TableTwin:
    daily = is_daily(dataset)
    names = ["week", "enquiries", "days" if daily else "hours", "per_day" if daily else "per_hour"]
    names += ["usual"] if any(found.values()) else []
    names += [] if daily else ["cancelled"]
    planned = {monday(o.local_date) for o in dataset.openings if o.site in main_sites(dataset)}
    rows = []
    for week in weeks:
        why = "disclosure.status.no_data" if daily or week in planned else "findings.overview.closed_week"
        row = _row(week, by_week.get(week, []), text(why))
        row += (_usual(found.get(week)),) if "usual" in names else ()
        rows.append(row if daily else (*row, da.number(cancelled.get(week, 0))))
    head = tuple(text(f"findings.overview.{name}") for name in names)
    return TableTwin(text("findings.overview.weeks_caption"), head, tuple(rows), tuple(range(1, len(names))))


def _row(week: date, held: Sequence[OpeningCount], without: str) -> tuple[str, ...]:
    rate, hours = _rate(held), sum(o.open_hours for o in held)
    whole = 0 if hours == int(hours) else 1
    return (
        da.iso_week(week),
        da.number(sum(o.enquiries for o in held)) if held else without,
        da.number(hours, whole) if held else "",
        "" if rate is None else da.number(rate, da.rate_decimals(rate)),
    )


def _usual(one: Usual | None) -> str:
    """The band, and what the week is to it, on two lines."""
    if one is None:
        return ""
    band = da.interval(one.low, one.high, da.rate_decimals(one.level))
    if not one.judged:
        return f"{band}\n{text('usual.basis')}"
    return f"{band}\n{text('usual.outside')}" if one.outside else band
