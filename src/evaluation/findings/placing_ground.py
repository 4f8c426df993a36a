"""What placing rests on: areas with their people, places with their points, and how far it is between them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final, Literal

import numpy as np

from evaluation.findings.common import on_trial
from evaluation.findings.dataset import Dataset
from evaluation.findings.placing_model import PlaceKind
from evaluation.initiative.geography import old_year
from evaluation.initiative.models import Area, Initiative, Site, SiteKind
from evaluation.initiative.staffing import Candidate
from evaluation.stats import great_circle_km
from evaluation.stats.estimate import Matrix, Vector
from evaluation.texts import format as da

Whom = Literal["aeldre", "alle", "kommer"]
Unit = Literal["km", "min"]
WHOM: Final[tuple[Whom, ...]] = ("aeldre", "alle", "kommer")


@dataclass(frozen=True)
class Place:
    """A place with a point: the head office, a pop-up open today, or one that could be tried.

    `judged` holds people's judgement of it, where there is one.
    """

    id: str
    name: str
    kind: PlaceKind
    lat: float
    lon: float
    on_trial: bool = False
    judged: Candidate | None = None


@dataclass(frozen=True)
class Ground:
    """Areas and places that can be reckoned with on a day, and by name those that cannot.

    Places: head offices, then today's pop-ups, then candidates; each in Danish order.
    """

    day: date
    areas: tuple[Area, ...]
    places: tuple[Place, ...]
    areas_without_point: tuple[str, ...]
    places_without_point: tuple[str, ...]
    travel_missing: int  # pairs of area and place without a time, where a table is given

    def of(self, *kinds: PlaceKind) -> tuple[int, ...]:
        """The numbers of the places of these kinds."""
        return tuple(number for number, place in enumerate(self.places) if place.kind in kinds)

    @property
    def old_years(self) -> tuple[int, ...]:
        """The years of the areas that are older than three years."""
        return tuple(sorted({a.year for a in self.areas if a.year and old_year(a.year, self.day)}))


@dataclass(frozen=True)
class Crowd:
    """Areas with somebody to weigh: their numbers in the ground, weights in people (or shares of those who come)."""

    whom: Whom
    areas: tuple[int, ...]
    weights: Vector
    unknown: tuple[str, ...]  # areas whose people of that kind nobody stated


def ground_of(dataset: Dataset) -> Ground:
    """The initiative's areas and places, as they stand on the last day of the data, else on its first day."""
    initiative = dataset.initiative
    day = dataset.data_through or initiative.starts_on
    stated = [*_today(dataset, day), *_others(initiative, day)]
    areas = sorted((a for a in initiative.areas), key=lambda a: da.danish_key(a.name))
    pointed = tuple(a for a in areas if a.lat is not None and a.lon is not None)
    places = tuple(place for place, _ in stated if place is not None)
    return Ground(
        day=day,
        areas=pointed,
        places=places,
        areas_without_point=tuple(a.name for a in areas if a not in pointed),
        places_without_point=tuple(name for place, name in stated if place is None),
        travel_missing=_travel_missing(initiative, pointed, places),
    )


_Stated = tuple[Place | None, str]


def _today(dataset: Dataset, day: date) -> list[_Stated]:
    """Head offices first, then the pop-ups open on the day; a candidate of the same id tells how it is judged."""
    sites = [s for s in dataset.initiative.sites if s.kind is not SiteKind.UNIT and _is_open(s, day)]
    sites.sort(key=lambda s: (s.kind is SiteKind.POPUP, da.danish_key(s.name)))
    judged = {c.id: c for c in dataset.initiative.candidates}
    return [(_site(s, "today", on_trial(dataset, s.id), judged.get(s.id)), s.name) for s in sites]


def _is_open(site: Site, day: date) -> bool:
    return (site.open_from or day) <= day <= (site.open_to or day)


def _site(site: Site, kind: PlaceKind, trial: bool, judged: Candidate | None) -> Place | None:
    if site.lat is None or site.lon is None:
        return None
    kind = "office" if site.kind is SiteKind.HEAD_OFFICE else kind
    return Place(site.id, site.name, kind, site.lat, site.lon, trial, judged)


def _others(initiative: Initiative, day: date) -> list[_Stated]:
    """The candidates that are not open, and closed pop-ups in a town without any other place."""
    opened = [s for s in initiative.sites if _is_open(s, day)]
    told = {s.id for s in opened}
    towns = {c.town or c.name for c in initiative.candidates} | {s.town or s.name for s in opened}
    closed = [s for s in initiative.sites if s.kind is SiteKind.POPUP and s not in opened]
    found = [(_candidate(c), c.name) for c in initiative.candidates if c.id not in told]
    found += [(_site(s, "candidate", False, None), s.name) for s in closed if (s.town or s.name) not in towns]
    return sorted(found, key=lambda one: da.danish_key(one[1]))


def _candidate(one: Candidate) -> Place | None:
    if one.lat is None or one.lon is None:
        return None
    return Place(one.id, one.name, "candidate", one.lat, one.lon, False, one)


def _travel_missing(initiative: Initiative, areas: Sequence[Area], places: Sequence[Place]) -> int:
    travel = initiative.geography.travel
    return sum((a.id, p.id) not in travel for a in areas for p in places) if travel else 0


def distances(ground: Ground, initiative: Initiative, unit: Unit) -> Matrix:
    """From every area to every place: km as the crow flies, or minutes of the travel table, which must be whole."""
    if unit == "min":
        travel = initiative.geography.travel
        return np.array([[travel[a.id, p.id] for p in ground.places] for a in ground.areas], dtype=np.float64)
    return great_circle_km(*_points(ground.areas), *_points(ground.places))


def apart(ground: Ground) -> Matrix:
    """From every place to every place: km as the crow flies."""
    return great_circle_km(*_points(ground.places), *_points(ground.places))


def _points(those: Sequence[Area | Place]) -> tuple[Vector, Vector]:
    lat = np.array([one.lat for one in those], dtype=np.float64)
    return lat, np.array([one.lon for one in those], dtype=np.float64)


def crowd_of(ground: Ground, whom: Whom, share: float | None = None) -> Crowd | None:
    """Whom to weigh, area by area; None where no area tells of them, or (`kommer`) there is no `share` of 65+.

    Those who come are spread over the areas by age alone: w = share · e/E + (1 − share) · y/Y, with e the elderly
    and y the others of an area, E and Y of all areas. The weights add up to 1.
    """
    if whom == "kommer" and share is None:
        return None
    known = tuple(n for n, a in enumerate(ground.areas) if _tells(a, whom))
    unknown = tuple(a.name for n, a in enumerate(ground.areas) if n not in known)
    old = np.array([ground.areas[n].residents_65plus or 0 for n in known], dtype=np.float64)
    every = np.array([ground.areas[n].residents or 0 for n in known], dtype=np.float64)
    young = every - old
    weights = {"aeldre": old, "alle": every}.get(whom)
    if weights is None and old.sum() and young.sum():
        weights = (share or 0.0) * old / old.sum() + (1 - (share or 0.0)) * young / young.sum()
    if weights is None or not weights.sum():
        return None
    return Crowd(whom, known, weights, unknown)


def _tells(area: Area, whom: Whom) -> bool:
    if whom == "alle":
        return area.residents is not None
    if whom == "aeldre":
        return area.residents_65plus is not None
    return None not in (area.residents, area.residents_65plus) and (area.residents or 0) >= (
        area.residents_65plus or 0
    )
