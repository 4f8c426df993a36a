"""Hours of a way to open: per open week as the case counts them, and per year as the calendar gives them.

The case reckons with one steady week (Forslag 1: three places × 1½ hours × 2 staff = 9 hours, + transport). The
calendar takes out holidays and closed weeks. Both are shown, since neither is wrong.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from typing import Final

from evaluation.initiative.calendar import Opening, openings
from evaluation.initiative.models import Initiative, transport_share
from evaluation.initiative.rules import rule_days
from evaluation.initiative.schedule import Rule
from evaluation.initiative.staffing import StaffingModel

WEEKS: Final = 52
_MONTHS: Final = 12
_YEAR = timedelta(weeks=WEEKS)
_DAY = timedelta(days=1)


@dataclass(frozen=True)
class OpeningKind:
    """One rule of a model, and how many openings it gives in the year."""

    rule: Rule
    openings: int


@dataclass(frozen=True)
class ModelHours:
    """Hours of all a model's places together; `_week`: a mean open week, `_year`: 52 weeks of the calendar.

    `serving`: open hours × staff who serve. `staff`: open hours × all staff, and transport. `_month`: only where
    every opening is monthly, as the case then counts. `open_weeks` of the year are not closed.
    """

    open_hours_week: Fraction
    serving_hours_week: Fraction
    transport_hours_week: Fraction
    staff_hours_week: Fraction
    open_hours_month: Fraction | None
    serving_hours_month: Fraction | None
    open_weeks: int
    openings_year: int
    open_hours_year: float
    staff_hours_year: float
    kinds: tuple[OpeningKind, ...]


def hours_of(model: StaffingModel, initiative: Initiative) -> ModelHours:
    """The model's hours. Raises UserError for two openings of one place at once."""
    turns = {rule: _turns(rule, initiative) for rule in model.openings}
    open_week = sum((t * _length(rule) for rule, t in turns.items()), Fraction())
    serving = sum((t * _length(rule) * rule.staff_serving for rule, t in turns.items()), Fraction())
    present = sum((t * _length(rule) * staff_of(rule) for rule, t in turns.items()), Fraction())
    transport = transport_share(initiative.transport_hours) * _travellers(turns, initiative)
    monthly = all(limits(rule) == [Fraction(_MONTHS, WEEKS)] for rule in model.openings)
    year = openings_of(model, initiative)
    return ModelHours(
        open_hours_week=open_week,
        serving_hours_week=serving,
        transport_hours_week=transport,
        staff_hours_week=present + transport,
        open_hours_month=open_week * WEEKS / _MONTHS if monthly else None,
        serving_hours_month=serving * WEEKS / _MONTHS if monthly else None,
        open_weeks=_open_weeks(initiative),
        openings_year=len(year),
        open_hours_year=sum(o.open_hours for o in year),
        staff_hours_year=staff_hours(year, initiative),
        kinds=tuple(OpeningKind(rule, len(_planned((rule,), initiative))) for rule in model.openings),
    )


def openings_of(model: StaffingModel, initiative: Initiative) -> tuple[Opening, ...]:
    """The model's openings in its year, less holidays and closed weeks, by start and site.

    When a place opens or ends, listed changes and what took place belong to what was done, not to a what-if.
    Raises UserError for two openings of one place at once.
    """
    return _planned(model.openings, initiative)


def year_of(initiative: Initiative) -> tuple[date, date]:
    """First and last day of the 52 weeks that models are reckoned over."""
    return initiative.starts_on, initiative.starts_on + _YEAR - _DAY


def difference_hours_week(hours: ModelHours, initiative: Initiative) -> Fraction | None:
    """Staff hours per open week more (less: negative) than before; None where nobody told what was before."""
    before = initiative.hours_before_per_week
    return None if before is None else hours.staff_hours_week - Fraction(before).limit_denominator(60)


def hours_from_head_office(hours: ModelHours, initiative: Initiative) -> Fraction | None:
    """Staff hours per open week that must be found at the head office: what exceeds the hours before, or none."""
    more = difference_hours_week(hours, initiative)
    return None if more is None else max(Fraction(), more)


def staff_of(rule: Rule) -> int:
    """All staff of an opening, those who do not serve included."""
    return rule.staff_serving if rule.staff_total is None else rule.staff_total


