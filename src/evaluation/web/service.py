"""What the pages ask for: findings of the newest data version, for the reader's selection, cached by version."""

from datetime import date
from pathlib import Path

import streamlit as st

from evaluation.disclosure.cells import Role
from evaluation.errors import UserError
from evaluation.findings import data_status as data
from evaluation.findings import groups as groups_of
from evaluation.findings import hours as hours_of
from evaluation.findings import method as method_of
from evaluation.findings import news as news_of
from evaluation.findings import overview as overview_of
from evaluation.findings import places as places_of
from evaluation.findings import planning as planning_of
from evaluation.findings import trials as trials_of
from evaluation.findings.common import footer
from evaluation.findings.dataset import newest_by_source
from evaluation.findings.pages import (
    Context,
    DataFinding,
    GroupsFinding,
    HoursFinding,
    ImportReport,
    MethodFinding,
    NewsFinding,
    OverviewFinding,
    PlacesFinding,
)
from evaluation.findings.period import find
from evaluation.findings.period import periods as periods_of
from evaluation.findings.planning_model import PlanningFinding
from evaluation.findings.trial_entry import Registry
from evaluation.findings.trial_model import TrialsFinding
from evaluation.intake.importing import (
    Imported,
    find_profile,
    import_files,
    import_other,
    readable_profiles,
)
from evaluation.intake.trial import Fitting
from evaluation.store import ENQUIRIES_KIND, LedgerEntry, Store
from evaluation.texts import error, text
from evaluation.texts import format as da
from evaluation.web import mapping_work, reports, selection, trial_work, versions
from evaluation.web.interface import Choice


def initiatives() -> tuple[Choice, ...]:
    """Those with rows in the store by name, then those that only have a folder yet."""
    held = set(versions.held())
    known = [versions.load(folder) for folder in versions.folders()]
    known.sort(key=lambda i: (i.id not in held, da.danish_key(i.name)))
    return tuple((i.id, i.name) for i in known)


def periods() -> tuple[Choice, ...]:
    """The whole evaluation and its quarters, once there are data."""
    if not versions.folders():
        return ()
    dataset = versions.dataset()
    if dataset.data_through is None:
        return ()
    return tuple((p.id, p.label) for p in periods_of(dataset))


def version_token() -> str:
    """The store's version and the configuration files' times: a look at two folders."""
    return versions.token()


def warm_up() -> None:
    """Open the data and make the front page once, if there is anything to open."""
    try:
        overview()
    except UserError:
        return  # the reader is told when asking for a page


def context() -> Context:
    """Name, role and freshness."""
    if not versions.folders():
        role = selection.current().role
        return Context(
            text("web.none_yet"), synthetic=False, role=role, footer=footer(None, role), empty=True
        )
    dataset, role = versions.dataset(), selection.current().role
    return Context(
        initiative_name=text(
            "web.initiative", name=dataset.initiative.name, place=dataset.initiative.municipality_name
        ),
        synthetic=dataset.synthetic,
        role=role,
        footer=footer(dataset, role),
        empty=dataset.data_through is None,
    )


def overview() -> OverviewFinding:
    """Overblik."""
    chosen = selection.current()
    return _overview(versions.key(), chosen.role.value, chosen.period)


def news(last_visit: date | None) -> tuple[NewsFinding, ...]:
    """Nyt siden sidst: since the last meeting, and since the reader's last visit."""
    role = selection.current().role.value
    return tuple(
        _news(versions.key(), role, *found) for found in news_of.baselines(versions.dataset(), last_visit)
    )


def method() -> MethodFinding:
    """Metode: all data, whatever period is chosen."""
    return _method(versions.key(), selection.current().role.value)


def places() -> PlacesFinding:
    """Steder."""
    chosen = selection.current()
    return _places(versions.key(), chosen.role.value, chosen.period)


def hours() -> HoursFinding:
    """Tidsrum: public, so the same for every role."""
    return _hours(versions.key(), selection.current().period)


def groups() -> GroupsFinding:
    """Målgrupper."""
    chosen = selection.current()
    return _groups(versions.key(), chosen.role.value, chosen.period)


def trials() -> TrialsFinding:
    """Prøvehandlinger: all data, whatever period is chosen."""
    return _trials(versions.key(), selection.current().role.value)


def planning() -> PlanningFinding | None:
    """Planlæg en prøvehandling: all data too; None where there are no openings to plan."""
    return _planning(versions.key(), selection.current().role.value)


def registry() -> Registry | None:
    """What the forms for trials begin from; None for a role that may only read."""
    return trial_work.registry()


