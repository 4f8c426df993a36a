"""How each trial stands: its looks, the one verdict, and while it is too early only when it will not be.

A trial moves at its registered looks alone. Until a look decides, nothing that tells the direction or the size of
the effect leaves this module: the width of its interval, how many openings may be needed, and a warning that
something is going on.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from math import sqrt
from weakref import WeakKeyDictionary

from evaluation.engine import Engine
from evaluation.findings.dataset import Dataset
from evaluation.findings.trial_counts import TrialCounts, counts_of, planned
from evaluation.findings.trial_rounding import coarse, told
from evaluation.initiative.trial_models import Decided, Trial, TrialDecision, TrialRecord
from evaluation.stats import (
    WARN_AT,
    Decision,
    Effect,
    Reason,
    Verdict,
    critical,
    decide,
    e_value,
    obrien_fleming,
    openings_needed,
)

ASSUMED_ALPHA = 0.25  # the dispersion assumed until openings show their own
_FARTHEST = 400  # openings: a trial that needs more is called undecidable
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
    `out_of_reach`: even the fewest are not planned. `warning`: the weekly evidence says that something differs.
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
    """Every registered trial, by its number in the record; made once per data version."""
    made = _MADE.setdefault(dataset.engine, {})
    if dataset.data_version not in made:
        made[dataset.data_version] = tuple(_state(dataset, record) for record in dataset.initiative.trials)
    return made[dataset.data_version]


def bounds_of(trial: Trial) -> tuple[float, ...]:
    """O'Brien–Fleming bounds of the registered looks, by the share of the trial's time that each has seen.

    Calendar time in place of openings held (Lan & DeMets 1989, Biometrics 45:1017–1020): it is known when the trial
    is registered, and no cancelled opening moves a bound afterwards.
    """
    whole = (trial.looks[-1] - trial.starts_on).days
    return obrien_fleming([(look - trial.starts_on).days / whole for look in trial.looks])


@dataclass(frozen=True)
class _Progress:
    """The looks taken so far: effects, what the rule says of each, and the index of the one that decided."""

    counts: TrialCounts
    bounds: tuple[float, ...]
    effects: tuple[Effect, ...]
    decisions: tuple[Decision | None, ...]
    ahead: tuple[tuple[str, date, float], ...]

    @property
    def decided(self) -> int | None:
        found = enumerate(self.decisions)
        return next((n for n, d in found if d is not None and d.verdict is not Verdict.TOO_EARLY), None)

    @property
    def verdict(self) -> Verdict:
        decision = None if self.decided is None else self.decisions[self.decided]
        return Verdict.TOO_EARLY if decision is None else decision.verdict

    @property
    def latest(self) -> Effect | None:
        return self.effects[-1] if self.effects else None

    def coming(self, day: date) -> int:
        """Openings at the new place through a day, held and planned."""
        site = self.counts.trial.to_site
        return self.counts.held(site, day) + sum(one == site and at <= day for one, at, _ in self.ahead)


def _state(dataset: Dataset, record: TrialRecord) -> TrialState:
    through = dataset.settled_through
    progress = _progress(dataset, record, through)
    trial, ends = record.trial, bool(record.decisions) and record.decisions[-1].ends
    over = len(progress.effects) == len(trial.looks) or ends
    waiting = progress.decided is None and not over
    looks, needed = _looks(progress), _needed(progress) if waiting else None
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
        warning=waiting and _warns(progress.counts, through),
        over=over,
        missing=progress.counts.missing,
    )


def _progress(dataset: Dataset, record: TrialRecord, through: date | None) -> _Progress:
    trial, counts = record.trial, counts_of(dataset, record.trial)
    last = None if through is None else min(through, _ended(record) or through)
    effects = tuple(counts.effect(look) for look in trial.looks if last is not None and look <= last)
    bounds = bounds_of(trial)
    decisions = tuple(_decision(trial, effect, bounds[n], n) for n, effect in enumerate(effects))
    ahead = planned(dataset, {*counts.first_opened, trial.to_site}, trial.looks[-1])
    return _Progress(counts, bounds, effects, decisions, ahead)


def _ended(record: TrialRecord) -> date | None:
    """The day an ending decision was entered: no look is taken after it. Not the day it is dated: a decision
    entered late undoes no look.
    """
    ends = (e for e in record.entries if isinstance(e, Decided) and e.content.ends)
    return next((entry.at.date() for entry in ends), None)


def _warns(counts: TrialCounts, through: date | None) -> bool:
    """Looked at every week, not at the looks alone: it only warns."""
    if through is None or through < counts.trial.starts_on:
        return False
    evidence = e_value(counts.effect(through))
    return evidence is not None and evidence >= WARN_AT


def _decision(trial: Trial, effect: Effect, bound: float, number: int) -> Decision | None:
    """A look with fewer openings than registered as the least says nothing."""
    if min(effect.n_after, effect.n_before) < trial.minimum_openings:
        return None
    return decide(effect, trial.smallest_change, bound, first=number == 0 and len(trial.looks) > 1)


def _reason(trial: Trial, latest: Effect | None, through: date | None) -> Reason | None:
    """Why the latest look has no figure at all."""
    if latest is None:
        return Reason.NOT_BEGUN if through is None or through < trial.starts_on else Reason.NO_LOOK
    if latest.reason is not None:
        return latest.reason
    few = min(latest.n_after, latest.n_before) < trial.minimum_openings
    return Reason.BELOW_MINIMUM if few else None


def _looks(progress: _Progress) -> tuple[LookState, ...]:
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
                half_width=None if dropped else _half_width(progress, n, day),
            )
        )
    return tuple(found)


def _told(decision: Decision | None) -> Decision | None:
    return None if decision is None else told(decision)


def _half_width(progress: _Progress, n: int, day: date) -> float | None:
    """As it was at a look taken; else as it is expected to be."""
    if n < len(progress.effects):
        return _half(progress.effects[n], progress.bounds[n])
    if progress.counts.paired:
        return _narrowed(progress, n, day)
    latest = progress.latest
    alpha = ASSUMED_ALPHA if latest is None or latest.alpha is None else latest.alpha
    return _half(progress.counts.expected(progress.ahead, day, alpha), progress.bounds[n])


def _half(effect: Effect, bound: float) -> float | None:
    if effect.se is None or effect.df is None:
        return None
    return round(critical(bound, effect.df) * effect.se, 2)


def _narrowed(progress: _Progress, n: int, day: date) -> float | None:
    """Two places side by side: the width falls as the root of the openings."""
    latest, openings = progress.latest, progress.coming(day)
    known = None if latest is None else _half(latest, progress.bounds[n])
    if latest is None or known is None or not openings:
        return None
    return known * sqrt(latest.n_after / openings)


def _needed(progress: _Progress) -> tuple[int | None, int | None] | None:
    latest = progress.latest
    if latest is None:
        return None
    trial, through = progress.counts.trial, progress.counts.trial.looks[len(progress.effects) - 1]
    alpha = ASSUMED_ALPHA if latest.alpha is None else latest.alpha
    needed = openings_needed(
        latest,
        trial.smallest_change,
        progress.bounds[-1],
        progress.counts.mean_count,
        most=_FARTHEST,
        concurrent=progress.counts.paired,
        later=None if latest.theta is None else progress.counts.ahead(through, alpha, _FARTHEST),
    )
    return None if needed is None else coarse(needed, latest.n_after + 1)


def _reached(looks: Sequence[LookState], needed: tuple[int | None, int | None] | None) -> LookState | None:
    """The first look to come that has the fewest openings needed; decisions are made at looks alone."""
    if needed is None or needed[0] is None:
        return None
    fewest = needed[0]
    return next((look for look in looks if not look.taken and look.openings >= fewest), None)
