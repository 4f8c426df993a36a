import json
from itertools import pairwise
from typing import Any

import altair as alt
import pytest

from evaluation.charts import calibration_alt, calibration_chart, theme
from evaluation.findings.calibration_model import CalibrationChart, CaseKind, Simulated, SimulatedRow


def case(value: float, kind: CaseKind = "case") -> Simulated:
    return Simulated(value, value - 0.01, value + 0.01, (0.93, 0.97), kind, f"fundet {value}")


FEW = SimulatedRow("To steder", "Holder: lovet 93–97 %, fundet 95 %", (case(0.95),))
MANY = SimulatedRow(
    "Antal pr. time",
    "Holder ikke: lovet 93–97 %",
    (*(case(0.95),) * 14, case(0.9, "failed"), case(0.77, "control")),
)


def chart(*rows: SimulatedRow) -> CalibrationChart:
    return CalibrationChart("Ikke alt holder", "Prik: et tilfælde.", "andel af forløbene", rows)


def rows_of(spec: dict[str, Any], kind: str) -> list[dict[str, Any]]:
    return [row for row in spec["data"]["values"] if row["kind"] == kind]


def marks(spec: dict[str, Any], shape: str) -> list[dict[str, Any]]:
    return [layer["mark"] for layer in spec["layer"] if layer["mark"].get("shape") == shape]


def test_the_spec_is_valid() -> None:
    alt.LayerChart.from_json(json.dumps(calibration_chart(chart(FEW, MANY))))


def test_each_case_stands_on_the_band_it_was_promised_in_per_cent() -> None:
    spec = calibration_chart(chart(FEW, MANY))
    cases = rows_of(spec, "case")
    assert len(cases) == 15
    assert {(round(one["from"], 6), round(one["to"], 6)) for one in cases} == {(93.0, 97.0)}
    assert (cases[0]["value"], cases[0]["low"], cases[0]["high"]) == pytest.approx((95, 94, 96))
    [axis] = {
        json.dumps(layer["encoding"]["x"]["axis"]["values"])
        for layer in spec["layer"]
        if "axis" in layer["encoding"]["x"]
    }
    assert json.loads(axis) == [0, 25, 50, 75, 100]


def test_what_fails_and_what_is_not_used_have_shapes_of_their_own() -> None:
    spec = calibration_chart(chart(MANY))
    assert rows_of(spec, "failed")[0]["value"] == 90
    assert rows_of(spec, "control")[0]["value"] == 77
    for shape in ("square", "diamond"):
        [mark] = marks(spec, shape)
        assert (mark["fill"], mark["stroke"]) == (theme.PAPER, theme.POINT)
    sound = calibration_chart(chart(FEW))
    assert not marks(sound, "square") + marks(sound, "diamond")


def test_rows_and_lanes_follow_each_other_without_overlap() -> None:
    spec = calibration_chart(chart(FEW, MANY, FEW))
    tops = [row["y"] for row in rows_of(spec, "row")]
    values = [row for row in spec["data"]["values"] if row["kind"] != "row"]
    assert tops[0] == 0
    assert spec["height"] > tops[-1]
    for top, end in zip(tops, [*tops[1:], spec["height"]], strict=True):
        lanes = [one for one in values if top < one["y"] < end]
        assert lanes[0]["y"] - lanes[0]["lane"] / 2 > top + 20  # below the row's name
        assert lanes[-1]["y"] + lanes[-1]["lane"] / 2 < end
        gaps = {round(b["y"] - a["y"] - a["lane"], 6) for a, b in pairwise(lanes)}
        assert gaps <= {0.0}


def test_the_text_tells_every_row() -> None:
    said = calibration_alt(chart(FEW, MANY))
    assert said.startswith("Ikke alt holder. ")
    for row in (FEW, MANY):
        assert row.label in said
    assert "Holder ikke: lovet" in said
