"""What import and profile say: which rows were rejected, what is missing, where it went."""

import re
from pathlib import Path

from tests.cli.command import done, run

HEADER = "Billetnr;Sted;Ankomst"
PROFILE = """
source = "koe"
identity.columns = ["Billetnr"]
[columns.site]
column = "Sted"
values = { Aars = "aars" }
[columns.arrived_at]
column = "Ankomst"
format = "%d-%m-%Y %H:%M"
"""
INITIATIVE = """
id = "proeve"
name = "Prøve"
municipality = "0820"
municipality_name = "Vesthimmerland"
starts_on = 2025-03-03
evaluation_ends_on = 2026-03-01
[[sites]]
id = "aars"
name = "Aars"
kind = "unit"
[[sources]]
id = "koe"
name = "Køsystem"
counts = ["aars"]
"""


def laid_out(folder: Path) -> Path:
    place = folder / "proeve"
    (place / "profiles").mkdir(parents=True)
    (place / "initiative.toml").write_text(INITIATIVE, encoding="utf-8")
    (place / "profiles" / "koe.toml").write_text(PROFILE, encoding="utf-8")
    return place


def export(folder: Path, bad: int, name: str = "koe.csv") -> Path:
    rows = [f"A{n};Aars;14-03-2025 10:00" for n in range(3)]
    rows += [f"B{n};Ukendtby {n};14-03-2025 10:00" for n in range(bad)]
    path = folder / name
    path.write_text("\n".join([HEADER, *rows, "kun eet felt"]) + "\n", encoding="utf-8")
    return path


def test_import_says_which_rows_were_rejected(tmp_path: Path) -> None:
    place, path = laid_out(tmp_path), export(tmp_path, 12)
    for more in (("--dry-run",), ()):
        said = run("import", path, "--initiative", place, "--store", tmp_path / "store", *more).out
        lines = re.findall(r"^ +række (\d+)(, kolonne Sted)?: (.*)$", said, re.MULTILINE)
        assert [int(row) for row, _, _ in lines] == list(range(5, 15))
        assert lines[0][2] == "Stedet står ikke i profilen, form Aaaa 9"
        assert "og 3 flere" in said and "Ukendtby" not in said
        assert ("siden Data" in said) == (not more)  # after a dry run the page has nothing to show


def test_a_row_that_is_no_row_has_no_column(tmp_path: Path) -> None:
    place, path = laid_out(tmp_path), export(tmp_path, 0)
    said = run("import", path, "--initiative", place, "--store", tmp_path / "store", "--dry-run").out
    assert re.search(r"^ +række 5: Rækken har .*, form aaa aaa aaaa$", said, re.MULTILINE)
    assert "flere;" not in said


def test_the_json_lists_rejections_up_to_a_limit(tmp_path: Path) -> None:
    place = laid_out(tmp_path)
    files = [export(tmp_path, 700, "en.csv"), export(tmp_path, 700, "to.csv")]
    told = done("import", *files, "--initiative", place, "--store", tmp_path / "store")
    assert told["rejections_total"] == 1402
    assert len(told["rejections"]) == 1000
    assert told["rejections"][0] == {
        "file": "en.csv",
        "row": 5,
        "column": "Sted",
        "reason": "unknown_site",
        "shape": "Aaaa 9",
    }
    assert {one["file"] for one in told["rejections"]} == {"en.csv", "to.csv"}


def odd(folder: Path) -> Path:
    rows = [
        f"R{n},Room {n % 2},0{n % 9 + 1}/{n + 1}/2025 10:00,0{n % 9 + 1}/{n + 1}/2025 10:20"
        for n in range(20)
    ]
    path = folder / "odd.csv"
    path.write_text("\n".join(["Ref,Desk,In,Out", *rows]) + "\n", encoding="utf-8")
    return path


def test_profile_says_what_is_missing_apart_from_what_is_left_out(tmp_path: Path) -> None:
    path, out = odd(tmp_path), tmp_path / "odd.toml"
    said = run("profile", path, "--out", out).out
    missing = said.split("Mangler:")[1]
    assert "%m/%d/%Y %H:%M" in missing  # candidates are printed
    assert "»Mangler«" in said and "# Mangler" in out.read_text(encoding="utf-8")
    told = done("profile", path)
    needed = {one["column"]: one["needed"] for one in told["unmapped"]}
    assert needed == {"Out": True, "site": True, "Desk": False}
    assert "Desk: " in said.split("Ikke taget med:")[1] and "Room" not in said
    assert any("In" in warning for warning in told["warnings"])


def test_a_complete_profile_asks_for_nothing(tmp_path: Path) -> None:
    place, out = laid_out(tmp_path), tmp_path / "koe.toml"
    said = run("profile", export(tmp_path, 0), "--initiative", place, "--out", out).out
    assert "angler" not in said and "--dry-run" in said
    assert "# Mangler" not in out.read_text(encoding="utf-8")


def test_a_file_with_nothing_to_propose_leaves_no_profile(tmp_path: Path) -> None:
    path, out = tmp_path / "kun.csv", tmp_path / "ud.toml"
    path.write_text(HEADER + "\n", encoding="utf-8")
    answer = run("profile", path, "--out", out)
    assert (answer.code, answer.out) == (1, "")
    assert "ingen rækker" in answer.err and not out.exists()


def test_an_unfinished_profile_is_told_and_stops_no_other(tmp_path: Path) -> None:
    place, path = laid_out(tmp_path), export(tmp_path, 0)
    (place / "profiles" / "begyndt.toml").write_text('source = "koe"\n', encoding="utf-8")
    said = "Profilen begyndt.toml mangler nøglen columns."
    for more in ((), ("--profile", "koe")):
        told = done("import", path, "--initiative", place, "--store", tmp_path / "store", "--dry-run", *more)
        assert told["files"][0]["rows"]["used"] == 3
        assert [said in line for line in told["files"][0]["warnings"]].count(True) == 1
    other = tmp_path / "andet.csv"
    other.write_text("En;To\n1;2\n", encoding="utf-8")
    failed = run("import", other, "--initiative", place, "--store", tmp_path / "store")
    assert failed.code == 1
    assert "Kolonnen" in failed.err and failed.err.count(said) == 1
    named = run("import", path, "--initiative", place, "--profile", "begyndt", "--dry-run")
    assert named.code == 1
    assert named.err.count(said) == 1
