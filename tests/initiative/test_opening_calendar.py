"""The opening calendar against days counted by hand and in the issue."""

from datetime import date, datetime

import pytest

from evaluation.initiative.calendar import opening_hours, quarters
from tests.initiative.build import CLOSED, days, initiative, opened, rule

utc = datetime.fromisoformat


@pytest.mark.parametrize(
    ("weekday", "count"), [("mon", 47), ("tue", 49), ("wed", 47), ("thu", 44), ("fri", 47)]
)
def test_weekly_openings_of_the_year(weekday: str, count: int) -> None:
    assert len(opened(schedule=[rule(weekday)], calendar=CLOSED)) == count


@pytest.mark.parametrize(
    ("weekday", "count"), [("mon", 24), ("tue", 25), ("wed", 24), ("thu", 22), ("fri", 23)]
)
def test_openings_in_even_weeks_of_the_year(weekday: str, count: int) -> None:
    assert len(opened(schedule=[rule(weekday, iso_weeks="even")], calendar=CLOSED)) == count


def test_the_amendment_has_140_openings_of_four_hours() -> None:
    sites = ("aalestrup", "farso", "logstor")
    schedule = [rule(d, site) for d, site in zip(("tue", "wed", "thu"), sites, strict=True)]
    found = opened(sites=sites, schedule=schedule, calendar=CLOSED)
    assert len(found) == 140
    assert {o.open_hours for o in found} == {4.0}
    assert sum(o.site == "logstor" for o in found) == 44


def test_the_named_closed_days_are_closed() -> None:
    closed = {
        date(2025, 4, 17),  # Maundy Thursday
        date(2025, 5, 29),  # Ascension
        date(2025, 6, 5),
        date(2025, 7, 17),  # week 29
        date(2025, 7, 31),  # week 31
        date(2025, 12, 25),
        date(2026, 1, 1),
    }
    found = set(days(opened(schedule=[rule("thu")], calendar=CLOSED)))
    assert not closed & found
    assert {date(2025, 7, 10), date(2025, 8, 7)} <= found  # the weeks before and after the holiday


def test_the_head_office_may_stay_open_in_closed_weeks_but_not_on_holidays() -> None:
    found = set(days(opened(schedule=[rule("thu", ignores_closed_weeks=True)], calendar=CLOSED)))
    assert len(found) == 44 + 3
    assert {date(2025, 7, 17), date(2025, 7, 24), date(2025, 7, 31)} <= found
    assert date(2025, 12, 25) not in found


def test_single_closed_dates() -> None:
    found = days(opened(schedule=[rule("mon")], calendar={"closed_dates": [date(2025, 3, 10)]}))
    assert found[:2] == [date(2025, 3, 3), date(2025, 3, 17)]


def test_week_53_keeps_an_anchored_rhythm_and_breaks_odd_weeks() -> None:
    """2026 has 53 weeks: 53 and 1 are both odd, and stand side by side."""
    year = {"starts_on": date(2026, 12, 7), "evaluation_ends_on": date(2027, 2, 1)}
    last = date(2027, 1, 20)
    anchored = rule("mon", every_weeks=2, anchor=date(2026, 12, 9))  # any day of a week that counts
    assert days(opened(last, schedule=[anchored], **year)) == [
        date(2026, 12, 7),
        date(2026, 12, 21),
        date(2027, 1, 4),
        date(2027, 1, 18),
    ]
    assert days(opened(last, schedule=[rule("mon", iso_weeks="odd")], **year)) == [
        date(2026, 12, 14),  # 51
        date(2026, 12, 28),  # 53
        date(2027, 1, 4),  # 1
        date(2027, 1, 18),  # 3
    ]
    assert days(opened(last, schedule=[rule("mon", iso_weeks="even")], **year)) == [
        date(2026, 12, 7),  # 50
        date(2026, 12, 21),  # 52
        date(2027, 1, 11),  # 2
    ]


def test_an_anchor_after_the_start_counts_backwards_too() -> None:
    every_third = rule("wed", every_weeks=3, anchor=date(2025, 4, 2))
    assert days(opened(date(2025, 4, 30), schedule=[every_third])) == [
        date(2025, 3, 12),
        date(2025, 4, 2),
        date(2025, 4, 23),
    ]


@pytest.mark.parametrize(
    ("nth", "expected"),
    [
        (1, [date(2025, 3, 4), date(2025, 4, 1), date(2025, 5, 6), date(2025, 6, 3)]),
        (3, [date(2025, 3, 18), date(2025, 4, 15), date(2025, 5, 20), date(2025, 6, 17)]),
        (4, [date(2025, 3, 25), date(2025, 4, 22), date(2025, 5, 27), date(2025, 6, 24)]),
        (-1, [date(2025, 3, 25), date(2025, 4, 29), date(2025, 5, 27), date(2025, 6, 24)]),
    ],
)
def test_nth_and_last_weekday_of_the_month(nth: int, expected: list[date]) -> None:
    assert days(opened(date(2025, 6, 30), schedule=[rule("tue", nth_of_month=nth)])) == expected


