"""The sentences of Modeller: the answer, what one member of staff means, who keeps the budget, what it rests on."""

from datetime import date

from evaluation.findings.common import openings_text
from evaluation.findings.demand import Demand
from evaluation.findings.hours_words import capital
from evaluation.findings.model import Run
from evaluation.findings.models_case import (
    Case,
    cell,
    count,
    ends,
    hours,
    people,
    quoted,
    walking_in,
)
from evaluation.findings.pages import Definitions
from evaluation.findings.whatif import ModelAnswer, difference_of
from evaluation.findings.wording import figure, runs, spelled
from evaluation.stats.forecast import Band, Year
from evaluation.texts import format as da
from evaluation.texts import text

_GATHER = "demand.assumed.gather"


def answer(case: Case) -> tuple[Run, ...]:
    """Which model serves most, what it takes, what one member of staff means, which keep the budget."""
    if not case.answers:
        return runs(text("models.answer.no_models"))
    first = _most(case) if case.projected else _nothing(case)
    parts = (first, _alone(case), _frame(case))
    return runs(" ".join(part for part in parts if part))


def _nothing(case: Case) -> str:
    """Without a projection: that nobody is registered, or only that those who are do not tell it."""
    if any(a.reason == "demand.reasons.no_log" for a in case.answers):
        return text("models.answer.no_log")
    return text("models.answer.no_demand")


def scope(case: Case, demand: Demand, through: date | None) -> str:
    """What it is reckoned from."""
    if not case.projected or through is None:
        return text("models.scope.arithmetic") if case.answers else ""
    held = sum(place.openings for place in demand.places.values())
    return text("models.scope.log", openings=openings_text(held), day=da.day(through))


def _most(case: Case) -> str:
    best, year = max(case.projected, key=lambda found: found[1].band("served").value)
    low, high = ends(people(year.band("served")))
    told = {"name": best.model.name, "low": low, "high": high, "cost": taken(case, best)}
    if len(case.projected) == 1:
        return text("models.answer.only", **told)
    tied = [a.model.name for a, _ in case.projected if a is not best and not _separate(best, a)]
    if tied:
        return text("models.answer.tied", others=quoted(tied), **told)
    return text("models.answer.most", **told)


def _separate(best: ModelAnswer, other: ModelAnswer) -> bool:
    """Whether the best serves more than another in as good as all worlds."""
    found = difference_of(best, other, "served")
    return found is not None and found.low > 0


def taken(case: Case, answer: ModelAnswer) -> str:
    """ "og tager 20 timer om ugen fra Aars"; nothing where nobody told the hours before."""
    found = case.taken(answer)
    if found is None:
        return ""
    key = "taken" if found else "taken_none"
    return text(f"models.answer.{key}", hours=hours(found), office=case.office)


def _alone(case: Case) -> str:
    """What the first model with one member of staff takes and means."""
    if not case.alone:
        return ""
    one = case.alone[0]
    hours_taken = case.taken(one)
    takes = text("models.answer.alone_takes", hours=hours(hours_taken)) if hours_taken else ""
    told = {"name": one.model.name, "takes": takes}
    year = walking_in(one)
    if year is None:
        return text("models.answer.alone", **told)
    return text("models.answer.alone_walks", **told, **_share(year.band("left_share")))


def _share(found: Band) -> dict[str, str]:
    shown = cell(found)
    low, high = ends(shown, "percent")
    return {"share": figure(shown, "percent"), "low": low, "high": high}


def _frame(case: Case) -> str:
    words, budget = frame(case), case.initiative.economy.budget_per_year
    if budget is None:
        return ""
    said = text("models.answer.frame", said=words, budget=da.kroner(budget))
    unsure = [a.model.name for a in case.answers if _keeps(a) is None]
    return f"{said} {text('models.frame.unsure', names=quoted(unsure))}" if unsure else said


def frame(case: Case) -> str:
    """ "Kun »Forslag 2« holder rammen"; nothing without a budget."""
    if case.initiative.economy.budget_per_year is None:
        return ""
    found = [_keeps(a) for a in case.answers]
    kept = [a.model.name for a in case.answers if _keeps(a)]
    sure = None not in found
    if len(found) == 1:
        key = ("one" if kept else "one_not") if sure else "one_sure"
        return text(f"models.frame.{key}", names=quoted([case.answers[0].model.name]))
    if all(found):
        return text("models.frame.all")
    if kept:
        return text("models.frame.some" if sure else "models.frame.some_sure", names=quoted(kept))
    return text("models.frame.none" if sure else "models.frame.none_sure")


