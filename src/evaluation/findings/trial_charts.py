"""A trial's two pictures: its looks, and its openings one by one, which are public whoever comes."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from itertools import groupby
from string import ascii_uppercase

from evaluation.findings.common import main_sites
from evaluation.findings.dataset import Dataset
from evaluation.findings.live import rate_of
from evaluation.findings.model import Mark, WeekPoint, Zone
from evaluation.findings.trial_model import Level, LookRow, LooksChart, OpeningPoint, OpeningsChart
from evaluation.findings.trial_state import LookState, TrialState
from evaluation.findings.trial_words import ratio_of, verdict_word
from evaluation.initiative.trial_models import Trial
from evaluation.metrics import OpeningCount, opening_counts
from evaluation.stats import Verdict
from evaluation.texts import format as da
from evaluation.texts import text

_WEEK = timedelta(weeks=1)


def looks_chart(state: TrialState) -> LooksChart:
    """A row for each registered look; no place of an interval before the trial is decided."""
    trial = state.record.trial
    return LooksChart(
        title=_looks_title(state),
        subtitle=_looks_subtitle(state),
        delta=trial.smallest_change,
        rows=tuple(_row(state, look) for look in state.looks),
    )


def _looks_subtitle(state: TrialState) -> str:
    if state.decided is None:
        return text("trials.chart.looks_early")
    return text("trials.chart.looks_decided", before=text(f"trials.chart.before_{state.record.trial.design}"))


def _looks_title(state: TrialState) -> str:
    decided = state.decided
    if decided is None:
        return text(f"trials.chart.title_{'over' if state.over else 'early'}")
    word = verdict_word(state.record.trial, state.verdict)
    return text("trials.chart.title_decided", number=decided.number, verdict=word)


def _row(state: TrialState, look: LookState) -> LookRow:
    name = text("trials.chart.look", number=look.number)
    if look.dropped or (state.over and not look.taken):
        word = text(f"trials.chart.{'dropped' if state.decided else 'ended'}")
        return LookRow(name, da.day(look.date), "dropped", word=word)
    kind = "held" if look.taken else "expected"
    unit = "one" if look.openings == 1 else "many"
    note = text(f"trials.chart.note_{kind}_{unit}", day=da.day(look.date), count=da.number(look.openings))
    if not look.taken:
        return LookRow(name, note, "planned", None, look.half_width, text("trials.chart.planned"))
    if state.decided is not None and look.decision is not None:
        return LookRow(name, note, "told", ratio_of(look.decision), deciding=look == state.decided)
    if state.decided is None and look.half_width is not None:
        return LookRow(name, note, "early", None, look.half_width)
    return LookRow(name, note, "none", word=text("trials.chart.no_answer"))


def openings_chart(dataset: Dataset, state: TrialState) -> OpeningsChart | None:
    """Opening by opening at both places, all enquiries; None while neither has had one."""
    trial = state.record.trial
    every = opening_counts(dataset.engine, None, trial.last_date)
    counted = [o for o in every if o.site in (trial.from_site, trial.to_site)]
    if not counted:
        return None
    first, last = (_monday(end(o.local_date for o in counted)) for end in (min, max))
    last = max(last, min(_monday(trial.last_date), _monday(dataset.data_through or trial.last_date)))
    weeks = [first + _WEEK * n for n in range((last - first).days // 7 + 1)]
    others = _others(dataset, trial, every)
    zones = _zones(dataset, trial, counted, weeks)
    points = [*(_point(o, trial) for o in counted), *_cancelled(dataset, trial, weeks)]
    levels = _levels(dataset, state, counted, zones, weeks)
    return OpeningsChart(
        title=text("trials.chart.openings_title", name=dataset.initiative.site(trial.to_site).name),
        subtitle=_openings_subtitle(dataset, trial, others, points, zones=zones, levels=levels),
        axis_title=text("trials.chart.openings_axis"),
        weeks=tuple(_average(every, others, weeks)),
        points=tuple(sorted(points, key=lambda point: point.date)),
        zones=zones,
        marks=_marks(dataset, trial, weeks),
        levels=levels,
    )


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def _rate(held: Sequence[OpeningCount]) -> float | None:
    hours = sum(o.open_hours for o in held)
    return sum(o.enquiries for o in held) / hours if hours else None


def _point(opening: OpeningCount, trial: Trial) -> OpeningPoint:
    return OpeningPoint(opening.local_date, _rate([opening]), after=opening.site == trial.to_site)


def _cancelled(dataset: Dataset, trial: Trial, weeks: Sequence[date]) -> Iterator[OpeningPoint]:
    """Openings that were cancelled, and not held on another day instead."""
    replaced = {o.replaces for o in dataset.openings if o.replaces}
    for o in dataset.openings:
        mine = o.site in (trial.from_site, trial.to_site) and weeks[0] <= _monday(o.local_date) <= weeks[-1]
        if mine and o.status == "cancelled" and o.opening_id not in replaced:
            yield OpeningPoint(o.local_date, None, after=o.site == trial.to_site)


def _others(dataset: Dataset, trial: Trial, every: Sequence[OpeningCount]) -> list[str]:
    """Places to compare with: of the same kind, and open both before the trial began and since."""
    dates: dict[str, list[date]] = {}
    for o in every:
        dates.setdefault(o.site, []).append(o.local_date)
    kind = dataset.initiative.site(trial.from_site).kind
    return [
        site
        for site in main_sites(dataset)
        if site not in (trial.from_site, trial.to_site)
        and dataset.initiative.site(site).kind is kind
        and site in dates
        and min(dates[site]) < trial.starts_on <= max(dates[site])
    ]


def _average(
    every: Sequence[OpeningCount], others: Sequence[str], weeks: Sequence[date]
) -> Iterator[WeekPoint]:
    """The other places' enquiries per open hour, week by week; a week without an opening breaks the line."""
    by_week: dict[date, list[OpeningCount]] = {}
    for o in every:
        if o.site in others:
            by_week.setdefault(o.week_start, []).append(o)
    for week in weeks:
        yield WeekPoint(week, _rate(by_week.get(week, [])))


