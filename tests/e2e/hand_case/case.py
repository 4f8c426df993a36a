"""The hand-worked case: its files, its answers, and how both are read."""

import csv
import shutil
import tomllib
from datetime import datetime
from fractions import Fraction
from pathlib import Path
from typing import Any

from openpyxl import Workbook

from tests.cli.command import done

HERE = Path(__file__).parent
ANSWERS: dict[str, list[dict[str, Any]]] = tomllib.loads((HERE / "answers.toml").read_text(encoding="utf-8"))
_DATED = ("Bestilt", "Aftalt tid")


def write_case(folder: Path) -> Path:
    """The initiative's folder with its profiles and the three exports."""
    shutil.copytree(HERE, folder, ignore=shutil.ignore_patterns("*.py", "__pycache__", "answers.toml"))
    _write_workbook(HERE / "tider.csv", folder / "tider.xlsx")
    return folder


def _write_workbook(source: Path, target: Path) -> None:
    """As the appointment system saves it: a title, an empty row, real dates, and a sum at the bottom."""
    with source.open(encoding="utf-8", newline="") as file:
        header, *rows = csv.reader(file, delimiter=";")
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["Tidsbestilling, Prøve Kommune"])
    sheet.append([])
    sheet.append(header)
    for row in rows:
        named = zip(header, row, strict=True)
        sheet.append([datetime.fromisoformat(cell) if name in _DATED else cell for name, cell in named])
    sheet.append(["I alt", len(rows)])
    book.save(target)


def ask(store: Path, question: dict[str, Any]) -> list[dict[str, Any]]:
    """The rows that the command line answers with, as the data steward."""
    given: list[object] = ["query", question["measure"], "--store", store, "--role", "dataansvarlig"]
    given += ["--by", ",".join(question["by"])] if "by" in question else []
    for filtered in question.get("where", []):
        given += ["--where", filtered]
    for bound in ("from", "to"):
        given += [f"--{bound}", question[bound]] if bound in question else []
    rows: list[dict[str, Any]] = done(*given)["rows"]
    return rows


def status_of(expected: dict[str, Any]) -> str:
    """As the answer says, else by its value: a zero is told apart from a number."""
    if "status" in expected:
        return str(expected["status"])
    return "value" if Fraction(expected["value"]) else "zero"


def name_of(question: dict[str, Any]) -> str:
    """A test's name: the measure and how it is split."""
    parts = [question["measure"], *question.get("by", []), *question.get("where", [])]
    return "-".join(parts + ([question["from"]] if "from" in question else []))
