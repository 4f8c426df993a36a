"""The planted truth as typed values, read from `truth.toml`; only `demo` may read it."""

import tomllib
from datetime import date
from functools import cache
from pathlib import Path
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field

Share = Annotated[float, Field(ge=0, le=1)]
Shares = dict[str, Share]
_FOLDER = Path(__file__).parent


class _Model(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Period(_Model):
    """The days of the log, and those on which nobody opens."""

    first_day: date
    popups_from: date
    evaluation_ends: date
    last_day: date
    popup_closed_weeks: tuple[int, ...]
    closed: tuple[date, ...]


class Desk(_Model):
    """What a day at any desk looks like; clock times in minutes after midnight."""

    opens: int
    closes: int
    overdispersion: float  # alpha of the negative binomial
    season: float
    quarter_weights: tuple[float, ...]  # arrivals by quarter of an hour from opening
    early_share: Share
    early_minutes: int
    patience_minutes: float  # mean
    pace: float  # times the usual service time
    grace_minutes: int
    unknown_group: Share
    forgotten: Share
    answered_satisfaction: Share
    age_known: Share
    outcomes: Shares
    other_groups: Shares


class Popup(Desk):
    """What all pop-up places share."""

    staff: int
    ramp_depth: Share
    ramp_tau_weeks: float
    week_sd: float
    late_per_opening: float
    outside_per_opening: float
    vain_share: Share
    answered_otherwise: Share
    answered_first_visit: Share
    otherwise: Shares


class Aars(Desk):
    """The head office; rates per day before the pop-ups opened, and factors since."""

    staff_before: int
    staff_popup_days: int
    popup_weekdays: tuple[int, ...]
    weekdays: tuple[float, ...]
    summer_weeks: tuple[int, ...]
    summer: float
    passports: float
    licences: float
    target: float
    other: float
    passports_after: float
    target_after: float
    other_after: float
    groups: Shares


class Place(_Model):
    """A pop-up place; expected contacts per opening once it is known."""

    id: str
    weekday: int  # Monday is 0
    from_date: Annotated[date, Field(alias="from")]
    to_date: Annotated[date, Field(alias="to")]
    target: float
    other: float
    neighbour_weekday: int  # the pop-up they would otherwise have gone to opens on this day
    groups: Shares


class Cancelled(_Model):
    """An opening that was called off, perhaps for another day."""

    site: str
    day: date
    moved_to: date | None = None


class Peak(_Model):
    """A stretch with more passports."""

    from_date: Annotated[date, Field(alias="from")]
    to_date: Annotated[date, Field(alias="to")]
    factor: float


class Booking(_Model):
    """Appointments for passports and licences in Aars."""

    share: Share
    no_show: Share  # of all appointments
    lead_days_median: float
    lead_log_sd: float
    first_number: int


class Mess(_Model):
    """What makes the exports look like exports."""

    overlap_days: int
    export_minute: int
    repeated: Share
    broken_per_file: int
    cpr_rows: int
    remark: Share
    sloppy_label: Share
    jobcentre_per_day: float


class Tally(_Model):
    """A tally sheet beside the queue system: who is forgotten, who gets two strokes, what is odd."""

    site: str
    from_date: Annotated[date, Field(alias="from")]
    to_date: Annotated[date, Field(alias="to")]
    missed: Share  # of those served
    doubled: Share
    lost: date  # a sheet that nobody handed in
    uneven: date  # a sheet whose groups give more strokes than its topics
    uneven_strokes: int
    topics: tuple[str, ...]  # those with a column of their own


class Truth(_Model):
    """Everything planted."""

    period: Period
    popup: Popup
    aars: Aars
    place: tuple[Place, ...]
    cancelled: tuple[Cancelled, ...]
    booking: Booking
    peak: tuple[Peak, ...]
    service: dict[str, float]
    topics: dict[str, Shares]
    aged: Shares
    exempt: Shares
    satisfaction: dict[str, tuple[float, ...]]
    mess: Mess
    tally: Tally


@cache
def truth() -> Truth:
    """The planted truth."""
    return Truth.model_validate(_toml("truth"))


@cache
def labels() -> dict[str, dict[str, Any]]:
    """The words in which the two systems write their exports."""
    return _toml("labels")


def _toml(name: str) -> dict[str, Any]:
    return tomllib.loads((_FOLDER / f"{name}.toml").read_text(encoding="utf-8"))
