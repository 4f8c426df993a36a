"""The installation's key: what a source's own ids are turned into pseudonyms with.

It lies beside the store, not in it, so that a copy of the store alone cannot be matched with a list of
ticket numbers. The store knows the key's fingerprint and refuses another key.
"""

import hashlib
import os
import secrets
from pathlib import Path

from evaluation.store import delta, guard
from evaluation.store.schema import TABLE
from evaluation.texts import error

KEY_BYTES = 32


def key_path(store: Path) -> Path:
    """Where the key of a store lies: `<store>.key` in the folder that holds the store."""
    return store.with_name(f"{store.name}.key")


def fingerprint(key: bytes) -> str:
    """16 hex digits that tell keys apart and tell nothing of the key."""
    return hashlib.sha256(b"fingerprint of the installation key" + key).hexdigest()[:16]


def installation_key(store_path: Path, *, lock_timeout: float = 30.0) -> bytes:
    """The store's key, 32 bytes; made the first time, before the store holds anything.

    Raises UserError if the key of a store with contents is gone, damaged or another.
    """
    store = Path(store_path).absolute()
    if not key_path(store).exists():
        with guard.writing(store, lock_timeout):
            return ensure_key(store)
    return ensure_key(store)


def ensure_key(store: Path) -> bytes:
    """As `installation_key`, for one who holds the writer lock."""
    path = key_path(store)
    table = delta.open_table(store / TABLE)
    if not path.exists():
        if table is not None:
            raise error("store.key_missing", got=path)
        _write(path, secrets.token_bytes(KEY_BYTES))
    key = _read(path)
    if table is not None and delta.key_fingerprint(table) != fingerprint(key):
        raise error("store.key_wrong", got=path)
    return key


def _read(path: Path) -> bytes:
    try:
        key = bytes.fromhex(path.read_text(encoding="ascii").strip())
    except ValueError as unreadable:
        raise error("store.key_damaged", got=path) from unreadable
    if len(key) != KEY_BYTES:
        raise error("store.key_damaged", got=path)
    return key


def _write(path: Path, key: bytes) -> None:
    """Whole or not at all: a key cut short would lock the store out."""
    draft = path.with_name(f"{path.stem}.{secrets.token_hex(4)}.key")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="ascii") as out:
        out.write(key.hex() + "\n")
        out.flush()
        os.fsync(out.fileno())
    draft.replace(path)
