"""The shipped trials on the synthetic year: what was planted, and the verdicts of a second implementation.

The reference reads the raw exports with pandas, and fits and decides with none of our code.
"""

from collections.abc import Sequence
from datetime import date
from math import exp, log
from pathlib import Path
from typing import NamedTuple

import pandas as pd
import pytest

from evaluation.findings.dataset import Dataset
from evaluation.findings.trial_counts import counts_of
from evaluation.findings.trial_progress import bounds_of
from evaluation.findings.trial_state import TrialState, states
from evaluation.stats import Decision, Effect, Verdict, critical, decide
from tests.demo.demo_log import GROUPS, OPEN, SITES
from tests.stats import reference_trials as reference

#: As planted, new place over old, from the target groups' rates in the demo's truth.
PLANTED = {"loegstoer_bibliotek": 15.0 / 7.5, "gedsted": 13.8 / 12.0}
#: The registered looks that the year's data reach, and its fractions of the trial's time.
LOOKS = {
    "loegstoer_bibliotek": ["2025-10-21", "2025-12-02", "2026-01-20", "2026-03-03"],
    "gedsted": ["2026-03-03"],
}
_STARTS = {"loegstoer_bibliotek": "2025-09-01", "gedsted": "2026-01-01"}
_LAST = {"loegstoer_bibliotek": "2026-03-03", "gedsted": "2026-12-08"}
_ALL = {
    "loegstoer_bibliotek": LOOKS["loegstoer_bibliotek"],
    "gedsted": ["2026-03-03", "2026-06-02", "2026-09-08", "2026-12-08"],
}
_FROM = {"loegstoer_bibliotek": "loegstoer_raadhus", "gedsted": "aalestrup"}
_DELTA, _HOURS = 0.25, 4.0
_EACH = [(trial, number) for trial, looks in LOOKS.items() for number in range(len(looks))]


@pytest.fixture(scope="module")
def raw(demo_store: Path) -> pd.DataFrame:
    """Target-group enquiries per pop-up and day on which somebody was served, each ticket in its last state."""
    files = sorted(demo_store.with_name(f"{demo_store.name}-demo").glob("koe_*.csv"))
    rows = pd.concat(
        pd.read_csv(file, sep=";", encoding="cp1252", dtype=str, keep_default_na=False, on_bad_lines="skip")
        for file in files
    )
    rows["site"] = rows["Lokation"].map(SITES)
    rows = rows[rows["site"].notna() & (rows["site"] != "aars")]
    rows["done"] = ~rows["Status"].isin(OPEN)
    rows = rows.sort_values("done", kind="stable").drop_duplicates(
        ["Billetnr", "Lokation", "Dato"], keep="last"
    )
    rows["day"] = pd.to_datetime(rows["Billet trukket"], format="%d-%m-%Y %H:%M").dt.normalize()
    rows["target"] = rows["Borgergruppe"].isin(list(GROUPS))
    rows["served"] = (rows["Kaldt"] != "") & (rows["Status"] != "Udeblevet ved kald")
    days = rows.groupby(["site", "day"], as_index=False).agg(count=("target", "sum"), held=("served", "any"))
    days = days[days["held"]]
    days["week"] = (days["day"] - pd.Timestamp("2025-03-03")).dt.days // 7
    days["age"] = days["week"] - days.groupby("site")["week"].transform("min")
    return days


def _moved(raw: pd.DataFrame, trial: str, number: int) -> reference.Moved:
    seen = raw[raw["day"] <= LOOKS[trial][number]].sort_values(["site", "day"])
    columns = (seen["site"], seen["week"], seen["age"], seen["count"])
    openings = [
        reference.Opening(site, int(week), float(age), _HOURS, float(count))
        for site, week, age, count in zip(*columns, strict=True)
    ]
    return reference.move(openings, _FROM[trial], trial)


def _bounds(trial: str) -> Sequence[float]:
    """By the share of the trial's time that each look has seen."""
    first, last = (date.fromisoformat(day) for day in (_STARTS[trial], _LAST[trial]))
    days = [(date.fromisoformat(look) - first).days for look in _ALL[trial]]
    return reference.bounds([one / (last - first).days for one in days])


class Judged(NamedTuple):
    """A look as the reference sees it."""

    moved: reference.Moved
    verdict: str


