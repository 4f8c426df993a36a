"""Bar 3: a moved site, in the nine worlds of the methods' choice, and how two common methods fail there.

A place is held until a week, then another in its stead, beside places that stay; word of mouth grows at each from
its own first opening. The truth is the ratio of the two places' levels once both are known.
Negative controls: the totals before and after as Poisson counts; quasi-Poisson difference-in-differences with one
step and no word of mouth.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from math import log, sqrt

import numpy as np
from numpy.random import Generator

from evaluation.calibration.check import Band, Case, Cell, Check, mean_check, share_check
from evaluation.calibration.simulate import MEAN, WEEKS, Openings, Place, World, simulate
from evaluation.stats import Effect, PlaceOpening, Reason, move_effect
from evaluation.stats.estimate import t_quantile, z_quantile
from evaluation.stats.glm import poisson_fit

TRIALS, NULL_TRIALS = 1_000, 2_000
COVERS: Band = (0.925, 0.98)
UNBIASED: Band = (-0.08, 0.08)
FALSE: Band = (None, 0.06)
OLD, NEW = "old", "new"
#: The levels of the places that stay, and how they learn of it: nothing that the method is told.
STAYING = (0.8, 1.3, 1.0, 0.6)
SHOCK, SEASON, RAMP, TAU, MOVED = 0.12, 0.2, 0.5, 6.0, 23


@dataclass(frozen=True)
class Scenario:
    """What a world of moves differs in; `taus` are those of the old place, the new, and those that stay in turn."""

    taus: tuple[float, ...] = (TAU,)
    ramps: tuple[float, ...] = (RAMP,)
    moved: int = MOVED
    weeks: int = WEEKS
    staying: int = 2
    per_week: int = 1
    noise: float = 0.0
    mean: float = MEAN

    def world(self, effect: float, **of: float) -> World:
        """The world in which the new place has `effect` times the old one's level; keywords are World's."""
        old = self._place(0, OLD, self.mean, 0, self.moved)
        new = self._place(1, NEW, self.mean * effect, self.moved, self.weeks)
        stay = [
            self._place(i + 2, f"stays {i}", self.mean * STAYING[i], 0, self.weeks)
            for i in range(self.staying)
        ]
        shared = {"shock": SHOCK, "season": SEASON, "noise": self.noise}
        return World((old, new, *stay), **{**shared, **of})

    def _place(self, i: int, name: str, mean: float, first: int, end: int) -> Place:
        tau, ramp = self.taus[i % len(self.taus)], self.ramps[i % len(self.ramps)]
        return Place(name, mean, first=first, end=end, per_week=self.per_week, ramp=ramp, tau=tau)


SCENARIOS: Mapping[str, Scenario] = {
    "tau_6": Scenario(),
    "tau_3": Scenario(taus=(3.0,)),
    "tau_12": Scenario(taus=(12.0,)),
    "tau_varies": Scenario(taus=(8.0, 5.0, 3.0, 12.0)),
    "no_ramp": Scenario(ramps=(0.0,)),
    "own_noise": Scenario(noise=0.2),
    "twice_a_week": Scenario(per_week=2),
    "early_move": Scenario(moved=12),
    "five_places": Scenario(staying=4),
}


#: Where word of mouth, or the openings that show it, are too many to be overlooked.
SLOW = ("tau_12", "twice_a_week")


def until(openings: Sequence[PlaceOpening], week: int) -> list[PlaceOpening]:
    """Those before a week."""
    return [one for one in openings if one.week < week]


def half_width(effect: Effect) -> float:
    """Of the 95 % interval of ln(ratio)."""
    if effect.se is None or effect.df is None:
        raise ValueError("an effect without an answer has no width")
    return t_quantile(effect.df) * effect.se


def errors(made: Openings, effect: float) -> list[tuple[float, float]]:
    """(error, half width) of each trial's shipped answer on the log scale; a trial without an answer has none."""
    found = (move_effect(list(made.rows(trial)), OLD, NEW) for trial in range(len(made)))
    return [(one.theta - log(effect), half_width(one)) for one in found if one.theta is not None]


def moved(rng: Generator, trials: int, *, scenario: str, effect: float) -> list[Check]:
    """Coverage, bias, and where nothing changed false positives; no answer counts as not covered."""
    found = errors(simulate(SCENARIOS[scenario].world(effect), rng, trials), effect)
    hits = sum(abs(error) <= half for error, half in found)
    case: Case = {"world": scenario, "effect": effect}
    checks = [
        share_check(3, "moved_interval", case, hits, trials, band=COVERS),
        mean_check(3, "moved_bias", case, [error for error, _ in found], unit="log", band=UNBIASED),
    ]
    if effect == 1:
        false = len(found) - hits
        checks.append(share_check(3, "moved_false", case, false, trials, band=FALSE))
    return checks


# --------------------------------------------------------------------------------------- methods that must fail


def before_and_after(rng: Generator, trials: int, *, scenario: str) -> list[Check]:
    """The old place's total against the new one's, as Poisson counts, where nothing changed."""
    made = simulate(SCENARIOS[scenario].world(1.0), rng, trials)
    old, new = (made.of(name) for name in (OLD, NEW))
    before, after = made.count[:, old].sum(axis=1), made.count[:, new].sum(axis=1)
    theta = np.log(after / new.sum()) - np.log(before / old.sum())
    half = z_quantile() * np.sqrt(1 / before + 1 / after)
    hits = int((np.abs(theta) <= half).sum())
    case: Case = {"world": scenario, "effect": 1.0}
    return [share_check(3, "moved_before_after", case, hits, trials, band=COVERS, control=True)]


def one_step(rng: Generator, trials: int, *, scenario: str) -> list[Check]:
    """ln μ = ln hours + place + season + θ·moved: as if everyone knew the new place at once."""
    made = simulate(SCENARIOS[scenario].world(1.0), rng, trials)
    hits = 0
    for trial in range(trials):
        found = _step(list(made.rows(trial)))
        hits += found is not None and abs(found[0]) <= found[1]
    case: Case = {"world": scenario, "effect": 1.0}
    return [share_check(3, "moved_one_step", case, hits, trials, band=COVERS, control=True)]


def _step(openings: Sequence[PlaceOpening]) -> tuple[float, float] | None:
    """θ and the half width of its 95 % interval."""
    others = sorted({one.place for one in openings} - {OLD, NEW})
    angle = np.array([one.week for one in openings]) * 2 * np.pi / 52
    levels = [[float(one.place == place) for one in openings] for place in (NEW, *others)]
    x = np.column_stack([np.ones(len(openings)), *levels, np.cos(angle), np.sin(angle)])
    y, hours = (np.array([getattr(one, name) for one in openings]) for name in ("count", "hours"))
    fit = poisson_fit(x, y, hours)
    if isinstance(fit, Reason):
        return None
    return float(fit.beta[1]), t_quantile(fit.df) * sqrt(float(fit.cov[1, 1]) * fit.phi)


CELLS: tuple[Cell, ...] = (
    *(
        Cell(
            f"moved {name} {effect}",
            NULL_TRIALS if effect == 1 else TRIALS,
            partial(moved, scenario=name, effect=effect),
        )
        for name in SCENARIOS
        for effect in (1.0, 1.5)
    ),
    *(
        Cell(f"{method.__name__} {name}", TRIALS, partial(method, scenario=name))
        for method in (before_and_after, one_step)
        for name in SLOW
    ),
)
