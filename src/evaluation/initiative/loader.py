"""Reads `initiative.toml` into a checked `Initiative`; what is wrong in it is a sentence one can act on."""

from pathlib import Path

from pydantic import ValidationError

from evaluation.initiative.calendar import openings
from evaluation.initiative.checks import faults
from evaluation.initiative.geography_files import FOLDER, read_geography
from evaluation.initiative.messages import first_problem, key_path, listed, problem
from evaluation.initiative.models import Initiative
from evaluation.initiative.own_models import read_models
from evaluation.initiative.toml_io import read_toml
from evaluation.initiative.trial_files import TRIALS, read_trials
from evaluation.texts import error

FILE = "initiative.toml"


def load_initiative(folder: Path) -> Initiative:
    """The initiative that `folder/initiative.toml` describes, its calendar tried out, with all that stands beside it.

    Raises UserError naming the file, the key, what was given and what is allowed.
    """
    file = folder / FILE
    raw = read_toml(file)
    if TRIALS in raw:
        raise error("registry.in_toml", file=file)
    if FOLDER in raw:
        raise error("geography.in_toml", file=file)
    try:
        initiative = Initiative.model_validate(raw)
    except ValidationError as failed:
        raise first_problem(file, failed, raw) from failed
    found = list(faults(initiative))
    if found:
        first = found[0]
        path = key_path(first.location, raw)
        raise problem(file, path, first.kind, first.given, more=len(found) - 1, **first.allowed)
    openings(initiative, initiative.evaluation_ends_on)
    models = initiative.models + read_models(folder, initiative)
    beside = {"trials": read_trials(folder, initiative), "geography": read_geography(folder, initiative)}
    return initiative.model_copy(update={"models": models, **beside})


def find_folder(id_or_dir: str, root: Path) -> Path:
    """An existing folder with an `initiative.toml`, or the initiative of that id under `root`."""
    given = Path(id_or_dir)
    for folder in (given, given.parent if given.name == FILE else given, root / id_or_dir):
        if (folder / FILE).is_file():
            return folder
    known = sorted(file.parent.name for file in root.glob(f"*/{FILE}"))
    raise error("initiative.unknown", got=id_or_dir, root=root, known=listed(known))
