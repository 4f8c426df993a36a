"""What was spent: costs told, prorated by days, or staff hours times a price; per place, and what it bought.

A cost is what somebody told; nothing here is estimated but the price of a served enquiry, whose interval is that of
served enquiries per opening, turned round.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Final, Literal

from evaluation.disclosure import Cell, Status, from_estimate
from evaluation.engine.tables import RUNNING
from evaluation.findings import live
from evaluation.findings.common import is_daily, main_sites, on_trial
from evaluation.findings.dataset import Dataset
from evaluation.findings.period import Period
from evaluation.initiative.models import Cost, SiteKind
from evaluation.metrics import compute, opening_counts
from evaluation.stats import rate

#: The order of the columns; `hours`: staff hours × price, in place of wages and transport.
KINDS: Final = ("wages", "transport", "hours", "equipment", "running")
_BY_HOURS: Final = {"wages", "transport"}
#: Outcomes that ended with help, as the measure `served` counts them.
_HELPED: Final = {"resolved", "resolved_later", "served", "handed_over", "answered_by_robot"}
_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Line:
    """Kroner of one kind at one place; site None: the whole initiative's."""

    site: str | None
    kind: str
    kr: float


@dataclass(frozen=True)
class Bought:
    """A place's running kroner (None: nobody told them) and what they bought; `per_served` is an estimate.

    `assumed`: every cost of it is an assumption. `site` None: all together.
    """

    site: str | None
    kr: float | None
    lines: tuple[Line, ...]
    openings: int
    hours: float
    per_served: Cell

    def of_kind(self, kind: str) -> float:
        """Kroner of one kind."""
        return sum(line.kr for line in self.lines if line.kind == kind)

    def per(self, amount: float) -> float | None:
        """Kroner per opening, or per hour; None where there is none to divide by, or no kroner are told."""
        return self.kr / amount if self.kr is not None and amount else None


@dataclass(frozen=True)
class Account:
    """The period's costs: by place in Danish order, and all together, those of no place among them.

    `basis` hours: wages and transport are staff hours × price. `whole`: no place was open without a cost.
    `once` and `saved` are costs told that stand beside the running ones.
    """

    places: tuple[Bought, ...]
    together: Bought
    basis: Literal["told", "hours"]
    whole: bool
    assumed: bool
    once: float
    saved: float


def account(dataset: Dataset, period: Period, price: float | None, fallback: float) -> Account:
    """What the initiative's own places cost in a period.

    `price`: the reader's own kroner per staff hour, which then stand for wages and transport. Where nobody told a
    running cost, hours × `fallback` do.
    """
    every = prorated(dataset, period)
    told = [line for line in every if line.kind in RUNNING]
    basis: Literal["told", "hours"] = "told" if told and price is None else "hours"
    hours = _by_site(dataset, "staff_hours", period)
    if basis == "hours":
        told = _reckoned(told, hours, fallback if price is None else price)
    held = _Held(
        _by_site(dataset, "openings_held", period), hours, basis == "hours" or _whole(dataset, period)
    )
    sites = [site for site in main_sites(dataset) if held.openings.get(site) or _of(told, site)]
    return Account(
        places=tuple(_place(dataset, period, site, _of(told, site), held) for site in sites),
        together=_together(dataset, period, told, held),
        basis=basis,
        whole=held.whole,
        assumed=basis == "told" and _assumed(dataset),
        once=sum(line.kr for line in every if line.kind == "one_off"),
        saved=sum(line.kr for line in every if line.kind == "saving"),
    )


def prorated(dataset: Dataset, period: Period) -> list[Line]:
    """Kroner by place and kind: each cost by its days in the period that lie before data through.

    Running costs begin with the week of the first covered day, as in the measure `cost_per_enquiry`, whose sum they
    are: what was spent before served nobody that the log knows.
    """
    begun = max(period.start, _begun(dataset))
    last = min(period.end, dataset.data_through or period.end)
    sums: dict[tuple[str | None, str], float] = defaultdict(float)
    for cost in _own(dataset):
        first = begun if cost.kind in RUNNING else period.start
        sums[cost.site, cost.kind] += _share(cost, first, last) * cost.kr
    return [Line(site, kind, kr) for (site, kind), kr in sums.items() if kr]


def _own(dataset: Dataset) -> list[Cost]:
    sites = {*main_sites(dataset), None}
    return [cost for cost in dataset.initiative.costs if cost.site in sites]


