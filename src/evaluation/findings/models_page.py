"""Modeller: which staffing and hours? Arithmetic that is known beside a projection with its band."""

from datetime import date, timedelta

from evaluation.disclosure import Role
from evaluation.findings import models_tables as tables
from evaluation.findings import models_words as words
from evaluation.findings.dataset import Dataset
from evaluation.findings.demand import Demand, demand_of
from evaluation.findings.model import Opening
from evaluation.findings.models_case import Case
from evaluation.findings.models_charts import charts
from evaluation.findings.models_download import download
from evaluation.findings.models_model import ModelsFinding
from evaluation.findings.prices import price_of
from evaluation.findings.whatif import answers
from evaluation.initiative.models import Initiative, SiteKind
from evaluation.initiative.staffing import StaffingModel
from evaluation.texts import text


def models(dataset: Dataset, role: Role) -> ModelsFinding:
    """The initiative's models, or its schedule as the only one; from what the role may see."""
    asked = dataset.initiative.models or today(dataset.initiative)
    price, demand = price_of(dataset), demand_of(dataset)
    found = answers(dataset, role, asked, price.kr, demand)
    return finding(Case(dataset.initiative, found, price), demand, dataset)


def today(initiative: Initiative) -> tuple[StaffingModel, ...]:
    """How the places are opened by the rules that hold last, at places still open; nothing without openings."""
    popups = {site.id for site in initiative.sites if site.kind is SiteKind.POPUP}
    rules = [rule for rule in initiative.schedule if rule.site in popups and rule.staff_serving]
    ends = [min(rule.ends_on or date.max, initiative.site(rule.site).open_to or date.max) for rule in rules]
    last = max(ends, default=date.max) - timedelta(days=6)  # places close on each their weekday
    lasting = tuple(
        rule.model_copy(update={"starts_on": None, "ends_on": None})
        for rule, end in zip(rules, ends, strict=True)
        if end >= last
    )
    if not lasting:
        return ()
    return (StaffingModel(id="today", name=text("models.today"), openings=lasting),)


def finding(case: Case, demand: Demand, dataset: Dataset) -> ModelsFinding:
    """The page of these answers."""
    opening = Opening(
        text("pages.models.question"), words.answer(case), words.scope(case, demand, dataset.data_through)
    )
    if not case.answers:
        return ModelsFinding(opening, "", "", None, (), "", (), None, (), None, (), (), None)
    return ModelsFinding(
        opening=opening,
        title=words.title(case),
        about=words.about(case),
        table=tables.side_by_side(case),
        notices=_reasons(case),
        charts_about=words.gathering(demand) if case.projected else "",
        charts=charts(case),
        board=tables.board(case),
        alone=words.alone(case),
        more=tables.more(case),
        definitions=words.definitions(case, demand),
        caveats=words.caveats(case),
        download=download(case),
    )


def _reasons(case: Case) -> tuple[str, ...]:
    """Why there is no projection, or no figure of the target group; each once."""
    keys = [key for a in case.answers for key in (a.reason, a.target_reason if a.year else None) if key]
    return tuple(text(key) for key in dict.fromkeys(keys))
