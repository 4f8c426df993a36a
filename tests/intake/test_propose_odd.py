"""A file whose headers no list knows: what is found by content, what is asked for, what is left alone."""

import re
import tomllib
from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from evaluation.errors import UserError
from evaluation.initiative.models import Initiative
from evaluation.intake.profile_io import read_profile
from evaluation.intake.propose import Proposal, propose, propose_table
from evaluation.intake.words import EXACT, fit
from tests.intake.making import initiative, raw_table

START = datetime.fromisoformat("2025-03-04 10:00")
STYLE = "%d-%m-%Y %H:%M"


def stamps(minutes: int = 0, count: int = 30, style: str = STYLE) -> list[str]:
    return [(START + timedelta(days=n, minutes=minutes)).strftime(style) for n in range(count)]


def proposed(
    columns: dict[str, Sequence[str | None]], over: Initiative | None = None, *, alone: bool = False
) -> Proposal:
    rows = list(zip(*columns.values(), strict=True))
    return propose_table(raw_table(rows, tuple(columns)), "a.csv", None if alone else over or initiative())


def ids(count: int = 30) -> list[str]:
    return [f"B{n}" for n in range(count)]


def entry(proposal: Proposal, column: str) -> tuple[str, tuple[str, ...], bool]:
    (found,) = [one for one in proposal.unmapped if one.column == column]
    return found.why, found.candidates, found.needed


def taken(proposal: Proposal) -> dict[str, object]:
    columns = tomllib.loads(proposal.toml).get("columns", {})
    return {target: spec["column"] for target, spec in columns.items()}


# ------------------------------------------------------ short and sensitive names


@pytest.mark.parametrize("header", ["Reached us by", "Sorted by", "By date", "by phone"])
def test_a_short_danish_name_is_no_english_word(header: str) -> None:
    assert fit(header, "home_area") == (0, 0)


@pytest.mark.parametrize("header", ["By", "BY:", "by"])
def test_a_short_name_alone_still_fits(header: str) -> None:
    assert fit(header, "home_area")[0] == EXACT


def test_short_names_of_numbers_and_of_what_is_kept_out_fit_among_others() -> None:
    assert fit("Booking nr", "enquiry_id")[0] and fit("Ref ID", "enquiry_id")[0]
    assert fit("Borgers cpr", "never")[0] and fit("Privat tlf", "never")[0]
    assert fit("Ankomst kl.", "clock_part")[0]
    assert fit("Borger 65+", "age_65plus")[0]


@pytest.mark.parametrize("alone", [True, False])
@pytest.mark.parametrize(
    ("header", "target"),
    [
        ("Phone category", "topic"),
        ("Kategorikode", "topic"),
        ("Subject line", "topic"),
        ("Segment nummer to", "target_group"),
        ("Parking district", "home_area"),
        ("Fritaget for gebyr", "digital_exempt"),
    ],
)
def test_a_sensitive_field_is_never_filled_by_half_a_name(header: str, target: str, alone: bool) -> None:
    values = ["ja" if target == "digital_exempt" else f"Art {n % 3}" for n in range(30)]
    proposal = proposed(
        {"Nr": ids(), "Sted": ["Aars"] * 30, "Ankomst": stamps(), header: values}, alone=alone
    )
    assert target not in taken(proposal)
    why, candidates, needed = entry(proposal, header)
    assert (why, needed) in {("weak", False), ("unused", False)}
    assert candidates in {(target,), ()}
    assert "art_" not in proposal.toml + proposal.sites_toml


def test_a_sensitive_field_is_filled_by_its_own_name() -> None:
    proposal = proposed({"Nr": ids(), "Sted": ["Aars"] * 30, "Ankomst": stamps(), "Emne": ["Pas"] * 30})
    assert taken(proposal)["topic"] == "Emne"


# ------------------------------------------------------ times under odd names

ODD = {
    "Ref #": ids(),
    "Desk": ["Aars", "Farsø"] * 15,
    "Clock-in": stamps(),
    "Answered": [None, *stamps(5)[1:]],
    "Done": stamps(20),
}


