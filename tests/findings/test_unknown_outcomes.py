"""Where too many outcomes are unknown there is no figure, and every place that would show it says why."""

from datetime import datetime, time, timedelta

import pytest

from evaluation.disclosure import Role, Status
from evaluation.findings.dataset import Dataset
from evaluation.findings.method import method
from evaluation.findings.overview import overview
from evaluation.findings.period import find
from evaluation.findings.places import places
from evaluation.findings.query import Question, ask
from evaluation.texts import text
from tests.findings.test_hours import days
from tests.findings.test_other_shapes import dataset
from tests.spec.world import START, World, initiative, opening, row

WEEKS = 8
COST = {"from": START, "to": START + timedelta(weeks=WEEKS), "kind": "wages", "kr": 1000.0}
MEASURES = ("served", "walk_away_share", "first_contact_resolution", "cost_per_enquiry")


def known(
    count: int, outcome: str = "resolved", site: str = "farsoe", *, assumption: bool = False
) -> Dataset:
    """Ten came to each of eight openings; so many of them have the outcome, the others none."""
    ends = [outcome] * count + [None] * (10 - count)
    rows = [
        row(datetime.combine(d, time(10, n)), site=site, outcome=end, case_id=f"{d}-{n}")
        for d in days(WEEKS)
        for n, end in enumerate(ends)
    ]
    held = [opening(f"f{d}", site, d, 10, 14) for d in days(WEEKS)]
    cost = COST | {"site": site, "assumption": assumption}
    return dataset(rows, held, START + timedelta(weeks=WEEKS), groups=[], costs=[cost])


def reason(of: Dataset, key: str) -> str | None:
    (answer,) = ask(of, Question(key), Role.UDVALG)
    assert (answer.cell.status is Status.NO_DATA) == (answer.cell.value is None)
    return answer.cell.reason


@pytest.mark.parametrize("key", MEASURES)
def test_one_in_ten_unknown_leaves_a_figure_and_two_do_not(key: str) -> None:
    assert reason(known(9), key) in (None, "stats.reasons.all_zero")
    why = reason(known(8), key)
    assert why == f"metrics.notes.few_{'resolved' if key == 'first_contact_resolution' else 'outcomes'}"


def test_the_cost_says_of_the_whole_that_data_are_missing_and_each_place_with_data_keeps_its_own() -> None:
    held = [opening(f"{site}{d}", site, d, 10, 14) for d in days(WEEKS) for site in ("farsoe", "aalestrup")]
    rows = [row(datetime.combine(d, time(10)), site="farsoe", outcome="resolved") for d in days(WEEKS)]
    through = START + timedelta(weeks=WEEKS)
    costs = [COST | {"site": site} for site in ("farsoe", "aalestrup")]
    world = World(
        initiative(groups=[], costs=costs),
        rows,
        held,
        [("queue", "farsoe", START, through, "complete")],
        through,
    )
    of = Dataset(world.initiative, world.engine(), tuple(held), (), through, through, "")
    (whole,) = ask(of, Question("cost_per_enquiry"), Role.UDVALG)
    places = {a.dims["site"]: a.cell for a in ask(of, Question("cost_per_enquiry", ("site",)), Role.UDVALG)}
    assert (whole.cell.status, whole.cell.reason) == (Status.NO_DATA, "metrics.notes.no_data_somewhere")
    assert (places["aalestrup"].value, places["aalestrup"].reason) == (
        None,
        "metrics.notes.no_data_somewhere",
    )
    assert places["farsoe"].value == pytest.approx(1000 / WEEKS)


def test_a_cost_that_stops_before_the_openings_do_says_so() -> None:
    held = [opening(f"f{d}", "farsoe", d, 10, 14) for d in days(WEEKS)]
    rows = [row(datetime.combine(d, time(10)), site="farsoe", outcome="resolved") for d in days(WEEKS)]
    half = COST | {"site": "farsoe", "to": START + timedelta(weeks=WEEKS // 2)}
    of = dataset(rows, held, START + timedelta(weeks=WEEKS), groups=[], costs=[half])
    assert reason(of, "cost_per_enquiry") == "metrics.notes.open_without_cost"
    tiles = {tile.label: tile for tile in overview(of, Role.UDVALG, find(of, "hele")).figures}
    tile = tiles[text("findings.figures.cost_per_enquiry")]
    assert (tile.value, tile.detail) == ("Ingen tal", text("metrics.notes.open_without_cost"))


def test_who_is_only_said_to_be_served_did_not_leave_and_may_have_been_helped_at_once_or_not() -> None:
    served = known(10, "served")
    assert reason(served, "first_contact_resolution") == "metrics.notes.few_resolved"
    assert [ask(served, Question(key), Role.UDVALG)[0].cell.value for key in MEASURES[:2]] == [80.0, 0.0]


def test_the_method_page_says_which_measures_have_no_figure_and_why() -> None:
    names = {key: text(f"metrics.{key}.label") for key in MEASURES}
    found = {line.name: line for group in method(known(8), Role.UDVALG).measures for line in group.lines}
    assert {found[name].told for name in names.values()} == {False}
    assert found[names["served"]].verdict == text("metrics.notes.few_outcomes")
    whole = {line.name: line for group in method(known(9), Role.UDVALG).measures for line in group.lines}
    assert {whole[name].told for name in names.values()} == {True}


def test_the_page_of_places_explains_the_missing_share() -> None:
    of = known(8)
    why = text("metrics.notes.few_outcomes")
    said = places(of, Role.UDVALG, find(of, "hele")).caveats
    assert text("disclosure.explain.no_data_since", why=why[:1].lower() + why[1:]) in said


@pytest.mark.parametrize(
    ("assumption", "said"),
    [(False, "Udgifter i alt: 1.000 kr."), (True, "Udgifter i alt (antaget): 1.000 kr.")],
)
def test_a_cost_without_a_figure_says_what_was_spent(assumption: bool, said: str) -> None:
    of = known(8, assumption=assumption)
    tiles = {tile.label: tile for tile in overview(of, Role.UDVALG, find(of, "hele")).figures}
    tile = tiles[text("findings.figures.cost_per_enquiry")]
    assert tile.value == "Ingen tal"
    assert tile.detail.replace("\xa0", " ") == f"{text('metrics.notes.few_outcomes')} {said}"
