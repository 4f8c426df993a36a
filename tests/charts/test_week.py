import json
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

import altair as alt
from hypothesis import given
from hypothesis import strategies as st

from evaluation.charts import week_alt, week_chart, weeks
from evaluation.findings.model import Mark, Usual, WeekChart, WeekPoint, Zone

START = date(2025, 3, 3)  # Monday of ISO week 10


def chart(values: list[float | None], **parts: Any) -> WeekChart:
    points = tuple(WeekPoint(START + timedelta(weeks=i), value) for i, value in enumerate(values))
    return WeekChart("Stabilt", "undertitel", "Henvendelser pr. åbningstime", points, **parts)


def of_kind(found: WeekChart, kind: str) -> list[dict[str, Any]]:
    return [row for row in week_chart(found)["data"]["values"] if row["kind"] == kind]


def params(found: WeekChart) -> dict[str, Any]:
    return {p["name"]: p["value"] for p in week_chart(found)["params"]}


def test_a_week_without_value_breaks_the_line() -> None:
    points = of_kind(chart([1.0, 2.0, None, 3.0, None, None, 4.0]), "point")
    assert [(p["week"], p["run"]) for p in points] == [(0, 0), (1, 0), (3, 1), (6, 3)]


def test_a_zone_covers_its_first_and_last_week() -> None:
    zone = Zone(START + timedelta(weeks=2), START + timedelta(weeks=4), "Lukket")
    [found] = of_kind(chart([1.0] * 8, zones=(zone,)), "zone")
    assert (found["from"], found["to"], found["word"]) == (1.5, 4.5, "Lukket")


def usual(chart: WeekChart, *ends: Usual | None) -> WeekChart:
    """The chart with what was usual for each of its weeks; the last for those left."""
    rest = [*ends, *[ends[-1]] * len(chart.points)]
    points = (replace(point, usual=one) for point, one in zip(chart.points, rest, strict=False))
    return replace(chart, points=tuple(points))


def ends(low: float, high: float, *, outside: bool = False) -> Usual:
    return Usual(4.1, low, high, judged=True, outside=outside)


def test_what_is_usual_leaves_the_zones_out() -> None:
    zones = (
        Zone(START, START + timedelta(weeks=1), "Opløb"),
        Zone(*[START + timedelta(weeks=4)] * 2, "Lukket"),
    )
    bands = of_kind(usual(chart([1.0] * 8, zones=zones), ends(2.6, 6.1)), "band")
    assert [(b["from"], b["to"]) for b in bands] == [(1.5, 3.5), (4.5, 7.5)]
    assert all((b["level"], b["low"], b["high"]) == (4.1, 2.6, 6.1) for b in bands)


def test_a_week_of_other_hours_has_its_own_band() -> None:
    wide, narrow = ends(2.0, 7.0), ends(2.6, 6.1)
    bands = of_kind(usual(chart([4.0] * 5), narrow, narrow, wide, None, narrow), "band")
    assert [(b["from"], b["to"], b["low"]) for b in bands] == [
        (-0.5, 1.5, 2.6),
        (1.5, 2.5, 2.0),
        (3.5, 4.5, 2.6),
    ]


def test_the_axis_holds_the_band() -> None:
    assert params(usual(chart([1.0] * 5), ends(0.5, 9.0)))["top"] >= 9.0


def test_weeks_outside_are_named_to_those_who_do_not_see_them() -> None:
    quiet, loud = ends(2.6, 6.1), ends(2.6, 6.1, outside=True)
    found = usual(chart([4.0, 1.0, 4.0]), quiet, loud, quiet)
    assert "Uden for det sædvanlige: uge 11 i 2025." in week_alt(found).replace("\u00a0", " ")
    assert [p["description"].endswith("Uden for det sædvanlige.") for p in of_kind(found, "point")] == [
        False,
        True,
        False,
    ]
    assert "Ingen uger er uden for" in week_alt(usual(chart([4.0] * 3), quiet))


def test_no_level_before_there_is_a_baseline() -> None:
    assert of_kind(chart([1.0] * 8), "band") == []


