"""What Metode shows of the calibration, as frozen data: what was promised, what was found, cell for cell."""

from dataclasses import dataclass
from typing import Literal

from evaluation.findings.model import Run, TableTwin

#: All cases hold; they do, but a method known to be wrong got through as well; some case does not hold.
Standing = Literal["holds", "unproven", "fails"]
#: As promised; not as promised; a method known to be wrong, which must lie outside the band.
CaseKind = Literal["case", "failed", "control"]


@dataclass(frozen=True)
class Simulated:
    """One simulated case of a row: a share with its 99 % interval, and the band that was promised, all 0–1.

    `words`: the case read aloud.
    """

    value: float
    low: float
    high: float
    band: tuple[float, float]
    kind: CaseKind
    words: str


@dataclass(frozen=True)
class SimulatedRow:
    """All cases of one promise; `note` says what was promised, what was found, and whether it holds."""

    label: str
    note: str
    cases: tuple[Simulated, ...]


@dataclass(frozen=True)
class CalibrationChart:
    """A row a promise, on a scale from 0 to 100 %."""

    title: str
    subtitle: str
    axis_title: str
    rows: tuple[SimulatedRow, ...]


@dataclass(frozen=True)
class PromiseTried:
    """A promise of the statistics in plain words, what was found, and how it stands, as a word too.

    `controls`: what methods known to be wrong gave, each a sentence.
    """

    name: str
    promise: str
    found: tuple[str, ...]
    controls: tuple[str, ...]
    trials: str
    standing: Standing
    verdict: str


@dataclass(frozen=True)
class CalibrationFinding:
    """Does what we promise of the figures hold? Without a result only `said` has words.

    `limits`: where it does not hold. `made`: seed, number, version. `command`: what makes it again.
    """

    said: tuple[Run, ...]
    lines: tuple[PromiseTried, ...] = ()
    chart: CalibrationChart | None = None
    table: TableTwin | None = None
    verdicts: TableTwin | None = None
    limits: tuple[str, ...] = ()
    made: str = ""
    command: str = ""
