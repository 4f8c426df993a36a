"""Two places side by side: week by week where word of mouth has come equally far, else with it allowed for."""

from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pytest

from evaluation.findings.trial_counts import TrialCounts
from evaluation.metrics import OpeningCount
from evaluation.stats import Reason
from tests.findings.test_trial_words import trial

FIRST = date(2025, 3, 3)
STARTS = date(2025, 9, 1)
_WEEK = timedelta(weeks=1)


def opening(site: str, day: date, count: int, unknown: int = 0) -> OpeningCount:
    return OpeningCount(f"{site}-{day}", site, day, day, 4.0, count, count, unknown)


def counts(opened: dict[str, date], *, until: date, spread: int = 4, unknown: int = 0) -> TrialCounts:
    rng = np.random.default_rng(5)
    found = [
        opening(site, day, int(rng.integers(12 - spread, 12 + spread + 1)), unknown)
        for site, first in opened.items()
        for day in (first + _WEEK * n for n in range((until - first).days // 7 + 1))
    ]
    known = trial(design="concurrent", from_site="old", to_site="new", starts_on=STARTS)
    return TrialCounts(known, tuple(found), opened, FIRST)


@pytest.mark.parametrize(
    ("old", "new", "paired"),
    [
        (FIRST, FIRST, True),  # both known for half a year when it starts
        (STARTS, STARTS + _WEEK, True),  # both new
        (FIRST, STARTS, False),  # the old one is known, the new one is not
    ],
)
def test_places_are_paired_where_they_are_equally_known(old: date, new: date, paired: bool) -> None:
    assert counts({"old": old, "new": new}, until=STARTS + 10 * _WEEK).paired == paired


def test_pairs_are_of_the_trials_own_weeks() -> None:
    until = STARTS + 9 * _WEEK
    known = counts({"old": FIRST, "new": FIRST}, until=until)
    effect = known.effect(until)
    assert (effect.n_before, effect.n_after) == (10, 10)
    same = [o for o in known.counted if o.local_date >= STARTS]
    total = {site: sum(o.target for o in same if o.site == site) for site in ("old", "new")}
    assert effect.theta == pytest.approx(np.log(total["new"] / total["old"]))


def test_a_new_place_beside_a_known_one_is_not_blamed_for_its_first_weeks() -> None:
    """The new place draws as many once word has spread: week by week it would look worse."""
    until = STARTS + 23 * _WEEK
    days = {
        site: [first + _WEEK * n for n in range((until - first).days // 7 + 1)]
        for site, first in (("old", FIRST), ("other", FIRST), ("new", STARTS))
    }
    ramp = {
        site: [round(40 * (1 - 0.6 * np.exp(-n / 6))) for n in range(len(found))]
        for site, found in days.items()
    }
    found = tuple(
        opening(site, day, count) for site in days for day, count in zip(days[site], ramp[site], strict=True)
    )
    known = TrialCounts(
        trial(design="concurrent", from_site="old", to_site="new", starts_on=STARTS),
        found,
        {"old": FIRST, "other": FIRST, "new": STARTS},
        FIRST,
    )
    effect = known.effect(until)
    since = {site: sum(o.target for o in found if o.site == site and o.local_date >= STARTS) for site in days}
    assert effect.theta is not None
    assert abs(effect.theta) < 0.05 < -np.log(since["new"] / since["old"])


def test_a_group_that_nobody_noted_gives_no_answer() -> None:
    known = counts({"old": FIRST, "new": FIRST}, until=STARTS + 9 * _WEEK, unknown=9)
    assert known.effect(STARTS + 9 * _WEEK).reason is Reason.MANY_UNKNOWN


def test_one_day_with_five_hundred_decides_nothing() -> None:
    until = STARTS + 14 * _WEEK
    plain = counts({"old": FIRST, "other": FIRST, "new": STARTS}, until=until)
    day = STARTS + 5 * _WEEK
    fair = tuple(
        opening(o.site, o.local_date, 500) if (o.site, o.local_date) == ("new", day) else o
        for o in plain.counted
    )
    without = tuple(o for o in plain.counted if (o.site, o.local_date) != ("new", day))
    odd = replace(plain, counted=fair)
    assert [o.local_date for o in odd.odd(until)] == [day]
    assert odd.effect(until) == replace(plain, counted=without).effect(until)
    assert plain.odd(until) == ()


def test_what_is_expected_of_later_looks_follows_no_opening_since_the_latest() -> None:
    look, later = STARTS + 9 * _WEEK, STARTS + 20 * _WEEK
    known = counts({"old": FIRST, "other": FIRST, "new": STARTS}, until=later)
    since = tuple(replace(o, target=3 * o.target) if o.local_date > look else o for o in known.counted)
    for other in (known, replace(known, counted=since)):
        assert other.mean_count(look) == known.mean_count(look)
        assert other.expected((), later, 0.25, look) == known.expected((), later, 0.25, look)
