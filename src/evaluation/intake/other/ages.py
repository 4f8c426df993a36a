"""Ages as Statistics Denmark writes them, and whether those of a file tell residents and residents of 65 and more."""

import re
from collections.abc import Collection
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from evaluation.intake.targets import fold
from evaluation.texts import text

OLD = 65
_OLDEST = 90  # whoever lists ages one by one stops somewhere above: nobody is left out


@dataclass(frozen=True, order=True)
class Ages:
    """Whole years from `low` to `high`, both included; `high` is None where nobody is too old."""

    low: int
    high: int | None

    @property
    def straddles(self) -> bool:
        """Whether some of them are 65 and some are not."""
        return self.low < OLD and (self.high is None or self.high >= OLD)


EVERYBODY = Ages(0, None)


@cache
def _words(name: str) -> tuple[str, ...]:
    return tuple(fold(word) for word in text(f"kinds.statbank.{name}").split(";"))


@cache
def _label() -> re.Pattern[str]:
    """`65`, `65 år`, `65-69 år`, `100 år og derover`: from, to, the word for years, and that nobody is too old."""
    years, open_end = ("|".join(map(re.escape, _words(name))) for name in ("years", "and_over"))
    return re.compile(rf"(\d{{1,3}})(?: ?[-–] ?(\d{{1,3}}))?(?: ?({years}))?(?: ?({open_end}))?")


def is_total(cell: str) -> bool:
    """Whether a cell stands for everybody: `I alt`, `Alder i alt`, `TOT`."""
    return fold(cell) in _words("totals")


def says_age(cell: str) -> bool:
    """Whether a cell can be nothing but an age: `65 år`, `65-69 år`, `65+`; a bare number could be anything."""
    found = _label().fullmatch(fold(cell))
    return found is not None and bool(found[3] or found[4])


def ages(cell: str) -> Ages | None:
    """What an age cell covers; None where it is none. A bare `65` is an age, too."""
    if is_total(cell):
        return EVERYBODY
    found = _label().fullmatch(fold(cell))
    if found is None:
        return None
    low, high = int(found[1]), int(found[2] or found[1])
    return Ages(low, None if found[4] else high) if high >= low else None


def fault(given: Collection[Ages]) -> str | None:
    """Why such ages do not tell both figures: `straddling`, `overlapping` or `lacking`; None where they do."""
    parts = sorted(set(given) - {EVERYBODY}, key=lambda one: one.low)
    if any(one.straddles for one in parts):
        return "straddling"
    if any(_end(one) >= after.low for one, after in pairwise(parts)):
        return "overlapping"
    old = [one for one in parts if one.low >= OLD]
    told = EVERYBODY in given or _covers(parts, 0)
    return None if told and _covers(old, OLD) else "lacking"


def counted(given: Collection[Ages]) -> frozenset[Ages]:
    """Those to add up for everybody: the parts where they leave nobody out, else the sum that is given."""
    parts = sorted(set(given) - {EVERYBODY}, key=lambda one: one.low)
    return frozenset(parts) if _covers(parts, 0) else frozenset({EVERYBODY})


def _end(one: Ages) -> float:
    return float("inf") if one.high is None else one.high


def _covers(parts: list[Ages], first: int) -> bool:
    """Whether they begin at `first` and go on until hardly anybody is left; of the oldest some may have nobody."""
    at: float = first
    for one in parts:
        if one.low != at:
            return at > _OLDEST
        at = _end(one) + 1
    return at > _OLDEST
