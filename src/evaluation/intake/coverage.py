"""Which days a file speaks for: a function of the set of its rows, whatever their order or splitting."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from evaluation.intake.profile import Coverage

_DAY = timedelta(days=1)


@dataclass(frozen=True)
class CoverageSpan:
    """Days (both ends included) on which a file would show an enquiry at the site, had there been one."""

    source: str
    site: str
    from_date: date
    to_date: date
    status: Literal["complete", "partial"]


def _day(day: date) -> tuple[date, date]:
    return day, day


def _week(day: date) -> tuple[date, date]:
    monday = day - day.weekday() * _DAY
    return monday, monday + 6 * _DAY


def _month(day: date) -> tuple[date, date]:
    first = day.replace(day=1)
    return first, (first + 31 * _DAY).replace(day=1) - _DAY


_UNITS: dict[str, Callable[[date], tuple[date, date]]] = {"day": _day, "week": _week, "month": _month}


def spans(
    source: str, sites: Sequence[str], days: Iterable[date], stated: Coverage
) -> tuple[CoverageSpan, ...]:
    """Spans for every site. `days`: local dates of the rows used or repeated."""
    if stated.from_date is not None and stated.to_date is not None:
        periods = [(stated.from_date, stated.to_date)]
    else:
        periods = merged(map(_UNITS[stated.unit], days))
    status: Literal["complete", "partial"] = "partial" if stated.partial else "complete"
    return tuple(
        CoverageSpan(source, site, a, b, status) for site in stated.sites or sites for a, b in periods
    )


def merged(periods: Iterable[tuple[date, date]]) -> list[tuple[date, date]]:
    """Sorted periods, those that touch or overlap made one."""
    found: list[tuple[date, date]] = []
    for first, last in sorted(set(periods)):
        if found and first <= found[-1][1] + _DAY:
            found[-1] = (found[-1][0], max(last, found[-1][1]))
        else:
            found.append((first, last))
    return found
