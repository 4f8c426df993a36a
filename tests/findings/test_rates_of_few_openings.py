"""A rate or a wait of fewer than six openings is too early wherever it is told; else it has its interval."""

from collections.abc import Mapping, Sequence
from datetime import datetime, time, timedelta

import pyarrow as pa
import pytest

from evaluation.disclosure import Cell, Role, Status
from evaluation.findings.dataset import Dataset
from evaluation.findings.model import PromiseLine, PromiseStatus
from evaluation.findings.period import find
from evaluation.findings.promises import lines
from evaluation.findings.query import Question, ask
from evaluation.stats import rate
from evaluation.texts import text
from tests.findings.test_hours import came, days
from tests.findings.test_other_shapes import dataset
from tests.findings.test_too_early import figures, one_place, queue
from tests.spec.world import START, opening, row

RATE = "enquiries_per_open_hour"
TARGET = {"decided_by": "Udvalget", "decided_on": "2025-01-01"}
OF_OPENINGS = ("site", "site_kind", "weekday", "iso_week", "month", "quarter", "year")


def told(
    of: Dataset, measure: str, by: tuple[str, ...] = (), where: Mapping[str, str] | None = None
) -> dict[tuple[object, ...], Cell]:
    found = ask(of, Question(measure, by, where), Role.UDVALG)
    return {tuple(answer.dims.values()): answer.cell for answer in found}


def promised(openings: int, measure: str, costs: Sequence[object] = (), **target: float) -> PromiseLine:
    own = {"name": "a", "source": "x", "key": "a", "measure": measure, "target": TARGET | target}
    of = one_place(openings, promise=[own], costs=list(costs))
    [line] = lines(of, None, find(of, "hele"))
    return line


@pytest.mark.parametrize("dimension", OF_OPENINGS)
def test_a_rate_of_few_openings_is_too_early_however_it_is_asked_for(dimension: str) -> None:
    few, enough = (one_place(n) for n in (5, 6))
    for by in ((dimension,), ("site_kind", dimension) if dimension == "site" else ("site", dimension)):
        for cell in told(few, RATE, by).values():
            assert (cell.status, cell.value) == (Status.TOO_EARLY, None)
    for key, cell in told(enough, RATE, (dimension,)).items():
        held = [d for d in days(6) if dimension not in ("iso_week", "month") or str(key[0]) in _names(d)]
        assert cell.n == len(held)
        assert (cell.low is not None) == (len(held) >= 6)
        assert told(enough, RATE, (), {dimension: str(key[0])}) == {(): cell}


def _names(day: object) -> tuple[str, str]:
    return f"{day:%Y-%m}", f"{day:%G-W%V}"


def test_the_interval_of_a_cell_is_that_of_its_own_openings() -> None:
    """Two places of a kind, several months: counted by hand, opening for opening."""
    made = [(site, d, n) for site, n in (("farsoe", 2), ("aalestrup", 5)) for d in days(30)]
    held = [opening(f"{site}{d}", site, d, 10, 14) for site, d, _ in made]
    rows = [one for i, (site, d, n) in enumerate(made) for one in came(d, 10, n + i % 3, site=site)]
    of = dataset(rows, held, START + timedelta(weeks=30))
    for (month,), cell in told(of, RATE, ("month",)).items():
        counts = [n + i % 3 for i, (_, d, n) in enumerate(made) if f"{d:%Y-%m}" == month]
        expected = rate(counts, [4.0] * len(counts))
        assert (cell.value, cell.low, cell.high, cell.n) == pytest.approx(
            (expected.value, expected.low, expected.high, len(counts))
        )


def test_days_stand_for_openings_in_every_cell() -> None:
    rows = [
        one
        for d in range(20)
        for site, n in (("farsoe", 2), ("aalestrup", 4))
        for one in came(START + timedelta(days=d), 10, n, site=site)
    ]
    of = dataset(rows, [], START + timedelta(days=19), schedule=[], groups=[])
    by_site = told(of, RATE, ("site",))
    assert {key: (cell.value, cell.n) for key, cell in by_site.items()} == {
        ("aalestrup",): (4.0, 20),
        ("aars",): (0.0, 20),
        ("farsoe",): (2.0, 20),
    }
    assert all(cell.low is not None for cell in by_site.values())
    assert {c.n for c in told(of, RATE, ("iso_week",)).values()} == {6, 7}
    weekdays = told(of, RATE, ("weekday",))
    assert {(c.status, c.reason) for c in weekdays.values()} == {(Status.TOO_EARLY, "findings.few_days")}


def test_within_an_opening_the_number_stands_alone() -> None:
    of = one_place(3)
    for dimension in ("channel", "source", "outcome", "hour"):
        cells = told(of, RATE, (dimension,)).values()
        assert any(cell.value for cell in cells)
        assert all(cell.low is None for cell in cells)


def test_one_question_is_a_fixed_number_of_queries(monkeypatch: pytest.MonkeyPatch) -> None:
    of, asked = one_place(20), list[str]()
    execute = of.engine.execute

    def counted(sql: str, params: Sequence[object] = ()) -> pa.Table:
        asked.append(sql)
        return execute(sql, params)

    monkeypatch.setattr(of.engine, "execute", counted)
    for measure in (RATE, "wait_median"):
        asked.clear()
        assert len(told(of, measure, ("iso_week",))) == 20
        assert len(asked) <= 3


# --- promises


def test_a_promised_rate_is_too_early_with_few_openings_and_says_no_number() -> None:
    few = promised(3, RATE, at_least=0.1)
    assert (few.status, few.result) == (PromiseStatus.TOO_EARLY, "for tidligt at sige")
    assert few.detail


