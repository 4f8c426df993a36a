"""Public figures of a site or several, with intervals: exact counts, live."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from evaluation.disclosure import Cell, Status, from_estimate
from evaluation.findings.dataset import Dataset
from evaluation.findings.period import Period
from evaluation.metrics import Measured, Row, compute, opening_counts, waits_by_opening
from evaluation.stats import kaplan_meier, rate, share

Where = Mapping[str, str | Sequence[str]]


@dataclass(frozen=True)
class Wait:
    """Half wait at most `median` minutes, nine of ten about `p90`; `excluded` left at an unknown time."""

    median: Cell
    p90: float | None
    excluded: int


def row_of(found: Measured) -> Row | None:
    """The one row of a measure that was not split; None where there is no data."""
    return found.rows[0] if found.rows else None


def measured(dataset: Dataset, key: str, where: Where, period: Period) -> Measured:
    """A measure over the period, not split."""
    return compute(dataset.engine, key, (), where, start=period.start, end=period.end)


def missing(found: Measured) -> Cell | None:
    """Why a measure cannot be given at all."""
    if found.missing:
        return Cell(Status.MISSING_FIELD, reason=", ".join(found.missing))
    return None if found.rows else Cell(Status.NO_DATA)


def enquiry_rate(dataset: Dataset, sites: Sequence[str], period: Period) -> Cell:
    """Enquiries per open hour (or day) with the interval of counts per opening."""
    return rate_between(dataset, sites, period.start, period.end)


def rate_between(dataset: Dataset, sites: Sequence[str] | None, start: date | None, end: date | None) -> Cell:
    """As `enquiry_rate`, for any dates, both included, and any sites; None: all."""
    held = opening_counts(dataset.engine, start, end, sites)
    return from_estimate(rate([o.enquiries for o in held], [o.open_hours for o in held]))


def share_cell(dataset: Dataset, key: str, where: Where, period: Period) -> Cell:
    """A share of contacts with its interval."""
    found = measured(dataset, key, where, period)
    row = row_of(found)
    if row is None or row.numerator is None or row.denominator is None:
        return missing(found) or Cell(Status.NO_DATA)
    return from_estimate(share(row.numerator, row.denominator))


def wait(dataset: Dataset, where: Where, period: Period) -> Wait:
    """Waits of those who came unbooked, those who left included; the interval resamples whole openings."""
    found = measured(dataset, "wait_median", where, period)
    row = row_of(found)
    if row is None or row.histogram is None:
        return Wait(missing(found) or Cell(Status.NO_DATA), None, 0)
    openings = waits_by_opening(dataset.engine, where, period.start, period.end)
    fit = kaplan_meier(row.histogram, openings)
    excluded = int(row.extra.get("excluded") or 0)
    if fit.median is None:
        return Wait(Cell(Status.NO_DATA, n=fit.n, reason=_reason(fit.reason)), None, excluded)
    reason = fit.interval_reason and _reason(fit.interval_reason)
    status = Status.VALUE if fit.median else Status.ZERO
    return Wait(Cell(status, fit.median, fit.low, fit.high, fit.n, reason), fit.p90, excluded)


def _reason(reason: object) -> str | None:
    return f"stats.reasons.{reason}" if reason else None
