"""Findings as pictures: a frozen chart in, a Vega-Lite spec out, with a Danish text that stands for it."""

from evaluation.charts.calendar import LegendEntry, calendar_alt, calendar_legend, week_calendar_chart
from evaluation.charts.interval import interval_chart
from evaluation.charts.week import week_chart
from evaluation.charts.weeks import week_alt
from evaluation.charts.words import interval_alt

__all__ = [
    "LegendEntry",
    "calendar_alt",
    "calendar_legend",
    "interval_alt",
    "interval_chart",
    "week_alt",
    "week_calendar_chart",
    "week_chart",
]
