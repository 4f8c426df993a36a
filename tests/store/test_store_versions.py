"""Which version of an enquiry wins: the rule of docs/adr/0003, example by example."""

from datetime import date, datetime
from typing import Any

import pytest

from evaluation.store import Store
from evaluation.store.plan import newest
from tests.store.rows import NOW, batch, row, stated, table

MONDAY, TUESDAY = date(2025, 3, 3), date(2025, 3, 4)
EARLY, LATE = datetime.fromisoformat("2025-03-03T12:00"), datetime.fromisoformat("2025-03-04T12:00")


def version(name: str, updated: datetime | None, closed: bool) -> dict[str, Any]:
    return row("1", closed=closed, updated_at=updated, topic=name)


def names(store: Store) -> list[str]:
    return [r["enquiry_id"] for r in stated(store.rows("popup"))]


#: stored, given, which of the two is kept
RULE = [
    (version("old", EARLY, True), version("new", LATE, True), "new"),
    (version("old", LATE, True), version("new", EARLY, True), "old"),
    (version("old", EARLY, True), version("new", LATE, False), "new"),  # a reopened case: the stamp tells
    (version("old", LATE, False), version("new", EARLY, True), "old"),
    (version("old", LATE, False), version("new", LATE, True), "new"),
    (version("old", LATE, True), version("new", LATE, False), "old"),
    (version("old", None, False), version("new", None, True), "new"),
    (version("old", None, True), version("new", None, False), "old"),
    (version("old", None, True), version("new", None, True), "new"),
    (version("old", None, False), version("new", None, False), "new"),
    (version("old", None, True), version("new", EARLY, False), "new"),  # a stamp beats none
    (version("old", EARLY, False), version("new", None, True), "old"),
]


@pytest.mark.parametrize(("stored", "given", "kept"), RULE)
def test_which_version_is_kept(
    store: Store, stored: dict[str, Any], given: dict[str, Any], kept: str
) -> None:
    store.commit(batch([stored]), now=NOW)
    outcome = store.commit(batch([given], "b.csv"), now=NOW)
    assert [r["topic"] for r in stated(store.rows("popup"))] == [kept]
    assert outcome.enquiries["updated"] == (kept == "new")
    assert outcome.enquiries["unchanged"] == (kept == "old")


@pytest.mark.parametrize(("first", "second", "kept"), RULE)
def test_the_same_rule_holds_within_one_batch(
    first: dict[str, Any], second: dict[str, Any], kept: str
) -> None:
    assert newest(table([first, second]))["topic"].to_pylist() == [kept]


def test_an_enquiry_given_twice_is_stored_and_counted_once(store: Store) -> None:
    outcome = store.commit(
        batch([row("1", closed=False), row("2"), row("1"), row("1", closed=False)]), now=NOW
    )
    assert outcome.enquiries == {"new": 2, "updated": 0, "unchanged": 0, "removed": 0}
    assert [(r["enquiry_id"], r["closed"]) for r in stated(store.rows("popup"))] == [("1", True), ("2", True)]


def test_a_source_without_ids_replaces_its_days_at_its_sites(store: Store) -> None:
    first = [row("d:a"), row("d:b"), row("d:c", TUESDAY), row("d:d", site="aalestrup")]
    store.commit(batch(first, replace_days=True), now=NOW)
    other = batch([row("d:x", source="sheet")], "x.csv", source="sheet", replace_days=True)
    store.commit(other, now=NOW)
    given = batch([row("d:b"), row("d:e")], "b.csv", replace_days=True)
    outcome = store.commit(given, now=NOW)
    assert outcome.enquiries == {"new": 1, "updated": 0, "unchanged": 1, "removed": 1}
    assert names(store) == ["d:b", "d:c", "d:d", "d:e", "d:x"]
    assert store.delta_version() == 3  # removal and arrival in one commit


