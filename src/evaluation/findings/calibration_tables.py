"""The calibration in full: a row for all cases of a kind, and a row a case."""

from collections.abc import Iterable, Sequence

from evaluation.calibration import Check
from evaluation.findings import calibration_words as words
from evaluation.findings.calibration_standing import standing, together
from evaluation.findings.model import TableTwin
from evaluation.texts import format as da
from evaluation.texts import text


def tried(checks: Iterable[Check]) -> TableTwin:
    """What is promised, all cases of a kind as one row."""
    head = ("name", "says", "gave", "count", "verdict")
    rows = tuple(_tried(own) for own in words.named(checks))
    return TableTwin(text("calibration.tried.caption"), _head(head), rows, numeric=(1, 2, 3))


def _tried(checks: Sequence[Check]) -> tuple[str, ...]:
    passed = sum(standing(one) == "passed" for one in checks)
    return (
        words.label(checks[0]),
        words.says(checks),
        words.gave(checks),
        text("calibration.table.of", passed=passed, count=len(checks)),
        text(f"calibration.standing.{together(checks)}"),
    )


def cases(checks: Iterable[Check]) -> TableTwin:
    """Every check, what is only told included."""
    head = ("name", "case", "promised", "gave", "interval", "trials", "verdict")
    rows = tuple(_case(one) for one in checks)
    return TableTwin(text("calibration.table.caption"), _head(head), rows, numeric=(2, 3, 4, 5))


def _head(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(text(f"calibration.table.{name}") for name in names)


def _case(check: Check) -> tuple[str, ...]:
    key = "control" if check.negative_control else "ours"
    promised = words.promised([check]) or text("calibration.promised.none")
    return (
        text(f"calibration.table.{key}", label=words.label(check)),
        words.case_words(check),
        text("calibration.table.outside", band=promised) if check.negative_control else promised,
        words.found([check]),
        words.interval(check),
        da.number(check.trials),
        _verdict(check),
    )


def _verdict(check: Check) -> str:
    if not words.has_promise(check):
        return text("calibration.table.published")
    if check.negative_control:
        return text(f"calibration.table.{'fails_rightly' if check.ok else 'fails_wrongly'}")
    return text(f"calibration.standing.{standing(check)}")
