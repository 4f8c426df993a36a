"""Metode's words on the calibration: what does not hold is said, on the line, in the chart and in the table."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evaluation.calibration import Check, Result, load, save
from evaluation.findings.calibration import calibration
from evaluation.findings.calibration_model import CalibrationFinding

RATE = Check(1, "rate_interval", {"openings": 12, "alpha": 0.2}, 0.95, 0.946, 0.954, 20_000, (0.93, 0.97))
FEW = replace(RATE, case={"openings": 6, "alpha": 0.2}, value=0.96, low=0.956, high=0.964, band=(0.93, 0.985))
POISSON = Check(1, "poisson_interval", {"openings": 46}, 0.769, 0.76, 0.78, 20_000, (0.85, None), True)
FALSE = Check(2, "two_sites_false", {"openings": 23}, 0.052, 0.048, 0.056, 20_000, (None, 0.065))
BIAS = Check(3, "moved_bias", {"world": "tau_6"}, 0.02, 0.01, 0.03, 1_000, (-0.08, 0.08), unit="log")
LEAK = Check(0, "rate_leaking", {"openings": 46}, 0.88, 0.87, 0.89, 20_000)
SOUND = (RATE, FEW, POISSON, FALSE, BIAS, LEAK)


def finding(*checks: Check, trials: int | None = None) -> CalibrationFinding:
    return calibration(Result(7, trials, "1.2.3", 90.0, checks))


def plain(words: str) -> str:
    return words.replace("\u2060", "").replace("\u00a0", " ")


def said(found: CalibrationFinding) -> str:
    return "".join(run.text for run in found.said)


def test_what_holds_is_told_with_what_was_found_and_promised() -> None:
    found = finding(*SOUND)
    assert said(found) == "Alle 3 løfter om usikkerheden holder."
    [rate, two, moved] = found.lines
    assert "sandsynligvis mellem a og b" in rate.promise
    assert "95–96 af 100 (lovet 93–97 eller 93–98,5 af 100)" in plain(rate.found[0])
    assert "5,2 af 100 (lovet højst 6,5 af 100)" in plain(two.found[0])
    assert "2,0 % (lovet −7,7 til 8,3 %)" in plain(moved.found[0])
    assert (rate.trials, rate.standing, rate.verdict) == ("60.000", "holds", "Holder")


def test_a_method_known_to_be_wrong_is_shown_as_what_it_is() -> None:
    found = finding(*SOUND)
    assert plain(found.lines[0].controls[0]) == (
        "Den almindelige metode (Poisson) rammer kun 77 af 100: derfor bruger vi den ikke."
    )
    assert found.chart is not None
    control = found.chart.rows[0].cases[-1]
    assert (control.kind, control.value, control.band) == ("control", 0.769, (0.93, 0.97))
    assert "skal ligge uden for mindst 85 af 100" in plain(control.words)


def test_a_promise_that_does_not_hold_is_never_hidden() -> None:
    broken = replace(RATE, case={"openings": 46}, value=0.9, low=0.893, high=0.907)
    found = finding(*SOUND, broken)
    assert "2 af 3 løfter om usikkerheden holder." in said(found)
    assert said(found).endswith("antal pr. åbningstime.")
    line = found.lines[0]
    assert (line.standing, line.verdict) == ("fails", "Holder ikke")
    assert "90,0–96,0 af 100" in plain(line.found[0])
    assert line.found[0].endswith("Det holder ikke i 1 af 3 tilfælde")
    assert found.chart is not None
    assert found.chart.title.startswith("Ikke alt")
    assert found.chart.rows[0].note.startswith("Holder ikke: ")
    assert [case.value for case in found.chart.rows[0].cases if case.kind == "failed"] == [0.9]
    assert found.table is not None
    assert [row[-1] for row in found.table.rows].count("Holder ikke") == 1


def test_cases_with_a_band_each_are_counted() -> None:
    bands = {0.2: (0.15, 0.25), 0.5: (0.45, 0.55), 0.8: (0.75, 0.85)}
    cells = [Check(6, "assurance", {"predicted": x}, x, x - 0.02, x + 0.02, 900, b) for x, b in bands.items()]
    assert finding(*cells).lines[0].found[0].endswith(": 3 af 3 tilfælde ligger, hvor vi lover")
    found = finding(*cells[:2], replace(cells[2], value=0.6, low=0.58, high=0.62))
    assert found.lines[0].found[0].endswith(": 2 af 3 tilfælde ligger, hvor vi lover")
    assert found.lines[0].verdict == "Holder ikke"


def test_the_answers_on_trials_have_a_table_and_tell_their_limits() -> None:
    def cell(name: str, design: str, effect: float, value: float, **case: int) -> Check:
        return Check(
            0, f"verdict_{name}", {"design": design, "effect": effect, **case}, value, value, value, 400
        )

    found = finding(
        RATE,
        cell("right", "moved", 2.0, 0.91),
        cell("too_early", "moved", 2.0, 0.09),
        *(cell("at_look", "moved", 2.0, share, look=n) for n, share in enumerate((0, 0.16, 0.5, 0.25), 1)),
        cell("no_difference", "side_by_side", 1.25, 0.15),
    )
    assert found.verdicts is not None
    assert [tuple(map(plain, row)) for row in found.verdicts.rows] == [
        ("et sted flytter", "ændring × 2", "91 %", "", "9,0 %", "", "0, 16, 50 og 25 %"),
        ("to steder side om side", "ændring × 1,25", "", "15 %", "", "", ""),
    ]
    [boundary] = found.limits
    assert plain(boundary).endswith("»ingen forskel af betydning« i 15 af 100 forløb.")


def test_a_control_that_gets_through_leaves_its_promise_unproven() -> None:
    found = finding(RATE, replace(POISSON, value=0.94, low=0.93, high=0.95))
    assert (found.lines[0].standing, found.lines[0].verdict) == ("unproven", "Ikke bevist")
    assert found.lines[0].controls[0].startswith("Prøven er ikke skarp nok:")
    assert "0 af 1" in said(found)
    assert found.table is not None
    assert found.table.rows[1][-1] == "Falder ikke igennem, som den skulle"


def test_what_no_promise_is_made_of_is_told_beside() -> None:
    found = finding(*SOUND)
    [leak] = found.limits
    assert "88 af 100" in plain(leak)
    assert all("88" not in words for line in found.lines for words in line.found)
    assert found.table is not None
    assert len(found.table.rows) == len(SOUND)
    assert found.table.rows[-1][4:] == ("intet løfte", "20.000", "Kun oplyst")


def test_shares_alone_stand_on_the_scale_of_shares() -> None:
    found = finding(*SOUND)
    assert found.chart is not None
    assert [len(row.cases) for row in found.chart.rows] == [3, 1]
    assert finding(BIAS).chart is None


@pytest.mark.parametrize(("trials", "words"), [(None, "i fuld længde"), (1_000, "højst 1.000")])
def test_it_says_how_it_was_made(trials: int | None, words: str) -> None:
    found = finding(*SOUND, trials=trials)
    assert words in found.made
    assert "101.000 forløb i alt" in found.made
    assert "Frø 7, version 1.2.3." in found.made
    assert found.command == "python -m evaluation calibrate"


def test_without_a_result_one_sentence_says_so(tmp_path: Path) -> None:
    found = calibration(load(tmp_path / "none.json"))
    assert found == CalibrationFinding(found.said)
    assert "ikke noget resultat" in said(found)


def test_a_result_kept_reads_as_it_was_made(tmp_path: Path) -> None:
    result = Result(7, None, "1.2.3", 90.0, SOUND)
    save(result, tmp_path / "result.json")
    assert calibration(load(tmp_path / "result.json")) == calibration(result)


def test_every_check_of_the_kept_result_has_its_words() -> None:
    result = load()
    if result is None:
        pytest.skip("no result is kept")
    found = calibration(result)
    assert found.table is not None
    assert len(found.table.rows) == len(result.checks)
    assert {line.standing for line in found.lines} == {"holds"} or "Det er ikke vist for" in said(found)


SHAKEN: dict[str, Callable[[float], Check]] = {
    "rate": lambda x: replace(RATE, value=x, low=x - 0.004, high=x + 0.004),
    "false": lambda x: replace(FALSE, value=1 - x, low=0.996 - x, high=1.004 - x),
}


@given(st.sampled_from(sorted(SHAKEN)), st.floats(0.85, 0.99))
def test_the_sentence_the_line_and_the_table_agree(which: str, share: float) -> None:
    check = SHAKEN[which](share)
    found = finding(check)
    assert ("Alle" in said(found)) is check.ok
    assert (found.lines[0].verdict == "Holder") is check.ok
    assert found.table is not None
    assert (found.table.rows[0][-1] == "Holder") is check.ok
    assert found.chart is not None
    assert (found.chart.rows[0].cases[0].kind == "case") is check.ok
