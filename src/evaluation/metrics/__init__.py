"""Measures: one record and one portable query each."""

from evaluation.metrics.compute import compute, metric_of
from evaluation.metrics.dimensions import DIMENSIONS, Dimension, Value
from evaluation.metrics.imported import enquiries_by_import
from evaluation.metrics.measured import Measured, Row
from evaluation.metrics.openings import (
    OpeningCount,
    opening_counts,
    opening_counts_by_cell,
    tells_openings,
    waits_by_cell,
    waits_by_opening,
)
from evaluation.metrics.registry import METRICS, Metric
from evaluation.metrics.slots import Slot, SlotCounts, SlotUnit, slot_counts

__all__ = [
    "DIMENSIONS",
    "METRICS",
    "Dimension",
    "Measured",
    "Metric",
    "OpeningCount",
    "Row",
    "Slot",
    "SlotCounts",
    "SlotUnit",
    "Value",
    "compute",
    "enquiries_by_import",
    "metric_of",
    "opening_counts",
    "opening_counts_by_cell",
    "slot_counts",
    "tells_openings",
    "waits_by_cell",
    "waits_by_opening",
]
