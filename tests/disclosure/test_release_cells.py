"""The release: what is hidden, that it stays hidden, and what can be derived."""

import json
import re
from datetime import date
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evaluation.disclosure import (
    ALL_SITES,
    GROUP_TABLE,
    OTHER,
    UNKNOWN,
    Cell,
    CellKey,
    Plan,
    Release,
    Role,
    Status,
    Table,
    protect_count,
    rate_of,
    release,
    share_of,
    target_counts,
    threshold_for,
    total,
)
from evaluation.initiative.models import Thresholds
from evaluation.stats import rate_from_total, share
from tests.disclosure.worlds import LATE, PERIODS, QUARTERS

SITES, GROUPS = ("a", "b", "c"), ("old", "frail", "other", UNKNOWN)
TARGET = ("old", "frail")
SUMS = (("target", TARGET), (OTHER, ("other",)), (UNKNOWN, (UNKNOWN,)))
PLAN = Plan(
    tables=(Table(GROUP_TABLE, GROUPS, SUMS, leading="target"),),
    margins=(("*popup", ("a", "b")), (ALL_SITES, ("*popup", "c"))),
    periods=PERIODS,
)
Counts = dict[CellKey, int]
unhurried = settings(deadline=None, max_examples=4)  # each example solves a year


def _key(site: str, group: str, period: str = "q1") -> CellKey:
    return CellKey(GROUP_TABLE, site, group, period)


def _row(site: str, counts: tuple[int, ...], period: str = "q1") -> Counts:
    return {_key(site, group, period): n for group, n in zip(GROUPS, counts, strict=True)}


def _release(counts: Counts, t: int = 5, role: Role = Role.UDVALG, through: date = LATE) -> Release:
    return release(counts, role, Thresholds(udvalg=max(t, 3), leder=3), plan=PLAN, data_through=through)


def _hidden(found: Release) -> set[CellKey]:
    return {key for key, cell in found.cells.items() if cell.status is Status.SUPPRESSED}


def _truth(counts: Counts) -> Counts:
    """All values, margins and years included, as the data steward reads them."""
    return {key: int(cell.value) for key, cell in _release(counts, role=Role.DATAANSVARLIG).cells.items()}


counts_of_a_year = st.fixed_dictionaries(
    {
        _key(site, group, quarter): st.one_of(st.integers(0, 6), st.integers(0, 60))
        for site in SITES
        for group in GROUPS
        for quarter in QUARTERS
    }
)


@unhurried
@given(counts_of_a_year)
def test_every_small_count_is_hidden_and_every_shown_one_exact(counts: Counts) -> None:
    truth, found = _truth(counts), _release(counts)
    assert found.cells.keys() == truth.keys()
    for key, cell in found.cells.items():
        if cell.status is Status.SUPPRESSED:
            assert cell == Cell(Status.SUPPRESSED)
        else:
            assert cell.value == cell.n == truth[key]
            assert truth[key] == 0 or truth[key] >= 5
            assert (cell.status is Status.ZERO) == (truth[key] == 0)


@unhurried
@given(counts_of_a_year)
def test_zeros_are_hidden_only_where_their_whole_row_is(counts: Counts) -> None:
    truth, found = _truth(counts), _release(counts)
    for key in _hidden(found):
        if truth[key] == 0:
            assert not any(cell.shown for cell in found.row(key.table, key.site, key.period).values())


def test_what_a_quarter_showed_stays_when_the_year_is_released() -> None:
    rows = [_row(site, (40, 50, 60, 70), quarter) for site in SITES for quarter in QUARTERS]
    counts = {key: n for row in rows for key, n in row.items()} | {_key("a", "frail", "q2"): 2}
    first, all_ = _release(counts, through=date(2025, 10, 15)), _release(counts)
    assert first.periods == ("q1", "q2", "q3")
    assert {key: all_.cells[key] for key in first.cells} == dict(first.cells)
    assert not all_.cell(_key("a", "frail", "year1")).shown


@unhurried
@given(counts_of_a_year)
def test_roles_nest(counts: Counts) -> None:
    udvalg, leder, steward = (_hidden(_release(counts, role=role)) for role in Role)
    assert udvalg >= leder >= steward
    assert not steward


@unhurried
@given(counts_of_a_year, st.randoms(use_true_random=False))
def test_the_order_of_counts_is_no_matter(counts: Counts, shuffler: Random) -> None:
    other = list(counts.items())
    shuffler.shuffle(other)
    assert _release(dict(other)).records() == _release(counts).records()


def test_no_output_carries_a_hidden_count() -> None:
    # Under a threshold of 200 hidden counts are numbers that occur nowhere else.
    counts = (
        _row("a", (137, 1009, 149, 3001))
        | _row("b", (2003, 163, 4001, 0))
        | _row("c", (5003, 6007, 7001, 8009))
    )
    found = _release(counts, t=200)
    truth = _truth(counts)
    written = json.dumps([found.records(), sorted(found.totals.items())], default=str) + repr(found)
    numbers = set(re.findall(r"(?<![\w.])\d+(?=\D)", written))
    hidden = {truth[key] for key in _hidden(found)}
    assert {137, 149, 163} <= hidden
    assert not {str(n) for n in hidden} & numbers
    assert {str(truth[key]) for key, cell in found.cells.items() if cell.shown} <= numbers


def test_the_companion_is_of_the_same_kind_so_that_the_target_sum_stays() -> None:
    found = _release(_row("a", (40, 3, 30, 9)))
    assert _hidden(found) >= {_key("a", "frail"), _key("a", "old")}
    assert found.cell(_key("a", "other")).value == 30
    assert total(found, GROUP_TABLE, "a", "q1", TARGET) == Cell(Status.VALUE, 43.0, n=43)


