"""The page's finding in every state a trial can be in: each reason for no answer gives a sentence."""

from dataclasses import replace
from datetime import date

import pytest

from evaluation.disclosure import Role
from evaluation.findings import trials as page
from evaluation.findings.dataset import Dataset
from evaluation.findings.trial_card import card
from evaluation.findings.trial_charts import looks_chart, openings_chart
from evaluation.findings.trial_progress import Outlook
from evaluation.findings.trial_state import TrialState, states
from evaluation.initiative.trial_models import TrialDecision, TrialRecord
from evaluation.stats import Decision, Reason, Verdict
from tests.findings.test_trial_words import state, trial

BETTER = Decision(Verdict.BETTER, 1.38, 1.12, 1.71, 0.95, 0.0, 0.05)
WORSE = Decision(Verdict.WORSE, 0.7, 0.55, 0.88, 0.0, 0.9, 0.1)
PLACES = {"from_site": "loegstoer_raadhus", "to_site": "loegstoer_bibliotek"}


def known(*decisions: Decision | None, **changed: object) -> TrialState:
    found = state(*decisions, halves=(0.9, 0.6, 0.4), content=trial(**PLACES))
    return replace(found, **changed)  # type: ignore[arg-type]


def said(dataset: Dataset, one: TrialState) -> str:
    return " ".join(card(dataset, one).said).replace("\xa0", " ").replace("\u2060", "")


def page_answer(dataset: Dataset, one: TrialState) -> str:
    return page._answer(dataset, one).replace("\xa0", " ").replace("\u2060", "")


def test_openings_needed_stand_as_a_range_with_the_look_that_has_them(dataset: Dataset) -> None:
    one = known(None)
    early = replace(one, held=11, needed=(20, 28), needed_look=one.looks[2])
    assert said(dataset, early) == (
        "Der er holdt 11 af cirka 20–28 nødvendige åbninger. Et svar kan tidligst ventes ved opgørelsen den "
        "20. januar 2026, uge 4. Indtil da vises de enkelte åbninger, men intet skøn og ingen retning."
    )
    drawn = card(dataset, early)
    assert (drawn.verdict, drawn.decided, drawn.planned) == ("For tidligt at sige", False, 7)
    # Counted to the last look or to the newest data, whichever comes first.
    assert drawn.counted == "11 åbninger på det nye sted til og med 20. januar 2026, 7 flere er planlagt"


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"needed": (20, None)}, "Et svar kræver mindst 20 åbninger, og forsøget når 18."),
        (
            {"needed": (None, None), "out_of_reach": True},
            "Et svar kræver langt flere end de 18 åbninger, som forsøget når.",
        ),
        ({"reason": Reason.NOT_BEGUN}, "Løgstør Bibliotek åbner den 1. september 2025."),
        ({"reason": Reason.NO_LOOK}, "Næste opgørelse er den 2. december 2025, uge 49."),
        ({"reason": Reason.ONE_OPENING}, "Der har kun været én åbning."),
        ({"reason": Reason.NO_OPENINGS}, "Der har ikke været åbninger med registreringer"),
        (
            {"reason": Reason.NO_RATIO},
            "På et af de to steder er ingen henvendelser fra målgruppen registreret.",
        ),
        ({"reason": Reason.BELOW_MINIMUM}, "Der er holdt færre end de 6 åbninger før eller efter"),
        ({"reason": Reason.NOT_SEPARABLE}, "Forskellen kan ikke skilles fra årstid"),
        ({"reason": Reason.MISSING_FIELD, "missing": ("target_group",)}, "Registreringerne mangler feltet"),
    ],
)
def test_every_reason_for_no_answer_is_a_sentence(
    dataset: Dataset, changed: dict[str, object], words: str
) -> None:
    assert words in said(dataset, known(None, **changed))


def test_a_trial_that_is_over_says_why_it_was_not_settled(dataset: Dataset) -> None:
    for reason, words in (
        (None, "Forskellen var hverken stor nok eller lille nok"),
        (Reason.FEW_OPENINGS, "Der har været færre end seks åbninger."),
    ):
        assert words in said(dataset, known(None, None, None, over=True, reason=reason))


def test_every_reason_there_is_has_a_sentence(dataset: Dataset) -> None:
    for reason in Reason:
        assert said(dataset, known(None, reason=reason)).endswith(".")


def test_an_undecided_trial_that_is_over_says_so(dataset: Dataset) -> None:
    over = card(dataset, known(None, None, None, over=True))  # all three looks taken
    assert over.verdict == "Kan ikke afgøres inden for forsøget"


