"""Which words of an event column may be shown: the queue's own language is no person's name."""

import pytest

from evaluation.intake.draft_events import fit_event


@pytest.mark.parametrize(
    "word", ["Kaldt ind", "Ticket Abandoned", "Kunde Mødt", "Nummer Lagt Tilbage", "Ved bordet", "Pause slut"]
)
def test_words_of_a_queue_are_shown_however_they_are_capitalised(word: str) -> None:
    assert fit_event(word, ())


@pytest.mark.parametrize(
    "word",
    ["Ida Holm", "Flyttet: Ida Holm", "HOLM, IDA", "Ida Holm kalder", "Borger Ida Holm", "Bo von Lund"],
)
def test_a_name_is_not_shown(word: str) -> None:
    assert not fit_event(word, ())


def test_a_word_that_is_known_is_shown() -> None:
    assert fit_event("Skranke Klar", {"Skranke Klar"})
    assert not fit_event("Skranke Klar", ())
