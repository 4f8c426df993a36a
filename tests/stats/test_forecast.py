"""A year under a model: `ciw` and arithmetic where the world is certain, what must hold in any world, the bands."""

from collections.abc import Sequence
from dataclasses import fields, replace
from typing import Any

import ciw
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evaluation.stats import OpeningPlan, World, Year, band, simulate_year
from evaluation.stats.patience import Patience
from tests.stats.reference_queue import OPENINGS, opened

ALL = 10**9  # seen so often that nothing is left to chance
SERVICE = {5.0: 30, 10.0: 40, 20.0: 20, 45.0: 10}  # 14 minutes on average
CERTAIN = World(
    alpha=0.0, service={m: n * 10_000 for m, n in SERVICE.items()}, patience=(Patience(ALL, 40.0 * ALL),),
    helped=0.9 * ALL, called=ALL, no_show=0.1 * ALL, booked=ALL, gather=(0.0, 0.0),
)  # fmt: skip
LIKELY = World(0.2, SERVICE, (Patience(6, 240),), helped=90, called=100, no_show=3, booked=40)
WEEKLY = OpeningPlan("a", 46, 240.0, 2, expected=12.0, gathered=20.0, se_log=0.0, profile=(1.0,))
FIGURES = [field.name for field in fields(Year)]


def _year(plans: Sequence[OpeningPlan], world: World = LIKELY, seed: int = 1, draws: int = 60) -> Year:
    return simulate_year(plans, world, seed=seed, draws=draws)


def _off(values: Any, expected: float) -> float:
    """How many standard errors the mean of the worlds lies from what is expected."""
    return float(abs(values.mean() - expected) / (values.std(ddof=1) / np.sqrt(len(values))))


def test_a_certain_world_is_the_finite_opening_of_ciw() -> None:
    minutes, weights = zip(*SERVICE.items(), strict=True)
    service = ciw.dists.Pmf(list(minutes), [weight / 100 for weight in weights])
    log = opened(staff=2, per_hour=8, hours=4, service=service, patience=40, seed=3)
    year = _year([replace(WEEKLY, openings=OPENINGS, expected=32.0)], CERTAIN)
    there = ~np.isnan(log.arrivals)
    start, end = (np.where(log.called, part, 0.0) for part in (log.arrivals + log.wait, log.end))
    busy = np.minimum(end, 240) - np.minimum(start, 240)
    by_opening = {  # a year of ciw's openings: total and standard error
        "arrived": there.sum(axis=1),
        "overtime": np.maximum(end.max(axis=1) - 240, 0) / 60,
        "idle": (2 * 240 - busy.sum(axis=1)) / 60,
    }
    for name, values in by_opening.items():
        error = values.std(ddof=1) * np.sqrt(OPENINGS)
        assert abs(getattr(year, name).mean() - values.sum()) < 4 * error, name
    away = (there & ~log.called).sum(axis=1)
    share = away.sum() / there.sum()
    error = np.sqrt(((away - share * there.sum(axis=1)) ** 2).sum()) / there.sum()
    assert abs(year.left_share.mean() - share) < 4 * error


@pytest.mark.parametrize(("gather", "people"), [(0.0, 12.0), (1.0, 20.0), (0.5, 16.0)])
def test_certain_inputs_give_their_arithmetic(gather: float, people: float) -> None:
    patient = replace(CERTAIN, patience=(Patience(0.0, 1e15),), gather=(gather, gather))
    year = _year([replace(WEEKLY, staff=3)], patient)
    assert _off(year.arrived, 46 * people) < 4
    assert year.arrived.var(ddof=1) == pytest.approx(46 * people, rel=0.8)  # Poisson
    assert not year.left_share.any()
    assert _off(year.served, 0.9 * 46 * people) < 4
    # All staff hours less 14 minutes for each; those that fall after closing keep at most the three at work.
    idle = 46 * (3 * 4 - people * 14 / 60)
    assert _off(year.idle, idle) < 4 or idle < year.idle.mean() < idle + 3 * year.overtime.mean()


