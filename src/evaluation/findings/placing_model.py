"""Placering as frozen data: the map, the choices a reader has, and the page's finding."""

from dataclasses import dataclass
from typing import Literal

from evaluation.findings.model import Download, KeyFigure, KnownChart, Opening, TableTwin
from evaluation.findings.pages import Definitions

#: What a place is on the map: the head office, a place of today, or one that could be tried.
PlaceKind = Literal["office", "today", "candidate"]
Option = tuple[str, str]  # (id, the Danish words that a reader chooses by)
#: Kilometres (east, north) from the middle of the map.
Point = tuple[float, float]


@dataclass(frozen=True)
class MapArea:
    """An area at its point; `size` its weight (0–1, 1 the largest), `covered`: within reach of a place of today."""

    at: Point
    size: float
    covered: bool
    words: str


@dataclass(frozen=True)
class MapPlace:
    """A place; `best`: one of the best set; `label` stands beside it (a name, or a candidate's number), or nothing."""

    at: Point
    kind: PlaceKind
    best: bool
    label: str
    words: str


@dataclass(frozen=True)
class PlacingMap:
    """The map: equal scales, nothing fetched. `ring_km`: radius of the rings round places of today and the best set.

    None where distance is in minutes: then there is no ring to draw. `outlines`: closed lines, may be none.
    `half`: km from the middle to the side and to the top of what must be seen.
    """

    title: str
    subtitle: str
    areas: tuple[MapArea, ...]
    places: tuple[MapPlace, ...]
    outlines: tuple[tuple[Point, ...], ...]
    half: Point
    ring_km: float | None
    alt: str


@dataclass(frozen=True)
class PlacingChoices:
    """What a reader may choose: each choice's options and the id shown first; `notes` say why one is not there."""

    reaches: tuple[Option, ...]
    reach: str
    weights: tuple[Option, ...]
    weight: str
    counts: tuple[Option, ...]
    count: str
    notes: tuple[str, ...]


@dataclass(frozen=True)
class PlacingFinding:
    """The page Placering; where the ground for it is missing, the opening says so and `how` what to import."""

    opening: Opening
    warnings: tuple[str, ...] = ()
    figures: tuple[KeyFigure, ...] = ()
    map: PlacingMap | None = None
    charts: tuple[KnownChart, ...] = ()
    sets: TableTwin | None = None
    moves: TableTwin | None = None
    candidates: TableTwin | None = None
    candidates_about: str = ""
    how: tuple[str, ...] = ()
    definitions: Definitions = ()
    caveats: tuple[str, ...] = ()
    download: Download | None = None
