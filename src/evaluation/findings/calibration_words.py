"""Simulated figures as Danes read them: "94–96 af 100", "højst 6,5 af 100", "23 åbninger, spredning 0,2"."""

import math
from collections.abc import Sequence

from evaluation.calibration import Check
from evaluation.texts import format as da
from evaluation.texts import text

#: Below so small a share, or where a check fails, whole numbers could hide on which side of a bound a figure lies.
_FINE = 0.1
_FEW = 2


def label(check: Check) -> str:
    """What was tried."""
    return text(f"calibration.checks.{check.name}")


def case_words(check: Check) -> str:
    """What the case differs in from the next: "23 åbninger, spredning 0,2"."""
    return ", ".join(parameter(name, value) for name, value in check.case.items())


def parameter(name: str, value: float | str) -> str:
    """One of them."""
    if isinstance(value, bool):
        return text(f"calibration.cases.{name}_{'yes' if value else 'no'}")
    if isinstance(value, str):
        return text(f"calibration.cases.{name}", value=text(f"calibration.words.{value}"))
    decimals = next(d for d in range(4) if d == 3 or round(value, d) == value)
    return text(f"calibration.cases.{name}", value=da.number(value, decimals), percent=da.percent(value))


def found(checks: Sequence[Check], *, percent: bool = False) -> str:
    """The span of what was found in checks of one unit; `percent`: shares as per cent instead of "af 100"."""
    low, high = min(one.value for one in checks), max(one.value for one in checks)
    fine = low < _FINE or not all(one.ok for one in checks)
    return _with_unit(_span(low, high, checks[0].unit, 1 if fine else 0), checks[0], percent=percent)


def interval(check: Check) -> str:
    """The 99 % interval; empty for a figure that has none."""
    return "" if check.low == check.high else _with_unit(_span(check.low, check.high, check.unit, 1), check)


def promised(checks: Sequence[Check], *, percent: bool = False) -> str:
    """The bands of cases of one unit; empty where there is none, or there are more than a sentence can hold."""
    bands = dict.fromkeys(_band(one) for one in sorted(checks, key=_bounds))
    if len(bands) > _FEW or "" in bands:
        return ""
    return _with_unit(text("calibration.promised.or").join(bands), checks[0], percent=percent)


def _band(check: Check) -> str:
    low, high = check.band
    if low is not None and high is not None:
        return _span(low, high, check.unit, None)
    if high is not None:
        return text("calibration.promised.most", bound=_written(high, check.unit, None))
    return "" if low is None else text("calibration.promised.least", bound=_written(low, check.unit, None))


def _bounds(check: Check) -> tuple[float, float]:
    low, high = check.band
    return (-math.inf if low is None else low, math.inf if high is None else high)


def _span(low: float, high: float, unit: str, decimals: int | None) -> str:
    """From the lowest to the highest; one number where both read alike. Without decimals: those a bound needs."""
    first, last = _written(low, unit, decimals), _written(high, unit, decimals)
    between = "to" if low < 0 else "dash"
    return first if first == last else text(f"calibration.found.{between}", low=first, high=last)


def _with_unit(words: str, check: Check, *, percent: bool = False) -> str:
    unit = "percent" if percent else check.unit
    return da.typeset(text(f"calibration.found.{unit}", value=words))


def _written(value: float, unit: str, decimals: int | None) -> str:
    if unit == "log":  # a difference of logarithms is so many per cent more or fewer
        return da.number(100 * math.expm1(value), 1)
    if unit != "share":
        return da.number(value, 2 if unit == "ratio" else None)
    exact = round(100 * value, 6)
    plain = exact == 0 or (decimals is None and exact.is_integer())
    return da.number(exact, 0 if plain else 1 if decimals is None else decimals)
