"""Simulated figures as Danes read them: "94–96 af 100", "højst 6,5 af 100", "23 åbninger, 25 % flere"."""

import math
from collections.abc import Iterable, Sequence
from typing import Final

from evaluation.calibration import Check
from evaluation.texts import format as da
from evaluation.texts import has, text

#: Below so small a share, or where a check fails, whole numbers could hide on which side of a bound a figure lies.
_FINE = 0.1
#: True changes, as ratios; and how much something swings, as a share of itself.
_CHANGES: Final = ("ratio", "effect")
_PREDICTED: Final = "predicted"


def has_promise(check: Check) -> bool:
    """Whether anything is promised of it; else it is only told."""
    return check.band != (None, None)


def named(checks: Iterable[Check]) -> list[list[Check]]:
    """The checks by name and unit, in their order."""
    found: dict[tuple[str, str], list[Check]] = {}
    for one in checks:
        found.setdefault((one.name, one.unit), []).append(one)
    return list(found.values())


def label(check: Check) -> str:
    """What was tried."""
    return text(f"calibration.checks.{check.name}")


def case_words(check: Check) -> str:
    """What the case differs in from the next: "23 åbninger, 25 % flere"."""
    return ", ".join(parameter(name, value) for name, value in check.case.items())


def parameter(name: str, value: float | str) -> str:
    """One of them."""
    if isinstance(value, bool):
        return text(f"calibration.cases.{name}_{'yes' if value else 'no'}")
    if isinstance(value, str):
        return text(f"calibration.cases.{name}", value=text(f"calibration.words.{value}"))
    if name in _CHANGES:
        return _change(value)
    # the spread of counts is kept as a squared share
    share = math.sqrt(value) if name == "alpha" else value
    decimals = next(d for d in range(4) if d == 3 or round(value, d) == value)
    return text(f"calibration.cases.{name}", value=da.number(value, decimals), percent=da.percent(share))


def _change(ratio: float) -> str:
    how = "same" if ratio == 1 else "more" if ratio > 1 else "fewer"
    return text(f"calibration.cases.{how}", percent=da.percent(abs(ratio - 1)))


def found(checks: Sequence[Check], *, percent: bool = False) -> str:
    """The span of what was found in checks of one unit; `percent`: shares as per cent instead of "af 100"."""
    low, high = min(one.value for one in checks), max(one.value for one in checks)
    fine = low < _FINE or not all(one.ok for one in checks)
    return _with_unit(_span(low, high, checks[0].unit, 1 if fine else 0), checks[0], percent=percent)


def gave(checks: Sequence[Check]) -> str:
    """What a row tells of all its cases: the span found, or how far the farthest prediction was off."""
    if not _predicts(checks):
        return found(checks)
    return _off(max(abs(one.value - float(one.case[_PREDICTED])) for one in checks))


def says(checks: Sequence[Check]) -> str:
    """What we say: the plain number where the bound is set around one, else the bound itself."""
    if has(f"calibration.says.{checks[0].name}"):
        return text(f"calibration.says.{checks[0].name}")
    if _predicts(checks):
        return _off(max((one.band[1] or 1) - (one.band[0] or 0) for one in checks) / 2)
    return promised(checks)


def interval(check: Check) -> str:
    """The 99 % interval; empty for a figure that has none."""
    return "" if check.low == check.high else _with_unit(_span(check.low, check.high, check.unit, 1), check)


def promised(checks: Sequence[Check]) -> str:
    """The band of all cases of one unit; that each has its own, where they differ below as well as above."""
    lows, highs = {one.band[0] for one in checks}, {one.band[1] for one in checks}
    if len(lows) > 1 and len(highs) > 1:
        upper = [high for high in highs if high is not None]
        if None not in lows or len(upper) < len(highs):
            return text("calibration.promised.own")
        return _with_unit(_band(None, max(upper), checks[0].unit), checks[0])
    low = None if None in lows else min(low for low in lows if low is not None)
    high = None if None in highs else max(high for high in highs if high is not None)
    return _with_unit(_band(low, high, checks[0].unit), checks[0])


def _predicts(checks: Sequence[Check]) -> bool:
    return all(_PREDICTED in one.case and None not in one.band for one in checks)


def _off(share: float) -> str:
    return text("calibration.promised.off", value=da.number(round(100 * share), 0))


def _band(low: float | None, high: float | None, unit: str) -> str:
    if low is not None and high is not None:
        return _span(low, high, unit, None)
    if high is not None:
        return text("calibration.promised.most", bound=_written(high, unit, None))
    if low == 0:
        return text("calibration.promised.above_none")
    return "" if low is None else text("calibration.promised.least", bound=_written(low, unit, None))


def _span(low: float, high: float, unit: str, decimals: int | None) -> str:
    """From the lowest to the highest; one number where both read alike. Without decimals: those a bound needs."""
    first, last = _written(low, unit, decimals), _written(high, unit, decimals)
    between = "to" if low < 0 else "dash"
    return first if first == last else text(f"calibration.found.{between}", low=first, high=last)


def _with_unit(words: str, check: Check, *, percent: bool = False) -> str:
    unit = "percent" if percent else check.unit
    return da.typeset(text(f"calibration.found.{unit}", value=words)) if words else ""


def _written(value: float, unit: str, decimals: int | None) -> str:
    if unit == "log":  # a difference of logarithms is so many per cent more or fewer
        return da.number(100 * math.expm1(value), 1)
    if unit != "share":
        return da.number(value, 2 if unit == "ratio" else None)
    exact = round(100 * value, 6)
    plain = exact == 0 or (decimals is None and exact.is_integer())
    return da.number(exact, 0 if plain else 1 if decimals is None else decimals)
