"""What every test shares: in which order files are handed out, no deadline for examples, the shared material."""

import os
import subprocess
from collections import defaultdict
from collections.abc import Iterator
from itertools import chain, zip_longest
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

# Two cores run the suite side by side: a slow example is not a failing one.
settings.register_profile("project", deadline=None, suppress_health_check=[HealthCheck.too_slow])
# A gate must say the same of the same commit; at a desk every run tries new examples.
settings.register_profile("gate", settings.get_profile("project"), derandomize=True)
settings.load_profile("gate" if os.environ.get("CI") else "project")

SHARED = Path(__file__).resolve().parents[2] / "shared"


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Several processes take whole files in this order: the long ones first, so that none is left over at the end.

    Browser files wait and slow ones compute: they go in turn. The others by their number of tests.
    """
    if not hasattr(config, "workerinput"):
        return
    files: dict[Path, list[pytest.Item]] = defaultdict(list)
    for item in items:
        files[item.path].append(item)
    browser, slow, other = [], [], []
    for tests in files.values():
        marks = {mark.name for test in tests for mark in test.iter_markers()}
        (browser if "browser" in marks else slow if "slow" in marks else other).append(tests)
    first = chain.from_iterable(zip_longest(browser, slow, fillvalue=[]))
    items[:] = chain(*first, *sorted(other, key=len, reverse=True))


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of seeds and real logs; a test that needs it is skipped where it is absent."""
    if not SHARED.is_dir():
        pytest.skip("the shared folder with real logs is not here")
    return SHARED


@pytest.fixture(scope="session")
def demo_store(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Path:
    """A store with the synthetic year; made once, however many processes run the tests. Never write to it."""
    from filelock import FileLock

    from evaluation.cli.demo import make

    own = tmp_path_factory.getbasetemp()
    place = own if worker_id == "master" else own.parent
    store = place / "demo-year" / "store"
    with FileLock(place / "demo-year.lock"):
        if not store.exists():
            making = place / "demo-year-in-the-making"
            make(making / "store")
            making.rename(store.parent)
    return store


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of its own with 600 kB of room."""
    if os.name != "posix" or os.geteuid() != 0:
        pytest.skip("needs root to mount a small disk")
    disk = tmp_path / "disk"
    disk.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=600k", "tmpfs", disk], check=False, capture_output=True
    )
    if mounted.returncode:
        pytest.skip(f"cannot mount a small disk: {mounted.stderr.decode()}")
    yield disk
    subprocess.run(["umount", "--lazy", disk], check=True)
