"""What a trial is judged by: counts per opening of its measure at all places compared, up to a look.

Never for display. The counts are those of the measure itself; of the target group they are protected as results:
only a look's verdict and its ratio leave the trial's own module.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from evaluation.findings.dataset import Dataset
from evaluation.initiative.calendar import openings
from evaluation.initiative.models import SiteKind
from evaluation.initiative.trial_models import Trial
from evaluation.metrics import OpeningCount, compute, opening_counts_by_cell
from evaluation.stats import (
    Effect,
    Later,
    PlaceOpening,
    Reason,
    concurrent_effect,
    expected_move,
    move_ahead,
    move_effect,
    odd_openings,
    ramp,
)

#: The measures a trial can be decided by, and whether each counts the target group alone.
COUNT_RATES: Mapping[str, bool] = {"target_group_per_open_hour": True, "enquiries_per_open_hour": False}
#: Above so much unknown at one of its places a count of the target group says too little.
_MOST_UNKNOWN = 0.20
#: Two places are equally new when they opened within so long; a place is well known after so long.
_EQUALLY_NEW, _WELL_KNOWN = timedelta(weeks=4), timedelta(weeks=26)


@dataclass(frozen=True)
class TrialCounts:
    """Every counted opening of the places compared, by day; `missing` names fields that the log lacks."""

    trial: Trial
    counted: tuple[OpeningCount, ...]
    first_opened: Mapping[str, date]
    origin: date  # the Monday that weeks are counted from
    missing: tuple[str, ...] = ()

    def held(self, site: str, until: date) -> int:
        """Counted openings of a place through a day."""
        return sum(o.site == site and o.local_date <= until for o in self.counted)

    @property
    def paired(self) -> bool:
        """Whether two places side by side are compared week by week, from the trial's first day.

        Only where word of mouth has come equally far at both: both are as new, or none is new. Else the regression
        of a move allows for it.
        """
        sides = [self.first_opened.get(site) for site in (self.trial.from_site, self.trial.to_site)]
        days = [day for day in sides if day is not None]
        if self.trial.design != "concurrent" or len(days) < len(sides):
            return self.trial.design == "concurrent"
        known = self.trial.starts_on - max(days) >= _WELL_KNOWN
        return known or max(days) - min(days) <= _EQUALLY_NEW

    def effect(self, until: date) -> Effect:
        """The effect as the openings through a day show it."""
        counted = self._judged(until)
        before, after = self.trial.from_site, self.trial.to_site
        sizes = (self.held(before, until), self.held(after, until))
        if self.missing:
            return Effect(None, None, None, *sizes, reason=Reason.MISSING_FIELD)
        if self._untold(counted):
            return Effect(None, None, None, *sizes, reason=Reason.MANY_UNKNOWN)
        if self.paired:
            since = [o for o in counted if o.local_date >= self.trial.starts_on]
            return concurrent_effect(self._rows(since), before, after)
        return move_effect(self._rows(counted), before, after)

    def _judged(self, until: date) -> list[OpeningCount]:
        aside = set(self.odd(until))
        return [o for o in self.counted if o.local_date <= until and o not in aside]

    def odd(self, until: date) -> tuple[OpeningCount, ...]:
        """Openings through a day that are left out of every effect, by `stats.odd_openings`: no place's year may
        hang on a single day.
        """
        found: list[OpeningCount] = []
        for site in sorted({o.site for o in self.counted}):
            mine = [o for o in self.counted if o.site == site and o.local_date <= until]
            odd = odd_openings([self._count(o) for o in mine], [o.open_hours for o in mine])
            found += [mine[i] for i in odd]
        return tuple(found)

    def ahead(self, until: date, alpha: float, most: int) -> Later | None:
        """How much more up to `most` openings at the new place will tell of a move than those through a day."""
        if self.paired:
            return None
        rows = self._rows(self._judged(until))
        return move_ahead(rows, self.trial.from_site, self.trial.to_site, alpha=alpha, most=most)

    def expected(
        self, ahead: Iterable[tuple[str, date, float]], until: date, alpha: float, seen: date
    ) -> Effect:
        """What a look at `until` is expected to know: openings so far, and those ahead (site, day, hours).

        Rates are those through `seen`, the latest look: what is told between looks must not follow each opening.
        """
        rows = self.expected_openings(ahead, until, seen)
        return expected_move(rows, self.trial.from_site, self.trial.to_site, alpha)

    def expected_openings(
        self, ahead: Iterable[tuple[str, date, float]], until: date, seen: date
    ) -> tuple[PlaceOpening, ...]:
        """Openings through `until`, so far and ahead, each as its own place's lasting rate and its age let expect.

        A place that has not opened yet has the old place's.
        """
        rates = self._lasting(seen)
        known = [(o.site, o.local_date, o.open_hours) for o in self.counted if o.local_date <= until]
        every = [*known, *(one for one in ahead if one[1] <= until)]
        fallback = rates.get(self.trial.from_site, 0.0)
        return tuple(
            PlaceOpening(site, self._week(day), age, hours, rates.get(site, fallback) * hours * ramp(age))
            for site, day, hours in every
            for age in [self._age(site, day)]
        )

    def mean_count(self, seen: date) -> float:
        """Enquiries per opening at the trial's two places, through a day."""
        mine = [o for o in self._judged(seen) if o.site in (self.trial.from_site, self.trial.to_site)]
        return sum(self._count(o) for o in mine) / len(mine) if mine else 0.0

    def _count(self, opening: OpeningCount) -> int:
        return opening.target if COUNT_RATES[self.trial.measure] else opening.enquiries

    def _untold(self, counted: Sequence[OpeningCount]) -> bool:
        """Whether too many at one of the two places are of a group that nobody noted."""
        if not COUNT_RATES[self.trial.measure]:
            return False
        for site in (self.trial.from_site, self.trial.to_site):
            mine = [o for o in counted if o.site == site]
            if sum(o.unknown for o in mine) > _MOST_UNKNOWN * sum(o.enquiries for o in mine):
                return True
        return False

    def _lasting(self, seen: date) -> dict[str, float]:
        """Each place's rate once word of mouth has spread, supposing the usual opening months."""
        found, judged = {}, self._judged(seen)
        for site in {o.site for o in judged}:
            mine = [o for o in judged if o.site == site]
            hours = sum(o.open_hours * ramp(self._age(site, o.local_date)) for o in mine)
            if hours:
                found[site] = sum(self._count(o) for o in mine) / hours
        return found

    def _rows(self, counted: Iterable[OpeningCount]) -> list[PlaceOpening]:
        return [self._row(o, self._count(o)) for o in counted]

    def _row(self, opening: OpeningCount, count: float) -> PlaceOpening:
        day, site = opening.local_date, opening.site
        return PlaceOpening(site, self._week(day), self._age(site, day), opening.open_hours, count)

    def _week(self, day: date) -> int:
        return (day - self.origin).days // 7

    def _age(self, site: str, day: date) -> float:
        """Whole weeks since the place first opened, by days: one announced for a Thursday is new on Tuesday."""
        return max(0, (day - self.first_opened.get(site, day)).days // 7)


def counts_of(dataset: Dataset, trial: Trial) -> TrialCounts:
    """A trial's counts, from the start of the initiative."""
    first = dataset.initiative.starts_on
    missing = compute(dataset.engine, trial.measure, start=first).missing
    by_site = opening_counts_by_cell(dataset.engine, ("site",), {"site": _compared(dataset, trial)}, first)
    every = [o for (site,), found in by_site.items() for o in _of(str(site), found)]
    # What the new place held before the trial is no answer to it.
    counted = [o for o in every if o.site != trial.to_site or o.local_date >= trial.starts_on]
    return TrialCounts(
        trial=trial,
        counted=tuple(sorted(counted, key=lambda o: (o.local_date, o.site, o.opening_id))),
        first_opened=_first_opened(dataset, counted),
        origin=first - timedelta(days=first.weekday()),
        missing=missing,
    )


def planned(dataset: Dataset, sites: Iterable[str], until: date) -> tuple[tuple[str, date, float], ...]:
    """Openings after the data end: (site, day, hours), as the calendar has them."""
    through, wanted = dataset.data_through or dataset.initiative.first_date, set(sites)
    known = openings(dataset.initiative, until)
    return tuple(
        (o.site, o.local_date, o.open_hours)
        for o in known
        if o.site in wanted and o.status != "cancelled" and through < o.local_date <= until
    )


def _of(site: str, found: Iterable[OpeningCount]) -> list[OpeningCount]:
    """A day of an initiative without openings names no place of its own."""
    return [o if o.site else OpeningCount(**{**vars(o), "site": site}) for o in found]


def _compared(dataset: Dataset, trial: Trial) -> tuple[str, ...]:
    """The trial's places, and the pop-ups that show what happened to all of them meanwhile."""
    popups = [s.id for s in dataset.initiative.sites if s.kind is SiteKind.POPUP]
    return tuple(dict.fromkeys([trial.from_site, trial.to_site, *popups]))


def _first_opened(dataset: Dataset, counted: Iterable[OpeningCount]) -> dict[str, date]:
    """A place opened when the calendar says so, counted or not; one in use before the data, when it is said."""
    found: dict[str, date] = {s.id: s.open_from for s in dataset.initiative.sites if s.open_from}
    days = [(o.site, o.local_date) for o in dataset.openings if o.status != "cancelled"]
    for site, day in [*days, *((o.site, o.local_date) for o in counted)]:
        if site not in found or (day < found[site] and dataset.initiative.site(site).open_from is None):
            found[site] = day
    return found
