"""What the log says of demand: made logs counted by hand, the demo year held against pandas on the raw export."""

from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from functools import cache
from pathlib import Path
from statistics import fmean
from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evaluation.findings import demand_log
from evaluation.findings.dataset import Dataset
from evaluation.findings.demand import Demand, PlaceDemand, demand_from, demand_of, plans_of
from evaluation.findings.demand_log import Seen
from evaluation.initiative.model_hours import hours_of
from evaluation.initiative.staffing import StaffingModel
from evaluation.metrics import Slot, SlotUnit
from evaluation.metrics.service import ServiceCounts, service_counts
from evaluation.stats import OpeningPlan, rate
from evaluation.stats.patience import Patience
from evaluation.texts import has
from tests.findings.test_hours import came, days
from tests.findings.test_other_shapes import THROUGH, dataset
from tests.spec.world import START, Record, initiative, opening, row

WEDNESDAY = START + timedelta(days=2)
PLACES = ("farsoe", "aalestrup")


def rule(
    site: str = "farsoe", weekday: str = "wed", opens: str = "10:00", closes: str = "14:00", **other: Any
) -> Any:
    return {"site": site, "weekday": weekday, "opens": opens, "closes": closes, "staff_serving": 2, **other}


def model(*rules: Any, **other: Any) -> StaffingModel:
    return StaffingModel.model_validate({"id": "m", "name": "M", "openings": rules or (rule(),), **other})


def planned(of: Dataset, *rules: Any, **other: Any) -> tuple[OpeningPlan, ...]:
    asked = model(*rules, **other)
    return plans_of(asked, hours_of(asked, of.initiative), demand_of(of))


def visit(day: date, minute: int, site: str = "farsoe", **other: Any) -> Record:
    """Comes so many minutes after ten, is called after four and served in ten."""
    drawn = datetime.combine(day, time(10)) + timedelta(minutes=minute)
    times = {"called_at": drawn + timedelta(minutes=4), "ended_at": drawn + timedelta(minutes=14)}
    told = {"site": site, "outcome": "resolved", "service_min": 10, **times} | other
    return row(drawn, **told)


@cache
def log(openings: int = 8, minutes: Sequence[int] = (0, 10, 20, 30)) -> Dataset:
    """Farsø on Wednesdays 10–14, the same people each time: three in the first half hour, one in the next."""
    every = days(openings, WEDNESDAY)
    held = [opening(f"f{d}", "farsoe", d, 10, 14) for d in every]
    rows = [visit(d, minute) for d in every for minute in minutes]
    return dataset(rows, held, START + timedelta(weeks=openings), groups=[])


def test_the_schedule_of_today_gives_what_the_log_shows() -> None:
    [plan] = planned(log())
    assert (plan.expected, plan.gathered) == pytest.approx((4.0, 4.0))
    assert plan.profile == pytest.approx((3, 1, 0, 0, 0, 0, 0, 0))
    assert (plan.place, plan.openings, plan.minutes, plan.staff, plan.booked) == ("farsoe", 52, 240, 2, None)


@pytest.mark.parametrize(
    ("rules", "expected", "gathered"),
    [
        ([rule(closes="10:30")], 3.0, 4.0),
        ([rule(opens="10:15", closes="11:00")], 2.5, 4.0),  # half of three, and one
        ([rule(opens="14:00", closes="16:00")], 2.0, 4.0),  # hours nobody has seen: one an hour
        ([rule(every_weeks=2, anchor=START)], 4.0, 8.0),
        ([rule(iso_weeks="odd")], 4.0, 8.0),
        ([rule(nth_of_month=1)], 4.0, 4 * 52 / 12),
        ([rule(), rule(weekday="mon")], 4.0, 2.0),  # twice a week: the same people, spread
        ([rule(ends_on="2025-08-31"), rule(weekday="mon", starts_on="2025-09-01")], 4.0, 4.0),
    ],
)
def test_people_of_other_hours_are_lost_at_worst_and_gather_at_best(
    rules: list[Any], expected: float, gathered: float
) -> None:
    for plan in planned(log(), *rules):
        assert (plan.expected, plan.gathered) == pytest.approx((expected, gathered))


