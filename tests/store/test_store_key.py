import os
from pathlib import Path

import pytest

from evaluation.errors import UserError
from evaluation.store import Store, installation_key
from evaluation.store.key import key_path
from tests.store.rows import NOW, batch, row


def test_the_key_is_made_once_beside_the_store(store: Store) -> None:
    key = installation_key(store.path)
    assert len(key) == 32
    assert key_path(store.path) == store.path.parent / "store.key"
    assert sorted(p.name for p in store.path.parent.iterdir()) == ["store", "store.key"]
    assert installation_key(store.path) == key
    store.commit(batch([row("1")]), now=NOW)
    assert installation_key(store.path) == key
    assert store.check() == []


def test_two_stores_have_two_keys(tmp_path: Path) -> None:
    assert installation_key(tmp_path / "a") != installation_key(tmp_path / "b")


def test_the_key_is_not_in_the_store(store: Store) -> None:
    store.commit(batch([row("1")]), now=NOW)
    key = installation_key(store.path)
    for path in store.path.rglob("*"):
        if path.is_file():
            assert key not in path.read_bytes() and key.hex().encode() not in path.read_bytes()


@pytest.mark.skipif(os.name != "posix", reason="modes are POSIX")
def test_only_the_owner_may_read_the_key(store: Store) -> None:
    store.commit(batch([row("1")]), now=NOW)
    path = key_path(store.path)
    assert path.stat().st_mode & 0o777 == 0o600
    path.chmod(0o644)
    assert store.check() == ["key_open"]


def _lose(path: Path) -> None:
    path.unlink()


def _exchange(path: Path) -> None:
    path.write_text("ab" * 32, encoding="ascii")


def _cut(path: Path) -> None:
    path.write_text(path.read_text(encoding="ascii")[:20], encoding="ascii")


def _overwrite(path: Path) -> None:
    path.write_text("hello\n", encoding="ascii")


@pytest.mark.parametrize(
    ("harm", "problem"),
    [(_lose, "key_missing"), (_exchange, "key_wrong"), (_cut, "key_damaged"), (_overwrite, "key_damaged")],
)
def test_a_store_with_contents_refuses_any_key_but_its_own(store: Store, harm: object, problem: str) -> None:
    store.commit(batch([row("1")]), now=NOW)
    path = key_path(store.path)
    kept = path.read_bytes()
    harm(path)  # type: ignore[operator]
    for refused in (
        lambda: installation_key(store.path),
        lambda: store.commit(batch([row("2")], "b.csv"), now=NOW),
    ):
        with pytest.raises(UserError) as raised:
            refused()
        assert raised.value.key == f"store.{problem}"
    assert store.check() == [f"{problem}"]
    assert store.rows("popup").num_rows == 1  # what is there can still be read
    path.write_bytes(kept)
    assert store.commit(batch([row("2")], "b.csv"), now=NOW).changed
