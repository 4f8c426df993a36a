"""The command line opens a store anew for every question; tests that ask much let each version be opened once."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

import pytest

from evaluation.cli import queries
from evaluation.findings.dataset import Dataset, open_dataset
from evaluation.initiative import Initiative, load_initiative
from evaluation.store import Store
from tests.cli.command import contents


@contextmanager
def opened_once() -> Iterator[None]:
    """Within it, the newest version of a store is kept, and an initiative as long as its files are the same.

    An older version is opened as always.
    """

    @cache
    def newest(place: Path, _delta_version: int | None, initiative: Initiative) -> Dataset:
        return open_dataset(Store(place), initiative)

    def dataset(store: Store, initiative: Initiative, version: int | None = None) -> Dataset:
        if version is not None:
            return open_dataset(store, initiative, version)
        return newest(store.path, store.delta_version(), initiative)

    @cache
    def read(folder: Path, _files: frozenset[tuple[str, tuple[int, int]]]) -> Initiative:
        return load_initiative(folder)

    def initiative(folder: Path) -> Initiative:
        return read(folder, frozenset(contents(folder).items()))

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(queries, "open_dataset", dataset)
        patch.setattr(queries, "load_initiative", initiative)
        yield
