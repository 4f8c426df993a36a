"""Which days files speak for: a function of the set of their row dates, whatever their order or splitting.

A source speaks for the days from one row date to the next, if those are at most so many days apart as the
profile's unit allows. A longer time without a row is more likely a file that is missing than a quiet time,
and zeros must not be made of it. Each file's spans follow that rule by its own rows; `joined` then gives for
several files what the rule gives for all their rows together.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from evaluation.intake.profile import Coverage

Status = Literal["complete", "partial"]
#: (source, site, from, to, status), as the engine takes it.
Told = tuple[str, str, date, date, str]
_Period = tuple[date, date]

#: How many days a row date may lie after the one before it, by unit.
GAP_DAYS = {"day": 1, "week": 7, "month": 31}
#: A stated period, or a sheet's day, is joined only with days that touch it.
_NO_GAP = 1


@dataclass(frozen=True)
class CoverageSpan:
    """Days (both ends included) on which a file would show an enquiry at the site, had there been one.

    `gap_days`: how far off another file's span may begin for the days between to be covered as well.
    """

    source: str
    site: str
    from_date: date
    to_date: date
    status: Status
    gap_days: int


def spans(
    source: str, sites: Sequence[str], days: Iterable[date], stated: Coverage
) -> tuple[CoverageSpan, ...]:
    """Spans for every site. `days`: local dates of the rows used or repeated."""
    if stated.from_date is not None and stated.to_date is not None:
        gap, periods = _NO_GAP, [(stated.from_date, stated.to_date)]
    else:
        gap = GAP_DAYS[stated.unit]
        periods = merged(((day, day) for day in days), gap)
    return tuple(
        CoverageSpan(source, site, a, b, _status(stated), gap)
        for site in stated.sites or sites
        for a, b in periods
    )


def sheet_spans(
    source: str, sheets: Iterable[tuple[str, date]], stated: Coverage
) -> tuple[CoverageSpan, ...]:
    """Each sheet speaks for its own site and day and for nothing else. `sheets`: (site, local date)."""
    told = (pair for pair in set(sheets) if stated.sites is None or pair[0] in stated.sites)
    return tuple(CoverageSpan(source, site, day, day, _status(stated), _NO_GAP) for site, day in sorted(told))


def _status(stated: Coverage) -> Status:
    return "partial" if stated.partial else "complete"


def merged(periods: Iterable[_Period], gap_days: int) -> list[_Period]:
    """Sorted periods, those that overlap or begin at most so many days after another's end made one."""
    found: list[_Period] = []
    for first, last in sorted(set(periods)):
        if found and (first - found[-1][1]).days <= gap_days:
            found[-1] = (found[-1][0], max(last, found[-1][1]))
        else:
            found.append((first, last))
    return found


def joined(given: Iterable[CoverageSpan]) -> list[Told]:
    """What spans of many files cover together, sorted. Two are joined if the smaller `gap_days` reaches."""
    alike: dict[tuple[str, str, str], list[CoverageSpan]] = defaultdict(list)
    for span in given:
        alike[span.source, span.site, span.status].append(span)
    return [
        (source, site, first, last, status)
        for (source, site, status), mine in sorted(alike.items())
        for first, last in merged(_reaching(mine), _NO_GAP)
    ]


def _reaching(given: Sequence[CoverageSpan]) -> Iterator[_Period]:
    """For each gap, those spans that allow it or more, joined by it: two meet at the smaller of theirs."""
    for gap in {span.gap_days for span in given}:
        yield from merged(((s.from_date, s.to_date) for s in given if s.gap_days >= gap), gap)
