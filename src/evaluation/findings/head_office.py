"""What the head office loses: staff hours, and its waits before and after, in the same ISO weeks of both years.

Waits by topic touch a sensitive dimension: only medians and ninth deciles in whole minutes, of two broad classes
(what pop-ups do not offer, and all else), at least 100 waits and 13 weeks behind each, and never a count (ADR 0013).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final, Literal

from evaluation.disclosure import Cell, Status
from evaluation.findings import live
from evaluation.findings.dataset import Dataset
from evaluation.findings.period import Period
from evaluation.findings.usual import monday
from evaluation.initiative.models import Initiative, SiteKind
from evaluation.metrics import compute
from evaluation.stats import kaplan_meier
from evaluation.texts import format as da

#: Fewer waits, or fewer weeks, of a class of topics are not told.
FEWEST_PEOPLE: Final = 100
FEWEST_WEEKS: Final = 13
#: One week in ten is a peak.
_PEAKS: Final = 10
_WEEK, _DAY = timedelta(weeks=1), timedelta(days=1)

Class = Literal["apart", "rest", "all"]


@dataclass(frozen=True)
class Twice:
    """The same before the start and after it."""

    before: live.Wait
    after: live.Wait


@dataclass(frozen=True)
class HeadOffice:
    """`before`, `after`: Mondays of the same ISO weeks; `hours`: staff hours per week in them, None without openings.

    `waits` by class of topics: `apart` is what pop-ups do not offer, `rest` all else, `all` everyone who came.
    `peaks`: Mondays since the start with most of `apart`, `peak` their waits beside those of other weeks.
    `weekly`: ninth decile by week, None where too few waited. `topics`: names of `apart`.
    """

    name: str
    topics: tuple[str, ...]
    before: tuple[date, ...]
    after: tuple[date, ...]
    hours: tuple[float, float] | None
    assumed: bool
    waits: Mapping[Class, Twice]
    peaks: tuple[date, ...]
    peak: Twice | None
    weekly: tuple[tuple[date, float | None], ...]


def head_office(dataset: Dataset) -> HeadOffice | None:
    """The head offices together; None where there is none, or it has no log. All data, whatever the period."""
    sites = [site for site in dataset.initiative.sites if site.kind is SiteKind.HEAD_OFFICE]
    if not sites or dataset.data_through is None:
        return None
    ids = [site.id for site in sites]
    weekly = _weekly(dataset, ids)
    before, after = _same_weeks(dataset, [week for week, _ in weekly])
    apart = _apart(dataset)
    peaks = _peaks(dataset, ids, apart, [week for week, _ in weekly if week >= dataset.initiative.starts_on])
    return HeadOffice(
        name=name_of(dataset.initiative) or "",
        topics=tuple(topic.name for topic in dataset.initiative.topics if topic.id in apart),
        before=before,
        after=after,
        hours=_hours(dataset, ids, before, after),
        assumed=any(o.assumption for o in dataset.openings if o.site in ids),
        waits=_waits(dataset, ids, apart, before, after) if before else {},
        peaks=peaks,
        peak=_peak(dataset, ids, peaks, weekly),
        weekly=weekly,
    )


def name_of(initiative: Initiative) -> str | None:
    """What the head office is called; None where there is none."""
    sites = [site for site in initiative.sites if site.kind is SiteKind.HEAD_OFFICE]
    return da.joined(list(dict.fromkeys(site.town or site.name for site in sites))) or None


def _weekly(dataset: Dataset, ids: Sequence[str]) -> tuple[tuple[date, float | None], ...]:
    """Every whole week that the log tells of, in order, and what nine of ten wait at most."""
    rows = compute(dataset.engine, "wait_median", ("iso_week",), {"site": ids}).rows
    found = {_monday(str(row.dims[0])): kaplan_meier(row.histogram).p90 for row in rows if row.histogram}
    return tuple((week, found[week]) for week in sorted(found) if _is_whole(dataset, ids, week))


def _is_whole(dataset: Dataset, ids: Sequence[str], week: date) -> bool:
    """Whether no opening of the week is still to come; without openings, whether it is over."""
    days = [o.local_date for o in dataset.openings if o.site in ids and monday(o.local_date) == week]
    last = max(days, default=week + _WEEK - _DAY)
    return dataset.data_through is not None and last <= dataset.data_through


def _same_weeks(dataset: Dataset, weeks: Sequence[date]) -> tuple[tuple[date, ...], tuple[date, ...]]:
    """The weeks before the start whose number comes again after it, and the first time that it does."""
    starts = dataset.initiative.starts_on
    later: dict[int, date] = {}
    for week in weeks:
        if week >= starts:
            later.setdefault(week.isocalendar().week, week)
    earlier = {week.isocalendar().week: week for week in weeks if week + _WEEK <= starts}
    shared = sorted((week, later[number]) for number, week in earlier.items() if number in later)
    return tuple(a for a, _ in shared), tuple(b for _, b in shared)


def _hours(
    dataset: Dataset, ids: Sequence[str], before: Sequence[date], after: Sequence[date]
) -> tuple[float, float] | None:
    """Staff hours per week of the calendar, in the weeks compared."""
    if not before or not any(o.site in ids for o in dataset.openings):
        return None
    first, second = (_staff_hours(dataset, ids, set(weeks)) / len(weeks) for weeks in (before, after))
    return first, second


def _staff_hours(dataset: Dataset, ids: Sequence[str], weeks: set[date]) -> float:
    return sum(
        o.open_hours * o.staff_total
        for o in dataset.openings
        if o.site in ids and o.status != "cancelled" and monday(o.local_date) in weeks
    )


def _apart(dataset: Dataset) -> set[str]:
    """Topics that some pop-up does not offer: they are left to the head office."""
    popups = [site for site in dataset.initiative.sites if site.kind is SiteKind.POPUP]
    return {topic for site in popups for topic in site.not_offered}


def _waits(
    dataset: Dataset, ids: Sequence[str], apart: set[str], before: Sequence[date], after: Sequence[date]
) -> dict[Class, Twice]:
    rest = [topic.id for topic in dataset.initiative.topics if topic.id not in apart]
    asked: dict[Class, Sequence[str]] = {"all": ()}
    if apart and rest:
        asked = {"apart": sorted(apart), "rest": rest, "all": ()}
    return {
        name: Twice(_wait(dataset, ids, topics, before), _wait(dataset, ids, topics, after))
        for name, topics in asked.items()
    }


def _wait(dataset: Dataset, ids: Sequence[str], topics: Sequence[str], weeks: Sequence[date]) -> live.Wait:
    """Waits in these weeks; of a class of topics only where enough people and weeks lie behind."""
    where: dict[str, Sequence[str]] = {"site": ids, "iso_week": [_label(week) for week in weeks]}
    if topics:
        where["topic"] = topics
    found = live.wait(dataset, where, Period("", "", min(weeks), max(weeks) + _WEEK - _DAY, ()))
    return _protected(found, len(weeks)) if topics else found


def _protected(found: live.Wait, weeks: int) -> live.Wait:
    """Without its counts, and not at all of too few (ADR 0013)."""
    if not found.median.shown:
        return live.Wait(Cell(found.median.status, reason=found.median.reason), None, 0)
    if weeks < FEWEST_WEEKS:
        return live.Wait(Cell(Status.TOO_EARLY), None, 0)
    if (found.median.n or 0) < FEWEST_PEOPLE:
        return live.Wait(Cell(Status.SUPPRESSED), None, 0)
    cell = found.median
    return live.Wait(Cell(cell.status, cell.value, cell.low, cell.high, reason=cell.reason), found.p90, 0)


def _peaks(dataset: Dataset, ids: Sequence[str], apart: set[str], weeks: Sequence[date]) -> tuple[date, ...]:
    """The tenth of the weeks with most of what pop-ups do not offer, in order; each has at least 100 of them."""
    if not apart or len(weeks) < FEWEST_WEEKS:
        return ()
    rows = compute(dataset.engine, "enquiries", ("iso_week",), {"site": ids, "topic": sorted(apart)}).rows
    counts = {_monday(str(row.dims[0])): row.numerator or 0 for row in rows}
    ranked = sorted(weeks, key=lambda week: (-counts.get(week, 0), week))[: max(1, len(weeks) // _PEAKS)]
    return tuple(sorted(ranked)) if all(counts.get(week, 0) >= FEWEST_PEOPLE for week in ranked) else ()


def _peak(
    dataset: Dataset, ids: Sequence[str], peaks: Sequence[date], weekly: Sequence[tuple[date, float | None]]
) -> Twice | None:
    """Waits of everyone in the other weeks since the start, and in the peaks."""
    others = [week for week, _ in weekly if week >= dataset.initiative.starts_on and week not in peaks]
    if not peaks or not others:
        return None
    return Twice(_wait(dataset, ids, (), others), _wait(dataset, ids, (), peaks))


def _monday(label: str) -> date:
    year, week = label.split("-W")
    return date.fromisocalendar(int(year), int(week), 1)


def _label(week: date) -> str:
    year, number, _ = week.isocalendar()
    return f"{year}-W{number:02d}"
