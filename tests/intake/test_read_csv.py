"""Text files as real systems write them: how cells, headers and rows are found."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from evaluation.errors import UserError
from evaluation.intake.read import RawTable, read_file
from evaluation.intake.spec import FileSpec
from tests.intake.files_samples import csv_text, write

HEADER = ["Nr", "Dato", "Sted", "Ærinde"]
ROWS = [
    ["1", "03-03-2025", "Aars", "MitID"],
    ["2", "03-03-2025", "Løgstør", "Pas"],
    ["3", "04-03-2025", "Farsø", ""],
]
DELIMITERS = [";", ",", "\t", "|"]


def cells(table: RawTable) -> list[list[str]]:
    return [[value or "" for value in row] for row in zip(*table.columns.values(), strict=True)]


def read(folder: Path, content: str | bytes, written: str = "utf-8", **spec: object) -> RawTable:
    table = read_file(write(folder, content, encoding=written), FileSpec(**spec))
    assert table.rows_read == len(table.source_row) + table.blank_rows + len(table.broken)
    assert list(table.columns) == list(table.header)
    return table


@pytest.mark.parametrize("delimiter", DELIMITERS)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_every_delimiter_encoding_and_line_ending(
    tmp_path: Path, delimiter: str, encoding: str, ending: str
) -> None:
    text = csv_text([HEADER, *ROWS], delimiter).replace("\r\n", ending)
    table = read(tmp_path, text, encoding)
    assert table.header == tuple(HEADER)
    assert cells(table) == ROWS
    assert table.source_row == [2, 3, 4]
    assert (table.delimiter, table.header_row, table.sheet) == (delimiter, 1, None)
    assert table.columns["Ærinde"][2] is None


# Cells of five characters: in six, a cell could hold a whole row on a line of its own, which is taken as a
# stray quote that swallowed it.
TABLES = st.integers(2, 5).flatmap(
    lambda width: st.lists(
        st.lists(
            st.text(alphabet=st.characters(codec="utf-8", exclude_categories=["Cc"]), max_size=6)
            | st.text(alphabet=';,|\t"\r\n\f\x85\u2028 aå1', max_size=5),
            min_size=width,
            max_size=width,
        ),
        max_size=8,
    )
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(rows=TABLES, encoding=st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]))
@example(rows=[['a"b', "c\r\nd"], ['"', "\r"], ["", ""], [";;;", '"";"']], encoding="utf-8")
@pytest.mark.parametrize("delimiter", DELIMITERS)
def test_any_table_comes_back_as_it_was_written(
    tmp_path: Path, delimiter: str, rows: list[list[str]], encoding: str
) -> None:
    header = ["navn", "sted", "dato", "udfald", "note"][: len(rows[0]) if rows else 2]
    text = csv_text([header, *rows], delimiter)
    table = read(tmp_path, text, encoding, encoding=encoding, delimiter=delimiter, header_row=1)
    assert table.header == tuple(header)
    assert table.broken == []
    assert table.rows_read == len(rows)
    assert cells(table) == [row for row in rows if "".join(row).strip()]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    rows=st.lists(
        st.tuples(
            st.integers(1, 10**6).map(str),
            st.dates().map(lambda d: f"{d:%d-%m-%Y}"),
            st.sampled_from(["Aars", "Løgstør", "Aars, Himmerlandsgade", "A|B", "Farsø; øst"]),
            st.decimals(0, 99, places=1, allow_nan=False).map(lambda d: str(d).replace(".", ",")),
        ).map(list),
        max_size=20,
    )
)
@pytest.mark.parametrize("encoding", ["utf-8", "cp1252", "utf-16"])
@pytest.mark.parametrize("delimiter", DELIMITERS)
def test_an_export_is_read_without_being_told_how(
    tmp_path: Path, delimiter: str, encoding: str, rows: list[list[str]]
) -> None:
    header = ["Løbenr.", "Dato", "Sted", "Ventetid"]
    table = read(tmp_path, csv_text([header, *rows], delimiter), encoding)
    assert (table.header, cells(table), table.delimiter) == (tuple(header), rows, delimiter)


@pytest.mark.parametrize(
    ("text", "delimiter"),
    [
        ("Sted;Bredde;Længde\nAars;56,80;9,51\nFarsø;56,77;9,34\n", ";"),
        ("Sted;Tid\nAars;1,5\nFarsø;2,5\n", ";"),
        ("Sted,Note\nAars,a|b\nFarsø,c|d\nLøgstør,e|f\n", ","),
        ("Sted;Note;Nr\nAars;a, b, c;1\nFarsø;d, e, f;2\n", ";"),
        ("Sted;Note;Nr\nAars;cut\nFarsø;cut\nLøgstør;hel;3\nAars;hel;4\n", ";"),
        ("sep=|\nSted|Nr\nAars|1\n", "|"),
        ('"sep=;"\nSted;Nr\nAars;1\n', ";"),
        ("Sted;Nr\n", ";"),
    ],
)
def test_the_delimiter_is_the_one_that_makes_columns(tmp_path: Path, text: str, delimiter: str) -> None:
    table = read(tmp_path, text)
    assert table.delimiter == delimiter
    assert table.header[0] == "Sted"


@pytest.mark.parametrize(
    ("above", "line"),
    [
        ("", 1),
        ("Udtræk fra køsystemet\n\n", 3),
        ("Udtræk fra køsystemet;;;\nDannet den;01-04-2025;;\n;;;\n", 4),
        ("Periode: 1. marts, 2025, til 31. marts, 2025\n", 2),
    ],
)
def test_titles_above_the_header_are_passed_over(tmp_path: Path, above: str, line: int) -> None:
    table = read(tmp_path, above + csv_text([HEADER, *ROWS]))
    assert (table.header, table.header_row) == (tuple(HEADER), line)
    assert table.source_row == [line + 1, line + 2, line + 3]
    assert table.rows_read == 3


def test_the_header_row_can_be_stated(tmp_path: Path) -> None:
    table = read(tmp_path, "2024;2025\n1;2\n3;4\n", header_row=1)
    assert (table.header, table.source_row) == (("2024", "2025"), [2, 3])
    below = read(tmp_path, "a;b\nc;d\ne;f\n", header_row=2)
    assert (below.header, below.source_row) == (("c", "d"), [3])


def test_source_row_is_the_line_where_a_record_begins(tmp_path: Path) -> None:
    text = 'Nr;Note;Sted\n1;"to\nlinjer";Aars\n\n2;"tre\r\nlinjer\rher";Farsø\n3;x;Aars\n'
    table = read(tmp_path, text)
    assert table.source_row == [2, 5, 8]
    assert table.columns["Note"] == ["to\nlinjer", "tre\r\nlinjer\rher", "x"]
    assert table.blank_rows == 1


def test_header_names_are_cleaned_numbered_and_kept_apart(tmp_path: Path) -> None:
    text = '\ufeff Nr\u00a0;Dato;dato;Dato;;"To\nlinjer"; ;Dato (2)\n1;2;3;4;;6;7;8\n'
    table = read(tmp_path, text)
    assert table.header == ("Nr", "Dato", "dato", "Dato (3)", "To linjer", "Kolonne 7", "Dato (2)")
    assert cells(table) == [["1", "2", "3", "4", "6", "7", "8"]]


def test_a_delimiter_at_the_end_of_rows_or_of_the_header_is_no_column(tmp_path: Path) -> None:
    rows = read(tmp_path, "Nr;Dato;Sted\n1;2;Aars;\n2;3;Farsø;\n")
    header = read(tmp_path, "Nr;Dato;Sted;\n1;2;Aars\n2;3;Farsø\n")
    assert rows.header == header.header == ("Nr", "Dato", "Sted")
    assert cells(rows) == cells(header) == [["1", "2", "Aars"], ["2", "3", "Farsø"]]


def test_blank_rows_are_counted(tmp_path: Path) -> None:
    table = read(tmp_path, "Nr;Sted\n\n1;Aars\n;\n \u00a0; \n2;Farsø\n\n\n")
    assert (table.blank_rows, table.source_row, table.rows_read) == (5, [3, 6], 7)


def test_a_header_alone_is_an_empty_table(tmp_path: Path) -> None:
    table = read(tmp_path, "Nr;Dato;Sted")
    assert (table.header, table.columns) == (("Nr", "Dato", "Sted"), {"Nr": [], "Dato": [], "Sted": []})
    assert table.rows_read == 0


@pytest.mark.parametrize("label", ["I alt", "Total:", "SUM", " i alt ", "Sum i alt", "TOTALT"])
def test_a_totals_row_is_dropped_and_counted(tmp_path: Path, label: str) -> None:
    text = f"Sted;Antal\nAars;3\nFarsø;4\n{label};7\n"
    dropped, kept = read(tmp_path, text, total_rows=True), read(tmp_path, text)
    assert [(b.source_row, b.reason) for b in dropped.broken] == [(4, "totals_row")]
    assert dropped.columns["Antal"] == ["3", "4"]
    assert kept.columns["Antal"] == ["3", "4", "7"]
    assert dropped.rows_read == kept.rows_read == 3


def test_a_place_that_begins_like_a_total_is_no_total(tmp_path: Path) -> None:
    table = read(tmp_path, "Sted;Antal\nSumatravej;3\nTotalbanken;4\n", total_rows=True)
    assert table.broken == []


def test_progress_tells_rows_and_bytes(tmp_path: Path) -> None:
    path = write(tmp_path, "Nr;Sted\n" + "1;Aars\n" * 50_000)
    told: list[tuple[int, int]] = []
    read_file(path, FileSpec(), progress=lambda rows, size: told.append((rows, size)))
    assert [rows for rows, _ in told] == [20_000, 40_000, 50_000]
    assert told == sorted(told)
    assert told[-1][1] == path.stat().st_size


def test_many_different_values_are_kept_apart(tmp_path: Path) -> None:
    """Above 100,000 different values a column's strings are no longer shared; blanks stay blank."""
    rows = "".join(f"{i};Aars\n" if i % 100 else ";Aars\n" for i in range(130_000))
    table = read(tmp_path, "Nr;Sted\n" + rows)
    assert table.columns["Nr"] == [str(i) if i % 100 else None for i in range(130_000)]


