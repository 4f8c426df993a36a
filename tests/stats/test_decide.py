"""The rule of a trial: never at odds with its own interval, its oracles, the weekly evidence, openings needed."""

from dataclasses import replace
from itertools import pairwise
from math import exp, inf, log, log1p, sqrt

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from scipy.integrate import quad
from scipy.stats import norm, t

from evaluation.stats import (
    WARN_AT,
    Decision,
    Effect,
    Reason,
    Verdict,
    critical,
    decide,
    e_value,
    obrien_fleming,
    openings_needed,
)
from tests.stats import reference_trials as reference

BOUNDS = obrien_fleming([0.25, 0.5, 0.75, 1])


def effect(theta: float, se: float, df: float = 30, n: int = 20, alpha: float = 0.2) -> Effect:
    return Effect(theta, se, df, n, n, alpha)


def decided(found: Effect, delta: float, bound: float, *, first: bool = False) -> Decision:
    made = decide(found, delta, bound, first=first)
    assert made is not None
    return made


effects = st.builds(
    effect,
    theta=st.floats(-4, 4) | st.just(0.0),
    se=st.floats(0.01, 8),
    df=st.integers(1, 300),
)
deltas = st.floats(0.01, 3)
bounds = st.floats(1.9, 60)


@given(effects, deltas, bounds, st.booleans())
def test_verdict_and_interval_never_contradict(
    found: Effect, delta: float, bound: float, first: bool
) -> None:
    made = decided(found, delta, bound, first=first)
    assert 0 < made.low <= made.ratio <= made.high < inf
    verdict = made.verdict
    # An end may round to 1 itself.
    assert (verdict is Verdict.BETTER) <= (made.low >= 1 < made.ratio)
    assert (verdict is Verdict.WORSE) <= (made.high <= 1 > made.ratio)
    assert (verdict is Verdict.TOO_EARLY) <= (made.low <= 1 <= made.high)
    assert (verdict is Verdict.NO_DIFFERENCE) == (made.same >= 0.9 and not first)
    if made.low > 1:
        assert verdict in {Verdict.BETTER, Verdict.NO_DIFFERENCE}
    if made.high < 1:
        assert verdict in {Verdict.WORSE, Verdict.NO_DIFFERENCE}


@given(effects, deltas, bounds)
def test_the_three_probabilities_add_to_one(found: Effect, delta: float, bound: float) -> None:
    made = decided(found, delta, bound)
    shares = (made.better, made.worse, made.same)
    assert all(0 <= share <= 1 for share in shares)
    assert sum(shares) == pytest.approx(1)


@given(effects, deltas, bounds, st.booleans())
def test_the_other_direction_is_the_mirror_image(
    found: Effect, delta: float, bound: float, first: bool
) -> None:
    assert found.theta is not None
    there = decided(found, delta, bound, first=first)
    back = decided(replace(found, theta=-found.theta), delta, bound, first=first)
    mirrored = {Verdict.BETTER: Verdict.WORSE, Verdict.WORSE: Verdict.BETTER}
    assert back.verdict is mirrored.get(there.verdict, there.verdict)
    assert (back.better, back.worse) == pytest.approx((there.worse, there.better))
    assert back.ratio == pytest.approx(1 / there.ratio)
    assert back.high == pytest.approx(1 / there.low)


@given(effects, st.floats(0, 3), deltas, bounds)
def test_a_larger_effect_is_never_less_surely_better(
    found: Effect, more: float, delta: float, bound: float
) -> None:
    assert found.theta is not None
    less = decided(found, delta, bound)
    higher = decided(replace(found, theta=found.theta + more), delta, bound)
    assert higher.better >= less.better - 1e-12
    assert higher.worse <= less.worse + 1e-12


@given(effects, deltas, st.floats(0, 2), bounds)
def test_a_wider_margin_is_never_less_surely_kept(
    found: Effect, delta: float, more: float, bound: float
) -> None:
    assert decided(found, delta + more, bound).same >= decided(found, delta, bound).same - 1e-12


@given(effects, deltas, bounds)
def test_the_first_look_never_says_that_there_is_no_difference(
    found: Effect, delta: float, bound: float
) -> None:
    first, later = (decided(found, delta, bound, first=is_first) for is_first in (True, False))
    assert first.verdict is not Verdict.NO_DIFFERENCE
    if later.verdict is not Verdict.NO_DIFFERENCE:
        assert first == later


@settings(max_examples=20)
@given(effects, deltas, st.floats(1.9, 8), st.booleans())
def test_the_rule_written_a_second_time_says_the_same(
    found: Effect, delta: float, bound: float, first: bool
) -> None:
    assert found.theta is not None
    assert found.se is not None
    assert found.df is not None
    made = decided(found, delta, bound, first=first)
    theirs = reference.Moved(found.theta, found.se, int(found.df))
    same = reference.probability_same(theirs, delta)
    assert made.same == pytest.approx(same, abs=1e-6)
    crossing = abs(found.theta) / found.se - critical(bound, found.df)
    if abs(same - 0.9) > 1e-6 and abs(crossing) > 1e-6 * critical(bound, found.df):
        assert made.verdict == reference.verdict(theirs, delta, bound, first=first)


