"""What is known and not measured, to compare: name above, a square, its figure over it; the budget a short tick.

A square has no interval. Where what is assumed allows more than one amount, both ends have a square.
"""

import functools

import altair as alt

from evaluation.charts import rows as shared
from evaluation.charts import scales, theme
from evaluation.charts.rows import Row, base, figure, x
from evaluation.findings.model import KnownChart, KnownRow
from evaluation.texts import text
from evaluation.texts.format import typeset

_TICK = 20  # px


def known_chart(chart: KnownChart) -> theme.Spec:
    """The Vega-Lite spec, its data inside; as wide as what it stands in."""
    ends = [end for row in chart.rows for end in (row.value, row.most, chart.budget) if end is not None]
    axis = scales.from_zero(max(ends, default=0.0), headroom=shared.HEADROOM)
    rows = [_row(number, row, chart.budget) for number, row in enumerate(chart.rows)]
    height = shared.height_of([(row.label, row.note) for row in chart.rows])
    fields = ("value", "most", "budget", "word")
    there = frozenset(name for name in fields if any(name in row for row in rows))
    template = _template(chart.axis_title, height, there)
    return theme.with_data(template, rows, top=axis.top, ticks=list(axis.ticks))


def known_alt(chart: KnownChart) -> str:
    """The chart as a sentence for those who do not see it."""
    rows = "; ".join(map(_sentence, chart.rows)).rstrip(".")
    return typeset(text("charts.known.alt", title=chart.title, rows=rows))


def _sentence(row: KnownRow) -> str:
    return text("charts.known.row", label=row.label, what=row.said or row.words)


def _row(number: int, row: KnownRow, budget: float | None) -> theme.Spec:
    data = {"row": number, "name": row.label, "note": typeset(row.note), "description": _sentence(row)}
    data["line"] = shared.first_line(row.label, row.note)
    if budget is not None:
        data["budget"] = budget
    if row.value is None:
        return data | {"word": typeset(row.words), "shape": "square", "dashed": False}
    most = row.value if row.most is None else row.most
    data |= {"value": row.value, "value_text": typeset(row.words), "middle": (row.value + most) / 2}
    return data if row.most is None else data | {"most": row.most}


@functools.lru_cache(maxsize=32)
def _template(axis_title: str, row: Row, there: frozenset[str]) -> theme.Spec:
    """Built and validated once for a measure; marks that no row has are left out."""
    layers = [*shared.frame(row), _axis(axis_title)]
    layers += _most(row) if "most" in there else []
    layers += _square(row) if "value" in there else []
    layers += _budget(row) if "budget" in there else []  # last: a square that meets it must not hide it
    layers += shared.unshown(row) if "word" in there else []
    return theme.template(layers, height=alt.Step(row.height), params=("top", "ticks"))


def _axis(axis_title: str) -> alt.Chart:
    """The axis, whatever marks there are."""
    axis: alt.Chart = base("value").mark_point(opacity=0, aria=False).encode(x=x("value", axis_title))
    return axis


def _budget(row: Row) -> list[alt.Chart]:
    rule = base("budget").mark_tick(
        yOffset=row.dot, orient="vertical", size=_TICK, thickness=3, color=theme.INK, opacity=1, aria=False
    )
    return [rule.encode(x=x("budget"))]


def _most(row: Row) -> list[alt.Chart]:
    line = base("most").mark_rule(yOffset=row.dot, strokeWidth=2, color=theme.POINT, aria=False)
    square = base("most").mark_point(
        yOffset=row.dot, shape="square", filled=True, size=110, fill=theme.POINT, opacity=1, aria=False
    )
    return [line.encode(x=x("value"), x2="most:Q"), square.encode(x=x("most"))]


def _square(row: Row) -> list[alt.Chart]:
    square = base("value").mark_point(
        yOffset=row.dot, shape="square", filled=True, size=110, fill=theme.POINT, opacity=1,
        tooltip=alt.ExprRef("datum.description"), ariaRoleDescription=text("charts.known.mark"),
    )  # fmt: skip
    return [*figure(row, "middle"), square.encode(x=x("value"), description="description:N")]
