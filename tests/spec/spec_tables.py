"""Reads the specification's tables (tables/*.txt): a world in a few lines, then questions with answers by
hand.

    == title
    through 2025-03-09              data through; default the last day of the evaluation
    no calendar                     the initiative has no openings
    openings | rows | coverage | costs | exposure | survey, each followed by | a table |
    ask METRIC [by DIM,DIM] [where DIM=VALUE ...] [from D] [to D], followed by | a table |

A blank cell is null. Moments are local, in 2025: `03-05 10:05`. Without `coverage` every counting source is
whole. In answers `-` is None; `waits` reads `minute:called+gone`.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import pairwise
from pathlib import Path
from typing import Any

from tests.spec.world import CONFIG, END, World, initiative, opening, row

YEAR = 2025
_MOMENT = re.compile(r"(\d\d)-(\d\d) (\d\d):(\d\d)(?::(\d\d))?")
_WHOLE = {"quantity", "satisfaction", "hour", "weekday", "year", "transfers", "step_no", "staff_minutes"}
_WHOLE |= {"service_min", "staff_serving"}
_FLAGS = {"unclosed", "transport", "by_arrangement", "added", "digital_exempt"}
_FLAGS |= {"repeated_information", "age_65plus", "first_visit"}


@dataclass
class Question:
    metric: str
    by: tuple[str, ...]
    where: dict[str, str]
    start: date | None
    end: date | None
    answers: list[dict[str, str]] = field(default_factory=list)


@dataclass
class Case:
    title: str
    world: World
    questions: list[Question]


def cases(folder: Path) -> Iterator[Case]:
    """Every case of every file."""
    for path in sorted(folder.glob("*.txt")):
        for part in path.read_text(encoding="utf-8").split("\n== ")[1:]:
            title, *lines = part.splitlines()
            yield _case(f"{path.stem}: {title.strip()}", lines)


def _case(title: str, lines: list[str]) -> Case:
    tables: dict[str, list[dict[str, str]]] = {}
    questions: list[Question] = []
    head: list[str] = []
    into: list[dict[str, str]] = []
    through, config = END, {}
    for line in (text.strip() for text in lines if text.strip()):
        if line.startswith("|"):
            cells = [cell.strip() for cell in line.strip("|").split("|")]
            if not head:
                head = cells
            else:
                into.append(dict(zip(head, cells, strict=True)))
            continue
        head = []
        if line.startswith("ask "):
            questions.append(_question(line))
            into = questions[-1].answers
        elif line.startswith("through "):
            through = date.fromisoformat(line.split()[1])
        elif line == "no calendar":
            config["schedule"] = []
        else:
            into = tables.setdefault(line, [])
    return Case(title, _world(tables, through, config), questions)


def _question(line: str) -> Question:
    words = line.split()
    asked = Question(words[1], (), {}, None, None)
    for word, given in pairwise(words[2:]):
        if word == "by":
            asked.by = tuple(given.split(","))
        elif word == "from":
            asked.start = date.fromisoformat(given)
        elif word == "to":
            asked.end = date.fromisoformat(given)
        elif "=" in given:
            asked.where |= dict([given.split("=")])
    return asked


def _world(tables: dict[str, list[dict[str, str]]], through: date, config: dict[str, Any]) -> World:
    costs, exposure = (
        [
            {k: float(v) if k in ("kr", "amount") else v for k, v in c.items() if v}
            for c in tables.get(name, [])
        ]
        for name in ("costs", "exposure")
    )
    spans = [
        (c["source"], c["site"], _day(c["from"]), _day(c["to"]), c["status"])
        for c in tables.get("coverage", _whole())
    ]
    return World(
        initiative(costs=costs, exposure=exposure, **config),
        [row(**_given(r)) for r in tables.get("rows", [])],
        [opening(**_given(o)) for o in tables.get("openings", [])],
        spans,
        through,
        [_answer(line) for line in tables.get("survey", [])],
    )


def _answer(line: dict[str, str]) -> dict[str, Any]:
    numbers = {name: int(line[name]) for name in ("score", "answers")}
    return {"local_date": _day(line["date"]), "site": line["site"], "question": line["question"], **numbers}


def _whole() -> list[dict[str, str]]:
    return [
        {"source": source["id"], "site": site, "from": "2024-01-01", "to": "2027-01-01", "status": "complete"}
        for source in CONFIG["sources"]
        for site in source["counts"]
    ]


def _given(cells: dict[str, str]) -> dict[str, Any]:
    names = {"id": "name", "date": "day", "staff": "staff_total", "trip": "trip_id"}
    return {names.get(k, k): _value(k, v) for k, v in cells.items() if v or k == "channel"}


def _value(name: str, text: str) -> Any:
    if not text:
        return None
    if moment := _MOMENT.fullmatch(text):
        return datetime(YEAR, *(int(part) for part in moment.groups(default="0")))
    if name == "date":
        return _day(text)
    if name in _FLAGS:
        return text == "yes"
    return int(text) if name in _WHOLE | {"opens", "closes", "staff"} else text


def _day(text: str) -> date:
    return date.fromisoformat(text if len(text) > 5 else f"{YEAR}-{text}")
