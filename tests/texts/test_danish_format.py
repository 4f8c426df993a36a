"""Numbers, dates and sorting as Danes write them. Expected strings were written by hand."""

from datetime import date, datetime, time
from decimal import Decimal

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evaluation.texts import format as danish

NBSP, JOINER = "\u00a0", "\u2060"


@pytest.mark.parametrize(
    ("x", "decimals", "written"),
    [
        (4.06, None, "4,1"),
        (41.26, None, "41,3"),
        (413.4, None, "413"),
        (99.96, None, "100"),
        (1250, None, "1.250"),
        (1234567, None, "1.234.567"),
        (7, None, "7"),
        (np.int64(7), None, "7"),
        (0, None, "0"),
        (0.0, None, "0"),
        (0.04, None, "0,04"),
        (0.0042, None, "0,004"),
        (-2.25, None, "\u22122,3"),
        (-0.4, 0, "0"),  # never a minus before a zero
        (2.5, 0, "3"),
        (1.005, 2, "1,01"),  # as written, not as stored in binary
        (3, 1, "3,0"),
        (1e15, None, "1.000.000.000.000.000"),
    ],
)
def test_number(x: float, decimals: int | None, written: str) -> None:
    assert danish.number(x, decimals) == written


@pytest.mark.parametrize("x", [float("nan"), float("inf"), float("-inf")])
def test_what_is_no_number_is_not_written(x: float) -> None:
    with pytest.raises(ValueError, match="not a number"):
        danish.number(x)


@settings(deadline=None)  # other work on the machine is no fault of the code
@given(st.floats(-1e9, 1e9), st.integers(0, 4))
def test_a_number_reads_back_within_half_a_unit(x: float, decimals: int) -> None:
    written = danish.number(x, decimals).replace(".", "").replace(",", ".").replace("\u2212", "-")
    assert abs(Decimal(written) - Decimal(repr(x))) <= Decimal(5).scaleb(-decimals - 1)


@settings(deadline=None)
@given(st.floats(-1e6, 1e6).filter(lambda x: x != 0))
def test_what_is_not_zero_is_never_written_as_zero(x: float) -> None:
    assert set(danish.number(x)) & set("123456789")


def test_percent_and_kroner_keep_their_unit_on_the_line() -> None:
    assert danish.percent(0.385) == f"39{NBSP}%"
    assert danish.percent(0.285) == f"29{NBSP}%"
    assert danish.percent(0.1234, 1) == f"12,3{NBSP}%"
    assert danish.kroner(225000) == f"225.000{NBSP}kr."
    assert danish.kroner(-541.2, 1) == f"\u2212541,2{NBSP}kr."


def test_signs() -> None:
    assert danish.signed_percent(0.38) == f"+38{NBSP}%"
    assert danish.signed_percent(-0.12) == f"\u221212{NBSP}%"
    assert danish.signed_percent(0.001) == f"0{NBSP}%"


def test_intervals_hold_together() -> None:
    dash = f"{JOINER}–{JOINER}"
    assert danish.interval(2.5, 3.81) == f"2,5{dash}3,8"
    assert danish.interval(0, 3.81, 1) == f"0,0{dash}3,8"
    assert danish.interval(95, 120.4) == f"95{dash}120"
    assert danish.percent_interval(0.12, 0.71) == f"12{dash}71{NBSP}%"
    assert danish.interval(-3, 12) == "\u22123 til 12"  # a dash after a minus would read as one more sign


def test_dates() -> None:
    monday = date(2025, 3, 3)
    assert danish.day(monday) == "3. marts 2025"
    assert danish.weekday(monday) == "mandag"
    assert danish.weekday_day(monday) == "mandag den 3. marts 2025"
    assert danish.month(monday) == "marts 2025"
    assert danish.clock(time(6, 4)) == "06.04"
    assert danish.clock_interval(time(10), time(14)) == f"kl.{NBSP}10.00{JOINER}–{JOINER}14.00"


def test_weeks_carry_the_iso_year() -> None:
    assert danish.iso_week(date(2025, 3, 3)) == f"uge{NBSP}10 i 2025"
    assert danish.iso_week(date(2027, 1, 1)) == f"uge{NBSP}53 i 2026"
    assert danish.iso_week(date(2025, 12, 29)) == f"uge{NBSP}1 i 2026"


