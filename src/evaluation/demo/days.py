"""Which days a desk is open: the generator's own calendar, so that it can be held against the program's."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from evaluation.demo.parameters import Place, Truth


@dataclass(frozen=True)
class Opening:
    """One day at one desk; `weeks` since the place first opened."""

    place: Place
    day: date
    weeks: int
    cancelled: bool = False


def days(first: date, last: date) -> Iterator[date]:
    """Every day from the first through the last."""
    for step in range((last - first).days + 1):
        yield first + timedelta(days=step)


def aars_days(truth: Truth) -> list[date]:
    """The days on which Aars is open."""
    period = truth.period
    return [d for d in days(period.first_day, period.last_day) if d.weekday() < 5 and d not in period.closed]


def openings(truth: Truth, place: Place) -> list[Opening]:
    """A place's openings in order of day, the cancelled ones with it."""
    called_off = {c.day for c in truth.cancelled if c.site == place.id}
    moved = {c.moved_to for c in truth.cancelled if c.site == place.id and c.moved_to}
    planned = [d for d in days(place.from_date, place.to_date) if _planned(truth, place, d)]
    return [
        Opening(place, day, (day - planned[0]).days // 7, day in called_off)
        for day in sorted({*planned, *moved})
    ]


def neighbour(truth: Truth, place: Place, day: date) -> str | None:
    """The pop-up place a citizen would else have gone to on that date; None if none is running."""
    wanted = [p for p in truth.place if p.weekday == place.neighbour_weekday]
    return next((p.id for p in wanted if p.from_date <= day <= p.to_date), None)


def _planned(truth: Truth, place: Place, day: date) -> bool:
    period = truth.period
    resting = day.isocalendar().week in period.popup_closed_weeks
    return day.weekday() == place.weekday and day not in period.closed and not resting
