"""Runs: the same from the same seed, in whatever order and however many processes; kept and read back."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from zlib import crc32

import pytest
from numpy.random import Generator

from evaluation import __version__
from evaluation.calibration import Cell, Check, Result, load, run, save, share_check
from evaluation.calibration.bars import CELLS
from evaluation.calibration.rates import coverage

SMALL = tuple(
    Cell(f"small {n}", 40, partial(coverage, openings=n, mean=12.0, alpha=0.2)) for n in (6, 12, 23)
)


def drawn(rng: Generator, trials: int, *, name: str) -> Sequence[Check]:
    return [share_check(0, name, {}, int(rng.binomial(trials, 0.5)), trials)]


def plain(key: str, trials: int = 10_000) -> Cell:
    return Cell(key, trials, partial(drawn, name=key))


def test_processes_and_order_change_nothing() -> None:
    alone = run(SMALL, seed=7)
    assert run(SMALL, seed=7, processes=2).checks == alone.checks
    assert run(SMALL[::-1], seed=7).checks == alone.checks[::-1]
    assert run(SMALL[1:2], seed=7).checks == alone.checks[1:2]


def test_another_seed_and_another_cell_draw_otherwise() -> None:
    cells = (plain("one"), plain("two"))
    first, second = run(cells, seed=7).checks
    assert first.value != second.value
    assert run(cells, seed=8).checks[0].value != first.value


def test_trials_only_shorten() -> None:
    cells = (plain("long", 500), plain("short", 20))
    assert [check.trials for check in run(cells, trials=100).checks] == [100, 20]
    assert [check.trials for check in run(cells).checks] == [500, 20]
    assert (run(cells).full, run(cells, trials=100).full) == (True, False)


def test_progress_counts_the_cells() -> None:
    told: list[tuple[int, int]] = []
    run((plain("one"), plain("two")), progress=lambda done, of: told.append((done, of)))
    assert told == [(1, 2), (2, 2)]


def test_two_cells_of_one_key_would_draw_the_same() -> None:
    with pytest.raises(ValueError, match="same key"):
        run((plain("one"), plain("one")))


def test_kept_and_read_back(tmp_path: Path) -> None:
    path = tmp_path / "result.json"
    assert load(path) is None
    result = run(SMALL, seed=3, trials=20)
    save(result, path)
    kept = load(path)
    assert isinstance(kept, Result)
    assert (kept.seed, kept.trials, kept.version, kept.checks) == (3, 20, __version__, result.checks)
    assert kept.seconds == pytest.approx(result.seconds, abs=0.06)


def test_every_cell_has_its_own_seed() -> None:
    assert len({crc32(cell.key.encode()) for cell in CELLS}) == len(CELLS)
