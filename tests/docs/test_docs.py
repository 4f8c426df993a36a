"""What the pages say is there is there, and what is there is said."""

import argparse
import re
import shlex
from collections.abc import Iterator
from pathlib import Path
from typing import get_args

import pytest
from pydantic import BaseModel

from evaluation import settings
from evaluation.cli.parser import build
from evaluation.disclosure.cells import Status
from evaluation.initiative.models import Initiative
from evaluation.initiative.trial_models import MEASURES, Trial
from evaluation.initiative.trials import read_typed
from evaluation.intake.profile import Profile
from evaluation.intake.reasons import Reason
from evaluation.metrics import DIMENSIONS, METRICS
from evaluation.store.schema import CHANNELS, OUTCOMES, TAKEN
from evaluation.texts import text
from tests.docs.pages import DOCS, PAGES, README, ROOT, blocks, links, named, prose, tables, ticked

PARSER = build(Path("store"))


def commands(parser: argparse.ArgumentParser, before: str = "") -> dict[str, argparse.ArgumentParser]:
    """Name → parser of every command; one that has commands of its own stands as those."""
    below = [a for a in parser._actions if isinstance(a, argparse._SubParsersAction)]
    if not below:
        return {before.strip(): parser}
    return {
        name: found
        for word, one in below[0].choices.items()
        for name, found in commands(one, f"{before} {word}").items()
    }


COMMANDS = commands(PARSER)
#: Said of all commands above the table.
COMMON = {"-h", "--help", "--store", "--json"}


def flags(command: argparse.ArgumentParser) -> set[str]:
    return {flag for action in command._actions for flag in action.option_strings}


def command_rows() -> dict[str, list[str]]:
    """By the command's words: what comes after them is written in capitals."""
    rows = tables(README)["Command line"]
    return {" ".join(re.findall(r"\b[a-z]+\b", ticked(row[0])[0])): row for row in rows}


def test_the_command_table_lists_every_command_and_no_other() -> None:
    assert set(command_rows()) == set(COMMANDS)


@pytest.mark.parametrize("name", COMMANDS)
def test_every_flag_of_a_command_is_said_and_no_other(name: str) -> None:
    said = {word.split()[0] for word in ticked(command_rows()[name][2]) if word.startswith("-")}
    assert said == flags(COMMANDS[name]) - COMMON


def test_the_common_flags_are_those_of_every_command() -> None:
    assert set.intersection(*map(flags, COMMANDS.values())) == COMMON
    assert all(f"`{flag}" in prose(README) for flag in COMMON)


def test_the_flags_of_the_program_itself_are_said() -> None:
    assert all(f"`{flag}`" in prose(README) or f" {flag}`" in prose(README) for flag in flags(PARSER))


def typed() -> Iterator[tuple[str, str]]:
    """(page, command) of every command of ours that a page tells to type."""
    starts = ("evaluation ", ".venv/bin/python -m evaluation ", "start.cmd ", "python -m evaluation ")
    for page in PAGES:
        lines = [line for block in blocks(page, "sh") for line in block.content.splitlines()]
        for line in [*lines, *ticked(prose(page))]:
            start = next((s for s in starts if line.startswith(s)), None)
            if start and "…" not in line:
                yield page.name, line.removeprefix(start)


@pytest.mark.parametrize(("page", "command"), list(typed()))
def test_a_command_to_type_is_understood(page: str, command: str) -> None:
    words = shlex.split(command.replace("\\", "/"), comments=True)
    if words != ["--version"]:  # prints and stops
        PARSER.parse_args(words)


def test_commands_to_type_are_found() -> None:
    found = list(typed())
    assert {"README.md", "kom-i-gang.md"} <= {page for page, _ in found}
    assert {"profile", "import", "serve", "undo", "query"} <= {shlex.split(c)[0] for _, c in found}


def test_a_make_target_that_a_page_names_exists() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    there = set(re.findall(r"^([a-z-]+):", makefile, re.MULTILINE))
    said = {
        word
        for page in PAGES
        for typed_text in [*ticked(prose(page)), *(b.content for b in blocks(page, "sh"))]
        for word in re.findall(r"\bmake ([a-z-]+)", typed_text)
    }
    assert {"run", "test", "wheels", "wheel-folder"} <= said
    assert said <= there


def test_every_reason_is_explained_and_no_other() -> None:
    rows = tables(README)["Reasons for a rejection"]
    assert [ticked(row[0])[0] for row in rows] == [reason.value for reason in Reason]


def after(start: str) -> list[str]:
    """What stands in backticks in the paragraph that begins so."""
    (paragraph,) = [p for p in prose(README).split("\n") if p.startswith(start)]
    return ticked(paragraph)


def test_measures_and_dimensions_are_those_there_are() -> None:
    assert after("Measures: ") == list(METRICS)
    assert [word for word in after("Dimensions: ") if "-W" not in word] == list(DIMENSIONS)


def test_every_status_of_a_cell_is_listed() -> None:
    (listed,) = re.findall(r"`status` is (.*)\.", prose(README))
    assert ticked(listed) == [status.value for status in Status]


