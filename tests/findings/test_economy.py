"""Økonomi: costs against the engine, pandas and hand calculation; the case's own amounts; what may not be told."""

from collections import defaultdict
from dataclasses import replace
from datetime import date, datetime, timedelta
from functools import cache
from math import exp, sqrt
from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError
from scipy import stats as scipy_stats

from evaluation.disclosure import Status
from evaluation.engine.tables import RUNNING
from evaluation.findings.common import main_sites
from evaluation.findings.costs import Account, account, prorated, served_by_opening
from evaluation.findings.dataset import Dataset
from evaluation.findings.economy import economy, form
from evaluation.findings.economy_model import Assumed, EconomyFinding
from evaluation.findings.head_office import HeadOffice, head_office
from evaluation.findings.model import Run
from evaluation.findings.period import Period, find, periods
from evaluation.findings.prices import CASE_PRICE, price_of
from evaluation.initiative.calendar import Opening
from evaluation.initiative.models import Cost
from evaluation.metrics import compute
from tests.spec.world import END, START, World, initiative, opening, row

BEFORE = date(2024, 9, 2)
WEEK = timedelta(weeks=1)


def plain(sentence: str) -> str:
    return sentence.replace("\u2060", "").replace("\xa0", " ")


def said(runs: tuple[Run, ...] | Any) -> str:
    return plain("".join(run.text for run in runs))


def cost(kr: float, kind: str = "wages", site: str | None = "farsoe", **other: object) -> dict[str, object]:
    return {"site": site, "from": START, "to": END, "kind": kind, "kr": kr} | other


def world(
    popups: int = 20, each: int = 3, weeks: int = 0, minutes: tuple[int, int] = (2, 9), **config: Any
) -> Dataset:
    """Weekly openings at Farsø with `each` served; at Aars so many people a class in every week, before and after."""
    days = [START + WEEK * n for n in range(popups)]
    held = [opening(f"o{n}", "farsoe", day, 10, 14) for n, day in enumerate(days)]
    rows: list[dict[str, Any]] = [
        row(datetime(day.year, day.month, day.day, 11, n), site="farsoe", outcome="served")
        for day in days
        for n in range(each)
    ]
    office = [BEFORE + WEEK * n for n in range(78)] if weeks else []
    held += [
        opening(f"a{n}", "aars", day, 9, 15, staff_total=4 if day < START else 3)
        for n, day in enumerate(office)
    ]
    for day in office:
        wait = minutes[day >= START]
        for topic, extra in (("pas", 0), ("mitid", -1)):
            for n in range(weeks):
                came = datetime(day.year, day.month, day.day, 10, n)
                called = came + timedelta(minutes=max(0, wait + extra))
                rows.append(row(came, site="aars", topic=topic, called_at=called, outcome="served"))
    return dataset_of(rows, held, ["farsoe", "aars"], data_from=BEFORE, **config)


def dataset_of(rows: list[dict[str, Any]], held: list[Opening], counted: list[str], **config: Any) -> Dataset:
    covered = [("queue", site, BEFORE, END, "complete") for site in counted]
    made = World(initiative(**config), rows, held, covered, END)
    return Dataset(
        initiative=made.initiative,
        engine=made.engine(),
        openings=tuple(held),
        imports=(),
        data_through=END,
        settled_through=END,
        data_version="",
    )


def found(dataset: Dataset, office: HeadOffice | None = None, **assumed: Any) -> EconomyFinding:
    return economy(dataset, find(dataset, ""), Assumed(**assumed), office)


@pytest.fixture(scope="module")
def office(dataset: Dataset) -> HeadOffice:
    made = head_office(dataset)
    assert made is not None
    return made


@pytest.fixture(scope="module")
def demo(dataset: Dataset, office: HeadOffice) -> EconomyFinding:
    return found(dataset, office)


@pytest.fixture(scope="module")
def spent(dataset: Dataset) -> Account:
    return account(dataset, find(dataset, ""), None, CASE_PRICE)


# --- costs against the engine, pandas and hand calculation


def by_pandas(dataset: Dataset) -> pd.DataFrame:
    """Every running cost spread on its days: one line a place and day."""
    lines = []
    for c in dataset.initiative.costs:
        days = pd.date_range(c.from_date, c.to_date)
        if c.kind in RUNNING:
            lines += [{"site": c.site, "day": day.date(), "kr": c.kr / len(days)} for day in days]
    return pd.DataFrame(lines)


