"""What several pages say alike: the sites compared, definitions, caveats, the footer."""

from collections.abc import Iterable

from evaluation.disclosure import Release, Role
from evaluation.findings import live, trial_state
from evaluation.findings.dataset import Dataset
from evaluation.findings.model import Footer
from evaluation.findings.pages import Definitions
from evaluation.findings.period import Period
from evaluation.initiative.models import SiteKind
from evaluation.metrics import METRICS
from evaluation.texts import format as da
from evaluation.texts import table, text

#: When something was imported is told on the reader's clock, wherever the citizens were.
READERS_ZONE = "Europe/Copenhagen"


def main_sites(dataset: Dataset) -> list[str]:
    """The sites a page compares, in Danish order: pop-ups, or all where there are none."""
    every = dataset.initiative.sites
    popups = [s for s in every if s.kind is SiteKind.POPUP]
    return [s.id for s in sorted(popups or every, key=lambda s: da.danish_key(s.name))]


def is_daily(dataset: Dataset) -> bool:
    """Whether rates are per day, since the initiative has no openings."""
    return not dataset.initiative.has_openings


def on_trial(dataset: Dataset, site_id: str) -> bool:
    """Whether a place is under trial: until it is decided nobody is told how it does (design: trials)."""
    return any(state.hides and state.record.trial.to_site == site_id for state in trial_state.states(dataset))


def hidden_measures(dataset: Dataset, site_id: str) -> set[str]:
    """What nobody is told of a place before its trial's looks, whatever the role: what trials are decided by."""
    measures = {s.record.trial.measure for s in trial_state.states(dataset) if s.hides}
    return measures | _TRIAL_MEASURES if on_trial(dataset, site_id) else set()


def was_on_trial(dataset: Dataset, site_id: str) -> bool:
    """Whether a place is or ever was on trial: sums leave it out for good.

    A sum that took it in the day its trial was decided would, less the sum shown before, give it away; and so would
    one that left it out from the day its trial was registered, if it had been open until then. Only a registration
    before its first opening counts.
    """
    held = [o.local_date for o in dataset.openings if o.site == site_id]
    versions = (v for record in dataset.initiative.trials for v in record.versions)
    entered = [v.at.date() for v in versions if v.content.to_site == site_id]
    return bool(entered) and (not held or min(entered) < min(held))


def moves(dataset: Dataset) -> list[set[str]]:
    """The two places of each trial: how they differ is told by the trial alone."""
    return [{record.trial.from_site, record.trial.to_site} for record in dataset.initiative.trials]


def number_of(dataset: Dataset, key: str, where: live.Where, period: Period) -> int:
    """A public count over the period; 0 where nothing is there to count."""
    row = live.row_of(live.measured(dataset, key, where, period))
    return int(row.numerator or 0) if row else 0


def openings_text(count: int) -> str:
    """ "1 åbning", "30 åbninger"."""
    if count == 1:
        return text("findings.openings_one")
    return text("findings.openings_many", count=da.number(count))


def enquiries_text(count: int) -> str:
    """ "1 henvendelse", "30 henvendelser"."""
    if count == 1:
        return text("findings.enquiries_one")
    return text("findings.enquiries_many", count=da.number(count))


_TRIAL_MEASURES = {"target_group_per_open_hour", "target_group_share"}

#: Rates are per day where there are no openings: the names of those per open hour then.
_DAILY = {
    "enquiries_per_open_hour": "enquiries_per_day",
    "target_group_per_open_hour": "target_group_per_day",
}


def label_of(dataset: Dataset, key: str) -> str:
    """A measure's name, as this initiative has it."""
    if is_daily(dataset) and key in _DAILY:
        return text(f"findings.daily.{_DAILY[key]}.label")
    return text(f"metrics.{key}.label")


def unit_of(dataset: Dataset, key: str) -> str:
    """A measure's unit in words, as this initiative has it."""
    unit = METRICS[key].unit
    return text(f"metrics.units.{'per_day' if unit == 'per_hour' and is_daily(dataset) else unit}")


def definitions(dataset: Dataset, keys: Iterable[str], period: Period) -> Definitions:
    """Each measure's name with what it counts and what it does not; none that the log cannot give."""
    found = []
    for key in dict.fromkeys(keys):
        asked = live.measured(dataset, key, {}, period)
        if "no_case_id" in asked.notes:  # then it is another figure, under another name
            found.append((text("findings.figures.resolved_on_the_spot"), text("metrics.notes.no_case_id")))
        elif not asked.missing:
            found.append((label_of(dataset, key), _defined(dataset, key)))
    return tuple(found)


def _defined(dataset: Dataset, key: str) -> str:
    if is_daily(dataset) and key in _DAILY:
        return text(f"findings.daily.{_DAILY[key]}.definition")
    words = table(f"metrics.{key}")
    return f"{words['definition']} {words['not_counted']}"


def caveats(dataset: Dataset, release: Release | None) -> tuple[str, ...]:
    """What one cannot conclude from a page."""
    said = [
        text("findings.interval_defined"),
        text("disclosure.reader.counts"),
        text("findings.caveats.cause"),
    ]
    if not is_daily(dataset) and len(main_sites(dataset)) > 1:
        said.append(text("findings.caveats.weekday"))
    if dataset.initiative.ramp_weeks:
        said.append(text("findings.caveats.ramp", weeks=dataset.initiative.ramp_weeks))
    if dataset.initiative.trials:
        said.append(text("findings.caveats.trial"))
    if any(rule.assumption for rule in dataset.initiative.schedule):
        said.append(text("findings.caveats.assumption"))
    if release is not None and not is_daily(dataset):
        said.append(text("findings.caveats.share_in_openings"))
    return (*said, *_protection(release))


def _protection(release: Release | None) -> tuple[str, ...]:
    if release is None:
        return ()
    if release.role is Role.DATAANSVARLIG:
        return (text("disclosure.reader.steward"), text("disclosure.reader.limits"))
    rule = text("disclosure.reader.rule", threshold=release.threshold)
    return (rule, text("disclosure.reader.limits"))


def footer(dataset: Dataset | None, role: Role) -> Footer:
    """Freshness and accounts, as far as the role may see; rows are the steward's."""
    none = text("findings.footer.none")
    if dataset is None or dataset.data_through is None:
        return Footer(none, none, none, dataset.data_version if dataset else none)
    imported = dataset.imported_at
    return Footer(
        data_through=da.weekday_day(dataset.data_through),
        imported_at=da.moment(imported, READERS_ZONE) if imported else none,
        rows_used=_rows(dataset) if role is Role.DATAANSVARLIG else text("findings.footer.rows_hidden"),
        data_version=dataset.data_version,
    )


def _rows(dataset: Dataset) -> str:
    files = [file for _, file in dataset.enquiry_files]
    read, used = (sum(file.rows[name] for file in files) for name in ("read", "used"))
    return text("findings.footer.rows", used=da.number(used), read=da.number(read))
