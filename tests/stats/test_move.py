"""The effect of a move: a second implementation, what must hold of any openings, and openings without an answer."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from math import isfinite, log, sqrt
from random import Random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evaluation.stats import Effect, PlaceOpening, Reason, concurrent_effect, expected_move, move_effect
from tests.stats import reference_trials as reference

Openings = list[PlaceOpening]


def place(name: str, first: int, counts: Sequence[float], per_week: int = 1, hours: float = 4.0) -> Openings:
    """Openings of a place that is opened in week `first`, in the order of time."""
    return [
        PlaceOpening(name, first + i // per_week, float(i // per_week), hours, float(count))
        for i, count in enumerate(counts)
    ]


def simulated(seed: int) -> Openings:
    """Some world: 0–3 places that stay, one or two openings a week, unequal hours, cancelled ones, any effect."""
    rng = np.random.default_rng(seed)
    per_week, alpha = int(rng.integers(1, 3)), float(rng.choice([0.02, 0.2, 0.6]))
    sizes = {"new": (23, int(rng.integers(8, 24))), "old": (0, 23)}
    sizes |= {f"stays{k}": (int(rng.integers(0, 9)), 30) for k in range(rng.integers(0, 4))}
    found: Openings = []
    for name, (first, weeks) in sizes.items():
        rows = place(name, first, [0.0] * (weeks * per_week), per_week)
        mean = rng.uniform(2, 25) / 4
        for k, row in enumerate(rows):
            hours = float(rng.choice([2.0, 4.0, 4.0, 5.5]))
            mu = mean * hours * (1 - 0.5 * np.exp(-row.age / 6)) * np.exp(0.1 * np.cos(row.week / 8))
            count = float(rng.poisson(rng.gamma(1 / alpha, alpha * mu)))
            if rng.random() > 0.08 or k < 6:
                found.append(replace(row, hours=hours, count=count))
    return found


def answered(effect: Effect) -> tuple[float, float, float]:
    assert effect.theta is not None, effect.reason
    assert effect.se is not None
    assert effect.df is not None
    assert effect.reason is None
    return effect.theta, effect.se, effect.df


@pytest.mark.parametrize("seed", range(30))
def test_a_second_implementation_finds_the_same(seed: int) -> None:
    openings = simulated(seed)
    theirs = reference.move([reference.Opening(*vars(o).values()) for o in openings], "old", "new")
    assert answered(move_effect(openings, "old", "new")) == pytest.approx(tuple(theirs), rel=1e-6, abs=1e-7)


def test_neighbours_of_one_week_keep_their_order() -> None:
    """Sorting them by count would make neighbouring weeks look opposed and the interval too narrow."""
    openings = place("old", 0, [5, 20] * 12, 2) + place("new", 12, [25, 6] * 12, 2)
    theirs = reference.move([reference.Opening(*vars(o).values()) for o in openings], "old", "new")
    assert answered(move_effect(openings, "old", "new")) == pytest.approx(tuple(theirs), rel=1e-6, abs=1e-7)


worlds = st.integers(100, 10**6).map(simulated)
few = settings(max_examples=10)


@few
@given(worlds, st.integers())
def test_the_order_of_weeks_does_not_matter(openings: Openings, seed: int) -> None:
    """Openings of one week alone are taken in the order given."""
    weeks = sorted({(o.place, o.week) for o in openings})
    Random(seed).shuffle(weeks)
    mixed = [o for week in weeks for o in openings if (o.place, o.week) == week]
    assert move_effect(mixed, "old", "new") == move_effect(openings, "old", "new")


@few
@given(worlds)
def test_hours_in_minutes_change_nothing(openings: Openings) -> None:
    minutes = [replace(o, hours=60 * o.hours) for o in openings]
    first, second = (answered(move_effect(o, "old", "new")) for o in (openings, minutes))
    assert second == pytest.approx(first, rel=1e-6, abs=1e-7)


@few
@given(worlds)
def test_half_the_hours_at_the_new_place_double_the_effect(openings: Openings) -> None:
    halved = [replace(o, hours=o.hours / 2) if o.place == "new" else o for o in openings]
    first, second = (answered(move_effect(o, "old", "new")) for o in (openings, halved))
    assert second[0] == pytest.approx(first[0] + log(2), abs=1e-6)
    assert second[1:] == pytest.approx(first[1:], rel=1e-6)


@few
@given(worlds)
def test_moving_back_is_the_opposite_effect(openings: Openings) -> None:
    """Every place has its own level and its own word of mouth, so nothing but the sign knows which was first."""
    there, back = move_effect(openings, "old", "new"), move_effect(openings, "new", "old")
    theta, se, df = answered(there)
    assert answered(back) == pytest.approx((-theta, se, df), rel=1e-6, abs=1e-7)
    assert (back.n_before, back.n_after) == (there.n_after, there.n_before)


@few
@given(worlds)
def test_whole_years_later_is_the_same(openings: Openings) -> None:
    later = [replace(o, week=o.week + 104) for o in openings]
    first, second = (answered(move_effect(o, "old", "new")) for o in (openings, later))
    assert second == pytest.approx(first, rel=1e-6, abs=1e-7)


@few
@given(worlds)
def test_a_place_never_visited_tells_nothing(openings: Openings) -> None:
    assert move_effect([*openings, *place("empty", 3, [0] * 9)], "old", "new") == move_effect(
        openings, "old", "new"
    )


@few
@given(worlds)
def test_an_opening_split_in_two_hours_keeps_the_level(openings: Openings) -> None:
    """The level is told by counts and hours; the scatter is not: two halves are not two openings."""
    halves = [replace(o, hours=o.hours / 2, count=o.count / 2) for o in openings for _ in range(2)]
    whole, split = move_effect(openings, "old", "new"), move_effect(halves, "old", "new")
    assert (split.n_before, split.n_after) == (2 * whole.n_before, 2 * whole.n_after)
    # The speeds weigh a little differently, since φ does.
    assert answered(split)[0] == pytest.approx(answered(whole)[0], abs=0.5 * answered(whole)[1])


@few
@given(worlds, st.floats(0.2, 5))
def test_a_planted_ratio_is_found_in_expected_counts(openings: Openings, ratio: float) -> None:
    exact = [replace(o, count=o.hours * (3 * ratio if o.place == "new" else 3)) for o in openings]
    assert answered(move_effect(exact, "old", "new"))[0] == pytest.approx(log(ratio), abs=1e-6)
    assert answered(expected_move(exact, "old", "new", 0.2))[0] == pytest.approx(log(ratio), abs=1e-6)


@pytest.mark.parametrize("count", [1, 7, 10, 30])
def test_identical_counts_in_all_weeks_scatter_as_poisson(count: int) -> None:
    """φ is 1 and residuals are nothing but rounding, which has no correlation: that of planning, α = 0."""
    openings = place("old", 0, [count] * 20) + place("new", 20, [count] * 20)
    theta, se, _ = answered(move_effect(openings, "old", "new"))
    assert theta == pytest.approx(0, abs=1e-9)
    assert se == pytest.approx(answered(expected_move(openings, "old", "new", 0.0))[1], rel=1e-6)


def test_one_week_with_500_widens_the_interval_and_is_no_verdict() -> None:
    calm = place("old", 0, [12, 9, 14, 11, 8, 13] * 4) + place("new", 24, [10, 13, 12, 9, 14, 11] * 4)
    wild = [replace(o, count=500.0) if o.week == 40 else o for o in calm]
    _, se, _ = answered(move_effect(calm, "old", "new"))
    theta_wild, se_wild, df = answered(move_effect(wild, "old", "new"))
    assert se_wild > 4 * se
    assert theta_wild < 2.5 * se_wild
    assert df == 48 - 5


def test_planning_is_wider_with_more_scatter_and_narrower_with_more_openings() -> None:
    def width(alpha: float, weeks: int) -> float:
        openings = place("old", 0, [12] * 24) + place("new", 24, [12] * weeks) + place("c", 0, [12] * 60)
        return answered(expected_move(openings, "old", "new", alpha))[1]

    assert width(0.4, 24) > width(0.2, 24) > width(0.0, 24)
    assert width(0.2, 12) > width(0.2, 24) > width(0.2, 36)


def test_planning_expects_what_trials_show() -> None:
    """The mean standard error of simulated trials, within a tenth."""
    rng = np.random.default_rng(4)
    plan = place("old", 0, [12] * 23) + place("new", 23, [18] * 23) + place("c", 0, [12] * 46)
    shown = []
    for _ in range(60):
        counts = rng.negative_binomial(5, 5 / (5 + np.array([o.count for o in plan])))
        rows = [replace(o, count=float(n)) for o, n in zip(plan, counts, strict=True)]
        shown.append(answered(move_effect(rows, "old", "new"))[1])
    assert answered(expected_move(plan, "old", "new", 0.2))[1] == pytest.approx(np.mean(shown), rel=0.15)


_OLD, _NEW = place("old", 0, [12, 9, 14, 11, 8, 13] * 2), place("new", 12, [10, 13, 12, 9, 14, 11] * 2)
#: What was held, and why it has no answer.
_WITHOUT: dict[str, tuple[Openings, Reason]] = {
    "nothing": ([], Reason.NO_OPENINGS),
    "all cancelled after": (_OLD, Reason.NO_OPENINGS),
    "never open before": (_NEW, Reason.NO_OPENINGS),
    "one opening": (_OLD + _NEW[:1], Reason.ONE_OPENING),
    "five openings": (_OLD + _NEW[:5], Reason.FEW_OPENINGS),
    "nobody anywhere": ([replace(o, count=0.0) for o in _OLD + _NEW], Reason.NO_RATIO),
    "nobody after": (_OLD + [replace(o, count=0.0) for o in _NEW], Reason.NO_RATIO),
    "nobody before": ([replace(o, count=0.0) for o in _OLD] + _NEW, Reason.NO_RATIO),
    "no length": ([*_OLD, replace(_NEW[0], hours=0.0), *_NEW[1:]], Reason.ZERO_HOURS),
}


@pytest.mark.parametrize("case", _WITHOUT)
@pytest.mark.parametrize("judge", [move_effect, concurrent_effect])
def test_no_number_is_made_of_nothing(
    case: str, judge: Callable[[Sequence[PlaceOpening], str, str], Effect]
) -> None:
    openings, reason = _WITHOUT[case]
    before, after = (sum(o.place == name for o in openings) for name in ("old", "new"))
    assert judge(openings, "old", "new") == Effect(None, None, None, before, after, None, reason)


@pytest.mark.parametrize("name", ["old", "new"])
def test_all_openings_in_one_week_cannot_tell_season_from_place(name: str) -> None:
    """Six openings of one week at each place: no trend of any kind can be told."""
    rows = place("old", 0, [5, 7, 6, 9, 8, 5], 6) + place("new", 1, [5, 7, 6, 9, 8, 5], 6)
    found = move_effect(rows, name, "new" if name == "old" else "old")
    assert (found.theta, found.se, found.reason) == (None, None, Reason.NOT_SEPARABLE)


def test_two_openings_a_week_side_by_side_are_one_week() -> None:
    rows = place("old", 0, [5, 7] * 5, 2) + place("new", 0, [9, 8] * 5, 2)
    assert concurrent_effect(rows, "old", "new").reason is Reason.FEW_WEEKS


def test_places_side_by_side_follow_the_published_formula() -> None:
    a, b = [12.0, 20, 8, 15, 30, 9, 11], [10.0, 9, 12, 6, 14, 5, 7]
    mean_a, mean_b = sum(a) / 7, sum(b) / 7
    squares = sum((x / mean_a - y / mean_b) ** 2 for x, y in zip(a, b, strict=True))
    found = concurrent_effect(place("b", 0, b) + place("a", 0, a), "b", "a")
    assert answered(found) == pytest.approx((log(mean_a / mean_b), sqrt(squares / 6 / 7), 6))
    assert found.alpha is not None


@pytest.mark.parametrize("judge", [move_effect, concurrent_effect])
@pytest.mark.parametrize("wrong", [{"count": -1.0}, {"hours": float("nan")}, {"count": float("inf")}])
def test_impossible_numbers_are_refused(
    judge: Callable[[Sequence[PlaceOpening], str, str], Effect], wrong: dict[str, float]
) -> None:
    with pytest.raises(ValueError, match="finite"):
        judge([*_OLD, *_NEW, replace(_OLD[0], **wrong)], "old", "new")  # type: ignore[arg-type]


rows = st.builds(
    PlaceOpening,
    place=st.sampled_from(["old", "new", "stays"]),
    week=st.integers(0, 60),
    age=st.integers(0, 60).map(float),
    hours=st.sampled_from([0.25, 4.0, 8.0]),
    count=st.sampled_from([0.0, 0.0, 1.0, 7.0, 12.0, 500.0]),
)


@settings(max_examples=60)
@given(st.lists(rows, max_size=40))
def test_any_openings_give_a_finite_number_or_a_reason(openings: Openings) -> None:
    for found in (move_effect(openings, "old", "new"), concurrent_effect(openings, "old", "new")):
        numbers = (found.theta, found.se, found.df)
        if found.reason is None:
            assert all(isfinite(n) for n in answered(found))
            assert answered(found)[1] > 0
        else:
            assert numbers == (None, None, None)
