"""An opening so unlike the others that it is no opening like them: a typing error, a fair, a bus of visitors.

One count of 500 among counts of ten can decide a trial alone. The rule is fixed beforehand and strict: a count is odd
when it lies more than ten standard deviations above what its place's other openings let expect, with their own moment
dispersion or 0.25, whichever is larger: more than six times their mean, at 24 an opening. Among negative binomial
counts with α up to 0.4 that happens less than once in ten thousand openings.
"""

from collections.abc import Sequence
from math import sqrt

from evaluation.stats.estimate import FEWEST_OPENINGS
from evaluation.stats.rates import moment_alpha

_DEVIATIONS = 10.0
_LEAST_ALPHA = 0.25


def odd_openings(counts: Sequence[float], hours: Sequence[float]) -> tuple[int, ...]:
    """Indexes of odd openings of one place; none where fewer than six others are left to judge by.

    The busiest opening per hour is held against the rest, and so on while one is odd. Raises ValueError as
    `moment_alpha`.
    """
    left, found = list(range(len(counts))), []
    while len(left) > FEWEST_OPENINGS:
        busiest = max(left, key=lambda i: (counts[i] / hours[i] if hours[i] else 0.0, -i))
        rest = [i for i in left if i != busiest]
        if not _is_odd(busiest, rest, counts, hours):
            break
        found.append(busiest)
        left = rest
    return tuple(sorted(found))


def _is_odd(one: int, rest: Sequence[int], counts: Sequence[float], hours: Sequence[float]) -> bool:
    length = sum(hours[i] for i in rest)
    alpha = moment_alpha([counts[i] for i in rest], [hours[i] for i in rest])
    if alpha is None or not length or not hours[one]:
        return False
    mean = sum(counts[i] for i in rest) / length * hours[one]
    return counts[one] - mean > _DEVIATIONS * sqrt(mean + max(alpha, _LEAST_ALPHA) * mean**2)
