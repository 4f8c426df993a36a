"""The small tables beside the enquiries: live by the ledger alone."""

import hashlib
import shutil
from collections.abc import Iterable
from datetime import date
from typing import Any

import pyarrow as pa
import pytest

from evaluation.errors import UserError
from evaluation.store import OTHER_KINDS, ImportFile, OtherBatch, Outcome, Store, delta, ledger
from evaluation.store.other import schema
from evaluation.store.schema import REJECTIONS
from tests.store.rows import NOW, batch, rejected, row

COUNTED = {"new": 0, "updated": 0, "unchanged": 0, "removed": 0}


def cost(kr: float = 100.0, *, site: str = "farsoe", kind: str = "wages") -> dict[str, Any]:
    return {"site": site, "from_date": date(2025, 3, 1), "to_date": date(2025, 3, 31), "kind": kind, "kr": kr}


def costs(given: Iterable[dict[str, Any]], name: str = "a.csv", **values: Any) -> OtherBatch:
    """A batch of costs from one file; `values` override its fields."""
    kind = values.get("kind", "costs")
    sha = hashlib.sha256(name.encode()).hexdigest()
    trace = {"initiative": "popup", "file_hash": sha[:16]}
    rows = [one | trace | {"source_row": at + 2, "place": at} for at, one in enumerate(given)]
    told = {"read": len(rows), "used": len(rows), "duplicate": 0, "outside": 0, "blank": 0, "rejected": 0}
    fields: dict[str, Any] = {
        "kind": kind,
        "initiative": "popup",
        "intake_hash": "i1",
        "files": (ImportFile(name, sha, told, {}, (), kind, values.pop("profile", "p1")),),
        "accepted": pa.Table.from_pylist(rows, schema=schema(kind)),
        "rejections": REJECTIONS.empty_table(),
        "synthetic": False,
    }
    return OtherBatch(**(fields | values))


def commit(store: Store, given: OtherBatch) -> Outcome:
    return store.commit(given, now=NOW)


def amounts(store: Store, version: int | None = None) -> list[tuple[str, float]]:
    return [(r["kind"], r["kr"]) for r in store.other("costs", "popup", version)]


def test_rows_are_there_after_a_commit_and_the_ledger_says_what_they_are(store: Store) -> None:
    done = commit(store, costs([cost(), cost(5, kind="transport")], rejections=rejected(4)))
    assert done.enquiries == COUNTED | {"new": 2}
    assert amounts(store) == [("wages", 100.0), ("transport", 5.0)]
    (entry,) = store.ledger()
    assert (entry.kind, entry.source, entry.enquiries) == ("costs", "costs", COUNTED | {"new": 2})
    assert store.rows("popup").num_rows == 0
    assert store.rejections("popup")["source_row"].to_pylist() == [4]
    assert store.other("costs", "other") == []
    assert store.check() == []


def test_the_same_file_twice_changes_nothing(store: Store) -> None:
    commit(store, costs([cost()]))
    version = store.delta_version()
    again = commit(store, costs([cost()]))
    assert (again.changed, again.enquiries) == (False, COUNTED | {"unchanged": 1})
    assert store.delta_version() == version
    assert delta.open_table(store.path / "costs").version() == 0  # type: ignore[union-attr]


def test_a_later_row_of_the_same_key_takes_the_place_of_an_earlier_one(store: Store) -> None:
    commit(store, costs([cost(), cost(5, kind="transport")]))
    given = costs([cost(120), cost(5, kind="transport"), cost(7, kind="running")], "b.csv")
    assert store.preview(given) == COUNTED | {"new": 1, "updated": 1, "unchanged": 1}
    assert commit(store, given).enquiries == COUNTED | {"new": 1, "updated": 1, "unchanged": 1}
    assert sorted(amounts(store)) == [("running", 7.0), ("transport", 5.0), ("wages", 120.0)]


def test_of_an_area_a_later_file_leaves_standing_what_it_does_not_say(store: Store) -> None:
    points = [
        {"id": "farsoe", "name": "Farsø", "sites": ["farsoe"], "lat": 56.77, "lon": 9.34, "residents": 9}
    ]
    people = [{"id": "farsoe", "name": "Farsø", "sites": [], "residents": 48, "year": 2025}]
    commit(store, costs(points, "punkter.csv", kind="areas"))
    done = commit(store, costs(people, "folketal.csv", kind="areas"))
    assert done.enquiries == COUNTED | {"updated": 1}
    (found,) = store.other("areas", "popup")
    told = {name: found[name] for name in ("sites", "lat", "lon", "residents", "year")}
    assert told == {"sites": ["farsoe"], "lat": 56.77, "lon": 9.34, "residents": 48, "year": 2025}
    store.undo(NOW)
    assert [row["residents"] for row in store.other("areas", "popup")] == [9]


def test_a_file_read_anew_takes_back_what_it_says_no_more(store: Store) -> None:
    commit(store, costs([cost(), cost(5, kind="transport")]))
    assert commit(store, costs([cost(90)], profile="p2")).enquiries == COUNTED | {"updated": 1, "removed": 1}
    assert amounts(store) == [("wages", 90.0)]
    store.undo(NOW)
    assert sorted(amounts(store)) == [("transport", 5.0), ("wages", 100.0)]


