"""What scripts rely on: exit codes, one JSON object on standard output, its keys, one Danish line of error."""

import json
import os
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from evaluation import __version__
from evaluation.intake.importing import find_profile
from evaluation.texts import text
from evaluation.texts.csv_file import danish_csv
from tests.cli.command import contents, done, refused, run, says, tells

COMMANDS = ("serve", "demo", "profile", "import", "undo", "query", "trial", "whatif", "calibrate", "check")
TRIAL = tuple(("trial", name) for name in ("register", "show", "decide"))
FATES = {"read", "used", "duplicate", "outside", "blank", "rejected"}
CHANGES = {"new", "updated", "unchanged", "removed"}


# ------------------------------------------------------------------------------------ usage, help, version


@pytest.mark.parametrize(
    "argv",
    [
        (),
        ("findesikke",),
        ("import",),
        ("import", "a.csv"),
        ("import", "a.csv", "--initiative", "x", "--kind", "nej"),
        ("query",),
        ("query", "enquiries", "--format", "pdf"),
        ("query", "enquiries", "--version", "ny"),
        ("serve", "--port", "mange"),
        ("serve", "--role", "konge"),
        ("whatif", "--about", "vejret"),
        ("undo", "--nej"),
        ("trial",),
        ("trial", "slet", "gedsted"),
        ("trial", "register", "a.toml"),
        ("trial", "decide", "gedsted", "--action", "keep"),
        ("trial", "decide", "gedsted", "--action", "nej", "--by", "x"),
        ("trial", "show", "gedsted", "--now", "2025-01-01"),
    ],
)
def test_misuse_is_exit_code_2_in_danish(argv: tuple[str, ...]) -> None:
    answer = run(*argv)
    assert (answer.code, answer.out) == (2, "")
    assert tells(answer.err, "cli.misunderstood")
    assert f"{text('cli.usage')}evaluation" in answer.err
    assert not ENGLISH.search(answer.err)


ENGLISH = re.compile(
    r"\b(usage|options|optional|positional|arguments|required|show this|invalid|error|default|expected|the)\b",
    re.IGNORECASE,
)


@pytest.mark.parametrize("command", [(), *((name,) for name in COMMANDS), *TRIAL])
@pytest.mark.parametrize("flag", ["-h", "--help"])
def test_help_is_danish(command: tuple[str, ...], flag: str) -> None:
    answer = run(*command, flag)
    assert (answer.code, answer.err) == (0, "")
    assert answer.out.startswith(f"{text('cli.usage')}evaluation")
    assert tells(answer.out, "cli.help")
    assert not ENGLISH.search(answer.out)


def test_help_lists_every_command() -> None:
    told = run("--help").out
    assert all(re.search(rf"^ +{name} +\w", told, re.MULTILINE) for name in COMMANDS)


def test_the_programs_version() -> None:
    answer = run("--version")
    assert (answer.code, answer.out, answer.err) == (0, f"evaluation {__version__}\n", "")


def test_as_a_program_of_its_own(folder: Path, store: Path) -> None:
    """A real process: the module, UTF-8 whatever the locale, and the exit code."""
    environment = {**os.environ, "PYTHONIOENCODING": "latin-1", "PYTHONPATH": os.pathsep.join(sys.path)}
    command = [sys.executable, "-m", "evaluation", "query"]
    told = subprocess.run(
        [*command, "enquiries", "--store", store, "--json"], capture_output=True, check=False, env=environment
    )
    assert (told.returncode, told.stderr) == (0, b"")
    assert json.loads(told.stdout.decode("utf-8"))["rows"][0]["value"] == 31
    bad = subprocess.run(
        [*command, "nej", "--store", store], capture_output=True, check=False, env=environment
    )
    assert (bad.returncode, bad.stdout) == (1, b"")
    assert says(bad.stderr.decode("utf-8").strip(), "metrics.unknown_metric")


