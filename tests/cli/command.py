"""Runs the command line in this process and keeps what it printed."""

import io
import json
import re
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from evaluation.__main__ import main
from evaluation.texts import text


@dataclass(frozen=True)
class Answer:
    """Exit code and both streams."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> dict[str, Any]:
        """The one JSON object on standard output; fails if there is anything else."""
        found = json.loads(self.out)
        assert isinstance(found, dict)
        return found


def run(*argv: object) -> Answer:
    """One command; a usage error's SystemExit becomes its code."""
    out, err = io.StringIO(), io.StringIO()
    with redirect_stdout(out), redirect_stderr(err):
        try:
            code = main([str(part) for part in argv])
        except SystemExit as exited:
            code = int(exited.code or 0)
    return Answer(code, out.getvalue(), err.getvalue())


def done(*argv: object) -> dict[str, Any]:
    """A command that succeeds: its JSON. Nothing may stand on standard error."""
    answer = run(*argv, "--json")
    assert answer.code == 0, answer.err
    assert answer.err == ""
    return answer.json


def refused(*argv: object) -> str:
    """A command that a user must mend: its one line on standard error. Nothing stands on standard output."""
    answer = run(*argv)
    assert answer.code == 1, (answer.code, answer.out, answer.err)
    assert answer.out == ""
    assert answer.err.endswith("\n")
    assert answer.err.count("\n") == 1
    return answer.err.strip()


def says(line: str, key: str) -> bool:
    """Whether a line is the user's error of a key (`area.name`): both its sentences, the blanks filled anyhow."""
    area, name = key.split(".", 1)
    what, fix = (_filled(f"{area}.errors.{name}.{part}") for part in ("what", "fix"))
    return re.fullmatch(f"{what}.*{fix}", line) is not None


def tells(told: str, key: str) -> bool:
    """Whether the text of a key stands in what was printed."""
    return re.search(_filled(key), told) is not None


def _filled(key: str) -> str:
    parts = re.split(r"\{[^{}]*\}", " ".join(text(key).split()))
    return ".*?".join(map(re.escape, parts))


def contents(folder: Path) -> dict[str, tuple[int, int]]:
    """Every file under a folder with size and time of change: what "unchanged" means."""
    return {
        str(path.relative_to(folder)): (path.stat().st_size, path.stat().st_mtime_ns)
        for path in folder.rglob("*")
        if path.is_file()
    }
