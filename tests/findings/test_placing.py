"""Placering: a geography small enough to reckon by hand, and sets that hold for any."""

from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evaluation.charts import map_legend, placing_map
from evaluation.disclosure import Cell, Role, Status
from evaluation.findings import placing as page
from evaluation.findings.dataset import Dataset, open_dataset
from evaluation.findings.placing import choices, placing
from evaluation.findings.placing_ground import Crowd, Ground, Place, crowd_of, ground_of
from evaluation.findings.placing_model import PlacingFinding
from evaluation.findings.placing_sets import sets_of
from evaluation.findings.wording import MANY_UNKNOWN
from evaluation.initiative.geography import Geography, Outline
from evaluation.initiative.models import Initiative
from evaluation.store import Store

#: A degree of latitude is 111.195 km: 0.09 of it is 10.008 km. All lies on one line from south to north.
STEP = 0.09
SOUTH = 56.0


def area(name: str, steps: int, old: int | None, every: int | None = 400, **more: object) -> dict[str, Any]:
    stated = {"lat": SOUTH + STEP * steps, "lon": 9.5, "year": 2024, "origin": "Opdigtet"}
    known = {"residents_65plus": old, "residents": every}
    told = {key: value for key, value in known.items() if value is not None}
    return {"id": name.lower(), "name": name, **stated, **told, **more}


def place(name: str, steps: int, **more: object) -> dict[str, Any]:
    return {"id": name.lower(), "name": name, "lat": SOUTH + STEP * steps, "lon": 9.5, **more}


AREAS = [area("Ask", 0, 100), area("Birk", 1, 10), area("Ceder", 2, 30), area("Elm", 3, 20)]
SITES = [place("Raadhus", 0, kind="head_office"), place("Birkehal", 1)]
OTHERS = [
    place("Cederhus", 2, central="yes", anonymous="no", judged_by="Ældrerådet", judged_on="2025-05-01"),
    place("Elmegaard", 3),
]


def stated(**changed: object) -> Initiative:
    plain = {
        "id": "proeve",
        "name": "Prøve",
        "municipality": "0820",
        "municipality_name": "Prøveby",
        "starts_on": "2025-03-03",
        "evaluation_ends_on": "2026-03-01",
        "sites": SITES,
        "sources": [{"id": "koe", "name": "Kø", "counts": ["raadhus", "birkehal"]}],
        "areas": AREAS,
        "candidates": OTHERS,
    }
    return Initiative.model_validate(plain | changed)


@pytest.fixture
def opened(tmp_path: Path) -> Any:
    """A data set without a log of an initiative as stated, changed by keywords."""

    def made(**changed: object) -> Dataset:
        initiative = stated(**{key: value for key, value in changed.items() if key != "geography"})
        if "geography" in changed:
            initiative = initiative.model_copy(update={"geography": changed["geography"]})
        return open_dataset(Store(tmp_path / "store"), initiative)

    return made


def plain(words: str) -> str:
    return words.replace("\u2060", "").replace("\xa0", " ")


def said(found: PlacingFinding) -> str:
    return plain("".join(run.text for run in found.opening.answer))


# --- by hand


def test_the_answer_is_what_a_pencil_says(opened: Any) -> None:
    """Today: Ask and Birk, 110 of 160. With Cederhus instead of Birkehal 130: it gains Ceder's 30, loses Birk's 10."""
    found = placing(opened(), Role.UDVALG, "5km", "aeldre", 1)
    assert said(found) == (
        "Flest ville bo tæt på Cederhus: 81 % af borgerne på 65 år og derover ville have højst 5 km i fugleflugt til "
        "et sted. I dag er det 69 %. Den bedste enkelte flytning er fra Birkehal til Cederhus: 30 får et sted så "
        "tæt på, og 10 mister det."
    )
    more = placing(opened(), Role.UDVALG, "5km", "aeldre", 2)
    assert "I dag, med 1 sted, er det 69 %." in said(more)
    assert found.opening.scope.startswith("Folketal fra 2024 for 4 af 4 områder: Opdigtet.")
    assert "Raadhus er med som et sted" in found.opening.scope


