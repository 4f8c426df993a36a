"""Overblik: does the initiative keep its promises?"""

from collections import Counter

from evaluation.disclosure import Cell, Release, Role, Status
from evaluation.findings import live, promises, sensitive, trial_state, usual, weeks
from evaluation.findings.common import (
    caveats,
    definitions,
    enquiries_text,
    is_daily,
    label_of,
    main_sites,
    number_of,
    openings_text,
    was_on_trial,
)
from evaluation.findings.dataset import Dataset
from evaluation.findings.model import KeyFigure, Opening, PromiseLine, PromiseStatus
from evaluation.findings.pages import OverviewFinding
from evaluation.findings.period import Period
from evaluation.findings.trial_card import verdict
from evaluation.findings.wording import figure, probably, runs, sentence_rate, spelled
from evaluation.stats import FEWEST_OPENINGS
from evaluation.texts import format as da
from evaluation.texts import text

_MEASURES = (
    "enquiries_per_open_hour",
    "target_group_share",
    "first_contact_resolution",
    "wait_median",
    "cost_per_enquiry",
)


def overview(dataset: Dataset, role: Role, period: Period) -> OverviewFinding:
    """The page's finding for a role and a period."""
    release = sensitive.released(dataset, role)
    board = promises.lines(dataset, release, period)
    rate = live.enquiry_rate(dataset, main_sites(dataset), period)
    question = dataset.initiative.question
    base = usual.baselines(dataset)
    chart, table = weeks.chart(dataset, period, base)
    measures = (*_MEASURES, *(p.measure for p in dataset.initiative.promise if p.measure))
    return OverviewFinding(
        opening=_opening(dataset, period, board, rate),
        promises=board,
        figures=_figures(dataset, release, period, rate),
        weeks=chart,
        weeks_table=table,
        decision=_decision(question),
        trials=_trials(dataset),
        definitions=(*definitions(dataset, measures, period), *usual.definitions(dataset, base)),
        caveats=(*caveats(dataset, release), *usual.caveats(dataset, base)),
    )


def _decision(question: str) -> str:
    if not question:
        return text("findings.overview.decision_none")
    return text("findings.overview.decision", question=question)


def _trials(dataset: Dataset) -> str:
    """The verdict of each trial, for whether the places are the right ones; empty without trials."""
    found = [
        (dataset.initiative.site(state.record.trial.to_site).name, verdict(state))
        for state in trial_state.states(dataset)
    ]
    answers = [
        text("findings.overview.trial", place=place, verdict=said)
        for place, said in sorted(found, key=lambda one: da.danish_key(one[0]))
    ]
    return text("findings.overview.trials", answers=" ".join(answers)) if answers else ""


def _opening(dataset: Dataset, period: Period, board: tuple[PromiseLine, ...], rate: Cell) -> Opening:
    kind = "per_day" if is_daily(dataset) else "per_hour"
    said = sentence_rate(rate, text(f"findings.{kind}"))
    rate_said = text("findings.overview.rate", rate=said) if rate.shown else f"{said}."
    if rate.status is Status.TOO_EARLY:
        rate_said = text(f"findings.overview.rate_early_{kind}", least=spelled(FEWEST_OPENINGS))
    answer = f"{_verdict(board)} {rate_said}"
    return Opening(text("findings.overview.question"), runs(da.typeset(answer)), _scope(dataset, period))


def _verdict(board: tuple[PromiseLine, ...]) -> str:
    if not board:
        return text("findings.overview.no_promises")
    if len(board) == 1:
        return text(f"findings.overview.single_{board[0].status}")
    count = Counter(line.status for line in board)
    judged = count[PromiseStatus.KEPT] + count[PromiseStatus.PARTLY] + count[PromiseStatus.NOT_KEPT]
    every = spelled(len(board))
    others = "".join(
        text(f"findings.overview.{status}", count=spelled(count[status]))
        for status in (PromiseStatus.PARTLY, PromiseStatus.NOT_KEPT)
        if count[status]
    )
    lead = "nothing_judged" if not judged else "kept" if count[PromiseStatus.KEPT] else "none_kept"
    kept = spelled(count[PromiseStatus.KEPT]).capitalize()
    said = [text(f"findings.overview.{lead}", kept=kept, all=every, others=others)]
    for status in (PromiseStatus.TOO_EARLY, PromiseStatus.NO_TARGET, PromiseStatus.NOT_MEASURED):
        if count[status]:
            sentence = text(f"findings.overview.{status}", count=spelled(count[status]))
            said.append(sentence[:1].upper() + sentence[1:])
    return " ".join(said)


