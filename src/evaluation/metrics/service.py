"""How long a service takes and how long people wait for it, by place: what an opening is simulated from."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from evaluation.engine import Engine
from evaluation.metrics.compute import Where, dims_of, metric_of, selection
from evaluation.metrics.render import render, sql_text


@dataclass(frozen=True)
class ServiceCounts:
    """Of those who came in person to openings that count: minutes → people, and how many were helped.

    `service` as utilisation has it. From arrival, without a booking: `present` and `missing` to the call that found
    them or did not, `left` until they were seen to leave, `waiting` to closing. `stayed`: of those with a known
    outcome all but the missing and those seen to leave; `helped` of these count as served.
    """

    service: Counter[int] = field(default_factory=Counter)
    present: Counter[int] = field(default_factory=Counter)
    missing: Counter[int] = field(default_factory=Counter)
    left: Counter[int] = field(default_factory=Counter)
    waiting: Counter[int] = field(default_factory=Counter)
    helped: int = 0
    stayed: int = 0

    def __add__(self, other: "ServiceCounts") -> "ServiceCounts":
        """Both together."""
        return ServiceCounts(
            self.service + other.service,
            self.present + other.present,
            self.missing + other.missing,
            self.left + other.left,
            self.waiting + other.waiting,
            self.helped + other.helped,
            self.stayed + other.stayed,
        )


_NONE = -1  # minute of the parts that are counted without minutes


def service_counts(
    engine: Engine, start: date | None = None, end: date | None = None, sites: Sequence[str] | None = None
) -> dict[str, ServiceCounts]:
    """By site, from `start` to `end`; contacts alone, since a tally sheet knows no minutes."""
    where: Where = {} if sites is None else {"site": tuple(sites)}
    asked = selection(engine.facts, ("site",), where, start, end)
    sql, params = render(sql_text("support", "service.sql"), metric_of("utilisation"), asked)
    found: dict[str, dict[str, Counter[int]]] = {}
    for row in engine.execute(f"-- service\n{sql}", params).to_pylist():
        parts = found.setdefault(str(dims_of(row, asked)[0]), {})
        minute = _NONE if row["minute"] is None else int(row["minute"])
        parts.setdefault(row["part"], Counter())[minute] += row["n"]
    return {site: _counts(parts) for site, parts in found.items()}


def _counts(parts: dict[str, Counter[int]]) -> ServiceCounts:
    helped, stayed = (parts.pop(name, Counter())[_NONE] for name in ("helped", "stayed"))
    return ServiceCounts(helped=helped, stayed=stayed, **parts)
