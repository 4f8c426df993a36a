"""Public logs kept beside the project, which are not the project's to hand on."""

import csv
from functools import cache
from pathlib import Path

import pytest

from evaluation.intake.read import RawTable, read_file
from evaluation.intake.spec import FileSpec

PROJECT = Path(__file__).resolve().parents[2]
REAL = PROJECT.parent / "shared" / "real"

pytestmark = pytest.mark.skipif(not REAL.is_dir(), reason="the public logs are not beside the project")


@cache
def table(name: str) -> RawTable:
    return read_file(REAL / name, FileSpec())


@pytest.mark.parametrize(
    ("name", "rows", "columns"),
    [
        ("baltimore_311_sample.csv", 10_000, 26),
        ("baltimore_311_sample.xlsx", 10_000, 26),
        ("nl_wabo_receipt.csv", 8_577, 15),
    ],
)
def test_every_row_is_read(name: str, rows: int, columns: int) -> None:
    found = table(name)
    assert (found.rows_read, len(found.source_row), len(found.header)) == (rows, rows, columns)
    assert (found.broken, found.blank_rows, found.header_row) == ([], 0, 1)
    assert found.source_row == list(range(2, rows + 2))


@pytest.mark.parametrize("name", ["baltimore_311_sample.csv", "nl_wabo_receipt.csv"])
def test_every_cell_is_what_the_csv_module_reads(name: str) -> None:
    found = table(name)
    with (REAL / name).open(encoding="utf-8", newline="") as file:
        rows = csv.reader(file)
        header = next(rows)
        expected = list(zip(*rows, strict=True))
    assert list(found.header) == header
    for column, values in zip(found.header, expected, strict=True):
        assert found.columns[column] == [value or None for value in values]


def test_text_is_the_same_in_both_formats() -> None:
    text, sheet = table("baltimore_311_sample.csv"), table("baltimore_311_sample.xlsx")
    assert text.header == sheet.header
    assert sheet.sheet == "Sheet 1"
    for column in text.header:
        if column in ("Latitude", "Longitude"):  # the workbook's own figures differ in the 15th digit
            pairs = zip(text.columns[column], sheet.columns[column], strict=True)
            assert all(a == b or abs(float(a or 0) - float(b or 0)) < 1e-9 for a, b in pairs)
        else:
            assert text.columns[column] == sheet.columns[column]
