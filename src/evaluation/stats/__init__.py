"""Statistics on counts, never rows. Frozen summaries in, frozen results out; no answer: None and a reason."""

from evaluation.stats.ahead import Later, move_ahead, ramp
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
from evaluation.stats.forecast import Band, OpeningPlan, World, Year, band, simulate_year
from evaluation.stats.looks import obrien_fleming, spent
from evaluation.stats.move import (
    Effect,
    PlaceOpening,
    concurrent_effect,
    expected_move,
    move_effect,
)
from evaluation.stats.needed import chance_of_decision, openings_needed
from evaluation.stats.odd import odd_openings
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
from evaluation.stats.placing import Placement, great_circle_km, max_cover, nearest, p_median
from evaluation.stats.planning import (
    LONGEST,
    Design,
    Plan,
    Reach,
    attainable,
    concurrent_openings,
    detectable,
    quarterly,
    shortest,
    shortest_same,
)
from evaluation.stats.queueing import Served, serve
from evaluation.stats.rates import moment_alpha, rate, rate_from_total
from evaluation.stats.shares import share, share_with_unknown
from evaluation.stats.shrink import shrink, shrink_means
from evaluation.stats.slots import BlockCount, SlotDifference, slot_differences
from evaluation.stats.waits import Histogram, Waits, kaplan_meier, merge, survival

__all__ = [
    "FEWEST_BASELINE",
    "FEWEST_OPENINGS",
    "LEVEL",
    "LONGEST",
    "WARN_AT",
    "Band",
    "BlockCount",
    "Decision",
    "Design",
    "Difference",
    "Effect",
    "Estimate",
    "Histogram",
    "Later",
    "Limits",
    "LogRatio",
    "OpeningPlan",
    "PlaceOpening",
    "Placement",
    "Plan",
    "Reach",
    "Reason",
    "Served",
    "SlotDifference",
    "Verdict",
    "Waits",
    "WeekCount",
    "World",
    "Year",
    "all_pairs",
    "attainable",
    "band",
    "chance_of_decision",
    "concurrent_effect",
    "concurrent_openings",
    "critical",
    "decide",
    "detectable",
    "e_value",
    "expected_move",
    "great_circle_km",
    "kaplan_meier",
    "limits",
    "log_ratio",
    "max_cover",
    "merge",
    "moment_alpha",
    "move_ahead",
    "move_effect",
    "nearest",
    "obrien_fleming",
    "odd_openings",
    "openings_needed",
    "p_median",
    "pairs_of_rates",
    "pairs_of_weeks",
    "quarterly",
    "ramp",
    "rate",
    "rate_from_total",
    "serve",
    "share",
    "share_with_unknown",
    "shortest",
    "shortest_same",
    "shrink",
    "shrink_means",
    "simulate_year",
    "slot_differences",
    "spent",
    "survival",
    "weekly_log_ratio",
]
