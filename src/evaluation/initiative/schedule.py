"""When places are open: rules that recur, listed exceptions, and days on which everything is closed."""

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from evaluation.initiative.kinds import Clock, Day, Key, Model, MonthDay

Weekday = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
WEEKDAYS: tuple[Weekday, ...] = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_MOST_STAFF = 500  # at one opening; more is a slip of the keyboard


class Rule(Model):
    """One recurring opening: a weekday and a clock time, every n weeks, or the n-th of a month."""

    site: Key
    weekday: Weekday
    opens: Clock
    closes: Clock
    starts_on: Day | None = None  # default: the initiative's
    ends_on: Day | None = None
    every_weeks: Annotated[int, Field(ge=1, le=52)] = 1
    anchor: Day | None = None  # a day in a week that counts, for every_weeks > 1
    iso_weeks: Literal["all", "even", "odd"] = "all"
    nth_of_month: Literal[1, 2, 3, 4, -1] | None = None  # -1: the last
    staff_serving: Annotated[int, Field(ge=0, le=_MOST_STAFF)] = 1
    staff_total: Annotated[int, Field(ge=0, le=_MOST_STAFF)] | None = None  # a driver does not serve
    trip: Key | None = None  # openings of one trip on one day share its transport
    transport: bool = True
    kind: Literal["regular", "visit", "stop", "course"] = "regular"
    by_arrangement: bool = False
    ignores_closed_weeks: bool = False  # the head office stays open while the pop-ups rest
    assumption: bool = False

    @model_validator(mode="after")
    def _opens_before_it_closes(self) -> Self:
        if self.closes <= self.opens:
            raise ValueError("closes_before_opens")
        if self.every_weeks > 1 and self.anchor is None:
            raise ValueError("anchor_missing")
        if self.staff_total is not None and self.staff_total < self.staff_serving:
            raise ValueError("staff_total_below_serving")
        return self


class Change(Model):
    """A listed exception: an opening cancelled, moved, or added.

    What a move does not say stays as it was; a new beginning without a new end keeps the length.
    """

    action: Literal["cancel", "move", "add"]
    site: Key
    date: Day
    opens: Clock | None = None  # of the opening meant (cancel, move: needed only when there are two)
    closes: Clock | None = None
    reason: str = ""
    to_site: Key | None = None
    to_date: Day | None = None
    to_opens: Clock | None = None
    to_closes: Clock | None = None
    staff_serving: Annotated[int, Field(ge=0)] | None = None

    @model_validator(mode="after")
    def _says_what_its_action_needs(self) -> Self:
        moved = (self.to_site, self.to_date, self.to_opens, self.to_closes)
        if (self.action == "move") != any(part is not None for part in moved):
            raise ValueError("to_belongs_to_move")
        if self.action == "add" and (self.opens is None or self.closes is None):
            raise ValueError("add_needs_times")
        if self.action == "cancel" and self.staff_serving is not None:
            raise ValueError("cancel_with_staff")
        for opens, closes in ((self.opens, self.closes), (self.to_opens, self.to_closes)):
            if opens and closes and closes <= opens:
                raise ValueError("closes_before_opens")
        return self


class Calendar(Model):
    """When everything is closed."""

    closed_iso_weeks: tuple[Annotated[int, Field(ge=1, le=53)], ...] = ()
    holidays: str | None = None  # country code of the `holidays` package: "DK"
    closed_days: tuple[MonthDay, ...] = ()  # "12-24", every year
    closed_dates: tuple[Day, ...] = ()
