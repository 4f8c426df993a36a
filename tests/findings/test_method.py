"""Metode on the synthetic year: accounts held against the raw files, and what each role is told."""

import csv
import re
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from evaluation.disclosure import Role
from evaluation.findings import data_quality, method
from evaluation.findings.dataset import Dataset, open_dataset
from evaluation.findings.pages import MethodFinding, QualityNote
from evaluation.intake.fold import FoldRemark
from evaluation.metrics import METRICS, compute, quality
from evaluation.metrics.quality import MissingField, Reconciled, SheetSums
from evaluation.store import ImportFile, LedgerEntry, Store
from evaluation.store.schema import SENSITIVE
from evaluation.texts import text
from tests.findings.test_hours import came, days
from tests.findings.test_other_shapes import dataset as make
from tests.spec.world import opening

DAY = date(2025, 3, 5)


@pytest.fixture(scope="module", params=list(Role))
def metode(dataset: Dataset, request: pytest.FixtureRequest) -> MethodFinding:
    return method.method(dataset, request.param)


def note(dataset: Dataset, role: Role, start: str) -> QualityNote:
    return next(n for n in data_quality.notes(dataset, role) if start in n.title)


def whole(cell: str) -> int:
    return int(cell.replace(".", "").replace("\u2212", "-"))


def raw_rows(folder: Path) -> dict[str, int]:
    """Rows below the heads, counted with the csv module and a reader of workbooks, none of our code."""
    queue = 0
    for file in folder.glob("koe_*.csv"):
        with file.open(encoding="cp1252", newline="") as lines:
            queue += sum(1 for _ in csv.reader(lines, delimiter=";")) - 1
    book = CalamineWorkbook.from_path(folder / "tidsbestilling.xlsx")
    rows = book.get_sheet_by_index(0).to_python()
    head = next(number for number, row in enumerate(rows) if sum(bool(cell) for cell in row) > 2)
    return {"Køsystem": queue, "Tidsbestilling i Aars": len(rows) - head - 1}


def test_rows_read_are_the_rows_of_the_raw_files(metode: MethodFinding, demo_store: Path) -> None:
    told = {row[0]: whole(row[2]) for row in metode.sources.rows}
    raw = raw_rows(demo_store.with_name(f"{demo_store.name}-demo"))
    assert {name: told[name] for name in raw} == raw


def test_every_row_of_every_source_is_accounted_for(metode: MethodFinding) -> None:
    for row in metode.sources.rows:
        read, *fates = map(whole, row[2:])
        assert read == sum(fates)
    said = "".join(run.text for run in metode.opening.answer)
    used, read = (sum(whole(row[column]) for row in metode.sources.rows) for column in (3, 2))
    assert [whole(number) for number in re.findall(r"\d+\.\d{3}", said)] == [used, read]


def test_rejections_by_reason_add_up_to_those_by_source(dataset: Dataset, metode: MethodFinding) -> None:
    found = note(dataset, Role.UDVALG, "afvist")
    assert found.table is not None
    assert sum(whole(row[2]) for row in found.table.rows) == sum(whole(row[7]) for row in metode.sources.rows)


def test_every_measure_stands_once_with_what_it_needs(dataset: Dataset, metode: MethodFinding) -> None:
    lines = {line.name: line for group in metode.measures for line in group.lines}
    assert sorted(lines) == sorted(text(f"metrics.{key}.label") for key in METRICS)
    assert sum(len(group.lines) for group in metode.measures) == len(METRICS)
    for key in METRICS:
        line = lines[text(f"metrics.{key}.label")]
        found = compute(dataset.engine, key)
        assert line.told is bool(found.rows), key
        begins = (
            "Kræver feltet »" if found.missing else "Kan beregnes" if line.told else "Kan ikke beregnes: "
        )
        assert line.verdict.startswith(begins)


def test_a_measure_of_calls_is_not_told_where_nobody_called() -> None:
    contacts = [one | {"outcome": "resolved", "transfers": 0} for d in days(8) for one in came(d, 10, 2)]
    held = [opening(f"f{d}", "farsoe", d, 10, 14) for d in days(8)]
    of_calls = [text(f"metrics.{key}.label") for key in ("transfers_per_call", "robot_share")]
    for channel, told in (("in_person", False), ("phone", True)):
        rows = [one | {"channel": channel} for one in contacts]
        groups = method.method(make(rows, held, days(8)[-1], groups=[]), Role.UDVALG).measures
        lines = {line.name: line for group in groups for line in group.lines}
        assert [lines[name].told for name in of_calls] == [told, told]
        assert all((lines[name].verdict == "Kan beregnes") is told for name in of_calls)


