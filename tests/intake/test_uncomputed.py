"""Workbooks whose formulas no program has worked out: told, and never taken for blanks."""

import re
import zipfile
from pathlib import Path

import pytest
from openpyxl import Workbook

from evaluation.errors import UserError
from evaluation.intake.other import take_other
from evaluation.intake.profile import Profile
from evaluation.intake.propose import propose
from evaluation.intake.take import take
from evaluation.intake.trial import open_file
from evaluation.intake.xlsx_formulas import Formulas, formulas
from tests.intake.making import KEY, NOW, initiative, profile

FORMULA, NAME = "=A2*2", "Ark & <1>"
COLUMNS = {"site": {"column": "Sted"}, "arrived_at": {"column": "Dato", "format": "%d-%m-%Y"}}


def book(folder: Path, *rows: list[object]) -> Path:
    made = Workbook()
    sheet = made.worksheets[0]
    sheet.title = NAME
    for row in rows:
        sheet.append(row)
    hidden = made.create_sheet("Andet")
    hidden["B2"], hidden.sheet_state = FORMULA, "hidden"
    path = folder / "ark.xlsx"
    made.save(path)
    return path


def tally(*counts: str, **more: object) -> Profile:
    listed = [{"column": name, "topic": "pas"} for name in counts]
    given = {"id": "ark", "source": "koe", "record": "tally", "identity": "replace_day", "columns": COLUMNS}
    return Profile.model_validate(given | {"counts": listed} | more)


def test_a_formula_in_a_column_that_is_used_rejects_its_row(tmp_path: Path) -> None:
    path = book(
        tmp_path,
        ["Nr", "Sted", "Ankomst", "Slut", "Note"],
        ["1", "Farsø", "05-03-2025 10:00", FORMULA, "x"],
        ["2", "Farsø", "05-03-2025 10:10", "05-03-2025 10:20", FORMULA],
        [None, None, None, None, None],
        [None, None, FORMULA, None, None],
        ["3", "Farsø", "05-03-2025 10:30", None, None],
        [None, None, FORMULA, None, None],
    )
    given = profile().model_dump(mode="json", by_alias=True, exclude_defaults=True)
    columns = {name: given["columns"][name] for name in ("site", "arrived_at", "ended_at")}
    used = Profile.model_validate(given | {"columns": columns})
    taken = take(path, used, initiative(), KEY, now=NOW)
    assert taken.rows == {"read": 6, "used": 2, "duplicate": 0, "outside": 0, "blank": 1, "rejected": 3}
    assert taken.reasons == {"uncomputed": 3}
    told = [(row["source_row"], row["column"]) for row in taken.rejections.to_pylist()]
    assert sorted(told, key=str) == [(2, "Slut"), (5, None), (7, None)]


def test_a_sheet_of_strokes_whose_sums_are_not_worked_out_is_no_unfilled_sheet(tmp_path: Path) -> None:
    rows: list[list[object]] = [["05-03-2025", "Farsø", FORMULA], ["12-03-2025", "Farsø", None]]
    path = book(tmp_path, ["Dato", "Sted", "Pas"], *rows)
    taken = take(path, tally("Pas"), initiative(), KEY, now=NOW)
    assert (taken.reasons, taken.rows["blank"]) == ({"uncomputed": 1}, 1)


def test_costs_that_are_formulas_are_rejected(tmp_path: Path) -> None:
    path = book(
        tmp_path, ["Sted", "Fra", "Til", "Art", "Kr."], ["Farsø", "03-03-2025", "09-03-2025", "Løn", FORMULA]
    )
    taken = take_other(path, "costs", initiative(), now=NOW)
    assert taken.reasons == {"uncomputed": 1}


def test_before_anything_is_chosen_the_columns_are_named(tmp_path: Path) -> None:
    rows: list[list[object]] = [[n, f"{n:02}-03-2025", FORMULA] for n in range(3, 20)]
    path = book(tmp_path, ["Nr", "Dato", "Antal"], *rows)
    said = "Kolonnen »Antal« har formler, der ikke er regnet ud: 17, den første i række 2."
    assert [said in one for one in open_file(path, None).warnings] == [True]
    assert any(said in one for one in propose(path).warnings)


def test_a_file_of_nothing_else_says_so(tmp_path: Path) -> None:
    path = book(tmp_path, ["Nr", "Dato"], [FORMULA, FORMULA], [FORMULA, FORMULA])
    for read in (lambda: open_file(path, None), lambda: propose(path)):
        with pytest.raises(UserError, match="formler, der ikke er regnet ud"):
            read()


