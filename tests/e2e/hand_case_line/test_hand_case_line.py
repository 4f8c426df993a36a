"""A telephone line worked by hand: calls against the staff hours that were offered, by the real command line."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.cli.opened import opened_once
from tests.e2e.hand_case.case import LINE, answers, name_of, same_account, same_answer, take, write_case

ANSWERS = answers(LINE)


@pytest.fixture(scope="module")
def imported(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, list[dict[str, Any]]]]:
    """The store, and what the import of each file answered."""
    folder = write_case(tmp_path_factory.mktemp("line") / "linjen", LINE)
    store = folder.parent / "store"
    with opened_once():
        yield store, [take(folder, store, one) for one in ANSWERS["file"]]


def test_every_row_is_accounted_for(imported: tuple[Path, list[dict[str, Any]]]) -> None:
    for told, hand in zip(imported[1], ANSWERS["file"], strict=True):
        same_account(told, hand)


@pytest.mark.parametrize("question", ANSWERS["answer"], ids=map(name_of, ANSWERS["answer"]))
def test_the_program_answers_as_the_hand(
    imported: tuple[Path, list[dict[str, Any]]], question: dict[str, Any]
) -> None:
    same_answer(imported[0], question)
