"""What the page Økonomi draws, in the order it stands there, and what its reader may assume. Frozen data only."""

from dataclasses import dataclass

from evaluation.findings.model import (
    Download,
    IntervalChart,
    KeyFigure,
    KnownChart,
    Opening,
    Run,
    TableTwin,
    WeekChart,
)
from evaluation.findings.pages import Definitions


@dataclass(frozen=True)
class Assumed:
    """The reader's own: kroner per staff hour, ids of extras bought, kroner a year saved elsewhere; None: nothing."""

    price: float | None = None
    extras: tuple[str, ...] = ()
    saving: float | None = None


@dataclass(frozen=True)
class ExtraChoice:
    """Something that could be bought besides: its switch's words, and what they leave out."""

    id: str
    label: str
    about: str


@dataclass(frozen=True)
class EconomyForm:
    """What the fields say before anybody fills them in."""

    price: str
    origin: str
    extras: tuple[ExtraChoice, ...]


@dataclass(frozen=True)
class ModelsPart:
    """The initiative's models against its budget."""

    about: str
    said: tuple[Run, ...]
    remarks: tuple[str, ...]
    chart: KnownChart
    table: TableTwin


@dataclass(frozen=True)
class HeadPart:
    """What the head office loses; a chart is None where there is nothing to draw."""

    title: str
    about: str
    said: tuple[Run, ...]
    hours: KnownChart | None
    waits: IntervalChart | None
    table: TableTwin | None
    weeks: WeekChart | None
    weeks_table: TableTwin


@dataclass(frozen=True)
class EconomyFinding:
    """Økonomi: what does it cost, and what does it cost the head office?"""

    opening: Opening
    figures: tuple[KeyFigure, ...]
    notices: tuple[str, ...]
    budget: KnownChart | None
    places: KnownChart | None
    served: IntervalChart | None
    table: TableTwin
    models: ModelsPart | None
    head: HeadPart | None
    definitions: Definitions
    caveats: tuple[str, ...]
    download: Download
