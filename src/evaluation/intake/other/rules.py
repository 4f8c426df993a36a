"""What the rows of a kind must hold beyond their cells, and what follows from them."""

from collections.abc import Sequence
from datetime import date
from itertools import combinations
from typing import Any

import numpy as np

from evaluation.initiative import Initiative
from evaluation.initiative.kinds import RESERVED
from evaluation.intake.other.columns import Read
from evaluation.intake.reasons import Reason
from evaluation.intake.targets import OUTSIDE, fold
from evaluation.intake.times import Mask
from evaluation.intake.words import slug

#: What a blank cell stands for.
_DEFAULTS: dict[str, dict[str, Any]] = {"openings": {"status": "held"}, "survey": {"answers": 1}}
#: Costs and events may lie before the first day or after the last: a purchase, an article in the paper.
_BOUNDED = {
    "openings": ("date", "date"),
    "survey": ("local_date", "local_date"),
    "exposure": ("from_date", "to_date"),
}


def finish(read: Read, kind: str, initiative: Initiative) -> None:
    """Fills what a blank stands for, and gives areas their ids."""
    for name, value in _DEFAULTS.get(kind, {}).items():
        read.columns[name] = [value if given is None else given for given in read.columns[name]]
    if kind == "areas":
        read.columns["id"] = _area_ids(read, initiative)


def _area_ids(read: Read, initiative: Initiative) -> list[str | None]:
    """The id stated, that of the area so named, or one made of the name."""
    named = {fold(area.name): area.id for area in initiative.areas}
    stated = zip(read.columns["id"], read.columns["name"], strict=True)
    return [
        slug(given, RESERVED) if given else name and named.get(fold(name), slug(name, RESERVED))
        for given, name in stated
    ]


def is_outside(row: dict[str, Any], kind: str, initiative: Initiative) -> bool:
    """Whether a row belongs to another initiative's place, or to another period."""
    if row.get("site") == OUTSIDE:
        return True
    if kind not in _BOUNDED:
        return False
    first, last = (row[name] for name in _BOUNDED[kind])
    before = last is not None and last < initiative.first_date
    return before or (first is not None and initiative.data_to is not None and first > initiative.data_to)


def check_rows(read: Read, kind: str, outside: Mask, today: date) -> None:
    """Refuses rows whose cells do not go together."""
    if "from_date" in read.columns:
        read.refuse(_backwards(read, "from_date", "to_date"), Reason.BAD_PERIOD, "to_date")
    if kind == "survey":
        read.refuse(
            [d is not None and d > today for d in read.columns["local_date"]], Reason.FUTURE, "local_date"
        )
    if kind == "areas":
        more = _backwards(read, "residents_65plus", "residents")
        read.refuse(more, Reason.BAD_NUMBER, "residents_65plus")
    if kind == "openings":
        _check_openings(read, outside, today)


def _backwards(read: Read, first: str, last: str, *, level: bool = False) -> list[bool]:
    pairs = zip(read.columns[first], read.columns[last], strict=True)
    return [bool(a is not None and b is not None and (b < a or (level and b == a))) for a, b in pairs]


def _check_openings(read: Read, outside: Mask, today: date) -> None:
    days = zip(read.columns["date"], read.columns["status"], strict=True)
    future = [day is not None and day > today and status == "held" for day, status in days]
    read.refuse(future, Reason.FUTURE, "date")
    read.refuse(_backwards(read, "opens", "closes", level=True), Reason.BAD_PERIOD, "closes")
    read.refuse(_backwards(read, "staff_serving", "staff_total"), Reason.BAD_NUMBER, "staff_total")
    read.refuse(_at_once(read, outside), Reason.OVERLAP, "opens")


def _at_once(read: Read, outside: Mask) -> Sequence[bool]:
    """Openings of one site that overlap: both, since nothing tells which is right.

    One beginning twice is the same opening told twice, of which the later row holds.
    """
    names = ("site", "date", "opens", "closes", "status")
    rows = list(zip(*(read.columns[name] for name in names), strict=True))
    of_day: dict[tuple[Any, Any], dict[str, int]] = {}
    for place in np.flatnonzero(~read.verdicts.refused & ~outside).tolist():
        of_day.setdefault(rows[place][:2], {})[rows[place][2]] = place
    bad = [False] * len(rows)
    for places in of_day.values():
        held = [place for place in places.values() if rows[place][4] == "held"]
        for one, other in combinations(held, 2):
            if rows[one][2] < rows[other][3] and rows[other][2] < rows[one][3]:
                bad[one] = bad[other] = True
    return bad
