"""Rows to compare: name and note above, dot, 4 px interval, value over the dot, ends beside.

A figure that may not or cannot be shown is a mark and a word; its number never enters the spec.
"""

import functools
from typing import Any

import altair as alt

from evaluation.charts import rows as shared
from evaluation.charts import scales, theme
from evaluation.charts.rows import Row, base, figure, halo, x
from evaluation.charts.words import Words
from evaluation.disclosure.cells import Status
from evaluation.findings.model import IntervalChart, IntervalRow, Unit
from evaluation.texts import text

_LABEL_ROOM = 36  # px an end's label needs beside its line, else it goes to the other side
_BOTH_ROOM = 90  # px that both need together: "11,9–12,4 %"
_DASHED = {Status.TOO_EARLY, Status.SUPPRESSED, Status.NOT_PUBLISHED}


def interval_chart(chart: IntervalChart) -> theme.Spec:
    """The Vega-Lite spec of a comparison, its data inside; as wide as what it stands in."""
    words = Words(chart)
    axis = _axis(chart)
    rows = [_row(i, row, chart.unit, words) for i, row in enumerate(chart.rows)]
    height = shared.height_of([(row.label, row.note) for row in chart.rows])
    told = frozenset(row.cell.shown for row in chart.rows)
    template = _template(chart.axis_title, chart.unit, height, told)
    return theme.with_data(template, rows, top=axis.top, ticks=list(axis.ticks))


def _axis(chart: IntervalChart) -> scales.Axis:
    if chart.unit == "percent":
        return scales.SHARES
    shown = [row for row in chart.rows if row.cell.shown]
    ends = [end for row in shown for end in (row.cell.value, row.cell.high, row.upper) if end is not None]
    return scales.from_zero(max(ends, default=0.0), headroom=shared.HEADROOM, whole=chart.unit == "minutes")


def _row(index: int, row: IntervalRow, unit: Unit, words: Words) -> theme.Spec:
    """One row of data: a suppressed or missing figure brings its word and its mark, and no number."""
    base = {"row": index, "name": row.label, "note": row.note, "line": shared.first_line(row.label, row.note)}
    base["description"] = words.sentence(row)
    cell = row.cell
    if cell.value is None:
        shape = "circle" if cell.status is Status.TOO_EARLY else "square"
        dashed = cell.status in _DASHED
        return base | {"word": text(f"charts.status.{cell.status.value}"), "shape": shape, "dashed": dashed}
    scale = 100 if unit == "percent" else 1
    found = base | {"value": cell.value * scale, "value_text": words.value(cell)}
    if cell.low is not None and cell.high is not None:
        found |= {"low": cell.low * scale, "high": cell.high * scale}
        # With minutes the dotted leader starts where the end's label would stand.
        if unit != "minutes" and (ends := words.ends(cell)):
            found |= {"low_text": ends[0], "high_text": ends[1], "both_text": words.both_ends(cell)}
    if row.upper is not None:
        leader = min(cell.value if cell.high is None else cell.high, row.upper)
        found |= {"leader": leader, "upper": row.upper, "upper_text": words.number(row.upper)}
    return found


@functools.lru_cache(maxsize=64)
def _template(axis_title: str, unit: Unit, row: Row, told: frozenset[bool]) -> theme.Spec:
    """Built and validated once for a measure (about 40 ms); drawing puts rows and axis in.

    `told`: whether there are rows with a figure, and rows without. Marks that no row has are left out: a screen
    reader would meet an empty group without a name.
    """
    layers = [*shared.frame(row), *_interval(row, axis_title, unit), *_upper(row)]
    layers += _point(row) if True in told else []
    layers += shared.unshown(row) if False in told else []
    return theme.template(layers, height=alt.Step(row.height), params=("top", "ticks"))


def _interval(row: Row, axis_title: str, unit: Unit) -> list[alt.Chart]:
    line = base("low").mark_rule(
        yOffset=row.dot, strokeWidth=4, strokeCap="round", color=theme.INTERVAL, aria=False
    )
    low = base("low_text").encode(x=x("low"))
    high = base("high_text").encode(x=x("high"))
    left, right = "scale('x', datum.low)", "width - scale('x', datum.high)"
    return [
        line.encode(x=x("low", axis_title, unit), x2="high:Q"),
        *halo(low, **_end(row, "low", (left, right), outside="right", inside="left", dx=-8)),
        *halo(high, **_end(row, "high", (right, left), outside="left", inside="right", dx=8)),
    ]


def _end(
    row: Row, name: str, rooms: tuple[str, str], *, outside: str, inside: str, dx: int
) -> dict[str, Any]:
    """An end's label stands beside its line. At the plot's edge, where it would be cut, both stand as one text beside
    the other end; where that has no room either, below the line.

    `rooms`: px on this side of the line, and on the other.
    """
    moved, taken = (
        f"({near} < {_LABEL_ROOM} && {far} >= {_BOTH_ROOM})" for near, far in (rooms, rooms[::-1])
    )
    tight = f"({rooms[0]} < {_LABEL_ROOM} && !{moved})"
    return {
        "text": alt.ExprRef(f"{moved} ? '' : {taken} ? datum.both_text : datum.{name}_text"),
        "align": alt.ExprRef(f"{tight} ? '{inside}' : '{outside}'"),
        "dx": alt.ExprRef(f"{tight} ? 0 : {dx}"),
        "dy": alt.ExprRef(f"{tight} ? {row.dot + 16} : {row.dot}"),
        "color": theme.SECONDARY,
    }


def _upper(row: Row) -> list[alt.Chart]:
    """Nine of ten: a dotted leader to a hollow diamond; its number stands beside it where dots are close."""
    leader = base("upper").mark_rule(yOffset=row.dot, strokeDash=[2, 3], color=theme.INTERVAL, aria=False)
    diamond = base("upper").mark_point(
        yOffset=row.dot, shape="diamond", size=90, filled=True, fill=theme.PAPER, stroke=theme.POINT,
        strokeWidth=2, opacity=1, aria=False,
    )  # fmt: skip
    close = "scale('x', datum.upper) - scale('x', datum.value) < 40"
    number = base("upper").encode(x=x("upper"), text="upper_text:N")
    dy = alt.ExprRef(f"{close} ? {row.dot} : {row.value}")
    dx = alt.ExprRef(f"{close} ? 18 : 0")
    return [
        leader.encode(x=x("leader"), x2="upper:Q"),
        diamond.encode(x=x("upper")),
        *halo(number, dy=dy, dx=dx, color=theme.SECONDARY),
    ]


def _point(row: Row) -> list[alt.Chart]:
    dot = base("value").mark_point(
        yOffset=row.dot, filled=True, size=150, fill=theme.POINT, stroke=theme.PAPER, strokeWidth=2,
        opacity=1, tooltip=alt.ExprRef("datum.description"), ariaRoleDescription=text("charts.mark"),
    )  # fmt: skip
    return [*figure(row), dot.encode(x=x("value"), description="description:N")]
