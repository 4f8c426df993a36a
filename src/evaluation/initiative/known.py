"""Where the initiatives of a store have their folders, also those kept outside the project."""

import json
from pathlib import Path

from evaluation.initiative.loader import FILE, find_folder
from evaluation.texts import error


def _file(store: Path) -> Path:
    return store.with_name(f"{store.name}.initiatives.json")


def _known(store: Path) -> dict[str, str]:
    path = _file(store)
    if not path.is_file():
        return {}
    try:
        return dict(json.loads(path.read_text(encoding="utf-8")))
    except (ValueError, TypeError) as damaged:
        raise error("cli.known_damaged", got=path) from damaged


def remember(store: Path, initiative_id: str, folder: Path) -> None:
    """Note the folder that an import used, beside the store; nothing is written when it is noted already."""
    known = _known(store)
    if known.get(initiative_id) != str(folder.resolve()):
        known[initiative_id] = str(folder.resolve())
        draft = _file(store).with_suffix(".draft")
        draft.write_text(json.dumps(known, ensure_ascii=False, indent=2), encoding="utf-8")
        draft.replace(_file(store))


def folder_of(store: Path, initiative_id: str, root: Path) -> Path:
    """The folder of an initiative in the store: as remembered if it is still there, else root/<id>."""
    noted = _known(store).get(initiative_id)
    if noted and (Path(noted) / FILE).is_file():
        return Path(noted)
    return find_folder(initiative_id, root)