def test_a_replaced_day_is_replaced_at_the_sites_that_the_file_speaks_for(store: Store) -> None:
    store.commit(batch([row("d:a"), row("d:b", site="aalestrup")], replace_days=True), now=NOW)
    moved = batch(
        [row("d:c", site="aalestrup")],
        "b.csv",
        replace_days=True,
        replaced_days=(("farsoe", MONDAY), ("aalestrup", MONDAY)),
    )
    assert store.commit(moved, now=NOW).enquiries == {"new": 1, "updated": 0, "unchanged": 0, "removed": 2}
    assert names(store) == ["d:c"]


def test_a_replaced_day_leaves_rows_that_came_by_ids(store: Store) -> None:
    store.commit(batch([row("a"), row("b")]), now=NOW)
    store.commit(batch([row("d:c")], "b.csv", replace_days=True), now=NOW)
    assert names(store) == ["a", "b", "d:c"]
    store.commit(batch([row("d:e")], "c.csv", replace_days=True), now=NOW)
    assert names(store) == ["a", "b", "d:e"]


def test_a_snapshot_leaves_rows_that_came_without_ids(store: Store) -> None:
    store.commit(batch([row("d:a")], replace_days=True), now=NOW)
    store.commit(batch([row("b")], "b.csv", snapshot_days=(("farsoe", MONDAY, MONDAY),)), now=NOW)
    assert names(store) == ["b", "d:a"]


def test_a_replaced_day_takes_the_later_row_whatever_it_says(store: Store) -> None:
    store.commit(batch([row("d:a", updated_at=LATE)], replace_days=True), now=NOW)
    store.commit(batch([row("d:a", closed=False, updated_at=EARLY)], "b.csv", replace_days=True), now=NOW)
    assert [r["closed"] for r in stated(store.rows("popup"))] == [False]


def test_a_replaced_day_at_an_unknown_site(store: Store) -> None:
    store.commit(batch([row("d:a", site=None), row("d:b")], replace_days=True), now=NOW)
    store.commit(batch([row("d:c", site=None)], "b.csv", replace_days=True), now=NOW)
    assert names(store) == ["d:b", "d:c"]


def test_a_snapshot_removes_what_vanished_within_its_days(store: Store) -> None:
    before = [row("a"), row("b"), row("c", TUESDAY), row("d", date(2025, 3, 5)), row("e", site="aalestrup")]
    store.commit(batch(before), now=NOW)
    given = batch([row("b"), row("f")], "b.csv", snapshot_days=(("farsoe", MONDAY, TUESDAY),))
    assert store.preview(given) == {"new": 1, "updated": 0, "unchanged": 1, "removed": 2}
    store.commit(given, now=NOW)
    assert [r["enquiry_id"] for r in stated(store.rows("popup"))] == ["b", "d", "e", "f"]


def test_a_row_that_moved_out_of_a_snapshots_days_is_kept(store: Store) -> None:
    store.commit(batch([row("a"), row("b")]), now=NOW)
    moved = batch([row("a", date(2025, 4, 1))], "b.csv", snapshot_days=(("farsoe", MONDAY, MONDAY),))
    assert store.commit(moved, now=NOW).enquiries == {"new": 0, "updated": 1, "unchanged": 0, "removed": 1}
    assert [r["local_date"] for r in stated(store.rows("popup"))] == [date(2025, 4, 1)]


def test_an_empty_snapshot_empties_its_days(store: Store) -> None:
    store.commit(batch([row("a"), row("b", TUESDAY)]), now=NOW)
    store.commit(batch([], "b.csv", snapshot_days=(("farsoe", MONDAY, MONDAY),)), now=NOW)
    assert [r["enquiry_id"] for r in stated(store.rows("popup"))] == ["b"]


def test_a_snapshot_says_nothing_of_what_changed_after_it_was_made(store: Store) -> None:
    stamped = [row("a", updated_at=EARLY), row("b", updated_at=LATE), row("c", updated_at=EARLY), row("d")]
    store.commit(batch(stamped), now=NOW)
    older = batch([row("a", updated_at=EARLY)], "b.csv", snapshot_days=(("farsoe", MONDAY, MONDAY),))
    assert store.commit(older, now=NOW).enquiries["removed"] == 2
    assert names(store) == ["a", "b"]
