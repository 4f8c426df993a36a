"""The README's examples are read by the real models, and its walk is walked."""

import json
import tomllib
from pathlib import Path
from typing import Any

import pytest

from evaluation.__main__ import main
from evaluation.initiative import load_initiative
from evaluation.intake.match import meets
from evaluation.intake.profile_io import load_profile
from tests.docs.pages import PAGES, README, blocks, named, tables, ticked

INITIATIVES = ("northgate", "requests")


def laid_out(folder: Path, name: str) -> Path:
    """An example initiative as a newcomer would save it."""
    place = folder / name
    (place / "profiles").mkdir(parents=True)
    (place / "initiative.toml").write_text(named(README, "initiative", name), encoding="utf-8")
    return place


@pytest.fixture
def walk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with the example's export, initiative and finished profile; the current one."""
    monkeypatch.chdir(tmp_path)
    Path("helpdesk.csv").write_text(named(README, "helpdesk.csv"), encoding="utf-8")
    profiles = laid_out(tmp_path, "northgate") / "profiles"
    finished = named(README, "profile", "northgate", "helpdesk")
    (profiles / "helpdesk.toml").write_text(finished, encoding="utf-8")
    return tmp_path


def answer(capsys: pytest.CaptureFixture[str], *arguments: str) -> dict[str, Any]:
    code = main([*arguments, "--json"])
    out, problem = capsys.readouterr()
    assert code == 0, problem
    found: dict[str, Any] = json.loads(out)
    return found


IMPORT = ("import", "helpdesk.csv", "--initiative", "northgate", "--store", "northgate-data/store")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_toml_blocks_are_toml(page: Path) -> None:
    for block in blocks(page, "toml"):
        tomllib.loads(block.content)


@pytest.mark.parametrize("name", INITIATIVES)
def test_an_example_initiative_is_complete(tmp_path: Path, name: str) -> None:
    found = load_initiative(laid_out(tmp_path, name))
    assert (found.id, found.has_openings) == (name, name == "northgate")


def test_every_marked_block_is_tried() -> None:
    marked = {block.marks[:2] for block in blocks(README, "toml")}
    profiles = {("profile", "northgate"), ("profile", "events")}
    assert marked == {("initiative", name) for name in INITIATIVES} | profiles


def test_the_finished_profile_fits_its_initiative(walk: Path) -> None:
    profile = load_profile(walk / "northgate/profiles/helpdesk.toml")
    meets(profile, load_initiative(walk / "northgate"))


def test_the_dry_run_says_what_the_readme_says(walk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([*IMPORT, "--dry-run"]) == 0
    (said,) = [block.content.strip() for block in blocks(README, "text")]
    assert said in capsys.readouterr().out
    assert not (walk / "northgate-data/store/enquiries").exists()


def json_keys(command: str) -> set[str]:
    """The keys the README's table promises for a command."""
    (row,) = [row for row in tables(README)["Command line"] if ticked(row[0])[0].split()[0] == command]
    return {word.removesuffix("[]") for word in ticked(row[3])}


def test_the_walk(walk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Import, again, query, check, undo: each answers with the keys of the table."""
    first = answer(capsys, *IMPORT)
    (file,) = first["files"]
    assert file["reasons"] == {"unknown_site": 1, "served_before_arrival": 1}
    assert first["enquiries"] == {"new": 4, "updated": 0, "unchanged": 0, "removed": 0}
    rejected = [(one["row"], one["column"]) for one in first["rejections"]]
    assert rejected == [(6, "Desk"), (7, "Answered")]
    keys = {*first, *file, *file["rows"], *first["enquiries"], *first["rejections"][0]}
    assert keys == json_keys("import")

    again = answer(capsys, *IMPORT)
    assert (again["changed"], again["enquiries"]["unchanged"]) == (False, 4)

    store = ("--store", "northgate-data/store")
    asked = answer(capsys, "query", "enquiries", "--by", "site", *store)
    assert [(row["site"], row["value"]) for row in asked["rows"]] == [("kiosk", 3), ("main", 1)]
    assert {*asked, *asked["rows"][0]} - {"site"} == json_keys("query")

    assert set(answer(capsys, "check", *store)) == json_keys("check")
    assert set(answer(capsys, "undo", *store)) == json_keys("undo")


def test_the_proposal_leaves_the_odd_columns_to_a_person(
    walk: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Nothing is guessed of free text; the keys are those of the table."""
    found = answer(capsys, "profile", "helpdesk.csv", "--initiative", "northgate")
    left = {entry["column"]: entry["needed"] for entry in found["unmapped"]}
    assert (left["Remark"], left["site"], left["Answered"]) == (False, True, True)
    proposed = tomllib.loads(found["profile"])["columns"]
    assert {target: spec["column"] for target, spec in proposed.items()} == {"arrived_at": "Clock-in"}
    assert {*found, *found["unmapped"][0]} == json_keys("profile")
