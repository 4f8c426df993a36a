"""Whose residents a place is there for."""

from pathlib import Path

from evaluation.engine import surroundings
from evaluation.initiative import Initiative, load_initiative
from tests.spec.world import initiative

SHIPPED = Path(__file__).parents[2] / "data/initiatives/vesthimmerland"


def _of(given: Initiative) -> set[tuple[str, str, float]]:
    rows = surroundings.areas(given, by_age=True).to_pylist()
    return {(row["home_area"], row["site"], row["thousands"]) for row in rows}


def test_an_area_without_a_place_is_nobodys_where_others_name_theirs() -> None:
    named = {"id": "north", "name": "North", "sites": ["farsoe"], "residents_65plus": 800}
    bare = {"id": "wide", "name": "Wide", "residents_65plus": 2500}
    assert _of(initiative(areas=[named, bare])) == {("north", "farsoe", 0.8)}


def test_areas_of_which_none_names_a_place_are_every_places() -> None:
    bare = {"id": "wide", "name": "Wide", "residents_65plus": 2500}
    given = initiative(areas=[bare])
    assert _of(given) == {("wide", site.id, 2.5) for site in given.sites}


def test_the_parishes_beside_the_places_change_nobodys_reach() -> None:
    given = load_initiative(SHIPPED)
    named = tuple(area for area in given.areas if area.sites)
    assert len(named) < len(given.areas)
    assert _of(given) == _of(given.model_copy(update={"areas": named}))
