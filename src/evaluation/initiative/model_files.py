"""Saves and removes the models made in the browser; those of `initiative.toml` are a person's to edit."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from evaluation.initiative.create import alone
from evaluation.initiative.loader import load_initiative
from evaluation.initiative.messages import problem
from evaluation.initiative.own_models import checked_model, model_file, stated
from evaluation.initiative.staffing import StaffingModel
from evaluation.initiative.toml_io import toml_lines
from evaluation.initiative.trial_models import DEVICES
from evaluation.texts import error


def save_model(folder: Path, model: StaffingModel) -> Path:
    """Keeps a model in its own file, in place of an earlier one of that id; returns the file.

    Raises UserError when the id is one of `initiative.toml`'s, when it does not fit the initiative, or when the
    file cannot be written.
    """
    file = model_file(folder, model.id)
    if model.id in DEVICES:
        raise problem(file, "id", "device_name", model.id)
    with _alone(folder, file):
        plain = model.model_dump(mode="json", exclude_defaults=True)
        checked_model(plain, stated(folder, load_initiative(folder)), file)
        draft = file.with_suffix(".draft")
        file.parent.mkdir(exist_ok=True)
        draft.write_text("\n".join(toml_lines(plain)) + "\n", encoding="utf-8", newline="\n")
        draft.replace(file)
    return file


def remove_model(folder: Path, model_id: str) -> None:
    """Removes an own model. Raises UserError when there is none of that id: `initiative.toml`'s are not ours."""
    file = model_file(folder, model_id)
    with _alone(folder, file):
        if not file.is_file():
            raise error("initiative.no_own_model", got=model_id)
        file.unlink()


@contextmanager
def _alone(folder: Path, file: Path) -> Iterator[None]:
    try:
        with alone(folder.parent):
            yield
    except OSError as failed:
        raise error("initiative.cannot_write", got=failed.strerror or "", file=file) from failed
