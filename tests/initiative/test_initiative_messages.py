"""Whatever stands in the file: a Danish sentence of its own, never a traceback and never English."""

import copy
import datetime as dt
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from evaluation.initiative.messages import first_problem, shown
from evaluation.initiative.models import Initiative
from evaluation.texts import text
from tests.initiative.test_initiative_loader import GOOD

FULL = tomllib.loads(
    GOOD
    + """
[thresholds]
udvalg = 5
[[changes]]
action = "add"
site = "farso"
date = 2025-06-05
opens = "10:00"
closes = "11:00"
staff_serving = 1
[[groups]]
id = "elder"
name = "E"
target = true
[[areas]]
id = "by"
name = "By"
sites = ["farso"]
residents = 100
[[events]]
date = 2025-03-03
text = "Start"
[[promise]]
key = "ordinary"
name = "P"
source = "S"
target = { at_least = 1.0, decided_by = "B", decided_on = 2025-01-28 }
[economy]
extras = [{ id = "pas", name = "Pas", kr = 775000 }]
[[models]]
id = "m"
name = "M"
openings = [{ site = "farso", weekday = "wed", opens = "10:00", closes = "14:00" }]
"""
)
#: One of every kind of value TOML can hold, and some that look right.
JUNK: list[Any] = [
    5,
    -1,
    1.5,
    float("nan"),
    True,
    "",
    "x" * 300,
    "Æ ø",
    "2025-13-01",
    "24:00",
    [],
    [5],
    {},
    {"a": 1},
    dt.date(2025, 1, 1),
    dt.datetime(2025, 1, 1, 10, tzinfo=dt.UTC),
    dt.time(10),
]


def places(node: Any, path: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    children = node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ()
    for key, value in children:
        yield (*path, key)
        yield from places(value, (*path, key))


def with_junk(path: tuple[str | int, ...], junk: object) -> dict[str, Any]:
    raw = copy.deepcopy(FULL)
    node: Any = raw
    for part in path[:-1]:
        node = node[part]
    node[path[-1]] = junk
    return raw


def without(path: tuple[str | int, ...]) -> dict[str, Any]:
    raw = copy.deepcopy(FULL)
    node: Any = raw
    for part in path[:-1]:
        node = node[part]
    del node[path[-1]]
    return raw


def sentence(raw: dict[str, Any]) -> str | None:
    try:
        Initiative.model_validate(raw)
    except ValidationError as failed:
        error = first_problem(Path("initiative.toml"), failed, raw)
        assert error.what.startswith("initiative.toml, ")
        assert error.fix
        return str(error)
    return None


def test_the_full_file_is_good() -> None:
    assert sentence(FULL) is None


def test_every_wrong_value_has_a_sentence_of_its_own() -> None:
    vague = text("initiative.problems.other.what")
    said = {(path, str(junk)): sentence(with_junk(path, junk)) for path in places(FULL) for junk in JUNK}
    assert not [where for where, what in said.items() if what and vague in what]
    assert sum(what is not None for what in said.values()) > len(said) / 2


def test_every_missing_key_has_a_sentence_of_its_own() -> None:
    vague = text("initiative.problems.other.what")
    said = {path: sentence(without(path)) for path in places(FULL)}
    assert not [where for where, what in said.items() if what and vague in what]
    assert "mangler" in (said["sites",] or "")
    assert "sites[1].name" in (said["sites", 1, "name"] or "")


@pytest.mark.parametrize(
    ("given", "written"),
    [
        ("løn", '"løn"'),
        (1.5, "1.5"),
        (True, "true"),
        (["a", 1], '["a", 1]'),
        ({"a": "b", "c": 1}, 'a = "b", c = 1'),
        (dt.date(2025, 3, 3), '"2025-03-03"'),
        ("x" * 500, '"' + "x" * 158 + "…"),
    ],
)
def test_values_are_shown_as_written_and_shortened(given: object, written: str) -> None:
    assert shown(given) == written
