"""What Metode shows of the calibration, as frozen data: what was promised, what was found, cell for cell."""

from dataclasses import dataclass

from evaluation.findings.calibration_standing import Standing
from evaluation.findings.model import Run, TableTwin


@dataclass(frozen=True)
class WrongMethod:
    """What a method known to be wrong gave, 0–1; `words`: read aloud."""

    value: float
    words: str


@dataclass(frozen=True)
class SimulatedRow:
    """A promise: the lowest and the highest share found, the band that was promised, all 0–1.

    `words`: the row read aloud.
    """

    label: str
    low: float
    high: float
    band: tuple[float, float]
    standing: Standing
    words: str
    controls: tuple[WrongMethod, ...]


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

    `notes`: what keeps it from having passed. `trials`: how many the figure found rests on.
    """

    name: str
    promise: str
    says: str
    gave: str
    notes: tuple[str, ...]
    trials: str
    standing: Standing
    verdict: str


@dataclass(frozen=True)
class CalibrationFinding:
    """Does what we promise of the figures hold? Without a result only `said` has words.

    `tried`: a row for all cases of a kind; `table`: a row a case; `controls`: the methods known to be wrong;
    `limits`: where it does not hold; `made`: number, start value, version; `command`: what makes it again.
    """

    said: tuple[Run, ...]
    about: str = ""
    lines: tuple[PromiseTried, ...] = ()
    chart: CalibrationChart | None = None
    tried: TableTwin | None = None
    table: TableTwin | None = None
    verdicts: TableTwin | None = None
    controls: tuple[str, ...] = ()
    limits: tuple[str, ...] = ()
    made: str = ""
    command: str = ""
