"""The opening calendar: rules less closed days, with listed changes, as UTC moments."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal


@dataclass(frozen=True)
class Opening:
    """One time a place was, or will be, open; `starts_at` and `ends_at` are naive UTC, `open_hours` elapsed."""

    opening_id: str
    site: str
    starts_at: datetime
    ends_at: datetime
    local_date: date
    open_hours: float
    staff_serving: int
    staff_total: int
    trip_id: str | None
    transport: bool
    kind: str
    status: Literal["held", "cancelled", "planned"]
    reason: str = ""
    replaces: str | None = None
    by_arrangement: bool = False
    assumption: bool = False
