"""What every part of Modeller reads: the answers, what an hour costs, the budget, and how figures are written."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from evaluation.disclosure import Cell, Status
from evaluation.findings.head_office import name_of
from evaluation.findings.model import Unit
from evaluation.findings.prices import Price
from evaluation.findings.whatif import ModelAnswer
from evaluation.findings.wording import between, figure, interval_decimals
from evaluation.initiative.model_hours import hours_from_head_office, staff_of
from evaluation.initiative.models import Initiative
from evaluation.initiative.schedule import Rule
from evaluation.initiative.staffing import StaffingModel
from evaluation.stats.forecast import Band, Year
from evaluation.texts import format as da
from evaluation.texts import text

_ROUNDED_FROM = 100  # people: below, every one counts
NOTHING = Cell(Status.NO_DATA)


@dataclass(frozen=True)
class Case:
    """The models of an initiative with their answers, and the price that they are reckoned at."""

    initiative: Initiative
    answers: tuple[ModelAnswer, ...]
    price: Price

    @property
    def projected(self) -> tuple[tuple[ModelAnswer, Year], ...]:
        """Those with a year simulated, and it."""
        return tuple((a, a.year) for a in self.answers if a.year is not None)

    @property
    def alone(self) -> tuple[ModelAnswer, ...]:
        """Those where one member of staff serves alone, somewhere."""
        return tuple(a for a in self.answers if any(staff_of(rule) == 1 for rule in a.model.openings))

    @property
    def pair(self) -> tuple[ModelAnswer, ModelAnswer] | None:
        """One member of staff, and two, at the same openings."""
        for one in self.alone:
            twice = _with_staff(one.model, 2)
            for two in self.answers:
                if _with_staff(two.model, None) == twice and one is not two:
                    return one, two
        return None

    @property
    def office(self) -> str:
        """Where hours are taken from."""
        return name_of(self.initiative) or text("models.office")

    def taken(self, answer: ModelAnswer) -> Fraction | None:
        """Staff hours a week that the head office gives; None where nobody told the hours before."""
        return hours_from_head_office(answer.hours, self.initiative)


def _with_staff(model: StaffingModel, staff: int | None) -> tuple[Rule, ...]:
    """Its openings as they would be with so many at each place; None: as many as there are."""
    return tuple(
        rule.model_copy(
            update={"staff_serving": staff_of(rule) if staff is None else staff, "staff_total": None}
        )
        for rule in model.openings
    )


def walking_in(answer: ModelAnswer) -> Year | None:
    """The year when people just come: also for a model that books."""
    return answer.walk_in if answer.model.booking else answer.year


def people(found: Band) -> Cell:
    """People a year to the nearest ten: more would pretend to be a count."""
    return Cell(Status.VALUE, _tens(found.value), _tens(found.low), _tens(found.high))


def _tens(count: float) -> float:
    return float(round(count, -1) if count >= _ROUNDED_FROM else round(count))


def cell(found: Band) -> Cell:
    """A projected figure with its ends."""
    return Cell(Status.VALUE, found.value, found.low, found.high)


def ends(found: Cell, unit: Unit = "number") -> tuple[str, str]:
    """Both ends for "mellem a og b"."""
    decimals = interval_decimals(found, unit) or 0
    low, high = found.low or 0.0, found.high or 0.0
    if unit == "percent":
        return da.number(100 * low, decimals), da.percent(high, decimals)
    return da.number(low, decimals), da.number(high, decimals)


def written(found: Cell, unit: Unit = "number") -> str:
    """A figure as it stands in a table, its interval below; minutes with their unit."""
    value = count(found) if unit == "number" else figure(found, unit)
    if unit == "minutes" and found.shown:
        value = text("models.minutes", value=value)
    return "\n".join(part for part in (value, interval(found, unit)) if part)


def count(found: Cell) -> str:
    """Whole people or hours, or the word of its status."""
    return figure(found, "number") if found.value is None else da.number(found.value, 0)


def interval(found: Cell, unit: Unit) -> str:
    """Its interval; nothing where rounding hides it."""
    if found.low is None or found.high is None or interval_decimals(found, unit) is None:
        return ""
    if unit == "number":
        return da.interval(found.low, found.high, 0)
    return between(found, unit)


def hours(value: Fraction | float) -> str:
    """ "13", "4,5": one decimal where it is not whole."""
    number = float(value)
    return da.number(number, 0 if round(number, 1) == round(number) else 1)


def quoted(names: Sequence[str]) -> str:
    """Models in a sentence: their names may hold commas."""
    return da.joined([text("models.quoted", name=name) for name in names])
