"""A case worked by hand: queue rows, an event log, a case log, appointments, tally sheets and the other kinds."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from evaluation.findings.dataset import open_dataset
from evaluation.initiative import load_initiative
from evaluation.metrics import METRICS
from evaluation.metrics.quality import reconciliations, sheet_sums, unclosed
from evaluation.store import Store
from tests.cli.command import done, refused, says
from tests.cli.opened import opened_once
from tests.e2e.hand_case.case import (
    ANSWERS,
    LINE,
    answers,
    ask,
    kept,
    name_of,
    same_account,
    same_answer,
    same_reckoning,
    take,
    write_case,
)

FILES = ANSWERS["file"]


@pytest.fixture(autouse=True, scope="module")
def fast() -> Iterator[None]:
    with opened_once():
        yield


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_case(tmp_path_factory.mktemp("hand") / "haandregnet")


@pytest.fixture(scope="module")
def imported(folder: Path) -> tuple[Path, list[dict[str, Any]]]:
    """The store, and what the import of each file answered."""
    store = folder.parent / "store"
    return store, [take(folder, store, one) for one in FILES]


@pytest.fixture(scope="module")
def store(imported: tuple[Path, list[dict[str, Any]]]) -> Path:
    return imported[0]


@pytest.mark.parametrize("place", range(len(FILES)), ids=[one["file"] for one in FILES])
def test_every_row_is_accounted_for(imported: tuple[Path, list[dict[str, Any]]], place: int) -> None:
    same_account(imported[1][place], FILES[place])


@pytest.mark.parametrize("question", ANSWERS["answer"], ids=map(name_of, ANSWERS["answer"]))
def test_the_program_answers_as_the_hand(store: Path, question: dict[str, Any]) -> None:
    same_answer(store, question)


def test_what_too_few_openings_withhold_is_reckoned_as_the_hand(folder: Path, store: Path) -> None:
    data = open_dataset(Store(store), load_initiative(folder))
    withheld = [question for question in ANSWERS["answer"] if any("reckoned" in r for r in question["rows"])]
    assert len(withheld) == 6
    for question in withheld:
        same_reckoning(data.engine, question)


def test_the_hand_answered_every_measure() -> None:
    """Each has a figure somewhere: only a telephone line can tell what stands against what was offered."""
    assert {question["measure"] for question in ANSWERS["answer"]} == set(METRICS)
    asked = [*ANSWERS["answer"], *answers(LINE)["answer"]]
    told = {
        question["measure"]
        for question in asked
        if any(row.keys() & {"value", "reckoned"} for row in question["rows"])
    }
    assert told == set(METRICS)


def test_another_order_and_one_import_for_all_give_the_same_answers(
    folder: Path, store: Path, tmp_path: Path
) -> None:
    other = tmp_path / "store"
    for one in reversed(FILES):
        take(folder, other, one)
    one_each = {question["measure"]: question for question in ANSWERS["answer"]}
    for question in one_each.values():
        assert ask(other, question) == ask(store, question)


def test_the_same_files_again_change_nothing(folder: Path, store: Path) -> None:
    for one in FILES:
        told = take(folder, store, one)
        assert told["changed"] is False
        assert told["enquiries"] == {"new": 0, "updated": 0, "unchanged": kept(one), "removed": 0}


def test_the_steward_finds_the_rejected_rows_and_only_their_shapes(store: Path) -> None:
    found = Store(store).rejections().to_pylist()
    for one in FILES:
        rows = sorted((r for r in found if r["file"] == one["file"]), key=lambda r: r["source_row"])
        told = [[r["source_row"], r["column"] or "", r["reason"], r["shape"]] for r in rows]
        assert told == one["rejected"]


def test_what_the_logs_leave_open_is_told(folder: Path, store: Path) -> None:
    """Beside the figures, from the same table of contacts: see the event log of Øst in answers.toml."""
    data = open_dataset(Store(store), load_initiative(folder))
    remarks = {(one.source, one.kind): one.count for one in data.fold_remarks}
    assert remarks == {
        ("haendelser", "before_ticket"): 1,
        ("haendelser", "without_ticket"): 1,
    }  # no. 9, no. 8
    # Ø7, and Ø3 and Ø10 still open, of 14; [9 10], and [28] still waiting, of 33 + 8; no appointment of 3 + 8
    assert unclosed(data.engine, {}) == {"haendelser": (3, 14), "koe": (3, 41), "tider": (0, 11)}
    (sheet,) = sheet_sums(data.engine)
    assert (sheet.site, sheet.sums) == ("oest", {"target_group": 5, "total": 6})
    (held_against,) = reconciliations(data.engine)  # the sheet says 6, the log Ø11-Ø14
    assert (held_against.counted_by, held_against.counted) == ("haendelser", 4)
    assert (held_against.other, held_against.others) == ("ark", 6)


def test_nothing_that_was_turned_away_is_kept(store: Path) -> None:
    """Content of rejected cells, CPR numbers, remarks and the source's own ids: in no file of the store."""
    rows = [row for path in store.rglob("*.parquet") for row in pq.read_table(path).to_pylist()]
    words = {str(value) for row in rows for value in row.values() if value is not None}
    assert {"nord", "999999-9999"} <= words  # the search finds what is there
    for secret in ("010190", "Turist", "Vest", "lukketid", "N009", "S-8", "B-102", "S-13", "Partshøring"):
        assert not [word for word in words if secret in word]


def test_the_committee_waits_for_the_quarter(store: Path) -> None:
    told = done("query", "target_group_share", "--by", "site,quarter", "--store", store)
    assert {row["status"] for row in told["rows"]} == {"pending"}
    assert all(row["value"] is None and row["n"] is None for row in told["rows"])


def test_an_empty_store_is_said_to_be_empty(tmp_path: Path) -> None:
    assert says(refused("query", "enquiries", "--store", tmp_path / "store"), "cli.no_data")
