"""Writes TOML that a person can edit: plain tables, one key a line, comments above."""

import re
from collections.abc import Mapping, Sequence

Scalar = str | bool | int | float
_BARE = re.compile(r"[A-Za-z0-9_-]+")
_ESCAPES = {"\\": "\\\\", '"': '\\"', "\b": "\\b", "\t": "\\t", "\n": "\\n", "\f": "\\f", "\r": "\\r"}


def _escaped(char: str) -> str:
    if char in _ESCAPES:
        return _ESCAPES[char]
    return f"\\u{ord(char):04X}" if ord(char) < 0x20 or ord(char) == 0x7F else char


def quoted(value: str) -> str:
    """A basic TOML string."""
    return '"' + "".join(map(_escaped, value)) + '"'


def key(name: str) -> str:
    """A key, quoted where it must be."""
    return name if _BARE.fullmatch(name) else quoted(name)


def value(item: Scalar | Sequence[Scalar]) -> str:
    """A scalar or a flat list."""
    if isinstance(item, bool):
        return "true" if item else "false"
    if isinstance(item, str):
        return quoted(item)
    if isinstance(item, int | float):
        return str(item)
    return "[" + ", ".join(map(value, item)) + "]"


def comment(sentences: str) -> list[str]:
    """Comment lines, one for each line of text."""
    return [f"# {line}".rstrip() for line in sentences.splitlines()]


def table(path: Sequence[str], items: Mapping[str, object]) -> list[str]:
    """The lines of one table: its own keys first, then its tables. Dates must be given as strings."""
    own = {name: item for name, item in items.items() if not isinstance(item, Mapping)}
    lines = [f"[{'.'.join(map(key, path))}]"] if path and (own or not items) else []
    lines += [f"{key(name)} = {value(item)}" for name, item in own.items()]  # type: ignore[arg-type]
    for name, item in items.items():
        if isinstance(item, Mapping):
            lines += ["", *table([*path, name], item)]
    return lines


def array_item(name: str, items: Mapping[str, Scalar | Sequence[Scalar]]) -> list[str]:
    """One `[[name]]` block."""
    return [f"[[{key(name)}]]", *(f"{key(k)} = {value(v)}" for k, v in items.items())]
