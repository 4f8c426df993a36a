"""Openings and days in half hours: who came when, who stood at the door, and what is not known."""

from datetime import date, datetime, timedelta
from typing import Any

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evaluation.initiative.calendar import Opening
from evaluation.metrics import SlotUnit, opening_counts, slot_counts
from tests.spec.world import END, START, World, arrow, initiative, opening, row

DAY = date(2025, 3, 5)
SITES = ("farsoe", "aalestrup", "aars", "library")
WHOLE = [("sheet" if site == "library" else "queue", site, START, END, "complete") for site in SITES]
#: A row of each source long after: coverage is clipped to what a source has told of.
LAST = [
    row(datetime(2025, 4, 30, 3), site="aars"),
    row(datetime(2025, 4, 30, 3), site="library", source="sheet"),
]
FIRST = [
    row(datetime(2025, 3, 3, 3), site="aars"),
    row(datetime(2025, 3, 3, 3), site="library", source="sheet"),
]


def _world(rows: list[dict[str, Any]], openings: list[Opening], **config: object) -> World:
    return World(initiative(**config), [*FIRST, *rows, *LAST], openings, WHOLE, date(2025, 4, 30))


def _at(hour: int, minute: int, **given: Any) -> dict[str, Any]:
    return row(datetime(2025, 3, 5, hour, minute), **({"site": "farsoe"} | given))


def _units(world: World) -> tuple[SlotUnit, ...]:
    return slot_counts(world.engine(), world.initiative).units


def _told(unit: SlotUnit) -> list[tuple[int, float, int | None]]:
    return [(slot.start, slot.minutes, slot.enquiries) for slot in unit.slots]


def test_who_comes_is_counted_in_the_half_hour_and_at_the_door_in_the_nearest() -> None:
    rows = [_at(9, 45), _at(10, 0), _at(10, 29), _at(10, 30), _at(11, 59), _at(12, 10), _at(15, 0)]
    rows += [_at(10, 5, outcome="no_show"), _at(11, 5, quantity=3, channel="course")]
    [unit] = _units(_world(rows, [opening("f", "farsoe", DAY, 10, 12)]))
    assert _told(unit) == [(600, 30, 3), (630, 30, 1), (660, 30, 3), (690, 30, 2)]
    assert (unit.edge, unit.enquiries, unit.state, unit.weekday) == (2, 9, "counted", 3)


def test_an_opening_that_begins_between_has_a_short_first_slot() -> None:
    half = timedelta(minutes=20)
    made = opening("f", "farsoe", DAY, 10, 11)
    late = Opening(**(vars(made) | {"starts_at": made.starts_at + half, "open_hours": 2 / 3}))
    [unit] = _units(_world([_at(10, 10), _at(10, 40)], [late]))
    assert _told(unit) == [(600, 10, 1), (630, 30, 1)]


def test_the_clock_is_local_through_the_clock_change() -> None:
    night = opening("f", "farsoe", date(2025, 3, 30), 1, 5)  # 02.00–03.00 does not exist
    [unit] = _units(_world([row(datetime(2025, 3, 30, 3, 10), site="farsoe")], [night]))
    assert [slot.start for slot in unit.slots] == [60, 90, 180, 210, 240, 270]
    assert [slot.enquiries for slot in unit.slots] == [0, 0, 1, 0, 0, 0]
    assert unit.hours == 3


def test_what_nobody_told_is_no_zero() -> None:
    openings = [
        opening("empty", "farsoe", DAY, 10, 11),
        opening("held", "farsoe", date(2025, 5, 14), 10, 11, status="planned"),
        opening("gone", "farsoe", date(2025, 3, 12), 10, 11, status="cancelled"),
    ]
    part = [(s, site, a, b, "partial" if site == "aalestrup" else st_) for s, site, a, b, st_ in WHOLE]
    world = _world([], [*openings, opening("dark", "aalestrup", DAY, 10, 11)])
    world.coverage = part
    units = {unit.unit_id: unit for unit in _units(world)}
    assert set(units) == {"empty", "dark"}
    assert [slot.enquiries for slot in units["empty"].slots] == [0, 0]
    assert units["dark"].state == "uncovered"
    assert units["dark"].enquiries is None
    assert [slot.enquiries for slot in units["dark"].slots] == [None, None]


def test_one_enquiry_without_a_clock_leaves_the_opening_out_of_the_slots_only() -> None:
    rows = [_at(10, 5), _at(0, 0, time_precision="opening")]
    [unit] = _units(_world(rows, [opening("f", "farsoe", DAY, 10, 11)]))
    assert unit.state == "untimed"
    assert unit.enquiries == 2
    assert [slot.enquiries for slot in unit.slots] == [None, None]


def test_an_empty_opening_of_a_source_that_never_tells_the_clock_is_not_zero_at_noon() -> None:
    sheet = {"site": "library", "source": "sheet", "time_precision": "opening", "record": "tally"}
    silent = [row(datetime(2025, 3, 5), **sheet)]
    openings = [opening("a", "library", DAY, 10, 11), opening("b", "library", DAY + timedelta(7), 10, 11)]
    world = _world(silent, openings)
    world.rows = [one for one in world.rows if one["source"] != "sheet" or one["record"] == "tally"]
    world.rows += [row(datetime(2025, 4, 30), **sheet)]
    units = _units(world)
    assert [unit.state for unit in units] == ["untimed", "untimed"]
    assert [unit.enquiries for unit in units] == [1, 0]