def test_sets_and_moves_by_hand(opened: Any) -> None:
    """Mean distance today (30·1 + 20·2)·10.008/160 = 4.4 km; with Cederhus (10 + 20)·10.008/160 = 1.9 km."""
    found = placing(opened(), Role.UDVALG, "5km", "aeldre", 1)
    assert found.sets is not None
    assert found.moves is not None
    assert [row[1:] for row in found.sets.rows] == [
        ("Birkehal", "110", "69\xa0%", "4,4 km"),
        ("Cederhus", "130", "81\xa0%", "1,9 km"),
        ("Cederhus", "130", "81\xa0%", "1,9 km"),
    ]
    assert found.moves.rows == (("Birkehal", "Cederhus", "30", "10", "+20", "Ceder (30)", "Birk (10)"),)
    by_hand = 10.0075  # km, 0.09 · π/180 · 6371.0088
    values = [row.value for row in found.charts[1].rows]
    assert values == pytest.approx([70 * by_hand / 160, 30 * by_hand / 160, 30 * by_hand / 160], rel=1e-4)


def test_the_table_of_places_tells_who_judged(opened: Any) -> None:
    found = placing(opened(), Role.UDVALG, "5km", "aeldre", 1).candidates
    assert found is not None
    first, second, today = found.rows
    assert first[:4] == ("1. Cederhus", "30", "30", "Birkehal\n10,0 km")
    assert plain("|".join(first[4:])) == (
        "Ja\nvurderet af Ældrerådet den 1. maj 2025|Nej\nvurderet af Ældrerådet den 1. maj 2025|Ikke vurderet"
    )
    assert second[4:] == ("Ikke vurderet",) * 3
    others = [one for one in OTHERS if one["id"] != "cederhus"]
    without = placing(opened(candidates=others), Role.UDVALG, "5km", "aeldre", 1)
    assert without.candidates is not None
    assert "Centralt" not in without.candidates.head
    assert "Ingen har endnu vurderet" in without.candidates_about
    assert today[:4] == ("Birkehal\ni dag", "10", "–", "Raadhus\n10,0 km")


def test_those_who_come_are_weighed_by_age_alone(opened: Any) -> None:
    """Half are 65+. Elderly 100, 10, 30, 20 of 160; others 300, 390, 370, 380 of 1,440."""
    crowd = crowd_of(ground_of(opened()), "kommer", 0.5)
    assert crowd is not None
    by_hand = [0.5 * old / 160 + 0.5 * (400 - old) / 1440 for old in (100, 10, 30, 20)]
    assert crowd.weights == pytest.approx(by_hand)
    assert crowd.weights.sum() == pytest.approx(1)


def test_the_file_has_every_figure(opened: Any) -> None:
    found = placing(opened(), Role.UDVALG, "5km", "aeldre", 1).download
    assert found is not None
    lines = {row[:3]: row[3] for row in found.rows}
    assert lines["Sæt af steder", "Stederne i dag", "Inden for rækkevidde"] == 110
    assert lines["Sæt af steder", "Flest inden for rækkevidde", "Inden for rækkevidde"] == 130
    assert lines["Én flytning", "Birkehal → Cederhus", "Mister et sted inden for rækkevidde"] == 10
    assert lines["Område", "Elm", "Afstand til det nærmeste sted i dag"] == pytest.approx(20.015, rel=1e-4)
    assert all(len(row) == len(found.head) for row in found.rows)


# --- what there is to choose


def test_without_a_log_the_page_says_why_those_who_come_cannot_be_weighed(opened: Any) -> None:
    found = choices(opened(), Role.UDVALG)
    assert found is not None
    assert [one for one, _ in found.weights] == ["aeldre", "alle"]
    assert found.notes == ("»Som dem, der kommer« kan ikke vælges: der er ingen registreringer endnu.",)
    assert (found.reach, found.weight, found.count) == ("5km", "aeldre", "1")
    assert [one for one, _ in found.counts] == ["1", "2", "3"]


@pytest.mark.parametrize(
    ("cell", "share", "why"),
    [
        (Cell(Status.VALUE, 0.567, 0.5, 0.6), 0.57, ""),
        (Cell(Status.SUPPRESSED), None, "ikke udgivet (skjult)"),
        (Cell(Status.PENDING), None, "ikke udgivet"),
        (Cell(Status.VALUE, 0.5, 0.2, 0.8, reason=MANY_UNKNOWN), None, "ukendt for for mange"),
    ],
)
def test_a_share_that_is_not_released_is_told_of(cell: Cell, share: float | None, why: str) -> None:
    assert page._told(cell)[0] == share
    assert why in page._told(cell)[1]


