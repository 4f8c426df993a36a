"""The map of Placering: points in km from its middle, sizes, names where they find room, and its text."""

from collections.abc import Iterable
from math import cos, hypot, radians
from typing import Final

import numpy as np

from evaluation.findings.placing_ground import Place
from evaluation.findings.placing_model import MapArea, MapPlace, PlacingMap, Point
from evaluation.findings.placing_words import Words
from evaluation.initiative.geography import Geography, Ring
from evaluation.stats import nearest
from evaluation.stats.placing import EARTH_KM
from evaluation.texts import format as da
from evaluation.texts import text

_DEGREE_KM: Final = radians(1) * EARTH_KM
#: Two labels nearer than this would stand on each other: the candidate gives way.
_CROWDED_KM: Final = 1.2
#: Seen beyond the outermost point where outlines are drawn; a far island is cut, or a phone would show little else.
_MARGIN_KM: Final = 1.5


def map_of(words: Words, geography: Geography) -> PlacingMap:
    """The chosen areas, all places, the best set by covering; rings where distance is in km."""
    to_km = _Plane(words)
    radius = words.sets.reach if words.unit == "km" else None
    whom = text(f"placing.kind.{words.whom}")
    subtitle = text(f"placing.map.subtitle{'_ring' if radius else ''}", whom=whom, reach=words.reach)
    title = _title(words)
    return PlacingMap(
        title=title,
        subtitle=da.typeset(subtitle),
        areas=_areas(words, to_km),
        places=_places(words, to_km),
        outlines=tuple(to_km.closed(ring) for outline in geography.outlines for ring in outline.rings),
        half=to_km.half(_MARGIN_KM if geography.outlines else 0.0),
        ring_km=radius,
        alt=_alt(words, title),
    )


class _Plane:
    """Degrees as km east and north of the middle: x = (lon − lon₀)·cos(lat₀)·R·π/180, y = (lat − lat₀)·R·π/180.

    Over a municipality the plane strays from the globe by less than a line's width.
    """

    def __init__(self, words: Words) -> None:
        ground = words.ground
        points = [(one.lat or 0.0, one.lon or 0.0) for one in ground.areas]
        points += [(one.lat, one.lon) for one in ground.places]
        lats, lons = zip(*points, strict=True)
        self._lat, self._lon = (min(lats) + max(lats)) / 2, (min(lons) + max(lons)) / 2
        self._corner = max(lats), max(lons)

    def half(self, margin: float) -> Point:
        """Km from the middle to the side and to the top of all points, with a margin."""
        east, north = self.point(*self._corner)
        return east + margin, north + margin

    def point(self, lat: float, lon: float) -> Point:
        """A point in km, to ten metres."""
        east = (lon - self._lon) * cos(radians(self._lat)) * _DEGREE_KM
        return round(east, 2), round((lat - self._lat) * _DEGREE_KM, 2)

    def closed(self, ring: Ring) -> tuple[Point, ...]:
        """A ring as a line that ends where it begins."""
        points = tuple(self.point(lat, lon) for lon, lat in ring)
        return points if points[:1] == points[-1:] else (*points, points[0])


def _title(words: Words) -> str:
    if words.sets.cover is None:
        return text("placing.map.title_plain")
    if words.today_is_best:
        return text("placing.map.title_same")
    return text("placing.map.title", names=words.names(words.sets.cover.places))


def _areas(words: Words, to_km: _Plane) -> tuple[MapArea, ...]:
    """The largest first, so that no circle hides a smaller one."""
    sets = words.sets
    largest = float(sets.crowd.weights.max())
    found = []
    for number in np.argsort(-sets.crowd.weights, kind="stable"):
        area = words.ground.areas[sets.crowd.areas[number]]
        at = to_km.point(area.lat or 0.0, area.lon or 0.0)
        size = float(sets.crowd.weights[number]) / largest
        found.append(MapArea(at, round(size, 4), *_reached(words, int(number))))
    return tuple(found)


def _reached(words: Words, number: int) -> tuple[bool, str]:
    """Whether an area is within reach today, and what its mark says."""
    sets = words.sets
    told = {"name": words.area(number), "people": words.people(float(sets.crowd.weights[number]))}
    if sets.today is None:
        return False, da.typeset(text("placing.map.area_alone", **told))
    place = int(nearest(sets.distance[[number], :], sets.today.places)[0])
    far = float(sets.distance[number, place])
    said = text("placing.map.area", distance=words.distance(far), nearest=words.name(place), **told)
    return far <= sets.reach, da.typeset(said)


def _places(words: Words, to_km: _Plane) -> tuple[MapPlace, ...]:
    """Candidates first: the others are drawn over them."""
    ground, best = words.ground, set(words.sets.cover.places if words.sets.cover else ())
    points = [to_km.point(place.lat, place.lon) for place in ground.places]
    named = [n for n, place in enumerate(ground.places) if place.kind != "candidate" or n in best]
    found = []
    for number in reversed(range(len(ground.places))):
        place, label = ground.places[number], ""
        if number in named:
            label = place.name
        elif all(_apart(points[number], points[other]) > _CROWDED_KM for other in named):
            label = str(candidate_number(words, number))
        said = _said(place, chosen=number in best)
        found.append(MapPlace(points[number], place.kind, number in best, label, said))
    return tuple(found)


def _apart(one: Point, other: Point) -> float:
    return hypot(one[0] - other[0], one[1] - other[1])


def candidate_number(words: Words, place: int) -> int:
    """A candidate's number on the map and in the table, from 1."""
    return words.ground.of("candidate").index(place) + 1


def _said(place: Place, *, chosen: bool) -> str:
    what = text(f"placing.map.{place.kind}")
    if chosen and place.kind != "office":
        what = text("placing.map.best", what=what)
    return text("placing.map.place", name=place.name, what=what)


def _alt(words: Words, title: str) -> str:
    """The map as sentences: which places, and which areas are within reach today."""
    ground, sets = words.ground, words.sets
    best = sets.cover.places if sets.cover else ()
    kinds = [(kind, ground.of(kind)) for kind in ("office", "today", "candidate")]
    kinds.append(("best", tuple(n for n in best if ground.places[n].kind != "office")))
    places = " ".join(
        text(
            "placing.map.alt_places",
            kind=text(f"placing.legend.{kind}"),
            names=_named(words.name(n) for n in those),
        )
        for kind, those in kinds
        if those
    )
    near = [_reached(words, n)[0] for n in range(len(sets.crowd.areas))]
    names = {
        flag: _named(words.area(n) for n, inside in enumerate(near) if inside is flag)
        for flag in (True, False)
    }
    reached = text("placing.map.alt_reached", names=names[True], others=names[False])
    return da.typeset(text("placing.map.alt", title=title, areas=len(near), places=places, reached=reached))


def _named(names: Iterable[str]) -> str:
    return da.joined(list(names)) or text("placing.map.alt_none")
