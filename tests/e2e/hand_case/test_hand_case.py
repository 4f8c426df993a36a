"""A small case worked by hand: queue export, appointments and tally sheet, by the real command line."""

from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from evaluation.metrics import METRICS
from evaluation.store import Store
from tests.cli.command import done, refused, says
from tests.cli.opened import opened_once
from tests.e2e.hand_case.case import ANSWERS, ask, name_of, status_of, write_case

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
    told = [done("import", folder / one["file"], "--initiative", folder, "--store", store) for one in FILES]
    return store, told


@pytest.fixture(scope="module")
def store(imported: tuple[Path, list[dict[str, Any]]]) -> Path:
    return imported[0]


@pytest.mark.parametrize("place", range(len(FILES)), ids=[one["file"] for one in FILES])
def test_every_row_is_accounted_for(imported: tuple[Path, list[dict[str, Any]]], place: int) -> None:
    hand, told = FILES[place], imported[1][place]
    (file,) = told["files"]
    assert file["profile"] == hand["profile"]  # chosen by its columns, not named
    assert file["rows"] == hand["rows"]
    assert file["reasons"] == hand["reasons"]
    assert file["enquiries"] == hand["enquiries"]
    rows, enquiries = file["rows"], file["enquiries"]
    assert rows["read"] == sum(count for name, count in rows.items() if name != "read")
    assert rows["used"] == enquiries["new"] + enquiries["updated"] + enquiries["unchanged"]
    assert rows["rejected"] == sum(file["reasons"].values())


@pytest.mark.parametrize("question", ANSWERS["answer"], ids=map(name_of, ANSWERS["answer"]))
def test_the_program_answers_as_the_hand(store: Path, question: dict[str, Any]) -> None:
    by = question.get("by", [])
    rows = {tuple(row[name] for name in by): row for row in ask(store, question)}
    hand = {tuple(row.get(name) for name in by): row for row in question["rows"]}
    assert set(rows) == set(hand)
    for dims, expected in hand.items():
        row = rows[dims]
        assert row["status"] == status_of(expected), dims
        value = Fraction(expected["value"]) if "value" in expected else None
        assert row["value"] == (None if value is None else pytest.approx(float(value), abs=1e-12)), dims
        assert row["n"] == expected.get("n", row["n"]), dims
        for end in ("low", "high"):
            if end in expected:
                assert row[end] == pytest.approx(float(Fraction(expected[end])), abs=1e-12), dims


def test_the_hand_answered_every_measure() -> None:
    assert {question["measure"] for question in ANSWERS["answer"]} == set(METRICS)


def test_another_order_and_one_import_for_all_give_the_same_answers(
    folder: Path, store: Path, tmp_path: Path
) -> None:
    other = tmp_path / "store"
    for one in reversed(FILES):
        done("import", folder / one["file"], "--initiative", folder, "--store", other)
    for question in ANSWERS["answer"][::4]:
        assert ask(other, question) == ask(store, question)


def test_the_same_files_again_change_nothing(folder: Path, store: Path) -> None:
    for one in FILES:
        told = done("import", folder / one["file"], "--initiative", folder, "--store", store)
        assert told["changed"] is False
        assert told["enquiries"] == {"new": 0, "updated": 0, "unchanged": one["rows"]["used"], "removed": 0}


def test_the_steward_finds_the_rejected_rows_and_only_their_shapes(store: Path) -> None:
    found = Store(store).rejections().to_pylist()
    for one in FILES:
        rows = sorted((r for r in found if r["file"] == one["file"]), key=lambda r: r["source_row"])
        told = [[r["source_row"], r["column"] or "", r["reason"], r["shape"]] for r in rows]
        assert told == one["rejected"]


def test_nothing_that_was_turned_away_is_kept(store: Path) -> None:
    """Content of rejected cells, CPR numbers, remarks and the source's own ids: in no file of the store."""
    rows = [row for path in store.rglob("*.parquet") for row in pq.read_table(path).to_pylist()]
    words = {str(value) for row in rows for value in row.values() if value is not None}
    assert {"nord", "999999-9999"} <= words  # the search finds what is there
    for secret in ("010190", "Turist", "Vest", "lukketid", "N009", "S-8", "B-102"):
        assert not [word for word in words if secret in word]


def test_the_committee_waits_for_the_quarter(store: Path) -> None:
    told = done("query", "target_group_share", "--by", "site,quarter", "--store", store)
    assert {row["status"] for row in told["rows"]} == {"pending"}
    assert all(row["value"] is None and row["n"] is None for row in told["rows"])


def test_an_empty_store_is_said_to_be_empty(tmp_path: Path) -> None:
    assert says(refused("query", "enquiries", "--store", tmp_path / "store"), "cli.no_data")
