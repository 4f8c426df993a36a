"""What an initiative is: the pydantic models of `initiative.toml` (README describes every key)."""

import datetime as dt
from enum import StrEnum
from fractions import Fraction
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from evaluation.initiative.geography import Geography
from evaluation.initiative.happened import ActualOpening, Exposure
from evaluation.initiative.kinds import MUNICIPALITY_PATTERN, Day, Key, Model, Name, Remark
from evaluation.initiative.schedule import Calendar, Change, Rule
from evaluation.initiative.staffing import Candidate, Economy, StaffingModel
from evaluation.initiative.trial_models import TrialRecord


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
    open_from: Day | None = None
    open_to: Day | None = None
    not_offered: tuple[Key, ...] = ()  # topics that are misdirected here
    origin: str = ""  # where a figure such as a coordinate comes from


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
    counts_from: Day | None = None
    counts_to: Day | None = None
    synthetic: bool = False


class Cost(Model):
    """An amount over a period; prorated by days. Origin says where the figure was found."""

    site: Key | None = None  # none: the whole initiative
    from_date: Annotated[Day, Field(alias="from")]
    to_date: Annotated[Day, Field(alias="to")]
    kind: Literal["wages", "transport", "equipment", "running", "one_off", "saving"]
    kr: Annotated[float, Field(ge=0)]
    origin: str = ""
    assumption: bool = False


class Event(Model):
    """What a chart annotates."""

    date: Day
    site: Key | None = None
    text: Name


class Rebase(Model):
    """A person's reasoned decision that what is usual be told anew from a date; nothing does so by itself."""

    from_date: Annotated[Day, Field(alias="from")]
    reason: Remark
    decided_by: Name
    decided_on: Day


class Area(Model):
    """A place people come from, with its residents by age band."""

    id: Key
    name: Name
    sites: tuple[Key, ...] = ()
    lat: Annotated[float, Field(ge=-90, le=90)] | None = None
    lon: Annotated[float, Field(ge=-180, le=180)] | None = None
    code: str | None = None  # the official number, a parish's for example
    residents: int | None = None
    residents_65plus: int | None = None
    year: int | None = None
    origin: str = ""


class Target(Model):
    """A stated target. Absent when the sources state none: then there is never a verdict."""

    at_least: float | None = None
    at_most: float | None = None
    decided_by: Name
    decided_on: Day

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


class Thresholds(Model):
    """Smallest count shown, by role."""

    udvalg: Annotated[int, Field(ge=3)] = 5
    leder: Annotated[int, Field(ge=3)] = 3


class Initiative(Model):
    """Everything the program must know of one initiative."""

    id: Key
    name: Name
    municipality: Annotated[str, Field(pattern=MUNICIPALITY_PATTERN)]
    municipality_name: Name
    committee: Name | None = None
    question: str = ""  # what the committee must decide, as its paper puts it
    timezone: str = "Europe/Copenhagen"
    starts_on: Day
    evaluation_ends_on: Day
    data_from: Day | None = None  # rows before it lie outside; default starts_on
    data_to: Day | None = None
    committee_dates: tuple[Day, ...] = ()
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
    rebase: tuple[Rebase, ...] = ()
    areas: tuple[Area, ...] = ()
    exposure: tuple[Exposure, ...] = ()
    actual: tuple[ActualOpening, ...] = ()
    promise: tuple[Promise, ...] = ()
    economy: Economy = Economy()
    models: tuple[StaffingModel, ...] = ()
    candidates: Annotated[tuple[Candidate, ...], Field(max_length=200)] = ()  # more take minutes to weigh
    trials: Annotated[tuple[TrialRecord, ...], Field(exclude=True)] = ()  # from the folder beside the file
    geography: Annotated[Geography, Field(exclude=True)] = Geography()  # likewise
    notes: tuple[Remark, ...] = ()  # where the sources contradict each other, or say nothing: shown on Metode

    @property
    def first_date(self) -> dt.date:
        """First local date a row may have."""
        return self.data_from or self.starts_on

    @property
    def has_openings(self) -> bool:
        """Without a schedule, rates are per day."""
        return bool(self.schedule or self.actual) or any(c.action == "add" for c in self.changes)

    @property
    def is_example(self) -> bool:
        """Whether every row it can get is made up."""
        return all(source.synthetic for source in self.sources)

    def site(self, site_id: str) -> Site:
        """The site of an id. Raises KeyError."""
        return next((s for s in self.sites if s.id == site_id), None) or _missing(site_id)


def _missing(site_id: str) -> Site:
    raise KeyError(site_id)


def transport_share(hours: float) -> Fraction:
    """Transport hours as the fraction they were written for (2/3 h is written 0.6667)."""
    return Fraction(hours).limit_denominator(60)
