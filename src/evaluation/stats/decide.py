"""The one rule by which a trial is decided, at its planned looks only.

*No difference that matters* if P(|ln RR| < ln(1 + δ)) ≥ 0.9, from the second look; else *better* or *worse* at the
O'Brien–Fleming bound; else *too early*. The probability is a posterior under the prior ln RR ~ N(0, 0.4²), a doubling
being rare. The interval is a repeated confidence interval (Jennison & Turnbull 1989, JRSS B 51:305–361): θ ± bound ·
se holds at all looks together, and excludes 0 exactly where the bound is crossed, so that a verdict never
contradicts its interval.
"""

from dataclasses import dataclass
from enum import StrEnum
from math import exp, log, log1p, sqrt

from scipy.special import ndtr, stdtrit

from evaluation.stats.estimate import t_quantile, z_quantile
from evaluation.stats.move import Effect

PRIOR_SD = 0.4
#: So probable must "the difference does not matter" be.
SURE = 0.9
#: The weekly warning: at this evidence, and not before so many openings on either side.
WARN_AT = 20
FEWEST_TO_WARN = 8
_STRICTEST = 30.0  # of 38 the tail is 0, and its quantile of the wrong sign
_FARTHEST = 14.0  # ln of a million times as many or as few: neither words nor charts tell more
_LARGEST = 700.0  # exp of more is no number


class Verdict(StrEnum):
    """What a look can say."""

    BETTER = "better"
    WORSE = "worse"
    NO_DIFFERENCE = "no_difference"
    TOO_EARLY = "too_early"


@dataclass(frozen=True)
class Decision:
    """A look's verdict with ratio after/before, its repeated interval, and three probabilities that add to 1.

    `better` and `worse`: by more than the smallest change that matters; `same`: by less.
    """

    verdict: Verdict
    ratio: float
    low: float
    high: float
    better: float
    worse: float
    same: float


def decide(effect: Effect, delta: float, bound: float, *, first: bool) -> Decision | None:
    """The verdict of one look; None where the effect has no answer (`effect.reason` says why).

    `delta` > 0 is the registered smallest change, 0.25 for 25 %; `bound` the look's O'Brien–Fleming z; `first`: the
    first of several looks, at which "no difference" is not said yet. Raises ValueError for a delta not above 0.
    """
    if delta <= 0:
        raise ValueError(f"delta == {delta}, must be > 0")
    if effect.theta is None or effect.se is None or effect.df is None:
        return None
    better, worse = _probabilities(effect.theta, widened(effect.se, effect.df), log1p(delta))
    same = max(0.0, 1 - better - worse)
    half = critical(bound, effect.df) * effect.se
    verdict = _verdict(effect.theta, half, same, first=first)
    ends = _ratio(effect.theta - half), _ratio(effect.theta + half)
    return Decision(verdict, _ratio(effect.theta), *ends, better, worse, same)


def critical(bound: float, df: float) -> float:
    """The t that is as improbable as the normal bound z; beyond 30 nothing is so improbable, and 30 is taken."""
    return -float(stdtrit(df, float(ndtr(-min(bound, _STRICTEST)))))


def widened(se: float, df: float) -> float:
    """A standard error for normal formulas, wider by what t asks for."""
    return se * t_quantile(df) / z_quantile()


def posterior(theta: float, se: float) -> tuple[float, float]:
    """Mean and standard deviation of ln RR."""
    variance = 1 / (1 / se**2 + 1 / PRIOR_SD**2)
    return variance * theta / se**2, sqrt(variance)


def _ratio(exponent: float) -> float:
    """exp, held within a million: a strict bound on few openings has ends beyond any number."""
    return exp(min(max(exponent, -_FARTHEST), _FARTHEST))


def _probabilities(theta: float, se: float, margin: float) -> tuple[float, float]:
    mean, sd = posterior(theta, se)
    return float(ndtr((mean - margin) / sd)), float(ndtr((-margin - mean) / sd))


def _verdict(theta: float, half: float, same: float, *, first: bool) -> Verdict:
    if same >= SURE and not first:
        return Verdict.NO_DIFFERENCE
    if abs(theta) >= half:
        return Verdict.BETTER if theta > 0 else Verdict.WORSE
    return Verdict.TOO_EARLY


def e_value(effect: Effect) -> float | None:
    """Evidence against "no difference" that may be looked at every week; warn at 20 or more.

    The t-mixture of Lindon, Ham, Tingley & Bojinov (arXiv:2210.08589) with a normal prior of sd 0.4: e = √k·[(1 +
    kT/ν)/(1 + T/ν)]^(−(ν+1)/2), T = (θ/se)², k = se²/(se² + 0.4²). None where there is no effect, and before eight
    openings on either side.
    """
    few = min(effect.n_before, effect.n_after) < FEWEST_TO_WARN
    if few or effect.theta is None or effect.se is None or effect.df is None:
        return None
    k = effect.se**2 / (effect.se**2 + PRIOR_SD**2)
    t2 = (effect.theta / effect.se) ** 2 / effect.df
    return exp(min(_LARGEST, 0.5 * log(k) - (effect.df + 1) / 2 * log((1 + k * t2) / (1 + t2))))
