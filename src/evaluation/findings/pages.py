"""What each page draws, in the order it stands on the page. Frozen data only."""

from dataclasses import dataclass

from evaluation.disclosure.cells import Role
from evaluation.findings.calibration_model import CalibrationFinding
from evaluation.findings.model import (
    Comparison,
    Footer,
    IntervalChart,
    KeyFigure,
    NewsLine,
    Opening,
    PromiseLine,
    Run,
    TableTwin,
    WeekCalendar,
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
    trials: str
    definitions: Definitions
    caveats: tuple[str, ...]


@dataclass(frozen=True)
class PlacesFinding:
    """Steder: which places reach most of those it is for?"""

    opening: Opening
    lead: IntervalChart
    groups: TableTwin | None
    comparisons: tuple[Comparison, ...]
    behind: tuple[IntervalChart, ...]
    table: TableTwin
    definitions: Definitions
    caveats: tuple[str, ...]
    notices: tuple[str, ...]


@dataclass(frozen=True)
class GroupsFinding:
    """Målgrupper: whom do we reach? `lead`: shares by group; what the log cannot give is None or empty."""

    opening: Opening
    figures: tuple[KeyFigure, ...]
    lead: IntervalChart | None
    compared: tuple[IntervalChart, ...]
    compared_table: TableTwin | None
    behind: tuple[IntervalChart, ...]
    behind_table: TableTwin | None
    table: TableTwin | None
    reach: TableTwin | None
    homes: TableTwin | None
    notices: tuple[str, ...]
    definitions: Definitions
    caveats: tuple[str, ...]


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
    """What one file gave, or would give; `error` is the one Danish sentence that says why it gave nothing.

    `unchanged`: the file had been imported before, and nothing was done.
    """

    accounted: str
    table: TableTwin
    error: str | None
    warnings: tuple[str, ...] = ()
    unchanged: bool = False


@dataclass(frozen=True)
class NewsFinding:
    """What is new since a meeting or a visit: `label` names it as a choice, `headline` says it in one sentence.

    No lines: nothing is new. `through`: how far the data go.
    """

    id: str
    label: str
    headline: str
    lines: tuple[NewsLine, ...]
    through: str


@dataclass(frozen=True)
class QualityNote:
    """Something to remark of the data: the finding as a title, what it means, and its table if it has one."""

    title: str
    about: str
    table: TableTwin | None


@dataclass(frozen=True)
class MeasureLine:
    """A measure: what it counts and what not, its unit and which way is better, what the log must tell.

    `told`: this initiative's log tells it; `verdict` says so, or which field is lacking.
    """

    name: str
    definition: str
    not_counted: str
    unit: str
    needs: str
    told: bool
    verdict: str


@dataclass(frozen=True)
class MeasureGroup:
    """Measures of one kind."""

    title: str
    lines: tuple[MeasureLine, ...]


@dataclass(frozen=True)
class MethodFinding:
    """Metode: how are the figures calculated, and can they be relied on?"""

    opening: Opening
    figures: tuple[KeyFigure, ...]
    sources: TableTwin
    quality: tuple[QualityNote, ...]
    uncertainty: Definitions
    calibration: CalibrationFinding
    measures: tuple[MeasureGroup, ...]
    protection: tuple[str, ...]
    unanswered: tuple[str, ...]
    remarks: tuple[str, ...]
    promises: Definitions  # what is remarked of each promise


@dataclass(frozen=True)
class HoursPart:
    """Places of one kind: their week, their slots held against each other, and what lies behind."""

    title: str  # empty for the page's first part, which the answer speaks of
    said: tuple[Run, ...]
    calendar: WeekCalendar | None
    slots: IntervalChart | None
    behind: tuple[IntervalChart, ...]
    tables: tuple[TableTwin, ...]
    pairs: tuple[TableTwin, ...]  # how far each two slots, or weekdays, lie apart


@dataclass(frozen=True)
class HoursFinding:
    """Tidsrum: when do citizens come?"""

    opening: Opening
    parts: tuple[HoursPart, ...]
    definitions: Definitions
    caveats: tuple[str, ...]