@pytest.mark.parametrize("df", [1, 5, 43, 400])
@pytest.mark.parametrize("bound", BOUNDS)
def test_the_bound_has_the_same_improbability_in_t(bound: float, df: float) -> None:
    assert t.sf(critical(bound, df), df) == pytest.approx(norm.sf(bound), rel=1e-9)


@pytest.mark.parametrize("bound", [30.0, 38.0, 45.0, 1e4])
def test_a_bound_beyond_all_probability_is_never_crossed(bound: float) -> None:
    """Its tail is 0, and 0 has no quantile: a bound of the wrong sign would decide anything."""
    assert critical(bound, 1) > 1e150
    assert decided(effect(0.3, 0.4, 6), 0.25, bound).verdict is Verdict.TOO_EARLY


def test_a_very_strict_bound_on_few_openings_decides_nothing_and_breaks_nothing() -> None:
    """A look after a fiftieth of the time: exp of the interval's end is beyond any number."""
    made = decided(effect(1.3, 1.2, 6), 0.25, 14.0)
    assert made.verdict is Verdict.TOO_EARLY
    assert 0 < made.low < 1e-6
    assert 1e6 < made.high < 1e7  # held where words and charts can still tell it


@pytest.mark.parametrize("delta", [0.0, -0.25])
def test_a_smallest_change_must_be_above_nothing(delta: float) -> None:
    with pytest.raises(ValueError, match="delta"):
        decide(effect(0.1, 0.1), delta, 2.0, first=False)


def test_without_an_effect_there_is_no_decision_no_evidence_and_no_forecast() -> None:
    none = Effect(None, None, None, 3, 0, None, Reason.NO_OPENINGS)
    assert decide(none, 0.25, 2.0, first=False) is None
    assert e_value(none) is None
    assert openings_needed(none, 0.25, 2.0, 12, most=100) is None


# The weekly evidence


@pytest.mark.parametrize("theta", [0.0, 0.3, -0.7, 1.1])
@pytest.mark.parametrize("se", [0.12, 0.3, 0.9])
@pytest.mark.parametrize("df", [10, 43])
def test_evidence_is_the_integral_over_the_prior(theta: float, se: float, df: int) -> None:
    oracle = reference.evidence(reference.Moved(theta, se, df))
    assert e_value(effect(theta, se, df)) == pytest.approx(oracle, rel=1e-6)


@pytest.mark.parametrize("se", [0.1, 0.4, 1.5])
@pytest.mark.parametrize("df", [7, 40])
def test_evidence_is_one_on_average_when_there_is_no_difference(se: float, df: int) -> None:
    def weighed(seen: float) -> float:
        return float((e_value(effect(seen * se, se, df)) or 0.0) * t.pdf(seen, df))

    cuts = (-inf, -3.0, 3.0, inf)
    parts = [quad(weighed, low, high, limit=400)[0] for low, high in pairwise(cuts)]
    assert sum(parts) == pytest.approx(1, rel=1e-5)


def test_evidence_with_an_estimated_error_is_at_most_one_on_average() -> None:
    rng, df, runs = np.random.default_rng(3), 40, 5_000
    se = 0.35 * np.sqrt(rng.chisquare(df, runs) / df)
    found = np.array([e_value(effect(x, s, df)) for x, s in zip(rng.normal(0, 0.35, runs), se, strict=True)])
    assert found.mean() <= 1 + 4 * found.std() / sqrt(runs)
    assert (found >= WARN_AT).mean() <= 0.05


@given(effects)
def test_evidence_has_no_direction_and_grows_with_distance(found: Effect) -> None:
    assert found.theta is not None
    here, mirrored = e_value(found), e_value(replace(found, theta=-found.theta))
    further = e_value(replace(found, theta=found.theta * 1.5))
    assert here is not None
    assert further is not None
    assert here == mirrored
    assert further >= here * (1 - 1e-9)
    assert here > 0


@pytest.mark.parametrize(("before", "after"), [(7, 30), (30, 7), (0, 0)])
def test_no_evidence_before_eight_openings(before: int, after: int) -> None:
    assert e_value(Effect(2.0, 0.1, 30, before, after)) is None
    assert e_value(Effect(2.0, 0.1, 30, 8, 8)) is not None


# Openings needed


def _alphas(found: Effect) -> tuple[float, float]:
    """Shrunk to 0.25 with weight 12, and the range four of five times."""
    n = found.n_before + found.n_after
    shrunk = (n * (found.alpha or 0.0) + 12 * 0.25) / (n + 12)
    spread = exp(float(norm.ppf(0.9)) * sqrt(2 / (n + 12)))
    return shrunk / spread, shrunk * spread