# ------------------------------------------------------------------------------------------------ keys


def test_import_tells_each_file(folder: Path, tmp_path: Path) -> None:
    told = done("import", folder / "koe.csv", "--initiative", folder, "--store", tmp_path / "store")
    assert {"version", "files", "enquiries", "changed"} <= set(told)
    (file,) = told["files"]
    assert {"file", "sha256", "rows", "enquiries", "reasons"} <= set(file)
    assert set(file["rows"]) == FATES
    assert set(file["enquiries"]) == CHANGES
    assert re.fullmatch(r"[0-9a-f]{64}", file["sha256"])
    assert file["file"] == "koe.csv"  # the name, not where it lies


def test_import_of_several_files_is_one_commit(folder: Path, tmp_path: Path) -> None:
    lines = (folder / "koe.csv").read_text(encoding="cp1252").splitlines(keepends=True)
    halves = {"forste.csv": lines[:20], "anden.csv": [lines[0], *lines[20:]]}
    for name, part in halves.items():
        (tmp_path / name).write_text("".join(part), encoding="cp1252", newline="")
    store = tmp_path / "store"
    told = done("import", *(tmp_path / n for n in halves), "--initiative", folder, "--store", store)
    assert [file["file"] for file in told["files"]] == list(halves)
    assert sum(file["rows"]["read"] for file in told["files"]) == 43
    assert told["enquiries"] == {"new": 33, "updated": 0, "unchanged": 0, "removed": 0}
    done("undo", "--store", store)
    assert says(refused("query", "enquiries", "--store", store), "cli.no_data")


def test_profile_tells_what_it_proposes_and_what_it_does_not(folder: Path, tmp_path: Path) -> None:
    told = done("profile", folder / "koe.csv", "--initiative", folder, "--store", tmp_path / "store")
    assert {"profile", "unmapped"} <= set(told)
    assert tomllib.loads(told["profile"])["columns"]["site"]["column"] == "Sted"
    for one in told["unmapped"]:
        assert {"column", "why"} <= set(one)
    assert not list(tmp_path.iterdir())


def test_profile_into_a_file_that_cannot_be(folder: Path, tmp_path: Path) -> None:
    said = refused("profile", folder / "koe.csv", "--out", tmp_path / "nej" / "forslag.toml")
    assert says(said, "cli.cannot_write")


def test_query_tells_rows(store: Path) -> None:
    told = done("query", "enquiries_per_open_hour", "--by", "site", "--store", store)
    assert {row["site"] for row in told["rows"]} == {"aars", "nord", "syd"}
    for row in told["rows"]:
        assert {"site", "value", "n", "low", "high", "status"} <= set(row)
    assert re.fullmatch(r"[0-9a-f]{8}", told["data_version"])


def test_query_speaks_json_unasked(store: Path) -> None:
    plain, asked = (
        run("query", "enquiries", "--store", store),
        run("query", "enquiries", "--store", store, "--json"),
    )
    assert plain.json == asked.json


def test_undo_and_check(store: Path) -> None:
    assert done("check", "--store", store) == {"problems": []}
    told = done("undo", "--store", store)
    assert int(told["version"]) == Delta.newest(store)
    assert says(refused("undo", "--store", store), "store.nothing_to_undo")
    assert says(refused("query", "enquiries", "--store", store), "cli.no_data")


class Delta:
    """The version as the log's own file names tell it."""

    @staticmethod
    def newest(store: Path) -> int:
        return max(int(path.stem) for path in (store / "enquiries" / "_delta_log").glob("*.json"))


def test_check_of_no_store_is_a_problem(tmp_path: Path) -> None:
    answer = run("check", "--store", tmp_path / "store", "--json")
    assert answer.code == 1
    assert answer.json == {"problems": [text("cli.problems.no_store")]}
    assert not list(tmp_path.iterdir())


