"""Whole trials, small: how often the verdict is wrong, and how often a doubling is found.

20 openings at the old place, 24 at the new, two places that stay, 12 target-group contacts an opening, α = 0.2, word
of mouth, season and a shared week: counts from a few lines here, apart from the calibration's simulator, which holds
the thousands. 60 trials a case: a share is refused only where the bar itself is all but excluded (1 in 1,000).
"""

import numpy as np
import pytest
from scipy.stats import binom

from evaluation.stats import PlaceOpening, Verdict, decide, e_value, move_effect, obrien_fleming

_TRIALS, _BEFORE, _AFTER, _MEAN, _ALPHA, _DELTA = 60, 20, 24, 12.0, 0.2, 0.25
_SHARES = (0.25, 0.5, 0.75, 1.0)
_BOUNDS = obrien_fleming(_SHARES)
_PLACES = {"old": (0, _BEFORE), "new": (_BEFORE, _AFTER), "a": (0, 44), "b": (3, 41)}


def _trial(ratio: float, seed: int) -> list[PlaceOpening]:
    rng = np.random.default_rng(seed)
    shock = rng.normal(0, 0.1, _BEFORE + _AFTER)
    found = []
    for place, (first, weeks) in _PLACES.items():
        age = np.arange(weeks)
        week = first + age
        known = 1 - 0.5 * np.exp(-age / 5)
        mean = _MEAN * known * np.exp(0.1 * np.cos(2 * np.pi * (week - 20) / 52) + shock[week])
        mean *= ratio if place == "new" else 1
        counts = rng.poisson(rng.gamma(1 / _ALPHA, _ALPHA * mean))
        found += [
            PlaceOpening(place, int(w), float(k), 4.0, float(y))
            for w, k, y in zip(week, age, counts, strict=True)
        ]
    return found


def _judged(ratio: float, seed: int) -> tuple[Verdict, bool]:
    """The first verdict of the planned looks, and whether the last interval at 95 % holds the truth."""
    openings, verdict = _trial(ratio, seed), Verdict.TOO_EARLY
    for n, share in enumerate(_SHARES):
        seen = [o for o in openings if o.week < _BEFORE + round(share * _AFTER)]
        effect = move_effect(seen, "old", "new")
        made = decide(effect, _DELTA, _BOUNDS[n], first=n == 0)
        assert made is not None
        assert e_value(effect) is not None or effect.n_after < 8
        if verdict is Verdict.TOO_EARLY:
            verdict = made.verdict
    plain = decide(effect, _DELTA, 1.96, first=False)
    assert plain is not None
    return verdict, plain.low < ratio < plain.high


@pytest.fixture(scope="module", params=[1.0, 2.0], ids=["as before", "twice"])
def trials(request: pytest.FixtureRequest) -> tuple[float, list[tuple[Verdict, bool]]]:
    return request.param, [_judged(request.param, seed) for seed in range(_TRIALS)]


def test_verdicts_are_as_right_as_promised(trials: tuple[float, list[tuple[Verdict, bool]]]) -> None:
    ratio, found = trials
    verdicts = [verdict for verdict, _ in found]
    better, worse = verdicts.count(Verdict.BETTER), verdicts.count(Verdict.WORSE)
    if ratio == 1:
        assert better + worse <= binom.isf(0.001, _TRIALS, 0.07)
        return
    assert worse == 0
    assert verdicts.count(Verdict.NO_DIFFERENCE) <= binom.isf(0.001, _TRIALS, 0.05)
    assert better >= binom.ppf(0.001, _TRIALS, 0.80)


def test_intervals_hold_the_truth(trials: tuple[float, list[tuple[Verdict, bool]]]) -> None:
    held = sum(inside for _, inside in trials[1])
    assert held >= binom.ppf(0.001, _TRIALS, 0.925)
