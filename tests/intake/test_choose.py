"""Choosing among profiles looks at the header, and a profile that cannot read the file does not fit."""

from pathlib import Path

import pytest

from evaluation.errors import UserError
from evaluation.intake import csv_reader
from evaluation.intake.match import choose_profile
from evaluation.intake.profile import Profile
from evaluation.intake.read import read_file, read_header
from evaluation.intake.spec import FileSpec
from tests.intake.making import profile

CONTENT = "Nr;Sted;Ankomst;Kaldt;Slut;Udfald\n" + "1;Farsø;04-03-2025 10:00;;;\n" * 50


@pytest.fixture
def export(tmp_path: Path) -> Path:
    path = tmp_path / "a.csv"
    path.write_text(CONTENT, encoding="utf-8")
    return path


def other(**file: object) -> Profile:
    return profile(id="anden", identity={"columns": ["Bookingnr"]}, file=file)


@pytest.mark.parametrize("file", [{"format": "xlsx"}, {"delimiter": "|"}, {"header_row": 900}])
def test_a_profile_that_cannot_read_the_file_does_not_fit(export: Path, file: dict[str, object]) -> None:
    assert choose_profile(export, [other(**file), profile()]) == profile()


def test_a_file_that_no_profile_can_read_says_why(tmp_path: Path) -> None:
    with pytest.raises(UserError) as missing:
        choose_profile(tmp_path / "nej.csv", [other(), profile()])
    assert missing.value.key == "intake_files.missing"


def test_the_choice_reads_no_rows(export: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def forbidden(*_: object) -> None:
        raise AssertionError

    monkeypatch.setattr(csv_reader, "_Body", forbidden)
    assert choose_profile(export, [other(delimiter=";"), profile()]) == profile()


@pytest.mark.parametrize(
    "content", [CONTENT, "Kø\n\nNr,Nr,,Sted\n1,2,,x\n", "sep=;\nNr;Sted\n1;2\n"], ids=["plain", "odd", "hint"]
)
def test_a_header_read_alone_is_the_table_s(tmp_path: Path, content: str) -> None:
    path = tmp_path / "a.csv"
    path.write_text(content, encoding="utf-8")
    whole = read_file(path, FileSpec()).header
    assert set(whole) <= set(read_header(path, FileSpec()))


def test_a_file_that_is_missing_here_is_not_missing_in_a_full_stop(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(UserError) as here:
        read_file(Path("x.csv"), FileSpec())
    assert "x.csv" in str(here.value) and "mappen ." not in str(here.value)
    with pytest.raises(UserError, match="i mappen udtræk"):
        read_file(Path("udtræk") / "x.csv", FileSpec())
