"""What one measure is: a frozen record."""

from dataclasses import dataclass
from typing import Literal

Direction = Literal["higher", "lower", "neutral"]
Kind = Literal["count", "ratio", "histogram"]
Precision = Literal["minute", "hour", "opening", "day"]


@dataclass(frozen=True)
class Metric:
    """One measure: what is divided by what, which way is better, and what the log must tell.

    `unit` is a key of texts/metrics.toml [units]. `needs` are columns with at least one value; `a|b` is
    satisfied by either; `openings`, `costs`, `areas` and `exposure` ask the initiative, a question's name the
    survey. `sensitive` measures read a sensitive column and come only from a release. `table` is the letter of
    the table that decides what it can be divided by; `base` that of the exposure, covered days or residents
    which make a cell without rows a zero; `tally` the dimension of a tally sheet that it reads (none: the
    sheet's total). `bins`: how many of a histogram's bins make one unit (minutes a day: 1440).
    """

    key: str
    numerator: str
    denominator: str | None
    unit: str
    direction: Direction
    kind: Kind
    needs: tuple[str, ...] = ()
    precision: Precision = "day"
    sensitive: bool = False
    table: Literal["e", "o", "k", "s", "v"] = "e"
    base: Literal["c", "x", "a", "m", "p"] | None = None
    tally: str | None = None
    sql: str = ""
    bins: int = 1

    @property
    def file(self) -> str:
        """Name of its SQL: the key, unless several measures read the same one."""
        return f"{self.sql or self.key}.sql"
