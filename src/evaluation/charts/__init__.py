"""Findings as pictures: a frozen chart in, a Vega-Lite spec out, with a Danish text that stands for it."""

from evaluation.charts.calendar import LegendEntry, calendar_alt, calendar_legend, week_calendar_chart
from evaluation.charts.calibration import calibration_alt, calibration_chart
from evaluation.charts.interval import interval_chart
from evaluation.charts.known import known_alt, known_chart
from evaluation.charts.map import map_legend, placing_map
from evaluation.charts.planning import planning_alt, planning_chart
from evaluation.charts.trial_looks import trial_looks_alt, trial_looks_chart
from evaluation.charts.trial_openings import trial_openings_alt, trial_openings_chart
from evaluation.charts.week import week_chart
from evaluation.charts.weeks import week_alt
from evaluation.charts.words import interval_alt

__all__ = [
    "LegendEntry",
    "calendar_alt",
    "calendar_legend",
    "calibration_alt",
    "calibration_chart",
    "interval_alt",
    "interval_chart",
    "known_alt",
    "known_chart",
    "map_legend",
    "placing_map",
    "planning_alt",
    "planning_chart",
    "trial_looks_alt",
    "trial_looks_chart",
    "trial_openings_alt",
    "trial_openings_chart",
    "week_alt",
    "week_calendar_chart",
    "week_chart",
]
