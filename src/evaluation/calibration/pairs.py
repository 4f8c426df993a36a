"""Bars 2 and 7: two sites in the same weeks, and all pairs of sites or time slots at once.

Negative controls: Poisson's z for two totals, and every pair judged as if it were the only one. Without a bar:
what Bonferroni loses against Tukey–Kramer (width) and against Holm (power).
"""

from collections.abc import Sequence
from functools import partial
from math import log, sqrt

import numpy as np
from numpy.random import Generator

from evaluation.calibration.check import Band, Cell, Check, mean_check, plain_check, share_check
from evaluation.calibration.simulate import (
    ALPHA,
    HOURS,
    MEAN,
    Floats,
    Ints,
    Openings,
    Place,
    World,
    simulate,
)
from evaluation.stats import (
    LEVEL,
    BlockCount,
    Difference,
    LogRatio,
    SlotDifference,
    WeekCount,
    log_ratio,
    pairs_of_rates,
    pairs_of_weeks,
    rate,
    slot_differences,
    weekly_log_ratio,
)
from evaluation.stats.estimate import t_quantile, z_quantile

TRIALS, FAMILY_TRIALS, SLOT_TRIALS = 20_000, 10_000, 4_000
SHOCK = 0.3
SITES, SLOTS = ("a", "b", "c"), 8
COVERS: Band = (0.93, 0.97)
FALSE: Band = (None, 0.065)
FAMILY_FALSE: Band = (None, 0.06)


def sites(rng: Generator, trials: int, means: Sequence[float], weeks: int, **of: float) -> Openings:
    """Sites of these means in the same weeks, with shared shocks; keywords are World's."""
    places = tuple(Place(name, mean=mean, end=weeks) for name, mean in zip(SITES, means, strict=False))
    return simulate(World(places, **of), rng, trials)


def weeks_of(made: Openings, trial: int) -> dict[str, list[WeekCount]]:
    """The counted openings of one trial as the shipped comparison takes them."""
    found: dict[str, list[WeekCount]] = {name: [] for name in made.names}
    for row in made.rows(trial):
        found[row.place].append(WeekCount(row.week, row.count, row.hours))
    return found


def holds(ratio: LogRatio, truth: float) -> bool:
    """Whether the 95 % interval of a logarithm of a ratio has the truth; no interval has nothing."""
    if ratio.theta is None or ratio.se is None or ratio.df is None:
        return False
    return abs(ratio.theta - truth) <= t_quantile(ratio.df) * ratio.se


def two_sites(rng: Generator, trials: int, *, weeks: int, ratio: float) -> list[Check]:
    """Coverage, and at equal sites false positives, under shared week shocks."""
    made = sites(rng, trials, (MEAN * ratio, MEAN), weeks, shock=SHOCK)
    found = (weeks_of(made, trial) for trial in range(trials))
    hits = sum(holds(weekly_log_ratio(one["a"], one["b"]), log(ratio)) for one in found)
    case = {"openings": weeks, "ratio": ratio}
    checks = [share_check(2, "two_sites", case, hits, trials, band=COVERS)]
    if ratio == 1:
        checks.append(share_check(2, "two_sites_false", case, trials - hits, trials, band=FALSE))
    return checks


def two_sites_poisson(rng: Generator, trials: int, *, weeks: int) -> list[Check]:
    """Two equal sites told apart by Poisson's z for two totals."""
    made = sites(rng, trials, (MEAN, MEAN), weeks, shock=SHOCK)
    a, b = (made.count[:, made.of(name)].sum(axis=1) for name in ("a", "b"))
    false = int((np.abs(np.log(a / b)) > z_quantile() * np.sqrt(1 / a + 1 / b)).sum())
    return [share_check(2, "two_sites_poisson", {"openings": weeks}, false, trials, band=FALSE, control=True)]


def two_sites_in_the_field(
    rng: Generator, trials: int, *, name: str, weeks: int, of: dict[str, float]
) -> list[Check]:
    """The same where openings are cancelled or shortened at each site by itself, or a site has its own noise."""
    made = sites(rng, trials, (MEAN, MEAN), weeks, shock=SHOCK, **of)
    found = (weeks_of(made, trial) for trial in range(trials))
    hits = sum(holds(weekly_log_ratio(one["a"], one["b"]), 0.0) for one in found)
    return [share_check(0, name, {"openings": weeks}, hits, trials)]


