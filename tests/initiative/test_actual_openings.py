"""Openings as they were, laid over the calendar, worked by hand."""

from datetime import date, time
from pathlib import Path
from typing import Any

import pytest

from evaluation.errors import UserError
from evaluation.initiative import load_initiative
from evaluation.initiative.calendar import Opening
from tests.initiative.build import opened, rule

DAY = date(2025, 3, 4)  # the first Tuesday
UNTIL = date(2025, 3, 11)
TUESDAYS = [rule("tue", staff_serving=2, staff_total=3, trip="bil")]


def actual(opens: str, closes: str, on: date = DAY, **other: object) -> dict[str, Any]:
    return {"site": "farso", "date": on, "opens": opens, "closes": closes} | other


def of_day(
    *rows: dict[str, Any], schedule: list[dict[str, Any]] | None = None, **other: Any
) -> list[Opening]:
    found = opened(UNTIL, schedule=TUESDAYS if schedule is None else schedule, actual=list(rows), **other)
    return [one for one in found if one.local_date == DAY]


def told(found: list[Opening]) -> list[tuple[str, float, str, bool]]:
    return [(one.opening_id, one.open_hours, one.status, one.added) for one in found]


def test_a_row_takes_the_place_of_the_planned_opening() -> None:
    (found,) = of_day(actual("10:30", "13:00", staff_serving=1))
    assert told([found]) == [("farso_20250304_1000", 2.5, "held", False)]
    assert (found.staff_serving, found.staff_total, found.trip_id) == (1, 2, "bil_20250304")


def test_other_days_stay_as_planned() -> None:
    found = opened(UNTIL, schedule=TUESDAYS, actual=[actual("10:30", "13:00")])
    assert [one.open_hours for one in found] == [2.5, 4.0]


def test_a_cancelled_one_keeps_its_planned_hours_and_says_why() -> None:
    (found,) = of_day(actual("10:15", "12:00", status="cancelled", reason="Sygdom"))
    assert told([found]) == [("farso_20250304_1000", 4.0, "cancelled", False)]
    assert found.reason == "Sygdom"


def test_a_row_that_no_opening_fits_is_added() -> None:
    monday = date(2025, 3, 3)
    found = opened(UNTIL, schedule=TUESDAYS, actual=[actual("16:00", "18:00", monday, kind="visit")])
    assert (found[0].opening_id, found[0].added, found[0].kind) == ("farso_20250303_1600", True, "visit")
    assert len(found) == 3


def test_each_planned_opening_is_one_row_and_the_nearest_come_first() -> None:
    found = of_day(actual("16:00", "18:00"), actual("10:10", "14:00"))
    assert told(found) == [
        ("farso_20250304_1000", pytest.approx(3 + 5 / 6), "held", False),
        ("farso_20250304_1600", 2.0, "held", True),
    ]


def test_two_planned_openings_find_their_own_rows() -> None:
    twice = [rule("tue", opens="09:00", closes="11:00"), rule("tue", opens="13:00", closes="15:00")]
    found = of_day(actual("12:30", "15:00"), schedule=twice)
    assert told(found) == [
        ("farso_20250304_0900", 2.0, "held", False),  # nobody told of it: as planned
        ("farso_20250304_1300", 2.5, "held", False),
    ]


def test_a_planned_opening_gives_way_to_one_that_took_place_at_its_time() -> None:
    twice = [rule("tue", opens="09:00", closes="11:00"), rule("tue", opens="13:00", closes="15:00")]
    found = of_day(actual("09:00", "14:00"), schedule=twice)
    assert [(one.opening_id, one.status) for one in found] == [
        ("farso_20250304_0900", "held"),
        ("farso_20250304_1300", "cancelled"),
    ]


def test_what_a_listed_change_cancelled_was_held_after_all() -> None:
    change = {"action": "cancel", "site": "farso", "date": DAY, "reason": "Varslet strejke"}
    (found,) = of_day(actual("10:00", "14:00"), changes=[change])
    assert (found.status, found.reason) == ("held", "")


def test_a_moved_opening_is_met_where_it_was_moved_to() -> None:
    change = {"action": "move", "site": "farso", "date": DAY, "to_opens": time(12)}
    found = of_day(actual("10:45", "15:00"), changes=[change])  # nearer to the cancelled 10.00
    assert [(one.status, one.open_hours, one.replaces) for one in found] == [
        ("cancelled", 4.0, None),
        ("held", 4.25, "farso_20250304_1000"),
    ]


def test_openings_on_closed_days_and_without_any_schedule() -> None:
    found = of_day(actual("10:00", "14:00"), schedule=[], calendar={"closed_dates": [DAY]})
    assert told(found) == [("farso_20250304_1000", 4.0, "held", True)]


def test_rows_beyond_the_calendar_wait() -> None:
    assert len(opened(date(2025, 3, 3), schedule=TUESDAYS, actual=[actual("10:00", "14:00")])) == 0


def test_two_configured_openings_at_once_are_an_error() -> None:
    with pytest.raises(UserError) as raised:
        of_day(actual("10:00", "14:00"), actual("13:00", "15:00"))
    assert raised.value.key == "initiative.overlap"


TOML = """
id = "a"
name = "A"
municipality = "0820"
municipality_name = "V"
starts_on = 2025-03-03
evaluation_ends_on = 2025-06-01
[[sites]]
id = "farso"
name = "F"
[[sources]]
id = "q"
name = "Q"
counts = ["farso"]
[[actual]]
site = "farso"
date = 2025-03-04
opens = 10:00:00
closes = 14:00:00
[[exposure]]
site = "farso"
from = 2025-03-04
to = 2025-03-05
kind = "participants"
amount = 3
"""


def test_actual_and_exposure_can_stand_in_the_file(tmp_path: Path) -> None:
    (tmp_path / "initiative.toml").write_text(TOML, encoding="utf-8")
    found = load_initiative(tmp_path)
    assert (found.actual[0].opens, found.exposure[0].amount, found.has_openings) == (time(10), 3.0, True)


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        (('site = "farso"\nfrom', 'site = "nej"\nfrom'), "nej"),
        (("to = 2025-03-05", "to = 2025-03-03"), "exposure"),
        (("closes = 14:00:00", "closes = 09:00:00"), "actual"),
    ],
)
def test_what_cannot_be_is_an_error_that_says_where(
    tmp_path: Path, wrong: tuple[str, str], said: str
) -> None:
    assert wrong[0] in TOML
    (tmp_path / "initiative.toml").write_text(TOML.replace(*wrong), encoding="utf-8")
    with pytest.raises(UserError, match=said):
        load_initiative(tmp_path)
