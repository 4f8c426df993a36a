"""What a trial tells of the tickets that an event log's rows are folded into: enough to see a word chosen wrongly."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from statistics import median_low
from zoneinfo import ZoneInfo

import pyarrow as pa

from evaluation.intake.profile import Profile

_DAYS, _TICKETS, _SHARE = 3, 5, 0.02  # at least so many end at one clock time before somebody is asked why


@dataclass(frozen=True)
class Closing:
    """So many tickets end at one clock time after the day's last arrivals: perhaps the system ended them."""

    clock: time
    count: int


@dataclass(frozen=True)
class Tickets:
    """`outcomes`: tickets by outcome, the most frequent first; None: not known. `called` have a known wait.

    `wait_min`: half of the called waited no longer, in minutes; None where none was called.
    """

    count: int
    outcomes: Mapping[str | None, int]
    called: int
    wait_min: int | None
    closing: Closing | None = None


def told_of(rows: pa.Table, profile: Profile, timezone: str) -> Tickets:
    """Of folded rows (schema ENQUIRIES). `timezone`: where the clocks stand."""
    waits = rows["wait_min"].drop_null().to_pylist()
    asked = profile.record == "contact" and profile.time_precision == "minute" and not profile.closing_time
    return Tickets(
        count=rows.num_rows,
        outcomes=dict(Counter(rows["outcome"].to_pylist()).most_common()),
        called=len(waits),
        wait_min=median_low(waits) if waits else None,
        closing=_closing(rows, ZoneInfo(timezone)) if asked else None,
    )


def spread(rows: pa.Table, count: int) -> pa.Table:
    """Some rows, each day's first before any day's second; the order stays."""
    seen: Counter[date] = Counter()
    turns = []
    for place, day in enumerate(rows["local_date"].to_pylist()):
        turns.append((seen[day], place))
        seen[day] += 1
    return rows.take(sorted(place for _, place in sorted(turns)[:count]))


def _closing(rows: pa.Table, zone: ZoneInfo) -> Closing | None:
    """The clock time at which most end, if they are too many for an accident and end after the day's work."""
    tickets = rows.select(["local_date", "arrived_at", "ended_at"]).to_pylist()
    last: dict[date, datetime] = {}
    for one in tickets:
        day, arrived = one["local_date"], one["arrived_at"]
        last[day] = max(arrived, last.get(day, arrived))
    ended = [one for one in tickets if one["ended_at"]]
    late: dict[str, list[date]] = {}
    for one in ended:
        if one["ended_at"] >= last[one["local_date"]].replace(minute=0, second=0, microsecond=0):
            clock = f"{one['ended_at'].replace(tzinfo=UTC).astimezone(zone):%H:%M}"
            late.setdefault(clock, []).append(one["local_date"])
    if not late:
        return None
    clock, days = max(late.items(), key=lambda found: (len(found[1]), found[0]))
    enough = len(days) >= max(_TICKETS, _SHARE * len(ended)) and len(set(days)) >= _DAYS
    return Closing(time.fromisoformat(clock), len(days)) if enough else None
