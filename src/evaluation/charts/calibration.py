"""What was promised and what was simulated: a row a promise.

A dark line goes from the lowest to the highest share found, on the pale band it should lie in. A method known to be
wrong is a hollow diamond. A row that is not proven has hollow squares at its ends.
"""

import functools
from typing import Any, Final

import altair as alt

from evaluation.charts import scales, theme
from evaluation.findings.calibration_model import CalibrationChart, SimulatedRow
from evaluation.texts import text
from evaluation.texts.format import typeset

_EDGE = 10  # px from the plot's side to 0
_ROW = 50  # px
_NAME = 14  # px down a row, the middle of its name
_LANE = 36  # px down a row, the middle of its band
_BAND = 16  # px, its height
_KINDS: Final = {  # shape, fill, stroke, its width, size
    "case": ("circle", theme.POINT, theme.PAPER, 0.5, 70),
    "unproven": ("square", theme.PAPER, theme.POINT, 1.5, 60),
    "control": ("diamond", theme.PAPER, theme.POINT, 1.5, 80),
}


def calibration_chart(chart: CalibrationChart) -> theme.Spec:
    """The Vega-Lite spec of a calibration, its data inside; as wide as what it stands in."""
    rows = [one for place, row in enumerate(chart.rows) for one in _row(row, place * _ROW)]
    height = len(chart.rows) * _ROW
    drawn = tuple(kind for kind in _KINDS if any(row["kind"] == kind for row in rows))
    return theme.with_data(_template(chart.axis_title, height, drawn), rows, bottom=height)


def calibration_alt(chart: CalibrationChart) -> str:
    """The chart as sentences for those who do not see it."""
    said = [words for row in chart.rows for words in (row.words, *(one.words for one in row.controls))]
    return typeset(text("charts.calibration.alt", title=chart.title, rows=". ".join(said)))


def _row(row: SimulatedRow, top: float) -> list[theme.Spec]:
    """Name, band, span and marks of a row that begins `top` px down."""
    y, kind = top + _LANE, "case" if row.standing == "passed" else "unproven"
    low, high, least, most = (100 * share for share in (row.low, row.high, *row.band))
    return [
        {"kind": "row", "y": top, "name": row.label},
        {"kind": "span", "y": y, "low": low, "high": high, "from": least, "to": most},
        *({"kind": "edge", "y": y, "value": edge} for edge in (least, most) if 0 < edge < 100),
        *(_mark_at(kind, y, value, row.words) for value in dict.fromkeys((low, high))),
        *(_mark_at("control", y, 100 * one.value, one.words) for one in row.controls),
    ]


def _mark_at(kind: str, y: float, value: float, words: str) -> theme.Spec:
    return {"kind": kind, "y": y, "value": value, "description": typeset(words)}


# --- the drawing


@functools.lru_cache(maxsize=8)
def _template(axis_title: str, height: int, kinds: tuple[str, ...]) -> theme.Spec:
    """Built and validated once; marks of a kind that is not there are left out."""
    layers = [*_spans(axis_title), *_frame(), *(_mark(kind) for kind in kinds)]
    return theme.template(layers, height=height, params=("bottom",))


def _base(kind: str) -> alt.Chart:
    scale = alt.Scale(domain=[0, alt.ExprRef("bottom")], reverse=True, nice=False, zero=True)
    chart = alt.Chart(theme.no_data()).encode(y=alt.Y("y:Q", axis=None, scale=scale))
    return chart.transform_filter(alt.FieldEqualPredicate(field="kind", equal=kind))


def _x(field: str, axis_title: str = "") -> alt.X:
    scale = alt.Scale(domain=[0, scales.SHARES.top], nice=False, padding=_EDGE)
    if not axis_title:
        return alt.X(f"{field}:Q", scale=scale)
    axis = alt.Axis(
        title=axis_title, values=list(scales.SHARES.ticks), labelExpr=theme.PLAIN_NUMBER, orient="top"
    )
    return alt.X(f"{field}:Q", scale=scale, axis=axis)


def _spans(axis_title: str) -> list[alt.Chart]:
    """The band with its edges, and the span of what was found."""
    band = _base("span").mark_rule(strokeWidth=_BAND, color=theme.BAND, aria=False)
    edge = _base("edge").mark_tick(
        orient="vertical", size=_BAND, thickness=2, color=theme.INTERVAL, opacity=1, aria=False
    )
    span = _base("span").mark_rule(strokeWidth=5, color=theme.POINT, aria=False)
    return [
        band.encode(x=_x("from", axis_title), x2="to:Q"),
        edge.encode(x=_x("value")),
        span.encode(x=_x("low"), x2="high:Q"),
    ]


def _frame() -> list[alt.Chart]:
    """A hairline above each row, and its name."""
    rule = _base("row").mark_rule(color=theme.HAIRLINE, aria=False)
    name = _base("row").encode(x=alt.value(1), text="name:N")
    fixed: dict[str, Any] = {
        "aria": False,
        "baseline": "middle",
        "align": "left",
        "dy": _NAME,
        "fontSize": 14,
        "fontWeight": 600,
        "limit": alt.ExprRef("width"),
    }
    return [
        rule.encode(x=alt.value(0), x2=alt.value("width")),
        name.mark_text(stroke=theme.PAPER, strokeWidth=5, **fixed),  # stays readable over grid lines
        name.mark_text(**fixed),
    ]


def _mark(kind: str) -> alt.Chart:
    shape, fill, stroke, width, size = _KINDS[kind]
    point = _base(kind).mark_point(
        shape=shape,
        fill=fill,
        stroke=stroke,
        strokeWidth=width,
        size=size,
        filled=True,
        opacity=1,
        tooltip=alt.ExprRef("datum.description"),
        ariaRoleDescription=text("charts.mark"),
    )
    drawn: alt.Chart = point.encode(x=_x("value"), description="description:N")
    return drawn
