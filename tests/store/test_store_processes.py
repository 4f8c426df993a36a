"""The store under real processes: killed in the middle of an import, and racing each other."""

import multiprocessing
import random
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from multiprocessing.connection import Connection
from multiprocessing.context import BaseContext
from multiprocessing.process import BaseProcess
from typing import Any

import pytest

from evaluation.errors import UserError
from evaluation.store import Batch, Store
from tests.store import workers
from tests.store.rows import NOW, TRACE, batch, rejected, row, stated

pytestmark = pytest.mark.slow

MOMENTS = 20
SEED = 20251122


@pytest.fixture(scope="module")
def processes() -> BaseContext:
    """Processes of their own, where possible from one that has the libraries in memory already."""
    if sys.platform == "win32":
        return multiprocessing.get_context("spawn")
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["deltalake", "pyarrow.dataset", "pyarrow.compute", "filelock"])
    return context


@contextmanager
def running(context: BaseContext, target: Any, *args: Any) -> Iterator[tuple[BaseProcess, Connection]]:
    """A process that talks over a pipe; killed at the end if it is still there."""
    here, there = context.Pipe()
    process = context.Process(target=target, args=(*args, there))  # type: ignore[attr-defined]
    process.start()
    there.close()
    try:
        yield process, here
    finally:
        process.kill()
        process.join()


@cache
def nth_import(n: int) -> Batch:
    """60 new rows, a correction of the import before, a rejection: something of everything."""
    corrected = [row(f"{n - 1}-{i}", topic="pas") for i in range(20)] if n else []
    new = [row(f"{n}-{i}", closed=i % 2 == 0) for i in range(60)]
    return batch(corrected + new, f"{n}.csv", rejections=rejected(n, name=f"{n}.csv"))


def expected(count: int) -> list[dict[str, Any]]:
    kept: dict[str, dict[str, Any]] = {}
    for n in range(count):
        kept |= {r["enquiry_id"]: r for r in nth_import(n).accepted.to_pylist()}
    told = [{k: v for k, v in r.items() if k not in TRACE} for r in kept.values()]
    return sorted(told, key=lambda r: r["enquiry_id"])


def assert_whole(store: Store) -> None:
    """The store holds exactly the imports that its ledger tells of, each of them whole."""
    assert store.check() == []
    count = len(store.ledger())
    assert stated(store.rows("popup")) == expected(count)
    assert sorted(store.rejections()["source_row"].to_pylist()) == list(range(count))


def test_killed_at_twenty_moments_the_table_is_before_or_after(store: Store, processes: BaseContext) -> None:
    moments = random.Random(SEED)
    store.commit(nth_import(0), now=NOW)
    with running(processes, workers.import_once, store.path, nth_import(1)) as (_, ear):
        assert ear.recv() == "starts"
        started = time.monotonic()
        assert ear.recv() == "done"
        usual = time.monotonic() - started
    count, before, after = 2, 0, 0
    for _ in range(MOMENTS):
        with running(processes, workers.import_once, store.path, nth_import(count)) as (process, ear):
            assert ear.recv() == "starts"
            time.sleep(moments.uniform(0, 1.2 * usual))
            process.kill()
            process.join()
        stands = len(store.ledger())
        assert stands in (count, count + 1)
        before, after = before + (stands == count), after + (stands > count)
        assert_whole(store)
        if stands == count:
            assert store.commit(nth_import(count), now=NOW).changed
        assert not store.commit(nth_import(count), now=NOW).changed
        count += 1
    assert_whole(store)
    assert before + after == MOMENTS
    assert before, "no import was killed before its commit: the moments do not test what they should"


def test_killed_during_the_first_import_of_all(store: Store, processes: BaseContext) -> None:
    moments = random.Random(SEED)
    for n in range(5):
        path = store.path.with_name(f"first{n}")
        with running(processes, workers.import_once, path, nth_import(0)) as (process, ear):
            assert ear.recv() == "starts"
            time.sleep(moments.uniform(0, 0.15))
            process.kill()
            process.join()
        first = Store(path)
        assert_whole(first)
        first.commit(nth_import(0), now=NOW)
        assert_whole(first)
        assert len(first.ledger()) == 1


def race(context: BaseContext, store: Store, shares: list[list[Batch]]) -> None:
    start = context.Barrier(len(shares))
    racing = [
        context.Process(target=workers.import_all, args=(store.path, share, start))  # type: ignore[attr-defined]
        for share in shares
    ]
    for process in racing:
        process.start()
    for process in racing:
        process.join()
    assert [process.exitcode for process in racing] == [0] * len(racing)


def test_four_processes_race_and_every_import_lands_once(store: Store, processes: BaseContext) -> None:
    shares = [
        [batch([row(f"{n}-{k}-{i}") for i in range(20)], f"{n}-{k}.csv") for k in range(4)] for n in range(4)
    ]
    race(processes, store, shares)
    live = store.ledger()
    assert [entry.sequence for entry in live] == list(range(1, 17))
    assert {entry.files[0].file for entry in live} == {f"{n}-{k}.csv" for n in range(4) for k in range(4)}
    assert store.delta_version() == 16
    assert store.rows("popup").num_rows == 4 * 4 * 20
    assert store.check() == []


def test_the_same_file_imported_by_four_at_once_lands_once(store: Store, processes: BaseContext) -> None:
    given = batch([row(f"{i}") for i in range(50)], rejections=rejected(7))
    race(processes, store, [[given]] * 4)
    assert len(store.ledger()) == 1
    assert store.rows("popup").num_rows == 50
    assert store.rejections().num_rows == 1
    assert store.check() == []


def test_another_import_that_takes_too_long_is_told_and_a_dead_one_lets_go(
    store: Store, processes: BaseContext
) -> None:
    store.commit(batch([row("0")], "first.csv"), now=NOW)
    impatient = Store(store.path, lock_timeout=0.2)
    with running(processes, workers.hold_the_lock, store.path) as (_, ear):
        assert ear.recv() == "holds"
        with pytest.raises(UserError, match="En anden import er i gang"):
            impatient.commit(batch([row("1")]), now=NOW)
        with pytest.raises(UserError, match="En anden import er i gang"):
            impatient.undo(NOW)
        assert len(impatient.ledger()) == 1  # reading waits for nobody
        assert impatient.preview(batch([row("1")]))["new"] == 1
    assert impatient.commit(batch([row("1")]), now=NOW).changed
