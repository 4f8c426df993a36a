"""What might be done instead: models of opening and staffing, what they may cost, other places to try."""

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from evaluation.initiative.kinds import Day, Key, Model, Name
from evaluation.initiative.schedule import Rule

Judged = Literal["yes", "partly", "no"]
_MOST_KR = 1e12  # more is a slip of the keyboard; no axis or sentence could hold it


class StaffingModel(Model):
    """A way to open: recurring openings with their staff and transport, booked or not; all pop-up places at once."""

    id: Key
    name: Name
    note: str = ""  # one line below the name: "2 medarbejdere, 1½ time hver uge"
    origin: str = ""  # who proposed it, and where that stands
    booking: bool = False
    openings: Annotated[tuple[Rule, ...], Field(min_length=1)]

    @model_validator(mode="after")
    def _somebody_serves(self) -> Self:
        if any(rule.staff_serving == 0 for rule in self.openings):
            raise ValueError("no_staff")
        return self


class Extra(Model):
    """Something that could be bought besides; a reader switches it on."""

    id: Key
    name: Name
    kr: Annotated[float, Field(ge=0, le=_MOST_KR)]
    note: str = ""  # what the amount leaves out: a subscription without a figure
    origin: str = ""


class Economy(Model):
    """Prices as parameters, each with its origin. Without an hourly price it is derived from budget and hours."""

    budget_per_year: Annotated[float, Field(gt=0, le=_MOST_KR)] | None = None
    budget_weeks: Annotated[int, Field(ge=1, le=53)] = 52  # weeks that the budget was spread over
    budget_origin: str = ""
    price_per_hour: Annotated[float, Field(gt=0, le=_MOST_KR)] | None = None
    price_origin: str = ""
    extras: tuple[Extra, ...] = ()


class Candidate(Model):
    """A place that could be tried. The criteria are people's judgement: `judged_by` says whose."""

    id: Key
    name: Name
    town: Name | None = None
    lat: Annotated[float, Field(ge=-90, le=90)] | None = None
    lon: Annotated[float, Field(ge=-180, le=180)] | None = None
    origin: str = ""
    central: Judged | None = None
    anonymous: Judged | None = None
    group_comes: Judged | None = None  # where the target group already comes
    judged_by: str = ""
    judged_on: Day | None = None
