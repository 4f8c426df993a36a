"""A tally sheet typed from paper is proposed as such; what a column counts is never guessed."""

import tomllib
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest

from evaluation.initiative.models import Initiative
from evaluation.intake.profile_io import read_profile
from evaluation.intake.propose import Proposal, propose, propose_table
from evaluation.intake.take import take
from tests.intake.files_samples import workbook
from tests.intake.making import KEY, NOW, initiative, raw_table
from tests.intake.test_tally_wide import HEADER, TITLE, TYPED, WORLD

TOTALS: list[object] = ["I alt", None, 10, 2, 8, 4, 9]


def on_paper(folder: Path, *rows: Sequence[object], header: Sequence[str] = HEADER) -> Path:
    return workbook(folder, {"Ark1": [*TITLE, list(header), *rows]}, "tælleark 2025.xlsx")


def proposed(header: Sequence[str], *rows: Sequence[str | None], world: Initiative = WORLD) -> Proposal:
    return propose_table(raw_table(rows, header), "ark.csv", world)


def test_a_workbook_as_typed_from_paper(tmp_path: Path) -> None:
    path = on_paper(tmp_path, *TYPED, TOTALS)
    found = propose(path, WORLD)
    assert found.profile is not None
    made = found.profile
    assert (made.record, made.time_precision, made.coverage.unit) == ("tally", "opening", "sheet")
    assert (made.identity.mode, made.file.total_rows) == ("replace_day", True)
    assert [(one.column, one.category) for one in made.counts] == [
        ("MitID", ("topic", "mitid")),
        ("Pas", ("topic", "pas")),
        ("Ældre", ("target_group", "aeldre")),
        ("Andre", ("target_group", "andre")),
        ("I alt", None),
    ]
    assert made.columns["arrived_at"].column == ("Dato",)
    assert made.columns["site"].values == {"Farsø": "farsoe", "Aars": "aars"}
    assert found.unmapped == ()
    assert read_profile(tomllib.loads(found.toml), "x.toml").model_dump() == made.model_dump()
    taken = take(path, made, WORLD, KEY, now=NOW)
    assert (taken.rows["used"], taken.rows["rejected"], taken.rows["blank"]) == (3, 1, 2)


def test_a_column_that_no_list_names_is_left_to_a_person_with_the_lines_to_fill(tmp_path: Path) -> None:
    header = (*HEADER[:4], "Lån", "Uge", "Bemærkning")
    rows = [[date(2025, 3, 5 + 7 * n), "Farsø", 3, 1, n + 2, 10 + n, "Kom sammen"] for n in range(3)]
    found = propose(on_paper(tmp_path, *rows, header=header), WORLD)
    whys = {entry.column: entry.why for entry in found.unmapped}
    assert whys == {"Lån": "count_unknown", "Uge": "count_unknown", "Bemærkning": "personal"}
    assert '# [[counts]]\n# column = "Lån"\n# topic = "…"' in found.toml
    freed = found.toml.replace(
        '# [[counts]]\n# column = "Lån"\n# topic = "…"', '[[counts]]\ncolumn = "Lån"\ntopic = "pas"'
    )
    assert [one.column for one in read_profile(tomllib.loads(freed), "x.toml").counts] == [
        "MitID",
        "Pas",
        "Lån",
    ]


def test_a_name_that_is_a_topic_and_a_group_is_asked_for() -> None:
    world = initiative(
        topics=[{"id": "mitid", "name": "MitID"}, {"id": "par", "name": "Pårørende"}],
        groups=[
            {"id": "par", "name": "Pårørende", "target": False},
            {"id": "ung", "name": "Unge", "target": True},
        ],
    )
    rows = [(f"{13 + n}-03-2025", "Farsø", "3", "2", "1") for n in range(3)]
    found = proposed(("Dato", "Sted", "MitID", "Unge", "Pårørende"), *rows, world=world)
    (left,) = found.unmapped
    assert (left.column, left.why) == ("Pårørende", "count_two")
    assert left.candidates == ('topic = "par"', 'target_group = "par"')
    assert found.profile is not None
    assert [one.column for one in found.profile.counts] == ["MitID", "Unge"]


@pytest.mark.parametrize(
    ("header", "cells"),
    [
        (("Dato", "Sted", "MitID", "Pas"), ("1", "0")),  # yes and no of one enquiry
        (("Dato", "Sted", "MitID", "Kopier"), ("3", "2")),  # one name is chance
        (("Nr", "Sted", "MitID", "Pas"), ("3", "2")),  # no day
        (("Dato", "Sted", "MitID", "Pas"), ("3", "ja")),
        (("Dato", "Sted", "MitID", "Pas"), ("40 41 42 43", "2")),
    ],
)
def test_what_may_be_something_else_is_no_sheet(header: Sequence[str], cells: Sequence[str]) -> None:
    first = [f"{13 + n}-03-2025" if header[0] == "Dato" else f"B{n}" for n in range(6)]
    found = proposed(header, *((one, "Farsø", *cells) for one in first))
    assert "[[counts]]" not in found.toml.replace("# [[counts]]", "")
    assert found.profile is None or found.profile.record == "contact"


