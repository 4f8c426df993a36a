"""Finite openings: `ciw` person by person and on average, a published steady state, what any queue must keep."""

import random
from dataclasses import dataclass
from math import factorial, inf, sqrt

import ciw
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evaluation.stats import Served, serve
from evaluation.stats.estimate import Matrix, Vector
from evaluation.stats.queueing import Counts, Mask
from tests.stats.reference_queue import opened

OWN = 4_000
ROUNDING = 1e-9  # minutes: a moment is an arrival and a wait
ERRORS = 4  # standard errors that two simulations may lie apart


@dataclass(frozen=True)
class Setting:
    """Minutes, people per hour. `shape` of the service times: 1 exponential, 4 gamma half as varied."""

    staff: int
    per_hour: float
    service: float
    shape: float
    hours: float
    patience: float


SETTINGS = [
    Setting(1, 2, 8, 1, 2, 40), Setting(1, 2, 20, 1, 4, 40), Setting(1, 3, 15, 1, 4, 40), Setting(1, 3, 15, 4, 4, inf),
    Setting(1, 4, 12, 4, 3, 20), Setting(1, 4, 20, 1, 2, 60), Setting(1, 5, 10, 1, 4, 30), Setting(1, 6, 8, 4, 3, inf),
    Setting(2, 3, 20, 4, 4, 40), Setting(2, 4, 15, 1, 2, 20), Setting(2, 5, 12, 1, 3, inf), Setting(2, 6, 15, 4, 4, 40),
    Setting(2, 6, 20, 1, 4, 30), Setting(2, 8, 10, 1, 2, 60), Setting(2, 10, 14, 4, 3, 15), Setting(3, 4, 20, 1, 4, 40),
    Setting(3, 6, 18, 4, 3, inf), Setting(3, 8, 16, 1, 4, 25), Setting(3, 10, 20, 4, 2, 40), Setting(3, 9, 12, 1, 4, 9),
]  # fmt: skip


def _service(setting: Setting) -> ciw.dists.Distribution:
    return ciw.dists.Gamma(setting.shape, setting.service / setting.shape)


def _own(setting: Setting, n: int, seed: int) -> tuple[Matrix, Matrix, Served]:
    rng = np.random.default_rng(seed)
    closes = setting.hours * 60
    counts = rng.poisson(setting.per_hour * setting.hours, n)
    there = np.arange(counts.max()) < counts[:, None]
    arrivals = np.sort(np.where(there, rng.random(there.shape) * closes, np.nan), axis=1)
    service = rng.gamma(setting.shape, setting.service / setting.shape, there.shape)
    patience = np.full(there.shape, inf)
    if setting.patience < inf:
        patience = rng.exponential(setting.patience, there.shape)
    return arrivals, patience, _serve(arrivals, service, patience, setting.staff, closes)


def _serve(
    arrivals: Matrix, service: Matrix, patience: Matrix, staff: int, closes: float, **rest: float
) -> Served:
    n = len(arrivals)
    return serve(arrivals, service, patience, staff=np.full(n, staff), closes=np.full(n, closes), **rest)


def _ratio(top: Vector, bottom: Vector) -> tuple[float, float]:
    """Of totals over openings, with its standard error: people of one opening share their queue."""
    found = top.sum() / bottom.sum()
    return float(found), float(np.sqrt(((top - found * bottom) ** 2).sum()) / bottom.sum())


def _mean_wait(wait: Matrix, called: Mask) -> tuple[float, float]:
    return _ratio(np.where(called, wait, 0.0).sum(axis=1), called.sum(axis=1))


def _left(arrivals: Matrix, called: Mask) -> tuple[float, float]:
    came = (~np.isnan(arrivals)).sum(axis=1)
    return _ratio(came - called.sum(axis=1), came)


def _agree(a: tuple[float, float], b: tuple[float, float]) -> bool:
    return abs(a[0] - b[0]) <= ERRORS * sqrt(a[1] ** 2 + b[1] ** 2)


