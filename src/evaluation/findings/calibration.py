"""Does what we promise of the figures hold? The committed calibration, as a layman can read it.

Nothing is judged here: each check carries its own verdict. A promise holds when all its checks do. A method known to
be wrong must fail: where it does not, the simulation proves nothing, and the promise is not proven.
"""

from collections.abc import Iterable, Sequence
from itertools import groupby

from evaluation.calibration import Check, Result
from evaluation.findings import calibration_words as words
from evaluation.findings.calibration_model import (
    CalibrationChart,
    CalibrationFinding,
    CaseKind,
    PromiseTried,
    Simulated,
    SimulatedRow,
    Standing,
)
from evaluation.findings.calibration_verdicts import verdict_limits, verdicts
from evaluation.findings.model import Run, TableTwin
from evaluation.findings.wording import runs
from evaluation.texts import format as da
from evaluation.texts import has, text


def calibration(result: Result | None) -> CalibrationFinding:
    """The section's finding; without a result it says so."""
    if result is None or not result.checks:
        return CalibrationFinding((Run(text("calibration.none")),))
    checks = sorted(
        result.checks, key=lambda one: one.bar or 99
    )  # the trial's verdict after the numbered bars
    lines = tuple(_line(bar, tuple(own)) for bar, own in groupby(filter(_promised, checks), lambda c: c.bar))
    return CalibrationFinding(
        said=runs(_said(lines)),
        lines=lines,
        chart=_chart(checks),
        table=_table(text("calibration.table.caption"), checks),
        verdicts=verdicts(checks),
        limits=(*_limits(checks), *verdict_limits(checks)),
        made=_made(result),
        command=text("calibration.command"),
    )


def _promised(check: Check) -> bool:
    return check.band != (None, None)


# --- what was promised


def _said(lines: Sequence[PromiseTried]) -> str:
    held = sum(line.standing == "holds" for line in lines)
    if held == len(lines):
        return text("calibration.said.all", count=held)
    broken = da.joined([line.name for line in lines if line.standing != "holds"])
    return text("calibration.said.some", held=held, count=len(lines), names=broken)


def _line(bar: int, checks: tuple[Check, ...]) -> PromiseTried:
    ours = [one for one in checks if not one.negative_control]
    others = [one for one in checks if one.negative_control]
    standing = _standing(checks)
    return PromiseTried(
        name=text(f"calibration.names.bar_{bar}"),
        promise=text(f"calibration.promises.bar_{bar}"),
        found=tuple(_found(own) for own in _named(ours)),
        controls=tuple(_control(own) for own in _named(others)),
        trials=da.number(sum(one.trials for one in checks)),
        standing=standing,
        verdict=text(f"calibration.lines.{standing}"),
    )


def _standing(checks: Iterable[Check]) -> Standing:
    wrong = [one for one in checks if not one.ok]
    if not wrong:
        return "holds"
    return "unproven" if all(one.negative_control for one in wrong) else "fails"


def _named(checks: Iterable[Check]) -> list[list[Check]]:
    """The checks by name and unit, in their order."""
    found: dict[tuple[str, str], list[Check]] = {}
    for one in checks:
        found.setdefault((one.name, one.unit), []).append(one)
    return list(found.values())


def _found(checks: Sequence[Check]) -> str:
    """The span of what was found; where every case has its own band, how many of them lie in theirs."""
    told = {"label": words.label(checks[0]), "found": words.found(checks)}
    promised, failed = words.promised(checks), sum(not one.ok for one in checks)
    counted = {"held": len(checks) - failed, "failed": failed, "count": len(checks)}
    if not promised:
        return text("calibration.lines.found_own", **told, **counted)
    said = text("calibration.lines.found", **told, promised=promised)
    if not failed:
        return said
    how = "failed_one" if len(checks) == 1 else "failed"
    return text(f"calibration.lines.{how}", said=said, **counted)


def _control(checks: Sequence[Check]) -> str:
    name, found = words.label(checks[0]), words.found(checks)
    if not all(one.ok for one in checks):
        return text("calibration.lines.control_failed", label=name, found=found)
    if has(f"calibration.controls.{checks[0].name}"):
        return text(f"calibration.controls.{checks[0].name}", found=found)
    return text("calibration.lines.control", label=name, found=found)


# --- the picture


