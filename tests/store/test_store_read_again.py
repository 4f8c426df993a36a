"""The same file read again with a corrected profile leaves nothing of the earlier reading."""

from datetime import date, datetime
from typing import Any

import pytest

from evaluation.store import Store
from tests.store.rows import NOW, batch, file, hash_of, row, stated

EARLY, LATE = datetime.fromisoformat("2025-03-03T12:00"), datetime.fromisoformat("2025-03-04T12:00")
AGAIN: dict[str, Any] = {"files": (file(profile="p2"),)}


def names(store: Store) -> list[str]:
    return [r["enquiry_id"] for r in stated(store.rows("popup"))]


def test_rows_with_other_ids_do_not_stand_beside_the_old_ones(store: Store) -> None:
    store.commit(batch([row(f"old {n}") for n in range(20)]), now=NOW)
    given = batch([row(f"new {n}", date(2024, 12, 31)) for n in range(20)], **AGAIN)
    expected = {"new": 20, "updated": 0, "unchanged": 0, "removed": 20}
    assert store.preview(given) == expected
    assert store.commit(given, now=NOW).enquiries == expected
    assert len(names(store)) == 20 and all(name.startswith("new") for name in names(store))
    assert store.check() == []
    store.undo(NOW)
    assert all(name.startswith("old") for name in names(store))


def test_a_reading_that_takes_nothing_takes_all_away(store: Store) -> None:
    store.commit(batch([row("1"), row("2")]), now=NOW)
    assert store.commit(batch([], **AGAIN), now=NOW).enquiries["removed"] == 2
    assert names(store) == []


def test_what_another_file_has_overwritten_stays(store: Store) -> None:
    store.commit(batch([row("1", closed=False), row("2")]), now=NOW)
    store.commit(batch([row("1"), row("3")], "b.csv"), now=NOW)
    assert store.commit(batch([], **AGAIN), now=NOW).enquiries["removed"] == 1
    assert names(store) == ["1", "3"]


def test_an_unchanged_row_keeps_its_first_file(store: Store) -> None:
    store.commit(batch([row("1"), row("2", closed=False)]), now=NOW)
    store.commit(batch([row("1"), row("2")], "b.csv"), now=NOW)
    found = {r["enquiry_id"]: r["file_hash"] for r in store.rows("popup").to_pylist()}
    assert found == {"1": hash_of("a.csv"), "2": hash_of("b.csv")}


@pytest.mark.parametrize("other", [{"source": "sheet"}, {"initiative": "other"}])
def test_only_the_same_source_of_the_same_initiative(store: Store, other: dict[str, Any]) -> None:
    store.commit(batch([row("1")]), now=NOW)
    assert store.commit(batch([row("2", **other)], **AGAIN, **other), now=NOW).enquiries["removed"] == 0
    assert "1" in names(store)


@pytest.mark.parametrize(
    ("read", "read_again"),
    [
        (row("1", closed=True), row("1", closed=False)),
        (row("1", updated_at=LATE), row("1", updated_at=EARLY)),
    ],
)
def test_the_corrected_reading_of_a_file_wins_over_its_first(
    store: Store, read: dict[str, object], read_again: dict[str, object]
) -> None:
    store.commit(batch([read]), now=NOW)
    assert store.commit(batch([read_again], **AGAIN), now=NOW).enquiries["updated"] == 1
    assert [r["row_hash"] for r in stated(store.rows("popup"))] == [read_again["row_hash"]]


def test_a_correction_can_be_taken_back_by_the_first_profile(store: Store) -> None:
    first = batch([row("1")])
    store.commit(first, now=NOW)
    store.commit(batch([row("2")], **AGAIN), now=NOW)
    assert store.commit(first, now=NOW).enquiries == {"new": 1, "updated": 0, "unchanged": 0, "removed": 1}
    assert names(store) == ["1"]
    assert not store.commit(first, now=NOW).changed