@pytest.mark.parametrize(("number", "setting"), list(enumerate(SETTINGS)))
def test_the_same_people_fare_as_in_ciw_and_others_on_average(number: int, setting: Setting) -> None:
    closes = setting.hours * 60
    log = opened(
        staff=setting.staff, per_hour=setting.per_hour, hours=setting.hours,
        service=_service(setting), patience=setting.patience, seed=number,
    )  # fmt: skip
    found = _serve(log.arrivals, log.service, log.patience, setting.staff, closes)
    # The very same people: called or not, and each one's wait.
    np.testing.assert_array_equal(found.called, log.called)
    np.testing.assert_allclose(found.wait[log.called], log.wait[log.called], atol=1e-6)
    # For those who leave ciw notes their patience; here the wait that was ahead of them, which is longer.
    there = ~np.isnan(log.arrivals)
    assert (found.wait[there & ~log.called] > log.wait[there & ~log.called]).all()
    start = log.arrivals + log.wait
    busy = np.where(log.called, np.minimum(log.end, closes) - np.minimum(start, closes), 0.0).sum(axis=1)
    last = np.where(log.called, log.end, 0.0).max(axis=1)
    np.testing.assert_allclose(found.busy, busy, atol=1e-6)
    np.testing.assert_allclose(found.overtime, np.maximum(last - closes, 0.0), atol=1e-6)
    # Other people, drawn here: within Monte-Carlo error.
    arrivals, _, own = _own(setting, OWN, seed=number)
    assert _agree(_mean_wait(own.wait, own.called), _mean_wait(log.wait, log.called))
    assert _agree(_left(arrivals, own.called), _left(log.arrivals, log.called))


def _erlang(load: float, staff: int) -> float:
    """Erlang C: the chance of waiting, from load λ/μ."""
    busy = load**staff / factorial(staff) * staff / (staff - load)
    return busy / (sum(load**i / factorial(i) for i in range(staff)) + busy)


def test_the_published_information_desk_waits_as_erlang_says() -> None:
    # Render, Stair & Hanna, Quantitative Analysis for Management, alternative example 14.3 (a mall's information desk):
    # 20 an hour, two clerks, 2 minutes each: both idle half of the time, 3/4 people there on average; so by Little's
    # law 2.25 minutes, of which 15 seconds waiting.
    assert _erlang(2 / 3, 2) / (2 * 30 - 20) * 60 == pytest.approx(0.75 / 20 * 60 - 2)
    arrivals, _, found = _own(Setting(2, 20, 2, 1, 50, inf), 400, seed=1)
    settled = (arrivals > 60) & found.called
    wait, error = _mean_wait(found.wait, settled)
    assert error < 0.01
    assert wait == pytest.approx(0.25, abs=ERRORS * error)


@pytest.mark.parametrize(("staff", "per_hour"), [(1, 2.0), (2, 4.0), (3, 7.0)])
def test_long_openings_with_room_are_steady(staff: int, per_hour: float) -> None:
    arrivals, _, found = _own(Setting(staff, per_hour, 15, 1, 60, inf), 400, seed=staff)
    settled = (arrivals > 10 * 60) & found.called
    wait, error = _mean_wait(found.wait, settled)
    chance, chance_error = _ratio((settled & (found.wait > 0)).sum(axis=1), settled.sum(axis=1))
    expected = _erlang(per_hour / 4, staff)
    assert chance == pytest.approx(expected, abs=ERRORS * chance_error)
    assert wait == pytest.approx(expected * 60 / (4 * staff - per_hour), abs=ERRORS * error)


def test_a_finite_opening_is_far_from_its_steady_state() -> None:
    # The worked numbers of the method, for service times less varied than exponential: people wait about 7 minutes
    # until they are called or gone, and 18 % leave, where M/M/1 says 45 minutes.
    arrivals, patience, found = _own(Setting(1, 3, 15, 2, 4, 40), 10_000, seed=1)
    there = ~np.isnan(arrivals)
    waited = np.where(there, np.minimum(found.wait, patience), 0.0).sum(axis=1)
    wait, wait_error = _ratio(waited, there.sum(axis=1))
    left, error = _left(arrivals, found.called)
    assert (wait, left) == (pytest.approx(7, abs=0.5), pytest.approx(0.18, abs=0.01))
    # Who leaves at a rate of 1/40 a minute leaves once in 40 minutes waited.
    assert _agree((left, error), (wait / 40, wait_error / 40))
    assert _erlang(3 / 4, 1) * 60 / (4 - 3) == pytest.approx(45)


Queue = tuple[Matrix, Matrix, Matrix, Counts, Vector]


def _queue(seed: int) -> Queue:
    """A few openings; half of them on whole minutes, where people come and desks become free at one moment."""
    rng = np.random.default_rng([3, seed])
    n, k = int(rng.integers(1, 6)), int(rng.integers(1, 12))
    there = np.arange(k) < rng.integers(0, k + 1, n)[:, None]
    arrivals = np.sort(np.where(there, rng.random((n, k)) * 60, np.nan), axis=1)
    service, patience = rng.gamma(1, 12, (n, k)), rng.exponential(20, (n, k))
    if seed % 2:
        arrivals, service, patience = np.floor(arrivals), np.floor(service), np.floor(patience)
    return arrivals, service, patience, rng.integers(1, 4, n), rng.choice([30.0, 60.0], n)


