"""Other kinds of file, from the file to the figures."""

from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import pytest

from evaluation.disclosure.cells import Role
from evaluation.findings.common import footer
from evaluation.findings.data_status import accounted, data_status
from evaluation.findings.dataset import Dataset, open_dataset
from evaluation.findings.method import method
from evaluation.initiative import Initiative
from evaluation.intake.importing import import_other
from evaluation.metrics import compute
from evaluation.store import ImportFile, LedgerEntry, Store
from evaluation.texts import text
from tests.initiative.build import initiative, rule
from tests.intake.other_files import file
from tests.store.rows import batch, row

NOW = datetime.fromisoformat("2025-11-22T05:04")
TUESDAYS = [date(2025, 3, 4) + timedelta(weeks=week) for week in range(4)]
COVERAGE = {
    "source": "queue",
    "site": "farso",
    "from": "2025-03-03",
    "to": "2025-03-30",
    "status": "complete",
    "gap_days": 7,
}
COUNTED = {"read": 8, "used": 8, "duplicate": 0, "outside": 0, "blank": 0, "rejected": 0}


def popup(**other: object) -> Initiative:
    return initiative(schedule=[rule("tue")], **other)


def arrival(number: int, day: date, hour: int = 10) -> dict[str, Any]:
    at = datetime.combine(day, time(hour))
    return row(
        str(number), day, site="farso", arrived_at=at, called_at=at + timedelta(minutes=5), hour=hour + 1
    )


@pytest.fixture
def store(tmp_path: Path) -> Store:
    """Two arrivals at 11.00 on each of four Tuesdays, open 10 to 14."""
    rows = [arrival(2 * n + k, day) for n, day in enumerate(TUESDAYS) for k in (0, 1)]
    found = Store(tmp_path / "store")
    log = ImportFile("a.csv", "a" * 64, COUNTED, {}, (COVERAGE,), "queue", "p1")
    found.commit(batch(rows, files=(log,)), now=NOW)
    return found


def bring(store: Store, folder: Path, kind: str, *lines: str, name: str = "x.csv") -> Any:
    return import_other([file(folder, name, kind, *lines)], store, popup(), kind, now=NOW)


def test_one_row_is_no_plural() -> None:
    said = accounted({"read": 9, "used": 5, "duplicate": 1, "outside": 1, "blank": 1, "rejected": 1})
    assert said == "9 læst = 5 brugt + 1 dublet + 1 uden for + 1 blank + 1 afvist"
    assert "2 dubletter" in accounted({**COUNTED, "duplicate": 2})


def figure(dataset: Dataset, key: str) -> float | None:
    (found,) = compute(dataset.engine, key, (), {}).rows
    return found.numerator if found.denominator is None else (found.numerator or 0) / found.denominator


def opened(store: Store) -> Dataset:
    return open_dataset(store, popup())


def test_actual_openings_reach_the_figures(store: Store, tmp_path: Path) -> None:
    before = opened(store)
    assert figure(before, "openings_held") == 4
    assert figure(before, "enquiries_per_open_hour") == pytest.approx(8 / 16)
    bring(
        store,
        tmp_path,
        "openings",
        "farso;04-03-2025;10:00;12:00;afholdt",  # two hours instead of four
        "farso;11-03-2025;10:00;14:00;aflyst;Sygdom",  # both arrivals in vain
        "farso;13-03-2025;10:00;11:00",  # for once
    )
    after = opened(store)
    assert figure(after, "openings_held") == 4  # two as planned, one shorter, one added
    assert figure(after, "openings_cancelled") == 1
    assert figure(after, "arrivals_at_cancelled") == 2
    assert figure(after, "enquiries_per_open_hour") == pytest.approx(6 / (2 + 4 + 4 + 1))
    assert after.data_version != before.data_version
    store.undo(NOW)
    again = opened(store)
    assert (again.openings, again.data_version) == (before.openings, before.data_version)


def test_costs_answers_and_events_are_in_the_dataset(store: Store, tmp_path: Path) -> None:
    bring(store, tmp_path, "costs", ";01-03-2025;31-03-2025;løn;3.100,00", name="a.csv")
    bring(store, tmp_path, "events", "17-03-2025;;Omtale", name="b.csv")
    bring(store, tmp_path, "survey", "04-03-2025;farso;samlet;5;2", name="c.csv")
    found = opened(store)
    assert [event.text for event in found.initiative.events] == ["Omtale"]
    # 28 days from Monday 3 March until the last day with data, 25 March: 23 days of 100 kr. for 8 served.
    assert figure(found, "cost_per_enquiry") == pytest.approx(23 * 100 / 8)
    answers = found.engine.execute("SELECT question, score, answers FROM survey", ()).to_pylist()
    assert answers == [{"question": "overall", "score": 5, "answers": 2}]
    assert store.check() == []


def last(store: Store) -> LedgerEntry:
    return store.ledger()[-1]


def test_the_page_data_names_the_kind_and_its_reasons(store: Store, tmp_path: Path) -> None:
    bring(store, tmp_path, "costs", "ukendt;01-03-2025;31-03-2025;løn;5", ";01-03-2025;31-03-2025;løn;5")
    found = data_status(opened(store), store.rejections("popup"), {}, last(store))
    assert [line[1] for line in found.imports.rows] == [text("kinds.costs.name"), "Queue"]
    assert [one.label for one in found.reasons] == [text("kinds.reasons.unknown_site.what")]
    assert found.rejections.rows[0][3] == text("kinds.reasons.unknown_site.what")
    assert found.undo is not None


def test_the_footer_and_the_page_method_count_the_same_rows_whatever_else_was_imported(
    store: Store, tmp_path: Path
) -> None:
    bring(store, tmp_path, "costs", ";01-03-2025;31-03-2025;løn;5", ";01-04-2025;30-04-2025;løn;5")
    found = opened(store)
    read = method(found, Role.DATAANSVARLIG).figures[0].detail
    assert footer(found, Role.DATAANSVARLIG).rows_used == text("findings.footer.rows", used="8", read="8")
    assert read == text("findings.method.detail_used", read="8")


def test_a_store_without_enquiries_opens(tmp_path: Path) -> None:
    alone = Store(tmp_path / "store")
    bring(alone, tmp_path, "costs", ";01-03-2025;31-03-2025;løn;5")
    found = opened(alone)
    assert (found.data_through, len(found.initiative.costs)) == (None, 1)
    assert footer(found, Role.DATAANSVARLIG).data_through == text("findings.footer.none")


def test_the_same_answers_in_two_files_are_warned_of(store: Store, tmp_path: Path) -> None:
    first = bring(store, tmp_path, "survey", "04-03-2025;farso;samlet;5", name="a.csv")
    again = bring(
        store, tmp_path, "survey", "04-03-2025;farso;samlet;5", "05-03-2025;farso;samlet;4", name="b.csv"
    )
    said = text("kinds.warnings.answers_before")
    assert (said in first.files[0].warnings, said in again.files[0].warnings) == (False, True)


def test_no_file_is_made_up_where_a_source_is_real(tmp_path: Path) -> None:
    sources = [{"id": "queue", "name": "Q", "counts": ["farso"], "synthetic": True}]
    store, made_up = Store(tmp_path / "store"), popup(sources=sources)
    import_other([file(tmp_path, "a.csv", "events", "17-03-2025;;Omtale")], store, made_up, "events", now=NOW)
    assert store.synthetic() is True
