"""One import, whole or not at all: files are taken by their profile and committed together."""

import secrets
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

import pyarrow as pa

from evaluation.errors import UserError
from evaluation.initiative import Initiative, intake_hash
from evaluation.initiative.imported import effective
from evaluation.intake.beginnings import left_out
from evaluation.intake.cpr import masked
from evaluation.intake.doubled import counted_twice
from evaluation.intake.nameless import nameless, one_identity, replaced_days
from evaluation.intake.other import TakenOther, answered_before, other_batch, take_other
from evaluation.intake.profile import Profile
from evaluation.intake.profile_io import load_profile, profile_hash
from evaluation.intake.take import Taken, choose_profile, take
from evaluation.store import Batch, ImportFile, Store, current_files, installation_key
from evaluation.texts import error, text

Progress = Callable[[str, int], None]  # file name, rows done
PROFILES = "profiles"
MOST_REJECTED = 1_000  # rejected rows that a report names


@dataclass(frozen=True)
class Rejected:
    """A rejected row: its number in the user's file, the column at fault, and the value's shape, never it."""

    row: int
    column: str | None  # None: the fault is the row's
    reason: str
    shape: str


@dataclass(frozen=True)
class FileReport:
    """What became of one file: rows by fate, why rows were rejected, what to know.

    `rejected` holds the first MOST_REJECTED rejected rows, by row; `rows` counts them all.
    """

    file: str
    sha256: str
    rows: Mapping[str, int]
    reasons: Mapping[str, int]
    warnings: tuple[str, ...]
    profile_id: str
    rejected: tuple[Rejected, ...] = ()


@dataclass(frozen=True)
class Imported:
    """What became of an import; `enquiries` counts new, updated, unchanged, removed over all its files.

    `changed` is False when the same files stood in the store already, and for a dry run.
    """

    files: tuple[FileReport, ...]
    enquiries: Mapping[str, int]
    changed: bool
    delta_version: int | None


def profiles_of(folder: Path) -> tuple[Profile, ...]:
    """The profiles in an initiative's folder, by file name. Raises UserError for one that cannot be read."""
    sound, unread = readable_profiles(folder)
    if unread:
        raise unread[0]
    return sound


def readable_profiles(folder: Path) -> tuple[tuple[Profile, ...], tuple[UserError, ...]]:
    """The profiles in an initiative's folder, and what is wrong with those that cannot be read.

    One that is being written must not keep files from being read by the others; it must be told, though.
    """
    sound: list[Profile] = []
    unread: list[UserError] = []
    for path in sorted((folder / PROFILES).glob("*.toml")):
        try:
            sound.append(load_profile(path))
        except UserError as problem:
            unread.append(problem)
    return tuple(sound), tuple(unread)


def find_profile(name: str, folder: Path) -> Profile:
    """A profile by path, or by its id or file name among the initiative's own. Raises UserError."""
    if Path(name).is_file():
        return load_profile(Path(name))
    sound, unread = readable_profiles(folder)
    found = [p for p in sound if name in (p.id, Path(p.place).stem, p.place)]
    if not found:
        if unread and (file := folder / PROFILES / f"{name.removesuffix('.toml')}.toml").is_file():
            return load_profile(file)  # what is wrong with it
        raise error("intake.no_such_profile", got=name, folder=f"{folder.name}/{PROFILES}")
    return found[0]


def import_files(
    paths: Sequence[Path],
    store: Store,
    initiative: Initiative,
    profiles: Sequence[Profile],
    *,
    now: datetime,
    dry_run: bool = False,
    progress: Progress | None = None,
) -> Imported:
    """Take every file and commit them as one import; `now` is naive UTC.

    Each file is read by the only profile that fits it; all must belong to one source. Raises UserError with
    nothing stored.
    """
    chosen = [choose_profile(path, profiles) for path in paths]
    _one_source(chosen)
    one_identity(chosen)
    key = _key(store, dry_run)
    taken = [
        take(path, profile, initiative, key, now=now, progress=_told(progress, path))
        for path, profile in zip(paths, chosen, strict=True)
    ]
    batch = _batch(taken, chosen, initiative)
    readings = _readings(store, batch)
    lacking = left_out([one.accepted for one in taken])
    reports = tuple(
        _report(
            one,
            profile,
            readings.get(one.sha256),
            (*said, *counted_twice(one.accepted, profile, batch, store, readings)),
        )
        for one, profile, said in zip(taken, chosen, lacking, strict=True)
    )
    if dry_run:
        return Imported(reports, store.preview(batch), changed=False, delta_version=store.delta_version())
    outcome = store.commit(batch, now=now)
    return Imported(reports, outcome.enquiries, outcome.changed, outcome.version)


