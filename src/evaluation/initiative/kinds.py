"""Kinds of value in `initiative.toml`: ids, names, days and clock times, each strict about what it takes."""

import datetime as dt
from typing import Annotated

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field

KEY_PATTERN = r"^[a-z0-9][a-z0-9_]*$"
MUNICIPALITY_PATTERN = r"^\d{4}$"
MONTH_DAY_PATTERN = r"^\d\d-\d\d$"
#: What a log's value may mean instead of an id: outside the evaluation, nowhere, from elsewhere.
RESERVED = ("outside", "none", "elsewhere")


def _no_number(value: object) -> object:
    """A bare number is a mistake: pydantic would read 10 as ten seconds, in 1970 or past midnight."""
    if isinstance(value, int | float):
        raise ValueError("date_or_time_as_number")
    return value


def _no_zone(value: dt.time) -> dt.time:
    if value.tzinfo is not None:
        raise ValueError("time_with_zone")
    return value


def _in_the_year(value: str) -> str:
    """Accepts 02-29: it is closed in the years that have it."""
    try:
        dt.date.fromisoformat(f"2000-{value}")
    except ValueError:
        raise ValueError("no_such_day") from None
    return value


Key = Annotated[str, Field(pattern=KEY_PATTERN, max_length=60)]
Name = Annotated[str, Field(min_length=1, max_length=200)]
Remark = Annotated[str, Field(min_length=1, max_length=600)]
Day = Annotated[dt.date, BeforeValidator(_no_number)]
Clock = Annotated[dt.time, BeforeValidator(_no_number), AfterValidator(_no_zone)]
MonthDay = Annotated[str, Field(pattern=MONTH_DAY_PATTERN), AfterValidator(_in_the_year)]


class Model(BaseModel):
    """Strict and frozen: an unknown key is a mistake, not a remark."""

    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False)
