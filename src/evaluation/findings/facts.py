"""Promises that are counted in full: their words. They carry no interval; everything else is an estimate."""

from collections.abc import Callable, Mapping
from datetime import date, timedelta

from evaluation.findings.dataset import Dataset
from evaluation.findings.period import Period
from evaluation.initiative.calendar import Opening
from evaluation.initiative.models import SiteKind
from evaluation.texts import format as da
from evaluation.texts import text

_QUIET = timedelta(weeks=4)


def detail(dataset: Dataset, measure: str, period: Period) -> str:
    """What a reader must know beside the figure; empty where there is nothing."""
    if measure == "places_open":
        return _closed_towns(dataset, period)
    if measure == "openings_held_share":
        return _not_held(dataset, period)
    before = dataset.initiative.hours_before_per_week
    if measure == "staff_hours_per_week" and before is not None:
        decimals = 0 if before == int(before) else 1
        return text("findings.promise.hours_before", value=da.number(before, decimals))
    return ""


def _of_popups(dataset: Dataset, period: Period) -> list[Opening]:
    popups = {s.id for s in dataset.initiative.sites if s.kind is SiteKind.POPUP}
    return [o for o in dataset.openings if o.site in popups and period.start <= o.local_date <= period.end]


def _closed_towns(dataset: Dataset, period: Period) -> str:
    """Towns without an opening in the period's last four weeks: a count over a year would pass over them."""
    towns = {s.id: s.town or s.name for s in dataset.initiative.sites}
    last: dict[str, date] = {}
    for o in _of_popups(dataset, period):
        if o.status == "held":
            last[towns[o.site]] = max(o.local_date, last.get(towns[o.site], date.min))
    ended = sorted((day, town) for town, day in last.items() if day < period.end - _QUIET)
    return "; ".join(text("findings.promise.closed_town", town=town, day=da.day(day)) for day, town in ended)


def _not_held(dataset: Dataset, period: Period) -> str:
    """How the openings that were not held as planned went: moved, or cancelled for good."""
    every = _of_popups(dataset, period)
    replaced = {o.replaces for o in dataset.openings if o.replaces and o.status != "cancelled"}
    gone = [o for o in every if o.status == "cancelled" and not o.by_arrangement]
    moved = sum(o.opening_id in replaced for o in gone)
    parts = (("moved", moved), ("cancelled", len(gone) - moved))
    return ", ".join(text(f"findings.promise.{key}", count=da.number(n)) for key, n in parts if n)


#: (numerator, denominator, ratio) as the board says them.
WORDS: Mapping[str, Callable[[float, float, float], str]] = {
    "openings_held_share": lambda a, b, _: text(
        "findings.promise.openings", a=da.number(int(a)), b=da.number(int(b))
    ),
    "weekly_openings_share": lambda a, b, _: text(
        "findings.promise.weeks", a=da.number(int(a)), b=da.number(int(b))
    ),
    "places_open": lambda a, b, _: text("findings.promise.towns", a=da.number(int(a)), b=da.number(int(b))),
    "unbooked_share": lambda _a, _b, share: da.percent(share),
    "staff_hours_per_week": lambda _a, _b, hours: text("findings.promise.hours", value=da.number(hours, 1)),
}