def test_a_trial_that_was_ended_early_expects_no_more_looks(dataset: Dataset) -> None:
    one = known(None)
    taken = {"action": "stop", "decided_on": date(2025, 11, 20), "by": "Anna And", "reason": "Huset lukker."}
    entry = one.record.entries[0].model_dump() | {"number": 2, "kind": "decided", "content": taken}
    record = TrialRecord.model_validate({"entries": [one.record.entries[0].model_dump(), entry]})
    ended = replace(one, record=record, over=True, warning=True)
    drawn = card(dataset, ended)
    assert drawn.verdict == "Afsluttet, før det kunne afgøres"
    assert drawn.said == (
        "Prøvehandlingen blev afsluttet den 20. november 2025, før tallene gav et svar. Der var holdt 12 åbninger.",
    )
    assert drawn.warnings == ()
    assert [row.state for row in looks_chart(ended).rows] == ["early", "dropped", "dropped"]


@pytest.mark.parametrize("reason", [None, *Reason])
def test_while_it_is_too_early_the_effect_is_nowhere(dataset: Dataset, reason: Reason | None) -> None:
    """The whole card and record, whatever the effect is: a state that still held it would not tell it either."""
    hidden = replace(BETTER, verdict=Verdict.TOO_EARLY)
    other = replace(WORSE, verdict=Verdict.TOO_EARLY)
    cards = {card(dataset, known(one, reason=reason)) for one in (hidden, other, None)}
    assert len(cards) == 1


def test_before_a_decision_no_level_is_drawn(dataset: Dataset) -> None:
    early, decided = openings_chart(dataset, known(None)), openings_chart(dataset, known(BETTER))
    assert early is not None
    assert decided is not None
    assert early.levels == ()
    assert len({level.value for level in decided.levels}) == 2
    assert early.points == decided.points


def test_the_openings_are_the_public_ones_of_both_places(dataset: Dataset) -> None:
    chart = openings_chart(dataset, known(None))
    assert chart is not None
    held = [point for point in chart.points if point.value is not None]
    assert all(point.after == (point.date >= date(2025, 9, 1)) for point in held)
    assert [zone.label for zone in chart.zones] == ["Opløb", "Lukket", "Opløb"]
    assert any(point.value is None for point in chart.points)
    assert "Farsø" in chart.subtitle
    assert "Gedsted" not in chart.subtitle  # it was not open before the trial began


def test_a_decision_against_the_verdict_leaves_both_standing(dataset: Dataset) -> None:
    one = known(BETTER)
    taken = TrialDecision(
        action="go_back",
        decided_on=date(2026, 1, 9),
        by="Anna And",
        reason="Lejen er for dyr.",
        verdict="better",
    )
    entry = one.record.entries[0].model_dump() | {
        "number": 2,
        "kind": "decided",
        "content": taken.model_dump(),
    }
    record = TrialRecord.model_validate({"entries": [one.record.entries[0].model_dump(), entry]})
    drawn = card(dataset, replace(one, record=record))
    assert drawn.verdict == "Behold"
    words = " ".join(drawn.decision)
    for part in ("9. januar 2026 af Anna And: Flyt tilbage", "Lejen er for dyr.", "som sagde »behold«"):
        assert part in words
    assert ("Beslutning", "Flyt tilbage") in drawn.record


def test_what_a_reader_must_know_before_believing_it(dataset: Dataset) -> None:
    one = known(None, warning=True)
    record = one.record.model_copy(update={"late": True, "broken": 2})
    late, edited, evidence = card(dataset, replace(one, record=record)).warnings
    assert late.startswith(
        "Prøvehandlingen er registreret eller ændret, efter at den begyndte: eksplorativt."
    )
    assert edited.startswith("Registreringen er ændret i hånden (post nr. 2).")
    assert (
        evidence == "Der er tegn på en forskel. Afgørelsen tages ved opgørelsen den 2. december 2025, uge 49."
    )


def test_the_demo_years_two_trials(dataset: Dataset) -> None:
    found = page.trials(dataset, Role.UDVALG)
    assert [part.title for part in found.parts] == [
        "Fra Aalestrup til Gedsted",
        "Løgstør: fra rådhuset til biblioteket",
    ]
    early, decided = found.parts
    assert early.card.verdict == "For tidligt at sige"
    assert decided.card.verdict == "Behold"
    assert [run.text for run in found.opening.answer if run.bold] == [
        "Gedsted: for tidligt at sige",
        "Løgstør Bibliotek: behold stedet.",
    ]
    assert states(dataset)[0].record.hash in [value for _, value in early.locked + decided.locked]


