"""Appointments for passports and licences in Aars: those who kept theirs, and those who stayed away."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import groupby

import numpy as np

from evaluation.demo.arrivals import peak
from evaluation.demo.contact import Contact
from evaluation.demo.parameters import Truth

_SLOT = 15  # minutes
_KINDS = {"passports": "pas", "licences": "koerekort"}
_EARLIEST, _LATEST = -5, 25  # minutes before the appointment that people turn up
_ONLINE = 0.8
_WAKING = (7 * 60, 22 * 60)


@dataclass(frozen=True)
class Appointment:
    """One booked time, as the appointment system keeps it; local wall clock."""

    number: int
    topic: str
    booked_at: datetime
    starts_at: datetime
    no_show: bool
    online: bool


def book(truth: Truth, contacts: Sequence[Contact], rng: np.random.Generator) -> None:
    """Gives some passport and licence visits an appointment and an arrival near it, in place."""
    aars = truth.aars
    for contact in contacts:
        if contact.kind in _KINDS and rng.random() < truth.booking.share:
            slot = round(contact.arrived / _SLOT) * _SLOT
            contact.booked = min(max(slot, aars.opens), aars.closes - _SLOT)
            ahead = float(np.clip(rng.normal(6, 5), _EARLIEST, _LATEST))
            contact.arrived = contact.booked - ahead


def appointments(
    truth: Truth, contacts: Sequence[Contact], rng: np.random.Generator
) -> tuple[Appointment, ...]:
    """All appointments in order of time, numbered in the order they were booked."""
    kept = sorted((c for c in contacts if c.booked is not None), key=lambda c: (c.day, c.booked, c.arrived))
    drafts: list[Appointment] = []
    for day, group in groupby(kept, key=lambda c: c.day):
        met = [(c.booked or 0, _KINDS[c.kind]) for c in group]
        drafts += [_draft(truth, day, *slot, rng=rng, no_show=False) for slot in met]
        drafts += [_draft(truth, day, *slot, rng=rng, no_show=True) for slot in _absent(truth, len(met), rng)]
    return _numbered(truth.booking.first_number, drafts)


def _absent(truth: Truth, met: int, rng: np.random.Generator) -> list[tuple[int, str]]:
    share = truth.booking.no_show
    count = int(rng.poisson(met * share / (1 - share)))
    slots = range(truth.aars.opens, truth.aars.closes, _SLOT)
    minutes = rng.choice(np.array(slots), count).tolist()
    topics = rng.choice(np.array(sorted(_KINDS.values())), count).tolist()
    return list(zip(minutes, topics, strict=True))


def _draft(
    truth: Truth, day: date, minute: int, topic: str, *, rng: np.random.Generator, no_show: bool
) -> Appointment:
    median = truth.booking.lead_days_median * peak(truth, day)
    lead = max(1, round(median * float(np.exp(rng.normal(0, truth.booking.lead_log_sd)))))
    booked_at = moment(day - timedelta(days=lead), int(rng.integers(*_WAKING)))
    return Appointment(0, topic, booked_at, moment(day, minute), no_show, bool(rng.random() < _ONLINE))


def _numbered(first: int, drafts: Sequence[Appointment]) -> tuple[Appointment, ...]:
    by_booking = sorted(drafts, key=lambda a: (a.booked_at, a.starts_at, a.topic, a.no_show, a.online))
    numbered = [
        Appointment(first + place, a.topic, a.booked_at, a.starts_at, a.no_show, a.online)
        for place, a in enumerate(by_booking)
    ]
    return tuple(sorted(numbered, key=lambda a: (a.starts_at, a.number)))


def moment(day: date, minute: float) -> datetime:
    """Local wall clock of a day's minute, to the minute (cut, as queue systems do)."""
    return datetime.combine(day, time()) + timedelta(minutes=int(minute))
