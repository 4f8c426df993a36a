"""Økonomi: what does it cost, and what does it cost the head office?"""

from collections.abc import Sequence
from dataclasses import dataclass

from evaluation.disclosure import Cell
from evaluation.findings import economy_tables as tables
from evaluation.findings.common import main_sites, on_trial
from evaluation.findings.costs import Account, account
from evaluation.findings.dataset import Dataset
from evaluation.findings.economy_download import download
from evaluation.findings.economy_head import head_part, hours_words, lost, topics
from evaluation.findings.economy_model import Assumed, EconomyFinding, EconomyForm, ExtraChoice
from evaluation.findings.economy_models import costed, models_part
from evaluation.findings.head_office import (
    FEWEST_PEOPLE,
    FEWEST_WEEKS,
    HeadOffice,
    name_of,
)
from evaluation.findings.model import KeyFigure, Opening
from evaluation.findings.pages import Definitions
from evaluation.findings.period import Period
from evaluation.findings.planning_words import kroner
from evaluation.findings.prices import Price, price_of
from evaluation.findings.wording import figure, probably, runs
from evaluation.initiative.models import SiteKind
from evaluation.initiative.staffing import Extra
from evaluation.texts import format as da
from evaluation.texts import text

#: Weeks of the year that a reader's own saving is spread over.
_YEAR = 52


@dataclass(frozen=True)
class Balance:
    """The period's running kroner beside its share of the budget, and what the reader lays on top or takes off."""

    kr: float | None
    budget: float | None
    extras: tuple[Extra, ...]
    saving: float

    @property
    def over(self) -> float | None:
        """Kroner above the budget (below: negative), to the whole krone; None without either."""
        return None if self.kr is None or self.budget is None else round(self.kr - self.budget)


def form(dataset: Dataset) -> EconomyForm:
    """What the fields say before anybody fills them in."""
    price = price_of(dataset)
    shown = da.kroner(price.kr, 0)
    choices = tuple(
        ExtraChoice(
            one.id,
            text("economy.inputs.extra", name=one.name, kroner=da.kroner(one.kr)),
            text("economy.inputs.extra_origin", note=one.note, origin=one.origin),
        )
        for one in dataset.initiative.economy.extras
    )
    return EconomyForm(text("economy.inputs.price_default", price=shown), price.words, choices)


def economy(dataset: Dataset, period: Period, assumed: Assumed, office: HeadOffice | None) -> EconomyFinding:
    """The page's finding; public figures alone, so the same for every role."""
    price = _price(dataset, assumed)
    spent = account(dataset, period, assumed.price, price.kr)
    balance = _balance(dataset, period, spent, assumed)
    models = costed(dataset.initiative, price.kr)
    part = models_part(dataset.initiative, models, price.kr)
    return EconomyFinding(
        opening=_opening(dataset, period, spent, balance, office),
        figures=_figures(spent, balance),
        notices=_notices(dataset, spent, assumed),
        budget=tables.budget_chart(balance.kr, balance.budget, balance.extras, balance.saving),
        places=tables.places_chart(dataset, spent),
        served=tables.served_chart(dataset, spent),
        table=tables.table(dataset, spent),
        models=part,
        head=head_part(dataset, office, models, _what(dataset)),
        definitions=_definitions(dataset, price, office),
        caveats=_caveats(office),
        download=download(dataset, spent, balance.budget, models, office),
    )


def _price(dataset: Dataset, assumed: Assumed) -> Price:
    if assumed.price is None:
        return price_of(dataset)
    return Price(assumed.price, "stated", text("economy.price.yours", price=da.kroner(assumed.price)))


def _balance(dataset: Dataset, period: Period, spent: Account, assumed: Assumed) -> Balance:
    economy = dataset.initiative.economy
    share = None
    if economy.budget_per_year is not None and dataset.data_through is not None:
        share = economy.budget_per_year * period.weeks / economy.budget_weeks
    extras = tuple(one for one in economy.extras if one.id in assumed.extras)
    return Balance(spent.together.kr, share, extras, (assumed.saving or 0.0) * period.weeks / _YEAR)


def _what(dataset: Dataset) -> str:
    popups = any(site.kind is SiteKind.POPUP for site in dataset.initiative.sites)
    return text(f"economy.what.{'popup' if popups else 'initiative'}")


def _opening(
    dataset: Dataset, period: Period, spent: Account, balance: Balance, office: HeadOffice | None
) -> Opening:
    place = name_of(dataset.initiative)
    question = (
        text("economy.question") if place is None else text("economy.question_head_office", place=place)
    )
    said = [_verdict(dataset, spent, balance), *_more(spent, balance), *_loss(office)]
    return Opening(question, runs(da.typeset(" ".join(said))), _scope(dataset, period, balance, place))


def _verdict(dataset: Dataset, spent: Account, balance: Balance) -> str:
    """Cost-neutral or not; an account that is not whole can only be too large, never small enough."""
    if balance.kr is None:
        return text("economy.answer.none")
    told = {"what": _what(dataset), "kroner": kroner(balance.kr)}
    if balance.budget is None or balance.over is None:
        return text(f"economy.answer.{'plain' if spent.whole else 'least'}", **told)
    told["budget"] = da.kroner(round(balance.budget))
    if balance.over > 0:
        return text("economy.answer.over", more=kroner(balance.over), **told)
    if not spent.whole:
        return text("economy.answer.unclear", **told)
    key = "neutral" if balance.over else "exact"
    return text(f"economy.answer.{key}", less=kroner(-balance.over), **told)


