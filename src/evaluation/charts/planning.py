"""How small a change a trial can find: a block a way, a lane a length, a square for what is calculated.

A square has no interval: it is known, not measured. A length that finds nothing has a dashed ring and its word.
"""

import functools
from typing import Any, Final

import altair as alt

from evaluation.charts import scales, theme
from evaluation.findings.planning_model import PlannedLength, PlannedWay, PlanningChart
from evaluation.texts import text
from evaluation.texts.format import percent, typeset

_LEFT: Final = 62  # px for the lengths' names
_RIGHT: Final = 10  # px from the largest tick to the plot's side
_HEAD: Final = 34  # px above a way's lanes, for its name
_LANE: Final = 26  # px
_FOOT: Final = 10  # px below the lanes
_HEADROOM: Final = 1.35  # of the axis beyond the largest change, for its label


def planning_chart(chart: PlanningChart) -> theme.Spec:
    """The Vega-Lite spec of a plan, its data inside; as wide as what it stands in."""
    rows: list[theme.Spec] = []
    top = 0
    for way in chart.ways:
        rows += _way(way, top)
        top += _height(way)
    axis = scales.from_zero(_largest(chart), _HEADROOM, whole=True)
    kinds = tuple(kind for kind in ("seen", "unseen") if any(row["kind"] == kind for row in rows))
    template = _template(chart.axis_title, top, kinds)
    return theme.with_data(template, rows, bottom=top, top=axis.top, ticks=list(axis.ticks))


def planning_alt(chart: PlanningChart) -> str:
    """The chart as sentences for those who do not see it."""
    ways = " ".join(
        text(
            "planning.chart.way",
            label=way.label,
            lengths="; ".join(_sentence(one) for one in way.lengths),
        )
        for way in chart.ways
    )
    return typeset(text("planning.chart.alt", title=chart.title, ways=ways))


def _largest(chart: PlanningChart) -> float:
    return max((100 * one.change for way in chart.ways for one in way.lengths if one.change), default=0.0)


def _height(way: PlannedWay) -> int:
    return _HEAD + _LANE * len(way.lengths) + _FOOT


def _sentence(one: PlannedLength) -> str:
    return text("planning.chart.length", label=one.label, words=one.words)


def _way(way: PlannedWay, top: int) -> list[theme.Spec]:
    head = {"kind": "way", "y": top, "name": way.label, "note": way.note}
    return [head, *(_lane(one, top + _HEAD + _LANE * (n + 0.5)) for n, one in enumerate(way.lengths))]


def _lane(one: PlannedLength, y: float) -> theme.Spec:
    row = {"y": y, "label": typeset(one.label), "description": typeset(_sentence(one))}
    if one.change is None:
        return row | {"kind": "unseen", "word": typeset(one.words)}
    return row | {"kind": "seen", "value": 100 * one.change, "value_text": f"+{percent(one.change)}"}


# --- the drawing


@functools.lru_cache(maxsize=8)
def _template(axis_title: str, height: int, kinds: tuple[str, ...]) -> theme.Spec:
    """Built and validated once; marks of a kind that is not there are left out."""
    layers = [*_seen(axis_title), *_frame()]
    layers += _unseen() if "unseen" in kinds else []
    return theme.template(layers, height=height, params=("bottom", "top", "ticks"))


def _base(*kinds: str) -> alt.Chart:
    scale = alt.Scale(domain=[0, alt.ExprRef("bottom")], reverse=True, nice=False, zero=True)
    chart = alt.Chart(theme.no_data()).encode(y=alt.Y("y:Q", axis=None, scale=scale))
    return chart.transform_filter(alt.FieldOneOfPredicate(field="kind", oneOf=list(kinds)))


def _x(field: str, axis_title: str = "") -> alt.X:
    ends: list[Any] = [_LEFT, alt.ExprRef(f"width - {_RIGHT}")]
    scale = alt.Scale(domain=[0, alt.ExprRef("top")], range=ends, nice=False)
    if not axis_title:
        return alt.X(f"{field}:Q", scale=scale)
    axis = alt.Axis(title=axis_title, values=alt.ExprRef("ticks"), labelExpr=theme.PLAIN_NUMBER)
    return alt.X(f"{field}:Q", scale=scale, axis=axis)


def _frame() -> list[alt.Chart]:
    """A hairline above each way, its name, what it is, and the lengths' names at the left."""
    rule = _base("way").mark_rule(color=theme.HAIRLINE, aria=False)
    name = _base("way").encode(x=alt.value(1), text="name:N")
    note = _base("way").encode(x=alt.value("width"), text="note:N")
    label = _base("seen", "unseen").encode(x=alt.value(1), text="label:N")
    return [
        rule.encode(x=alt.value(0), x2=alt.value("width")),
        *_halo(name, dy=16, align="left", fontSize=14, fontWeight=600),
        *_halo(note, dy=16, align="right", color=theme.SECONDARY),
        *_halo(label, align="left", color=theme.SECONDARY),
    ]


def _halo(chart: alt.Chart, **mark: object) -> list[alt.Chart]:
    """Text that stays readable over grid lines."""
    fixed: dict[str, Any] = {"aria": False, "baseline": "middle"} | mark
    return [chart.mark_text(stroke=theme.PAPER, strokeWidth=5, **fixed), chart.mark_text(**fixed)]


def _seen(axis_title: str) -> list[alt.Chart]:
    line = _base("seen").mark_rule(color=theme.INTERVAL, strokeDash=[2, 3], aria=False)
    square = _base("seen").mark_point(
        shape="square", filled=True, size=90, fill=theme.POINT, opacity=1,
        tooltip=alt.ExprRef("datum.description"), ariaRoleDescription=text("charts.mark"),
    )  # fmt: skip
    number = _base("seen").encode(x=_x("value"), text="value_text:N")
    return [
        line.encode(x=_x("value", axis_title), x2=alt.value(_LEFT)),
        *_halo(number, align="left", dx=10, fontSize=14, fontWeight=600, color=theme.POINT),
        square.encode(x=_x("value"), description="description:N"),
    ]


def _unseen() -> list[alt.Chart]:
    ring = _base("unseen").mark_point(
        shape="circle", size=90, filled=False, stroke=theme.MUTED, strokeWidth=1.8, strokeDash=[3, 2.4],
        opacity=1, ariaRoleDescription=text("charts.mark"),
    )  # fmt: skip
    word = _base("unseen").encode(x=alt.value(_LEFT + 16), text="word:N")
    return [
        ring.encode(x=alt.value(_LEFT + 4), description="description:N"),
        *_halo(word, align="left", color=theme.SECONDARY),
    ]
