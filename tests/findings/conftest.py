from pathlib import Path

import pytest

from evaluation.cli.demo import FOLDER
from evaluation.findings.dataset import Dataset, open_dataset
from evaluation.initiative import load_initiative
from evaluation.store import Store


@pytest.fixture(scope="session")
def dataset(demo_store: Path) -> Dataset:
    """The synthetic year, opened once: an engine never changes, so tests may share it."""
    return open_dataset(Store(demo_store), load_initiative(FOLDER))
