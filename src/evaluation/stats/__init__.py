"""Statistics on counts, never rows. Frozen summaries in, frozen results out; no answer: None and a reason."""

from evaluation.stats.control import FEWEST_BASELINE, Limits, limits
from evaluation.stats.decide import (
    WARN_AT,
    Decision,
    Verdict,
    critical,
    decide,
    e_value,
)
from evaluation.stats.estimate import FEWEST_OPENINGS, LEVEL, Estimate, Reason
from evaluation.stats.looks import obrien_fleming, spent
from evaluation.stats.move import (
    Effect,
    PlaceOpening,
    concurrent_effect,
    expected_move,
    move_effect,
)
from evaluation.stats.needed import openings_needed
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
    "FEWEST_BASELINE",
    "FEWEST_OPENINGS",
    "LEVEL",
    "WARN_AT",
    "BlockCount",
    "Decision",
    "Difference",
    "Effect",
    "Estimate",
    "Histogram",
    "Limits",
    "LogRatio",
    "PlaceOpening",
    "Reason",
    "SlotDifference",
    "Verdict",
    "Waits",
    "WeekCount",
    "all_pairs",
    "concurrent_effect",
    "critical",
    "decide",
    "e_value",
    "expected_move",
    "kaplan_meier",
    "limits",
    "log_ratio",
    "merge",
    "moment_alpha",
    "move_effect",
    "obrien_fleming",
    "openings_needed",
    "pairs_of_rates",
    "pairs_of_weeks",
    "rate",
    "rate_from_total",
    "share",
    "share_with_unknown",
    "slot_differences",
    "spent",
    "survival",
    "weekly_log_ratio",
]
