"""The small tables beside the rows: what the configuration and the calendar say, as Arrow."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pyarrow as pa

from evaluation.initiative.calendar import Opening, opening_hours, quarters
from evaluation.initiative.clock import to_utc
from evaluation.initiative.models import Cost, Initiative, SiteKind, Source, transport_share

#: (source, site, from, to, status): what an import says it covers.
Span = tuple[str, str, date, date, str]

_DAY = timedelta(days=1)
EPOCH = datetime(1970, 1, 1, tzinfo=UTC).replace(tzinfo=None)
_FIRST, _LAST = date(1900, 1, 1), date(9999, 12, 31)
RUNNING = ("wages", "transport", "equipment", "running")

_TEXT, _DATE, _REAL, _WHOLE, _FLAG = pa.string(), pa.date32(), pa.float64(), pa.int64(), pa.bool_()


def table(columns: dict[str, pa.DataType], rows: Iterable[tuple[object, ...]]) -> pa.Table:
    """An Arrow table of typed columns from row tuples."""
    made = list(rows)
    cells = list(zip(*made, strict=True)) if made else [()] * len(columns)
    arrays = [pa.array(cell, type=kind) for cell, kind in zip(cells, columns.values(), strict=True)]
    return pa.table(dict(zip(columns, arrays, strict=True)))


def counting_sources(initiative: Initiative) -> list[tuple[Source, tuple[str, ...]]]:
    """Each source that counts somewhere, with the sites it counts."""
    return [(source, source.counts) for source in initiative.sources if source.counts]


def counting(initiative: Initiative) -> pa.Table:
    """Which source counts at which site, and from when to when."""
    columns = {"source": _TEXT, "site": _TEXT, "from_date": _DATE, "to_date": _DATE}
    return table(
        columns,
        (
            (source.id, site, source.counts_from or _FIRST, source.counts_to or _LAST)
            for source, sites in counting_sources(initiative)
            for site in sites
        ),
    )


def spans(coverage: Iterable[Span]) -> pa.Table:
    """What the imports cover, each stretch once."""
    columns = {"source": _TEXT, "site": _TEXT, "from_date": _DATE, "to_date": _DATE, "status": _TEXT}
    return table(columns, sorted({tuple(span) for span in coverage}))


def groups(initiative: Initiative) -> pa.Table:
    """Target groups and whether the offer is meant for them."""
    return table({"target_group": _TEXT, "target": _FLAG}, ((g.id, g.target) for g in initiative.groups))


def not_offered(initiative: Initiative) -> pa.Table:
    """Topics that a site does not offer."""
    pairs = ((site.id, topic) for site in initiative.sites for topic in dict.fromkeys(site.not_offered))
    return table({"site": _TEXT, "topic": _TEXT}, pairs)


def sites(initiative: Initiative, found: Sequence[Opening]) -> pa.Table:
    """Places: kind, town, from when to when they exist, and whether the known costs concern them."""
    columns = {
        "site": _TEXT,
        "site_kind": _TEXT,
        "town": _TEXT,
        "from_date": _DATE,
        "to_date": _DATE,
        "has_openings": _FLAG,
        "in_cost_scope": _FLAG,
    }
    first: dict[str, date] = {}
    for opening in found:
        first[opening.site] = min(opening.local_date, first.get(opening.site, _LAST))
    scope = _cost_scope(initiative)
    return table(
        columns,
        (
            (
                site.id,
                site.kind.value,
                site.town or site.name,
                site.open_from or first.get(site.id, _FIRST),
                site.open_to or _LAST,
                site.id in first,
                site.id in scope,
            )
            for site in initiative.sites
        ),
    )


def whole_initiative(initiative: Initiative) -> set[str]:
    """The sites that a cost without a site concerns: the pop-ups, or all where there are none."""
    popups = {site.id for site in initiative.sites if site.kind is SiteKind.POPUP}
    return popups or {site.id for site in initiative.sites}


def _cost_scope(initiative: Initiative) -> set[str]:
    running = [cost for cost in initiative.costs if cost.kind in RUNNING]
    own = {cost.site for cost in running if cost.site is not None}
    return own | (whole_initiative(initiative) if any(cost.site is None for cost in running) else set())


def costs(initiative: Initiative) -> pa.Table:
    """Costs by the day: one line a site, so a cost of the whole initiative stands once, without a site."""
    columns = {
        "site": _TEXT,
        "site_kind": _TEXT,
        "from_date": _DATE,
        "to_date": _DATE,
        "kind": _TEXT,
        "kr_per_day": _REAL,
    }
    return table(columns, (_cost_line(cost, initiative) for cost in initiative.costs))


def _cost_line(cost: Cost, initiative: Initiative) -> tuple[object, ...]:
    kinds = {site.kind.value for site in initiative.sites if site.id in whole_initiative(initiative)}
    kind = initiative.site(cost.site).kind.value if cost.site else (kinds.pop() if len(kinds) == 1 else None)
    per_day = cost.kr / ((cost.to_date - cost.from_date).days + 1)
    kept = "running" if cost.kind in RUNNING else cost.kind
    return cost.site, kind, cost.from_date, cost.to_date, kept, per_day


def priced(initiative: Initiative) -> pa.Table:
    """Site and days that a running cost concerns; one of the whole initiative, each of its sites."""
    columns = {"site": _TEXT, "from_date": _DATE, "to_date": _DATE}
    whole = sorted(whole_initiative(initiative))
    return table(
        columns,
        (
            (site, cost.from_date, cost.to_date)
            for cost in initiative.costs
            if cost.kind in RUNNING
            for site in ([cost.site] if cost.site else whole)
        ),
    )


def openings(found: Sequence[Opening], initiative: Initiative, through: date | None) -> pa.Table:
    """The calendar: moments as whole seconds since 1970, so that no engine computes with timestamps.

    `past`: not after data through. `promised`: of the fixed calendar, so neither a replacement, nor added for once,
    nor by arrangement. `week_done`: no opening of that ISO week is still to come. `transport_hours`: per member of
    staff.
    """
    columns = {
        "opening_id": _TEXT,
        "site": _TEXT,
        "starts_s": _WHOLE,
        "ends_s": _WHOLE,
        "local_date": _DATE,
        "open_hours": _REAL,
        "staff_serving": _WHOLE,
        "staff_total": _WHOLE,
        "trip": _TEXT,
        "transport_hours": _REAL,
        "kind": _TEXT,
        "status": _TEXT,
        "replaces": _TEXT,
        "by_arrangement": _FLAG,
        "past": _FLAG,
        "promised": _FLAG,
        "week_done": _FLAG,
    }
    to_come = {monday(o.local_date) for o in found if o.status == "planned" and not o.by_arrangement}
    hours = float(transport_share(initiative.transport_hours))
    return table(columns, (_opening(o, hours, through, to_come) for o in found))


def _opening(o: Opening, hours: float, through: date | None, to_come: set[date]) -> tuple[Any, ...]:
    return (
        o.opening_id,
        o.site,
        seconds(o.starts_at),
        seconds(o.ends_at),
        o.local_date,
        o.open_hours,
        o.staff_serving,
        o.staff_total,
        o.trip_id or o.opening_id,
        hours if o.transport else 0.0,
        o.kind,
        o.status,
        o.replaces,
        o.by_arrangement,
        through is not None and o.local_date <= through,
        o.replaces is None and not o.added and not o.by_arrangement,
        monday(o.local_date) not in to_come,
    )


def seconds(moment: datetime) -> int:
    """Whole seconds of a naive UTC moment since 1970."""
    return (moment - EPOCH) // timedelta(seconds=1)


def hours(found: Sequence[Opening], timezone: str) -> pa.Table:
    """Open hours by opening and local clock hour."""
    columns = {"opening_id": _TEXT, "hour": pa.int16(), "hours": _REAL}
    return table(columns, opening_hours(found, timezone))


def days(initiative: Initiative, first: date, last: date) -> pa.Table:
    """Every date with its ISO week, month, year, weekday, the initiative's own quarter (null outside), and the
    next local midnight as whole seconds since 1970."""
    columns = {
        "local_date": _DATE,
        "week_start": _DATE,
        "week": _TEXT,
        "month": _TEXT,
        "quarter": _TEXT,
        "year": pa.int16(),
        "weekday_iso": pa.int16(),
        "over_s": _WHOLE,
    }
    zone = ZoneInfo(initiative.timezone)
    named = [(q.starts_on, q.ends_on, f"K{q.number}") for q in quarters(initiative)]
    return table(columns, (_day(day, named, zone) for day in _each(first, last)))


def _day(day: date, named: list[tuple[date, date, str]], zone: ZoneInfo) -> tuple[object, ...]:
    iso = day.isocalendar()
    quarter = next((name for start, end, name in named if start <= day <= end), None)
    week = f"{iso.year}-W{iso.week:02d}"
    over = seconds(to_utc(day + _DAY, time.min, zone))
    return day, monday(day), week, f"{day:%Y-%m}", quarter, day.year, iso.weekday, over


def _each(first: date, last: date) -> Iterator[date]:
    return (first + _DAY * n for n in range((last - first).days + 1))


def monday(day: date) -> date:
    """The Monday of a day's ISO week."""
    return day - _DAY * day.weekday()