def test_openings_share_a_week_by_what_each_would_get() -> None:
    """Of four a week: three come in the first half hour, one in the half hour after it."""
    first, second = planned(log(), rule(closes="10:30"), rule(weekday="mon", opens="10:30", closes="11:00"))
    assert (first.gathered, second.gathered) == pytest.approx((3.0, 1.0))


def test_a_place_open_every_other_week_has_half_its_people_a_week() -> None:
    every = days(8, WEDNESDAY, step=14)
    rows = [visit(d, minute) for d in every for minute in (0, 10, 20, 30)]
    held = [opening(f"f{d}", "farsoe", d, 10, 14) for d in every]
    schedule = [rule(every_weeks=2, anchor=START)]
    for stated in (schedule, [rule(site="aalestrup")]):  # by the rule; by the days, where no rule tells
        of = dataset(rows, held, START + timedelta(weeks=17), groups=[], schedule=stated)
        assert demand_of(of).places["farsoe"].per_week == pytest.approx(2.0)
        [same] = planned(of, *schedule)
        assert (same.expected, same.gathered) == pytest.approx((4.0, 4.0))


def test_a_long_pause_is_no_longer_time_between_openings() -> None:
    every = [d for d in days(14, WEDNESDAY) if d not in days(4, WEDNESDAY + timedelta(weeks=5))]
    rows = [visit(d, minute) for d in every for minute in (0, 10)]
    held = [opening(f"f{d}", "farsoe", d, 10, 14) for d in every]
    of = dataset(rows, held, START + timedelta(weeks=15), groups=[], schedule=[rule(site="aalestrup")])
    assert demand_of(of).places["farsoe"].per_week == pytest.approx(2.0)


def unit(day: date, counts: Sequence[int]) -> SlotUnit:
    slots = tuple(Slot(600 + 30 * n, 30.0, count) for n, count in enumerate(counts))
    return SlotUnit(f"f{day}", "farsoe", day, day, 3, "counted", slots, sum(counts))


@settings(max_examples=15)
@given(st.lists(st.lists(st.integers(0, 9), min_size=8, max_size=8), min_size=6, max_size=12))
def test_today_is_reproduced_whatever_the_log(counts: list[list[int]]) -> None:
    units = [unit(day, own) for day, own in zip(days(len(counts), WEDNESDAY), counts, strict=True)]
    seen = Seen({"farsoe": units}, {"farsoe": 1.0}, ServiceCounts(Counter({10: 1})), 0.0, 0.0)
    [plan] = plans_of(model(), hours_of(model(), initiative()), demand_from(seen))
    totals = [float(sum(own)) for own in counts]
    # Where nobody came at all, half a person did: no place is known to be without demand.
    assert plan.expected == pytest.approx(max(sum(totals), 0.5) / len(totals))
    assert plan.gathered == pytest.approx(plan.expected)
    known = rate(totals, [4.0] * len(totals))
    assert plan.se_log > (known.se_log or 1.0)  # by t, not by the normal curve
    assert sum(totals) == 0 or plan.profile == pytest.approx(
        [fmean(part) for part in zip(*counts, strict=True)]
    )


def test_the_weeks_of_the_ramp_do_not_count() -> None:
    every = days(10, WEDNESDAY)
    rows = [visit(d, minute) for n, d in enumerate(every) for minute in range(9 if n < 2 else 4)]
    held = [opening(f"f{d}", "farsoe", d, 10, 14) for d in every]
    of = dataset(rows, held, START + timedelta(weeks=11), groups=[], ramp_weeks=2)
    assert demand_of(of).places["farsoe"].per_week == pytest.approx(4.0)
    assert demand_of(of).places["farsoe"].openings == 8


def test_a_bus_of_visitors_does_not_count() -> None:
    every = days(9, WEDNESDAY)
    rows = [visit(d, minute) for n, d in enumerate(every) for minute in (range(90) if n == 4 else (0, 9))]
    held = [opening(f"f{d}", "farsoe", d, 10, 14) for d in every]
    of = dataset(rows, held, START + timedelta(weeks=11), groups=[])
    assert demand_of(of).places["farsoe"].per_week == pytest.approx(2.0)