def _keeps(answer: ModelAnswer) -> bool | None:
    """Whether it keeps the budget; None where that cannot be said."""
    return next((p.kept for p in answer.promises if p.key == "cost_neutral"), None)


def alone(case: Case) -> tuple[str, ...]:
    """What one member of staff means: as the case says, as it is projected, and beside two."""
    if not case.alone:
        return ()
    said = [text("models.alone.case")]
    for one in case.alone:
        walks, books = walking_in(one), one.year if one.model.booking else None
        if walks is not None:
            said.append(_walks(one, walks))
        if books is not None:
            said.append(_books(one, books))
    return *said, *_beside(case)


def _walks(one: ModelAnswer, year: Year) -> str:
    wait = figure(cell(year.band("wait_median")), "minutes")
    return text("models.alone.walks", name=one.model.name, wait=wait, **_share(year.band("left_share")))


def _books(one: ModelAnswer, year: Year) -> str:
    served = people(year.band("served"))
    few, many = ends(served)
    told = {"served": count(served), "few": few, "many": many}
    return text("models.alone.books", name=one.model.name, **told, **_share(year.band("left_share")))


def _beside(case: Case) -> tuple[str, ...]:
    if case.pair is None:
        return ()
    one, two = case.pair
    found = difference_of(two, one, "served")
    if found is None:
        return ()
    if found.low <= 0:
        return (text("models.alone.same", two=two.model.name, one=one.model.name),)
    more = people(found)
    low, high = ends(more)
    names = {"two": two.model.name, "one": one.model.name}
    return (text("models.alone.more", more=count(more), low=low, high=high, **names),)


def gathering(demand: Demand) -> str:
    """What is assumed of people who find it closed."""
    return text(_GATHER) if _GATHER in demand.assumed else ""


def definitions(case: Case, demand: Demand) -> Definitions:
    """What each figure is, where the price comes from, and what is assumed."""
    known = ("week", "year", "kroner", "taken")
    projected = (
        ("served", "left", "wait", "overtime", "idle", "unbooked", "detectable") if case.projected else ()
    )
    said = [
        (_term(case, key), text(f"models.definitions.{key}_said", **_told(case, key)))
        for key in (*known, *projected)
    ]
    if _assumed(case):
        said.append((text("models.definitions.assumed"), text("models.definitions.assumed_said")))
    lacking = " ".join(text(key) for key in demand.assumed)
    if lacking:
        said.append((text("models.definitions.lacking"), lacking))
    return (
        *said,
        *((a.model.name, f"{a.model.origin.rstrip('.')}.") for a in case.answers if a.model.origin),
    )


def _assumed(case: Case) -> bool:
    """Whether any weekday or clock hour is assumed."""
    return any(rule.assumption for a in case.answers for rule in a.model.openings)


def _term(case: Case, key: str) -> str:
    return capital(text(f"models.definitions.{key}", office=case.office))


def _told(case: Case, key: str) -> dict[str, object]:
    weeks = case.initiative.economy.budget_weeks
    if key == "kroner":
        price = da.kroner(case.price.kr)
        return {"price": price, "origin": case.price.words, "weeks": weeks, "open": open_weeks(case)}
    return {"office": case.office} if key == "taken" else {}


def open_weeks(case: Case) -> int:
    """Weeks of the year that are not closed: the same for every model."""
    return case.answers[0].hours.open_weeks


def title(case: Case) -> str:
    """The heading over the models."""
    held = len(case.answers)
    return text("models.title_one") if held == 1 else text("models.title", count=spelled(held).capitalize())


def about(case: Case) -> str:
    """How hours and kroner are counted."""
    economy = case.initiative.economy
    price = {"price": da.kroner(case.price.kr), "origin": case.price.words}
    said = text("models.about", open=open_weeks(case), weeks=economy.budget_weeks, **price)
    return f"{said} {text('models.about_assumed')}" if _assumed(case) else said


def caveats(case: Case) -> tuple[str, ...]:
    """What one cannot conclude."""
    keys = ("forecast", "new", "office", "weekday", "unseen") if case.projected else ("no_log",)
    said = [text(f"models.caveats.{key}", office=case.office) for key in keys]
    return (*said, text("models.caveats.interval")) if case.projected else tuple(said)
