"""One writer at a time, and the system's own errors as sentences."""

import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from deltalake.exceptions import DeltaError
from filelock import FileLock, Timeout

from evaluation.errors import UserError
from evaluation.texts import error

LOCK_FILE = "write.lock"

#: System error codes: POSIX and Windows mean different things by the same number.
_FULL_POSIX, _FULL_WINDOWS = {28, 122}, {39, 112}  # 122: quota
_REFUSED_POSIX, _REFUSED_WINDOWS = {1, 13, 30}, {5, 19}
_CODE = re.compile(r"(?:os error |code: |Errno |WinError )(\d+)")


@contextmanager
def writing(store: Path, timeout: float) -> Iterator[None]:
    """Hold the store's writer lock; makes the store's folder.

    Raises UserError when another holds it for more than `timeout` seconds, when the disk is full and when
    the folder may not be written. The lock is the system's: it falls when its process dies.
    """
    with translated(store):
        store.mkdir(parents=True, exist_ok=True)
        lock = FileLock(store / LOCK_FILE, timeout=timeout)
        try:
            lock.acquire()
        except Timeout as held:
            raise error("store.busy", got=store, seconds=round(timeout)) from held
        try:
            yield
        finally:
            lock.release()


@contextmanager
def translated(store: Path) -> Iterator[None]:
    """Turn a full disk and a refused write into a UserError; anything else passes as it is."""
    try:
        yield
    except (DeltaError, OSError) as problem:
        found = _as_user_error(problem, store)
        if found is None:
            raise
        raise found from problem


def _as_user_error(problem: Exception, store: Path) -> UserError | None:
    codes = {int(code) for code in _CODE.findall(str(problem))}
    windows = getattr(problem, "winerror", None) is not None or sys.platform == "win32"
    if codes & (_FULL_WINDOWS if windows else _FULL_POSIX):
        return error("store.disk_full", got=store)
    if codes & (_REFUSED_WINDOWS if windows else _REFUSED_POSIX) or isinstance(problem, PermissionError):
        return error("store.read_only", got=store)
    return None
