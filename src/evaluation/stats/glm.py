"""Log-linear regression of counts with an offset of log hours, by iteratively reweighted least squares.

McCullagh & Nelder 1989, Generalized Linear Models, ch. 2.5 and 6.2. Quasi-Poisson: Var(Y) = φμ with Pearson's
φ = χ²/(n − p), never below 1, since evenly run counts are luck and no promise.
"""

from dataclasses import dataclass

import numpy as np
from scipy.linalg import LinAlgError, cho_factor, cho_solve

from evaluation.stats.estimate import Matrix, Reason, Vector

_STEPS = 60
#: Of every ln μ. A place where nobody ever came moves by 1 a step and never settles, its deviance does.
_CLOSE = 1e-8
#: ln μ beyond this runs off to infinity (separation).
_FARTHEST = 25.0
#: Of a column's length, what the columns before it must leave unexplained.
_OWN = 1e-5


@dataclass(frozen=True)
class Fit:
    """`beta` (p,), `cov` (p, p) at dispersion 1, `fitted` means (n,), `df` = n − p."""

    beta: Vector
    cov: Matrix
    fitted: Vector
    deviance: float
    pearson: float
    df: int

    @property
    def phi(self) -> float:
        """Pearson's dispersion, at least 1."""
        return max(1.0, self.pearson / self.df)


def poisson_fit(x: Matrix, y: Vector, hours: Vector) -> Fit | Reason:
    """Fits ln μ = ln hours + x β to counts y; x has shape (n, p), y and hours (n,), all hours above 0.

    No answer: `few_openings` unless n > p, `not_separable` where the columns of x do not tell the coefficients
    apart or one runs off to infinity (all counts of a place are 0), `no_convergence`.
    """
    n, p = x.shape
    if n <= p:
        return Reason.FEW_OPENINGS
    offset, eta = np.log(hours), np.log(np.maximum(y, 0.5))
    for _ in range(_STEPS):
        mu = np.exp(eta)
        solved = _step(x, mu, eta - offset + (y - mu) / mu)
        if solved is None:
            return Reason.NOT_SEPARABLE
        beta, cov = solved
        before, eta = eta, offset + x @ beta
        if not np.all(np.abs(eta) <= _FARTHEST):
            return Reason.NOT_SEPARABLE
        if np.abs(eta - before).max() <= _CLOSE:
            return _fit(beta, cov, y, np.exp(eta), n - p)
    return Reason.NO_CONVERGENCE


def _step(x: Matrix, mu: Vector, working: Vector) -> tuple[Vector, Matrix] | None:
    """One weighted least squares; None where the information is singular to working precision."""
    weighted = x * mu[:, None]
    information = x.T @ weighted
    scale = np.sqrt(np.diag(information))
    if not np.all(scale > 0):
        return None
    try:
        factor = cho_factor(information / np.outer(scale, scale))
    except LinAlgError:
        return None
    if float(np.abs(np.diag(factor[0])).min()) < _OWN:
        return None
    cov = cho_solve(factor, np.eye(len(scale))) / np.outer(scale, scale)
    return cov @ (weighted.T @ working), cov


def _fit(beta: Vector, cov: Matrix, y: Vector, mu: Vector, df: int) -> Fit:
    return Fit(beta, cov, mu, _deviance(y, mu), float(((y - mu) ** 2 / mu).sum()), df)


def _deviance(y: Vector, mu: Vector) -> float:
    """2 Σ y ln(y/μ) − (y − μ), with 0 ln 0 = 0."""
    return 2 * float((y * np.log(np.where(y > 0, y, 1) / np.where(y > 0, mu, 1)) - (y - mu)).sum())