def import_other(
    paths: Sequence[Path],
    store: Store,
    initiative: Initiative,
    kind: str,
    *,
    now: datetime,
    dry_run: bool = False,
    progress: Progress | None = None,
) -> Imported:
    """As `import_files`, for files of another kind (`store.OTHER_KINDS`), whose columns have fixed names.

    The counts are of the kind's own rows: costs, openings …; an answer to a survey is one row.
    """
    known = _with_areas(store, initiative) if kind == "areas" else initiative
    taken = [take_other(path, kind, known, now=now, progress=_told(progress, path)) for path in paths]
    batch = other_batch(taken, kind, initiative)
    warned = [answered_before(one, batch, store) for one in taken]
    reports = tuple(_other_report(one, kind, said) for one, said in zip(taken, warned, strict=True))
    if dry_run:
        return Imported(reports, store.preview(batch), changed=False, delta_version=store.delta_version())
    outcome = store.commit(batch, now=now)
    return Imported(reports, outcome.enquiries, outcome.changed, outcome.version)


def _with_areas(store: Store, initiative: Initiative) -> Initiative:
    """With the areas imported before: one that a file names again is the same area, whatever its id would be."""
    return effective(initiative, {"areas": store.other("areas", initiative.id)})


def _other_report(taken: TakenOther, kind: str, warned: tuple[str, ...]) -> FileReport:
    said = (*taken.warnings, *warned)
    rejected = _rejected(taken.rejections)
    return FileReport(taken.file, taken.sha256, taken.rows, taken.reasons, said, kind, rejected)


def _key(store: Store, dry_run: bool) -> bytes:
    """A dry run on an empty store leaves nothing behind, a key neither: its ids are compared with nothing."""
    if dry_run and store.delta_version() is None:
        return secrets.token_bytes(32)
    return installation_key(store.path)


def _told(progress: Progress | None, path: Path) -> Callable[[int, int], None] | None:
    return None if progress is None else lambda done, _bytes: progress(masked(path.name), done)


def _one_source(profiles: Sequence[Profile]) -> None:
    sources = sorted({p.source for p in profiles})
    if len(sources) > 1:
        raise error("intake.several_sources", got=", ".join(sources))


def _readings(store: Store, batch: Batch) -> dict[str, str]:
    """The profile that each file of the batch's source was last read by, by the file's hash."""
    told = current_files(store.ledger())
    mine = (batch.initiative, batch.source)
    return {file.sha256: file.profile_id for entry, file in told if (entry.initiative, entry.source) == mine}


def _report(taken: Taken, profile: Profile, read_by: str | None, more: tuple[str, ...]) -> FileReport:
    """`read_by`: the profile of the file's last reading. Another one takes its rows away (docs/adr/0003).

    `more`: what is said of its tickets, and of the days it shares."""
    said = (*taken.warnings, *more)
    if read_by not in (None, profile.id):
        said = (*said, text("intake.warnings.read_before", profile=read_by))
    rejected = _rejected(taken.rejections)
    return FileReport(taken.file, taken.sha256, taken.rows, taken.reasons, said, profile.id, rejected)


def _rejected(rejections: pa.Table) -> tuple[Rejected, ...]:
    first = rejections.slice(0, MOST_REJECTED).to_pylist()
    return tuple(
        Rejected(row["source_row"], row["column"], row["reason"], row["shape"] or "") for row in first
    )


def _batch(taken: Sequence[Taken], profiles: Sequence[Profile], initiative: Initiative) -> Batch:
    first = profiles[0]
    source = next(s for s in initiative.sources if s.id == first.source)
    return Batch(
        initiative=initiative.id,
        source=first.source,
        intake_hash=intake_hash(initiative),
        files=tuple(_file(one, profile) for one, profile in zip(taken, profiles, strict=True)),
        accepted=pa.concat_tables([one.accepted for one in taken]),
        rejections=pa.concat_tables([one.rejections for one in taken]),
        synthetic=source.synthetic,
        replace_days=nameless(first),
        replaced_days=replaced_days(taken, profiles, initiative),
        snapshot_days=tuple(
            (span.site, span.from_date, span.to_date)
            for one, profile in zip(taken, profiles, strict=True)
            if profile.snapshot
            for span in one.coverage
        ),
    )


def _file(taken: Taken, profile: Profile) -> ImportFile:
    return ImportFile(
        file=taken.file,
        sha256=taken.sha256,
        rows=dict(taken.rows),
        reasons=dict(taken.reasons),
        coverage=tuple(_span(asdict(span)) for span in taken.coverage),
        profile_id=profile.id,
        profile_hash=profile_hash(profile),
    )


def _span(span: dict[str, object]) -> dict[str, object]:
    return {"from" if k == "from_date" else "to" if k == "to_date" else k: v for k, v in span.items()}
