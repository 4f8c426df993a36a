"""What was simulated, the band it should lie in, and whether it does.

A check is ok when the 99 % interval of what was simulated overlaps its band: at 300 trials the point estimate
of a true .947 would miss 93–97 % one time in ten. A negative control (a method known to be wrong) is ok only
when it lies wholly outside: a calibration that lets everything through proves nothing.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from math import inf, sqrt
from typing import Any, Literal, TypeAlias

import numpy as np
from numpy.random import Generator
from scipy.special import betaincinv, ndtri

#: Lowest and highest value that will do; None: no bound.
Band: TypeAlias = tuple[float | None, float | None]
#: What a case differs in from the next: numbers, or names of texts/calibration.toml [words].
Case: TypeAlias = Mapping[str, float | str]
#: A share 0–1, minutes, a difference of logarithms, or a plain ratio.
Unit: TypeAlias = Literal["share", "minutes", "log", "ratio"]

NO_BAND: Band = (None, None)
LEVEL = 0.99


@dataclass(frozen=True)
class Check:
    """One simulated figure with its 99 % interval; `bar` 0 is published without a bar.

    `name` is a key of texts/calibration.toml [checks], `case` the parameters it was simulated with.
    """

    bar: int
    name: str
    case: Case
    value: float
    low: float
    high: float
    trials: int
    band: Band = NO_BAND
    negative_control: bool = False
    unit: Unit = "share"

    @property
    def ok(self) -> bool:
        """Whether the interval overlaps the band; for a negative control, whether it lies wholly outside."""
        least, most = (-inf if self.band[0] is None else self.band[0], self.band[1])
        overlaps = self.high >= least and (most is None or self.low <= most)
        return overlaps != self.negative_control

    def as_dict(self) -> dict[str, Any]:
        """As JSON holds it, with `ok`."""
        return {**asdict(self), "case": dict(self.case), "band": list(self.band), "ok": self.ok}

    @classmethod
    def from_dict(cls, raw: Mapping[str, Any]) -> "Check":
        """The inverse of `as_dict`; `ok` is worked out anew."""
        low, high = raw["band"]
        return cls(
            **{key: value for key, value in raw.items() if key not in {"ok", "band"}}, band=(low, high)
        )


@dataclass(frozen=True)
class Cell:
    """A simulation that can run alone: `work(rng, trials)`. `key` is unique and fixes its seed.

    `work` must be picklable (a module's function, or a `functools.partial` of one): cells run in processes.
    """

    key: str
    trials: int
    work: Callable[[Generator, int], Sequence[Check]]


def share_check(
    bar: int,
    name: str,
    case: Case,
    hits: int,
    trials: int,
    *,
    band: Band = NO_BAND,
    control: bool = False,
) -> Check:
    """A share of trials with its exact 99 % interval.

    Clopper & Pearson 1934, Biometrika 26:404–413. Raises ValueError unless 0 ≤ hits ≤ trials and trials > 0.
    """
    if not 0 <= hits <= trials or trials == 0:
        raise ValueError(f"{hits} hits of {trials} trials")
    tail = (1 - LEVEL) / 2
    low = float(betaincinv(hits, trials - hits + 1, tail)) if hits else 0.0
    high = float(betaincinv(hits + 1, trials - hits, 1 - tail)) if hits < trials else 1.0
    return Check(bar, name, dict(case), hits / trials, low, high, trials, band, control)


def mean_check(
    bar: int,
    name: str,
    case: Case,
    values: Sequence[float],
    *,
    unit: Unit,
    band: Band = NO_BAND,
    control: bool = False,
) -> Check:
    """A mean over trials ± 2.576 standard errors. Raises ValueError for fewer than two values."""
    found = np.asarray(values, dtype=np.float64)
    if len(found) < 2:
        raise ValueError(f"{len(found)} values have no standard error")
    mean = float(found.mean())
    half = float(ndtri((1 + LEVEL) / 2)) * float(found.std(ddof=1)) / sqrt(len(found))
    return Check(bar, name, dict(case), mean, mean - half, mean + half, len(found), band, control, unit)


def plain_check(bar: int, name: str, case: Case, value: float, trials: int, *, unit: Unit) -> Check:
    """A figure published beside the others without an interval of its own: low and high are the value."""
    return Check(bar, name, dict(case), value, value, value, trials, unit=unit)
