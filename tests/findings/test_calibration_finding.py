"""Metode's words on the calibration: what does not hold, and what is not sure, is said wherever it stands."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evaluation.calibration import Check, Result, load, save, share_check
from evaluation.calibration.verdicts import BOUNDS, LOOKS, MOVE
from evaluation.findings.calibration import calibration
from evaluation.findings.calibration_model import CalibrationFinding
from evaluation.findings.calibration_standing import standing
from evaluation.stats import Design, detectable

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


def test_what_holds_is_told_as_what_we_say_and_what_the_test_gave() -> None:
    found = finding(*SOUND)
    assert said(found) == "Alle 3 prøver er bestået."
    rows = [(plain(line.says), plain(line.gave), line.trials, line.verdict) for line in found.lines]
    assert rows == [
        ("95 af 100", "95–96 af 100", "40.000", "Bestået"),
        ("højst 6,5 af 100", "5,2 af 100", "20.000", "Bestået"),
        ("−7,7 til 8,3 %", "2,0 %", "1.000", "Bestået"),
    ]
    assert all(line.notes == () for line in found.lines)


@pytest.mark.parametrize(
    ("hits", "trials", "band", "word"),
    [
        (5, 50, (None, 0.065), "unsure"),  # 10 of 100 where at most 6.5 is promised: merely not disproved
        (45, 50, (0.93, 0.97), "unsure"),
        (2, 50, (None, 0.065), "unsure"),  # the figure is right, but so few trials show nothing
        (1_040, 20_000, (None, 0.065), "passed"),
        (1_301, 20_000, (None, 0.065), "passed"),  # 6.505: reads as the bound itself
        (1_340, 20_000, (None, 0.065), "unsure"),  # 6.7: outside, though its interval reaches in
        (2_000, 20_000, (None, 0.065), "failed"),
        (19_900, 20_000, (0.93, None), "passed"),
    ],
)
def test_not_disproved_is_not_passed(
    hits: int, trials: int, band: tuple[float | None, float | None], word: str
) -> None:
    assert standing(share_check(2, "two_sites_false", {"openings": 23}, hits, trials, band=band)) == word


def test_what_is_not_sure_is_named_with_its_case_and_its_bound() -> None:
    close = replace(RATE, case={"openings": 46}, value=0.928, low=0.923, high=0.933)
    found = finding(*SOUND, close)
    assert said(found) == "2 af 3 prøver er bestået. Ikke sikkert: antal pr. åbningstime."
    line = found.lines[0]
    assert (line.standing, line.verdict) == ("unsure", "Ikke sikkert")
    assert [plain(note) for note in line.notes] == [
        "Intervallet for antal pr. time rammer (46 åbninger): prøven gav 93 af 100, grænsen er 93–97 af 100."
    ]


def test_a_method_known_to_be_wrong_is_shown_as_what_it_is() -> None:
    found = finding(*SOUND)
    [told] = found.controls
    assert plain(told).endswith("rammer intervallet kun 77 af 100: derfor bruger vi det ikke (Poisson).")
    assert found.chart is not None
    [control] = found.chart.rows[0].controls
    assert control.value == 0.769
    assert "77 af 100. Bruges ikke" in plain(control.words)


def test_a_promise_that_does_not_hold_is_never_hidden() -> None:
    broken = replace(RATE, case={"openings": 46}, value=0.9, low=0.893, high=0.907)
    found = finding(*SOUND, broken)
    assert said(found) == "2 af 3 prøver er bestået. Ikke bestået: antal pr. åbningstime."
    line = found.lines[0]
    assert (line.standing, line.verdict, plain(line.gave)) == ("failed", "Ikke bestået", "90,0–96,0 af 100")
    assert "90,0 af 100" in plain(line.notes[0])
    assert found.chart is not None
    assert found.chart.title.startswith("Ikke alle")
    assert found.chart.rows[0].standing == "failed"
    assert found.table is not None
    assert [row[-1] for row in found.table.rows].count("Ikke bestået") == 1
    assert found.tried is not None
    assert found.tried.rows[0][3:] == ("2 af 3", "Ikke bestået")


def test_cases_beyond_two_are_counted() -> None:
    broken = [replace(RATE, case={"openings": n}, value=0.9, low=0.89, high=0.91) for n in (12, 23, 46, 92)]
    [line] = finding(*broken).lines
    assert len(line.notes) == 3
    assert line.notes[-1] == "Og 2 til."


def test_probabilities_are_told_by_how_far_they_were_off() -> None:
    bands = {0.2: (0.15, 0.25), 0.5: (0.45, 0.55), 0.8: (0.75, 0.85)}
    cells = [Check(6, "assurance", {"predicted": x}, x, x - 0.02, x + 0.02, 900, b) for x, b in bands.items()]
    found = finding(*cells[:2], replace(cells[2], value=0.6, low=0.58, high=0.62))
    [line] = found.lines
    assert (line.says, line.gave) == ("højst 5 ved siden af", "højst 20 ved siden af")
    assert line.verdict == "Ikke bestået"
    assert found.chart is None  # each has a band of its own
    assert finding(*cells).lines[0].gave == "højst 0 ved siden af"


def test_true_changes_and_swings_are_told_in_per_cent() -> None:
    power = replace(
        RATE, bar=5, name="power_planned", case={"ratio": 1.5, "alpha": 0.04}, value=0.8, band=(0.7, 0.9)
    )
    found = finding(power, replace(power, case={"effect": 0.5}), replace(power, case={"ratio": 1.0}))
    assert found.table is not None
    assert [plain(row[1]) for row in found.table.rows] == [
        "50 % flere, gode og dårlige dage ± 20 %",
        "50 % færre",
        "ingen forskel",
    ]


def verdict(name: str, design: str, effect: float, value: float, **case: int) -> Check:
    return Check(0, f"verdict_{name}", {"design": design, "effect": effect, **case}, value, value, value, 400)


def test_the_answers_on_trials_add_up_and_tell_their_limits() -> None:
    found = finding(
        RATE,
        verdict("right", "moved", 2.0, 0.91),
        verdict("no_difference", "moved", 2.0, 0.0),
        verdict("too_early", "moved", 2.0, 0.09),
        *(verdict("at_look", "moved", 2.0, share, look=n) for n, share in enumerate((0, 0.16, 0.5, 0.25), 1)),
        verdict("no_difference", "side_by_side", 1.25, 0.15),
        verdict("too_early", "side_by_side", 1.25, 0.35),
        verdict("wrong", "side_by_side", 1.25, 0.01),
    )
    assert found.verdicts is not None
    assert [tuple(map(plain, row)) for row in found.verdicts.rows] == [
        ("et sted flytter", "100 % flere", "91 %", "0 %", "9,0 %", "", "0, 16, 50 og 25 %"),
        ("to steder side om side", "25 % flere", "50 %", "15 %", "35 %", "1,0 %", ""),
    ]
    [boundary] = found.limits
    assert plain(boundary).endswith("»ingen forskel af betydning« i 15 af 100 forløb.")


@pytest.mark.parametrize("alpha", [0.1, 0.2])
def test_planning_says_about_a_doubling_of_the_invented_move(alpha: float) -> None:
    """The sentence under the table of answers."""
    design = Design(
        kind="move",
        before=1,
        after=1,
        weeks_before=MOVE.moved,
        weeks_after=LOOKS[-1],
        stays=MOVE.staying,
        mean=MOVE.mean,
        hours=4,
        alpha=alpha,
    )
    found = detectable(design.plan(), BOUNDS[-1])
    assert found is not None
    assert 1.6 < found < 2.2


def test_a_control_that_gets_through_leaves_its_promise_unsure() -> None:
    found = finding(RATE, replace(POISSON, value=0.94, low=0.93, high=0.95))
    [line] = found.lines
    assert (line.standing, line.verdict) == ("unsure", "Ikke sikkert")
    assert line.notes == found.controls
    assert line.notes[0].startswith("En forkert metode faldt ikke igennem")
    assert "0 af 1 prøver" in said(found)
    assert found.table is not None
    assert found.table.rows[1][-1] == "Falder ikke igennem, som den skulle"


def test_what_no_promise_is_made_of_is_told_beside() -> None:
    found = finding(*SOUND)
    [leak] = found.limits
    assert "88 af 100" in plain(leak)
    assert all("88" not in line.gave for line in found.lines)
    assert found.table is not None
    assert len(found.table.rows) == len(SOUND)
    last = found.table.rows[-1]
    assert (last[2], last[5], last[6]) == ("intet løfte", "20.000", "Kun oplyst")


def test_shares_bounded_alike_stand_on_the_scale_of_shares() -> None:
    found = finding(*SOUND)
    assert found.chart is not None
    rate, false = found.chart.rows
    assert (rate.low, rate.high, rate.band) == (0.95, 0.96, (0.93, 0.985))
    assert false.band == (0.0, 0.065)
    assert finding(BIAS).chart is None
    assert finding(RATE, replace(RATE, band=(0.93, None))).chart is None


@pytest.mark.parametrize(("trials", "words"), [(None, "i fuld længde"), (1_000, "højst 1.000")])
def test_it_says_how_it_was_made(trials: int | None, words: str) -> None:
    found = finding(*SOUND, trials=trials)
    assert words in found.made
    assert "1.000–20.000 gange" in plain(found.made)
    assert "Startværdi 7, version 1.2.3." in found.made
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
    assert len(found.lines) <= 10
    assert found.chart is not None
    controls = {one.name for one in result.checks if one.negative_control}
    assert len(found.controls) == len(controls)
    assert all(line.name in said(found) for line in found.lines if line.standing != "passed")


SHAKEN: dict[str, Callable[[float], Check]] = {
    "rate": lambda x: replace(RATE, value=x, low=x - 0.004, high=x + 0.004),
    "false": lambda x: replace(FALSE, value=1 - x, low=0.996 - x, high=1.004 - x),
}


@given(st.sampled_from(sorted(SHAKEN)), st.floats(0.85, 0.99))
def test_the_sentence_the_line_and_the_tables_agree(which: str, share: float) -> None:
    check = SHAKEN[which](share)
    found = finding(check)
    verdict = found.lines[0].verdict
    assert (verdict == "Ikke bestået") is not check.ok
    assert ("Alle" in said(found)) is (verdict == "Bestået")
    assert found.table is not None
    assert found.tried is not None
    assert {found.table.rows[0][-1], found.tried.rows[0][-1]} == {verdict}
    assert found.chart is not None
    assert found.chart.rows[0].standing == found.lines[0].standing
