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
from evaluation.initiative.loader import load_initiative
from evaluation.initiative.messages import first_problem, listed, problem
from evaluation.initiative.models import Initiative
from evaluation.initiative.toml_io import read_toml
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
    same, and the record says so (`late`); once a decision has ended it, never. Raises UserError.
    """
    file = trial_file(folder, trial.id)
    with _writing(folder):
        initiative = load_initiative(folder)
        before = registered(initiative, trial.id)
        changed = () if before is None else differing(before.trial, trial)
        if before is not None and not changed:
            return Entered(before, "unchanged")
        if before is not None:
            _refuse_ended(before)
        fits(trial, initiative, source or file)
        what: Literal["registered", "changed"] = "registered" if before is None else "changed"
        stated = _stated(what, trial, now, by)
        return Entered(_enter(file, raw_entries(file), initiative, stated), what, changed)


def decide(folder: Path, trial_id: str, decision: TrialDecision, now: datetime) -> Entered:
    """Enter a decision; the same one again changes nothing. `now`: naive UTC.

    Raises UserError for an unknown trial, one that is ended, a day before it begins or after today, or a decision
    against the verdict that gives no reason.
    """
    file = trial_file(folder, trial_id)
    with _writing(folder):
        initiative = load_initiative(folder)
        before = known(initiative, trial_id)
        if before.decisions and _same(before.decisions[-1], decision):
            return Entered(before, "unchanged")
        _refuse_ended(before)
        _may_be_decided(before, decision, _local(now, initiative))
        stated = _stated("decided", decision, now, decision.by)
        return Entered(_enter(file, raw_entries(file), initiative, stated), "decided")


def read_decision(folder: Path, trial_id: str, typed: Mapping[str, object]) -> TrialDecision:
    """A decision as it was typed. Raises UserError naming the key and what is allowed."""
    try:
        return TrialDecision.model_validate(typed)
    except ValidationError as failed:
        raise first_problem(trial_file(folder, trial_id), failed, typed, TrialDecision) from failed


def registered(initiative: Initiative, trial_id: str) -> TrialRecord | None:
    """The initiative's trial of an id, if there is one."""
    return next((one for one in initiative.trials if one.trial.id == trial_id), None)


def known(initiative: Initiative, trial_id: str) -> TrialRecord:
    """The initiative's trial of an id. Raises UserError."""
    found = registered(initiative, trial_id)
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
    last = max(entry.at for entry in record.entries)
    if record.entries[-1].at < last:
        raise error("registry.clock_behind", got=stated["at"], last=day(_local(last, initiative)))
    write_entries(file, longer)
    return record


def differing(before: Trial, after: Trial) -> tuple[str, ...]:
    """The keys that make a new version. What can be reached is of the data of the day: it alone makes none."""
    names = (name for name in Trial.model_fields if name != _WORKED_OUT)
    return tuple(name for name in names if getattr(before, name) != getattr(after, name))


def _refuse_ended(record: TrialRecord) -> None:
    """What a decision that ends a trial lets out may not steer how the trial goes on."""
    if record.ending is not None:
        raise error("registry.ended", got=record.trial.name, day=day(record.ending.decided_on))


def _may_be_decided(record: TrialRecord, decision: TrialDecision, today: date) -> None:
    first, on = record.trial.starts_on, decision.decided_on
    if min(on, today) < first:
        raise error("registry.decided_before", got=on.isoformat(), first=day(first))
    if on > today:
        raise error("registry.decided_when", got=on.isoformat(), first=day(first), last=day(today))
    if opposes(record.trial, decision) and not decision.reason.strip():
        raise error("registry.needs_reason", got=decision.action)


def _same(before: TrialDecision, after: TrialDecision) -> bool:
    """Whether two decisions say the same, whatever the figures were when each was entered."""
    said = ("action", "decided_on", "by", "reason")
    return all(getattr(before, name) == getattr(after, name) for name in said)


def _local(moment: datetime, initiative: Initiative) -> date:
    return moment.replace(tzinfo=UTC).astimezone(ZoneInfo(initiative.timezone)).date()


@contextmanager
def _writing(folder: Path) -> Iterator[None]:
    """One writer at a time, who has read what the one before wrote."""
    try:
        with alone(folder.parent):
            yield
    except OSError as failed:
        raise error("registry.cannot_write", got=folder.name) from failed