def test_the_answer_is_one_or_two_sentences_a_trial_and_the_card_says_the_rest(dataset: Dataset) -> None:
    found = page.trials(dataset, Role.UDVALG)
    answer = "".join(run.text for run in found.opening.answer).replace("\xa0", " ").replace("\u2060", "")
    assert answer.count(". ") + answer.count(".)") <= 3
    for part in found.parts:
        assert not any(sentence in answer for sentence in part.card.said)
        assert str(part.card.held) in part.card.counted
    early, decided = found.parts
    assert f"{early.card.held + early.card.planned} er planlagt" in answer
    assert decided.card.planned == 0
    assert ("Beslutning", "Ikke truffet") in early.card.record
    assert ("Beslutning", "Afventer Beskæftigelsesudvalget") in decided.card.record


@pytest.mark.parametrize(
    ("needed", "reachable", "words"),
    [
        ((20, 28), True, "Et svar kan tidligst ventes den 20. januar 2026 (11 åbninger holdt, cirka 20–28 kræves)."),
        ((70, None), False, "langt nok til et svar (11 åbninger holdt, mindst 70 kræves, 18 er planlagt)."),
        ((None, None), False, "(11 åbninger holdt, 18 er planlagt, og der kræves langt flere)."),
    ],
)  # fmt: skip
def test_the_answer_while_it_is_too_early_says_when_or_that_it_will_hardly_be(
    dataset: Dataset,
    monkeypatch: pytest.MonkeyPatch,
    needed: tuple[int | None, int | None],
    reachable: bool,
    words: str,
) -> None:
    one = known(None)
    early = replace(one, held=11, needed=needed, needed_look=one.looks[2] if reachable else None)
    monkeypatch.setattr(page, "states", lambda _: (early,))
    opening = page.trials(dataset, Role.UDVALG).opening
    said = "".join(run.text for run in opening.answer).replace("\xa0", " ").replace("\u2060", "")
    assert said.startswith("Løgstør Bibliotek: for tidligt at sige")
    assert said.endswith(words)
    assert "Siden følger ikke den valgte periode." in opening.scope


def test_without_trials_the_page_is_a_question_and_how_to_begin(
    dataset: Dataset, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(page, "states", lambda _: ())
    found = page.trials(dataset, Role.UDVALG)
    assert found.opening.answer[0].text == "Der er ingen prøvehandling endnu."
    assert (found.parts, found.notes, found.definitions, found.caveats) == ((), (), (), ())


def test_an_outlook_that_is_open_is_not_called_hopeless(dataset: Dataset) -> None:
    early = known(None, needed=(70, None), out_of_reach=True)
    assert "næppe" in page_answer(dataset, early)
    assert "usikkert" in page_answer(dataset, replace(early, outlook=Outlook.OPEN))
    assert "kræver det cirka 70 eller flere." in said(dataset, replace(early, outlook=Outlook.OPEN))
    assert "usikkert" in said(dataset, replace(early, outlook=Outlook.OPEN, needed=(None, None)))


def test_openings_enough_are_not_called_missing(dataset: Dataset) -> None:
    early = known(None)
    one = replace(early, held=39, needed=(20, 30), needed_look=early.looks[2])
    assert "Det kan være nok til et svar ved næste opgørelse." in said(dataset, one)


def test_a_day_left_out_is_told(dataset: Dataset) -> None:
    (warned,) = card(dataset, known(None, odd=(date(2025, 11, 13),))).warnings
    assert "13. november 2025" in warned.replace("\xa0", " ")


def test_no_difference_explains_an_interval_beyond_its_limit(dataset: Dataset) -> None:
    wide = Decision(Verdict.NO_DIFFERENCE, 1.0, 0.7, 1.43, 0.04, 0.04, 0.92)
    assert "Intervallet er bredere end grænsen" in said(dataset, known(None, wide))
    narrow = replace(wide, low=0.9, high=1.1)
    assert "Intervallet er bredere" not in said(dataset, known(None, narrow))


def test_a_late_or_edited_record_is_marked_in_the_headline(dataset: Dataset) -> None:
    plain = known(None, BETTER)
    late = replace(plain, record=plain.record.model_copy(update={"late": True}))
    edited = replace(plain, record=plain.record.model_copy(update={"broken": 1}))
    assert "eksplorativt" in page_answer(dataset, late)
    assert "efter start blev sat" in said(dataset, late)
    assert "ændret i hånden" in page_answer(dataset, edited)
    assert "på forhånd blev sat" in said(dataset, plain)


def test_nobody_of_the_target_group_is_not_nobody_at_all(dataset: Dataset) -> None:
    assert "fra målgruppen" in said(dataset, known(None, reason=Reason.NO_RATIO))