@pytest.mark.slow
def test_demo_again_changes_nothing(demo_store: Path, tmp_path: Path) -> None:
    shutil.copytree(demo_store.parent, tmp_path / "copy")
    store = tmp_path / "copy" / demo_store.name
    told = done("demo", "--store", store)
    assert {"version", "rows"} <= set(told)
    assert told["rows"] > 30_000
    assert int(told["version"]) == Delta.newest(store) == Delta.newest(demo_store)


# ------------------------------------------------------------------------------------- import, twice and dry


def test_the_same_file_twice_changes_nothing(store: Path, folder: Path) -> None:
    version, before = Delta.newest(store), contents(store)
    told = done("import", folder / "koe.csv", "--initiative", folder, "--store", store)
    assert told["changed"] is False
    assert told["enquiries"] == {"new": 0, "updated": 0, "unchanged": 33, "removed": 0}
    assert int(told["version"]) == Delta.newest(store) == version
    assert {k: v for k, v in contents(store).items() if "lock" not in k} == {
        k: v for k, v in before.items() if "lock" not in k
    }


def test_a_dry_run_writes_nothing_not_even_a_key(folder: Path, tmp_path: Path) -> None:
    place = tmp_path / "data"
    given = ("import", folder / "koe.csv", "--initiative", folder, "--store", place / "store")
    told = done(*given, "--dry-run")
    assert (told["version"], told["changed"]) == (None, False)
    assert told["enquiries"]["new"] == 33
    assert not place.exists()
    real = done(*given)
    assert real["enquiries"] == told["enquiries"]
    before = contents(place)
    again = done(*given, "--dry-run")
    assert again["enquiries"] == {"new": 0, "updated": 0, "unchanged": 33, "removed": 0}
    assert again["version"] == real["version"]
    assert contents(place) == before


def test_a_correction_updates_and_undo_takes_it_back(store: Path, folder: Path, tmp_path: Path) -> None:
    question = ("query", "enquiries", "--by", "outcome", "--where", "site=syd", "--store", store)
    before = done(*question)
    corrected = tmp_path / "koe_rettet.csv"
    original = (folder / "koe.csv").read_text(encoding="cp1252")
    waiting, served = ";12:50;;;;Venter;", ";12:50;;12:55;13:05;Ekspederet;"
    assert waiting in original
    corrected.write_text(original.replace(waiting, served), encoding="cp1252")
    told = done("import", corrected, "--initiative", folder, "--store", store)
    assert told["enquiries"] == {"new": 0, "updated": 1, "unchanged": 32, "removed": 0}
    after = done(*question)
    assert after["data_version"] != before["data_version"]
    assert {r["outcome"]: r["value"] for r in after["rows"]} == {"resolved": 6, None: 1}
    older = done(*question, "--version", Delta.newest(store) - 1)
    assert older["rows"] == before["rows"]
    done("undo", "--store", store)
    assert done(*question) == before


def test_what_people_read_when_they_do_not_ask_for_json(folder: Path, tmp_path: Path) -> None:
    given = ("import", folder / "koe.csv", "--initiative", folder, "--store", tmp_path / "store")
    told = run(*given)
    assert (told.code, told.err) == (0, "")
    counted = "43 rækker læst = 33 brugt + 2 dubletter + 1 uden for + 1 blank + 6 afvist."
    assert f"koe.csv: {counted}" in told.out
    enquiries = {"new": 33, "updated": 0, "unchanged": 0, "removed": 0}
    assert text("cli.import_enquiries", kind=text("kinds.enquiries.name"), **enquiries) in told.out
    assert tells(run(*given).out, "cli.nothing_changed")
    assert tells(run("check", "--store", tmp_path / "store").out, "cli.check_fine")
    assert tells(run("undo", "--store", tmp_path / "store").out, "cli.undone")


# ------------------------------------------------------------------------------------------ wrong questions


