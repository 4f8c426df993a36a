"""Public figures of a site or several, with intervals: exact counts, live."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from evaluation.disclosure import Cell, Status, from_estimate
from evaluation.findings.dataset import Dataset
from evaluation.findings.period import Period
from evaluation.metrics import Measured, Row, compute, opening_counts, waits_by_opening
from evaluation.stats import Reason, kaplan_meier, rate, share

#: Why a rate has no figure yet, where there are no openings.
FEW_DAYS = "findings.few_days"

#: Measures without a figure where too many outcomes are unknown, and the sentence that says so.
_OF_OUTCOMES = {
    "served": "few_outcomes",
    "walk_away_share": "few_outcomes",
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
    return rate_between(dataset, sites, period.start, period.end)


def rate_between(dataset: Dataset, sites: Sequence[str] | None, start: date | None, end: date | None) -> Cell:
    """As `enquiry_rate`, for any dates, both included, and any sites; None: all."""
    held = opening_counts(dataset.engine, start, end, sites)
    cell = from_estimate(rate([o.enquiries for o in held], [o.open_hours for o in held]))
    if cell.status is Status.TOO_EARLY and not dataset.initiative.has_openings:
        return replace(cell, reason=FEW_DAYS)
    return cell


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


def why_none(key: str, row: Row, one_site: bool = False) -> str | None:
    """What keeps a measure from being told, where it has a rule of its own. `one_site`: the row is of one place."""
    if key in _OF_OUTCOMES and row.numerator is None:
        return f"metrics.notes.{_OF_OUTCOMES[key]}"
    if key == "cost_per_enquiry" and row.denominator is None:
        return f"metrics.notes.few_outcomes{'' if one_site else '_somewhere'}"
    if key == "utilisation" and row.numerator is None:
        return "metrics.notes.few_minutes"
    if key == "enquiries_per_exposure" and row.denominator is None:
        return "metrics.notes.several_kinds"
    if key == "reach_per_1000" and not row.denominator:
        return "metrics.notes.no_residents"
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
    reason = fit.interval_reason and _reason(fit.interval_reason)
    if fit.interval_reason is Reason.FEW_OPENINGS:
        few = reason if dataset.initiative.has_openings else FEW_DAYS
        return Wait(Cell(Status.TOO_EARLY, reason=few), None, excluded)
    status = Status.VALUE if fit.median else Status.ZERO
    return Wait(Cell(status, fit.median, fit.low, fit.high, fit.n, reason), fit.p90, excluded)


def _reason(reason: object) -> str | None:
    return f"stats.reasons.{reason}" if reason else None
