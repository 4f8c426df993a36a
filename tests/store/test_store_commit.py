from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import duckdb
import pyarrow as pa
import pytest
from deltalake import DeltaTable

from evaluation.errors import UserError
from evaluation.store import Store
from evaluation.store.schema import ENQUIRIES, REJECTIONS, TABLE
from tests.store.rows import NOW, batch, file, rejected, row, stated, table

NOTHING = {"new": 0, "updated": 0, "unchanged": 0, "removed": 0}


def test_empty_store_answers_and_makes_nothing(store: Store) -> None:
    assert store.delta_version() is None
    assert store.ledger() == ()
    assert store.files() == []
    assert store.rows("popup").equals(ENQUIRIES.empty_table())
    assert store.rejections().equals(REJECTIONS.empty_table())
    assert store.synthetic() is None
    assert store.check() == []
    assert store.preview(batch([row("1"), row("2")])) == NOTHING | {"new": 2}
    assert not store.path.exists()


def test_an_import_is_one_commit_with_its_ledger_entry(store: Store) -> None:
    span = {
        "source": "queue",
        "site": "farsoe",
        "from": date(2025, 3, 3),
        "to": "2025-03-09",
        "status": "complete",
    }
    steps: list[tuple[int, int]] = []
    given = batch([row("1"), row("2")], files=(file(coverage=(span,)),))
    outcome = store.commit(given, now=NOW, on_progress=lambda done, of: steps.append((done, of)))
    assert (outcome.changed, outcome.version) == (True, 1)  # 0 is the empty table
    assert outcome.enquiries == NOTHING | {"new": 2}
    assert steps[0] == (0, 3) and steps[-1] == (3, 3)
    (entry,) = store.ledger()
    assert (entry.import_id, entry.sequence, entry.delta_version) == (outcome.import_id, 1, 1)
    assert (entry.imported_at, entry.initiative, entry.source) == (NOW, "popup", "queue")
    assert entry.enquiries == outcome.enquiries
    assert entry.coverage == (span | {"from": "2025-03-03"},)
    assert [f.file for f in entry.files] == ["a.csv"]
    assert set(store.rows("popup")["import_id"].to_pylist()) == {outcome.import_id}


def test_rows_come_back_as_they_went_in(store: Store) -> None:
    given = table([row("1"), row("2", date(2024, 12, 31), closed=False, site=None)])
    store.commit(batch([], accepted=given), now=NOW)
    back = store.rows("popup")
    assert back.schema.equals(ENQUIRIES)
    assert stated(back) == stated(given)
    assert store.rows("another").num_rows == 0


def test_the_same_file_twice_changes_nothing(store: Store) -> None:
    store.commit(batch([row("1"), row("2")]), now=NOW)
    again = store.commit(batch([row("1"), row("2")]), now=NOW)
    assert (again.changed, again.import_id, again.version) == (False, None, 1)
    assert again.enquiries == store.preview(batch([row("1"), row("2")])) == NOTHING | {"unchanged": 2}
    assert len(store.ledger()) == 1


@pytest.mark.parametrize("other", [{"intake_hash": "i2"}, {"files": (file(profile="p2"),)}])
def test_another_profile_or_intake_part_imports_the_file_again(
    store: Store, other: dict[str, object]
) -> None:
    store.commit(batch([row("1")]), now=NOW)
    outcome = store.commit(batch([row("1", site="aalestrup"), row("2")], **other), now=NOW)
    assert outcome.enquiries == NOTHING | {"new": 1, "updated": 1}
    assert stated(store.rows("popup"))[0]["site"] == "aalestrup"


def test_an_import_that_changes_no_row_is_recorded(store: Store) -> None:
    store.commit(batch([row("1")]), now=NOW)
    rows = stated(store.rows("popup"))
    outcome = store.commit(batch([row("1")], "b.csv"), now=NOW)
    assert (outcome.changed, outcome.version) == (True, 2)
    assert outcome.enquiries == NOTHING | {"unchanged": 1}
    empty = store.commit(batch([], "c.csv"), now=NOW)
    assert (empty.changed, empty.enquiries) == (True, NOTHING)
    assert [e.sequence for e in store.ledger()] == [1, 2, 3]
    assert stated(store.rows("popup")) == rows
    assert store.check() == []


