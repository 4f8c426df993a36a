"""Which periods sensitive figures are released for: quarters of 13 ISO weeks, and years of four quarters."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from evaluation.initiative.calendar import Quarter

#: Rows still arrive after a period's end: it is released when data reach so far past it.
SETTLING = timedelta(days=14)
_YEAR = 4


@dataclass(frozen=True)
class Period:
    """A quarter or a year, both days included; `quarters`: the keys it adds up from (a quarter: itself)."""

    key: str
    starts_on: date
    ends_on: date
    quarters: tuple[str, ...]


def completed(
    quarters: Sequence[Quarter], data_through: date | None
) -> tuple[tuple[Quarter, ...], tuple[Quarter, ...]]:
    """(done, pending): done when its end + 14 days ≤ `data_through`; without data all are pending."""
    done = tuple(q for q in quarters if is_done(q.ends_on, data_through))
    return done, tuple(q for q in quarters if q not in done)


def is_done(ends_on: date, data_through: date | None) -> bool:
    """Whether a period that ends on that day can be released."""
    return data_through is not None and ends_on + SETTLING <= data_through


def quarter_key(quarter: Quarter) -> str:
    """`q1`, `q2`, … counted from the initiative's start."""
    return f"q{quarter.number}"


def plan_periods(quarters: Sequence[Quarter]) -> tuple[Period, ...]:
    """Every quarter, then every whole year of four: what the release plan knows of time, in order."""
    single = tuple(Period(quarter_key(q), q.starts_on, q.ends_on, (quarter_key(q),)) for q in quarters)
    years = [single[i : i + _YEAR] for i in range(0, len(single) - _YEAR + 1, _YEAR)]
    return single + tuple(_year(number, four) for number, four in enumerate(years, start=1))


def _year(number: int, four: Sequence[Period]) -> Period:
    return Period(f"year{number}", four[0].starts_on, four[-1].ends_on, tuple(p.key for p in four))
