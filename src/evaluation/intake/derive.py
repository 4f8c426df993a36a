"""Columns that are functions of the row alone: local date and hour, weeks, minutes waited and served."""

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from evaluation.intake.profile import Profile
from evaluation.intake.times import UNIT, Mask, Moments

_NAT = np.datetime64("NaT", "us")
_DAY = "datetime64[D]"
_MINUTE, _HALF = 60_000_000, 30_000_000  # microseconds
_Numbers = npt.NDArray[np.int64]


def local_parts(wall: Moments, precision: str) -> dict[str, pa.Array]:
    """Calendar columns of wall clocks (no NaT). The hour is null where the log does not know it."""
    days = wall.astype(_DAY)
    weekday = (days.astype(np.int64) + 3) % 7  # 1 January 1970 was a Thursday
    monday = days - weekday.astype("timedelta64[D]")
    thursday = monday + np.timedelta64(3, "D")  # an ISO week belongs to the year of its Thursday
    iso_year = _year(thursday)
    week = (thursday - thursday.astype("datetime64[Y]").astype(_DAY)).astype(np.int64) // 7 + 1
    hour = (wall - days).astype("timedelta64[h]").astype(np.int64)
    parts = {"year": _year(days), "iso_year": iso_year, "iso_week": week, "weekday_iso": weekday + 1}
    found = {name: pa.array(values.astype(np.int16)) for name, values in parts.items()}
    known = precision in ("minute", "hour")
    found["hour"] = pa.array(hour.astype(np.int16), mask=np.full(len(wall), not known))
    return found | {"local_date": _dates(days), "week_start": _dates(monday)}


def _year(days: npt.NDArray[np.datetime64]) -> _Numbers:
    return days.astype("datetime64[Y]").astype(np.int64) + 1970


def _dates(days: npt.NDArray[np.datetime64]) -> pa.Array:
    return pa.array(days.astype(np.int64).astype(np.int32), pa.int32()).cast(pa.date32())


def normalise_left(times: dict[str, Moments], left: Mask, profile: Profile) -> None:
    """What the end of a row means when the citizen left (`left_time`).

    actual: they left then. call: nobody answered the call given then. none: it says nothing.
    """
    if profile.left_time == "actual" or not left.any():
        return
    ended = times.get("ended_at", np.full(len(left), _NAT))
    if profile.left_time == "call":
        called = times.get("called_at", np.full(len(left), _NAT))
        times["called_at"] = np.where(left & np.isnat(called), ended, called)
    times["ended_at"] = np.where(left, _NAT, ended)


def minutes(
    times: Mapping[str, Moments], day_only: Mapping[str, Mask], left: Mask, profile: Profile
) -> dict[str, pa.Array]:
    """`wait_min` and `service_min`: to the nearest minute, null where an end is missing or gives a day only.

    The wait of a booked citizen runs from the later of arrival and appointment; a call before that is a
    wait of 0. Who left was not served.
    """
    fine = {name: _clocked(moments, day_only.get(name)) for name, moments in times.items()}
    nothing = np.full(len(left), _NAT)
    called, served = fine.get("called_at", nothing), fine.get("served_at", nothing)
    if "called_at" not in profile.columns:
        called = np.where(np.isnat(called), served, called)
    begun = served if "served_at" in profile.columns else called
    start = np.fmax(fine["arrived_at"], fine.get("appointment_at", nothing))
    start[np.isnat(fine["arrived_at"])] = _NAT
    ended = np.where(left, _NAT, fine.get("ended_at", nothing))
    exact = profile.time_precision == "minute"
    return {
        "wait_min": whole_minutes(start, called, exact),
        "service_min": whole_minutes(begun, ended, exact),
    }


def _clocked(moments: Moments, day_only: Mask | None) -> Moments:
    return moments if day_only is None else np.where(day_only, _NAT, moments).astype(UNIT)


def whole_minutes(start: Moments, end: Moments, exact: bool | Mask) -> pa.Array:
    """Minutes from start to end, 0 if that lies before; null where one is NaT or not `exact`.

    To the nearest whole one, half a minute up: cut down, a log that has seconds would seem half a minute faster.
    """
    span = end - start
    unknown = np.isnat(span) | np.logical_not(exact)
    whole = np.where(unknown, 0, (span.astype("timedelta64[us]").astype(np.int64) + _HALF) // _MINUTE)
    return pa.array(np.clip(whole, 0, np.iinfo(np.int32).max).astype(np.int32), mask=unknown)
