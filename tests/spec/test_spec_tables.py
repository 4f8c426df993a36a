"""Each question of the tables, answered by hand, by the reference and by DuckDB."""

from pathlib import Path

import pytest

from evaluation.metrics import METRICS
from tests.spec.compare import Answer, by_engine, by_reference, native
from tests.spec.spec_tables import Case, Question, cases

CASES = list(cases(Path(__file__).parent / "tables"))


def _by_hand(asked: Question) -> tuple[Answer, set[str]]:
    """The expected answer, and the columns that it states."""
    found: Answer = {}
    stated: set[str] = set()
    for cells in asked.answers:
        key = tuple(native(name, cells[name]) if cells[name] else None for name in asked.by)
        rest = {name: text for name, text in cells.items() if name not in asked.by}
        stated |= set(rest)
        found[key] = {name: _read(name, text) for name, text in rest.items()}
    return found, stated


def _read(name: str, text: str) -> object:
    if name == "waits":
        bins = (one.replace("+", ":").split(":") for one in text.split())
        return {int(minute): (int(called), int(gone)) for minute, called, gone in bins}
    if text == "-":
        return None
    return round(float(text), 6)


def _only(answer: Answer, names: set[str]) -> Answer:
    return {key: {name: cell[name] for name in names} for key, cell in answer.items()}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.title)
def test_reference_gives_the_answer_worked_by_hand(case: Case) -> None:
    for asked in case.questions:
        expected, names = _by_hand(asked)
        assert _only(by_reference(case.world, asked), names) == expected, asked


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.title)
def test_duckdb_gives_the_answer_worked_by_hand(case: Case) -> None:
    engine = case.world.engine()
    for asked in case.questions:
        expected, names = _by_hand(asked)
        found = by_engine(engine, asked)
        assert _only(found, names) == expected, asked
        assert found == by_reference(case.world, asked), asked


def test_every_measure_is_specified() -> None:
    asked = {question.metric for case in CASES for question in case.questions}
    assert asked == set(METRICS)
