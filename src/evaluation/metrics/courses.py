"""Measures of appointments and of whole cases: from booking to visit, and from first contact to the last step."""

from evaluation.metrics.metric import Metric

MINUTES_A_DAY = 1440

BOOKINGS = (
    Metric(
        "booking_lead_days",
        "days",
        None,
        "days",
        "lower",
        "histogram",
        ("booked_at", "appointment_at"),
    ),
    Metric(
        "no_show_share",
        "no_show",
        "known_outcome",
        "share",
        "lower",
        "ratio",
        ("booked_at|appointment_at", "outcome"),
    ),
    Metric(
        "wait_booked_median",
        "minutes",
        None,
        "minutes",
        "lower",
        "histogram",
        ("called_at|served_at", "appointment_at", "channel"),
        "minute",
        sql="wait_booked",
    ),
)
CASES = (
    Metric(
        "handovers_per_case",
        "handovers",
        "closed_cases",
        "per_case",
        "lower",
        "ratio",
        ("case_id",),
        table="s",
    ),
    Metric(
        "steps_per_case",
        "steps",
        "closed_cases",
        "per_case",
        "lower",
        "ratio",
        ("case_id",),
        table="s",
    ),
    Metric(
        "case_duration",
        "minutes",
        None,
        "days",
        "lower",
        "histogram",
        ("case_id",),
        table="s",
        bins=MINUTES_A_DAY,
    ),
    Metric(
        "step_wait",
        "minutes",
        None,
        "days",
        "lower",
        "histogram",
        ("case_id", "ended_at"),
        table="s",
        bins=MINUTES_A_DAY,
    ),
)
