"""Measures: one record and one portable query each."""

from evaluation.metrics.compute import compute, metric_of
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
    "metric_of",
    "opening_counts",
    "waits_by_opening",
]
