"""Wall clocks to UTC and back. Offsets are looked up once per quarter of an hour that occurs."""

from collections.abc import Mapping
from datetime import datetime
from zoneinfo import ZoneInfo

import numpy as np
import numpy.typing as npt

from evaluation.intake.times import UNIT, Mask, Moments

_QUARTER = np.timedelta64(15, "m")  # no zone has changed its clock at another minute for a century
_Codes = npt.NDArray[np.intp]
Series = npt.NDArray[np.int64]


def _quarters(moments: Moments) -> tuple[list[datetime], _Codes]:
    floored = moments.astype("datetime64[m]").astype(np.int64) // 15
    distinct, codes = np.unique(floored, return_inverse=True)
    return (distinct * 15).astype("datetime64[m]").astype("datetime64[s]").tolist(), codes


def _offsets(moments: list[datetime], zone: ZoneInfo, fold: int) -> npt.NDArray[np.timedelta64]:
    found = [moment.replace(tzinfo=zone, fold=fold).utcoffset() for moment in moments]
    return np.array(found, dtype="timedelta64[us]")


class Passes:
    """Both readings of wall clocks in a zone; NaT in, NaT out.

    `first` and `second` (UTC) differ only where the clock was set back (`ambiguous`) or jumped over
    the value (`nonexistent`).
    """

    def __init__(self, wall: Moments, zone: ZoneInfo) -> None:
        known = ~np.isnat(wall)
        moments, codes = _quarters(wall[known])
        early, late = _offsets(moments, zone, 0), _offsets(moments, zone, 1)
        self.first, self.second = wall.copy(), wall.copy()
        self.first[known] -= early[codes]
        self.second[known] -= late[codes]
        self.ambiguous, self.nonexistent = np.zeros((2, len(wall)), dtype=bool)
        self.ambiguous[known] = (early > late)[codes]
        self.nonexistent[known] = (early < late)[codes]


def to_wall(moments: Moments, zone: ZoneInfo) -> Moments:
    """UTC → wall clock; NaT stays."""
    wall, known = moments.copy(), ~np.isnat(moments)
    quarters, codes = _quarters(moments[known])
    utc = ZoneInfo("UTC")
    offsets = [moment.replace(tzinfo=utc).astimezone(zone).utcoffset() for moment in quarters]
    wall[known] += np.array(offsets, dtype="timedelta64[us]")[codes]
    return wall.astype(UNIT)


def second_passes(wall: Moments, ambiguous: Mask, series: Series, keys: Mapping[int, object]) -> Mask:
    """Which ambiguous wall clocks belong to the repeated hour's second pass, told by the rows' order.

    Within a `series` (a site) rows that run forwards in time and step back inside the hour have entered
    its second pass (the other way round in a file sorted newest first). In an unordered file nothing
    tells, and the first pass is taken. `keys`: a row repeated further down is read as it was first.
    """
    second = np.zeros(len(wall), dtype=bool)
    if not ambiguous.any():
        return second
    direction = _direction(wall[~ambiguous & ~np.isnat(wall)], series[~ambiguous & ~np.isnat(wall)])
    if direction == 0:
        return second
    names = {row: (series[row], keys[row], wall[row]) for row in np.flatnonzero(ambiguous).tolist()}
    firsts = {name: row for row, name in reversed(names.items())}
    passed = _passed(sorted(firsts.values(), reverse=direction < 0), wall, series)
    for row, name in names.items():
        second[row] = passed[firsts[name]]
    return second


def _passed(rows: list[int], wall: Moments, series: Series) -> dict[int, bool]:
    """Whether each row (oldest first) follows a step back in its series and hour."""
    latest: dict[tuple[object, object], tuple[np.datetime64, bool]] = {}
    found: dict[int, bool] = {}
    for row in rows:
        group = (series[row], wall[row].astype("datetime64[D]"))
        before, entered = latest.get(group, (wall[row], False))
        found[row] = entered or bool(wall[row] < before)
        latest[group] = (wall[row], found[row])
    return found


def _direction(wall: Moments, series: Series) -> int:
    """1: oldest first, -1: newest first, 0: unordered. Too few rows to tell count as oldest first."""
    order = np.argsort(series, kind="stable")
    same = np.diff(series[order]) == 0
    steps = np.diff(wall[order].astype(np.int64))[same]
    moves = steps[steps != 0]
    if len(moves) == 0:
        return 1
    up = float((moves > 0).mean())
    return 1 if up >= 0.9 else -1 if up <= 0.1 else 0
