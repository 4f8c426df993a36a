"""What the pages ask for: findings of the newest data version, for the reader's selection, cached by version."""

import tempfile
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path

import streamlit as st

from evaluation.disclosure.cells import Role
from evaluation.errors import UserError
from evaluation.findings import data_status as data
from evaluation.findings import overview as overview_of
from evaluation.findings import places as places_of
from evaluation.findings.common import footer
from evaluation.findings.dataset import Dataset, newest_by_source, open_dataset
from evaluation.findings.model import TableTwin
from evaluation.findings.pages import Context, DataFinding, ImportReport, OverviewFinding, PlacesFinding
from evaluation.findings.period import find
from evaluation.findings.period import periods as periods_of
from evaluation.initiative import INITIATIVE_FILE, Initiative, config_hash, load_initiative
from evaluation.initiative.known import folder_of
from evaluation.intake.importing import PROFILES, Imported, find_profile, import_files, profiles_of
from evaluation.settings import settings
from evaluation.store import LedgerEntry, Store
from evaluation.texts import error, text
from evaluation.texts import format as da
from evaluation.web import selection
from evaluation.web.interface import Choice


def initiatives() -> tuple[Choice, ...]:
    """Those with rows in the store, and those that only have a folder yet, by name."""
    names = [_load(folder) for folder in _folders()]
    return tuple((i.id, i.name) for i in sorted(names, key=lambda i: da.danish_key(i.name)))


def periods() -> tuple[Choice, ...]:
    """The whole evaluation and its quarters, once there are data."""
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


def places() -> PlacesFinding:
    """Steder."""
    chosen = selection.current()
    return _places(_key(), chosen.role.value, chosen.period)


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


def undo(import_id: str) -> str:
    """Take the latest import back, if it still is the one the reader was shown."""
    _steward_only()
    store = _store()
    store.undo(now=_now(), expected=import_id)
    return text("findings.data.undone", count=da.number(len(store.ledger())))


def _last(store: Store) -> LedgerEntry | None:
    live = store.ledger()
    return live[-1] if live else None


# --- data versions


def _store() -> Store:
    return Store(settings().store)


def _folders() -> list[Path]:
    """Folders of the initiatives in the store; of all there are while it is empty."""
    store = _store()
    held = _held(str(store.path), store.delta_version())
    if held:
        return [folder_of(store.path, name, settings().initiatives) for name in held]
    return sorted(path.parent for path in settings().initiatives.glob(f"*/{INITIATIVE_FILE}"))


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


@st.cache_data(max_entries=64, show_spinner=False)
def _places(key: str, role: str, period: str) -> PlacesFinding:
    dataset = _dataset()
    return places_of.places(dataset, Role(role), find(dataset, period))


# --- the data steward's


def _steward_only() -> None:
    if selection.current().role is not Role.DATAANSVARLIG:
        raise error("web.steward_only", got=selection.current().role.value)


def _import(name: str, content: bytes, profile_id: str, *, dry_run: bool) -> ImportReport:
    """The uploaded bytes go through a file of their own name, gone again at once."""
    _steward_only()
    initiative = _initiative()
    profile = find_profile(profile_id, _folder())
    with tempfile.TemporaryDirectory() as place:
        path = Path(place) / Path(name).name
        path.write_bytes(content)
        done = import_files([path], _store(), initiative, [profile], now=_now(), dry_run=dry_run)
    return _report(done, dry_run=dry_run)


def _report(done: Imported, *, dry_run: bool) -> ImportReport:
    rows = data.account(file.rows for file in done.files)
    counts = [(text(f"findings.data.fates_{name}"), count) for name, count in done.enquiries.items()]
    reasons = _reasons([file.reasons for file in done.files])
    lines = tuple((label, da.number(count)) for label, count in (*counts, *reasons))
    head = (text("findings.data.fate"), text("findings.data.count"))
    accounted = data.accounted(rows)
    if not dry_run and not done.changed:
        accounted = f"{text('findings.data.same_again')} {accounted}"
    return ImportReport(accounted, TableTwin(text("findings.data.report_caption"), head, lines, (1,)), None)


def _reasons(found: Sequence[Mapping[str, int]]) -> list[tuple[str, int]]:
    told = [data.reason(key, count) for reasons in found for key, count in reasons.items()]
    return [(f"{one.label} {one.fix}", one.count) for one in told]


def _now() -> datetime:
    return datetime.now(UTC).replace(tzinfo=None)
