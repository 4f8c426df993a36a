"""Slots held against each other: hand calculation, scipy, properties, edges, and whether the intervals hold."""

from collections.abc import Sequence
from itertools import combinations
from math import sqrt

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binomtest, ttest_rel
from scipy.stats import t as student

from evaluation.stats import BlockCount, Reason, rate, slot_differences


def _slot(counts: Sequence[float], hours: float = 2.0, site: str = "s", first: int = 0) -> list[BlockCount]:
    return [BlockCount(first + i, site, y, hours) for i, y in enumerate(counts)]


def test_a_hand_worked_pair() -> None:
    # Two hours each: rates 5,4,10,3,5,3 and 2,3,2,2,1,2, so d = 3,1,8,1,4,1: mean 3, Σ(d−3)² = 38, s² = 7.6.
    found = slot_differences({"am": _slot([10, 8, 20, 6, 10, 6]), "pm": _slot([4, 6, 4, 4, 2, 4])})[0]
    half = student.isf(0.025, 5) * sqrt(7.6 / 6)
    assert (found.value, found.low, found.high) == pytest.approx((3.0, 3 - half, 3 + half))
    assert (found.n, found.separable, found.reason) == (6, True, None)


def test_one_site_is_scipys_paired_test() -> None:
    rng = np.random.default_rng(4)
    a, b = rng.poisson(20 * rng.gamma(3, 1 / 3, (2, 30)))
    found = slot_differences({"a": _slot(a, 1.0), "b": _slot(b, 1.0)})[0]
    ends = ttest_rel(a, b).confidence_interval(0.95)
    assert (found.low, found.high) == pytest.approx((ends.low, ends.high))


def test_two_sites_count_their_own_spread_only() -> None:
    # d = 2 ± 1 at one site (4 openings), 10 ± 2 at the other (4): mean 6; between the sites nothing is added.
    a = _slot([103, 101, 103, 101], 1.0, "x") + _slot([112, 108, 112, 108], 1.0, "y")
    b = _slot([100] * 4, 1.0, "x") + _slot([100] * 4, 1.0, "y")
    found = slot_differences({"a": a, "b": b})[0]
    parts = [4 * (4 / 3) / 64, 4 * (16 / 3) / 64]
    poisson = sum(c.count for c in a + b) / 64
    assert found.value == pytest.approx(6)
    df = sum(parts) ** 2 / sum(part**2 / 3 for part in parts)
    half = student.isf(0.025, df) * sqrt(max(sum(parts), poisson))
    assert found.high - found.value == pytest.approx(half)


def test_four_slots_share_the_error_between_six_pairs() -> None:
    rng = np.random.default_rng(5)
    slots = {name: _slot(rng.poisson(9, 20)) for name in "abcd"}
    alone = slot_differences({name: slots[name] for name in "ab"})[0]
    among = slot_differences(slots)[0]
    wider = student.isf(0.025 / 6, 19) / student.isf(0.025, 19)
    assert among.high - among.value == pytest.approx(wider * (alone.high - alone.value))


def test_a_slot_only_the_busy_site_has_wins_nothing_by_it() -> None:
    busy, quiet = _slot([40] * 8, 2.0, "busy"), _slot([4] * 8, 2.0, "quiet")
    late = _slot([38] * 8, 2.0, "busy")
    found = slot_differences({"early": busy + quiet, "late": late})[0]
    assert found.value == pytest.approx(1)  # 40/2 − 38/2, not the mean of both sites less 19
    assert found.n == 8


def test_counts_that_never_vary_keep_their_poisson_error() -> None:
    found = slot_differences({"a": _slot([10] * 8, 1.0), "b": _slot([5] * 8, 1.0)})[0]
    assert found.high - found.value == pytest.approx(student.isf(0.025, 7) * sqrt(15 / 8))


@pytest.mark.parametrize(
    ("a", "b", "reason"),
    [
        (_slot([5] * 5), _slot([2] * 5), Reason.FEW_OPENINGS),
        (_slot([5] * 9), _slot([2] * 9, first=20), Reason.FEW_OPENINGS),  # never open the same day
        (_slot([0] * 9), _slot([0] * 9), Reason.ALL_ZERO),
        ([], [], Reason.FEW_OPENINGS),
        (_slot([5] * 9, 0.0), _slot([2] * 9), Reason.FEW_OPENINGS),
    ],
)
def test_no_answer_has_a_reason(a: list[BlockCount], b: list[BlockCount], reason: Reason) -> None:
    found = slot_differences({"a": a, "b": b})[0]
    assert (found.value, found.low, found.high, found.reason) == (None, None, None, reason)
    assert not found.separable


def test_single_openings_at_many_sites_tell_nothing() -> None:
    a = [BlockCount(0, f"site {i}", 9, 1.0) for i in range(10)]
    b = [BlockCount(0, f"site {i}", 3, 1.0) for i in range(10)]
    assert slot_differences({"a": a, "b": b})[0].reason is Reason.FEW_OPENINGS


def test_a_pair_too_new_does_not_widen_the_others() -> None:
    rng = np.random.default_rng(6)
    slots = {"a": _slot(rng.poisson(9, 20)), "b": _slot(rng.poisson(7, 20))}
    with_new = slot_differences(slots | {"new": _slot([3, 4])})
    assert with_new[0] == slot_differences(slots)[0]