@pytest.mark.parametrize(("least", "status"), [(0.1, PromiseStatus.KEPT), (9, PromiseStatus.NOT_KEPT)])
def test_a_promised_rate_of_popups_is_judged_by_its_interval(least: float, status: PromiseStatus) -> None:
    line = promised(30, RATE, at_least=least)
    assert line.status is status
    assert line.detail.startswith("sandsynligvis")


@pytest.mark.parametrize(("most", "status"), [(1000.0, PromiseStatus.KEPT), (1.0, PromiseStatus.NOT_KEPT)])
def test_what_is_counted_in_full_is_judged_on_its_value(most: float, status: PromiseStatus) -> None:
    paid = {"site": "farsoe", "from": START, "to": START + timedelta(weeks=30), "kind": "wages", "kr": 10000}
    assert promised(30, "cost_per_enquiry", [paid], at_most=most).status is status


def test_a_count_is_judged_when_no_more_can_come_or_the_bound_is_passed() -> None:
    running, over = 20, 80  # 80 enquiries of a year that is not over; 320 of one that is
    kept = promised(running, "enquiries", at_least=80)
    assert (kept.status, kept.detail) == (PromiseStatus.KEPT, "")
    passed = promised(running, "enquiries", at_most=79)
    assert passed.status is PromiseStatus.NOT_KEPT
    for open_still in (
        promised(running, "enquiries", at_least=81),
        promised(running, "enquiries", at_most=80),
    ):
        assert open_still.status is PromiseStatus.TOO_EARLY
        assert open_still.detail == text("findings.promise.still_counting")
    assert promised(over, "enquiries", at_most=1000).status is PromiseStatus.KEPT
    assert promised(over, "enquiries", at_least=1000).status is PromiseStatus.PARTLY


@pytest.mark.parametrize("measure", ["enquiries", "walk_away_share"])
def test_a_promise_with_a_figure_but_too_few_openings_says_why_it_is_not_judged(measure: str) -> None:
    line = promised(5, measure, at_most=0.5)
    assert line.status is PromiseStatus.TOO_EARLY
    assert line.result != "for tidligt at sige"
    assert line.detail.endswith("færre end seks åbninger i perioden")
    assert "færre end" not in promised(6, measure, at_most=0.5).detail


# --- waits


def waits_in(some: int, of: int) -> Dataset:
    """Openings of which only the first have waits."""
    rows = [one for d in days(of)[:some] for one in queue(d)]
    rows += [one for d in days(of)[some:] for one in came(d, 10, 4, outcome="served")]
    held = [opening(f"f{d}", "farsoe", d, 10, 14) for d in days(of)]
    return dataset(rows, held, START + timedelta(weeks=of), groups=[])


def test_few_openings_with_waits_are_not_called_few_openings() -> None:
    said = figures(waits_in(5, 10))["Halvdelen venter højst"].detail
    assert "ventetider fra færre end seks åbninger" in said
    assert "Der har været færre" not in said
    assert figures(waits_in(6, 10))["Halvdelen venter højst"].value == "4"


@pytest.mark.parametrize("measure", ["wait_median", "wait_p90"])
def test_a_wait_is_told_by_the_command_line_as_on_pages(measure: str) -> None:
    for by in ((), ("site",), ("channel",), ("hour",)):
        [few] = told(waits_in(5, 10), measure, by).values()
        assert (few.status, few.value, few.n) == (Status.TOO_EARLY, None, 20)
        assert few.reason == "findings.few_openings_with_waits"
        [enough] = told(waits_in(6, 10), measure, by).values()
        assert (enough.value, enough.low, enough.high) == (4.0, 4.0, 4.0)


def test_nine_of_ten_is_never_told_without_omtrent() -> None:
    queued = waits_in(8, 10)
    [half], [nine] = (told(queued, measure).values() for measure in ("wait_median", "wait_p90"))
    assert (half.reason, nine.reason) == (None, "findings.approximate")
    line = promised(8, "wait_p90", at_most=3)
    assert line.result.startswith("omtrent 4 min")
    assert line.status is PromiseStatus.NOT_KEPT
    assert line.measured_as.startswith("9 ud af 10")


def test_a_promise_of_nine_of_ten_is_not_judged_by_the_half() -> None:
    """Half wait no minute at all, two of ten wait a quarter of an hour: found by hand."""
    rows = [
        row(at, site="farsoe", called_at=at + timedelta(minutes=0 if n < 8 else 15), outcome="resolved")
        for d in days(8)
        for n, at in enumerate(datetime.combine(d, time(10, 5 * i)) for i in range(10))
    ]
    own = {"name": "a", "source": "x", "key": "a", "measure": "wait_p90", "target": TARGET | {"at_most": 5}}
    held = [opening(f"f{d}", "farsoe", d, 10, 14) for d in days(8)]
    of = dataset(rows, held, START + timedelta(weeks=8), groups=[], promise=[own])
    [line] = lines(of, None, find(of, "hele"))
    assert (line.status, line.result.startswith("omtrent 15 ")) == (PromiseStatus.NOT_KEPT, True)


def test_few_days_with_waits_are_days() -> None:
    moments = [datetime.combine(START + timedelta(days=d), time(10, n)) for d in range(9) for n in range(5)]
    rows = [
        row(at, site="farsoe", called_at=at + timedelta(minutes=4) if n < 20 else None)
        for n, at in enumerate(moments)
    ]
    of = dataset(rows, [], START + timedelta(days=8), schedule=[], groups=[])
    [cell] = told(of, "wait_median").values()
    assert cell.reason == "findings.few_days_with_waits"
    assert "åbning" not in text(cell.reason)
