"""The time columns of a table: UTC per row, refusals, and the rows whose end is not to be believed."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, time
from zoneinfo import ZoneInfo

import numpy as np

from evaluation.intake.cells import Cells
from evaluation.intake.cpr import has_cpr
from evaluation.intake.profile import Profile
from evaluation.intake.reasons import Reason
from evaluation.intake.targets import CHAIN, PAST, TIMES
from evaluation.intake.times import UNIT, Mask, Moments, one_blank, parse
from evaluation.intake.verdicts import Verdicts
from evaluation.intake.zones import Passes, Series, second_passes, to_wall

_MINUTE, _DAY = "datetime64[m]", "datetime64[D]"
_NAT = np.datetime64("NaT", "us")


@dataclass
class Clock:
    """One time column: UTC (NaT where blank or refused), wall clock, rows that give a day only."""

    cells: Cells
    utc: Moments
    wall: Moments
    day_only: Mask
    passes: Passes
    unsettled: Mask  # the wall clock occurs twice and no offset tells which


@dataclass(frozen=True)
class RowOrder:
    """What tells the passes of a repeated hour apart: rows of one series, and names of repeated rows."""

    series: Series
    name: Callable[[int], object]


def read_clocks(
    columns: Mapping[str, Cells], profile: Profile, zone: ZoneInfo, order: RowOrder, *, typed: bool,
    verdicts: Verdicts,
) -> dict[str, Clock]:  # fmt: skip
    """Reads every mapped time column and refuses what is no time, or no time in that zone."""
    clocks = {
        target: _read(columns[target], profile.columns[target].format, zone, typed, verdicts)
        for target in TIMES
        if target in columns
    }
    arrived = clocks["arrived_at"]
    verdicts.refuse(arrived.cells.blank, Reason.MISSING_ARRIVAL, arrived.cells)
    _settle_arrival(arrived, order)
    _settle_later(clocks, profile.time_precision == "minute")
    return clocks


def _read(cells: Cells, style: str | None, zone: ZoneInfo, typed: bool, verdicts: Verdicts) -> Clock:
    stamps = parse(list(map(one_blank, cells.values)), style, typed=typed)
    codes = np.where(cells.blank, len(cells.values), cells.codes)
    moment = np.append(stamps.moment, _NAT)[codes]
    absolute = np.append(stamps.absolute, False)[codes]
    unread = ~cells.blank & np.isnat(moment)
    _refuse_unread(cells, unread, verdicts)
    passes = Passes(np.where(absolute, _NAT, moment), zone)
    verdicts.refuse(passes.nonexistent, Reason.NONEXISTENT_TIME, cells)
    utc = np.where(absolute, moment, passes.first)
    utc[passes.nonexistent] = _NAT
    wall = np.where(absolute, to_wall(np.where(absolute, moment, _NAT), zone), moment)
    return Clock(cells, utc, wall, np.append(stamps.date_only, False)[codes], passes, passes.ambiguous)


def _refuse_unread(cells: Cells, unread: Mask, verdicts: Verdicts) -> None:
    """A value that is a time is stored as nothing else; the CPR guard looks at what is not."""
    codes = np.unique(cells.codes[unread])
    suspect = np.zeros(len(cells.values) + 1, dtype=bool)
    suspect[[code for code in codes.tolist() if has_cpr(cells.values[code])]] = True
    verdicts.refuse(suspect[cells.codes], Reason.CPR, cells)
    verdicts.refuse(unread, Reason.BAD_TIME, cells)


def _settle_arrival(arrived: Clock, order: RowOrder) -> None:
    names = {int(row): order.name(int(row)) for row in np.flatnonzero(arrived.unsettled)}
    second = second_passes(arrived.wall, arrived.unsettled, order.series, names)
    arrived.utc = np.where(second, arrived.passes.second, arrived.utc)


def _settle_later(clocks: Mapping[str, Clock], minutes: bool) -> None:
    """A later step in a repeated hour takes the first pass that does not lie before the step it follows.

    A step that gives only the day of the step it follows is put at that step, not at the midnight before.
    """
    reached = clocks["arrived_at"].utc
    for target in (t for t in CHAIN[1:] if t in clocks):
        clock = clocks[target]
        early = clock.utc.astype(_MINUTE) < reached.astype(_MINUTE)
        clock.utc = np.where(clock.unsettled & early, clock.passes.second, clock.utc)
        if minutes:
            same = clock.day_only & (clock.wall.astype(_DAY) == clocks["arrived_at"].wall.astype(_DAY))
            clock.utc = np.where(same, np.fmax(clock.utc, reached), clock.utc)
        reached = np.fmax(reached, clock.utc)


def refuse_order(clocks: Mapping[str, Clock], verdicts: Verdicts) -> None:
    """Refuses rows whose steps run backwards. Whole minutes: exports mix seconds and minutes."""
    reached = clocks["arrived_at"].utc.astype(_MINUTE)
    for target in (t for t in CHAIN[1:] if t in clocks):
        step = clocks[target].utc.astype(_MINUTE)
        verdicts.refuse(step < reached, Reason.SERVED_BEFORE_ARRIVAL, clocks[target].cells)
        reached = np.fmax(reached, step)


def refuse_future(clocks: Mapping[str, Clock], now: datetime, verdicts: Verdicts) -> None:
    """Refuses times ahead of `now` (naive UTC); an appointment may lie ahead."""
    for target in (t for t in PAST if t in clocks):
        verdicts.refuse(clocks[target].utc > np.datetime64(now, "us"), Reason.FUTURE, clocks[target].cells)


def take_back_ends(clocks: Mapping[str, Clock], profile: Profile) -> Mask:
    """Rows that nobody closed in time; their end becomes unknown.

    Either the system ended them (at the profile's closing time), or they ended on a later day and more
    than `unclosed_after_hours` after the arrival.
    """
    arrived = clocks["arrived_at"]
    if "ended_at" not in clocks:
        return np.zeros(len(arrived.utc), dtype=bool)
    ended = clocks["ended_at"]
    unclosed = np.zeros(len(arrived.utc), dtype=bool)
    if profile.closing_time:
        at = time.fromisoformat(profile.closing_time)
        clock = (ended.wall.astype(_MINUTE) - ended.wall.astype(_DAY)).astype("timedelta64[m]")
        unclosed |= ~ended.day_only & (clock == np.timedelta64(at.hour * 60 + at.minute, "m"))
    if profile.unclosed_after_hours:
        longest = np.timedelta64(profile.unclosed_after_hours, "h")
        later = ended.wall.astype(_DAY) > arrived.wall.astype(_DAY)
        unclosed |= later & (ended.utc - arrived.utc > longest)
    ended.utc = np.where(unclosed, _NAT, ended.utc).astype(UNIT)
    return unclosed
