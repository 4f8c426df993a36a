"""Places held against each other, all pairs at once.

A shared week (weather, a passport rush, a closed head office) moves all places together. Comparing the same
weeks takes that out; weeks that only one place has keep their noise and widen the interval. Unadjusted,
three places give a false difference in 11.8 % of comparisons, so the intervals are Bonferroni's: at least 95
% of the time all of them hold together, and "separable" never contradicts the interval beside it.
"""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from math import expm1, log, sqrt

from evaluation.stats.estimate import FEWEST_OPENINGS, LEVEL, Estimate, Reason, t_quantile


@dataclass(frozen=True)
class WeekCount:
    """One place in one week; addable within the week: count of enquiries, open hours."""

    week: Hashable
    count: float
    hours: float

    def __add__(self, other: "WeekCount") -> "WeekCount":
        if other.week != self.week:
            raise ValueError("only counts of one week add up")
        return WeekCount(self.week, self.count + other.count, self.hours + other.hours)


@dataclass(frozen=True)
class LogRatio:
    """ln(rate a / rate b), its standard error and degrees of freedom; all None with a reason."""

    theta: float | None
    se: float | None
    df: float | None
    reason: Reason | None = None


@dataclass(frozen=True)
class Difference:
    """How much higher a is than b: 0.3 is 30 % more. `separable`: the simultaneous interval excludes 0."""

    a: str
    b: str
    value: float | None
    low: float | None
    high: float | None
    separable: bool
    reason: Reason | None = None


def log_ratio(a: Estimate, b: Estimate) -> LogRatio:
    """Of two independent rates, with Welch–Satterthwaite degrees of freedom.

    Welch 1947, Biometrika 34:28–35. For rates that have totals only. Weeks that move both places
    the same way make this interval too wide, never too narrow.
    """
    parts = [(e.value, e.se_log, e.df) for e in (a, b)]
    (va, sa, fa), (vb, sb, fb) = parts
    if not va or not vb or sa is None or sb is None or fa is None or fb is None:
        return LogRatio(None, None, None, a.reason or b.reason or Reason.NO_RATIO)
    variance = sa**2 + sb**2
    return LogRatio(log(va / vb), sqrt(variance), variance**2 / (sa**4 / fa + sb**4 / fb))


def weekly_log_ratio(a: Sequence[WeekCount], b: Sequence[WeekCount]) -> LogRatio:
    """Of two places over their weeks: ratio of totals, clustered by week, t with the fewer weeks less one.

    Weeks of both shapes (n_a,), (n_b,) are matched by `week`; entries of one week are added. For the same
    weeks and equal hours it is θ = ln(A̅/B̅), d = A_w/A̅ − B_w/B̅, se² = Σd²/(n−1)/n.
    """
    first, second = _by_week(a), _by_week(b)
    n = min(len(first), len(second))
    if n < FEWEST_OPENINGS:
        return LogRatio(None, None, None, Reason.FEW_WEEKS)
    ra, rb = _influence(first), _influence(second)
    if ra is None or rb is None:
        return LogRatio(None, None, None, Reason.NO_RATIO)
    spread = sum((ra.weeks.get(w, 0.0) - rb.weeks.get(w, 0.0)) ** 2 for w in first | second)
    # Counts never vary less than Poisson, however evenly a short series happens to run.
    variance = max(spread * n / (n - 1), 1 / ra.total + 1 / rb.total)
    return LogRatio(log(ra.rate / rb.rate), sqrt(variance), n - 1)


def all_pairs(ratios: Mapping[tuple[str, str], LogRatio], level: float = LEVEL) -> tuple[Difference, ...]:
    """The differences of every pair given, their intervals simultaneous at `level` (Bonferroni, t)."""
    family = sum(
        r.reason not in {Reason.FEW_WEEKS, Reason.FEW_OPENINGS, Reason.ONE_OPENING} for r in ratios.values()
    )
    each = 1 - (1 - level) / max(1, family)
    return tuple(_difference(a, b, ratio, each) for (a, b), ratio in ratios.items())


def pairs_of_rates(rates: Mapping[str, Estimate]) -> tuple[Difference, ...]:
    """All pairs of places, each known by its rate alone, in the order given."""
    return all_pairs({(a, b): log_ratio(rates[a], rates[b]) for a, b in combinations(rates, 2)})


def pairs_of_weeks(places: Mapping[str, Sequence[WeekCount]]) -> tuple[Difference, ...]:
    """All pairs of places, each known by its weeks, in the order given."""
    return all_pairs({(a, b): weekly_log_ratio(places[a], places[b]) for a, b in combinations(places, 2)})


def _difference(a: str, b: str, ratio: LogRatio, level: float) -> Difference:
    if ratio.theta is None or ratio.se is None or ratio.df is None:
        return Difference(a, b, None, None, None, separable=False, reason=ratio.reason)
    half = t_quantile(ratio.df, level) * ratio.se
    ends = expm1(ratio.theta - half), expm1(ratio.theta + half)
    return Difference(a, b, expm1(ratio.theta), *ends, separable=abs(ratio.theta) > half)


def _by_week(counts: Sequence[WeekCount]) -> dict[Hashable, WeekCount]:
    weeks: dict[Hashable, WeekCount] = {}
    for one in counts:
        weeks[one.week] = weeks[one.week] + one if one.week in weeks else one
    return weeks


@dataclass(frozen=True)
class _Place:
    rate: float
    total: float
    weeks: dict[Hashable, float]


def _influence(weeks: Mapping[Hashable, WeekCount]) -> _Place | None:
    """The rate, and each week's share in the error of its logarithm: (count − rate · hours) / total."""
    total, hours = sum(w.count for w in weeks.values()), sum(w.hours for w in weeks.values())
    if total == 0 or hours == 0:
        return None
    rate = total / hours
    return _Place(rate, total, {key: (w.count - rate * w.hours) / total for key, w in weeks.items()})
