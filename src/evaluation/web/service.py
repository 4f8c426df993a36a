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
from evaluation.findings.common import footer
from evaluation.findings.dataset import Dataset, newest_by_source, open_dataset
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
from evaluation.initiative import INITIATIVE_FILE, Initiative, config_hash, load_initiative
from evaluation.initiative.create import is_made_here
from evaluation.initiative.known import folder_of
from evaluation.intake.importing import (
    PROFILES,
    Imported,
    find_profile,
    import_files,
    import_other,
    profiles_of,
)
from evaluation.settings import settings
from evaluation.store import ENQUIRIES_KIND, LedgerEntry, Store
from evaluation.texts import error, text
from evaluation.texts import format as da
from evaluation.web import mapping_work, reports, selection
from evaluation.web.interface import Choice


def initiatives() -> tuple[Choice, ...]:
    """Those with rows in the store by name, then those that only have a folder yet."""
    held = set(_held(str(_store().path), _store().delta_version()))
    names = [_load(folder) for folder in _folders()]
    names.sort(key=lambda i: (i.id not in held, da.danish_key(i.name)))
    return tuple((i.id, i.name) for i in names)


def periods() -> tuple[Choice, ...]:
    """The whole evaluation and its quarters, once there are data."""
    if not _folders():
        return ()
    dataset = _dataset()
    if dataset.data_through is None:
        return ()
    return tuple((p.id, p.label) for p in periods_of(dataset))


def version_token() -> str:
    """The store's version and the configuration files' times: a look at two folders."""
    changed = [
        path.stat().st_mtime_ns
        for folder in _folders()
        for path in (folder / INITIATIVE_FILE, *(folder / PROFILES).glob("*.toml"))
    ]
    return f"{_store().delta_version()}-{max(changed, default=0)}"


def warm_up() -> None:
    """Open the data and make the front page once, if there is anything to open."""
    try:
        overview()
    except UserError:
        return  # the reader is told when asking for a page


def context() -> Context:
    """Name, role and freshness."""
    if not _folders():
        role = selection.current().role
        return Context(text("web.none_yet"), synthetic=False, role=role, footer=footer(None, role), empty=True)
    dataset, role = _dataset(), selection.current().role
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
    return _overview(_key(), chosen.role.value, chosen.period)


def news(last_visit: date | None) -> tuple[NewsFinding, ...]:
    """Nyt siden sidst: since the last meeting, and since the reader's last visit."""
    role = selection.current().role.value
    return tuple(_news(_key(), role, *found) for found in news_of.baselines(_dataset(), last_visit))


def method() -> MethodFinding:
    """Metode: all data, whatever period is chosen."""
    return _method(_key(), selection.current().role.value)


def places() -> PlacesFinding:
    """Steder."""
    chosen = selection.current()
    return _places(_key(), chosen.role.value, chosen.period)


def hours() -> HoursFinding:
    """Tidsrum: public, so the same for every role."""
    return _hours(_key(), selection.current().period)


def groups() -> GroupsFinding:
    """Målgrupper."""
    chosen = selection.current()
    return _groups(_key(), chosen.role.value, chosen.period)


def data_status() -> DataFinding:
    """Data. Raises UserError for any other role than the data steward: the page's own refusal is not enough."""
    _steward_only()
    dataset, store = _dataset(), _store()
    name = dataset.initiative.id
    newest = newest_by_source(store.rows(name))
    return data.data_status(dataset, store.rejections(name), newest, _last(store))


def profiles() -> tuple[Choice, ...]:
    """The initiative's profiles by name."""
    return tuple((p.id, p.name or p.id) for p in profiles_of(_folder()))


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
    return _folder() if _folders() else None


def fitting_profiles(name: str, content: bytes) -> tuple[str, ...]:
    """The selected initiative's profiles that fit a file. Raises UserError for a file that is none."""
    return mapping_work.profiles_that_fit(name, content, folder())


def undo(import_id: str) -> str:
    """Take the latest import back, if it still is the one the reader was shown."""
    _steward_only()
    store = _store()
    store.undo(now=reports.now(), expected=import_id)
    return text("findings.data.undone", count=da.number(len(store.ledger())))


def _last(store: Store) -> LedgerEntry | None:
    live = store.ledger()
    return live[-1] if live else None


# --- data versions


def _store() -> Store:
    return Store(settings().store)


