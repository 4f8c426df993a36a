"""Initiatives made by answering questions: writes their `initiative.toml`, and adds to what it wrote itself.

A file that a person has edited is never written again: the first line holds a fingerprint of the rest.
"""

import hashlib
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout
from pydantic import ValidationError

from evaluation.initiative.checks import faults
from evaluation.initiative.loader import FILE, load_initiative
from evaluation.initiative.messages import first_problem, key_path, problem
from evaluation.initiative.models import Group, Initiative, Site, Source, Topic
from evaluation.initiative.own_models import stated
from evaluation.initiative.toml_io import toml_lines
from evaluation.initiative.trial_models import TrialRecord
from evaluation.texts import error, text

_MARK = "# made-by-the-dashboard sha256:"
_LOCK = ".initiatives.lock"
_WAIT = 10.0  # seconds for another who writes; a write takes milliseconds


@dataclass(frozen=True)
class Additions:
    """What a file shows and an initiative lacks. New sites are counted by the source `counted_by`.

    `counts`: sites that it shall count from now on, in place of any other source.
    """

    sites: tuple[Site, ...] = ()
    sources: tuple[Source, ...] = ()
    topics: tuple[Topic, ...] = ()
    groups: tuple[Group, ...] = ()
    counted_by: str = ""
    counts: tuple[str, ...] = ()

    @property
    def any(self) -> bool:
        """Whether there is anything to add."""
        return bool(self.sites or self.sources or self.topics or self.groups or self.counts)


def checked(plain: Mapping[str, Any], trials: tuple[TrialRecord, ...] = ()) -> Initiative:
    """The initiative of these keys, checked as the loader does. Raises UserError with the first fault.

    `trials`: those it has, which stand in files of their own.
    """
    raw = dict(plain)
    try:
        initiative = Initiative.model_validate(raw)
    except ValidationError as failed:
        raise first_problem(Path(FILE), failed, raw) from failed
    for fault in faults(initiative):
        path, allowed = key_path(fault.location, raw), dict[str, object](fault.allowed)
        raise problem(Path(FILE), path, fault.kind, fault.given, more=0, **allowed)
    return initiative.model_copy(update={"trials": trials})


def extended(initiative: Initiative, more: Additions) -> Initiative:
    """The initiative with the additions that it has not yet. Raises UserError where they do not fit."""
    plain = _plain(initiative)
    for name in ("sites", "sources", "topics", "groups"):
        known = {one.id for one in getattr(initiative, name)}
        fresh = [one for one in getattr(more, name) if one.id not in known]
        if fresh:
            plain[name] = [*plain.get(name, []), *(_plain(one) for one in fresh)]
    known = {site.id for site in initiative.sites}
    _count(plain, more.counted_by, [*(s.id for s in more.sites if s.id not in known), *more.counts])
    return checked(plain, initiative.trials)


def _count(plain: dict[str, Any], source: str, sites: Sequence[str]) -> None:
    """Lets the source count the sites, and no other: a place without would have no figures, one with two twice
    as many."""
    for one in plain["sources"]:
        before = one.get("counts", [])
        kept = before if one["id"] == source else [site for site in before if site not in sites]
        one["counts"] = list(dict.fromkeys([*kept, *(sites if one["id"] == source else ())]))


def create(root: Path, initiative: Initiative) -> Path:
    """Writes `root/<id>/initiative.toml` whole or not at all; returns the folder.

    Raises UserError when there is a folder of that name, or when the loader would not take the file.
    """
    root.mkdir(parents=True, exist_ok=True)
    target = root / initiative.id
    with alone(root), tempfile.TemporaryDirectory(dir=root, prefix=".new-") as place:
        if target.exists():
            raise error("initiative.exists", got=target.name)
        draft = _written(Path(place) / initiative.id, initiative)
        draft.rename(target)
    return target


def extend(folder: Path, more: Additions) -> Initiative:
    """Adds to an initiative that was made here, on top of what others added meanwhile.

    Raises UserError when a person has edited the file: then only they know where things belong.
    """
    return _rewritten(folder, lambda initiative: extended(initiative, more))


def reopen(folder: Path, schedule: Sequence[Mapping[str, Any]], holidays: str | None) -> Initiative:
    """Gives an initiative that was made here another week; all else in its file stays.

    `schedule`: the keys of each Rule; `holidays`: the country whose public holidays are closed. Raises UserError
    as `extend` does, and for a week that does not fit.
    """

    def changed(initiative: Initiative) -> Initiative:
        plain = _plain(initiative) | {"schedule": list(schedule)}
        plain["calendar"] = plain.get("calendar", {}) | {"holidays": holidays}
        return checked(plain, initiative.trials)

    return _rewritten(folder, changed)


def _rewritten(folder: Path, change: Callable[[Initiative], Initiative]) -> Initiative:
    with alone(folder.parent), tempfile.TemporaryDirectory(dir=folder.parent, prefix=".new-") as place:
        if not is_made_here(folder):
            raise error("initiative.written_by_hand", got=folder.name)
        whole = change(stated(folder, load_initiative(folder)))  # its own models keep their own files
        draft = _written(Path(place) / folder.name, whole)
        (draft / FILE).replace(folder / FILE)
        return load_initiative(folder)


def is_made_here(folder: Path) -> bool:
    """Whether the file is as this module wrote it, to the last letter."""
    try:
        content = (folder / FILE).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        return False
    first, _, rest = content.partition("\n")
    return first == _MARK + _fingerprint(rest)


@contextmanager
def alone(root: Path) -> Iterator[None]:
    """One writer at a time: two who answer at once must not lose each other's answers."""
    lock = FileLock(root / _LOCK, timeout=_WAIT)
    try:
        lock.acquire()
    except Timeout as held:
        raise error("initiative.busy", got=root.name) from held
    try:
        yield
    finally:
        lock.release()


def _written(folder: Path, initiative: Initiative) -> Path:
    folder.mkdir()
    body = dump_initiative(initiative)
    (folder / FILE).write_text(f"{_MARK}{_fingerprint(body)}\n{body}", encoding="utf-8", newline="\n")
    if load_initiative(folder) != initiative.model_copy(update={"trials": ()}):
        raise RuntimeError("an initiative does not read back as it was written")
    return folder


def _fingerprint(body: str) -> str:
    return hashlib.sha256(body.encode()).hexdigest()


def dump_initiative(initiative: Initiative) -> str:
    """The initiative as TOML that the loader reads back the same; what is at its default is left out."""
    lines = [f"# {line}" for line in text("initiative.written_here").splitlines()]
    return "\n".join([*lines, "", *toml_lines(_plain(initiative))]) + "\n"


def _plain(model: Initiative | Site | Source | Topic | Group) -> dict[str, Any]:
    return model.model_dump(mode="json", by_alias=True, exclude_defaults=True)
