"""What every method answers with: a figure, its interval, and why one is missing."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias

import numpy as np
import numpy.typing as npt
from scipy.special import ndtri, stdtrit

Vector: TypeAlias = npt.NDArray[np.float64]
Matrix: TypeAlias = npt.NDArray[np.float64]

#: Two-sided probability of every interval shown.
LEVEL = 0.95
#: Below so many openings a rate stands without an interval (statistics: edges).
FEWEST_OPENINGS = 6


class Reason(StrEnum):
    """Why a figure, interval or comparison is missing; Danish sentences in texts/stats.toml [reasons]."""

    NO_OPENINGS = "no_openings"
    ONE_OPENING = "one_opening"
    FEW_OPENINGS = "few_openings"
    ZERO_HOURS = "zero_hours"
    ALL_ZERO = "all_zero"  # the interval is one-sided and at least as wide as shown
    NO_DISPERSION = "no_dispersion"
    NO_CONVERGENCE = "no_convergence"
    NO_ANSWERS = "no_answers"
    MANY_UNKNOWN = "many_unknown"  # low and high are bounds, not a confidence interval
    FEW_WAITS = "few_waits"
    MANY_LEFT = "many_left"  # the waiting curve never falls so far
    NO_RATIO = "no_ratio"
    FEW_WEEKS = "few_weeks"
    FEW_BASELINE = "few_baseline"
    FEW_PLACES = "few_places"
    MISSING_FIELD = "missing_field"  # the log lacks a field of the measure
    NOT_BEGUN = "not_begun"  # a trial that starts later
    NO_LOOK = "no_look"  # a trial before its first look
    BELOW_MINIMUM = "below_minimum"  # fewer openings than the trial registered as the least
    NOT_SEPARABLE = (
        "not_separable"  # the design cannot tell the effect from season, places and opening months
    )


@dataclass(frozen=True)
class Estimate:
    """A figure with its 95 % interval.

    `n` counts the units it rests on (openings for a rate, answers for a share). `se_log` and `df` describe
    the logarithm of a rate, for comparisons. A missing value or end is None, never 0, and `reason` says why;
    `reason` may also qualify an interval that is there (`all_zero`, `many_unknown`).
    """

    value: float | None
    low: float | None
    high: float | None
    n: int
    reason: Reason | None = None
    se_log: float | None = None
    df: float | None = None


def bare(value: float | None, n: int, reason: Reason) -> Estimate:
    """A figure without an interval, or none at all, and why."""
    return Estimate(value, None, None, n, reason)


def t_quantile(df: float, level: float = LEVEL) -> float:
    """Half-width factor of a two-sided t interval."""
    return float(stdtrit(df, (1 + level) / 2))


def z_quantile(level: float = LEVEL) -> float:
    """Half-width factor of a two-sided normal interval."""
    return float(ndtri((1 + level) / 2))


def vector(values: Sequence[float], name: str) -> Vector:
    """The values as an array. Raises ValueError if one is negative or not a number."""
    array = np.asarray(values, dtype=np.float64)
    if array.ndim != 1 or not np.all(np.isfinite(array)) or np.any(array < 0):
        raise ValueError(f"{name} must be finite numbers, 0 or more")
    return array