def _folders() -> list[Path]:
    """Folders of the initiatives in the store, and of those made on the page Data; of all while it is empty."""
    store = _store()
    held = _held(str(store.path), store.delta_version())
    every = sorted(path.parent for path in settings().initiatives.glob(f"*/{INITIATIVE_FILE}"))
    if not held:
        return every
    found = [folder_of(store.path, name, settings().initiatives) for name in held]
    return [*found, *(one for one in every if one not in found and is_made_here(one))]


@st.cache_data(max_entries=8, show_spinner=False)
def _held(store: str, version: int | None) -> list[str]:
    """Initiatives with live imports; the ledger is read once a version, not every two seconds."""
    return sorted({entry.initiative for entry in Store(Path(store)).ledger(version)})


def _folder() -> Path:
    folders = _folders()
    if not folders:
        raise error("web.no_initiative", got=settings().initiatives.name)
    wanted = selection.current().initiative
    return next((f for f in folders if _load(f).id == wanted), folders[0])


def _load(folder: Path) -> Initiative:
    return _loaded(str(folder), (folder / INITIATIVE_FILE).stat().st_mtime_ns)


@st.cache_resource(max_entries=16, show_spinner=False)
def _loaded(folder: str, changed: int) -> Initiative:
    return load_initiative(Path(folder))


def _initiative() -> Initiative:
    return _load(_folder())


def _key() -> str:
    """What a finding depends on besides role and period."""
    initiative, store = _initiative(), _store()
    version = store.delta_version()
    return f"{initiative.id}-{version}-{_stated(str(store.path), version, config_hash(initiative))}"


@st.cache_data(max_entries=32, show_spinner=False)
def _stated(store: str, version: int | None, configuration: str) -> str:
    return Store(Path(store)).data_version(configuration, version)


def _dataset() -> Dataset:
    return _opened(_key(), _initiative())


@st.cache_resource(max_entries=4, show_spinner=False)
def _opened(key: str, _initiative: Initiative) -> Dataset:
    """One loaded engine per data version; old ones are dropped, never closed (a running page may read them)."""
    return open_dataset(_store(), _initiative)


@st.cache_data(max_entries=64, show_spinner=False)
def _overview(key: str, role: str, period: str) -> OverviewFinding:
    dataset = _dataset()
    return overview_of.overview(dataset, Role(role), find(dataset, period))


@st.cache_data(max_entries=16, show_spinner=False)
def _method(key: str, role: str) -> MethodFinding:
    return method_of.method(_dataset(), Role(role))


@st.cache_data(max_entries=64, show_spinner=False)
def _news(key: str, role: str, kind: str, since: date) -> NewsFinding:
    return news_of.news(_dataset(), Role(role), kind, since)


@st.cache_data(max_entries=64, show_spinner=False)
def _places(key: str, role: str, period: str) -> PlacesFinding:
    dataset = _dataset()
    return places_of.places(dataset, Role(role), find(dataset, period))


@st.cache_data(max_entries=64, show_spinner=False)
def _hours(key: str, period: str) -> HoursFinding:
    dataset = _dataset()
    return hours_of.hours(dataset, find(dataset, period))


@st.cache_data(max_entries=64, show_spinner=False)
def _groups(key: str, role: str, period: str) -> GroupsFinding:
    dataset = _dataset()
    return groups_of.groups(dataset, Role(role), find(dataset, period))


# --- the data steward's


def _steward_only() -> None:
    if selection.current().role is not Role.DATAANSVARLIG:
        raise error("web.steward_only", got=selection.current().role.value)


def _import(name: str, content: bytes, profile_id: str, *, dry_run: bool) -> ImportReport:
    _steward_only()
    initiative, profile = _initiative(), find_profile(profile_id, _folder())

    def take(path: Path) -> Imported:
        return import_files([path], _store(), initiative, [profile], now=reports.now(), dry_run=dry_run)

    return reports.run(name, content, take, ENQUIRIES_KIND, dry_run=dry_run)


def _import_other(name: str, content: bytes, kind: str, *, dry_run: bool) -> ImportReport:
    _steward_only()
    initiative = _initiative()

    def take(path: Path) -> Imported:
        return import_other([path], _store(), initiative, kind, now=reports.now(), dry_run=dry_run)

    return reports.run(name, content, take, kind, dry_run=dry_run)
