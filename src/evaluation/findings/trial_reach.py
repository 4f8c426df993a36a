"""What a trial could tell, worked out from the places' earlier openings and the calendar when it is registered."""

from dataclasses import replace
from datetime import date, timedelta

from evaluation.disclosure import Role
from evaluation.findings.dataset import Dataset
from evaluation.findings.period import WHOLE, find
from evaluation.findings.sensitive import margin_sites, released, target_group
from evaluation.findings.trial_counts import COUNT_RATES, TrialCounts, counts_of
from evaluation.findings.trial_progress import ASSUMED_ALPHA, bounds_of
from evaluation.initiative.calendar import openings
from evaluation.initiative.trial_models import Attainable, Trial
from evaluation.stats import Plan, attainable

_EVERYBODY = next(name for name, target in COUNT_RATES.items() if not target)


def reach(dataset: Dataset, trial: Trial, role: Role) -> Attainable | None:
    """Which verdicts the trial can reach by its last look; None where earlier openings give no rate to expect.

    Nothing counted from the trial's first day on is used: a registration that comes late must tell no effect.
    A role that is shown no counts of the target group by opening could read one from what other first days give:
    for it all enquiries are taken times the share that is released.
    """
    share = 1.0
    if COUNT_RATES[trial.measure] and role is not Role.DATAANSVARLIG:
        told = _released_share(dataset, role)
        if not told:
            return None
        share, trial = told, trial.model_copy(update={"measure": _EVERYBODY})
    counts, last = counts_of(dataset, trial), trial.looks[-1]
    before = tuple(o for o in counts.counted if o.local_date < trial.starts_on)
    known = replace(counts, counted=before)
    if counts.missing or not known.mean_count(trial.starts_on):
        return None
    expected = known.expected_openings(_ahead(dataset, known), last, trial.starts_on)
    plan = Plan(
        openings=tuple(replace(one, count=one.count * share) for one in expected),
        before=trial.from_site,
        after=trial.to_site,
        alpha=ASSUMED_ALPHA,
        concurrent=known.paired,
    )
    found = attainable(plan, trial.smallest_change, bounds_of(trial))
    # Two digits, as for any ratio that rests on counts that are never released.
    ratio = None if found.detectable is None else float(f"{found.detectable:.2g}")
    return Attainable(detectable=ratio, no_difference=found.no_difference, openings=found.openings)


def _released_share(dataset: Dataset, role: Role) -> float | None:
    """The target group's share at the pop-ups that never were on trial, as the role is shown it."""
    sites, whole = margin_sites(dataset, "popup"), find(dataset, WHOLE)
    return target_group(dataset, released(dataset, role), sites, whole).share.value


def _ahead(dataset: Dataset, counts: TrialCounts) -> list[tuple[str, date, float]]:
    """Openings as planned from where the counts end: (site, day, hours)."""
    trial = counts.trial
    through = min(dataset.data_through or date.min, trial.starts_on - timedelta(days=1))
    places = {*counts.first_opened, trial.to_site}
    return [
        (o.site, o.local_date, o.open_hours)
        for o in openings(dataset.initiative, trial.looks[-1])
        if o.site in places and o.status != "cancelled" and o.local_date > through
    ]