@pytest.mark.parametrize("role", list(Role))
def test_openings_that_no_row_tells_of_are_listed_with_what_to_do(role: Role) -> None:
    held = [opening(f"f{d}", "farsoe", d, 10, 14) for d in days(8)]
    rows = [one for d in days(8) if d not in (days(8)[3], days(8)[5]) for one in came(d, 10, 2)]
    shown = note(make(rows, held, days(8)[-1], groups=[]), role, "helt uden henvendelser")
    assert shown.title == "2 åbninger er helt uden henvendelser: var de aflyst?"
    assert "»Faktiske åbninger«" in shown.about
    assert shown.table is not None
    assert shown.table.rows == (("Farsø", "24. marts 2025"), ("Farsø", "7. april 2025"))


@pytest.mark.parametrize(("moment", "count"), [("2025-04-21T21:59", 1), ("2025-04-21T22:00", 2)])
def test_the_last_day_is_over_once_the_import_came_the_day_after(moment: str, count: int) -> None:
    """The last day is 21 April 2025, which ends at 22.00 UTC."""
    held = [opening(f"f{d}", "farsoe", d, 10, 14) for d in days(8)]
    ends = {days(8)[2]: "open", days(8)[7]: "open"}
    rows = [one for d in days(8) for one in came(d, 10, 1, outcome=ends.get(d, "resolved"))]
    file = ImportFile("a.csv", "a" * 64, {}, {}, (), "queue", "p1")
    at = datetime.fromisoformat(moment)
    entry = LedgerEntry("i", 1, at, "world", "queue", "h", False, (file,), (), {}, 1)
    of = replace(make(rows, held, days(8)[-1], groups=[]), imports=(entry,))
    titles = [one.title for one in data_quality.notes(of, Role.UDVALG)]
    assert text(f"findings.quality.unclosed_title{'_one' if count == 1 else ''}", count=count) in titles


def test_openings_without_data_are_told(dataset: Dataset) -> None:
    held, none = data_quality.uncovered(dataset)
    assert none == []
    extra = replace(dataset.openings[0], opening_id="never", local_date=DAY)
    then = replace(dataset, openings=(*dataset.openings, extra))
    assert data_quality.uncovered(then) == (held + 1, [extra])
    found = note(then, Role.UDVALG, "mangler data")
    assert found.title.startswith(f"1 af {held + 1} ")
    assert found.table is not None
    assert found.table.rows == ((dataset.initiative.site(extra.site).name, "5. marts 2025"),)


@pytest.mark.parametrize("role", [Role.UDVALG, Role.LEDER])
def test_how_often_a_sensitive_field_is_empty_is_the_stewards(
    dataset: Dataset, role: Role, monkeypatch: pytest.MonkeyPatch
) -> None:
    fields = [MissingField("koesystem", name, 900, 4) for name in (*SENSITIVE, "age_65plus", "satisfaction")]
    public = MissingField("koesystem", "called_at", 900, 7)
    monkeypatch.setattr(quality, "missing_fields", lambda _: (*fields, public))
    shown = note(dataset, role, "udfyldt")
    assert shown.table is not None
    assert [row[0] for row in shown.table.rows] == ["Kaldt op"]
    for field in fields:
        assert f"»{text(f'mapping.uses.{field.column}')}«" in shown.about
    steward = note(dataset, Role.DATAANSVARLIG, "udfyldt").table
    assert steward is not None
    assert len(steward.rows) == len(fields) + 1
    assert ("Målgruppe", "Køsystem", "900", "4", "0,4\u00a0%") in steward.rows


