import json
from typing import Any

import altair as alt
import pytest

from evaluation.charts import calibration_alt, calibration_chart, theme
from evaluation.findings.calibration_model import CalibrationChart, SimulatedRow, WrongMethod

SOUND = SimulatedRow("To steder", 0.94, 0.96, (0.93, 0.97), "passed", "To steder: 94–96 af 100. Bestået", ())
FALSE = SimulatedRow("Falske", 0.05, 0.05, (0.0, 0.06), "passed", "Falske: 5 af 100. Bestået", ())
UNSURE = SimulatedRow(
    "Antal pr. time",
    0.92,
    0.95,
    (0.93, 0.97),
    "unsure",
    "Antal pr. time: 92–95 af 100. Ikke sikkert",
    (WrongMethod(0.77, "Lige travle: 77 af 100. Bruges ikke"),),
)


def chart(*rows: SimulatedRow) -> CalibrationChart:
    return CalibrationChart("Ikke alle er sikre", "Mørk streg: fundet.", "af 100 forsøg", rows)


def rows_of(spec: dict[str, Any], kind: str) -> list[dict[str, Any]]:
    return [row for row in spec["data"]["values"] if row["kind"] == kind]


def marks(spec: dict[str, Any], shape: str) -> list[dict[str, Any]]:
    return [layer["mark"] for layer in spec["layer"] if layer["mark"].get("shape") == shape]


def test_the_spec_is_valid() -> None:
    alt.LayerChart.from_json(json.dumps(calibration_chart(chart(SOUND, FALSE, UNSURE))))


def test_a_row_is_one_span_on_its_band_of_100() -> None:
    spec = calibration_chart(chart(SOUND))
    [span] = rows_of(spec, "span")
    assert [span[name] for name in ("low", "high", "from", "to")] == pytest.approx([94, 96, 93, 97])
    assert [one["value"] for one in rows_of(spec, "case")] == pytest.approx([94, 96])
    assert [one["value"] for one in rows_of(spec, "edge")] == pytest.approx([93, 97])


def test_a_bound_at_the_end_of_the_scale_has_no_edge_and_one_case_has_one_dot() -> None:
    spec = calibration_chart(chart(FALSE))
    assert [one["value"] for one in rows_of(spec, "edge")] == pytest.approx([6])
    assert len(rows_of(spec, "case")) == 1


def test_the_axis_stands_on_top() -> None:
    axes = {
        (layer["encoding"]["x"]["axis"]["orient"], *layer["encoding"]["x"]["axis"]["values"])
        for layer in calibration_chart(chart(SOUND, UNSURE))["layer"]
        if "axis" in layer["encoding"].get("x", {})
    }
    assert axes == {("top", 0, 25, 50, 75, 100)}


def test_what_is_not_proven_and_what_is_not_used_have_shapes_of_their_own() -> None:
    spec = calibration_chart(chart(UNSURE))
    assert [one["value"] for one in rows_of(spec, "unproven")] == pytest.approx([92, 95])
    assert [one["value"] for one in rows_of(spec, "control")] == pytest.approx([77])
    for shape in ("square", "diamond"):
        [mark] = marks(spec, shape)
        assert (mark["fill"], mark["stroke"]) == (theme.PAPER, theme.POINT)
    sound = calibration_chart(chart(SOUND))
    assert not marks(sound, "square") + marks(sound, "diamond")


def test_rows_follow_each_other_without_overlap() -> None:
    spec = calibration_chart(chart(SOUND, FALSE, UNSURE))
    tops = [row["y"] for row in rows_of(spec, "row")]
    bands = [row["y"] for row in rows_of(spec, "span")]
    assert tops[0] == 0
    for top, band, end in zip(tops, bands, [*tops[1:], spec["height"]], strict=True):
        assert top + 20 < band - 8  # the band begins below the row's name
        assert band + 8 < end


def test_the_text_tells_every_row_and_every_wrong_method() -> None:
    said = calibration_alt(chart(SOUND, UNSURE))
    assert said.startswith("Ikke alle er sikre. ")
    for words in ("Ikke sikkert", "Bestået", "Bruges ikke"):
        assert words in said
