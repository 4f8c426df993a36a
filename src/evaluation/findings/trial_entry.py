"""Entering a trial or a decision: what the command line and the browser do alike, on the data of the day.

The record keeps for good what a trial could reach when it was registered, and the verdict a decision was made beside.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from evaluation.disclosure import Role
from evaluation.findings.common import label_of
from evaluation.findings.dataset import Dataset
from evaluation.findings.trial_reach import reach
from evaluation.findings.trial_state import TrialState, states
from evaluation.findings.trial_words import verdict_word
from evaluation.initiative import Initiative
from evaluation.initiative.clock import to_local
from evaluation.initiative.trial_files import trial_file
from evaluation.initiative.trial_models import MEASURES, Trial
from evaluation.initiative.trials import (
    Entered,
    decide,
    differing,
    fits,
    known,
    read_decision,
    register,
    registered,
)
from evaluation.intake.other.values import is_personal
from evaluation.stats import Decision, Verdict
from evaluation.texts import error
from evaluation.texts import format as da

Figures = dict[str, float | None]


@dataclass(frozen=True)
class Registry:
    """Where a person enters what. `role`: who enters it; `today` on the initiative's clock."""

    folder: Path
    dataset: Dataset
    role: Role
    today: date

    @property
    def initiative(self) -> Initiative:
        """Whose trials they are."""
        return self.dataset.initiative

    @property
    def open(self) -> tuple[TrialState, ...]:
        """The trials that have begun and that no decision has ended, by name."""
        begun = (s for s in states(self.dataset) if s.record.trial.starts_on <= self.today)
        found = (s for s in begun if s.record.ending is None)
        return tuple(sorted(found, key=lambda state: da.danish_key(state.record.trial.name)))

    @property
    def measures(self) -> dict[str, str]:
        """What a trial may be judged on here: id → Danish name; the first is the usual one."""
        grouped = any(group.target for group in self.initiative.groups)
        return {name: label_of(self.dataset, name) for name in (MEASURES if grouped else MEASURES[1:])}


def refuse_personal(typed: Mapping[str, str]) -> None:
    """Raises UserError for a text (by the name of its field) that may point to somebody; it is not repeated.

    What is typed here is kept for good and printed.
    """
    found = next((name for name, value in typed.items() if is_personal(value)), None)
    if found is not None:
        raise error("registry.personal", field=found)


def foreseen(dataset: Dataset, trial: Trial, role: Role) -> Trial:
    """The trial with what it can reach, from what the role may see."""
    return trial.model_copy(update={"attainable": reach(dataset, trial, role)})


def enter(
    dataset: Dataset,
    folder: Path,
    trial: Trial,
    by: str,
    *,
    source: Path | None = None,
    role: Role = Role.DATAANSVARLIG,
) -> Entered:
    """Locks a trial, or a new version of it, with what it can reach. `source`: the file that errors speak of.

    `role`: whose figures that is worked out from. It is tried here by the openings as they were, which came with
    the data, and by the looks taken: once one has given a verdict, a new version would move the bounds it was
    given by. Raises UserError.
    """
    before = registered(dataset.initiative, trial.id)
    if before is not None and differing(before.trial, trial):
        _refuse_answered(dataset, trial.id)
    fits(trial, dataset.initiative, source or trial_file(folder, trial.id))
    whole = foreseen(dataset, trial, role)
    return register(folder, whole, now(), by, source)


def _refuse_answered(dataset: Dataset, trial_id: str) -> None:
    state = state_of(dataset, trial_id)
    if state.verdict is not Verdict.TOO_EARLY:
        raise error("registry.answered", got=verdict_word(state.record.trial, state.verdict))


def enter_decision(dataset: Dataset, folder: Path, trial_id: str, typed: Mapping[str, object]) -> Entered:
    """Enters what was decided (`typed`: keys of `TrialDecision`; today where no day is) beside the verdict.

    Raises UserError.
    """
    state, moment = state_of(dataset, trial_id), now()
    shown = figures(None if state.decided is None else state.decided.decision)
    whole = {
        "decided_on": to_local(moment, ZoneInfo(dataset.initiative.timezone)).date(),
        **typed,
        "verdict": state.verdict.value,
        "data_version": dataset.data_version,
        **{name: shown[name] for name in ("effect", "low", "high")},
    }
    return decide(folder, trial_id, read_decision(folder, trial_id, whole), moment)


def state_of(dataset: Dataset, trial_id: str) -> TrialState:
    """How the trial of an id stands. Raises UserError when there is none."""
    record = known(dataset.initiative, trial_id)
    return next(state for state in states(dataset) if state.record is record)


def figures(decision: Decision | None) -> Figures:
    """The ratio of rates with its interval and three probabilities; all None while it is too early."""
    names = {
        "effect": "ratio",
        "low": "low",
        "high": "high",
        "probability_better": "better",
        "probability_worse": "worse",
        "probability_same": "same",
    }
    return {key: None if decision is None else getattr(decision, name) for key, name in names.items()}


def now() -> datetime:
    """This moment, naive UTC."""
    return datetime.now(UTC).replace(tzinfo=None)
