"""What one row of an event log says by itself: its event, its ticket, and what the fold needs of the profile.

A stored event tells of its ticket's times only what it tells itself: `called` its `called_at`, `finished` its
`ended_at`. The `issued` event's `ended_at` is the moment from which an end is no longer believed, so that the
fold needs neither profile nor time zone.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import time
from zoneinfo import ZoneInfo

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from evaluation.intake.cells import Cells
from evaluation.intake.check import guard
from evaluation.intake.clocks import Clock
from evaluation.intake.event_spec import ENDS, IGNORE, EventSpec
from evaluation.intake.identity import as_text
from evaluation.intake.ids import keyed_ids
from evaluation.intake.profile import Profile
from evaluation.intake.reasons import Reason
from evaluation.intake.targets import TIMES, fold
from evaluation.intake.times import UNIT, Mask, Moments
from evaluation.intake.verdicts import Verdicts
from evaluation.intake.zones import Passes
from evaluation.store.schema import TAKEN

_T = TAKEN["arrived_at"]
_DAY = "datetime64[D]"
_A_DAY, _ONE_DAY = np.timedelta64(1, "D"), 24  # hours


@dataclass(frozen=True)
class Events:
    """Of every row: its event (null: none that is known), its ticket, until when an end would be believed."""

    what: pa.Array
    tickets: pa.Array
    until: Moments

    @property
    def ignored(self) -> Mask:
        """Rows whose event says nothing here."""
        return are(self.what, IGNORE)


def are(events: pa.Array, *names: str) -> Mask:
    """Which events are one of these."""
    return np.asarray(pc.is_in(events, value_set=pa.array(names)).to_numpy(zero_copy_only=False), bool)


def read_what(cells: Cells, spec: EventSpec, verdicts: Verdicts) -> pa.Array:
    """The event of every row; refuses rows whose word the profile does not know."""
    guard(cells, verdicts)
    known = spec.folded
    found = pa.array([*(known.get(fold(value)) for value in cells.values), known.get("")], pa.string())
    what = found.take(pa.array(np.where(cells.blank, len(cells.values), cells.codes)))
    verdicts.refuse(what.is_null().to_numpy(zero_copy_only=False), Reason.UNMAPPED_VALUE, cells)
    return what


def event_ids(
    key: bytes, source: str, events: Events, cells: Mapping[str, Cells], clocks: Mapping[str, Clock]
) -> pa.Array:
    """Stored ids, one a row: from the ticket, the event, its time, and what else the row says.

    So a repeated row is the same event, whatever file it stands in, and two that differ are two. The stamp of
    the last change is no part of it: a row that changed nothing else is a newer version of itself.
    """
    said = [_folded(cells[name]) for name in TAKEN if name in cells and name not in (*TIMES, "enquiry_id")]
    times = [pa.array(clocks[name].utc, _T) for name in TIMES if name in clocks and name != "updated_at"]
    parts = [events.tickets, events.what, *(as_text(part).fill_null("") for part in (*times, *said))]
    return keyed_ids(key, source, parts)


def _folded(cells: Cells) -> pa.Array:
    found = pa.array([*map(fold, cells.values), ""], pa.string())
    return found.take(pa.array(np.where(cells.blank, len(cells.values), cells.codes)))


def believed_until(arrived: Clock, profile: Profile, zone: ZoneInfo) -> Moments:
    """Until when each row's ticket, if it begins here, may have ended: NaT for ever.

    The next closing time of the profile, which may lie after midnight; the end of the day, if it allows no more
    hours than a day has; so many hours after the beginning.
    """
    midnight = arrived.wall.astype(_DAY)
    limits = []
    if profile.closing_time:
        at = time.fromisoformat(profile.closing_time)
        closing = midnight + np.timedelta64(at.hour * 60 + at.minute, "m")
        closing = np.where(closing < arrived.wall.astype("datetime64[m]"), closing + _A_DAY, closing)
        limits.append(Passes(closing.astype(UNIT), zone).first)
    if profile.unclosed_after_hours:
        limits.append(arrived.utc + np.timedelta64(profile.unclosed_after_hours, "h"))
        if profile.unclosed_after_hours <= _ONE_DAY:
            limits.append(Passes((midnight + _A_DAY).astype(UNIT), zone).first)
    until: Moments = np.full(len(arrived.utc), np.datetime64("NaT", "us"))
    for limit in limits:
        until = np.fmin(until, limit).astype(UNIT)
    return until


def told(
    found: Mapping[str, pa.Array], events: Events, day_only: Mask, profile: Profile, spec: EventSpec
) -> dict[str, pa.Array]:
    """The columns of stored events that the event itself decides; `events` and `day_only` of these rows."""
    what, at = events.what, np.asarray(found["arrived_at"].to_numpy(zero_copy_only=False), UNIT)
    outcome = _outcome(found, what, profile.record, spec)
    left = are(what, "left") | (are(what, *ENDS) & are(outcome, "left"))
    ends = are(what, *ENDS) & ~(left & (profile.left_time != "actual"))
    calls = are(what, "called") | (left & (profile.left_time == "call"))
    serves = are(what, "served") | (are(what, "called") & (not spec.tells("served")))
    begins = are(what, "issued")
    ended = np.where(begins, events.until, at).astype(UNIT)
    endless = ~(ends | begins) | np.isnat(ended)
    rough = day_only & (profile.time_precision == "minute")
    precision = pa.array(np.where(rough, "day", profile.time_precision))
    return {
        "record": pa.repeat(pa.scalar(f"{profile.record}_event"), len(what)),
        "event": what,
        "ticket_id": events.tickets,
        "time_precision": precision.cast(pa.string()),
        "called_at": pa.array(at, _T, mask=~calls),
        "served_at": pa.array(at, _T, mask=~serves),
        "ended_at": pa.array(ended, _T, mask=endless),
        "outcome": outcome,
        "transfers": _transfers(what, spec),
    }


def _outcome(found: Mapping[str, pa.Array], what: pa.Array, record: str, spec: EventSpec) -> pa.Array:
    """What the row states, else what the event means; a ticket is open until an end, if the log tells ends."""
    meant = {"finished": spec.finished_as(record), "left": "left", "no_show": "no_show"}
    meant |= {"issued": "open"} if spec.tells(*ENDS) else {}
    by_event = _mapped(what, meant, pa.string())
    return pc.coalesce(found.get("outcome", pa.nulls(len(what), pa.string())), by_event)


def _transfers(what: pa.Array, spec: EventSpec) -> pa.Array:
    counted = {"issued": 0, "transferred": 1} if spec.tells("transferred") else {}
    return _mapped(what, counted, TAKEN["transfers"])


def _mapped(what: pa.Array, meaning: Mapping[str, object], kind: pa.DataType) -> pa.Array:
    names: Sequence[str] = list(meaning)
    return pa.array(list(meaning.values()), kind).take(
        pc.index_in(what, value_set=pa.array(names, pa.string()))
    )