# ------------------------------------------------------------------------------------------ all pairs at once


def any_told_apart(pairs: Sequence[Difference | SlotDifference]) -> bool:
    """Whether the shipped answer tells any pair apart."""
    return any(pair.separable for pair in pairs)


def any_alone(ratios: Sequence[LogRatio]) -> bool:
    """Whether any pair would be told apart as if it were the only one."""
    return any(not holds(ratio, 0.0) for ratio in ratios)


def family_of_weeks(rng: Generator, trials: int, *, weeks: int) -> list[Check]:
    """Three equal sites in the same weeks: any false difference, adjusted and not."""
    made = sites(rng, trials, (MEAN,) * 3, weeks, shock=SHOCK)
    adjusted = alone = 0
    for trial in range(trials):
        one = weeks_of(made, trial)
        adjusted += any_told_apart(pairs_of_weeks(one))
        alone += any_alone([weekly_log_ratio(one[a], one[b]) for a, b in ("ab", "ac", "bc")])
    return _family("three_sites", {"openings": weeks}, adjusted, alone, trials)


def family_of_rates(rng: Generator, trials: int, *, openings: int) -> list[Check]:
    """Three equal sites known by their rates alone, each with its own weeks."""
    made = sites(rng, trials, (MEAN,) * 3, openings)
    parts = [made.count[:, made.of(name)] for name in SITES]
    adjusted = alone = 0
    for trial in range(trials):
        a, b, c = (rate(part[trial], [HOURS] * openings) for part in parts)
        adjusted += any_told_apart(pairs_of_rates({"a": a, "b": b, "c": c}))
        alone += any_alone([log_ratio(a, b), log_ratio(a, c), log_ratio(b, c)])
    return _family("three_rates", {"openings": openings}, adjusted, alone, trials)


def family_of_slots(rng: Generator, trials: int, *, openings: int, mean: float, own: bool) -> list[Check]:
    """Eight equal half hours within the openings of a site; `mean` is an opening's, `own` as in `half_hours`."""
    adjusted = alone = 0
    each = 1 - (1 - LEVEL) / (SLOTS * (SLOTS - 1) / 2)
    factor = t_quantile(openings - 1) / t_quantile(openings - 1, each)
    for counts in half_hours(rng, trials, openings, mean=mean, own=own):
        pairs = slot_differences(
            {
                str(slot): [BlockCount(i, "a", float(y), HOURS / SLOTS) for i, y in enumerate(column)]
                for slot, column in enumerate(counts.T)
            }
        )
        adjusted += any_told_apart(pairs)
        alone += any(_outside(pair, factor) for pair in pairs)
    return _family("eight_slots", {"openings": openings, "mean": mean, "own": own}, adjusted, alone, trials)


def half_hours(rng: Generator, trials: int, openings: int, *, mean: float, own: bool) -> Ints:
    """Counts of shape (trials, openings, slots): a busy opening is busy in all; `own`: and each half hour varies."""
    busy = rng.gamma(1 / ALPHA, ALPHA, (trials, openings, 1))
    within = rng.gamma(1 / ALPHA, ALPHA, (trials, openings, SLOTS)) if own else np.ones(SLOTS)
    return rng.poisson(mean / SLOTS * busy * within)


def _outside(pair: SlotDifference, factor: float) -> bool:
    """Whether the difference would lie outside its own interval, `factor` times as wide as the simultaneous."""
    if pair.value is None or pair.high is None:
        return False
    return abs(pair.value) > factor * (pair.high - pair.value)


def _family(name: str, case: dict[str, float], adjusted: int, alone: int, trials: int) -> list[Check]:
    return [
        share_check(7, name, case, adjusted, trials, band=FAMILY_FALSE),
        share_check(7, f"{name}_unadjusted", case, alone, trials, band=FAMILY_FALSE, control=True),
    ]


# ----------------------------------------------------------------------------- what the plain adjustment costs


