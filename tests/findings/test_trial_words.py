"""The sentence and the figures of a trial never contradict, whatever the numbers are."""

import re
from datetime import date, datetime
from math import exp, isclose, log, log1p

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from evaluation.charts import trial_looks_alt, trial_looks_chart
from evaluation.findings.trial_charts import looks_chart
from evaluation.findings.trial_model import Ratio
from evaluation.findings.trial_state import LookState, TrialState
from evaluation.findings.trial_tables import looks_table
from evaluation.findings.trial_words import (
    answer_sentence,
    effect_sentence,
    probability_sentence,
    ratio_of,
    signed,
    verdict_word,
    width_words,
)
from evaluation.initiative.trial_models import Trial, TrialRecord, Versioned
from evaluation.stats import Decision, Effect, Verdict, decide

LOOKS = (date(2025, 10, 21), date(2025, 12, 2), date(2026, 1, 20))
MEASURE = "target_group_per_open_hour"


def trial(**changed: object) -> Trial:
    known: dict[str, object] = {
        "id": "flytning",
        "name": "Fra rådhus til bibliotek",
        "question": "Skal vi blive?",
        "estimand": "Forskellen på lang sigt.",
        "from_site": "raadhus",
        "to_site": "bibliotek",
        "starts_on": date(2025, 9, 1),
        "last_date": date(2026, 1, 20),
        "smallest_change": 0.25,
        "looks": LOOKS,
        "decided_by": "Udvalget",
    }
    return Trial.model_validate(known | changed)


def state(
    *decisions: Decision | None, halves: tuple[float | None, ...] = (), content: Trial | None = None
) -> TrialState:
    """A state in which the last decision given is the one that decided, or none did.

    Undecided it still holds them, as `trial_state` never hands it out: the page must not tell them even then.
    """
    last = decisions[-1] if decisions else None
    decided = last is not None and last.verdict is not Verdict.TOO_EARLY
    entry = Versioned(
        number=1, at=datetime(2025, 8, 1), by="A", previous="", hash="ab" * 32, kind="registered",
        content=content or trial(),
    )  # fmt: skip
    looks = tuple(
        LookState(
            number=n + 1,
            date=day,
            openings=6 * (n + 1),
            taken=n < len(decisions),
            dropped=decided and n >= len(decisions),
            decision=decisions[n] if n < len(decisions) else None,
            half_width=halves[n] if n < len(halves) else None,
        )
        for n, day in enumerate(LOOKS)
    )
    return TrialState(
        record=TrialRecord(entries=(entry,)),
        verdict=last.verdict if last is not None else Verdict.TOO_EARLY,
        reason=None,
        looks=looks,
        held=12,
        planned=18,
        needed=None,
        needed_look=None,
        out_of_reach=False,
        warning=False,
        over=False,
    )


@st.composite
def decisions(draw: st.DrawFn) -> Decision:
    """What the rule itself says of any effect."""
    theta = draw(st.floats(-2.5, 2.5))
    se = draw(st.floats(0.001, 1.2))
    df = draw(st.floats(5, 120))
    delta = draw(st.sampled_from([0.1, 0.25, 0.5, 1.0, 3.0]))
    bound = draw(st.sampled_from([2.02, 2.34, 2.86, 4.05]))
    found = decide(Effect(theta, se, df, 20, 20), delta, bound, first=draw(st.booleans()))
    assert found is not None
    return found


decided = decisions().filter(lambda found: found.verdict is not Verdict.TOO_EARLY)


def told(words: str) -> list[float]:
    """The numbers of a sentence."""
    plain = re.sub(r"(?<=\d)\.(?=\d)", "", words)  # a point parts thousands
    return [float(found.replace(",", ".")) for found in re.findall(r"\d+(?:,\d+)?", plain)]


