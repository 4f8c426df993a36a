"""Which data are shown: the store, the reader's initiative, and one opened data set per data version."""

from pathlib import Path

import streamlit as st

from evaluation.findings.dataset import Dataset, open_dataset
from evaluation.initiative import INITIATIVE_FILE, Initiative, config_hash, load_initiative
from evaluation.initiative.create import is_made_here
from evaluation.initiative.geography_files import FOLDER as GEOGRAPHY
from evaluation.initiative.known import folder_of
from evaluation.initiative.own_models import MODELS
from evaluation.initiative.trial_files import TRIALS
from evaluation.intake.importing import PROFILES
from evaluation.settings import settings
from evaluation.store import Store
from evaluation.texts import error
from evaluation.web import selection

_BESIDE = (".json", ".toml", ".geojson", ".csv")


def store() -> Store:
    """The installation's store."""
    return Store(settings().store)


def held() -> list[str]:
    """Ids of the initiatives with live imports."""
    kept = store()
    return _held(str(kept.path), kept.delta_version())


def folders() -> list[Path]:
    """Folders of the initiatives in the store, and of those made on the page Data; while it is empty of all but
    examples, which nobody takes for their own.
    """
    every = sorted(path.parent for path in settings().initiatives.glob(f"*/{INITIATIVE_FILE}"))
    names = held()
    if not names:
        return [one for one in every if not load(one).is_example]
    place = store().path
    found = [folder_of(place, name, settings().initiatives) for name in names]
    return [*found, *(one for one in every if one not in found and is_made_here(one))]


def folder() -> Path:
    """The selected initiative's folder, else the first. Raises UserError if there is none at all."""
    known = folders()
    if not known:
        raise error("web.no_initiative", got=settings().initiatives.name)
    wanted = selection.current().initiative
    return next((one for one in known if load(one).id == wanted), known[0])


def load(folder: Path) -> Initiative:
    """The initiative of a folder, read anew when its file or one of its trials changes."""
    return _loaded(str(folder), _changed(folder))


def _changed(folder: Path) -> tuple[int, ...]:
    """When the files that make an initiative were changed, and the folders beside it: one of theirs may be gone."""
    beside = [place for name in (TRIALS, MODELS, GEOGRAPHY) if (place := folder / name).is_dir()]
    files = [file for place in beside for file in sorted(place.iterdir()) if file.suffix in _BESIDE]
    return tuple(path.stat().st_mtime_ns for path in (folder / INITIATIVE_FILE, *beside, *files))


def initiative() -> Initiative:
    """The selected initiative."""
    return load(folder())


def token() -> str:
    """The store's version and the configuration files' times."""
    changed = [
        when
        for place in folders()
        for when in (*_changed(place), *(p.stat().st_mtime_ns for p in (place / PROFILES).glob("*.toml")))
    ]
    return f"{store().delta_version()}-{max(changed, default=0)}"


def key() -> str:
    """What a finding depends on besides role and period."""
    chosen, kept = initiative(), store()
    version = kept.delta_version()
    return f"{chosen.id}-{version}-{_stated(str(kept.path), version, config_hash(chosen))}"


def dataset() -> Dataset:
    """The selected initiative's newest data."""
    return _opened(key(), initiative())


@st.cache_data(max_entries=8, show_spinner=False)
def _held(store: str, version: int | None) -> list[str]:
    """The ledger is read once a version, not every two seconds."""
    return sorted({entry.initiative for entry in Store(Path(store)).ledger(version)})


@st.cache_resource(max_entries=16, show_spinner=False)
def _loaded(folder: str, changed: tuple[int, ...]) -> Initiative:
    return load_initiative(Path(folder))


@st.cache_data(max_entries=32, show_spinner=False)
def _stated(store: str, version: int | None, configuration: str) -> str:
    return Store(Path(store)).data_version(configuration, version)


@st.cache_resource(max_entries=4, show_spinner=False)
def _opened(key: str, _initiative: Initiative) -> Dataset:
    """One loaded engine per data version; old ones are dropped, never closed (a running page may read them)."""
    return open_dataset(store(), _initiative)
