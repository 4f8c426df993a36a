"""Moves, looks and verdicts: the fast sums against the shipped functions, and a short calibration of each."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest

from evaluation.calibration import Cell, Check, assurance, field, more, moves, run, verdicts, weekly
from evaluation.calibration.moves import NEW, OLD, Scenario, until
from evaluation.calibration.simulate import simulate
from evaluation.findings.calibration import calibration
from evaluation.stats import (
    Effect,
    PlaceOpening,
    Verdict,
    concurrent_effect,
    e_value,
    move_effect,
    obrien_fleming,
)
from evaluation.stats.decide import critical


def short(cells: Sequence[Cell], trials: int) -> list[Check]:
    result = run(cells, trials=trials)
    assert calibration(result).table is not None  # every name and case has its words
    return list(result.checks)


def starting(cells: Sequence[Cell], *begins: str) -> list[Cell]:
    return [cell for cell in cells if cell.key.startswith(begins)]


def not_ok(checks: Sequence[Check]) -> list[tuple[str, object, float]]:
    return [(check.name, check.case, check.value) for check in checks if not check.ok]


def test_the_fast_sums_are_the_shipped_comparison() -> None:
    for mean in (1.0, 12.0):
        a, b = weekly.pair(np.random.default_rng(3), 6, mean=mean, weeks=30)
        found = weekly.weekly(a, b)
        weeks, bounds = np.array([8, 15, 30]), np.array(obrien_fleming([0.25, 0.5, 1.0]))
        beyond = found.beyond(weeks, bounds)
        for trial in range(6):
            for n in (5, 6, 8, 15, 30):
                effect = side_by_side(a[trial, :n].tolist(), b[trial, :n].tolist())
                if effect.theta is None or effect.se is None or effect.df is None:
                    assert np.isnan(found.theta[trial, n - 1])
                    continue
                assert found.theta[trial, n - 1] == pytest.approx(effect.theta, abs=1e-12)
                assert found.se[trial, n - 1] == pytest.approx(effect.se, rel=1e-9)
                assert found.evidence[trial, n - 1] == pytest.approx(e_value(effect) or 0.0, rel=1e-8)
            for look, (n, bound) in enumerate(zip(weeks, bounds, strict=True)):
                effect = side_by_side(a[trial, :n].tolist(), b[trial, :n].tolist())
                if effect.theta is not None and effect.se is not None and effect.df is not None:
                    half = critical(float(bound), effect.df) * effect.se
                    assert beyond[trial, look] == (abs(effect.theta) >= half)


def side_by_side(a: Sequence[float], b: Sequence[float]) -> Effect:
    rows = [PlaceOpening(p, w, 0, 4, float(y)) for p, c in (("a", a), ("b", b)) for w, y in enumerate(c)]
    return concurrent_effect(rows, "b", "a")


def test_moved_sites() -> None:
    checks = short(starting(moves.CELLS, "moved tau_6 1.0", "moved twice_a_week 1.5"), 50)
    assert not_ok(checks) == []
    assert {check.name for check in checks} == {"moved_interval", "moved_bias", "moved_false"}


def test_a_standard_error_half_as_large_is_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    def halved(openings: Sequence[PlaceOpening], before: str, after: str) -> Effect:
        found = move_effect(openings, before, after)
        return found if found.se is None else replace(found, se=found.se / 2)

    monkeypatch.setattr(moves, "move_effect", halved)
    failed = [name for name, _, _ in not_ok(short(starting(moves.CELLS, "moved tau_6 1.0"), 60))]
    assert failed == ["moved_interval", "moved_false"]


def test_methods_without_word_of_mouth_are_seen_to_fail() -> None:
    assert not_ok(short(starting(moves.CELLS, "before_and_after"), 300)) == []
    assert not_ok(short(starting(moves.CELLS, "one_step tau_12"), 500)) == []


def test_looking_every_week() -> None:
    naively = starting(weekly.CELLS, "warned naively")
    checks = short([cell for cell in weekly.CELLS if cell not in naively], 400) + short(naively, 2_000)
    assert not_ok(checks) == []
    assert {check.bar for check in checks} == {0, 4, 5}
    assert [check.name for check in checks if check.negative_control] == ["warning_naive"]


def test_a_warning_at_too_little_evidence_is_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(weekly, "WARN_AT", 3)
    assert len(not_ok(short(starting(weekly.CELLS, "warned 12.0 0.2"), 400))) == 2


def test_moves_watched_every_week() -> None:
    assert not_ok(short(starting(field.CELLS, "warned moved tau_6"), 8)) == []


def test_what_is_said_happens() -> None:
    checks = short(starting(assurance.CELLS, "assurance side_by_side", "chance side_by_side"), 150)
    assert not_ok(checks) == []
    assert {check.bar for check in checks} == {0, 6}
    assert {"assurance", "assurance_wrong_prior", "chance_of_decision"} == {check.name for check in checks}


def test_a_share_far_from_what_was_said_is_caught() -> None:
    said = [(0.8, i % 2 == 0) for i in range(400)]
    (check,) = assurance.bins(6, "assurance", {"design": "moved"}, said)
    assert (check.value, check.ok) == (0.5, False)
    assert assurance.bins(6, "assurance", {"design": "moved"}, said[: assurance.FEWEST - 1]) == []


def test_verdicts_on_moves() -> None:
    checks = short(starting(verdicts.CELLS, "verdict moved 1.0", "verdict moved 2.0"), 20)
    assert not_ok(checks) == []
    assert [check.band for check in checks if check.name == "verdict_right"] == [verdicts.RIGHT]


def test_verdicts_side_by_side() -> None:
    checks = short(starting(verdicts.CELLS, "verdict side by side"), 100)
    assert not_ok(checks) == []
    bounded = {(check.case["effect"], check.name) for check in checks if check.band != (None, None)}
    assert bounded == set(verdicts.TABLE)


def test_openings_needed_are_told() -> None:
    checks = short(more.CELLS[::2], 20)
    early = [check for check in checks if check.name == "verdict_needed_open"]
    assert [check.case["design"] for check in early] == list(more.DESIGNS)
    side_by_side = {check.name: check for check in checks if check.case["design"] == "side_by_side"}
    assert side_by_side["verdict_needed_fewest"].trials >= side_by_side["verdict_needed_most"].trials


def test_worlds_that_the_method_was_not_made_for() -> None:
    checks = short(starting(field.CELLS, "field", "misled"), 2)
    assert {check.case["world"] for check in checks} == set(field.FIELD)
    assert {check.bar for check in checks} == {0}


@pytest.mark.parametrize(
    ("effect", "verdict", "is_wrong"),
    [
        (1.0, Verdict.BETTER, True),
        (1.0, Verdict.NO_DIFFERENCE, False),
        (1.25, Verdict.NO_DIFFERENCE, False),
        (1.25, Verdict.WORSE, True),
        (1.5, Verdict.NO_DIFFERENCE, True),
        (0.5, Verdict.WORSE, False),
        (0.5, Verdict.BETTER, True),
        (2.0, Verdict.TOO_EARLY, False),
    ],
)
def test_what_is_a_wrong_verdict(effect: float, verdict: Verdict, *, is_wrong: bool) -> None:
    assert verdicts.wrong(effect, verdict) is is_wrong


def test_the_first_verdict_stands() -> None:
    clear, unclear = (Effect(theta, 0.1, 50.0, 20, 20) for theta in (1.0, 0.2))
    none = replace(clear, theta=None, se=None, df=None)
    assert verdicts.outcome([none, unclear, clear, unclear], verdicts.BOUNDS) == (3, Verdict.BETTER)
    assert verdicts.outcome([none] * 4, verdicts.BOUNDS) == (0, Verdict.TOO_EARLY)


def test_a_world_of_moves() -> None:
    scenario = Scenario(moved=5, weeks=9, per_week=2)
    made = simulate(scenario.world(2.0), np.random.default_rng(0), 1)
    rows = list(made.rows(0))
    weeks = {name: {o.week for o in rows if o.place == name} for name in (OLD, NEW)}
    assert weeks == {OLD: set(range(5)), NEW: set(range(5, 9))}
    assert {o.age for o in rows if o.place == NEW} == {0, 1, 2, 3}
    assert all(o.week < 7 for o in until(rows, 7))
    assert scenario.world(2.0).places[1].mean == 2 * scenario.world(2.0).places[0].mean