@given(decided)
@example(Decision(Verdict.BETTER, 1.004, 1.001, 1.007, 0.0, 0.0, 1.0))
@example(Decision(Verdict.BETTER, 1.996, 1.004, 3.96, 0.9, 0.0, 0.1))
@example(Decision(Verdict.WORSE, 0.004, 0.0001, 0.16, 0.0, 1.0, 0.0))
@example(Decision(Verdict.NO_DIFFERENCE, 1.0, 0.9, 1.1, 0.01, 0.01, 0.98))
def test_the_sentence_never_contradicts_the_effect(found: Decision) -> None:
    ratio = ratio_of(found)
    words = answer_sentence(ratio, MEASURE)
    assert ratio.low <= ratio.value <= ratio.high
    for exact, rounded in ((found.ratio, ratio.value), (found.low, ratio.low), (found.high, ratio.high)):
        assert abs(exact - rounded) <= max(0.0051, 0.051 * exact, 0.05 if found.ratio >= 1.99 else 0)
        assume(abs(log(exact)) > 1e-6)
        assert (rounded > 1) == (exact > 1)
        assert (rounded < 1) == (exact < 1)
    if found.verdict is Verdict.BETTER:
        assert ratio.low > 1
        assert "færre" not in words
        assert "flere" in words or "så mange" in words
    if found.verdict is Verdict.WORSE:
        assert ratio.high < 1
        assert "flere" not in words
        assert "færre" in words


@given(decided)
def test_sentence_chart_and_table_tell_the_same_interval(found: Decision) -> None:
    ratio = ratio_of(found)
    words = effect_sentence(ratio, MEASURE, 2, "2. december 2025")
    assert words.split("sandsynligvis")[1] == answer_sentence(ratio, MEASURE).split("sandsynligvis")[1]
    chart = looks_chart(state(found))
    [row] = [row for row in trial_looks_chart(chart)["data"]["values"] if row["state"] == "told"]
    reach = next(p["value"] for p in trial_looks_chart(chart)["params"] if p["name"] == "reach")
    for end, name in ((ratio.low, "low"), (ratio.high, "high"), (ratio.value, "value")):
        assert isclose(row[name], max(-reach, min(reach, log(end))), abs_tol=1e-12)
    assert row["value_text"].startswith(signed(ratio))
    # One interval is spelled in one way: factors or per cent, never one end of each.
    assert ("gange" in words.split("sandsynligvis")[1]) == ("gange" in signed(ratio))
    assert not ("gange" in words and "%" in words)
    every = [change for end in (ratio.value, ratio.low, ratio.high) for change in _as_told(end)]
    for number in told(words.split("sandsynligvis")[1]):
        assert any(isclose(number, one, abs_tol=1e-6) for one in every)
    [_, _, value, interval] = looks_table(chart, "x").rows[0]
    assert signed(ratio) in value
    for number in told(interval):
        assert any(isclose(number, one, abs_tol=1e-6) for one in every)


def _as_told(ratio: float) -> tuple[float, float]:
    """As a factor, and as a change in per cent."""
    return ratio, abs(ratio - 1) * 100


@given(decided, st.sampled_from(["keep", "go_back", "weigh"]), st.sampled_from(["keep", "go_back", "weigh"]))
def test_the_verdicts_word_is_the_one_registered(found: Decision, better: str, worse: str) -> None:
    registered = trial(if_better=better, if_worse=worse)
    word = verdict_word(registered, found.verdict)
    names = {"keep": "behold", "go_back": "flyt tilbage", "weigh": "afvej"}
    wanted = {
        Verdict.BETTER: names[better],
        Verdict.WORSE: names[worse],
        Verdict.NO_DIFFERENCE: "ingen forskel af betydning",
    }
    assert word == wanted[found.verdict]
    assert word in looks_chart(state(found, content=registered)).title


@given(decided)
def test_a_probability_never_reads_as_certainty(found: Decision) -> None:
    words = probability_sentence(found, 0.25)
    assert not re.search(r"(?<!\d)(0|100)\s%", words)


early = st.tuples(st.floats(0.05, 4), st.floats(0.05, 4), st.floats(0.05, 4))


