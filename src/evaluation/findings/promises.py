"""The løftetavle: each promise held against what was measured. Without a stated target never a verdict."""

from dataclasses import dataclass
from datetime import timedelta

from evaluation.disclosure import Cell, Release, Role, Status
from evaluation.findings import facts, live, sensitive
from evaluation.findings.common import is_daily, label_of, unit_of, was_on_trial
from evaluation.findings.dataset import Dataset
from evaluation.findings.model import PromiseLine, PromiseStatus, Unit
from evaluation.findings.period import Period
from evaluation.findings.query import Question, ask
from evaluation.findings.wording import figure, probably, status_word
from evaluation.initiative.models import Promise, Target
from evaluation.metrics import METRICS
from evaluation.stats import FEWEST_OPENINGS
from evaluation.texts import format as da
from evaluation.texts import text

#: Those that more data could take back.
_VERDICTS = (PromiseStatus.KEPT, PromiseStatus.PARTLY, PromiseStatus.NOT_KEPT)


@dataclass(frozen=True)
class _Found:
    """What the log says of a promise: a cell to judge, and the words for it."""

    cell: Cell
    result: str
    detail: str = ""


def lines(dataset: Dataset, found: Release | None, period: Period) -> tuple[PromiseLine, ...]:
    """One line a promise, in the order of the configuration."""
    return tuple(_line(dataset, found, promise, period) for promise in dataset.initiative.promise)


def _line(dataset: Dataset, release: Release | None, promise: Promise, period: Period) -> PromiseLine:
    if promise.measure is None or promise.measure not in METRICS:
        return PromiseLine(
            promise.name,
            promise.source,
            PromiseStatus.NOT_MEASURED,
            text("findings.promise.nothing"),
            promise.note,
            text("findings.promise.needs_survey"),
        )
    answer = _answer(dataset, release, promise, period)
    status, why = _judged(dataset, promise, answer.cell, period)
    detail = "; ".join(part for part in (answer.detail, why) if part)
    return PromiseLine(
        promise.name, promise.source, status, answer.result, detail, _measured_as(dataset, promise)
    )


def _measured_as(dataset: Dataset, promise: Promise) -> str:
    label = label_of(dataset, promise.measure or "")
    if promise.target is None:
        return label
    target = _target_words(dataset, promise.target, promise)
    return text("findings.promise.measured_as", label=label, target=target)


def _target_words(dataset: Dataset, target: Target, promise: Promise) -> str:
    value = target.at_least if target.at_least is not None else target.at_most or 0.0
    share = METRICS[promise.measure or ""].unit == "share"
    if share and value == 1:
        return text("findings.promise.all")
    unit = unit_of(dataset, promise.measure or "")
    words = da.percent(value) if share else f"{da.number(value, 0 if value == int(value) else 1)} {unit}"
    return text(f"findings.promise.{'at_least' if target.at_least is not None else 'at_most'}", value=words)


def _judged(dataset: Dataset, promise: Promise, cell: Cell, period: Period) -> tuple[PromiseStatus, str]:
    """The verdict, and why there is none yet where the figure itself does not say so."""
    status = _status(dataset, promise, cell, period)
    if status in _VERDICTS and not _settled(dataset, promise, status, period):
        return PromiseStatus.TOO_EARLY, text("findings.promise.still_counting")
    if status is PromiseStatus.TOO_EARLY and cell.shown and _too_early(dataset, period):
        unit = "days" if is_daily(dataset) else "openings"
        return status, text(f"findings.promise.few_{unit}")
    return status, ""


def _status(dataset: Dataset, promise: Promise, cell: Cell, period: Period) -> PromiseStatus:
    if promise.target is None:
        return PromiseStatus.NO_TARGET
    if cell.status in (Status.PENDING, Status.TOO_EARLY) or _too_early(dataset, period):
        return PromiseStatus.TOO_EARLY
    if cell.value is None:
        return PromiseStatus.NOT_MEASURED
    return judge(cell, promise.target, fact=_in_full(promise.measure or ""))


def _in_full(measure: str) -> bool:
    """Whether a measure is what was counted, and no estimate with an interval."""
    metric = METRICS[measure]
    return measure in facts.WORDS or metric.unit not in ("share", "per_hour", "minutes")


def _settled(dataset: Dataset, promise: Promise, status: PromiseStatus, period: Period) -> bool:
    """A count only grows: what it has passed stays passed, what it has not it may reach until the period is over."""
    if METRICS[promise.measure or ""].kind != "count" or promise.target is None:
        return True
    wants_many = promise.target.at_least is not None
    return (status is PromiseStatus.KEPT) is wants_many or not sensitive.pending_until(dataset, period)


def _too_early(dataset: Dataset, period: Period) -> bool:
    """Fewer openings, or days where there are none, than any figure needs."""
    if is_daily(dataset):
        return (period.end - period.start).days + 1 < FEWEST_OPENINGS
    held = [o for o in dataset.openings if o.status == "held" and period.start <= o.local_date <= period.end]
    return len(held) < FEWEST_OPENINGS


