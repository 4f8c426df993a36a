"""Metode: how are the figures calculated, and can they be relied on?"""

from collections.abc import Iterable

from evaluation.calibration import load
from evaluation.disclosure import Role, threshold_for
from evaluation.findings import data_quality, live
from evaluation.findings.calibration import calibration
from evaluation.findings.data_status import account
from evaluation.findings.dataset import Dataset
from evaluation.findings.model import KeyFigure, Opening
from evaluation.findings.pages import Definitions, MeasureGroup, MeasureLine, MethodFinding
from evaluation.findings.period import WHOLE, Period
from evaluation.findings.wording import runs
from evaluation.metrics import METRICS, Metric, Row
from evaluation.metrics.metric import Kind
from evaluation.texts import format as da
from evaluation.texts import table, text

#: In the order of the page.
_GROUPS = ("visits", "people", "waits", "cases", "openings", "money", "survey")
_BY_TABLE = {"o": "openings", "k": "money", "s": "cases", "v": "survey"}
#: What a log cannot tell, unless one of these columns or answers is there.
_UNANSWERED = {
    "repeated": ("repeated_information",),
    "experience": ("satisfaction", "overall"),
    "anonymity": ("anonymity",),
    "atmosphere": ("atmosphere",),
}
_UNCERTAINTY = (
    "counts",
    "target",
    "shares",
    "waits",
    "comparisons",
    "move",
    "ramp",
    "looks",
    "decision",
    "weeks",
    "early",
)


def method(dataset: Dataset, role: Role) -> MethodFinding:
    """The page's finding for a role. It speaks of all data: no filter is laid on it."""
    groups = _groups(dataset)
    return MethodFinding(
        opening=_opening(dataset, groups),
        figures=_figures(dataset, groups),
        sources=data_quality.sources(dataset),
        quality=data_quality.notes(dataset, role),
        uncertainty=_uncertainty(),
        calibration=calibration(load()),
        measures=groups,
        protection=_protection(dataset, role),
        unanswered=_unanswered(dataset),
        remarks=_remarks(dataset),
        promises=tuple((p.name, p.note) for p in dataset.initiative.promise if p.note),
    )


# --- the answer


def _opening(dataset: Dataset, groups: tuple[MeasureGroup, ...]) -> Opening:
    rows = _rows(dataset)
    parts = [
        text(
            "findings.method.answer",
            used=da.number(rows["used"]),
            read=da.number(rows["read"]),
            share=data_quality.part(rows["used"], rows["read"]),
        ),
        _coverage(dataset),
        text("findings.method.computed", told=da.number(_told(groups)), all=da.number(_all(groups))),
    ]
    through = da.day(dataset.data_through) if dataset.data_through else text("findings.footer.none")
    scope = text("findings.method.scope", first=da.day(dataset.initiative.first_date), through=through)
    return Opening(text("pages.method.question"), runs(da.typeset(" ".join(p for p in parts if p))), scope)


def _coverage(dataset: Dataset) -> str:
    held, gaps = data_quality.uncovered(dataset)
    if not held:
        return ""
    if not gaps:
        one = held == 1
        return (
            text("findings.method.covered_one")
            if one
            else text("findings.method.covered_all", held=da.number(held))
        )
    return text("findings.method.covered", covered=da.number(held - len(gaps)), held=da.number(held))


def _rows(dataset: Dataset) -> dict[str, int]:
    return account(file.rows for _, file in dataset.enquiry_files)


def _told(groups: Iterable[MeasureGroup]) -> int:
    return sum(line.told for group in groups for line in group.lines)


def _all(groups: Iterable[MeasureGroup]) -> int:
    return sum(len(group.lines) for group in groups)


def _figures(dataset: Dataset, groups: tuple[MeasureGroup, ...]) -> tuple[KeyFigure, ...]:
    rows = _rows(dataset)
    held, gaps = data_quality.uncovered(dataset)
    found = [
        _figure("used", data_quality.part(rows["used"], rows["read"]), read=da.number(rows["read"])),
        _figure("rejected", da.number(rows["rejected"])),
        _figure("covered", da.number(held - len(gaps)), held=da.number(held)) if held else None,
        _figure("measures", da.number(_told(groups)), all=da.number(_all(groups))),
        _figure("sources", da.number(len(data_quality.sources(dataset).rows)), names=_names(dataset)),
    ]
    return tuple(figure for figure in found if figure is not None)


def _figure(name: str, value: str, **detail: str) -> KeyFigure:
    label = text(f"findings.method.figure_{name}")
    return KeyFigure(label, value, "", text(f"findings.method.detail_{name}", **detail))


