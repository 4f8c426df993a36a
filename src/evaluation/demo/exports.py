"""The queue system's monthly exports: Danish Excel CSV, each overlapping the last, none of them clean."""

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from evaluation.demo.bookings import moment
from evaluation.demo.contact import Contact
from evaluation.demo.days import aars_days
from evaluation.demo.mess import JOBCENTRE
from evaluation.demo.parameters import Truth, labels

_MIDNIGHT = 24 * 60 - 1
_DAY = "%d-%m-%Y"
_MINUTE = "%d-%m-%Y %H:%M"
_TOPIC = 9  # place of the topic in a row
_CUT = (3, 12)  # a broken row keeps that many fields
Row = list[str]


@dataclass(frozen=True)
class Export:
    """One file's bytes and what is in it; `rows` counts lines below the header."""

    name: str
    content: bytes
    rows: int
    repeated: int
    broken: int
    cpr: int
    outside: int


@dataclass(frozen=True)
class _Window:
    """What an export covers: from a day through a day, taken at a minute of that day."""

    first: date
    last: date
    taken_at: float

    def has(self, contact: Contact) -> bool:
        """Whether the ticket had been drawn when the export was taken."""
        return self.first <= contact.day <= self.last and not self._after(contact, contact.arrived)

    def known(self, contact: Contact, minute: float | None) -> float | None:
        """A time, if it had come by then."""
        return None if minute is None or self._after(contact, minute) else minute

    def _after(self, contact: Contact, minute: float) -> bool:
        return contact.day == self.last and minute > self.taken_at


def exports(truth: Truth, contacts: Sequence[Contact], rng: np.random.Generator) -> Iterator[Export]:
    """One export a month, in order."""
    ordered = sorted(contacts, key=lambda c: (c.day, c.arrived, c.site))
    for window in _windows(truth):
        yield _export(truth, window, [c for c in ordered if window.has(c)], rng)


def _windows(truth: Truth) -> Iterator[_Window]:
    """A month from its first day less the overlap to its last open day at noon; the last one whole."""
    last_open: dict[tuple[int, int], date] = {(d.year, d.month): d for d in aars_days(truth)}
    overlap = timedelta(days=truth.mess.overlap_days)
    for (year, month), last in last_open.items():
        final = last == max(last_open.values())
        minute = _MIDNIGHT if final else truth.mess.export_minute
        yield _Window(date(year, month, 1) - overlap, last, minute)


def _export(truth: Truth, window: _Window, contacts: Sequence[Contact], rng: np.random.Generator) -> Export:
    rows: list[Row] = []
    sound: list[Row] = []  # rows that intake can take
    repeated = 0
    for contact in contacts:
        row = _sloppy(_row(window, contact), truth.mess.sloppy_label, rng)
        ours = contact.site != JOBCENTRE and not contact.typed_cpr
        again = ours and bool(rng.random() < truth.mess.repeated)
        rows += [row, row] if again else [row]
        sound += [row] if ours else []
        repeated += again
    _break_some(rows, sound, truth.mess.broken_per_file, rng)
    return Export(
        name=labels()["queue"]["file"].format(year=window.last.year, month=window.last.month),
        content=_csv(rows),
        rows=len(rows),
        repeated=repeated,
        broken=truth.mess.broken_per_file,
        cpr=sum(bool(c.typed_cpr) for c in contacts),
        outside=sum(c.site == JOBCENTRE for c in contacts),
    )


def _break_some(rows: list[Row], sound: Sequence[Row], count: int, rng: np.random.Generator) -> None:
    """Puts cut copies of some rows among the rest: a line broke off and was sent again."""
    for chosen in rng.choice(len(sound), count, replace=False).tolist():
        rows.insert(int(rng.integers(len(rows))), sound[chosen][: int(rng.integers(*_CUT))])


def _sloppy(row: Row, share: float, rng: np.random.Generator) -> Row:
    if rng.random() >= share:
        return row
    return [*row[:_TOPIC], f" {row[_TOPIC].upper()} ", *row[_TOPIC + 1 :]]


def _row(window: _Window, contact: Contact) -> Row:
    words = labels()
    started, ended = window.known(contact, contact.started), _ended(window, contact)
    done = contact.started is not None and window.known(contact, contact.ended) is not None
    return [
        contact.ticket,
        words["site"][contact.site],
        contact.day.strftime(_DAY),
        _clock(contact, contact.arrived),
        _clock(contact, contact.booked),
        _clock(contact, window.known(contact, contact.called)),
        _clock(contact, started),
        _clock(contact, ended),
        words["status"][_status(window, contact, ended)],
        _topic(contact),
        words["group"].get(contact.group or "", ""),
        _flag(contact.aged),
        _flag(contact.exempt),
        _flag(contact.first_visit) if done else "",
        words["otherwise"].get(contact.otherwise or "", "") if done else "",
        str(contact.satisfaction or "") if done else "",
        _waited(window, contact),
        contact.remark,
    ]


def _ended(window: _Window, contact: Contact) -> float | None:
    """Tickets that nobody closed are closed by the system a minute before midnight."""
    unclosed = contact.called is None or contact.forgotten
    return window.known(contact, _MIDNIGHT if unclosed else contact.ended)


def _status(window: _Window, contact: Contact, ended: float | None) -> str:
    if ended is None:
        return "waiting" if window.known(contact, contact.called) is None else "serving"
    if contact.outcome == "left":
        return "uncalled" if contact.called is None else "left"
    return contact.outcome


def _topic(contact: Contact) -> str:
    label = labels()["topic"].get(contact.topic or "", "")
    return f"{label} {contact.typed_cpr}" if contact.typed_cpr else label


def _waited(window: _Window, contact: Contact) -> str:
    called = window.known(contact, contact.called)
    return "" if called is None else f"{called - contact.arrived:.1f}".replace(".", ",")


def _flag(value: bool | None) -> str:
    queue = labels()["queue"]
    return "" if value is None else str(queue["yes"] if value else queue["no"])


def _clock(contact: Contact, minute: float | None) -> str:
    return "" if minute is None else moment(contact.day, minute).strftime(_MINUTE)


def _csv(rows: Sequence[Row]) -> bytes:
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow(labels()["queue"]["header"])
    writer.writerows(rows)
    return out.getvalue().encode("cp1252")
