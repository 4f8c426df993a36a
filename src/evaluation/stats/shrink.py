"""Method (b): rates drawn towards their common mean, because the highest of several is high partly by chance.

Normal–normal empirical Bayes on log rates: yᵢ = ln rateᵢ ~ N(θᵢ, seᵢ²), θᵢ ~ N(μ, τ²). μ is the mean weighted by
1/(seᵢ² + τ²), and τ² ≥ 0 the Paule–Mandel moment value that makes Σ(yᵢ − μ)²/(seᵢ² + τ²) = k − 1 (Paule & Mandel
1982, J. Res. Natl. Bur. Stand. 87:377–385; DerSimonian & Kacker 2007, Contemp. Clin. Trials 28:105–114). Then
θ̂ᵢ = μ + τ²/(τ² + seᵢ²) · (yᵢ − μ) (Efron & Morris 1975, JASA 70:311–319): a rate known exactly stays where it is,
one known badly moves most. Assumes that the places are of one kind and their errors independent. It says nothing
of whether two places can be told apart: `pairs` does.
"""

from collections.abc import Mapping, Sequence
from math import exp, log

import numpy as np

from evaluation.stats.estimate import Estimate, Reason, Vector

#: Two points always lie in line: how much places differ is not seen from fewer than three.
FEWEST_PLACES = 3
_STEPS = 200
_CLOSE = 1e-12


def shrink(rates: Mapping[str, Estimate]) -> dict[str, float] | Reason:
    """The rate of each, drawn towards the common mean; those without a standard error, or of 0, are left out.

    In the rates' own unit, in the order given. No answer from fewer than three.
    """
    known = {
        name: (log(one.value), one.se_log)
        for name, one in rates.items()
        if one.value and one.se_log is not None
    }
    if len(known) < FEWEST_PLACES:
        return Reason.FEW_PLACES
    drawn = shrink_means([y for y, _ in known.values()], [se for _, se in known.values()])
    return {name: exp(value) for name, value in zip(known, drawn, strict=True)}


def shrink_means(means: Sequence[float], errors: Sequence[float]) -> tuple[float, ...]:
    """θ̂ of k means with their standard errors, both of shape (k,) and on one scale.

    Raises ValueError for unequal lengths, non-finite numbers or errors that are not above 0.
    """
    y, variance = np.asarray(means, dtype=np.float64), np.asarray(errors, dtype=np.float64) ** 2
    if y.shape != variance.shape or not np.all(np.isfinite(y) & np.isfinite(variance) & (variance > 0)):
        raise ValueError("means and errors must be finite, of one length, and errors above 0")
    between = _paule_mandel(y, variance)
    mean = _weighted(y, variance + between)
    return tuple(float(one) for one in mean + between / (between + variance) * (y - mean))


def _weighted(y: Vector, variance: Vector) -> float:
    return float(np.sum(y / variance) / np.sum(1 / variance))


def _paule_mandel(y: Vector, variance: Vector) -> float:
    """τ² by Newton's method: the sum falls and is convex in τ², so that from 0 it is never overshot."""
    between = 0.0
    for _ in range(_STEPS):
        weight = 1 / (variance + between)
        squares = (y - _weighted(y, variance + between)) ** 2
        excess = float(np.sum(weight * squares)) - (len(y) - 1)
        if excess <= _CLOSE * len(y):
            break
        between += excess / float(np.sum(weight**2 * squares))
    return between
