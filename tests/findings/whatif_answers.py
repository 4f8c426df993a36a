"""Answers made by hand: hours and promises follow from the shipped rules, what citizens do is invented."""

from dataclasses import replace
from functools import cache

import numpy as np

from evaluation.cli.demo import FOLDER
from evaluation.findings.demand import Demand, PlaceDemand
from evaluation.findings.model_promises import kept_promises
from evaluation.findings.models_case import Case
from evaluation.findings.prices import CASE_PRICE, Price
from evaluation.findings.whatif import ModelAnswer
from evaluation.initiative import Initiative, load_initiative
from evaluation.initiative.model_hours import difference_hours_week, hours_of
from evaluation.initiative.staffing import StaffingModel
from evaluation.stats.forecast import Band, World, Year

WORLDS = 201
SERVED = {
    "forslag_1": 970.0,
    "forslag_2": 690.0,
    "forslag_3": 640.0,
    "aendring_1": 1660.0,
    "aendring_2": 2010.0,
}


@cache
def shipped() -> Initiative:
    return load_initiative(FOLDER)


def year(served: float, left: float, *, spread: float = 0.1) -> Year:
    """Worlds evenly spread around the middle."""
    worlds = np.linspace(1 - spread, 1 + spread, WORLDS)
    return Year(
        arrived=served / (1 - left) * worlds,
        served=served * worlds,
        left_share=left * worlds,
        wait_median=19 * worlds,
        wait_p90=40 * worlds,
        overtime=12 * worlds,
        idle=300 * worlds,
    )


def answer(model: StaffingModel, initiative: Initiative, found: Year | None = None) -> ModelAnswer:
    hours = hours_of(model, initiative)
    weekly = float(hours.staff_hours_week) * CASE_PRICE
    low, high = weekly * hours.open_weeks, weekly * initiative.economy.budget_weeks
    return ModelAnswer(
        model=model,
        hours=hours,
        kroner_low=low,
        kroner_high=high,
        kroner_calendar=hours.staff_hours_year * CASE_PRICE,
        difference=difference_hours_week(hours, initiative),
        promises=kept_promises(model, hours, low, high, initiative),
        year=found,
        walk_in=year(1500, 0.18) if model.booking and found else None,
        target=Band(400, 350, 450) if found else None,
        target_reason=None,
        unbooked_share=0.0 if model.booking else 1.0,
        detectable=1.32,
        reason=None if found else "demand.reasons.no_log",
    )


def case(initiative: Initiative | None = None, *, log: bool = True) -> Case:
    """The models of the shipped case, with a log or without."""
    known = initiative or shipped()
    found = tuple(answer(m, known, year(SERVED[m.id], 0.06) if log else None) for m in known.models)
    return Case(known, found, Price(CASE_PRICE, "derived", "Timeprisen er afledt."))


def changed(given: Case, model_id: str, **values: object) -> Case:
    """The same with one answer changed."""
    found = tuple(replace(a, **values) if a.model.id == model_id else a for a in given.answers)  # type: ignore[arg-type]
    return replace(given, answers=found)


def demand(*, log: bool = True) -> Demand:
    if not log:
        return Demand({}, None, None, (), "demand.reasons.no_log")
    place = PlaceDemand("farsoe", 12, 3, {}, 0.1, 34, "own")
    world = World(0.2, {15: 10}, 2, 300, 95, 100)
    return Demand({"farsoe": place}, place, world, ("demand.assumed.gather", "demand.assumed.alpha"))
