"""What was imported, laid over what is configured."""

from datetime import date
from typing import Any

from evaluation.initiative.imported import effective
from tests.initiative.build import initiative, rule

MARCH = {"from_date": date(2025, 3, 1), "to_date": date(2025, 3, 31)}
CONFIGURED = {"site": "farso", "from": date(2025, 3, 1), "to": date(2025, 3, 31), "kind": "wages", "kr": 100}


def cost(kr: float, **other: Any) -> dict[str, Any]:
    return {"site": "farso", "kind": "wages", "kr": kr, "origin": None, "assumption": None} | MARCH | other


def opening(opens: str, closes: str, **other: Any) -> dict[str, Any]:
    given = {"site": "farso", "date": date(2025, 3, 4), "opens": opens, "closes": closes, "status": "held"}
    return given | {"reason": None, "staff_serving": None, "staff_total": None, "kind": None} | other


def test_nothing_imported_changes_nothing() -> None:
    plain = initiative(schedule=[rule("tue")], costs=[CONFIGURED])
    assert effective(plain, {}) == plain


def test_a_cost_of_the_same_key_takes_the_configured_ones_place() -> None:
    plain = initiative(costs=[CONFIGURED, CONFIGURED | {"kind": "transport"}])
    found = effective(plain, {"costs": [cost(120), cost(7, site=None)]})
    assert [(c.site, c.kind, c.kr) for c in found.costs] == [
        ("farso", "transport", 100),
        (None, "wages", 7),
        ("farso", "wages", 120),
    ]


def test_two_configured_costs_of_one_key_both_count() -> None:
    plain = initiative(costs=[CONFIGURED, CONFIGURED])
    assert len(effective(plain, {"costs": [cost(1, kind="running")]}).costs) == 3


def test_rows_of_a_site_that_is_no_more_are_left_out() -> None:
    rows = {"costs": [cost(1, site="gone")], "openings": [opening("10:00", "14:00", site="gone")]}
    plain = initiative()
    assert effective(plain, rows) == plain


def test_an_area_keeps_what_the_import_does_not_say() -> None:
    area = {"id": "vest", "name": "Vest", "sites": ["farso"], "residents": 10, "year": 2020}
    row: dict[str, Any] = {
        "id": "vest",
        "name": "Vest",
        "sites": [],
        "lat": None,
        "residents": 12,
        "year": 2025,
    }
    (found,) = effective(initiative(areas=[area]), {"areas": [row]}).areas
    assert (found.sites, found.residents, found.year) == (("farso",), 12, 2025)


def test_events_and_exposure_stand_beside_the_configured() -> None:
    event = {"date": date(2025, 3, 4), "site": None, "text": "Omtale"}
    offered = {"site": "farso", "kind": "participants", "amount": 3.0} | MARCH
    found = effective(initiative(events=[event]), {"events": [event], "exposure": [offered]})
    assert len(found.events) == 1
    assert [(one.site, one.amount) for one in found.exposure] == [("farso", 3.0)]


def test_of_two_openings_at_once_the_later_imports_is_right() -> None:
    rows = [opening("10:00", "14:00"), opening("10:30", "14:30"), opening("15:00", "16:00")]
    found = effective(initiative(), {"openings": rows}).actual
    assert [f"{one.opens:%H%M}" for one in found] == ["1030", "1500"]
    assert effective(initiative(), {}).has_openings is False
    assert effective(initiative(), {"openings": rows}).has_openings is True
