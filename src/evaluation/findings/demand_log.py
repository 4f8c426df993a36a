"""What demand is reckoned from: the openings of established places in half hours, and what became of those who came."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from math import prod
from statistics import fmean, median

from evaluation.findings.common import main_sites, on_trial
from evaluation.findings.dataset import Dataset
from evaluation.initiative.model_hours import limits
from evaluation.initiative.schedule import Rule
from evaluation.metrics import SlotUnit, compute, slot_counts
from evaluation.metrics.service import ServiceCounts, service_counts
from evaluation.stats import odd_openings

_WEEK_DAYS = 7


@dataclass(frozen=True)
class Seen:
    """Counts alone. `units`: openings by place, after its ramp and without odd days; `weeks_between` them there.

    `counts`: of those who came to any of the places. `no_show` of `booked` stayed away, wherever people book but at
    places on trial.
    """

    units: Mapping[str, Sequence[SlotUnit]]
    weeks_between: Mapping[str, float]
    counts: ServiceCounts
    no_show: float
    booked: float


def seen_in(dataset: Dataset) -> Seen | None:
    """From the log; None without openings or rows. Places on trial take no part in any of it."""
    sites = [site for site in main_sites(dataset) if not on_trial(dataset, site)]
    start = dataset.initiative.starts_on
    if not dataset.initiative.has_openings or dataset.data_through is None or not sites:
        return None
    units = _units(dataset, sites)
    counts = service_counts(dataset.engine, start, None, sites).values()
    no_show, booked = _no_shows(dataset, start)
    between = {site: _weeks_between(dataset, site, found) for site, found in units.items()}
    return Seen(units, between, sum(counts, ServiceCounts()), no_show, booked)


def all_on_trial(dataset: Dataset) -> bool:
    """Whether every place of the initiative is on trial."""
    return all(on_trial(dataset, site) for site in main_sites(dataset))


def per_week(rule: Rule) -> float:
    """Openings in a mean week of the time that a rule holds."""
    return float(prod(limits(rule)))


def hold_together(rule: Rule, first: date, last: date) -> bool:
    """Whether a rule holds on some day from `first` to `last`."""
    return (rule.starts_on or first) <= last and first <= (rule.ends_on or last)


def _units(dataset: Dataset, sites: Sequence[str]) -> dict[str, list[SlotUnit]]:
    """Openings whose count is known, after the weeks in which word of mouth spreads."""
    ramp = timedelta(weeks=dataset.initiative.ramp_weeks)
    begun: dict[str, date] = {}
    for o in dataset.openings:
        if o.status == "held":
            begun.setdefault(o.site, o.local_date + ramp)
    found: dict[str, list[SlotUnit]] = defaultdict(list)
    for unit in slot_counts(
        dataset.engine, dataset.initiative, dataset.initiative.starts_on, None, sites
    ).units:
        if unit.enquiries is not None and unit.local_date >= begun[unit.site]:
            found[unit.site].append(unit)
    return {site: without_odd(units) for site, units in found.items()}


def without_odd(units: Sequence[SlotUnit]) -> list[SlotUnit]:
    """Less the openings so unlike the others that they are no openings like them."""
    odd = odd_openings([u.enquiries or 0 for u in units], [u.hours for u in units])
    return [unit for index, unit in enumerate(units) if index not in odd]


def _weeks_between(dataset: Dataset, site: str, units: Sequence[SlotUnit]) -> float:
    """Of a mean opening, by the rules in force that day; by the days themselves where none is.

    Closed weeks and holidays are no longer weeks between: nobody gathers up for them in a model either.
    """
    rules = [rule for rule in dataset.initiative.schedule if rule.site == site]
    turns = [sum(per_week(r) for r in rules if hold_together(r, u.local_date, u.local_date)) for u in units]
    known = [1 / turn for turn in turns if turn]
    return fmean(known) if known else _gap([u.local_date for u in units])


def _gap(days: Sequence[date]) -> float:
    """Weeks between openings that no rule tells of, but for pauses: half as long again as usual, and over a week."""
    gaps = [(b - a).days for a, b in pairwise(days)]
    if not gaps:
        return 1.0
    longest = max(1.5 * median(gaps), _WEEK_DAYS)
    return max(fmean(gap for gap in gaps if gap <= longest) / _WEEK_DAYS, 1 / _WEEK_DAYS)


def _no_shows(dataset: Dataset, start: date) -> tuple[float, float]:
    sites = [site.id for site in dataset.initiative.sites if not on_trial(dataset, site.id)]
    rows = compute(dataset.engine, "no_show_share", where={"site": sites}, start=start).rows
    parts = (rows[0].numerator, rows[0].denominator) if rows else (None, None)
    return parts[0] or 0.0, parts[1] or 0.0
