"""The initiative's models in kroner, against its budget: arithmetic alone, no demand."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from evaluation.findings.economy_model import ModelsPart
from evaluation.findings.model import KnownChart, KnownRow, Run, TableTwin
from evaluation.findings.models_case import quoted
from evaluation.findings.planning_words import kroner
from evaluation.findings.prices import kroner_a_year, kroner_range, within_budget
from evaluation.findings.wording import runs
from evaluation.initiative.model_hours import ModelHours, hours_of
from evaluation.initiative.models import Initiative
from evaluation.initiative.staffing import StaffingModel
from evaluation.texts import format as da
from evaluation.texts import text

#: More names than this are counted in a title.
_NAMED = 2
Verdict = Literal["within", "over", "either", "plain"]


@dataclass(frozen=True)
class Costed:
    """A model, its hours, and kroner a year: over the fewest weeks, the most, and by the calendar."""

    model: StaffingModel
    hours: ModelHours
    low: float
    high: float
    calendar: float
    verdict: Verdict

    @property
    def span(self) -> str:
        """ "345.000–366.000 kr.", in whole thousands; one amount where both are the same."""
        return da.typeset(text("format.kroner", amount=kroner_range(self.low, self.high)))


def costed(initiative: Initiative, price: float) -> tuple[Costed, ...]:
    """Each of the initiative's models at a price per staff hour."""
    return tuple(_costed(model, initiative, price) for model in initiative.models)


def models_part(initiative: Initiative, found: Sequence[Costed], price: float) -> ModelsPart | None:
    """The section; None for an initiative without models."""
    if not found:
        return None
    names = [one.model.name for one in found]
    return ModelsPart(
        about=_about(initiative, found[0].hours),
        said=_said(initiative, found, price),
        remarks=tuple(note for note in initiative.notes if any(name in note for name in names)),
        chart=_chart(initiative, found),
        table=_table(initiative, found),
    )


def _costed(model: StaffingModel, initiative: Initiative, price: float) -> Costed:
    hours = hours_of(model, initiative)
    low, high = kroner_a_year(hours, initiative, price)
    verdict = _verdict(low, high, initiative.economy.budget_per_year)
    return Costed(model, hours, low, high, hours.staff_hours_year * price, verdict)


def _verdict(low: float, high: float, budget: float | None) -> Verdict:
    if budget is None:
        return "plain"
    within = within_budget(low, high, budget)
    return "either" if within is None else "within" if within else "over"


def _about(initiative: Initiative, hours: ModelHours) -> str:
    weeks = {"open": hours.open_weeks, "budget": initiative.economy.budget_weeks}
    return text(f"economy.models.{'about' if weeks['open'] != weeks['budget'] else 'about_one'}", **weeks)


def _said(initiative: Initiative, found: Sequence[Costed], price: float) -> tuple[Run, ...]:
    """The first model in full, then who else is within the budget and who is not."""
    first, *others = found
    said = [
        text(
            f"economy.models.first_{first.verdict}",
            name=first.model.name,
            kroner=first.span,
            budget=_budget(initiative),
            hours=_hours(first),
            price=da.kroner(price),
        )
    ]
    for verdict in ("within", "over", "either"):
        names = [one.model.name for one in others if one.verdict == verdict]
        key = f"{verdict}_also" if verdict == first.verdict and verdict != "either" else verdict
        said += [text(f"economy.models.{key}", names=quoted(names))] if names else []
    return runs(da.typeset(" ".join(said)))


def _budget(initiative: Initiative) -> str:
    budget = initiative.economy.budget_per_year
    return "" if budget is None else da.kroner(budget)


def _hours(one: Costed) -> str:
    hours = one.hours.staff_hours_week
    return da.number(float(hours), 0 if hours.denominator == 1 else 1)


def _chart(initiative: Initiative, found: Sequence[Costed]) -> KnownChart:
    budget = initiative.economy.budget_per_year
    rows = tuple(_row(one) for one in found)
    subtitle = text("economy.models.subtitle")
    if budget is not None:
        subtitle = text("economy.models.subtitle_budget", budget=_budget(initiative))
    tick = None if budget is None else budget / 1000
    return KnownChart(_title(found), subtitle, text("economy.models.axis"), rows, tick)


def _title(found: Sequence[Costed]) -> str:
    if found[0].verdict == "plain":
        return text("economy.models.title_plain")
    within = [one.model.name for one in found if one.verdict == "within"]
    if not within:
        return text("economy.models.title_none")
    if len(within) > _NAMED:
        return text("economy.models.title_count", count=len(within), all=len(found))
    return text("economy.models.title_within", names=quoted(within))


def _row(one: Costed) -> KnownRow:
    low, high = one.low / 1000, one.high / 1000
    same = round(low) == round(high)
    words = da.number(low, 0) if same else da.interval(low, high, 0)
    return KnownRow(one.model.name, low, words, one.model.note, None if same else high, one.span)


def _table(initiative: Initiative, found: Sequence[Costed]) -> TableTwin:
    told = initiative.economy.budget_per_year is not None
    head = ("name", "hours", "kroner", "calendar", *(("against",) if told else ()))
    names = tuple(text(f"economy.models.{name}") for name in head)
    rows = tuple(_line(one, told=told) for one in found)
    return TableTwin(text("economy.models.caption"), names, rows, (1, 2, 3))


def _line(one: Costed, *, told: bool) -> tuple[str, ...]:
    name = f"{one.model.name}\n{one.model.note}" if one.model.note else one.model.name
    known = (name, _hours(one), one.span, kroner(one.calendar))
    return (*known, text(f"economy.models.verdict_{one.verdict}")) if told else known