def test_settings_named_are_those_read() -> None:
    read = {settings.STORE_VARIABLE, settings.INITIATIVES_VARIABLE, settings.ROLE_VARIABLE}
    assert set(re.findall(r"EVALUATION_[A-Z]+", prose(README))) == read


def test_the_glossary_has_the_words_that_stand_for_a_figure() -> None:
    """Every status that a reader may meet instead of a number, and what becomes of a row."""
    danish = " ".join(row[1] for row in tables(ROOT / "GLOSSARY.md")["Glossary"])
    said = {status: text(f"disclosure.status.{status}").split("{")[0].strip() for status in Status}
    lacking = {s for s, word in said.items() if word not in danish} - {Status.VALUE, Status.ZERO}
    assert lacking == set()


@pytest.mark.parametrize("page", [README, ROOT / "docs/kom-i-gang.md"], ids=lambda page: page.name)
def test_what_a_proposal_lacks_is_called_what_the_file_calls_it(page: Path) -> None:
    heading = text("intake.leftovers.missing_heading")
    assert re.search(rf"(\*|\u00bb){heading}(\*|:|\u00ab)", prose(page))


def inner(annotation: object) -> type[BaseModel] | None:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    return next(filter(None, map(inner, get_args(annotation))), None)


def keys(model: type[BaseModel]) -> dict[str, bool]:
    """Key as it is written in TOML → whether it must be there; what no file may hold is left out."""
    fields = {f.alias or name: f for name, f in model.model_fields.items() if not f.exclude}
    return {key: field.is_required() for key, field in fields.items()}


def sections(model: type[BaseModel], top: str, prefix: str = "") -> dict[str, type[BaseModel]]:
    """Heading → model, of a model and all tables inside it."""
    found = {top: model}
    for name, field in model.model_fields.items():
        if field.exclude:
            continue
        below = inner(field.annotation)
        if below is not None:
            many = "tuple" in str(field.annotation)
            path = f"{prefix}{field.alias or name}"
            found |= sections(below, f"[[{path}]]" if many else f"[{path}]", f"{path}.")
    return found


INITIATIVE = ROOT / "docs/initiative.md"
TRIALS = ROOT / "docs/proevehandlinger.md"
PROFILE = ROOT / "docs/profile.md"


def profile_sections() -> dict[str, type[BaseModel]]:
    found = sections(Profile, "profile")
    return {("[columns.TARGET]" if name == "[columns]" else name): model for name, model in found.items()}


DOCUMENTED = [(INITIATIVE, name, m) for name, m in sections(Initiative, "initiative.toml").items()]
DOCUMENTED += [(PROFILE, name, m) for name, m in profile_sections().items()]


@pytest.mark.parametrize(("page", "section", "model"), DOCUMENTED, ids=[d[1] for d in DOCUMENTED])
def test_every_key_is_documented_and_no_other(page: Path, section: str, model: type[BaseModel]) -> None:
    rows = tables(page)[f"`{section}`"]
    said = {ticked(row[0])[0]: row[0].startswith("**") for row in rows}
    need = keys(model)
    if model is Profile:
        need["id"] = False  # the file's name stands in
    assert said == need


@pytest.mark.parametrize("page", [INITIATIVE, PROFILE], ids=lambda page: page.name)
def test_no_section_documents_what_does_not_exist(page: Path) -> None:
    known = {name for p, name, _ in DOCUMENTED if p == page} | {"[constants]"}
    said = {heading.strip("`") for heading in tables(page) if heading.startswith("`")}
    assert said <= known


def test_every_target_is_documented_with_the_values_it_takes() -> None:
    rows = {ticked(row[0])[0]: row[2] for row in tables(PROFILE)["Targets"]}
    assert list(rows) == list(TAKEN)
    assert tuple(ticked(rows["channel"])) == CHANNELS
    assert tuple(ticked(rows["outcome"])) == OUTCOMES


def test_every_key_of_a_trial_is_documented_and_no_other() -> None:
    rows = tables(TRIALS)["Nøglerne"]
    said = {ticked(row[0])[0]: row[0].startswith("**") for row in rows}
    assert said == {key: needed for key, needed in keys(Trial).items() if key != "attainable"}
    (measures,) = [row[1] for row in rows if ticked(row[0]) == ["measure"]]
    assert set(ticked(measures)) == set(MEASURES)


def test_the_trial_that_is_shown_can_be_read(tmp_path: Path) -> None:
    (tmp_path / "proeve.toml").write_text(named(TRIALS, "trial"), encoding="utf-8")
    trial = read_typed(tmp_path / "proeve.toml")
    assert trial.starts_on < trial.looks[0]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_lead_somewhere(page: Path) -> None:
    assert [target for target in links(page) if not (page.parent / target).exists()] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_no_page_names_a_machine_or_a_registry(page: Path) -> None:
    said = page.read_text(encoding="utf-8")
    assert re.findall(r"/(?:home|root|tmp|work|opt|Users)/|C:\\Users|pypi\.org|localhost:", said) == []


def test_the_readme_can_be_read_in_one_go() -> None:
    assert len(README.read_text(encoding="utf-8").splitlines()) <= 350
    assert "docs/kom-i-gang.md" in "".join(README.read_text(encoding="utf-8").splitlines()[:5])
    assert DOCS
