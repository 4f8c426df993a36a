"""The generator's own calendar and the program's agree, day by day."""

from datetime import date
from pathlib import Path

from evaluation.demo.days import aars_days, openings
from evaluation.demo.desks import staff
from evaluation.demo.parameters import truth
from evaluation.initiative import load_initiative
from evaluation.initiative.calendar import openings as planned

FOLDER = Path(__file__).parents[2] / "data" / "initiatives" / "vesthimmerland"
LAST = date(2026, 3, 20)


def test_both_calendars_hold_and_cancel_the_same_openings() -> None:
    known = truth()
    made = {(o.place.id, o.day): o.cancelled for place in known.place for o in openings(known, place)}
    made |= {("aars", day): False for day in aars_days(known)}
    theirs = {
        (o.site, o.local_date): o.status == "cancelled"
        for o in planned(load_initiative(FOLDER), LAST)
        if o.local_date <= LAST
    }
    assert made == theirs


def test_both_calendars_have_the_same_staff() -> None:
    known = truth()
    for opening in planned(load_initiative(FOLDER), LAST):
        assert opening.staff_serving == staff(known, opening.site, opening.local_date), opening.opening_id


def test_the_demo_uses_the_ids_of_the_initiative() -> None:
    initiative, known = load_initiative(FOLDER), truth()
    sites, groups = {s.id for s in initiative.sites}, {g.id for g in initiative.groups}
    assert {p.id for p in known.place} | {"aars"} == sites
    assert set(known.aged) == set(known.exempt) == groups
    assert {t for shares in known.topics.values() for t in shares} == {t.id for t in initiative.topics}
    targets = {g.id for g in initiative.groups if g.target}
    assert all(set(p.groups) == targets for p in known.place)
    assert set(known.popup.other_groups) == groups - targets
