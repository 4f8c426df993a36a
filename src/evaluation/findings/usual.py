"""What is usual for a week: limits from a frozen baseline, and the words that explain it.

The baseline is the first twenty whole weeks with openings (or days) after the ramp, all compared places together:
the week is what is drawn, and weather or a passport rush moves all places alike. (Ten weeks of three places are
openings enough, but too few weeks to see how weeks vary: in the demo year they give a band from 0 to 16 an hour.)
Later weeks never change it. Each week's limits follow from its own open hours. Only a person's reasoned decision
(`[[rebase]]`) begins a new baseline; until that one is complete its weeks have no limits.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from evaluation.findings.common import is_daily, main_sites
from evaluation.findings.dataset import Dataset
from evaluation.findings.model import Usual
from evaluation.findings.pages import Definitions
from evaluation.initiative.models import SiteKind
from evaluation.metrics import OpeningCount, opening_counts
from evaluation.stats import FEWEST_BASELINE, Limits, limits
from evaluation.texts import format as da
from evaluation.texts import text

_WEEK = timedelta(weeks=1)


@dataclass(frozen=True)
class Baseline:
    """From one Monday on: the weeks it rests on, their openings, and the limits; None while there are none."""

    starts: date
    weeks: tuple[date, ...]
    openings: int
    limits: Limits | None


def baselines(dataset: Dataset) -> tuple[Baseline, ...]:
    """The first after the ramp, then one from each rebase, in order."""
    ramp = monday(dataset.initiative.starts_on) + _WEEK * dataset.initiative.ramp_weeks
    first = _next_monday(max(ramp, dataset.initiative.starts_on))
    later = {_next_monday(max(first, one.from_date)) for one in dataset.initiative.rebase} - {first}
    starts = [first, *sorted(later)]
    held = opening_counts(dataset.engine, first, dataset.data_through, main_sites(dataset))
    ends = [*starts[1:], _last_whole(dataset)]
    return tuple(_baseline(start, end, held) for start, end in zip(starts, ends, strict=True))


def usual(found: Sequence[Baseline], week: date, held: Sequence[OpeningCount]) -> Usual | None:
    """What was usual for a week's open hours; None before a baseline, or while it is too short.

    The weeks that a baseline rests on are never outside: they say what usual is.
    """
    begun = [one for one in found if one.starts <= week]
    hours = sum(o.open_hours for o in held)
    if not begun or begun[-1].limits is None or not hours:
        return None
    own, of = begun[-1], begun[-1].limits
    low, high = of.band(hours)
    judged = week not in own.weeks
    outside = judged and of.outside(sum(o.enquiries for o in held), hours)
    return Usual(of.rate, low / hours, high / hours, judged=judged, outside=outside)


def marks(dataset: Dataset) -> list[tuple[date, str]]:
    """The decisions to begin anew, as events of the chart."""
    return [
        (
            one.from_date,
            text("usual.mark", reason=one.reason.rstrip("."), by=one.decided_by, day=da.day(one.decided_on)),
        )
        for one in dataset.initiative.rebase
    ]


def definitions(dataset: Dataset, found: Sequence[Baseline]) -> Definitions:
    """What the band is and which weeks it rests on; empty without any."""
    known = [one for one in found if one.limits is not None]
    if not known:
        return ()
    unit = _unit(dataset)
    said = [_rests_on(one, unit) for one in known] + _whose(dataset)
    said += [text(f"usual.{name}") for name in ("frozen", f"hours_{unit}", "alarm")]
    return ((text("usual.name"), da.typeset(" ".join(said))),)


def caveats(dataset: Dataset, found: Sequence[Baseline]) -> tuple[str, ...]:
    """What one cannot conclude from the band, or why there is none."""
    last, said = found[-1], []
    if any(one.limits for one in found):
        said = [text("usual.power"), text("usual.changed")]
    if last.limits is None:
        few = len(last.weeks) < FEWEST_BASELINE
        said.append(text("usual.few", weeks=FEWEST_BASELINE) if few else text("usual.unknown"))
    return tuple(said)


def _unit(dataset: Dataset) -> str:
    return "days" if is_daily(dataset) else "openings"


def _whose(dataset: Dataset) -> list[str]:
    sites = [dataset.initiative.site(one) for one in main_sites(dataset)]
    popups = all(site.kind is SiteKind.POPUP for site in sites)
    return [text(f"usual.{'popups' if popups else 'places'}")] if len(sites) > 1 else []


def _rests_on(one: Baseline, unit: str) -> str:
    first, last = da.iso_week(one.weeks[0]), da.iso_week(one.weeks[-1])
    return text(f"usual.rests_on_{unit}", first=first, last=last, count=da.number(one.openings))


def monday(day: date) -> date:
    """The Monday of a day's ISO week."""
    return day - timedelta(days=day.weekday())


def _next_monday(day: date) -> date:
    return monday(day + timedelta(days=6))


def _last_whole(dataset: Dataset) -> date:
    """The first Monday that is not in a week told to its end."""
    through = dataset.data_through or dataset.initiative.starts_on
    return monday(through + timedelta(days=1))


def _baseline(start: date, end: date, held: Sequence[OpeningCount]) -> Baseline:
    by_week: dict[date, list[OpeningCount]] = defaultdict(list)
    for one in held:
        if start <= one.week_start < end:
            by_week[one.week_start].append(one)
    weeks = tuple(sorted(by_week)[:FEWEST_BASELINE])
    counts = [sum(o.enquiries for o in by_week[week]) for week in weeks]
    hours = [sum(o.open_hours for o in by_week[week]) for week in weeks]
    found = limits(counts, hours)
    openings = sum(len(by_week[week]) for week in weeks)
    return Baseline(start, weeks, openings, found if isinstance(found, Limits) else None)
