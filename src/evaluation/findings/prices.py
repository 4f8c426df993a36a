"""What an hour of staff costs, and who says so: stated, from own costs, derived from a budget, or from the case."""

from dataclasses import dataclass
from typing import Literal

from evaluation.engine.tables import RUNNING
from evaluation.findings.common import main_sites
from evaluation.findings.dataset import Dataset
from evaluation.initiative.calendar import Opening
from evaluation.initiative.model_hours import ModelHours, staff_hours
from evaluation.initiative.models import Cost, Initiative
from evaluation.texts import format as da
from evaluation.texts import text

#: Kroner per staff hour: 225,000 kr. a year for 8 hours a week, the only price the case gives.
CASE_PRICE = 225_000 / (8 * 52)
_KRONE = 1.0  # amounts that differ by less are the same


@dataclass(frozen=True)
class Price:
    """Kroner per staff hour, where it comes from, and that as a sentence."""

    kr: float
    kind: Literal["stated", "own", "derived", "case"]
    words: str


def price_of(dataset: Dataset) -> Price:
    """The hourly price that the initiative states; else of its own costs; else of its budget; else the case's."""
    economy = dataset.initiative.economy
    if economy.price_per_hour is not None:
        return Price(economy.price_per_hour, "stated", _stated(economy.price_origin))
    own = _own(dataset)
    if own is not None:
        return Price(own, "own", text("economy.price.own"))
    return _derived(dataset.initiative) or Price(CASE_PRICE, "case", text("economy.price.case"))


def kroner_a_year(hours: ModelHours, initiative: Initiative, price: float) -> tuple[float, float]:
    """Least and most kroner a year as the case counts: staff hours per open week × price × weeks.

    The case does not say whether the year has the weeks that are open or those of the budget; both are reckoned.
    """
    a_week = float(hours.staff_hours_week) * price
    ends = sorted((hours.open_weeks, initiative.economy.budget_weeks))
    return a_week * ends[0], a_week * ends[1]


def kroner_range(low: float, high: float) -> str:
    """Whole thousands, one where both ends are the same: "345.000–366.000"."""
    ends = [float(round(amount, -3)) for amount in (low, high)]
    return da.number(ends[0], 0) if ends[0] == ends[1] else da.interval(ends[0], ends[1], 0)


def within_budget(low: float, high: float, budget: float) -> bool | None:
    """Whether a model costs no more than the budget; None where that depends on how many weeks are reckoned."""
    # A derived price times the hours it was derived from is the budget but for the last decimals.
    if high < budget + _KRONE:
        return True
    return False if low > budget else None


def _stated(origin: str) -> str:
    return text("economy.price.stated", origin=origin) if origin else text("economy.price.stated_bare")


def _derived(initiative: Initiative) -> Price | None:
    """Budget ÷ (hours a week × the weeks it was spread over); None without either."""
    economy, hours = initiative.economy, initiative.hours_before_per_week
    if economy.budget_per_year is None or not hours:
        return None
    words = text(
        "economy.price.derived",
        budget=da.kroner(economy.budget_per_year),
        hours=da.number(hours, 0 if hours == int(hours) else 1),
        weeks=economy.budget_weeks,
    )
    return Price(economy.budget_per_year / (hours * economy.budget_weeks), "derived", words)


def _own(dataset: Dataset) -> float | None:
    """Running kroner per staff hour, on days whose wages somebody told; None where all of it is assumed.

    Costs of no place are those of the whole initiative, and of its hours too.
    """
    sites = set(main_sites(dataset))
    told = [c for c in dataset.initiative.costs if c.site in {None, *sites} and c.kind in RUNNING]
    wages = [c for c in told if c.kind == "wages"]
    held = (o for o in dataset.openings if o.site in sites and o.status != "cancelled")
    priced = [o for o in held if any(_covers(c, o) for c in wages)]
    hours = staff_hours(priced, dataset.initiative)
    if not hours or all(c.assumption for c in told):
        return None
    return sum(c.kr for c in told) / hours


def _covers(cost: Cost, opening: Opening) -> bool:
    return cost.site in (None, opening.site) and cost.from_date <= opening.local_date <= cost.to_date
