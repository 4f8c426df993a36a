"""What a model of opening must hold beyond the shape of its keys."""

from collections.abc import Iterator
from datetime import date
from itertools import combinations

from evaluation.initiative.fault import Fault
from evaluation.initiative.messages import listed
from evaluation.initiative.model_hours import year_of
from evaluation.initiative.models import Initiative
from evaluation.initiative.rules import closed, knows_country, rule_days
from evaluation.initiative.schedule import Rule
from evaluation.initiative.staffing import StaffingModel
from evaluation.texts.format import day


def model_faults(initiative: Initiative) -> Iterator[Fault]:
    """Everything wrong in the models of `initiative.toml`, and in what can be bought besides."""
    seen: set[str] = set()
    for index, extra in enumerate(initiative.economy.extras):
        if extra.id in seen:
            yield Fault(("economy", "extras", index, "id"), "duplicate", extra.id)
        seen.add(extra.id)
    for index, model in enumerate(initiative.models):
        for fault in faults_of_model(model, initiative):
            yield Fault(("models", index, *fault.location), fault.kind, fault.given, fault.allowed)


def faults_of_model(model: StaffingModel, initiative: Initiative) -> Iterator[Fault]:
    """Places nobody knows, openings that never come, and two at once. Locations as in the model's own file."""
    known = [site.id for site in initiative.sites]
    for index, rule in enumerate(model.openings):
        if rule.site not in known:
            yield Fault(("openings", index, "site"), "unknown_site", rule.site, {"expected": listed(known)})
    country = initiative.calendar.holidays
    if country is None or knows_country(country):  # an unknown one is told already
        yield from _openings(model, initiative)


def _openings(model: StaffingModel, initiative: Initiative) -> Iterator[Fault]:
    first, last = year_of(initiative)
    days = [_days(rule, initiative) for rule in model.openings]
    for index, found in enumerate(days):
        if not found:
            yield Fault(("openings", index), "never_opens", None, {"ge": day(first), "le": day(last)})
    for (before, one), (index, other) in combinations(enumerate(model.openings), 2):
        shared = days[before] & days[index]
        if shared and _at_once(one, other):
            yield Fault(("openings", index), "open_already", None, {"day": day(min(shared))})


def _days(rule: Rule, initiative: Initiative) -> set[date]:
    return {d for d in rule_days(rule, *year_of(initiative)) if not closed(initiative.calendar, rule, d)}


def _at_once(one: Rule, other: Rule) -> bool:
    return one.site == other.site and one.opens < other.closes and other.opens < one.closes