def test_an_event_stands_on_its_day() -> None:
    monday, thursday = Mark("A", START + timedelta(weeks=5), "a"), Mark("B", START + timedelta(days=73), "b")
    found = of_kind(chart([1.0] * 20, marks=(monday, thursday)), "mark")
    assert [mark["at"] for mark in found] == [4.5, 73 / 7 - 0.5]
    assert [mark["line"] for mark in found] == [0, 0]


def test_letters_that_would_touch_step_down() -> None:
    marks = tuple(Mark(c, START + timedelta(weeks=i), c) for i, c in enumerate("ABCD", start=3))
    assert [mark["line"] for mark in of_kind(chart([1.0] * 20, marks=marks), "mark")] == [0, 1, 2, 0]


def test_weeks_are_labelled_and_a_new_year_says_so() -> None:
    found = params(chart([1.0] * 52))
    shown = [found["wide_labels"][tick] for tick in found["wide_ticks"]]
    assert shown[:3] == ["uge\u00a010|2025", "14", "18"]
    assert shown[10:13] == ["50", "2|2026", "9"]
    narrow = [found["narrow_labels"][tick] for tick in found["narrow_ticks"]]
    assert "2|2026" not in narrow
    assert [label for label in narrow if "2026" in label] == ["9|2026"]


def test_one_year_needs_no_year() -> None:
    assert params(chart([1.0] * 12))["wide_labels"][0] == "uge\u00a010"


def test_letters_have_room_above_the_curve() -> None:
    found = params(chart([1.0, 6.1]))
    assert found["top"] >= 1.25 * 6.1
    assert max(found["ticks"]) <= 0.9 * found["top"]


def test_a_chart_without_any_value_still_draws() -> None:
    empty = chart([None, None, None])
    assert of_kind(empty, "point") == []
    assert "Ingen uger har tal endnu." in week_alt(empty)


def test_the_template_is_valid() -> None:
    found = usual(chart([1.0, None, 2.0], marks=(Mark("A", START, "a"),)), ends(1.0, 2.0))
    alt.LayerChart.from_dict(json.loads(json.dumps(week_chart(found))), validate=True)


def test_the_chart_reads_aloud() -> None:
    zone = Zone(START + timedelta(weeks=3), START + timedelta(weeks=3), "Lukket")
    found = chart([2.0, 4.5, 3.0, None, None], zones=(zone,), level=3.25, marks=(Mark("A", START, "Brev."),))
    assert week_alt(found).replace("\u00a0", " ") == (
        "Stabilt. Uge for uge fra uge 10 i 2025 til uge 14 i 2025: Henvendelser pr. åbningstime. "
        "Lavest 2,0 i uge 10 i 2025, højest 4,5 i uge 11 i 2025, senest 3,0 i uge 12 i 2025. "
        "Uden tal: én uge. Niveau: 3,3. Lukket: uge 13 i 2025. A, uge 10 i 2025: Brev."
    )


def test_a_long_log_gets_no_more_labels_than_fit() -> None:
    for count in (1, 10, 14, 15, 56, 57, 112, 113, 330, 450, 900):
        assert len(weeks.ticks(count, narrow=False)) <= 18
        assert len(weeks.ticks(count, narrow=True)) <= 9


@given(st.integers(1, 800), st.booleans())
def test_first_and_last_week_are_labelled_and_no_two_stand_closer_than_the_rest(
    count: int, narrow: bool
) -> None:
    found = weeks.ticks(count, narrow=narrow)
    assert (found[0], found[-1]) == (0, count - 1)
    steps = [later - earlier for earlier, later in pairwise(found)]
    assert all(step >= steps[0] for step in steps[:-1])
    assert len(steps) < 2 or steps[-1] >= steps[0]


def test_eight_weeks_have_labels_between_the_first_and_the_last() -> None:
    found = params(chart([1.0] * 8))
    assert [found["wide_labels"][tick] for tick in found["wide_ticks"]] == [
        "uge\u00a010",
        *(str(week) for week in range(11, 18)),
    ]
    assert [found["narrow_labels"][tick] for tick in found["narrow_ticks"]] == [
        "uge\u00a010",
        "12",
        "14",
        "17",
    ]