def _names(dataset: Dataset) -> str:
    return da.joined([row[0] for row in data_quality.sources(dataset).rows])


# --- the measures


def _groups(dataset: Dataset) -> tuple[MeasureGroup, ...]:
    """Every measure of the registry, in groups, with what the log must tell for it and whether it does."""
    found: dict[str, list[MeasureLine]] = {name: [] for name in _GROUPS}
    for metric in METRICS.values():
        found[_group(metric)].append(_line(dataset, metric))
    return tuple(
        MeasureGroup(text(f"findings.method.group_{name}"), tuple(lines))
        for name, lines in found.items()
        if lines
    )


def _group(metric: Metric) -> str:
    if metric.table in _BY_TABLE:
        return _BY_TABLE[metric.table]
    if metric.kind == "histogram" or metric.key == "no_show_share":
        return "waits"
    return "people" if metric.sensitive else "visits"


def _line(dataset: Dataset, metric: Metric) -> MeasureLine:
    words = table(f"metrics.{metric.key}")
    asked = live.measured(dataset, metric.key, {}, _whole(dataset))
    said = [text(f"metrics.notes.{note}") for note in asked.notes]
    unit = text(
        "findings.method.unit",
        unit=text(f"metrics.units.{asked.unit}"),
        better=text(f"findings.method.better_{metric.direction}"),
    )
    needs = da.joined([_either(need.split("|")) for need in metric.needs])
    row = live.row_of(asked)
    why = live.why_none(metric.key, row) if row else None
    told = why is None and _has_figure(metric.kind, row)
    return MeasureLine(
        name=words["label"],
        definition=" ".join([words["definition"], *said]),
        not_counted=words["not_counted"],
        unit=unit,
        needs=text("findings.method.needs", fields=needs) if needs else text("findings.method.needs_none"),
        told=told,
        verdict=_verdict(asked.missing, why, told=told),
    )


def _whole(dataset: Dataset) -> Period:
    first, last = dataset.initiative.starts_on, dataset.initiative.evaluation_ends_on
    return Period(WHOLE, "", first, max(first, min(last, dataset.data_through or first)), ())


def _either(names: list[str]) -> str:
    return text("findings.method.or").join(f"»{text(f'metrics.columns.{name}')}«" for name in names)


def _has_figure(kind: Kind, row: Row | None) -> bool:
    """Whether the measure has a figure over the whole: a column may be filled, and none of its rows be concerned."""
    if row is None:
        return False
    if kind == "histogram":
        return row.n > 0
    return (row.numerator if kind == "count" else row.ratio) is not None


def _verdict(missing: tuple[str, ...], why: str | None, *, told: bool) -> str:
    if missing:
        return text("findings.method.missing", fields=_either(list(missing)))
    if why:
        return text(why)
    return text(f"findings.method.{'told' if told else 'no_figure'}")


# --- what lies behind


def _uncertainty() -> Definitions:
    defined = (text("findings.method.interval"), text("findings.interval_defined"))
    named = ((f"findings.method.{name}_name", f"findings.method.{name}_how") for name in _UNCERTAINTY)
    return (defined, *((text(name), text(how)) for name, how in named))


def _protection(dataset: Dataset, role: Role) -> tuple[str, ...]:
    threshold = threshold_for(role, dataset.initiative.thresholds)
    steward = role is Role.DATAANSVARLIG
    rule = (
        text("disclosure.reader.steward") if steward else text("disclosure.reader.rule", threshold=threshold)
    )
    own = [text(f"findings.method.{name}") for name in ("certainty", "this_page", "pseudonymous", "dropped")]
    return (rule, text("disclosure.reader.limits"), text("disclosure.reader.counts"), *own)


def _unanswered(dataset: Dataset) -> tuple[str, ...]:
    present = dataset.engine.facts.present
    silent = (name for name, told in _UNANSWERED.items() if not present & set(told))
    return (
        *(text(f"findings.method.silent_{name}") for name in silent),
        text("findings.method.silent_cause"),
        text("findings.method.silent_people"),
    )


def _remarks(dataset: Dataset) -> tuple[str, ...]:
    """What the sources say against each other, and what is assumed."""
    initiative = dataset.initiative
    said = list(initiative.notes)
    if any(rule.assumption for rule in initiative.schedule):
        said.append(text("findings.caveats.assumption"))
    if any(cost.assumption for cost in initiative.costs):
        said.append(text("findings.method.costs_assumed"))
    return tuple(said)
