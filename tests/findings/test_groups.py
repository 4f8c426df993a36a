"""Målgrupper on the synthetic year: held against a count of the store's rows that uses none of our measures."""

from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import pandas as pd
import pytest

from evaluation.disclosure import GROUP_TABLE, Role, Status
from evaluation.findings import sensitive
from evaluation.findings.dataset import Dataset
from evaluation.findings.group_counts import reader
from evaluation.findings.groups import groups
from evaluation.findings.pages import GroupsFinding
from evaluation.findings.period import find, periods
from evaluation.initiative.models import Initiative
from evaluation.store import Store
from tests.initiative.trials import with_trial

TRIALS = ("gedsted", "loegstoer_bibliotek")
BEFORE_ALL = datetime(2024, 1, 2)


@pytest.fixture(scope="module")
def committee(dataset: Dataset) -> GroupsFinding:
    return groups(dataset, Role.UDVALG, find(dataset, "hele"))


@pytest.fixture(scope="module")
def counted(dataset: Dataset, demo_store: Path) -> pd.DataFrame:
    """Contacts of the evaluation year by site, quarter and group, at openings held: pandas alone.

    An enquiry belongs to the opening that contains it, to the next within 30 minutes, or to the one that closed
    at most 15 minutes before.
    """
    rows = Store(demo_store).rows("vesthimmerland").to_pandas()
    rows = rows[(rows.source == "koesystem") & (rows.record == "contact") & (rows.outcome != "no_show")]
    days = pd.to_datetime(rows.local_date)
    rows = rows[(days >= "2025-03-03") & (days <= "2026-03-01")].copy()
    rows["quarter"] = ((pd.to_datetime(rows.local_date) - pd.Timestamp("2025-03-03")).dt.days // 91) + 1
    held = [o for o in dataset.openings if o.status == "held"]
    spans: dict[tuple[str, object], list[tuple[pd.Timestamp, pd.Timestamp]]] = {}
    for o in held:
        spans.setdefault((o.site, o.starts_at.date()), []).append(
            (
                pd.Timestamp(o.starts_at) - pd.Timedelta(minutes=30),
                pd.Timestamp(o.ends_at) + pd.Timedelta(minutes=15),
            )
        )
    arrived = zip(rows.site, pd.to_datetime(rows.local_date).dt.date, rows.arrived_at, strict=True)
    inside = [
        any(a <= pd.Timestamp(at) <= b for a, b in spans.get((site, day), ())) for site, day, at in arrived
    ]
    return rows[inside]


def test_counts_are_those_of_the_stores_rows(dataset: Dataset, counted: pd.DataFrame) -> None:
    raw = counted.groupby(["site", counted.target_group.fillna("unknown")]).size()
    of = reader(dataset, Role.DATAANSVARLIG, find(dataset, "hele"))
    for (site, group), n in raw.items():
        if site not in TRIALS:
            assert of.count(GROUP_TABLE, site, group).value == n
    assert of.total(GROUP_TABLE, "farsoe") == (counted.site == "farsoe").sum()


def test_the_share_is_that_of_the_stores_rows(committee: GroupsFinding, counted: pd.DataFrame) -> None:
    own = counted[counted.site.isin(["aalestrup", "farsoe", "loegstoer_raadhus"])]
    known = own[own.target_group.notna()]
    meant = known.target_group.isin(["aeldre_digitalt", "fritaget", "saarbar", "digitalt_udfordret"])
    said = "".join(run.text for run in committee.opening.answer)
    assert said.startswith(f"{round(100 * meant.mean())}")
    assert committee.lead is not None
    largest = known.target_group.value_counts(normalize=True).iloc[0]
    assert committee.lead.rows[0].cell.value == pytest.approx(largest)


@pytest.mark.parametrize("role", list(Role))
@pytest.mark.parametrize("which", ["hele", "K2"])
def test_no_small_count_and_no_place_on_trial_on_the_page(dataset: Dataset, role: Role, which: str) -> None:
    found = groups(dataset, role, find(dataset, which))
    smallest = {Role.UDVALG: 5, Role.LEDER: 3, Role.DATAANSVARLIG: 0}[role]
    assert found.table is not None
    for row in found.table.rows:
        if row[0] in ("Gedsted", "Løgstør Bibliotek"):
            assert set(row[1:-1]) == {"for tidligt at sige"}
        counts = [int(cell.replace(".", "")) for cell in row[1:] if cell.replace(".", "").isdigit()]
        assert all(n == 0 or n >= smallest for n in counts)


def test_hidden_groups_stand_last_and_no_sentence_ranks_them(dataset: Dataset) -> None:
    for period in periods(dataset):
        found = groups(dataset, Role.UDVALG, period)
        for chart in (c for c in (found.lead,) if c):
            shown = [row.cell.shown for row in chart.rows]
            assert shown == sorted(shown, reverse=True)
            said = "".join(run.text for run in found.opening.answer)
            assert all(shown) or "største gruppe" not in said


def test_sites_stand_in_danish_order(committee: GroupsFinding) -> None:
    assert committee.table is not None
    sites = ["Farsø", "Gedsted", "Løgstør Bibliotek", "Løgstør Rådhus", "Aalestrup", "Aars"]
    names = [row[0].split("\n") for row in committee.table.rows]
    assert [name[0] for name in names] == [*sites, "Pop-up i alt", "Alle steder"]
    aside = "uden de nye steder i prøvehandlinger"  # a line of its own: on a phone it would be cut beside the name
    assert [name[1:] for name in names[-2:]] == [[aside]] * 2
    assert [(row.label, row.note) for row in committee.behind[0].rows][-1] == ("Pop-up i alt", aside)
    assert len(committee.figures) <= 5


def test_an_open_quarter_waits(dataset: Dataset) -> None:
    early = replace(dataset, data_through=date(2025, 5, 30), settled_through=date(2025, 5, 30))
    found = groups(early, Role.UDVALG, periods(early)[0])
    said = "".join(run.text for run in found.opening.answer)
    assert "for tidligt" in said
    assert "1. kvartal slutter 1. juni 2025. Derefter ventes 14 dage" in said.replace("\u00a0", " ")
    assert "15. juni 2025" in said
    assert (found.lead, found.figures, found.behind, found.table) == (None, (), (), None)


def test_a_place_that_closed_says_when(dataset: Dataset) -> None:
    found = groups(dataset, Role.DATAANSVARLIG, find(dataset, "hele"))
    assert found.table is not None
    assert found.reach is not None
    names = [row[0] for table in (found.table, found.reach) for row in table.rows]
    assert "Aalestrup\nåbent til 31. december 2025" in names
    assert "Aalestrup Sogn\nåbent til 31. december 2025" in names
    assert "Farsø Sogn" in names
    autumn = groups(dataset, Role.DATAANSVARLIG, find(dataset, "K3"))
    assert autumn.reach is not None
    assert "Aalestrup Sogn" in [row[0] for row in autumn.reach.rows]


def _with(dataset: Dataset, **changes: object) -> Dataset:
    initiative: Initiative = dataset.initiative.model_copy(update=changes)
    return replace(dataset, initiative=initiative, data_version="changed")


def test_a_log_without_groups_says_so(dataset: Dataset) -> None:
    found = groups(_with(dataset, groups=()), Role.UDVALG, find(dataset, "hele"))
    assert "Det kan vi ikke sige" in found.opening.answer[0].text
    assert (found.lead, found.table, found.compared) == (None, None, ())
    assert found.behind


def test_a_place_that_was_open_before_its_trial_stays_in_every_sum(dataset: Dataset) -> None:
    """Left out from the day the trial was registered, its hidden counts would be the difference of two sums."""
    (early, *_) = [one for one in dataset.initiative.trials if one.trial.id == "gedsted"]
    late = with_trial(early, to_site="aalestrup", from_site="farsoe")
    with_it = _with(dataset, trials=(*dataset.initiative.trials, late))
    assert sensitive.plan_of(with_it).margins == sensitive.plan_of(dataset).margins
    never = _with(dataset, trials=())
    assert sensitive.plan_of(never).margins != sensitive.plan_of(dataset).margins


def test_every_place_on_trial(dataset: Dataset) -> None:
    (early, *_) = [one for one in dataset.initiative.trials if one.trial.id == "gedsted"]
    waiting = {"looks": (date(2026, 12, 8),)}
    trials = tuple(
        with_trial(
            early, BEFORE_ALL, to_site=s.id, from_site="aars" if s.id != "aars" else "farsoe", **waiting
        )
        for s in dataset.initiative.sites
    )
    found = groups(_with(dataset, trials=trials), Role.UDVALG, find(dataset, "hele"))
    assert "for tidligt" in "".join(run.text for run in found.opening.answer)
    assert (found.lead, found.figures) == (None, ())


def test_statuses_of_shares_follow_their_counts(dataset: Dataset) -> None:
    of = reader(dataset, Role.UDVALG, find(dataset, "K4"))
    assert of.count(GROUP_TABLE, "aalestrup", "saarbar").status is Status.SUPPRESSED
    assert of.group_share("aalestrup", "saarbar").status is Status.SUPPRESSED
    assert of.group_share("gedsted", "saarbar").status is Status.TOO_EARLY
