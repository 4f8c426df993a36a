"""What was, beside what was planned: actual openings, and how much was done where there are none."""

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from evaluation.initiative.kinds import Clock, Day, Key, Model


class Exposure(Model):
    """How much was done in a period where there are no openings to count hours of."""

    site: Key
    from_date: Annotated[Day, Field(alias="from")]
    to_date: Annotated[Day, Field(alias="to")]
    kind: Literal["participants", "staff_hours", "sessions", "machine_hours"]
    amount: Annotated[float, Field(ge=0)]


class ActualOpening(Model):
    """An opening as it was: stands for the calendar's at that site and day with the nearest beginning."""

    site: Key
    date: Day
    opens: Clock
    closes: Clock
    status: Literal["held", "cancelled"] = "held"
    reason: str = ""
    staff_serving: Annotated[int, Field(ge=0)] | None = None  # None: as planned
    staff_total: Annotated[int, Field(ge=0)] | None = None
    kind: Literal["regular", "visit", "stop", "course"] | None = None  # None: as planned

    @model_validator(mode="after")
    def _opens_before_it_closes(self) -> Self:
        if self.closes <= self.opens:
            raise ValueError("closes_before_opens")
        if self.staff_total is not None and self.staff_total < (self.staff_serving or 0):
            raise ValueError("staff_total_below_serving")
        return self
