"""Planlæg en prøvehandling: what it rests on, figures against hand calculation, words against figures."""

from datetime import date, datetime, timedelta
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evaluation.charts import planning_alt, planning_chart
from evaluation.disclosure import Role
from evaluation.findings import planning_words as words
from evaluation.findings.dataset import Dataset
from evaluation.findings.planning import planning
from evaluation.findings.planning_basis import basis_of
from evaluation.findings.planning_model import PlannedLength, PlannedWay, PlanningChart, PlanningFinding
from evaluation.findings.prices import CASE_PRICE
from evaluation.findings.sensitive import margin_sites
from evaluation.metrics import opening_counts
from tests.spec.world import END, START, World, initiative, opening, row


def plain(sentence: str) -> str:
    return sentence.replace("\u2060", "").replace("\xa0", " ")


def world(openings: int, each: int = 3, site: str = "farsoe", **config: object) -> Dataset:
    """So many weekly openings at one place, of four hours by two staff, with `each` enquiries."""
    days = [START + timedelta(weeks=n) for n in range(openings)]
    held = [opening(f"o{n}", site, day, 10, 14) for n, day in enumerate(days)]
    rows: list[dict[str, Any]] = [
        row(datetime(day.year, day.month, day.day, 11, n), site=site) for day in days for n in range(each)
    ]
    through = days[-1] if days else None
    made = World(initiative(**config), rows, held, [("queue", site, START, END, "complete")], through)
    return Dataset(
        initiative=made.initiative,
        engine=made.engine(),
        openings=tuple(held),
        imports=(),
        data_through=through,
        settled_through=through,
        data_version="",
    )


@pytest.fixture(scope="module")
def found(dataset: Dataset) -> PlanningFinding:
    made = planning(dataset, Role.LEDER)
    assert made is not None
    return made


# --- the demo year


def test_expected_enquiries_are_those_of_the_released_quarters(dataset: Dataset) -> None:
    """Target-group enquiries per open hour of the places not on trial, completed quarters only, times four hours."""
    done = dataset.completed
    sites = margin_sites(dataset, "popup")
    held = opening_counts(dataset.engine, done[0].starts_on, done[-1].ends_on, sites)
    basis = basis_of(dataset, Role.LEDER)
    assert basis.counted == "target"
    assert basis.mean == pytest.approx(
        4 * sum(o.target for o in held) / sum(o.open_hours for o in held), rel=1e-6
    )


def test_hours_and_kroner_are_the_cases_own(dataset: Dataset, found: PlanningFinding) -> None:
    """Two staff for four hours, and two thirds of an hour on the road each; 225,000 kr. for 8 h in 52 weeks."""
    basis = basis_of(dataset, Role.UDVALG)
    assert basis.staff_hours == pytest.approx(2 * 4 + 2 * 2 / 3, abs=0.01)
    assert pytest.approx(540.87, abs=0.01) == CASE_PRICE
    assert basis.price.kr == CASE_PRICE
    year = next(one for one in found.table.rows if one[0] == "Én gang om ugen" and one[1].startswith("52"))
    openings, hours = int(year[2]), int(year[3])
    assert 44 <= openings <= 48
    assert hours == pytest.approx(openings * 9.333, abs=1)
    assert plain(year[4]) == f"{round(hours * 540.87 / 1000)}.000 kr."


def test_two_ways_hold_twice_the_openings_of_the_first(found: PlanningFinding) -> None:
    once, twice, both = (found.table.rows[n : n + 4] for n in (0, 4, 8))
    for one, two, side in zip(once, twice, both, strict=True):
        assert int(two[2]) in (2 * int(one[2]), 2 * int(one[2]) + 1)
        assert int(side[2]) == 2 * int(one[2])


def test_longer_trials_see_smaller_changes(found: PlanningFinding) -> None:
    for way in found.chart.ways:
        seen = [one.change for one in way.lengths if one.change is not None]
        assert len(seen) == 4
        assert seen == sorted(seen, reverse=True)