def against_others(rng: Generator, trials: int, *, weeks: int, ratio: float) -> list[Check]:
    """Three sites, one of them `ratio` times the others: share of the two true differences found by each way."""
    made = sites(rng, trials, (MEAN * ratio, MEAN, MEAN), weeks, shock=SHOCK)
    bonferroni, holm, tukey = _critical(len(SITES), weeks - 1)
    found = np.zeros((trials, 3))
    for trial in range(trials):
        one = weeks_of(made, trial)
        t = _absolute_t([weekly_log_ratio(one[a], one[b]) for a, b in ("ab", "ac", "bc")])
        ways = (t > bonferroni, _by_holm(t, holm), t > tukey)
        found[trial] = [way[:2].mean() for way in ways]
    case = {"openings": weeks, "ratio": ratio}
    names = ("power_bonferroni", "power_holm", "power_tukey")
    checks = [mean_check(0, n, case, list(found[:, i]), unit="share") for i, n in enumerate(names)]
    return [*checks, *(_width(kind, many, weeks) for kind, many in (("sites", len(SITES)), ("slots", SLOTS)))]


def _width(kind: str, many: int, openings: int) -> Check:
    bonferroni, _, tukey = _critical(many, openings - 1)
    case = {kind: many, "openings": openings}
    return plain_check(0, "width_over_tukey", case, bonferroni / tukey, 1, unit="ratio")


def _critical(many: int, df: float) -> tuple[float, Floats, float]:
    """Half-width factors for all pairs of so many: Bonferroni's, Holm's from first to last, Tukey–Kramer's.

    Holm 1979, Scandinavian Journal of Statistics 6:65–70; Kramer 1956, Biometrics 12:307–310.
    """
    from scipy.stats import studentized_range  # noqa: PLC0415  # slow to load, needed here alone

    pairs = many * (many - 1) // 2
    steps = np.array([t_quantile(df, 1 - (1 - LEVEL) / left) for left in range(pairs, 0, -1)])
    return float(steps[0]), steps, float(studentized_range.ppf(LEVEL, many, df)) / sqrt(2)


def _absolute_t(ratios: Sequence[LogRatio]) -> Floats:
    return np.array([abs(r.theta) / r.se if r.theta is not None and r.se else 0.0 for r in ratios])


def _by_holm(t: Floats, steps: Floats) -> Floats:
    """Which pairs Holm's steps tell apart: from the largest t down, until one falls short of its step."""
    order = np.argsort(-t)
    passed = np.logical_and.accumulate(t[order] > steps)
    found = np.zeros(len(t))
    found[order] = passed
    return found


FIELD: dict[str, dict[str, float]] = {
    "two_sites_cancelled": {"cancelled": 0.1},
    "two_sites_unequal_hours": {"short": 0.5},
    "two_sites_own_noise": {"noise": 0.2},
}

CELLS: tuple[Cell, ...] = (
    *(
        Cell(f"two sites {n} {ratio}", TRIALS, partial(two_sites, weeks=n, ratio=ratio))
        for n in (12, 23, 46)
        for ratio in (1.0, 1.5)
    ),
    Cell("two sites poisson", TRIALS, partial(two_sites_poisson, weeks=46)),
    *(
        Cell(f"{name} {n}", TRIALS, partial(two_sites_in_the_field, name=name, weeks=n, of=of))
        for name, of in FIELD.items()
        for n in (23, 46)
    ),
    *(Cell(f"three sites {n}", FAMILY_TRIALS, partial(family_of_weeks, weeks=n)) for n in (12, 46)),
    *(Cell(f"three rates {n}", FAMILY_TRIALS, partial(family_of_rates, openings=n)) for n in (12, 46)),
    *(
        Cell(f"eight slots {n} {own}", SLOT_TRIALS, partial(family_of_slots, openings=n, mean=mean, own=own))
        for n, mean, own in ((12, MEAN, False), (46, MEAN, False), (12, 4 * MEAN, True), (46, 4 * MEAN, True))
    ),
    Cell("against others", FAMILY_TRIALS, partial(against_others, weeks=46, ratio=1.3)),
)
