"""The pages' findings on the synthetic year: figures from a second source, no claim without its number."""

import csv
import re
from collections import Counter
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import pytest

from evaluation.disclosure.cells import Role, Status
from evaluation.findings import overview, places, sensitive
from evaluation.findings.dataset import Dataset
from evaluation.findings.hours import hours
from evaluation.findings.model import PromiseStatus
from evaluation.findings.pages import OverviewFinding, PlacesFinding
from evaluation.findings.period import find, periods
from evaluation.initiative.models import Initiative
from evaluation.metrics import compute

PLACES = {
    "aars": "Aars Borgerservice",
    "aalestrup": "Aalestrup",
    "farsoe": "Farsø",
    "gedsted": "Gedsted",
    "loegstoer_bibliotek": "Løgstør Bibliotek",
    "loegstoer_raadhus": "Løgstør Rådhus",
}
CPR = re.compile(r"\b\d{6}[- ]?\d{4}\b")


@pytest.fixture(scope="module", params=[Role.UDVALG, Role.LEDER, Role.DATAANSVARLIG])
def steder(dataset: Dataset, request: pytest.FixtureRequest) -> PlacesFinding:
    return places.places(dataset, request.param, find(dataset, "hele"))


@pytest.fixture(scope="module")
def overblik(dataset: Dataset) -> OverviewFinding:
    return overview.overview(dataset, Role.UDVALG, find(dataset, "hele"))


def raw_tickets(demo_store: Path) -> Counter[str]:
    """Distinct tickets by place in the evaluation year, read with the csv module and none of our code.

    Left out: rows cut short, and rows with something like a CPR number outside the remark.
    """
    seen = set()
    for file in sorted(demo_store.with_name(f"{demo_store.name}-demo").glob("koe_*.csv")):
        with file.open(encoding="cp1252", newline="") as lines:
            head, *rows = csv.reader(lines, delimiter=";")
        for row in rows:
            if len(row) == len(head) and not any(CPR.search(cell) for cell in row[:-1]):
                day = datetime.strptime(row[2], "%d-%m-%Y").date()
                if "2025-03-03" <= day.isoformat() <= "2026-03-01":
                    seen.add((row[0], row[1], day))
    return Counter(place for _, place, _ in seen)


def test_enquiries_by_place_are_the_raw_tickets(dataset: Dataset, demo_store: Path) -> None:
    raw, period = raw_tickets(demo_store), find(dataset, "hele")
    found = compute(dataset.engine, "enquiries", ("site",), start=period.start, end=period.end)
    told = {row.dims[0]: row.numerator for row in found.rows}
    assert told == {site: raw[name] for site, name in PLACES.items()}


def test_the_week_table_holds_all_but_those_who_came_outside_openings(
    overblik: OverviewFinding, dataset: Dataset, demo_store: Path
) -> None:
    told = sum(int(row[1].replace(".", "")) for row in overblik.weeks_table.rows if row[1].isdigit())
    raw = sum(count for name, count in raw_tickets(demo_store).items() if "Aars" not in name)
    where, period = {"site_kind": "popup"}, find(dataset, "hele")
    aside = sum(
        row.numerator or 0
        for key in ("outside_opening", "arrivals_at_cancelled")
        for row in compute(dataset.engine, key, (), where, start=period.start, end=period.end).rows
    )
    assert told == raw - aside
    assert aside > 0


def test_the_board_has_the_eight_promises_and_no_verdict_without_a_target(
    overblik: OverviewFinding, dataset: Dataset
) -> None:
    assert len(overblik.promises) == 8
    judged = {PromiseStatus.KEPT, PromiseStatus.PARTLY, PromiseStatus.NOT_KEPT, PromiseStatus.TOO_EARLY}
    for line, promise in zip(overblik.promises, dataset.initiative.promise, strict=True):
        assert (line.status in judged) == (promise.target is not None)


def test_towns_that_have_closed_are_not_said_to_be_open(overblik: OverviewFinding) -> None:
    [line] = [line for line in overblik.promises if line.name == "Adgang bredt i kommunen"]
    assert line.result == "4 af 4 byer har haft åbent"
    assert line.detail == "Aalestrup: ingen åbning siden 30. december 2025"


def test_a_half_that_hardly_waits_is_not_bounded_twice(overblik: OverviewFinding) -> None:
    [wait] = [f for f in overblik.figures if f.unit == "min."]
    assert (wait.label, wait.value) == ("Halvdelen venter", "under 1")


def test_a_cost_says_what_is_divided_by_what(overblik: OverviewFinding) -> None:
    [cost] = [f for f in overblik.figures if f.unit == "kr."]
    spent, served = (
        int(number.replace(".", "")) for number in re.findall(r"[\d.]+\d", cost.detail.replace("\xa0", " "))
    )
    assert "(antaget) delt med" in cost.detail
    assert int(cost.value.replace(".", "")) == round(spent / served)