def _scope(dataset: Dataset, period: Period) -> str:
    dates = da.period(period.start, period.end)
    enquiries = enquiries_text(number_of(dataset, "enquiries", _where(dataset), period))
    if is_daily(dataset):
        return text("findings.overview.scope_days", period=dates, enquiries=enquiries)
    held = openings_text(number_of(dataset, "openings_held", _where(dataset), period))
    said = text("findings.overview.scope", period=dates, openings=held, enquiries=enquiries)
    assumed = any(
        rule.assumption and rule.site in main_sites(dataset) for rule in dataset.initiative.schedule
    )
    return f"{said} {text('findings.overview.assumed')}" if assumed else said


def _where(dataset: Dataset) -> dict[str, tuple[str, ...]]:
    return {"site": tuple(main_sites(dataset))}


def _figures(dataset: Dataset, release: Release | None, period: Period, rate: Cell) -> tuple[KeyFigure, ...]:
    """At most five; a figure that the log cannot give is left out and told under the promises."""
    label = label_of(dataset, "enquiries_per_open_hour")
    found = [KeyFigure(label, figure(rate, "number").capitalize(), "", probably(rate, "number"))]
    found += _share_figures(dataset, release, period)
    found += _wait_figure(dataset, period)
    found += _cost_figure(dataset, period)
    return tuple(found)


def _share_figures(dataset: Dataset, release: Release | None, period: Period) -> list[KeyFigure]:
    settled = [site for site in main_sites(dataset) if not was_on_trial(dataset, site)]
    share = sensitive.target_group(dataset, release, settled, period).share
    solved = live.share_cell(dataset, "first_contact_resolution", _where(dataset), period)
    # Without case numbers a second contact cannot be told from a first one.
    told = live.measured(dataset, "first_contact_resolution", _where(dataset), period).notes
    at_once = "resolved_on_the_spot" if "no_case_id" in told else "first_contact_resolution"
    aside = text("findings.promise.without_trials") if len(settled) < len(main_sites(dataset)) else ""
    if share.status is Status.PENDING:
        aside = sensitive.pending_until(dataset, period)
    nothing = (Status.MISSING_FIELD, Status.NO_DATA)
    found = [] if share.status in nothing else [_share_figure("target_group_share", share, aside)]
    if solved.status not in nothing or (solved.status is Status.NO_DATA and solved.reason):
        found.append(_share_figure(at_once, solved))
    return found


def _share_figure(name: str, cell: Cell, aside: str = "") -> KeyFigure:
    label = text(f"findings.figures.{name}")
    if cell.status is Status.NO_DATA and cell.reason:
        return _no_figure(label, cell.reason)
    detail = "; ".join(part for part in (probably(cell, "percent"), aside) if part)
    return KeyFigure(label, figure(cell, "percent").capitalize(), "", detail)


def _no_figure(label: str, reason: str, known: str = "") -> KeyFigure:
    """What the log holds too little of to be told, and why; what is known of it all the same."""
    return KeyFigure(label, text("findings.promise.nothing"), "", f"{text(reason)} {known}".rstrip())


def _wait_figure(dataset: Dataset, period: Period) -> list[KeyFigure]:
    wait, label = live.wait(dataset, _where(dataset), period), text("findings.figures.wait_median")
    value, sure = figure(wait.median, "minutes"), probably(wait.median, "minutes")
    if wait.median.status is Status.TOO_EARLY:
        return [KeyFigure(label, value.capitalize(), "", sure)]
    if wait.median.value is None:
        return []
    count = da.number(wait.median.n or 0)
    rest = text("findings.figures.waits", count=count)
    if wait.p90 is not None:
        rest = text("findings.figures.p90", value=da.number(wait.p90, 0), count=count)
    detail = "; ".join(part for part in (sure, rest) if part)
    if wait.median.value < 1:  # "under 1" is no bound from above
        label = text("findings.figures.wait_short")
    return [KeyFigure(label, value, text("findings.figures.minutes"), detail)]


def _cost_figure(dataset: Dataset, period: Period) -> list[KeyFigure]:
    kinds = {s.kind.value for s in dataset.initiative.sites if s.id in main_sites(dataset)}
    row = live.row_of(live.measured(dataset, "cost_per_enquiry", {"site_kind": tuple(kinds)}, period))
    label, unit = text("findings.figures.cost_per_enquiry"), text("findings.figures.kroner")
    if row is None:
        return []
    assumed = "_assumed" if any(c.assumption for c in dataset.initiative.costs) else ""
    cost = None if row.numerator is None else da.kroner(row.numerator)
    if cost is None or row.ratio is None:
        reason = live.why_none("cost_per_enquiry", row)
        spent = text(f"findings.figures.spent{assumed}", cost=cost) if cost else ""
        return [_no_figure(label, reason, spent)] if reason else []
    served = da.number(int(row.denominator or 0))
    detail = text(f"findings.figures.cost{assumed}", cost=cost, served=served)
    return [KeyFigure(label, da.number(row.ratio, 0), unit, detail)]
