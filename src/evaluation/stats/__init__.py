"""Statistics on counts, never rows. Frozen summaries in, frozen results out; no answer: None and a reason."""

from evaluation.stats.estimate import FEWEST_OPENINGS, LEVEL, Estimate, Reason
from evaluation.stats.pairs import (
    Difference,
    LogRatio,
    WeekCount,
    all_pairs,
    log_ratio,
    pairs_of_rates,
    pairs_of_weeks,
    weekly_log_ratio,
)
from evaluation.stats.rates import moment_alpha, rate, rate_from_total
from evaluation.stats.shares import share, share_with_unknown
from evaluation.stats.slots import BlockCount, SlotDifference, slot_differences
from evaluation.stats.waits import Histogram, Waits, kaplan_meier, merge, survival

__all__ = [
    "FEWEST_OPENINGS",
    "LEVEL",
    "BlockCount",
    "Difference",
    "Estimate",
    "Histogram",
    "LogRatio",
    "Reason",
    "SlotDifference",
    "Waits",
    "WeekCount",
    "all_pairs",
    "kaplan_meier",
    "log_ratio",
    "merge",
    "moment_alpha",
    "pairs_of_rates",
    "pairs_of_weeks",
    "rate",
    "rate_from_total",
    "share",
    "share_with_unknown",
    "slot_differences",
    "survival",
    "weekly_log_ratio",
]
