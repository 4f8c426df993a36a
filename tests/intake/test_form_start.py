"""The form a file begins with, where the proposal knows of an event log and not of its words."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from evaluation.intake.form import EVENT
from evaluation.intake.form_rows import as_record
from evaluation.intake.trial import Opened, open_file
from tests.initiative.build import initiative

UNKNOWN = ("Bon udskrevet", "Nr. på skærm", "Slut")


def log(folder: Path, words: Sequence[str], times: str, header: str = "Tid") -> Opened:
    """Thirty numbers over three days; `times`: how an event's time stands, a cell or several."""
    rows = [
        f"{3 * n + at};Farsø;B{n % 10};{word};"
        + times.format(day=f"{13 + n // 10}-03-2025", clock=f"{9 + n % 10:02}:{10 * at + 3:02}:0{at}")
        for n in range(30)
        for at, word in enumerate(words)
    ]
    file = folder / "koelog.csv"
    file.write_text("\n".join((f"Id;Afd.;Bon;Hvad;{header}", *rows)) + "\n", encoding="utf-8")
    return open_file(file, initiative())


@pytest.mark.parametrize(
    ("times", "header", "arrival"),
    [("{day} {clock}", "Tid", ["Tid"]), ("{day};{clock}", "Dag;Kl", ["Dag", "Kl"])],
)
def test_a_log_of_unknown_words_begins_as_events(
    tmp_path: Path, times: str, header: str, arrival: list[str]
) -> None:
    found = log(tmp_path, UNKNOWN, times, header)
    form = found.form
    assert (form.record, form.is_event_log, form.use("Hvad")) == ("contact", True, EVENT)
    assert form.event_values() == {"Slut": "finished"}
    assert form.columns["arrived_at"]["column"] == arrival
    assert form.identity()["columns"] == []
    assert ("ticket", "") in form.lacks(found.columns)
    assert found.event_column == "Hvad"
    back = as_record(as_record(form, "contact", found.columns), "events", found.columns)
    assert (back.columns, back.event_values()) == (form.columns, form.event_values())


def test_a_log_that_is_understood_begins_as_it_is_proposed(tmp_path: Path) -> None:
    found = log(tmp_path, ("Nummer trukket", "Indkaldt", "Afsluttet"), "{day} {clock}")
    assert (found.form.event_values()["Indkaldt"], found.event_column) == ("called", "Hvad")
    assert found.form.identity()["columns"]


def test_rows_that_are_enquiries_begin_as_such(tmp_path: Path) -> None:
    file = tmp_path / "koe.csv"
    rows = "".join(f"{n};Farso;{n}-03-2025 10:05\n" for n in range(10, 20))
    file.write_text(f"Billetnr;Lokation;Ankomst\n{rows}", encoding="utf-8")
    found = open_file(file, initiative())
    assert (found.form.is_event_log, found.event_column) == (False, "")
