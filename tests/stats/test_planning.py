"""How long a trial must run: against statsmodels, the published findings of statistics.md, and simulated trials."""

from dataclasses import replace
from math import floor, inf, sqrt

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from statsmodels.stats.rates import power_negbin_ratio_2indep

from evaluation.stats import (
    Design,
    Plan,
    Reason,
    attainable,
    concurrent_effect,
    concurrent_openings,
    critical,
    detectable,
    move_effect,
    obrien_fleming,
    quarterly,
    shortest,
    shortest_same,
)

ONE_LOOK = obrien_fleming((1.0,))[-1]
#: Three places, moved after week 23 of 46, as in statistics.md.
MOVED = Design("move", 1, 1, weeks_before=23, weeks_after=23, stays=2, mean=12, hours=4, alpha=0.2)
BESIDE = Design("concurrent", 1, 1, weeks_before=0, weeks_after=46, stays=0, mean=12, hours=4, alpha=0.2)


# --- published


@pytest.mark.parametrize("ratio", [0.6, 1.3, 1.5, 2.0])
@pytest.mark.parametrize("alpha", [0.05, 0.2, 0.4])
def test_the_formula_is_that_of_zhu_and_lakkis(ratio: float, alpha: float) -> None:
    """Their power with the variance of the alternative, in statsmodels' implementation, is what was asked for."""
    n = concurrent_openings(ratio, 12, alpha, power=0.8)
    power = power_negbin_ratio_2indep(
        12 * ratio, 12, n, dispersion=alpha, alpha=0.05, method_var="alt", return_results=False
    )
    assert power == pytest.approx(0.8, abs=0.002)


@pytest.mark.parametrize(
    ("alpha", "published"),
    [(0.05, (31, 15, 6)), (0.1, (46, 19, 9)), (0.2, (65, 30, 11)), (0.4, (121, 51, 18))],
)
def test_openings_of_two_places_are_those_of_the_published_simulation(
    alpha: float, published: tuple[int, int, int]
) -> None:
    """statistics.md, openings a site for 80 % power at ×1.3, ×1.5 and ×2: never more, at most an eighth fewer."""
    for ratio, simulated in zip((1.3, 1.5, 2.0), published, strict=True):
        enough, few = (
            detectable(replace(BESIDE, alpha=alpha, weeks_after=n).plan(), ONE_LOOK)
            for n in (simulated, floor(simulated * 0.88) - 1)
        )
        assert enough is not None
        assert enough <= ratio
        assert few is None or few > ratio
        assert concurrent_openings(ratio, 12, alpha) <= simulated


def test_a_move_finds_the_changes_that_the_published_simulation_found() -> None:
    once = detectable(MOVED.plan(), ONE_LOOK)
    twice = detectable(replace(MOVED, before=2, after=2).plan(), ONE_LOOK)
    assert once is not None
    assert twice is not None
    assert 1.85 <= once <= 1.95
    assert twice == pytest.approx(1.6, abs=0.06)


def test_no_difference_is_attainable_where_it_was_published_to_be() -> None:
    """46 openings side by side with δ = .25: .60. With δ = .10 about 165 are needed before it can be said at all."""
    bounds = obrien_fleming((0.25, 0.5, 0.75, 1.0))
    side = attainable(BESIDE.plan(), 0.25, bounds)
    assert side.chance_same == pytest.approx(0.6, abs=0.05)
    assert side.no_difference
    assert side.openings == 46
    assert attainable(replace(BESIDE, weeks_after=160).plan(), 0.1, bounds).chance_same == 0
    assert attainable(replace(BESIDE, weeks_after=175).plan(), 0.1, bounds).chance_same > 0
    moved = attainable(MOVED.plan(), 0.25, bounds)
    assert not moved.no_difference
    assert moved.chance_same == 0


# --- simulated


def shares_found(design: Design, trials: int, seed: int) -> float:
    """Share of simulated trials, the ratio being what the plan calls detectable, that find it."""
    plan = design.plan()
    ratio = detectable(plan, ONE_LOOK)
    assert ratio is not None
    means = np.array([o.count * (ratio if o.place == plan.after else 1) for o in plan.openings])
    shape = 1 / plan.alpha
    drawn = np.random.default_rng(seed).negative_binomial(
        shape, shape / (shape + means), (trials, len(means))
    )
    effect, found = concurrent_effect if plan.concurrent else move_effect, 0
    for counts in drawn:
        told = [replace(o, count=float(n)) for o, n in zip(plan.openings, counts, strict=True)]
        one = effect(told, plan.before, plan.after)
        if one.theta is not None and one.se is not None and one.df is not None:
            found += one.theta >= critical(ONE_LOOK, one.df) * one.se
    return found / trials


