"""A series over weeks: points, the normal range as a band, grey zones, events as letters on dashed rules."""

import functools
from collections.abc import Sequence
from typing import Any, Final

import altair as alt

from evaluation.charts import theme, weeks
from evaluation.findings.model import WeekChart, WeekPoint
from evaluation.texts import text

HEIGHT: Final = 320  # px
NARROW: Final = 560  # px; below, half as many week labels
_LETTER_LINE: Final = 27  # px between two lines of letters
PARAMS: Final = ("top", "count", "ticks", "wide_ticks", "wide_labels", "narrow_ticks", "narrow_labels")


def week_chart(chart: WeekChart) -> theme.Spec:
    """The Vega-Lite spec of a series over weeks, its data inside; as wide as what it stands in."""
    known = [p.value for p in chart.points if p.value is not None]
    ends = [*known, *(p.usual.high for p in chart.points if p.usual), chart.level or 0.0]
    values = axis_values(chart.points, max(ends, default=0.0))
    return theme.with_data(_template(), weeks.rows(chart), **values)


def axis_values(points: Sequence[WeekPoint], largest: float) -> dict[str, object]:
    """What the template's `PARAMS` are for these weeks, with room above the largest value for letters."""
    axis = weeks.Weeks(tuple(points)).axis(largest)
    count = len(points)
    wide, narrow = (weeks.ticks(count, narrow=one) for one in (False, True))
    return {
        "top": axis.top,
        # A grid line higher up would cross the letters.
        "ticks": [tick for tick in axis.ticks if tick <= 0.9 * axis.top],
        "count": count,
        "wide_ticks": wide,
        "wide_labels": weeks.labels(points, wide),
        "narrow_ticks": narrow,
        "narrow_labels": weeks.labels(points, narrow),
    }


@functools.cache
def _template() -> theme.Spec:
    """Built and validated once; drawing puts rows, axis ends and labels in."""
    layers = [*zone_layers(), *_band(), *_series(), *event_layers()]
    return theme.template(layers, height=HEIGHT, params=PARAMS)


def kind_of(kind: str, also: str = "") -> alt.Chart:
    """The rows of one kind, with a field if `also` names one."""
    wanted = f"datum.kind == '{kind}'" + (f" && isValid(datum.{also})" if also else "")
    return alt.Chart(theme.no_data()).transform_filter(wanted)


def x_of(field: str, *, axis: bool = False) -> alt.X:
    """A position among the weeks."""
    scale = alt.Scale(domain=[-0.5, alt.ExprRef("count - 0.5")], nice=False, zero=False)
    if not axis:
        return alt.X(f"{field}:Q", scale=scale)
    ticks = alt.ExprRef(f"width < {NARROW} ? narrow_ticks : wide_ticks")
    label = f"split((width < {NARROW} ? narrow_labels : wide_labels)[datum.value], '|')"
    return alt.X(
        f"{field}:Q",
        scale=scale,
        axis=alt.Axis(title=None, grid=False, values=ticks, labelExpr=label, labelLineHeight=16),
    )


def y_of(field: str, *, axis: bool = False) -> alt.Y:
    """A height, from 0."""
    scale = alt.Scale(domain=[0, alt.ExprRef("top")], nice=False)
    if not axis:
        return alt.Y(f"{field}:Q", scale=scale)
    axis_of_numbers = alt.Axis(title=None, values=alt.ExprRef("ticks"), labelExpr=theme.PLAIN_NUMBER)
    return alt.Y(f"{field}:Q", scale=scale, axis=axis_of_numbers)


def zone_layers() -> list[alt.Chart]:
    """Grey stretches with their word upright."""
    zone = kind_of("zone").encode(x=x_of("from"), x2="to:Q")
    # At the zone's right end: in opening months, when visits rise, the curve has left that corner.
    word: dict[str, Any] = {"align": "left", "baseline": "bottom", "angle": 270, "dx": 8, "dy": -4}
    return [
        zone.mark_rect(color=theme.ZONE, aria=False).encode(y=alt.value(0), y2=alt.value("height")),
        kind_of("zone")
        .mark_text(**word, color=theme.SECONDARY, aria=False)
        .encode(x=x_of("to"), y=alt.value("height"), text="word:N"),
    ]


def _band() -> list[alt.Chart]:
    band = kind_of("band", "high").mark_rect(color=theme.BAND, aria=False)
    level = kind_of("band", "level").mark_rule(
        strokeDash=[2, 3], strokeWidth=2, color=theme.INTERVAL, aria=False
    )
    floor = kind_of("band").mark_rule(color=theme.HAIRLINE, aria=False)
    return [
        band.encode(x=x_of("from"), x2="to:Q", y=y_of("low"), y2="high:Q"),
        level.encode(x=x_of("from"), x2="to:Q", y=y_of("level")),
        floor.encode(x=alt.value(0), x2=alt.value("width"), y=alt.value("height")),
    ]


def _series() -> list[alt.Chart]:
    line = kind_of("point").mark_line(color=theme.POINT, strokeWidth=2, aria=False)
    size = alt.ExprRef(f"width < {NARROW} ? 36 : 56")
    point = kind_of("point").mark_point(
        filled=True, size=size, stroke=theme.POINT, strokeWidth=2, opacity=1,
        tooltip=alt.ExprRef("datum.description"), ariaRoleDescription=text("charts.mark"),
    )  # fmt: skip
    x, y = x_of("week", axis=True), y_of("value", axis=True)
    hollow = alt.condition("datum.hollow", alt.value(theme.PAPER), alt.value(theme.POINT))
    return [
        line.encode(x=x, y=y, detail="run:N"),
        point.encode(x=x, y=y, fill=hollow, description="description:N"),
    ]


def event_layers() -> list[alt.Chart]:
    """A dashed rule and a letter for each event."""
    at = kind_of("mark").encode(x=x_of("at"))
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
