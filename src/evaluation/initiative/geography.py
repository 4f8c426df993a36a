"""The lie of the land: the outlines of areas, and how long it takes to get from one to a place."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

#: Points (longitude, latitude) in degrees; the last is the first again, or is taken to be.
Ring = tuple[tuple[float, float], ...]
_OLD_YEARS = 3
_KIND = re.compile(r" (?:sogn|kommune|parish|municipality)$", re.IGNORECASE)


@dataclass(frozen=True)
class Outline:
    """An area as it is drawn: its official number and name, its own point if the file states one, its rings.

    A ring is an outer border or a hole; drawn by the even-odd rule they come out right without telling which.
    """

    code: str | None
    name: str
    lat: float | None
    lon: float | None
    rings: tuple[Ring, ...]


@dataclass(frozen=True)
class Geography:
    """What stands in the folder `geography` beside `initiative.toml`; nothing in it is needed.

    `travel`: minutes by (area's id, id of a site or a candidate). `digest`: SHA-256 (hex) of the files.
    """

    outlines: tuple[Outline, ...] = ()
    travel: Mapping[tuple[str, str], float] = field(default_factory=dict, hash=False)
    digest: str = ""

    @property
    def has_travel(self) -> bool:
        """Whether travel times are given, so that distance need not stand for them."""
        return bool(self.travel)


def same_area(code: str | None, name: str, other_code: str | None, other_name: str) -> bool:
    """Whether two tell of one area: by number where both have one, since two parishes may bear one name."""
    if code and other_code:
        return code == other_code
    return bool(bare_name(name)) and bare_name(name) == bare_name(other_name)


def bare_name(name: str) -> str:
    """An area's name without its kind: `Farsø Sogn` is Farsø."""
    return _KIND.sub("", " ".join(name.split())).casefold()


def old_year(year: int | None, today: date) -> bool:
    """Whether figures of a year are older than three years on a day (the day of the import, or of the data).

    Those of a year that nobody stated are not called old.
    """
    return year is not None and today.year - year > _OLD_YEARS
