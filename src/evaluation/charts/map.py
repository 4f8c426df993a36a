"""A map without a background: areas as circles, places by shape, rings of the chosen reach. Nothing is fetched.

East and north have the same scale at any width; where only one of them fills the picture, the other has air.
"""

import functools
from collections.abc import Iterator
from typing import Any, Final

import altair as alt

from evaluation.charts import theme
from evaluation.charts.calendar import LegendEntry
from evaluation.charts.rows import halo
from evaluation.findings.placing_model import MapPlace, PlacingMap
from evaluation.texts import text

_HEIGHT: Final = 600  # px
_AIR: Final = 28  # px between the outermost point and the edge
_LARGEST: Final = 1600  # px², the area of the largest circle; less on a phone
_SCALE_KM: Final = 5
#: Kilometres a pixel: the same both ways.
_KM: Final = f"max(across / (width - {2 * _AIR}), up / (height - {2 * _AIR}))"
_KINDS: Final = (
    "outline",
    "area",
    "beyond",
    "ring",
    "best_ring",
    "office",
    "today",
    "candidate",
    "best",
    "scale",
)
_SHAPES: Final[dict[str, tuple[str, int, str]]] = {
    "candidate": ("circle", 70, theme.PAPER),
    "today": ("square", 130, theme.POINT),
    "office": ("diamond", 230, theme.POINT),
}


def placing_map(found: PlacingMap) -> theme.Spec:
    """The Vega-Lite spec of a map, its data inside; as wide as what it stands in."""
    rows = list(_rows(found))
    there = tuple(kind for kind in _KINDS if any(row["kind"] == kind for row in rows))
    across, up = (max(2 * half, 1.0) for half in found.half)
    return theme.with_data(_template(there), rows, across=across, up=up, ring=found.ring_km or 0.0)


def map_legend(found: PlacingMap) -> tuple[LegendEntry, ...]:
    """What the marks mean, only what occurs."""
    kinds = {
        "covered": any(area.covered for area in found.areas),
        "beyond": any(not area.covered for area in found.areas),
        **{kind: any(p.kind == kind for p in found.places) for kind in ("office", "today", "candidate")},
        "best": any(_is_best(p) for p in found.places),
    }
    fills = {"covered": theme.BAND, "office": theme.POINT, "today": theme.POINT}
    return tuple(
        LegendEntry(f"map_{kind}", fills.get(kind, theme.PAPER), text(f"placing.legend.{kind}"))
        for kind, there in kinds.items()
        if there
    )


def _is_best(place: MapPlace) -> bool:
    """The head office is in every set: no mark tells it."""
    return place.best and place.kind != "office"


# --- the rows


def _rows(found: PlacingMap) -> Iterator[theme.Spec]:
    for line, outline in enumerate(found.outlines):
        for order, at in enumerate(outline):
            yield {"kind": "outline", "x": at[0], "y": at[1], "line": line, "order": order}
    for area in found.areas:
        kind = "area" if area.covered else "beyond"
        yield _at(area.at) | {"kind": kind, "size": area.size, "description": area.words}
    for place in found.places:
        yield from _place(place, rings=found.ring_km is not None)
    yield {"kind": "scale", "word": text("placing.map.scale", number=_SCALE_KM)}


def _at(point: tuple[float, float]) -> theme.Spec:
    return {"x": point[0], "y": point[1]}


def _place(place: MapPlace, *, rings: bool) -> Iterator[theme.Spec]:
    at = _at(place.at)
    if rings and place.kind != "candidate":
        yield at | {"kind": "ring"}
    elif rings and place.best:
        yield at | {"kind": "best_ring"}
    if _is_best(place):
        yield at | {"kind": "best"}
    yield at | {
        "kind": place.kind,
        "label": place.label,
        "below": _below(place),
        "far": 13 if _is_best(place) else 9,  # px from the middle to below the mark
        "description": place.words,
    }


def _below(place: MapPlace) -> str:
    """The word below a name: what the place is; nothing below a number."""
    if place.kind == "candidate":
        return text("placing.map.short_best") if place.best else ""
    key = "short_both" if _is_best(place) else f"short_{place.kind}"
    return text(f"placing.map.{key}")


# --- the drawing


@functools.lru_cache(maxsize=32)
def _template(there: tuple[str, ...]) -> theme.Spec:
    """Built and validated once for the kinds of marks that there are."""
    layers: list[alt.Chart] = []
    layers += [_outlines()] if "outline" in there else []
    layers += [_circles(kind) for kind in ("area", "beyond") if kind in there]
    layers += [_rings(kind) for kind in ("ring", "best_ring") if kind in there]
    layers += _scale()
    layers += [_places(kind) for kind in _SHAPES if kind in there]
    layers += [_best()] if "best" in there else []
    layers += _labels()
    return theme.template(layers, height=_HEIGHT, params=("across", "up", "ring"))


