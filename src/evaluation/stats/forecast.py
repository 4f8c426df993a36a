"""A year of openings under a model that has not been tried: bands, not lines.

Each draw is a possible world: how many come to each place (its estimated rate and error), how long a service takes,
how patient people are, how many of those who find it closed come another time. In each world a whole year is
simulated (`queueing`), with counts per opening that vary as in the log (negative binomial). The middle 95 % of the
worlds is the band. All models are simulated in the same worlds, so that a difference between two of them has a
band of its own, narrower than theirs.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import astuple, dataclass, fields
from typing import Final

import numpy as np

from evaluation.stats.estimate import LEVEL, Matrix, Vector
from evaluation.stats.patience import Patience
from evaluation.stats.queueing import Counts, Mask, serve

#: Worlds drawn; the ends of a band are then known to about a tenth of its width.
DRAWS: Final = 300
_ENDS: Final = ((1 - LEVEL) / 2, (1 + LEVEL) / 2)


@dataclass(frozen=True)
class OpeningPlan:
    """Openings of one kind in a year. Minutes and people; `profile` shares of arrivals by equal parts of the opening.

    `place`: openings of the same place share their error. `expected`: people at such an opening as the log has them in
    the same hours; `gathered`: if all who would have come in the time that it is closed came now instead (fewer
    than `expected` where it is open more than before: the same people, spread). `se_log`: of the place's rate.
    `booked`: minutes of an appointment, None where people just come.
    """

    place: str
    openings: int
    minutes: float
    staff: int
    expected: float
    gathered: float
    se_log: float
    profile: tuple[float, ...]
    booked: float | None = None


@dataclass(frozen=True)
class World:
    """What the log says of people, whatever the model.

    `alpha`: how counts per opening vary beyond chance. `service`: minutes → how many services took so long.
    `patience`: when people leave, in several shapes with their weights. `helped`, `called`: of those called, how many
    count as served. `no_show`, `booked`: of those with an appointment; none booked: as if ten had been and half a one
    stayed away. `gather`: of the people of closed time, and of those who find no time left to book, the least and the
    largest share that comes another time (assumed; the band is to hold at both ends).
    """

    alpha: float
    service: Mapping[float, int]
    patience: tuple[Patience, ...]
    helped: float
    called: float
    no_show: float = 0.0
    booked: float = 0.0
    gather: tuple[float, float] = (0.0, 1.0)


@dataclass(frozen=True)
class Band:
    """The mean of the worlds, and the ends that 95 % of them lie between."""

    value: float
    low: float
    high: float


@dataclass(frozen=True)
class Year:
    """What a year may give, one number a world, shape (draws,): people, shares, minutes and hours.

    `arrived` come or ask for a time, `served` are helped; `left_share` of `arrived` go again, or get no time where
    one must book; who is booked and stays away is neither. `wait_median`, `wait_p90` of all who wait, had they
    stayed; 0 in a world where nobody comes. `overtime` hours from closing until the last has been served, `idle`
    hours of all staff in open hours without anybody to serve.
    """

    arrived: Vector
    served: Vector
    left_share: Vector
    wait_median: Vector
    wait_p90: Vector
    overtime: Vector
    idle: Vector

    def band(self, name: str) -> Band:
        """The band of one of the figures, by its name."""
        return band(getattr(self, name))


#: The names of a year's figures.
FIGURES: Final = tuple(field.name for field in fields(Year))


def band(values: Vector) -> Band:
    """Mean and ends of a figure's worlds. The mean, since few worlds lie between those of either end."""
    low, high = (float(q) for q in np.quantile(values, _ENDS))
    return Band(float(values.mean()), low, high)


