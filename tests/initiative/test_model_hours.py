"""The case's own figures from the shipped rules, and the two ways of counting against each other."""

from collections import Counter
from datetime import date
from fractions import Fraction
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evaluation.initiative import Initiative, load_initiative
from evaluation.initiative.model_hours import (
    ModelHours,
    difference_hours_week,
    hours_from_head_office,
    hours_of,
    openings_of,
)
from evaluation.initiative.schedule import WEEKDAYS
from evaluation.initiative.staffing import StaffingModel
from evaluation.settings import ROOT
from tests.initiative.build import CLOSED, START, initiative, rule

THIRDS = 0.6667  # transport as the shipped file writes it
PRICE = Fraction(225_000, 8 * 52)


@pytest.fixture(scope="module")
def case() -> Initiative:
    return load_initiative(ROOT / "data" / "initiatives" / "vesthimmerland")


def of_case(case: Initiative, model_id: str) -> ModelHours:
    return hours_of(next(model for model in case.models if model.id == model_id), case)


def model(*rules: dict[str, Any]) -> StaffingModel:
    return StaffingModel.model_validate({"id": "m", "name": "M", "openings": rules})


def place(**other: object) -> Initiative:
    return initiative(sites=["farso", "aars"], transport_hours=THIRDS, **other)


@pytest.mark.parametrize(
    ("model_id", "open_week", "serving", "transport", "staff", "more", "from_aars"),
    [
        # The supplement: "op til +6 timer" (14 − 8), "+20 timer" (28 − 8; 24 at the counter and 4 on the road).
        ("aendring_1", 12, 12, 2, 14, 6, 6),
        ("aendring_2", 12, 24, 4, 28, 20, 20),
        # Derived from the proposals by the supplement's rule of transport: 13, 8.0 and about 6.5.
        ("forslag_1", Fraction("4.5"), 9, 4, 13, 5, 5),
        ("forslag_2", 3, 6, 2, 8, 0, 0),
        (
            "forslag_3",
            Fraction(12 * 12, 52),
            Fraction(24 * 12, 52),
            Fraction(12, 13),
            Fraction(84, 13),
            None,
            0,
        ),
    ],
)
def test_the_cases_hours_follow_from_the_rules(
    case: Initiative,
    model_id: str,
    open_week: Fraction,
    serving: Fraction,
    transport: Fraction,
    staff: Fraction,
    more: int | None,
    from_aars: int,
) -> None:
    found = of_case(case, model_id)
    assert (found.open_hours_week, found.serving_hours_week) == (open_week, serving)
    assert (found.transport_hours_week, found.staff_hours_week) == (transport, staff)
    assert more in (None, difference_hours_week(found, case))
    assert hours_from_head_office(found, case) == from_aars


def test_the_monthly_proposal_is_told_by_month_and_no_other(case: Initiative) -> None:
    found = of_case(case, "forslag_3")
    assert (found.serving_hours_month, found.open_hours_month) == (24, 12)
    assert round(float(found.staff_hours_week), 1) == 6.5
    others = [of_case(case, m.id) for m in case.models if m.id != "forslag_3"]
    assert {hours.serving_hours_month for hours in others} == {None}


def test_proposal_1_is_not_free_of_cost(case: Initiative) -> None:
    found = of_case(case, "forslag_1")
    low, high = (found.staff_hours_week * PRICE * weeks for weeks in (found.open_weeks, 52))
    assert (round(low, -3), round(high, -3)) == (345_000, 366_000)


def test_everything_is_closed_in_the_three_weeks_of_summer(case: Initiative) -> None:
    for one in case.models:
        assert hours_of(one, case).open_weeks == 49
        assert not {29, 30, 31} & {o.local_date.isocalendar().week for o in openings_of(one, case)}


def test_the_years_openings_counted_by_hand(case: Initiative) -> None:
    """Tuesdays lose the three weeks; Wednesdays 24 and 31 December too; Thursdays 17 April, 29 May, 5 June, 25
    December and 1 January."""
    found = of_case(case, "forslag_1")
    assert {kind.rule.site: kind.openings for kind in found.kinds} == {
        "aalestrup": 52 - 3,
        "farsoe": 52 - 3 - 2,
        "loegstoer_bibliotek": 52 - 3 - 5,
    }
    assert found.openings_year == 140
    assert found.open_hours_year == 140 * 1.5
    assert found.staff_hours_year == pytest.approx(140 * 2 * (1.5 + 2 / 3))


def test_monthly_and_fortnightly_openings_in_the_calendar(case: Initiative) -> None:
    assert [kind.openings for kind in of_case(case, "forslag_3").kinds] == [12, 12, 12]
    days = [o.local_date for o in openings_of(model(rule("wed", every_weeks=2, anchor=START)), place())]
    assert days[0] == date(2025, 3, 5)
    assert {(later - sooner).days for sooner, later in pairwise(days)} == {14}


def test_what_was_done_does_not_touch_what_might_be() -> None:
    sites = [{"id": "farso", "name": "Farsø", "open_from": "2026-01-01"}, {"id": "aars", "name": "Aars"}]
    cancelled = [{"action": "cancel", "site": "farso", "date": "2026-01-07"}]
    own = initiative(sites=sites, schedule=[rule("wed")], changes=cancelled)
    assert hours_of(model(rule("wed")), own).openings_year == 52


