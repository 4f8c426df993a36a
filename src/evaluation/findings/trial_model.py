"""What the page Prøvehandlinger shows, as frozen data: the verdict's card, both charts, the record in words."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from evaluation.findings.model import Mark, Opening, TableTwin, WeekPoint, Zone
from evaluation.findings.pages import Definitions

LookState = Literal["told", "early", "planned", "dropped", "none"]


@dataclass(frozen=True)
class Ratio:
    """Rate after over rate before, with the repeated interval; rounded as it is written everywhere."""

    value: float
    low: float
    high: float


@dataclass(frozen=True)
class LookRow:
    """One opgørelse. Only `told` has a ratio; `early` and `planned` have the interval's width and no place.

    `half_width` is that of the logarithm of the ratio; `word` stands where there is no interval; `deciding` marks the
    look that settled the trial.
    """

    name: str
    note: str
    state: LookState
    ratio: Ratio | None = None
    half_width: float | None = None
    word: str = ""
    deciding: bool = False


@dataclass(frozen=True)
class LooksChart:
    """The looks from first to last; `delta` is the smallest change that matters (0.25: a quarter more)."""

    title: str
    subtitle: str
    delta: float
    rows: tuple[LookRow, ...]


@dataclass(frozen=True)
class OpeningPoint:
    """All enquiries per open hour in one opening; None: it was cancelled. `after`: at the new place."""

    date: date
    value: float | None
    after: bool


@dataclass(frozen=True)
class Level:
    """The same public rate over the openings of one side, with its 95 % interval; only of a decided trial."""

    first_week: date
    last_week: date
    value: float
    low: float
    high: float


@dataclass(frozen=True)
class OpeningsChart:
    """Opening by opening. `weeks` are all weeks of the axis, with the other places' average where there is one."""

    title: str
    subtitle: str
    axis_title: str
    weeks: tuple[WeekPoint, ...]
    points: tuple[OpeningPoint, ...]
    zones: tuple[Zone, ...] = ()
    marks: tuple[Mark, ...] = ()
    levels: tuple[Level, ...] = ()


@dataclass(frozen=True)
class VerdictCard:
    """The verdict and what it rests on; beside it the record.

    `held` openings at the new place, `planned` still to come (none once it is decided or over). `decision`
    is what was decided, apart from the verdict; `warnings` are what a reader must know before believing it.
    """

    question: str
    decided: bool
    verdict: str
    said: tuple[str, ...]
    held: int
    planned: int
    counted: str
    decision: tuple[str, ...]
    warnings: tuple[str, ...]
    record: Definitions


@dataclass(frozen=True)
class TrialPart:
    """One trial. `locked` is the registration in full, its fingerprint and its versions: one click away."""

    title: str
    card: VerdictCard
    looks: LooksChart
    openings: OpeningsChart | None
    notes: tuple[str, ...]
    tables: tuple[TableTwin, ...]
    locked: Definitions


@dataclass(frozen=True)
class TrialsFinding:
    """Prøvehandlinger: stay, move or stop? `notes` hold for all trials alike."""

    opening: Opening
    parts: tuple[TrialPart, ...]
    notes: tuple[str, ...]
    definitions: Definitions
    caveats: tuple[str, ...]
