"""The four charts of Modeller: what one gets beside what it takes; dots for what is projected, squares if known."""

from collections.abc import Callable

from evaluation.disclosure import Cell
from evaluation.findings import models_words as words
from evaluation.findings.model import IntervalChart, IntervalRow, KnownChart, KnownRow
from evaluation.findings.models_case import (
    NOTHING,
    Case,
    cell,
    count,
    hours,
    people,
    walking_in,
)
from evaluation.findings.prices import kroner_range
from evaluation.findings.whatif import ModelAnswer, difference_of
from evaluation.findings.wording import figure
from evaluation.texts import format as da
from evaluation.texts import text

_THOUSAND = 1000


def charts(case: Case) -> tuple[IntervalChart | KnownChart, ...]:
    """Two and two: served and hours of the head office; who leave, and kroner."""
    found: list[IntervalChart | KnownChart] = []
    known = case.initiative.hours_before_per_week is not None
    if case.projected:
        found.append(_served(case))
    found += [_taken(case)] if known else []
    if case.projected:
        found.append(_left(case))
    return (*found, _kroner(case))


def _rows(case: Case, of: Callable[[ModelAnswer], Cell]) -> tuple[IntervalRow, ...]:
    return tuple(IntervalRow(a.model.name, "", of(a)) for a in case.answers)


def _booked(case: Case) -> bool:
    return any(a.model.booking for a in case.answers)


def _served(case: Case) -> IntervalChart:
    return IntervalChart(
        title=_served_title(case),
        subtitle=text(
            "models.charts.served_subtitle_booked" if _booked(case) else "models.charts.served_subtitle"
        ),
        axis_title=text("models.charts.served_axis"),
        unit="number",
        rows=_rows(case, lambda a: NOTHING if a.year is None else people(a.year.band("served"))),
    )


def _served_title(case: Case) -> str:
    if case.pair is None:
        return text("models.charts.served")
    one, two = case.pair
    more = difference_of(two, one, "served")
    if more is None:
        return text("models.charts.served")
    if more.low <= 0:
        return text("models.charts.served_same")
    return text("models.charts.served_more", more=count(people(more)))


def _taken(case: Case) -> KnownChart:
    rows = tuple(_taken_row(case, a) for a in case.answers)
    return KnownChart(
        title=_taken_title(case),
        subtitle=text("models.charts.taken_subtitle", office=case.office),
        axis_title=text("models.charts.taken_axis"),
        rows=rows,
    )


def _taken_title(case: Case) -> str:
    few, many = (None, None) if case.pair is None else map(case.taken, case.pair)
    if few is None or many is None:
        return text("models.charts.taken", office=case.office)
    return text("models.charts.taken_more", office=case.office, hours=hours(many - few))


def _taken_row(case: Case, answer: ModelAnswer) -> KnownRow:
    found = case.taken(answer)
    freed = -(answer.difference or 0)
    note = text("models.freed", hours=hours(freed)) if freed > 0 else ""
    value = 0.0 if found is None else float(found)
    said = text("models.charts.taken_said", hours=hours(value))
    return KnownRow(answer.model.name, value, hours(value), note, said=said)


def _left(case: Case) -> IntervalChart:
    def share(answer: ModelAnswer) -> Cell:
        year = walking_in(answer)
        return NOTHING if year is None else cell(year.band("left_share"))

    alone = [found for found in map(share, case.alone) if found.shown]
    title = text("models.charts.left")
    if len(alone) == 1:  # of several the title would tell only one
        title = text("models.charts.left_alone", share=figure(alone[0], "percent"))
    subtitle = text("models.charts.left_subtitle_booked" if _booked(case) else "models.charts.left_subtitle")
    return IntervalChart(title, subtitle, text("models.charts.left_axis"), "percent", _rows(case, share))


def _kroner(case: Case) -> KnownChart:
    budget = case.initiative.economy.budget_per_year
    weeks = {"low": words.open_weeks(case), "high": case.initiative.economy.budget_weeks}
    subtitle = text("models.charts.kroner_subtitle", **weeks)
    if budget is not None:
        subtitle = text("models.charts.kroner_budget", subtitle=subtitle, budget=da.kroner(budget))
    return KnownChart(
        title=words.frame(case) or text("models.charts.kroner"),
        subtitle=subtitle,
        axis_title=text("models.charts.kroner_axis"),
        rows=tuple(map(_kroner_row, case.answers)),
        budget=None if budget is None else budget / _THOUSAND,
    )


def _kroner_row(answer: ModelAnswer) -> KnownRow:
    low, high = answer.kroner_low / _THOUSAND, answer.kroner_high / _THOUSAND
    said = text("format.kroner", amount=kroner_range(answer.kroner_low, answer.kroner_high))
    ends = [round(low), round(high)]
    shown = da.number(ends[0]) if ends[0] == ends[1] else da.interval(ends[0], ends[1], 0)
    return KnownRow(answer.model.name, low, shown, most=high if ends[0] != ends[1] else None, said=said)
