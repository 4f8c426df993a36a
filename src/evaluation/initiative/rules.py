"""The days a rule names, and the days on which everything is closed. Dates only; no clock, no zone."""

from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache

import holidays

from evaluation.initiative.schedule import WEEKDAYS, Calendar, Rule

_WEEK = timedelta(days=7)


def closed(calendar: Calendar, rule: Rule, day: date) -> bool:
    """Whether a rule's opening falls away: a closed week, a yearly day, a public holiday or a single date."""
    return (
        (day.isocalendar().week in calendar.closed_iso_weeks and not rule.ignores_closed_weeks)
        or f"{day:%m-%d}" in calendar.closed_days
        or day in calendar.closed_dates
        or (calendar.holidays is not None and day in _public_holidays(calendar.holidays, day.year))
    )


def knows_country(code: str) -> bool:
    """Whether the `holidays` package has the public holidays of a country code ("DK")."""
    return code in holidays.list_supported_countries()


@cache
def _public_holidays(country: str, year: int) -> frozenset[date]:
    return frozenset(holidays.country_holidays(country, years=year))


def rule_days(rule: Rule, first: date, last: date) -> Iterator[date]:
    """The days from first through last on which a rule opens, closed days not yet taken out."""
    first = max(first, rule.starts_on or first)
    last = min(last, rule.ends_on or last)
    day = first + timedelta(days=(WEEKDAYS.index(rule.weekday) - first.weekday()) % 7)
    while day <= last:
        if _in_turn(rule, day):
            yield day
        day += _WEEK


def _in_turn(rule: Rule, day: date) -> bool:
    return _in_interval(rule, day) and _in_iso_week(rule, day) and _in_month(rule, day)


def _in_interval(rule: Rule, day: date) -> bool:
    """Every n weeks, counted in whole weeks from the anchor's: 53-week years do not break the rhythm."""
    if rule.anchor is None:
        return True
    return (_monday(day) - _monday(rule.anchor)) // _WEEK % rule.every_weeks == 0


def _in_iso_week(rule: Rule, day: date) -> bool:
    """By the week's number: after week 53 comes week 1, and two odd weeks stand side by side."""
    return rule.iso_weeks == "all" or (day.isocalendar().week % 2 == 0) == (rule.iso_weeks == "even")


def _in_month(rule: Rule, day: date) -> bool:
    if rule.nth_of_month is None:
        return True
    if rule.nth_of_month == -1:
        return (day + _WEEK).month != day.month
    return (day.day - 1) // 7 + 1 == rule.nth_of_month


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())