def data_status() -> DataFinding:
    """Data. Raises UserError for any other role than the data steward: the page's own refusal is not enough."""
    _steward_only()
    dataset, store = versions.dataset(), versions.store()
    name = dataset.initiative.id
    newest = newest_by_source(store.rows(name))
    return data.data_status(dataset, store.rejections(name), newest, _last(store))


def profiles() -> tuple[Choice, ...]:
    """The initiative's profiles by name."""
    return tuple((p.id, p.name or p.id) for p in readable_profiles(versions.folder())[0])


def try_import(name: str, content: bytes, profile_id: str) -> ImportReport:
    """What the file would give; nothing is stored."""
    return _import(name, content, profile_id, dry_run=True)


def do_import(name: str, content: bytes, profile_id: str) -> ImportReport:
    """Import the file."""
    return _import(name, content, profile_id, dry_run=False)


def try_other(name: str, content: bytes, kind: str) -> ImportReport:
    """What a file of another kind would give; nothing is stored."""
    return _import_other(name, content, kind, dry_run=True)


def do_other(name: str, content: bytes, kind: str) -> ImportReport:
    """Import a file of another kind."""
    return _import_other(name, content, kind, dry_run=False)


def folder() -> Path | None:
    """The selected initiative's folder; None while there is none at all."""
    return versions.folder() if versions.folders() else None


def fitting_profiles(name: str, content: bytes) -> Fitting:
    """The selected initiative's profiles that fit a file. Raises UserError for a file that is none."""
    return mapping_work.profiles_that_fit(name, content, folder())


def undo(import_id: str) -> str:
    """Take the latest import back, if it still is the one the reader was shown."""
    _steward_only()
    store = versions.store()
    store.undo(now=reports.now(), expected=import_id)
    return text("findings.data.undone", count=da.number(len(store.ledger())))


def _last(store: Store) -> LedgerEntry | None:
    live = store.ledger()
    return live[-1] if live else None


# --- cached by data version


@st.cache_data(max_entries=64, show_spinner=False)
def _overview(key: str, role: str, period: str) -> OverviewFinding:
    dataset = versions.dataset()
    return overview_of.overview(dataset, Role(role), find(dataset, period))


@st.cache_data(max_entries=16, show_spinner=False)
def _method(key: str, role: str) -> MethodFinding:
    return method_of.method(versions.dataset(), Role(role))


@st.cache_data(max_entries=64, show_spinner=False)
def _news(key: str, role: str, kind: str, since: date) -> NewsFinding:
    return news_of.news(versions.dataset(), Role(role), kind, since)


@st.cache_data(max_entries=64, show_spinner=False)
def _places(key: str, role: str, period: str) -> PlacesFinding:
    dataset = versions.dataset()
    return places_of.places(dataset, Role(role), find(dataset, period))


@st.cache_data(max_entries=64, show_spinner=False)
def _hours(key: str, period: str) -> HoursFinding:
    dataset = versions.dataset()
    return hours_of.hours(dataset, find(dataset, period))


@st.cache_data(max_entries=64, show_spinner=False)
def _groups(key: str, role: str, period: str) -> GroupsFinding:
    dataset = versions.dataset()
    return groups_of.groups(dataset, Role(role), find(dataset, period))


@st.cache_data(max_entries=16, show_spinner=False)
def _trials(key: str, role: str) -> TrialsFinding:
    return trials_of.trials(versions.dataset(), Role(role))


@st.cache_data(max_entries=16, show_spinner=False)
def _planning(key: str, role: str) -> PlanningFinding | None:
    return planning_of.planning(versions.dataset(), Role(role))


# --- the data steward's


def _steward_only() -> None:
    if selection.current().role is not Role.DATAANSVARLIG:
        raise error("web.steward_only", got=selection.current().role.value)


def _import(name: str, content: bytes, profile_id: str, *, dry_run: bool) -> ImportReport:
    _steward_only()
    initiative, profile = versions.initiative(), find_profile(profile_id, versions.folder())

    def take(path: Path) -> Imported:
        return import_files(
            [path], versions.store(), initiative, [profile], now=reports.now(), dry_run=dry_run
        )

    return reports.run(name, content, take, ENQUIRIES_KIND, dry_run=dry_run)


def _import_other(name: str, content: bytes, kind: str, *, dry_run: bool) -> ImportReport:
    _steward_only()
    initiative = versions.initiative()

    def take(path: Path) -> Imported:
        return import_other([path], versions.store(), initiative, kind, now=reports.now(), dry_run=dry_run)

    return reports.run(name, content, take, kind, dry_run=dry_run)