def simulate_year(plans: Sequence[OpeningPlan], world: World, *, seed: int = 1, draws: int = DRAWS) -> Year:
    """A year of these openings in each of `draws` worlds; the same seed gives the same worlds, whatever the plans.

    Raises ValueError for no openings at all, or a log without a single service or wait.
    """
    open_plans = [plan for plan in plans if plan.openings]
    if not open_plans:
        raise ValueError("a year needs at least one opening")
    drawn, earlier = _Worlds(world, draws, seed), Counter[str]()
    parts = []
    for plan in open_plans:
        parts.append(_part(plan, drawn, earlier[plan.place]))
        earlier[plan.place] += 1
    arrived, served, left, overtime, idle = (
        np.sum([getattr(part, name) for part in parts], axis=0)
        for name in ("arrived", "served", "left", "overtime", "idle")
    )
    wait_median, wait_p90 = _quantiles(np.concatenate([part.waits for part in parts], axis=1), (0.5, 0.9))
    return Year(
        arrived=arrived,
        served=served,
        left_share=left / np.maximum(arrived, 1),
        wait_median=wait_median,
        wait_p90=wait_p90,
        overtime=overtime / 60,
        idle=idle / 60,
    )


class _Worlds:
    """The worlds: every figure of shape (draws,), and random numbers that depend on place and seed only."""

    def __init__(self, world: World, draws: int, seed: int) -> None:
        if not sum(world.service.values()) or world.called <= 0:
            raise ValueError("the log tells no service")
        if not world.patience or min(one.waited for one in world.patience) <= 0:
            raise ValueError("the log tells no wait")
        self.world, self.draws, self.seed = world, draws, seed
        rng = self.stream("everybody")
        low, high = world.gather
        self.gather = low + (high - low) * _from_end_to_end(rng, draws)
        # Times until people leave: Weibull, its rate known from `left` leavings in `waited`. Here and for the share
        # helped Jeffreys' prior, half a person.
        left, waited, shape, weight = np.array([astuple(one) for one in world.patience]).T
        chosen = rng.choice(len(weight), draws, p=weight / weight.sum())
        self.shape = shape[chosen]
        self.patience = waited[chosen] / rng.gamma(left[chosen] + 0.5, 1.0)
        self.helped = rng.beta(world.helped + 0.5, max(world.called - world.helped, 0) + 0.5, draws)
        self.no_show = rng.beta(world.no_show + 0.5, max(world.booked - world.no_show, 0) + 9.5, draws)
        minutes, times = zip(*sorted(world.service.items()), strict=True)
        self.services = np.repeat(np.array(minutes, dtype=np.float64), times)
        # How far the mean of so many services may lie from that of all.
        error = self.services.std() / np.sqrt(len(self.services)) / max(self.services.mean(), 1e-9)
        self.pace = np.exp(rng.normal(0.0, error, draws))

    def stream(self, name: str) -> np.random.Generator:
        """A stream of random numbers of its own for each name."""
        return np.random.default_rng([self.seed, *name.encode("utf-8")])


def _from_end_to_end(rng: np.random.Generator, draws: int) -> Vector:
    """Shares 0 to 1: two fifths of the worlds at each end. Drawn evenly, 95 % of them would leave both ends out."""
    end = 2 * draws // 5
    return np.concatenate([np.zeros(end), np.ones(end), rng.random(draws - 2 * end)])


@dataclass(frozen=True)
class _Part:
    """What one plan gives: totals of shape (draws,), waits of shape (draws, people), NaN where there is nobody."""

    arrived: Vector
    served: Vector
    left: Vector
    overtime: Vector
    idle: Vector
    waits: Matrix


def _part(plan: OpeningPlan, worlds: _Worlds, number: int) -> _Part:
    """`number`: how many plans of the same place came before, so that neither order nor other places matter."""
    error = np.exp(plan.se_log * worlds.stream(f"place {plan.place}").normal(size=worlds.draws))
    rng = worlds.stream(f"year {number} {plan.place}")
    mean = (plan.expected + worlds.gather * (plan.gathered - plan.expected)) * error
    counts = _counts(rng, np.repeat(mean, plan.openings), worlds.world.alpha)
    if plan.booked is None:
        return _walk_in(plan, worlds, rng, counts)
    return _by_appointment(plan, worlds, rng, counts)


def _counts(rng: np.random.Generator, mean: Vector, alpha: float) -> Counts:
    if alpha > 0:
        mean = mean * rng.gamma(1 / alpha, alpha, len(mean))
    return rng.poisson(mean)