def _more(spent: Account, balance: Balance) -> list[str]:
    """What a served enquiry costs, and what the reader assumes."""
    said = _served(spent.together.per_served)
    said += [text("economy.answer.extra", name=one.name, kroner=da.kroner(one.kr)) for one in balance.extras]
    if balance.kr is not None and balance.saving:
        net = balance.kr - balance.saving
        key = "saving" if net >= 0 else "saving_net"
        said.append(text(f"economy.answer.{key}", kroner=kroner(abs(net))))
    return said


def _served(cell: Cell) -> list[str]:
    if cell.value is None:
        return []
    value = da.kroner(cell.value)
    if cell.low is None or cell.high is None:
        return [text("economy.answer.served_bare", kroner=value)]
    low, high = da.number(round(cell.low)), da.kroner(cell.high)
    return [text("economy.answer.served", kroner=value, low=low, high=high)]


def _loss(office: HeadOffice | None) -> list[str]:
    hours = lost(office)
    if office is None or hours is None:
        return []
    key = "hours" if hours > 0 else "hours_more" if hours < 0 else "hours_same"
    return [text(f"economy.answer.{key}", place=office.name, hours=hours_words(abs(hours)))]


def _scope(dataset: Dataset, period: Period, balance: Balance, place: str | None) -> str:
    said = [text("economy.scope.period", period=da.period(period.start, period.end))]
    budget = dataset.initiative.economy.budget_per_year
    if budget is not None and balance.budget is not None:
        weeks = da.number(period.weeks, 0 if period.weeks == int(period.weeks) else 1)
        said.append(text("economy.scope.budget", budget=da.kroner(budget), weeks=weeks))
    if dataset.initiative.models or place:
        key = "years" if not place else "whole" if dataset.initiative.models else "place"
        said.append(text(f"economy.scope.{key}", place=place))
    return " ".join(said)


def _figures(spent: Account, balance: Balance) -> tuple[KeyFigure, ...]:
    whole = spent.together
    if whole.kr is None:
        return ()
    unit = text("economy.figures.kroner")
    found = [KeyFigure(text("economy.figures.total"), da.number(round(whole.kr, -3), 0), unit)]
    if balance.budget is not None and balance.over is not None:
        key = "more" if balance.over > 0 else "less"
        detail = text(f"economy.figures.{key}", budget=da.kroner(round(balance.budget)))
        amount = da.number(abs(round(balance.over, -3)), 0)
        found.append(KeyFigure(text("economy.figures.budget"), amount, unit, detail))
    shares: tuple[tuple[str, float], ...] = (("opening", whole.openings), ("hour", whole.hours))
    for name, divisor in shares:
        per = whole.per(divisor)
        if per is not None:
            detail = text(f"economy.figures.{name}s", count=da.number(round(divisor)))
            found.append(KeyFigure(text(f"economy.figures.{name}"), da.number(round(per)), unit, detail))
    cell = whole.per_served
    served = figure(cell, "number"), unit if cell.shown else "", probably(cell, "number")
    return (*found, KeyFigure(text("economy.figures.served"), *served))


def _notices(dataset: Dataset, spent: Account, assumed: Assumed) -> tuple[str, ...]:
    said = []
    if spent.assumed:
        said.append(text("economy.notices.assumed"))
    if spent.basis == "hours" and spent.together.kr is not None:
        said.append(text(f"economy.notices.{'no_costs' if assumed.price is None else 'yours'}"))
    if not spent.whole and spent.together.kr is not None:
        said.append(text("economy.notices.not_whole"))
    for name, amount in (("once", spent.once), ("saved", spent.saved)):
        said += [text(f"economy.notices.{name}", kroner=da.kroner(round(amount)))] if amount else []
    return (*said, *_trial_notice(dataset, spent))


def _trial_notice(dataset: Dataset, spent: Account) -> list[str]:
    sites = [dataset.initiative.site(site).name for site in main_sites(dataset) if on_trial(dataset, site)]
    if not sites or not spent.together.per_served.shown:
        return []
    return [text("economy.notices.on_trial", sites=da.joined(sites))]


def _definitions(dataset: Dataset, price: Price, office: HeadOffice | None) -> Definitions:
    found = [("cost", text("economy.definitions.cost_said"))]
    economy = dataset.initiative.economy
    if economy.budget_per_year is not None:
        origin = f"{economy.budget_origin.rstrip('.')}." if economy.budget_origin else ""
        found.append(("budget", text("economy.definitions.budget_said", origin=origin).rstrip()))
    found += [(name, text(f"economy.definitions.{name}_said")) for name in ("served", "hours")]
    found.append(("price", price.words))
    if office is not None:
        limits = {"people": FEWEST_PEOPLE, "weeks": FEWEST_WEEKS}
        found.append(("waits", text("economy.definitions.waits_said", **limits)))
    return tuple((text(f"economy.definitions.{name}"), said) for name, said in found)


def _caveats(office: HeadOffice | None) -> tuple[str, ...]:
    said: Sequence[str] = [text(f"economy.caveats.{name}") for name in ("value", "price", "interval")]
    more = [text("findings.interval_defined")]
    if office is not None:
        more.append(text("economy.caveats.cause", place=office.name))
        if "apart" in office.waits:
            more.append(text("economy.caveats.unknown_topic", topics=topics(office)))
    return (*said, *more)