def test_one_order_and_one_undo_for_all_kinds(store: Store) -> None:
    commit(store, costs([cost()]))
    store.commit(batch([row("1")], "b.csv"), now=NOW)
    commit(store, costs([cost(200)], "c.csv"))
    assert [(e.sequence, e.kind) for e in store.ledger()] == [(1, "costs"), (2, "enquiries"), (3, "costs")]
    versions = [entry.delta_version for entry in store.ledger()]
    store.undo(NOW)
    assert amounts(store) == [("wages", 100.0)]
    assert store.rows("popup").num_rows == 1
    store.undo(NOW)
    assert (amounts(store), store.rows("popup").num_rows) == ([("wages", 100.0)], 0)
    store.undo(NOW)
    assert (amounts(store), store.ledger()) == ([], ())
    assert amounts(store, versions[2]) == [("wages", 200.0)]  # as it was then
    assert store.check() == []


def test_the_data_version_knows_these_imports(store: Store) -> None:
    store.commit(batch([row("1")]), now=NOW)
    before = store.data_version("c")
    commit(store, costs([cost()], "b.csv"))
    assert store.data_version("c") != before
    store.undo(NOW)
    assert store.data_version("c") == before


def test_an_import_that_is_killed_between_rows_and_ledger_leaves_nothing_to_see(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    commit(store, costs([cost()]))

    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as during:
        during.setattr(delta, "write", killed)
        with pytest.raises(KeyboardInterrupt):
            commit(store, costs([cost(999)], "b.csv"))
    assert delta.open_table(store.path / "costs").version() == 1  # type: ignore[union-attr]  # they were written
    assert (amounts(store), len(store.ledger()), store.check()) == ([("wages", 100.0)], 1, [])
    assert commit(store, costs([cost(999)], "b.csv")).enquiries == COUNTED | {"updated": 1}
    assert amounts(store) == [("wages", 999.0)]


def test_the_order_of_files_within_an_import_decides(store: Store) -> None:
    one, other = costs([cost(1)], "a.csv"), costs([cost(2)], "b.csv")
    both = pa.concat_tables([one.accepted, other.accepted])
    at = both.schema.get_field_index("place")
    both = both.set_column(at, both.schema.field(at), pa.array([0, 1], pa.int32()))
    commit(store, costs([], files=(*one.files, *other.files), accepted=both))
    assert amounts(store) == [("wages", 2.0)]


def test_made_up_and_real_never_share_a_store(store: Store) -> None:
    store.commit(batch([row("1")]), now=NOW)
    with pytest.raises(UserError) as raised:
        commit(store, costs([cost()], "b.csv", synthetic=True))
    assert raised.value.key == "store.synthetic_into_real"
    assert not (store.path / "costs").exists()


def test_an_import_of_nothing_is_recorded(store: Store) -> None:
    assert commit(store, costs([])).enquiries == COUNTED
    assert len(store.ledger()) == 1
    assert store.check() == []


def test_a_dry_run_writes_nothing(store: Store) -> None:
    assert store.preview(costs([cost()])) == COUNTED | {"new": 1}
    assert not store.path.exists()


def test_every_answer_is_an_answer(store: Store) -> None:
    answer = {
        "local_date": date(2025, 3, 4),
        "site": "farsoe",
        "question": "overall",
        "score": 5,
        "answers": 1,
    }
    assert commit(store, costs([answer, answer], kind="survey")).enquiries == COUNTED | {"new": 2}
    commit(store, costs([answer], "b.csv", kind="survey"))
    assert len(store.other("survey", "popup")) == 3
    anew = costs([answer], "b.csv", kind="survey", profile="p2")
    assert commit(store, anew).enquiries == COUNTED | {"unchanged": 1}
    assert len(store.other("survey", "popup")) == 3


def test_check_misses_rows_that_the_ledger_tells_of(store: Store) -> None:
    commit(store, costs([cost()]))
    shutil.rmtree(store.path / "costs")
    assert store.check() == ["other_missing"]
    commit(store, costs([cost(3)], "b.csv"))
    next((store.path / "costs").glob("*.parquet")).unlink()
    assert store.check() == ["file_missing"]


def test_an_entry_written_before_there_were_other_kinds_is_of_enquiries(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    def old(*given: Any) -> dict[str, Any]:
        return {name: value for name, value in push(*given).items() if name != "kind"}

    push = ledger.push
    monkeypatch.setattr(ledger, "push", old)
    store.commit(batch([row("1")]), now=NOW)
    assert [entry.kind for entry in store.ledger()] == ["enquiries"]


def test_columns_must_be_those_of_the_kind() -> None:
    with pytest.raises(ValueError, match="costs"):
        costs([], accepted=schema("events").empty_table())
    assert len({tuple(schema(kind).names) for kind in OTHER_KINDS}) == len(OTHER_KINDS)
