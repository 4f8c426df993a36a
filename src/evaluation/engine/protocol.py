"""What the measures ask of an engine: one call, and a few facts known since the load."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal, Protocol

import pyarrow as pa


class QueryError(RuntimeError):
    """A query failed: a developer's error. The message carries the whole SQL, its first line the measure."""

    def __init__(self, sql: str, params: Sequence[object], cause: Exception) -> None:
        super().__init__(f"{cause}\n--- the query, parameters {list(params)!r}:\n{sql}")


@dataclass(frozen=True)
class Facts:
    """What is known of a loaded version before any query.

    `present` holds the columns with at least one value of a citizen's contact, and `openings`, `costs`, `areas`,
    `exposure`, `minute`, `hour` and the survey's questions where the initiative or the log has such a thing.
    `unit` is what rates are divided by: open hours, or days where the initiative has no openings.
    `costs_by_site` is false where a cost concerns the whole initiative. `in_cases`: as `present`, columns of
    contacts and of steps.
    """

    present: frozenset[str]
    unit: Literal["hour", "day"]
    costs_by_site: bool
    data_through: date | None
    in_cases: frozenset[str] = frozenset()


class Engine(Protocol):
    """Executes portable SQL with `?` parameters and answers with an Arrow table. Safe to share by threads."""

    @property
    def facts(self) -> Facts:
        """What is known since the load."""
        ...

    def execute(self, sql: str, params: Sequence[object] = ()) -> pa.Table:
        """All rows of the answer. Raises QueryError with the whole SQL."""
        ...
