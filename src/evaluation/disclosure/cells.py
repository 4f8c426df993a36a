"""The one status of every figure shown: page, tooltip, table, CSV and command line read the same cell."""

from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    """Who reads. Udvalg sees aggregates only, leder smaller ones, dataansvarlig rows."""

    UDVALG = "udvalg"
    LEDER = "leder"
    DATAANSVARLIG = "dataansvarlig"


class Status(StrEnum):
    """What a cell says when it is not, or not only, a number (Danish words in texts/disclosure.toml)."""

    VALUE = "value"
    ZERO = "zero"
    SUPPRESSED = "suppressed"
    NO_DATA = "no_data"
    PENDING = "pending"  # the period is not complete
    NOT_PUBLISHED = "not_published"  # outside the release plan
    TOO_EARLY = "too_early"
    MISSING_FIELD = "missing_field"  # the log lacks a column the measure needs


@dataclass(frozen=True)
class Cell:
    """One protected figure; `value` is None unless status is value or zero.

    `low` and `high` bound it (95 %), `n` is the number of contacts or openings behind it where that may be
    shown, `reason` a key of texts/ that explains a missing value or interval.
    """

    status: Status
    value: float | None = None
    low: float | None = None
    high: float | None = None
    n: int | None = None
    reason: str | None = None

    @property
    def shown(self) -> bool:
        """Whether there is a number to show."""
        return self.value is not None
