"""The week calendar: days across, slots down, a number in each cell, five steps of one hue.

Closed is pale without text; open but not registered is a box with its word, and so, in grey, is what was counted
without a clock; a cell of too few openings keeps its number and gets no colour, since a single busy day would else be
the darkest of all.
"""

import functools
import math
import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Final

import altair as alt

from evaluation.charts import theme
from evaluation.findings.model import CalendarCell, CalendarColumn, WeekCalendar
from evaluation.findings.week_calendar import cell_words, decimals_of
from evaluation.texts import text
from evaluation.texts.format import joined, number, typeset

#: Light to dark; the text is ink on the first three, white on the last two (contrast 5.1:1 and more).
STEPS: Final = ("#DEEBF7", "#9ECAE1", "#6BAED6", "#2171B5", "#08306B")
CLOSED: Final = "#F5F5F5"
_WHITE_FROM = 3
_ROW = 28  # px
_NARROW = 420  # px of plot; below, the smallest type of the house
_NICE = (1.0, 2.0, 5.0, 10.0)
_HOUR = 60
_KINDS = ("closed", "step", "few", "missing", "untimed")
_PARAMS = ("heads", "hours")
_LINE = 9  # letters; what a column is wide enough for on a phone
_MOST_LINES = 5  # of places above a day


@dataclass(frozen=True)
class LegendEntry:
    """A swatch (`step` with its fill, `few`, `missing`, `untimed`, `closed`) and its words."""

    kind: str
    fill: str
    label: str


def week_calendar_chart(calendar: WeekCalendar) -> theme.Spec:
    """The Vega-Lite spec of a week calendar, its data inside; as wide as what it stands in."""
    heads = [_head(column) for column in calendar.columns]
    rows = [*_closed(calendar), *_cells(calendar)]
    kinds = tuple(kind for kind in _KINDS if any(row["kind"] == kind for row in rows))
    shape = _Shape(max(len(head) for head in heads), len(heads), len(calendar.starts))
    hours = [_hour(start) for start in calendar.starts]
    return theme.with_data(_template(kinds, shape), rows, heads=heads, hours=hours)


def calendar_legend(calendar: WeekCalendar) -> tuple[LegendEntry, ...]:
    """What the cells mean, only what occurs."""
    bounds = _bounds(calendar)
    found = [
        LegendEntry("step", fill, label)
        for fill, label in zip(STEPS, _labels(bounds, decimals_of(calendar)), strict=False)
    ]
    few = any(one.few and one.cell.shown for one in calendar.cells)
    missing = any(not one.cell.shown and not one.untimed for one in calendar.cells)
    untimed = any(one.untimed for one in calendar.cells)
    found += [LegendEntry("few", theme.PAPER, text("charts.calendar.few"))] if few else []
    found += [LegendEntry("missing", theme.PAPER, text("charts.calendar.missing_about"))] if missing else []
    found += [LegendEntry("untimed", theme.ZONE, text("charts.calendar.untimed_about"))] if untimed else []
    closed = len(calendar.cells) < len(calendar.columns) * len(calendar.starts)
    found += [LegendEntry("closed", CLOSED, text("charts.calendar.closed"))] if closed else []
    return tuple(found)


def calendar_alt(calendar: WeekCalendar) -> str:
    """The calendar as sentences for those who do not see it."""
    days = [
        said for number_, column in enumerate(calendar.columns) if (said := _day(calendar, number_, column))
    ]
    named = {"title": calendar.title, "subtitle": calendar.subtitle, "days": " ".join(days)}
    return typeset(text("charts.calendar.alt", **named))


def _day(calendar: WeekCalendar, column: int, head: CalendarColumn) -> str:
    own = [one for one in calendar.cells if one.column == column]
    if not own:
        return ""
    name = ", ".join([head.day.capitalize(), *([joined(head.places)] if head.places else [])])
    known = [(one.cell.value, one.row) for one in own if one.cell.value is not None]
    if not known:
        why = "untimed" if any(one.untimed for one in own) else "missing"
        return text(f"charts.calendar.day_{why}", day=name)
    return _ends(calendar, name, known)


