import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.command import done
from tests.e2e.hand_case.case import write_case


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The hand-worked initiative with its exports. Never write to it."""
    return write_case(tmp_path_factory.mktemp("cli") / "haandregnet")


@pytest.fixture
def store(tmp_path: Path, folder: Path) -> Path:
    """A store of its own that holds one import."""
    place = tmp_path / "store"
    done("import", folder / "koe.csv", "--initiative", folder, "--store", place)
    return place


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