def test_without_an_initiative_nothing_says_what_a_column_counts() -> None:
    rows = [(f"{13 + n}-03-2025", "Farsø", "3", "2") for n in range(3)]
    found = propose_table(raw_table(rows, ("Dato", "Sted", "MitID", "Pas")), "ark.csv")
    assert "counts" not in tomllib.loads(found.toml)


def test_a_sheet_with_a_column_of_groups_keeps_one_meaning_a_line() -> None:
    """Counts of topics crossed with a column of groups: the column is left, not crossed."""
    rows = [(f"{13 + n}-03-2025", "Farsø", "Ældre", "3", "2") for n in range(4)]
    found = proposed(("Dato", "Sted", "Målgruppe", "MitID", "Pas"), *rows)
    assert found.profile is not None
    assert set(found.profile.columns) == {"arrived_at", "site"}
    assert [entry.column for entry in found.unmapped] == ["Målgruppe"]


def test_two_columns_of_one_name_are_not_told_apart() -> None:
    """On paper "Andre" stands under the topics and under the groups; which is which, only the paper says."""
    header = ["Dato", "Sted", "MitID", "Pas", "Andre", "Ældre", "Andre (2)"]
    found = proposed(header, *[[f"{n}-03-2025", "Farsø", "7", "2", "3", "8", "4"] for n in (14, 15, 16)])
    asked = {one.column: one.why for one in found.unmapped if one.column.startswith("Andre")}
    assert asked == {"Andre": "count_twice", "Andre (2)": "count_twice"}
    assert found.profile is None or "Andre" not in [one.column for one in found.profile.counts]


NAMELESS = ("Dato", "Sted", "MitID", "Pas", "Flytning")


def test_without_an_initiative_the_shape_tells_a_sheet_and_the_counts_are_left(tmp_path: Path) -> None:
    rows = [[date(2025, 3, 5 + 7 * n), "Farsø", 3, 1 + n, n + 2, 6 + 2 * n] for n in range(3)]
    total = ["I alt", None, 9, 6, 9, 24]
    found = propose(on_paper(tmp_path, *rows, total, header=(*NAMELESS, "I alt")))
    made = tomllib.loads(found.toml)
    assert (made["record"], made["identity"]) == ("tally", {"mode": "replace_day"})
    assert made["counts"] == [{"column": "I alt"}]  # everybody needs no name
    assert {one.column for one in found.unmapped if one.needed} == {"MitID", "Pas", "Flytning"}
    assert any("tælleark" in one and "initiativet" in one for one in found.warnings)
    assert '# [[counts]]\n# column = "Pas"\n# topic = "…"' in found.toml


def test_a_sheet_of_which_nothing_is_understood_is_no_profile_yet() -> None:
    rows = [(f"{13 + n}-03-2025", "Farsø", "3", "2", "4") for n in range(3)]
    found = propose_table(raw_table(rows, NAMELESS), "ark.csv")
    assert found.profile is None
    assert tomllib.loads(found.toml)["record"] == "tally"


@pytest.mark.parametrize(
    ("header", "cells"),
    [
        (("Dato", "Sted", "Alder", "Medarbejderminutter", "Antal omstillinger"), ("34", "12", "2")),
        (("Dato", "Kl", "Alder", "Ventetid", "Varighed"), ("10:30", "12", "5", "7")),
        (("Dato", "Sagsnr", "Alder", "Ventetid", "Varighed"), ("S-12", "12", "5", "7")),
        (("Dato", "Sted", "MitID", "Pas", "Flytning"), ("0", "1", "1")),
    ],
)
def test_without_an_initiative_enquiries_with_numbers_are_no_sheet(
    header: Sequence[str], cells: Sequence[str]
) -> None:
    filled = cells if len(cells) == 4 else ("Farsø", *cells)
    rows = [(f"{13 + n // 3}-03-2025", *filled) for n in range(9)]  # several a day
    assert tomllib.loads(propose_table(raw_table(rows, header), "log.csv").toml)["record"] == "contact"
    alone = [(f"{13 + n}-03-2025", *filled) for n in range(9)]
    assert tomllib.loads(propose_table(raw_table(alone, header), "log.csv").toml)["record"] == "contact"
