"""Runs the cells, in as many processes as wanted, and keeps the result.

Every cell draws from its own generator, seeded by the run's seed and the cell's key alone: the result depends
neither on the number of processes nor on which other cells there are.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from time import perf_counter
from typing import Any
from zlib import crc32

import numpy as np

from evaluation import __version__
from evaluation.calibration.check import Cell, Check

SEED = 20250303
RESULT = Path(__file__).with_name("result.json")

#: Told after each cell: how many of how many are done.
Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class Result:
    """One calibration: its checks in the order of the bars, and what it takes to make it again.

    `trials` is the most a cell was allowed, None for a full run.
    """

    seed: int
    trials: int | None
    version: str
    seconds: float
    checks: tuple[Check, ...]

    @property
    def full(self) -> bool:
        """Whether every cell ran as long as it is meant to."""
        return self.trials is None

    def as_dict(self) -> dict[str, Any]:
        """As JSON holds it."""
        return {
            "seed": self.seed,
            "trials": self.trials,
            "version": self.version,
            "seconds": round(self.seconds, 1),
            "checks": [check.as_dict() for check in self.checks],
        }


def run(
    cells: Sequence[Cell],
    *,
    seed: int = SEED,
    trials: int | None = None,
    processes: int = 1,
    progress: Progress | None = None,
) -> Result:
    """All checks of all cells; `trials` shortens every cell that is meant to be longer.

    Raises ValueError for two cells of one key: they would draw the same numbers.
    """
    keys = [cell.key for cell in cells]
    if len(set(keys)) != len(keys):
        raise ValueError("two cells have the same key")
    start = perf_counter()
    checks: list[Check] = []
    for done, found in enumerate(_results(partial(run_cell, seed=seed, trials=trials), cells, processes), 1):
        checks += found
        if progress:
            progress(done, len(cells))
    return Result(seed, trials, __version__, perf_counter() - start, tuple(checks))


def run_cell(cell: Cell, *, seed: int, trials: int | None) -> tuple[Check, ...]:
    """One cell alone, with the same result as in a whole run."""
    source = np.random.SeedSequence(seed, spawn_key=(crc32(cell.key.encode()),))
    length = cell.trials if trials is None else min(trials, cell.trials)
    return tuple(cell.work(np.random.default_rng(source), length))


def _results(
    work: Callable[[Cell], tuple[Check, ...]], cells: Iterable[Cell], processes: int
) -> Iterator[tuple[Check, ...]]:
    if processes == 1:
        yield from map(work, cells)
        return
    # Spawned, as on Windows: a forked copy of a process with threads may hang.
    with ProcessPoolExecutor(processes, mp_context=get_context("spawn")) as pool:
        yield from pool.map(work, cells)


def save(result: Result, path: Path = RESULT) -> None:
    """Write the result as JSON, UTF-8, so that a change is seen line by line."""
    content = json.dumps(result.as_dict(), ensure_ascii=False, indent=1)
    path.write_text(content + "\n", encoding="utf-8", newline="\n")


def load(path: Path = RESULT) -> Result | None:
    """The result kept there; None if there is none."""
    if not path.exists():
        return None
    raw = json.loads(path.read_text(encoding="utf-8"))
    return Result(
        raw["seed"],
        raw["trials"],
        raw["version"],
        raw["seconds"],
        tuple(Check.from_dict(check) for check in raw["checks"]),
    )
