"""Models made in the browser: `models/<id>.toml` in the initiative's folder, with the keys of a `[[models]]`."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from evaluation.initiative.fault import Fault
from evaluation.initiative.messages import first_problem, key_path, problem
from evaluation.initiative.model_checks import faults_of_model
from evaluation.initiative.models import Initiative
from evaluation.initiative.staffing import StaffingModel
from evaluation.initiative.toml_io import read_toml
from evaluation.texts import error

MODELS = "models"


def model_file(folder: Path, model_id: str) -> Path:
    """Where an initiative's own model of that id is kept."""
    return folder / MODELS / f"{model_id}.toml"


def read_models(folder: Path, initiative: Initiative) -> tuple[StaffingModel, ...]:
    """The own models of an initiative, by id; `initiative` as its file states it.

    Raises UserError for a file that is no model, bears another id than its name, or one that is taken.
    """
    return tuple(_read(file, initiative) for file in sorted((folder / MODELS).glob("*.toml")))


def checked_model(plain: Mapping[str, Any], initiative: Initiative, file: Path) -> StaffingModel:
    """The model of these keys, beside those that `initiative` has. Raises UserError with the first fault."""
    try:
        model = StaffingModel.model_validate(dict(plain))
    except ValidationError as failed:
        raise first_problem(file, failed, plain, StaffingModel) from failed
    found = list(_faults(model, initiative))
    if found:
        path, allowed = key_path(found[0].location, plain), dict[str, object](found[0].allowed)
        raise problem(file, path, found[0].kind, found[0].given, more=len(found) - 1, **allowed)
    return model


def stated(folder: Path, initiative: Initiative) -> Initiative:
    """The initiative without its own models: as `initiative.toml` has it."""
    kept = tuple(model for model in initiative.models if not model_file(folder, model.id).is_file())
    return initiative.model_copy(update={"models": kept})


def _read(file: Path, initiative: Initiative) -> StaffingModel:
    model = checked_model(read_toml(file), initiative, file)
    if model.id != file.stem:
        raise error("initiative.model_other_name", got=model.id, file=file)
    return model


def _faults(model: StaffingModel, initiative: Initiative) -> Iterator[Fault]:
    if any(model.id == other.id for other in initiative.models):
        yield Fault(("id",), "duplicate", model.id)
    yield from faults_of_model(model, initiative)
