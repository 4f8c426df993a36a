"""`calibrate`: its keys, its exit code, what is kept, and what people see meanwhile."""

from functools import partial
from pathlib import Path

import pytest
from numpy.random import Generator

from evaluation.calibration import Cell, Check, load, save, share_check
from evaluation.calibration.rates import coverage
from evaluation.cli import calibrate
from tests.cli.command import done, refused, run, says, tells

GOOD = Cell("good", 500, partial(coverage, openings=12, mean=12.0, alpha=0.2))


def never_covers(_: Generator, trials: int) -> list[Check]:
    return [share_check(2, "two_sites", {"openings": 46}, 0, trials, band=(0.93, 0.97))]


@pytest.fixture(autouse=True)
def _small(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(calibrate, "CELLS", (GOOD,))
    monkeypatch.setattr(calibrate.os, "cpu_count", lambda: 1)
    monkeypatch.setattr(calibrate, "save", partial(save, path=tmp_path / "result.json"))


def test_its_keys_are_a_contract() -> None:
    told = done("calibrate", "--trials", 100, "--seed", 5)
    assert {"seed", "trials", "version", "seconds", "checks"} <= set(told)
    assert (told["seed"], told["trials"], told["problems"]) == (5, 100, [])
    (check,) = told["checks"]
    assert {"name", "value", "low", "high", "ok", "negative_control"} <= set(check)
    assert (check["name"], check["ok"], check["negative_control"]) == ("rate_interval", True, False)
    assert check["low"] < check["value"] < check["high"]


def test_the_same_seed_gives_the_same_checks() -> None:
    first, again, other = (done("calibrate", "--seed", seed)["checks"] for seed in (5, 5, 6))
    assert first == again != other
    assert first[0]["trials"] == 500


def test_a_check_that_is_not_ok_is_exit_code_1(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(calibrate, "CELLS", (GOOD, Cell("bad", 100, never_covers)))
    answer = run("calibrate", "--json")
    assert (answer.code, answer.err) == (1, "")
    assert [check["ok"] for check in answer.json["checks"]] == [True, False]
    assert answer.json["problems"] == ["two_sites"]


def test_people_see_a_table_and_progress() -> None:
    answer = run("calibrate", "--trials", 100)
    assert answer.code == 0
    assert tells(answer.err, "cli.calibrate_progress")
    assert answer.err.count("\n") == 1
    assert tells(answer.out, "calibration.checks.rate_interval")
    assert tells(answer.out, "calibration.standing.passed")
    assert tells(answer.out, "calibration.made.sentence")


def test_only_save_keeps_it(tmp_path: Path) -> None:
    done("calibrate", "--trials", 60)
    assert load(tmp_path / "result.json") is None
    told = done("calibrate", "--trials", 60, "--save")
    kept = load(tmp_path / "result.json")
    assert kept is not None
    assert [check.as_dict() for check in kept.checks] == told["checks"]


@pytest.mark.parametrize("trials", [0, -5, 49])
def test_too_few_trials_prove_nothing(trials: int) -> None:
    assert says(refused("calibrate", "--trials", trials), "cli.few_trials")


def test_a_seed_below_0_is_refused() -> None:
    assert says(refused("calibrate", "--trials", 60, "--seed", -1), "cli.negative_seed")


def test_a_result_that_cannot_be_kept_is_told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(calibrate, "save", partial(save, path=tmp_path / "nowhere" / "result.json"))
    answer = run("calibrate", "--trials", 60, "--save", "--json")
    assert (answer.code, answer.out) == (1, "")
    assert says(answer.err.strip(), "cli.cannot_write")