@pytest.mark.parametrize(
    ("text", "spec", "key"),
    [
        ("ordliste\nen\nto\n", {}, "one_column"),
        ("Nr;Sted\n1;Aars\n", {"delimiter": "|"}, "wrong_delimiter"),
        ("Nr;Sted\n1;Aars\n", {"delimiter": "|", "header_row": 1}, "wrong_delimiter"),
        ("1;2;3\n4;5;6\n", {}, "no_header"),
        ("Aars;MitID;løst\nAars;Pas;løst\nFarsø;MitID;løst\n", {}, "no_header"),
        ("Nr;Sted\n1;Aars\n", {"header_row": 9}, "no_such_row"),
        ("Nr;Sted\n\n1;Aars\n", {"header_row": 2}, "no_header"),
        ("\n \r\n\n", {}, "empty"),
        ("\ufeff", {}, "empty"),
        (";".join(f"kolonne{i}" for i in range(2_001)), {}, "too_many_columns"),
        ("Nr;Sted\n1;Aars\n", {"format": "xlsx"}, "not_workbook"),
    ],
)
def test_what_is_no_table_is_refused(tmp_path: Path, text: str, spec: dict[str, object], key: str) -> None:
    with pytest.raises(UserError) as raised:
        read(tmp_path, text, **spec)
    assert raised.value.key == f"intake_files.{key}"
    assert "udtraek.csv" in raised.value.what