def _base(*kinds: str) -> alt.Chart:
    across = [alt.ExprRef(f"{sign}width / 2 * {_KM}") for sign in ("-", "")]
    up = [alt.ExprRef(f"{sign}height / 2 * {_KM}") for sign in ("-", "")]
    x = alt.X("x:Q", axis=None, scale=alt.Scale(domain=across, nice=False, zero=False))
    y = alt.Y("y:Q", axis=None, scale=alt.Scale(domain=up, nice=False, zero=False))
    one_of = alt.FieldOneOfPredicate(field="kind", oneOf=list(kinds))
    chart: alt.Chart = alt.Chart(theme.no_data()).encode(x=x, y=y).transform_filter(one_of)
    return chart


def _told() -> dict[str, Any]:
    return {
        "tooltip": alt.ExprRef("datum.description"),
        "ariaRoleDescription": text("placing.map.mark"),
        "opacity": 1,
    }


def _outlines() -> alt.Chart:
    line = _base("outline").mark_line(color=theme.MUTED, strokeWidth=0.8, clip=True, aria=False)
    drawn: alt.Chart = line.encode(detail="line:N", order="order:Q")
    return drawn


def _circles(kind: str) -> alt.Chart:
    """Pale and drawn in full where it is within reach, empty and dashed where it is not."""
    inside = kind == "area"
    base: alt.Chart = _base(kind).encode(description="description:N")
    circle: alt.Chart = base.mark_point(
        shape="circle",
        filled=True,
        fill=theme.BAND if inside else theme.PAPER,
        stroke=theme.INTERVAL if inside else theme.MUTED,
        strokeWidth=1.2,
        strokeDash=[1, 0] if inside else [3, 2.4],
        size=alt.ExprRef(f"30 + datum.size * min({_LARGEST}, 3 * width)"),
        **_told(),
    )
    return circle


def _rings(kind: str) -> alt.Chart:
    ring: alt.Chart = _base(kind).mark_point(
        shape="circle",
        filled=False,
        stroke=theme.INTERVAL,
        strokeWidth=1.2,
        strokeDash=[1, 0] if kind == "ring" else [6, 4],
        size=alt.ExprRef(f"4 * pow(ring / ({_KM}), 2)"),  # a symbol's size is that of the square round it
        opacity=1,
        clip=True,
        aria=False,
    )
    return ring


def _scale() -> list[alt.Chart]:
    """How long five kilometres are, at the bottom left."""
    base = alt.Chart(theme.no_data()).transform_filter("datum.kind == 'scale'")
    at = base.encode(x=alt.value(2), y=alt.value(_HEIGHT - 8))
    line = at.mark_rule(color=theme.INK, strokeWidth=2, aria=False)
    words = at.encode(text="word:N").mark_text(align="left", baseline="bottom", dy=-5, aria=False)
    return [line.encode(x2=alt.value(alt.ExprRef(f"2 + {_SCALE_KM} / ({_KM})"))), words]


def _places(kind: str) -> alt.Chart:
    shape, size, fill = _SHAPES[kind]
    base: alt.Chart = _base(kind).encode(description="description:N")
    mark: alt.Chart = base.mark_point(
        shape=shape, filled=True, size=size, fill=fill, stroke=theme.POINT, strokeWidth=2, **_told()
    )
    return mark


def _best() -> alt.Chart:
    ring: alt.Chart = _base("best").mark_point(
        shape="circle", filled=False, size=480, stroke=theme.POINT, strokeWidth=2.5, opacity=1, aria=False
    )
    return ring


def _labels() -> list[alt.Chart]:
    """A name below its mark, and below that what the place is; a candidate's number beside its own."""
    base = _base(*_SHAPES)
    half = "3.9 * max(length(datum.label), length(datum.below))"
    inside = alt.ExprRef(
        f"clamp(scale('x', datum.x), {half}, max({half}, width - {half})) - scale('x', datum.x)"
    )
    named, numbered = (base.transform_filter(f"{sign}datum.below") for sign in ("", "!"))
    names = halo(named.encode(text="label:N"), dx=inside, dy=alt.ExprRef("datum.far + 9"), fontWeight=600)
    below = {"dx": inside, "dy": alt.ExprRef("datum.far + 25"), "color": theme.SECONDARY}
    numbers = halo(numbered.encode(text="label:N"), dx=10, align="left", fontWeight=600)
    return [*names, *halo(named.encode(text="below:N"), **below), *numbers]
