"""What holds of every calendar, whatever its rules."""

from collections import defaultdict
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

import holidays
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evaluation.errors import UserError
from evaluation.initiative import Initiative
from evaluation.initiative.calendar import Opening, opening_hours, openings, quarters, with_status
from evaluation.initiative.schedule import WEEKDAYS
from tests.initiative.build import CLOSED, content

FIRST = date(2024, 9, 2)
SITES = ("aalestrup", "farso")
ZONES = ("Europe/Copenhagen", "America/New_York", "Australia/Lord_Howe", "Asia/Kolkata")

clocks = st.times().map(lambda at: at.replace(minute=at.minute // 15 * 15, second=0, microsecond=0))
some_days = st.integers(0, 900).map(lambda n: FIRST + timedelta(days=n))


@st.composite
def rules(draw: st.DrawFn) -> dict[str, Any]:
    opens, closes = sorted(draw(st.lists(clocks, min_size=2, max_size=2, unique=True)))
    return {
        "site": draw(st.sampled_from(SITES)),
        "weekday": draw(st.sampled_from(WEEKDAYS)),
        "opens": opens,
        "closes": closes,
        "every_weeks": draw(st.integers(1, 4)),
        "anchor": draw(some_days),
        "iso_weeks": draw(st.sampled_from(["all", "all", "even", "odd"])),
        "nth_of_month": draw(st.sampled_from([None, None, 1, 2, 3, 4, -1])),
    }


@st.composite
def calendars(draw: st.DrawFn) -> tuple[Initiative, tuple[Opening, ...]]:
    """An initiative and its openings through some day; rules that overlap are dropped."""
    start = draw(some_days)
    until = start + timedelta(days=draw(st.integers(0, 500)))
    schedule = draw(st.lists(rules(), max_size=4))
    keys = {"timezone": draw(st.sampled_from(ZONES)), "starts_on": start, "evaluation_ends_on": until}
    for count in range(len(schedule), -1, -1):
        made = Initiative.model_validate(
            content(sites=SITES, schedule=schedule[:count], calendar=CLOSED, **keys)
        )
        try:
            return made, openings(made, until)
        except UserError as error:
            assert error.key == "initiative.overlap"
    raise AssertionError("no rules, no overlap")


@settings(deadline=None)  # other work on the machine is no fault of the code
@given(calendars())
def test_nothing_opens_on_a_closed_day_or_outside_the_period(
    made: tuple[Initiative, tuple[Opening, ...]],
) -> None:
    initiative, found = made
    public = holidays.country_holidays("DK", years=range(2024, 2029))
    for opening in found:
        day = opening.local_date
        assert initiative.starts_on <= day <= initiative.evaluation_ends_on
        assert day.isocalendar().week not in (29, 30, 31)
        assert day not in public
        assert (day.month, day.day) not in {(6, 5), (12, 24), (12, 31)}


@settings(deadline=None)
@given(calendars())
def test_sorted_unique_and_one_at_a_time(made: tuple[Initiative, tuple[Opening, ...]]) -> None:
    _, found = made
    assert [o.starts_at for o in found] == sorted(o.starts_at for o in found)
    assert len({o.opening_id for o in found}) == len(found)
    by_site = defaultdict(list)
    for opening in found:
        by_site[opening.site].append(opening)
    for one_site in by_site.values():
        assert all(before.ends_at <= after.starts_at for before, after in pairwise(one_site))


def local(utc: datetime, zone: str) -> datetime:
    return utc.replace(tzinfo=UTC).astimezone(ZoneInfo(zone))


@settings(deadline=None)
@given(calendars())
def test_the_clock_shows_the_planned_time_but_at_a_clock_change(
    made: tuple[Initiative, tuple[Opening, ...]],
) -> None:
    initiative, found = made
    for opening in found:
        starts, ends = (local(at, initiative.timezone) for at in (opening.starts_at, opening.ends_at))
        assert opening.open_hours * 3600 == (opening.ends_at - opening.starts_at).total_seconds() > 0
        if starts.utcoffset() == ends.utcoffset():
            wall = ends.replace(tzinfo=None) - starts.replace(tzinfo=None)
            assert opening.open_hours == wall / timedelta(hours=1)
        midnight = datetime.combine(opening.local_date, time(), ZoneInfo(initiative.timezone))
        if midnight.utcoffset() == ends.utcoffset():  # no change that day before it closed
            planned = {(r.opens, r.closes) for r in initiative.schedule if r.site == opening.site}
            assert (starts.time(), ends.time()) in planned
            assert starts.date() == opening.local_date


@settings(deadline=None)
@given(calendars())
def test_the_hours_of_an_opening_add_up(made: tuple[Initiative, tuple[Opening, ...]]) -> None:
    initiative, found = made
    split: dict[str, float] = defaultdict(float)
    for opening_id, hour, hours in opening_hours(found, initiative.timezone):
        assert 0 <= hour <= 23
        assert 0 < hours <= 2
        split[opening_id] += hours
    assert dict(split) == pytest.approx({o.opening_id: o.open_hours for o in found})


@settings(deadline=None)
@given(calendars(), some_days)
def test_a_longer_horizon_and_a_status_change_no_opening(
    made: tuple[Initiative, tuple[Opening, ...]], through: date
) -> None:
    initiative, found = made
    sooner = min(through, initiative.evaluation_ends_on)
    assert openings(initiative, sooner) == tuple(o for o in found if o.local_date <= sooner)
    for opening in with_status(found, through):
        assert opening.status == ("held" if opening.local_date <= through else "planned")


@settings(deadline=None)
@given(some_days, st.integers(0, 1200))
def test_quarters_tile_the_evaluation(start: date, length: int) -> None:
    last = start + timedelta(days=length)
    made = Initiative.model_validate(content(starts_on=start, evaluation_ends_on=last))
    found = quarters(made)
    assert (found[0].starts_on, found[-1].ends_on) == (start, last)
    for before, after in pairwise(found):
        assert after.starts_on == before.ends_on + timedelta(days=1)
        assert after.starts_on.weekday() == 0
        assert 84 <= (before.ends_on - before.starts_on).days <= 90
    weeks = (found[-1].ends_on - found[-1].starts_on).days // 7 + 1
    assert weeks <= 20
    assert weeks >= 6 or len(found) == 1
