"""A short calibration: what is shipped is ok, what is known to be wrong is seen to be, and so is a spoiled method."""

from dataclasses import replace
from math import sqrt

import pytest

from evaluation import stats
from evaluation.calibration import Cell, Check, pairs, quiet, rates, run, waits
from evaluation.findings.calibration import calibration

#: Trials enough for the negative controls of each to lie outside.
QUICK = {"rates": 400, "pairs": 400, "slots": 150, "quiet": 400, "waits": 100}


def short(cells: tuple[Cell, ...], trials: int) -> list[Check]:
    result = run(cells, trials=trials)
    assert calibration(result).table is not None  # every name and case has its words
    return list(result.checks)


def not_ok(checks: list[Check]) -> list[tuple[str, object]]:
    return [(check.name, check.case) for check in checks if not check.ok]


def cells_of(module: tuple[Cell, ...], *begins: str) -> tuple[Cell, ...]:
    return tuple(cell for cell in module if cell.key.startswith(begins))


def test_rates() -> None:
    checks = short(rates.CELLS, QUICK["rates"])
    assert not_ok(checks) == []
    assert {check.bar for check in checks} == {0, 1}
    assert any(check.negative_control for check in checks)
    harmless = {"rate_cancelled", "rate_unequal_hours", "rate_uncovered"}
    told = [c for c in checks if c.name in harmless or (c.name == "rate_of_group" and not c.case["spread"])]
    assert len(told) == 12
    assert not_ok([replace(check, band=(0.93, 0.97)) for check in told]) == []
    seen = [check for check in checks if check.name == "rate_leaking_seen"]
    assert not_ok([replace(check, band=(0.965, 0.975)) for check in seen]) == []


def test_pairs() -> None:
    checks = short(cells_of(pairs.CELLS, "two", "three"), QUICK["pairs"])
    assert not_ok(checks) == []
    assert {check.bar for check in checks} == {0, 2, 7}


def test_slots() -> None:
    assert not_ok(short(cells_of(pairs.CELLS, "eight slots 12"), QUICK["slots"])) == []


def test_chart() -> None:
    checks = short(quiet.CELLS, QUICK["quiet"])
    assert not_ok(checks) == []
    assert {check.name for check in checks if check.negative_control} == {"chart_xmr", "chart_c"}


def test_waits() -> None:
    checks = short(waits.CELLS[:1], QUICK["waits"])
    assert not_ok(checks) == []
    minutes = {check.name: check.value for check in checks if check.unit == "minutes"}
    assert minutes["waits_p90_served_minutes"] < minutes["waits_p90_true_minutes"] - 5
    assert minutes["waits_p90_minutes"] == pytest.approx(minutes["waits_p90_true_minutes"], abs=3)


def test_the_adjustment_costs_little() -> None:
    checks = short(cells_of(pairs.CELLS, "against"), 200)
    power = {check.name: check.value for check in checks if check.unit == "share"}
    assert power["power_bonferroni"] <= power["power_tukey"]
    assert power["power_bonferroni"] <= power["power_holm"] <= power["power_bonferroni"] + 0.08
    sites, slots = (check.value for check in checks if check.name == "width_over_tukey")
    # Tables of the studentized range, 45 degrees of freedom: 3.43 of 3 and 4.49 of 8; over t.
    assert sites == pytest.approx(2.487 / (3.43 / sqrt(2)), abs=0.005)
    assert slots == pytest.approx(3.32 / (4.49 / sqrt(2)), abs=0.01)


def test_intervals_half_as_wide_are_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    def halved(counts: list[float], hours: list[float]) -> stats.Estimate:
        found = stats.rate(counts, hours)
        if found.value is None or found.low is None or found.high is None:
            return found
        return replace(
            found,
            low=sqrt(found.low * found.value),
            high=found.high if not found.value else sqrt(found.high * found.value),
        )

    def narrow(a: list[stats.WeekCount], b: list[stats.WeekCount]) -> stats.LogRatio:
        found = stats.weekly_log_ratio(a, b)
        return found if found.se is None else replace(found, se=found.se / 2)

    monkeypatch.setattr(rates, "rate", halved)
    monkeypatch.setattr(pairs, "weekly_log_ratio", narrow)
    spoiled = [check for check in short(cells_of(rates.CELLS, "rate 12", "rate 46"), 400) if check.bar]
    spoiled += [check for check in short(cells_of(pairs.CELLS, "two sites 46 1.0"), 400) if check.bar]
    assert spoiled
    assert not any(check.ok for check in spoiled)
