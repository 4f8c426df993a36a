"""How many openings more, before a look can be expected to decide.

Predictive power: with n' openings after the move the standard error shrinks to se', the posterior mean then is m' ~
N(m, s² − s'²), and the smallest n' that decides with probability 0.8 is what is needed (Spiegelhalter, Freedman &
Blackburn 1986, Controlled Clinical Trials 7:8–17). A dispersion read off few openings is uncertain: it is shrunk to
0.25 with the weight of 12 openings, and its own uncertainty makes the answer a range.
"""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from math import exp, inf, log1p, sqrt

from scipy.special import ndtr

from evaluation.stats.ahead import Later
from evaluation.stats.decide import SURE, critical, posterior, widened
from evaluation.stats.move import Effect

POWER = 0.8
_ALPHA, _WEIGHT = 0.25, 12
_RANGE = 1.2816  # four of five times within


def openings_needed(
    effect: Effect,
    delta: float,
    bound: float,
    mean_count: float,
    *,
    most: int,
    concurrent: bool = False,
    later: Later | None = None,
) -> tuple[int | None, int | None] | None:
    """Openings at the new place, as a range (fewest, most), counted from its first; None in it: not within `most`.

    `mean_count` is the enquiries expected per opening, `bound` that of the last look. `concurrent`: both places go
    on; `later`: what later openings tell of a move (`move_ahead`), else its variance falls as 1/n before + 1/n after.
    None where the effect has no answer. The answer is at least one more than there are already.
    """
    if effect.theta is None or effect.se is None or effect.df is None or mean_count <= 0:
        return None
    spread = exp(_RANGE * sqrt(2 / (effect.n_before + effect.n_after + _WEIGHT)))
    ends = []
    for times in (1 / spread, spread):
        chance = partial(
            chance_of_decision,
            steadied(effect, mean_count, times),
            delta,
            bound,
            concurrent=concurrent,
            later=later,
        )
        ends.append(_fewest(chance, effect.n_after + 1, most))
    # Less scatter can also mean a longer wait: an effect near δ is then not so easily taken for none.
    fewest, most_of_all = sorted(ends, key=lambda end: inf if end is None else end)
    return fewest, most_of_all


def steadied(effect: Effect, mean_count: float, times: float = 1.0) -> Effect:
    """With the standard error that the dispersion shrunk to 0.25, and then `times` as large, would give."""
    if effect.se is None:
        return effect
    seen, n = effect.alpha or 0.0, effect.n_before + effect.n_after
    alpha = (n * seen + _WEIGHT * _ALPHA) / (n + _WEIGHT) * times
    return replace(effect, se=effect.se * sqrt((1 / mean_count + alpha) / (1 / mean_count + seen)))


def _fewest(chance: Callable[[int], float | None], least: int, most: int) -> int | None:
    """One by one: what is all but clear now may come into doubt with more, so the chance can fall as n' grows."""
    return next((n for n in range(least, most + 1) if (chance(n) or 0) >= POWER), None)


def chance_of_decision(
    effect: Effect,
    delta: float,
    bound: float,
    n: int,
    *,
    concurrent: bool = False,
    later: Later | None = None,
) -> float | None:
    """P(the look at n openings at the new place decides), given what is known now; None where nothing is.

    `concurrent` and `later` as for `openings_needed`.
    """
    theta, now, df = effect.theta, effect.se, effect.df
    # A week more is a degree of freedom more, at one place or both.
    ahead = (
        (_shrinkage(effect, n, concurrent), (df or 0.0) + n - effect.n_after) if later is None else later(n)
    )
    if theta is None or now is None or df is None or ahead is None:
        return None
    then, freedom = now * sqrt(ahead[0]), ahead[1]
    mean, sd = posterior(theta, widened(now, df))
    wide = widened(then, freedom)
    _, sd_later = posterior(0.0, wide)
    step = sqrt(max(sd**2 - sd_later**2, 1e-12))
    # θ' at the bound, as a posterior mean; and the largest posterior mean that still is "no difference".
    differs = critical(bound, freedom) * then * sd_later**2 / wide**2
    alike = widest_alike(sd_later, log1p(delta))
    chance = float(ndtr((mean - differs) / step) + ndtr((-differs - mean) / step))
    if alike is not None:
        edge = min(alike, differs)
        chance += float(ndtr((edge - mean) / step) - ndtr((-edge - mean) / step))
    return min(1.0, chance)


def _shrinkage(effect: Effect, n: int, concurrent: bool) -> float:
    """Variance at n openings over the variance now: the openings before a move stay as many as they are."""
    if concurrent:
        return effect.n_after / n
    return (1 / effect.n_before + 1 / n) / (1 / effect.n_before + 1 / effect.n_after)


def widest_alike(sd: float, margin: float) -> float | None:
    """The |m| at which P(|ln RR| < margin) is just SURE; None where it never is."""
    if _inside(0.0, sd, margin) < SURE:
        return None
    low, high = 0.0, margin
    for _ in range(50):
        middle = (low + high) / 2
        low, high = (middle, high) if _inside(middle, sd, margin) >= SURE else (low, middle)
    return low


def _inside(mean: float, sd: float, margin: float) -> float:
    return float(ndtr((margin - mean) / sd) - ndtr((-margin - mean) / sd))
