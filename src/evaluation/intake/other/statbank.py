"""Residents by area from Statistics Denmark's long layout: which rows count, and what they add up to."""

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from evaluation.initiative import Initiative
from evaluation.initiative.geography import same_area
from evaluation.initiative.kinds import RESERVED
from evaluation.initiative.models import Area
from evaluation.intake.other.ages import OLD, Ages, ages, counted, fault, is_total
from evaluation.intake.other.long import LongTable, is_period, number
from evaluation.intake.other.values import is_personal
from evaluation.intake.raw import RawTable
from evaluation.intake.targets import fold
from evaluation.intake.words import slug
from evaluation.texts import error, text

_LABEL = re.compile(r"(?:(\d{3,4})\b)?\s*([^(]*?)\s*(?:\(.*\))?")
_LONGEST = 80
USED, DUPLICATE, OUTSIDE = "used", "duplicate", "outside"


@dataclass(frozen=True)
class Residents:
    """What a file says: a row an area by the fields of `areas`, and what became of each of its rows."""

    areas: list[dict[str, Any]]
    fates: list[
        str
    ]  # USED, DUPLICATE (in a sum already), OUTSIDE, or the role of the cell that cannot be read
    year: int
    warnings: tuple[str, ...]


@dataclass(frozen=True)
class _Row:
    place: int
    area: Area
    ages: Ages
    period: str
    count: str
    others: tuple[str, ...]  # sex, marital status …


def residents(long: LongTable, initiative: Initiative, file: str) -> Residents:
    """Residents and residents of 65 and more of the newest period, by area.

    An area is known by its official number, else by its name; where the initiative has no areas, the file's
    are taken. Raises UserError when no area is known, when the ages do not tell both figures, and for a
    number that cannot be read: half an area would be wrong.
    """
    _refuse_broken(long.raw, file)
    labels = set(filter(None, long.raw.columns[long.roles["area"]]))
    known = _known(sorted(labels), initiative)
    rows, fates = _rows(long, known)
    if not rows:
        raise error("kinds.statbank_elsewhere", file=file)
    _refuse_one_sex(rows, file)
    newest = max(row.period for row in rows)
    current = [row for row in rows if row.period == newest]
    spans = {row.ages for row in current}
    _refuse(fault(spans), file)
    whole = counted(spans)
    by_area: dict[str, list[_Row]] = defaultdict(list)
    for row in current:
        by_area[row.area.id].append(row)
        fates[row.place] = DUPLICATE
    told = [_told(own, whole, fates, file, long.raw.source_row) for own in by_area.values()]
    origin = text("kinds.statbank.origin", period=newest)
    areas = [one | {"year": int(newest[:4]), "origin": origin} for one in told]
    outside = len([label for label in labels if label not in known and not is_total(label)])
    return Residents(areas, fates, int(newest[:4]), _warnings(rows, newest, outside))


def _warnings(rows: Sequence[_Row], newest: str, outside: int) -> tuple[str, ...]:
    said = []
    if len({row.period for row in rows}) > 1:
        said.append(text("kinds.warnings.statbank_newest", period=newest))
    if outside:
        said.append(text("kinds.warnings.statbank_outside", count=outside))
    return tuple(said)


def _rows(long: LongTable, known: Mapping[str, Area]) -> tuple[list[_Row], list[str]]:
    """The rows of known areas, and every row's fate as far as it is known."""
    columns = [long.raw.columns[long.roles[role]] for role in ("area", "age", "period", "count")]
    others = [long.raw.columns[name] for name in long.others]
    rows, fates = [], []
    for place, (label, age, period, count) in enumerate(zip(*columns, strict=True)):
        area, found = known.get(label or ""), ages(age or "")
        fate = (
            OUTSIDE if area is None else "age" if found is None else "period" if not is_period(period) else ""
        )
        fates.append(fate or OUTSIDE)
        if area and found and period and not fate:
            beside = tuple(column[place] or "" for column in others)
            rows.append(_Row(place, area, found, period, count or "", beside))
    return rows, fates