def two_places(second: int) -> Dataset:
    """Farsø with 4 at each of 8 openings, Aalestrup with 9 at each of so many."""
    every = [("farsoe", d, 4) for d in days(8, WEDNESDAY)] + [("aalestrup", d, 9) for d in days(second)]
    rows = [visit(d, minute, site=site) for site, d, n in every for minute in range(n)]
    held = [opening(f"{site}{d}", site, d, 10, 14) for site, d, _ in every]
    return dataset(rows, held, START + timedelta(weeks=9), groups=[])


def test_a_place_with_few_openings_takes_the_mean_of_the_others() -> None:
    few, enough = (demand_of(two_places(n)) for n in (5, 6))
    assert set(few.places) == {"farsoe"}
    assert few.others is not None
    assert few.others.per_week == pytest.approx(4.0)
    assert few.others.se_log > 0.4 > few.places["farsoe"].se_log
    assert "demand.assumed.spread" in few.assumed
    assert enough.places["aalestrup"].per_week == pytest.approx(9.0)
    assert enough.others is not None
    assert enough.others.per_week == pytest.approx(6.5)
    [plan] = planned(two_places(5), rule(site="aalestrup"))
    assert (plan.place, plan.expected, plan.se_log) == ("aalestrup", pytest.approx(4.0), few.others.se_log)


def test_what_the_log_does_not_tell_is_assumed_and_said() -> None:
    told = demand_of(log())
    assert told.world is not None
    assert (told.world.service, told.world.helped, told.world.called) == ({10.0: 32}, 32, 32)
    assert told.world.patience == (Patience(0.0, 32 * 4),)
    assert told.assumed == tuple(
        f"demand.assumed.{name}" for name in ("gather", "alpha", "no_show", "spread")
    )
    bare = dataset(
        [visit(d, 0, called_at=None, outcome=None, wait_min=None) for d in days(8, WEDNESDAY)],
        [opening(f"f{d}", "farsoe", d, 10, 14) for d in days(8, WEDNESDAY)],
        START + timedelta(weeks=9),
        groups=[],
    )
    assert {"demand.assumed.patience", "demand.assumed.outcomes"} <= set(demand_of(bare).assumed)
    assert all(has(key) for key in (*told.assumed, *demand_of(bare).assumed))


def test_no_demand_has_a_reason_and_no_plans() -> None:
    untold = [one for d in days(8, WEDNESDAY) for one in came(d, 10, 4)]
    held = [opening(f"f{d}", "farsoe", d, 10, 14) for d in days(8, WEDNESDAY)]
    reasons = {
        "no_log": (dataset([], held, None), dataset(untold, [], schedule=[])),
        "few_openings": (log(5),),
        "no_minutes": (dataset(untold, held, START + timedelta(weeks=9)),),
    }
    for name, shapes in reasons.items():
        for of in shapes:
            found = demand_of(of)
            assert (found.world, found.reason) == (None, f"demand.reasons.{name}")
            assert has(f"demand.reasons.{name}")
            assert planned(of) == ()


def test_what_became_of_each_who_came() -> None:
    day = WEDNESDAY
    at = datetime.combine(day, time(10))
    gone = {"service_min": None, "outcome": "left"}
    rows = [
        visit(day, 0),
        visit(day, 1, outcome="booked"),  # served, and not helped
        visit(
            day, 2, called_at=at + timedelta(minutes=22), **gone | {"ended_at": None}
        ),  # missing at the call
        visit(day, 3, called_at=None, **gone | {"ended_at": at + timedelta(minutes=18)}),  # seen to leave
        visit(day, 200, called_at=None, ended_at=None, service_min=None, outcome="open"),  # there at closing
        visit(day, 4, called_at=None, ended_at=None, **gone),  # left, nobody knows when
        visit(day, 5, channel="phone"),
        visit(day, 300),  # came after it had closed
        visit(day, 6, site="aars"),
    ]
    of = dataset(rows, [opening("f", "farsoe", day, 10, 14)], day, groups=[])
    found = service_counts(of.engine, START, None, PLACES)
    assert found == {
        "farsoe": ServiceCounts(
            Counter({10: 2}), Counter({4: 2}), Counter({20: 1}), Counter({15: 1}), Counter({40: 1}), 1, 3
        )
    }


