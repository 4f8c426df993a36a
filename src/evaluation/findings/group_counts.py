"""Counts and shares by target group, age and exemption: of visible cells only, over completed quarters."""

from dataclasses import dataclass

from evaluation.disclosure import (
    GROUP_TABLE,
    NO,
    UNKNOWN,
    YES,
    Cell,
    CellKey,
    Release,
    Role,
    Status,
    TargetCounts,
    share_of,
)
from evaluation.findings import sensitive
from evaluation.findings.common import on_trial
from evaluation.findings.dataset import Dataset
from evaluation.findings.period import Period
from evaluation.initiative.models import SiteKind


@dataclass(frozen=True)
class Reader:
    """Reads the releases of one role over one period; `keys` are the release's periods that make it up."""

    dataset: Dataset
    role: Role
    keys: tuple[str, ...]

    def release(self, table: str) -> Release | None:
        """The role's release of a table; None where the log lacks it."""
        return sensitive.released(self.dataset, self.role, table)

    def count(self, table: str, site: str, category: str) -> Cell:
        """One count over the period, its quarters added up where every one of them is visible."""
        found = self.release(table)
        if found is None:
            return Cell(Status.MISSING_FIELD, reason=table)
        if not self.keys:
            return Cell(Status.PENDING)
        if on_trial(self.dataset, site):
            return Cell(Status.TOO_EARLY if self.total(table, site) else Status.NO_DATA)
        cells = [found.cell(CellKey(table, site, category, key)) for key in self.keys]
        present = [cell for cell in cells if cell.status is not Status.NO_DATA]
        return sensitive.added(present) if present else Cell(Status.NO_DATA)

    def total(self, table: str, site: str) -> int:
        """All contacts of a site, whatever their group: public."""
        found = self.release(table)
        return 0 if found is None else sum(found.totals.get((table, site, key), 0) for key in self.keys)

    def group_share(self, site: str, group: str) -> Cell:
        """A single group's share of the contacts of known group; what is unknown must be visible too."""
        yes, unknown = (self.count(GROUP_TABLE, site, one) for one in (group, UNKNOWN))
        return share_of(TargetCounts(yes, self._rest(site, yes, unknown), unknown))

    def _rest(self, site: str, yes: Cell, unknown: Cell) -> Cell:
        """What is left of the public total."""
        hidden = next((cell for cell in (yes, unknown) if cell.value is None), None)
        if hidden is not None:
            return Cell(hidden.status, reason=hidden.reason)
        left = self.total(GROUP_TABLE, site) - (yes.value or 0.0) - (unknown.value or 0.0)
        return Cell(Status.VALUE if left else Status.ZERO, left)

    def flag_share(self, table: str, site: str) -> Cell:
        """The share of yes among the known."""
        return share_of(TargetCounts(*(self.count(table, site, one) for one in (YES, NO, UNKNOWN))))


def reader(dataset: Dataset, role: Role, period: Period) -> Reader:
    """For the period's completed quarters: the whole year's own cells where they make one."""
    quarters = sensitive.done_quarters(dataset, period)
    return Reader(dataset, role, sensitive.keys_of(dataset, quarters) if quarters else ())


def together(dataset: Dataset) -> tuple[str, ...]:
    """The sites that the page adds up: pop-ups, or all where there are none; never one on trial."""
    return sensitive.margin_sites(dataset, "popup") or sensitive.margin_sites(dataset, "all")


def head_office(dataset: Dataset) -> str | None:
    """The one head office beside the pop-ups, if there is one."""
    found = [s.id for s in dataset.initiative.sites if s.kind is SiteKind.HEAD_OFFICE]
    popups = sensitive.margin_sites(dataset, "popup")
    return found[0] if len(found) == 1 and popups and not on_trial(dataset, found[0]) else None