@pytest.fixture(scope="module")
def theirs(raw: pd.DataFrame) -> dict[tuple[str, int], Judged]:
    found = {}
    bounds = {trial: _bounds(trial) for trial in LOOKS}
    for trial, n in _EACH:
        moved = _moved(raw, trial, n)
        found[trial, n] = Judged(moved, reference.verdict(moved, _DELTA, bounds[trial][n], first=n == 0))
    return found


def state(dataset: Dataset, trial: str) -> TrialState:
    return next(one for one in states(dataset) if one.record.trial.id == trial)


def ours(dataset: Dataset, trial: str, number: int) -> tuple[Effect, Decision]:
    """Every look, those after the deciding one too."""
    registered = state(dataset, trial).record.trial
    effect = counts_of(dataset, registered).effect(registered.looks[number])
    made = decide(effect, registered.smallest_change, bounds_of(registered)[number], first=number == 0)
    assert made is not None
    return effect, made


def test_the_registered_looks_are_those_of_the_story(dataset: Dataset) -> None:
    for trial, looks in _ALL.items():
        registered = state(dataset, trial).record.trial
        assert [str(look) for look in registered.looks] == looks
        assert (str(registered.starts_on), registered.from_site) == (_STARTS[trial], _FROM[trial])
        assert registered.smallest_change == _DELTA


@pytest.mark.parametrize("trial", LOOKS)
def test_the_openings_counted_are_those_of_the_raw_exports(
    dataset: Dataset, raw: pd.DataFrame, trial: str
) -> None:
    last = LOOKS[trial][-1]
    counted = counts_of(dataset, state(dataset, trial).record.trial).counted
    found = {
        (o.site, str(o.local_date)): (o.target, o.open_hours) for o in counted if str(o.local_date) <= last
    }
    seen = raw[raw["day"] <= last]
    expected = zip(seen["site"], seen["day"].dt.strftime("%Y-%m-%d"), seen["count"], strict=True)
    assert found == {(site, day): (n, _HOURS) for site, day, n in expected}


@pytest.mark.parametrize(("trial", "number"), _EACH)
def test_effect_and_verdict_are_the_reference_implementations(
    dataset: Dataset, theirs: dict[tuple[str, int], Judged], trial: str, number: int
) -> None:
    moved, verdict = theirs[trial, number]
    effect, made = ours(dataset, trial, number)
    assert (effect.theta, effect.se, effect.df) == pytest.approx(tuple(moved), rel=1e-6)
    assert made.same == pytest.approx(reference.probability_same(moved, _DELTA), abs=1e-6)
    assert made.verdict == verdict


@pytest.mark.parametrize(("trial", "number"), _EACH)
def test_the_planted_effect_lies_in_the_interval_and_no_verdict_has_the_wrong_sign(
    dataset: Dataset, trial: str, number: int
) -> None:
    effect, made = ours(dataset, trial, number)
    planted = PLANTED[trial]
    assert made.low < planted < made.high
    assert made.verdict is not Verdict.WORSE
    assert effect.theta is not None
    assert effect.se is not None
    assert effect.df is not None
    # In the ordinary 95 % interval too, which is narrower.
    assert abs(effect.theta - log(planted)) < critical(1.96, effect.df) * effect.se


def test_the_library_is_better_before_its_year_is_out_and_gedsted_is_too_early(dataset: Dataset) -> None:
    library, gedsted = state(dataset, "loegstoer_bibliotek"), state(dataset, "gedsted")
    assert library.verdict is Verdict.BETTER
    assert library.decided is not None
    assert gedsted.verdict is Verdict.TOO_EARLY
    assert gedsted.decided is None


@pytest.mark.parametrize("trial", LOOKS)
def test_the_state_stops_at_the_look_where_the_reference_first_decides(
    dataset: Dataset, theirs: dict[tuple[str, int], Judged], trial: str
) -> None:
    verdicts = [theirs[trial, n].verdict for n in range(len(LOOKS[trial]))]
    first = next((n for n, verdict in enumerate(verdicts) if verdict != "too_early"), None)
    found = state(dataset, trial)
    assert found.verdict == ("too_early" if first is None else verdicts[first])
    assert (None if found.decided is None else found.decided.number - 1) == first
    if found.decided is not None and found.decided.decision is not None and first is not None:
        # Two digits are told, to every role.
        assert found.decided.decision.ratio == float(f"{exp(theirs[trial, first].moved.theta):.2g}")


def test_while_it_is_too_early_nothing_tells_size_or_direction(dataset: Dataset) -> None:
    found = state(dataset, "gedsted")
    assert all(look.decision is None for look in found.looks)
    assert any(look.half_width is not None for look in found.looks)
