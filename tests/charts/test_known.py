import json
from typing import Any

from hypothesis import given
from hypothesis import settings as examples
from hypothesis import strategies as st

from evaluation.charts import known_alt, known_chart
from evaluation.findings.model import KnownChart, KnownRow

ROWS = (
    KnownRow("Forslag 1", 345.0, "345–366", most=366.0, said="345.000–366.000 kr."),
    KnownRow("Nyt", None, "Ukendt"),
)


def chart(*rows: KnownRow, budget: float | None = None) -> KnownChart:
    return KnownChart("Kun ét holder", "undertitel", "tusind kroner pr. år", rows, budget)


def drawn(spec: dict[str, Any]) -> str:
    return json.dumps(spec["layer"])


def test_a_range_has_a_square_at_both_ends_and_its_figure_between() -> None:
    first, second = known_chart(chart(*ROWS, budget=225.0))["data"]["values"]
    assert (first["value"], first["most"], first["middle"], first["budget"]) == (345.0, 366.0, 355.5, 225.0)
    assert first["value_text"] == "345\u2060–\u2060366"
    assert second["word"] == "Ukendt"
    assert "value" not in second


def test_the_budget_is_a_short_tick_only_where_there_is_one() -> None:
    assert '"tick"' in drawn(known_chart(chart(*ROWS, budget=225.0)))
    bare = known_chart(chart(ROWS[0]))
    assert '"tick"' not in drawn(bare)
    assert "budget" not in bare["data"]["values"][0]


def test_the_chart_is_told_row_by_row() -> None:
    said = known_alt(chart(*ROWS)).replace("\xa0", " ").replace("\u2060", "")
    assert said == "Kun ét holder. Række for række: Forslag 1: 345.000–366.000 kr.; Nyt: Ukendt."


@examples(max_examples=20)
@given(st.lists(st.floats(0, 1e6), min_size=1, max_size=5), st.floats(1, 1e6))
def test_every_figure_and_the_budget_are_on_the_axis(values: list[float], budget: float) -> None:
    found = known_chart(chart(*(KnownRow("a", value, "x") for value in values), budget=budget))
    top = next(one["value"] for one in found["params"] if one["name"] == "top")
    assert top >= max(*values, budget)