@pytest.mark.parametrize("bad", [(-1.0, 2.0), (float("nan"), 2.0), (1.0, -2.0), (1.0, float("inf"))])
def test_what_is_no_count_is_refused(bad: tuple[float, float]) -> None:
    with pytest.raises(ValueError, match="finite"):
        slot_differences({"a": [BlockCount(0, "s", *bad)], "b": []})


rows = st.lists(
    st.tuples(st.integers(0, 30), st.integers(0, 30), st.sampled_from("xyz")), min_size=6, max_size=25
)


def _both(made: list[tuple[int, int, str]], add: int = 0) -> dict[str, list[BlockCount]]:
    a = [BlockCount(i, site, y + add, 2.0) for i, (y, _, site) in enumerate(made)]
    return {"a": a, "b": [BlockCount(i, site, y + add, 2.0) for i, (_, y, site) in enumerate(made)]}


@given(rows)
def test_turning_a_pair_round_mirrors_it(made: list[tuple[int, int, str]]) -> None:
    slots = _both(made)
    one, other = slot_differences(slots)[0], slot_differences({"b": slots["b"], "a": slots["a"]})[0]
    assert (one.n, one.reason, one.separable) == (other.n, other.reason, other.separable)
    if one.value is not None:
        assert (one.value, one.low, one.high) == pytest.approx((-other.value, -other.high, -other.low))
        assert one.separable == (one.low > 0 or one.high < 0)


@given(rows, st.integers(1, 50), st.randoms())
def test_what_all_slots_share_and_the_order_of_rows_change_nothing(
    made: list[tuple[int, int, str]], add: int, random: object
) -> None:
    plain, busier = slot_differences(_both(made))[0], slot_differences(_both(made, add))[0]
    shuffled = {name: random.sample(counts, len(counts)) for name, counts in _both(made).items()}
    assert slot_differences(shuffled)[0] == plain
    if plain.value is not None:
        assert busier.value == pytest.approx(plain.value)
        assert busier.high - busier.low >= (plain.high - plain.low) * (1 - 1e-9)


@given(rows)
def test_an_opening_told_in_two_halves_is_one(made: list[tuple[int, int, str]]) -> None:
    slots = _both(made)
    halves = {
        name: [BlockCount(c.block, c.stratum, c.count / 2, c.hours / 2) for c in counts for _ in range(2)]
        for name, counts in slots.items()
    }
    assert slot_differences(halves) == slot_differences(slots)


# --- do the intervals hold? Openings with a day of their own (all slots busy or quiet together), two sites.

MEANS, OPENINGS, SLOTS, TRIALS = (3.0, 9.0), 23, 4, 700


def _year(rng: np.random.Generator, gain: Sequence[float]) -> dict[str, list[BlockCount]]:
    slots: dict[str, list[BlockCount]] = {str(i): [] for i in range(SLOTS)}
    for site, mean in enumerate(MEANS):
        day = rng.gamma(5, 1 / 5, OPENINGS)
        own = rng.gamma(10, 1 / 10, (SLOTS, OPENINGS))
        counts = rng.poisson(mean * np.array(gain)[:, None] * day * own)
        for i in range(SLOTS):
            slots[str(i)] += [BlockCount(n, str(site), y, 1.0) for n, y in enumerate(counts[i].tolist())]
    return slots


def _overlaps(hits: int, low: float, high: float) -> bool:
    found = binomtest(hits, TRIALS).proportion_ci(0.99)
    return bool(found.low <= high and found.high >= low)


def test_equal_slots_are_told_apart_in_at_most_one_year_of_twenty() -> None:
    rng, wrong, naive = np.random.default_rng(11), 0, 0
    for _ in range(TRIALS):
        slots = _year(rng, [1.0] * SLOTS)
        wrong += any(d.separable for d in slot_differences(slots))
        alone = [slot_differences({a: slots[a], b: slots[b]})[0] for a, b in combinations(slots, 2)]
        naive += any(d.separable for d in alone)
    assert _overlaps(wrong, 0.0, 0.06)
    assert not _overlaps(naive, 0.0, 0.08)  # the control: six pairs, each at 95 % alone


def test_the_intervals_of_all_pairs_hold_together() -> None:
    rng, gain, hits = np.random.default_rng(12), [1.5, 1.0, 0.8, 0.5], 0
    truth = {
        (str(a), str(b)): float(np.mean(MEANS)) * (gain[a] - gain[b])
        for a, b in combinations(range(SLOTS), 2)
    }
    for _ in range(TRIALS):
        found = slot_differences(_year(rng, gain))
        hits += all(d.low <= truth[d.a, d.b] <= d.high for d in found)
    assert _overlaps(hits, 0.945, 0.985)


def test_unpaired_rates_see_less() -> None:
    """Why pairing: what a day's weather does to all slots alike hides a real difference from unpaired rates."""
    rng, paired, unpaired = np.random.default_rng(13), 0, 0
    for _ in range(200):
        slots = _year(rng, [1.3, 1.0, 1.0, 1.0])
        paired += slot_differences({"a": slots["0"], "b": slots["1"]})[0].separable
        a, b = (rate([c.count for c in slots[i]], [c.hours for c in slots[i]]) for i in "01")
        unpaired += a.low > b.high
    assert paired > 1.5 * unpaired