@pytest.mark.parametrize(
    ("design", "trials"),
    [
        (replace(MOVED, weeks_before=46, weeks_after=8, stays=1), 150),
        (BESIDE, 500),
        (replace(BESIDE, weeks_after=15), 500),
    ],
)
def test_what_is_called_detectable_is_found_about_four_times_in_five(design: Design, trials: int) -> None:
    found = shares_found(design, trials, seed=3)
    assert found == pytest.approx(0.8, abs=0.05 + 2.576 * sqrt(0.16 / trials))


# --- properties


designs = st.builds(
    Design,
    kind=st.sampled_from(["move", "concurrent"]),
    before=st.sampled_from([0.9, 1.0, 2.0]),
    after=st.sampled_from([0.9, 1.0, 2.0]),
    weeks_before=st.integers(16, 60),
    weeks_after=st.integers(16, 60),
    stays=st.integers(1, 3),
    mean=st.floats(2, 40),
    hours=st.just(4.0),
    alpha=st.floats(0, 0.6),
)


def seen(design: Design, bound: float = ONE_LOOK, power: float = 0.8) -> float:
    """The smallest ratio found; none at all is larger than any."""
    found = detectable(design.plan(), bound, power)
    return inf if found is None else found


@settings(max_examples=10, deadline=None)
@given(designs)
def test_more_openings_power_or_evenness_move_it_the_right_way(design: Design) -> None:
    told, longer = seen(design), seen(replace(design, weeks_after=design.weeks_after + 26))
    rougher = seen(replace(design, alpha=design.alpha + 0.3))
    assert 1 < longer < inf
    assert longer < told <= min(seen(design, power=0.9), rougher)


@settings(max_examples=8, deadline=None)
@given(designs, st.sampled_from([1.25, 1.5, 2.0]))
def test_the_shortest_is_the_first_week_that_finds_it(design: Design, ratio: float) -> None:
    def after(weeks: int) -> float:
        return seen(replace(design, weeks_after=weeks), obrien_fleming(quarterly(weeks))[-1])

    weeks = shortest(design, ratio)
    if weeks is None:
        assert after(104) > ratio
    else:
        assert after(weeks) <= ratio + 1e-3
        assert after(weeks - 1) > ratio - 1e-3 or quarterly(weeks) != quarterly(weeks - 1)


@settings(max_examples=25, deadline=None)
@given(designs)
def test_a_plan_holds_the_openings_of_its_design(design: Design) -> None:
    plan = design.plan()
    assert plan.held == int(design.after * design.weeks_after + 1e-9)
    weeks = [o.week for o in plan.openings]
    assert min(weeks) >= 0
    assert max(weeks) < design.weeks_before + design.weeks_after
    assert all(0 < o.count <= design.mean for o in plan.openings)


# --- edges


@pytest.mark.parametrize("design", [replace(MOVED, weeks_after=5), replace(BESIDE, weeks_after=5)])
def test_too_few_openings_have_a_reason(design: Design) -> None:
    found = attainable(design.plan(), 0.25, (ONE_LOOK,))
    assert (found.detectable, found.chance_same, found.openings) == (None, 0.0, 5)
    assert found.reason is Reason.FEW_OPENINGS
    assert not found.no_difference


def test_what_no_place_beside_can_tell_from_the_season_has_a_reason() -> None:
    """A place that is hardly open before, and none that stays: not even a large change shows."""
    alone = replace(MOVED, weeks_before=16, weeks_after=18, stays=0, mean=6.4).plan()
    assert detectable(alone, ONE_LOOK) is None
    assert attainable(alone, 0.25, (ONE_LOOK,)).reason is Reason.NOT_SEPARABLE


def test_nobody_expected_has_a_reason() -> None:
    nobody = tuple(replace(o, count=0.0) for o in BESIDE.plan().openings)
    assert (
        attainable(Plan(nobody, "old", "new", 0.2, concurrent=True), 0.25, (2.0,)).reason is Reason.NO_RATIO
    )
    empty = attainable(Plan((), "old", "new", 0.2), 0.25, (2.0,))
    assert empty.reason is Reason.NO_OPENINGS


def test_what_two_years_cannot_tell_has_no_number_of_weeks() -> None:
    assert shortest(MOVED, 1.05) is None
    assert shortest_same(MOVED, 0.05) is None
    assert shortest(MOVED, 2.5, most=3) is None


@pytest.mark.parametrize(
    "wrong", [{"mean": 0.0}, {"after": float("nan")}, {"alpha": -0.1}, {"weeks_after": -1}, {"hours": 0.0}]
)
def test_a_design_that_cannot_be_held_is_refused(wrong: dict[str, float]) -> None:
    with pytest.raises(ValueError, match="must be"):
        replace(MOVED, **wrong)


def test_no_change_at_all_cannot_be_planned_for() -> None:
    with pytest.raises(ValueError, match="must be"):
        shortest(MOVED, 1.0)
    with pytest.raises(ValueError, match="must be"):
        concurrent_openings(1.0, 12, 0.2)
