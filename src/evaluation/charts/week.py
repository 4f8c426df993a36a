"""A series over weeks: points, the normal range as a band, grey zones, events as letters on dashed rules."""

import functools
from typing import Any, Final

import altair as alt

from evaluation.charts import theme, weeks
from evaluation.findings.model import WeekChart
from evaluation.texts import text

HEIGHT: Final = 320  # px
_NARROW: Final = 560  # px; below, half as many week labels
_LETTER_LINE: Final = 27  # px between two lines of letters
_PARAMS: Final = ("top", "count", "ticks", "wide_ticks", "wide_labels", "narrow_ticks", "narrow_labels")


def week_chart(chart: WeekChart) -> theme.Spec:
    """The Vega-Lite spec of a series over weeks, its data inside; as wide as what it stands in."""
    known = [p.value for p in chart.points if p.value is not None]
    ends = [*known, *(chart.band or ()), *([] if chart.level is None else [chart.level])]
    axis = weeks.Weeks(chart.points).axis(max(ends, default=0.0))
    count = len(chart.points)
    wide, narrow = (weeks.ticks(count, narrow=one) for one in (False, True))
    return theme.with_data(
        _template(),
        weeks.rows(chart),
        top=axis.top,
        # A grid line higher up would cross the letters.
        ticks=[tick for tick in axis.ticks if tick <= 0.9 * axis.top],
        count=count,
        wide_ticks=wide,
        wide_labels=weeks.labels(chart.points, wide),
        narrow_ticks=narrow,
        narrow_labels=weeks.labels(chart.points, narrow),
    )


@functools.cache
def _template() -> theme.Spec:
    """Built and validated once; drawing puts rows, axis ends and labels in."""
    layers = [*_zones(), *_band(), *_series(), *_events()]
    return theme.template(layers, height=HEIGHT, params=_PARAMS)


def _kind(kind: str, also: str = "") -> alt.Chart:
    wanted = f"datum.kind == '{kind}'" + (f" && isValid(datum.{also})" if also else "")
    return alt.Chart(theme.no_data()).transform_filter(wanted)


def _x(field: str, *, axis: bool = False) -> alt.X:
    scale = alt.Scale(domain=[-0.5, alt.ExprRef("count - 0.5")], nice=False, zero=False)
    if not axis:
        return alt.X(f"{field}:Q", scale=scale)
    ticks = alt.ExprRef(f"width < {_NARROW} ? narrow_ticks : wide_ticks")
    label = f"split((width < {_NARROW} ? narrow_labels : wide_labels)[datum.value], '|')"
    return alt.X(
        f"{field}:Q",
        scale=scale,
        axis=alt.Axis(title=None, grid=False, values=ticks, labelExpr=label, labelLineHeight=16),
    )


def _y(field: str, *, axis: bool = False) -> alt.Y:
    scale = alt.Scale(domain=[0, alt.ExprRef("top")], nice=False)
    if not axis:
        return alt.Y(f"{field}:Q", scale=scale)
    axis_of_numbers = alt.Axis(title=None, values=alt.ExprRef("ticks"), labelExpr=theme.PLAIN_NUMBER)
    return alt.Y(f"{field}:Q", scale=scale, axis=axis_of_numbers)


def _zones() -> list[alt.Chart]:
    zone = _kind("zone").encode(x=_x("from"), x2="to:Q")
    # At the zone's right end: in opening months, when visits rise, the curve has left that corner.
    word: dict[str, Any] = {"align": "left", "baseline": "bottom", "angle": 270, "dx": 8, "dy": -4}
    return [
        zone.mark_rect(color=theme.ZONE, aria=False).encode(y=alt.value(0), y2=alt.value("height")),
        _kind("zone")
        .mark_text(**word, color=theme.SECONDARY, aria=False)
        .encode(x=_x("to"), y=alt.value("height"), text="word:N"),
    ]


def _band() -> list[alt.Chart]:
    band = _kind("band", "high").mark_rect(color=theme.BAND, aria=False)
    level = _kind("band", "level").mark_rule(
        strokeDash=[2, 3], strokeWidth=2, color=theme.INTERVAL, aria=False
    )
    floor = _kind("band").mark_rule(color=theme.HAIRLINE, aria=False)
    return [
        band.encode(x=_x("from"), x2="to:Q", y=_y("low"), y2="high:Q"),
        level.encode(x=_x("from"), x2="to:Q", y=_y("level")),
        floor.encode(x=alt.value(0), x2=alt.value("width"), y=alt.value("height")),
    ]


def _series() -> list[alt.Chart]:
    line = _kind("point").mark_line(color=theme.POINT, strokeWidth=2, aria=False)
    size = alt.ExprRef(f"width < {_NARROW} ? 36 : 56")
    point = _kind("point").mark_point(
        filled=True, size=size, stroke=theme.POINT, strokeWidth=2, opacity=1,
        tooltip=alt.ExprRef("datum.description"), ariaRoleDescription=text("charts.mark"),
    )  # fmt: skip
    x, y = _x("week", axis=True), _y("value", axis=True)
    hollow = alt.condition("datum.hollow", alt.value(theme.PAPER), alt.value(theme.POINT))
    return [
        line.encode(x=x, y=y, detail="run:N"),
        point.encode(x=x, y=y, fill=hollow, description="description:N"),
    ]


def _events() -> list[alt.Chart]:
    at = _kind("mark").encode(x=_x("at"))
    y = alt.Y("line:Q", axis=None, scale=None)
    below = alt.ExprRef(f"12 + {_LETTER_LINE - 1} * datum.line")  # y itself is the line's number
    rule = at.mark_rule(color=theme.INK, strokeDash=[5, 4], strokeWidth=1.5, aria=False, yOffset=below)
    disc = at.mark_point(filled=True, size=430, fill=theme.INK, opacity=1, aria=False, yOffset=below)
    letter = at.mark_text(
        color=theme.PAPER, fontWeight=600, baseline="middle", aria=False,
        dy=alt.ExprRef(f"13 + {_LETTER_LINE - 1} * datum.line"),
    )  # fmt: skip
    return [
        rule.encode(y=y, y2=alt.value("height")),
        disc.encode(y=y),
        letter.encode(y=y, text="letter:N"),
    ]
