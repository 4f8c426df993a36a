"""The Delta log read as it lies: the newest version, and what each commit says of itself.

The log is one JSON file a commit. Reading it directly costs a fraction of opening the table, so that an
open page can ask every other second whether anything is new.
"""

import json
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

#: The key of our own entry in a commit's metadata.
ENTRY = "evaluation"

_COMMIT = re.compile(r"(\d{20})\.json")


@dataclass(frozen=True)
class Commit:
    """A commit that carries an entry of ours: its Delta version and the entry."""

    version: int
    entry: dict[str, Any]


def delta_version(table: Path) -> int | None:
    """The table's newest version, by the names in its log; None where there is no table."""
    return max(_versions(table), default=None)


def commits(table: Path) -> tuple[Commit, ...]:
    """All commits with an entry of ours, oldest first."""
    found = ((version, _entry(table / "_delta_log" / f"{version:020}.json")) for version in _versions(table))
    return tuple(Commit(version, entry) for version, entry in sorted(found, key=_first) if entry)


def _first(pair: tuple[int, dict[str, Any] | None]) -> int:
    return pair[0]


def _versions(table: Path) -> Iterator[int]:
    try:
        with os.scandir(table / "_delta_log") as log:
            names = [entry.name for entry in log]
    except FileNotFoundError:
        return
    for name in names:
        found = _COMMIT.fullmatch(name)
        if found:
            yield int(found.group(1))


def _entry(path: Path) -> dict[str, Any] | None:
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            if '"commitInfo"' in line:
                action = json.loads(line)
                if "commitInfo" in action:
                    entry: dict[str, Any] | None = action["commitInfo"].get(ENTRY)
                    return entry
    return None
