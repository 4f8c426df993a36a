import pytest
from hypothesis import given
from hypothesis import strategies as st

from evaluation.charts import scales


@given(st.floats(1e-4, 1e7), st.floats(1, 2))
def test_an_axis_holds_its_figure_from_zero_with_few_even_ticks(largest: float, headroom: float) -> None:
    axis = scales.from_zero(largest, headroom)
    assert axis.top >= largest * headroom * (1 - 1e-9)
    assert axis.ticks[0] == 0
    assert 2 <= len(axis.ticks) <= 6
    assert axis.ticks[-1] <= axis.top * (1 + 1e-9)
    steps = {round(b - a, 9) for a, b in zip(axis.ticks, axis.ticks[1:], strict=False)}
    assert max(steps) == pytest.approx(min(steps))


@given(st.floats(0.1, 500))
def test_minutes_have_whole_ticks(largest: float) -> None:
    assert all(tick == int(tick) for tick in scales.from_zero(largest, 1.15, whole=True).ticks)


@pytest.mark.parametrize(
    ("largest", "ticks"),
    [
        (3.8, (0, 1, 2, 3, 4)),
        (5.8, (0, 2, 4, 6)),
        (31, (0, 10, 20, 30)),
        (2_240, (0, 1000, 2000)),
        (0.8, (0, 0.2, 0.4, 0.6, 0.8)),
    ],
)
def test_ticks_people_read(largest: float, ticks: tuple[float, ...]) -> None:
    assert scales.from_zero(largest, 1.15).ticks == ticks


def test_nothing_to_show_still_gives_an_axis() -> None:
    axis = scales.from_zero(0, 1.15)
    assert axis.top == 1
    assert axis.ticks == (0, 0.2, 0.4, 0.6, 0.8, 1)
