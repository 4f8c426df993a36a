"""What each way to open would give, cost and break: arithmetic that is known, and a projection with its band."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

import numpy as np

from evaluation.disclosure import Role
from evaluation.findings.dataset import Dataset
from evaluation.findings.demand import Demand, demand_of, plans_of
from evaluation.findings.model_promises import ModelPromise, kept_promises
from evaluation.findings.period import WHOLE, find
from evaluation.findings.prices import kroner_a_year, price_of
from evaluation.findings.sensitive import margin_sites, released, target_group
from evaluation.findings.wording import MANY_UNKNOWN
from evaluation.initiative.model_hours import WEEKS, ModelHours, difference_hours_week, hours_of
from evaluation.initiative.staffing import StaffingModel
from evaluation.stats import LEVEL, Design, detectable, obrien_fleming, quarterly
from evaluation.stats.estimate import z_quantile
from evaluation.stats.forecast import Band, OpeningPlan, Year, band, simulate_year

_TARGET_SEED: Final = 2


@dataclass(frozen=True)
class ModelAnswer:
    """A model and what follows of it.

    Known: `hours`; kroner a year as the case counts (`kroner_low` to `kroner_high`: open weeks, and the weeks of the
    budget) and by the calendar; `difference`: staff hours per open week more than before, None where nobody told
    those; `promises`. Projected: `year`, and `walk_in` the same without booking where it books; None with `reason`,
    a key of the texts. `target`: served of the target group, None with `target_reason`, a key too. `unbooked_share`
    of citizens need no booking. `detectable`: the smallest ratio that two places side by side can tell in its year;
    None where not even a large one is.
    """

    model: StaffingModel
    hours: ModelHours
    kroner_low: float
    kroner_high: float
    kroner_calendar: float
    difference: Fraction | None
    promises: tuple[ModelPromise, ...]
    year: Year | None
    walk_in: Year | None
    target: Band | None
    target_reason: str | None
    unbooked_share: float
    detectable: float | None
    reason: str | None


def answers(
    dataset: Dataset,
    role: Role,
    models: Sequence[StaffingModel] | None = None,
    price: float | None = None,
    demand: Demand | None = None,
) -> tuple[ModelAnswer, ...]:
    """An answer for each model (default: the initiative's), at a price per staff hour (default: `price_of`).

    `demand`: the dataset's, where it is known already.

    Raises UserError for a model with two openings of one place at once.
    """
    asked = dataset.initiative.models if models is None else models
    if not asked:
        return ()
    kr = price_of(dataset).kr if price is None else price
    found = _Asker(dataset, role, kr, demand or demand_of(dataset))
    return tuple(found.answer(model) for model in asked)


def difference_of(a: ModelAnswer, b: ModelAnswer, name: str) -> Band | None:
    """How much more of a figure of `Year` a gives than b, world by world; None without demand to go by."""
    if a.year is None or b.year is None:
        return None
    return band(getattr(a.year, name) - getattr(b.year, name))


class _Asker:
    """What all models share: the demand, the price and the target group's share."""

    def __init__(self, dataset: Dataset, role: Role, price: float, demand: Demand) -> None:
        self.initiative, self.price, self.demand = dataset.initiative, price, demand
        sites = margin_sites(dataset, "popup") or margin_sites(dataset, "all")
        self.share = target_group(dataset, released(dataset, role), sites, find(dataset, WHOLE)).share

    def answer(self, model: StaffingModel) -> ModelAnswer:
        hours = hours_of(model, self.initiative)
        low, high = kroner_a_year(hours, self.initiative, self.price)
        plans = plans_of(model, hours, self.demand)
        reason = self.demand.reason or (None if hours.openings_year else "demand.reasons.no_openings_in_year")
        year = None if reason else self._year(plans)
        target = None if year is None else self._target(year)
        return ModelAnswer(
            model=model,
            hours=hours,
            kroner_low=low,
            kroner_high=high,
            kroner_calendar=hours.staff_hours_year * self.price,
            difference=difference_hours_week(hours, self.initiative),
            promises=kept_promises(model, hours, low, high, self.initiative),
            year=year,
            walk_in=self._walk_in(model, hours) if model.booking and year is not None else None,
            target=target,
            target_reason=None if target else reason or self._untold(),
            unbooked_share=0.0 if model.booking else 1.0,
            detectable=None if year is None else self._detectable(plans),
            reason=reason,
        )

    def _walk_in(self, model: StaffingModel, hours: ModelHours) -> Year | None:
        return self._year(plans_of(model.model_copy(update={"booking": False}), hours, self.demand))

    def _year(self, plans: Sequence[OpeningPlan]) -> Year | None:
        return None if self.demand.world is None else simulate_year(plans, self.demand.world)

    def _untold(self) -> str:
        """Why the target group's share gives no figure: its ends may be no error but what nobody wrote down."""
        unknown = self.share.shown and self.share.reason == MANY_UNKNOWN
        return "demand.reasons.target_unknown" if unknown else "demand.reasons.no_target_share"

    def _target(self, year: Year) -> Band | None:
        """Those served × the released share of those who come, with the error of both; None where it is hidden."""
        share = self.share
        if share.value is None or not share.shown or share.reason == MANY_UNKNOWN:
            return None
        wide = 0.0 if share.low is None or share.high is None else share.high - share.low
        error = np.random.default_rng(_TARGET_SEED).normal(
            0.0, wide / 2 / z_quantile(LEVEL), len(year.served)
        )
        return band(year.served * np.clip(share.value + error, 0.0, 1.0))

    def _detectable(self, plans: Sequence[OpeningPlan]) -> float | None:
        """Of two places open as this model's mean place, one look a quarter for a year."""
        held = [plan for plan in plans if plan.openings]
        openings = sum(plan.openings for plan in held)
        people = sum(plan.openings * (plan.expected + plan.gathered) / 2 for plan in held)
        hours = sum(plan.openings * plan.minutes for plan in held) / 60
        if self.demand.world is None or not people:
            return None
        design = Design(
            kind="concurrent",
            before=1.0,
            after=openings / len({plan.place for plan in held}) / WEEKS,
            weeks_before=0,
            weeks_after=WEEKS,
            stays=0,
            mean=people / openings,
            hours=hours / openings,
            alpha=self.demand.world.alpha,
        )
        return detectable(design.plan(), obrien_fleming(quarterly(WEEKS))[-1])