def test_costs_by_place_are_the_engines_and_those_of_pandas(dataset: Dataset) -> None:
    spread = by_pandas(dataset)
    for period in (find(dataset, ""), find(dataset, "K4")):
        mine: dict[str | None, float] = defaultdict(float)
        for line in prorated(dataset, period):
            mine[line.site] += line.kr
        rows = compute(dataset.engine, "cost_per_enquiry", ("site",), start=period.start, end=period.end).rows
        assert mine == pytest.approx({row.dims[0]: row.numerator for row in rows})
        inside = spread[(spread.day >= period.start) & (spread.day <= period.end)]
        assert mine == pytest.approx(inside.groupby("site").kr.sum().to_dict())


def test_quarters_add_up_to_the_year(dataset: Dataset) -> None:
    whole, *quarters = (sum(line.kr for line in prorated(dataset, p)) for p in periods(dataset))
    assert whole == pytest.approx(sum(quarters))


def test_the_price_of_a_served_enquiry_is_the_measures_own(dataset: Dataset, spent: Account) -> None:
    period = find(dataset, "")
    rows = compute(dataset.engine, "cost_per_enquiry", ("site",), start=period.start, end=period.end).rows
    ratios = {row.dims[0]: row.ratio for row in rows}
    told = {one.site: one.per_served.value for one in spent.places if one.per_served.shown}
    assert "gedsted" not in told  # on trial: the trial alone tells how it does
    assert told == pytest.approx({site: ratios[site] for site in told})
    assert len(told) == 4
    served = compute(dataset.engine, "served", (), {"site": "farsoe"}, start=period.start, end=period.end)
    assert sum(served_by_opening(dataset, period, ["farsoe"])) == served.rows[0].numerator


def test_a_place_on_trial_cannot_be_told_from_the_sum_less_the_others(spent: Account) -> None:
    """Kroner and price of all together give their served; what is left beside the shown places must be nobody."""
    shown = [one for one in spent.places if one.per_served.shown]
    kr = sum(one.kr or 0 for one in shown)
    served = sum((one.kr or 0) / (one.per_served.value or 1) for one in shown)
    assert spent.together.per_served.value == pytest.approx(kr / served)


def test_the_interval_of_even_openings_by_hand() -> None:
    """20 openings of 3 each: no dispersion, so se of the logarithm is 1/√60; t with 19 degrees of freedom."""
    told = world(costs=[cost(6000)])
    spent = account(told, find(told, ""), None, CASE_PRICE)
    cell = spent.together.per_served
    factor = exp(scipy_stats.t.ppf(0.975, 19) / sqrt(60))
    assert (cell.value, cell.low, cell.high) == pytest.approx((100, 100 / factor, 100 * factor))
    assert spent.together.per(spent.together.openings) == pytest.approx(300)
    assert spent.together.hours == pytest.approx(20 * (2 * 4 + 2 * 0.5))


@cache
def small() -> Dataset:
    return world(popups=2)


@given(st.floats(1, 1e7), st.integers(1, 400))
@settings(max_examples=20)
def test_a_period_costs_its_days(kr: float, days: int) -> None:
    dataset = small()
    costs = (Cost.model_validate(cost(kr)),)
    changed = dataset.initiative.model_copy(update={"costs": costs})
    period = Period("", "", START, START + timedelta(days=days - 1), ())
    told = prorated(Dataset(**(vars(dataset) | {"initiative": changed})), period)
    assert sum(line.kr for line in told) == pytest.approx(kr * min(days, 364) / 364)


def test_a_negative_cost_is_refused() -> None:
    with pytest.raises(ValidationError):
        Cost.model_validate(cost(-1))


# --- the case's own amounts


def test_the_proposals_cost_what_the_case_gives_and_not_the_budget(demo: EconomyFinding) -> None:
    """13 h × 541 kr. × 49 and 52 weeks; 8 h is the budget to the krone; 14 and 28 h are above it."""
    part = demo.models
    assert part is not None
    assert said(part.said).startswith(
        "»Forslag 1« koster 345.000–366.000 kr. om året og ikke 225.000 kr., når 13 medarbejdertimer om ugen"
    )
    assert "Inden for rammen ligger »Forslag 2« og »Forslag 3«." in said(part.said)
    ends = [(row.value, row.most) for row in part.chart.rows]
    hours = (13, 8, 12 / 52 * 28, 14, 28)
    for (low, high), weekly in zip(ends, hours, strict=True):
        assert low == pytest.approx(weekly * 225 / (8 * 52) * 49)
        assert high == pytest.approx(weekly * 225 / (8 * 52) * 52)
    assert part.chart.budget == 225
    assert [line[4] for line in part.table.rows] == ["over", "inden for", "inden for", "over", "over"]
    assert any("Forslag 1 kaldes udgiftsneutralt" in note for note in part.remarks)


