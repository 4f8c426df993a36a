"""The log-linear fit: statsmodels as oracle, a published worked example, and designs without an answer."""

import warnings
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pytest
import statsmodels.api as sm  # type: ignore[import-untyped]
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from evaluation.stats import Reason
from evaluation.stats.estimate import Matrix
from evaluation.stats.glm import Fit, poisson_fit

Counts = npt.NDArray[np.float64]

#: McCullagh & Nelder 1989, table 6.2: type, year of construction, period of operation, months in service, damages.
SHIPS = """
A 60 60 127 0,A 60 75 63 0,A 65 60 1095 3,A 65 75 1095 4,A 70 60 1512 6,A 70 75 3353 18,A 75 75 2244 11,
B 60 60 44882 39,B 60 75 17176 29,B 65 60 28609 58,B 65 75 20370 53,B 70 60 7064 12,B 70 75 13099 44,
B 75 75 7117 18,C 60 60 1179 1,C 60 75 552 1,C 65 60 781 0,C 65 75 676 1,C 70 60 783 6,C 70 75 1948 2,
C 75 75 274 1,D 60 60 251 0,D 60 75 105 0,D 65 60 288 0,D 65 75 192 0,D 70 60 349 2,D 70 75 1208 11,
D 75 75 2051 4,E 60 60 45 0,E 65 60 789 7,E 65 75 437 7,E 70 60 1157 5,E 70 75 2161 12,E 75 75 542 1
"""
#: The same, table 6.3: estimate and standard error (dispersion 1.69 put in), of each level against the first.
PUBLISHED = {
    "B": (-0.54, 0.23), "C": (-0.69, 0.43), "D": (-0.08, 0.38), "E": (0.33, 0.31),
    "65": (0.70, 0.19), "70": (0.82, 0.22), "75": (0.45, 0.30), "period": (0.38, 0.15),
}  # fmt: skip


def _fitted(x: Matrix, y: Counts, hours: Counts) -> Fit:
    found = poisson_fit(x, y, hours)
    assert isinstance(found, Fit), found
    return found


def test_ship_damages_are_fitted_as_published() -> None:
    rows = [line.split() for line in SHIPS.replace("\n", "").split(",")]
    indicators = [[float(r[0] == t) for r in rows] for t in "BCDE"]
    indicators += [[float(r[1] == year) for r in rows] for year in ("65", "70", "75")]
    x = np.column_stack([np.ones(len(rows)), *indicators, [float(r[2] == "75") for r in rows]])
    fit = _fitted(x, np.array([float(r[4]) for r in rows]), np.array([float(r[3]) for r in rows]))
    assert fit.beta[0] == pytest.approx(-6.41, abs=0.005)
    for k, (estimate, error) in enumerate(PUBLISHED.values(), start=1):
        assert fit.beta[k] == pytest.approx(estimate, abs=0.0051)
        assert np.sqrt(fit.phi * fit.cov[k, k]) == pytest.approx(error, abs=0.0051)
    assert fit.deviance == pytest.approx(38.7, abs=0.05)
    assert fit.df == 25
    assert fit.phi == pytest.approx(1.69, abs=0.005)


class Table(NamedTuple):
    """Design, counts and hours."""

    x: Matrix
    y: Counts
    hours: Counts


@st.composite
def tables(draw: st.DrawFn) -> Table:
    """Designs with an intercept and up to four other columns, each row with its own hours."""
    n, p = draw(st.integers(8, 30)), draw(st.integers(1, 4))
    columns = draw(arrays(np.float64, (n, p), elements=st.integers(-20, 20).map(lambda k: k / 10)))
    counts = draw(arrays(np.int64, n, elements=st.integers(0, 60))).astype(np.float64)
    hours = draw(arrays(np.float64, n, elements=st.sampled_from([0.5, 2.0, 3.5, 4.0, 8.0])))
    return Table(np.column_stack([np.ones(n), columns]), counts, hours)


