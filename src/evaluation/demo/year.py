"""Makes the synthetic year: one seed in, the exports of two systems, a tally sheet and the planted truth out."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from evaluation.demo.appointment_export import appointment_export
from evaluation.demo.arrivals import aars_contacts, popup_contacts
from evaluation.demo.bookings import Appointment, appointments, book
from evaluation.demo.citizens import answer, describe
from evaluation.demo.contact import Contact
from evaluation.demo.desks import serve
from evaluation.demo.exports import exports
from evaluation.demo.mess import jobcentre, number_tickets, scribble
from evaluation.demo.parameters import Truth, truth
from evaluation.demo.planted import planted
from evaluation.demo.tally_sheets import tally_export, tally_sheets
from evaluation.texts import error

TRUTH_FILE = "planted_truth.json"


@dataclass(frozen=True)
class Written:
    """The exports, in the order they were taken, and the file that tells what was planted."""

    files: tuple[Path, ...]
    truth: Path


def generate(folder: Path, seed: int = 20250303) -> Written:
    """Writes the synthetic year into a folder, made if need be.

    The same seed gives the same bytes with the same numpy. Raises UserError if the folder cannot be written.
    """
    target = _made(folder)
    known = truth()
    # One stream for each step: a change in one leaves the others as they were.
    *steps, rough, paper = np.random.default_rng(seed).spawn(7)
    contacts, booked = _year(known, *steps)
    contacts += jobcentre(known, rough)
    number_tickets(contacts)
    scribble(known, contacts, rough)
    files = list(exports(known, contacts, rough))
    sheets = tally_sheets(known, contacts, paper)
    story = planted(seed, known, contacts, booked, files, sheets=sheets)
    contents = [(f.name, f.content) for f in files]
    contents += [appointment_export(known, booked), tally_export(known, sheets)]
    return _write(target, contents, story)


def _year(known: Truth, *steps: np.random.Generator) -> tuple[list[Contact], tuple[Appointment, ...]]:
    """Everyone who came, served and noted; and the appointments in Aars."""
    people, times, needs, desk, notes = steps
    contacts = popup_contacts(known, people) + aars_contacts(known, people)
    book(known, contacts, times)
    describe(known, contacts, needs)
    serve(known, contacts, desk)
    answer(known, contacts, notes)
    return contacts, appointments(known, contacts, times)


def _write(folder: Path, contents: Iterable[tuple[str, bytes]], story: str) -> Written:
    written = tuple(_put(folder / name, content) for name, content in contents)
    return Written(written, _put(folder / TRUTH_FILE, story.encode("utf-8")))


def _put(path: Path, content: bytes) -> Path:
    try:
        path.write_bytes(content)
    except OSError as problem:
        raise error("demo.folder", got=problem.strerror or "", folder=path.parent) from problem
    return path


def _made(folder: Path) -> Path:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as problem:
        raise error("demo.folder", got=problem.strerror or "", folder=folder) from problem
    return folder