DOUBT, NONE = Formulas(doubtful=frozenset({(2, 3)})), Formulas()
FOUND = Formulas(uncomputed=frozenset({(2, 3)}))


def with_cell(folder: Path, cell: str, *, asks: bool = True) -> bytes:
    """A workbook with one row of these cells, which asks to be worked out when it is opened."""
    before, after = book(folder, ["a"]), folder / "efter.xlsx"
    with zipfile.ZipFile(before) as source, zipfile.ZipFile(after, "w") as target:
        for name in source.namelist():
            said = source.read(name).decode()
            if name.endswith("sheet1.xml"):
                said = f"<worksheet><sheetData><row r='1'/>{cell}</sheetData></worksheet>"
            target.writestr(name, said if asks else said.replace('fullCalcOnLoad="1"', ""))
    return after.read_bytes()


@pytest.mark.parametrize(
    ("cell", "found"),
    [
        ("<c r='C2'><f>A2</f><v></v></c>", FOUND),
        ("<c r='C2'><f>A2</f><v> </v></c>", FOUND),
        ("<c r='C2' t='n'><f t='shared' si='0'/></c>", FOUND),
        ("<c r='C2' t='str'><f>A2</f></c>", FOUND),
        ("<c r='C2' t='b'><f>A2</f><v/></c>", FOUND),
        ("<c r='C2'><f><![CDATA[A2<3]]></f></c>", FOUND),
        ("<x:c r='C2'><x:f>A2</x:f><x:v/></x:c>", FOUND),
        ("<c/><c r='B2'/><c><f>A2</f><v/></c>", FOUND),
        ("<c r='C2'><f>A2</f><v>0</v></c>", DOUBT),
        ("<c r='C2' t='str'><f>A2</f><v></v></c>", DOUBT),  # so Excel writes an empty text
        ("<c r='C2'><f>A2</f><v>10</v></c>", NONE),
        ("<c r='C2' t='b'><f>A2</f><v>0</v></c>", NONE),
        ("<c r='C2' t='e'><f>A2</f><v>#N/A</v></c>", NONE),
        ("<c r='B2' s='1'/><c r='C2'><v>0</v></c>", NONE),
    ],
)
@pytest.mark.parametrize("row", ["<row r='2'>{}</row>", "<row>{}</row>", "<x:row r='2'>{}</x:row ><row/>"])
def test_what_counts_as_not_worked_out(tmp_path: Path, cell: str, found: Formulas, row: str) -> None:
    assert formulas(with_cell(tmp_path, row.format(cell)), NAME) == found
    saved = formulas(
        with_cell(tmp_path, row.format(cell), asks=False), NAME
    )  # by Excel, that has worked it out
    assert saved == Formulas(uncomputed=found.uncomputed)


def test_rows_are_counted_across_the_pieces_a_large_sheet_is_read_in(tmp_path: Path) -> None:
    rows = "".join(f"<row><c><v>{n}</v></c></row>" for n in range(60_000))
    found = formulas(with_cell(tmp_path, f"{rows}<row><c><f>A2</f></c></row>"), NAME)
    assert found.uncomputed == {(60_002, 1)}


def test_zeros_that_may_be_formulas_nobody_worked_out_are_said(tmp_path: Path) -> None:
    """Some programs write 0 for every formula, and leave the working out to Excel."""
    rows: list[list[object]] = [
        [f"0{n}-03-2025", "Farsø", 2 if n == 4 else FORMULA, FORMULA] for n in (4, 5, 6)
    ]
    before, path = book(tmp_path, ["Dato", "Sted", "Pas", "Note"], *rows), tmp_path / "nuller.xlsx"
    with zipfile.ZipFile(before) as source, zipfile.ZipFile(path, "w") as target:
        for name in source.namelist():
            target.writestr(name, re.sub(rb"</f><v ?/>|</f><v></v>", b"</f><v>0</v>", source.read(name)))
    said = "Kolonnen »Pas« har formler, der giver 0 eller ingenting: 2, den første i række 3."
    taken = take(path, tally("Pas"), initiative(), KEY, now=NOW)
    assert [one.split(".")[0] + "." for one in taken.warnings if "formler" in one] == [said]
    assert (taken.rows["used"], taken.rows["rejected"]) == (3, 0)
    for warnings in (open_file(path, None).warnings, propose(path).warnings):
        assert [one.split("»")[1].split("«")[0] for one in warnings if "ingenting" in one] == ["Pas", "Note"]
