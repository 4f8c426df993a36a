"""One site's figures over a period, each protected for the reader's role."""

from dataclasses import dataclass, replace

from evaluation.disclosure import Cell, Release, Status
from evaluation.findings import live, sensitive
from evaluation.findings.common import enquiries_text, is_daily, number_of, on_trial, openings_text
from evaluation.findings.dataset import Dataset
from evaluation.findings.period import Period
from evaluation.metrics import opening_counts
from evaluation.texts import format as da
from evaluation.texts import text

_TOO_EARLY = Cell(Status.TOO_EARLY)


@dataclass(frozen=True)
class Place:
    """One site's figures, protected; `lead` is what the page compares by."""

    id: str
    name: str
    note: str
    on_trial: bool
    openings: int
    lead: Cell
    rate: Cell
    share: Cell
    wait: live.Wait
    walk_away: Cell


def measure(dataset: Dataset, release: Release | None, site_id: str, period: Period) -> Place:
    """A site's figures; of a site on trial only its name and how often it was open."""
    site, where = dataset.initiative.site(site_id), {"site": site_id}
    held = opening_counts(dataset.engine, period.start, period.end, [site_id])
    target = sensitive.target_group(dataset, release, [site_id], period)
    rate = live.enquiry_rate(dataset, [site_id], period)
    wait = live.wait(dataset, where, period)
    lead = rate if release is None else target.rate
    place = Place(
        id=site_id,
        name=site.name,
        note=_note(dataset, site_id, len(held), period),
        on_trial=on_trial(dataset, site_id),
        openings=len(held),
        lead=lead,
        rate=rate,
        share=target.share,
        wait=wait,
        walk_away=live.share_cell(dataset, "walk_away_share", where, period),
    )
    return _withheld(place) if place.on_trial else place


def _withheld(place: Place) -> Place:
    """A site on trial: no page says how it does before the trial's own looks (design: trials)."""
    return replace(
        place,
        lead=_TOO_EARLY,
        rate=_TOO_EARLY,
        share=_TOO_EARLY,
        wait=live.Wait(_TOO_EARLY, None, 0),
        walk_away=_TOO_EARLY,
    )


def _note(dataset: Dataset, site_id: str, held: int, period: Period) -> str:
    site = dataset.initiative.site(site_id)
    if is_daily(dataset):
        return enquiries_text(number_of(dataset, "enquiries", {"site": (site_id,)}, period))
    said = openings_text(held)
    if site.open_to and site.open_to < period.end:
        return text("findings.openings_to", openings=said, month=da.month(site.open_to))
    if site.open_from and site.open_from > period.start:
        return text("findings.openings_from", openings=said, month=da.month(site.open_from))
    return said
