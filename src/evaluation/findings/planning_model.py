"""What the section "Planlæg en prøvehandling" shows, as frozen data. All of it is calculated, nothing measured."""

from dataclasses import dataclass

from evaluation.findings.model import Run, TableTwin
from evaluation.findings.pages import Definitions


@dataclass(frozen=True)
class PlannedLength:
    """One way for so many weeks; `change` is the smallest one found, 0.5: half as many more. None: none can be."""

    label: str
    change: float | None
    words: str


@dataclass(frozen=True)
class PlannedWay:
    """One way of trying a place: its lengths, shortest first."""

    label: str
    note: str
    lengths: tuple[PlannedLength, ...]


@dataclass(frozen=True)
class PlanningChart:
    """How small a change each way finds, by how long it runs."""

    title: str
    subtitle: str
    axis_title: str
    ways: tuple[PlannedWay, ...]


@dataclass(frozen=True)
class ChangeAnswer:
    """What it takes to tell whether a change of this size is there: a row a way."""

    id: str
    label: str
    said: tuple[Run, ...]
    table: TableTwin


@dataclass(frozen=True)
class PlanningFinding:
    """How long must a trial run? `answers` holds one for each size a reader can choose, `chosen` the id shown first."""

    said: tuple[Run, ...]
    chart: PlanningChart
    table: TableTwin
    answers: tuple[ChangeAnswer, ...]
    chosen: str
    definitions: Definitions
    caveats: tuple[str, ...]