def test_the_demo_year_weighs_those_who_come_in_whole_per_cent(dataset: Dataset) -> None:
    """As Målgrupper shows it: 57 %, and no figure made of more digits than that."""
    share, why = page.comers(dataset, Role.UDVALG)
    assert share is not None
    assert share == round(share, 2)
    assert not why
    found = placing(dataset, Role.UDVALG, "5km", "kommer", 3)
    assert f"er {round(100 * share)} % 65 år eller ældre" in plain(found.opening.scope)
    assert "Gedsted er på prøve" in " ".join(found.warnings)


def test_minutes_are_offered_only_by_a_whole_table(opened: Any) -> None:
    ids = [one["id"] for one in (*SITES, *OTHERS)]
    minutes = {(a["id"], p): 12.0 + 10 * n for a in AREAS for n, p in enumerate(ids)}
    whole = choices(opened(geography=Geography(travel=minutes)), Role.UDVALG)
    assert whole is not None
    assert whole.reach == "15min"
    found = placing(opened(geography=Geography(travel=minutes)), Role.UDVALG, "15min", "aeldre", 1)
    assert said(found) == (
        "Ingen andre steder ville nå flere end stederne i dag: 100 % af borgerne på 65 år og derover bor højst 15 "
        "minutter fra et sted."
    )
    assert found.map is not None
    assert found.map.ring_km is None
    del minutes["elm", "raadhus"]
    half = opened(geography=Geography(travel=minutes))
    told = choices(half, Role.UDVALG)
    assert told is not None
    assert told.reach == "5km"
    warned = placing(half, Role.UDVALG, "5km", "aeldre", 1).warnings
    assert any("mangler tider for 1 par" in one for one in warned)


# --- what is missing


def test_without_areas_it_says_what_to_import(opened: Any) -> None:
    empty = opened(areas=[])
    assert choices(empty, Role.UDVALG) is None
    found = placing(empty, Role.UDVALG, "", "", 0)
    assert said(found).startswith("Det kan vi ikke sige endnu:")
    assert found.how == ("areas", "points")
    assert found.map is None


def test_without_candidates_today_is_still_told(opened: Any) -> None:
    found = placing(opened(candidates=[]), Role.UDVALG, "5km", "aeldre", 1)
    assert said(found) == (
        "69 % af borgerne på 65 år og derover bor højst 5 km i fugleflugt fra et sted i dag. "
        "Der er ingen andre steder at sammenligne med."
    )
    assert found.how == ("candidates",)
    assert found.moves is None


def test_without_places_today_the_best_are_still_found(opened: Any) -> None:
    bare = [{"id": "raadhus", "name": "Raadhus", "kind": "head_office"}]
    sources = [{"id": "koe", "name": "Kø", "counts": ["raadhus"]}]
    found = placing(opened(sites=bare, sources=sources), Role.UDVALG, "5km", "aeldre", 1)
    assert said(found).startswith("Flest ville bo tæt på Cederhus: 19 %")
    assert said(found).endswith("I dag er der ingen steder på kortet.")
    assert "Uden koordinater og derfor ikke med, selv om der måske er åbent: Raadhus." in found.warnings


def test_what_is_left_out_is_named(opened: Any) -> None:
    bare = {"id": "fyr", "name": "Fyr", "residents_65plus": 5, "residents": 9}
    areas = [*AREAS, bare, area("Gran", 1, None), area("Hassel", 1, 7, year=2014)]
    found = placing(opened(areas=areas), Role.UDVALG, "5km", "aeldre", 1)
    assert "for 5 af 7 områder" in found.opening.scope
    told = " ".join(found.warnings)
    for name in ("ikke med: Fyr.", "ikke med: Gran.", "Folketallene er fra 2014"):
        assert name in told


def test_a_closed_place_can_be_tried_again_and_an_open_one_is_no_candidate(opened: Any) -> None:
    sites = [*SITES, place("Dammen", 3, town="Dam", open_to="2025-01-01")]
    others = [*OTHERS, place("Birkehal", 1, central="partly", judged_by="Borgerservice")]
    ground = ground_of(opened(sites=sites, candidates=others))
    assert [(one.name, one.kind) for one in ground.places] == [
        ("Raadhus", "office"),
        ("Birkehal", "today"),
        ("Cederhus", "candidate"),
        ("Dammen", "candidate"),
        ("Elmegaard", "candidate"),
    ]
    assert ground.places[1].judged is not None


