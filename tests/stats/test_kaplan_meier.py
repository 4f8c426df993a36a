"""Waiting times: Freireich's remission times, statsmodels, properties, edges."""

from random import Random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from statsmodels.duration.survfunc import SurvfuncRight

from evaluation.stats import Histogram, Reason, kaplan_meier, merge, survival

# Weeks in remission on 6-MP and on placebo: Freireich et al. 1963, Blood 21:699–716, as in Cox & Oakes 1984,
# Analysis of Survival Data, p. 7; medians 23 and 8 weeks (R's survfit on MASS::gehan gives the same).
RELAPSED = [6, 6, 6, 7, 10, 13, 16, 22, 23]
STILL_WELL = [6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35]
PLACEBO = [1, 1, 2, 2, 3, 4, 4, 5, 5, 8, 8, 8, 8, 11, 11, 12, 12, 15, 17, 22, 23]
CURVE = {6: 0.8571, 7: 0.8067, 10: 0.7529, 13: 0.6902, 16: 0.6275, 22: 0.5378, 23: 0.4482}

people = st.lists(st.tuples(st.integers(0, 90), st.booleans()), min_size=10, max_size=80)


Rows = list[tuple[int, bool]]


def _hist(rows: Rows) -> Histogram:
    return merge([[(minute, int(called), int(not called)) for minute, called in rows]])


def test_remission_times() -> None:
    found = kaplan_meier([(t, 1, 0) for t in RELAPSED] + [(t, 0, 1) for t in STILL_WELL])
    assert (found.median, found.n, found.censored) == (23, 21, 12)
    # Fewer than nine in ten relapsed: the curve says nothing of the ninth decile.
    assert (found.p90, found.p90_reason) == (None, Reason.MANY_LEFT)


def test_remission_curve() -> None:
    found = dict(survival([(t, 1, 0) for t in RELAPSED] + [(t, 0, 1) for t in STILL_WELL]))
    assert found == pytest.approx(CURVE, abs=5e-5)


def test_placebo_median() -> None:
    assert kaplan_meier([(t, 1, 0) for t in PLACEBO]).median == 8


@given(people.filter(lambda rows: any(called for _, called in rows)))
def test_curve_agrees_with_statsmodels(rows: Rows) -> None:
    oracle = SurvfuncRight([minute for minute, _ in rows], [int(called) for _, called in rows])
    found = dict(survival(_hist(rows)))
    expected = dict(zip(oracle.surv_times, oracle.surv_prob, strict=True))
    assert found == pytest.approx({minute: expected[minute] for minute in found}, abs=1e-12)


@given(st.lists(st.integers(0, 90), min_size=10, max_size=80))
def test_without_leavers_it_is_the_empirical_quantile(minutes: list[int]) -> None:
    found = kaplan_meier(_hist([(minute, True) for minute in minutes]))
    expected = np.quantile(minutes, [0.5, 0.9], method="inverted_cdf")
    assert (found.median, found.p90) == tuple(expected)


@given(people, st.integers(0, 79))
def test_a_leaver_never_shortens_the_wait(rows: Rows, index: int) -> None:
    minute, _ = rows[index % len(rows)]
    calls, leaves = list(rows), list(rows)
    calls[index % len(rows)], leaves[index % len(rows)] = (minute, True), (minute, False)
    for quantile in ("median", "p90"):
        called, left = (getattr(kaplan_meier(_hist(r)), quantile) for r in (calls, leaves))
        assert left is None or left >= called


@given(people, st.integers(1, 30))
def test_everyone_waiting_longer_moves_the_quantiles_as_much(rows: Rows, more: int) -> None:
    one, later = kaplan_meier(_hist(rows)), kaplan_meier(_hist([(m + more, c) for m, c in rows]))
    for quantile in ("median", "p90"):
        before, after = getattr(one, quantile), getattr(later, quantile)
        assert after == (None if before is None else before + more)


@settings(max_examples=25, deadline=None)  # a busy machine is no failure
@given(st.lists(people, min_size=6, max_size=9), st.randoms(use_true_random=False))
def test_interval_holds_its_point_whatever_the_order(openings: list[Rows], shuffler: Random) -> None:
    hists = [_hist(rows) for rows in openings]
    found = kaplan_meier(merge(hists), hists)
    shuffler.shuffle(hists)
    assert kaplan_meier(merge(hists), hists) == found
    if found.low is not None:
        assert found.low <= found.median <= found.high
        assert found.interval_reason is None
    else:
        assert found.interval_reason is Reason.MANY_LEFT


def test_one_row_of_all_openings_alike_has_no_width() -> None:
    opening = [(5, 10, 0), (9, 4, 0)]
    found = kaplan_meier(merge([opening] * 8), [opening] * 8)
    assert (found.low, found.median, found.high) == (5, 5, 5)


def test_fewer_than_ten_people_are_no_answer() -> None:
    found = kaplan_meier([(3, 8, 1)])
    assert (found.median, found.p90, found.n, found.reason) == (None, None, 9, Reason.FEW_WAITS)
    assert kaplan_meier([]).reason is Reason.FEW_WAITS


def test_when_most_leave_there_is_no_median() -> None:
    found = kaplan_meier([(3, 5, 0), (10, 0, 20)])
    assert (found.median, found.reason) == (None, Reason.MANY_LEFT)


def test_few_openings_have_no_interval() -> None:
    opening = [(5, 10, 0)]
    found = kaplan_meier(merge([opening] * 5), [opening] * 5)
    assert (found.median, found.low, found.high) == (5, None, None)
    assert found.interval_reason is Reason.FEW_OPENINGS


def test_half_exactly_is_half_however_many_factors() -> None:
    # One in a thousand at a time: the product of 500 factors must still touch one half.
    assert kaplan_meier([(minute, 1, 0) for minute in range(1, 1001)]).median == 500


def test_openings_that_do_not_add_up_are_refused() -> None:
    with pytest.raises(ValueError, match="add up"):
        kaplan_meier([(5, 12, 0)], [[(5, 11, 0)]])


def test_negative_counts_are_refused() -> None:
    with pytest.raises(ValueError, match="0 or more"):
        kaplan_meier([(5, -1, 0)])
