"""Public figures of a site or several, with intervals: exact counts, live."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from evaluation.disclosure import Cell, Status, from_estimate
from evaluation.findings.dataset import Dataset
from evaluation.findings.period import Period
from evaluation.metrics import Measured, OpeningCount, Row, compute, opening_counts, waits_by_opening
from evaluation.stats import Reason, kaplan_meier, rate, share

#: What is said of openings, for an initiative that has none.
_OF_DAYS = {
    f"stats.reasons.{Reason.NO_OPENINGS}": "findings.no_days",
    f"stats.reasons.{Reason.ONE_OPENING}": "findings.few_days",
    f"stats.reasons.{Reason.FEW_OPENINGS}": "findings.few_days",
}

#: Measures without a figure where too many outcomes are unknown, and the sentence that says so.
_OF_OUTCOMES = {
    "served": "few_outcomes",
    "walk_away_share": "few_outcomes",
    "robot_share": "few_outcomes",
    "first_contact_resolution": "few_resolved",
}

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
    return rate_of(dataset, opening_counts(dataset.engine, period.start, period.end, sites))


def rate_of(dataset: Dataset, held: Sequence[OpeningCount]) -> Cell:
    """As `enquiry_rate`, of these openings (or days)."""
    cell = from_estimate(rate([o.enquiries for o in held], [o.open_hours for o in held]))
    if dataset.initiative.has_openings:
        return cell
    return replace(cell, reason=_OF_DAYS.get(cell.reason or "", cell.reason))


def share_cell(dataset: Dataset, key: str, where: Where, period: Period) -> Cell:
    """A share of contacts with its interval."""
    found = measured(dataset, key, where, period)
    row = row_of(found)
    if row is None or row.numerator is None or row.denominator is None:
        return missing(found) or no_figure(key, row)
    return from_estimate(share(row.numerator, row.denominator))


def no_figure(key: str, row: Row | None) -> Cell:
    """A cell of a measure that has rows, and why it gives no figure of them."""
    return Cell(Status.NO_DATA, reason=why_none(key, row)) if row else Cell(Status.NO_DATA)


def why_none(key: str, row: Row) -> str | None:
    """What keeps a measure from being told, where it has a rule of its own."""
    if key == "cost_per_enquiry":
        return _why_no_cost(row)
    if key in _OF_OUTCOMES and row.numerator is None:
        return f"metrics.notes.{_OF_OUTCOMES[key]}"
    if key == "utilisation" and row.numerator is None:
        return "metrics.notes.few_minutes"
    if key == "enquiries_per_exposure" and row.denominator is None:
        return "metrics.notes.several_kinds"
    if key == "reach_per_1000" and not row.denominator:
        return "metrics.notes.no_residents"
    return None


def _why_no_cost(row: Row) -> str | None:
    if row.numerator is None:
        return "metrics.notes.open_without_cost"
    if row.denominator is None:
        return f"metrics.notes.{'no_data_somewhere' if row.extra['without_data'] else 'few_outcomes'}"
    return None


def wait(dataset: Dataset, where: Where, period: Period) -> Wait:
    """Waits of those who came unbooked, those who left included; the interval resamples whole openings.

    Of too few openings there is no interval, and so no figure.
    """
    found = measured(dataset, "wait_median", where, period)
    row = row_of(found)
    if row is None or row.histogram is None:
        return Wait(missing(found) or Cell(Status.NO_DATA), None, 0)
    openings = waits_by_opening(dataset.engine, where, period.start, period.end)
    fit = kaplan_meier(row.histogram, openings)
    excluded = int(row.extra.get("excluded") or 0)
    if fit.median is None:
        return Wait(Cell(Status.NO_DATA, n=fit.n, reason=_reason(fit.reason)), None, excluded)
    if fit.interval_reason is Reason.FEW_OPENINGS:
        return Wait(Cell(Status.TOO_EARLY, reason=few_waited(dataset)), None, excluded)
    reason = _reason(fit.interval_reason)
    status = Status.VALUE if fit.median else Status.ZERO
    return Wait(Cell(status, fit.median, fit.low, fit.high, fit.n, reason), fit.p90, excluded)


def few_waited(dataset: Dataset) -> str:
    """Why a wait is too early: there may be openings enough, but few of them have waits."""
    unit = "openings" if dataset.initiative.has_openings else "days"
    return f"findings.few_{unit}_with_waits"


def _reason(reason: object) -> str | None:
    return f"stats.reasons.{reason}" if reason else None
