"""What an initiative is: the pydantic models of `initiative.toml` (README describes every key)."""

from datetime import date, time
from enum import StrEnum
from fractions import Fraction
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

Key = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9_]*$", max_length=60)]
Name = Annotated[str, Field(min_length=1, max_length=200)]
Weekday = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
WEEKDAYS: tuple[Weekday, ...] = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


class Model(BaseModel):
    """Strict and frozen: an unknown key is a mistake, not a remark."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class SiteKind(StrEnum):
    """What a place is. Comparisons are made between pop-ups only."""

    POPUP = "popup"
    HEAD_OFFICE = "head_office"
    UNIT = "unit"  # a place or unit without openings of its own kind (an agency, a call centre)


class Site(Model):
    """A place where citizens are met; a place that moves is two sites."""

    id: Key
    name: Name
    kind: SiteKind = SiteKind.POPUP
    town: Name | None = None  # places in one town share it: a promise to a town outlives a move
    lat: Annotated[float, Field(ge=-90, le=90)] | None = None
    lon: Annotated[float, Field(ge=-180, le=180)] | None = None
    open_from: date | None = None
    open_to: date | None = None
    not_offered: tuple[Key, ...] = ()  # topics that are misdirected here
    origin: str = ""  # where a figure such as a coordinate comes from


class Rule(Model):
    """One recurring opening: a weekday and a clock time, every n weeks, or the n-th of a month."""

    site: Key
    weekday: Weekday
    opens: time
    closes: time
    starts_on: date | None = None  # default: the initiative's
    ends_on: date | None = None
    every_weeks: Annotated[int, Field(ge=1, le=52)] = 1
    anchor: date | None = None  # a day in a week that counts, for every_weeks > 1
    iso_weeks: Literal["all", "even", "odd"] = "all"
    nth_of_month: Literal[1, 2, 3, 4, -1] | None = None  # -1: the last
    staff_serving: Annotated[int, Field(ge=0)] = 1
    staff_total: Annotated[int, Field(ge=0)] | None = None  # a driver does not serve
    trip: Key | None = None  # openings of one trip on one day share its transport
    transport: bool = True
    kind: Literal["regular", "visit", "stop", "course"] = "regular"
    by_arrangement: bool = False
    assumption: bool = False

    @model_validator(mode="after")
    def _opens_before_it_closes(self) -> Self:
        if self.closes <= self.opens:
            raise ValueError("closes_before_opens")
        if self.every_weeks > 1 and self.anchor is None:
            raise ValueError("anchor_missing")
        return self


class Change(Model):
    """A listed exception: an opening cancelled, moved, or added."""

    action: Literal["cancel", "move", "add"]
    site: Key
    date: date
    opens: time | None = None  # of the opening meant (cancel, move: needed only when there are two)
    closes: time | None = None
    reason: str = ""
    to_site: Key | None = None
    to_date: date | None = None
    to_opens: time | None = None
    to_closes: time | None = None
    staff_serving: Annotated[int, Field(ge=0)] | None = None


class Calendar(Model):
    """When everything is closed."""

    closed_iso_weeks: tuple[Annotated[int, Field(ge=1, le=53)], ...] = ()
    holidays: str | None = None  # country code of the `holidays` package: "DK"
    closed_days: tuple[Annotated[str, Field(pattern=r"^\d\d-\d\d$")], ...] = ()  # "12-24", every year
    closed_dates: tuple[date, ...] = ()


class Group(Model):
    """A target group as the log names it; `target` says whether the offer is meant for it."""

    id: Key
    name: Name
    target: bool


class Topic(Model):
    """What an enquiry is about; KLE number where known."""

    id: Key
    name: Name
    kle: str | None = None


class Source(Model):
    """Where rows come from. Exactly one source counts per site and day; others enrich."""

    id: Key
    name: Name
    counts: tuple[Key, ...] = ()  # the sites whose enquiries this source counts
    counts_from: date | None = None
    counts_to: date | None = None
    synthetic: bool = False


class Cost(Model):
    """An amount over a period; prorated by days. Origin says where the figure was found."""

    site: Key | None = None  # none: the whole initiative
    from_date: Annotated[date, Field(alias="from")]
    to_date: Annotated[date, Field(alias="to")]
    kind: Literal["wages", "transport", "equipment", "running", "one_off", "saving"]
    kr: Annotated[float, Field(ge=0)]
    origin: str = ""
    assumption: bool = False


class Event(Model):
    """What a chart annotates."""

    date: date
    site: Key | None = None
    text: Name


class Area(Model):
    """A place people come from, with its residents by age band."""

    id: Key
    name: Name
    sites: tuple[Key, ...] = ()
    residents: int | None = None
    residents_65plus: int | None = None
    year: int | None = None
    origin: str = ""


class Target(Model):
    """A stated target. Absent when the sources state none: then there is never a verdict."""

    at_least: float | None = None
    at_most: float | None = None
    decided_by: Name
    decided_on: date

    @model_validator(mode="after")
    def _one_bound(self) -> Self:
        if (self.at_least is None) == (self.at_most is None):
            raise ValueError("one_bound")
        return self


class Promise(Model):
    """One line of the løftetavle."""

    key: Key
    name: Name
    source: Name  # who asked for it, and where it stands
    measure: Key | None = None  # None: nothing in the log can tell
    sites: Literal["popup", "head_office", "all"] = "popup"
    target: Target | None = None
    note: str = ""


class Trial(Model):
    """A move under trial; until it is decided no page says which place does better."""

    id: Key
    name: Name
    from_site: Key
    to_site: Key
    starts_on: date
    last_date: date


class Thresholds(Model):
    """Smallest count shown, by role."""

    udvalg: Annotated[int, Field(ge=3)] = 5
    leder: Annotated[int, Field(ge=3)] = 3


class Initiative(Model):
    """Everything the program must know of one initiative."""

    id: Key
    name: Name
    municipality: Annotated[str, Field(pattern=r"^\d{4}$")]
    municipality_name: Name
    committee: Name | None = None
    question: str = ""  # what the committee must decide, as its paper puts it
    timezone: str = "Europe/Copenhagen"
    starts_on: date
    evaluation_ends_on: date
    data_from: date | None = None  # rows before it lie outside; default starts_on
    data_to: date | None = None
    committee_dates: tuple[date, ...] = ()
    ramp_weeks: Annotated[int, Field(ge=0)] = 0  # opløb: word of mouth takes time
    transport_hours: Annotated[float, Field(ge=0)] = 0.0  # per member of staff per trip
    hours_before_per_week: float | None = None
    thresholds: Thresholds = Thresholds()
    calendar: Calendar = Calendar()
    sites: Annotated[tuple[Site, ...], Field(min_length=1)]
    groups: tuple[Group, ...] = ()
    topics: tuple[Topic, ...] = ()
    sources: Annotated[tuple[Source, ...], Field(min_length=1)]
    schedule: tuple[Rule, ...] = ()
    changes: tuple[Change, ...] = ()
    costs: tuple[Cost, ...] = ()
    events: tuple[Event, ...] = ()
    areas: tuple[Area, ...] = ()
    promise: tuple[Promise, ...] = ()
    trials: tuple[Trial, ...] = ()

    @property
    def first_date(self) -> date:
        """First local date a row may have."""
        return self.data_from or self.starts_on

    @property
    def has_openings(self) -> bool:
        """Without a schedule, rates are per day."""
        return bool(self.schedule) or any(c.action == "add" for c in self.changes)

    def site(self, site_id: str) -> Site:
        """The site of an id. Raises KeyError."""
        return next((s for s in self.sites if s.id == site_id), None) or _missing(site_id)


def _missing(site_id: str) -> Site:
    raise KeyError(site_id)


def transport_share(hours: float) -> Fraction:
    """Transport hours as the fraction they were written for (2/3 h is written 0.6667)."""
    return Fraction(hours).limit_denominator(60)
