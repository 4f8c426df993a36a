"""What later openings tell of a move: against the regression itself on openings that were simulated."""

from collections.abc import Iterator
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evaluation.calibration.moves import NEW, OLD, Scenario, until
from evaluation.calibration.simulate import simulate
from evaluation.stats import PlaceOpening, chance_of_decision, move_ahead, move_effect

MOVED, NOW = 20, 12


def plan(weeks: int, count: float = 12.0, often: int = 1) -> Iterator[PlaceOpening]:
    """A place until week 20, another in its stead, and one that stays."""
    for week in range(weeks):
        for _ in range(often):
            yield PlaceOpening("stays", week, week, 4, count)
            place, age = (OLD, week) if week < MOVED else (NEW, week - MOVED)
            yield PlaceOpening(place, week, age, 4, count)


def test_the_variance_falls_as_it_does_in_simulated_moves() -> None:
    made = simulate(Scenario(moved=MOVED, weeks=MOVED + 40).world(1.0), np.random.default_rng(11), 40)
    trials = [list(made.rows(trial)) for trial in range(len(made))]

    def variance(n: int) -> float:
        return float(
            np.mean([(move_effect(until(t, MOVED + n), OLD, NEW).se or np.nan) ** 2 for t in trials])
        )

    later = move_ahead(until(trials[0], MOVED + NOW), OLD, NEW, alpha=0.2, most=40)
    now = variance(NOW)
    for n in (18, 40):
        told = later(n)
        assert told is not None
        assert told[0] == pytest.approx(variance(n) / now, rel=0.15)
        assert told[1] == move_effect(until(trials[0], MOVED + n), OLD, NEW).df


@settings(max_examples=25, deadline=None)
@given(st.integers(6, 30), st.floats(1, 40), st.floats(0.1, 0.6), st.integers(1, 2))
def test_more_openings_never_tell_less(held: int, count: float, alpha: float, often: int) -> None:
    later = move_ahead(list(plan(MOVED + held, count, often)), OLD, NEW, alpha=alpha, most=held * often + 30)
    told = [later(n) for n in range(held * often, held * often + 31)]
    assert told[0] is not None
    assert told[0][0] == 1
    found = [one for one in told if one is not None]
    assert len(found) == len(told)
    variances, freedom = zip(*found, strict=True)
    assert all(b <= a * (1 + 1e-6) for a, b in pairwise(variances))
    assert all(b > a for a, b in pairwise(freedom))


def test_places_go_on_as_often_as_since_the_move() -> None:
    weekly, twice = (
        move_ahead(list(plan(MOVED + NOW, often=often)), OLD, NEW, alpha=0.2, most=40) for often in (1, 2)
    )
    assert weekly(40) is not None
    assert twice(2 * NOW) == (1.0, 2 * 2 * (MOVED + NOW) - 6)
    assert weekly(11) is None  # behind us
    assert weekly(41) is None  # beyond what was asked


def test_nothing_is_told_of_a_place_that_is_not_there() -> None:
    openings = list(plan(MOVED + NOW))
    assert move_ahead(openings, OLD, "nowhere", alpha=0.2, most=40)(20) is None
    assert move_ahead(openings, "nowhere", NEW, alpha=0.2, most=40)(20) is None


def test_nobody_at_the_new_place_tells_nothing() -> None:
    silent = [o if o.place != NEW else PlaceOpening(NEW, o.week, o.age, o.hours, 0) for o in plan(32)]
    assert move_ahead(silent, OLD, NEW, alpha=0.2, most=40)(20) is None


def test_without_an_effect_there_is_no_chance() -> None:
    few = list(plan(MOVED + 3))
    later = move_ahead(few, OLD, NEW, alpha=0.2, most=40)
    assert chance_of_decision(move_effect(few, OLD, NEW), 0.25, 2.0, 24, later=later) is None
