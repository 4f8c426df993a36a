"""Bar 9: waits. A finite opening is simulated person by person: a queue, few staff, and people who lose patience.

The truth is the *offered* wait: what each would have waited had they stayed. It is found in one long run.
Served-only waits, which a queue system's own report shows, are the negative control.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import NamedTuple

import numpy as np
from numpy.random import Generator

from evaluation.calibration.check import (
    Band,
    Case,
    Cell,
    Check,
    mean_check,
    plain_check,
    share_check,
)
from evaluation.calibration.simulate import ALPHA, HOURS, MEAN, Bools, Floats
from evaluation.stats import Histogram, kaplan_meier, merge

TRIALS = 2_000
PATIENCE, SERVICE, SHAPE = 40.0, 15.0, 2.0  # minutes, minutes, gamma shape
P90_COVERS: Band = (0.85, None)
_CHUNK, _LONG_RUN = 20_000, 5  # openings at a time, times: the run that the truth is read from
_LONGEST = 2_000  # minutes


class Visits(NamedTuple):
    """People of many openings, shape (openings, most people); `came` is False beyond the last of an opening."""

    offered: Floats
    patience: Floats
    came: Bools


def visits(rng: Generator, openings: int, staff: int, mean: float = MEAN) -> Visits:
    """Openings of four hours, first come first served; whoever is still there at closing time is served.

    Arrivals are negative binomial in number and even over the hours, patience exponential, service gamma.
    """
    people = rng.poisson(mean * rng.gamma(1 / ALPHA, ALPHA, openings))
    shape = (openings, max(1, int(people.max())))
    came = np.arange(shape[1]) < people[:, None]
    arrives = np.sort(np.where(came, rng.random(shape) * HOURS * 60, np.inf), axis=1)
    patience, service = rng.exponential(PATIENCE, shape), rng.gamma(SHAPE, SERVICE / SHAPE, shape)
    return Visits(offered_waits(arrives, patience, service, staff), patience, came)


def offered_waits(arrives: Floats, patience: Floats, service: Floats, staff: int) -> Floats:
    """Minutes until a desk is free for each in turn; all of shape (openings, people), arrivals ascending.

    Infinite where nobody arrives. Who would wait longer than their patience leaves without service.
    """
    free, offered = np.zeros((len(arrives), staff)), np.zeros(arrives.shape)
    every = np.arange(len(arrives))
    for i in range(arrives.shape[1]):
        first = free.argmin(axis=1)
        starts = np.maximum(free[every, first], arrives[:, i])
        here = np.isfinite(starts)
        offered[here, i] = starts[here] - arrives[here, i]
        stays = here & (offered[:, i] <= patience[:, i])
        free[every[stays], first[stays]] = starts[stays] + service[stays, i]
    return offered


def histograms(made: Visits) -> list[Histogram]:
    """One per opening, waits in whole minutes: called after so many, left after so many."""
    found: list[Histogram] = []
    for offered, patience, came in zip(*made, strict=True):
        stays = offered <= patience
        minutes = np.rint(np.where(stays, offered, patience)).astype(int)
        found.append([(int(m), int(s), int(not s)) for m, s in zip(minutes[came], stays[came], strict=True)])
    return found


def truth(rng: Generator, staff: int) -> tuple[float, float]:
    """Median and ninth decile of the offered wait in whole minutes, defined as `kaplan_meier` defines them."""
    people = np.zeros(_LONGEST)
    for _ in range(_LONG_RUN):
        made = visits(rng, _CHUNK, staff)
        people += np.bincount(np.rint(made.offered[made.came]).astype(int), minlength=_LONGEST)
    reached = people.cumsum() / people.sum()
    return float((reached >= 0.5).argmax()), float((reached >= 0.9).argmax())


@dataclass(frozen=True)
class _Trial:
    """One log: whether the intervals have the truth, and the ninth decile shown (None: none)."""

    median: bool
    p90: bool
    served: bool
    shown: float | None
    served_shown: float


def waits(rng: Generator, trials: int, *, openings: int, staff: int) -> list[Check]:
    """Coverage of the shipped intervals, and of the same with those who left taken away."""
    true = truth(rng, staff)
    found = [_trial(histograms(visits(rng, openings, staff)), true) for _ in range(trials)]
    told = [one for one in found if one.shown is not None]
    case = {"openings": openings, "staff": staff}
    p90, served = (sum(getattr(one, name) for one in told) for name in ("p90", "served"))
    beats = [float(one.p90) - float(one.served) for one in told]
    return [
        share_check(9, "waits_p90", case, p90, len(told), band=P90_COVERS),
        mean_check(9, "waits_p90_beats_served", case, beats, unit="share", band=(0.0, None)),
        share_check(9, "waits_p90_served", case, served, len(told), band=P90_COVERS, control=True),
        share_check(0, "waits_median", case, sum(one.median for one in found), trials),
        share_check(0, "waits_p90_told", case, len(told), trials),
        *_minutes(case, told, true[1]),
    ]


def _minutes(case: Case, told: Sequence[_Trial], true: float) -> list[Check]:
    shown = [float(one.shown) for one in told if one.shown is not None]
    return [
        plain_check(0, "waits_p90_true_minutes", case, true, _CHUNK * _LONG_RUN, unit="minutes"),
        mean_check(0, "waits_p90_minutes", case, shown, unit="minutes"),
        mean_check(0, "waits_p90_served_minutes", case, [one.served_shown for one in told], unit="minutes"),
    ]


def _trial(log: list[Histogram], true: tuple[float, float]) -> _Trial:
    found = kaplan_meier(merge(log), log)
    stayed: list[Histogram] = [[(m, called, 0) for m, called, _ in opening] for opening in log]
    served = kaplan_meier(merge(stayed), stayed)
    return _Trial(
        _within(true[0], found.low, found.high),
        _within(true[1], found.p90_low, found.p90_high),
        _within(true[1], served.p90_low, served.p90_high),
        # An interval that reaches past where the curve falls is no answer; the figure then stands without one.
        found.p90 if found.p90_high is not None else None,
        served.p90 or 0.0,
    )


def _within(value: float, low: float | None, high: float | None) -> bool:
    return low is not None and high is not None and low <= value <= high


CELLS: tuple[Cell, ...] = tuple(
    Cell(f"waits {n} {staff}", TRIALS, partial(waits, openings=n, staff=staff))
    for staff in (1, 2)
    for n in (23, 46)
)