def test_the_committee_sees_each_trials_verdict_beside_its_decision(overblik: OverviewFinding) -> None:
    assert overblik.trials.startswith(
        "Prøvehandlinger: Gedsted: for tidligt at sige. Løgstør Bibliotek: behold."
    )
    assert not re.search(r"\d", overblik.trials)  # no effect, before or after the verdict


def test_without_trials_none_are_spoken_of(dataset: Dataset) -> None:
    bare = replace(dataset, data_version="uden", initiative=replace_trials(dataset))
    assert overview.overview(bare, Role.UDVALG, find(bare, "hele")).trials == ""


def replace_trials(dataset: Dataset) -> Initiative:
    return dataset.initiative.model_copy(update={"trials": ()})


def test_the_band_says_what_it_rests_on_and_what_it_would_miss(overblik: OverviewFinding) -> None:
    assert overblik.weeks is not None
    said = overblik.weeks.subtitle.replace("\xa0", " ")
    assert "fastlagt i 20 uger fra uge 18 i 2025 til uge 40 i 2025" in said
    assert "et fald på 40 % opdages oftest ikke" in said


def test_the_calendar_says_that_the_early_stand_in_its_first_slot(dataset: Dataset) -> None:
    found = hours(dataset, find(dataset, "hele"))
    assert [part.calendar.note[:29] for part in found.parts if part.calendar] == [
        "De, der kommer lige før eller"
    ] * 2


def test_at_most_five_figures(overblik: OverviewFinding) -> None:
    assert 1 <= len(overblik.figures) <= 5


def test_places_stand_in_danish_order(steder: PlacesFinding) -> None:
    names = [row.label for row in steder.lead.rows]
    assert names == ["Farsø", "Gedsted", "Løgstør Bibliotek", "Løgstør Rådhus", "Aalestrup"]


def test_a_decided_move_is_told_by_its_trial_alone(steder: PlacesFinding) -> None:
    pairs = [pair.pair for pair in steder.comparisons]
    assert any("Løgstør Bibliotek" in pair and "Farsø" in pair for pair in pairs)
    assert not any("Bibliotek" in pair and "Rådhus" in pair for pair in pairs)
    assert any("Løgstør Bibliotek og Løgstør Rådhus" in said for said in steder.notices)


def test_no_role_is_told_how_a_place_on_trial_does(steder: PlacesFinding) -> None:
    on_trial = {"Gedsted"}  # Løgstør's library was, and is decided
    for chart in (steder.lead, *steder.behind):
        for row in chart.rows:
            assert (row.cell.status is Status.TOO_EARLY) == (row.label in on_trial)
            assert row.label not in on_trial or (row.cell.value, row.upper) == (None, None)
    assert not any(name in pair.pair for pair in steder.comparisons for name in on_trial)
    assert steder.groups is not None
    assert not any(name in row[0] for row in steder.groups.rows for name in on_trial)
    cells = [cell for row in steder.table.rows if row[0] in on_trial for cell in row[2:]]
    assert not any(re.search(r"\d", cell) for cell in cells)


def test_the_sentence_says_what_the_chart_shows(steder: PlacesFinding) -> None:
    said = "".join(run.text for run in steder.opening.answer)
    best = max((r for r in steder.lead.rows if r.cell.shown), key=lambda r: r.cell.value or 0)
    alone = {row[0] for row in steder.groups.rows} if steder.groups else set()
    assert said.startswith(best.label) == (best.label in alone)
    assert best.label in said
    figures = [f"{x:.1f}".replace(".", ",") for x in (best.cell.value, best.cell.low, best.cell.high) if x]
    assert [f for f in figures if f in said] == figures


def _steder_by(dataset: Dataset, day: date) -> PlacesFinding:
    then = replace(dataset, data_through=day, settled_through=day)
    return places.places(then, Role.UDVALG, periods(then)[0])


def test_a_quarter_still_open_gives_no_sensitive_figure(dataset: Dataset) -> None:
    open_yet = _steder_by(dataset, date(2025, 6, 14))
    waiting = [cell for row in open_yet.table.rows for cell in row[2:4]]
    assert set(waiting) == {"afventer"}
    over = _steder_by(dataset, date(2025, 6, 15))  # 14 days after the first quarter's end
    assert not any("afventer" in cell for row in over.table.rows for cell in row)
    assert over.lead.axis_title == "henvendelser fra målgruppen pr. åbningstime"


def test_the_chart_is_of_all_enquiries_while_the_target_group_waits(dataset: Dataset) -> None:
    found = _steder_by(dataset, date(2025, 6, 14))
    assert found.lead.axis_title == "henvendelser pr. åbningstime"
    assert any(row.cell.shown for row in found.lead.rows)
    assert [chart.title for chart in found.behind] == ["Ventetid i minutter"]
    assert "endnu ikke tal om målgruppen" in "".join(run.text for run in found.opening.answer)


def test_the_committee_sees_no_count_below_five(dataset: Dataset) -> None:
    found = sensitive.released(dataset, Role.UDVALG)
    assert found is not None
    shown = [cell.value for cell in found.cells.values() if cell.value]
    assert shown
    assert min(shown) >= 5
    assert any(cell.status is Status.SUPPRESSED for cell in found.cells.values())
