"""Cases worked by hand: their files, their answers, and how both are read."""

import csv
import shutil
import tomllib
from datetime import date, datetime
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from evaluation.engine import Engine
from evaluation.metrics import Row, compute
from evaluation.stats import kaplan_meier
from tests.cli.command import done

HERE = Path(__file__).parent
#: A second initiative, without openings: what only such a one can answer.
LINE = HERE.parent / "hand_case_line"
_DATED = ("Bestilt", "Aftalt tid")

Answers = dict[str, list[dict[str, Any]]]


def answers(case: Path) -> Answers:
    """The files of a case as the hand accounts for them, and the questions with the hand's answers."""
    return tomllib.loads((case / "answers.toml").read_text(encoding="utf-8"))


ANSWERS = answers(HERE)


def write_case(folder: Path, case: Path = HERE) -> Path:
    """The initiative's folder with its profiles and its exports."""
    shutil.copytree(case, folder, ignore=shutil.ignore_patterns("*.py", "__pycache__", "answers.toml"))
    if (case / "tider.csv").exists():
        _write_workbook(case / "tider.csv", folder / "tider.xlsx")
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


def take(folder: Path, store: Path, one: dict[str, Any]) -> dict[str, Any]:
    """What the import of one file answers."""
    kind = ["--kind", one["kind"]] if "kind" in one else []
    return done("import", folder / one["file"], *kind, "--initiative", folder, "--store", store)


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


def same_account(told: dict[str, Any], hand: dict[str, Any]) -> None:
    """Every row of a file is accounted for as the hand did, and both equations hold."""
    (file,) = told["files"]
    assert file["profile"] == hand["profile"]  # chosen by its columns, not named
    assert file["rows"] == hand["rows"]
    assert file["reasons"] == hand["reasons"]
    assert file["enquiries"] == hand["enquiries"]
    rows = file["rows"]
    assert rows["read"] == sum(count for name, count in rows.items() if name != "read")
    assert rows["used"] == kept(hand) or hand.get("folds", False)
    assert rows["rejected"] == sum(file["reasons"].values())


def kept(hand: dict[str, Any]) -> int:
    """Enquiries of a file; of an event log tickets, of a wide sheet lines."""
    return sum(hand["enquiries"][name] for name in ("new", "updated", "unchanged"))


def same_answer(store: Path, question: dict[str, Any]) -> None:
    """The program answers a question as the hand did: the same rows, statuses, values and bounds."""
    by = question.get("by", [])
    rows = {tuple(row[name] for name in by): row for row in ask(store, question)}
    hand = {tuple(row.get(name) for name in by): row for row in question["rows"]}
    assert set(rows) == set(hand)
    for dims, expected in hand.items():
        row = rows[dims]
        assert row["status"] == status_of(expected), dims
        value = Fraction(expected["value"]) if "value" in expected else None
        assert row["value"] == (None if value is None else pytest.approx(float(value), abs=1e-12)), dims
        assert row["n"] == expected.get("n", row["n"]), dims
        for end in ("low", "high"):
            if end in expected:
                assert row[end] == pytest.approx(float(Fraction(expected[end])), abs=1e-12), dims


def same_reckoning(engine: Engine, question: dict[str, Any]) -> None:
    """The measure itself is the hand's, where too few openings keep it from being told."""
    where = dict(one.split("=") for one in question.get("where", []))
    start, end = (date.fromisoformat(question[b]) if b in question else None for b in ("from", "to"))
    by = question.get("by", [])
    found = compute(engine, question["measure"], by, where, start=start, end=end).rows
    figures = {row.dims: figure_of(question["measure"], row) for row in found}
    for row in question["rows"]:
        if "reckoned" in row:
            expected = pytest.approx(float(Fraction(row["reckoned"])), abs=1e-12)
            assert figures[tuple(row[name] for name in by)] == expected


def figure_of(measure: str, row: Row) -> float | None:
    """A ratio, or the quantile of a histogram."""
    if row.histogram is None:
        return row.ratio
    fit = kaplan_meier(row.histogram)
    return fit.p90 if measure.endswith("p90") else fit.median


def status_of(expected: dict[str, Any]) -> str:
    """As the answer says, else by its value: a zero is told apart from a number."""
    if "status" in expected:
        return str(expected["status"])
    return "value" if Fraction(expected["value"]) else "zero"


def name_of(question: dict[str, Any]) -> str:
    """A test's name: the measure and how it is split."""
    parts = [question["measure"], *question.get("by", []), *question.get("where", [])]
    return "-".join(parts + ([question["from"]] if "from" in question else []))
