"""What is usual for a week: frozen over the first twenty, told anew only by a person's decision."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

import pytest

from evaluation.charts import week_alt
from evaluation.disclosure import Role
from evaluation.findings.dataset import Dataset
from evaluation.findings.model import Usual, WeekChart
from evaluation.findings.overview import overview
from evaluation.findings.pages import OverviewFinding
from evaluation.findings.period import find, periods
from evaluation.findings.usual import baselines
from evaluation.stats import Limits, limits
from tests.findings.test_hours import came
from tests.findings.test_other_shapes import START, dataset
from tests.spec.world import opening

WEEK = timedelta(weeks=1)
REBASE = {"reason": "Nyt ventenummersystem.", "decided_by": "Mette Holm", "decided_on": date(2025, 8, 4)}


def year(counts: Sequence[int], hours: Mapping[int, int] | None = None, **config: object) -> Dataset:
    """One opening a week of four hours (or `hours`), so many enquiries in each."""
    days = [START + WEEK * n for n in range(len(counts))]
    held = [opening(f"f{n}", "farsoe", day, 10, 10 + (hours or {}).get(n, 4)) for n, day in enumerate(days)]
    rows = [one for day, count in zip(days, counts, strict=True) for one in came(day, 10, count)]
    return dataset(rows, held, days[-1] + timedelta(days=6), groups=[], **config)


def page(of: Dataset) -> OverviewFinding:
    return overview(of, Role.UDVALG, find(of, "hele"))


def drawn(of: Dataset) -> WeekChart:
    chart = page(of).weeks
    assert chart is not None
    return chart


def usual(of: Dataset) -> list[Usual | None]:
    return [point.usual for point in drawn(of).points]


STEADY = [10, 14, 12, 9, 13, 11, 15, 12, 8, 12, 13, 10, 12, 14, 11, 9, 13, 12, 10, 12]


def test_nineteen_weeks_say_nothing_of_what_is_usual() -> None:
    found = page(year(STEADY[:19]))
    assert found.weeks is not None
    assert not any(point.usual for point in found.weeks.points)
    assert any("kræver 20 uger" in said for said in found.caveats)
    assert "Sædvanligt" not in found.weeks_table.head


def test_the_band_is_that_of_the_first_twenty_weeks() -> None:
    expected = limits(STEADY, [4.0] * 20)
    assert isinstance(expected, Limits)
    low, high = expected.band(4)
    found = usual(year([*STEADY, 12, 40, 12]))
    assert all(one is not None and (one.low, one.high) == (low / 4, high / 4) for one in found)
    assert [one.judged for one in found if one] == [False] * 20 + [True] * 3
    assert [one.outside for one in found if one] == [False] * 21 + [True, False]


@pytest.mark.parametrize("later", [[0] * 10, [12] * 10, [500] * 10])
def test_later_weeks_never_move_it(later: list[int]) -> None:
    first, grown = usual(year([*STEADY, 12])), usual(year([*STEADY, 12, *later]))
    assert grown[:21] == first


def test_the_ramp_is_no_part_of_it() -> None:
    found = baselines(year([1] * 4 + STEADY, ramp_weeks=4))
    assert [one.starts for one in found] == [START + 4 * WEEK]
    assert found[0].limits == limits(STEADY, [4.0] * 20)


def test_a_week_of_fewer_hours_has_a_wider_band() -> None:
    found = usual(year([*STEADY, 12, 6], hours={21: 2}))
    assert found[20] is not None
    assert found[21] is not None
    assert found[21].high > found[20].high
    assert found[21].low <= found[20].low


def test_weeks_outside_are_named_without_a_colour() -> None:
    found = page(year([*STEADY, 12, 40]))
    assert found.weeks is not None
    assert found.weeks.title.startswith("Én uge ligger uden for det sædvanlige")
    column = found.weeks_table.head.index("Sædvanligt")
    told = [row[column].rpartition("\n")[2] for row in found.weeks_table.rows]
    assert told[:20] == ["grundlag"] * 20
    assert told[21] == "uden for det sædvanlige"
    assert "Uden for det sædvanlige: uge 31 i 2025." in week_alt(found.weeks).replace("\xa0", " ")
    about = dict(found.definitions)["Det sædvanlige"].replace("\xa0", " ")
    assert "uge 10 i 2025 til uge 29 i 2025: 20 uger med 20 åbninger" in about
    assert any("40 %" in said.replace("\xa0", " ") for said in found.caveats)


def test_a_quarter_is_held_against_the_whole_years_baseline() -> None:
    of = year([*STEADY, *STEADY])
    every = {point.week_start: point.usual for point in drawn(of).points}
    quarters = [overview(of, Role.UDVALG, period).weeks for period in periods(of)[1:]]
    assert len(quarters) > 1
    for chart in quarters:
        assert chart is not None
        assert all(point.usual == every[point.week_start] for point in chart.points)


def test_a_decision_begins_a_new_baseline() -> None:
    louder = [2 * count for count in STEADY]
    rebase = [{"from": START + 22 * WEEK, **REBASE}]
    of = year([*STEADY, 24, 24, *louder, 24], rebase=rebase)
    found = usual(of)
    assert [one.outside for one in found[20:22] if one] == [True, True]
    assert found[22] is not None
    assert found[22].level == pytest.approx(2 * sum(STEADY) / 80)
    assert not any(one.outside for one in found[22:] if one)
    [mark] = [one for one in drawn(of).marks if "grundlag" in one.text]
    assert (mark.date, "Nyt ventenummersystem (besluttet af Mette Holm" in mark.text) == (
        START + 22 * WEEK,
        True,
    )
    assert dict(page(of).definitions)["Det sædvanlige"].count("Grundlaget er uge") == 2


def test_until_it_is_complete_its_weeks_have_no_band() -> None:
    rebase = [{"from": START + 20 * WEEK + timedelta(days=2), **REBASE}]
    of = year([*STEADY, *STEADY[:5]], rebase=rebase)
    found = usual(of)
    assert found[20] is not None  # the week in which it was decided belongs to what was before
    assert found[21:] == [None] * 4
    assert any("kræver 20 uger" in said for said in page(of).caveats)


def test_a_baseline_in_which_nobody_came_is_no_measure() -> None:
    found = page(year([3] + [0] * 20 + [3], ramp_weeks=1))
    assert found.weeks is not None
    assert not any(point.usual for point in found.weeks.points)
    assert "Det sædvanlige kan ikke beregnes ud fra tallene." in found.caveats


def test_one_week_with_five_hundred_in_the_baseline_widens_it() -> None:
    wild = usual(year([*STEADY[:19], 500, 12]))
    calm = usual(year([*STEADY, 12]))
    assert wild[20] is not None
    assert calm[20] is not None
    assert wild[20].high > calm[20].high
    assert not wild[19] or not wild[19].outside
