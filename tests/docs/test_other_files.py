"""The page about other files names the columns there are, and its examples are imported whole."""

import csv
from datetime import datetime
from pathlib import Path

import pytest

from evaluation.initiative import load_initiative
from evaluation.intake.other import SPECS, Form, take_other, template
from evaluation.store import OTHER_KINDS
from tests.docs.pages import ROOT, blocks, tables, ticked
from tests.intake.making import initiative

PAGE = ROOT / "docs/andre-filer.md"
NOW = datetime.fromisoformat("2026-03-02 12:00")
EXAMPLES = {block.marks[0]: block.content for block in blocks(PAGE, "csv")}


@pytest.mark.parametrize("kind", OTHER_KINDS)
def test_every_column_is_documented_and_no_other(kind: str) -> None:
    said = {ticked(row[0])[0]: row[0].startswith("**") for row in tables(PAGE)[kind]}
    spec = SPECS[kind]
    assert said == {spec.headers(field.name)[0]: field.need for field in spec.fields}


@pytest.mark.parametrize("kind", OTHER_KINDS)
def test_every_value_is_documented_by_its_first_word(kind: str) -> None:
    rows = {ticked(row[0])[0]: ticked(row[1]) for row in tables(PAGE)[kind]}
    for field in SPECS[kind].fields:
        if field.form is Form.WORD:
            words = [said.split(",")[0] for said in SPECS[kind].words(field.name).values()]
            assert rows[SPECS[kind].headers(field.name)[0]] == words


@pytest.mark.parametrize("kind", OTHER_KINDS)
def test_the_example_and_the_template_are_read_whole(kind: str, tmp_path: Path) -> None:
    for content in (EXAMPLES[kind], template(kind), template(kind, initiative())):
        file = tmp_path / f"{kind}.csv"
        file.write_text(content, encoding="utf-8")
        taken = take_other(file, kind, initiative(), now=NOW)
        assert taken.rows["used"] == taken.rows["read"] > 0
        assert taken.warnings == ()


def test_the_long_example_from_statistics_denmark_gives_its_own_sums() -> None:
    file = ROOT / "docs/statistikbanken-eksempel.csv"
    given = load_initiative(ROOT / "data/initiatives/vesthimmerland")
    taken = take_other(file, "areas", given, now=NOW)
    assert taken.warnings == ()
    rows = [
        row for row in csv.reader(file.open(encoding="utf-8"), delimiter=";") if row and row[-1].isdigit()
    ]
    sums = {row[0]: int(row[4]) for row in rows if row[1:3] == ["I alt", "Alder i alt"]}
    old = dict.fromkeys(sums, 0)
    for area, sex, age, _, count in rows:
        old[area] += int(count) if sex == "I alt" and age[:2] in ("65", "80") else 0
    named = {area.id: f"{area.code} {area.name.removesuffix(' Sogn')}" for area in given.areas}
    told = {named[row["id"]]: row for row in taken.accepted.to_pylist()}
    assert {area: row["residents"] for area, row in told.items()} == sums
    assert {area: row["residents_65plus"] for area, row in told.items()} == old
