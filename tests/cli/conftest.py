import shutil
from pathlib import Path

import pytest

from tests.cli.command import done
from tests.e2e.hand_case.case import write_case


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The hand-worked initiative with its exports. Never write to it."""
    return write_case(tmp_path_factory.mktemp("cli") / "haandregnet")


@pytest.fixture(scope="session")
def imported(tmp_path_factory: pytest.TempPathFactory, folder: Path) -> Path:
    """A store that holds one import. Never write to it."""
    place = tmp_path_factory.mktemp("imported") / "store"
    done("import", folder / "koe.csv", "--initiative", folder, "--store", place)
    return place


@pytest.fixture
def store(tmp_path: Path, imported: Path) -> Path:
    """A store of its own that holds one import, with all that lies beside it."""
    shutil.copytree(imported.parent, tmp_path, dirs_exist_ok=True)
    return tmp_path / imported.name
