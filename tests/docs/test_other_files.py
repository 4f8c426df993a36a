"""The page about other files names the columns there are, and its examples are imported whole."""

from datetime import datetime
from pathlib import Path

import pytest

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
