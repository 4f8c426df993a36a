"""A month whose file was never imported has no data: no zeros, no hours."""

from datetime import date
from pathlib import Path

import pytest

from evaluation.findings.dataset import Dataset, open_dataset
from evaluation.initiative import Initiative, load_initiative
from evaluation.intake.importing import import_files, profiles_of
from evaluation.metrics import compute, opening_counts
from evaluation.settings import ROOT
from evaluation.store import Store

VESTHIMMERLAND = ROOT / "data" / "initiatives" / "vesthimmerland"
MISSING = "koe_2025-10.csv"
FIRST, LAST = date(2025, 10, 1), date(2025, 10, 31)
OVERLAP = [date(2025, 10, 29), date(2025, 10, 30), date(2025, 10, 31)]  # the November file repeats them
BEFORE_IT = date(2025, 10, 28)


@pytest.fixture(scope="module")
def initiative() -> Initiative:
    return load_initiative(VESTHIMMERLAND)


@pytest.fixture(scope="module")
def stores(
    demo_store: Path, initiative: Initiative, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Store, Path]:
    """A store with every queue file but October's, and where that one lies."""
    files = sorted(demo_store.with_name(f"{demo_store.name}-demo").glob("koe_*.csv"))
    store = Store(tmp_path_factory.mktemp("gap") / "store")
    (missing,) = [path for path in files if path.name == MISSING]
    now = Store(demo_store).ledger()[-1].imported_at
    rest = [path for path in files if path != missing]
    import_files(rest, store, initiative, profiles_of(VESTHIMMERLAND), now=now)
    return store, missing


@pytest.fixture(scope="module")
def gap(stores: tuple[Store, Path], initiative: Initiative) -> Dataset:
    return open_dataset(stores[0], initiative)


def covered(dataset: Dataset) -> list[date]:
    asked = "SELECT DISTINCT c.local_date AS d FROM covered_days c WHERE c.local_date BETWEEN ? AND ?"
    return sorted(dataset.engine.execute(asked, [FIRST, LAST])["d"].to_pylist())


def counted(dataset: Dataset) -> set[str]:
    found = dataset.engine.execute("SELECT o.opening_id AS id FROM openings o WHERE o.counted")
    return set(found["id"].to_pylist())


def test_only_the_days_that_the_next_file_repeats_are_covered(gap: Dataset) -> None:
    assert covered(gap) == OVERLAP


def test_no_opening_of_the_month_is_a_zero(gap: Dataset) -> None:
    assert not [o for o in opening_counts(gap.engine, FIRST, BEFORE_IT) if o.local_date <= BEFORE_IT]
    assert {o.local_date for o in opening_counts(gap.engine, FIRST, LAST)} <= set(OVERLAP)
    assert opening_counts(gap.engine, date(2025, 9, 1), date(2025, 9, 30))


def test_the_month_has_no_hours_and_no_figures(gap: Dataset) -> None:
    for metric in ("enquiries", "enquiries_per_open_hour"):
        measured = compute(gap.engine, metric, by=["site"], start=FIRST, end=BEFORE_IT)
        assert not [row for row in measured.rows if row.numerator is not None], (metric, measured.rows)
    days = (
        "SELECT SUM(h.hours) AS hours FROM opening_hours h WHERE h.counted AND h.local_date BETWEEN ? AND ?"
    )
    assert gap.engine.execute(days, [FIRST, BEFORE_IT])["hours"].to_pylist() == [None]


def test_the_file_that_comes_after_all_fills_the_month(
    stores: tuple[Store, Path], demo_store: Path, initiative: Initiative, gap: Dataset
) -> None:
    """Last in this module: it changes the store. The order of files does not matter."""
    store, missing = stores
    assert gap.data_through is not None
    import_files(
        [missing], store, initiative, profiles_of(VESTHIMMERLAND), now=store.ledger()[-1].imported_at
    )
    whole, late = open_dataset(Store(demo_store), initiative), open_dataset(store, initiative)
    assert covered(late) == covered(whole) == [date(2025, 10, n) for n in range(1, 32)]
    assert counted(late) == counted(whole)


def test_every_held_opening_of_the_demo_year_is_covered(demo_store: Path, initiative: Initiative) -> None:
    dataset = open_dataset(Store(demo_store), initiative)
    counts: dict[bool, int] = {}
    asked = """SELECT o.counted AS c, COUNT(*) AS n FROM openings o JOIN sites s ON s.site = o.site
        WHERE o.status = 'held' AND s.site_kind = 'popup' AND o.local_date BETWEEN ? AND ? GROUP BY o.counted"""
    for row in dataset.engine.execute(asked, [date(2025, 3, 3), date(2026, 3, 1)]).to_pylist():
        counts[row["c"]] = row["n"]
    assert counts == {True: 137}
