"""What commands print: Danish lines for people, or one JSON object and nothing else for scripts."""

import argparse
import csv
import io
import json
import sys
from collections.abc import Sequence
from typing import Any

_RISKY = ("=", "+", "-", "@", "\t", "\r")


def say(args: argparse.Namespace, line: str) -> None:
    """A line for a person; silent when a script asked for JSON."""
    if not args.json:
        sys.stdout.write(line + "\n")


def write_json(answer: dict[str, Any]) -> None:
    """One object on standard output."""
    sys.stdout.write(json.dumps(answer, ensure_ascii=False, indent=2, default=str) + "\n")


def write_exactly(content: str) -> None:
    """Write text with the line ends that it has: Windows would else double the carriage returns of a CSV."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(newline="")
    sys.stdout.write(content)


def danish_csv(head: Sequence[str], rows: Sequence[Sequence[object]]) -> str:
    """CSV for Danish Excel: BOM, semicolon, decimal comma; an apostrophe before what would be a formula."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow(head)
    writer.writerows([[_cell(value) for value in row] for row in rows])
    return "\ufeff" + out.getvalue()


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, float):
        return f"{value:.10g}".replace(".", ",")
    if isinstance(value, int):
        return str(value)
    words = str(value)
    return f"'{words}" if words.startswith(_RISKY) else words
