"""What makes a page read its initiative anew."""

import os
from pathlib import Path

import pytest

from evaluation.initiative.model_files import remove_model, save_model
from evaluation.initiative.own_models import MODELS
from evaluation.initiative.staffing import StaffingModel
from evaluation.initiative.trial_files import trial_file
from evaluation.initiative.trials import register
from evaluation.settings import INITIATIVES_VARIABLE, STORE_VARIABLE
from evaluation.web import versions
from tests.initiative.trials import BEFORE, home, trial


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv(INITIATIVES_VARIABLE, str(tmp_path / "initiatives"))
    monkeypatch.setenv(STORE_VARIABLE, str(tmp_path / "store"))
    return home(tmp_path / "initiatives")


def test_a_trial_that_is_registered_edited_or_taken_away_is_seen(folder: Path) -> None:
    seen = [(versions.token(), versions.load(folder).trials)]
    register(folder, trial(), BEFORE, "Anna")
    seen.append((versions.token(), versions.load(folder).trials))
    file = trial_file(folder, "flyt")
    file.write_text(file.read_text(encoding="utf-8").replace("0.25", "0.2"), encoding="utf-8")
    _later(file, seconds=5)
    seen.append((versions.token(), versions.load(folder).trials))
    file.unlink()
    _later(file.parent, seconds=10)
    seen.append((versions.token(), versions.load(folder).trials))
    assert len({token for token, _ in seen}) == 4
    assert [[one.sound for one in trials] for _, trials in seen] == [[], [True], [False], []]


def test_a_model_that_is_made_edited_or_removed_is_seen(folder: Path) -> None:
    opening = {
        "site": versions.load(folder).sites[0].id,
        "weekday": "mon",
        "opens": "10:00",
        "closes": "12:00",
    }
    mine = StaffingModel.model_validate({"id": "mine", "name": "Min", "openings": [opening]})
    seen = [(versions.token(), versions.load(folder).models)]
    for seconds, change in enumerate((mine, mine.model_copy(update={"booking": True}), None), start=1):
        if change:
            save_model(folder, change)
        else:
            remove_model(folder, "mine")
        _later(folder / MODELS, seconds=5 * seconds)
        seen.append((versions.token(), versions.load(folder).models))
    assert len({token for token, _ in seen}) == 4
    assert [[one.booking for one in models] for _, models in seen] == [[], [False], [True], []]


def _later(path: Path, seconds: int) -> None:
    """A clock that is too coarse must not decide."""
    at = path.stat().st_mtime + seconds
    os.utime(path, (at, at))
