"""One measure by chosen dimensions, protected for a role: what the command line prints."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from evaluation.disclosure import (
    ELSEWHERE,
    OFFICE,
    Cell,
    Role,
    Status,
    allowed,
    answers_share,
    from_estimate,
    plan_for,
)
from evaluation.findings import facts, live, sensitive
from evaluation.findings.common import hidden_measures, on_trial, was_on_trial
from evaluation.findings.dataset import Dataset
from evaluation.findings.period import WHOLE, Period
from evaluation.metrics import (
    DIMENSIONS,
    Metric,
    OpeningCount,
    Row,
    Value,
    compute,
    metric_of,
    opening_counts_by_cell,
    tells_openings,
    waits_by_cell,
)
from evaluation.stats import Estimate, Histogram, Reason, kaplan_meier, share, share_with_unknown
from evaluation.texts import error

Dims = Mapping[str, object]

#: The sensitive measures that can be made from released counts.
_RELEASED = ("target_group_per_open_hour", "target_group_share", "displaced_share")
_ON_TRIAL = Cell(Status.TOO_EARLY, reason="disclosure.explain.on_trial")


@dataclass(frozen=True)
class Question:
    """A measure, what it is split by and filtered on, and the dates, both included."""

    metric: str
    by: tuple[str, ...] = ()
    where: Mapping[str, str] | None = None
    start: date | None = None
    end: date | None = None


@dataclass(frozen=True)
class _Openings:
    """What lies behind the cells, opening for opening; None where openings do not make the interval."""

    counts: Mapping[tuple[Value, ...], Sequence[OpeningCount]] | None
    waits: Mapping[tuple[Value, ...], Sequence[Histogram]] | None


@dataclass(frozen=True)
class Answer:
    """One protected cell and the dimensions it stands at."""

    dims: Dims
    cell: Cell


def ask(dataset: Dataset, question: Question, role: Role, *, newest: bool = True) -> tuple[Answer, ...]:
    """The protected cells. Raises UserError for an unknown measure, dimension or value.

    A sensitive measure is read from the release by every role but the data steward, only as the plan has it, and
    only of the newest version: less an older one it would give a late citizen away.
    """
    metric = metric_of(question.metric)
    dims = {*question.by, *(question.where or {})}
    unknown = sorted(dims - set(DIMENSIONS))
    if unknown:
        raise error("metrics.unknown_dimension", got=", ".join(unknown), names=", ".join(DIMENSIONS))
    is_sensitive = metric.sensitive or any(not DIMENSIONS[d].public for d in dims)
    if not is_sensitive or role is Role.DATAANSVARLIG:
        return _live(dataset, question, metric)
    status = _allowed(dataset, question, metric) if newest else Status.NOT_PUBLISHED
    return (
        _released(dataset, question, metric, role) if status is Status.VALUE else (Answer({}, Cell(status)),)
    )


def _allowed(dataset: Dataset, question: Question, metric: Metric) -> Status:
    where = question.where or {}
    dated = question.start is not None or question.end is not None
    # A calendar year is no period of the plan, and a quarter has its dates already.
    if "year" in {*question.by, *where} or (dated and "quarter" in {*question.by, *where}):
        return Status.NOT_PUBLISHED
    whole = (dataset.initiative.starts_on, dataset.initiative.evaluation_ends_on)
    start, end = (question.start, question.end) if dated else whole
    if "quarter" in {*question.by, *where}:
        start = end = None
    return allowed(
        metric.sensitive,
        question.by,
        role=Role.UDVALG,
        periods=plan_for(dataset.initiative).periods,
        data_through=dataset.settled_through,
        where=tuple(where),
        start=start,
        end=end,
    )


def _released(dataset: Dataset, question: Question, metric: Metric, role: Role) -> tuple[Answer, ...]:
    """By site and quarter, or over the quarters of a period."""
    if metric.key not in _RELEASED:
        return (Answer({}, Cell(Status.NOT_PUBLISHED)),)
    answers = []
    for period in _periods(dataset, question):
        for dims, sites in _places(dataset, question):
            cell = _released_cell(dataset, metric, role, sites, period)
            cell = _ON_TRIAL if any(on_trial(dataset, s) for s in sites) else cell
            quarter = {"quarter": period.id} if "quarter" in question.by else {}
            answers.append(Answer({**dims, **quarter}, cell))
    return tuple(answers)


def _released_cell(
    dataset: Dataset, metric: Metric, role: Role, sites: Sequence[str], period: Period
) -> Cell:
    if metric.key == "displaced_share":
        return answers_share(sensitive.otherwise(dataset, role, sites, period, {OFFICE, ELSEWHERE}))
    both = sensitive.target_group(dataset, sensitive.released(dataset, role), sites, period)
    return both.share if metric.key == "target_group_share" else both.rate


def _places(dataset: Dataset, question: Question) -> list[tuple[dict[str, object], list[str]]]:
    """Dimensions, and the sites to add up: each site, each kind, or all; sums leave out those once on trial."""
    where = question.where or {}
    sites = [
        s
        for s in dataset.initiative.sites
        if where.get("site", s.id) == s.id and where.get("site_kind", s.kind.value) == s.kind.value
    ]
    if not sites:
        raise error(
            "cli.no_such_value", got=f"{where}", choices=", ".join(s.id for s in dataset.initiative.sites)
        )
    if "site" in question.by or "site" in where:
        kinds = [{"site_kind": s.kind.value} if "site_kind" in question.by else {} for s in sites]
        named = [{"site": s.id} if "site" in question.by else {} for s in sites]
        return [({**n, **k}, [s.id]) for n, k, s in zip(named, kinds, sites, strict=True)]
    settled = [s for s in sites if not was_on_trial(dataset, s.id)]
    if "site_kind" not in question.by:
        return [({}, [s.id for s in settled])]
    groups = dict.fromkeys(s.kind for s in settled)
    return [({"site_kind": kind.value}, [s.id for s in settled if s.kind is kind]) for kind in groups]


def _periods(dataset: Dataset, question: Question) -> list[Period]:
    first, last = dataset.initiative.starts_on, dataset.initiative.evaluation_ends_on
    whole = Period(WHOLE, "", first, last, dataset.quarters)
    quarters = [Period(f"K{q.number}", "", q.starts_on, q.ends_on, (q,)) for q in dataset.quarters]
    wanted = (question.where or {}).get("quarter")
    if wanted is not None or "quarter" in question.by:
        found = [p for p in quarters if wanted in (None, p.id)]
    else:
        dates = (question.start or first, question.end or last)
        found = [p for p in (whole, *quarters) if (p.start, p.end) == dates]
    if not found:
        raise error("cli.no_such_value", got=wanted, choices=", ".join(p.id for p in quarters))
    return found


def _live(dataset: Dataset, question: Question, metric: Metric) -> tuple[Answer, ...]:
    found = compute(
        dataset.engine, metric.key, question.by, question.where, start=question.start, end=question.end
    )
    if found.missing:
        return (Answer({}, Cell(Status.MISSING_FIELD, reason=", ".join(found.missing))),)
    note = f"metrics.notes.{found.notes[0]}" if found.notes else None
    if not found.rows:
        return (Answer({}, Cell(Status.NO_DATA, reason=note)),)
    openings = _openings(dataset, question, metric)
    cells = (_told(dataset, question, metric, row, openings) for row in found.rows)
    return tuple(
        Answer(dict(zip(question.by, row.dims, strict=True)), replace(cell, reason=cell.reason or note))
        for row, cell in zip(found.rows, cells, strict=True)
    )


def _openings(dataset: Dataset, question: Question, metric: Metric) -> _Openings:
    """Read once for all cells, and only where the measure asks for them."""
    counts = waits = None
    by, dates = question.by, (question.start, question.end)
    if metric.key == "enquiries_per_open_hour" and tells_openings([*by, *(question.where or {})]):
        counts = opening_counts_by_cell(dataset.engine, by, question.where, *dates)
    if _of_waits(metric):
        waits = waits_by_cell(dataset.engine, by, question.where, *dates, metric=metric.key)
    return _Openings(counts, waits)


def _of_waits(metric: Metric) -> bool:
    return metric.kind == "histogram" and metric.unit == "minutes"


def _told(dataset: Dataset, question: Question, metric: Metric, row: Row, openings: _Openings) -> Cell:
    split = "target_group" in {*question.by, *(question.where or {})}
    for site in _sites_of(question, row):
        # Split by group the counts of any measure add up to what the trial is decided by.
        if metric.key in hidden_measures(dataset, site) or (split and on_trial(dataset, site)):
            return _ON_TRIAL
    return _cell(dataset, question, metric, row, openings)


def _cell(dataset: Dataset, question: Question, metric: Metric, row: Row, openings: _Openings) -> Cell:
    if metric.kind == "histogram":
        waits = None if openings.waits is None else openings.waits.get(row.dims, [])
        return _histogram(dataset, metric, row, waits)
    # A promise of towns says how many, not a share of them.
    figure = row.numerator if metric.kind == "count" or metric.unit == "towns" else row.ratio
    if figure is None:
        return Cell(Status.NO_DATA, n=row.n, reason=live.why_none(metric.key, row))
    if metric.kind == "count" or metric.unit == "towns":
        return _number(figure, row.n)
    if metric.unit == "share" and metric.key not in facts.WORDS:
        return from_estimate(_share(row))
    if openings.counts is not None:
        return live.rate_of(dataset, openings.counts.get(row.dims, []))
    return _number(figure, row.n)


def _share(row: Row) -> Estimate:
    """With the bounds that the unknown allow, where the measure tells how many they are."""
    yes, known, unknown = row.numerator or 0.0, row.denominator or 0.0, row.extra.get("unknown")
    return share(yes, known) if unknown is None else share_with_unknown(yes, known - yes, unknown)


def _sites_of(question: Question, row: Row) -> list[str]:
    """The sites that a cell names."""
    split = dict(zip(question.by, row.dims, strict=True))
    return [str(found["site"]) for found in (split, question.where or {}) if "site" in found]


def _number(value: float, n: int) -> Cell:
    return Cell(Status.VALUE if value else Status.ZERO, value, n=n)


def _histogram(dataset: Dataset, metric: Metric, row: Row, waits: Sequence[Histogram] | None) -> Cell:
    """A median or ninth decile in the measure's unit; of waits with the interval of whole openings."""
    fit = kaplan_meier(row.histogram or (), waits)
    points = (fit.median, fit.low, fit.high)
    reason = fit.reason
    if metric.key == "wait_p90":
        points, reason = (fit.p90, fit.p90_low, fit.p90_high), fit.p90_reason
    key = f"stats.reasons.{reason}" if reason else None
    if reason and waits is None:
        key = f"stats.reasons_of_days.{reason}"
    value, low, high = (None if point is None else point / metric.bins for point in points)
    if value is None:
        return Cell(Status.NO_DATA, n=fit.n, reason=key)
    if fit.interval_reason is Reason.FEW_OPENINGS:
        return Cell(Status.TOO_EARLY, n=fit.n, reason=live.few_waited(dataset))
    if metric.key == "wait_p90":  # its interval covers 88 %, not 95: it is never told as if it were sharp
        key = key or "findings.approximate"
    return Cell(Status.VALUE if value else Status.ZERO, value, low, high, fit.n, key)
