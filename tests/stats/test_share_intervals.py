"""Wilson's interval: Newcombe's published figures, statsmodels, properties."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from statsmodels.stats.proportion import proportion_confint

from evaluation.stats import Reason, share, share_with_unknown

answers = st.integers(1, 5000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))


@pytest.mark.parametrize(
    ("yes", "total", "low", "high"),
    # Newcombe 1998, Statistics in Medicine 17:857–872, table I, method 3.
    [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611), (1, 29, 0.0061, 0.1718)],
)
def test_newcombes_examples(yes: int, total: int, low: float, high: float) -> None:
    found = share(yes, total)
    assert (found.low, found.high) == pytest.approx((low, high), abs=5e-5)
    assert (found.value, found.n) == (yes / total, total)


@given(answers)
def test_agrees_with_statsmodels(answer: tuple[int, int]) -> None:
    found = share(*answer)
    assert (found.low, found.high) == pytest.approx(proportion_confint(*answer, method="wilson"), abs=1e-12)


@given(answers)
def test_lies_between_none_and_all_and_mirrors(answer: tuple[int, int]) -> None:
    yes, total = answer
    found, mirror = share(yes, total), share(total - yes, total)
    assert 0 <= found.low <= found.value <= found.high <= 1
    assert (1 - mirror.high, 1 - mirror.low) == pytest.approx((found.low, found.high))


def test_nothing_asked_is_no_share() -> None:
    found = share(0, 0)
    assert (found.value, found.low, found.high, found.reason) == (None, None, None, Reason.NO_ANSWERS)


@pytest.mark.parametrize(("yes", "total"), [(3, 2), (-1, 2), (1, float("inf"))])
def test_senseless_input_is_refused(yes: float, total: float) -> None:
    with pytest.raises(ValueError, match="yes"):
        share(yes, total)


def test_a_fifth_unknown_is_still_an_interval() -> None:
    assert share_with_unknown(30, 50, 20) == share(30, 80)


def test_more_unknown_gives_bounds() -> None:
    found = share_with_unknown(30, 49, 21)
    assert found.value == 30 / 79
    assert (found.low, found.high, found.reason) == (0.30, 0.51, Reason.MANY_UNKNOWN)


def test_all_unknown_has_bounds_and_no_value() -> None:
    found = share_with_unknown(0, 0, 7)
    assert (found.value, found.low, found.high) == (None, 0, 1)


def test_nobody_at_all_is_no_answer() -> None:
    assert share_with_unknown(0, 0, 0).reason is Reason.NO_ANSWERS


@given(st.integers(0, 500), st.integers(0, 500), st.integers(0, 500))
def test_whatever_the_unknown_were_the_share_lies_within(yes: int, no: int, unknown: int) -> None:
    found = share_with_unknown(yes, no, unknown)
    if found.value is not None:
        assert found.low <= found.value <= found.high
