"""Who would else have gone to the head office: from released counts alone, or that it is hidden."""

import json
import re
from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from evaluation.disclosure import Cell, Role, Status
from evaluation.findings import trials as page
from evaluation.findings.dataset import Dataset
from evaluation.findings.displaced import displaced
from evaluation.findings.query import Question, ask
from evaluation.findings.sensitive import margin_sites
from tests.findings.test_hours import came, days
from tests.findings.test_other_shapes import dataset as made
from tests.spec.world import Record, opening

OPEN = [opening(f"f{d}", "farsoe", d, 10, 14) for d in days(20)]
READERS = (Role.UDVALG, Role.LEDER)


def log(*, aars: int, aalestrup: int = 20, none: int = 40, silent: int = 60, **config: object) -> Dataset:
    """Farsø alone: so many who would else have gone to each of the places, and so many who were not asked."""
    told = ["aars"] * aars + ["aalestrup"] * aalestrup + ["none"] * none + [None] * silent
    rows: list[Record] = []
    for at, answer in enumerate(told):
        rows += came(days(20)[at % 8], 10, 1, otherwise_site=answer)  # all in the first quarter
    return made(rows, OPEN, **config)


def said(of: Dataset, role: Role = Role.UDVALG) -> tuple[Cell, str]:
    share, words = displaced(of, role, ["farsoe"], "Farsø")
    return share, words.replace("\xa0", " ").replace("\u2060", "")


def test_the_share_is_of_those_who_answered_and_how_many_did_is_said() -> None:
    share, words = said(log(aars=60))
    assert (share.value, share.n) == (0.5, 120)
    # Wilson's interval of 60 in 120, worked out by hand: centre .5, half 1.96 / 123.84 · √(30 + .9604).
    assert (share.low, share.high) == (pytest.approx(0.4119, abs=1e-4), pytest.approx(0.5881, abs=1e-4))
    assert words == (
        "Af dem, der svarede (Farsø), sagde 50 %, at de ellers var gået til Aars, sandsynligvis mellem "
        "41 og 59 %. Andre 17 % sagde et tredje sted. Der er svar fra 120 af 180 henvendelser i de "
        "afsluttede kvartaler (67 %), også dem uden for åbningstid. Om de øvrige vides det ikke."
    )


@pytest.mark.parametrize(("role", "threshold"), [(Role.UDVALG, 5), (Role.LEDER, 3)])
def test_below_the_threshold_it_is_hidden_and_says_why(role: Role, threshold: int) -> None:
    for aars in range(1, threshold):
        share, words = said(log(aars=aars), role)
        assert share == Cell(Status.SUPPRESSED)
        assert "Skjult: tallet er lille" in words
        assert not re.search(r"\d", words)
    assert said(log(aars=threshold), role)[0].value == threshold / (threshold + 60)


def test_few_answers_are_hidden_too() -> None:
    """Neither may the number of answers tell of a small count."""
    share, words = said(log(aars=2, aalestrup=0, none=0))
    assert share.status is Status.SUPPRESSED
    assert not re.search(r"\d", words)


@pytest.mark.parametrize(("none", "silent"), [(40, 60), (90, 60), (90, 30)])
def test_another_small_count_does_not_hide_the_head_offices(none: int, silent: int) -> None:
    """However the counts lie, what keeps it company is not what the share is made of."""
    share, words = said(log(aars=60, aalestrup=2, none=none, silent=silent))
    assert share.value == 60 / (62 + none)
    assert "tredje sted" not in words


def test_who_would_have_come_here_anyway_is_not_moved() -> None:
    rows = [
        one for d in days(8) for site in ("farsoe", "none") for one in came(d, 10, 5, otherwise_site=site)
    ]
    share, words = said(made(rows, OPEN))
    assert (share.status, share.n) == (Status.ZERO, 80)
    assert "sagde 0 %, at de ellers var gået til Aars" in words


def test_before_a_quarter_is_over_it_says_when() -> None:
    rows = [one for d in days(8) for one in came(d, 10, 5, otherwise_site="aars")]
    share, words = said(made(rows, OPEN, date(2025, 6, 14)))
    assert share.status is Status.PENDING
    assert "vises for afsluttede kvartaler" in words
    assert "15. juni 2025" in words