@given(early, st.integers(0, 3), st.floats(-2.5, 2.5))
def test_while_it_is_too_early_nothing_depends_on_the_effect(
    halves: tuple[float, float, float], taken: int, theta: float
) -> None:
    """The effect itself is in no figure, table, chart or text: they are the same whatever it is."""
    hidden = Decision(Verdict.TOO_EARLY, exp(theta), exp(theta - 1), exp(theta + 1), 0.2, 0.2, 0.6)
    shown = looks_chart(state(*[hidden] * taken, halves=halves))
    assert all(row.ratio is None and not row.deciding for row in shown.rows)
    spec = trial_looks_chart(shown)
    for row in spec["data"]["values"]:
        assert "value" not in row
        assert row["low"] == -row["high"]
    blank = looks_chart(state(*[None] * taken, halves=halves))
    assert (shown, spec) == (blank, trial_looks_chart(blank))
    assert trial_looks_alt(shown) == trial_looks_alt(blank)
    assert looks_table(shown, "x") == looks_table(blank, "x")


@pytest.mark.parametrize(
    ("ratio", "said"),
    [
        (
            Ratio(1.38, 1.12, 1.71),
            "Der kommer 38 % flere fra målgruppen, sandsynligvis mellem 12 og 71 %.",
        ),
        (
            Ratio(2.1, 1.3, 3.4),
            "Der kommer cirka dobbelt så mange fra målgruppen, sandsynligvis mellem 1,3 og 3,4 gange.",
        ),
        (
            Ratio(2.9, 1.1, 7.6),
            "Der kommer cirka tre gange så mange fra målgruppen, sandsynligvis mellem 1,1 og 7,6 gange.",
        ),
        (
            Ratio(0.7, 0.55, 0.88),
            "Der kommer 30 % færre fra målgruppen, sandsynligvis mellem 12 og 45 %.",
        ),
        (
            Ratio(1.6, 0.9, 2.9),
            "Der kommer 1,6 gange så mange fra målgruppen, sandsynligvis mellem 0,9 og 2,9 gange.",
        ),
        (
            Ratio(1.05, 0.92, 1.2),
            "Der kommer 5 % flere fra målgruppen, sandsynligvis mellem 8 % færre og 20 % flere.",
        ),
    ],
)
def test_effects_in_words(ratio: Ratio, said: str) -> None:
    assert answer_sentence(ratio, MEASURE) == said


def test_the_card_tells_the_look_the_figure_is_of_and_per_hour() -> None:
    assert effect_sentence(Ratio(2.9, 1.1, 7.6), MEASURE, 2, "2. december 2025") == (
        "Ved 2. opgørelse den 2. december 2025 kom der 2,9 gange så mange fra målgruppen pr. åbningstime, "
        "sandsynligvis mellem 1,1 og 7,6 gange."
    )


def test_the_registered_change_stands_in_the_probability() -> None:
    found = Decision(Verdict.BETTER, 1.38, 1.12, 1.71, 0.95, 0.0, 0.05)
    assert probability_sentence(found, 0.25).replace("\xa0", " ") == (
        "Regnet forsigtigt, fordi meget store forskelle er sjældne, er der 95 % sandsynlighed for, at stigningen "
        "er større end de 25 %, der på forhånd blev sat som mindste vigtige forskel."
    )


def test_a_width_is_told_as_a_factor_to_either_side() -> None:
    assert width_words(log(2.6)) == "2,6 gange for lavt eller for højt"
    assert width_words(log(40)) == "over 16 gange for lavt eller for højt"


def test_an_effect_wider_than_the_picture_stays_inside_it() -> None:
    found = Decision(Verdict.BETTER, 30.0, 1.2, 750.0, 0.9, 0.0, 0.1)
    spec = trial_looks_chart(looks_chart(state(found)))
    row = spec["data"]["values"][0]
    reach = next(p["value"] for p in spec["params"] if p["name"] == "reach")
    assert row["high"] == reach
    assert (row["left"], row["right"]) == (False, True)  # an arrow where it goes on
    assert row["band"] == log1p(0.25)
