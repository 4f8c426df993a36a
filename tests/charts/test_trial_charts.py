import json
from datetime import date, timedelta
from math import log, log1p
from typing import Any

import altair as alt
import pytest

from evaluation.charts import trial_looks_alt, trial_looks_chart, trial_openings_alt, trial_openings_chart
from evaluation.findings.model import Mark, WeekPoint, Zone
from evaluation.findings.trial_model import Level, LookRow, LooksChart, OpeningPoint, OpeningsChart, Ratio

START = date(2025, 3, 3)  # Monday of ISO week 10
WEEKS = [START + timedelta(weeks=n) for n in range(20)]


def looks(*rows: LookRow) -> LooksChart:
    return LooksChart("Usikkerheden er stadig for stor", "undertitel", 0.25, rows)


def early(half: float | None = 0.6) -> LookRow:
    return LookRow("1. opgørelse", "18. november 2025, 11 åbninger", "early", None, half)


def told(*ratio: float, deciding: bool = False) -> LookRow:
    return LookRow("1. opgørelse", "18. november 2025", "told", Ratio(*ratio), deciding=deciding)


def openings(*levels: Level) -> OpeningsChart:
    points = [OpeningPoint(WEEKS[n] + timedelta(days=2), 2.0 + n, after=n > 9) for n in (1, 4, 12)]
    points.append(OpeningPoint(WEEKS[15] + timedelta(days=2), None, after=True))
    return OpeningsChart(
        title="Åbning for åbning",
        subtitle="undertitel",
        axis_title="Alle henvendelser pr. åbningstime",
        weeks=tuple(WeekPoint(week, None if n == 3 else 4.0) for n, week in enumerate(WEEKS)),
        points=tuple(points),
        zones=(Zone(WEEKS[10], WEEKS[13], "Opløb"),),
        marks=(Mark("A", WEEKS[10], "Flytning."),),
        levels=levels,
    )


def data(spec: dict[str, Any], kind: str = "") -> list[dict[str, Any]]:
    return [row for row in spec["data"]["values"] if not kind or row["kind"] == kind]


def params(spec: dict[str, Any]) -> dict[str, Any]:
    return {p["name"]: p["value"] for p in spec["params"]}


def test_the_specs_are_valid_in_every_state() -> None:
    rows = [early(), told(1.4, 1.1, 1.7), LookRow("3.", "x", "planned", None, 0.4, "planlagt")]
    rows += [LookRow("4.", "x", "dropped", word="bortfalder"), LookRow("5.", "x", "none", word="intet svar")]
    level = Level(WEEKS[14], WEEKS[19], 5.0, 4.0, 6.0)
    for spec in (trial_looks_chart(looks(*rows)), trial_openings_chart(openings(level))):
        alt.LayerChart.from_dict(json.loads(json.dumps(spec)), validate=True)


def test_while_it_is_too_early_the_interval_lies_on_unchanged() -> None:
    [row] = data(trial_looks_chart(looks(early(0.6))))
    assert (row["low"], row["high"]) == (-0.6, 0.6)
    assert "value" not in row


def test_a_decided_look_stands_on_a_log_scale() -> None:
    [row] = data(trial_looks_chart(looks(told(1.38, 1.12, 1.71, deciding=True))))
    assert [row[name] for name in ("low", "value", "high")] == [log(1.12), log(1.38), log(1.71)]
    assert row["value_text"].replace("\xa0", " ") == "+38 %, afgjort"
    assert (row["below"], row["band"]) == (-log1p(0.25), log1p(0.25))


@pytest.mark.parametrize(
    ("half", "ticks"),
    [(0.6, ["halvt så mange", "uændret", "dobbelt så mange"]),
     (1.2, ["¼", "halvt|så mange", "uændret", "dobbelt|så mange", "4 gange"]),
     (2.6, ["¼", "halvt|så mange", "uændret", "dobbelt|så mange", "4 gange"])],
)  # fmt: skip
def test_ticks_reach_as_far_as_the_widest_interval(half: float, ticks: list[str]) -> None:
    found = params(trial_looks_chart(looks(early(half))))
    assert list(found["labels"].values()) == ticks
    assert [round(tick / log(2)) for tick in found["ticks"]] == [int(key) for key in found["labels"]]
    [row] = data(trial_looks_chart(looks(early(half))))
    beyond = half > found["reach"]  # drawn to the frame, with an arrow at either end
    assert (row["left"], row["right"], row["high"]) == (beyond, beyond, min(half, found["reach"]))
    assert beyond == (half == 2.6)


def test_the_looks_read_aloud() -> None:
    said = trial_looks_alt(looks(early(0.6), told(1.38, 1.12, 1.71, deciding=True))).replace("\xa0", " ")
    assert said == (
        "Usikkerheden er stadig for stor. Opgørelse for opgørelse: 1. opgørelse, 18. november 2025, 11 åbninger: "
        "for tidligt at sige, tallet kan være 1,8 gange for lavt eller for højt; 1. opgørelse, 18. november 2025: "
        "38 % flere, sandsynligvis mellem 12 og 71 %, og det afgjorde prøvehandlingen."
    )


def test_an_opening_stands_on_its_day_before_and_after_apart() -> None:
    spec = trial_openings_chart(openings())
    assert [row["week"] for row in data(spec, "before")] == pytest.approx([1 + 2 / 7 - 0.5, 4 + 2 / 7 - 0.5])
    assert [row["value"] for row in data(spec, "before")] == [3.0, 6.0]
    assert [row["value"] for row in data(spec, "after")] == [14.0]
    assert len(data(spec, "cancelled")) == 1


def test_a_week_without_the_other_places_breaks_their_line() -> None:
    runs = [row["run"] for row in data(trial_openings_chart(openings()), "other")]
    assert runs == [0] * 3 + [1] * 16


def test_no_level_unless_the_finding_brings_one() -> None:
    assert data(trial_openings_chart(openings()), "level") == []
    level = Level(WEEKS[14], WEEKS[19], 5.0, 4.0, 6.0)
    [row] = data(trial_openings_chart(openings(level)), "level")
    assert (row["from"], row["to"], row["low"], row["high"]) == (13.5, 19.5, 4.0, 6.0)


def test_the_openings_read_aloud() -> None:
    level = Level(WEEKS[14], WEEKS[16], 5.0, 4.0, 6.0), Level(WEEKS[18], WEEKS[19], 5.0, 4.0, 6.0)
    said = trial_openings_alt(openings(*level)).replace("\xa0", " ").replace("\u2060", "")
    assert said == (
        "Åbning for åbning: Alle henvendelser pr. åbningstime. Før: 2 åbninger, mellem 3,0 og 6,0. "
        "Efter: 1 åbning, mellem 14,0 og 14,0. Aflyst: 1. Gennemsnit fra uge 24 i 2025 til uge 29 i 2025: 5,0 "
        "(4,0–6,0). Opløb: uge 20 i 2025 til uge 23 i 2025. A, uge 20 i 2025: Flytning."
    )
