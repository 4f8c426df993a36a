"""Bars 4 and 5: looking again and again at two places open in the same weeks.

Every week's θ, standard error and e-value of many trials at once: `pairs.weekly_log_ratio` and `decide.e_value` as
cumulative sums over weeks, for equal hours and no week missing. A test holds them against the shipped functions.
Negative control: the t-test of two quasi-Poisson rates, looked at every week.
"""

from dataclasses import dataclass
from functools import partial

import numpy as np
from numpy.random import Generator
from scipy.special import ndtr, stdtrit

from evaluation.calibration.check import Band, Cell, Check, share_check
from evaluation.calibration.simulate import ALPHA, MEAN, WEEKS, Bools, Floats, Ints, Place, World, simulate
from evaluation.stats import FEWEST_OPENINGS, LEVEL, WARN_AT, obrien_fleming
from evaluation.stats.decide import FEWEST_TO_WARN, PRIOR_SD

TRIALS = 20_000
SHOCK, OWN_NOISE = 0.15, 0.2
FALSE_WARNING: Band = (None, 0.05)
NAIVE_FAILS: Band = (None, 0.15)
FALSE_AT_LOOKS: Band = (None, 0.065)
LOOKS = (12, 23, 35, 46)
NEAR, FEWEST_PRECISE = 0.04, 10
#: Power by ratio at 46 weeks: one look at the end, four looks, the weekly warning; lowest and highest told.
POWER_AT_END = {1.3: (0.61, 0.65), 1.5: (0.95, 0.95), 2.0: (1.0, 1.0)}
POWER_AT_LOOKS = {1.3: (0.64, 0.64), 1.5: (0.95, 0.95), 2.0: (1.0, 1.0)}
POWER_OF_WARNING = {1.3: (0.33, 0.33), 1.5: (0.77, 0.77), 2.0: (1.0, 1.0)}
RATIOS, POWER = (1.3, 1.5, 2.0), 0.8
#: Openings at each place that give 80 % power, by dispersion, for the three ratios.
OPENINGS = {0.05: (31, 15, 6), 0.1: (46, 19, 9), 0.2: (65, 30, 11), 0.4: (121, 51, 18)}


@dataclass(frozen=True)
class Weekly:
    """After each week: θ, se of shape (trials, weeks) and df of shape (weeks,); NaN where there is no answer."""

    theta: Floats
    se: Floats
    df: Floats

    @property
    def evidence(self) -> Floats:
        """The e-value of each week; 0 before eight openings on either side."""
        k = self.se**2 / (self.se**2 + PRIOR_SD**2)
        t2 = (self.theta / self.se) ** 2 / self.df
        e = np.exp(0.5 * np.log(k) - (self.df + 1) / 2 * np.log((1 + k * t2) / (1 + t2)))
        return np.where((self.df + 1 >= FEWEST_TO_WARN) & np.isfinite(e), e, 0.0)

    def beyond(self, weeks: Ints, z: Floats) -> Bools:
        """Whether the effect is beyond the bound z at each of these looks (weeks seen), shape (trials, looks)."""
        at = weeks - 1
        critical = -stdtrit(self.df[at], ndtr(-z))
        found: Bools = np.abs(self.theta[:, at]) >= critical * self.se[:, at]
        return found


def weekly(a: Ints, b: Ints) -> Weekly:
    """ln(rate a / rate b) after each week, from counts of shape (trials, weeks)."""
    n = np.arange(1, a.shape[1] + 1)
    sa, sb = a.cumsum(axis=1), b.cumsum(axis=1)
    with np.errstate(divide="ignore", invalid="ignore"):
        ma, mb = sa / n, sb / n
        squares = (a**2).cumsum(axis=1) / ma**2 + (b**2).cumsum(axis=1) / mb**2
        spread = squares - 2 * (a * b).cumsum(axis=1) / (ma * mb)
        variance = np.maximum(spread / n / (n - 1), 1 / sa + 1 / sb)
        told = (n >= FEWEST_OPENINGS) & (sa > 0) & (sb > 0)
        theta = np.where(told, np.log(ma / mb), np.nan)
        return Weekly(theta, np.where(told, np.sqrt(variance), np.nan), (n - 1).astype(np.float64))


def naive(a: Ints, b: Ints) -> Floats:
    """|t| of the pooled quasi-Poisson comparison after each week, over its critical value: (trials, weeks)."""
    n = np.arange(1, a.shape[1] + 1)
    parts = []
    with np.errstate(divide="ignore", invalid="ignore"):
        for y in (a, b):
            total = y.cumsum(axis=1)
            chi = ((y**2).cumsum(axis=1) - total**2 / n) / (total / n)
            parts.append((total, chi))
        phi = np.maximum(1, (parts[0][1] + parts[1][1]) / (2 * n - 2))
        se = np.sqrt(phi * (1 / parts[0][0] + 1 / parts[1][0]))
        t = np.abs(np.log(parts[0][0] / parts[1][0])) / se / stdtrit(2 * n - 2, (1 + LEVEL) / 2)
    return np.where((n >= FEWEST_TO_WARN) & np.isfinite(t), t, 0.0)


