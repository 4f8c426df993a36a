"""The one look of every chart: colours with their contrast on white, type, and Danish numbers and dates."""

from collections.abc import Mapping
from typing import Any, Final

import altair as alt

from evaluation.texts import table, text

INK: Final = "#1A1A1A"  # 17.4:1
SECONDARY: Final = "#454545"  # 9.6:1
MUTED: Final = "#707070"  # 5.0:1, lines only
HAIRLINE: Final = "#DCDCDC"
BAND: Final = "#DEEBF7"  # normal range; ink on it 14:1
ZONE: Final = "#EDEDED"  # closed, opening months
INTERVAL: Final = "#2171B5"  # 5.1:1, on the band 4.2:1
POINT: Final = "#08306B"  # 12.8:1
PAPER: Final = "#FFFFFF"

FONT: Final = "IBM Plex Sans, system-ui, sans-serif"
SMALL: Final = 13  # px; nothing in a chart is smaller

Spec = dict[str, Any]

PLAIN_NUMBER: Final = "format(datum.value, ',~f')"  # an axis label: "1" and "0,5", not "1,0"


def _words(key: str) -> list[str]:
    return text(key).split()


def locale() -> Spec:
    """Vega's number and time locale in Danish."""
    number = {"decimal": ",", "thousands": ".", "grouping": [3], "minus": "\u2212", "percent": "\u00a0%"}
    return {
        "number": number | {"currency": ["", f"\u00a0{text('charts.locale.currency')}"]},
        "time": table("charts.locale.formats")
        | {
            "periods": ["", ""],
            "days": _words("charts.locale.days"),
            "shortDays": _words("charts.locale.short_days"),
            "months": _words("charts.locale.months"),
            "shortMonths": _words("charts.locale.short_months"),
        },
    }


def config() -> Spec:
    """The Vega-Lite config of every chart; axes are silent to screen readers, the chart has its alt text."""
    axis = {
        "aria": False,
        "labelFont": FONT,
        "labelFontSize": SMALL,
        "labelColor": SECONDARY,
        "titleFont": FONT,
        "titleFontSize": SMALL,
        "titleFontWeight": 400,
        "titleColor": SECONDARY,
        "gridColor": HAIRLINE,
        "domain": False,
        "ticks": False,
        "labelPadding": 8,
        "titlePadding": 12,
    }
    return {
        "font": FONT,
        "background": PAPER,
        "locale": locale(),
        "view": {"stroke": None},
        "padding": {"left": 0, "right": 4, "top": 4, "bottom": 4},
        "autosize": {"type": "fit-x", "contains": "padding"},
        "axis": axis,
        "axisX": {"titleAnchor": "start", "labelFlush": False},
        "text": {"font": FONT, "fontSize": SMALL, "color": INK},
    }


def template(layers: list[alt.Chart], *, height: int | alt.Step, params: tuple[str, ...]) -> Spec:
    """Layers as one validated spec without data, as wide as its container; `params` are filled when drawn."""
    chart = alt.layer(*layers).properties(height=height, width="container").configure(**config())
    spec: Spec = chart.to_dict()
    for layer in spec["layer"]:
        del layer["data"]  # all layers read the rows put in at the top
    return {**spec, "params": [{"name": name, "value": 1} for name in params]}


def no_data() -> alt.NamedData:
    """The placeholder that a template's layers are built on."""
    return alt.NamedData(name="rows")


def with_data(built: Mapping[str, Any], rows: list[Spec], **values: object) -> Spec:
    """A template with its data and its named parameters; the template itself stays as it is."""
    params = [param | {"value": values[param["name"]]} for param in built["params"]]
    return {**built, "data": {"values": rows}, "params": params}
