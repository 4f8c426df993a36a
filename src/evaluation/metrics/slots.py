"""When enquiries come: by opening and half hour of the local clock. Public totals, never the target group."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import Any, Literal
from zoneinfo import ZoneInfo

from evaluation.engine import Engine
from evaluation.engine.tables import counting_sources
from evaluation.initiative.clock import to_local, to_utc
from evaluation.initiative.models import Initiative
from evaluation.metrics.compute import Where, metric_of, selection
from evaluation.metrics.dimensions import dimension
from evaluation.metrics.render import Selection, render, sql_text

#: counted: held and covered, and the log tells the clock. untimed: counted, but it does not. uncovered: nobody told.
State = Literal["counted", "untimed", "uncovered"]

_FINE = {"minute": 30, "hour": 60}
_QUARTER = 900  # seconds
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC).replace(tzinfo=None)


@dataclass(frozen=True)
class Slot:
    """A half hour or hour of one opening: minutes after local midnight, open minutes, enquiries if told."""

    start: int
    minutes: float
    enquiries: int | None


@dataclass(frozen=True)
class SlotUnit:
    """One opening that took place, or one covered day (`site` is then ""), in its slots.

    `enquiries` are all that belong to it, with or without a clock; None where it is not covered. Of these
    `edge` came just before it opened or after it closed: they stand in its first or last slot.
    """

    unit_id: str
    site: str
    local_date: date
    week_start: date
    weekday: int
    state: State
    slots: tuple[Slot, ...]
    enquiries: int | None
    edge: int = 0

    @property
    def hours(self) -> float:
        """Open hours of a day or opening."""
        return sum(slot.minutes for slot in self.slots) / 60


@dataclass(frozen=True)
class SlotCounts:
    """Openings, or covered days, in order; `grain` is the slots' length in minutes: 30, or 60."""

    grain: int
    units: tuple[SlotUnit, ...]


@dataclass(frozen=True)
class _Bin:
    source: str
    grain: int | None  # minutes; None: the row does not tell the clock
    local: int  # minutes after local midnight
    enquiries: int


def slot_counts(
    engine: Engine,
    initiative: Initiative,
    start: date | None = None,
    end: date | None = None,
    sites: Sequence[str] | None = None,
) -> SlotCounts:
    """Every opening that took place from `start` to `end`; every covered day where there are no openings.

    Slots are half hours, or hours where the log tells hours only or there are no openings. The enquiries of
    all slots add up to those of the opening. An opening of which one enquiry lacks the clock is `untimed`
    as a whole, and so is an empty one whose source never tells it: what is not known is no 0.
    """
    where: Where = {} if sites is None else {"site": tuple(sites)}
    asked = selection(engine.facts, (), where, start, end)
    hourly, zone = engine.facts.unit == "hour", ZoneInfo(initiative.timezone)
    by_unit = replace(asked, by=(dimension("opening_id" if hourly else "local_date"),))
    bins = _bins(_ask(engine, "slot_counts", by_unit), zone)
    fine = {one.grain for found in bins.values() for one in found if one.grain}
    grain = 60 if 60 in fine or not hourly else 30
    silent = _silent(bins.values())
    units = _ask(engine, "slot_openings" if hourly else "slot_days", asked)
    teller = _Teller(initiative, grain, zone, silent)
    return SlotCounts(grain, tuple(teller.unit(row, bins.get(row["unit_id"], [])) for row in units))


def _ask(engine: Engine, name: str, asked: Selection) -> list[dict[str, Any]]:
    sql, params = render(sql_text("support", f"{name}.sql"), metric_of("enquiries_per_open_hour"), asked)
    rows: list[dict[str, Any]] = engine.execute(f"-- {name}\n{sql}", params).to_pylist()
    return rows


def _bins(rows: Iterable[Mapping[str, Any]], zone: ZoneInfo) -> dict[str, list[_Bin]]:
    found: dict[str, list[_Bin]] = defaultdict(list)
    for row in rows:
        local = _clock(row["quarter_no"], zone)
        grain = _FINE.get(row["time_precision"])
        found[row["d0"]].append(_Bin(row["source"], grain, local, row["enquiries"]))
    return found


@lru_cache(maxsize=200_000)
def _clock(quarter_no: int, zone: ZoneInfo) -> int:
    """Minutes after local midnight: no zone is off the hour by other than quarters."""
    local = to_local(_EPOCH + timedelta(seconds=_QUARTER * quarter_no), zone)
    return local.hour * 60 + local.minute


def _silent(found: Iterable[list[_Bin]]) -> set[str]:
    """Sources whose rows never tell the clock."""
    sources: dict[str, bool] = {}
    for one in (one for bins in found for one in bins):
        sources[one.source] = sources.get(one.source, False) or one.grain is not None
    return {source for source, tells in sources.items() if not tells}


@dataclass(frozen=True)
class _Teller:
    """Makes units of their rows."""

    initiative: Initiative
    grain: int
    zone: ZoneInfo
    silent: set[str]

    def unit(self, row: Mapping[str, Any], bins: Sequence[_Bin]) -> SlotUnit:
        site, day = row.get("site", ""), row["local_date"]
        minutes = self._minutes(row)
        state: State = "counted"
        if not row.get("counted", True):
            state = "uncovered"
        elif self._untimed(site, day, bins):
            state = "untimed"
        counts, edge = _placed(bins, minutes, self.grain) if state == "counted" else (None, 0)
        slots = tuple(Slot(at, open_, counts[at] if counts is not None else None) for at, open_ in minutes)
        total = None if state == "uncovered" else sum(one.enquiries for one in bins)
        given = (row["unit_id"], site, day, row["week_start"], row["weekday_iso"])
        return SlotUnit(*given, state, slots, total, edge)

    def _untimed(self, site: str, day: date, bins: Sequence[_Bin]) -> bool:
        if bins:
            return any(one.grain is None for one in bins)
        return any(
            source.id in self.silent
            for source, sites in counting_sources(self.initiative)
            if (not site or site in sites) and (source.counts_from or day) <= day <= (source.counts_to or day)
        )

    def _minutes(self, row: Mapping[str, Any]) -> list[tuple[int, float]]:
        """(slot, open minutes) by the local clock; a slot that the clock change repeats gets both."""
        at, end = self._ends(row)
        found: dict[int, float] = {}
        while at < end:
            local = to_local(at, self.zone)
            minute = local.hour * 60 + local.minute
            slot = minute - minute % self.grain
            until = min(at + timedelta(minutes=self.grain + slot - minute, seconds=-local.second), end)
            found[slot] = found.get(slot, 0.0) + (until - at) / timedelta(minutes=1)
            at = until
        return sorted(found.items())

    def _ends(self, row: Mapping[str, Any]) -> tuple[datetime, datetime]:
        if "starts_s" in row:
            starts, ends = (_EPOCH + timedelta(seconds=row[name]) for name in ("starts_s", "ends_s"))
            return starts, ends
        day = row["local_date"]
        return to_utc(day, time.min, self.zone), to_utc(day + timedelta(days=1), time.min, self.zone)


def _placed(
    bins: Sequence[_Bin], minutes: Sequence[tuple[int, float]], grain: int
) -> tuple[Counter[int], int]:
    """Enquiries by slot, and how many came at the edge: they are put into the nearest slot."""
    known = [at for at, _ in minutes]
    counts: Counter[int] = Counter()
    edge = 0
    for one in bins:
        slot = one.local - one.local % grain
        nearest = min(known, key=lambda at: abs(at - slot))
        counts[nearest] += one.enquiries
        edge += one.enquiries if nearest != slot else 0
    return counts, edge