def _chart(checks: Sequence[Check]) -> CalibrationChart | None:
    """Shares only: a scale from 0 to 100 % has no room for minutes."""
    shares = [one for one in checks if one.unit == "share" and _promised(one)]
    ours = _named(one for one in shares if not one.negative_control)
    if not ours:
        return None
    beside: dict[str, list[Check]] = {own[0].name: [] for own in ours}
    for control in (one for one in shares if one.negative_control):
        if own := _counterpart(control, [own[0] for own in ours]):
            beside[own.name].append(control)
    how = "all" if all(one.ok for one in shares) else "some"
    return CalibrationChart(
        title=text(f"calibration.chart.title_{how}"),
        subtitle=text(f"calibration.chart.subtitle_{how}"),
        axis_title=text("calibration.chart.axis"),
        rows=tuple(_row(own, beside[own[0].name]) for own in ours),
    )


def _counterpart(control: Check, ours: Iterable[Check]) -> Check | None:
    """What a wrong method stands beside: same bar, bounded on the same side, its name the beginning if any is."""
    fitting = [c for c in ours if c.bar == control.bar and (c.band[0] is None) == (control.band[0] is None)]
    return max(fitting, key=lambda one: len(one.name) * control.name.startswith(one.name), default=None)


def _row(ours: Sequence[Check], controls: Sequence[Check]) -> SimulatedRow:
    promised = words.promised(ours, percent=True)
    verdict = text(f"calibration.lines.{_standing((*ours, *controls))}")
    said = {"promised": promised, "found": words.found(ours, percent=True), "verdict": verdict}
    note = text(f"calibration.chart.{'note' if promised else 'note_own'}", **said)
    cases = sorted(ours, key=lambda one: (one.band[0] or 0, one.band[1] or 1))
    return SimulatedRow(
        label=words.label(ours[0]),
        note=note,
        cases=(*(_case(one, one) for one in cases), *(_case(one, cases[0]) for one in controls)),
    )


def _case(check: Check, promise: Check) -> Simulated:
    """A case on the band of a promise: a wrong method stands beside the band that the right one was promised."""
    low, high = promise.band
    kind: CaseKind = "control" if check.negative_control else "case" if check.ok else "failed"
    said = text(
        f"calibration.chart.{kind}",
        label=words.label(check),
        case=words.case_words(check),
        found=words.found([check]),
        promised=words.promised([check]),
    )
    band = (0.0 if low is None else low, 1.0 if high is None else high)
    return Simulated(check.value, check.low, check.high, band, kind, said)


# --- the tables


def _table(caption: str, checks: Iterable[Check]) -> TableTwin:
    names = ("name", "case", "found", "interval", "promised", "trials", "verdict")
    head = tuple(text(f"calibration.table.{name}") for name in names)
    return TableTwin(caption, head, tuple(_cells(one) for one in checks), numeric=(2, 3, 4, 5))


def _cells(check: Check) -> tuple[str, ...]:
    key = "control" if check.negative_control else "ours"
    promised = words.promised([check]) or text("calibration.promised.none")
    return (
        text(f"calibration.table.{key}", label=words.label(check)),
        words.case_words(check),
        words.found([check]),
        words.interval(check),
        text("calibration.table.outside", band=promised) if check.negative_control else promised,
        da.number(check.trials),
        _verdict(check),
    )


def _verdict(check: Check) -> str:
    if not _promised(check):
        return text("calibration.table.published")
    if check.negative_control:
        return text(f"calibration.table.{'fails_rightly' if check.ok else 'fails_wrongly'}")
    return text(f"calibration.lines.{'holds' if check.ok else 'fails'}")


def _limits(checks: Iterable[Check]) -> tuple[str, ...]:
    """What was found where reality is not as the methods assume: no promise is made of it."""
    return tuple(
        text(f"calibration.limits.{group[0].name}", found=words.found(group))
        for group in _named(one for one in checks if not _promised(one))
        if has(f"calibration.limits.{group[0].name}")
    )


def _made(result: Result) -> str:
    most = (
        text("calibration.made.full")
        if result.trials is None
        else text("calibration.made.short", trials=da.number(result.trials))
    )
    total = da.number(sum(one.trials for one in result.checks))
    return text("calibration.made.sentence", total=total, seed=result.seed, version=result.version, most=most)
