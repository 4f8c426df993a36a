"""How many come, and when: overdispersed counts per opening, slow start, season, passport peaks."""

import math
from datetime import date

import numpy as np

from evaluation.demo.contact import Contact
from evaluation.demo.days import Opening, aars_days, openings
from evaluation.demo.parameters import Aars, Desk, Popup, Truth

_YEAR = 365.25
_MID_JANUARY = 15
_LATE_MINUTES = 14
_QUARTER_MINUTES = 15
_VAIN_MINUTES = 150  # those who come in vain come while they think it is open


def ramp(popup: Popup, weeks: int) -> float:
    """Word of mouth: the share of its long-run rate that a place has reached after so many weeks."""
    return 1 - popup.ramp_depth * math.exp(-weeks / popup.ramp_tau_weeks)


def season(strength: float, day: date) -> float:
    """A yearly wave, highest in the middle of January."""
    return math.exp(strength * math.cos(2 * math.pi * (day.timetuple().tm_yday - _MID_JANUARY) / _YEAR))


def peak(truth: Truth, day: date) -> float:
    """How many times the usual number want a passport that day."""
    return next((p.factor for p in truth.peak if p.from_date <= day <= p.to_date), 1.0)


def popup_contacts(truth: Truth, rng: np.random.Generator) -> list[Contact]:
    """Everyone who came to a pop-up place, also in vain, before their needs are known."""
    shocks = _week_shocks(truth, rng)
    found: list[Contact] = []
    for place in truth.place:
        for opening in openings(truth, place):
            iso = opening.day.isocalendar()
            found += _opening(truth.popup, opening, shocks[iso.year, iso.week], rng)
    return found


def aars_contacts(truth: Truth, rng: np.random.Generator) -> list[Contact]:
    """Everyone who came to Aars, before their needs are known."""
    return [contact for day in aars_days(truth) for contact in _aars_day(truth, day, rng)]


def aars_rates(truth: Truth, day: date) -> dict[str, float]:
    """Expected contacts of each kind in Aars that day."""
    aars = truth.aars
    since = day >= truth.period.popups_from
    shape = aars.weekdays[day.weekday()] * season(aars.season, day)
    if day.isocalendar().week in aars.summer_weeks:
        shape *= aars.summer
    return {
        "passports": shape * aars.passports * peak(truth, day) * (aars.passports_after if since else 1),
        "licences": shape * aars.licences,
        "target": shape * aars.target * (aars.target_after if since else 1),
        "other": shape * aars.other * (aars.other_after if since else 1),
    }


def _week_shocks(truth: Truth, rng: np.random.Generator) -> dict[tuple[int, int], float]:
    weeks = sorted({o.day.isocalendar()[:2] for p in truth.place for o in openings(truth, p)})
    drawn = np.exp(rng.normal(0, truth.popup.week_sd, len(weeks)))
    return dict(zip(weeks, drawn.tolist(), strict=True))


def _opening(popup: Popup, opening: Opening, shock: float, rng: np.random.Generator) -> list[Contact]:
    level = ramp(popup, opening.weeks) * season(popup.season, opening.day) * shock
    rates = {"target": opening.place.target * level, "other": opening.place.other * level}
    site, day = opening.place.id, opening.day
    if opening.cancelled:
        expected = sum(rates.values()) * popup.vain_share
        minutes = rng.uniform(popup.opens, popup.opens + _VAIN_MINUTES, rng.poisson(expected))
        return [Contact(site, day, float(m), "vain") for m in minutes]
    return _crowd(popup, site, day, rates, rng) + _stragglers(popup, site, day, rng)


def _aars_day(truth: Truth, day: date, rng: np.random.Generator) -> list[Contact]:
    aars: Aars = truth.aars
    return _crowd(aars, "aars", day, aars_rates(truth, day), rng)


def _crowd(
    desk: Desk, site: str, day: date, rates: dict[str, float], rng: np.random.Generator
) -> list[Contact]:
    """Gamma-mixed Poisson counts: one good or bad day for all kinds alike."""
    luck = rng.gamma(1 / desk.overdispersion, desk.overdispersion)
    found: list[Contact] = []
    for kind, rate in rates.items():
        count = int(rng.poisson(rate * luck))
        found += [Contact(site, day, m, kind) for m in _minutes(desk, count, rng)]
    return found


def _minutes(desk: Desk, count: int, rng: np.random.Generator) -> list[float]:
    quarters = rng.choice(len(desk.quarter_weights), count, p=_normal(desk.quarter_weights))
    inside = desk.opens + _QUARTER_MINUTES * (quarters + rng.random(count))
    early = desk.opens - rng.uniform(1, desk.early_minutes, count)
    minutes: list[float] = np.where(rng.random(count) < desk.early_share, early, inside).tolist()
    return minutes


def _stragglers(popup: Popup, site: str, day: date, rng: np.random.Generator) -> list[Contact]:
    late = popup.closes + rng.uniform(1, _LATE_MINUTES, rng.poisson(popup.late_per_opening))
    other = popup.closes + rng.uniform(45, 180, rng.poisson(popup.outside_per_opening))
    return [Contact(site, day, float(m), "late") for m in late] + [
        Contact(site, day, float(m), "outside") for m in other
    ]


def _normal(weights: tuple[float, ...]) -> list[float]:
    total = sum(weights)
    return [w / total for w in weights]
