"""How long must a trial run? What can be told at all, before anything is counted.

The standard error is that of the method that will judge the trial, with expected counts in place of real ones: for a
move the segmented regression (`expected_move`), for two places side by side var = (1/μ1 + 1/μ2 + 2α)/n on n paired
weeks (Zhu & Lakkis 2014, Statistics in Medicine 33:376–387, with the rates of the alternative). A ratio is detectable
when the last look crosses its bound with power: ln RR = (t of the bound + t of the power) · se; se is reckoned at
that ratio, since a busier place is known better. Simulation needs up to a fifth more openings than the normal formula
when n is small; the t quantiles hold most of that.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from math import ceil, exp, floor, isfinite, log, log1p, sqrt
from typing import Literal

from scipy.special import ndtr, ndtri, stdtrit

from evaluation.stats.ahead import ramp
from evaluation.stats.decide import critical, posterior, widened
from evaluation.stats.estimate import FEWEST_OPENINGS, LEVEL, Reason, z_quantile
from evaluation.stats.looks import obrien_fleming
from evaluation.stats.move import Effect, PlaceOpening, expected_move
from evaluation.stats.needed import POWER, widest_alike

#: "No difference" counts as attainable where it is the likeliest answer when nothing differs.
_LIKELY = 0.5
_WEEKS_A_LOOK = 13
#: Weeks; nobody plans a trial of more than two years.
LONGEST = 104
_STEPS, _CLOSE = 60, 1e-4
_LARGEST = 50.0  # times as many: nobody needs statistics for that

OLD, NEW = "old", "new"


@dataclass(frozen=True)
class Plan:
    """Openings as they are expected if nothing differs: `count` holds expected counts, Var(Y) = μ + αμ²."""

    openings: tuple[PlaceOpening, ...]
    before: str
    after: str
    alpha: float
    concurrent: bool = False

    @property
    def held(self) -> int:
        """Openings at the new place."""
        return sum(o.place == self.after for o in self.openings)

    def effect(self, ratio: float) -> Effect:
        """Standard error and df to expect if the new place's rate is `ratio` times the old one's."""
        if self.concurrent:
            return self._side_by_side(ratio)
        moved = [replace(o, count=o.count * ratio) if o.place == self.after else o for o in self.openings]
        return expected_move(moved, self.before, self.after, self.alpha)

    def _side_by_side(self, ratio: float) -> Effect:
        """ln of the ratio with its expected error; the weeks that both are open in are what counts."""
        old, new = ([o.count for o in self.openings if o.place == one] for one in (self.before, self.after))
        n = min(len(old), len(new))
        sizes = (len(old), len(new), self.alpha)
        if n < FEWEST_OPENINGS:
            return Effect(None, None, None, *sizes, Reason.FEW_OPENINGS)
        if not sum(old) or not sum(new):
            return Effect(None, None, None, *sizes, Reason.NO_RATIO)
        means = sum(old) / len(old), ratio * sum(new) / len(new)
        variance = (1 / means[0] + 1 / means[1] + 2 * self.alpha) / n
        return Effect(log(means[1] / means[0]), sqrt(variance), n - 1.0, *sizes)


@dataclass(frozen=True)
class Design:
    """A trial on paper. `mean`: enquiries per opening of `hours` to expect at the old place, `alpha` its dispersion.

    `before` openings a week at every place until now, and at the `stays` other places all through; `after` at the
    trial's place from its start, at each of the two where both go on ("concurrent"). `age`: whole weeks the places
    had been open when the weeks before begin. Raises ValueError for numbers that are no design.
    """

    kind: Literal["move", "concurrent"]
    before: float
    after: float
    weeks_before: int
    weeks_after: int
    stays: int
    mean: float
    hours: float
    alpha: float
    age: int = 0

    def __post_init__(self) -> None:
        """A design that cannot be held is a mistake of the caller."""
        numbers = (self.before, self.after, self.mean, self.hours)
        if not all(isfinite(x) and x > 0 for x in numbers) or not self.alpha >= 0:
            raise ValueError("openings a week, mean and hours must be above 0, alpha 0 or more")
        if min(self.weeks_before, self.weeks_after, self.stays, self.age) < 0:
            raise ValueError("weeks, other places and age must be 0 or more")

    def plan(self) -> Plan:
        """Its openings, week by week."""
        first, whole = self.weeks_before, self.weeks_before + self.weeks_after
        if self.kind == "concurrent":
            sides = [self._steady(place, self.after, self.weeks_after) for place in (OLD, NEW)]
            return Plan(tuple(o for side in sides for o in side), OLD, NEW, self.alpha, concurrent=True)
        places = [self._place(OLD, self.before, 0, first, self.age)]
        places.append(self._place(NEW, self.after, first, whole, 0))
        places += [self._place(f"stays {n}", self.before, 0, whole, self.age) for n in range(self.stays)]
        return Plan(tuple(o for place in places for o in place), OLD, NEW, self.alpha)

    def _steady(self, place: str, often: float, weeks: int) -> list[PlaceOpening]:
        """Word of mouth is left out: it takes no part in the comparison of two places."""
        return [PlaceOpening(place, week, 0, self.hours, self.mean) for week in _weeks(often, 0, weeks)]

    def _place(self, place: str, often: float, start: int, end: int, age: int) -> list[PlaceOpening]:
        found = []
        for week in _weeks(often, start, end):
            old = age + week - start
            found.append(PlaceOpening(place, week, old, self.hours, self.mean * ramp(old)))
        return found


@dataclass(frozen=True)
class Reach:
    """What a trial can tell. `detectable`: smallest ratio above 1 found with power; None has a reason.

    `chance_same`: that the last look says "no difference" if there is none. `openings`: at the new place.
    """

    detectable: float | None
    chance_same: float
    openings: int
    reason: Reason | None = None

    @property
    def no_difference(self) -> bool:
        """Whether "no difference that matters" can be counted on as an answer."""
        return self.chance_same >= _LIKELY


def quarterly(weeks: int) -> tuple[float, ...]:
    """Shares of the information at one look a quarter, the last at the end."""
    count = max(1, weeks // _WEEKS_A_LOOK)
    return tuple((n + 1) / count for n in range(count))


def detectable(plan: Plan, bound: float, power: float = POWER) -> float | None:
    """The smallest ratio (≥ 1) that a look with this bound finds with `power`; None where not even a large one is.

    As much less is found as surely or a little less so: fewer people are known less well. A common dispersion can
    make the error grow with the ratio, faster than the ratio itself where the old place was hardly open.
    """
    ratio = 1.0
    for _ in range(_STEPS):
        effect = plan.effect(ratio)
        if effect.se is None or effect.df is None:
            return None
        found = exp(_reach(effect.se, effect.df, bound, power))
        if abs(found - ratio) < _CLOSE:
            return found
        if found > _LARGEST:
            return None
        ratio = found
    return None


def attainable(plan: Plan, delta: float, bounds: Sequence[float]) -> Reach:
    """Which verdicts the last of a trial's looks can reach; `bounds` are those of `obrien_fleming`."""
    effect = plan.effect(1.0)
    if effect.se is None or effect.df is None:
        return Reach(None, 0.0, plan.held, effect.reason)
    found = detectable(plan, bounds[-1])
    reason = Reason.NOT_SEPARABLE if found is None else None
    return Reach(found, _chance_same(effect.se, effect.df, delta), plan.held, reason)


