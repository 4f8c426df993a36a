"""A day at the desk: whoever is next is called when somebody is free. Waits come out of this."""

import heapq
from collections import deque
from collections.abc import Iterable, Sequence
from datetime import date
from itertools import groupby

import numpy as np

from evaluation.demo.contact import Contact
from evaluation.demo.parameters import Desk, Truth

_WALK_TO_DESK = 1.0  # minutes between call and start, at most
_NO_RESPONSE = 1.0  # minutes lost on a number nobody answers
_SHUT_OUT = ("late", "vain", "outside")


def serve(truth: Truth, contacts: Iterable[Contact], rng: np.random.Generator) -> None:
    """Serves every day at every desk, in place. Those who come when it is shut are never called."""
    ordered = sorted(contacts, key=lambda c: (c.site, c.day, c.arrived))
    for (site, day), group in groupby(ordered, key=lambda c: (c.site, c.day)):
        desk = truth.aars if site == "aars" else truth.popup
        _day(desk, [c for c in group if c.kind not in _SHUT_OUT], staff(truth, site, day), rng)
    for contact in ordered:
        if contact.called is None or contact.started is None:
            contact.outcome = "left"


def staff(truth: Truth, site: str, day: date) -> int:
    """How many serve at that desk that day."""
    if site != "aars":
        return truth.popup.staff
    fewer = day >= truth.period.popups_from and day.weekday() in truth.aars.popup_weekdays
    return truth.aars.staff_popup_days if fewer else truth.aars.staff_before


def _day(desk: Desk, contacts: Sequence[Contact], servers: int, rng: np.random.Generator) -> None:
    lines = [
        deque(sorted((c for c in contacts if c.booked is not None), key=lambda c: c.due)),
        deque(c for c in contacts if c.booked is None),
    ]
    free = [float(desk.opens)] * servers
    while any(lines):
        now = max(heapq.heappop(free), min(line[0].due for line in lines if line))
        if now > desk.closes + desk.grace_minutes:
            return
        line = next(line for line in lines if line and line[0].due <= now)
        heapq.heappush(free, _call(line.popleft(), now, rng))


def _call(contact: Contact, now: float, rng: np.random.Generator) -> float:
    """Calls the number; returns when the desk is free again."""
    contact.called = now
    if now - contact.due > contact.patience:
        contact.ended = now + _NO_RESPONSE
        return contact.ended
    contact.started = now + float(rng.uniform(0, _WALK_TO_DESK))
    contact.ended = contact.started + contact.service
    return contact.ended
