"""Where the initiatives of a store have their folders, also those kept outside the project."""

import json
from pathlib import Path

from evaluation.initiative.loader import find_folder


def _file(store: Path) -> Path:
    return store.with_name(f"{store.name}.initiatives.json")


def _known(store: Path) -> dict[str, str]:
    path = _file(store)
    return json.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}


def remember(store: Path, initiative_id: str, folder: Path) -> None:
    """Note the folder that an import used, beside the store; nothing is written when it is noted already."""
    known = _known(store)
    if known.get(initiative_id) != str(folder.resolve()):
        known[initiative_id] = str(folder.resolve())
        _file(store).write_text(json.dumps(known, ensure_ascii=False, indent=2), encoding="utf-8")


def folder_of(store: Path, initiative_id: str, root: Path) -> Path:
    """The folder of an initiative in the store: as remembered if it is still there, else root/<id>."""
    noted = _known(store).get(initiative_id)
    if noted and (Path(noted) / "initiative.toml").is_file():
        return Path(noted)
    return find_folder(initiative_id, root)
