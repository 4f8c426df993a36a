"""Puts the synthetic year into a store, by the same way as any other export."""

import sys
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from evaluation.demo import generate
from evaluation.initiative import load_initiative
from evaluation.intake.importing import Imported, Progress, import_files, profiles_of
from evaluation.settings import ROOT
from evaluation.store import Store
from evaluation.texts import text

FOLDER = ROOT / "data" / "initiatives" / "vesthimmerland"


@dataclass(frozen=True)
class DemoYear:
    """Where the raw files lie, how many rows they had, and the store's version."""

    folder: Path
    rows: int
    delta_version: int | None


def make(store_path: Path, seed: int | None = None, progress: Progress | None = None) -> DemoYear:
    """Write the raw files beside the store and import them, the counting source last.

    Last, because a store without it is taken for an empty one: a demo that was stopped is made whole.
    """
    store = Store(store_path)  # first of all: a place that is no good is refused before anything is written
    folder = store_path.with_name(f"{store_path.name}-demo")
    written = generate(folder) if seed is None else generate(folder, seed)
    initiative, profiles = load_initiative(FOLDER), profiles_of(FOLDER)
    now = datetime.now(UTC).replace(tzinfo=None)
    done: list[Imported] = []
    exports = [path for path in written.files if path.suffix == ".csv"]
    others = [path for path in written.files if path not in exports]
    for files in (*([path] for path in others), exports):
        done.append(import_files(files, store, initiative, profiles, now=now, progress=progress))
    rows = sum(file.rows["read"] for one in done for file in one.files)
    return DemoYear(folder, rows, done[-1].delta_version)


def make_if_empty(store_path: Path) -> None:
    """The demo year, unless the store holds counted enquiries."""
    counting = {s.id for s in load_initiative(FOLDER).sources if s.counts}
    entries = Store(store_path).ledger()
    if any(e.initiative != FOLDER.name or e.source in counting for e in entries):
        return
    sys.stderr.write(text("cli.demo_making") + "\n")
    year = make(store_path)
    sys.stderr.write(
        text("cli.demo_done", store=store_path.name, rows=year.rows, folder=year.folder.name) + "\n"
    )
