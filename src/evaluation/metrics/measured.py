"""What a measure gives before protection: numerators and denominators, never a guess."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from evaluation.metrics.dimensions import Value


@dataclass(frozen=True)
class Row:
    """One cell. `n` is what it rests on: contacts, for measures of the calendar openings, or weeks.

    None is no answer: the log tells nothing of it here. A histogram holds (bin, seen to end, still running): whole
    minutes or days (`Metric.bins` of them make one unit), those called or closed, those who left or are open, and
    nothing else. `extra` holds what belongs beside the figure, such as `unknown` or `excluded`.
    """

    dims: tuple[Value, ...]
    numerator: float | None
    denominator: float | None
    n: int
    histogram: tuple[tuple[int, int, int], ...] | None = None
    extra: Mapping[str, float | None] = field(default_factory=dict)

    @property
    def ratio(self) -> float | None:
        """Numerator / denominator; None when either is unknown or there is nothing to divide by."""
        if self.numerator is None or not self.denominator:
            return None
        return self.numerator / self.denominator


@dataclass(frozen=True)
class Measured:
    """A measure's cells, sorted by `by`. No row for a cell means no data there: the site was not covered.

    `missing` names columns (or `openings`, `costs`, `minute`, a survey's question) that the log lacks: then there
    are no rows. `notes` are keys of texts/metrics.toml [notes]; `unit` one of its [units].
    """

    metric: str
    by: tuple[str, ...]
    rows: tuple[Row, ...]
    unit: str
    missing: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
