"""What each page draws, in the order it stands on the page. Frozen data only."""

from dataclasses import dataclass

from evaluation.disclosure.cells import Role
from evaluation.findings.model import (
    Comparison,
    Footer,
    IntervalChart,
    KeyFigure,
    Opening,
    PromiseLine,
    TableTwin,
    WeekChart,
)

Definitions = tuple[tuple[str, str], ...]  # (name of the measure, what it counts and what it does not)


@dataclass(frozen=True)
class Context:
    """What stands round every page; `empty`: the store holds no enquiries of this initiative yet."""

    initiative_name: str
    synthetic: bool
    role: Role
    footer: Footer
    empty: bool


@dataclass(frozen=True)
class OverviewFinding:
    """Overblik: does the initiative keep its promises?"""

    opening: Opening
    promises: tuple[PromiseLine, ...]
    figures: tuple[KeyFigure, ...]
    weeks: WeekChart | None
    weeks_table: TableTwin
    decision: str
    definitions: Definitions
    caveats: tuple[str, ...]


@dataclass(frozen=True)
class PlacesFinding:
    """Steder: which places reach most of those it is for?"""

    opening: Opening
    lead: IntervalChart
    comparisons: tuple[Comparison, ...]
    behind: tuple[IntervalChart, ...]
    table: TableTwin
    definitions: Definitions
    caveats: tuple[str, ...]
    notices: tuple[str, ...]


@dataclass(frozen=True)
class Reason:
    """Why rows were turned away, what to do about it, and how many."""

    label: str
    fix: str
    count: int


@dataclass(frozen=True)
class Undoable:
    """The latest import, as a reader knows it and as the store does."""

    label: str
    import_id: str


@dataclass(frozen=True)
class DataFinding:
    """Data: where do the figures come from? `accounted` is the row equation as a sentence."""

    opening: Opening
    imports: TableTwin
    rejections: TableTwin
    accounted: str
    sources: TableTwin
    reasons: tuple[Reason, ...]
    undo: Undoable | None


@dataclass(frozen=True)
class ImportReport:
    """What one file gave, or would give; `error` is the one Danish sentence that says why it gave nothing."""

    accounted: str
    table: TableTwin
    error: str | None
