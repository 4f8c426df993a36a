"""Entering trials: a registration, a change, a decision. Entries are only ever added."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, Literal
from zoneinfo import ZoneInfo

from pydantic import ValidationError

from evaluation.initiative.create import alone
from evaluation.initiative.loader import load_initiative, read_toml
from evaluation.initiative.messages import first_problem, listed, problem
from evaluation.initiative.models import Initiative
from evaluation.initiative.trial_checks import faults_at_entry, opposes
from evaluation.initiative.trial_files import (
    RawEntry,
    raw_entries,
    record_of,
    refuse,
    sealed,
    trial_file,
    write_entries,
)
from evaluation.initiative.trial_models import Trial, TrialDecision, TrialRecord
from evaluation.texts import error
from evaluation.texts.format import day

_WORKED_OUT = "attainable"


@dataclass(frozen=True)
class Entered:
    """A trial's record after an entry. `changed`: the keys that have another content than before."""

    record: TrialRecord
    what: Literal["registered", "changed", "decided", "unchanged"]
    changed: tuple[str, ...] = ()


def read_typed(file: Path) -> Trial:
    """The trial that a person has written as TOML. Raises UserError naming file, key and what is allowed."""
    raw = read_toml(file)
    if _WORKED_OUT in raw:
        allowed = ", ".join(name for name in Trial.model_fields if name != _WORKED_OUT)
        raise problem(file, _WORKED_OUT, "extra_forbidden", raw[_WORKED_OUT], keys=allowed)
    try:
        return Trial.model_validate(raw)
    except ValidationError as failed:
        raise first_problem(file, failed, raw, Trial) from failed


def fits(trial: Trial, initiative: Initiative, source: Path) -> None:
    """Raises UserError, naming `source`, when the trial cannot be registered in the initiative."""
    refuse(source, trial, faults_at_entry(trial, initiative))


def register(folder: Path, trial: Trial, now: datetime, by: str, source: Path | None = None) -> Entered:
    """Enter a trial, or a new version of one that is there; the same content again changes nothing.

    `now`: naive UTC. `source`: the file that errors speak of. After the trial has begun it is entered all the
    same, and the record says so (`late`). Raises UserError.
    """
    file = trial_file(folder, trial.id)
    with _writing(folder):
        initiative = load_initiative(folder)
        fits(trial, initiative, source or file)
        entries = raw_entries(file)
        if not entries:
            stated = _stated("registered", trial, now, by)
            return Entered(_enter(file, entries, initiative, stated), "registered")
        before = record_of(entries, file, initiative)
        changed = _differing(before.trial, trial)
        if not changed:
            return Entered(before, "unchanged")
        stated = _stated("changed", trial, now, by)
        return Entered(_enter(file, entries, initiative, stated), "changed", changed)


def decide(folder: Path, trial_id: str, decision: TrialDecision, now: datetime) -> Entered:
    """Enter a decision; the same one again changes nothing. `now`: naive UTC.

    Raises UserError for an unknown trial, a day that cannot be, or a decision against the verdict that gives no
    reason.
    """
    file = trial_file(folder, trial_id)
    with _writing(folder):
        initiative = load_initiative(folder)
        before = known(initiative, trial_id)
        _may_be_decided(before, decision, _today(now, initiative))
        if before.decisions and _same(before.decisions[-1], decision):
            return Entered(before, "unchanged")
        stated = _stated("decided", decision, now, decision.by)
        return Entered(_enter(file, raw_entries(file), initiative, stated), "decided")


def read_decision(folder: Path, trial_id: str, typed: Mapping[str, object]) -> TrialDecision:
    """A decision as it was typed. Raises UserError naming the key and what is allowed."""
    try:
        return TrialDecision.model_validate(typed)
    except ValidationError as failed:
        raise first_problem(trial_file(folder, trial_id), failed, typed, TrialDecision) from failed


def known(initiative: Initiative, trial_id: str) -> TrialRecord:
    """The initiative's trial of an id. Raises UserError."""
    found = next((one for one in initiative.trials if one.trial.id == trial_id), None)
    if found is None:
        choices = listed([one.trial.id for one in initiative.trials])
        raise error("registry.unknown_trial", got=trial_id, choices=choices)
    return found


def _stated(kind: str, content: Trial | TrialDecision, now: datetime, by: str) -> dict[str, Any]:
    """What an entry says, as JSON has it."""
    at = f"{now.isoformat(timespec='seconds')}Z"
    return {"kind": kind, "at": at, "by": by, "content": content.model_dump(mode="json")}


def _enter(
    file: Path, entries: list[RawEntry], initiative: Initiative, stated: Mapping[str, Any]
) -> TrialRecord:
    """Adds one entry; what is written is read as a record first, so that no file is made that cannot be read."""
    longer = sealed(entries, stated)
    record = record_of(longer, file, initiative)
    write_entries(file, longer)
    return record


def _differing(before: Trial, after: Trial) -> tuple[str, ...]:
    """What can be reached is worked out from the data of the day: it alone makes no new version."""
    names = (name for name in Trial.model_fields if name != _WORKED_OUT)
    return tuple(name for name in names if getattr(before, name) != getattr(after, name))


def _may_be_decided(record: TrialRecord, decision: TrialDecision, today: date) -> None:
    first = min(record.trial.starts_on, record.registered_at.date())
    if not first <= decision.decided_on <= today:
        within = {"first": day(first), "last": day(today)}
        raise error("registry.decided_when", got=decision.decided_on.isoformat(), **within)
    if opposes(record.trial, decision) and not decision.reason.strip():
        raise error("registry.needs_reason", got=decision.action)


def _same(before: TrialDecision, after: TrialDecision) -> bool:
    """Whether two decisions say the same, whatever the figures were when each was entered."""
    said = ("action", "decided_on", "by", "reason")
    return all(getattr(before, name) == getattr(after, name) for name in said)


def _today(now: datetime, initiative: Initiative) -> date:
    return now.replace(tzinfo=UTC).astimezone(ZoneInfo(initiative.timezone)).date()


@contextmanager
def _writing(folder: Path) -> Iterator[None]:
    """One writer at a time, who has read what the one before wrote."""
    try:
        with alone(folder.parent):
            yield
    except OSError as failed:
        raise error("registry.cannot_write", got=folder.name) from failed