def test_where_nobody_is_asked_nobody_knows() -> None:
    share, words = said(log(aars=0, aalestrup=0, none=0))
    assert share.status is Status.MISSING_FIELD
    assert words.startswith("Det vides ikke, hvor mange der ellers var gået til Aars (Farsø).")


def test_without_a_head_office_it_is_any_other_place() -> None:
    popups = [{"id": name, "name": name.title()} for name in ("farsoe", "aalestrup", "aars")]
    queue = [{"id": "queue", "name": "Queue", "counts": ["farsoe", "aalestrup", "aars"]}]
    share, words = said(log(aars=30, sites=popups, sources=queue, areas=[]))
    assert share.value == 50 / 90
    assert "ellers var gået til et andet sted" in words
    assert "tredje" not in words


def test_answers_on_a_tally_sheet_are_of_all_its_strokes() -> None:
    def sheet(d: date, count: int, **line: object) -> list[Record]:
        return came(d, 10, 1, record="tally", quantity=count, time_precision="opening", **line)

    rows = [
        one
        for d in days(8)
        for one in (
            *sheet(d, 30, topic="mitid"),
            *sheet(d, 6, otherwise_site="aars"),
            *sheet(d, 9, otherwise_site="none"),
        )
    ]
    share, words = said(made(rows, OPEN))
    assert (share.value, share.n) == (0.4, 120)
    assert "svar fra 120 af 240 henvendelser" in words


# --- the synthetic year


@pytest.mark.parametrize("role", list(Role))
def test_the_planted_share_lies_in_the_interval(dataset: Dataset, demo_store: Path, role: Role) -> None:
    made_up = demo_store.with_name(f"{demo_store.name}-demo") / "planted_truth.json"
    told = json.loads(made_up.read_text(encoding="utf-8"))
    planted, story = told["planted"]["popup"]["otherwise"]["aars"], told["evaluation_year"]
    for sites in (margin_sites(dataset, "popup"), ("loegstoer_bibliotek",)):
        share, words = displaced(dataset, role, sites, "")
        counted: Counter[str] = sum((Counter(story[site]["by_otherwise"]) for site in sites), Counter())
        assert (share.value, share.n) == (counted["aars"] / counted.total(), counted.total())
        assert share.low is not None
        assert share.high is not None
        assert share.low < planted < share.high
        assert f"{round(100 * share.low)} og {round(100 * share.high)}" in words


def test_every_role_reads_it_on_the_page_and_none_of_the_place_still_on_trial(dataset: Dataset) -> None:
    pages = [page.trials(dataset, role) for role in Role]
    assert len({(found.notes, tuple(part.notes for part in found.parts)) for found in pages}) == 1
    early, decided = pages[0].parts
    assert (
        pages[0]
        .notes[0]
        .startswith(
            "Af dem, der svarede (Farsø, Løgstør Rådhus og Aalestrup; de nye steder er ikke med), sagde "
        )
    )
    assert not any("svarede" in note for note in early.notes)
    assert any("Løgstør Bibliotek" in note and "ellers var gået til Aars" in note for note in decided.notes)


@pytest.mark.parametrize("role", READERS)
def test_the_command_line_tells_the_stewards_figure_or_none(dataset: Dataset, role: Role) -> None:
    question = Question("displaced_share", ("site", "quarter"))
    exact = {tuple(a.dims.values()): a.cell for a in ask(dataset, question, Role.DATAANSVARLIG)}
    hidden = shown = 0
    for answer in ask(dataset, question, role):
        cell = answer.cell
        if answer.dims["site"] == "gedsted":
            assert cell.status is Status.TOO_EARLY
        hidden += cell.status is Status.SUPPRESSED
        if cell.value is None:
            assert (cell.low, cell.high) == (None, None)
            continue
        shown += 1
        assert cell == exact[tuple(answer.dims.values())]
        moved = round(cell.value * (cell.n or 0))
        assert all(n == 0 or n >= 3 for n in (moved, (cell.n or 0) - moved))
    assert hidden
    assert shown >= 6
