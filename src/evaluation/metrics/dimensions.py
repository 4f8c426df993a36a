"""What a measure can be divided by, and which tables know it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from evaluation import texts

Value = str | int | bool | date | None

#: Tables by the letter that stands for them in the measures' SQL. p is e without places and channels: of all who
#: came, wherever and however. A case (s) is known by its first contact or step.
TABLES = {
    "e": "enquiries",
    "p": "enquiries",
    "o": "openings",
    "x": "exposure",
    "c": "covered_days",
    "k": "cost_days",
    "s": "cases",
    "v": "survey",
    "a": "residents",
    "m": "amounts",
}


@dataclass(frozen=True)
class Dimension:
    """A name on the command line, the column behind it, and the letters of the tables that have that column.

    `tally`: a line of a tally sheet may count it. `public`: exact and live for every role; all others are
    sensitive and come only from a release.
    """

    key: str
    column: str
    kind: Literal["text", "whole", "flag", "date"]
    tables: str
    public: bool
    tally: bool = False

    def read(self, given: str) -> Value:
        """A value as it is written on the command line. Raises UserError."""
        try:
            return _READ[self.kind](given)
        except (ValueError, KeyError):
            raise texts.error("metrics.bad_value", got=f"{self.key}={given}", name=self.key) from None


def _flag(given: str) -> bool:
    return {"true": True, "false": False}[given.lower()]


_READ: Mapping[str, Callable[[str], Value]] = {
    "text": str,
    "whole": int,
    "flag": _flag,
    "date": date.fromisoformat,
}

_PUBLIC = (
    Dimension("site", "site", "text", "eoxcksvam", True),
    Dimension("site_kind", "site_kind", "text", "eoxcksvam", True),
    Dimension("served_by", "served_by", "text", "es", True),
    Dimension("channel", "channel", "text", "es", True),
    Dimension("outcome", "outcome", "text", "eps", True, tally=True),
    Dimension("source", "source", "text", "eps", True),
    Dimension("weekday", "weekday_iso", "whole", "epoxcsvm", True),
    Dimension("hour", "hour", "whole", "epxs", True),
    Dimension("iso_week", "week", "text", "epoxcksvm", True),
    Dimension("month", "month", "text", "epoxcksvm", True),
    Dimension("quarter", "quarter", "text", "epoxcksvm", True),
    Dimension("year", "year", "whole", "epoxcksvm", True),
)
_OTHERS = (
    Dimension("target_group", "target_group", "text", "eps", False, tally=True),
    Dimension("topic", "topic", "text", "eps", False, tally=True),
    Dimension("home_area", "home_area", "text", "epsa", False, tally=True),
    Dimension("digital_exempt", "digital_exempt", "flag", "eps", False, tally=True),
    Dimension("life_event", "life_event", "text", "eps", False, tally=True),
    Dimension("otherwise_site", "otherwise_site", "text", "eps", False, tally=True),
    Dimension("age_65plus", "age_65plus", "flag", "eps", False),
    Dimension("digitally_challenged", "digitally_challenged", "flag", "eps", False),
    Dimension("vulnerable", "vulnerable", "flag", "eps", False),
    Dimension("first_visit", "first_visit", "flag", "eps", False),
    Dimension("accompanied", "accompanied", "flag", "eps", False),
)
#: Not for the command line: what a bootstrap by opening resamples.
_INTERNAL = (
    Dimension("opening_id", "opening_id", "text", "eo", False),
    Dimension("local_date", "local_date", "date", "epoxcksvm", False),
)

DIMENSIONS: Mapping[str, Dimension] = {d.key: d for d in (*_PUBLIC, *_OTHERS)}
_ALL: Mapping[str, Dimension] = {d.key: d for d in (*_PUBLIC, *_OTHERS, *_INTERNAL)}


def dimension(key: str) -> Dimension:
    """The dimension of a name. Raises UserError with the names there are."""
    if key not in _ALL:
        raise texts.error("metrics.unknown_dimension", got=key, names=", ".join(DIMENSIONS))
    return _ALL[key]
