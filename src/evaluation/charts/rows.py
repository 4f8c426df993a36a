"""What charts of rows share: a hairline and a name above each row, its figure over its mark, one axis from 0."""

from dataclasses import dataclass
from typing import Any, Final, Literal

import altair as alt

from evaluation.charts import theme
from evaluation.texts import text

EDGE: Final = 10  # px from the plot's side to 0, so that labels at 0 stay inside
HEADROOM: Final = 1.15  # of the axis beyond the largest figure, for its label
_PHONE: Final = 320  # px; the narrowest plot


@dataclass(frozen=True)
class Row:
    """Heights in px, as offsets from the row's middle."""

    height: int

    @property
    def top(self) -> float:
        """Its hairline."""
        return -self.height / 2

    @property
    def name(self) -> float:
        """Its name."""
        return self.top + 14

    @property
    def value(self) -> float:
        """Its figure in words."""
        return self.height / 2 - 46

    @property
    def dot(self) -> float:
        """Its mark."""
        return self.height / 2 - 25


_PLAIN: Final = Row(86)
_ROOMY: Final = Row(104)  # with a line of its own for a note that finds no room beside the name on a phone


def height_of(lines: list[tuple[str, str]]) -> Row:
    """How high the rows must be for these names and notes."""
    crowded = any(note and first_line(name, note) > _PHONE for name, note in lines)
    return _ROOMY if crowded else _PLAIN


def first_line(name: str, note: str) -> float:
    """About how many px name (14 px, bold) and note (13 px) need side by side."""
    return 8.2 * len(name) + 6.7 * len(note) + 12


def base(needs: str | None = None) -> alt.Chart:
    """Marks one a row; only of rows that have the field `needs`."""
    y = alt.Y("row:O", axis=None, sort=None, scale=alt.Scale(padding=0))
    chart = alt.Chart(theme.no_data()).encode(y=y)
    return chart.transform_filter(f"isValid(datum.{needs})") if needs else chart


def x(field: str, axis_title: str = "", unit: Literal["number", "percent", "minutes"] = "number") -> alt.X:
    """A field on the one axis, from 0 to the parameter `top`; the layer that gives a title draws the axis."""
    scale = alt.Scale(domain=[0, alt.ExprRef("top")], nice=False, padding=EDGE)
    if not axis_title:
        return alt.X(f"{field}:Q", scale=scale)
    sign = " + '\u00a0%'" if unit == "percent" else ""
    axis = alt.Axis(title=axis_title, values=alt.ExprRef("ticks"), labelExpr=theme.PLAIN_NUMBER + sign)
    return alt.X(f"{field}:Q", scale=scale, axis=axis)


def halo(chart: alt.Chart, **mark: object) -> list[alt.Chart]:
    """Text that stays readable over grid lines."""
    fixed: dict[str, Any] = {"aria": False, "baseline": "middle"} | mark
    return [chart.mark_text(stroke=theme.PAPER, strokeWidth=5, **fixed), chart.mark_text(**fixed)]


def frame(row: Row) -> list[alt.Chart]:
    """A hairline above each row, the name at the left, the note at the right, or below where it is narrow."""
    line = base().mark_rule(yOffset=row.top, color=theme.HAIRLINE, aria=False)
    name = base().encode(x=alt.value(1), text="name:N")
    note = base().encode(x=alt.value("width"), text="note:N")
    crowded = "datum.line > width"
    return [
        line.encode(x=alt.value(0), x2=alt.value("width")),
        *halo(name, dy=row.name, align="left", fontSize=14, fontWeight=600, limit=alt.ExprRef("width")),
        *halo(
            note,
            align=alt.ExprRef(f"{crowded} ? 'left' : 'right'"),
            dx=alt.ExprRef(f"{crowded} ? 1 - width : 0"),
            dy=alt.ExprRef(f"{crowded} ? {row.name + 17} : {row.name}"),
            limit=alt.ExprRef("width"),
            color=theme.SECONDARY,
        ),
    ]


def figure(row: Row, field: str = "value") -> list[alt.Chart]:
    """`value_text` over the mark at `field`, never beyond the plot's sides."""
    number = base("value").encode(x=x(field), text="value_text:N")
    clear = alt.ExprRef(
        f"clamp(scale('x', datum.{field}), {EDGE - 7} + 4.4 * length(datum.value_text),"
        " width - 4.4 * length(datum.value_text))"
        f" - scale('x', datum.{field})"
    )
    return halo(number, dy=row.value, dx=clear, fontSize=16, fontWeight=600, color=theme.POINT)


def unshown(row: Row) -> list[alt.Chart]:
    """Too early: dashed ring. Hidden: dashed box. No data: solid box. Each with its word."""
    mark = base("word").mark_point(
        yOffset=row.dot, size=110, filled=False, stroke=theme.MUTED, strokeWidth=1.8, opacity=1,
        ariaRoleDescription=text("charts.mark"),
    )  # fmt: skip
    dash = alt.condition("datum.dashed", alt.value([3, 2.4]), alt.value([1, 0]))
    word = base("word").encode(x=alt.value(24), text="word:N")
    shaped = mark.encode(
        x=alt.value(EDGE - 1),
        shape=alt.Shape("shape:N", scale=None),
        strokeDash=dash,
        description="description:N",
    )
    return [shaped, *halo(word, dy=row.dot, align="left", fontSize=14, color=theme.SECONDARY)]
