"""The check that asks no solver: each way in which a proof can be wrong, and what happens then."""

import numpy as np
import pytest

from evaluation.disclosure import GROUP_TABLE, CellKey, Period, Plan, Status, Table, protect
from evaluation.disclosure.audit import check, withheld_rows
from evaluation.disclosure.linked import Linked, linked
from tests.disclosure.worlds import GROUP_PLAN, PERIODS, TOPIC_PLAN, group_year, released

#     a, b: two sites; x, y: two categories.  Small: a x = 2.
BASE = {("a", "x"): 2, ("a", "y"): 20, ("b", "x"): 30, ("b", "y"): 40}
PLAN = Plan((Table(GROUP_TABLE, ("x", "y")),), (("*", ("a", "b")),), PERIODS)
PROOF = np.array([6, 16, 26, 44])  # the square's four corners moved by 4, sums as they were


def square() -> Linked:
    counts = {CellKey(GROUP_TABLE, site, c, "q1"): n for (site, c), n in BASE.items()}
    quarter: tuple[Period, ...] = PERIODS[:1]
    return linked(counts, PLAN.tables[0], PLAN, quarter)


def flags(of: Linked, *sites: str) -> np.ndarray:
    return np.array([cell.site in sites for cell in of.cells])


def test_a_proof_holds() -> None:
    of = square()
    assert check(of, flags(of, "a", "b"), flags(of), [PROOF], 5)


@pytest.mark.parametrize(
    "wrong",
    [
        np.array([6, 16, 26, 45]),  # a public total moved
        np.array([6, 16, 30, 40]),  # a shown sum moved
        np.array([4, 18, 28, 42]),  # never as large as the threshold
        np.array([22, 0, 10, 60]),  # a hidden count of 0, though zeros are shown
        np.array([24, -2, 8, 62]),
        np.array([6.0, 16.0, 26.0, 44.0]),
        np.array([6, 16, 26]),
    ],
)
def test_a_wrong_proof_fails(wrong: np.ndarray) -> None:
    of = square()
    assert not check(of, flags(of, "a", "b"), flags(of), [wrong], 5)


def test_too_little_hidden_fails() -> None:
    of = square()
    assert not check(of, flags(of), flags(of), [], 5)  # the small count itself is shown
    assert not check(of, flags(of, "a"), flags(of), [PROOF], 5)  # the proof moves what is shown
    assert not check(of, flags(of, "a", "b"), flags(of), [], 5)  # no proof at all


def test_rows_of_too_few_or_of_few_of_one_kind_are_withheld() -> None:
    def rows(**counts: int) -> frozenset[tuple[str, str]]:
        base = {CellKey(GROUP_TABLE, "a", c, "q1"): n for c, n in counts.items()}
        return withheld_rows(linked(base, PLAN.tables[0], PLAN, PERIODS[:1]), 5)

    assert rows(x=2, y=2)  # 4 in all
    assert rows(x=9, y=0)  # all 9 of one kind
    assert not rows(x=10, y=0)
    assert not rows(x=3, y=2)
    assert not rows(x=0, y=0)


def test_without_a_proof_the_family_is_not_published(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(protect, "check", lambda *_: False)
    counts = group_year(1, 400, 3_000)
    found = released(counts, GROUP_PLAN, 5)
    assert not found.cells
    assert not found.totals
    assert found.withheld == {GROUP_TABLE, f"{GROUP_TABLE}.sums"}
    assert {found.cell(key).status for key in counts} == {Status.NOT_PUBLISHED}


def test_a_solver_that_finds_nothing_withholds_rows_and_stays_safe(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(protect, "possible", lambda *_, **__: None)
    counts = group_year(1, 400, 3_000)
    assert released(counts, GROUP_PLAN, 5).withheld  # nothing proved, nothing shown


def test_what_is_released_by_year_has_no_quarters() -> None:
    base = {CellKey("topic", "a", c, q): 30 for c in ("x", "y") for q in ("q1", "q2", "q3", "q4")}
    found = released(base, TOPIC_PLAN, 5)
    assert found.cell(CellKey("topic", "a", "x", "year1")).value == 120
    assert found.cell(CellKey("topic", "a", "x", "q1")).status is Status.NOT_PUBLISHED


def test_a_release_keeps_no_data_set() -> None:
    found = released(group_year(6, 400, 3_000), GROUP_PLAN, 5)
    for cell in found.cells.values():
        assert cell.shown or (cell.value, cell.low, cell.high, cell.n) == (None,) * 4
    assert set(vars(found)) == {
        "role", "threshold", "plan", "periods", "pending", "cells", "totals", "yearly", "withheld",
    }  # fmt: skip