# --- the map


def test_the_map_tells_by_shape_what_its_text_tells_by_word(opened: Any) -> None:
    square = ((9.4, 56.0), (9.6, 56.0), (9.6, 56.2))
    drawn = Geography(outlines=(Outline("1", "Ask", None, None, (square,)),))
    found = placing(opened(geography=drawn), Role.UDVALG, "5km", "aeldre", 1).map
    assert found is not None
    rows = placing_map(found)["data"]["values"]
    kinds = [row["kind"] for row in rows]
    assert {kind: kinds.count(kind) for kind in set(kinds)} == {
        "outline": 4,  # closed
        "area": 2,
        "beyond": 2,
        "office": 1,
        "today": 1,
        "candidate": 2,
        "ring": 2,
        "best_ring": 1,
        "best": 1,
        "scale": 1,
    }
    assert [one.kind for one in map_legend(found)] == [
        f"map_{kind}" for kind in ("covered", "beyond", "office", "today", "candidate", "best")
    ]
    for told in (
        "Hovedkontor: Raadhus.",
        "Sted i dag: Birkehal.",
        "Inden for rækkevidde i dag: Ask og Birk.",
    ):
        assert told in found.alt
    ask, elm = (next(row for row in rows if row.get("description", "").startswith(n)) for n in ("Ask", "Elm"))
    assert elm["y"] - ask["y"] == pytest.approx(30.02, abs=0.02)  # km
    assert "20,0 km til Birkehal" in elm["description"]


def test_rings_and_scale_share_their_kilometres(opened: Any) -> None:
    """A symbol's size is the area of the square round it: its side is twice the radius."""
    found = placing(opened(), Role.UDVALG, "5km", "aeldre", 1).map
    assert found is not None
    spec = placing_map(found)
    sizes = [str(layer["mark"].get("size", {})) for layer in spec["layer"] if isinstance(layer["mark"], dict)]
    assert any("4 * pow(ring / (max(across / (width" in size for size in sizes)
    assert {one["name"]: one["value"] for one in spec["params"]}["ring"] == 5


# --- for any geography


@st.composite
def scenes(draw: st.DrawFn) -> tuple[Ground, Crowd, Any, float, int]:
    offices, today, others = draw(st.integers(0, 1)), draw(st.integers(1, 3)), draw(st.integers(1, 4))
    areas, places = draw(st.integers(1, 8)), offices + today + others
    kinds = ["office"] * offices + ["today"] * today + ["candidate"] * others
    made = tuple(Place(str(n), str(n), kind, 56, 9) for n, kind in enumerate(kinds))  # type: ignore[arg-type]
    ground = Ground(date(2025, 1, 1), (), made, (), (), 0)
    numbers = st.lists(st.integers(0, 30), min_size=areas * places, max_size=areas * places)
    distance = np.array(draw(numbers), dtype=float).reshape(areas, places)
    weights = np.array(draw(st.lists(st.integers(1, 50), min_size=areas, max_size=areas)), dtype=float)
    crowd = Crowd("aeldre", tuple(range(areas)), weights, ())
    return ground, crowd, distance, float(draw(st.integers(0, 30))), today


@settings(max_examples=40)
@given(scene=scenes())
def test_the_best_are_never_worse_than_today_and_a_move_adds_up(scene: tuple[Any, ...]) -> None:
    ground, crowd, distance, reach, count = scene
    found = sets_of(ground, crowd, distance, reach, count)
    assert found.today is not None
    assert found.cover is not None
    assert found.median is not None
    assert found.cover.covered >= found.today.covered - 1e-9
    assert found.cover.covered >= found.median.covered - 1e-9
    assert found.median.mean <= min(found.today.mean, found.cover.mean) + 1e-9
    assert set(ground.of("office")) <= set(found.cover.places)
    for move in found.moves:
        kept = [n for n in found.today.places if n != move.old]
        after = crowd.weights[(distance[:, [*kept, move.new]] <= reach).any(axis=1)].sum()
        assert found.today.covered + move.net == pytest.approx(after)
        assert found.cover.covered >= after - 1e-9