def _ends(calendar: WeekCalendar, day: str, known: Sequence[tuple[float, int]]) -> str:
    """The highest and the lowest of a day's (value, row), each the first of its kind; one number if all read alike."""
    decimals = decimals_of(calendar)
    high, at = max(known, key=lambda pair: (pair[0], -pair[1]))
    low, low_at = min(known)
    said = {"high": cell_words(high, decimals), "low": cell_words(low, decimals)}
    if said["high"] == said["low"]:
        ends = _clock(calendar.starts[known[0][1]]), _clock(calendar.starts[known[-1][1]] + calendar.grain)
        return text("charts.calendar.day_alike", day=day, value=said["high"], start=ends[0], end=ends[1])
    clocks = {"at": _clock(calendar.starts[at]), "low_at": _clock(calendar.starts[low_at])}
    return text("charts.calendar.day", day=day, **said, **clocks)


# --- the numbers


def _bounds(calendar: WeekCalendar) -> tuple[float, ...]:
    """Four thresholds near the fifths of the cells that have a colour, at nice numbers; none without any.

    Equal steps from end to end would paint a morning rush dark and all the rest of the week alike.
    """
    decimals = decimals_of(calendar)
    values = sorted(
        round(one.cell.value, decimals) for one in _coloured(calendar) if one.cell.value is not None
    )
    if not values:
        return ()
    unit = _nice(max((values[-1] - values[0]) / 10, 10.0**-decimals))
    found = [math.floor(values[0] / unit) * unit]
    for fifth in range(1, len(STEPS)):
        at = round(values[len(values) * fifth // len(STEPS)] / unit) * unit
        found.append(max(at, found[-1] + unit))
    return tuple(round(bound, 6) for bound in found[1:])


def _coloured(calendar: WeekCalendar) -> list[CalendarCell]:
    return [one for one in calendar.cells if one.cell.shown and not one.few]


def _nice(at_least: float) -> float:
    power = 10.0 ** math.floor(math.log10(at_least))
    return next(s * power for s in _NICE if s * power >= at_least * (1 - 1e-9))


def _labels(bounds: Sequence[float], decimals: int) -> list[str]:
    if not bounds:
        return []
    written = [number(bound, 0 if float(bound).is_integer() else decimals) for bound in bounds]
    between = [typeset(f"{a}–{b}") for a, b in pairwise(written)]
    under, over = (
        text("charts.calendar.under", bound=written[0]),
        text("charts.calendar.over", bound=written[-1]),
    )
    return [under, *between, over]


def _step(value: float, bounds: Sequence[float], decimals: int) -> int:
    """By the number as it is written, so that colour and number never disagree."""
    return sum(round(value, decimals) >= bound for bound in bounds)


# --- the rows


def _closed(calendar: WeekCalendar) -> list[theme.Spec]:
    opened = {(one.column, one.row) for one in calendar.cells}
    every = ((c, r) for r in range(len(calendar.starts)) for c in range(len(calendar.columns)))
    return [{"kind": "closed", "column": c, "row": r} for c, r in every if (c, r) not in opened]


def _cells(calendar: WeekCalendar) -> list[theme.Spec]:
    bounds, decimals = _bounds(calendar), decimals_of(calendar)
    return [_cell(calendar, one, bounds, decimals) for one in calendar.cells]


def _cell(calendar: WeekCalendar, one: CalendarCell, bounds: Sequence[float], decimals: int) -> theme.Spec:
    head, start = calendar.columns[one.column], calendar.starts[one.row]
    base = {"column": one.column, "row": one.row}
    where = {"day": head.day.capitalize(), "from": _clock(start), "to": _clock(start + calendar.grain)}
    if one.cell.value is None:
        why = "untimed" if one.untimed else "missing"
        said = typeset(text(f"charts.calendar.cell_{why}", **where))
        return base | {"kind": why, "text": text(f"charts.calendar.{why}"), "description": said}
    figure = cell_words(one.cell.value, decimals)
    kind = "cell" if not one.few else "cell_one" if one.cell.n == 1 else "cell_few"
    said = typeset(text(f"charts.calendar.{kind}", **where, value=figure, count=number(one.cell.n or 0)))
    if one.few:
        return base | {"kind": "few", "text": figure, "description": said}
    step = _step(one.cell.value, bounds, decimals)
    ink = theme.PAPER if step >= _WHITE_FROM else theme.INK
    return base | {"kind": "step", "fill": STEPS[step], "ink": ink, "text": figure, "description": said}


def _clock(minute: int) -> str:
    return f"{minute // _HOUR:02d}.{minute % _HOUR:02d}"


def _hour(start: int) -> str:
    """The clock at each full hour; half hours stand between them."""
    return "" if start % _HOUR else _clock(start)


def _head(column: CalendarColumn) -> list[str]:
    """The day and its places, a line for each that fits; many long ones are a number, their names in the table."""
    places = [textwrap.wrap(place, _LINE, break_long_words=False) for place in column.places]
    if any(len(lines) > 1 for lines in places):  # else the lines would not tell where a name ends
        places = [[*lines[:-1], f"{lines[-1]},"] for lines in places[:-1]] + places[-1:]
    lines = [line for place in places for line in place]
    if len(lines) > _MOST_LINES and len(places) > 1:
        lines = [text("hours.places", count=len(places))]
    return [column.short, *lines[:_MOST_LINES]]


# --- the drawing


@dataclass(frozen=True)
class _Shape:
    """How many lines stand above the days, how many columns and rows there are."""

    lines: int
    columns: int
    rows: int


@functools.lru_cache(maxsize=64)
def _template(kinds: tuple[str, ...], shape: _Shape) -> theme.Spec:
    """Built and validated once for the kinds of cells and their shape.

    Kinds that no cell is are left out: a screen reader would meet an empty group without a name.
    """
    layers = [*(_boxes(kind, shape) for kind in kinds), *(_text(k, shape) for k in kinds if k != "closed")]
    return theme.template(layers, height=alt.Step(_ROW), params=_PARAMS)


def _at(kind: str, shape: _Shape) -> alt.Chart:
    narrow = f"width < {_NARROW}"
    top = alt.Axis(
        orient="top",
        title=None,
        labelExpr="heads[datum.value]",
        labelAngle=0,
        labelBaseline="bottom",
        labelPadding=8 + 16 * (shape.lines - 1),  # several lines grow down from the first
        labelLineHeight=16,
        labelColor=theme.INK,
        labelFontWeight=600,
        labelFontSize=alt.ExprRef(f"{narrow} ? 12 : 13"),
        labelLimit=alt.ExprRef(f"width / {shape.columns} + 2"),
    )
    left = alt.Axis(title=None, labelExpr="hours[datum.value]", labelOverlap=False)
    # Said outright: each layer draws one kind of cell, and in the order they come the days would be mixed.
    across, down = list(range(shape.columns)), list(range(shape.rows))
    columns = alt.X("column:O", scale=alt.Scale(domain=across, paddingInner=0.06, paddingOuter=0), axis=top)
    rows = alt.Y("row:O", scale=alt.Scale(domain=down, paddingInner=0.1, paddingOuter=0), axis=left)
    return alt.Chart(theme.no_data()).transform_filter(f"datum.kind == '{kind}'").encode(x=columns, y=rows)


def _boxes(kind: str, shape: _Shape) -> alt.Chart:
    at = _at(kind, shape)
    told: dict[str, Any] = {
        "tooltip": alt.ExprRef("datum.description"),
        "ariaRoleDescription": text("charts.calendar.mark"),
    }
    box: alt.Chart
    if kind == "closed":
        box = at.mark_rect(color=CLOSED, cornerRadius=2, aria=False)
    elif kind == "step":
        box = at.mark_rect(cornerRadius=2, **told)
        box = box.encode(fill=alt.Fill("fill:N", scale=None), description="description:N")
    else:
        dash = [3, 2.4] if kind == "few" else [1, 0]
        fill = theme.ZONE if kind == "untimed" else theme.PAPER
        box = at.mark_rect(cornerRadius=2, fill=fill, stroke=theme.MUTED, strokeDash=dash, **told)
        box = box.encode(description="description:N")
    return box


def _text(kind: str, shape: _Shape) -> alt.Chart:
    size = alt.ExprRef(f"width < {_NARROW} ? 12 : 13")
    plain: dict[str, Any] = {"aria": False, "baseline": "middle", "fontSize": size}
    style: dict[str, dict[str, Any]] = {
        "step": {"fontWeight": 500},
        "few": {"color": theme.INK},
        "missing": {"fontStyle": "italic", "color": theme.SECONDARY},
        "untimed": {"fontStyle": "italic", "color": theme.SECONDARY},
    }
    words: alt.Chart = _at(kind, shape).mark_text(**plain, **style[kind]).encode(text="text:N")
    return words.encode(color=alt.Color("ink:N", scale=None)) if kind == "step" else words
