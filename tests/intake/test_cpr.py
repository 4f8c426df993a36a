import random
from datetime import date

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from evaluation.intake.cpr import has_cpr


@pytest.mark.parametrize(
    "value",
    [
        "0101801234",
        "010180-1234",
        "010180 1234",
        "010180 - 1234",
        "010180\u20131234",
        "010180\u00a01234",
        "Borger 311299-0000 mødte",
        "x010180-1234y",
        "2025-010180-1234",
        "290200-1234",  # 29 February 2000
        "290204-1234",
        "０１０１８０-１２３４",  # full-width digits
        "ring 12345678, cpr 311265-4321",
        "cpr:0101801234.",
    ],
)
def test_a_possible_cpr_number_is_found(value: str) -> None:
    assert has_cpr(value)


@pytest.mark.parametrize(
    "value",
    [
        "",
        "Aars",
        "010180",
        "010180-123",
        "010180-12345",
        "1010180-1234",
        "320180-1234",  # no 32nd
        "011380-1234",  # no 13th month
        "310480-1234",  # 30 days in April
        "290201-1234",  # 2001 and 1901: no 29 February
        "000180-1234",
        "01018012345",
        "+4598661234",
        "2025-03-03 10:30:00",
        "03-03-2025 10.30",
        "010180--1234",
        "010180x1234",
        "01012025 1030",
    ],
)
def test_other_numbers_are_left_alone(value: str) -> None:
    assert not has_cpr(value)


_TEXT = st.text(max_size=20)
_BORN = st.dates(date(1858, 1, 1), date(2057, 12, 31))
_BETWEEN = st.sampled_from(["", "-", " ", " - ", "\u2013", "\u00a0", "\u2011"])


@given(before=_TEXT, born=_BORN, between=_BETWEEN, last=st.integers(0, 9999), after=_TEXT)
def test_it_is_found_in_any_text(before: str, born: date, between: str, last: int, after: str) -> None:
    assume(not before[-1:].isdecimal() and not after[:1].isdecimal())
    assert has_cpr(f"{before}{born:%d%m%y}{between}{last:04}{after}")


@given(st.text(alphabet=st.characters(exclude_categories=["Nd"])), st.integers(0, 10**9 - 1))
def test_fewer_than_ten_digits_are_none(around: str, number: int) -> None:
    assert not has_cpr(f"{around}{number}{around[::-1]}")


def test_modulus_11_clears_nothing() -> None:
    """070761-4285 satisfies modulus 11 (the example of the CPR office), 070761-4286 does not."""
    assert has_cpr("070761-4285")
    assert has_cpr("070761-4286")


def test_few_random_ids_look_so() -> None:
    """Possible dates are 36,525 of a million six-digit numbers: about 3.7 % of random ids."""
    rng = random.Random(7)
    found = sum(has_cpr(f"{rng.randrange(10**10):010}") for _ in range(20_000)) / 20_000
    assert found == pytest.approx(0.036525, abs=0.005)