def shortest(design: Design, ratio: float, power: float = POWER, most: int = LONGEST) -> int | None:
    """Fewest weeks after which a change of `ratio` (> 1) is found with `power`; None: not within `most` weeks.

    With one look a quarter. Raises ValueError for a ratio not above 1.
    """
    if ratio <= 1:
        raise ValueError(f"ratio == {ratio}, must be > 1")
    return _fewest(design, most, lambda weeks: _finds(design, weeks, ratio, power))


def shortest_same(design: Design, delta: float, most: int = LONGEST) -> int | None:
    """Fewest weeks after which "no difference that matters" can be counted on; None: not within `most` weeks."""
    return _fewest(design, most, lambda weeks: _reaches_same(design, weeks, delta))


def concurrent_openings(
    ratio: float, mean_before: float, alpha: float, power: float = POWER, level: float = LEVEL
) -> float:
    """Openings at each of two places side by side: n = (z + z)²·(1/μ1 + 1/μ2 + 2α)/ln(RR)², by the normal formula.

    For few openings a little too few: `shortest` reckons with t. Raises ValueError for a ratio of 1 or not above 0.
    """
    if ratio <= 0 or ratio == 1:
        raise ValueError(f"ratio == {ratio}, must be above 0 and not 1")
    quantiles = z_quantile(level) + float(ndtri(power))
    return quantiles**2 * (1 / mean_before + 1 / (mean_before * ratio) + 2 * alpha) / log(ratio) ** 2


def _weeks(often: float, start: int, end: int) -> list[int]:
    """The running week of each opening, evenly spread."""
    return [start + floor(n / often) for n in range(floor((end - start) * often + 1e-9))]


def _reach(se: float, df: float, bound: float, power: float) -> float:
    return (critical(bound, df) + float(stdtrit(df, power))) * se


def _fewest(design: Design, most: int, enough: Callable[[int], bool]) -> int | None:
    """Bisection: what is enough stays enough when the trial goes on."""
    low, high = ceil(FEWEST_OPENINGS / design.after), most
    if high < low or not enough(high):
        return None
    while low < high:
        middle = (low + high) // 2
        low, high = (low, middle) if enough(middle) else (middle + 1, high)
    return low


def _finds(design: Design, weeks: int, ratio: float, power: float) -> bool:
    effect = replace(design, weeks_after=weeks).plan().effect(ratio)
    if effect.se is None or effect.df is None:
        return False
    bound = obrien_fleming(quarterly(weeks))[-1]
    return _reach(effect.se, effect.df, bound, power) <= log(ratio)


def _reaches_same(design: Design, weeks: int, delta: float) -> bool:
    effect = replace(design, weeks_after=weeks).plan().effect(1.0)
    if effect.se is None or effect.df is None:
        return False
    return _chance_same(effect.se, effect.df, delta) >= _LIKELY


def _chance_same(se: float, df: float, delta: float) -> float:
    """P(the posterior is sure enough of "no difference") if θ = 0: θ̂ ~ N(0, se²) has to lie near 0."""
    wide = widened(se, df)
    _, sd = posterior(0.0, wide)
    alike = widest_alike(sd, log1p(delta))
    if alike is None:
        return 0.0
    return 2 * float(ndtr(alike * wide**2 / sd**2 / se)) - 1