def test_a_log_of_hours_has_slots_of_an_hour() -> None:
    rows = [_at(10, 0, time_precision="hour"), _at(11, 0, time_precision="hour")]
    world = _world(rows, [opening("f", "farsoe", DAY, 10, 12)])
    found = slot_counts(world.engine(), world.initiative)
    assert found.grain == 60
    assert _told(found.units[0]) == [(600, 60, 1), (660, 60, 1)]


def test_without_openings_every_covered_day_has_its_hours() -> None:
    rows = [_at(10, 5), _at(10, 55, site="aalestrup"), _at(23, 30)]
    world = _world(rows, [], schedule=[])
    found = slot_counts(world.engine(), world.initiative, DAY, DAY + timedelta(1))
    assert found.grain == 60
    assert [unit.local_date for unit in found.units] == [DAY, DAY + timedelta(1)]
    assert {slot.start: slot.enquiries for slot in found.units[0].slots if slot.enquiries} == {
        600: 2,
        1380: 1,
    }
    assert [slot.minutes for slot in found.units[0].slots] == [60] * 24
    [short] = slot_counts(world.engine(), world.initiative, date(2025, 3, 30), date(2025, 3, 30)).units
    assert short.hours == 23


def test_a_log_of_days_has_no_clock_but_its_days() -> None:
    rows = [_at(0, 0, time_precision="day")]
    world = _world(rows, [], schedule=[])
    world.rows = [one | {"time_precision": "day"} for one in world.rows]
    found = slot_counts(world.engine(), world.initiative, DAY, DAY + timedelta(1))
    assert [(unit.state, unit.enquiries) for unit in found.units] == [("untimed", 1), ("untimed", 0)]


def test_only_the_sites_and_dates_asked_for() -> None:
    openings = [
        opening(f"{site}{n}", site, DAY + timedelta(n), 10, 11) for site in SITES[:2] for n in range(3)
    ]
    world = _world([], openings)
    found = slot_counts(world.engine(), world.initiative, DAY + timedelta(1), DAY + timedelta(1), ["farsoe"])
    assert [unit.unit_id for unit in found.units] == ["farsoe1"]


arrivals = st.lists(
    st.tuples(st.integers(0, 9), st.integers(8 * 60, 17 * 60), st.integers(1, 4)), max_size=25
)


@settings(max_examples=8)  # each example loads an engine
@given(arrivals)
def test_the_slots_of_an_opening_add_up_to_the_measure(made: list[tuple[int, int, int]]) -> None:
    openings = [opening(f"o{n}", "farsoe", DAY + timedelta(n), 10, 10 + 1 + n % 5) for n in range(10)]
    rows = [
        row(
            datetime(2025, 3, 5) + timedelta(days=day, minutes=minute),
            site="farsoe",
            channel="course",
            quantity=many,
        )
        for day, minute, many in made
    ]
    world = _world(rows, openings)
    engine = world.engine()
    units = {unit.unit_id: unit for unit in slot_counts(engine, world.initiative).units}
    measured = {one.opening_id: one for one in opening_counts(engine)}
    assert units.keys() == measured.keys()
    for name, one in measured.items():
        assert (
            sum(slot.enquiries or 0 for slot in units[name].slots) == one.enquiries == units[name].enquiries
        )
        assert units[name].hours == pytest.approx(one.open_hours)


def test_a_zone_off_the_hour_keeps_its_clock() -> None:
    """A zone of 45 minutes: the quarter of an hour is what every clock agrees on."""
    world = _world([], [], schedule=[], timezone="Asia/Kathmandu")
    moment = datetime(2025, 3, 5, 6, 20)  # UTC: 12.05 in Kathmandu
    world.rows = [one | {"arrived_at": moment, "local_date": DAY} for one in world.rows[:1]]
    [unit] = slot_counts(world.engine(), world.initiative).units
    assert {slot.start: slot.enquiries for slot in unit.slots if slot.enquiries} == {720: 1}


_RECOUNT = """
    SELECT
        CAST(local_date AS STRING),
        60 * hour(came) + CASE WHEN minute(came) >= 30 THEN 30 ELSE 0 END,
        CAST(sum(quantity) AS BIGINT)
    FROM (SELECT *, timezone('Europe/Copenhagen', timezone('UTC', arrived_at)) AS came FROM rows)
    GROUP BY ALL
"""


@settings(max_examples=8)  # each example loads an engine
@given(st.lists(st.tuples(st.integers(0, 6), st.integers(10 * 3600, 14 * 3600 - 1)), min_size=1, max_size=40))
def test_half_hours_are_duckdbs_own_recount_to_the_second(made: list[tuple[int, int]]) -> None:
    """Days on both sides of the clock change; 10:59:59 is before 11."""
    first = date(2025, 3, 27)
    openings = [opening(f"o{n}", "farsoe", first + timedelta(n), 10, 14) for n in range(7)]
    edges = [(3, 11 * 3600 - 1), (3, 11 * 3600), (4, 11 * 3600 - 1)]
    rows = [
        row(datetime(2025, 3, 27) + timedelta(days=day, seconds=second), site="farsoe")
        for day, second in (*made, *edges)
    ]
    with duckdb.connect() as base:
        base.register("rows", arrow(rows))
        expected = {(day, slot): n for day, slot, n in base.execute(_RECOUNT).fetchall()}
    found = {
        (str(unit.local_date), slot.start): slot.enquiries
        for unit in _units(_world(rows, openings))
        for slot in unit.slots
        if slot.enquiries
    }
    assert found == expected
    assert min(found["2025-03-30", 630], found["2025-03-30", 660]) >= 1
