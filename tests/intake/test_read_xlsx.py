"""Workbooks as offices keep them: titles, several sheets, dates, merged cells, sums."""

from datetime import date, datetime, time, timedelta
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook

from evaluation.errors import UserError
from evaluation.intake.read import RawTable, read_file
from evaluation.intake.spec import FileSpec
from tests.intake.files_samples import workbook

HEADER = ("Nr", "Dato", "Sted", "Ærinde")
ROWS = [(1, date(2025, 3, 3), "Aars", "MitID"), (2, date(2025, 3, 4), "Løgstør", "Pas")]
AS_TEXT = [("1", "2025-03-03", "Aars", "MitID"), ("2", "2025-03-04", "Løgstør", "Pas")]


def read(path: Path, **spec: object) -> RawTable:
    table = read_file(path, FileSpec(**spec))
    assert table.rows_read == len(table.source_row) + table.blank_rows + len(table.broken)
    return table


def cells(table: RawTable) -> list[tuple[str | None, ...]]:
    return list(zip(*table.columns.values(), strict=True))


def one_cell(folder: Path, value: object, number_format: str | None = None) -> str | None:
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.append(["Navn", "Værdi"])
    sheet.append(["x", value])
    if number_format:
        sheet["B2"].number_format = number_format
    book.save(folder / "celle.xlsx")
    return read(folder / "celle.xlsx", header_row=1).columns["Værdi"][0]


@pytest.mark.parametrize(
    ("value", "number_format", "expected"),
    [
        ("Ålestrup ", None, "Ålestrup "),
        (45000, None, "45000"),
        (45000.0, "0.00", "45000"),
        (39.3470107281118, None, "39.3470107281118"),
        (0.1, "0%", "0.1"),
        (-3, None, "-3"),
        (123456789012345, None, "123456789012345"),
        ("0101", None, "0101"),
        (True, None, "TRUE"),
        (False, None, "FALSE"),
        (None, None, None),
        ("", None, None),
        ("#N/A", None, None),
        (date(2025, 3, 3), "dd-mm-yyyy", "2025-03-03"),
        (datetime.fromisoformat("2025-03-03 10:30"), "dd-mm-yyyy hh:mm", "2025-03-03 10:30:00"),
        (45719.4375, "dd-mm-yyyy hh:mm", "2025-03-03 10:30:00"),
        (45719.43749999, "dd-mm-yyyy hh:mm", "2025-03-03 10:30:00"),
        (45719.4375, None, "45719.4375"),
        (time(9, 5), "hh:mm", "09:05:00"),
        (timedelta(hours=25, minutes=30), "[h]:mm", "25:30:00"),
    ],
)
def test_a_cell_has_one_text(
    tmp_path: Path, value: object, number_format: str | None, expected: str | None
) -> None:
    assert one_cell(tmp_path, value, number_format) == expected


def test_a_plain_sheet(tmp_path: Path) -> None:
    table = read(workbook(tmp_path, {"Marts": [HEADER, *ROWS]}))
    assert (table.header, cells(table)) == (HEADER, AS_TEXT)
    assert (table.sheet, table.header_row, table.source_row) == ("Marts", 1, [2, 3])
    assert (table.encoding, table.delimiter) == (None, None)


def test_titles_blank_rows_and_totals(tmp_path: Path) -> None:
    rows = [("Henvendelser i marts",), ("Udtrukket", date(2025, 4, 1)), (), HEADER, ROWS[0], (), ROWS[1]]
    path = workbook(tmp_path, {"Ark1": [*rows, ("I alt", None, None, 2)]})
    table = read(path, total_rows=True)
    assert (table.header, table.header_row, cells(table)) == (HEADER, 4, AS_TEXT)
    assert (table.source_row, table.blank_rows) == ([5, 7], 1)
    assert [(b.source_row, b.reason, b.shape) for b in table.broken] == [(8, "totals_row", "A aaa;;;9")]
    assert table.rows_read == 4


