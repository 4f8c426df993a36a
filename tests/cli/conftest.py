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