@pytest.mark.parametrize(
    ("given", "key"),
    [
        (("nej",), "metrics.unknown_metric"),
        (("enquiries", "--by", "nej"), "metrics.unknown_dimension"),
        (("enquiries", "--by", "site,nej"), "metrics.unknown_dimension"),
        (("enquiries", "--by", "opening_id"), "metrics.unknown_dimension"),
        (("enquiries", "--where", "nej=1"), "metrics.unknown_dimension"),
        (("enquiries", "--where", "site"), "cli.bad_where"),
        (("enquiries", "--where", "site="), "cli.bad_where"),
        (("enquiries", "--where", "site=nord", "--where", "site=syd"), "cli.where_twice"),
        (("enquiries", "--where", "hour=ti"), "metrics.bad_value"),
        (("enquiries", "--role", "konge"), "cli.role_unknown"),
        (("enquiries", "--from", "3. marts"), "cli.bad_date"),
        (("enquiries", "--to", "2025-02-30"), "cli.bad_date"),
        (("enquiries", "--version", "99"), "store.no_version"),
        (("enquiries", "--initiative", "nej"), "initiative.unknown"),
        (("staff_hours", "--by", "channel"), "metrics.dimension_not_here"),
    ],
)
def test_a_question_that_cannot_be_answered(store: Path, given: tuple[str, ...], key: str) -> None:
    assert says(refused("query", *given, "--store", store, "--json"), key)


def test_blanks_and_repeats_in_by_do_no_harm(store: Path) -> None:
    plain = done("query", "enquiries", "--by", "site", "--store", store)
    assert done("query", "enquiries", "--by", " site , site", "--store", store) == plain


def test_enquiries_given_as_another_kind(store: Path, folder: Path) -> None:
    given = ("--initiative", folder, "--kind", "survey", "--store", store)
    assert says(refused("import", folder / "koe.csv", *given), "kinds.missing_column")
    assert says(refused("import", folder / "koe.csv", *given, "--profile", "koe"), "kinds.no_profile_here")


# ----------------------------------------------------------------------------------------- CSV for Danish Excel


def test_csv_for_danish_excel(store: Path) -> None:
    answer = run("query", "openings_held_share", "--by", "site", "--format", "csv", "--store", store)
    assert (answer.code, answer.err) == (0, "")
    assert answer.out[0] == "\ufeff"
    head, *lines = answer.out[1:].split("\r\n")
    assert head == "site;value;n;low;high;status"
    assert lines[0].startswith("aars;1;4;")
    assert lines[1].startswith("nord;0,666666")  # two of three
    assert lines[-1] == ""
    assert len(lines) == 5
    assert "." not in "".join(lines)


def test_csv_as_bytes_of_a_real_process(store: Path) -> None:
    command = ["query", "enquiries", "--by", "site", "--format", "csv", "--store", str(store)]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    told = subprocess.run(
        [sys.executable, "-m", "evaluation", *command], capture_output=True, check=True, env=environment
    )
    assert told.stdout.startswith(b"\xef\xbb\xbfsite;")
    assert told.stdout.count(b"\r\n") == 4
    assert b"\r\r" not in told.stdout


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_a_cell_that_a_sheet_would_run_is_text(start: str) -> None:
    lines = danish_csv(["navn", "tal"], [[f"{start}SUM(A1)", -1.5], ["a;b", None]])
    assert f"'{start}SUM(A1)" in lines
    assert ";-1,5\r\n" in lines  # a number stays a number
    assert '"a;b";\r\n' in lines


def test_a_profile_is_found_by_its_id_whatever_its_file_is_called(tmp_path: Path, folder: Path) -> None:
    own = tmp_path / "initiative"
    shutil.copytree(folder, own)
    (source,) = [path for path in (own / "profiles").glob("*.toml") if path.stem.startswith("k")]
    named = find_profile(source.stem, own)
    source.rename(source.with_name("another_name.toml"))
    assert find_profile(named.id, own).columns == named.columns
    assert find_profile("another_name", own).columns == named.columns
