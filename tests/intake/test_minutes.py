"""Minutes are rounded to the nearest, so that a log with seconds is neither faster nor slower than it was."""

import numpy as np
import pytest

from evaluation.intake.derive import whole_minutes

_NOON = np.datetime64("2026-03-02T12:00:00", "us")


def _minutes(seconds: list[int]) -> list[int | None]:
    start = np.full(len(seconds), _NOON)
    end = start + np.array(seconds, dtype="timedelta64[s]")
    return whole_minutes(start, end, exact=True).to_pylist()


@pytest.mark.parametrize(
    ("seconds", "minutes"), [(0, 0), (29, 0), (30, 1), (89, 1), (90, 2), (153, 3), (600, 10), (-40, 0)]
)
def test_a_wait_is_the_nearest_whole_minute(seconds: int, minutes: int) -> None:
    assert _minutes([seconds]) == [minutes]


def test_a_log_with_seconds_is_not_made_half_a_minute_faster() -> None:
    seconds = list(range(60, 20 * 60))
    found = [minute for minute in _minutes(seconds) if minute is not None]
    assert len(found) == len(seconds)
    assert np.mean(found) * 60 == pytest.approx(np.mean(seconds), abs=1)
