"""Does what we promise of the figures hold? The committed calibration, as a layman can read it.

A promise is a row: what we say, what the test gave. It has passed when all its checks have; a method known to be
wrong must fail, and where it gets through, the test proves nothing.
"""

from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import Final

from evaluation.calibration import Check, Result
from evaluation.findings import calibration_words as words
from evaluation.findings.calibration_model import (
    CalibrationChart,
    CalibrationFinding,
    PromiseTried,
    SimulatedRow,
    WrongMethod,
)
from evaluation.findings.calibration_standing import standing, together
from evaluation.findings.calibration_tables import cases, tried
from evaluation.findings.calibration_verdicts import verdict_limits, verdicts
from evaluation.findings.model import Run
from evaluation.findings.wording import runs
from evaluation.texts import format as da
from evaluation.texts import has, text

#: The check that a bar's row tells of; the first one, where none is named here.
_TOLD: Final = {4: "looks_false", 5: "power_planned"}
#: The methods known to be wrong at the same task.
_BESIDE: Final = {
    "rate_interval": ("poisson_interval",),
    "moved_interval": ("moved_before_after", "moved_one_step"),
    "three_sites": ("three_sites_unadjusted",),
    "chart_false_alarm": ("chart_xmr", "chart_c"),
    "waits_p90": ("waits_p90_served",),
}
#: A row names so many cases that keep it from having passed; all stand in the tables.
_NOTES: Final = 2

#: The checks of one bar.
_Bar = tuple[Check, ...]


def calibration(result: Result | None) -> CalibrationFinding:
    """The section's finding; without a result it says so."""
    if result is None or not result.checks:
        return CalibrationFinding((Run(text("calibration.none")),))
    # the trial's verdict after the numbered bars
    checks = sorted(result.checks, key=lambda one: one.bar or 99)
    promised = [one for one in checks if words.has_promise(one)]
    bars = [tuple(own) for _, own in groupby(promised, lambda one: one.bar)]
    lines = tuple(map(_line, bars))
    return CalibrationFinding(
        said=runs(_said(lines)),
        about=text("calibration.section.about"),
        lines=lines,
        chart=_chart(bars),
        tried=tried(one for one in promised if not one.negative_control),
        table=cases(checks),
        verdicts=verdicts(checks),
        controls=tuple(map(_control, words.named(one for one in promised if one.negative_control))),
        limits=(*_limits(checks), *verdict_limits(checks)),
        made=_made(result, promised),
        command=text("calibration.command"),
    )


# --- what was promised


def _said(lines: Sequence[PromiseTried]) -> str:
    passed = sum(line.standing == "passed" for line in lines)
    if passed == len(lines):
        return text("calibration.said.all", count=passed)
    said = [text("calibration.said.some", passed=passed, count=len(lines))]
    for how in ("unsure", "failed"):
        if names := [line.name for line in lines if line.standing == how]:
            said.append(text(f"calibration.said.{how}", names=da.joined(names)))
    return " ".join(said)


def _line(checks: _Bar) -> PromiseTried:
    bar, told, how = checks[0].bar, _told(checks), together(checks)
    return PromiseTried(
        name=text(f"calibration.names.bar_{bar}"),
        promise=text(f"calibration.promises.bar_{bar}"),
        says=words.says(told),
        gave=words.gave(told),
        notes=_notes([one for one in checks if standing(one) != "passed"]),
        trials=da.number(sum(one.trials for one in told)),
        standing=how,
        verdict=text(f"calibration.standing.{how}"),
    )


def _told(checks: _Bar) -> list[Check]:
    """The checks of the row's figure; a bar of nothing but methods known to be wrong tells of the first."""
    kinds = words.named(one for one in checks if not one.negative_control) or words.named(checks)
    return next((own for own in kinds if own[0].name == _TOLD.get(checks[0].bar)), kinds[0])


