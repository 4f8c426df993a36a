"""Rows to compare: name and note above, dot, 4 px interval, value over the dot, ends beside.

A figure that may not or cannot be shown is a mark and a word; its number never enters the spec.
"""

import functools
from dataclasses import dataclass
from typing import Any

import altair as alt

from evaluation.charts import scales, theme
from evaluation.charts.words import Words
from evaluation.disclosure.cells import Status
from evaluation.findings.model import IntervalChart, IntervalRow, Unit
from evaluation.texts import text

_EDGE = 10  # px from the plot's side to 0, so that labels at 0 stay inside
_HEADROOM = 1.15  # of the axis beyond the largest figure, for its label
_LABEL_ROOM = 36  # px an end's label needs beside its line, else it goes to the other side
_BOTH_ROOM = 90  # px that both need together: "11,9–12,4 %"
_DASHED = {Status.TOO_EARLY, Status.SUPPRESSED, Status.NOT_PUBLISHED}
_PHONE = 320  # px; the narrowest plot


@dataclass(frozen=True)
class _Row:
    """Heights in px, as offsets from the row's middle."""

    height: int

    @property
    def top(self) -> float:
        return -self.height / 2

    @property
    def name(self) -> float:
        return self.top + 14

    @property
    def value(self) -> float:
        return self.height / 2 - 46

    @property
    def dot(self) -> float:
        return self.height / 2 - 25


_PLAIN = _Row(86)
_ROOMY = _Row(104)  # with a line of its own for a note that finds no room beside the name on a phone


def interval_chart(chart: IntervalChart) -> theme.Spec:
    """The Vega-Lite spec of a comparison, its data inside; as wide as what it stands in."""
    words = Words(chart)
    axis = _axis(chart)
    rows = [_row(i, row, chart.unit, words) for i, row in enumerate(chart.rows)]
    told = frozenset(row.cell.shown for row in chart.rows)
    template = _template(chart.axis_title, chart.unit, _row_height(chart), told)
    return theme.with_data(template, rows, top=axis.top, ticks=list(axis.ticks))


def _row_height(chart: IntervalChart) -> _Row:
    crowded = any(row.note and _first_line(row) > _PHONE for row in chart.rows)
    return _ROOMY if crowded else _PLAIN


def _first_line(row: IntervalRow) -> float:
    """About how many px name (14 px, bold) and note (13 px) need side by side."""
    return 8.2 * len(row.label) + 6.7 * len(row.note) + 12


def _axis(chart: IntervalChart) -> scales.Axis:
    if chart.unit == "percent":
        return scales.SHARES
    shown = [row for row in chart.rows if row.cell.shown]
    ends = [x for row in shown for x in (row.cell.value, row.cell.high, row.upper) if x is not None]
    return scales.from_zero(max(ends, default=0.0), headroom=_HEADROOM, whole=chart.unit == "minutes")


def _row(index: int, row: IntervalRow, unit: Unit, words: Words) -> theme.Spec:
    """One row of data: a suppressed or missing figure brings its word and its mark, and no number."""
    base = {"row": index, "name": row.label, "note": row.note, "line": _first_line(row)}
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
def _template(axis_title: str, unit: Unit, row: _Row, told: frozenset[bool]) -> theme.Spec:
    """Built and validated once for a measure (about 40 ms); drawing puts rows and axis in.

    `told`: whether there are rows with a figure, and rows without. Marks that no row has are left out: a screen
    reader would meet an empty group without a name.
    """
    layers = [*_frame(row), *_interval(row, axis_title, unit), *_upper(row)]
    layers += _point(row) if True in told else []
    layers += _unshown(row) if False in told else []
    return theme.template(layers, height=alt.Step(row.height), params=("top", "ticks"))


def _base(needs: str | None = None) -> alt.Chart:
    y = alt.Y("row:O", axis=None, sort=None, scale=alt.Scale(padding=0))
    chart = alt.Chart(theme.no_data()).encode(y=y)
    return chart.transform_filter(f"isValid(datum.{needs})") if needs else chart


def _x(field: str, axis_title: str = "", unit: Unit = "number") -> alt.X:
    scale = alt.Scale(domain=[0, alt.ExprRef("top")], nice=False, padding=_EDGE)
    if not axis_title:
        return alt.X(f"{field}:Q", scale=scale)
    sign = " + '\u00a0%'" if unit == "percent" else ""
    axis = alt.Axis(title=axis_title, values=alt.ExprRef("ticks"), labelExpr=theme.PLAIN_NUMBER + sign)
    return alt.X(f"{field}:Q", scale=scale, axis=axis)


def _halo(chart: alt.Chart, **mark: object) -> list[alt.Chart]:
    """Text that stays readable over grid lines."""
    fixed: dict[str, Any] = {"aria": False, "baseline": "middle"} | mark
    return [chart.mark_text(stroke=theme.PAPER, strokeWidth=5, **fixed), chart.mark_text(**fixed)]