def test_a_first_import_without_rows_is_recorded(store: Store) -> None:
    assert store.commit(batch([]), now=NOW).version == 1
    assert len(store.ledger()) == 1


def test_a_preview_says_what_the_import_then_does_and_writes_nothing(store: Store) -> None:
    store.commit(batch([row("1", closed=False), row("2")]), now=NOW)
    given = batch([row("1"), row("2"), row("3")], "b.csv")
    before = store.delta_version()
    told = store.preview(given)
    assert store.delta_version() == before
    assert (
        store.commit(given, now=NOW).enquiries
        == told
        == {"new": 1, "updated": 1, "unchanged": 1, "removed": 0}
    )


def test_a_date_corrected_across_new_year_moves_the_row(store: Store) -> None:
    store.commit(batch([row("1", date(2024, 12, 31)), row("2", date(2024, 12, 31))]), now=NOW)
    moved = row("1", date(2025, 1, 2))
    assert store.commit(batch([moved], "b.csv"), now=NOW).enquiries == NOTHING | {"updated": 1}
    back = stated(store.rows("popup"))
    assert [(r["enquiry_id"], r["year"]) for r in back] == [("1", 2025), ("2", 2024)]
    assert store.check() == []


def test_a_corrected_municipality_moves_the_row(store: Store) -> None:
    store.commit(batch([row("1")]), now=NOW)
    store.commit(batch([row("1", municipality="0821")], "b.csv"), now=NOW)
    assert [r["municipality"] for r in stated(store.rows("popup"))] == ["0821"]


def test_the_same_id_in_another_source_or_initiative_is_another_enquiry(store: Store) -> None:
    store.commit(batch([row("1")]), now=NOW)
    store.commit(batch([row("1", source="sheet")], "b.csv", source="sheet"), now=NOW)
    store.commit(batch([row("1", initiative="other")], "c.csv", initiative="other"), now=NOW)
    assert store.rows("popup").num_rows == 2
    assert store.rows("other").num_rows == 1
    assert store.check() == []


def test_rejections_are_seen_only_of_live_imports(store: Store) -> None:
    store.commit(batch([row("1")], rejections=rejected(3, 5)), now=NOW)
    store.commit(batch([], "b.csv", initiative="other", rejections=rejected(9, name="b.csv")), now=NOW)
    assert sorted(store.rejections()["source_row"].to_pylist()) == [3, 5, 9]
    assert store.rejections("other").to_pylist()[0] | {"import_id": ""} == {
        "import_id": "",
        "initiative": "other",
        "file": "b.csv",
        "source_row": 9,
        "column": "Dato",
        "reason": "bad_time",
        "shape": "99-99-9999",
    }
    store.undo(NOW)
    assert sorted(store.rejections()["source_row"].to_pylist()) == [3, 5]


@pytest.mark.parametrize("first", [True, False])
def test_synthetic_and_real_never_share_a_store(store: Store, first: bool) -> None:
    store.commit(batch([row("1", synthetic=first)], synthetic=first), now=NOW)
    other = batch([row("2", synthetic=not first)], "b.csv", synthetic=not first)
    for refused in (lambda: store.commit(other, now=NOW), lambda: store.preview(other)):
        with pytest.raises(UserError, match="--store"):
            refused()
    assert (store.delta_version(), store.synthetic()) == (1, first)
    store.undo(NOW)
    assert store.commit(other, now=NOW).changed


def test_data_version_follows_what_is_live_and_the_configuration(store: Store) -> None:
    empty = store.data_version("c1")
    assert len(empty) == 8 and int(empty, 16) >= 0
    store.commit(batch([row("1")]), now=NOW)
    one = store.data_version("c1")
    assert len({empty, one, store.data_version("c2")}) == 3
    store.commit(batch([row("2")], "b.csv"), now=NOW)
    assert store.data_version("c1") != one
    store.undo(NOW)
    DeltaTable(str(store.path / TABLE)).create_checkpoint()
    assert store.data_version("c1") == one == store.data_version("c1", version=1)
    assert store.data_version("c1", version=0) == empty


def test_times_are_naive_utc(store: Store) -> None:
    with pytest.raises(ValueError, match="naive UTC"):
        store.commit(batch([row("1")]), now=NOW.replace(tzinfo=UTC))
    assert store.ledger() == ()


