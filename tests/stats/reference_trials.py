"""How a trial is judged, written a second time and plainly, from the published method and never from our code.

statsmodels fits, scipy.stats has the distributions, Simpson's rule integrates. Slow, and meant to be read beside the
pseudocode MOVE, OBF, DECIDE and WEEKLY. Conventions that the pseudocode leaves open: one dispersion φ, that of the
best-fitting speed, for weights and variances (as for QAIC: Burnham & Anderson 2002, ch. 2.5); ρ is the mean product
of neighbours within a place over the mean square, all places together.
"""

from collections.abc import Sequence
from itertools import pairwise
from math import exp, log, pi, sqrt
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import statsmodels.api as sm  # type: ignore[import-untyped]
from scipy.integrate import quad, simpson
from scipy.optimize import brentq
from scipy.stats import nct, norm, t

Vector = npt.NDArray[np.float64]


class Opening(NamedTuple):
    """One opening, given in the order of time: running week, weeks since its place opened, hours, who came."""

    place: str
    week: int
    age: float
    hours: float
    came: float


class Moved(NamedTuple):
    """θ, its standard error and degrees of freedom."""

    theta: float
    se: float
    df: int


def move(openings: Sequence[Opening], before: str, after: str) -> Moved:
    """MOVE. One site has two levels, `before` and (its θ) `after`; every other place is a site of its own."""
    heard = {o.place for o in openings if o.came > 0}
    rows = [o for o in openings if o.place in heard]
    others = sorted(heard - {before, after})
    y = np.array([o.came for o in rows], dtype=float)
    fits, thetas, variances = [], [], []
    for tau in (2, 3.5, 6, 10, 16):
        x = []
        for o in rows:
            angle = 2 * pi * o.week / 52
            site = [float(o.place in (before, after)), *(float(o.place == other) for other in others)]
            x.append([*site, np.cos(angle), np.sin(angle), np.exp(-o.age / tau), float(o.place == after)])
        model = sm.GLM(y, np.array(x), family=sm.families.Poisson(), offset=np.log([o.hours for o in rows]))
        fit = model.fit(tol=1e-13, maxiter=100)
        fits.append(fit)
        thetas.append(fit.params[-1])
        variances.append(np.linalg.inv(np.array(x).T @ (np.array(x) * fit.mu[:, None]))[-1, -1])
    best = min(fits, key=lambda fit: fit.deviance)
    df = len(rows) - len(best.params)
    phi = max(1.0, best.pearson_chi2 / df)
    rho = _neighbours([o.place for o in rows], (y - best.mu) / np.sqrt(best.mu)) + 12 / len(rows)
    rho = float(np.clip(rho, 0, 0.6))
    weights = np.array(
        [
            norm.pdf(log(tau), log(6), 0.6) * np.exp(-(fit.deviance - best.deviance) / (2 * phi))
            for tau, fit in zip((2, 3.5, 6, 10, 16), fits, strict=True)
        ]
    )
    weights = weights / weights.sum()
    v = np.array(variances) * phi * (1 + rho) / (1 - rho)
    theta = float(np.sum(weights * thetas))
    return Moved(theta, sqrt(float(np.sum(weights * (v + (np.array(thetas) - theta) ** 2)))), df)


def _neighbours(places: Sequence[str], residuals: Vector) -> float:
    products, squares = 0.0, 0.0
    for place in sorted(set(places)):
        mine = [r for p, r in zip(places, residuals, strict=True) if p == place]
        pairs = len(mine) - 1
        products += sum(mine[i] * mine[i + 1] for i in range(pairs))
        squares += pairs * sum(r * r for r in mine) / len(mine)
    return 0.0 if squares < 1e-12 else products / squares


def bounds(fractions: Sequence[float], points: int = 401) -> list[float]:
    """OBF. C/√t, C so that Brownian motion B(t) crosses ±C at one of the looks with probability 0.05."""
    if len(fractions) == 1:
        return [float(norm.isf(0.025))]
    c = float(brentq(lambda c: _stays(fractions, c, points) - 0.95, 1.9, 4, xtol=1e-9))
    return [c / sqrt(one) for one in fractions]


def _stays(fractions: Sequence[float], c: float, points: int) -> float:
    grid = np.linspace(-c, c, points)
    density = norm.pdf(grid, 0, sqrt(fractions[0]))
    for before, now in pairwise(fractions):
        steps = norm.pdf(grid[:, None] - grid[None, :], 0, sqrt(now - before))
        density = simpson(steps * density[None, :], x=grid, axis=1)
    return float(simpson(density, x=grid))


def verdict(moved: Moved, delta: float, bound: float, *, first: bool) -> str:
    """DECIDE and (e): no difference that matters, else a bound crossed, else too early."""
    if probability_same(moved, delta) >= 0.9 and not first:
        return "no_difference"
    if 2 * t.sf(abs(moved.theta) / moved.se, moved.df) <= 2 * norm.sf(bound):
        return "better" if moved.theta > 0 else "worse"
    return "too_early"


def probability_same(moved: Moved, delta: float) -> float:
    """P(|ln RR| < ln(1 + δ)) under the prior N(0, 0.4), by numerical integration of prior times likelihood."""
    se = moved.se * float(t.isf(0.025, moved.df)) / float(norm.isf(0.025))
    peak = moved.theta * 0.16 / (0.16 + se**2)
    sd = 1 / sqrt(1 / se**2 + 1 / 0.16)

    def exponent(x: float) -> float:
        return -0.5 * ((x / 0.4) ** 2 + ((moved.theta - x) / se) ** 2)

    def joint(x: float) -> float:
        return exp(exponent(x) - exponent(peak))

    ends = peak - 9 * sd, peak + 9 * sd
    margin = log(1 + delta)
    low, high = max(ends[0], -margin), min(ends[1], margin)
    inside = quad(joint, low, high, epsabs=1e-12, limit=200)[0] if low < high else 0.0
    return float(inside / quad(joint, *ends, points=[peak], epsabs=1e-12, limit=200)[0])


def evidence(moved: Moved) -> float:
    """WEEKLY. Density of t under a prior N(0, 0.4) on the effect over that under none (noncentral t, integrated)."""
    sd, seen = 0.4 / moved.se, moved.theta / moved.se

    def joint(shift: float) -> float:
        return float(nct.pdf(seen, moved.df, shift) * norm.pdf(shift, 0, sd))

    width = 9 * max(1.0, min(sd, 1 + abs(seen) / sqrt(moved.df)))
    middle = seen * sd**2 / (1 + sd**2)
    mixture = quad(joint, middle - width, middle + width, points=[middle], limit=200)[0]
    return float(mixture / t.pdf(seen, moved.df))
