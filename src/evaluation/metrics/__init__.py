"""Measures: one record and one portable query each."""

from evaluation.metrics.compute import compute
from evaluation.metrics.dimensions import DIMENSIONS, Dimension
from evaluation.metrics.measured import Measured, Row
from evaluation.metrics.openings import OpeningCount, opening_counts, waits_by_opening
from evaluation.metrics.registry import METRICS, Metric

__all__ = [
    "DIMENSIONS",
    "METRICS",
    "Dimension",
    "Measured",
    "Metric",
    "OpeningCount",
    "Row",
    "compute",
    "opening_counts",
    "waits_by_opening",
]