def _chance(found: Effect, alpha: float, n: int, bound: float, concurrent: bool) -> float:
    """Simulated: a true effect from what is believed now, the estimate that n openings will give, the rule itself."""
    assert found.theta is not None
    assert found.se is not None
    assert found.df is not None
    rng, draws = np.random.default_rng(n), 1_500
    now = found.se * sqrt((1 / 12 + alpha) / (1 / 12 + (found.alpha or 0.0)))
    shrinkage = found.n_after / n if concurrent else (
        (1 / found.n_before + 1 / n) / (1 / found.n_before + 1 / found.n_after)
    )  # fmt: skip
    later, df = now * sqrt(shrinkage), found.df + n - found.n_after
    wide_now, wide_later = (
        se * t.isf(0.025, f) / norm.isf(0.025) for se, f in ((now, found.df), (later, df))
    )
    precision = 1 / wide_now**2 + 1 / 0.16
    truth = rng.normal(found.theta / wide_now**2 / precision, 1 / sqrt(precision), draws)
    added = 1 / wide_later**2 - 1 / wide_now**2
    new = rng.normal(truth, 1 / sqrt(added))
    estimates = (found.theta / wide_now**2 + new * added) * wide_later**2
    made = [decided(Effect(float(x), later, df, 20, n), 0.25, bound).verdict for x in estimates]
    return sum(verdict is not Verdict.TOO_EARLY for verdict in made) / draws


@pytest.mark.parametrize(
    ("theta", "se", "n", "concurrent"),
    [(0.45, 0.25, 12, False), (0.0, 0.22, 14, True), (0.2, 0.2, 16, True), (0.7, 0.3, 10, False)],
)
def test_openings_needed_decide_four_times_of_five(theta: float, se: float, n: int, concurrent: bool) -> None:
    found = effect(theta, se, 30, n)
    needed = openings_needed(found, 0.25, BOUNDS[-1], 12, most=2_000, concurrent=concurrent)
    assert needed is not None
    error = 4 * sqrt(0.8 * 0.2 / 1_500)
    for end, alpha in zip(needed, _alphas(found), strict=True):
        if end is None:
            assert _chance(found, alpha, 2_000, BOUNDS[-1], concurrent) < 0.8 + error
            continue
        assert _chance(found, alpha, end, BOUNDS[-1], concurrent) > 0.8 - error
        if end > n + 1:
            assert _chance(found, alpha, end - 1, BOUNDS[-1], concurrent) < 0.8 + error


@settings(max_examples=60)
@given(
    st.builds(effect, st.floats(-1.2, 1.2), st.floats(0.08, 0.6), st.integers(8, 60), st.integers(6, 30)),
    st.sampled_from([0.1, 0.25, 0.5, 1.0]),
    st.sampled_from(BOUNDS[1:]),
    st.booleans(),
    st.integers(1, 90),
)
@example(effect(0.69, 0.54, 30, 28), 1.0, BOUNDS[-1], False, 90)  # less scatter, longer wait
@example(Effect(-0.89, 0.312, 30, 14, 28, 0.2), 0.25, BOUNDS[-1], False, 60)  # the chance falls as n grows
def test_the_range_is_ordered_and_within_what_can_be(
    found: Effect, delta: float, bound: float, concurrent: bool, most: int
) -> None:
    needed = openings_needed(found, delta, bound, 12, most=most, concurrent=concurrent)
    more = openings_needed(found, delta, bound, 12, most=most + 40, concurrent=concurrent)
    assert needed is not None
    assert more is not None
    low, high = (inf if end is None else end for end in needed)
    assert low <= high
    for end, with_more in zip(needed, more, strict=True):
        assert end is None or found.n_after + 1 <= end <= most
        # The smallest number that decides is the smallest, however far is looked.
        assert with_more == end or (end is None and (with_more is None or with_more > most))


def test_an_effect_that_is_all_but_clear_needs_one_opening_more() -> None:
    found = effect(1.2, 0.2, 40, 20)
    needed = openings_needed(found, 0.25, BOUNDS[-1], 12, most=60)
    assert needed == (21, 21)


def test_equivalence_after_a_move_is_out_of_reach_at_one_opening_a_week() -> None:
    """20 openings before: their own scatter alone is too much (statistics: decision)."""
    assert openings_needed(effect(0.0, 0.3, 40, 20), 0.25, BOUNDS[-1], 12, most=60) == (None, None)


def test_nobody_expected_gives_no_forecast() -> None:
    assert openings_needed(effect(0.2, 0.3), 0.25, BOUNDS[-1], 0.0, most=100) is None


def test_above_93_percent_the_prior_alone_says_no_difference() -> None:
    """Why a trial's smallest change must be smaller: an effect that tells nothing would decide it."""
    telling_nothing = effect(0.0, 1e4)
    assert decided(telling_nothing, 0.90, 2.0).verdict is Verdict.TOO_EARLY
    assert decided(telling_nothing, 0.94, 2.0).verdict is Verdict.NO_DIFFERENCE


def test_the_margin_is_symmetric_on_the_log_scale() -> None:
    """25 % more, or correspondingly fewer: 1/1.25."""
    up, down = (decided(effect(theta, 0.05), 0.25, 2.0) for theta in (log1p(0.25), log(1 / 1.25)))
    assert up.same == pytest.approx(down.same)
