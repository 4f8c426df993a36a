"""What each model would give, cost and break: arithmetic by hand, the projection held against what the log shows."""

import json
from dataclasses import replace
from fractions import Fraction

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from benchmarks import demand as planted
from evaluation.disclosure import Role
from evaluation.findings.dataset import Dataset
from evaluation.findings.demand import demand_of, plans_of
from evaluation.findings.whatif import ModelAnswer, answers, difference_of
from evaluation.stats import obrien_fleming, quarterly
from evaluation.texts import has
from tests.findings.test_demand import log, model, rule, visit
from tests.findings.test_hours import days
from tests.findings.test_other_shapes import dataset
from tests.spec.world import opening

WEEKS = {"calendar": {"closed_iso_weeks": [29, 30, 31]}, "hours_before_per_week": 8.0}
CROWD = tuple(range(0, 200, 10))


def one(of: Dataset, *rules: object, price: float | None = 100.0, **other: object) -> ModelAnswer:
    [found] = answers(of, Role.UDVALG, [model(*rules, **other)], price)
    return found


def test_kroner_as_the_case_counts_and_by_the_calendar() -> None:
    """Four hours and half an hour's transport for two: 9 hours a week, in 49 weeks or in 52."""
    found = one(dataset([], [], None, **WEEKS))
    assert found.hours.staff_hours_week == 9
    assert (found.kroner_low, found.kroner_high) == pytest.approx((9 * 100 * 49, 9 * 100 * 52))
    assert found.kroner_calendar == pytest.approx(9 * 100 * 49)
    assert found.difference == Fraction(1)
    assert [promise.key for promise in found.promises] == ["weekly", "unbooked", "cost_neutral"]


def test_without_a_log_only_the_arithmetic_is_left() -> None:
    found = one(dataset([], [], None, **WEEKS))
    assert found.kroner_low == pytest.approx(9 * 100 * 49)
    assert (found.year, found.walk_in, found.target, found.detectable) == (None, None, None, None)
    assert found.reason == found.target_reason == "demand.reasons.no_log"
    assert difference_of(found, found, "served") is None


def test_a_model_without_openings_has_no_year() -> None:
    found = one(log(), rule(starts_on="2030-01-01"))
    assert (found.year, found.reason) == (None, "demand.reasons.no_openings_in_year")
    assert has("demand.reasons.no_openings_in_year")


def test_booking_is_told_beside_the_same_without() -> None:
    of = log(minutes=CROWD)
    booked, free = one(of, booking=True), one(of)
    assert booked.year is not None
    assert booked.walk_in is not None
    assert free.year is not None
    assert free.walk_in is None
    assert np.array_equal(booked.walk_in.served, free.year.served)
    assert (booked.unbooked_share, free.unbooked_share) == (0.0, 1.0)


def test_appointments_are_the_mean_service_in_whole_five_minutes() -> None:
    of, asked = log(), model(booking=True)
    found = demand_of(of)
    assert found.world is not None
    hours = one(of).hours
    for service, minutes in (({10.0: 1}, 10), ({10.0: 2, 11.0: 1}, 15), ({1.0: 3}, 5)):
        told = replace(found, world=replace(found.world, service=service))
        assert [plan.booked for plan in plans_of(asked, hours, told)] == [minutes]


def test_two_models_are_compared_in_the_same_worlds() -> None:
    of = log(minutes=CROWD)
    two, one_alone = one(of), one(of, rule(staff_serving=1))
    same, less = difference_of(two, two, "served"), difference_of(two, one_alone, "wait_p90")
    assert same is not None
    assert (same.value, same.low, same.high) == (0, 0, 0)
    assert less is not None
    assert less.high < 0
    assert two.year is not None
    assert one_alone.year is not None
    apart = [year.band("wait_p90") for year in (two.year, one_alone.year)]
    assert less.high - less.low < sum(band.high - band.low for band in apart)


