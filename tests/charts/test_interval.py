import json
from typing import Any

import altair as alt
import pytest

from evaluation.charts import interval_alt, interval_chart
from evaluation.disclosure.cells import Cell, Status
from evaluation.findings.model import IntervalChart, IntervalRow, Unit

SHOWN = IntervalRow("Farsø", "30 åbninger", Cell(Status.VALUE, 3.14, 2.5, 3.8, n=30))


def chart(*rows: IntervalRow, unit: Unit = "number") -> IntervalChart:
    return IntervalChart("Farsø når flest", "undertitel", "henvendelser pr. åbningstime", unit, rows)


def rows_of(spec: dict[str, Any]) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = spec["data"]["values"]
    return rows


def test_a_row_carries_its_figure_and_its_danish_text() -> None:
    row = rows_of(interval_chart(chart(SHOWN)))[0]
    assert (row["name"], row["note"]) == ("Farsø", "30 åbninger")
    assert (row["value"], row["low"], row["high"]) == (3.14, 2.5, 3.8)
    assert (row["value_text"], row["low_text"], row["high_text"]) == ("3,1", "2,5", "3,8")
    assert row["description"] == "Farsø (30 åbninger): 3,1, sandsynligvis mellem 2,5 og 3,8"


def test_the_span_of_the_unknown_is_not_called_probable() -> None:
    cell = Cell(Status.VALUE, 0.27, 0.21, 0.45, n=900, reason="stats.reasons.many_unknown")
    said = interval_alt(chart(IntervalRow("Aars", "", cell), unit="percent")).replace("\xa0", " ")
    assert "Aars: 27 % af de kendte, mindst 21 % og højst 45 % af alle" in said


@pytest.mark.parametrize("status", [s for s in Status if s not in {Status.VALUE, Status.ZERO}])
def test_what_may_not_be_shown_never_reaches_the_spec(status: Status) -> None:
    # A cell that wrongly kept numbers beside its status still must not leak them.
    hidden = IntervalRow("Løgstør", "", Cell(status, None, 0.7321, 4.8765, n=9173), upper=87.65)
    spec = interval_chart(chart(SHOWN, hidden))
    written = json.dumps(spec, ensure_ascii=False) + interval_alt(chart(SHOWN, hidden))
    assert not any(number in written for number in ("0.73", "0,73", "4.87", "4,9", "9173", "87.65", "88"))
    row = rows_of(spec)[1]
    assert set(row) == {"row", "name", "note", "line", "description", "word", "shape", "dashed"}
    assert row["word"]


def test_a_hidden_figure_does_not_stretch_the_axis() -> None:
    hidden = IntervalRow("Løgstør", "", Cell(Status.SUPPRESSED, None, 1.0, 900.0), upper=900.0)
    alone, beside = interval_chart(chart(SHOWN)), interval_chart(chart(SHOWN, hidden))
    assert alone["params"] == beside["params"]


@pytest.mark.parametrize(
    ("status", "shape", "dashed", "word"),
    [
        (Status.TOO_EARLY, "circle", True, "For tidligt at sige"),
        (Status.SUPPRESSED, "square", True, "Skjult"),
        (Status.NO_DATA, "square", False, "Ingen data"),
        (Status.MISSING_FIELD, "square", False, "Feltet mangler"),
    ],
)
def test_each_reason_has_its_own_mark_and_word(status: Status, shape: str, dashed: bool, word: str) -> None:
    row = rows_of(interval_chart(chart(IntervalRow("Farsø", "", Cell(status)))))[0]
    assert (row["shape"], row["dashed"], row["word"]) == (shape, dashed, word)


def test_zero_is_a_figure() -> None:
    row = rows_of(interval_chart(chart(IntervalRow("Farsø", "", Cell(Status.ZERO, 0.0, 0.0, 0.4)))))[0]
    assert (row["value"], row["value_text"]) == (0.0, "0,0")


def test_shares_stand_on_0_to_100() -> None:
    spec = interval_chart(
        chart(IntervalRow("Farsø", "", Cell(Status.VALUE, 0.58, 0.55, 0.62)), unit="percent")
    )
    row, params = rows_of(spec)[0], {p["name"]: p["value"] for p in spec["params"]}
    assert row["value"] == pytest.approx(58)
    assert (row["value_text"], row["low_text"]) == ("58\u00a0%", "55\u00a0%")
    assert (params["top"], params["ticks"]) == (100.0, [0, 25, 50, 75, 100])


