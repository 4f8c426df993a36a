"""Every measure in one frozen record; its SQL is sql/<name>.sql, its Danish words texts/metrics.toml."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

Direction = Literal["higher", "lower", "neutral"]
Kind = Literal["count", "ratio", "histogram"]
Precision = Literal["minute", "hour", "opening", "day"]


@dataclass(frozen=True)
class Metric:
    """One measure: what is divided by what, which way is better, and what the log must tell.

    `unit` is a key of texts/metrics.toml [units]. `needs` are columns with at least one value; `a|b` is
    satisfied by either; `openings` and `costs` ask the initiative. `sensitive` measures read a sensitive
    column and come only from a release. `table` is the letter of the table that decides what it can be
    divided by; `base` that of the exposure or covered days which make a cell without rows a zero; `tally` the
    dimension of a tally sheet that it reads (none: the sheet's total).
    """

    key: str
    numerator: str
    denominator: str | None
    unit: str
    direction: Direction
    kind: Kind
    needs: tuple[str, ...] = ()
    precision: Precision = "day"
    sensitive: bool = False
    table: Literal["e", "o", "k"] = "e"
    base: Literal["c", "x"] | None = None
    tally: str | None = None
    sql: str = ""

    @property
    def file(self) -> str:
        """Name of its SQL: the key, unless two measures read the same histogram."""
        return f"{self.sql or self.key}.sql"


_CONTACTS = (
    Metric("enquiries", "enquiries", None, "enquiries", "neutral", "count", base="c"),
    Metric("served", "served", None, "enquiries", "higher", "count", ("outcome",), base="c", tally="outcome"),
    Metric("enquiries_per_open_hour", "enquiries", "open_hours", "per_hour", "neutral", "ratio", base="x"),
    Metric(
        "target_group_per_open_hour",
        "target_group",
        "open_hours",
        "per_hour",
        "higher",
        "ratio",
        ("target_group",),
        sensitive=True,
        base="x",
        tally="target_group",
    ),
    Metric(
        "target_group_share",
        "target_group",
        "known_group",
        "share",
        "higher",
        "ratio",
        ("target_group",),
        sensitive=True,
        tally="target_group",
    ),
    Metric(
        "wait_median",
        "minutes",
        None,
        "minutes",
        "lower",
        "histogram",
        ("called_at|served_at", "channel"),
        "minute",
        sql="wait",
    ),
    Metric(
        "wait_p90",
        "minutes",
        None,
        "minutes",
        "lower",
        "histogram",
        ("called_at|served_at", "channel"),
        "minute",
        sql="wait",
    ),
    Metric(
        "walk_away_share",
        "left",
        "known_outcome",
        "share",
        "lower",
        "ratio",
        ("outcome", "channel"),
        tally="outcome",
    ),
    Metric(
        "first_contact_resolution",
        "resolved_at_once",
        "resolved_or_passed_on",
        "share",
        "higher",
        "ratio",
        ("outcome",),
    ),
    Metric(
        "misdirected_share",
        "misdirected",
        "known_outcome_or_topic",
        "share",
        "lower",
        "ratio",
        ("outcome|topic",),
        sensitive=True,
        tally="topic",
    ),
    Metric(
        "unbooked_share",
        "unbooked",
        "in_person",
        "share",
        "higher",
        "ratio",
        ("booked_at|appointment_at", "channel"),
    ),
    Metric(
        "arrivals_at_cancelled",
        "at_cancelled",
        None,
        "enquiries",
        "lower",
        "count",
        ("openings",),
        "opening",
        base="c",
    ),
    Metric(
        "outside_opening",
        "outside_opening",
        None,
        "enquiries",
        "neutral",
        "count",
        ("openings",),
        "opening",
        base="c",
    ),
    Metric(
        "displaced_share",
        "another_site",
        "answered",
        "share",
        "neutral",
        "ratio",
        ("otherwise_site",),
        sensitive=True,
        tally="otherwise_site",
    ),
    Metric(
        "satisfaction",
        "score_4_or_5",
        "answered",
        "share",
        "higher",
        "ratio",
        ("satisfaction",),
        sensitive=True,
    ),
)
_CALENDAR = (
    Metric("openings_held", "held", None, "openings", "higher", "count", ("openings",), table="o"),
    Metric("openings_cancelled", "cancelled", None, "openings", "lower", "count", ("openings",), table="o"),
    Metric("openings_planned", "planned", None, "openings", "neutral", "count", ("openings",), table="o"),
    Metric(
        "openings_held_share",
        "held_as_planned",
        "planned",
        "share",
        "higher",
        "ratio",
        ("openings",),
        table="o",
    ),
    Metric(
        "weekly_openings_share",
        "kept_weeks",
        "open_weeks",
        "share",
        "higher",
        "ratio",
        ("openings",),
        table="o",
    ),
    Metric(
        "places_open", "open_towns", "planned_towns", "towns", "higher", "ratio", ("openings",), table="o"
    ),
    Metric("staff_hours", "staff_hours", None, "hours", "neutral", "count", ("openings",), table="o"),
    Metric(
        "staff_hours_per_week",
        "staff_hours",
        "open_weeks",
        "hours_per_week",
        "neutral",
        "ratio",
        ("openings",),
        table="o",
    ),
    Metric(
        "cost_per_enquiry",
        "running_cost",
        "served",
        "kroner",
        "lower",
        "ratio",
        ("costs", "outcome"),
        table="k",
        tally="outcome",
    ),
)

METRICS: Mapping[str, Metric] = {metric.key: metric for metric in (*_CONTACTS, *_CALENDAR)}