def test_whether_a_sensitive_field_is_always_filled_is_not_told_either(
    dataset: Dataset, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = []
    for missing in (0, 4):
        one = (MissingField("koesystem", "topic", 900, missing),)
        monkeypatch.setattr(quality, "missing_fields", lambda _, one=one: one)
        told.append(note(dataset, Role.UDVALG, "udfyldt"))
    assert told[0] == told[1]


def test_two_sources_stand_side_by_side_with_their_difference(
    dataset: Dataset, monkeypatch: pytest.MonkeyPatch
) -> None:
    pairs = [(21, 23), (18, 18), (30, 25)]
    found = tuple(
        Reconciled("x", "farsoe", DAY, "koesystem", counted, "tidsbestilling", others)
        for counted, others in pairs
    )
    monkeypatch.setattr(quality, "reconciliations", lambda _: found)
    shown = note(dataset, Role.UDVALG, "To kilder")
    assert shown.title == "To kilder er uenige om 2 af 3 åbninger, som de begge har talt"
    assert "i alt: 66." in shown.about
    assert "tæller: 69." in shown.about
    assert shown.table is not None
    assert [row[1:] for row in shown.table.rows] == [
        ("Tidsbestilling i Aars 23, køsystem 21", "+2"),
        ("Tidsbestilling i Aars 25, køsystem 30", "\u22125"),
    ]


def test_sources_that_agree_are_told_so(dataset: Dataset, monkeypatch: pytest.MonkeyPatch) -> None:
    same = Reconciled("x", "farsoe", DAY, "koesystem", 4, "tidsbestilling", 4)
    monkeypatch.setattr(quality, "reconciliations", lambda _: (same,))
    shown = note(dataset, Role.UDVALG, "To kilder")
    assert "enige om 1 af 1 åbninger" in shown.title
    assert shown.table is None


def test_the_sums_of_a_sheet_are_the_stewards(dataset: Dataset, monkeypatch: pytest.MonkeyPatch) -> None:
    sheet = SheetSums("koesystem", "farsoe", DAY, {"total": 23, "topic": 22})
    monkeypatch.setattr(quality, "sheet_sums", lambda _: (sheet,))
    assert note(dataset, Role.UDVALG, "1 tælleark stemmer").table is None
    table = note(dataset, Role.DATAANSVARLIG, "1 tælleark stemmer").table
    assert table is not None
    assert table.rows == (("Køsystem", "Farsø, 5. marts 2025", "»i alt« 23, emner 22"),)


@pytest.mark.parametrize("kind", ["without_ticket", "before_ticket"])
def test_what_the_fold_left_out_is_told(dataset: Dataset, kind: str) -> None:
    then = replace(dataset, fold_remarks=(FoldRemark("koesystem", kind, 3),))
    table = note(then, Role.UDVALG, "hændelser i loggen").table
    assert table is not None
    assert table.rows[0][1:] == ("Køsystem", "3")


def test_what_the_log_cannot_answer_shrinks_with_what_it_tells(
    dataset: Dataset, metode: MethodFinding
) -> None:
    assert any("anonym" in line for line in metode.unanswered)
    facts = replace(dataset.engine.facts, present=frozenset({*dataset.engine.facts.present, "anonymity"}))

    class Told:
        def __getattr__(self, name: str) -> object:
            return facts if name == "facts" else getattr(dataset.engine, name)

    then = method.method(replace(dataset, engine=Told()), Role.UDVALG)  # type: ignore[arg-type]
    assert not any("anonym" in line for line in then.unanswered)
    assert len(then.unanswered) == len(metode.unanswered) - 1


def test_what_the_sources_say_against_each_other_is_shown(dataset: Dataset, metode: MethodFinding) -> None:
    assert set(dataset.initiative.notes) <= set(metode.remarks)
    assert any("225.000 kr." in remark for remark in metode.remarks)


@pytest.mark.parametrize("role", list(Role))
def test_each_role_reads_its_own_rule_of_protection(dataset: Dataset, role: Role) -> None:
    said = " ".join(method.method(dataset, role).protection)
    wanted = {Role.UDVALG: "under 5", Role.LEDER: "under 3", Role.DATAANSVARLIG: "dataansvarlig"}
    assert wanted[role] in said
    assert "ikke personer" in said


@given(some=st.integers(0, 50_000), more=st.integers(0, 50_000))
def test_a_part_says_all_or_nothing_only_of_all_or_nothing(some: int, more: int) -> None:
    said = data_quality.part(some, some + more)
    assert (said == "0\u00a0%") == (some == 0)
    assert (said == "100\u00a0%") == (more == 0 and some > 0)


def test_an_empty_store_gives_no_figures_from_nothing(tmp_path: Path, dataset: Dataset) -> None:
    empty = open_dataset(Store(tmp_path / "store"), dataset.initiative)
    found = method.method(empty, Role.UDVALG)
    assert found.sources.rows == ()
    assert found.quality == ()