queues = st.integers(0, 10_000).map(_queue)


@settings(max_examples=50)
@given(queues)
def test_what_every_queue_keeps(queue: Queue) -> None:
    arrivals, service, patience, staff, closes = queue
    found = serve(arrivals, service, patience, staff=staff, closes=closes)
    assert (np.isnan(found.wait) == np.isnan(arrivals)).all()
    assert not found.called[np.isnan(arrivals)].any()
    for row in range(len(arrivals)):
        called = found.called[row]
        start = (arrivals + found.wait)[row][called]
        end = start + service[row][called]
        assert (found.wait[row][called] >= 0).all()
        assert (found.wait[row][called] <= patience[row][called]).all()
        assert (np.diff(start) >= -ROUNDING).all()  # first come, first called
        for moment in start:  # never more at the desks than there are staff
            assert ((start <= moment) & (end > moment + ROUNDING)).sum() <= staff[row]
        waited = found.wait[row][called] > 0  # called the moment that somebody is done
        assert (np.abs(start[waited, None] - end).min(axis=1, initial=inf) < ROUNDING).all()
        left = ~np.isnan(arrivals[row]) & ~called
        assert (found.wait[row] > patience[row])[left].all()
        assert found.overtime[row] == pytest.approx(max(0.0, end.max(initial=0.0) - closes[row]))
        after = (np.maximum(end, closes[row]) - np.maximum(start, closes[row])).sum()
        assert found.busy[row] + after == pytest.approx(service[row][called].sum())


@settings(max_examples=50)
@given(queues, st.randoms(use_true_random=False))
def test_openings_know_nothing_of_each_other(queue: Queue, chance: random.Random) -> None:
    order = list(range(len(queue[0])))
    chance.shuffle(order)
    whole = serve(*queue[:3], staff=queue[3], closes=queue[4])
    mixed = serve(*(part[order] for part in queue[:3]), staff=queue[3][order], closes=queue[4][order])
    for name in ("wait", "called", "overtime", "busy"):
        np.testing.assert_array_equal(getattr(mixed, name), getattr(whole, name)[order])


@settings(max_examples=50)
@given(queues)
def test_one_more_at_the_desks_makes_nobody_wait_longer(queue: Queue) -> None:
    arrivals, service, _, staff, closes = queue
    endless = np.full(arrivals.shape, inf)
    few = serve(arrivals, service, endless, staff=staff, closes=closes)
    more = serve(arrivals, service, endless, staff=staff + 1, closes=closes)
    there = ~np.isnan(arrivals)
    assert (more.wait[there] <= few.wait[there] + 1e-9).all()
    assert (more.overtime <= few.overtime + 1e-9).all()


def test_no_openings_and_openings_without_people_are_answered() -> None:
    none = _serve(np.empty((0, 3)), np.empty((0, 3)), np.empty((0, 3)), 1, 60.0)
    assert none.wait.shape == (0, 3)
    empty = np.full((2, 1), np.nan)
    found = _serve(empty, empty, empty, 2, 60.0)
    assert found.busy.tolist() == found.overtime.tolist() == [0.0, 0.0]
    assert not found.called.any()


@pytest.mark.parametrize(
    ("arrivals", "service", "staff", "closes", "says"),
    [
        ([[1.0, 2.0]], [[1.0]], [1], [60.0], "one shape"),
        ([[1.0]], [[1.0]], [1, 1], [60.0, 60.0], "each opening"),
        ([[1.0]], [[1.0]], [1], [60.0, 60.0], "each opening"),
        ([[1.0]], [[1.0]], [0], [60.0], "at least one"),
        ([[2.0, 1.0]], [[1.0, 1.0]], [1], [60.0], "rise"),
        ([[float("nan"), 1.0]], [[1.0, 1.0]], [1], [60.0], "gap"),
    ],
)
def test_what_is_no_opening_is_refused(
    arrivals: list[list[float]], service: list[list[float]], staff: list[int], closes: list[float], says: str
) -> None:
    patience = np.ones((1, len(service[0])))
    with pytest.raises(ValueError, match=says):
        serve(np.array(arrivals), np.array(service), patience, staff=np.array(staff), closes=np.array(closes))