def _zones(
    dataset: Dataset, trial: Trial, counted: Sequence[OpeningCount], weeks: Sequence[date]
) -> tuple[Zone, ...]:
    """Closed weeks, and the opening months of either place."""
    closed = set(dataset.initiative.calendar.closed_iso_weeks)
    found = _stretches([w for w in weeks if w.isocalendar().week in closed], text("trials.chart.closed"))
    length = dataset.initiative.ramp_weeks
    for site in (trial.from_site, trial.to_site):
        dates = [o.local_date for o in counted if o.site == site]
        if dates and length:
            first = _monday(min(dates))
            ramp = [
                w for w in weeks if first <= w < first + _WEEK * length and w.isocalendar().week not in closed
            ]
            found += _stretches(ramp, text("trials.chart.ramp"))
    return tuple(sorted(found, key=lambda zone: zone.first_week))


def _stretches(weeks: Sequence[date], label: str) -> list[Zone]:
    runs = groupby(enumerate(weeks), key=lambda pair: pair[1] - _WEEK * pair[0])
    return [Zone(run[0][1], run[-1][1], label) for run in (list(found) for _, found in runs)]


def _marks(dataset: Dataset, trial: Trial, weeks: Sequence[date]) -> tuple[Mark, ...]:
    """The trial's own beginning, and what else happened to its places or to all."""
    mine = {None, trial.from_site, trial.to_site}
    found = [
        (event.date, event.text)
        for event in dataset.initiative.events
        if event.site in mine and weeks[0] <= _monday(event.date) <= weeks[-1]
    ]
    told = any(event.site == trial.to_site for event in dataset.initiative.events)
    if not told and weeks[0] <= _monday(trial.starts_on) <= weeks[-1]:
        found.append((trial.starts_on, text("trials.chart.begins", name=trial.name)))
    return tuple(Mark(letter, *one) for letter, one in zip(ascii_uppercase, sorted(found), strict=False))


def _levels(
    dataset: Dataset,
    state: TrialState,
    counted: Sequence[OpeningCount],
    zones: Sequence[Zone],
    weeks: Sequence[date],
) -> tuple[Level, ...]:
    """Of a decided trial: the public rate of either side outside the grey weeks, where it has an interval."""
    if state.verdict is Verdict.TOO_EARLY:
        return ()
    grey = {w for w in weeks if any(zone.first_week <= w <= zone.last_week for zone in zones)}
    trial, found = state.record.trial, []
    for site in (trial.from_site, trial.to_site):
        settled = [o for o in counted if o.site == site and o.week_start not in grey]
        cell = rate_of(dataset, settled)
        if cell.value is None or cell.low is None or cell.high is None:
            continue
        inside = {o.week_start for o in settled}
        span = [w for w in weeks if min(inside) <= w <= max(inside) and w not in grey]
        for zone in _stretches(span, ""):
            found.append(Level(zone.first_week, zone.last_week, cell.value, cell.low, cell.high))
    return tuple(found)


def _openings_subtitle(
    dataset: Dataset,
    trial: Trial,
    others: Sequence[str],
    points: Iterable[OpeningPoint],
    *,
    zones: Sequence[Zone],
    levels: Sequence[Level],
) -> str:
    """What is drawn: all enquiries, no estimate; and how to read the marks that are there."""
    site = dataset.initiative.site
    names: Mapping[str, str] = {"before": site(trial.from_site).name, "after": site(trial.to_site).name}
    said = [text("trials.chart.openings_subtitle", **names)]
    if others:
        said.append(text("trials.chart.others", places=da.joined([site(one).name for one in others])))
    if any(point.value is None for point in points):
        said.append(text("trials.chart.cancelled"))
    if zones:
        words = dict.fromkeys(zone.label.lower() for zone in zones)
        said.append(text("trials.chart.grey", what=da.joined(list(words))))
    if levels:
        said.append(text("trials.chart.levels"))
    return " ".join(said)