def test_moments_are_shown_on_the_local_clock() -> None:
    assert danish.moment(datetime.fromisoformat("2025-11-22 05:04"), "Europe/Copenhagen") == (
        f"22. november 2025 kl.{NBSP}06.04"
    )
    assert danish.moment(datetime.fromisoformat("2025-06-30 22:30"), "Europe/Copenhagen") == (
        f"1. juli 2025 kl.{NBSP}00.30"
    )
    assert danish.moment(datetime.fromisoformat("2025-06-30 22:30"), "America/New_York").endswith("18.30")


@pytest.mark.parametrize(
    ("last", "written"),
    [
        (date(2025, 3, 3), "3. marts 2025"),
        (date(2025, 3, 9), f"3.{JOINER}–{JOINER}9. marts 2025"),
        (date(2025, 4, 4), f"3. marts{NBSP}– 4. april 2025"),
        (date(2026, 3, 1), f"3. marts 2025{NBSP}– 1. marts 2026"),
    ],
)
def test_periods(last: date, written: str) -> None:
    assert danish.period(date(2025, 3, 3), last) == written


@pytest.mark.parametrize(
    ("parts", "written"),
    [([], ""), (["a"], "a"), (["a", "b"], "a og b"), (["a", "b", "c"], "a, b og c")],
)
def test_lists(parts: list[str], written: str) -> None:
    assert danish.joined(parts) == written


def test_typesetting_ties_numbers_to_their_units_once() -> None:
    plain = "I uge 10 kom 12–71 % flere; 225.000 kr. fra kl. 10 til kl. 14."
    tied = (
        f"I uge{NBSP}10 kom 12{JOINER}–{JOINER}71{NBSP}% flere; "
        f"225.000{NBSP}kr. fra kl.{NBSP}10 til kl.{NBSP}14."
    )
    assert danish.typeset(plain) == tied
    assert danish.typeset(tied) == tied
    assert danish.typeset("Hver uge – og hver dag") == "Hver uge – og hver dag"


def test_danish_sorting_puts_aa_last() -> None:
    towns = ["Ålborg", "Aalestrup", "Løgstør", "Farsø", "Aars", "Ærø", "Østbirk", "Zebra", "Hornum"]
    assert sorted(towns, key=danish.danish_key) == [
        "Farsø",
        "Hornum",
        "Løgstør",
        "Zebra",
        "Ærø",
        "Østbirk",
        "Ålborg",
        "Aalestrup",
        "Aars",
    ]


def test_danish_sorting_by_letter_not_by_code() -> None:
    assert sorted(["b", "a", "å", "ø", "æ", "z"], key=danish.danish_key) == ["a", "b", "z", "æ", "ø", "å"]
    assert sorted(["Borgmester", "bolig"], key=danish.danish_key) == ["bolig", "Borgmester"]
    assert sorted(["andel", "Anden"], key=danish.danish_key) == ["andel", "Anden"]
    assert sorted(["René", "Renb", "Rend"], key=danish.danish_key) == ["Renb", "Rend", "René"]
    assert sorted(["A\u030ar", "Zoo"], key=danish.danish_key) == ["Zoo", "A\u030ar"]  # Å in two code points
    assert sorted(["Ny vej", "Nyborg", "Ny 2"], key=danish.danish_key) == ["Ny 2", "Ny vej", "Nyborg"]


@settings(deadline=None)
@given(st.lists(st.text(max_size=8)))
def test_sorting_does_not_depend_on_the_order_given(names: list[str]) -> None:
    backwards = names[::-1]
    assert sorted(names, key=danish.danish_key) == sorted(backwards, key=danish.danish_key)


@pytest.mark.parametrize(
    ("value", "written"),
    [(0.0, "0,0"), (0.094, "0,09"), (0.94, "0,94"), (3.14, "3,1"), (99.94, "99,9"), (123.4, "123")],
)
def test_small_rates_do_not_read_as_nothing(value: float, written: str) -> None:
    assert danish.number(value, danish.rate_decimals(value)) == written