def test_the_earliest_time_of_each_row_is_proposed_as_the_arrival() -> None:
    proposal = proposed(ODD)
    assert taken(proposal)["arrived_at"] == "Clock-in"
    (said,) = [warning for warning in proposal.warnings if "Clock-in" in warning]
    assert "tidligst" in said and f"# {said}" in proposal.toml  # the reason stands in the file too
    assert entry(proposal, "Answered") == ("time", (STYLE,), True)
    assert entry(proposal, "Done") == ("time", (STYLE,), True)


def test_the_only_time_is_proposed_as_the_arrival() -> None:
    proposal = proposed({"Ref #": ids(), "Sted": ["Aars"] * 30, "Logged": stamps()})
    assert taken(proposal)["arrived_at"] == "Logged"
    assert any("eneste" in warning for warning in proposal.warnings)


def test_a_row_out_of_order_does_not_hide_the_arrival() -> None:
    late = [*stamps(5)[:-1], stamps(-10)[-1]]
    assert taken(proposed(ODD | {"Answered": late}))["arrived_at"] == "Clock-in"


@pytest.mark.parametrize(
    "second",
    [
        stamps(),  # always the same
        [stamp if n % 2 else stamps(-5)[n] for n, stamp in enumerate(stamps(5))],  # before as often as after
        [None] * 28 + stamps(5)[28:],  # too few rows to tell
    ],
    ids=["same", "both ways", "few"],
)
def test_times_in_no_clear_order_are_only_candidates(second: Sequence[str | None]) -> None:
    proposal = proposed({"Ref #": ids(), "Sted": ["Aars"] * 30, "One": stamps(), "Two": second})
    assert "arrived_at" not in taken(proposal)
    assert proposal.profile is None
    assert entry(proposal, "arrived_at") == ("which_time", ("One", "Two"), True)
    assert entry(proposal, "One") == ("time", (STYLE,), True)


def test_a_date_without_a_clock_is_not_the_earliest_of_clock_times() -> None:
    days = stamps(style="%d-%m-%Y")
    found = taken(proposed(ODD | {"Shift": days}))
    assert found["arrived_at"] == "Clock-in"


def test_deadlines_and_birthdays_are_no_arrivals() -> None:
    born = [f"{n % 28 + 1:02}-05-{1930 + 2 * n}" for n in range(30)]
    columns = {"Ref #": ids(), "Sted": ["Aars"] * 30, "Year zero": born, "Deadline": stamps(), "DOB": born}
    proposal = proposed(columns)
    assert "arrived_at" not in taken(proposal)
    assert entry(proposal, "Year zero") == ("personal", (), False)
    assert entry(proposal, "DOB") == ("personal", (), False)
    assert entry(proposal, "Deadline") == ("planned", (), False)
    assert entry(proposal, "arrived_at")[0] == "not_found"


def test_a_named_arrival_is_not_outdone() -> None:
    proposal = proposed(ODD | {"Ankomst": stamps(3)})
    assert taken(proposal)["arrived_at"] == "Ankomst"
    assert entry(proposal, "Clock-in") == ("time", (STYLE,), True)


def test_an_only_time_of_unknown_style_asks_for_the_style() -> None:
    proposal = proposed({"Ref #": ids(8), "Sted": ["Aars"] * 8, "Logged": ["04/05/2025 10:00"] * 8})
    assert entry(proposal, "Logged") == ("ambiguous_dates", ("%d/%m/%Y %H:%M", "%m/%d/%Y %H:%M"), True)
    assert '# [columns.arrived_at]\n# column = "Logged"\n# format = "%d/%m/%Y %H:%M"' in proposal.toml


# ------------------------------------------------------ what is missing has its place in the file


def completed(proposal: Proposal) -> str:
    """The file after a person has removed the # from each block's first offer."""
    lines, keep = [], False
    for line in proposal.toml.splitlines():
        keep = bool(re.match(r"# \[columns\.\w+\]$", line)) or (keep and bool(re.match(r"# \w+ = ", line)))
        lines.append(line.removeprefix("# ") if keep else line)
    return "\n".join(lines)


def test_the_blocks_of_the_file_only_lose_their_signs() -> None:
    proposal = proposed({"Ref #": ids(), "Desk": ["Aars", "Farsø"] * 15, "One": stamps(), "Two": stamps()})
    assert proposal.profile is None
    finished = read_profile(tomllib.loads(completed(proposal)), "a.toml")
    assert finished.columns["arrived_at"].column == ("One",)
    assert finished.columns["arrived_at"].format == STYLE
    assert finished.columns["site"].column == ("Desk",)


