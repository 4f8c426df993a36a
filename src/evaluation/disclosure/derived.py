"""Sensitive figures, made from visible released cells and public totals only; else hidden."""

from collections.abc import Collection
from dataclasses import dataclass, replace

from evaluation.disclosure.cells import Cell, Status
from evaluation.disclosure.linked import CellKey
from evaluation.disclosure.plan import GROUP_TABLE, TARGET, UNKNOWN, sums_of
from evaluation.disclosure.released import Release, protect_count
from evaluation.stats import Estimate, Reason, rate_from_total, share, share_with_unknown

#: A rate of so few openings has no interval, and is not told without one.
_TOO_FEW = (Reason.ONE_OPENING, Reason.FEW_OPENINGS)


@dataclass(frozen=True)
class TargetCounts:
    """Contacts from the target group (or of what else is asked), others, and unknown; each may be hidden."""

    yes: Cell
    no: Cell
    unknown: Cell

    @property
    def cells(self) -> tuple[Cell, Cell, Cell]:
        """All three."""
        return self.yes, self.no, self.unknown


def total(release: Release, table: str, site: str, period: str, categories: Collection[str]) -> Cell:
    """The sum of some categories of a row: of their own cells, or the public total less all the others.

    Either way of visible cells only; otherwise hidden. A category that no row has counts 0.
    """
    row = release.row(table, site, period)
    if not row:
        return release.cell(CellKey(table, site, "", period))
    inside = [cell for category, cell in row.items() if category in categories]
    outside = [cell for category, cell in row.items() if category not in categories]
    if all(cell.shown for cell in inside):
        return protect_count(_sum(inside), 0)
    if all(cell.shown for cell in outside):
        return protect_count(release.totals[table, site, period] - _sum(outside), 0)
    return Cell(Status.SUPPRESSED)


def target_counts(release: Release, site: str, period: str) -> TargetCounts:
    """The group table's row in three: meant for, not meant for, unknown."""
    return counts_in_three(release, sums_of(GROUP_TABLE), site, period, {TARGET})


def counts_in_three(
    release: Release, table: str, site: str, period: str, yes: Collection[str]
) -> TargetCounts:
    """A row in three: the categories of `yes`, the other known ones, unknown."""
    others = release.row(table, site, period).keys() - {*yes, UNKNOWN}
    return TargetCounts(*(total(release, table, site, period, part) for part in (yes, others, {UNKNOWN})))


def share_of(counts: TargetCounts) -> Cell:
    """Share of the target group among those of known group, with Wilson's interval; all three counts visible.

    Above 20 % unknown the ends are bounds (`stats.share_with_unknown`). `n` is the number of known group.
    """
    return _hidden(counts) or from_estimate(share_with_unknown(*(cell.value or 0.0 for cell in counts.cells)))


def answers_share(counts: TargetCounts) -> Cell:
    """Share of yes among those who answered a question that not all were asked, with Wilson's interval.

    All three counts visible. It is told with the number who answered, `n`: of the others it says nothing.
    """
    yes, no, _ = (cell.value or 0.0 for cell in counts.cells)
    return _hidden(counts) or from_estimate(share(yes, yes + no))


def _hidden(counts: TargetCounts) -> Cell | None:
    """Why nothing made of the counts can be shown; None where all three are visible."""
    hidden = next((cell for cell in counts.cells if not cell.shown), None)
    return None if hidden is None else Cell(hidden.status, reason=hidden.reason)


def rate_of(count: Cell, *, hours: float, alpha: float | None, openings: int) -> Cell:
    """Contacts per open hour from a released count alone; where it is not visible the cell says so.

    `alpha` is `stats.moment_alpha` of the public counts of all contacts per opening, `hours` and `openings`
    those that the count was made at.
    """
    if count.value is None:
        return Cell(count.status)
    cell = from_estimate(rate_from_total(count.value, hours, alpha, openings))
    return replace(cell, n=None) if cell.status is Status.TOO_EARLY else cell


def from_estimate(estimate: Estimate) -> Cell:
    """A figure of statistics as a cell; the reason becomes a key of texts/. Of too few openings: no figure."""
    reason = f"stats.reasons.{estimate.reason}" if estimate.reason else None
    if estimate.reason in _TOO_FEW:
        return Cell(Status.TOO_EARLY, n=estimate.n, reason=reason)
    if estimate.value is None:
        return Cell(Status.NO_DATA, None, estimate.low, estimate.high, estimate.n, reason)
    status = Status.VALUE if estimate.value else Status.ZERO
    return Cell(status, estimate.value, estimate.low, estimate.high, estimate.n, reason)


def _sum(cells: Collection[Cell]) -> int:
    return sum(int(cell.value or 0) for cell in cells)
