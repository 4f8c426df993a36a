"""The record of a trial on disk: `trials/<id>.json`, entries bound by a chain of hashes."""

import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from pydantic import ValidationError

from evaluation.initiative.fault import Fault
from evaluation.initiative.hashes import sha256_of
from evaluation.initiative.messages import first_problem, key_path, problem
from evaluation.initiative.models import Initiative
from evaluation.initiative.trial_checks import faults_of
from evaluation.initiative.trial_models import Decided, Trial, TrialRecord, Versioned, begun_before
from evaluation.texts import error

TRIALS = "trials"

RawEntry = dict[str, Any]


def trial_file(folder: Path, trial_id: str) -> Path:
    """Where an initiative's trial of that id is kept."""
    return folder / TRIALS / f"{trial_id}.json"


def read_trials(folder: Path, initiative: Initiative) -> tuple[TrialRecord, ...]:
    """All trials of an initiative, by id. Raises UserError for a file that cannot be used."""
    found = (read_trial(file, initiative) for file in sorted((folder / TRIALS).glob("*.json")))
    return tuple(found)


def read_trial(file: Path, initiative: Initiative) -> TrialRecord:
    """One trial; an edit by hand that leaves it readable is told by the record (`broken`), not refused.

    Raises UserError for what is no record, another trial's, or a trial that does not fit the initiative.
    """
    record = record_of(raw_entries(file), file, initiative)
    trial = record.trial
    if trial.id != file.stem:
        raise error("registry.other_name", got=trial.id, file=file)
    refuse(file, trial, faults_of(trial, initiative))
    return record


def raw_entries(file: Path) -> list[RawEntry]:
    """The entries as they stand in the file; none where there is no file. Raises UserError."""
    try:
        content = json.loads(file.read_text(encoding="utf-8"), object_pairs_hook=_once)
    except FileNotFoundError:
        return []
    except OSError as failed:
        raise error("initiative.unreadable", file=file, got=failed.strerror or "") from failed
    except (ValueError, RecursionError) as failed:
        raise error("registry.not_a_record", file=file) from failed
    entries = content.get("entries") if isinstance(content, dict) and len(content) == 1 else None
    if not isinstance(entries, list) or not entries or not all(isinstance(one, dict) for one in entries):
        raise error("registry.not_a_record", file=file)
    return entries


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """A key that stands twice could show a reader another value than the one that counts."""
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError("a key stands twice")
    return found


def record_of(entries: Sequence[RawEntry], file: Path, initiative: Initiative) -> TrialRecord:
    """The record of entries as they stand in a file, its chain tried. Raises UserError naming the key."""
    parsed = tuple(_entry(raw, file) for raw in entries)
    if not isinstance(parsed[0], Versioned) or parsed[0].kind != "registered":
        raise error("registry.not_a_record", file=file)
    versions = tuple(entry for entry in parsed if isinstance(entry, Versioned))
    late = begun_before(versions, ZoneInfo(initiative.timezone))
    return TrialRecord(entries=parsed, broken=_broken(entries, parsed), late=late)


def _entry(raw: RawEntry, file: Path) -> Versioned | Decided:
    model = Decided if raw.get("kind") == "decided" else Versioned
    try:
        return model.model_validate(raw)
    except ValidationError as failed:
        raise first_problem(file, failed, raw, model) from failed


def _broken(entries: Sequence[RawEntry], parsed: Sequence[Versioned | Decided]) -> int | None:
    """Place (from 1) of the first entry whose number, hash, time or bond to the one before does not fit."""
    previous, earlier = "", parsed[0].at
    for place, (entry, read) in enumerate(zip(entries, parsed, strict=True), start=1):
        fits = (entry["number"], entry["previous"], entry["hash"]) == (place, previous, hash_of(entry))
        if not fits or read.at < earlier:
            return place
        previous, earlier = entry["hash"], read.at
    return None


def hash_of(entry: Mapping[str, Any]) -> str:
    """SHA-256 (hex) of an entry's canonical JSON without its own hash."""
    return sha256_of({name: value for name, value in entry.items() if name != "hash"})


def sealed(entries: Sequence[RawEntry], stated: Mapping[str, Any]) -> list[RawEntry]:
    """The entries with one more, bound to the last. `stated`: its kind, at, by and content, as JSON has them."""
    bound = {"number": len(entries) + 1, "previous": entries[-1]["hash"] if entries else "", **stated}
    return [*entries, {**bound, "hash": hash_of(bound)}]


def write_entries(file: Path, entries: Sequence[RawEntry]) -> None:
    """Puts the whole file in place at once. Raises UserError when it cannot be written."""
    draft = file.with_suffix(".draft")
    content = json.dumps({"entries": entries}, ensure_ascii=False, indent=2) + "\n"
    try:
        file.parent.mkdir(exist_ok=True)
        draft.write_text(content, encoding="utf-8", newline="\n")
        draft.replace(file)
    except OSError as failed:
        raise error("registry.cannot_write", got=file) from failed


def refuse(file: Path, trial: Trial, found: Iterable[Fault]) -> None:
    """Raises the first of a trial's faults as the user's error, and tells how many more there are."""
    faults = list(found)
    if faults:
        first = faults[0]
        path = key_path(first.location, trial.model_dump(mode="json"))
        allowed = dict[str, object](first.allowed)
        raise problem(file, path, first.kind, first.given, more=len(faults) - 1, **allowed)
