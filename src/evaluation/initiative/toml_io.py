"""TOML read with sentences about what is wrong in it, and written so that it reads back the same."""

import json
import re
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from evaluation.errors import UserError
from evaluation.texts import error


def read_toml(file: Path) -> dict[str, Any]:
    """What a TOML file holds. Raises UserError for one that is missing, or no TOML in UTF-8."""
    return _parsed(file, _decoded(file))


def toml_lines(plain: Mapping[str, Any]) -> list[str]:
    """The lines of a file: its own keys first, then its tables."""
    lines = _keys({name: item for name, item in plain.items() if not _is_table(item)})
    for name, item in plain.items():
        if _is_table(item):
            lines += _tables(name, item)
    return lines


def _is_table(item: object) -> bool:
    return isinstance(item, dict) or (isinstance(item, list) and bool(item) and isinstance(item[0], dict))


def _tables(path: str, item: dict[str, Any] | list[dict[str, Any]]) -> list[str]:
    """`[path]`, or a `[[path]]` for each of a list, with the tables inside them."""
    many, lines = isinstance(item, list), list[str]()
    for one in item if isinstance(item, list) else [item]:
        lines += ["", f"[[{path}]]" if many else f"[{path}]"]
        lines += _keys({name: value for name, value in one.items() if not _is_table(value)})
        for name, value in one.items():
            if _is_table(value):
                lines += _tables(f"{path}.{name}", value)
    return lines


def _keys(plain: Mapping[str, Any]) -> list[str]:
    """JSON's scalars and flat lists are TOML's, but for one control character that TOML wants escaped."""
    return [
        f"{name} = {json.dumps(value, ensure_ascii=False)}".replace("\x7f", "\\u007f")
        for name, value in plain.items()
    ]


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