def test_what_is_not_known_widens_the_band() -> None:
    # Variance of a year's people: Poisson, openings that vary, the place's error that all openings share.
    counts = {
        name: _year([replace(WEEKLY, se_log=se)], replace(CERTAIN, alpha=alpha), draws=600).arrived
        for name, alpha, se in (("chance", 0.0, 0.0), ("openings", 0.5, 0.0), ("place", 0.0, 0.2))
    }
    mean = 46 * 12.0
    assert counts["chance"].var() == pytest.approx(mean, rel=0.25)
    assert counts["openings"].var() == pytest.approx(mean + 46 * 0.5 * 12**2, rel=0.25)
    lognormal = mean**2 * np.exp(0.04) * (np.exp(0.04) - 1)
    assert counts["place"].var() == pytest.approx(mean + lognormal, rel=0.25)


def test_few_observations_leave_the_world_open() -> None:
    many = replace(LIKELY, patience=(Patience(6000, 240_000),), helped=9000, called=10_000)
    few = replace(LIKELY, patience=(Patience(2, 80),), helped=9, called=10)
    wide, narrow = (_year([replace(WEEKLY, staff=1)], world, draws=200) for world in (few, many))
    for spread in (
        [year.left_share.std() for year in (wide, narrow)],
        [(year.served / (year.arrived * (1 - year.left_share))).std() for year in (wide, narrow)],
    ):
        assert spread[0] > 1.3 * spread[1]


def test_appointments_are_given_one_after_the_other_at_every_desk() -> None:
    world = replace(CERTAIN, service={15.0: 10_000}, no_show=0.0)
    year = _year([replace(WEEKLY, minutes=60.0, expected=1000.0, booked=15.0)], world, draws=3)
    # Far more ask than 2 x 4 times, which all are taken: nobody waits, nobody is idle, nobody stays late.
    assert year.arrived * (1 - year.left_share) == pytest.approx(46 * 8)
    for name in ("wait_median", "wait_p90", "overtime"):
        assert getattr(year, name) == pytest.approx(0, abs=0.01), name
    assert year.idle == pytest.approx(0, abs=0.05)


def test_who_finds_no_time_left_asks_again_as_the_people_of_closed_time_come() -> None:
    # 12 ask on average for 16 times, and vary a lot: full at times, free the week after.
    plan = replace(WEEKLY, booked=30.0, gathered=12.0)
    lost, some, back = (
        _year([plan], replace(CERTAIN, alpha=0.3, gather=(share, share))) for share in (0.0, 0.5, 1.0)
    )
    assert (lost.arrived == back.arrived).all()
    assert (lost.left_share > some.left_share).all()
    assert (some.left_share > back.left_share).all()
    # Only those who still ask after the last opening have got no time.
    assert back.left_share.mean() < lost.left_share.mean() / 3


def test_who_is_booked_and_stays_away_leaves_the_desk_idle() -> None:
    plan = replace(WEEKLY, expected=4.0, gathered=4.0, booked=30.0)
    away = _year([plan], CERTAIN)
    assert away.left_share.max() < 0.01
    assert _off(away.served, 46 * 4 * 0.9 * 0.9) < 4  # nine in ten come, nine in ten of them are helped


@pytest.mark.parametrize("booked", [None, 15.0])
def test_more_staff_than_people_changes_nothing_but_who_is_idle(booked: float | None) -> None:
    """As many staff as somebody may write in a file: room for each of them would be more than any machine has."""
    few, many = (_year([replace(WEEKLY, booked=booked, staff=n)], draws=20) for n in (1000, 10**9))
    assert (many.served == few.served).all()
    assert not many.left_share.any()
    assert (many.idle > few.idle).all()


def test_an_appointment_longer_than_the_opening_serves_nobody() -> None:
    year = _year([replace(WEEKLY, minutes=20.0, booked=30.0)])
    assert not year.served.any()
    assert year.left_share == pytest.approx(1)
    assert year.idle == pytest.approx(46 * 2 * 20 / 60)


plans = st.builds(
    OpeningPlan,
    place=st.sampled_from("abc"),
    openings=st.integers(1, 5),
    minutes=st.sampled_from([45.0, 120.0]),
    staff=st.integers(1, 3),
    expected=st.floats(0, 20),
    gathered=st.floats(0, 30),
    se_log=st.floats(0, 0.5),
    profile=st.sampled_from([(1.0,), (3.0, 1.0), (0.0, 1.0, 1.0)]),
    booked=st.sampled_from([None, 15.0]),
)
years = st.lists(plans, min_size=1, max_size=4, unique_by=lambda plan: plan.place)


