"""What makes an export look like one: another unit's tickets, free text, numbers typed in the wrong place."""

from collections.abc import Sequence
from datetime import date

import numpy as np

from evaluation.demo.contact import Contact
from evaluation.demo.days import aars_days
from evaluation.demo.parameters import Truth, labels

_WEIGHTS = (4, 3, 2, 7, 6, 5, 4, 3, 2, 1)
_MARGIN = 5  # days from a month's end within which a row may stand in two exports
JOBCENTRE = "jobcentre"


def jobcentre(truth: Truth, rng: np.random.Generator) -> list[Contact]:
    """Tickets of a unit that shares the queue system and is no part of this evaluation."""
    found: list[Contact] = []
    for day in aars_days(truth):
        for _ in range(int(rng.poisson(truth.mess.jobcentre_per_day))):
            arrived = float(rng.uniform(truth.aars.opens, truth.aars.closes - 60))
            contact = Contact(JOBCENTRE, day, arrived, "other", topic="andet", outcome="resolved")
            contact.called = contact.started = arrived + float(rng.uniform(0, 20))
            contact.ended = contact.started + float(rng.uniform(5, 30))
            found.append(contact)
    return found


def scribble(truth: Truth, contacts: Sequence[Contact], rng: np.random.Generator) -> None:
    """Writes remarks, with invented names and numbers, and types a number as topic in a few rows."""
    words = labels()["remarks"]
    for contact in contacts:
        if rng.random() < truth.mess.remark:
            sentence = str(rng.choice(words["texts"]))
            contact.remark = sentence.format(name=rng.choice(words["names"]), cpr=made_up_cpr(rng))
    safe = [c for c in contacts if c.site != JOBCENTRE and c.topic and _inside_month(c.day)]
    for place in rng.choice(len(safe), truth.mess.cpr_rows, replace=False):
        safe[int(place)].typed_cpr = made_up_cpr(rng)


def number_tickets(contacts: Sequence[Contact]) -> None:
    """Numbers restart every morning at every site; a booked citizen's begin with T."""
    taken: dict[tuple[str, date, str], int] = {}
    for contact in sorted(contacts, key=lambda c: (c.site, c.day, c.arrived)):
        letter = "A" if contact.booked is None else "T"
        line = contact.site, contact.day, letter
        taken[line] = taken.get(line, 0) + 1
        contact.ticket = f"{letter}{taken[line]:03d}"


def made_up_cpr(rng: np.random.Generator) -> str:
    """A number with the form of a CPR number that fails modulus 11, so that it is hardly anybody's."""
    birth = f"{rng.integers(2, 29):02d}{rng.integers(1, 13):02d}{rng.integers(30, 60):02d}"
    serials = (f"{serial:04d}" for serial in rng.permutation(1000).tolist())
    serial = next(s for s in serials if _fails_modulus_11(birth + s))
    return f"{birth}-{serial}" if rng.random() < 0.7 else birth + serial


def _fails_modulus_11(digits: str) -> bool:
    return sum(w * int(d) for w, d in zip(_WEIGHTS, digits, strict=True)) % 11 != 0


def _inside_month(day: date) -> bool:
    return _MARGIN < day.day < 28 - _MARGIN
