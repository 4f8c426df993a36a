"""What a trial must hold beyond the shape of its keys, alone, in its initiative, and beside other trials."""

from collections.abc import Iterable, Iterator
from datetime import timedelta
from itertools import pairwise

from evaluation.initiative.calendar import openings
from evaluation.initiative.fault import Fault
from evaluation.initiative.messages import listed
from evaluation.initiative.models import Initiative
from evaluation.initiative.trial_models import MEASURES, Trial, TrialDecision, TrialRecord
from evaluation.texts.format import day

_TARGET_RATE, _DAY = MEASURES[0], timedelta(days=1)
#: Two looks on nearly the same openings would be two chances of one answer.
BETWEEN_LOOKS = timedelta(days=28)
LONGEST = timedelta(days=5 * 366)


def faults_of(trial: Trial, initiative: Initiative) -> Iterator[Fault]:
    """What would make a trial meaningless wherever it is read: dates out of order, places nobody knows."""
    known = [site.id for site in initiative.sites]
    for key in ("from_site", "to_site"):
        if getattr(trial, key) not in known:
            yield Fault((key,), "unknown_site", getattr(trial, key), {"expected": listed(known)})
    if trial.from_site == trial.to_site:
        yield Fault(("to_site",), "trial_stays", trial.to_site)
    if trial.measure not in MEASURES:
        yield Fault(("measure",), "no_count_rate", trial.measure, {"expected": listed(MEASURES)})
    if trial.last_date <= trial.starts_on:
        after = {"ge": day(trial.starts_on + _DAY)}
        yield Fault(("last_date",), "trial_too_short", trial.last_date, after)
    yield from _looks(trial)


def _looks(trial: Trial) -> Iterator[Fault]:
    inside = {"ge": day(trial.starts_on + _DAY), "le": day(trial.last_date)}
    for index, look in enumerate(trial.looks):
        if not trial.starts_on < look <= trial.last_date:
            yield Fault(("looks", index), "look_outside", look, inside)
    for index, (before, look) in enumerate(pairwise(trial.looks), start=1):
        if look <= before:
            yield Fault(("looks", index), "looks_ascend", look, {"ge": day(before + _DAY)})


def faults_at_entry(trial: Trial, initiative: Initiative) -> Iterator[Fault]:
    """What stops a registration or a change; a record that stands is not judged by it again."""
    first, last = initiative.starts_on, initiative.evaluation_ends_on
    if not first <= trial.starts_on <= last:
        yield Fault(("starts_on",), "trial_outside", trial.starts_on, {"ge": day(first), "le": day(last)})
        return  # all the rest is reckoned from the first day: one in the year 9999 has no day after it
    if trial.last_date > trial.starts_on + LONGEST:
        longest = {"le": day(trial.starts_on + LONGEST)}
        yield Fault(("last_date",), "trial_too_long", trial.last_date, longest)
        return  # a year mistyped as 9026 would be a calendar without end
    yield from faults_of(trial, initiative)
    if trial.measure == _TARGET_RATE and not any(group.target for group in initiative.groups):
        yield Fault(("measure",), "no_target_groups", trial.measure, {"expected": listed(MEASURES[1:])})
    if not initiative.has_openings:
        yield Fault(("measure",), "trial_without_openings", trial.measure)
    yield from _meetings(trial, initiative.trials)
    yield from _used(trial, initiative)
    yield from _close(trial)


def _used(trial: Trial, initiative: Initiative) -> Iterator[Fault]:
    """What a place held before would be judged with the trial, and sums already released would change."""
    known = openings(initiative, trial.starts_on - _DAY)
    opened = [o.local_date for o in known if o.site == trial.to_site and o.status != "cancelled"]
    if opened:
        yield Fault(("to_site",), "place_not_new", trial.to_site, {"first": day(min(opened))})


def _close(trial: Trial) -> Iterator[Fault]:
    for index, (before, look) in enumerate(pairwise((trial.starts_on, *trial.looks))):
        if before < look < before + BETWEEN_LOOKS:
            apart = {"days": str(BETWEEN_LOOKS.days), "ge": day(before + BETWEEN_LOOKS)}
            yield Fault(("looks", index), "looks_close", look, apart)


def _meetings(trial: Trial, others: Iterable[TrialRecord]) -> Iterator[Fault]:
    """A place in two trials at once would have two effects that nobody can tell apart."""
    for record in others:
        other = record.trial
        meet = trial.starts_on <= record.ended_on and other.starts_on <= trial.last_date
        if other.id == trial.id or not meet:
            continue
        for key in ("from_site", "to_site"):
            if getattr(trial, key) in (other.from_site, other.to_site):
                taken = {"other": other.name, "ge": day(other.starts_on), "le": day(record.ended_on)}
                yield Fault((key,), "trials_meet", getattr(trial, key), taken)


def opposes(trial: Trial, decision: TrialDecision) -> bool:
    """Whether a decision is another than the verdict leads to by the trial's own record.

    Without a verdict only going on is no breach; a verdict that is to be weighed leaves the choice free.
    """
    leads_to = {
        "better": trial.if_better,
        "worse": trial.if_worse,
        "no_difference": trial.if_same,
    }.get(decision.verdict or "", "extend")
    return leads_to not in ("weigh", decision.action)
