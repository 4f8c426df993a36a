"""Which of the case's promises a way to open keeps and breaks: weekly, without booking, at no extra cost."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from evaluation.findings.prices import within_budget
from evaluation.initiative.model_hours import ModelHours, staff_of, year_of
from evaluation.initiative.models import Initiative
from evaluation.initiative.rules import rule_days
from evaluation.initiative.staffing import StaffingModel
from evaluation.texts import format as da
from evaluation.texts import text

PromiseKey = Literal["weekly", "unbooked", "cost_neutral"]


@dataclass(frozen=True)
class ModelPromise:
    """A promise, whether a model keeps it (None: cannot be said), and why, as a sentence."""

    key: PromiseKey
    kept: bool | None
    words: str


def kept_promises(
    model: StaffingModel, hours: ModelHours, kroner_low: float, kroner_high: float, initiative: Initiative
) -> tuple[ModelPromise, ...]:
    """The three promises that a model's own rules and price decide, in the order they are shown.

    `hours`: the model's. `kroner_low`, `kroner_high`: kroner a year, over the open weeks and over the budget's.
    """
    return (
        _weekly(model, hours, initiative),
        _unbooked(model),
        _cost_neutral(kroner_low, kroner_high, initiative.economy.budget_per_year),
    )


def _weekly(model: StaffingModel, hours: ModelHours, initiative: Initiative) -> ModelPromise:
    """Each of its places in every open week, by the rules: a holiday takes an opening, not the promise."""
    sites = list(dict.fromkeys(rule.site for rule in model.openings))
    gaps = [site for site in sites if _open_weeks(site, model, initiative) < hours.open_weeks]
    if not gaps:
        return ModelPromise("weekly", True, text("model_promises.weekly_kept"))
    if len(gaps) == len(sites):
        return ModelPromise("weekly", False, text("model_promises.weekly_nowhere"))
    places = da.joined([initiative.site(site).name for site in gaps])
    return ModelPromise("weekly", False, text("model_promises.weekly_gaps", places=places))


def _open_weeks(site: str, model: StaffingModel, initiative: Initiative) -> int:
    """Of the weeks that are not closed, those in which a rule opens the place."""
    first, last = year_of(initiative)
    closed = initiative.calendar.closed_iso_weeks
    days = [day for rule in model.openings if rule.site == site for day in rule_days(rule, first, last)]
    return len({(day - first).days // 7 for day in days if _week(first, day) not in closed})


def _week(first: date, day: date) -> int:
    """The ISO week of the first day of the week of the year that a day lies in."""
    return (first + timedelta(weeks=(day - first).days // 7)).isocalendar().week


def _unbooked(model: StaffingModel) -> ModelPromise:
    alone = any(staff_of(rule) == 1 for rule in model.openings)
    if model.booking:
        return ModelPromise("unbooked", False, text(f"model_promises.booked{'_alone' if alone else ''}"))
    if alone:
        return ModelPromise("unbooked", False, text("model_promises.alone"))
    return ModelPromise("unbooked", True, text("model_promises.unbooked_kept"))


def _cost_neutral(low: float, high: float, budget: float | None) -> ModelPromise:
    if budget is None:
        return ModelPromise("cost_neutral", None, text("model_promises.no_budget"))
    ends = _thousands(low), _thousands(high)
    said = {"amount": _amount(*ends), "budget": da.kroner(budget)}
    kept = within_budget(low, high, budget)
    if kept:
        return ModelPromise("cost_neutral", True, text("model_promises.within", **said))
    if kept is False:
        more = _amount(*(end - budget for end in ends))  # of the amounts as they are read
        return ModelPromise("cost_neutral", False, text("model_promises.above", more=more, **said))
    return ModelPromise("cost_neutral", None, text("model_promises.between", **said))


def _thousands(kroner: float) -> float:
    return round(kroner / 1000) * 1000.0


def _amount(low: float, high: float) -> str:
    """Written as "345.000–366.000 kr."; one amount where both are the same."""
    if low == high:
        return da.kroner(low)
    return da.typeset(text("format.kroner", amount=da.interval(low, high, 0)))
