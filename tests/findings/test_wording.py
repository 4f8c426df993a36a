"""Figures with their intervals, in words."""

from hypothesis import given
from hypothesis import strategies as st

from evaluation.charts.words import Words
from evaluation.disclosure import Cell, Status
from evaluation.findings.model import IntervalChart, IntervalRow, Unit
from evaluation.findings.wording import between, probably, sentence_rate

HIDDEN = "usikkerheden er for lille til at kunne ses i tallet"


def spoken(cell: Cell, unit: Unit) -> str:
    row = IntervalRow("Farsø", "", cell)
    return plain(Words(IntervalChart("", "", "", unit, (row,))).sentence(row))


def plain(said: str) -> str:
    return said.replace("\u2060", "").replace("\xa0", " ")


def test_an_interval_of_no_minute_is_not_read_as_nought_to_nought() -> None:
    short = Cell(Status.ZERO, 0.0, 0.0, 0.0, n=40)
    assert spoken(short, "minutes") == f"Farsø: under 1 min., {HIDDEN}"
    assert probably(short, "minutes") == HIDDEN
    longer = Cell(Status.VALUE, 3.0, 3.0, 3.0, n=40)
    assert spoken(longer, "minutes") == f"Farsø: 3 min., {HIDDEN}"


def test_a_narrow_share_gets_the_decimals_that_tell_its_ends_apart() -> None:
    cell = Cell(Status.VALUE, 0.02, 0.018, 0.022, n=9000)
    assert plain(between(cell, "percent")) == "1,8–2,2 %"
    assert spoken(cell, "percent") == "Farsø: 2,0 %, sandsynligvis mellem 1,8 % og 2,2 %"


def test_a_rate_that_nobody_made_is_given_its_upper_end() -> None:
    cell = Cell(Status.ZERO, 0.0, 0.0, 0.04, n=20)
    assert plain(sentence_rate(cell, "henvendelser")).endswith("sandsynligvis mellem 0,00 og 0,04")


@given(
    st.sampled_from(["number", "percent", "minutes"]),
    st.lists(st.floats(0, 1), min_size=3, max_size=3).map(sorted),
)
def test_no_interval_has_two_ends_that_read_alike(unit: Unit, ends: list[float]) -> None:
    low, value, high = ends
    said = spoken(Cell(Status.VALUE, value, low, high, n=9), unit)
    if "mellem" in said:
        first, last = said.partition("mellem ")[2].removesuffix(" min.").split(" og ")
        assert first != last
    else:
        assert HIDDEN in said
