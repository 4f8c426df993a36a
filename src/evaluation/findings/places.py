"""Steder: which places reach most of those it is for?"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import combinations

from evaluation.disclosure import Cell, Release, Role, Status
from evaluation.findings import sensitive
from evaluation.findings.common import (
    caveats,
    definitions,
    is_daily,
    main_sites,
    moves,
)
from evaluation.findings.dataset import Dataset
from evaluation.findings.model import Comparison, IntervalChart, IntervalRow, Opening, TableTwin, Unit
from evaluation.findings.pages import Definitions, PlacesFinding
from evaluation.findings.period import Period
from evaluation.findings.place import Place, measure
from evaluation.findings.place_groups import estimates, groups_table, inseparable_from, moved, smoothed
from evaluation.findings.wording import between, explained, figure, runs, sentence_rate, spelled
from evaluation.stats import FEWEST_OPENINGS, Difference, pairs_of_rates
from evaluation.texts import format as da
from evaluation.texts import text

#: Six places make fifteen pairs.
MOST_COMPARED = 6


def places(dataset: Dataset, role: Role, period: Period) -> PlacesFinding:
    """The page's finding for a role and a period. Sites stand alphabetically, never by rank."""
    release = sensitive.released(dataset, role)
    found = [measure(dataset, release, site, period) for site in main_sites(dataset)]
    found = [place for place in found if place.openings]
    for_target = release is not None
    # A chart of nothing but "afventer" tells nobody anything.
    drawn_target = for_target and not _awaits(found)
    differences = _differences(found)
    keys = ["enquiries_per_open_hour", "wait_median", "walk_away_share"]
    keys = (["target_group_per_open_hour", "target_group_share"] if for_target else []) + keys
    return PlacesFinding(
        opening=_opening(dataset, found, differences, period, for_target),
        lead=_lead_chart(dataset, found, differences, drawn_target),
        groups=groups_table(found, differences, _measured(dataset, for_target)),
        comparisons=tuple(_comparison(found, d) for d in differences if {d.a, d.b} not in moves(dataset)),
        behind=_behind(dataset, found, drawn_target),
        table=_table(dataset, found, for_target),
        definitions=(*definitions(dataset, keys, period), *_smoothing(found)),
        caveats=_caveats(dataset, found, release),
        notices=(*_notices(found, for_target), *_left_out(dataset), *moved(dataset, found)),
    )


def _notices(found: Sequence[Place], for_target: bool) -> tuple[str, ...]:
    said = [] if for_target else [text("findings.places.no_target_lead")]
    if _too_many(found):
        said.append(text("findings.places.too_many", most=spelled(MOST_COMPARED)))
    return tuple(said)


def _left_out(dataset: Dataset) -> tuple[str, ...]:
    """The places that have no openings while others have: the page divides by open hours, so they are not in it."""
    opened = {opening.site for opening in dataset.openings}
    without = [dataset.initiative.site(site).name for site in main_sites(dataset) if site not in opened]
    if is_daily(dataset) or not without:
        return ()
    return (text("findings.places.without_openings", sites=da.joined(without)),)


def _measured(dataset: Dataset, for_target: bool) -> str:
    """What the page compares by, with its unit."""
    unit = "per_day" if is_daily(dataset) else "per_hour"
    return text(f"findings.target_{unit}" if for_target else f"findings.{unit}")


def _awaits(found: Sequence[Place]) -> bool:
    """Whether the target group's figures are still to come at every place that is not on trial."""
    compared = [p for p in found if not p.on_trial]
    return bool(compared) and all(p.lead.status is Status.PENDING for p in compared)


def _too_many(found: Sequence[Place]) -> bool:
    return len(_top(found)) > MOST_COMPARED


def _differences(found: Sequence[Place]) -> tuple[Difference, ...]:
    """Every pair with an interval each, all of them simultaneous; sites on trial are compared by the trial only.

    None where the places are too many to be held against each other: a reader cannot take the pairs in, and the
    intervals would have to be so wide that they say nothing.
    """
    rates = estimates(found)
    return pairs_of_rates(rates) if len(rates) <= MOST_COMPARED else ()