# --- the demo year


@pytest.fixture(scope="module")
def demand(dataset: Dataset) -> Demand:
    return demand_of(dataset)


@pytest.fixture(scope="module")
def tickets(demo_store: Path) -> pd.DataFrame:
    """Farsø's tickets in the raw exports, each once, from its ninth week on: none of our code."""
    files = sorted(demo_store.with_name(f"{demo_store.name}-demo").glob("koe_*.csv"))
    told = {"sep": ";", "encoding": "cp1252", "dtype": str, "keep_default_na": False}
    made = pd.concat([pd.read_csv(file, **told) for file in files], ignore_index=True).dropna()
    made = made[~made.drop(columns="Bemærkning").agg(" ".join, axis=1).str.contains(r"\b\d{6}[- ]?\d{4}\b")]
    made = made.drop_duplicates(["Billetnr", "Lokation", "Dato"])
    came = pd.to_datetime(made["Billet trukket"], format="%d-%m-%Y %H:%M")
    made = made.assign(day=came.dt.normalize(), minute=came.dt.hour * 60 + came.dt.minute)
    own = made[(made["Lokation"] == "Farsø") & (made["day"] >= "2025-04-30") & (made["day"] != "2025-05-07")]
    return own[own["minute"].between(570, 855)]


def test_a_place_is_pandas_count_of_the_raw_export(demand: Demand, tickets: pd.DataFrame) -> None:
    found, openings = demand.places["farsoe"], tickets["day"].nunique()
    assert (found.openings, found.source) == (openings, "own")
    assert found.per_week == pytest.approx(len(tickets) / openings)
    halves = (tickets["minute"].clip(600, 839) // 30 * 30).value_counts() / openings * 2
    assert found.rates == pytest.approx(halves.to_dict())


def test_a_place_on_trial_is_unknown_and_one_that_moved_counts_its_own(demand: Demand) -> None:
    assert set(demand.places) == {"aalestrup", "farsoe", "loegstoer_raadhus", "loegstoer_bibliotek"}
    assert demand.others is not None
    known: list[PlaceDemand] = list(demand.places.values())
    assert demand.others.per_week == pytest.approx(sum(place.per_week for place in known) / 4)
    assert demand.places["loegstoer_bibliotek"].openings < 25
    assert demand.assumed == ("demand.assumed.gather",)


def test_a_log_of_places_on_trial_is_not_called_empty(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(demand_log, "on_trial", lambda _dataset, _site: True)
    assert demand_of(log()).reason == "demand.reasons.all_on_trial"
    assert demand_of(dataset([], [], None)).reason == "demand.reasons.no_log"


def test_who_stays_away_from_a_place_on_trial_is_not_counted_either(monkeypatch: pytest.MonkeyPatch) -> None:
    """Bookings are few: with them the waits and idle hours of every booked model would tell of the trial."""
    booked: dict[str, Any] = {"booked": True, "appointment_at": datetime.combine(WEDNESDAY, time(10))}
    away = {"outcome": "no_show", "called_at": None, "ended_at": None, "service_min": None}
    every = days(8, WEDNESDAY)
    rows = [visit(d, minute) for d in every for minute in (0, 10)]
    rows += [visit(WEDNESDAY, 0, "aalestrup", **booked, **away) for _ in range(3)]
    of = dataset(rows, [opening(f"f{d}", "farsoe", d, 10, 14) for d in every], THROUGH, groups=[])

    def seen() -> float:
        world = demand_of(of).world
        assert world is not None
        return world.booked

    assert seen() == 3
    monkeypatch.setattr(demand_log, "on_trial", lambda _dataset, site: site == "aalestrup")
    assert seen() == 0