def _same(a: Year, b: Year) -> bool:
    return all(np.allclose(getattr(a, name), getattr(b, name)) for name in FIGURES)


@settings(max_examples=25)
@given(years, st.integers(0, 100))
def test_the_same_seed_is_the_same_worlds_whatever_the_order(models: list[OpeningPlan], seed: int) -> None:
    found = _year(models, seed=seed, draws=5)
    assert _same(found, _year(models, seed=seed, draws=5))
    assert _same(found, _year(models[::-1], seed=seed, draws=5))
    assert (found.served <= found.arrived).all()
    assert ((found.left_share >= 0) & (found.left_share <= 1)).all()
    assert (found.wait_median <= found.wait_p90).all()
    assert (found.idle >= -1e-9).all()
    assert (found.idle <= sum(p.openings * p.staff * p.minutes for p in models) / 60 + 1e-9).all()


@settings(max_examples=15)
@given(years, st.integers(0, 4), plans)
def test_a_plan_without_openings_changes_nothing(
    models: list[OpeningPlan], at: int, other: OpeningPlan
) -> None:
    more = [*models[:at], replace(other, openings=0), *models[at:]]
    assert _same(_year(models, draws=5), _year(more, draws=5))


def test_places_share_their_error_between_models_and_seeds_differ() -> None:
    known = replace(CERTAIN, alpha=0.0)
    a, b = (_year([replace(WEEKLY, se_log=0.4, openings=n)], known, draws=200).arrived for n in (40, 80))
    assert np.corrcoef(a, b)[0, 1] > 0.9  # one world, two models
    assert not np.array_equal(_year([WEEKLY], seed=1).arrived, _year([WEEKLY], seed=2).arrived)


def test_one_more_at_the_desks_serves_more_and_idles_more() -> None:
    few, more = (_year([replace(WEEKLY, staff=staff, expected=20.0)]) for staff in (1, 2))
    assert more.served.mean() > few.served.mean()
    assert more.left_share.mean() < few.left_share.mean()
    assert more.wait_p90.mean() < few.wait_p90.mean()
    assert more.idle.mean() > few.idle.mean()


def test_people_come_as_the_profile_says() -> None:
    # All in the first half of an opening wait longer than the same people over the whole of it.
    even, early = (_year([replace(WEEKLY, profile=shares)], CERTAIN) for shares in ((1.0, 1.0), (1.0, 0.0)))
    assert early.wait_p90.mean() > even.wait_p90.mean()
    assert early.overtime.mean() < even.overtime.mean()


def test_a_band_is_the_middle_and_its_95_percent() -> None:
    found = band(np.arange(1001.0))
    assert (found.value, found.low, found.high) == pytest.approx((500, 25, 975))
    year = _year([WEEKLY])
    assert year.band("served") == band(year.served)


@pytest.mark.parametrize(
    ("models", "world", "says"),
    [
        ([], LIKELY, "at least one opening"),
        ([replace(WEEKLY, openings=0)], LIKELY, "at least one opening"),
        ([WEEKLY], replace(LIKELY, service={}), "no service"),
        ([WEEKLY], replace(LIKELY, service={5.0: 0}), "no service"),
        ([WEEKLY], replace(LIKELY, called=0.0), "no service"),
        ([WEEKLY], replace(LIKELY, patience=(Patience(1, 0.0),)), "no wait"),
        ([WEEKLY], replace(LIKELY, patience=()), "no wait"),
    ],
)
def test_what_tells_nothing_is_refused(models: list[OpeningPlan], world: World, says: str) -> None:
    with pytest.raises(ValueError, match=says):
        _year(models, world)


@pytest.mark.parametrize("gather", [0.0, 0.5, 1.0])
def test_a_band_holds_whether_nobody_or_everybody_comes_another_day(gather: float) -> None:
    """Years of other worlds with the same place: the model opens it twice as rarely as the log had it."""
    rarer = [replace(WEEKLY, openings=23, gathered=24.0, se_log=0.08)]
    found = _year(rarer, replace(LIKELY, gather=(0.0, 1.0)), draws=300).band("arrived")
    true = simulate_year(rarer, replace(LIKELY, gather=(gather, gather)), seed=77, draws=600).arrived
    assert ((found.low <= true) & (true <= found.high)).mean() > 0.9