@settings(max_examples=60)
@given(tables())
@example(Table(np.column_stack([np.ones(8), np.arange(8) / 7]), np.full(8, 5.0), np.full(8, 4.0)))
def test_fits_as_statsmodels_does(table: Table) -> None:
    x, y, hours = table
    assume(np.linalg.cond(x) < 1e3)
    found = poisson_fit(x, y, hours)
    if isinstance(found, Reason):
        assert y.min() == 0  # where somebody came to every opening there is an answer
        return
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        model = sm.GLM(y, x, family=sm.families.Poisson(), offset=np.log(hours))
        oracle = model.fit(tol=1e-15, maxiter=100)
    np.testing.assert_allclose(found.beta, oracle.params, rtol=1e-7, atol=1e-8)
    # The covariance at the oracle's own fit; statsmodels' lags one step behind.
    information = x.T @ (x * oracle.mu[:, None])
    np.testing.assert_allclose(found.cov @ information, np.eye(x.shape[1]), atol=1e-7)
    np.testing.assert_allclose(found.fitted, oracle.mu, rtol=1e-7, atol=1e-9)
    assert found.deviance == pytest.approx(oracle.deviance, rel=1e-8, abs=1e-8)
    assert found.pearson == pytest.approx(oracle.pearson_chi2, rel=1e-6, abs=1e-8)
    assert found.df == oracle.df_resid


@settings(max_examples=40)
@given(tables())
def test_a_fit_meets_the_likelihood_equations(table: Table) -> None:
    """Σ x (y − μ) = 0: with an intercept the fitted counts add up to those seen."""
    found = poisson_fit(*table)
    if isinstance(found, Reason):
        return
    score = table.x.T @ (table.y - found.fitted)
    assert np.abs(score).max() <= 1e-6 * max(1.0, table.y.sum())
    assert found.fitted.sum() == pytest.approx(table.y.sum(), rel=1e-6)
    assert found.phi >= 1


def _places(counts: list[list[float]]) -> Table:
    place = np.repeat(np.arange(len(counts)), [len(c) for c in counts])
    x = np.column_stack([np.ones(len(place)), *(place == k for k in range(1, len(counts)))])
    return Table(x.astype(np.float64), np.concatenate(counts).astype(np.float64), np.full(len(place), 4.0))


@pytest.mark.parametrize("others", [[0, 3], [0, 500], [40, 41]])
@pytest.mark.parametrize("rows", [3, 20])
def test_a_place_where_nobody_ever_came_has_no_level(others: list[float], rows: int) -> None:
    """Separation: the coefficient runs off, however the others scatter."""
    table = _places([others * rows, list(reversed(others)) * rows, [0.0] * rows])
    assert poisson_fit(*table) is Reason.NOT_SEPARABLE


def test_nobody_anywhere_has_no_answer() -> None:
    assert poisson_fit(*_places([[0.0] * 8, [0.0] * 8])) is Reason.NOT_SEPARABLE


def test_columns_that_cannot_be_told_apart_have_no_answer() -> None:
    x, y, hours = _places([[3.0, 5.0, 4.0, 7.0], [6.0, 2.0, 9.0, 4.0]])
    for twin in (x[:, 1], 2 * x[:, 1] - 3 * x[:, 0], np.zeros(8), x[:, 1] * (1 + 1e-13)):
        assert poisson_fit(np.column_stack([x, twin]), y, hours) is Reason.NOT_SEPARABLE


@pytest.mark.parametrize("n", [1, 2, 3])
def test_no_more_rows_than_coefficients_have_no_answer(n: int) -> None:
    x = np.vander(np.arange(1.0, n + 1), 3)
    assert poisson_fit(x, np.full(n, 5.0), np.full(n, 4.0)) is Reason.FEW_OPENINGS


@settings(max_examples=30)
@given(tables(), st.floats(0.1, 50))
def test_hours_in_another_unit_move_the_intercept_alone(table: Table, unit: float) -> None:
    assume(np.linalg.cond(table.x) < 1e3)
    first, second = poisson_fit(*table), poisson_fit(table.x, table.y, table.hours * unit)
    assume(isinstance(first, Fit) and isinstance(second, Fit))
    assert isinstance(first, Fit)
    assert isinstance(second, Fit)
    np.testing.assert_allclose(second.beta[1:], first.beta[1:], rtol=1e-5, atol=1e-6)
    assert second.beta[0] == pytest.approx(first.beta[0] - np.log(unit), abs=1e-6)