def _told(
    rows: Sequence[_Row], whole: Collection[Ages], fates: list[str], file: str, lines: Sequence[int]
) -> dict[str, Any]:
    """One area's figures, everybody being those of the ages `whole`; marks the rows they are made of.

    An age without a row has nobody: Statistics Denmark can leave out rows of nought.
    """
    area = rows[0].area
    by_age: dict[Ages, list[_Row]] = defaultdict(list)
    for row in rows:
        by_age[row.ages].append(row)
    people: dict[Ages, int] = {}
    for one, own in by_age.items():
        if one in whole or one.low >= OLD:
            _refuse_two_answers(own, file, lines)
            counts = _added(own)
            people[one] = sum(_number(row, file, lines) for row in counts)
            for row in counts:
                fates[row.place] = USED
    everybody = sum(people.get(one, 0) for one in whole)
    old = sum(count for one, count in people.items() if one.low >= OLD)
    if old > everybody:
        raise error("kinds.statbank_lacking", file=file)
    return {"id": area.id, "name": area.name, "residents": everybody, "residents_65plus": old}


def _added(rows: Sequence[_Row]) -> list[_Row]:
    """Of the rows of one age those to add up: the sum over the sexes where it is given, else each sex once."""
    kept = list(rows)
    for at in range(len(rows[0].others)):
        sums = [row for row in kept if is_total(row.others[at])]
        kept = sums or kept
    return list({row.others: row for row in kept}.values())


def _refuse(problem: str | None, file: str) -> None:
    if problem == "straddling":
        raise error("kinds.statbank_straddling", file=file)
    if problem == "overlapping":
        raise error("kinds.statbank_overlapping", file=file)
    if problem:
        raise error("kinds.statbank_lacking", file=file)


def _refuse_broken(raw: RawTable, file: str) -> None:
    """A row lost among the figures would make an area smaller; notes below them are only refused as rows."""
    lost = [one.source_row for one in raw.broken if one.source_row < raw.source_row[-1]]
    if lost:
        raise error("kinds.statbank_row", file=file, line=lost[0])


def _refuse_one_sex(rows: Sequence[_Row], file: str) -> None:
    """Men alone would look like a whole parish of half the size."""
    for at in range(len(rows[0].others)):
        cells = {fold(row.others[at]) for row in rows}
        if len(cells) == 1 and cells <= {fold(word) for word in text("kinds.statbank.sexes").split(";")}:
            raise error("kinds.statbank_one_sex", file=file)


def _refuse_two_answers(rows: Iterable[_Row], file: str, lines: Sequence[int]) -> None:
    """The same row twice is one row; with two different numbers nobody knows which is right."""
    told: dict[tuple[str, ...], str] = {}
    for row in rows:
        if told.setdefault(row.others, row.count) != row.count:
            raise error("kinds.statbank_twice", file=file, line=lines[row.place])


def _number(row: _Row, file: str, lines: Sequence[int]) -> int:
    found = number(row.count)
    if found is None:
        raise error("kinds.statbank_row", file=file, line=lines[row.place])
    return found


# --- which area a label means


def _known(labels: Iterable[str], initiative: Initiative) -> dict[str, Area]:
    """The area of each label that means one; of two labels for one area the first."""
    meant: dict[str, Area] = {}
    for label in labels:
        code, name = _parts(label)
        area = _meant(code, name, initiative.areas) if initiative.areas else _new(label, code, name)
        if area is not None and area.id not in {one.id for one in meant.values()}:
            meant[label] = area
    return meant


def _parts(label: str) -> tuple[str | None, str]:
    """The official number and the name in `8282 Farsø (Vesthimmerlands Kommune)`."""
    found = _LABEL.fullmatch(label)
    return (found[1], found[2]) if found else (None, label)


def _meant(code: str | None, name: str, areas: Iterable[Area]) -> Area | None:
    return next((area for area in areas if same_area(code, name, area.code, area.name)), None)


def _new(label: str, code: str | None, name: str) -> Area | None:
    if not name or is_total(label) or len(name) > _LONGEST or is_personal(name):
        return None
    return Area(id=slug(name, RESERVED), name=name, code=code)