def test_a_table_that_begins_in_the_middle_of_the_sheet(tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.worksheets[0]
    for i, row in enumerate([HEADER, *ROWS]):
        for j, value in enumerate(row):
            sheet.cell(row=5 + i, column=3 + j, value=value)
    sheet.cell(row=6, column=8, value="husk")
    book.save(tmp_path / "midt.xlsx")
    table = read(tmp_path / "midt.xlsx")
    assert table.header == (*HEADER, "Kolonne 8")
    assert (table.header_row, table.source_row) == (5, [6, 7])
    assert cells(table) == [(*AS_TEXT[0], "husk"), (*AS_TEXT[1], None)]


def test_a_sheet_far_down_is_found(tmp_path: Path) -> None:
    book = Workbook()
    book.worksheets[0].cell(row=5_000, column=1, value="Nr")
    book.worksheets[0].cell(row=5_000, column=2, value="Sted")
    book.worksheets[0].cell(row=5_001, column=2, value="Aars")
    book.save(tmp_path / "nede.xlsx")
    table = read(tmp_path / "nede.xlsx")
    assert (table.header_row, table.source_row) == (5_000, [5_001])


def test_a_label_merged_over_rows_stands_in_each_and_a_number_in_one(tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.worksheets[0]
    for row in [
        ("Dato", "Sted", "Antal"),
        (date(2025, 3, 3), "Aars", 5),
        (),
        (),
        (date(2025, 3, 4), "Farsø", 1),
    ]:
        sheet.append(row)
    for area in ("A2:A4", "B2:B4", "C2:C4"):
        sheet.merge_cells(area)
    book.save(tmp_path / "flettet.xlsx")
    table = read(tmp_path / "flettet.xlsx")
    assert cells(table) == [
        ("2025-03-03", "Aars", "5"),
        ("2025-03-03", "Aars", None),
        ("2025-03-03", "Aars", None),
        ("2025-03-04", "Farsø", "1"),
    ]


def test_a_header_in_two_storeys(tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.worksheets[0]
    for row in [("Dato", "Sted", "Målgruppe", None), (None, None, "Ældre", "Unge"), ("3/3", "Aars", 3, 4)]:
        sheet.append(row)
    for area in ("A1:A2", "B1:B2", "C1:D1"):
        sheet.merge_cells(area)
    book.save(tmp_path / "to.xlsx")
    table = read(tmp_path / "to.xlsx", header_row=2)
    assert table.header == ("Dato", "Sted", "Ældre", "Unge")
    assert cells(table) == [("3/3", "Aars", "3", "4")]


FRONT = [("Om dette ark",), ("Tallene er fra køsystemet",)]


def test_the_only_table_among_sheets_is_taken(tmp_path: Path) -> None:
    path = workbook(tmp_path, {"Forside": FRONT, "Data": [HEADER, *ROWS], "Tom": [], "Skabelon": [HEADER]})
    table = read(path)
    assert (table.sheet, cells(table)) == ("Data", AS_TEXT)


def test_hidden_sheets_do_not_count_unless_named(tmp_path: Path) -> None:
    path = workbook(tmp_path, {"Data": [HEADER, *ROWS], "Lister": [HEADER, ROWS[0]]})
    book = load_workbook(path)
    book["Lister"].sheet_state = "hidden"
    book.save(path)
    assert read(path).sheet == "Data"
    assert read(path, sheet=" lister ").sheet == "Lister"


def test_several_tables_are_asked_about(tmp_path: Path) -> None:
    path = workbook(tmp_path, {"Januar": [HEADER, *ROWS], "Februar": [HEADER, *ROWS]})
    with pytest.raises(UserError, match='"Januar", "Februar"') as raised:
        read(path)
    assert raised.value.key == "intake_files.several_sheets"
    assert read(path, sheet="Februar").sheet == "Februar"


@pytest.mark.parametrize(
    ("sheets", "spec", "key"),
    [
        ({"Ark1": []}, {}, "empty"),
        ({"Ark1": FRONT}, {}, "no_header"),
        ({"Ark1": [(1, 2, 3), (4, 5, 6)]}, {}, "no_header"),
        ({"Ark1": [HEADER]}, {"sheet": "Ark2"}, "no_sheet"),
        ({"Ark1": [HEADER]}, {"header_row": 7}, "no_such_row"),
        ({"Ark1": [HEADER]}, {"format": "csv"}, "not_csv"),
        ({"Ark1": [[f"kolonne {i}" for i in range(2_001)]]}, {}, "too_many_columns"),
    ],
)
def test_what_is_no_table_is_refused(
    tmp_path: Path, sheets: dict[str, list[tuple[object, ...]]], spec: dict[str, object], key: str
) -> None:
    with pytest.raises(UserError) as raised:
        read(workbook(tmp_path, sheets), **spec)
    assert raised.value.key == f"intake_files.{key}"


def test_a_header_alone_is_an_empty_table(tmp_path: Path) -> None:
    table = read(workbook(tmp_path, {"Ark1": [HEADER]}))
    assert (table.header, table.rows_read) == (HEADER, 0)


def test_a_workbook_is_known_by_its_content(tmp_path: Path) -> None:
    path = workbook(tmp_path, {"Ark1": [HEADER, *ROWS]}, name="forkert.csv")
    assert cells(read(path)) == AS_TEXT


def test_progress_ends_at_the_whole_file(tmp_path: Path) -> None:
    path = workbook(tmp_path, {"Ark1": [("Nr", "Sted"), *((i, "Aars") for i in range(300))]})
    told: list[tuple[int, int]] = []
    read_file(path, FileSpec(), progress=lambda rows, size: told.append((rows, size)))
    assert told[-1] == (300, path.stat().st_size)
