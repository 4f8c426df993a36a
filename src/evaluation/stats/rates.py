"""Enquiries per open hour, with an interval that holds for overdispersed counts; the opening is the unit.

The point is ΣY/ΣH, the measure as defined, so that a page, a query and a hand calculation agree. Its
variance is that of a negative binomial (NB2): Var(Y) = μ + αμ², μ = rate · hours, with the *moment* α that
makes Pearson's χ² equal its degrees of freedom n − 1 (Breslow 1984, Applied Statistics 33:38–44), and α = 0
for counts that vary no more than Poisson. With equal hours point and interval are those of an NB2 regression
with that α.
"""

from collections.abc import Sequence
from math import exp, log, sqrt

from evaluation.stats.estimate import (
    FEWEST_OPENINGS,
    LEVEL,
    Estimate,
    Reason,
    Vector,
    bare,
    t_quantile,
    vector,
)

_STEPS = 100
_CLOSE = 1e-10


def rate(counts: Sequence[float], hours: Sequence[float]) -> Estimate:
    """Counts per hour over openings, 95 % t interval with n − 1 degrees of freedom on the log scale.

    Both have shape (n,), one entry per counted opening, zeros included; hours are open hours. Without an
    opening or with an opening of no length there is no value; with fewer than six no interval; if nobody
    came the interval is one-sided (see `_all_zero`). Raises ValueError for unequal lengths, negative or
    non-finite numbers.
    """
    y, h = _pair(counts, hours)
    n, total, length = len(y), float(y.sum()), float(h.sum())
    if n == 0:
        return bare(None, 0, Reason.NO_OPENINGS)
    if float(h.min()) <= 0:
        return bare(None, n, Reason.ZERO_HOURS)
    if n < FEWEST_OPENINGS:
        return bare(total / length, n, Reason.ONE_OPENING if n == 1 else Reason.FEW_OPENINGS)
    if total == 0:
        return _all_zero(length, n)
    alpha = _solve_alpha(y, total * h / length)
    if alpha is None:
        return bare(total / length, n, Reason.NO_CONVERGENCE)
    mu = total * h / length
    return _log_t(total / length, sqrt(float((mu + alpha * mu**2).sum())) / total, n)


def rate_from_total(total: float, hours: float, alpha: float | None, n: int) -> Estimate:
    """A rate whose counts per opening are never released: se² of its logarithm = 1/total + alpha/n, t(n − 1).

    `total` is the visible released count over n openings of `hours` open hours together, `alpha` the moment
    estimate from the public counts of all enquiries per opening (disclosure: derived numbers). Raises
    ValueError for a negative or non-finite number.
    """
    vector([total, hours, alpha or 0.0, n], "total, hours, alpha and n")
    if n == 0:
        return bare(None, 0, Reason.NO_OPENINGS)
    if hours == 0:
        return bare(None, n, Reason.ZERO_HOURS)
    if n < FEWEST_OPENINGS:
        return bare(total / hours, n, Reason.ONE_OPENING if n == 1 else Reason.FEW_OPENINGS)
    if total == 0:
        return _all_zero(hours, n)
    if alpha is None:
        return bare(total / hours, n, Reason.NO_DISPERSION)
    return _log_t(total / hours, sqrt(1 / total + alpha / n), n)


def moment_alpha(counts: Sequence[float], hours: Sequence[float]) -> float | None:
    """The dispersion α ≥ 0 of Var(Y) = μ + αμ²; None for fewer than two openings, no hours or no enquiry."""
    y, h = _pair(counts, hours)
    if len(y) < 2 or float(h.min()) <= 0 or float(y.sum()) == 0:
        return None
    return _solve_alpha(y, float(y.sum()) * h / float(h.sum()))


def _pair(counts: Sequence[float], hours: Sequence[float]) -> tuple[Vector, Vector]:
    y, h = vector(counts, "counts"), vector(hours, "hours")
    if len(y) != len(h):
        raise ValueError(f"{len(y)} counts but {len(h)} hours")
    return y, h


def _solve_alpha(y: Vector, mu: Vector) -> float | None:
    """Solves Σ(y−μ)²/(μ+αμ²) = n − 1 for α ≥ 0; None if it does not settle.

    Newton's method on 1/χ², which is concave and rising in α (a harmonic mean of straight lines): from α = 0
    it approaches the root from below without overshooting, and in one step when all openings are equally
    long.
    """
    squares, df, alpha = (y - mu) ** 2 / mu, len(y) - 1, 0.0
    for _ in range(_STEPS):
        spread = 1 + alpha * mu
        chi2 = float((squares / spread).sum())
        if chi2 <= df * (1 + _CLOSE):
            return alpha
        slope = float((squares * mu / spread**2).sum())
        alpha += (chi2 / df - 1) * chi2 / slope
    return None


def _log_t(value: float, se_log: float, n: int) -> Estimate:
    factor = exp(t_quantile(n - 1) * se_log)
    return Estimate(value, value / factor, value * factor, n, None, se_log, n - 1)


def _all_zero(hours: float, n: int) -> Estimate:
    """Nobody came: 0, and the one-sided 95 % Poisson bound −ln(.05)/hours, the "rule of three".

    Hanley & Lippman-Hand 1983, JAMA 249:1743–1745. With no count there is no dispersion to see, so the true
    bound is at least that wide; `Reason.ALL_ZERO` says so.
    """
    return Estimate(0.0, 0.0, -log(1 - LEVEL) / hours, n, Reason.ALL_ZERO)