def test_a_place_that_follows_another_is_one_place_at_a_time() -> None:
    first, then = rule("tue", ends_on="2025-08-31"), rule("tue", "aars", starts_on="2025-09-01")
    for trip in ({}, {"trip": "nord"}):
        found = hours_of(model(first | trip, then | trip), place())
        assert found.open_hours_week == 4
        assert found.staff_hours_week == 4 + Fraction(2, 3)


def test_one_trip_pays_its_transport_once() -> None:
    stops = [
        rule("tue", "farso", "09:00", "11:00", trip="t"),
        rule("tue", "aars", "12:00", "14:00", trip="t"),
    ]
    shared, apart = (
        hours_of(model(*rules), place())
        for rules in (stops, [{k: v for k, v in stop.items() if k != "trip"} for stop in stops])
    )
    assert shared.transport_hours_week == Fraction(2, 3)
    assert apart.transport_hours_week == Fraction(4, 3)
    assert apart.staff_hours_year - shared.staff_hours_year == pytest.approx(52 * 2 / 3)


@pytest.mark.parametrize(
    ("weekly", "trips"),
    [({}, 1), ({"staff_serving": 2}, 2)],  # one who goes every week; two of them
)
def test_places_that_take_turns_on_a_trip_pay_its_transport_every_week(
    weekly: dict[str, Any], trips: int
) -> None:
    turns = [
        rule("tue", "farso", iso_weeks="even", trip="t", **weekly),
        rule("tue", "aars", iso_weeks="odd", trip="t", **weekly),
    ]
    found = hours_of(model(*turns), place())
    assert found.transport_hours_week == trips * Fraction(2, 3)
    assert found.staff_hours_year == pytest.approx(52 * float(found.staff_hours_week))


def test_a_driver_is_paid_and_does_not_serve() -> None:
    found = hours_of(model(rule("tue", staff_serving=1, staff_total=2)), place())
    assert (found.serving_hours_week, found.staff_hours_week) == (4, 8 + Fraction(4, 3))


def test_even_weeks_of_every_other_week_are_all_or_none() -> None:
    even = rule("tue", every_weeks=2, anchor="2025-03-04", iso_weeks="even")  # 4 March lies in week 10
    assert hours_of(model(even), place()).open_hours_week == Fraction(26 * 4, 52)


def test_without_hours_before_there_is_no_difference() -> None:
    found = hours_of(model(rule("tue")), place())
    assert difference_hours_week(found, place()) is None
    assert hours_from_head_office(found, place()) is None
    assert hours_from_head_office(found, place(hours_before_per_week=8.0)) == 0


def _rule(
    weekday: str, site: str, opens: int, hours: int, serving: int, beside: int, trip: str | None
) -> dict[str, Any]:
    times = {"opens": f"{opens:02}:00", "closes": f"{opens + hours:02}:00"}
    staff = {"staff_serving": serving, "staff_total": serving + beside, "trip": trip}
    return rule(weekday, site, **times, **staff)


RULES = st.builds(
    _rule,
    weekday=st.sampled_from(WEEKDAYS),
    site=st.sampled_from(["farso", "aars"]),
    opens=st.integers(8, 15),
    hours=st.integers(1, 6),
    serving=st.integers(1, 3),
    beside=st.integers(0, 1),
    trip=st.sampled_from([None, "t"]),
)
MODELS = st.lists(RULES, min_size=1, max_size=4, unique_by=lambda r: (r["site"], r["weekday"])).map(
    lambda rules: model(*rules)
)


@settings(max_examples=20)
@given(MODELS)
def test_where_nothing_is_ever_closed_the_year_is_52_weeks(found: StaffingModel) -> None:
    """Two independent ways: rules reckoned as fractions, and openings laid out day by day."""
    hours = hours_of(found, place())
    assert hours.openings_year == 52 * len(found.openings)
    assert hours.open_hours_year == pytest.approx(52 * float(hours.open_hours_week))
    assert hours.staff_hours_year == pytest.approx(52 * float(hours.staff_hours_week))


@settings(max_examples=20)
@given(MODELS)
def test_closed_days_only_take_away(found: StaffingModel) -> None:
    hours, free = hours_of(found, place(calendar=CLOSED)), hours_of(found, place())
    assert hours.staff_hours_week == free.staff_hours_week
    assert hours.openings_year <= 49 * len(found.openings) < free.openings_year
    by_site = Counter(o.site for o in openings_of(found, place(calendar=CLOSED)))
    for site, openings in by_site.items():
        assert openings == sum(kind.openings for kind in hours.kinds if kind.rule.site == site)


@settings(max_examples=20)
@given(MODELS, st.integers(2, 4))
def test_hours_go_as_the_staff(found: StaffingModel, times: int) -> None:
    plain = found.model_dump(mode="json")
    for opening in plain["openings"]:
        opening["staff_serving"] *= times
        opening["staff_total"] *= times
    one, many = hours_of(found, place()), hours_of(StaffingModel.model_validate(plain), place())
    assert many.serving_hours_week == times * one.serving_hours_week
    assert many.staff_hours_week == times * one.staff_hours_week
    assert many.open_hours_week == one.open_hours_week
