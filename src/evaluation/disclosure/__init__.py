"""Small-number protection, last before display."""

from evaluation.disclosure.cells import Cell, Role, Status
from evaluation.disclosure.derived import (
    TargetCounts,
    from_estimate,
    rate_of,
    share_of,
    target_counts,
    total,
)
from evaluation.disclosure.linked import CellKey
from evaluation.disclosure.periods import Period, completed, plan_periods, quarter_key
from evaluation.disclosure.plan import (
    ALL_SITES,
    GROUP_TABLE,
    NO,
    OTHER,
    POPUPS,
    TARGET,
    UNKNOWN,
    YES,
    Plan,
    Table,
    allowed,
    margins_of,
    plan_for,
    sums_of,
)
from evaluation.disclosure.released import Release, protect_count, release, threshold_for

__all__ = [
    "ALL_SITES",
    "GROUP_TABLE",
    "NO",
    "OTHER",
    "POPUPS",
    "TARGET",
    "UNKNOWN",
    "YES",
    "Cell",
    "CellKey",
    "Period",
    "Plan",
    "Release",
    "Role",
    "Status",
    "Table",
    "TargetCounts",
    "allowed",
    "completed",
    "from_estimate",
    "margins_of",
    "plan_for",
    "plan_periods",
    "protect_count",
    "quarter_key",
    "rate_of",
    "release",
    "share_of",
    "sums_of",
    "target_counts",
    "threshold_for",
    "total",
]
