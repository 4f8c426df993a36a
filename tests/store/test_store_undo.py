import shutil

import pytest
from deltalake import DeltaTable

from evaluation.errors import UserError
from evaluation.store import Store
from evaluation.store.schema import TABLE
from tests.store.rows import NOW, batch, row, stated


def names(store: Store) -> list[str]:
    return [r["enquiry_id"] for r in stated(store.rows("popup"))]


def test_undo_is_one_commit_back_to_the_state_before(store: Store) -> None:
    store.commit(batch([row("1", closed=False)]), now=NOW)
    before, ledger = store.rows("popup").to_pylist(), store.ledger()
    second = store.commit(batch([row("1"), row("2")], "b.csv"), now=NOW)
    undone = store.undo(NOW)
    assert (undone.import_id, undone.version) == (second.import_id, 3)
    assert store.rows("popup").to_pylist() == before  # import_id and source_row too
    assert store.ledger() == ledger
    assert store.check() == []


def test_imports_and_undos_stack(store: Store) -> None:
    store.commit(batch([row("1")], "a.csv"), now=NOW)
    store.commit(batch([row("2")], "b.csv"), now=NOW)
    store.undo(NOW)
    store.commit(batch([row("3")], "c.csv"), now=NOW)
    assert names(store) == ["1", "3"]
    assert [e.sequence for e in store.ledger()] == [1, 4]
    store.undo(NOW)
    assert names(store) == ["1"]
    store.undo(NOW)
    assert names(store) == []
    assert store.ledger() == ()
    with pytest.raises(UserError, match="ingen import at fortryde"):
        store.undo(NOW)


def test_what_was_undone_can_be_imported_again(store: Store) -> None:
    store.commit(batch([row("1")]), now=NOW)
    store.undo(NOW)
    assert store.commit(batch([row("1")]), now=NOW).enquiries["new"] == 1
    assert names(store) == ["1"]


def test_an_import_that_changed_no_row_is_undone_in_the_ledger(store: Store) -> None:
    store.commit(batch([row("1")]), now=NOW)
    store.commit(batch([row("1")], "b.csv"), now=NOW)
    store.undo(NOW)
    assert names(store) == ["1"]
    assert [e.files[0].file for e in store.ledger()] == ["a.csv"]


def test_removed_rows_come_back(store: Store) -> None:
    store.commit(batch([row("d:1"), row("d:2")], replace_days=True), now=NOW)
    store.commit(batch([row("d:3")], "b.csv", replace_days=True), now=NOW)
    assert names(store) == ["d:3"]
    store.undo(NOW)
    assert names(store) == ["d:1", "d:2"]


def test_maintenance_between_import_and_undo_is_no_import(store: Store) -> None:
    for name in "123":
        store.commit(batch([row(name)], f"{name}.csv"), now=NOW)
    DeltaTable(str(store.path / TABLE)).optimize.compact()
    assert len(store.files()) == 1
    live = store.ledger()
    store.undo(NOW)
    assert names(store) == ["1", "2"]
    assert store.ledger() == live[:2]


def test_nothing_to_undo_in_an_empty_store(store: Store) -> None:
    with pytest.raises(UserError, match="ingen import at fortryde"):
        store.undo(NOW)
    assert not store.path.exists()


def test_undo_says_so_when_the_earlier_files_are_gone(store: Store) -> None:
    store.commit(batch([row("1", closed=False)]), now=NOW)
    gone = store.files()
    store.commit(batch([row("1")], "b.csv"), now=NOW)
    for path in gone:
        shutil.move(path, f"{path}.away")
    with pytest.raises(UserError, match="sikkerhedskopi"):
        store.undo(NOW)
    assert len(store.ledger()) == 2


def test_undo_of_an_import_that_is_no_longer_the_last_does_nothing(store: Store) -> None:
    seen = store.commit(batch([row("1")]), now=NOW)
    last = store.commit(batch([row("2")], "b.csv"), now=NOW)
    with pytest.raises(UserError, match="en anden end den") as caught:
        store.undo(NOW, expected=seen.import_id)
    assert caught.value.key == "store.undo_other"
    assert (store.delta_version(), names(store)) == (last.version, ["1", "2"])
    assert store.undo(NOW, expected=last.import_id).import_id == last.import_id
    assert names(store) == ["1"]