def test_an_older_version_can_be_read_and_an_unknown_one_is_refused(store: Store) -> None:
    store.commit(batch([row("1")]), now=NOW)
    store.commit(batch([row("2")], "b.csv"), now=NOW)
    assert [store.rows("popup", version).num_rows for version in (0, 1, 2)] == [0, 1, 2]
    assert store.files(0) == []
    for version in (3, -1):
        with pytest.raises(UserError, match="fra 0 til 2"):
            store.rows("popup", version)


def test_danish_letters_and_spaces_in_the_path(tmp_path: Path) -> None:
    store = Store(tmp_path / "Søren Ågårds data (#2)" / "store")
    store.commit(batch([row("1"), row("2", date(2024, 5, 2))]), now=NOW)
    store.commit(batch([row("2", date(2024, 5, 3))], "b.csv"), now=NOW)
    assert store.rows("popup").num_rows == 2
    files = store.files()
    assert files and all(Path(f).is_file() for f in files)
    counted = duckdb.execute(
        "SELECT count(*) FROM read_parquet(?, hive_partitioning = true)", [files]
    ).fetchone()
    assert counted == (2,)
    assert store.check() == []


def test_files_that_hold_several_of_everything(store: Store) -> None:
    """Text columns whose values differ within a file have statistics; reading by one value still works."""
    store.commit(batch([row("1")]), now=NOW)
    store.commit(
        batch([row("1", initiative="other"), row("2", initiative="other")], "b.csv", initiative="other"),
        now=NOW,
    )
    store.commit(batch([row("1", source="sheet")], "c.csv", source="sheet"), now=NOW)
    DeltaTable(str(store.path / TABLE)).optimize.compact()
    assert len(store.files()) == 1
    assert [store.rows(name).num_rows for name in ("popup", "other", "third")] == [2, 2, 0]
    outcome = store.commit(batch([row("1", topic="pas"), row("3")], "d.csv"), now=NOW)
    assert outcome.enquiries == NOTHING | {"new": 1, "updated": 1}


def test_initiatives_whose_long_names_differ_at_the_end(store: Store) -> None:
    """Statistics in the log may be cut short; no file may be passed over for that."""
    names = ["popup_" + "x" * 50 + end for end in "abc"]
    for name in names:
        store.commit(batch([row("1", initiative=name)], f"{name}.csv", initiative=name), now=NOW)
    DeltaTable(str(store.path / TABLE)).optimize.compact()
    store.commit(batch([row("2", initiative=names[1])], "b.csv", initiative=names[1]), now=NOW)
    assert [store.rows(name).num_rows for name in names] == [1, 2, 1]


def test_ids_stay_out_of_the_log(store: Store) -> None:
    store.commit(batch([row("an-id-of-ours", case_id="a-case-of-ours")]), now=NOW)
    log = "".join(p.read_text(encoding="utf-8") for p in (store.path / TABLE / "_delta_log").glob("*.json"))
    assert '"numRecords' in log.replace("\\", "")
    assert "an-id-of-ours" not in log and "a-case-of-ours" not in log


def test_a_batch_that_contradicts_itself_is_a_mistake_of_ours() -> None:
    good = batch([row("1")])
    with pytest.raises(ValueError, match="another source"):
        replace(good, source="sheet")
    with pytest.raises(ValueError, match="another synthetic"):
        replace(good, synthetic=True)
    with pytest.raises(ValueError, match="enquiry_id"):
        replace(good, accepted=table([row("1", enquiry_id=None)]))
    with pytest.raises(ValueError, match="columns"):
        replace(good, accepted=pa.table({"a": [1]}))
    with pytest.raises(ValueError, match="file"):
        replace(good, files=())


def test_the_ledger_survives_checkpoints_and_many_imports(store: Store) -> None:
    store.commit(batch([row("1")]), now=NOW)
    table_ = DeltaTable(str(store.path / TABLE))
    table_.create_checkpoint()
    table_.cleanup_metadata()
    moment = datetime.fromisoformat("2025-12-01")
    store.commit(batch([row("2")], "b.csv"), now=moment)
    assert [e.imported_at for e in store.ledger()] == [NOW, moment]