def _walk_in(plan: OpeningPlan, worlds: _Worlds, rng: np.random.Generator, counts: Counts) -> _Part:
    there = np.arange(max(1, int(counts.max()))) < counts[:, None]
    at = np.sort(_laid(_moments(plan, rng, int(counts.sum())), there), axis=1)
    people = counts.reshape(worlds.draws, -1).sum(axis=1)
    scale, shape = (np.repeat(of, people) for of in (worlds.patience, worlds.shape))
    patience = rng.exponential(scale) ** (1 / shape)
    return _served(plan, worlds, rng, at=at, patience=_laid(patience, there), counts=counts)


def _by_appointment(plan: OpeningPlan, worlds: _Worlds, rng: np.random.Generator, counts: Counts) -> _Part:
    """A time each, one after the other at every desk. Nobody with a time leaves."""
    times = int(plan.minutes // (plan.booked or plan.minutes)) * plan.staff
    given = _given(counts.reshape(worlds.draws, -1), times, worlds.gather, rng).ravel()
    width = max(1, int(given.max()))  # times that nobody takes need no room
    starts = np.arange(width) // plan.staff * (plan.booked or 0.0)
    come = rng.random((len(counts), width)) >= np.repeat(worlds.no_show, plan.openings)[:, None]
    taken = (np.arange(width) < given[:, None]) & come
    at = np.sort(np.where(taken, starts[None, :], np.nan), axis=1)
    patience = np.full(at.shape, np.inf)
    away = given - taken.sum(axis=1)
    return _served(plan, worlds, rng, at=at, patience=patience, counts=counts, stayed_away=away)


def _given(counts: Counts, times: int, again: Vector, rng: np.random.Generator) -> Counts:
    """Times taken, shape (draws, openings). Of those for whom none is left a share asks again for the next opening."""
    given, over = np.zeros_like(counts), np.zeros_like(counts[:, 0])
    for opening in range(counts.shape[1]):
        asking = counts[:, opening] + rng.binomial(over, again)
        given[:, opening] = np.minimum(asking, times)
        over = asking - given[:, opening]
    return given


def _served(
    plan: OpeningPlan, worlds: _Worlds, rng: np.random.Generator, *, at: Matrix, patience: Matrix, counts: Counts,
    stayed_away: Counts | None = None,
) -> _Part:  # fmt: skip
    n, there = len(counts), ~np.isnan(at)
    pace = np.repeat(np.repeat(worlds.pace, plan.openings), there.sum(axis=1))
    service = _laid(rng.choice(worlds.services, len(pace)) * pace, there)
    done = serve(at, service, patience, staff=np.full(n, plan.staff), closes=np.full(n, plan.minutes))
    called = done.called.sum(axis=1)
    missed = counts - called - (0 if stayed_away is None else stayed_away)

    def by_world(values: Vector | Counts) -> Vector:
        total: Vector = values.reshape(worlds.draws, plan.openings).sum(axis=1, dtype=np.float64)
        return total

    return _Part(
        arrived=by_world(counts),
        served=rng.binomial(by_world(called).astype(np.int64), worlds.helped).astype(np.float64),
        left=by_world(missed),
        overtime=by_world(done.overtime),
        idle=by_world(plan.staff * plan.minutes - done.busy),
        waits=done.wait.reshape(worlds.draws, -1),
    )


def _laid(values: Vector, there: Mask) -> Matrix:
    """One value for each person that there is, laid out by opening; NaN for nobody."""
    found = np.full(there.shape, np.nan)
    found[there] = values
    return found


def _moments(plan: OpeningPlan, rng: np.random.Generator, people: int) -> Vector:
    """When people come, minutes after opening, by the profile; evenly within each of its parts."""
    shares = np.asarray(plan.profile, dtype=np.float64)
    ends = np.concatenate([[0.0], np.cumsum(shares / shares.sum())])
    return np.interp(rng.random(people), ends, np.linspace(0.0, plan.minutes, len(ends)))


def _quantiles(waits: Matrix, shares: Sequence[float]) -> tuple[Vector, ...]:
    """By world, of those who came; 0 where nobody did."""
    people = (~np.isnan(waits)).sum(axis=1)
    ordered = np.sort(waits, axis=1)  # NaN last
    places = [np.maximum(np.ceil(share * people).astype(np.int64) - 1, 0) for share in shares]
    return tuple(np.where(people > 0, ordered[np.arange(len(waits)), place], 0.0) for place in places)
