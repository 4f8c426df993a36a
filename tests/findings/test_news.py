"""Nyt siden sidst on the synthetic year: held against the raw files, and against what cannot be otherwise."""

import csv
import re
from collections import Counter
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evaluation.disclosure import Role
from evaluation.findings import news, overview
from evaluation.findings.dataset import Dataset, open_dataset
from evaluation.findings.model import NewsKind, PromiseStatus
from evaluation.findings.pages import NewsFinding
from evaluation.findings.period import find
from evaluation.initiative.trial_models import Decided, TrialDecision
from evaluation.store import Store

CPR = re.compile(r"\b\d{6}[- ]?\d{4}\b")
MEETING = date(2025, 12, 2)
DAYS = st.dates(date(2024, 1, 1), date(2027, 1, 1))


def since(dataset: Dataset, day: date) -> NewsFinding:
    return news.news(dataset, Role.UDVALG, "meeting", day)


@pytest.fixture(scope="module")
def new(dataset: Dataset) -> NewsFinding:
    """Since the last meeting."""
    return since(dataset, MEETING)


def told(found: NewsFinding, kind: NewsKind) -> list[str]:
    return [line.text for line in found.lines if line.kind == kind]


def first_number(words: str) -> int:
    [number, *_] = re.findall(r"\d[\d.]*", words)
    return int(number.replace(".", ""))


def raw_tickets(demo_store: Path, after: date) -> Counter[bool]:
    """Distinct tickets after a day, at Aars or not, read with the csv module and none of our code."""
    seen = set()
    for file in demo_store.with_name(f"{demo_store.name}-demo").glob("koe_*.csv"):
        with file.open(encoding="cp1252", newline="") as lines:
            head, *rows = csv.reader(lines, delimiter=";")
        whole = [row for row in rows if len(row) == len(head)]
        seen |= {
            (row[0], row[1], datetime.strptime(row[2], "%d-%m-%Y").date())
            for row in whole
            if not any(CPR.search(cell) for cell in row[:-1])
        }
    places = ("Aalestrup", "Farsø", "Gedsted", "Løgstør Bibliotek", "Løgstør Rådhus", "Aars Borgerservice")
    return Counter("Aars" in place for _, place, day in seen if day > after and place in places)


def test_new_enquiries_are_the_raw_tickets_since(new: NewsFinding, demo_store: Path) -> None:
    raw = raw_tickets(demo_store, MEETING)
    [said] = told(new, "enquiries")
    figures = [int(f.replace(".", "")) for f in re.findall(r"\d[\d.]*\d|\d", said)]
    assert figures == [raw[False], raw[False] + raw[True]]


def test_openings_since_are_counted_by_hand(dataset: Dataset, new: NewsFinding) -> None:
    """One a week and town from Wednesday 3 December through March, none on the days of Christmas and New Year."""
    through = dataset.data_through
    assert through is not None
    days = [MEETING + timedelta(n) for n in range(1, (through - MEETING).days + 1)]
    weekdays = [d for d in days if d.weekday() in (1, 2, 3)]
    closed = {date(2025, 12, 24), date(2025, 12, 25), date(2025, 12, 31), date(2026, 1, 1)}
    assert first_number(told(new, "openings")[0]) == len([d for d in weekdays if d not in closed])


def test_cancelled_and_moved_are_named_with_their_day(dataset: Dataset) -> None:
    held, moved, cancelled = told(since(dataset, date(2025, 10, 1)), "openings")
    assert held.endswith("åbninger er holdt.")
    assert moved.startswith("Flyttet: Løgstør Bibliotek den 16. oktober 2025")
    assert cancelled.startswith("Aflyst: Aalestrup den 18. november 2025")


@pytest.mark.parametrize(
    ("day", "numbers"),
    [
        (date(2025, 12, 2), "3. og 4."),  # the third ended on 30 November, and settles by 14 December
        (date(2025, 12, 13), "3. og 4."),
        (date(2025, 12, 14), "4."),
        (date(2026, 3, 14), "4."),
        (date(2026, 3, 15), None),
    ],
)
def test_a_quarter_is_new_until_two_weeks_after_its_end(
    dataset: Dataset, day: date, numbers: str | None
) -> None:
    expected = [] if numbers is None else [f"Evalueringens {numbers} kvartal"]
    assert [line[: line.index(" er gjort")] for line in told(since(dataset, day), "quarter")] == expected


def test_events_since_and_no_others(dataset: Dataset, new: NewsFinding) -> None:
    [gedsted] = told(new, "event")
    assert "6. januar 2026" in gedsted
    assert told(since(dataset, date(2026, 1, 6)), "event") == []


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (
            date(2025, 10, 20),
            {"Løgstør: fra rådhuset til biblioteket": "behold", "Gedsted": "for tidligt at sige"},
        ),
        (date(2026, 3, 2), {"Gedsted": "for tidligt at sige"}),
        (date(2026, 3, 3), {}),
    ],
)
def test_a_look_taken_since_is_new_and_says_the_verdict_alone(
    dataset: Dataset, day: date, expected: dict[str, str]
) -> None:
    found = since(dataset, day)
    said = told(found, "trial")
    assert len(said) == len(expected)
    for line, (name, verdict) in zip(sorted(said, reverse=True), expected.items(), strict=True):
        assert name in line
        assert line.endswith(f"2025: {verdict}.") or line.endswith(f"2026: {verdict}.")
    assert ("prøvehandling" in found.headline) == bool(expected)