def test_what_is_neutral_is_judged_by_the_budgets_share(dataset: Dataset, demo: EconomyFinding) -> None:
    assert said(demo.opening.answer).startswith(
        "Pop-up er ikke udgiftsneutralt: 707.000 kr. i perioden, 482.000 kr. mere end rammen på 225.000 kr. "
    )
    assert "541 kr., hvis feltet er tomt" in plain(form(dataset).price)
    assert "afledt, ikke oplyst" in form(dataset).origin
    quarter = economy(dataset, find(dataset, "K1"), Assumed(), None)
    assert quarter.budget is not None
    assert quarter.budget.budget == pytest.approx(225 / 4)


def test_the_readers_own_price_equipment_and_savings(dataset: Dataset) -> None:
    mine = found(dataset, price=300, extras=("pasudstyr",), saving=500_000)
    hours = compute(
        dataset.engine, "staff_hours", (), {"site": main_sites(dataset)}, start=START, end=END
    ).rows[0]
    assert mine.budget is not None
    running, bought = mine.budget.rows  # what is saved beyond the cost has no place on the axis
    assert running.value == pytest.approx((hours.numerator or 0) * 300 / 1000)
    assert (bought.value or 0) - (running.value or 0) == pytest.approx(775)
    assert "spares der i alt 116.000 kr." in said(mine.opening.answer)
    some = found(dataset, price=300, saving=100_000).budget
    assert some is not None
    assert plain(some.rows[1].said) == "283.600 kr."
    assert "din egen timepris" in " ".join(mine.notices)
    assert mine.models is not None
    assert mine.models.chart.rows[0].value == pytest.approx(13 * 300 * 49 / 1000)


# --- what a dataset may lack


def test_without_costs_hours_times_a_price_stand_for_them_and_it_is_said() -> None:
    told = found(world())
    assert "Ingen har oplyst udgifter" in told.notices[0]
    assert told.table.rows[0][1] == plain(f"{round(180 * CASE_PRICE):,}".replace(",", "."))
    assert told.budget is None
    assert said(told.opening.answer).startswith("Pop-up koster 97.000 kr. i perioden.")


def test_without_costs_and_openings_there_is_no_answer() -> None:
    told = found(world(popups=0, schedule=[]))
    assert said(told.opening.answer).startswith("Det kan ikke siges, hvad det koster")
    assert told.figures == ()
    assert (told.places, told.served, told.budget) == (None, None, None)


def test_days_without_openings_still_price_a_served_enquiry() -> None:
    """30 days of 2 each at 6,000 kr.: 100 kr.; the opening that is no opening has no price."""
    days = [START + timedelta(days=n) for n in range(30)]
    rows = [
        row(datetime(day.year, day.month, day.day, 11, n), site="farsoe", outcome="served")
        for day in days
        for n in range(2)
    ]
    told = found(dataset_of(rows, [], ["farsoe"], schedule=[], costs=[cost(6000)]))
    assert said(told.opening.answer).startswith(
        "Pop-up koster 6.000 kr. i perioden. En ekspederet henvendelse"
    )
    assert [figure.value for figure in told.figures] == ["6.000", "100"]


def test_without_weeks_before_the_start_nothing_is_compared() -> None:
    days = [START + WEEK * n for n in range(20)]
    rows = [row(datetime(day.year, day.month, day.day, 11), site="aars", topic="pas") for day in days]
    part = seen(dataset_of(rows, [], ["aars"], costs=[cost(6000)])).head
    assert part is not None
    assert "kan før og efter ikke sammenlignes endnu" in part.about
    assert (said(part.said), part.waits, part.hours, part.table) == ("", None, None, None)


def test_open_days_without_a_cost_leave_the_account_open() -> None:
    """Told until June, open until July: less than the budget proves nothing, more than it does."""
    economy_table = {"budget_per_year": 500_000}
    short = cost(1000, to=date(2025, 6, 1))
    told = found(world(costs=[short], economy=economy_table))
    assert "Om det er udgiftsneutralt, kan ikke siges" in said(told.opening.answer)
    assert any("beløbet for lavt" in note for note in told.notices)
    assert not told.served
    over = found(world(costs=[short | {"kr": 900_000}], economy=economy_table))
    assert "er ikke udgiftsneutralt" in said(over.opening.answer)


def test_costs_of_the_whole_initiative_and_of_once_stand_by_themselves() -> None:
    whole = [cost(6000), cost(3640, "running", None), cost(900, "one_off"), cost(500, "saving")]
    told = found(world(costs=whole))
    assert [row[0] for row in told.table.rows] == ["Farsø", "Fælles for alle steder", "Alle steder"]
    assert told.table.rows[-1][3] == "9.640"
    assert any("Engangsudgifter, 900" in plain(note) for note in told.notices)
    assert any("Oplyste besparelser, 500" in plain(note) for note in told.notices)


