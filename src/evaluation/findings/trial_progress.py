"""A trial's looks as they have been taken, and what can be told of those to come. Never for display as it is."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from math import sqrt

from evaluation.findings.dataset import Dataset
from evaluation.findings.trial_counts import TrialCounts, counts_of, planned
from evaluation.findings.trial_rounding import coarse
from evaluation.initiative.trial_models import Decided, Trial, TrialRecord
from evaluation.stats import (
    WARN_AT,
    Decision,
    Effect,
    Later,
    Verdict,
    chance_of_decision,
    critical,
    decide,
    e_value,
    obrien_fleming,
    openings_needed,
)

ASSUMED_ALPHA = 0.25  # the dispersion assumed until openings show their own
_FARTHEST = 400  # openings: a trial that needs more is called undecidable
_LIKELY, _UNLIKELY = 0.8, 0.2


class Outlook(StrEnum):
    """Whether the last look can be expected to decide: in four of five cases, in fewer than one, or in between."""

    LIKELY = "likely"
    OPEN = "open"
    UNLIKELY = "unlikely"


def bounds_of(trial: Trial) -> tuple[float, ...]:
    """O'Brien–Fleming bounds of the registered looks, by the share of the trial's time that each has seen.

    Calendar time in place of openings held (Lan & DeMets 1989, Biometrics 45:1017–1020): it is known when the trial
    is registered, and no cancelled opening moves a bound afterwards.
    """
    whole = (trial.looks[-1] - trial.starts_on).days
    return obrien_fleming([(look - trial.starts_on).days / whole for look in trial.looks])


@dataclass(frozen=True)
class Progress:
    """The looks taken so far: effects, what the rule says of each, and the index of the one that decided."""

    counts: TrialCounts
    bounds: tuple[float, ...]
    effects: tuple[Effect, ...]
    decisions: tuple[Decision | None, ...]
    ahead: tuple[tuple[str, date, float], ...]

    @property
    def decided(self) -> int | None:
        """The index of the first look that gave a verdict."""
        found = enumerate(self.decisions)
        return next((n for n, d in found if d is not None and d.verdict is not Verdict.TOO_EARLY), None)

    @property
    def verdict(self) -> Verdict:
        """The trial's one verdict."""
        decision = None if self.decided is None else self.decisions[self.decided]
        return Verdict.TOO_EARLY if decision is None else decision.verdict

    @property
    def latest(self) -> Effect | None:
        """The effect as the latest look saw it."""
        return self.effects[-1] if self.effects else None

    def coming(self, day: date) -> int:
        """Openings at the new place through a day, held and planned."""
        site = self.counts.trial.to_site
        return self.counts.held(site, day) + sum(one == site and at <= day for one, at, _ in self.ahead)

    @property
    def through(self) -> date | None:
        """The day of the latest look."""
        return self.counts.trial.looks[len(self.effects) - 1] if self.effects else None

    @property
    def later(self) -> Later | None:
        """What openings to come tell of a move."""
        if self.latest is None or self.latest.theta is None or self.through is None:
            return None
        alpha = ASSUMED_ALPHA if self.latest.alpha is None else self.latest.alpha
        return self.counts.ahead(self.through, alpha, _FARTHEST)


def progress_of(dataset: Dataset, record: TrialRecord, through: date | None) -> Progress:
    """A trial's looks as far as all counting sources have come."""
    trial, counts = record.trial, counts_of(dataset, record.trial)
    last = None if through is None else min(through, _ended(record) or through)
    effects = tuple(counts.effect(look) for look in trial.looks if last is not None and look <= last)
    bounds = bounds_of(trial)
    decisions = tuple(_decision(trial, effect, bounds[n], n) for n, effect in enumerate(effects))
    ahead = planned(dataset, {*counts.first_opened, trial.to_site}, trial.looks[-1])
    return Progress(counts, bounds, effects, decisions, ahead)


def _ended(record: TrialRecord) -> date | None:
    """The day an ending decision was entered: no look is taken after it. Not the day it is dated: a decision
    entered late undoes no look.
    """
    ends = (e for e in record.entries if isinstance(e, Decided) and e.content.ends)
    return next((entry.at.date() for entry in ends), None)


def _decision(trial: Trial, effect: Effect, bound: float, number: int) -> Decision | None:
    """A look with fewer openings than registered as the least says nothing."""
    if min(effect.n_after, effect.n_before) < trial.minimum_openings:
        return None
    return decide(effect, trial.smallest_change, bound, first=number == 0 and len(trial.looks) > 1)


def odd_days(progress: Progress) -> tuple[date, ...]:
    """Through the look that is told of: the one that decided, or the latest."""
    trial, taken = progress.counts.trial, len(progress.effects)
    told_of = taken - 1 if progress.decided is None else progress.decided
    if told_of < 0:
        return ()
    mine = (trial.from_site, trial.to_site)
    return tuple(sorted(o.local_date for o in progress.counts.odd(trial.looks[told_of]) if o.site in mine))


def warns(counts: TrialCounts, through: date | None) -> bool:
    """Looked at every week, not at the looks alone: it only warns."""
    if through is None or through < counts.trial.starts_on:
        return False
    evidence = e_value(counts.effect(through))
    return evidence is not None and evidence >= WARN_AT


def half_width(progress: Progress, n: int, day: date) -> float | None:
    """As it was at a look taken; else as it is expected to be."""
    if n < len(progress.effects):
        return _half(progress.effects[n], progress.bounds[n])
    if progress.counts.paired:
        return _narrowed(progress, n, day)
    latest = progress.latest
    alpha = ASSUMED_ALPHA if latest is None or latest.alpha is None else latest.alpha
    seen = progress.through or progress.counts.trial.starts_on - timedelta(days=1)
    return _half(progress.counts.expected(progress.ahead, day, alpha, seen), progress.bounds[n])


def _half(effect: Effect, bound: float) -> float | None:
    if effect.se is None or effect.df is None:
        return None
    return round(critical(bound, effect.df) * effect.se, 2)


def _narrowed(progress: Progress, n: int, day: date) -> float | None:
    """Two places side by side: the width falls as the root of the openings."""
    latest, openings = progress.latest, progress.coming(day)
    known = None if latest is None else _half(latest, progress.bounds[n])
    if latest is None or known is None or not openings:
        return None
    return known * sqrt(latest.n_after / openings)


def needed_of(progress: Progress) -> tuple[int | None, int | None] | None:
    """Openings at the new place until a decision can be expected, as a coarse range; None where nothing is known."""
    latest, counts = progress.latest, progress.counts
    if latest is None or progress.through is None:
        return None
    needed = openings_needed(
        latest,
        counts.trial.smallest_change,
        progress.bounds[-1],
        counts.mean_count(progress.through),
        most=_FARTHEST,
        concurrent=counts.paired,
        later=progress.later,
    )
    return None if needed is None else coarse(needed, latest.n_after + 1)


def outlook_of(progress: Progress) -> Outlook | None:
    """For the last look, with the openings planned until then; None where nothing is known yet."""
    latest, counts = progress.latest, progress.counts
    last = progress.coming(counts.trial.looks[-1])
    if latest is None or last <= latest.n_after:
        return None
    chance = chance_of_decision(
        latest,
        counts.trial.smallest_change,
        progress.bounds[-1],
        last,
        concurrent=counts.paired,
        later=progress.later,
    )
    if chance is None:
        return None
    return Outlook.LIKELY if chance >= _LIKELY else Outlook.UNLIKELY if chance < _UNLIKELY else Outlook.OPEN
