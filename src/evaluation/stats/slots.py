"""Time slots held against each other: within the openings of a site, or weekdays within the weeks of a site.

An opening that draws many draws many in all its hours, and a busy site is busy in all of them. Comparing slots
within each opening takes both out: d = rate in slot a − rate in slot b, one per opening, and their mean with
its t interval. Over several sites the mean is that of within-site effects (each site its own stratum, weighted
by its openings), so that a slot which only a busy site has wins nothing by it. All pairs at once: Bonferroni, as
in `pairs`, so that "separable" never contradicts the interval beside it. Unadjusted, eight equal slots give a
false difference half of the time.
"""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from math import sqrt

import numpy as np

from evaluation.stats.estimate import FEWEST_OPENINGS, LEVEL, Reason, Vector, t_quantile


@dataclass(frozen=True)
class BlockCount:
    """Enquiries in one slot of one block (an opening, or a week), over so many open hours; a site is a stratum."""

    block: Hashable
    stratum: str
    count: float
    hours: float


@dataclass(frozen=True)
class SlotDifference:
    """How many more an hour come in slot a than in b, over `n` blocks that have both.

    Ends are simultaneous over all pairs. None has a reason: too few blocks, or nobody came in either.
    """

    a: str
    b: str
    value: float | None
    low: float | None
    high: float | None
    separable: bool
    n: int
    reason: Reason | None = None


@dataclass(frozen=True)
class _Mean:
    value: float
    se: float
    df: float
    n: int


def slot_differences(
    slots: Mapping[str, Sequence[BlockCount]], level: float = LEVEL
) -> tuple[SlotDifference, ...]:
    """All pairs of slots, in the order given, their intervals simultaneous at `level`.

    Blocks are matched by stratum and `block`; entries of one slot and block are added. A stratum with a single
    matched block tells nothing of its spread and is left out; below six blocks there is no answer. Raises
    ValueError for a negative or non-finite number.
    """
    rates = {name: _rates(counts) for name, counts in slots.items()}
    found = {(a, b): _paired(rates[a], rates[b]) for a, b in combinations(slots, 2)}
    # Whether anybody came is seen in the counts themselves: such pairs stay in the family.
    family = sum(not (isinstance(mean, tuple) and mean[0] is Reason.FEW_OPENINGS) for mean in found.values())
    each = 1 - (1 - level) / max(1, family)
    return tuple(_difference(a, b, mean, each) for (a, b), mean in found.items())


_Rates = dict[tuple[str, Hashable], tuple[float, float]]  # (stratum, block): count, hours


def _rates(counts: Iterable[BlockCount]) -> _Rates:
    found: _Rates = defaultdict(lambda: (0.0, 0.0))
    for one in counts:
        if not (0 <= one.count < np.inf and 0 <= one.hours < np.inf):
            raise ValueError("counts and hours must be finite numbers, 0 or more")
        count, hours = found[one.stratum, one.block]
        found[one.stratum, one.block] = (count + one.count, hours + one.hours)
    return {key: pair for key, pair in found.items() if pair[1] > 0}


def _paired(a: _Rates, b: _Rates) -> _Mean | tuple[Reason, int]:
    strata: dict[str, list[tuple[float, float]]] = defaultdict(list)
    for key in sorted(a.keys() & b.keys(), key=repr):  # the order of rows must not change a last digit
        (ya, ha), (yb, hb) = a[key], b[key]
        strata[key[0]].append((ya / ha - yb / hb, ya / ha**2 + yb / hb**2))
    kept = [np.array(pairs).T for pairs in strata.values() if len(pairs) > 1]
    n = sum(stratum.shape[1] for stratum in kept)
    if n < FEWEST_OPENINGS:
        return Reason.FEW_OPENINGS, n
    poisson = sum(float(variance.sum()) for _, variance in kept)
    if poisson == 0:
        return Reason.ALL_ZERO, n
    return _stratified([d for d, _ in kept], poisson, n)


def _stratified(strata: Sequence[Vector], poisson: float, n: int) -> _Mean:
    """Mean of all differences; its variance from within the strata, degrees of freedom by Satterthwaite.

    Satterthwaite 1946, Biometrics Bulletin 2:110–114. Counts never vary less than Poisson, however evenly a
    short series happens to run: `poisson` is the sum of count / hours² over both slots.
    """
    value = sum(float(d.sum()) for d in strata) / n
    parts = [(len(d) * float(d.var(ddof=1)) / n**2, len(d) - 1) for d in strata]
    variance = sum(part for part, _ in parts)
    df = variance**2 / sum(part**2 / free for part, free in parts) if variance else float(n - len(strata))
    return _Mean(value, sqrt(max(variance, poisson / n**2)), df, n)


def _difference(a: str, b: str, mean: _Mean | tuple[Reason, int], level: float) -> SlotDifference:
    if isinstance(mean, tuple):
        reason, n = mean
        return SlotDifference(a, b, None, None, None, separable=False, n=n, reason=reason)
    half = t_quantile(mean.df, level) * mean.se
    ends = mean.value - half, mean.value + half
    return SlotDifference(a, b, mean.value, *ends, separable=abs(mean.value) > half, n=mean.n)