def test_before_data_there_is_no_period_and_nothing_spent_in_it() -> None:
    told = found(replace(world(economy={"budget_per_year": 208_000}), data_through=None))
    assert not [row for row in told.download.rows if row[0] == "Udgifter"]


def test_an_initiative_without_head_office_is_asked_half_the_question() -> None:
    places = [
        {"id": "farsoe", "name": "Farsø"},
        {"id": "library", "name": "B"},
        {"id": "aalestrup", "name": "A"},
    ]
    sources = [{"id": "queue", "name": "Queue", "counts": ["farsoe"]}]
    told = found(world(sites=places, sources=sources, areas=[], costs=[cost(6000)]))
    assert told.opening.question == "Hvad koster det?"
    assert told.head is None


def test_prices_by_precedence() -> None:
    told = {"price_per_hour": 400, "price_origin": "Budget 2025", "budget_per_year": 208_000}
    own = [cost(180 * 350, origin="regnskab")]
    cases: list[tuple[dict[str, Any], str, float]] = [
        ({"economy": told, "costs": own}, "stated", 400),
        ({"economy": {"budget_per_year": 208_000}, "costs": own, "hours_before_per_week": 8}, "own", 350),
        ({"economy": {"budget_per_year": 208_000}, "hours_before_per_week": 8}, "derived", 500),
        ({"economy": {"budget_per_year": 208_000}}, "case", CASE_PRICE),
    ]
    for config, kind, kr in cases:
        price = price_of(world(**config))
        assert price.kind == kind
        assert price.kr == pytest.approx(kr)
        assert price.words.startswith("Timeprisen er ")


def test_an_hour_costs_the_same_whether_its_costs_are_told_of_a_place_or_of_the_whole() -> None:
    apart = [cost(180 * 350), cost(180 * 50, "transport", None)]
    together = [cost(180 * 350, "wages", None), cost(180 * 50, "transport", None)]
    for costs in (apart, together):
        dataset = world(weeks=1, costs=costs)  # the head office's hours are not among them
        price = price_of(dataset)
        assert price.kind == "own"
        assert price.kr == pytest.approx(400)
        assert account(dataset, find(dataset, ""), None, 0).together.per(180) == pytest.approx(400)


# --- the head office


def seen(dataset: Dataset) -> EconomyFinding:
    return found(dataset, head_office(dataset))


def test_before_and_after_are_the_same_iso_weeks() -> None:
    office = head_office(world(weeks=8))
    assert office is not None
    assert [a.isocalendar().week for a in office.before] == [b.isocalendar().week for b in office.after]
    assert (len(office.before), max(office.before) < START <= min(office.after)) == (26, True)
    assert office.hours == pytest.approx((6 * 4, 6 * 3))
    assert office.waits["apart"].before.median.value == 2
    assert office.waits["apart"].after.median.value == 9
    assert office.waits["rest"].after.median.value == 8


def test_longer_is_said_where_the_intervals_part_and_cause_never() -> None:
    longer = seen(world(weeks=8)).head
    assert longer is not None
    assert said(longer.said).startswith(
        "Ventetiden på pas er blevet længere: halvdelen ventede højst 2 min. før og højst 9 min. efter"
    )
    assert "ikke hvorfor" in said(longer.said)
    same = seen(world(weeks=8, minutes=(4, 4))).head
    assert same is not None
    assert "før og efter kan ikke skilles ad" in said(same.said)


def test_waits_of_few_people_by_topic_are_hidden_and_of_everyone_shown() -> None:
    """26 weeks of 3 each are 78 of a class and 156 of everyone."""
    office = head_office(world(weeks=3))
    assert office is not None
    assert {office.waits[name].before.median.status for name in ("apart", "rest")} == {Status.SUPPRESSED}
    assert office.waits["apart"].before.p90 is None
    assert office.waits["all"].before.median.value == 1  # half of them waited 1 minute, the others 2
    assert office.peaks == ()


def test_no_count_by_topic_leaves_the_finding(
    dataset: Dataset, demo: EconomyFinding, office: HeadOffice
) -> None:
    for name in ("apart", "rest"):
        for wait in (office.waits[name].before, office.waits[name].after):
            assert (wait.median.n, wait.excluded) == (None, 0)
            assert {float(end).is_integer() for end in (wait.median.value or 0, wait.p90 or 0)} == {True}
    topics = compute(dataset.engine, "enquiries", ("topic",), {"site": "aars"}).rows
    counts = {row.numerator or 0 for row in topics if (row.numerator or 0) > 100}
    assert not counts & {
        value for line in demo.download.rows for value in line if isinstance(value, int | float)
    }
    assert "pas og kørekort" in said(demo.head.said if demo.head else ())