def _comparison(found: Sequence[Place], d: Difference) -> Comparison:
    names = {p.id: p.name for p in found}
    first, second = (d.a, d.b) if (d.value or 0) >= 0 else (d.b, d.a)
    pair = text("findings.places.over", a=names[first], b=names[second])
    if d.value is None or d.low is None or d.high is None:
        hidden = text("findings.places.verdict_hidden")
        return Comparison(pair, "", "", "suppressed", hidden)
    value, low, high = (d.value, d.low, d.high) if first == d.a else _turned(d.value, d.low, d.high)
    ends = text("findings.places.between", low=da.signed_percent(low), high=da.signed_percent(high))
    if d.separable:
        verdict = text("findings.places.verdict_higher", site=names[first])
        return Comparison(pair, da.signed_percent(value), ends, "higher", verdict)
    verdict = text("findings.places.verdict_inseparable")
    return Comparison(pair, da.signed_percent(value), ends, "inseparable", verdict)


def _turned(value: float, low: float, high: float) -> tuple[float, float, float]:
    """The same difference seen from the other side."""
    return 1 / (1 + value) - 1, 1 / (1 + high) - 1, 1 / (1 + low) - 1


def _top(found: Sequence[Place]) -> list[Place]:
    return sorted((p for p in found if p.lead.value is not None), key=lambda p: -(p.lead.value or 0))


def _few(found: Sequence[Place]) -> list[Place]:
    """Places with too few openings for a figure: they have no rank."""
    return [p for p in found if p.lead.status is Status.TOO_EARLY and not p.on_trial]


def _opening(
    dataset: Dataset,
    found: Sequence[Place],
    differences: Sequence[Difference],
    period: Period,
    for_target: bool,
) -> Opening:
    few, unit = _few(found), "days" if is_daily(dataset) else "openings"
    settled = [p for p in found if p not in few and not p.on_trial]
    if few and not settled:
        key = "not_compared" if len(few) > 1 else "alone_early"
        said = [text(f"findings.places.{key}_{unit}", least=spelled(FEWEST_OPENINGS))]
    else:
        said = [_lead_sentence(dataset, settled, differences, period, for_target)]
        names = da.joined([p.name for p in few])
        said += [text(f"findings.places.too_few_{unit}", sites=names)] if few else []
    said += _trial_sentence(found)
    return Opening(
        text("findings.places.question"),
        runs(da.typeset(" ".join(said))),
        _scope(found, period, for_target),
    )


def _scope(found: Sequence[Place], period: Period, for_target: bool) -> str:
    said = [text("findings.places.scope", period=da.period(period.start, period.end))]
    said += [text("findings.places.scope_quarters")] if for_target else []
    said += [text("findings.places.scope_order")] if len(found) > 1 else []
    return " ".join(said)


def _lead_sentence(
    dataset: Dataset,
    found: Sequence[Place],
    differences: Sequence[Difference],
    period: Period,
    for_target: bool,
) -> str:
    top = _top(found)
    if not top:
        why = _why(dataset, found, period)
        return text(
            "findings.places.nothing_target" if for_target else "findings.places.nothing", why=why
        ).rstrip()
    rate = sentence_rate(top[0].lead, _measured(dataset, for_target))
    if len(top) == 1 or _too_many(found):
        key = "alone" if len(top) == 1 else "most"
        return text(f"findings.places.{key}", site=top[0].name, rate=rate)
    if not top[0].lead.value:
        return text("findings.places.nobody_target" if for_target else "findings.places.nobody")
    tied = inseparable_from(top[0].id, differences)
    if tied:
        others = da.joined([p.name for p in found if p.id in tied])
        return text("findings.places.highest_inseparable", site=top[0].name, rate=rate, others=others)
    said = text("findings.places.highest", site=top[0].name, rate=rate)
    pairs = [
        text("findings.places.pair", a=a.name, b=b.name)
        for a, b in combinations(top[1:], 2)
        if b.id in inseparable_from(a.id, differences)
    ]
    return f"{said} {_cannot_separate(pairs)}".strip()


def _cannot_separate(pairs: Sequence[str]) -> str:
    if not pairs:
        return ""
    return text("findings.places.inseparable", pairs=text("findings.places.pair_join").join(pairs))


def _why(dataset: Dataset, found: Sequence[Place], period: Period) -> str:
    status = {p.lead.status for p in found}
    if Status.PENDING in status:
        return f"{text('findings.places.why_pending')} {sensitive.pending_until(dataset, period)}"
    return text("findings.places.why_hidden") if Status.SUPPRESSED in status else ""


def _trial_sentence(found: Sequence[Place]) -> list[str]:
    names = [p.name for p in found if p.on_trial]
    if not names:
        return []
    key = "too_early" if len(names) == 1 else "too_early_many"
    return [text(f"findings.places.{key}", sites=da.joined(names))]


