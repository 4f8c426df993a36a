"""How each trial stands: its looks, the one verdict, and while it is too early only when it will not be.

A trial moves at its registered looks alone. Until a look decides, nothing that tells the direction or the size of
the effect leaves this module: the width of its interval, how many openings may be needed, and a warning that
something is going on.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from weakref import WeakKeyDictionary

from evaluation.engine import Engine
from evaluation.findings.dataset import Dataset
from evaluation.findings.trial_progress import (
    Outlook,
    Progress,
    half_width,
    needed_of,
    odd_days,
    outlook_of,
    progress_of,
    warns,
)
from evaluation.findings.trial_rounding import told
from evaluation.initiative.trial_models import Trial, TrialDecision, TrialRecord
from evaluation.stats import Decision, Effect, Reason, Verdict

_MADE: WeakKeyDictionary[Engine, dict[str, tuple["TrialState", ...]]] = WeakKeyDictionary()


@dataclass(frozen=True)
class LookState:
    """A planned look. `decision` only where the trial is decided; `openings` at the new place, planned or held.

    `half_width`: of the interval of ln(ratio), as it is, or as it is expected; None where it cannot be told.
    `dropped`: the trial was decided before.
    """

    number: int
    date: date
    openings: int
    taken: bool
    dropped: bool
    decision: Decision | None
    half_width: float | None


@dataclass(frozen=True)
class TrialState:
    """A trial as every role may know it. `over`: the last look has been taken, or the decider has ended it.

    `held` and `planned` count openings at the new place: until now, and through the last look. `needed` is a range of
    them (fewest, most; None in it: more than could be had), `needed_look` the first look after the fewest;
    `out_of_reach`: even the fewest are not planned; `outlook`: whether the last look can be expected to decide all
    the same. `warning`: the weekly evidence says that something differs. `odd`: days of openings at its places that
    are left out, so unlike the others are they.
    """

    record: TrialRecord
    verdict: Verdict
    reason: Reason | None
    looks: tuple[LookState, ...]
    held: int
    planned: int
    needed: tuple[int | None, int | None] | None
    needed_look: LookState | None
    out_of_reach: bool
    warning: bool
    over: bool
    missing: tuple[str, ...] = ()
    outlook: Outlook | None = None
    odd: tuple[date, ...] = ()

    @property
    def decided(self) -> LookState | None:
        """The look that gave the verdict."""
        if self.verdict is Verdict.TOO_EARLY:
            return None
        return next(
            look
            for look in self.looks
            if look.decision is not None and look.decision.verdict is not Verdict.TOO_EARLY
        )

    @property
    def decision(self) -> TrialDecision | None:
        """What the decider decided last."""
        return self.record.decisions[-1] if self.record.decisions else None

    @property
    def hides(self) -> bool:
        """Whether nobody may be told yet how the new place does."""
        return self.verdict is Verdict.TOO_EARLY and not self.over


def states(dataset: Dataset) -> tuple[TrialState, ...]:
    """Every registered trial; made once per data version."""
    made = _MADE.setdefault(dataset.engine, {})
    if dataset.data_version not in made:
        made[dataset.data_version] = tuple(_state(dataset, record) for record in dataset.initiative.trials)
    return made[dataset.data_version]


def _state(dataset: Dataset, record: TrialRecord) -> TrialState:
    through = dataset.settled_through
    progress = progress_of(dataset, record, through)
    trial, ends = record.trial, bool(record.decisions) and record.decisions[-1].ends
    over = len(progress.effects) == len(trial.looks) or ends
    waiting = progress.decided is None and not over
    looks, needed = _looks(progress), needed_of(progress) if waiting else None
    return TrialState(
        record=record,
        verdict=progress.verdict,
        reason=_reason(trial, progress.latest, through),
        looks=looks,
        held=progress.counts.held(trial.to_site, min(through, trial.looks[-1])) if through else 0,
        planned=looks[-1].openings,
        needed=needed,
        needed_look=_reached(looks, needed),
        out_of_reach=needed is not None and _reached(looks, needed) is None,
        warning=waiting and warns(progress.counts, through),
        over=over,
        missing=progress.counts.missing,
        outlook=outlook_of(progress) if waiting else None,
        odd=odd_days(progress),
    )


def _reason(trial: Trial, latest: Effect | None, through: date | None) -> Reason | None:
    """Why the latest look has no figure at all."""
    if latest is None:
        return Reason.NOT_BEGUN if through is None or through < trial.starts_on else Reason.NO_LOOK
    if latest.reason is not None:
        return latest.reason
    few = min(latest.n_after, latest.n_before) < trial.minimum_openings
    return Reason.BELOW_MINIMUM if few else None


def _looks(progress: Progress) -> tuple[LookState, ...]:
    """Decisions are handed out once one of them has decided; before that their intervals' widths alone."""
    decided, found = progress.decided, []
    for n, day in enumerate(progress.counts.trial.looks):
        taken, dropped = n < len(progress.effects), decided is not None and n > decided
        found.append(
            LookState(
                number=n + 1,
                date=day,
                openings=progress.coming(day),
                taken=taken and not dropped,
                dropped=dropped,
                decision=None if decided is None or dropped else _told(progress.decisions[n]),
                half_width=None if dropped else half_width(progress, n, day),
            )
        )
    return tuple(found)


def _told(decision: Decision | None) -> Decision | None:
    return None if decision is None else told(decision)


def _reached(looks: Sequence[LookState], needed: tuple[int | None, int | None] | None) -> LookState | None:
    """The first look to come that has the fewest openings needed; decisions are made at looks alone."""
    if needed is None or needed[0] is None:
        return None
    fewest = needed[0]
    return next((look for look in looks if not look.taken and look.openings >= fewest), None)
