"""Openings with known truth: negative binomial counts, and all that happens to real ones.

ln of an opening's expected count = ln(mean · hours/usual hours) + ln(1 − d·exp(−age/τ)) + season + the week's
shock (all places alike) + the place's own AR(1) noise. Shocks and noise have mean 1, so that `mean` stays the
mean. The count is negative binomial: Var = μ + αμ². A generator goes in, arrays come out.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from math import pi, sqrt
from typing import TypeAlias

import numpy as np
import numpy.typing as npt
from numpy.random import Generator

from evaluation.stats import PlaceOpening

Floats: TypeAlias = npt.NDArray[np.float64]
Ints: TypeAlias = npt.NDArray[np.int64]
Bools: TypeAlias = npt.NDArray[np.bool_]

MEAN, ALPHA, HOURS, WEEKS = 12.0, 0.2, 4.0, 46
_YEAR = 52


@dataclass(frozen=True)
class Place:
    """One place's plan. Weeks count from the study's first, 0; it is held from `first` to before `end`.

    `mean` is what comes to an opening of `hours` once the place is known; `ramp` d and `tau` τ (weeks) say how
    it becomes known after the week it `opened` (None: its first), age = week − opened.
    """

    name: str
    mean: float = MEAN
    alpha: float = ALPHA
    hours: float = HOURS
    first: int = 0
    end: int = WEEKS
    per_week: int = 1
    opened: int | None = None
    ramp: float = 0.0
    tau: float = 6.0


@dataclass(frozen=True)
class World:
    """Places and what they share.

    `shock`: sd of the week's log shock; `season`: amplitude on the log scale, highest in week `peak`;
    `noise`, `memory`: sd and lag-1 correlation of each place's own weekly log noise; `short`: share of openings
    held half as long; `cancelled`: share never held; `uncovered`: share held that no row tells of;
    `leaking`: share of openings in which `leak` of those who came are not registered.
    """

    places: tuple[Place, ...]
    shock: float = 0.0
    season: float = 0.0
    peak: float = 6.0
    noise: float = 0.0
    memory: float = 0.5
    short: float = 0.0
    cancelled: float = 0.0
    uncovered: float = 0.0
    leaking: float = 0.0
    leak: float = 0.3


@dataclass(frozen=True)
class Openings:
    """Simulated logs: `place` (index), `week`, `age` of shape (openings,); the others (trials, openings).

    `counted` is False where the opening was cancelled or nothing was registered; its count is then 0.
    """

    names: tuple[str, ...]
    place: Ints
    week: Ints
    age: Ints
    hours: Floats
    count: Ints
    counted: Bools

    def __len__(self) -> int:
        return len(self.count)

    def of(self, name: str) -> Bools:
        """Which openings are that place's, of shape (openings,)."""
        found: Bools = self.place == self.names.index(name)
        return found

    def rows(self, trial: int) -> Iterator[PlaceOpening]:
        """The counted openings of one trial, place by place, in time."""
        for i in np.flatnonzero(self.counted[trial]):
            yield PlaceOpening(
                self.names[self.place[i]],
                int(self.week[i]),
                float(self.age[i]),
                float(self.hours[trial, i]),
                float(self.count[trial, i]),
            )


def simulate(world: World, rng: Generator, trials: int) -> Openings:
    """So many independent logs of one world."""
    plan = [(p, week) for p, one in enumerate(world.places) for week in _weeks(one)]
    place, week = (np.array(column, dtype=np.int64) for column in zip(*plan, strict=True))
    hours = _each(world, "hours")[place] * np.where(rng.random((trials, len(plan))) < world.short, 0.5, 1.0)
    age = week - _each(world, "opened")[place].astype(np.int64)
    mean = _each(world, "mean")[place] * hours / _each(world, "hours")[place]
    mean = mean * _known(world, place, age) * _season(world, week) * _weather(world, rng, trials, place, week)
    count = _counts(rng, mean, _each(world, "alpha")[place])
    leaks = rng.random(count.shape) < world.leaking
    count = np.where(leaks, rng.binomial(count, 1 - world.leak), count)
    missing = 1 - (1 - world.cancelled) * (1 - world.uncovered)
    counted = rng.random(count.shape) >= missing
    names = tuple(one.name for one in world.places)
    return Openings(names, place, week, age, hours, np.where(counted, count, 0), counted)


def one_place(rng: Generator, trials: int, openings: int, **of: float) -> Ints:
    """Counts of one place without season or shocks, shape (trials, openings); keywords are Place's."""
    return simulate(World((Place("a", end=openings, **of),)), rng, trials).count  # type: ignore[arg-type]  # every keyword is one of Place's numbers


def thinned(rng: Generator, counts: Ints, share: float, spread: float = 0.0) -> Ints:
    """Those of a group among all who came: a share that is itself Beta with sd `spread` from opening to opening.

    Raises ValueError for a spread that no share between 0 and 1 can have.
    """
    if spread == 0:
        return rng.binomial(counts, share)
    weight = share * (1 - share) / spread**2 - 1
    if weight <= 0:
        raise ValueError(f"a share of {share} cannot have sd {spread}")
    return rng.binomial(counts, rng.beta(share * weight, (1 - share) * weight, counts.shape))


def _weeks(place: Place) -> Iterator[int]:
    for week in range(place.first, place.end):
        for _ in range(place.per_week):
            yield week


def _each(world: World, field: str) -> Floats:
    """One parameter of every place, shape (places,)."""
    values = [getattr(one, field) for one in world.places]
    if field == "opened":
        values = [one.first if one.opened is None else one.opened for one in world.places]
    return np.array(values, dtype=np.float64)


def _known(world: World, place: Ints, age: Ints) -> Floats:
    grown: Floats = 1 - _each(world, "ramp")[place] * np.exp(-age / _each(world, "tau")[place])
    return grown


def _season(world: World, week: Ints) -> Floats:
    return np.exp(world.season * np.cos(2 * pi * (week - world.peak) / _YEAR))


def _weather(world: World, rng: Generator, trials: int, place: Ints, week: Ints) -> Floats:
    """Factor of mean 1 for every opening: the week's shock and the place's own noise."""
    weeks = int(week.max()) + 1
    shock = world.shock * rng.standard_normal((trials, weeks)) - world.shock**2 / 2
    log = shock[:, week]
    if world.noise:
        own = autoregressive(rng, (trials, len(world.places), weeks), world.noise, world.memory)
        log = log + own[:, place, week] - world.noise**2 / 2
    return np.exp(log)


def autoregressive(rng: Generator, shape: tuple[int, ...], sd: float, memory: float) -> Floats:
    """Stationary AR(1) along the last axis: sd of each value, lag-1 correlation `memory`."""
    fresh = rng.standard_normal(shape) * sd
    series = np.empty(shape)
    series[..., 0] = fresh[..., 0]
    for i in range(1, shape[-1]):
        series[..., i] = memory * series[..., i - 1] + sqrt(1 - memory**2) * fresh[..., i]
    return series


def _counts(rng: Generator, mean: Floats, alpha: Floats) -> Ints:
    """Negative binomial as a gamma mixture of Poissons; plain Poisson where α = 0."""
    some = np.where(alpha > 0, alpha, 1.0)
    gamma = np.where(alpha > 0, rng.gamma(1 / some, some, mean.shape), 1.0)
    return rng.poisson(mean * gamma)
