"""What the store's tests run in processes of their own."""

from multiprocessing.connection import Connection
from multiprocessing.synchronize import Barrier
from pathlib import Path

from evaluation.store import Batch, Store
from tests.store.rows import NOW, batch, row


def import_once(path: Path, given: Batch, ready: Connection) -> None:
    """Import a batch, telling when it starts and when it is done."""
    store = Store(path)
    ready.send("starts")
    store.commit(given, now=NOW)
    ready.send("done")


def import_all(path: Path, batches: list[Batch], start: Barrier) -> None:
    """Import batches one after another as soon as everyone is ready."""
    store = Store(path, lock_timeout=120)
    start.wait()
    for given in batches:
        store.commit(given, now=NOW)


def hold_the_lock(path: Path, ready: Connection) -> None:
    """Sit in the middle of an import until killed."""

    def stop(done: int, _of: int) -> None:
        if done == 1:
            ready.send("holds")
            ready.recv()

    Store(path).commit(batch([row("held")], "held.csv"), now=NOW, on_progress=stop)
