"""What the log says of demand: how many come to each place and when, how long a service takes, how long people wait."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time
from math import ceil, gcd, log, sqrt
from statistics import fmean, stdev
from typing import Final, Literal

from evaluation.findings.dataset import Dataset
from evaluation.findings.demand_log import Seen, all_on_trial, hold_together, per_week, seen_in
from evaluation.findings.planning_basis import ALPHA, pooled_alpha
from evaluation.initiative.model_hours import ModelHours, OpeningKind
from evaluation.initiative.schedule import Rule
from evaluation.initiative.staffing import StaffingModel
from evaluation.metrics import SlotUnit
from evaluation.metrics.service import ServiceCounts
from evaluation.stats import FEWEST_OPENINGS, rate
from evaluation.stats.decide import PRIOR_SD, widened
from evaluation.stats.forecast import OpeningPlan, World
from evaluation.stats.patience import Patience, patience

_HALF_HOUR, _HOUR = 30, 60
#: Fewer say too little of how places differ: then the prior of two places' ratio (ln) is assumed.
_FEWEST_PLACES: Final = 3
#: Where no wait is known: 40 minutes on average (statistics.md), as if four had been seen to leave.
_PATIENCE: Final = (Patience(4.0, 4.0 * 40),)
#: Of nobody at all: half a person, so that a place where none came is no certain 0.
_NOBODY: Final = 0.5
_APPOINTMENT: Final = 5  # minutes: appointments are a multiple of it


@dataclass(frozen=True)
class PlaceDemand:
    """A place as the log has it after its ramp. `per_week`: people in a week that it is open as it was.

    `rates`: people per open hour by half hour (minutes after local midnight → rate); `per_hour` in hours that the log
    has not seen. `se_log`: of its level. `source`: its own `openings`, or the mean of the other places.
    """

    site: str
    per_week: float
    per_hour: float
    rates: Mapping[int, float]
    se_log: float
    openings: int
    source: Literal["own", "others"]


@dataclass(frozen=True)
class Demand:
    """What models are simulated from. No demand to go by: `world` is None and `reason` a key of the texts why.

    `places` holds those that the log tells of, `others` their mean, for any other place. `assumed`: keys of the
    texts, one for each thing that the log does not tell.
    """

    places: Mapping[str, PlaceDemand]
    others: PlaceDemand | None
    world: World | None
    assumed: tuple[str, ...] = ()
    reason: str | None = None


def demand_of(dataset: Dataset) -> Demand:
    """Of the established pop-up openings, all of it public totals; places on trial are unknown until decided."""
    seen = seen_in(dataset)
    if seen is not None:
        return demand_from(seen)
    tried = dataset.data_through is not None and all_on_trial(dataset)
    return Demand({}, None, None, (), "demand.reasons.all_on_trial" if tried else "demand.reasons.no_log")


def demand_from(seen: Seen) -> Demand:
    """The demand that these counts tell of."""
    places = {
        site: _own(site, units, seen.weeks_between[site])
        for site, units in seen.units.items()
        if len(units) >= FEWEST_OPENINGS
    }
    if not places:
        return Demand({}, None, None, (), "demand.reasons.few_openings")
    if not seen.counts.service:
        return Demand(places, None, None, (), "demand.reasons.no_minutes")
    assumed = ["gather"]
    world = _world(seen, assumed)
    if len(places) < _FEWEST_PLACES:
        assumed.append("spread")
    others = _others(list(places.values()))
    return Demand(places, others, world, tuple(f"demand.assumed.{name}" for name in assumed))


def plans_of(model: StaffingModel, hours: ModelHours, demand: Demand) -> tuple[OpeningPlan, ...]:
    """The model's year as plans to simulate; none where there is no demand to go by.

    `expected` is the place's rate over the clock hours of the opening. `gathered` shares the people of a week out on
    the openings of that place in a mean week, in proportion to `expected`: as many as today where it is open as
    often as today, fewer where it is open more often, more where it is open more rarely.
    """
    if demand.world is None or demand.others is None:
        return ()
    booked = _appointment(demand.world.service) if model.booking else None
    found = []
    for kind in hours.kinds:
        place = demand.places.get(kind.rule.site, demand.others)
        found.append(_plan(kind, [k.rule for k in hours.kinds], place, booked))
    return tuple(found)


def _plan(kind: OpeningKind, rules: Sequence[Rule], place: PlaceDemand, booked: float | None) -> OpeningPlan:
    rule, parts = kind.rule, _parts(kind.rule, place)
    expected = sum(parts)
    week = sum(per_week(one) * sum(_parts(one, place)) for one in rules if _at_once(one, rule))
    return OpeningPlan(
        place=rule.site,
        openings=kind.openings,
        minutes=float(_minute(rule.closes) - _minute(rule.opens)),
        staff=rule.staff_serving,
        expected=expected,
        gathered=place.per_week * expected / week if week else 0.0,
        se_log=place.se_log,
        profile=tuple(parts) if expected else (1.0,),
        booked=booked,
    )


def _at_once(one: Rule, other: Rule) -> bool:
    """Whether two rules open the same place in the same part of the year."""
    return one.site == other.site and hold_together(
        one, other.starts_on or date.min, other.ends_on or date.max
    )


def _parts(rule: Rule, place: PlaceDemand) -> list[float]:
    """People in equal parts of an opening, none of which crosses a half hour of the clock."""
    opens, closes = _minute(rule.opens), _minute(rule.closes)
    step = gcd(_HALF_HOUR, opens % _HALF_HOUR, closes - opens)
    halves = (at - at % _HALF_HOUR for at in range(opens, closes, step))
    return [place.rates.get(half, place.per_hour) * step / _HOUR for half in halves]


def _minute(clock: time) -> int:
    return clock.hour * _HOUR + clock.minute


def _appointment(service: Mapping[float, int]) -> float:
    """The mean service, rounded up to whole five minutes."""
    mean = sum(m * n for m, n in service.items()) / sum(service.values())
    return float(max(1, ceil(mean / _APPOINTMENT)) * _APPOINTMENT)


def _own(site: str, units: Sequence[SlotUnit], weeks_between: float) -> PlaceDemand:
    counts, hours = [float(u.enquiries or 0) for u in units], [u.hours for u in units]
    total, length = sum(counts) or _NOBODY, sum(hours)
    per_hour, fit = total / length, rate(counts, hours)
    se = widened(fit.se_log, fit.df) if fit.se_log is not None and fit.df is not None else None
    return PlaceDemand(
        site=site,
        per_week=total / len(units) / weeks_between,
        per_hour=per_hour,
        rates=_rates(units, per_hour),
        se_log=sqrt(1 / total + ALPHA / len(units)) if se is None else se,
        openings=len(units),
        source="own",
    )


def _rates(units: Sequence[SlotUnit], per_hour: float) -> dict[int, float]:
    """People per open hour by half hour: the shape of those openings whose clock is told, at the level of all."""
    people: dict[int, float] = {}
    hours: dict[int, float] = {}
    for slot in (slot for unit in units if unit.state == "counted" for slot in unit.slots):
        people[slot.start] = people.get(slot.start, 0.0) + (slot.enquiries or 0)
        hours[slot.start] = hours.get(slot.start, 0.0) + slot.minutes / _HOUR
    told = sum(people.values()) / sum(hours.values()) if sum(people.values()) else 0.0
    return {half: per_hour * people[half] / hours[half] / told for half in people} if told else {}


def _others(places: Sequence[PlaceDemand]) -> PlaceDemand:
    """A place that the log does not know: the mean of the others, as far from it as they are from one another."""
    # A spread that is seen holds the places' own errors already; one that is assumed does not.
    few = len(places) < _FEWEST_PLACES
    spread = PRIOR_SD if few else stdev(log(place.per_week) for place in places)
    per_hour = fmean(place.per_hour for place in places)
    halves = sorted({half for place in places for half in place.rates})
    return PlaceDemand(
        site="",
        per_week=fmean(place.per_week for place in places),
        per_hour=per_hour,
        rates={half: fmean(place.rates.get(half, place.per_hour) for place in places) for half in halves},
        se_log=sqrt(spread**2 * (1 + 1 / len(places)) + fmean(p.se_log**2 for p in places) * few),
        openings=0,
        source="others",
    )


def _world(seen: Seen, assumed: list[str]) -> World:
    """What holds at every place; `assumed` gets the name of each thing that the log does not tell."""
    places = (([u.enquiries or 0 for u in own], [u.hours for u in own]) for own in seen.units.values())
    alpha, waits = pooled_alpha(places), _patience(seen.counts)
    served = sum(seen.counts.service.values())
    told = {"alpha": alpha is not None, "patience": bool(waits)}
    told |= {"outcomes": seen.counts.stayed > 0, "no_show": seen.booked > 0}
    assumed += [name for name, known in told.items() if not known]
    return World(
        alpha=ALPHA if alpha is None else alpha,
        service={float(minutes): n for minutes, n in seen.counts.service.items()},
        patience=waits or _PATIENCE,
        helped=float(seen.counts.helped if seen.counts.stayed else served),
        called=float(seen.counts.stayed or served),
        no_show=seen.no_show,
        booked=seen.booked,
    )


def _patience(counts: ServiceCounts) -> tuple[Patience, ...]:
    """Who was called while still there, or not called before closing, would have waited longer."""
    return patience(counts.present + counts.waiting, counts.left, counts.missing)