def _frame(row: _Row) -> list[alt.Chart]:
    """A hairline above each row, the name at the left, the note at the right, or below where it is narrow."""
    line = _base().mark_rule(yOffset=row.top, color=theme.HAIRLINE, aria=False)
    name = _base().encode(x=alt.value(1), text="name:N")
    note = _base().encode(x=alt.value("width"), text="note:N")
    crowded = "datum.line > width"
    return [
        line.encode(x=alt.value(0), x2=alt.value("width")),
        *_halo(name, dy=row.name, align="left", fontSize=14, fontWeight=600, limit=alt.ExprRef("width")),
        *_halo(
            note,
            align=alt.ExprRef(f"{crowded} ? 'left' : 'right'"),
            dx=alt.ExprRef(f"{crowded} ? 1 - width : 0"),
            dy=alt.ExprRef(f"{crowded} ? {row.name + 17} : {row.name}"),
            limit=alt.ExprRef("width"),
            color=theme.SECONDARY,
        ),
    ]


def _interval(row: _Row, axis_title: str, unit: Unit) -> list[alt.Chart]:
    line = _base("low").mark_rule(
        yOffset=row.dot, strokeWidth=4, strokeCap="round", color=theme.INTERVAL, aria=False
    )
    low = _base("low_text").encode(x=_x("low"))
    high = _base("high_text").encode(x=_x("high"))
    left, right = "scale('x', datum.low)", "width - scale('x', datum.high)"
    return [
        line.encode(x=_x("low", axis_title, unit), x2="high:Q"),
        *_halo(low, **_end(row, "low", (left, right), outside="right", inside="left", dx=-8)),
        *_halo(high, **_end(row, "high", (right, left), outside="left", inside="right", dx=8)),
    ]


def _end(
    row: _Row, name: str, rooms: tuple[str, str], *, outside: str, inside: str, dx: int
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


def _upper(row: _Row) -> list[alt.Chart]:
    """Nine of ten: a dotted leader to a hollow diamond; its number stands beside it where dots are close."""
    leader = _base("upper").mark_rule(yOffset=row.dot, strokeDash=[2, 3], color=theme.INTERVAL, aria=False)
    diamond = _base("upper").mark_point(
        yOffset=row.dot, shape="diamond", size=90, filled=True, fill=theme.PAPER, stroke=theme.POINT,
        strokeWidth=2, opacity=1, aria=False,
    )  # fmt: skip
    close = "scale('x', datum.upper) - scale('x', datum.value) < 40"
    number = _base("upper").encode(x=_x("upper"), text="upper_text:N")
    dy = alt.ExprRef(f"{close} ? {row.dot} : {row.value}")
    dx = alt.ExprRef(f"{close} ? 18 : 0")
    return [
        leader.encode(x=_x("leader"), x2="upper:Q"),
        diamond.encode(x=_x("upper")),
        *_halo(number, dy=dy, dx=dx, color=theme.SECONDARY),
    ]


def _point(row: _Row) -> list[alt.Chart]:
    dot = _base("value").mark_point(
        yOffset=row.dot, filled=True, size=150, fill=theme.POINT, stroke=theme.PAPER, strokeWidth=2,
        opacity=1, tooltip=alt.ExprRef("datum.description"), ariaRoleDescription=text("charts.mark"),
    )  # fmt: skip
    number = _base("value").encode(x=_x("value"), text="value_text:N")
    clear = alt.ExprRef(
        f"clamp(scale('x', datum.value), {_EDGE - 7} + 4.4 * length(datum.value_text),"
        " width - 4.4 * length(datum.value_text))"
        " - scale('x', datum.value)"
    )
    return [
        *_halo(number, dy=row.value, dx=clear, fontSize=16, fontWeight=600, color=theme.POINT),
        dot.encode(x=_x("value"), description="description:N"),
    ]


def _unshown(row: _Row) -> list[alt.Chart]:
    """Too early: dashed ring. Hidden: dashed box. No data: solid box. Each with its word."""
    mark = _base("word").mark_point(
        yOffset=row.dot, size=110, filled=False, stroke=theme.MUTED, strokeWidth=1.8, opacity=1,
        ariaRoleDescription=text("charts.mark"),
    )  # fmt: skip
    dash = alt.condition("datum.dashed", alt.value([3, 2.4]), alt.value([1, 0]))
    word = _base("word").encode(x=alt.value(24), text="word:N")
    shaped = mark.encode(
        x=alt.value(_EDGE - 1),
        shape=alt.Shape("shape:N", scale=None),
        strokeDash=dash,
        description="description:N",
    )
    return [shaped, *_halo(word, dy=row.dot, align="left", fontSize=14, color=theme.SECONDARY)]