def test_larger_changes_take_fewer_weeks_and_never_contradict_the_words(found: PlanningFinding) -> None:
    weeks = {}
    for answer in found.answers:
        cells = [plain(cells[1]) for cells in answer.table.rows]
        weeks[answer.id] = [int(cell.split()[0]) if cell.endswith("uger") else 1000 for cell in cells]
        said = plain("".join(run.text for run in answer.said))
        fastest = min(weeks[answer.id])
        assert ("på nogen af måderne" in said) == (fastest == 1000)
        assert fastest == 1000 or f"efter {fastest} uger" in said
    ascending = [weeks[percent] for percent in sorted(weeks, key=int)]
    assert len(ascending) >= 3
    for smaller, larger in pairwise(ascending):
        assert all(a >= b for a, b in zip(smaller, larger, strict=True))
    assert found.chosen == "25"


# --- other logs


def test_without_enough_openings_it_is_assumed_and_said() -> None:
    early = world(5)
    basis = basis_of(early, Role.UDVALG)
    assert (basis.mean, basis.alpha, basis.counted, basis.alpha_assumed) == (12, 0.2, "assumed", True)
    made = planning(early, Role.UDVALG)
    assert made is not None
    told = dict(made.definitions)
    assert "antagelse" in told["Henvendelser pr. åbning"]
    assert "antagelse" in told["Udsving fra åbning til åbning"]
    assert {one.change for way in made.chart.ways[:2] for one in way.lengths} == {None}
    assert "kan én åbning om ugen ikke vise" in plain("".join(run.text for run in made.said))


def test_without_released_groups_all_enquiries_are_counted_and_said() -> None:
    basis = basis_of(world(20), Role.UDVALG)
    assert (basis.mean, basis.alpha, basis.counted) == (3, 0, "all")
    assert (basis.weeks, basis.share, basis.stays) == (20, 1, 0)
    assert any("alle henvendelser" in said for _, said in words.definitions(basis))


def test_own_costs_give_the_price() -> None:
    cost = {
        "site": "farsoe",
        "from": START,
        "to": END,
        "kind": "wages",
        "kr": 20 * 9 * 400,
        "origin": "regnskab",
    }
    basis = basis_of(world(20, costs=[cost]), Role.UDVALG)
    assert basis.staff_hours == 9  # 2 × 4 hours and 2 × ½ hour on the road
    assert basis.price.kr == pytest.approx(400)
    assert basis.price.kind == "own"


def test_an_initiative_without_openings_has_nothing_to_plan() -> None:
    assert planning(world(0, schedule=[]), Role.UDVALG) is None


# --- words and marks


@given(st.floats(1.01, 3.99))
def test_words_say_the_ratio_and_its_inverse(ratio: float) -> None:
    said = plain(words.change(ratio))
    up, down = (int(part) for part in said.split(" ") if part.isdigit())
    assert up == pytest.approx(100 * (ratio - 1), abs=0.51)
    assert down == pytest.approx(100 * (1 - 1 / ratio), abs=0.51)


def test_what_finds_nothing_has_a_word_and_no_number() -> None:
    way = PlannedWay(
        "Én gang", "flytter", (PlannedLength("13 uger", None, "kun mere"), PlannedLength("26 uger", 0.5, "x"))
    )
    spec = planning_chart(PlanningChart("Titel", "", "akse", (way,)))
    _, unseen, seen = spec["data"]["values"]
    assert "value" not in unseen
    assert unseen["word"] == "kun mere"
    assert (seen["value"], plain(seen["value_text"])) == (50, "+50 %")


def test_the_picture_is_told_in_words(found: PlanningFinding) -> None:
    told = plain(planning_alt(found.chart))
    for cells in found.table.rows:
        assert plain(f"{cells[1].splitlines()[0]} {cells[5]}") in told


def test_habits_are_those_of_the_place_open_longest(dataset: Dataset) -> None:
    """A place is open in nine weeks of ten: three closed weeks, holidays and one cancelled day."""
    basis = basis_of(dataset, Role.UDVALG)
    assert 0.85 < basis.share < 0.95
    assert basis.weeks == (date(2026, 3, 20) - date(2025, 3, 3)).days // 7 + 1
