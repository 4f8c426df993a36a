"""How often the answer on a trial is right, wrong or still too early, and at which look it comes."""

from collections.abc import Iterable, Sequence
from typing import Final

from evaluation.calibration import Check
from evaluation.findings import calibration_words as words
from evaluation.findings.model import TableTwin
from evaluation.texts import format as da
from evaluation.texts import text

_OUTCOMES: Final = ("verdict_no_difference", "verdict_too_early", "verdict_wrong")
_LOOKS: Final = "verdict_at_look"
#: The smallest change that matters in the simulated trials, as a ratio: 25 % more.
_BOUNDARY: Final = 1.25


def verdicts(checks: Iterable[Check]) -> TableTwin | None:
    """A row for each kind of trial and true change; None without any simulated trial."""
    found: dict[tuple[str, str], dict[str, list[Check]]] = {}
    for one in checks:
        if one.name in (*_OUTCOMES, _LOOKS):
            found.setdefault(_trial(one), {}).setdefault(one.name, []).append(one)
    if not found:
        return None
    names = ("trial", "change", "answered", *_OUTCOMES, "looks")
    head = tuple(text(f"calibration.verdicts.{name}") for name in names)
    rows = tuple((*trial, *_outcomes(own), _looks(own.get(_LOOKS, []))) for trial, own in found.items())
    return TableTwin(text("calibration.verdicts.caption"), head, rows, numeric=tuple(range(2, len(names))))


def verdict_limits(checks: Iterable[Check]) -> tuple[str, ...]:
    """What the answer cannot do: at the smallest change that matters, and after a move without effect."""
    told = {(one.name, one.case.get("design"), one.case.get("effect")): one for one in checks}
    said = []
    if boundary := told.get(("verdict_no_difference", "side_by_side", _BOUNDARY)):
        said.append(text("calibration.verdicts.boundary", found=words.found([boundary])))
    same, early = (told.get((f"verdict_{n}", "moved", 1.0)) for n in ("no_difference", "too_early"))
    if same and early:
        told_same, told_early = words.found([same]), words.found([early])
        said.append(text("calibration.verdicts.no_effect", same=told_same, early=told_early))
    return tuple(said)


def _trial(check: Check) -> tuple[str, str]:
    """What kind of trial, and the true change in it."""
    said = {name: words.parameter(name, value) for name, value in check.case.items() if name != "look"}
    return said.pop("design", ""), ", ".join(said.values())


def _outcomes(own: dict[str, list[Check]]) -> tuple[str, ...]:
    """An answer of a difference is what is left: the first three add up to all trials."""
    told = tuple(words.found(own[name], percent=True) if name in own else "" for name in _OUTCOMES)
    if not {"verdict_no_difference", "verdict_too_early"} <= own.keys():
        return ("", *told)
    answered = 1 - own["verdict_no_difference"][0].value - own["verdict_too_early"][0].value
    return (_per_cent(max(0.0, answered)), *told)


def _per_cent(share: float) -> str:
    exact = round(100 * share, 6)
    decimals = 1 if 0 < exact < 10 else 0
    return da.typeset(text("calibration.found.percent", value=da.number(exact, decimals)))


def _looks(own: Sequence[Check]) -> str:
    """The share answered at each look in turn: "0, 16, 50 og 26 %"."""
    shares = da.joined([da.number(100 * one.value, 0) for one in own])
    return text("calibration.found.percent", value=shares) if own else ""
