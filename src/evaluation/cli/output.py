"""What commands print: Danish lines for people, or one JSON object and nothing else for scripts."""

import argparse
import io
import json
import sys
from collections.abc import Sequence
from typing import Any

from evaluation.texts import format as da


def say(args: argparse.Namespace, line: str) -> None:
    """A line for a person; silent when a script asked for JSON."""
    if not args.json:
        sys.stdout.write(line + "\n")


def columns(rows: Sequence[Sequence[str]]) -> list[str]:
    """A table's rows, its head first, as lines with their cells below each other; a cell of two lines as one."""
    flat = [[", ".join(cell.replace(da.JOINER, "").splitlines()) for cell in row] for row in rows]
    widths = [max(map(len, column)) for column in zip(*flat, strict=True)]
    return ["  ".join(map(str.ljust, row, widths)).rstrip() for row in flat]


def write_json(answer: dict[str, Any]) -> None:
    """One object on standard output."""
    sys.stdout.write(json.dumps(answer, ensure_ascii=False, indent=2, default=str) + "\n")


def write_exactly(content: str) -> None:
    """Write text with the line ends that it has: Windows would else double the carriage returns of a CSV."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(newline="")
    sys.stdout.write(content)
