"""`trial register`, `trial show`, `trial decide`: the registry of trials, and how each stands."""

import argparse
from typing import Any

from evaluation.cli.output import say
from evaluation.cli.queries import day_of, named_folder, opened
from evaluation.disclosure.cells import Status
from evaluation.findings.dataset import Dataset
from evaluation.findings.trial_card import attainable_words, decision_words, said, verdict
from evaluation.findings.trial_entry import enter, enter_decision, figures, refuse_personal, state_of
from evaluation.findings.trial_state import LookState, TrialState, states
from evaluation.initiative.known import folder_of
from evaluation.initiative.toml_io import read_toml
from evaluation.initiative.trial_models import TrialRecord
from evaluation.initiative.trials import Entered, read_typed
from evaluation.settings import settings
from evaluation.store import Store
from evaluation.texts import text


def run_register(args: argparse.Namespace) -> dict[str, Any]:
    """Enter a trial, or a new version of it."""
    folder = folder_of(args.store, args.initiative, settings().initiatives)
    by = text("registry.nobody_named") if args.by is None else args.by
    typed = {name: value for name, value in read_toml(args.file).items() if isinstance(value, str)}
    refuse_personal({**typed, "--by": by})  # before anything of it is repeated
    trial = read_typed(args.file)
    dataset = opened(Store(args.store), folder)
    entered = enter(dataset, folder, trial, by, source=args.file)
    _say_entered(args, entered)
    reached = {"label": text("trials.record.attainable"), "words": attainable_words(entered.record.trial)}
    say(args, text("registry.said.attainable", **reached))
    if entered.record.late:
        say(args, text("trials.warning.late"))
    return {
        **_registration(entered.record),
        "status": entered.what,
        "changed": list(entered.changed),
    }


def show(args: argparse.Namespace) -> dict[str, Any]:
    """How one trial stands, or all of them; no effect while it is too early."""
    dataset = opened(Store(args.store), named_folder(args))
    found = states(dataset)
    if args.trial is not None:
        found = (state_of(dataset, args.trial),)
    for state in found:
        _say_state(args, dataset, state)
    if not found:
        say(args, text("registry.none"))
    told = [_told(dataset, state) for state in found]
    return told[0] if args.trial is not None else {"trials": told}


def run_decide(args: argparse.Namespace) -> dict[str, Any]:
    """Enter what was decided, beside the verdict as it stands."""
    refuse_personal({"--by": args.by, "--reason": args.reason})
    folder, day = named_folder(args), day_of(args.on)
    dataset = opened(Store(args.store), folder)
    typed = {"action": args.action, "by": args.by, "reason": args.reason}
    entered = enter_decision(
        dataset, folder, args.trial, typed if day is None else {**typed, "decided_on": day}
    )
    _say_entered(args, entered)
    return {
        **_registration(entered.record),
        "status": entered.what,
        "decisions": _decisions(entered.record),
    }


def _registration(record: TrialRecord) -> dict[str, Any]:
    trial = record.trial
    return {
        "trial": trial.id,
        "name": trial.name,
        "version": len(record.versions),
        "hash": record.hash,
        "registered_at": f"{record.registered_at.isoformat()}Z",
        "attainable": None if trial.attainable is None else trial.attainable.model_dump(),
        "late": record.late,
        "sound": record.sound,
    }


def _told(dataset: Dataset, state: TrialState) -> dict[str, Any]:
    decided, needed = state.decided, state.needed
    return {
        **_registration(state.record),
        "initiative": dataset.initiative.id,
        "data_version": dataset.data_version,
        "status": (Status.TOO_EARLY if decided is None else Status.VALUE).value,
        "verdict": state.verdict.value,
        **figures(None if decided is None else decided.decision),
        "sentence": _sentence(dataset, state),
        "reason": None if state.reason is None else state.reason.value,
        "openings_held": state.held,
        "openings_planned": state.planned,
        "openings_needed": None if needed is None else {"low": needed[0], "high": needed[1]},
        "needed_by": None if state.needed_look is None else state.needed_look.date.isoformat(),
        "out_of_reach": state.out_of_reach,
        "warning": state.warning,
        "over": state.over,
        "looks": [_look(look) for look in state.looks],
        "decisions": _decisions(state.record),
    }


def _look(look: LookState) -> dict[str, Any]:
    return {
        "number": look.number,
        "date": look.date.isoformat(),
        "openings": look.openings,
        "taken": look.taken,
        "dropped": look.dropped,
        "verdict": None if look.decision is None else look.decision.verdict.value,
        **figures(look.decision),
        "half_width": look.half_width,
    }


def _decisions(record: TrialRecord) -> list[dict[str, Any]]:
    return [decision.model_dump(mode="json") for decision in record.decisions]


def _sentence(dataset: Dataset, state: TrialState) -> str:
    """The words of the page."""
    phrase = verdict(state)
    return f"{phrase[:1].upper()}{phrase[1:]}. {' '.join(said(dataset, state))}"


def _say_entered(args: argparse.Namespace, entered: Entered) -> None:
    record = entered.record
    name, version = record.trial.name, len(record.versions)
    keys = ", ".join(entered.changed)
    say(args, text(f"registry.said.{entered.what}", name=name, version=version, keys=keys))
    say(args, text("registry.said.hash", hash=record.hash))


def _say_state(args: argparse.Namespace, dataset: Dataset, state: TrialState) -> None:
    record = state.record
    say(args, text("registry.said.state", name=record.trial.name, sentence=_sentence(dataset, state)))
    if record.late:
        say(args, text("trials.warning.late"))
    if not record.sound:
        say(args, text("trials.warning.edited", number=record.broken))
    for line in decision_words(record.trial, state.decision):
        say(args, line)
    say(args, text("registry.said.hash", hash=record.hash))
