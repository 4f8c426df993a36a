"""How long must a trial run? Three ways of trying a place, what each takes and how small a change it finds."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from evaluation.disclosure import Role
from evaluation.findings import planning_words as words
from evaluation.findings.common import is_daily
from evaluation.findings.dataset import Dataset
from evaluation.findings.model import TableTwin
from evaluation.findings.planning_basis import Basis, basis_of
from evaluation.findings.planning_model import (
    ChangeAnswer,
    PlannedLength,
    PlannedWay,
    PlanningChart,
    PlanningFinding,
)
from evaluation.stats import Design, detectable, obrien_fleming, quarterly, shortest, shortest_same
from evaluation.texts import format as da
from evaluation.texts import text

#: Way of trying → openings a week at the new place.
_WAYS: Final = {"once": 1, "twice": 2, "both": 1}
_LENGTHS: Final = (13, 26, 39, 52)
#: The changes a reader can choose, in per cent, and the one shown first.
_CHOICES: Final = (10, 25, 50)
_CHOSEN: Final = 25
_HALF_A_YEAR: Final = _LENGTHS.index(26)


@dataclass(frozen=True)
class _Trial:
    """One way for so many weeks: what it takes, and the smallest ratio it finds."""

    way: str
    weeks: int
    openings: int
    hours: float
    kroner: float
    ratio: float | None = None


def planning(dataset: Dataset, role: Role) -> PlanningFinding | None:
    """The section's finding; None for an initiative without openings, which has nothing to hold more often."""
    if is_daily(dataset):
        return None
    basis = basis_of(dataset, role)
    trials = {way: tuple(_trial(basis, way, weeks) for weeks in _LENGTHS) for way in _WAYS}
    return PlanningFinding(
        said=words.lead({way: own[_HALF_A_YEAR].ratio for way, own in trials.items()}),
        chart=_chart(trials),
        table=_table([one for own in trials.values() for one in own]),
        answers=tuple(_answer(basis, percent) for percent in _CHOICES),
        chosen=str(_CHOSEN),
        definitions=words.definitions(basis),
        caveats=words.caveats(basis),
    )


def _design(basis: Basis, way: str, weeks: int) -> Design:
    return Design(
        kind="concurrent" if way == "both" else "move",
        before=basis.share,
        after=basis.share * _WAYS[way],
        weeks_before=basis.weeks,
        weeks_after=weeks,
        stays=basis.stays,
        mean=basis.mean,
        hours=basis.hours,
        alpha=basis.alpha,
    )


def _trial(basis: Basis, way: str, weeks: int) -> _Trial:
    bound = obrien_fleming(quarterly(weeks))[-1]
    found = detectable(_design(basis, way, weeks).plan(), bound)
    return replace(
        _taken(basis, way, weeks), ratio=found if found is None or found <= words.LARGEST else None
    )


def _taken(basis: Basis, way: str, weeks: int) -> _Trial:
    """What it takes; two places at once are both part of the trial."""
    plan = _design(basis, way, weeks).plan()
    openings = len(plan.openings) if plan.concurrent else plan.held
    hours = openings * basis.staff_hours
    return _Trial(way, weeks, openings, hours, hours * basis.price.kr)


def _chart(trials: dict[str, tuple[_Trial, ...]]) -> PlanningChart:
    return PlanningChart(
        title=text("planning.chart.title"),
        subtitle=text("planning.chart.subtitle"),
        axis_title=text("planning.chart.axis"),
        ways=tuple(
            PlannedWay(
                text(f"planning.ways.{way}"), text(f"planning.ways_note.{way}"), tuple(map(_length, own))
            )
            for way, own in trials.items()
        ),
    )


def _length(trial: _Trial) -> PlannedLength:
    change = None if trial.ratio is None else trial.ratio - 1
    return PlannedLength(text("planning.weeks", weeks=trial.weeks), change, words.change(trial.ratio))


def _table(trials: Sequence[_Trial]) -> TableTwin:
    head = ("way", "length", "openings", "hours", "kroner", "change")
    rows = tuple(
        (
            text(f"planning.ways.{one.way}"),
            f"{text('planning.weeks', weeks=one.weeks)}\n{text('planning.days', days=7 * one.weeks)}",
            da.number(one.openings),
            da.number(round(one.hours)),
            words.kroner(one.kroner),
            words.change(one.ratio),
        )
        for one in trials
    )
    names = tuple(text(f"planning.table.{name}") for name in head)
    return TableTwin(text("planning.table.caption"), names, rows, (2, 3, 4))


def _answer(basis: Basis, percent: int) -> ChangeAnswer:
    """How long each way must run to tell whether a change of so many per cent is there."""
    delta = percent / 100
    weeks = {way: shortest(_design(basis, way, 0), 1 + delta) for way in _WAYS}
    same = {way: shortest_same(_design(basis, way, 0), delta) for way in _WAYS}
    up, down = da.percent(delta), da.percent(1 - 1 / (1 + delta))
    told = any(n is not None for n in weeks.values())
    head = ("seen", "openings", "kroner", "same") if told else ("seen", "same")
    names = (text("planning.table.way"), *(text(f"planning.answer.{name}") for name in head))
    caption = text("planning.answer.caption", percent=up, down=down)
    rows = tuple(_answer_row(basis, way, weeks[way], same[way], told=told) for way in _WAYS)
    return ChangeAnswer(
        id=str(percent),
        label=text("planning.choice", percent=percent),
        said=words.answer(1 + delta, weeks, same),
        table=TableTwin(caption, names, rows, (2, 3) if told else ()),
    )


def _answer_row(
    basis: Basis, way: str, weeks: int | None, same: int | None, *, told: bool
) -> tuple[str, ...]:
    """What one way takes; no columns for it where no way gets there."""
    takes = (text("planning.answer.nothing"),) * 2 if told else ()
    if weeks is not None:
        taken = _taken(basis, way, weeks)
        takes = da.number(taken.openings), words.kroner(taken.kroner)
    return text(f"planning.ways.{way}"), words.weeks_cell(weeks), *takes, words.weeks_cell(same)
