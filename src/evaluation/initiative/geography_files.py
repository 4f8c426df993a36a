"""Reads the folder `geography` beside `initiative.toml`: outlines (GeoJSON) and travel times (CSV)."""

import csv
import hashlib
import io
import json
import math
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from evaluation.initiative.geography import Geography, Outline, Ring
from evaluation.initiative.models import Area, Initiative, Site
from evaluation.initiative.staffing import Candidate
from evaluation.texts import error, text

FOLDER, OUTLINES, TRAVEL = "geography", "areas.geojson", "travel_times.csv"
_MOST_MEGABYTES, _SMALLEST = 20, 3
_DEPTH = {"Polygon": 1, "MultiPolygon": 2}
_AROUND = 0.2  # degrees beside the outlines: a place at the coast, or just across the border
#: Names that such files give an area's number, name and point; the first one found counts.
_CODES = ("sognekode", "kode", "code", "lau_1", "id")
_NAMES = ("navn", "name", "sognenavn")
_LATS, _LONS = ("lat", "latitude"), ("lon", "lng", "longitude")


def read_geography(folder: Path, initiative: Initiative) -> Geography:
    """What stands in `folder/geography`; an empty one where nothing does.

    Raises UserError naming the file: no GeoJSON or no areas in it, coordinates that are no degrees or lie
    elsewhere than the initiative, travel times of unknown places or below nought.
    """
    outlines, travel = folder / FOLDER / OUTLINES, folder / FOLDER / TRAVEL
    given = {file: _content(file) for file in (outlines, travel) if file.is_file()}
    if not given:
        return Geography()
    drawn = _outlines(outlines, given[outlines], initiative) if outlines in given else ()
    minutes = _minutes(travel, given[travel], initiative) if travel in given else {}
    digest = hashlib.sha256(b"".join(hashlib.sha256(content).digest() for content in given.values()))
    return Geography(drawn, minutes, digest.hexdigest())


def _content(file: Path) -> bytes:
    try:
        content = file.read_bytes()
    except OSError as failed:
        raise error("initiative.unreadable", file=file, got=failed.strerror or "") from failed
    if len(content) > _MOST_MEGABYTES << 20:
        raise error("geography.too_large", file=file, most=_MOST_MEGABYTES)
    return content


# --- outlines


def _outlines(file: Path, content: bytes, initiative: Initiative) -> tuple[Outline, ...]:
    try:
        read = json.loads(content.decode("utf-8-sig"))
        features = read["features"]
        found = tuple(_outline(one, file) for one in features if _is_area(one))
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError) as failed:
        raise error("geography.not_geojson", file=file) from failed
    if not found:
        raise error("geography.no_areas", file=file)
    if not _around(found, initiative):
        raise error("geography.elsewhere", file=file)
    return found


def _is_area(feature: Mapping[str, Any]) -> bool:
    return (feature.get("geometry") or {}).get("type") in _DEPTH


def _outline(feature: Mapping[str, Any], file: Path) -> Outline:
    geometry = feature["geometry"]
    said = {str(name).casefold(): value for name, value in (feature.get("properties") or {}).items()}
    code, name = _first(said, _CODES), _first(said, _NAMES)
    lat, lon = _first(said, _LATS), _first(said, _LONS)
    rings = tuple(_ring(one, file) for one in _rings(geometry["coordinates"], _DEPTH[geometry["type"]]))
    if not rings or any(len(ring) < _SMALLEST for ring in rings):
        raise ValueError("no ring, or one of fewer than three points")
    if lat is None or lon is None:
        return Outline(_text(code), _text(name) or "", None, None, rings)
    (point,) = _ring([[lon, lat]], file)
    return Outline(_text(code), _text(name) or "", point[1], point[0], rings)


def _rings(coordinates: Sequence[Any], depth: int) -> Iterator[Sequence[Any]]:
    """Every ring of a polygon (depth 1), or of several."""
    for one in coordinates:
        yield from _rings(one, depth - 1) if depth > 1 else (one,)


def _ring(points: Sequence[Any], file: Path) -> Ring:
    ring = tuple((float(point[0]), float(point[1])) for point in points)
    for lon, lat in ring:
        if not (abs(lon) <= 180 and abs(lat) <= 90):
            raise error("geography.no_degrees", got=f"{lon:g}, {lat:g}", file=file)
    return ring


def _first(said: Mapping[str, object], names: Sequence[str]) -> object:
    return next((said[name] for name in names if said.get(name) is not None), None)


def _text(value: object) -> str | None:
    return None if value is None else str(value).strip()


def _around(outlines: Sequence[Outline], initiative: Initiative) -> bool:
    """Whether a place of the initiative lies within or near the outlines' frame, if any has coordinates.

    Another municipality's file does not, nor one with latitude before longitude.
    """
    every: list[Site | Candidate | Area] = [*initiative.sites, *initiative.candidates, *initiative.areas]
    places = [(one.lon, one.lat) for one in every if one.lat is not None and one.lon is not None]
    points = [point for outline in outlines for ring in outline.rings for point in ring]
    frame = [(min(axis) - _AROUND, max(axis) + _AROUND) for axis in zip(*points, strict=True)]
    inside = [
        all(low <= value <= high for value, (low, high) in zip(place, frame, strict=True)) for place in places
    ]
    return not places or any(inside)


# --- travel times


def _minutes(file: Path, content: bytes, initiative: Initiative) -> dict[tuple[str, str], float]:
    head = [text(f"geography.columns.{name}") for name in ("from", "to", "minutes")]
    try:
        read = csv.reader(io.StringIO(_decoded(content), newline=""), delimiter=";")
        rows = [row for row in read if any(row)]
    except csv.Error as failed:  # a quote that never ends
        raise error("geography.columns", file=file, needed=";".join(head)) from failed
    if not rows or [cell.strip().casefold() for cell in rows[0]] != [name.casefold() for name in head]:
        raise error("geography.columns", file=file, needed=";".join(head))
    starts = {area.id for area in initiative.areas}
    ends = {site.id for site in initiative.sites} | {place.id for place in initiative.candidates}
    found: dict[tuple[str, str], float] = {}
    for line, row in enumerate(rows[1:], 2):
        told = {"file": file, "line": line}
        if len(row) != len(head):
            raise error("geography.cells", **told)
        start, end = row[0].strip(), row[1].strip()
        if starts and start not in starts:
            raise error("geography.unknown_area", got=start, **told)
        if end not in ends:
            raise error("geography.unknown_place", got=end, **told)
        if (start, end) in found:
            raise error("geography.pair_twice", got=f"{start};{end}", **told)
        found[start, end] = _time(row[2], told)
    return found


def _time(cell: str, told: dict[str, object]) -> float:
    try:
        minutes = float(cell.strip().replace(",", "."))
    except ValueError:
        minutes = math.nan
    if not (math.isfinite(minutes) and minutes >= 0):
        raise error("geography.minutes", got=cell.strip(), **told)
    return minutes


def _decoded(content: bytes) -> str:
    """UTF-8, or what Excel on a Danish Windows saves."""
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")