def test_two_ones_and_nothing_else_hide_the_whole_row() -> None:
    # Each at least 1 and together 2: only a row without any figure keeps them.
    row = _release(_row("a", (1, 1, 0, 0)) | _row("b", (90, 80, 70, 60))).row(GROUP_TABLE, "a", "q1")
    assert {cell.status for cell in row.values()} == {Status.SUPPRESSED}


@pytest.mark.parametrize(("n", "status"), [(9, Status.SUPPRESSED), (10, Status.VALUE)])
def test_all_of_one_kind_is_said_only_of_twice_the_threshold(n: int, status: Status) -> None:
    found = _release(_row("a", (0, 0, n, 0)) | _row("b", (90, 80, 70, 60)))
    assert found.cell(_key("a", "other")).status is status


def test_cells_outside_say_what_they_are() -> None:
    found = _release(_row("a", (40, 50, 60, 70)), through=date(2025, 5, 1))
    assert (found.periods, found.pending) == (("q1",), ("q2", "q3", "q4", "year1"))
    assert found.cell(_key("a", "old", "q2")).status is Status.PENDING
    assert found.cell(_key("b", "old")).status is Status.NO_DATA
    assert found.cell(_key("a", "astronaut")).status is Status.NOT_PUBLISHED
    assert found.cell(_key("a", "old", "q9")).status is Status.NOT_PUBLISHED


def test_counts_of_a_quarter_not_complete_are_left_out() -> None:
    early = date(2025, 5, 1)
    both = _row("a", (40, 50, 60, 70)) | _row("a", (1, 2, 3, 4), "q2")
    assert (
        _release(both, through=early).records()
        == _release(_row("a", (40, 50, 60, 70)), through=early).records()
    )


@pytest.mark.parametrize(
    "key", [("topic", "a", "x", "q1"), (GROUP_TABLE, "a", "old", "year1"), (GROUP_TABLE, "a", "old", "q7")]
)
def test_what_the_plan_does_not_know_is_refused(key: tuple[str, str, str, str]) -> None:
    with pytest.raises(ValueError, match="release plan"):
        _release({CellKey(*key): 12})


def test_a_negative_count_is_refused() -> None:
    with pytest.raises(ValueError, match="release plan"):
        _release({_key("a", "old"): -1})


@unhurried
@given(counts_of_a_year)
def test_derived_counts_are_true_and_never_small_where_shown(counts: Counts) -> None:
    truth, found = _truth(counts), _release(counts)
    for table, site, period in found.totals:
        if table != GROUP_TABLE:
            continue
        cell = total(found, table, site, period, TARGET)
        exact = sum(truth[CellKey(table, site, g, period)] for g in TARGET)
        assert cell.status is Status.SUPPRESSED or cell.value == exact
        assert exact == 0 or exact >= 5 or not cell.shown


def test_share_and_rate_of_visible_counts() -> None:
    found = _release(_row("a", (40, 20, 30, 10)))
    expected, rate = share(60, 90), rate_from_total(60, 44, 0.2, 11)
    assert share_of(target_counts(found, "a", "q1")) == Cell(
        Status.VALUE, expected.value, expected.low, expected.high, 90
    )
    assert rate_of(total(found, GROUP_TABLE, "a", "q1", TARGET), hours=44, alpha=0.2, openings=11) == Cell(
        Status.VALUE, rate.value, rate.low, rate.high, 11
    )


def test_share_is_hidden_where_a_count_of_it_is() -> None:
    found = _release(_row("a", (40, 50, 60, 2)))
    counts = target_counts(found, "a", "q1")
    assert (counts.yes.value, counts.no.status, counts.unknown.status) == (
        90,
        Status.SUPPRESSED,
        Status.SUPPRESSED,
    )
    assert share_of(target_counts(found, "a", "q1")) == Cell(Status.SUPPRESSED)
    assert rate_of(total(found, GROUP_TABLE, "a", "q1", TARGET), hours=44, alpha=0.2, openings=11).shown


def test_derived_figures_wait_for_the_period_and_for_data() -> None:
    found = _release(_row("a", (40, 50, 60, 70)), through=date(2025, 5, 1))
    assert share_of(target_counts(found, "a", "q2")) == Cell(Status.PENDING)
    assert rate_of(total(found, GROUP_TABLE, "b", "q1", TARGET), hours=4, alpha=None, openings=1) == Cell(
        Status.NO_DATA
    )


def test_a_reason_of_statistics_goes_with_the_cell() -> None:
    found = _release(_row("a", (40, 50, 60, 70)))
    cell = rate_of(total(found, GROUP_TABLE, "a", "q1", TARGET), hours=8, alpha=0.2, openings=2)
    assert cell == Cell(Status.TOO_EARLY, reason="stats.reasons.few_openings")


@given(st.integers(0, 40), st.integers(0, 12))
def test_one_count_on_its_own(n: int, threshold: int) -> None:
    cell = protect_count(n, threshold)
    if 0 < n < threshold:
        assert cell == Cell(Status.SUPPRESSED)
    else:
        assert cell == Cell(Status.VALUE if n else Status.ZERO, float(n), n=n)


def test_thresholds_by_role() -> None:
    assert [threshold_for(role, Thresholds()) for role in Role] == [5, 3, 0]
    assert threshold_for(Role.UDVALG, Thresholds(udvalg=3, leder=6)) == 6
    assert threshold_for(Role.LEDER, Thresholds(leder=6)) == 6
