"""The simulators against theory: means, variances, correlations, and what is left out."""

import numpy as np
import pytest

from evaluation.calibration.simulate import (
    Place,
    World,
    autoregressive,
    one_place,
    simulate,
    thinned,
)
from evaluation.calibration.waits import histograms, offered_waits, visits

N = 40_000


@pytest.mark.parametrize(("mean", "alpha"), [(3.0, 0.2), (12.0, 0.0), (12.0, 0.4)])
def test_counts_are_negative_binomial(mean: float, alpha: float) -> None:
    counts = one_place(np.random.default_rng(1), N, 1, mean=mean, alpha=alpha)[:, 0]
    assert counts.mean() == pytest.approx(mean, rel=0.02)
    assert counts.var() == pytest.approx(mean + alpha * mean**2, rel=0.04)
    size = 1 / alpha if alpha else None
    nobody = (size / (size + mean)) ** size if size else np.exp(-mean)
    assert (counts == 0).mean() == pytest.approx(nobody, abs=0.004)


def test_shocks_are_shared_and_leave_the_mean() -> None:
    world = World((Place("a", alpha=0, end=1), Place("b", alpha=0, end=1)), shock=0.3)
    counts = simulate(world, np.random.default_rng(2), N).count
    assert counts.mean() == pytest.approx(12, rel=0.01)
    shared = 144 * (np.exp(0.09) - 1)
    assert np.cov(counts.T)[0, 1] == pytest.approx(shared, rel=0.06)
    assert counts[:, 0].var() == pytest.approx(12 + shared, rel=0.05)


def test_own_noise_is_autoregressive_and_not_shared() -> None:
    series = autoregressive(np.random.default_rng(3), (N, 5), 0.2, 0.5)
    assert series.std() == pytest.approx(0.2, rel=0.02)
    for lag in (1, 2, 4):
        assert np.corrcoef(series[:, 0], series[:, lag])[0, 1] == pytest.approx(0.5**lag, abs=0.02)
    world = World((Place("a", alpha=0, end=2), Place("b", alpha=0, end=2)), noise=0.3)
    counts = simulate(world, np.random.default_rng(4), N).count
    own = np.cov(counts.T)
    assert own[0, 1] == pytest.approx(144 * (np.exp(0.5 * 0.09) - 1), rel=0.12)
    assert abs(own[0, 2]) < 0.4
    assert counts.mean() == pytest.approx(12, rel=0.01)


def test_word_of_mouth_and_season() -> None:
    place = Place("a", alpha=0, first=2, end=30, opened=1, ramp=0.5, tau=6)
    made = simulate(World((place,), season=0.2, peak=6), np.random.default_rng(5), 4000)
    assert list(made.age) == [week - 1 for week in range(2, 30)]
    season = np.exp(0.2 * np.cos(2 * np.pi * (made.week - 6) / 52))
    wanted = 12 * (1 - 0.5 * np.exp(-made.age / 6)) * season
    assert made.count.mean(axis=0) == pytest.approx(wanted, rel=0.03)


def test_short_openings_draw_half_and_say_so() -> None:
    made = simulate(World((Place("a"),), short=0.5), np.random.default_rng(6), 2000)
    assert set(np.unique(made.hours)) == {2.0, 4.0}
    assert (made.hours == 2).mean() == pytest.approx(0.5, abs=0.01)
    for hours in (2.0, 4.0):
        assert made.count[made.hours == hours].mean() == pytest.approx(3 * hours, rel=0.02)


def test_cancelled_and_uncovered_openings_are_not_counted() -> None:
    made = simulate(World((Place("a"),), cancelled=0.1, uncovered=0.1), np.random.default_rng(7), 2000)
    assert made.counted.mean() == pytest.approx(0.81, abs=0.01)
    assert made.count[~made.counted].sum() == 0
    assert made.count[made.counted].mean() == pytest.approx(12, rel=0.02)


def test_leaking_openings_lose_what_they_are_told_to() -> None:
    made = simulate(World((Place("a"),), leaking=0.1, leak=0.3), np.random.default_rng(8), 4000)
    assert made.count.mean() == pytest.approx(12 * 0.97, rel=0.01)


def test_rows_are_the_counted_openings_of_a_plan() -> None:
    world = World((Place("a", end=3, per_week=2), Place("b", first=2, end=4)), cancelled=0.3)
    made = simulate(world, np.random.default_rng(9), 50)
    assert [made.names[p] for p in made.place] == ["a"] * 6 + ["b"] * 2
    assert list(made.week) == [0, 0, 1, 1, 2, 2, 2, 3]
    for trial in range(len(made)):
        rows = list(made.rows(trial))
        assert [(row.place, row.week, row.count) for row in rows] == [
            (made.names[made.place[i]], made.week[i], made.count[trial, i])
            for i in range(8)
            if made.counted[trial, i]
        ]


@pytest.mark.parametrize("spread", [0.0, 0.15])
def test_a_group_is_a_share_that_may_vary(spread: float) -> None:
    rng = np.random.default_rng(10)
    some = thinned(rng, np.full((N, 1), 24), 0.4, spread)
    within = 24 * 0.4 * 0.6
    assert some.mean() == pytest.approx(9.6, rel=0.01)
    assert some.var() == pytest.approx(within + 24 * 23 * spread**2, rel=0.05)
    with pytest.raises(ValueError, match="share"):
        thinned(rng, np.full(3, 5), 0.4, 0.6)


def test_a_queue_worked_by_hand() -> None:
    """The second would wait 5 minutes and leaves after 2; the third then waits for the first alone."""
    arrives = np.array([[0.0, 5.0, 6.0, 30.0], [0.0, 1.0, 2.0, np.inf]])
    patience = np.array([[99.0, 2.0, 99.0, 99.0], [99.0, 99.0, 99.0, 99.0]])
    service = np.full((2, 4), 10.0)
    assert offered_waits(arrives, patience, service, 1).tolist() == [[0, 5, 4, 0], [0, 9, 18, 0]]
    assert offered_waits(arrives, patience, service, 2).tolist() == [[0, 0, 4, 0], [0, 0, 8, 0]]


def test_visits_are_openings_of_four_hours() -> None:
    assert visits(np.random.default_rng(11), 500, staff=60).offered.max() == 0
    made = visits(np.random.default_rng(12), 4000, staff=1)
    assert made.came.sum() == pytest.approx(4000 * 12, rel=0.03)
    assert made.came.sum(axis=1).var() == pytest.approx(12 + 0.2 * 144, rel=0.1)
    assert made.patience.mean() == pytest.approx(40, rel=0.02)
    stayed = made.came & (made.offered <= made.patience)
    told = sum(called for opening in histograms(made) for _, called, _ in opening)
    left = sum(gone for opening in histograms(made) for _, _, gone in opening)
    assert (told, left) == (stayed.sum(), made.came.sum() - stayed.sum())
