"""Rows that cannot be read: each is named and counted, and costs no other row."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from evaluation.intake.read import RawTable, read_file
from evaluation.intake.spec import FileSpec
from tests.intake.files_samples import csv_text, write

HEADER = "Nr;Dato;Sted;Note\n"
GOOD = "7;03-03-2025;Aars;fin\n"


def read(folder: Path, content: str | bytes, **spec: object) -> RawTable:
    return read_file(write(folder, content), FileSpec(**spec))


def broken(table: RawTable) -> list[tuple[int, str]]:
    return [(row.source_row, str(row.reason)) for row in table.broken]


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("8;03-03-2025;Aa", "row_length"),
        ("8", "row_length"),
        ("8;03-03-2025;Aars;fin;ekstra", "row_length"),
        ('8;03-03-2025;"Aars;fin', "bad_quote"),
        ('8;"03-03-2025;Aars;fin', "bad_quote"),
        ('8;03-03-2025;"Aars" by;fin', "bad_quote"),
        ('8;03-03-2025;Aars;"', "bad_quote"),
        ("8;03-03-2025;Aars;" + "x" * 140_000, "row_length"),  # beyond the csv module's longest cell
    ],
)
@pytest.mark.parametrize("rows_after", [0, 1, 5, 1_000])
def test_one_bad_row_costs_one_row(tmp_path: Path, row: str, reason: str, rows_after: int) -> None:
    table = read(tmp_path, HEADER + GOOD * 5 + row + "\n" + GOOD * rows_after)
    assert broken(table) == [(7, reason)]
    assert table.source_row == [2, 3, 4, 5, 6, *range(8, 8 + rows_after)]
    assert set(table.columns["Sted"]) == {"Aars"}


def test_two_stray_quotes_do_not_swallow_the_rows_between(tmp_path: Path) -> None:
    """Together they are a well-formed cell: only the rows within give them away."""
    text = HEADER + GOOD + '8;03-03-2025;"Aars;fin\n' + GOOD * 3 + '9;x";Aars;fin\n' + GOOD
    table = read(tmp_path, text)
    assert broken(table) == [(3, "bad_quote")]
    assert table.source_row == [2, 4, 5, 6, 7, 8]


def test_a_quote_across_two_rows_that_gives_too_many_cells(tmp_path: Path) -> None:
    text = HEADER + '8;03-03-2025;"Aars;fin\n9;03-03-2025";Aars;fin\n' + GOOD
    table = read(tmp_path, text)
    assert broken(table) == [(2, "bad_quote")]
    assert table.source_row == [3, 4]
    assert table.columns["Dato"] == ['03-03-2025"', "03-03-2025"]


def test_a_long_remark_over_many_lines_is_one_row(tmp_path: Path) -> None:
    note = "\n".join(f"linje {i}; og mere" for i in range(400))
    table = read(tmp_path, HEADER + f'8;03-03-2025;Aars;"{note}"\n' + GOOD)
    assert table.broken == []
    assert table.source_row == [2, 402]
    assert table.columns["Note"][0] == note


def test_a_broken_row_keeps_its_shape_only(tmp_path: Path) -> None:
    table = read(tmp_path, HEADER + GOOD + "8;Ida Sørensen;010180-1234\n")
    assert table.broken[0].shape == "9;Aaa Aaaa;999999-9999"


def test_bytes_that_are_no_text_cost_their_row(tmp_path: Path) -> None:
    good = "7;03-03-2025;Løgstør;på\n".encode()
    table = read(tmp_path, HEADER.encode() + good + b"8;03-03-2025;L\xf8gst\xf8r;x\n" + good + good[:-2])
    assert broken(table) == [(3, "bad_text"), (5, "bad_text")]
    assert table.columns["Sted"] == ["Løgstør", "Løgstør"]


def test_a_file_cut_in_its_last_row(tmp_path: Path) -> None:
    table = read(tmp_path, (HEADER + GOOD * 3)[:-9])
    assert broken(table) == [(4, "row_length")]
    assert table.rows_read == 3


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    lines=st.lists(
        st.sampled_from(
            [
                GOOD,
                "\n",
                "8;cut\n",
                '8;"open;Aars;x\n',
                '8;x;close";y\n',
                '9;"ok; ""ja""";Aars;z\n',
                '"\n',
                ";;;\n",
            ]
        ),
        max_size=30,
    )
)
def test_no_good_row_is_lost_among_bad_ones(tmp_path: Path, lines: list[str]) -> None:
    """Whatever the quotes, no good row is lost: it is a row or stands in a quoted cell, never both."""
    table = read(tmp_path, HEADER + "".join(lines), delimiter=";", header_row=1)
    starts = sorted(table.source_row + [row.source_row for row in table.broken])
    assert len(set(starts)) == len(starts)
    assert all(2 <= start <= len(lines) + 1 for start in starts)
    rows = [tuple(map(str, row)) for row in zip(*table.columns.values(), strict=True)]
    within = sum(cell.count(GOOD) for row in rows for cell in row)
    assert rows.count(("7", "03-03-2025", "Aars", "fin")) + within == lines.count(GOOD)
    assert table.rows_read <= len(lines)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=30)
@given(cut=st.integers(40, 400))
def test_a_file_cut_anywhere_loses_at_most_its_last_row(tmp_path: Path, cut: int) -> None:
    rows = [[str(i), f"{i:02}-03-2025", "Løgstør", 'to\nlinjer "her"'] for i in range(1, 12)]
    text = csv_text([HEADER.strip().split(";"), *rows])[:cut]
    table = read(tmp_path, text)
    whole = len(table.source_row)
    complete = max(whole - 1, 0)  # the cut may have shortened the last remark
    assert [list(row) for row in zip(*table.columns.values(), strict=True)][:complete] == rows[:complete]
    assert sum(row.reason == "bad_quote" for row in table.broken) <= 1
    assert table.source_row == [2 + 2 * i for i in range(whole)]
