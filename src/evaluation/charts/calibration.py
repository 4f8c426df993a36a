"""What was promised and what was simulated: a row a promise, a lane a case.

Each case is a dot with its 99 % interval on the pale band it was promised. A method known to be wrong is a hollow
diamond: it has to lie outside the band. A case that does not hold is a hollow square.
"""

import functools
from typing import Any, Final

import altair as alt

from evaluation.charts import scales, theme
from evaluation.findings.calibration_model import CalibrationChart, Simulated, SimulatedRow
from evaluation.texts import text
from evaluation.texts.format import typeset

_EDGE = 10  # px from the plot's side to 0
_PHONE = 320  # px; the narrowest plot
_HEAD = 27  # px above the lanes, for the name
_LINE = 17  # px; a line more, for a note that finds no room beside the name on a phone
_FOOT = 12  # px below the lanes
_LANE: Final = (3.0, 8.0)  # px; many cases stand closer
_LANES = 48  # px; all lanes of a row, as a rule
_KINDS: Final = {  # shape, fill, stroke, its width, size
    "case": ("circle", theme.POINT, theme.PAPER, 0.5, 50),
    "failed": ("square", theme.PAPER, theme.POINT, 1.5, 60),
    "control": ("diamond", theme.PAPER, theme.POINT, 1.5, 70),
}


def calibration_chart(chart: CalibrationChart) -> theme.Spec:
    """The Vega-Lite spec of a calibration, its data inside; as wide as what it stands in."""
    rows: list[theme.Spec] = []
    top = 0.0
    for row in chart.rows:
        found, height = _row(row, top)
        rows += found
        top += height
    drawn = tuple(kind for kind in _KINDS if any(row["kind"] == kind for row in rows))
    return theme.with_data(_template(chart.axis_title, round(top), drawn), rows, bottom=round(top))


def calibration_alt(chart: CalibrationChart) -> str:
    """The chart as sentences for those who do not see it."""
    rows = " ".join(text("charts.calibration.row", label=row.label, note=row.note) for row in chart.rows)
    return typeset(text("charts.calibration.alt", title=chart.title, rows=rows))


def _row(row: SimulatedRow, top: float) -> tuple[list[theme.Spec], float]:
    """Name, note and cases of a row that begins `top` px down, and the row's height in px."""
    line = 8.2 * len(row.label) + 6.7 * len(row.note) + 12  # px that both need side by side, about
    lanes = top + _HEAD + (_LINE if line > _PHONE else 0)
    lane = min(max(_LANES / len(row.cases), _LANE[0]), _LANE[1])
    head = {"kind": "row", "y": top, "name": row.label, "note": typeset(row.note), "line": line}
    cases = [_case(one, lanes + lane * (place + 0.5), lane) for place, one in enumerate(row.cases)]
    return [head, *cases], lanes - top + lane * len(row.cases) + _FOOT


def _case(one: Simulated, y: float, lane: float) -> theme.Spec:
    shares = {"value": one.value, "low": one.low, "high": one.high, "from": one.band[0], "to": one.band[1]}
    at = {name: 100 * share for name, share in shares.items()}
    return at | {"kind": one.kind, "y": y, "lane": lane, "description": typeset(one.words)}


# --- the drawing


@functools.lru_cache(maxsize=8)
def _template(axis_title: str, height: int, kinds: tuple[str, ...]) -> theme.Spec:
    """Built and validated once; marks of a kind that is not there are left out."""
    layers = [*_cases(kinds, axis_title), *_frame(), *(_mark(kind) for kind in kinds)]
    return theme.template(layers, height=height, params=("bottom",))


def _base(*kinds: str) -> alt.Chart:
    scale = alt.Scale(domain=[0, alt.ExprRef("bottom")], reverse=True, nice=False, zero=True)
    chart = alt.Chart(theme.no_data()).encode(y=alt.Y("y:Q", axis=None, scale=scale))
    return chart.transform_filter(alt.FieldOneOfPredicate(field="kind", oneOf=list(kinds)))


def _x(field: str, axis_title: str = "") -> alt.X:
    scale = alt.Scale(domain=[0, scales.SHARES.top], nice=False, padding=_EDGE)
    if not axis_title:
        return alt.X(f"{field}:Q", scale=scale)
    label = theme.PLAIN_NUMBER + " + '\u00a0%'"
    axis = alt.Axis(title=axis_title, values=list(scales.SHARES.ticks), labelExpr=label)
    return alt.X(f"{field}:Q", scale=scale, axis=axis)


def _cases(kinds: tuple[str, ...], axis_title: str) -> list[alt.Chart]:
    """The band of every case, and its interval."""
    band = _base(*kinds).mark_rule(strokeWidth=alt.ExprRef("datum.lane"), color=theme.BAND, aria=False)
    line = _base(*kinds).mark_rule(strokeWidth=3, color=theme.INTERVAL, aria=False)
    return [band.encode(x=_x("from", axis_title), x2="to:Q"), line.encode(x=_x("low"), x2="high:Q")]


def _frame() -> list[alt.Chart]:
    """A hairline above each row, the name at the left, the note at the right, or below where it is narrow."""
    rule = _base("row").mark_rule(color=theme.HAIRLINE, aria=False)
    name = _base("row").encode(x=alt.value(1), text="name:N")
    note = _base("row").encode(x=alt.value("width"), text="note:N")
    crowded, limit = "datum.line > width", alt.ExprRef("width")
    return [
        rule.encode(x=alt.value(0), x2=alt.value("width")),
        *_halo(name, dy=15, align="left", fontSize=14, fontWeight=600, limit=limit),
        *_halo(
            note,
            align=alt.ExprRef(f"{crowded} ? 'left' : 'right'"),
            dx=alt.ExprRef(f"{crowded} ? 1 - width : 0"),
            dy=alt.ExprRef(f"{crowded} ? {15 + _LINE} : 15"),
            color=theme.SECONDARY,
            limit=limit,
        ),
    ]


def _halo(chart: alt.Chart, **mark: object) -> list[alt.Chart]:
    """Text that stays readable over grid lines."""
    fixed: dict[str, Any] = {"aria": False, "baseline": "middle"} | mark
    return [chart.mark_text(stroke=theme.PAPER, strokeWidth=5, **fixed), chart.mark_text(**fixed)]


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
