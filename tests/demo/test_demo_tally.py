"""The demo's tally sheet: nearly what the queue says, as planted; it counts nothing, and Metode can show it."""

from collections import Counter
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from evaluation.findings.dataset import Dataset, open_dataset
from evaluation.initiative import load_initiative
from evaluation.metrics import compute
from evaluation.metrics.quality import reconciliations, sheet_sums
from evaluation.store import Store
from tests.demo.demo_log import Log
from tests.demo.test_demo_openings import FOLDER

LOST, UNEVEN = date(2025, 10, 22), date(2025, 10, 8)


@pytest.fixture(scope="module")
def dataset(demo_store: Path) -> Dataset:
    return open_dataset(Store(demo_store), load_initiative(FOLDER))


def served(log: Log) -> Counter[date]:
    """Those the queue system calls and somebody serves, by day."""
    gone = ("Udeblevet ved kald", "Ikke kaldt")
    return Counter(row.day for row in log.rows if row.site == "farsoe" and row.status not in gone)


def test_the_sheets_are_near_the_queue_and_not_equal(logs: tuple[Log, ...]) -> None:
    strokes = people = 0
    for log in logs:
        told = {date.fromisoformat(day): one for day, one in log.story["tally_sheets"].items()}
        assert len(told) == 12
        assert LOST not in told
        at_queue = served(log)
        for day, sheet in told.items():
            by_topic, by_group = (sum(sheet[name].values()) for name in ("topics", "groups"))
            assert by_group - by_topic == (log.planted["tally"]["uneven_strokes"] if day == UNEVEN else 0)
            strokes, people = strokes + by_topic, people + at_queue[day]
    planted = logs[0].planted["tally"]
    assert strokes / people == pytest.approx(1 - planted["missed"] + planted["doubled"], abs=0.025)


def test_the_workbook_is_as_typed_from_paper(log: Log) -> None:
    book = openpyxl.load_workbook(log.folder / "taelleark.xlsx", read_only=True)
    title, _, empty, head, *sheets, total = list(book["Streger"].iter_rows(values_only=True))
    assert title[0].startswith("Tælleark")
    assert not any(empty)
    assert head[:3] == ("Dato", "Sted", "MitID")
    assert total[0] == "I alt"
    assert total[-1] == sum(sheet[-1] for sheet in sheets)
    assert len(sheets) == len(log.story["tally_sheets"])


def test_what_is_reconciled_is_what_was_planted(dataset: Dataset, log: Log) -> None:
    found = {one.local_date: one for one in reconciliations(dataset.engine)}
    told = {date.fromisoformat(day): one for day, one in log.story["tally_sheets"].items()}
    assert set(found) == set(told)
    for day, one in found.items():
        assert (one.site, one.counted_by, one.other) == ("farsoe", "koesystem", "taelleark")
        assert one.others == sum(told[day]["topics"].values())
        assert one.opening_id is not None
        (row,) = compute(
            dataset.engine, "enquiries_per_open_hour", (), {"site": "farsoe"}, start=day, end=day
        ).rows
        assert one.counted == row.numerator


def test_the_uneven_sheet_is_the_only_one(dataset: Dataset, log: Log) -> None:
    (odd,) = sheet_sums(dataset.engine)
    sheet = log.story["tally_sheets"][UNEVEN.isoformat()]
    assert (odd.source, odd.local_date) == ("taelleark", UNEVEN)
    topics, groups = (sum(sheet[name].values()) for name in ("topics", "groups"))
    assert odd.sums == {"topic": topics, "target_group": groups, "total": topics}


def test_the_sheet_adds_nothing_to_the_figures(dataset: Dataset) -> None:
    rows = compute(dataset.engine, "enquiries", ("source",)).rows
    assert [row.dims for row in rows if row.numerator] == [("koesystem",)]