def test_a_field_without_any_candidate_gets_an_empty_block() -> None:
    proposal = proposed({"Nr": ids(), "Sted": ["Aars"] * 30, "Tal": [f"{n / 7:.2f}" for n in range(30)]})
    assert '# [columns.arrived_at]\n# column = "…"\n# format = "…"' in proposal.toml


def test_what_is_missing_stands_apart_from_what_is_left_out() -> None:
    proposal = proposed(ODD | {"Remark": [f"Ringede om nr. {n}" for n in range(30)], "Void": [None] * 30})
    missing, left_out = proposal.toml.split("# Mangler")[1].split("# Ikke taget med")
    for column in ("site", "Desk", "Answered", "Done"):
        assert column in missing, column
    for column in ("Remark", "Void"):
        assert column in left_out and f"# {column}:" not in missing, column
    assert "Ringede" not in proposal.toml


def test_a_complete_proposal_misses_nothing() -> None:
    proposal = proposed({"Nr": ids(), "Sted": ["Aars"] * 30, "Ankomst": stamps()})
    assert proposal.profile is not None
    assert "# Mangler" not in proposal.toml and not any(one.needed for one in proposal.unmapped)


def test_places_that_the_initiative_knows_come_first_among_candidates() -> None:
    other = {"Weather": ["Sol", "Regn", "Slud"] * 10, "Desk": ["Aars", "Farsø", "Aars"] * 10}
    proposal = proposed({"Nr": ids(), "Ankomst": stamps()} | other)
    assert entry(proposal, "site") == ("which_site", ("Desk", "Weather"), True)


# ------------------------------------------------------ nothing to propose


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ("Nr;Sted;Ankomst\n", "ingen rækker"),
        ("Kære kollega,\nher er et brev, som er en tekst.\nDer er, trods alt, kun ord.\n", "ingen rækker"),
        ("Kære alle\nVi ses, ikke sandt\nDet, ved jeg\nJa, vel\nNej, tak\n", "ligner ikke et udtræk"),
    ],
    ids=["header only", "letter", "letter with commas"],
)
def test_what_is_no_log_is_refused(tmp_path: Path, content: str, sentence: str) -> None:
    path = tmp_path / "fil.txt"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(UserError, match=sentence) as caught:
        propose(path)
    assert "fil.txt" in str(caught.value) and "kollega" not in str(caught.value)


def test_every_warning_stands_above_its_column_whatever_the_header_holds() -> None:
    mixed = ["2025-03-04 10:00", *stamps()[1:]]
    proposal = proposed({"Nr": ids(), "Sted": ["Aars"] * 30, "Lo\x01gg\ned": mixed})
    assert tomllib.loads(proposal.toml)["columns"]["arrived_at"]["column"] == "Lo\x01gg\ned"
    assert len(proposal.warnings) == 2
    above = proposal.toml.split("[columns.arrived_at]")[0]
    assert all(f"# {warning}\n" in above for warning in proposal.warnings)


# ------------------------------------------------------ one word, several spellings


def test_words_that_differ_only_in_case_and_blanks_are_one_word() -> None:
    columns = {"Nr": ids(), "Ankomst": stamps(), "Sted": ["Farsø", "FARSØ", "Aars"] * 10}
    columns |= {"Emne": ["Pas", "PAS", "Pas", "pas ", "MitID"] * 6}
    found = proposed(columns, alone=True)
    assert found.profile is not None
    assert found.profile.columns["topic"].folded == {"pas": "pas", "mitid": "mitid"}
    assert found.profile.columns["site"].folded == {"farsø": "farsoe", "aars": "aars"}
    named = {one["id"]: one["name"] for one in tomllib.loads(found.sites_toml)["topics"]}
    assert named == {"pas": "Pas", "mitid": "MitID"}  # as it is mostly written


def test_a_word_known_in_one_spelling_is_known_in_all() -> None:
    found = proposed({"Nr": ids(), "Ankomst": stamps(), "Status": ["NoShow", "Noshow", "Løst"] * 10})
    outcomes = tomllib.loads(found.toml)["columns"]["outcome"]["values"]
    assert (outcomes["NoShow"], outcomes["Noshow"]) == ("no_show", "no_show")
