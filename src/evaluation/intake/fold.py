"""Folds single events of a log into contacts and steps: a pure function of the set of stored rows.

It runs when a version is read (docs/adr/0007), so neither the order of rows or imports, nor how a log is cut
into files, nor repetition can matter. What only the profile knows, its rows bear (intake/atoms.py).
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from evaluation.intake.derive import whole_minutes
from evaluation.intake.segments import ALWAYS, NEVER, Numbers, Places, Segments, changes
from evaluation.intake.times import Mask, Moments
from evaluation.store.schema import ENQUIRIES, EVENT_RECORDS, EVENTS, TAKEN

#: Kinds of remark: tickets without an `issued` event, and events before their ticket's.
WITHOUT_TICKET, BEFORE_TICKET = "without_ticket", "before_ticket"

_FOLDED = {"contact_event": "contact", "step_event": "step"}
_RANK = {event: place for place, event in enumerate(EVENTS)}
_ENDS, _ACTS = ("finished", "left", "no_show"), ("called", "served", "returned")
_UNSERVED = pa.array(["left", "no_show"])
_T = TAKEN["arrived_at"]
_OWN = (
    "arrived_at",
    "called_at",
    "served_at",
    "ended_at",
    "updated_at",
    "outcome",
    "transfers",
    "enquiry_id",
)
_LATEST = tuple(name for name in TAKEN if name not in _OWN)


@dataclass(frozen=True)
class FoldRemark:
    """How many tickets (`without_ticket`) or events (`before_ticket`) of a source the fold left out."""

    source: str
    kind: str
    count: int


@dataclass(frozen=True)
class Folded:
    """`rows`: schema ENQUIRIES without single events, in no order."""

    rows: pa.Table
    remarks: tuple[FoldRemark, ...] = ()


def fold(rows: pa.Table) -> Folded:
    """Contacts and steps of a table (schema ENQUIRIES) that may hold single events; others pass through.

    Within a ticket events count in the order of their times, at one moment in that of EVENTS.
    """
    single = pc.is_in(rows["record"], value_set=pa.array(EVENT_RECORDS))
    events = rows.filter(single).combine_chunks()
    if not events.num_rows:
        return Folded(rows)
    ordered, ticket, instant = _ordered(events)
    issued = _has(ordered, "issued")
    begins = issued & instant
    counted = np.cumsum(begins)
    first = np.flatnonzero(changes([ticket]))  # each ticket's first row
    before: Numbers = (counted - begins)[first]
    of_ticket = np.repeat(np.arange(len(first)), np.diff(np.append(first, len(ticket))))
    inside = counted > before[of_ticket]
    ends = np.append(first[1:], len(ticket)) - 1
    has_ticket = (counted[ends] > before)[of_ticket]
    remarks = _remarks(ordered, ~has_ticket & changes([ticket]), has_ticket & ~inside & instant)
    kept = pc.invert(single)
    if not begins.any():
        return Folded(rows.filter(kept), remarks)
    tickets = _Tickets(ordered.filter(pa.array(inside)), np.flatnonzero(begins[inside]), instant[inside])
    return Folded(pa.concat_tables([rows.filter(kept), tickets.rows()]).cast(ENQUIRIES), remarks)


def _ordered(events: pa.Table) -> tuple[pa.Table, Numbers, Mask]:
    """The events by ticket, time, kind and version; their tickets; which stand first at their moment."""
    names = [events[name].cast(pa.string()) for name in ("record", "source", "ticket_id")]
    joined = pc.binary_join_element_wise(*names, "\x1f").combine_chunks().dictionary_encode()
    ticket = joined.indices.to_numpy(zero_copy_only=False).astype(np.int64)
    by_id = np.empty(events.num_rows, np.int64)
    by_id[pc.sort_indices(events["enquiry_id"]).to_numpy()] = np.arange(events.num_rows)
    time, rank = _times(events, "arrived_at"), _ranks(events)
    keys = (by_id, _closed(events), _times(events, "updated_at", ALWAYS), rank, time, ticket)
    order = np.lexsort(keys)
    instant = changes([ticket[order], time[order], rank[order]])
    return events.take(pa.array(order)).combine_chunks(), ticket[order], instant


def _remarks(events: pa.Table, without: Mask, before: Mask) -> tuple[FoldRemark, ...]:
    sources = np.array(events["source"].to_pylist(), dtype=object)
    kinds = {WITHOUT_TICKET: Counter(sources[without]), BEFORE_TICKET: Counter(sources[before])}
    told = ((source, kind, number) for kind, found in kinds.items() for source, number in found.items())
    return tuple(FoldRemark(*one) for one in sorted(told))


def _column(events: pa.Table, name: str) -> pa.Array:
    return events[name].combine_chunks()


def _times(events: pa.Table, name: str, unknown: int = NEVER) -> Numbers:
    return _numbers(_column(events, name), unknown)


def _numbers(moments: pa.Array, unknown: int) -> Numbers:
    found = moments.cast(pa.int64()).fill_null(unknown)
    return np.asarray(found.to_numpy(zero_copy_only=False), np.int64)


def _ranks(events: pa.Table) -> Numbers:
    found = pc.index_in(_column(events, "event"), value_set=pa.array(EVENTS))
    return np.asarray(found.to_numpy(zero_copy_only=False), np.int64)


def _closed(events: pa.Table) -> Mask:
    return np.asarray(_column(events, "closed").fill_null(False).to_numpy(zero_copy_only=False), bool)


def _has(events: pa.Table, *names: str) -> Mask:
    return np.isin(_ranks(events), [_RANK[name] for name in names])


class _Tickets:
    """Events of tickets with their beginning, in order; a segment is one ticket."""

    def __init__(self, events: pa.Table, starts: Places, instant: Mask) -> None:
        self.events, self.instant = events.combine_chunks(), instant
        self.time = _times(events, "arrived_at")
        self.closed = _closed(events)
        versions = changes([self.time, _ranks(events), _times(events, "updated_at", ALWAYS), self.closed])
        versions[starts] = True
        self.segments = Segments(starts, np.cumsum(versions))
        self.issued, self.ends = _has(events, "issued"), _has(events, *_ENDS)

    def rows(self) -> pa.Table:
        """One row a ticket, schema ENQUIRIES."""
        head = self.events.take(pa.array(self.segments.last_row(self.issued)))
        told = {name: self.segments.latest(_column(self.events, name)) for name in _LATEST} | self._told(head)
        told["quantity"] = pc.fill_null(told["quantity"], 1)
        told["record"] = pa.array([_FOLDED[one] for one in head["record"].to_pylist()])
        told |= {name: pa.nulls(head.num_rows, pa.string()) for name in ("event", "ticket_id")}
        columns = [told[name] if name in told else _column(head, name) for name in ENQUIRIES.names]
        return pa.table(columns, names=ENQUIRIES.names).cast(ENQUIRIES)

    def _told(self, head: pa.Table) -> dict[str, pa.Array]:
        """Times, outcome, and what derives from them."""
        end = self._end()
        until = _numbers(self._latest("ended_at", self.issued), NEVER)
        unclosed = (end != NEVER) & (end >= until)
        served = self.segments.first(_times(self.events, "served_at"), _has(self.events, "served"))
        called = self.segments.first(_times(self.events, "called_at"), np.ones(len(self.time), bool))
        called = np.where(called == NEVER, NEVER, np.minimum(called, served))  # called in time to be served
        idle = unclosed & (np.minimum(called, served) == NEVER)
        outcome = self._outcome(end, idle)
        stated = self.segments.last(_times(self.events, "ended_at", ALWAYS), self.ends & self._at(end))
        ended = np.where(unclosed | (end == NEVER) | (stated == ALWAYS), NEVER, end)
        times = {"called_at": called, "served_at": served, "ended_at": ended}
        found = {name: _moments(moments) for name, moments in times.items()}
        known = pc.fill_null(pc.not_equal(outcome, "open"), False)
        return found | {
            **self._minutes(head, np.minimum(called, served), ended, outcome),
            "updated_at": _moments(self.segments.last(_times(self.events, "updated_at", ALWAYS), self._all)),
            "outcome": outcome,
            "transfers": self._transfers(),
            "unclosed": pa.array(unclosed),
            "closed": pc.or_(known, pa.array(ended != NEVER)),
        }

    @property
    def _all(self) -> Mask:
        return np.ones(len(self.time), dtype=bool)

    def _latest(self, name: str, among: Mask) -> pa.Array:
        return self.segments.latest(_column(self.events, name), among)

    def _at(self, moments: Numbers) -> Mask:
        """The rows at their ticket's moment."""
        return np.asarray(self.time == moments[self.segments.of_row])

    def _end(self) -> Numbers:
        """When the ticket ended last; NEVER while it is open, also when it was taken up again."""
        end = self.segments.last(self.time, self.ends)
        taken_up = self.segments.last(self.time, _has(self.events, *_ACTS))
        return np.where((end == ALWAYS) | (taken_up > end), NEVER, end)

    def _outcome(self, end: Numbers, idle: Mask) -> pa.Array:
        """What a row states; else what the end means, unless nobody served and its time is not believed; else
        open, where there is no end and the log tells ends."""
        stated = self._latest("outcome", self.closed)
        meant = self._latest("outcome", self.ends & self._at(end) & ~self.closed)
        served_by_none = pc.and_(pa.array(idle), pc.invert(pc.is_in(meant, value_set=_UNSERVED)))
        meant = pc.if_else(served_by_none, pa.scalar(None, pa.string()), meant)
        waiting = self._latest("outcome", ~self.closed & ~self.ends)
        waiting = pc.if_else(pa.array(end == NEVER), waiting, pa.scalar(None, pa.string()))
        return pc.coalesce(stated, meant, waiting)

    def _transfers(self) -> pa.Array:
        """How often it was sent on; null where the log does not tell."""
        given = _column(self.events, "transfers")
        told = given.is_valid().to_numpy(zero_copy_only=False)
        counted = np.where(told & self.instant, given.fill_null(0).to_numpy(zero_copy_only=False), 0)
        silent = self.segments.total(told.astype(np.int64)) == 0
        return pa.array(self.segments.total(counted.astype(np.int64)), TAKEN["transfers"], mask=silent)

    def _minutes(
        self, head: pa.Table, called: Numbers, ended: Numbers, outcome: pa.Array
    ) -> Mapping[str, pa.Array]:
        fine = _column(self.events, "time_precision").to_numpy(zero_copy_only=False) == "minute"
        exact = self.segments.every(np.asarray(fine, bool))
        booked = _numbers(self._latest("appointment_at", self._all), ALWAYS)
        arrived = np.maximum(_times(head, "arrived_at"), booked)
        begun = self.segments.first(_times(self.events, "served_at"), self._all)
        unserved = pc.is_in(outcome, value_set=_UNSERVED).to_numpy(zero_copy_only=False)
        ended = np.where(unserved, NEVER, ended)
        held, unknown = self._held(begun, ended)
        done = np.where(unknown | (ended == NEVER), NEVER, ended - held)
        return {
            "wait_min": whole_minutes(_naive(arrived), _naive(called), exact),
            "service_min": whole_minutes(_naive(begun), _naive(done), exact),
        }

    def _held(self, begun: Numbers, ended: Numbers) -> tuple[Numbers, Mask]:
        """How long each ticket stood on hold while it was served, and whether a hold never ended before its end.

        A hold ends when the ticket is returned, or called or served again.
        """
        stops, holds = _has(self.events, "issued", *_ACTS), _has(self.events, "held")
        since = np.maximum.accumulate(np.where(stops | holds, np.arange(len(self.time)), 0))
        on_hold = holds[since]
        first, last = begun[self.segments.of_row], ended[self.segments.of_row]
        start, stop = np.maximum(self.time, first), np.minimum(self.segments.following(self.time), last)
        spent = np.where(on_hold & (stop > start), stop - start, 0)
        end_row = self.segments.last_row(self.ends)
        open_hold = (end_row >= 0) & on_hold[end_row] & (self.time[since[end_row]] < self.time[end_row])
        return self.segments.total(spent), open_hold


def _naive(moments: Numbers) -> Moments:
    known = (moments != NEVER) & (moments != ALWAYS)
    return np.where(known, moments, np.iinfo(np.int64).min).astype("datetime64[us]")  # the least is NaT


def _moments(moments: Numbers) -> pa.Array:
    return pa.array(moments, pa.int64(), mask=(moments == NEVER) | (moments == ALWAYS)).cast(_T)
