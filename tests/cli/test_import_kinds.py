"""`import --kind`: what scripts and people are told."""

from pathlib import Path

import pytest

from evaluation.store import OTHER_KINDS, Store
from evaluation.texts import text
from tests.cli.command import contents, done, refused, run, says
from tests.intake.other_files import file

COSTS = (";01-03-2025;31-03-2025;løn;3.100,00", "nord;01-03-2025;31-03-2025;løn;-5")


def given(folder: Path, kind: str, *files: Path) -> tuple[object, ...]:
    return ("import", *files, "--initiative", folder, "--kind", kind)


def test_the_answer_has_the_shape_of_any_import(store: Path, folder: Path, tmp_path: Path) -> None:
    costs = file(tmp_path, "udgifter.csv", "costs", *COSTS)
    told = done(*given(folder, "costs", costs), "--store", store)
    (said,) = told["files"]
    assert said["rows"] == {"read": 2, "used": 1, "duplicate": 0, "outside": 0, "blank": 0, "rejected": 1}
    assert said["enquiries"] == told["enquiries"] == {"new": 1, "updated": 0, "unchanged": 0, "removed": 0}
    assert (said["profile"], said["reasons"], told["changed"]) == ("costs", {"bad_number": 1}, True)
    (why,) = told["rejections"]
    assert (why["row"], why["reason"], why["shape"]) == (3, "bad_number", "-9")
    again = done(*given(folder, "costs", costs), "--store", store)
    assert (again["changed"], again["version"]) == (False, told["version"])
    done("undo", "--store", store)
    assert len(Store(store).ledger()) == 1
    assert done("check", "--store", store)["problems"] == []


def test_a_dry_run_stores_nothing(store: Path, folder: Path, tmp_path: Path) -> None:
    before = contents(store)
    costs = file(tmp_path, "udgifter.csv", "costs", *COSTS)
    told = done(*given(folder, "costs", costs), "--store", store, "--dry-run")
    assert told["enquiries"]["new"] == 1
    assert contents(store) == before


def test_people_are_told_the_kind_and_what_to_do(store: Path, folder: Path, tmp_path: Path) -> None:
    costs = file(tmp_path, "udgifter.csv", "costs", *COSTS)
    told = run(*given(folder, "costs", costs), "--store", store)
    assert (told.code, told.err) == (0, "")
    assert f"{text('kinds.costs.name')}: 1 " in told.out
    assert text("kinds.reasons.bad_number.fix") in told.out
    assert "profil" not in told.out


def test_several_files_are_one_import(store: Path, folder: Path, tmp_path: Path) -> None:
    files = [file(tmp_path, f"{n}.csv", "events", f"1{n}-03-2025;;Omtale {n}") for n in (1, 2)]
    assert done(*given(folder, "events", *files), "--store", store)["enquiries"]["new"] == 2
    assert len(Store(store).ledger()) == 2


@pytest.mark.parametrize("kind", OTHER_KINDS)
def test_a_file_of_enquiries_is_none_of_the_other_kinds(kind: str, store: Path, folder: Path) -> None:
    before = contents(store)
    line = refused(*given(folder, kind, folder / "koe.csv"), "--store", store)
    assert says(line, "kinds.missing_column") or says(line, "kinds.column_twice")
    assert contents(store) == before


def test_a_file_without_a_header(store: Path, folder: Path, tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("1;2;3\n4;5;6\n", encoding="utf-8")
    line = refused(*given(folder, "events", tmp_path / "a.csv"), "--store", store)
    assert says(line, "kinds.missing_column")
