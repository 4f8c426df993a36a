"""Listed exceptions, overlaps and status: what becomes of the openings that the rules give."""

from datetime import date, datetime

import pytest

from evaluation.errors import UserError
from evaluation.initiative.calendar import with_status
from tests.initiative.build import CLOSED, days, opened, rule

utc = datetime.fromisoformat


def test_a_cancelled_opening_stays_and_says_why() -> None:
    change = {"action": "cancel", "site": "farso", "date": date(2025, 3, 10), "reason": "sygdom"}
    found = opened(date(2025, 3, 17), schedule=[rule("mon")], changes=[change])
    assert [o.status for o in found] == ["held", "cancelled", "held"]
    assert found[1].reason == "sygdom"


def test_a_moved_opening_is_a_cancelled_one_and_one_that_replaces_it() -> None:
    change = {
        "action": "move",
        "site": "farso",
        "date": date(2025, 3, 10),
        "to_date": date(2025, 3, 12),
        "to_opens": "12:00",
        "reason": "valg",
    }
    schedule = [rule("mon", staff_serving=2, staff_total=3, trip="bil")]
    found = opened(date(2025, 3, 16), schedule=schedule, changes=[change])
    _, old, new = found
    assert (old.status, old.local_date, old.replaces) == ("cancelled", date(2025, 3, 10), None)
    assert (new.status, new.local_date, new.replaces) == ("held", date(2025, 3, 12), old.opening_id)
    assert (new.starts_at, new.ends_at) == (utc("2025-03-12 11:00"), utc("2025-03-12 15:00"))
    assert (new.staff_serving, new.staff_total, new.trip_id) == (2, 3, "bil_20250312")


def test_a_move_to_another_site_on_the_same_day() -> None:
    change = {"action": "move", "site": "farso", "date": date(2025, 3, 10), "to_site": "gedsted"}
    found = opened(date(2025, 3, 10), sites=("farso", "gedsted"), schedule=[rule("mon")], changes=[change])
    assert [(o.site, o.status) for o in found] == [
        ("farso", "held"),
        ("farso", "cancelled"),
        ("gedsted", "held"),
    ]


def test_a_move_that_shortens_keeps_ids_apart() -> None:
    change = {"action": "move", "site": "farso", "date": date(2025, 3, 3), "to_closes": "12:00"}
    old, new = opened(date(2025, 3, 3), schedule=[rule("mon")], changes=[change])
    assert {old.status, new.status} == {"cancelled", "held"}
    assert old.opening_id != new.opening_id
    assert sorted([old.open_hours, new.open_hours]) == [2.0, 4.0]


def test_an_opening_moved_across_the_horizon_is_seen_on_its_side() -> None:
    change = {"action": "move", "site": "farso", "date": date(2025, 3, 17), "to_date": date(2025, 3, 5)}
    keys = {"schedule": [rule("mon")], "changes": [change]}
    assert days(opened(date(2025, 3, 10), **keys)) == [
        date(2025, 3, 3),
        date(2025, 3, 5),
        date(2025, 3, 10),
    ]
    back = {"action": "move", "site": "farso", "date": date(2025, 3, 10), "to_date": date(2025, 3, 20)}
    found = opened(date(2025, 3, 10), schedule=[rule("mon")], changes=[back])
    assert [o.status for o in found] == ["held", "cancelled"]


def test_an_added_opening_may_lie_on_a_closed_day() -> None:
    change = {
        "action": "add",
        "site": "farso",
        "date": date(2025, 6, 5),
        "opens": "10:00",
        "closes": "12:00",
        "staff_serving": 2,
    }
    (found,) = opened(date(2025, 12, 31), changes=[change], calendar=CLOSED)
    assert (found.local_date, found.open_hours, found.staff_total) == (date(2025, 6, 5), 2.0, 2)


def test_only_what_no_rule_gave_is_added() -> None:
    extra = {"site": "farso", "date": date(2025, 3, 5), "opens": "10:00", "closes": "12:00"}
    moved = {"action": "move", "site": "farso", "date": date(2025, 3, 10), "to_date": date(2025, 3, 12)}
    found = opened(date(2025, 3, 12), schedule=[rule("mon")], changes=[{"action": "add", **extra}, moved])
    assert [(o.local_date.day, o.added) for o in found] == [(3, False), (5, True), (10, False), (12, False)]
    assert [o.added for o in with_status(found, date(2025, 3, 4))] == [o.added for o in found]


def refused(**keys: object) -> UserError:
    with pytest.raises(UserError) as caught:
        opened(**keys)
    return caught.value


def test_overlaps_at_one_site_are_refused_and_both_are_named() -> None:
    error = refused(schedule=[rule("mon"), rule("mon", opens="13:30", closes="15:00")])
    assert error.key == "initiative.overlap"
    for part in ("popup/initiative.toml", "schedule[0]", "schedule[1]", "3. marts 2025", "13.30"):
        assert part in str(error)


def test_openings_may_touch_and_other_sites_may_overlap() -> None:
    schedule = [rule("mon"), rule("mon", opens="14:00", closes="16:00"), rule("mon", "gedsted")]
    assert len(opened(date(2025, 3, 3), sites=("farso", "gedsted"), schedule=schedule)) == 3


@pytest.mark.parametrize(
    ("change", "key"),
    [
        ({"action": "cancel", "date": date(2025, 3, 11)}, "change_fits_none"),
        ({"action": "cancel", "date": date(2025, 6, 9)}, "change_fits_none"),  # Whit Monday
        ({"action": "cancel", "date": date(2025, 3, 10), "opens": "11:00"}, "change_fits_none"),
        ({"action": "cancel", "date": date(2025, 3, 10)}, "change_fits_several"),
        (
            {"action": "move", "date": date(2025, 3, 10), "opens": "10:00", "to_opens": "21:00"},
            "past_midnight",
        ),
        (
            {"action": "add", "date": date(2027, 3, 10), "opens": "10:00", "closes": "11:00"},
            "change_outside_site",
        ),
    ],
)
def test_changes_that_cannot_be(change: dict[str, object], key: str) -> None:
    site = {"id": "farso", "name": "F", "open_to": date(2026, 12, 31)}
    schedule = [rule("mon"), rule("mon", opens="15:00", closes="16:00")]
    error = refused(sites=[site], schedule=schedule, changes=[{"site": "farso", **change}], calendar=CLOSED)
    assert error.key == f"initiative.{key}"
    assert "changes[0]" in str(error)


def test_status_follows_the_data() -> None:
    change = {"action": "cancel", "site": "farso", "date": date(2025, 3, 24)}
    found = opened(date(2025, 3, 24), schedule=[rule("mon")], changes=[change])
    early = with_status(found, date(2025, 3, 10))
    assert [o.status for o in early] == ["held", "held", "planned", "cancelled"]
    assert with_status(early, date(2025, 3, 31)) == found