def test_the_smallest_ratio_one_could_tell_solves_its_own_equation() -> None:
    """ln R = (t of the last look + t of 80 %)·√((1/μ + 1/(Rμ) + 2α)/n), with n = 52 at each place, α = .2."""
    found = one(log()).detectable
    assert found is not None
    se = np.sqrt((1 / 4 + 1 / (4 * found) + 2 * 0.2) / 52)
    level = stats.norm.sf(obrien_fleming(quarterly(52))[-1])
    assert np.log(found) == pytest.approx(se * (stats.t.isf(level, 51) + stats.t.ppf(0.8, 51)), rel=1e-3)


def test_the_target_groups_share_is_given_or_why_not(dataset: Dataset) -> None:
    hidden = one(log())
    assert (hidden.target, hidden.target_reason) == (None, "demand.reasons.no_target_share")
    shown = one(dataset, rule())
    assert shown.target is not None
    assert shown.target_reason is None
    assert shown.year is not None
    share = shown.target.value / shown.year.band("served").value
    assert share == pytest.approx(0.62, abs=0.04)  # planted: 12 of 19.8, 13.5 of 20.5, 7.5 of 14.5 …


def test_a_share_that_many_did_not_answer_is_not_projected() -> None:
    """Its ends are what the unknown could make of it, not an error about the middle."""
    groups = ["elder"] * 5 + ["young"] * 4 + [None] * 7
    every = days(30)
    rows = [visit(d, n, target_group=group) for d in every for n, group in enumerate(groups)]
    found = one(dataset(rows, [opening(f"f{d}", "farsoe", d, 10, 14) for d in every]))
    assert found.year is not None
    assert (found.target, found.target_reason) == (None, "demand.reasons.target_unknown")


def test_two_members_of_staff_wait_and_lose_as_the_log_shows(dataset: Dataset) -> None:
    """The demo year opens as the amendment with two: its waits and walk-aways lie within the bands projected."""
    [asked] = [m for m in dataset.initiative.models if m.id == "aendring_2"]
    rules = [rule.site for rule in asked.openings]
    [found] = answers(dataset, Role.UDVALG, [asked], 100.0)
    assert found.year is not None
    sql = "SELECT site, local_date, outcome, wait_min, called_s FROM enquiries WHERE in_exposure"
    rows = pd.DataFrame(dataset.engine.execute(sql, []).to_pylist())
    rows = rows[rows["site"].isin(rules)]
    settled = rows.groupby("site")["local_date"].transform("min") + pd.Timedelta(weeks=8)
    rows = rows[rows["local_date"] >= settled]
    missing = (rows["outcome"] == "left") & rows["called_s"].notna()
    for name, shown in {
        "left_share": missing.mean(),
        "wait_median": rows["wait_min"].median(),
        "wait_p90": rows["wait_min"].quantile(0.9),
    }.items():
        band = found.year.band(name)
        assert band.low <= shown <= band.high, name


# --- planted demand


def test_planted_demand_is_recovered_in_the_study_that_is_shipped() -> None:
    shipped = json.loads(planted.FILE.read_text(encoding="utf-8"))
    assert (shipped["seed"], shipped["seeds"], shipped["bar"]) == (planted.SEED, 200, 0.9)
    assert shipped["predicted"]["all"]["held"] >= 0.9
    assert shipped["predicted"]["poisson"]["held"] < 0.9  # the negative control


def test_planted_demand_is_recovered_in_a_few_years() -> None:
    of = planted.study(years=3)
    shipped = json.loads(planted.FILE.read_text(encoding="utf-8"))
    for name, served in shipped["served_per_opening"].items():
        assert of.served[name] == pytest.approx(served, rel=0.1)
    assert planted.run(of, 2, ["all"])["all"]["held"] > 0.5


def test_the_world_of_the_study_is_the_one_of_the_pages(dataset: Dataset) -> None:
    """The study counts the demo's people itself: the counts must be of the size that the store's are."""
    demand = demand_of(dataset)
    assert demand.world is not None
    log_of_study = planted.seen(planted.truth(), planted.year(planted.truth(), np.random.default_rng(1)))
    own = planted.demand_from(log_of_study)
    assert own.world is not None
    assert set(own.places) == set(demand.places)
    assert own.world.helped / own.world.called == pytest.approx(
        demand.world.helped / demand.world.called, rel=0.04
    )
