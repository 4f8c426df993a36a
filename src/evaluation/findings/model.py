"""What a page shows, as frozen data: sentences, figures, charts and their table twins. Nothing is drawn here."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Literal

from evaluation.disclosure.cells import Cell, Status

Unit = Literal["number", "percent", "minutes"]  # percent: the cell's value is a share 0–1


@dataclass(frozen=True)
class Run:
    """A stretch of the answer sentence; bold carries the verdict."""

    text: str
    bold: bool = False


@dataclass(frozen=True)
class KeyFigure:
    """One of at most five figures: "4,1" "sandsynligvis 3,6–4,7"."""

    label: str
    value: str
    unit: str = ""
    detail: str = ""


@dataclass(frozen=True)
class IntervalRow:
    """One row of an interval chart: name above, dot, interval; `upper` is the 9-of-10 diamond of waits."""

    label: str
    note: str
    cell: Cell
    upper: float | None = None


@dataclass(frozen=True)
class IntervalChart:
    """Rows to compare; title is the finding, subtitle says measure, unit and how to read the marks."""

    title: str
    subtitle: str
    axis_title: str
    unit: Unit
    rows: tuple[IntervalRow, ...]

    @property
    def hides(self) -> bool:
        """Whether a row is hidden: then the page says below it why."""
        return any(row.cell.status is Status.SUPPRESSED for row in self.rows)


@dataclass(frozen=True)
class KnownRow:
    """One row of what is known and not measured: hours, kroner. `words` stand over the mark, or say why there is none.

    `most`: the other end, where what is assumed allows more than one amount. `said`: the figure read aloud.
    """

    label: str
    value: float | None
    words: str
    note: str = ""
    most: float | None = None
    said: str = ""


@dataclass(frozen=True)
class KnownChart:
    """Squares to compare, from 0; `budget` is a short vertical tick in each row, in the rows' unit."""

    title: str
    subtitle: str
    axis_title: str
    rows: tuple[KnownRow, ...]
    budget: float | None = None


@dataclass(frozen=True)
class Usual:
    """What is usual for a week's open hours: level and both ends, in the chart's unit.

    `judged`: not one of the weeks that it rests on; only those can be `outside`.
    """

    level: float
    low: float
    high: float
    judged: bool
    outside: bool


@dataclass(frozen=True)
class WeekPoint:
    """One ISO week; value None breaks the line; hollow: an opening was cancelled that week."""

    week_start: date
    value: float | None
    hollow: bool = False
    usual: Usual | None = None


@dataclass(frozen=True)
class Zone:
    """A grey stretch of weeks, first to last inclusive: opløb or closed."""

    first_week: date
    last_week: date
    label: str


@dataclass(frozen=True)
class Mark:
    """An annotated event: a letter on the chart, explained in a list below."""

    letter: str
    date: date
    text: str


@dataclass(frozen=True)
class WeekChart:
    """A series over weeks; `level` is their mean after the ramp, None where its weeks tell what is usual."""

    title: str
    subtitle: str
    axis_title: str
    points: tuple[WeekPoint, ...]
    zones: tuple[Zone, ...] = ()
    marks: tuple[Mark, ...] = ()
    level: float | None = None


class PromiseStatus(StrEnum):
    """The six words of the løftetavle."""

    KEPT = "kept"
    PARTLY = "partly"
    NOT_KEPT = "not_kept"
    TOO_EARLY = "too_early"
    NOT_MEASURED = "not_measured"
    NO_TARGET = "no_target"


@dataclass(frozen=True)
class PromiseLine:
    """One promise: who asked, how it stands, what was found, how it is measured."""

    name: str
    source: str
    status: PromiseStatus
    result: str
    detail: str
    measured_as: str


@dataclass(frozen=True)
class Comparison:
    """Two places held against each other."""

    pair: str
    difference: str
    interval: str
    verdict: Literal["higher", "inseparable", "too_early", "suppressed"]
    verdict_text: str


@dataclass(frozen=True)
class TableTwin:
    """A chart as a table; `numeric` are the indexes of right-aligned columns."""

    caption: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numeric: tuple[int, ...] = ()


@dataclass(frozen=True)
class Download:
    """Every figure of a page as a file: its name, columns, and rows of words, whole numbers, floats or None."""

    name: str
    head: tuple[str, ...]
    rows: tuple[tuple[object, ...], ...]


@dataclass(frozen=True)
class Footer:
    """What stands below every page."""

    data_through: str
    imported_at: str
    rows_used: str
    data_version: str


@dataclass(frozen=True)
class Opening:
    """Question, answer and scope line: the top of every page."""

    question: str
    answer: Sequence[Run]
    scope: str


NewsKind = Literal[
    "begun",
    "enquiries",
    "openings",
    "promise",
    "unchanged",
    "trial",
    "trial_decision",
    "quarter",
    "event",
    "import",
    "late",
]


@dataclass(frozen=True)
class NewsLine:
    """One thing that is new since a day."""

    kind: NewsKind
    text: str


@dataclass(frozen=True)
class CalendarColumn:
    """One weekday of a week calendar: short and full name, the places open then, openings (or days) counted."""

    short: str
    day: str
    places: tuple[str, ...]
    units: int


@dataclass(frozen=True)
class CalendarCell:
    """One open slot of a week calendar; `few`: too few openings to compare it with others.

    `untimed`: no number, though all that came was counted: nobody noted when.
    """

    column: int
    row: int
    cell: Cell
    few: bool = False
    untimed: bool = False


@dataclass(frozen=True)
class WeekCalendar:
    """Days across, slots of `grain` minutes down from `starts`; a slot without a cell is closed."""

    title: str
    subtitle: str
    starts: tuple[int, ...]  # minutes after midnight
    grain: int
    columns: tuple[CalendarColumn, ...]
    cells: tuple[CalendarCell, ...]
    note: str = ""  # below it: who else is counted in a slot