def _lead_chart(
    dataset: Dataset, found: Sequence[Place], differences: Sequence[Difference], for_target: bool
) -> IntervalChart:
    axis = _measured(dataset, for_target)
    rows = tuple(IntervalRow(p.name, p.note, p.lead if for_target else p.rate) for p in found)
    title = _lead_title(found, differences, for_target, "_day" if is_daily(dataset) else "")
    return IntervalChart(title, text("findings.places.lead_subtitle"), axis, "number", rows)


def _lead_title(
    found: Sequence[Place], differences: Sequence[Difference], for_target: bool, kind: str
) -> str:
    top = _top(found)
    if not for_target:
        return text("findings.places.lead_title_all")
    if len(top) > 1 and differences and not inseparable_from(top[0].id, differences):
        return text(f"findings.places.lead_title{kind}", site=top[0].name)
    return text(f"findings.places.lead_title_plain{kind}")


def _behind(dataset: Dataset, found: Sequence[Place], for_target: bool) -> tuple[IntervalChart, ...]:
    kind = "_day" if is_daily(dataset) else ""
    charts = []
    if for_target:
        charts.append(_small("all", kind, "number", {p.name: p.rate for p in found}))
        share = _small("share", "", "percent", {p.name: p.share for p in found})
        charts.append(replace(share, subtitle=text(f"findings.places.share_subtitle{kind}")))
    waits = tuple(IntervalRow(p.name, "", p.wait.median, p.wait.p90) for p in found)
    if any(row.cell.shown for row in waits):
        charts.append(replace(_small("wait", "", "minutes", {}), rows=waits))
    return tuple(charts)


def _small(name: str, kind: str, unit: Unit, cells: Mapping[str, Cell]) -> IntervalChart:
    return IntervalChart(
        text(f"findings.places.{name}_title"),
        text(f"findings.places.{name}_subtitle{kind}"),
        text(f"findings.places.{name}_axis{kind}"),
        unit,
        tuple(IntervalRow(label, "", cell) for label, cell in cells.items()),
    )


def _table(dataset: Dataset, found: Sequence[Place], for_target: bool) -> TableTwin:
    daily, rates = is_daily(dataset), smoothed(found)
    lead = ["target_rate_day" if daily else "target_rate"] if for_target else []
    rate, even = ["rate_day" if daily else "rate"], ["smoothed"] if rates else []
    # The smoothed rate stands beside the one it is drawn from.
    middle = [*lead, *even, "target_share", *rate] if for_target else [*rate, *even]
    head = ["site", "days" if daily else "openings", *middle, "wait", "walk_away"]
    rows = tuple(_table_row(p, for_target, rates) for p in found)
    names = tuple(text(f"findings.places.{name}") for name in head)
    return TableTwin(text("findings.places.caption"), names, rows, tuple(range(1, len(head))))


def _table_row(p: Place, for_target: bool, rates: Mapping[str, float]) -> tuple[str, ...]:
    even = (_even(p, rates),) if rates else ()
    lead = (_both(p.lead, "number"), *even)
    upper = "" if p.wait.p90 is None else text("findings.places.p90", value=da.number(p.wait.p90, 0))
    wait = "\n".join(part for part in (_both(p.wait.median, "minutes"), upper) if part)
    rest = (_both(p.share, "percent"), _both(p.rate, "number")) if for_target else ()
    return (p.name, da.number(p.openings), *lead, *rest, wait, _both(p.walk_away, "percent"))


def _even(p: Place, rates: Mapping[str, float]) -> str:
    if p.id in rates:
        return da.number(rates[p.id], da.rate_decimals(rates[p.id]))
    return text("findings.places.not_smoothed") if p.lead.shown else figure(p.lead, "number")


def _smoothing(found: Sequence[Place]) -> Definitions:
    if not smoothed(found):
        return ()
    return ((text("findings.places.smoothed"), text("findings.places.smoothed_about")),)


def _both(cell: Cell, unit: Unit) -> str:
    """Figure and interval, on two lines."""
    return "\n".join(part for part in (figure(cell, unit), between(cell, unit)) if part)


def _caveats(dataset: Dataset, found: Sequence[Place], release: Release | None) -> tuple[str, ...]:
    left = sum(p.wait.excluded for p in found)
    unknown = (text("findings.caveats.wait_unknown", count=da.number(left)),) if left else ()
    cells = [cell for p in found for cell in (p.lead, p.rate, p.share, p.wait.median, p.walk_away)]
    return (*explained(cells, daily=is_daily(dataset)), *caveats(dataset, release), *unknown)
