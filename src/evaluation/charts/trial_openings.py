"""A trial opening by opening: circle before, diamond after, the other places dotted; closed and opening weeks grey.

All of it is public: enquiries from everybody per open hour. A level with its band is drawn only where the finding
brings one, which it does once the trial is decided.
"""

import functools
from collections.abc import Iterator
from itertools import groupby
from typing import Final

import altair as alt

from evaluation.charts import theme, weeks
from evaluation.charts.week import (
    HEIGHT,
    NARROW,
    PARAMS,
    axis_values,
    event_layers,
    kind_of,
    x_of,
    y_of,
    zone_layers,
)
from evaluation.findings.common import openings_text
from evaluation.findings.trial_model import OpeningPoint, OpeningsChart
from evaluation.texts import text
from evaluation.texts.format import day, interval, iso_week, number, rate_decimals


def trial_openings_chart(chart: OpeningsChart) -> theme.Spec:
    """The Vega-Lite spec, its data inside; as wide as what it stands in."""
    heights = [point.value for point in chart.points] + [week.value for week in chart.weeks]
    known = [value for value in heights if value is not None] + [level.high for level in chart.levels]
    rows = list(_rows(chart))
    template = _template(frozenset(row["kind"] for row in rows))
    return theme.with_data(template, rows, **axis_values(chart.weeks, max(known, default=0.0)))


def _rows(chart: OpeningsChart) -> Iterator[theme.Spec]:
    """Every mark, told apart by `kind`: zone, level, other, before, after, cancelled, mark."""
    axis = weeks.Weeks(chart.weeks)
    # The chart's head says what is grey: words in it would lie over the points.
    yield from (zone | {"word": ""} for zone in weeks.zone_rows(chart.zones, axis))
    for level in chart.levels:
        ends = {"from": axis.position(level.first_week), "to": axis.position(level.last_week) + 1}
        yield {"kind": "level", **ends, "level": level.value, "low": level.low, "high": level.high}
    run = 0
    for position, week in enumerate(chart.weeks):
        run += week.value is None
        if week.value is not None:
            yield {"kind": "other", "week": position, "value": week.value, "run": run}
    for point in chart.points:
        yield _point(point, axis)
    yield from weeks.mark_rows(chart.marks, axis)


def _point(point: OpeningPoint, axis: weeks.Weeks) -> theme.Spec:
    base = {"week": axis.position(point.date)}
    if point.value is None:
        return base | {
            "kind": "cancelled",
            "value": 0,
            "description": text("charts.trial.cancelled", day=day(point.date)),
        }
    kind = "after" if point.after else "before"
    value = number(point.value, rate_decimals(point.value))
    said = text(f"charts.trial.{kind}", day=day(point.date), value=value)
    return base | {"kind": kind, "value": point.value, "description": said}


@functools.lru_cache(maxsize=32)
def _template(kinds: frozenset[str]) -> theme.Spec:
    """Built and validated once for the kinds of marks there are: an empty group has no name to hear."""
    layers = [*zone_layers(), *_levels(), *_others()]
    for kind in _LOOKS:
        layers += _points(kind) if kind in kinds else []
    return theme.template([*layers, *event_layers()], height=HEIGHT, params=PARAMS)


def _levels() -> list[alt.Chart]:
    level = kind_of("level")
    band = level.mark_rect(color=theme.BAND, opacity=0.8, aria=False)
    line = level.mark_rule(color=theme.INTERVAL, strokeWidth=3, aria=False)
    return [
        band.encode(x=x_of("from"), x2="to:Q", y=y_of("low"), y2="high:Q"),
        line.encode(x=x_of("from"), x2="to:Q", y=y_of("level")),
    ]


def _others() -> list[alt.Chart]:
    """The other places' average; it also carries the axes."""
    line = kind_of("other").mark_line(color=theme.MUTED, strokeDash=[2, 3], strokeWidth=1.8, aria=False)
    return [line.encode(x=x_of("week", axis=True), y=y_of("value", axis=True), detail="run:N")]


#: Shape, size in px², fill and stroke: apart by shape, by fill, and the cancelled by standing on the bottom line.
_LOOKS: Final = {
    "before": ("circle", 58, theme.BAND, theme.POINT),
    "after": ("diamond", 110, theme.POINT, theme.PAPER),
    "cancelled": ("circle", 58, theme.PAPER, theme.MUTED),
}


def _points(kind: str) -> list[alt.Chart]:
    shape, size, fill, stroke = _LOOKS[kind]
    point = kind_of(kind).mark_point(
        filled=True, shape=shape, opacity=1, strokeWidth=1.6, fill=fill, stroke=stroke,
        size=alt.ExprRef(f"width < {NARROW - 160} ? {size * 0.75} : {size}"),
        tooltip=alt.ExprRef("datum.description"), ariaRoleDescription=text("charts.mark"),
    )  # fmt: skip
    return [point.encode(x=x_of("week"), y=y_of("value"), description="description:N")]


def trial_openings_alt(chart: OpeningsChart) -> str:
    """The chart as sentences for those who do not see it."""
    sides = [_side(chart, after=after) for after in (False, True)]
    cancelled = sum(point.value is None for point in chart.points)
    said = [text("charts.trial.openings_alt", title=chart.title, axis=chart.axis_title), *sides]
    said += [text("charts.trial.cancelled_count", count=cancelled)] if cancelled else []
    # A level that grey weeks break is told once, from its first stretch to its last.
    for (value, low, high), run in groupby(
        chart.levels, key=lambda level: (level.value, level.low, level.high)
    ):
        stretches, decimals = list(run), rate_decimals(value)
        weeks_of = {"first": iso_week(stretches[0].first_week), "last": iso_week(stretches[-1].last_week)}
        found = {"value": number(value, decimals), "between": interval(low, high, decimals)}
        said.append(text("charts.trial.level", **weeks_of, **found))
    return " ".join([*said, *weeks.around_said(chart.zones, chart.marks)])


def _side(chart: OpeningsChart, *, after: bool) -> str:
    """How many openings, and the lowest and highest of them: what each was, not how it goes."""
    values = [point.value for point in chart.points if point.after is after and point.value is not None]
    kind = "after" if after else "before"
    if not values:
        return text(f"charts.trial.none_{kind}")
    low, high = (number(end, rate_decimals(end)) for end in (min(values), max(values)))
    return text(f"charts.trial.some_{kind}", openings=openings_text(len(values)), low=low, high=high)
