"""The loaded engine: locked, safe to share, and plain about what failed."""

import gc
from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime
from pathlib import Path

import pytest

from evaluation.engine import DuckEngine, QueryError, data_through
from tests.spec.world import World, arrow, initiative, opening, row


def _engine(rows: int = 3) -> DuckEngine:
    found = [row(datetime(2025, 3, 5, 10, n % 60), site="farsoe") for n in range(rows)]
    return World(initiative(), found).engine()


@pytest.mark.parametrize(
    "attempt",
    [
        "SELECT * FROM read_csv('{file}')",
        "COPY enquiries TO '{file}'",
        "ATTACH '{file}' AS other",
        "INSTALL httpfs",
        "LOAD httpfs",
        "SET enable_external_access = true",
        "SET lock_configuration = false",
        "SET memory_limit = '100GB'",
    ],
)
def test_no_file_no_network_no_setting(attempt: str, tmp_path: Path) -> None:
    file = tmp_path / "secret.csv"
    file.write_text("a\n1\n", encoding="utf-8")
    with pytest.raises(QueryError):
        _engine().execute(attempt.format(file=file.as_posix()))
    assert [path.name for path in tmp_path.iterdir()] == ["secret.csv"]
    assert file.read_text(encoding="utf-8") == "a\n1\n"


def test_given_tables_and_scratch_are_gone() -> None:
    engine = _engine()
    names = set(engine.execute("SELECT table_name FROM information_schema.tables")["table_name"].to_pylist())
    assert {"enquiries", "openings", "opening_hours", "covered_days", "exposure", "sites", "days"} <= names
    assert not [name for name in names if name.startswith("given_") or name in ("marks", "row_opening")]


def test_a_python_table_in_scope_is_not_reachable() -> None:
    passwords = arrow([row(datetime(2025, 3, 5, 10), site="farsoe")])
    with pytest.raises(QueryError):
        _engine().execute("SELECT * FROM passwords")
    assert passwords.num_rows == 1


def test_a_failing_query_shows_itself_whole() -> None:
    sql = "-- enquiries by site\nSELECT nothing_like_it\nFROM enquiries e\nWHERE e.site = ?"
    with pytest.raises(QueryError) as failed:
        _engine().execute(sql, ["farsoe"])
    assert sql in str(failed.value)
    assert "'farsoe'" in str(failed.value)


def test_many_threads_share_one_engine() -> None:
    engine = _engine(2000)

    def ask(minute: int) -> int:
        sql = "SELECT COUNT(*) AS n FROM enquiries e WHERE e.arrived_at >= ? AND e.arrived_s % 3600 = ?"
        return engine.execute(sql, [datetime(2025, 1, 1), minute * 60])["n"][0].as_py()

    with ThreadPoolExecutor(16) as pool:
        counts = list(pool.map(ask, [n % 60 for n in range(600)]))
    assert counts == [34 if n % 60 < 20 else 33 for n in range(600)]


def test_an_engine_let_go_does_not_disturb_another() -> None:
    old, new = _engine(5), _engine(7)
    del old
    gc.collect()
    assert new.execute("SELECT COUNT(*) AS n FROM enquiries")["n"].to_pylist() == [7]


def test_data_through_is_the_last_date_of_a_counting_source() -> None:
    rows = [
        row(datetime(2025, 3, 5, 10), site="farsoe"),
        row(datetime(2025, 3, 9, 10), site="farsoe", record="step"),
        row(datetime(2025, 3, 20, 10), site="aars", source="bookings"),
    ]
    assert data_through(arrow(rows), initiative()) == date(2025, 3, 5)
    assert data_through(arrow([]), initiative()) is None


def test_an_empty_version_loads_and_knows_nothing() -> None:
    engine = World(initiative(), [], through=None).engine()
    assert engine.execute("SELECT COUNT(*) AS n FROM enquiries")["n"].to_pylist() == [0]
    assert engine.facts.data_through is None
    assert engine.facts.present == {"areas"}  # which the initiative states


def test_every_row_is_there_once_whatever_joins_it() -> None:
    """Two spans, two costs, two openings a day and two appointments must not multiply a row."""
    day = date(2025, 3, 5)
    rows = [row(datetime(2025, 3, 5, 10, n), site="farsoe", case_id="k", enquiry_id=str(n)) for n in range(5)]
    rows += [
        row(
            datetime(2025, 3, 5, 10),
            site="farsoe",
            source="bookings",
            case_id="k",
            booked_at=datetime(2025, 3, 1),
        )
        for _ in range(2)
    ]
    spans = [
        ("queue", "farsoe", day, day, "complete"),
        ("queue", "farsoe", day, date(2025, 3, 9), "complete"),
    ]
    engine = World(initiative(), rows, coverage=spans).engine()
    assert engine.execute("SELECT COUNT(*) AS n FROM enquiries")["n"].to_pylist() == [len(rows)]
    assert engine.execute("SELECT COUNT(*) AS n FROM covered_days")["n"].to_pylist() == [1]


def test_a_source_counts_and_a_place_exists_from_and_to_a_day_both_included() -> None:
    days = [date(2025, 3, n) for n in range(3, 10)]
    rows = [row(datetime(2025, 3, n, 10), site=site) for n in range(3, 10) for site in ("farsoe", "aars")]
    queue = {
        "id": "queue",
        "name": "Queue",
        "counts": ["farsoe", "aars"],
        "counts_from": days[1],
        "counts_to": days[5],
    }
    places = [
        {"id": "farsoe", "name": "Farso", "open_from": days[2], "open_to": days[4]},
        {"id": "aars", "name": "Aars", "kind": "head_office"},
    ]
    config = initiative(sources=[queue], sites=places, schedule=[])
    spans = [("queue", site, days[0], days[-1], "complete") for site in ("farsoe", "aars")]
    engine = World(config, rows, coverage=spans, through=days[-1]).engine()
    counting = "SELECT DISTINCT e.local_date AS d FROM enquiries e WHERE e.counting ORDER BY e.local_date"
    assert engine.execute(counting)["d"].to_pylist() == days[1:6]
    covered = "SELECT c.local_date AS d FROM covered_days c WHERE c.site = ? ORDER BY c.local_date"
    assert engine.execute(covered, ["aars"])["d"].to_pylist() == days[1:6]
    assert engine.execute(covered, ["farsoe"])["d"].to_pylist() == days[2:5]


def test_within_an_opening_means_one_that_was_held() -> None:
    day = date(2025, 3, 5)
    openings = [
        opening("f1", "farsoe", day, 10, 11),
        opening("f2", "farsoe", day, 12, 13, status="cancelled"),
    ]
    rows = [row(datetime(2025, 3, 5, hour, 5), site="farsoe") for hour in (10, 12, 15)]
    found = (
        World(initiative(), rows, openings)
        .engine()
        .execute("SELECT e.opening_id, e.within_opening FROM enquiries e ORDER BY e.arrived_s")
    )
    assert found["opening_id"].to_pylist() == ["f1", "f2", None]
    assert found["within_opening"].to_pylist() == [True, False, False]
