"""A paper tally sheet kept beside the queue system for some weeks: nearly the same citizens, not quite."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

import numpy as np

from evaluation.demo.contact import Contact
from evaluation.demo.parameters import Tally, Truth, labels
from evaluation.demo.workbook import Cell, workbook

_REST = "andet"  # the topic and the group of those who have no column of their own
_REST_GROUP = "oevrige"


@dataclass(frozen=True)
class Sheet:
    """One opening's strokes, by topic and by group, as they stand on paper."""

    day: date
    topics: Counter[str]
    groups: Counter[str]


def tally_sheets(truth: Truth, contacts: Iterable[Contact], rng: np.random.Generator) -> tuple[Sheet, ...]:
    """The sheets that were handed in, in order of day."""
    tally = truth.tally
    served = [
        c
        for c in contacts
        if c.site == tally.site and tally.from_date <= c.day <= tally.to_date and c.started is not None
    ]
    days = sorted({contact.day for contact in served})
    made = [_sheet(tally, day, [c for c in served if c.day == day], rng) for day in days]
    return tuple(sheet for sheet in made if sheet.day != tally.lost)


def _sheet(tally: Tally, day: date, served: Sequence[Contact], rng: np.random.Generator) -> Sheet:
    """A stroke for each, but for those forgotten at the desk, and a second one for a few."""
    topics: Counter[str] = Counter(dict.fromkeys(tally.topics, 0))
    groups: Counter[str] = Counter(dict.fromkeys(labels()["group"], 0))
    for contact in sorted(served, key=lambda c: (c.arrived, c.ticket)):
        chance = rng.random()
        strokes = 0 if chance < tally.missed else 2 if chance > 1 - tally.doubled else 1
        topics[contact.topic if contact.topic in tally.topics else _REST] += strokes
        groups[contact.group or _REST_GROUP] += strokes
    if day == tally.uneven:
        groups[_REST_GROUP] += tally.uneven_strokes
    return Sheet(day, topics, groups)


def tally_export(truth: Truth, sheets: Sequence[Sheet]) -> tuple[str, bytes]:
    """The workbook's name and bytes: titles, an empty row, a row for each sheet, a sum at the bottom."""
    words = labels()["tally"]
    head = [words["day"], words["site"], *_headers(truth), words["total"]]
    rows: list[Sequence[Cell]] = [[words["title"]], [words["note"]], [], head]
    rows += [_row(truth, sheet) for sheet in sheets]
    sums = [sum(column) for column in zip(*(_counts(truth, sheet) for sheet in sheets), strict=True)]
    rows.append([words["total"], None, *sums])
    return words["file"], workbook({words["sheet"]: rows})


def _headers(truth: Truth) -> list[str]:
    words = labels()
    return [words["topic"][name] for name in truth.tally.topics] + list(words["group"].values())


def _row(truth: Truth, sheet: Sheet) -> Sequence[Cell]:
    midnight = datetime.combine(sheet.day, time())
    return [midnight, labels()["site"][truth.tally.site], *_counts(truth, sheet)]


def _counts(truth: Truth, sheet: Sheet) -> list[int]:
    topics = [sheet.topics[name] for name in truth.tally.topics]
    return [*topics, *(sheet.groups[name] for name in labels()["group"]), sum(topics)]
