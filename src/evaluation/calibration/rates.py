"""Bar 1: the interval of a rate, by openings, size and dispersion; and what real logs do to it.

The negative control is the exact interval of a plain Poisson count (Garwood 1936, Biometrika 28:437–442).
"""

from collections.abc import Callable
from functools import partial

import numpy as np
from numpy.random import Generator
from scipy.special import gammaincinv

from evaluation.calibration.check import Band, Cell, Check, mean_check, share_check
from evaluation.calibration.simulate import (
    ALPHA,
    HOURS,
    MEAN,
    Openings,
    Place,
    World,
    one_place,
    simulate,
    thinned,
)
from evaluation.stats import LEVEL, Estimate, moment_alpha, rate, rate_from_total

TRIALS = 20_000
COVERS: Band = (0.93, 0.97)
#: Fewer than 12 openings, or fewer than 5 an opening: the few numbers possible cover more.
COVERS_SMALL: Band = (0.93, 0.985)
POISSON_FAILS: Band = (0.85, None)
SHARE = 0.4


def covers(estimate: Estimate, truth: float) -> bool:
    """Whether the interval holds the truth; no interval holds nothing."""
    return estimate.low is not None and estimate.high is not None and estimate.low <= truth <= estimate.high


def coverage(rng: Generator, trials: int, *, openings: int, mean: float, alpha: float) -> list[Check]:
    """The shipped interval on openings of one length."""
    counts, hours = one_place(rng, trials, openings, mean=mean, alpha=alpha), [HOURS] * openings
    hits = sum(covers(rate(y, hours), mean / HOURS) for y in counts)
    band = COVERS if openings >= 12 and mean >= 5 else COVERS_SMALL
    case = {"openings": openings, "mean": mean, "alpha": alpha}
    return [share_check(1, "rate_interval", case, hits, trials, band=band)]


def poisson(rng: Generator, trials: int, *, openings: int, mean: float, alpha: float) -> list[Check]:
    """The exact Poisson interval of the total, on the same kind of openings."""
    total = one_place(rng, trials, openings, mean=mean, alpha=alpha).sum(axis=1)
    low = np.where(total > 0, gammaincinv(np.maximum(total, 1), (1 - LEVEL) / 2), 0)
    high = gammaincinv(total + 1, (1 + LEVEL) / 2)
    hits = int(((low <= mean * openings) & (mean * openings <= high)).sum())
    case = {"openings": openings, "mean": mean, "alpha": alpha}
    return [share_check(1, "poisson_interval", case, hits, trials, band=POISSON_FAILS, control=True)]


def in_the_field(
    rng: Generator, trials: int, *, name: str, openings: int, world: Callable[[int], World]
) -> list[Check]:
    """The shipped interval where openings are cancelled, shortened, or not all registered."""
    made, truth = simulate(world(openings), rng, trials), MEAN / HOURS
    found = [_counted_rate(made, trial) for trial in range(trials)]
    case = {"openings": openings}
    checks = [share_check(0, name, case, sum(covers(one, truth) for one in found), trials)]
    if name == "rate_leaking":
        seen = [one.value / truth for one in found if one.value is not None]
        checks.append(mean_check(0, "rate_leaking_seen", case, seen, unit="share"))
    return checks


def _counted_rate(made: Openings, trial: int) -> Estimate:
    counted = made.counted[trial]
    return rate(made.count[trial][counted], made.hours[trial][counted])


def cancelled(openings: int) -> World:
    """One opening in ten is never held."""
    return World((Place("a", end=openings),), cancelled=0.1)


def short(openings: int) -> World:
    """Half of the openings are half as long."""
    return World((Place("a", end=openings),), short=0.5)


def uncovered(openings: int) -> World:
    """Nothing at all is registered in one opening in ten."""
    return World((Place("a", end=openings),), uncovered=0.1)


def leaking(openings: int) -> World:
    """In one opening in ten, three in ten are not registered."""
    return World((Place("a", end=openings),), leaking=0.1, leak=0.3)


def group(rng: Generator, trials: int, *, openings: int, spread: float) -> list[Check]:
    """The interval of a released total: a group among all who came, whose share differs by opening."""
    everyone, hours = one_place(rng, trials, openings, mean=2 * MEAN), [HOURS] * openings
    some = thinned(rng, everyone, SHARE, spread).sum(axis=1)
    truth, hits = 2 * MEAN * SHARE / HOURS, 0
    for total, counts in zip(some, everyone, strict=True):
        alpha = moment_alpha(counts, hours)
        hits += covers(rate_from_total(float(total), HOURS * openings, alpha, openings), truth)
    case = {"openings": openings, "mean": 2 * MEAN, "share": SHARE, "spread": spread}
    return [share_check(0, "rate_of_group", case, hits, trials)]


def _grid() -> list[tuple[int, float, float]]:
    grid = [(openings, mean, ALPHA) for openings in (6, 12, 23, 46) for mean in (3.0, 12.0, 24.0)]
    return [*grid, (23, MEAN, 0.05), (23, MEAN, 0.4)]


FIELD = {
    "rate_cancelled": cancelled,
    "rate_unequal_hours": short,
    "rate_uncovered": uncovered,
    "rate_leaking": leaking,
}

CELLS: tuple[Cell, ...] = (
    *(
        Cell(f"rate {n} {mean} {alpha}", TRIALS, partial(coverage, openings=n, mean=mean, alpha=alpha))
        for n, mean, alpha in _grid()
    ),
    *(
        Cell(f"poisson {n}", TRIALS, partial(poisson, openings=n, mean=MEAN, alpha=ALPHA))
        for n in (6, 12, 23, 46)
    ),
    *(
        Cell(f"{name} {n}", TRIALS, partial(in_the_field, name=name, openings=n, world=world))
        for name, world in FIELD.items()
        for n in (12, 23, 46)
    ),
    *(
        Cell(f"group {n} {spread}", TRIALS, partial(group, openings=n, spread=spread))
        for n in (12, 23, 46)
        for spread in (0.0, 0.1, 0.15)
    ),
)
