"""A trial's looks: one row each, on a log scale from "half as many" over "unchanged" to "twice as many".

While it is too early the interval lies on "unchanged": its width shows, its place does not, for a true interval
betrays its midpoint. A planned look has its expected width, dotted.
"""

import functools
from collections.abc import Sequence
from math import log, log1p
from typing import Any, Final

import altair as alt

from evaluation.charts import theme
from evaluation.findings.trial_model import LookRow, LooksChart
from evaluation.findings.trial_words import row_sentence, signed
from evaluation.texts import text

_ROW: Final = 76  # px
_NAME: Final = -24.0  # offsets in px from a row's middle
_VALUE: Final = -5.0
_LINE: Final = 15.0
_RING: Final = 9  # px from the left
_DOUBLING: Final = log(2)
_SIDE: Final = 1.5  # of the outermost tick: room for its label
_MOST: Final = 2  # doublings; a wider interval runs out of the picture and ends in an arrow
_STRIP: Final = 28  # px at the top of a row, kept free of lines behind its words
_GLYPH: Final = 8.0  # px of one sign of a value, which is 16 px bold
_PARAMS: Final = ("reach", "ticks", "labels")


def trial_looks_chart(chart: LooksChart) -> theme.Spec:
    """The Vega-Lite spec of the looks, their data inside; as wide as what it stands in."""
    ticks = _ticks(chart)
    reach = max(ticks) * _DOUBLING * _SIDE
    band = min(log1p(chart.delta), reach)
    rows = [{"row": i, "band": band, "below": -band} | _row(row, reach) for i, row in enumerate(chart.rows)]
    template = _template(frozenset(row.state for row in chart.rows))
    words = {str(tick): text(f"charts.trial.ticks.{_tick_name(tick)}") for tick in ticks}
    # Where five stand they take two lines.
    labels = {tick: word if len(ticks) > 3 else word.replace("|", " ") for tick, word in words.items()}
    values = [tick * _DOUBLING for tick in ticks]
    return theme.with_data(template, rows, reach=reach, ticks=values, labels=labels)


def _ticks(chart: LooksChart) -> tuple[int, ...]:
    """In doublings: one to either side, two where an interval needs it; ½ and 2 stand on every scale."""
    farthest = max([_farthest(row) for row in chart.rows] + [log1p(chart.delta)])
    most = 1 if farthest <= _DOUBLING * _SIDE + 1e-9 else _MOST
    return tuple(range(-most, most + 1))


def _farthest(row: LookRow) -> float:
    if row.ratio is None:
        return row.half_width or 0.0
    return max(abs(log(row.ratio.low)), abs(log(row.ratio.high)))


def _tick_name(tick: int) -> str:
    return f"down_{-tick}" if tick < 0 else f"up_{tick}" if tick else "same"


def _row(row: LookRow, reach: float) -> theme.Spec:
    """One row of data: no place of an interval that is not told enters the spec."""
    base: theme.Spec = {
        "name": row.name,
        "note": row.note,
        "state": row.state,
        "description": row_sentence(row),
    }
    if row.ratio is not None:
        value = text("charts.trial.deciding", value=signed(row.ratio)) if row.deciding else signed(row.ratio)
        low, at, high = (
            min(reach, max(-reach, log(x))) for x in (row.ratio.low, row.ratio.value, row.ratio.high)
        )
        ends = {"low": low, "high": high}
        beyond = {"left": log(row.ratio.low) < -reach, "right": log(row.ratio.high) > reach}
        return base | ends | beyond | {"value": at, "value_text": value, "deciding": row.deciding}
    if row.half_width is not None:
        half, further = min(reach, row.half_width), row.half_width > reach
        base |= {"low": -half, "high": half, "left": further, "right": further}
    return base | ({"word": row.word} if row.word else {})


@functools.lru_cache(maxsize=32)
def _template(states: frozenset[str]) -> theme.Spec:
    """Built and validated once for the states there are: an empty group has no name to hear."""
    layers = [*_frame(), *_intervals(states), *_arrows()]
    layers += _points() if "told" in states else []
    layers += _words() if states - {"told", "early"} else []
    return theme.template([*layers, *_names()], height=alt.Step(_ROW), params=_PARAMS)


def _base(condition: str | None = None) -> alt.Chart:
    y = alt.Y("row:O", axis=None, sort=None, scale=alt.Scale(padding=0))
    chart = alt.Chart(theme.no_data()).encode(y=y)
    return chart.transform_filter(condition) if condition else chart


def _x(field: str, *, axis: bool = False) -> alt.X:
    scale = alt.Scale(domain=[alt.ExprRef("-reach"), alt.ExprRef("reach")], nice=False, zero=False)
    if not axis:
        return alt.X(f"{field}:Q", scale=scale)
    label = f"split(labels[round(datum.value / {_DOUBLING})], '|')"
    # Words in two lines leave each other room; Vega would go by the box around both.
    ticks = alt.Axis(
        title=None, values=alt.ExprRef("ticks"), labelExpr=label, labelLineHeight=16, labelOverlap=False
    )
    return alt.X(f"{field}:Q", scale=scale, axis=ticks)


