"""What a plan rests on: how many come, how evenly, how often and at what price; each from the log, or assumed."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from evaluation.disclosure import Role
from evaluation.findings.common import main_sites
from evaluation.findings.dataset import Dataset
from evaluation.findings.period import WHOLE, find
from evaluation.findings.prices import Price, price_of
from evaluation.findings.sensitive import margin_sites, released, target_group
from evaluation.initiative.calendar import Opening
from evaluation.initiative.model_hours import staff_hours
from evaluation.metrics import OpeningCount, opening_counts
from evaluation.stats import FEWEST_OPENINGS, moment_alpha

#: Assumed until the log shows better (statistics.md): enquiries per opening, and how they vary from one to the next.
MEAN, ALPHA = 12.0, 0.2
_HOURS, _STAFF, _WEEKS = 4.0, 2, 26
#: Fewer openings say too little of how counts vary.
_FEWEST = 12
_RECENT = timedelta(weeks=4)


@dataclass(frozen=True)
class Basis:
    """Per opening: enquiries (`mean`, dispersion `alpha`), open hours, staff hours with transport; kroner per hour.

    `share` of weeks a place is open, `weeks` it has been until now, `stays`: other places that go on meanwhile.
    `counted` says whose enquiries; `alpha_assumed`, `times_assumed` where the rest comes from.
    """

    mean: float
    alpha: float
    hours: float
    staff_hours: float
    share: float
    weeks: int
    stays: int
    price: Price
    counted: Literal["target", "all", "assumed"]
    alpha_assumed: bool
    weeks_assumed: bool
    times_assumed: bool


def basis_of(dataset: Dataset, role: Role) -> Basis:
    """From what the role may see: released figures of the target group, public totals, the calendar."""
    sites = main_sites(dataset)
    known = [o for o in dataset.openings if o.site in sites and o.status != "cancelled"]
    counted = opening_counts(dataset.engine, dataset.initiative.starts_on, sites=sites)
    hours = sum(o.open_hours for o in known) / len(known) if known else _HOURS
    alpha, (mean, whose) = _alpha(counted), _mean(dataset, role, counted, hours)
    share, weeks, stays = _habit(known, dataset.data_through)
    return Basis(
        mean=mean,
        alpha=ALPHA if alpha is None else alpha,
        hours=hours,
        staff_hours=_staff_hours(dataset, known),
        share=share,
        weeks=_WEEKS if weeks is None else weeks,
        stays=max(0, len(sites) - 1) if stays is None else stays,
        price=price_of(dataset),
        counted=whose,
        alpha_assumed=alpha is None,
        weeks_assumed=weeks is None,
        times_assumed=not known or any(o.assumption for o in known),
    )


def _staff_hours(dataset: Dataset, known: Sequence[Opening]) -> float:
    return staff_hours(known, dataset.initiative) / len(known) if known else _HOURS * _STAFF


def pooled_alpha(places: Iterable[tuple[Sequence[float], Sequence[float]]]) -> float | None:
    """From each place's counts and hours: around its own mean, weighted by openings; None where there are too few."""
    found = []
    for counts, hours in places:
        alpha = moment_alpha(counts, hours)
        if alpha is not None and len(counts) >= FEWEST_OPENINGS:
            found.append((alpha, len(counts)))
    openings = sum(n for _, n in found)
    return sum(alpha * n for alpha, n in found) / openings if openings >= _FEWEST else None


def _alpha(counted: Sequence[OpeningCount]) -> float | None:
    places = [[o for o in counted if o.site == site] for site in sorted({o.site for o in counted})]
    return pooled_alpha(([o.enquiries for o in mine], [o.open_hours for o in mine]) for mine in places)


def _mean(
    dataset: Dataset, role: Role, counted: Sequence[OpeningCount], hours: float
) -> tuple[float, Literal["target", "all", "assumed"]]:
    """The target group's released rate where it is shown; places on trial take no part in either figure."""
    sites = margin_sites(dataset, "popup") or margin_sites(dataset, "all")
    mine = [o for o in counted if o.site in sites]
    if len(mine) < _FEWEST:
        return MEAN, "assumed"
    rate = target_group(dataset, released(dataset, role), sites, find(dataset, WHOLE)).rate
    if rate.value:
        return rate.value * hours, "target"
    total = sum(o.enquiries for o in mine)
    return (total / len(mine), "all") if total else (MEAN, "assumed")


def _habit(known: Iterable[Opening], through: date | None) -> tuple[float, int | None, int | None]:
    """Of the place that has been open longest: share of weeks open, weeks until now; and how many others go on."""
    held = [o for o in known if through is not None and o.local_date <= through]
    if through is None or not held:
        return 1.0, None, None
    days: dict[str, list[date]] = {}
    for o in held:
        days.setdefault(o.site, []).append(o.local_date)
    longest = max(days.values(), key=lambda own: (_week(own[-1]) - _week(own[0]), len(own)))
    weeks = {_week(day) for day in longest}
    going_on = sum(own[-1] > through - _RECENT for own in days.values())
    share = len(weeks) / (max(weeks) - min(weeks) + 1)
    return share, _week(through) - min(weeks) + 1, max(0, going_on - 1)


def _week(day: date) -> int:
    return (day.toordinal() - 1) // 7