def _notes(checks: Sequence[Check]) -> tuple[str, ...]:
    said = [_note(one) for one in checks[:_NOTES]]
    if more := len(checks) - len(said):
        said.append(text("calibration.lines.more", count=more))
    return tuple(said)


def _note(check: Check) -> str:
    name, found = words.label(check), words.found([check])
    if check.negative_control:
        return text("calibration.lines.control_through", label=name, found=found)
    return text(
        "calibration.lines.note",
        label=name,
        case=words.case_words(check),
        found=found,
        promised=words.promised([check]),
    )


def _control(checks: Sequence[Check]) -> str:
    name, found = words.label(checks[0]), words.found(checks)
    if not all(one.ok for one in checks):
        return text("calibration.lines.control_through", label=name, found=found)
    if has(f"calibration.controls.{checks[0].name}"):
        return text(f"calibration.controls.{checks[0].name}", found=found)
    return text("calibration.lines.control", label=name, found=found)


# --- the picture


def _chart(bars: Iterable[_Bar]) -> CalibrationChart | None:
    """Shares on one band only: a scale from 0 to 100 % has no room for minutes, nor for a band a case."""
    rows = [(checks, _told(checks)) for checks in bars]
    drawn = [(checks, told) for checks, told in rows if _has_one_band(told)]
    if not drawn:
        return None
    how = "all" if all(together(told) == "passed" for _, told in drawn) else "some"
    return CalibrationChart(
        title=text(f"calibration.chart.title_{how}"),
        subtitle=text(f"calibration.chart.subtitle_{how}"),
        axis_title=text("calibration.chart.axis"),
        rows=tuple(_row(checks, told) for checks, told in drawn),
    )


def _has_one_band(told: Sequence[Check]) -> bool:
    """Whether all cases are shares that are bounded on the same sides."""
    bounded = {tuple(bound is None for bound in one.band) for one in told}
    first = told[0]
    drawable = first.unit == "share" and not first.negative_control and "predicted" not in first.case
    return drawable and len(bounded) == 1


def _row(checks: _Bar, told: Sequence[Check]) -> SimulatedRow:
    lows, highs = ([one.band[side] for one in told] for side in (0, 1))
    how, name, promised = together(told), words.label(told[0]), words.promised(told)
    verdict, beside = text(f"calibration.standing.{how}"), _BESIDE.get(told[0].name, ())
    return SimulatedRow(
        label=name,
        low=min(one.value for one in told),
        high=max(one.value for one in told),
        band=(min(low or 0.0 for low in lows), max(1.0 if high is None else high for high in highs)),
        standing=how,
        words=text(
            "calibration.chart.row", label=name, found=words.gave(told), promised=promised, verdict=verdict
        ),
        controls=tuple(_wrong(own) for own in words.named(checks) if own[0].name in beside),
    )


def _wrong(checks: Sequence[Check]) -> WrongMethod:
    """At the case in which it comes nearest to passing."""
    low = checks[0].band[0]
    nearest = (min if low is None else max)(one.value for one in checks)
    said = {"label": words.label(checks[0]), "found": words.found(checks)}
    return WrongMethod(nearest, text("calibration.chart.control", **said))


# --- what goes with it


def _limits(checks: Iterable[Check]) -> tuple[str, ...]:
    """What was found where reality is not as the methods assume: no promise is made of it."""
    return tuple(
        text(f"calibration.limits.{group[0].name}", found=words.found(group))
        for group in words.named(one for one in checks if not words.has_promise(one))
        if has(f"calibration.limits.{group[0].name}")
    )


def _made(result: Result, promised: Sequence[Check]) -> str:
    most = (
        text("calibration.made.full")
        if result.trials is None
        else text("calibration.made.short", trials=da.number(result.trials))
    )
    trials = [one.trials for one in promised or result.checks]
    least, largest = da.number(min(trials)), da.number(max(trials))
    span = least if least == largest else text("calibration.found.dash", low=least, high=largest)
    return text("calibration.made.sentence", span=span, seed=result.seed, version=result.version, most=most)