def _frame() -> list[alt.Chart]:
    """The band in which a difference does not matter, "unchanged" as a line, and a hairline above each row."""
    band = _base().mark_rect(color=theme.BAND, aria=False)
    top = _base().mark_rule(yOffset=-_ROW / 2, color=theme.HAIRLINE, aria=False)
    same = alt.Chart(theme.no_data()).transform_filter("datum.row == 0").transform_calculate(same="0")
    line = same.mark_rule(color=theme.INK, strokeWidth=1.5, aria=False)
    return [
        band.encode(x=_x("below", axis=True), x2="band:Q"),
        line.encode(x=_x("same"), y=alt.value(0), y2=alt.value("height")),
        *_strips(),
        top.encode(x=alt.value(0), x2=alt.value("width")),
    ]


def _strips() -> list[alt.Chart]:
    """No line runs behind a row's name and date, nor in a row that has a word where an interval would be."""
    strip = _base().mark_rule(yOffset=_NAME, strokeWidth=_STRIP, color=theme.PAPER, aria=False)
    whole = _base("!isValid(datum.low)").mark_rect(color=theme.PAPER, aria=False)
    # Vega reckons a stroke's width at its ends too: from side to side it would make the picture narrower.
    inside = {"x": alt.value(_STRIP), "x2": alt.value(alt.ExprRef(f"width - {_STRIP}"))}
    return [strip.encode(**inside), whole.encode(x=alt.value(0), x2=alt.value("width"))]


def _arrows() -> list[alt.Chart]:
    """Where an interval goes on beyond the picture."""
    ends = (("left", "low", 270, 5), ("right", "high", 90, -5))
    return [
        _base(f"datum.{side}")
        .mark_point(
            shape="triangle-up", angle=angle, size=160, filled=True, fill=theme.INTERVAL, opacity=1,
            yOffset=_LINE, xOffset=offset, aria=False,
        )
        .encode(x=_x(field))
        for side, field, angle, offset in ends
    ]  # fmt: skip


def _intervals(states: frozenset[str]) -> list[alt.Chart]:
    """Told: solid. Early: dashed. Planned: dotted."""
    looks: dict[str, dict[str, Any]] = {
        "told": {"strokeWidth": 4, "strokeCap": "round", "color": theme.INTERVAL},
        "early": {"strokeWidth": 4, "strokeDash": [8, 5], "color": theme.INTERVAL},
        "planned": {"strokeWidth": 2, "strokeDash": [2, 3], "color": theme.MUTED},
    }
    layers = []
    for state, look in looks.items():
        if state in states:
            line = _base(f"datum.state == '{state}' && isValid(datum.low)").mark_rule(
                yOffset=_LINE,
                aria=state == "early",
                **look,
                **(_told_aloud() if state == "early" else {}),
            )
            said = {"description": "description:N"} if state == "early" else {}
            layers.append(line.encode(x=_x("low"), x2="high:Q", **said))
    return layers


def _told_aloud() -> dict[str, Any]:
    return {"tooltip": alt.ExprRef("datum.description"), "ariaRoleDescription": text("charts.mark")}


def _points() -> list[alt.Chart]:
    told = _base("datum.state == 'told'")
    dot = told.mark_point(
        yOffset=_LINE, filled=True, size=150, fill=theme.POINT, stroke=theme.PAPER, strokeWidth=2, opacity=1,
        **_told_aloud(),
    )  # fmt: skip
    room = f"{_GLYPH / 2} * length(datum.value_text)"
    clear = f"clamp(scale('x', datum.value), {room}, width - {room}) - scale('x', datum.value)"
    number = told.encode(x=_x("value"), text="value_text:N")
    return [
        *_halo(number, dy=_VALUE, dx=alt.ExprRef(clear), fontSize=16, fontWeight=600, color=theme.POINT),
        dot.encode(x=_x("value"), description="description:N"),
    ]


def _words() -> list[alt.Chart]:
    """What has no interval yet, or never will: a dashed ring and its word."""
    worded = _base("isValid(datum.word)")
    ring = worded.mark_point(
        yOffset=_LINE, size=110, filled=False, stroke=theme.MUTED, strokeWidth=1.8, strokeDash=[3, 2.4],
        opacity=1, **_told_aloud(),
    )  # fmt: skip
    word = worded.encode(x=alt.value(_RING + 15), text="word:N")
    return [
        ring.encode(x=alt.value(_RING), description="description:N"),
        *_halo(word, dy=_LINE, align="left", fontSize=14, color=theme.SECONDARY),
    ]


def _names() -> list[alt.Chart]:
    name = _base().encode(x=alt.value(1), text="name:N")
    note = _base().encode(x=alt.value("width"), text="note:N")
    return [
        *_halo(name, dy=_NAME, align="left", fontSize=14, fontWeight=600),
        *_halo(note, dy=_NAME, align="right", color=theme.SECONDARY),
    ]


def _halo(chart: alt.Chart, **mark: object) -> list[alt.Chart]:
    """Text that stays readable over lines."""
    fixed: dict[str, Any] = {"aria": False, "baseline": "middle"} | mark
    return [chart.mark_text(stroke=theme.PAPER, strokeWidth=5, **fixed), chart.mark_text(**fixed)]


def trial_looks_alt(chart: LooksChart) -> str:
    """The looks as a sentence for those who do not see them."""
    rows: Sequence[str] = [row_sentence(row) for row in chart.rows]
    return text("charts.trial.looks_alt", title=chart.title, rows="; ".join(rows).rstrip("."))
