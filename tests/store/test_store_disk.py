"""A disk that is full, a folder that may not be written, and a commit that fails half-way."""

import os
import random
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from deltalake.exceptions import CommitFailedError

from evaluation.errors import UserError
from evaluation.store import Store, delta, guard
from tests.store.rows import NOW, batch, rejected, row, stated

FULL = "Generic LocalFileSystem error: Unable to copy data to file: No space left on device (os error 28)"
Write = Callable[..., None]


def incompressible(count: int) -> list[dict[str, object]]:
    noise = random.Random(1)
    return [row(noise.randbytes(16).hex(), case_id=noise.randbytes(64).hex()) for _ in range(count)]


def files_of(store: Store) -> set[Path]:
    return {p for p in store.path.rglob("*") if p.is_file()}


def test_a_full_disk_leaves_the_store_as_it_was(small_disk: Path) -> None:
    store = Store(small_disk / "store")
    store.commit(batch(incompressible(100)), now=NOW)
    before, files = stated(store.rows("popup")), files_of(store)
    with pytest.raises(UserError, match="Disken er fuld"):
        store.commit(batch(incompressible(20_000), "big.csv", rejections=rejected(1)), now=NOW)
    assert stated(store.rows("popup")) == before
    assert len(store.ledger()) == 1
    assert store.rejections().num_rows == 0
    assert store.check() == []
    assert {p for p in files_of(store) - files if "enquiries" in p.parts} == set()  # nothing in the way
    assert store.commit(batch([row("1")], "small.csv"), now=NOW).changed


def test_no_room_at_all(small_disk: Path) -> None:
    store = Store(small_disk / "store")
    store.commit(batch([row("1")]), now=NOW)
    version = store.delta_version()
    filler = small_disk / "filler"
    with pytest.raises(OSError, match="No space"), filler.open("wb", buffering=0) as out:
        while out.write(b"x" * 4096):
            pass
    for refused in (
        lambda: store.commit(batch([row("2")], "b.csv"), now=NOW),
        lambda: store.commit(batch([row("1")], "c.csv"), now=NOW),
        lambda: store.undo(NOW),
    ):
        with pytest.raises(UserError, match="Disken er fuld"):
            refused()
    assert store.delta_version() == version
    assert [r["enquiry_id"] for r in stated(store.rows("popup"))] == ["1"]
    filler.unlink()
    assert store.commit(batch([row("2")], "b.csv"), now=NOW).changed


def test_a_read_only_store_can_be_read_but_not_written(small_disk: Path) -> None:
    store = Store(small_disk / "store")
    store.commit(batch([row("1")]), now=NOW)
    subprocess.run(["mount", "-o", "remount,ro", small_disk], check=True)
    for refused in (
        lambda: store.commit(batch([row("2")], "b.csv"), now=NOW),
        lambda: store.undo(NOW),
        lambda: Store(small_disk / "another").commit(batch([row("1")]), now=NOW),
    ):
        with pytest.raises(UserError, match="kan ikke skrives"):
            refused()
    assert store.rows("popup").num_rows == 1
    assert len(store.ledger()) == 1
    assert store.preview(batch([row("2")], "b.csv"))["new"] == 1
    assert store.check() == []


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_without_the_right_to_write(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    try:
        with pytest.raises(UserError, match="kan ikke skrives"):
            Store(tmp_path / "store").commit(batch([row("1")]), now=NOW)
    finally:
        tmp_path.chmod(0o700)


def test_what_fails_after_the_commit_does_not_take_it_back(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A checkpoint is written after the commit; if that fails the import has landed all the same."""
    write: Write = delta.write

    def commit_then_fail(*args: object) -> None:
        write(*args)
        raise OSError(FULL)

    monkeypatch.setattr(delta, "write", commit_then_fail)
    outcome = store.commit(batch([row("1")]), now=NOW)
    assert (outcome.changed, outcome.enquiries["new"]) == (True, 1)
    assert [e.import_id for e in store.ledger()] == [outcome.import_id]
    assert store.check() == []


def test_files_of_a_failed_import_are_swept_away_and_no_others(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    store.commit(batch([row("1")]), now=NOW)
    files = files_of(store)

    def leave_a_file(*_args: object) -> None:
        (Path(store.files()[0]).parent / "part-left.parquet").write_bytes(b"half")
        raise OSError(FULL)

    monkeypatch.setattr(delta, "write", leave_a_file)
    with pytest.raises(UserError, match="Disken er fuld"):
        store.commit(batch([row("2")], "b.csv"), now=NOW)
    assert files_of(store) == files


def test_a_program_without_our_lock_is_planned_around(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """Another program commits between plan and merge: the import is planned anew on what is there now."""
    store.commit(batch([row("1", closed=False)]), now=NOW)
    write: Write = delta.write
    tries: list[int] = []

    def collide_once(*args: object) -> None:
        tries.append(1)
        if len(tries) == 1:
            raise CommitFailedError("a concurrent transaction read the same files")
        write(*args)

    monkeypatch.setattr(delta, "write", collide_once)
    assert store.commit(batch([row("1")], "b.csv"), now=NOW).enquiries["updated"] == 1
    assert len(tries) == 2


def test_endless_collisions_end_in_a_sentence(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    def collide(*_args: object) -> None:
        raise CommitFailedError("a concurrent transaction read the same files")

    monkeypatch.setattr(delta, "write", collide)
    with pytest.raises(UserError, match="Et andet program"):
        store.commit(batch([row("1")]), now=NOW)
    assert store.ledger() == ()


def test_any_other_error_is_not_hidden(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_args: object) -> None:
        raise OSError("Generic LocalFileSystem error: Input/output error (os error 5)")

    monkeypatch.setattr(delta, "write", fail)
    with pytest.raises(OSError, match="os error 5"):
        store.commit(batch([row("1")]), now=NOW)


@pytest.mark.parametrize(
    ("platform", "code", "sentence"),
    [
        ("linux", 28, "Disken er fuld"),
        ("linux", 30, "kan ikke skrives"),
        ("linux", 13, "kan ikke skrives"),
        ("win32", 112, "Disken er fuld"),
        ("win32", 5, "kan ikke skrives"),
    ],
)
def test_the_systems_codes_as_sentences(
    platform: str, code: int, sentence: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(guard.sys, "platform", platform)
    with pytest.raises(UserError, match=sentence), guard.translated(tmp_path):
        raise OSError(f"Generic LocalFileSystem error: it failed (os error {code})")