def test_rules_and_sites_begin_and_end() -> None:
    within = rule("mon", starts_on=date(2025, 3, 10), ends_on=date(2025, 3, 24))
    expected = [date(2025, 3, 10), date(2025, 3, 17), date(2025, 3, 24)]
    assert days(opened(schedule=[within])) == expected
    site = {"id": "farso", "name": "F", "open_from": date(2025, 3, 10), "open_to": date(2025, 3, 24)}
    assert days(opened(sites=[site], schedule=[rule("mon")])) == expected


def test_a_rule_without_end_runs_as_far_as_asked() -> None:
    assert days(opened(date(2027, 1, 1), schedule=[rule("mon")]))[-1] == date(2026, 12, 28)
    assert opened(date(2025, 3, 2), schedule=[rule("mon")]) == ()


def test_a_rule_may_begin_before_the_initiative() -> None:
    before = rule("mon", starts_on=date(2024, 9, 2))
    assert days(opened(date(2024, 9, 15), schedule=[before])) == [date(2024, 9, 2), date(2024, 9, 9)]


def test_the_local_clock_is_kept_across_a_clock_change() -> None:
    found = opened(date(2025, 4, 4), schedule=[rule("fri", starts_on=date(2025, 3, 28))])
    assert [(o.starts_at, o.ends_at) for o in found] == [
        (utc("2025-03-28 09:00"), utc("2025-03-28 13:00")),
        (utc("2025-04-04 08:00"), utc("2025-04-04 12:00")),
    ]


def night(opens: str, closes: str, on: date) -> dict[str, object]:
    return {"schedule": [rule("sun", opens=opens, closes=closes, starts_on=on, ends_on=on)]}


def test_an_opening_that_begins_in_the_skipped_hour_begins_after_it() -> None:
    (found,) = opened(**night("02:30", "05:00", date(2025, 3, 30)))
    assert found.starts_at == utc("2025-03-30 01:00")  # 03.00, the first time that exists
    assert found.ends_at == utc("2025-03-30 03:00")
    assert found.open_hours == 2.0


def test_an_opening_within_the_skipped_hour_does_not_take_place() -> None:
    assert opened(**night("02:10", "02:50", date(2025, 3, 30))) == ()


def test_an_opening_across_the_repeated_hour_is_an_hour_longer() -> None:
    (found,) = opened(**night("01:00", "04:00", date(2025, 10, 26)))
    assert found.open_hours == 4.0
    assert opening_hours([found], "Europe/Copenhagen") == [
        (found.opening_id, 1, 1.0),
        (found.opening_id, 2, 2.0),
        (found.opening_id, 3, 1.0),
    ]


def test_hours_split_at_the_full_hour_of_the_local_clock() -> None:
    found = opened(date(2025, 3, 3), schedule=[rule("mon", opens="09:45", closes="12:30")])
    name = found[0].opening_id
    assert opening_hours(found, "Europe/Copenhagen") == [
        (name, 9, 0.25),
        (name, 10, 1.0),
        (name, 11, 1.0),
        (name, 12, 0.5),
    ]


def test_by_arrangement_kind_and_assumption_are_carried() -> None:
    visit = rule("mon", kind="visit", by_arrangement=True, assumption=True, transport=False)
    (found,) = opened(date(2025, 3, 3), schedule=[visit])
    assert (found.kind, found.by_arrangement, found.assumption) == ("visit", True, True)
    assert (found.transport, found.trip_id) == (False, None)


def test_openings_of_one_trip_on_one_day_share_it() -> None:
    sites = ("farso", "logstor")
    schedule = [
        rule("mon", "farso", "09:00", "10:30", trip="bil"),
        rule("mon", "logstor", "11:30", "13:00", trip="bil"),
    ]
    found = opened(date(2025, 3, 10), sites=sites, schedule=schedule)
    assert [o.trip_id for o in found] == ["bil_20250303"] * 2 + ["bil_20250310"] * 2
    alone = opened(date(2025, 3, 10), schedule=[rule("mon")])
    assert len({o.trip_id for o in alone}) == 2


def test_the_evaluation_year_is_four_quarters_of_13_weeks() -> None:
    found = quarters(initiative())
    assert [(q.number, q.starts_on, q.ends_on) for q in found] == [
        (1, date(2025, 3, 3), date(2025, 6, 1)),
        (2, date(2025, 6, 2), date(2025, 8, 31)),
        (3, date(2025, 9, 1), date(2025, 11, 30)),
        (4, date(2025, 12, 1), date(2026, 3, 1)),
    ]


def test_quarters_of_uneven_evaluations() -> None:
    def bounds(first: date, last: date) -> list[tuple[date, date]]:
        return [
            (q.starts_on, q.ends_on) for q in quarters(initiative(starts_on=first, evaluation_ends_on=last))
        ]

    wednesday = date(2025, 3, 5)
    assert bounds(wednesday, date(2025, 3, 20)) == [(wednesday, date(2025, 3, 20))]
    assert bounds(wednesday, date(2025, 7, 13)) == [(wednesday, date(2025, 7, 13))]  # 13 + 6 weeks
    assert bounds(wednesday, date(2025, 7, 14)) == [  # 13 + 7
        (wednesday, date(2025, 6, 1)),
        (date(2025, 6, 2), date(2025, 7, 14)),
    ]