def pair(
    rng: Generator,
    trials: int,
    *,
    ratio: float = 1.0,
    mean: float = MEAN,
    alpha: float = ALPHA,
    weeks: int = WEEKS,
    **of: float,
) -> tuple[Ints, Ints]:
    """Counts of two places in the same weeks under shared shocks; keywords beyond these are World's."""
    places = tuple(Place(name, m, alpha=alpha, end=weeks) for name, m in (("a", mean * ratio), ("b", mean)))
    made = simulate(World(places, shock=SHOCK, **of), rng, trials)
    return made.count[:, made.of("a")], made.count[:, made.of("b")]


def warned(rng: Generator, trials: int, *, mean: float, alpha: float, noise: float) -> list[Check]:
    """Any warning in 46 weeks between two equal places."""
    found = weekly(*pair(rng, trials, mean=mean, alpha=alpha, noise=noise))
    hits = int((found.evidence >= WARN_AT).any(axis=1).sum())
    case = {"mean": mean, "alpha": alpha, "noise": noise}
    if noise and (mean, alpha) != (MEAN, ALPHA):
        return [share_check(0, "warning_false_own_noise", case, hits, trials)]
    return [share_check(4, "warning_false", case, hits, trials, band=FALSE_WARNING)]


def naively_warned(rng: Generator, trials: int) -> list[Check]:
    """Any t beyond its critical value in 46 weeks between two equal places."""
    hits = int((naive(*pair(rng, trials)) > 1).any(axis=1).sum())
    case = {"openings": WEEKS}
    return [share_check(4, "warning_naive", case, hits, trials, band=NAIVE_FAILS, control=True)]


def warned_rightly(rng: Generator, trials: int, *, ratio: float) -> list[Check]:
    """How often the warning has come where there is a difference, in all and after the first openings."""
    warns = weekly(*pair(rng, trials, ratio=ratio)).evidence >= WARN_AT
    hits = {weeks: int(warns[:, :weeks].any(axis=1).sum()) for weeks in (12, 23, WEEKS)}
    case, band = {"ratio": ratio, "openings": WEEKS}, _near(POWER_OF_WARNING[ratio])
    return [
        share_check(5, "power_warning", case, hits.pop(WEEKS), trials, band=band),
        *(
            share_check(0, "power_warning_soon", {"ratio": ratio, "openings": weeks}, hit, trials)
            for weeks, hit in hits.items()
        ),
    ]


def at_looks(rng: Generator, trials: int, *, ratio: float, noise: float) -> list[Check]:
    """Any of four looks beyond its O'Brien–Fleming bound, and the one look at the end."""
    found = weekly(*pair(rng, trials, ratio=ratio, noise=noise))
    weeks = np.array(LOOKS)
    bounds = np.array(obrien_fleming([look / WEEKS for look in LOOKS]))
    ever = int(found.beyond(weeks, bounds).any(axis=1).sum())
    end = int(found.beyond(weeks[-1:], np.array(obrien_fleming([1.0]))).sum())
    if ratio == 1:
        return _false_at_looks(ever, noise, trials)
    return [
        share_check(5, "power_looks", {"ratio": ratio}, ever, trials, band=_near(POWER_AT_LOOKS[ratio])),
        share_check(5, "power_end", {"ratio": ratio}, end, trials, band=_near(POWER_AT_END[ratio])),
    ]


def _false_at_looks(ever: int, noise: float, trials: int) -> list[Check]:
    case = {"noise": noise}
    if noise:
        return [share_check(0, "looks_false_own_noise", case, ever, trials)]
    return [share_check(4, "looks_false", case, ever, trials, band=FALSE_AT_LOOKS)]


def _near(power: tuple[float, float]) -> Band:
    return round(max(0.0, power[0] - NEAR), 4), round(min(1.0, power[1] + NEAR), 4)


def at_planned(rng: Generator, trials: int, *, ratio: float, alpha: float) -> list[Check]:
    """One look after as many openings at each place as should give 80 % power."""
    weeks = OPENINGS[alpha][RATIOS.index(ratio)]
    found = weekly(*pair(rng, trials, ratio=ratio, alpha=alpha, weeks=weeks))
    hits = int(found.beyond(np.array([weeks]), np.array(obrien_fleming([1.0]))).sum())
    case = {"ratio": ratio, "alpha": alpha, "openings": weeks}
    low, high = _near((POWER, POWER))
    # Below ten, one opening more is worth more than four points: rounding up may overshoot.
    band = (low, high if weeks >= FEWEST_PRECISE else None)
    return [share_check(5, "power_planned", case, hits, trials, band=band)]


CELLS: tuple[Cell, ...] = (
    *(
        Cell(f"warned {mean} {alpha} {noise}", TRIALS, partial(warned, mean=mean, alpha=alpha, noise=noise))
        for mean in (3.0, 12.0, 24.0)
        for alpha in (0.0, 0.1, 0.2, 0.4)
        for noise in (0.0, OWN_NOISE)
    ),
    Cell("warned naively", TRIALS, naively_warned),
    *(Cell(f"warned rightly {ratio}", TRIALS, partial(warned_rightly, ratio=ratio)) for ratio in RATIOS),
    *(
        Cell(f"at looks {ratio} {noise}", TRIALS, partial(at_looks, ratio=ratio, noise=noise))
        for ratio, noise in ((1.0, 0.0), (1.0, OWN_NOISE), *((ratio, 0.0) for ratio in RATIOS))
    ),
    *(
        Cell(f"at planned {ratio} {alpha}", TRIALS, partial(at_planned, ratio=ratio, alpha=alpha))
        for alpha in OPENINGS
        for ratio in RATIOS
    ),
)
