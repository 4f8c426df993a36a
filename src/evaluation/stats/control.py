"""Method (g): what is usual, from a frozen baseline: negative-binomial limits for counts per open hour.

A new count is held against what the baseline leads to expect of that many open hours: NB2 with mean
μ = rate · hours and Var = μ + (α + v)μ², where v = 1/ΣY + α/n is the variance of the estimated log rate. That α
is estimated too is allowed for as in a normal prediction limit: the tail is that of t with n − 1 degrees of
freedom, Φ(t_{n−1}⁻¹(p)), instead of p. The limits never move with what is watched (a new baseline is a person's
reasoned decision); only the rule of one point outside is used.

The chance that one quiet point falls outside, `TAILS` = .008 both sides together, was found by simulation
(1,500 quiet years a cell, 20 baseline and 26 watched openings, rate and α estimated): a false alarm in 10–15 %
of years for μ = 6–100 and α = 0.05–0.6, with unequal hours and with shocks that move a whole week; below 20 % up
to .01. The plain NB quantiles of ±3σ (.0027) give 14 %, but 27 % after a baseline of 10, where these limits still
give 12 %. The price: a 40 % drop is caught within 8 weeks in 31 % of cases at 36 enquiries a week, in 6 % at 12.

After Shewhart's chart with estimated parameters (Quesenberry 1993, Journal of Quality Technology 25:237–247);
counts as NB2 with moment α as in `rates`.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from scipy.special import betainc, ndtr, stdtrit

from evaluation.stats.estimate import Reason
from evaluation.stats.rates import moment_alpha

#: A baseline of fewer openings is no measure of what is usual.
FEWEST_BASELINE = 20
#: Probability that one quiet opening falls outside, both sides together.
TAILS = 0.008


@dataclass(frozen=True)
class Limits:
    """A frozen baseline: enquiries per open hour, moment α ≥ 0, the n openings and the total they had."""

    rate: float
    alpha: float
    n: int
    total: float

    def band(self, hours: float) -> tuple[int, int]:
        """Lowest and highest usual count of so many open hours. Raises ValueError for no hours."""
        if hours <= 0:
            raise ValueError("hours must be above 0")
        mean = self.rate * hours
        size = 1 / (self.alpha + 1 / self.total + self.alpha / self.n)
        tail = float(ndtr(stdtrit(self.n - 1, TAILS / 2)))
        share = mean / (size + mean)
        low = _first(lambda k: float(betainc(size, k + 1, 1 - share)) >= tail)
        high = _first(lambda k: float(betainc(k + 1, size, share)) <= tail)
        return low, high

    def outside(self, count: float, hours: float) -> bool:
        """Whether a count of so many open hours is unusual."""
        low, high = self.band(hours)
        return not low <= count <= high


def limits(counts: Sequence[float], hours: Sequence[float]) -> Limits | Reason:
    """What is usual, from the counts and open hours of a baseline's n openings; both of shape (n,).

    The unit may also be a week of several openings: what moves all places together is then part of what is usual.
    No answer from fewer than `FEWEST_BASELINE`, with an opening of no length, or if nobody came. Raises ValueError
    for unequal lengths, negative or non-finite numbers.
    """
    if len(counts) < FEWEST_BASELINE:
        return Reason.FEW_BASELINE
    if min(hours, default=0) <= 0:
        return Reason.ZERO_HOURS
    if sum(counts) == 0:
        return Reason.NO_DISPERSION
    alpha = moment_alpha(counts, hours)
    if alpha is None:
        return Reason.NO_CONVERGENCE
    total = float(sum(counts))
    return Limits(total / sum(hours), alpha, len(counts), total)


def _first(true_from: Callable[[int], bool]) -> int:
    """The smallest count from which on it is true, by doubling and halving."""
    high = 1
    while not true_from(high):
        high *= 2
    low = -1
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if true_from(middle) else (middle, high)
    return high