def test_waits_lead_to_nine_of_ten() -> None:
    row = rows_of(
        interval_chart(chart(IntervalRow("Farsø", "", Cell(Status.VALUE, 9, 6, 13), 31), unit="minutes"))
    )[0]
    assert (row["value_text"], row["upper_text"], row["leader"]) == ("9", "31", 13)
    assert "low_text" not in row
    assert (
        row["description"]
        == "Farsø: 9 min., sandsynligvis mellem 6 og 13 min., 9 ud af 10 højst omtrent 31 min."
    )


def test_no_wait_is_not_nothing() -> None:
    row = IntervalRow("Farsø", "", Cell(Status.ZERO, 0, 0, 4), 25)
    found = rows_of(interval_chart(chart(row, unit="minutes")))[0]
    assert found["value_text"] == "under 1"
    said = "Farsø: under 1 min., sandsynligvis mellem 0 og 4 min., 9 ud af 10 højst omtrent 25 min."
    assert found["description"] == said


def test_every_figure_of_minutes_says_minutes_aloud() -> None:
    found = chart(
        IntervalRow("Farsø", "", Cell(Status.ZERO, 0.0), 0.4),
        IntervalRow("Aars", "", Cell(Status.VALUE, 5.0, 3.0, 8.0), 31),
        unit="minutes",
    )
    assert interval_alt(found) == (
        "Farsø når flest. Række for række: Farsø: under 1 min., 9 ud af 10 højst omtrent under 1 min.; "
        "Aars: 5 min., sandsynligvis mellem 3 og 8 min., 9 ud af 10 højst omtrent 31 min."
    )


def test_a_figure_has_the_decimals_of_its_interval() -> None:
    cell = Cell(Status.VALUE, 0.0214, 0.0192, 0.0238)
    row = rows_of(interval_chart(chart(IntervalRow("Aars", "", cell), unit="percent")))[0]
    texts = [row[name].replace("\xa0", " ") for name in ("value_text", "low_text", "high_text", "both_text")]
    assert texts == ["2,1 %", "1,9 %", "2,4 %", "1,9\u2060–\u20602,4 %"]


def test_hidden_rows_are_to_be_explained() -> None:
    assert chart(SHOWN, IntervalRow("Aars", "", Cell(Status.SUPPRESSED))).hides
    assert not chart(SHOWN, IntervalRow("Aars", "", Cell(Status.TOO_EARLY))).hides


def test_a_value_without_interval_is_a_point_alone() -> None:
    row = rows_of(interval_chart(chart(IntervalRow("Farsø", "", Cell(Status.VALUE, 2.0)))))[0]
    assert row["value_text"] == "2,0"
    assert "low" not in row


def test_the_template_is_valid_and_is_not_changed_by_drawing() -> None:
    first = json.dumps(interval_chart(chart(SHOWN)))
    other = IntervalRow("Aars", "", Cell(Status.VALUE, 30.0, 20.0, 40.0))
    interval_chart(chart(other))
    assert json.dumps(interval_chart(chart(SHOWN))) == first
    alt.LayerChart.from_dict(json.loads(first), validate=True)


def test_a_note_without_room_beside_its_name_gets_a_line_of_its_own() -> None:
    long = IntervalRow("Løgstør, biblioteket", "24 åbninger, fra uge 36 i 2025", Cell(Status.TOO_EARLY))
    plain, roomy = interval_chart(chart(SHOWN)), interval_chart(chart(SHOWN, long))
    assert roomy["height"]["step"] > plain["height"]["step"]


def test_the_chart_reads_aloud() -> None:
    early = IntervalRow("Løgstør", "11 af ca. 24 åbninger", Cell(Status.TOO_EARLY))
    assert interval_alt(chart(SHOWN, early)) == (
        "Farsø når flest. Række for række: Farsø (30 åbninger): 3,1, sandsynligvis mellem 2,5 og 3,8; "
        "Løgstør (11 af ca. 24 åbninger): for tidligt at sige."
    )


def test_no_empty_group_of_marks_is_left_for_a_screen_reader() -> None:
    def filters(*found: IntervalRow) -> set[str]:
        layers = interval_chart(chart(*found))["layer"]
        spoken = [one for one in layers if "description" in one["encoding"]]
        return {step["filter"] for one in spoken for step in one["transform"]}

    hidden = IntervalRow("Løgstør", "", Cell(Status.SUPPRESSED))
    assert filters(SHOWN) == {"isValid(datum.value)"}
    assert filters(hidden) == {"isValid(datum.word)"}
    assert filters(SHOWN, hidden) == {"isValid(datum.value)", "isValid(datum.word)"}
