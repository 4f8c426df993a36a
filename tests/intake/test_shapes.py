import pytest
from hypothesis import given
from hypothesis import strategies as st

from evaluation.intake.shapes import shape


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("Aars 20-02", "Aaaa 99-99"),
        ("Ida Sørensen", "Aaa Aaaa"),
        ("010180-1234", "999999-9999"),
        ("10.30", "99.99"),
        ("ida@vesthimmerland.dk", "aaa@aaaa.aa"),
        ("12345678901234567890", "9999999999"),
        ("", ""),
        ("a\tb\u00a0c", "a a a"),
        ("e\u0301t", "aa"),
        ("-----", "---"),
        ("½ ² Ⅷ ٣", "9 9 9 9"),
        ("😀", "?"),
    ],
)
def test_shape_says_what_a_value_looks_like(value: str, expected: str) -> None:
    assert shape(value) == expected


def test_long_values_are_cut() -> None:
    assert shape("ab-12 " * 20) == "aa-99 aa-99 aa-99 aa-99 aa-99…"


@given(st.text())
def test_no_letter_or_digit_of_the_value_survives(value: str) -> None:
    found = shape(value)
    assert len(found) <= 30
    assert {char for char in found if char.isalpha()} <= {"A", "a"}
    assert {char for char in found if char.isdigit() or char.isnumeric()} <= {"9"}


@given(st.text(alphabet=st.characters(categories=["L", "N"]), min_size=1))
def test_names_and_numbers_of_like_form_have_one_shape(value: str) -> None:
    other = "".join(
        "x" if char.isalpha() and not (char.isupper() or char.istitle()) else char for char in value
    )
    assert shape(other) == shape(value)
