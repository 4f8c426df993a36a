"""Bar 8: how often the weekly chart cries wolf in a year in which nothing happens, and how soon it sees a fall.

A year has its baseline in it: of 46 openings the first 20 say what is usual and 26 are watched. The year after,
with all 46 watched, is published beside it. Negative controls: the individuals chart (XmR: mean ± 2.66 mean moving
range) and the c-chart (mean ± 3√mean), both as Wheeler & Chambers 1992 give them.
"""

from functools import partial

import numpy as np
from numpy.random import Generator

from evaluation.calibration.check import NO_BAND, Band, Cell, Check, share_check
from evaluation.calibration.simulate import (
    ALPHA,
    HOURS,
    MEAN,
    WEEKS,
    Bools,
    Floats,
    Ints,
    Place,
    World,
    simulate,
)
from evaluation.stats import FEWEST_BASELINE, Limits, limits

TRIALS = 20_000
DROP, SOON = 0.4, 8
#: The chart of several places: a week is the unit, and weeks move all places alike.
SITES, SHOCK = 3, 0.2
FALSE_ALARM: Band = (None, 0.20)


def outside(baseline: Ints, watched: Ints, hours: float) -> bool:
    """Whether the shipped limits of a baseline call any watched count unusual; no limits call none."""
    found = limits([float(y) for y in baseline], [hours] * len(baseline))
    if not isinstance(found, Limits):
        return False
    low, high = found.band(hours)
    return bool(((watched < low) | (watched > high)).any())


def weekly(rng: Generator, trials: int, weeks: int, *, mean: float, alpha: float, sites: int = 1) -> Ints:
    """Counts of quiet weeks, all sites together, shape (trials, weeks); several share the week's shock."""
    places = tuple(Place(str(i), mean=mean, alpha=alpha, end=weeks) for i in range(sites))
    made = simulate(World(places, shock=SHOCK if sites > 1 else 0.0), rng, trials)
    together: Ints = made.count.reshape(trials, sites, weeks).sum(axis=1)
    return together


def false_alarms(rng: Generator, trials: int, *, watched: int, mean: float, alpha: float) -> list[Check]:
    """Share of years with an alarm, an opening a week; a bar in the year that has its baseline."""
    made = weekly(rng, trials, FEWEST_BASELINE + watched, mean=mean, alpha=alpha)
    hits = sum(outside(y[:FEWEST_BASELINE], y[FEWEST_BASELINE:], HOURS) for y in made)
    case = {"openings": watched, "mean": mean, "alpha": alpha}
    first = FEWEST_BASELINE + watched <= WEEKS
    band = FALSE_ALARM if first else NO_BAND
    return [share_check(8 if first else 0, "chart_false_alarm", case, hits, trials, band=band)]


def false_alarms_of_sites(rng: Generator, trials: int, *, mean: float) -> list[Check]:
    """The same of a chart of several sites' weeks together."""
    made = weekly(rng, trials, WEEKS, mean=mean, alpha=ALPHA, sites=SITES)
    base = FEWEST_BASELINE
    hits = sum(outside(y[:base], y[base:], HOURS * SITES) for y in made)
    case = {"weeks": WEEKS - base, "mean": mean, "sites": SITES}
    return [share_check(8, "chart_false_alarm_weeks", case, hits, trials, band=FALSE_ALARM)]


def other_charts(rng: Generator, trials: int) -> list[Check]:
    """The charts that other tools draw, on the same kind of year."""
    made = weekly(rng, trials, WEEKS, mean=MEAN, alpha=ALPHA)
    baseline, year = made[:, :FEWEST_BASELINE], made[:, FEWEST_BASELINE:]
    mean = baseline.mean(axis=1, keepdims=True)
    moving = np.abs(np.diff(baseline, axis=1)).mean(axis=1, keepdims=True)
    case = {"openings": year.shape[1], "mean": MEAN, "alpha": ALPHA}
    checks = []
    for name, half in (("chart_xmr", 2.66 * moving), ("chart_c", 3 * np.sqrt(mean))):
        hits = int(_any_beyond(year, mean, half).sum())
        checks.append(share_check(8, name, case, hits, trials, band=FALSE_ALARM, control=True))
    return checks


def _any_beyond(year: Ints, mean: Floats, half: Floats) -> Bools:
    return np.array([bool(far.any()) for far in np.abs(year - mean) > half])


def caught(rng: Generator, trials: int, *, sites: int) -> list[Check]:
    """Share of falls by 40 % that show within eight weeks. Without a bar: the page says how few."""
    baseline = weekly(rng, trials, FEWEST_BASELINE, mean=MEAN, alpha=ALPHA, sites=sites)
    fallen = weekly(rng, trials, SOON, mean=MEAN * (1 - DROP), alpha=ALPHA, sites=sites)
    pairs = zip(baseline, fallen, strict=True)
    hits = sum(outside(before, after, HOURS * sites) for before, after in pairs)
    return [share_check(0, "chart_drop_caught", {"weeks": SOON, "mean": MEAN, "sites": sites}, hits, trials)]


def _quiet(watched: int, mean: float, alpha: float) -> Cell:
    work = partial(false_alarms, watched=watched, mean=mean, alpha=alpha)
    return Cell(f"chart {watched} {mean} {alpha}", TRIALS, work)


CELLS: tuple[Cell, ...] = (
    *(
        _quiet(WEEKS - FEWEST_BASELINE, mean, alpha)
        for mean, alpha in ((6.0, ALPHA), (MEAN, ALPHA), (24.0, ALPHA), (MEAN, 0.05), (MEAN, 0.4))
    ),
    *(_quiet(WEEKS, mean, ALPHA) for mean in (MEAN, 24.0)),
    *(
        Cell(f"chart of weeks {mean}", TRIALS, partial(false_alarms_of_sites, mean=mean))
        for mean in (MEAN, 24.0)
    ),
    Cell("other charts", TRIALS, other_charts),
    *(Cell(f"chart drop {sites}", TRIALS, partial(caught, sites=sites)) for sites in (1, SITES)),
)