def _planned(rules: tuple[Rule, ...], initiative: Initiative) -> tuple[Opening, ...]:
    first, last = year_of(initiative)
    sites = tuple(site.model_copy(update={"open_from": None, "open_to": None}) for site in initiative.sites)
    tried = {"schedule": rules, "changes": (), "actual": (), "sites": sites}
    found = openings(initiative.model_copy(update=tried), last)
    return tuple(o for o in found if o.local_date >= first)


def staff_hours(found: Sequence[Opening], initiative: Initiative) -> float:
    """Of these openings: open hours × all staff, and transport once a trip for all who go."""
    trips: dict[str, int] = {}
    for o in found:
        if o.trip_id is not None:
            trips[o.trip_id] = max(o.staff_total, trips.get(o.trip_id, 0))
    transport = float(transport_share(initiative.transport_hours) * sum(trips.values()))
    return sum(o.open_hours * o.staff_total for o in found) + transport


def limits(rule: Rule) -> list[Fraction]:
    """The share of weeks that each of a rule's limits leaves: 1/2 for every other, 12/52 for once a month."""
    found = [Fraction(1, rule.every_weeks)] if rule.every_weeks > 1 else []
    if rule.iso_weeks != "all":
        found.append(Fraction(1, 2))
    return [*found, Fraction(_MONTHS, WEEKS)] if rule.nth_of_month is not None else found


def _turns(rule: Rule, initiative: Initiative) -> Fraction:
    """Openings in a mean open week; a rule that holds a part of the year counts for that part."""
    first, last = year_of(initiative)
    found = limits(rule)
    if len(found) > 1:  # every other week and even weeks: all of them or none, so the days tell
        return Fraction(len(list(rule_days(rule, first, last))), WEEKS)
    days = (min(last, rule.ends_on or last) - max(first, rule.starts_on or first)) // _DAY + 1
    within = Fraction(max(0, days), _YEAR // _DAY)
    return within * found[0] if found else within


def _length(rule: Rule) -> Fraction:
    opens, closes = (
        clock.hour * 3600 + clock.minute * 60 + clock.second for clock in (rule.opens, rule.closes)
    )
    return Fraction(closes - opens, 3600)


def _travellers(turns: dict[Rule, Fraction], initiative: Initiative) -> Fraction:
    """Staff who travel in a mean open week. Openings of one trip on one day share it.

    The k-th of a trip travels as often as its most frequent opening with at least k staff, where those that are
    rarer fall together with it; where they may take turns instead, the days tell.
    """
    trips: dict[object, list[Rule]] = defaultdict(list)
    for rule in turns:
        if rule.transport:
            trips[(rule.trip, rule.weekday) if rule.trip else rule].append(rule)
    return sum((_of_trip(rules, turns, initiative) for rules in trips.values()), Fraction())


def _of_trip(rules: list[Rule], turns: dict[Rule, Fraction], initiative: Initiative) -> Fraction:
    most = max(map(staff_of, rules))
    if not _fall_together(rules, most):
        going: dict[date, int] = {}
        for rule in rules:
            for day in rule_days(rule, *year_of(initiative)):
                going[day] = max(going.get(day, 0), staff_of(rule))
        return Fraction(sum(going.values()), WEEKS)
    return sum(
        (max(turns[rule] for rule in rules if staff_of(rule) >= k) for k in range(1, most + 1)), Fraction()
    )


def _fall_together(rules: list[Rule], most: int) -> bool:
    """Whether the rarer openings of a trip surely come on days of the most frequent one."""
    if len(rules) > 1 and any(rule.starts_on or rule.ends_on for rule in rules):  # one may follow another
        return False
    patterns = {(rule.every_weeks, rule.anchor, rule.iso_weeks, rule.nth_of_month) for rule in rules}
    return len(patterns) == 1 or any(not limits(rule) and staff_of(rule) == most for rule in rules)


def _open_weeks(initiative: Initiative) -> int:
    """Weeks of the year in which not everything is closed."""
    first, _ = year_of(initiative)
    weeks = ((first + timedelta(weeks=number)).isocalendar().week for number in range(WEEKS))
    return sum(week not in initiative.calendar.closed_iso_weeks for week in weeks)
