"""Which stretch of time a page speaks of: the whole evaluation so far, or one of its quarters."""

from dataclasses import dataclass
from datetime import date

from evaluation.findings.dataset import Dataset
from evaluation.initiative.calendar import Quarter
from evaluation.texts import text

WHOLE = "hele"


@dataclass(frozen=True)
class Period:
    """First and last local date, both included, and the evaluation's quarters that lie in it."""

    id: str
    label: str
    start: date
    end: date
    quarters: tuple[Quarter, ...]

    @property
    def weeks(self) -> float:
        """Its length in weeks."""
        return ((self.end - self.start).days + 1) / 7


def periods(dataset: Dataset) -> tuple[Period, ...]:
    """The whole evaluation first, then each quarter that has begun; one period only before data arrive."""
    through = dataset.data_through or dataset.initiative.starts_on
    begun = [q for q in dataset.quarters if q.starts_on <= through]
    return (_whole(dataset, through), *(_quarter(q, through) for q in begun if len(begun) > 1))


def find(dataset: Dataset, period_id: str) -> Period:
    """The period of an id; the whole evaluation for an unknown one."""
    every = periods(dataset)
    return next((p for p in every if p.id == period_id), every[0])


def _whole(dataset: Dataset, through: date) -> Period:
    first, last = dataset.initiative.starts_on, dataset.initiative.evaluation_ends_on
    end = max(first, min(last, through))
    return Period(WHOLE, text("findings.period.whole"), first, end, dataset.quarters)


def _quarter(quarter: Quarter, through: date) -> Period:
    end = min(quarter.ends_on, through)
    # The label stands in the page's address too, so it must not change as data come in.
    label = text("findings.period.quarter", number=quarter.number)
    return Period(f"K{quarter.number}", label, quarter.starts_on, end, (quarter,))
