"""What stands in the folder `geography`, and every way it can be wrong."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from evaluation.errors import UserError
from evaluation.initiative import Initiative, config_hash, load_initiative
from evaluation.initiative.create import dump_initiative
from evaluation.initiative.geography import Geography, old_year
from evaluation.initiative.geography_files import read_geography
from evaluation.initiative.imported import effective
from evaluation.stats import great_circle_km
from tests.initiative.build import initiative

SHIPPED = Path(__file__).parents[2] / "data/initiatives/vesthimmerland"
#: Residents of 65 and more to whom the place is the nearest.
NEAREST = {"Aars": 2516, "Farsø": 2046, "Løgstør": 1941, "Aalestrup": 1367}
SQUARE = [[9.3, 56.7], [9.4, 56.7], [9.4, 56.8], [9.3, 56.8], [9.3, 56.7]]
AREAS: list[dict[str, Any]] = [
    {"id": "farsoe", "name": "Farsø Sogn", "code": "8282"},
    {"id": "strandby", "name": "Strandby Sogn"},
    {"id": "other", "name": "Strandby Sogn", "code": "7777"},
    {"id": "there", "name": "There", "code": "8281", "lat": 56.0, "lon": 9.0},
]


def feature(code: str, name: str, rings: object = None, **more: object) -> dict[str, Any]:
    geometry = {"type": "Polygon", "coordinates": rings or [SQUARE]}
    return {"type": "Feature", "properties": {"Sognekode": code, "navn": name} | more, "geometry": geometry}


def given(**other: object) -> Initiative:
    place = {"id": "farso", "name": "Farsø", "lat": 56.77, "lon": 9.34}
    library = {"id": "library", "name": "Library"}
    return initiative(sites=[place], candidates=[library], areas=AREAS, **other)


def folder(root: Path, *, outlines: object = None, travel: str | bytes | None = None) -> Path:
    place = root / "geography"
    place.mkdir(parents=True, exist_ok=True)
    if outlines is not None:
        content = outlines if isinstance(outlines, str) else json.dumps({"features": outlines})
        (place / "areas.geojson").write_text(content, encoding="utf-8")
    if travel is not None:
        table = travel if isinstance(travel, bytes) else travel.encode()
        (place / "travel_times.csv").write_bytes(table)
    return root


def test_a_folder_without_geography_has_none(tmp_path: Path) -> None:
    assert read_geography(tmp_path, given()) == Geography()


def test_outlines_are_read_with_their_own_points(tmp_path: Path) -> None:
    hole = [[9.32, 56.72], [9.33, 56.72], [9.33, 56.73], [9.32, 56.72]]
    several = feature("8281", "Strandby") | {
        "geometry": {"type": "MultiPolygon", "coordinates": [[SQUARE, hole], [SQUARE]]}
    }
    line = {"type": "Feature", "properties": {}, "geometry": {"type": "LineString", "coordinates": SQUARE}}
    bare = {"type": "Feature", "properties": None, "geometry": None}
    found = read_geography(
        folder(tmp_path, outlines=[feature("8282", "Farsø", lon=9.32, lat=56.78), several, line, bare]),
        given(),
    )
    farsoe, strandby = found.outlines
    assert (farsoe.code, farsoe.name, farsoe.lat, farsoe.lon) == ("8282", "Farsø", 56.78, 9.32)
    assert farsoe.rings == (tuple(map(tuple, SQUARE)),)
    assert (len(strandby.rings), strandby.lat) == (3, None)
    assert strandby.rings[1] == tuple(map(tuple, hole))


def test_an_area_without_a_point_has_its_outlines(tmp_path: Path) -> None:
    drawn = [feature("8282", "F", lon=9.32, lat=56.78), feature("8281", "Strandby", lon=9.2, lat=56.8)]
    read = read_geography(folder(tmp_path, outlines=drawn), given())
    areas = effective(given().model_copy(update={"geography": read}), {}).areas
    assert {area.id: (area.lat, area.lon) for area in areas} == {
        "farsoe": (56.78, 9.32),
        "strandby": (56.8, 9.2),  # by name: one of the two has no number
        "other": (None, None),  # another parish of that name
        "there": (56.0, 9.0),
    }


def test_travel_times_are_read_as_excel_saves_them(tmp_path: Path) -> None:
    table = "Fra;Til;Minutter\r\nfarsoe;farso;0\r\n\r\nstrandby;library;12,5\r\n"
    for content in (table.encode(), b"\xef\xbb\xbf" + table.encode(), table.encode("cp1252")):
        found = read_geography(folder(tmp_path, travel=content), given())
        assert found.travel == {("farsoe", "farso"): 0.0, ("strandby", "library"): 12.5}
        assert found.has_travel


HEAD = "Fra;Til;Minutter\n"
BAD: list[tuple[dict[str, Any], str]] = [
    ({"outlines": "{"}, "not_geojson"),
    ({"outlines": "[]"}, "not_geojson"),
    ({"outlines": '{"features": 3}'}, "not_geojson"),
    ({"outlines": [feature("1", "A", rings=[[["x", 1]]])]}, "not_geojson"),
    ({"outlines": [feature("1", "A", rings=[[[9.3, None]]])]}, "not_geojson"),
    ({"outlines": [feature("1", "A", rings=[[]])]}, "not_geojson"),
    ({"outlines": [{"geometry": {"type": "MultiPolygon", "coordinates": []}}]}, "not_geojson"),
    ({"outlines": [feature("1", "A", rings=["1"])]}, "not_geojson"),
    ({"outlines": []}, "no_areas"),
    ({"outlines": [{"geometry": {"type": "Point", "coordinates": [9, 56]}}]}, "no_areas"),
    ({"outlines": [feature("1", "A", rings=[[[520000, 6290000], [521000, 6290000]]])]}, "no_degrees"),
    ({"outlines": [feature("1", "A", lon=520000, lat=6290000)]}, "no_degrees"),
    ({"outlines": [feature("1", "A", rings=[[[lat, lon] for lon, lat in SQUARE]])]}, "elsewhere"),
    ({"outlines": [feature("1", "A", rings=[[[12.5, 55.6], [12.6, 55.6], [12.6, 55.7]]])]}, "elsewhere"),
    ({"travel": ""}, "columns"),
    ({"travel": HEAD + 'farsoe;"' + "x" * 200_000}, "columns"),
    ({"travel": HEAD + "far\rsoe;farso;3\n"}, "cells"),
    ({"travel": "farsoe;farso;3\n"}, "columns"),
    ({"travel": HEAD + "farsoe;farso\n"}, "cells"),
    ({"travel": HEAD + "nowhere;farso;3\n"}, "unknown_area"),
    ({"travel": HEAD + "farsoe;nowhere;3\n"}, "unknown_place"),
    ({"travel": HEAD + "farsoe;farso;-3\n"}, "minutes"),
    ({"travel": HEAD + "farsoe;farso;nan\n"}, "minutes"),
    ({"travel": HEAD + "farsoe;farso;\n"}, "minutes"),
    ({"travel": HEAD + "farsoe;farso;3\nfarsoe;farso;4\n"}, "pair_twice"),
]


@pytest.mark.parametrize(("files", "key"), BAD)
def test_what_cannot_be_used_is_a_sentence(files: dict[str, Any], key: str, tmp_path: Path) -> None:
    with pytest.raises(UserError) as raised:
        read_geography(folder(tmp_path, **files), given())
    assert raised.value.key == f"geography.{key}"


def test_the_loader_reads_the_folder_and_another_content_is_another_initiative(tmp_path: Path) -> None:
    (tmp_path / "initiative.toml").write_text(dump_initiative(given()), encoding="utf-8")
    bare = load_initiative(tmp_path)
    folder(tmp_path, travel=HEAD + "farsoe;farso;3\n")
    three = load_initiative(tmp_path)
    folder(tmp_path, travel=HEAD + "farsoe;farso;4\n")
    four = load_initiative(tmp_path)
    assert three.geography.travel == {("farsoe", "farso"): 3.0}
    assert len({config_hash(one) for one in (bare, three, four)}) == 3


def test_geography_in_the_file_itself_is_refused(tmp_path: Path) -> None:
    plain = dump_initiative(given())
    (tmp_path / "initiative.toml").write_text(plain + '\n[geography]\ndigest = "x"\n', encoding="utf-8")
    with pytest.raises(UserError) as raised:
        load_initiative(tmp_path)
    assert raised.value.key == "geography.in_toml"


def test_figures_are_old_after_three_years() -> None:
    today = date(2026, 3, 2)
    assert [old_year(year, today) for year in (2022, 2023, 2026, None)] == [True, False, False, False]


def _nearest(lat: list[float], lon: list[float], old: list[int]) -> dict[str, int]:
    """Residents of 65 and more by the nearest of the four towns of the case."""
    towns = {site.town: site for site in load_initiative(SHIPPED).sites}
    places = [towns[name] for name in NEAREST]
    to = np.array([[one.lat, one.lon] for one in places], dtype=np.float64)
    distance = great_circle_km(np.array(lat), np.array(lon), to[:, 0], to[:, 1])
    first = distance.argmin(axis=1)
    return {name: int(np.array(old)[first == at].sum()) for at, name in enumerate(NEAREST)}


def test_the_shipped_parishes_give_the_known_residents_by_nearest_town() -> None:
    areas = load_initiative(SHIPPED).areas
    assert len(areas) == 39
    told = [(area.lat or 0.0, area.lon or 0.0, area.residents_65plus or 0) for area in areas]
    assert _nearest(*map(list, zip(*told, strict=True))) == NEAREST


def test_the_parishes_as_given_have_the_known_residents_by_nearest_town(shared: Path, tmp_path: Path) -> None:
    drawn = (shared / "geo" / "vesthimmerland_sogne.geojson").read_text(encoding="utf-8")
    ages = (shared / "geo" / "vesthimmerland_sogne_koen_alder_SOGN1_2014.csv").read_text(encoding="utf-8")
    old: dict[str, int] = {}
    for line in ages.splitlines()[1:]:
        code, _, _, age, count = line.split(",")
        old[code] = old.get(code, 0) + (int(count) if int(age) >= 65 else 0)
    outlines = read_geography(folder(tmp_path, outlines=drawn), load_initiative(SHIPPED)).outlines
    lat, lon = ([getattr(one, axis) for one in outlines] for axis in ("lat", "lon"))
    assert _nearest(lat, lon, [old[one.code or ""] for one in outlines]) == NEAREST