def test_a_decision_since_is_new(dataset: Dataset) -> None:
    [first, *others] = dataset.initiative.trials
    taken = TrialDecision(action="keep", decided_on=date(2026, 3, 10), by="Udvalget", data_version="abc")
    entry = Decided(
        number=2, at=datetime(2026, 3, 11), by="Udvalget", previous="", hash="", kind="decided", content=taken
    )
    record = first.model_copy(update={"entries": (*first.entries, entry)})
    initiative = dataset.initiative.model_copy(update={"trials": (record, *others)})
    then = replace(dataset, initiative=initiative)
    [said] = told(since(then, date(2026, 3, 9)), "trial_decision")
    assert (
        said
        == f"Beslutning om prøvehandlingen »{first.trial.name}« den 10. marts 2026: bliv på det nye sted."
    )
    assert told(since(then, date(2026, 3, 10)), "trial_decision") == []


def test_since_the_last_day_with_data_only_imports_are_new(dataset: Dataset) -> None:
    assert dataset.data_through is not None
    found = since(dataset, dataset.data_through)
    assert {line.kind for line in found.lines} == {"import"}
    assert found.headline.startswith("Intet nyt")


def test_long_after_all_is_told_nothing_is_new(dataset: Dataset) -> None:
    assert since(dataset, date(2099, 1, 1)).lines == ()


@settings(max_examples=8)  # each asks for two boards of promises
@given(first=DAYS, second=DAYS)
def test_the_longer_ago_the_more_is_new(dataset: Dataset, first: date, second: date) -> None:
    early, late = sorted((first, second))
    older, newer = since(dataset, early), since(dataset, late)
    kinds: tuple[NewsKind, ...] = ("enquiries", "openings")
    for kind in kinds:
        counts = [first_number(lines[0]) if (lines := told(f, kind)) else 0 for f in (older, newer)]
        assert counts[0] >= counts[1]
    assert set(told(newer, "event")) <= set(told(older, "event"))


@pytest.mark.parametrize(
    ("day", "was"),
    [
        (date(2025, 3, 4), PromiseStatus.TOO_EARLY),  # three openings, Aars' among them
        (date(2025, 4, 1), PromiseStatus.KEPT),  # the first opening was cancelled on 7 May
    ],
)
def test_promises_of_then_are_those_of_a_page_that_ended_then(
    dataset: Dataset, day: date, was: PromiseStatus
) -> None:
    before, now = (board(one) for one in (as_of(dataset, day), dataset))
    changed = [name for name, status in now.items() if status is not before[name]]
    assert {before[name] for name in changed} == {was}
    found = told(since(dataset, day), "promise")
    assert [re.findall("»([^»]*)«", line)[0] for line in found] == changed


def as_of(dataset: Dataset, day: date) -> Dataset:
    return replace(dataset, data_through=day, settled_through=day)


def board(dataset: Dataset) -> dict[str, PromiseStatus]:
    lines = overview.overview(dataset, Role.UDVALG, find(dataset, "hele")).promises
    return {line.name: line.status for line in lines}


def test_before_the_start_the_beginning_is_the_news(dataset: Dataset) -> None:
    found = since(dataset, date(2025, 1, 28))
    assert found.lines[0].kind == "begun"
    assert told(found, "promise") == []
    whole, start = since(dataset, date(2025, 3, 2)), found
    assert told(whole, "enquiries") == told(start, "enquiries")


def imported(dataset: Dataset, queue: datetime, others: datetime) -> Dataset:
    """As if the queue's tickets had come at one time and all the rest at another."""
    then = {True: queue, False: others}
    entries = (replace(entry, imported_at=then[entry.source == "koesystem"]) for entry in dataset.imports)
    return replace(dataset, imports=tuple(entries))


def test_rows_that_came_late_are_told_apart(dataset: Dataset, demo_store: Path) -> None:
    """The appointments were there at the meeting; all of the queue's tickets came later, the old ones too."""
    then = imported(dataset, queue=datetime(2026, 1, 5, 6), others=datetime(2025, 12, 1, 12))
    [late] = told(since(then, MEETING), "late")
    raw = raw_tickets(demo_store, date(2024, 9, 1))
    new = raw_tickets(demo_store, MEETING)
    assert first_number(late) == raw.total() - new.total()
    [files] = told(since(then, MEETING), "import")
    assert first_number(files) == 19


def test_at_the_first_import_nothing_is_late(new: NewsFinding) -> None:
    assert told(new, "late") == []


def test_an_import_late_at_night_belongs_to_the_readers_day(dataset: Dataset) -> None:
    """23.30 UTC on 2 December is half past midnight on 3 December here."""
    then = imported(dataset, queue=datetime(2025, 12, 2, 23, 30), others=datetime(2025, 12, 2, 22, 30))
    [files] = told(since(then, MEETING), "import")
    assert first_number(files) == 19


def test_what_it_can_be_reckoned_from(dataset: Dataset) -> None:
    visit = date(2026, 3, 20)
    assert news.baselines(dataset, visit) == (("meeting", MEETING), ("visit", visit))
    assert news.baselines(dataset, None) == (("meeting", MEETING),)
    bare = replace(dataset, initiative=dataset.initiative.model_copy(update={"committee_dates": ()}))
    assert news.baselines(bare, None) == ()
    assert news.baselines(bare, visit) == (("visit", visit),)


def test_a_meeting_still_to_come_is_no_last_meeting(dataset: Dataset) -> None:
    then = replace(dataset, data_through=MEETING)
    assert news.baselines(then, None) == (("meeting", date(2025, 1, 28)),)


def test_an_empty_store_has_no_news(tmp_path: Path, dataset: Dataset) -> None:
    empty = open_dataset(Store(tmp_path / "store"), dataset.initiative)
    assert news.baselines(empty, MEETING) == ()
    found = since(empty, MEETING)
    assert found.lines == ()
    assert found.headline.startswith("Intet nyt")