def judge(cell: Cell, target: Target, *, fact: bool) -> PromiseStatus:
    """A figure against a stated target.

    A fact (counted in full) is kept, partly kept, or not kept when nothing of it was. An estimate is judged by
    its whole interval; one that holds the target leaves it too early to say.
    """
    sign = 1 if target.at_least is not None else -1
    bound = sign * (target.at_least if target.at_least is not None else target.at_most or 0.0)
    value = sign * (cell.value or 0.0)
    if fact:
        if value >= bound:
            return PromiseStatus.KEPT
        return PromiseStatus.PARTLY if cell.value and sign > 0 else PromiseStatus.NOT_KEPT
    if cell.low is None or cell.high is None:
        return PromiseStatus.TOO_EARLY
    low, high = sorted((sign * cell.low, sign * cell.high))
    if low >= bound:
        return PromiseStatus.KEPT
    return PromiseStatus.NOT_KEPT if high < bound else PromiseStatus.TOO_EARLY


def _answer(dataset: Dataset, release: Release | None, promise: Promise, period: Period) -> _Found:
    measure = promise.measure or ""
    if METRICS[measure].sensitive and measure.startswith("target_group"):
        return _target_group(dataset, release, measure, promise, period)
    if METRICS[measure].sensitive:
        return _Found(Cell(Status.NOT_PUBLISHED), status_word(Cell(Status.NOT_PUBLISHED)))
    if measure == "wait_median":
        return _wait(dataset, promise, period)
    if METRICS[measure].unit == "share" or measure in facts.WORDS:
        return _fact_or_share(dataset, measure, promise, period)
    return _plain(dataset, measure, promise, period)


def _plain(dataset: Dataset, measure: str, promise: Promise, period: Period) -> _Found:
    """Any other public measure, as the command line tells it, with its unit."""
    question = Question(measure, (), _where(promise), period.start, period.end)
    cell = ask(dataset, question, Role.UDVALG)[0].cell
    if cell.value is None:
        return _Found(cell, status_word(cell), probably(cell, "number"))
    unit: Unit = "minutes" if METRICS[measure].unit == "minutes" else "number"
    result = f"{figure(cell, unit)} {unit_of(dataset, measure)}"
    if measure == "wait_p90":
        result = text("findings.promise.about", value=result)
    return _Found(cell, result, probably(cell, unit))


def _where(promise: Promise) -> dict[str, str]:
    return {} if promise.sites == "all" else {"site_kind": promise.sites}


def _target_group(
    dataset: Dataset, release: Release | None, measure: str, promise: Promise, period: Period
) -> _Found:
    sites = sensitive.margin_sites(dataset, promise.sites)
    both = sensitive.target_group(dataset, release, sites, period)
    cell, unit = (both.share, "percent") if measure == "target_group_share" else (both.rate, "number")
    aside = any(
        was_on_trial(dataset, s.id)
        for s in dataset.initiative.sites
        if promise.sites in ("all", s.kind.value)
    )
    detail = [
        probably(cell, unit),  # type: ignore[arg-type]  # the two units above
        sensitive.pending_until(dataset, period) if cell.status is Status.PENDING else "",
        text("findings.promise.without_trials") if aside else "",
    ]
    return _Found(cell, figure(cell, unit), "; ".join(part for part in detail if part))  # type: ignore[arg-type]  # as above


def _wait(dataset: Dataset, promise: Promise, period: Period) -> _Found:
    now = live.wait(dataset, _where(promise), period)
    before = _before(dataset, promise, period)
    if now.median.value is None:
        return _Found(now.median, status_word(now.median), probably(now.median, "minutes"))
    key = "wait" if now.median.value >= 1 else "wait_short"
    result = text(f"findings.promise.{key}", value=figure(now.median, "minutes"))
    detail = text("findings.promise.wait_before", value=figure(before, "minutes")) if before.shown else ""
    return _Found(now.median, result, "; ".join(p for p in (probably(now.median, "minutes"), detail) if p))


def _before(dataset: Dataset, promise: Promise, period: Period) -> Cell:
    """The same wait before the initiative began, where the log reaches back."""
    first = dataset.initiative
    earlier = Period("before", "", first.first_date, first.starts_on - timedelta(days=1), ())
    if first.first_date >= first.starts_on:
        return Cell(Status.NO_DATA)
    return live.wait(dataset, _where(promise), earlier).median


def _fact_or_share(dataset: Dataset, measure: str, promise: Promise, period: Period) -> _Found:
    found = live.measured(dataset, measure, _where(promise), period)
    row = live.row_of(found)
    if row is None or row.ratio is None or row.numerator is None or row.denominator is None:
        cell = live.missing(found) or live.no_figure(measure, row)
        return _Found(cell, status_word(cell), probably(cell, "percent"))
    status = Status.VALUE if row.ratio else Status.ZERO
    if measure not in facts.WORDS:
        cell = live.share_cell(dataset, measure, _where(promise), period)
        return _Found(cell, figure(cell, "percent"), probably(cell, "percent"))
    words = facts.WORDS[measure](row.numerator, row.denominator, row.ratio)
    # A promise of places names how many, not a share of those planned.
    value = row.numerator if measure == "places_open" else row.ratio
    return _Found(Cell(status, value, n=row.n), words, facts.detail(dataset, measure, period))
