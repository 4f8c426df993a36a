"""Reads `initiative.toml` into a checked `Initiative`; what is wrong in it is a sentence one can act on."""

import re
import tomllib
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from evaluation.errors import UserError
from evaluation.initiative.calendar import openings
from evaluation.initiative.checks import faults
from evaluation.initiative.messages import first_problem, key_path, listed, problem
from evaluation.initiative.models import Initiative
from evaluation.initiative.trial_files import TRIALS, read_trials
from evaluation.texts import error

FILE = "initiative.toml"


def load_initiative(folder: Path) -> Initiative:
    """The initiative that `folder/initiative.toml` describes, its calendar tried out, with its trials.

    Raises UserError naming the file, the key, what was given and what is allowed.
    """
    file = folder / FILE
    raw = read_toml(file)
    if TRIALS in raw:
        raise error("registry.in_toml", file=file)
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
    return initiative.model_copy(update={"trials": read_trials(folder, initiative)})


def read_toml(file: Path) -> dict[str, Any]:
    """What a TOML file holds. Raises UserError for one that is missing, or no TOML in UTF-8."""
    return _parsed(file, _decoded(file))


def find_folder(id_or_dir: str, root: Path) -> Path:
    """An existing folder with an `initiative.toml`, or the initiative of that id under `root`."""
    given = Path(id_or_dir)
    for folder in (given, given.parent if given.name == FILE else given, root / id_or_dir):
        if (folder / FILE).is_file():
            return folder
    known = sorted(file.parent.name for file in root.glob(f"*/{FILE}"))
    raise error("initiative.unknown", got=id_or_dir, root=root, known=listed(known))


def _decoded(file: Path) -> str:
    try:
        content = file.read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        raise error("initiative.missing_file", file=file) from None
    except OSError as failed:
        raise error("initiative.unreadable", file=file, got=failed.strerror or "") from failed
    try:
        return content.decode("utf-8-sig")  # Notepad writes a byte order mark
    except UnicodeDecodeError as failed:
        line = content.count(b"\n", 0, failed.start) + 1
        raise error("initiative.not_utf8", file=file, line=line) from failed


def _parsed(file: Path, content: str) -> dict[str, Any]:
    try:
        return tomllib.loads(content)
    except tomllib.TOMLDecodeError as failed:
        raise _not_toml(file, content, failed) from failed


def _not_toml(file: Path, content: str, failed: tomllib.TOMLDecodeError) -> UserError:
    lines = content.splitlines() or [""]
    at = re.search(r"line (\d+)", str(failed))  # "(at line 3, column 5)", or "(at end of document)"
    line = min(int(at[1]), len(lines)) if at else len(lines)
    return error("initiative.not_toml", file=file, line=line, got=lines[line - 1].strip()[:80])
