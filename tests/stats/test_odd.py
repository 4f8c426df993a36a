"""Openings unlike all others: found when they are, never among counts that only vary much."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from evaluation.stats.odd import odd_openings

ORDINARY = [9.0, 14.0, 7.0, 22.0, 11.0, 16.0, 5.0, 12.0]


@pytest.mark.parametrize("at", [0, 3, 8])
def test_five_hundred_among_ten_is_found(at: int) -> None:
    counts = [*ORDINARY[:at], 500.0, *ORDINARY[at:]]
    assert odd_openings(counts, [4.0] * 9) == (at,)


def test_two_of_them_are_found_when_the_larger_hides_the_smaller_no_more() -> None:
    assert odd_openings([*ORDINARY, 300.0, 9000.0], [4.0] * 10) == (8, 9)


def test_a_long_opening_is_not_odd_for_its_length() -> None:
    assert odd_openings([*ORDINARY, 250.0], [4.0] * 8 + [80.0]) == ()


def test_few_openings_are_not_judged() -> None:
    assert odd_openings([5.0, 6.0, 4.0, 5.0, 6.0, 500.0], [4.0] * 6) == ()


def test_nobody_and_alike_are_not_odd() -> None:
    assert odd_openings([0.0] * 9, [4.0] * 9) == ()
    assert odd_openings([8.0] * 9, [4.0] * 9) == ()


@given(st.permutations(range(9)))
def test_the_order_of_openings_does_not_matter(order: list[int]) -> None:
    counts = [*ORDINARY, 500.0]
    found = odd_openings([counts[i] for i in order], [4.0] * 9)
    assert [order[i] for i in found] == [8]


@pytest.mark.parametrize(("mean", "alpha"), [(3.0, 0.4), (12.0, 0.2), (24.0, 0.4)])
def test_ordinary_counts_are_hardly_ever_called_odd(mean: float, alpha: float) -> None:
    """Of 1,000 series with 24 openings whose counts are negative binomial, at most one."""
    rng = np.random.default_rng(11)
    series = rng.poisson(mean * rng.gamma(1 / alpha, alpha, (1000, 24)))
    assert sum(bool(odd_openings(one.tolist(), [4.0] * 24)) for one in series) <= 1
