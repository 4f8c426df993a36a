"""Clock times: every style of the design, both edges of summer time, and a round trip."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from evaluation.intake.times import joined, parse
from evaluation.intake.zones import Passes, second_passes, to_wall

at = datetime.fromisoformat
COPENHAGEN = ZoneInfo("Europe/Copenhagen")
STYLES = [
    "auto-iso",
    "%d-%m-%Y %H:%M",
    "%d/%m/%Y %H:%M:%S",
    "%d.%m.%Y %H.%M",
    "%m/%d/%Y %I:%M:%S %p",
    "%Y-%m-%dT%H:%M",
    "%d-%m-%y %H:%M",
]


def moment(text: str, style: str, *, typed: bool = False) -> datetime | None:
    found: datetime | None = parse([text], style, typed=typed).moment[0].astype("datetime64[us]").item()
    return found


@pytest.mark.parametrize(
    ("text", "style"),
    [
        ("20-02-2020 10:30", "%d-%m-%Y %H:%M"),
        ("20/02/2020 10:30", "%d/%m/%Y %H:%M"),
        ("20.02.2020 10.30", "%d.%m.%Y %H.%M"),
        ("02/20/2020 10:30:00 AM", "%m/%d/%Y %I:%M:%S %p"),
        ("2020-02-20 10:30", "auto-iso"),
        ("2020-02-20T10:30:00", "auto-iso"),
        ("2020-02-20 10:30:00.000", "auto-iso"),
        ("2020-02-20 11:30:00+01:00", "auto-iso"),
        ("2020-02-20T10:30Z", "auto-iso"),
        ("43881.4375", "excel"),
        ("43881,4375", "excel"),
        ("20-02-2020 11:30 +0100", "%d-%m-%Y %H:%M %z"),
    ],
)
def test_every_style_gives_the_same_moment(text: str, style: str) -> None:
    assert moment(text, style) == at("2020-02-20 10:30")


@pytest.mark.parametrize(
    ("text", "style"),
    [
        ("31-02-2025 10:00", "%d-%m-%Y %H:%M"),
        ("2025-02-31 10:00", "auto-iso"),
        ("20/02/2020 10:30", "%d-%m-%Y %H:%M"),
        ("2020-02-20 10:30", "%d-%m-%Y %H:%M"),
        ("13/20/2020 10:30", "%m/%d/%Y %H:%M"),
        ("2020", "auto-iso"),
        ("20200220", "auto-iso"),
        ("01-01-0025 10:00", "%d-%m-%Y %H:%M"),
        ("01-03-2025 24:00", "%d-%m-%Y %H:%M"),
        ("abc", "excel"),
        ("9999999", "excel"),
    ],
)
def test_what_is_no_time_of_the_style_is_none(text: str, style: str) -> None:
    assert moment(text, style) is None


def test_only_an_offset_makes_a_value_absolute() -> None:
    found = parse(["2025-03-03 10:00", "2025-03-03 10:00+01:00", "2025-03-03"], "auto-iso")
    assert found.absolute.tolist() == [False, True, False]
    assert found.date_only.tolist() == [False, False, True]


def test_a_workbook_s_date_cells_are_read_whatever_the_text_cells_look_like() -> None:
    assert moment("2025-03-04 10:00:00", "%d-%m-%Y %H:%M") is None
    assert moment("2025-03-04 10:00:00", "%d-%m-%Y %H:%M", typed=True) == at("2025-03-04 10:00")


@pytest.mark.parametrize(
    ("parts", "whole"),
    [
        (("04-03-2025", "10.30"), "04-03-2025 10.30"),
        (("2025-03-04 00:00:00", "10:30:00"), "2025-03-04 10:30:00"),
        (("2025-03-04", "1899-12-31 10:30:00"), "2025-03-04 10:30:00"),
    ],
)
def test_date_and_clock_in_two_cells_make_one_time(parts: tuple[str, str], whole: str) -> None:
    assert joined(parts) == whole


@given(
    st.datetimes(at("1950-01-01"), at("2049-12-31")).map(lambda t: t.replace(second=0, microsecond=0)),
    st.sampled_from(STYLES),
)
def test_a_written_time_is_read_back(when: datetime, style: str) -> None:
    written = when.isoformat(" ") if style == "auto-iso" else when.strftime(style)
    if "%y" in style and not 1969 <= when.year <= 2068:
        return
    assert moment(written, style) == when


@given(st.datetimes(at("2000-01-01"), at("2040-01-01")))
def test_utc_to_wall_and_back(when: datetime) -> None:
    utc = np.array([when], dtype="datetime64[us]")
    passes = Passes(to_wall(utc, COPENHAGEN), COPENHAGEN)
    assert utc[0] in (passes.first[0], passes.second[0])
    assert passes.ambiguous[0] or passes.first[0] == passes.second[0]
    assert not passes.nonexistent[0]


def wall(*times: str) -> np.ndarray:
    return np.array(times, dtype="datetime64[us]")


def test_the_hour_that_is_skipped_does_not_exist() -> None:
    passes = Passes(wall("2025-03-30T01:59", "2025-03-30T02:30", "2025-03-30T03:00"), COPENHAGEN)
    assert passes.nonexistent.tolist() == [False, True, False]


def test_the_repeated_hour_has_two_passes() -> None:
    passes = Passes(wall("2025-10-26T02:30", "2025-10-26T03:00", "NaT"), COPENHAGEN)
    assert passes.ambiguous.tolist() == [True, False, False]
    assert passes.first[0].item() == at("2025-10-26 00:30")
    assert passes.second[0].item() - passes.first[0].item() == timedelta(hours=1)
    assert np.isnat(passes.first[2])


@pytest.mark.parametrize(
    ("clock", "second"),
    [
        (["01:50", "02:10", "02:50", "02:05", "03:10"], [0, 0, 0, 1, 0]),
        (["03:10", "02:05", "02:50", "02:10", "01:50"], [0, 1, 0, 0, 0]),  # newest first
        (["02:50", "02:10"], [0, 1]),
        (["02:10", "02:50"], [0, 0]),
        (["05:00", "01:00", "02:50", "02:10", "04:00", "01:30"], [0] * 6),  # unordered: nothing tells
    ],
)
def test_the_order_of_rows_tells_the_second_pass(clock: list[str], second: list[int]) -> None:
    times = wall(*(f"2025-10-26T{c}" for c in clock))
    passes = Passes(times, COPENHAGEN)
    names: dict[int, object] = {row: row for row in range(len(times))}
    found = second_passes(times, passes.ambiguous, np.zeros(len(times), dtype=np.int64), names)
    assert found.astype(int).tolist() == second


def test_a_row_repeated_at_the_end_keeps_its_pass() -> None:
    times = wall("2025-10-26T02:10", "2025-10-26T02:50", "2025-10-26T02:05", "2025-10-26T02:10")
    passes = Passes(times, COPENHAGEN)
    names: dict[int, object] = {0: "a", 1: "b", 2: "c", 3: "a"}
    found = second_passes(times, passes.ambiguous, np.zeros(4, dtype=np.int64), names)
    assert found.tolist() == [False, False, True, False]
