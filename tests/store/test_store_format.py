"""The store's own format: versions of the schema, and what `check` finds."""

import json
from pathlib import Path

import pyarrow as pa
import pytest
from deltalake import DeltaTable, Field, write_deltalake

from evaluation.errors import UserError
from evaluation.store import Store, delta, migrations
from evaluation.store.reading import data_files, read, text
from evaluation.store.schema import SCHEMA_VERSION, TABLE
from evaluation.texts import has
from tests.store.rows import NOW, batch, row, stated, table

NEXT = SCHEMA_VERSION + 1


def add_a_column(table_: DeltaTable) -> None:
    """A migration as it must be: repeating it does no harm."""
    if "extra" not in [field.name for field in table_.schema().fields]:
        table_.alter.add_columns([Field("extra", "string")])


def newer_program(path: Path) -> Store:
    return Store(path, schema_version=NEXT, migrations={SCHEMA_VERSION: add_a_column})


def test_every_older_version_has_its_migration() -> None:
    assert sorted(migrations.MIGRATIONS) == list(range(1, SCHEMA_VERSION))


def test_a_store_newer_than_the_program_is_refused_and_left_alone(store: Store) -> None:
    newer_program(store.path).commit(batch([row("1")]), now=NOW)
    for refused in (
        lambda: store.commit(batch([row("2")], "b.csv"), now=NOW),
        lambda: store.preview(batch([row("2")], "b.csv")),
        lambda: store.rows("popup"),
        lambda: store.undo(NOW),
    ):
        with pytest.raises(UserError, match="nyere udgave"):
            refused()
    assert store.delta_version() == 1
    assert store.check() == ["newer"]


@pytest.mark.parametrize("first_touch", ["read", "write"])
def test_an_older_store_is_brought_up_to_date(store: Store, first_touch: str) -> None:
    store.commit(batch([row("1")]), now=NOW)
    newer = newer_program(store.path)
    if first_touch == "read":
        assert stated(newer.rows("popup")) == stated(table([row("1")]))
    newer.commit(batch([row("2")], "b.csv"), now=NOW)
    found = DeltaTable(str(store.path / TABLE))
    assert delta.schema_version(found) == NEXT
    assert "extra" in [field.name for field in found.schema().fields]
    assert newer.rows("popup").num_rows == 2
    assert [e.sequence for e in newer.ledger()] == [1, 2]
    assert newer.check() == []
    version = newer.delta_version()
    newer.rows("popup")
    assert newer.delta_version() == version  # once


def test_a_migration_cut_off_half_way_is_run_again(store: Store) -> None:
    store.commit(batch([row("1")]), now=NOW)

    def cut_off(table_: DeltaTable) -> None:
        add_a_column(table_)
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        Store(store.path, schema_version=NEXT, migrations={SCHEMA_VERSION: cut_off}).rows("popup")
    assert newer_program(store.path).rows("popup").num_rows == 1


def test_an_import_from_before_a_migration_can_be_undone(store: Store) -> None:
    store.commit(batch([row("1")]), now=NOW)
    store.commit(batch([row("2")], "b.csv"), now=NOW)
    newer = newer_program(store.path)
    newer.undo(NOW)
    assert [r["enquiry_id"] for r in stated(newer.rows("popup"))] == ["1"]
    assert delta.schema_version(DeltaTable(str(store.path / TABLE))) == NEXT


def test_too_old_without_a_migration(store: Store) -> None:
    store.commit(batch([row("1")]), now=NOW)
    with pytest.raises(UserError, match="for gammel"):
        Store(store.path, schema_version=NEXT, migrations={}).rows("popup")


def corrupt_by_appending(store: Store, rows: list[dict[str, object]]) -> None:
    write_deltalake(str(store.path / TABLE), table(rows), mode="append")


def test_check_finds_an_enquiry_stored_twice(store: Store) -> None:
    outcome = store.commit(batch([row("1")]), now=NOW)
    corrupt_by_appending(store, [row("1", import_id=outcome.import_id)])
    assert store.check() == ["enquiry_twice"]


def test_check_finds_synthetic_among_real_and_rows_of_no_import(store: Store) -> None:
    store.commit(batch([row("1")]), now=NOW)
    corrupt_by_appending(store, [row("2", synthetic=True, import_id="unknown")])
    assert store.check() == ["mixed", "import_unknown"]


def test_check_finds_a_missing_file(store: Store) -> None:
    store.commit(batch([row("1")]), now=NOW)
    Path(store.files()[0]).unlink()
    assert store.check() == ["file_missing"]


def test_check_finds_a_ledger_that_takes_back_what_is_not_the_last(store: Store) -> None:
    store.commit(batch([row("1")]), now=NOW)
    store.undo(NOW)
    last = store.path / TABLE / "_delta_log" / f"{store.delta_version():020}.json"
    lines = [json.loads(line) for line in last.read_text(encoding="utf-8").splitlines()]
    lines[0]["commitInfo"]["evaluation"]["import_id"] = "another"
    last.write_text("\n".join(json.dumps(line) for line in lines), encoding="utf-8")
    assert store.check() == ["ledger_broken"]


def test_every_problem_has_its_sentence() -> None:
    named = "key_missing key_wrong key_damaged key_open newer file_missing enquiry_twice mixed import_unknown"
    for name in [*named.split(), "ledger_broken"]:
        assert has(f"store.problems.{name}")


def test_a_column_that_an_old_version_lacks_is_null(store: Store) -> None:
    store.commit(batch([row("1")]), now=NOW)
    schema = pa.schema([("enquiry_id", pa.string()), ("later", pa.int32())])
    path = store.path / TABLE
    files = data_files(DeltaTable(str(path)), path)
    found = read(files, path, schema, text("enquiry_id") == "1")
    assert found.to_pylist() == [{"enquiry_id": "1", "later": None}]
