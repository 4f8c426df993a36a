"""Looks up Danish strings in the TOML files beside this module: `text("pages.overview.title")`.

The first part of a key is the file, the rest the path of tables inside it.
"""

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

from evaluation.errors import UserError

_FOLDER = Path(__file__).parent


@cache
def _file(name: str) -> dict[str, Any]:
    return tomllib.loads((_FOLDER / f"{name}.toml").read_text(encoding="utf-8"))


def _find(key: str) -> str | dict[str, Any]:
    name, *path = key.split(".")
    node: Any = _file(name)
    for part in path:
        node = node[part]
    found: str | dict[str, Any] = node
    return found


def text(key: str, /, **values: object) -> str:
    """The Danish string of a key, its {placeholders} filled. Raises KeyError for an unknown key."""
    found = _find(key)
    if not isinstance(found, str):
        raise KeyError(key)
    return found.format(**values) if values else found


def table(key: str) -> dict[str, str]:
    """All strings of one table, by name. Raises KeyError for an unknown key."""
    found = _find(key)
    if isinstance(found, str):
        raise KeyError(key)
    return {name: value for name, value in found.items() if isinstance(value, str)}


def has(key: str) -> bool:
    """Whether a string of that key exists."""
    try:
        return isinstance(_find(key), str)
    except (KeyError, FileNotFoundError, TypeError):
        return False


def error(key: str, /, *, got: object = "", **values: object) -> UserError:
    """The user's error `name` of an area's file (key `area.name`): its sentences `what` and `fix`."""
    area, name = key.split(".", 1)
    what = text(f"{area}.errors.{name}.what", **values)
    fix = text(f"{area}.errors.{name}.fix", **values)
    return UserError(what, text("common.got", got=got) if got != "" else "", fix, key=key)


def _walk(node: dict[str, Any], prefix: str) -> list[str]:
    found: list[str] = []
    for name, value in node.items():
        key = f"{prefix}.{name}"
        found += _walk(value, key) if isinstance(value, dict) else [key]
    return found


def keys() -> list[str]:
    """Every key of every file, sorted."""
    return sorted(k for p in _FOLDER.glob("*.toml") for k in _walk(_file(p.stem), p.stem))