def _share(cost: Cost, first: date, last: date) -> float:
    inside = min(cost.to_date, last) - max(cost.from_date, first) + _DAY
    return max(0, inside // _DAY) / ((cost.to_date - cost.from_date + _DAY) // _DAY)


def _begun(dataset: Dataset) -> date:
    """The Monday of the first week that is covered anywhere; past the data where none is."""
    weeks = [str(row.dims[0]) for row in compute(dataset.engine, "enquiries", ("iso_week",)).rows]
    if not weeks:
        return date.max
    year, week = min(weeks).split("-W")
    return date.fromisocalendar(int(year), int(week), 1)


def _reckoned(told: Sequence[Line], hours: Mapping[str, float], price: float) -> list[Line]:
    """Staff hours × price in place of wages and transport; other costs as they are told."""
    kept = [line for line in told if line.kind not in _BY_HOURS]
    return [Line(site, "hours", found * price) for site, found in hours.items() if found] + kept


def _of(lines: Iterable[Line], site: str) -> list[Line]:
    return [line for line in lines if line.site == site]


def _assumed(dataset: Dataset) -> bool:
    return all(cost.assumption for cost in _own(dataset) if cost.kind in RUNNING)


def _by_site(dataset: Dataset, key: str, period: Period) -> dict[str, float]:
    found = compute(
        dataset.engine, key, ("site",), {"site": main_sites(dataset)}, start=period.start, end=period.end
    )
    return {str(row.dims[0]): row.numerator for row in found.rows if row.numerator is not None}


def _whole(dataset: Dataset, period: Period) -> bool:
    row = live.row_of(live.measured(dataset, "cost_per_enquiry", _scope(dataset), period))
    return row is not None and row.numerator is not None


def _scope(dataset: Dataset) -> live.Where:
    """The initiative's own places as a filter that costs of no place pass too."""
    popups = any(site.kind is SiteKind.POPUP for site in dataset.initiative.sites)
    return {"site_kind": SiteKind.POPUP.value} if popups else {}


@dataclass(frozen=True)
class _Held:
    """Openings and staff hours by place; `whole`: no place was open without a cost."""

    openings: Mapping[str, float]
    hours: Mapping[str, float]
    whole: bool


def _place(dataset: Dataset, period: Period, site: str, lines: Sequence[Line], held: _Held) -> Bought:
    """A place; of one on trial it is known what it costs, and the trial alone tells how it does."""
    cell = Cell(Status.TOO_EARLY)
    if not on_trial(dataset, site):
        cell = _price_of_served(dataset, period, (site,), lines, held)
    openings, hours = int(held.openings.get(site, 0)), held.hours.get(site, 0.0)
    return Bought(site, _kroner(lines), tuple(lines), openings, hours, cell)


def _together(dataset: Dataset, period: Period, lines: Sequence[Line], held: _Held) -> Bought:
    """All places. Those on trial are left out of the price of a served enquiry: the sum less the others tells them."""
    sites = [site for site in main_sites(dataset) if not on_trial(dataset, site)]
    mine = [line for line in lines if line.site is None or line.site in sites]
    cell = _price_of_served(dataset, period, sites, mine, held) if sites else Cell(Status.TOO_EARLY)
    openings = int(sum(held.openings.values()))
    return Bought(None, _kroner(lines), tuple(lines), openings, sum(held.hours.values()), cell)


def _kroner(lines: Sequence[Line]) -> float | None:
    return sum(line.kr for line in lines) if lines else None


def _price_of_served(
    dataset: Dataset, period: Period, sites: Sequence[str], lines: Sequence[Line], held: _Held
) -> Cell:
    kr = _kroner(lines)
    if kr is None:
        return Cell(Status.NO_DATA, reason="economy.no_costs")
    if not held.whole:
        return Cell(Status.NO_DATA, reason="metrics.notes.open_without_cost")
    return _per_served(dataset, period, sites, kr)


def _per_served(dataset: Dataset, period: Period, sites: Sequence[str], kr: float) -> Cell:
    """Kroner ÷ those served, the interval from how served vary from one opening to the next.

    Served have the interval of a rate per opening (`stats.rate`); kroner ÷ its ends are the ends of the price.
    """
    where = {"site": sites}
    found = live.measured(dataset, "served", where, period)
    row = live.row_of(found)
    if row is None or row.numerator is None:
        return live.missing(found) or live.no_figure("served", row)
    if not row.numerator:
        return Cell(Status.NO_DATA, reason="economy.nobody_served")
    counts = served_by_opening(dataset, period, sites)
    estimate = rate(counts, [1.0] * len(counts))
    cell = from_estimate(estimate)
    if cell.value is None or not estimate.value:
        return cell
    value = kr / row.numerator
    low, high = (
        None if end is None else value * estimate.value / end for end in (cell.high, cell.low or None)
    )
    return replace(cell, status=Status.VALUE, value=value, low=low, high=high)


def served_by_opening(dataset: Dataset, period: Period, sites: Sequence[str]) -> list[int]:
    """Those served in each opening that counts (each covered day where there are none), 0 where nobody was."""
    unit = "local_date" if is_daily(dataset) else "opening_id"
    found = compute(
        dataset.engine, "enquiries", (unit, "outcome"), {"site": sites}, start=period.start, end=period.end
    )
    sums: dict[str, float] = defaultdict(float)
    for row in found.rows:
        if row.dims[1] in _HELPED:
            sums[str(row.dims[0])] += row.numerator or 0
    held = opening_counts(dataset.engine, period.start, period.end, sites)
    return [int(sums[one.opening_id]) for one in held]
