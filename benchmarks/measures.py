"""What every measure costs, as a ratio to a bare count(*) with one filter, in one run on made rows.

    python benchmarks/measures.py [ROWS]

Ratios, not seconds: they say the same on another machine. The load's is to copying the same rows.
"""

import sys
import time
from collections.abc import Callable
from datetime import date, datetime, timedelta

import duckdb
import numpy as np
import numpy.typing as npt
import pyarrow as pa

from evaluation.engine import DuckEngine, load
from evaluation.initiative import Initiative
from evaluation.initiative.calendar import openings, with_status
from evaluation.metrics import METRICS, compute, opening_counts
from evaluation.store.schema import COLUMNS, ENQUIRIES

ROWS = 1_000_000
REPEATS = 5
FIRST, LAST = date(2025, 3, 3), date(2026, 3, 1)
SITES = ("farsoe", "aalestrup", "aars")
_Ints = npt.NDArray[np.int64]


def _initiative() -> Initiative:
    days = ("mon", "tue", "wed", "thu", "fri")
    rules = [
        {"site": site, "weekday": day, "opens": "10:00", "closes": "14:00"} for site in SITES for day in days
    ]
    cost = {"site": "farsoe", "from": FIRST, "to": LAST, "kind": "running", "kr": 225_000}
    return Initiative.model_validate(
        {
            "id": "bench",
            "name": "Bench",
            "municipality": "0820",
            "municipality_name": "Bench",
            "timezone": "UTC",
            "starts_on": FIRST,
            "evaluation_ends_on": LAST,
            "sites": [{"id": site, "name": site, "not_offered": ["pas"]} for site in SITES],
            "groups": [{"id": "elder", "name": "Elder", "target": True}],
            "sources": [{"id": "queue", "name": "Queue", "counts": list(SITES)}],
            "schedule": rules,
            "costs": [cost],
        }
    )


def _rows(count: int) -> pa.Table:
    chance = np.random.default_rng(1)

    def one_of(*values: object) -> pa.Array:
        kind = pa.int32() if any(isinstance(value, int) for value in values) else pa.string()
        return pa.array(list(values), kind).take(pa.array(chance.integers(0, len(values), count)))

    day = chance.integers(0, (LAST - FIRST).days + 1, count)
    arrived = _microseconds(day, chance.integers(9 * 60, 15 * 60, count))
    wait = chance.geometric(0.1, count)
    moment, called = pa.array(arrived, pa.timestamp("us")), chance.random(count) < 0.8
    dates = [FIRST + timedelta(days=n) for n in range((LAST - FIRST).days + 1)]
    made: dict[str, pa.Array] = {
        "record": one_of("contact"),
        "source": one_of("queue"),
        "time_precision": one_of("minute"),
        "site": one_of(*SITES),
        "channel": one_of("in_person", "in_person", "phone"),
        "quantity": one_of(1),
        "arrived_at": moment,
        "called_at": pa.array(arrived + wait * 60_000_000, pa.timestamp("us"), mask=~called),
        "wait_min": pa.array(wait.astype(np.int32), mask=~called),
        "appointment_at": pa.array(arrived, pa.timestamp("us"), mask=chance.random(count) < 0.9),
        "outcome": one_of("resolved", "resolved", "handed_over", "left", None),
        "topic": one_of("pas", "mitid", "post", None),
        "target_group": one_of("elder", "young", None),
        "otherwise_site": one_of("aars", "none", None, None),
        "satisfaction": one_of(1, 3, 4, 5, None),
        "case_id": pa.array(chance.integers(0, count, count)).cast(pa.string()),
        "enquiry_id": pa.array(np.arange(count)).cast(pa.string()),
        "local_date": pa.array(dates, pa.date32()).take(pa.array(day)),
        "hour": pa.array(((arrived // 3_600_000_000) % 24).astype(np.int16)),
        "weekday_iso": pa.array((day % 7 + 1).astype(np.int16)),
    }
    columns = [made.get(name, pa.nulls(count, kind)).cast(kind) for name, kind in COLUMNS.items()]
    return pa.table(columns, ENQUIRIES)


def _microseconds(day: _Ints, minute: _Ints) -> _Ints:
    start = (datetime.combine(FIRST, datetime.min.time()) - datetime(1970, 1, 1)) // timedelta(microseconds=1)  # noqa: DTZ001 - UTC by design
    return start + day * 86_400_000_000 + minute * 60_000_000


def _fastest(run: Callable[[], object], repeats: int = REPEATS) -> float:
    times = []
    for _ in range(repeats):
        begun = time.perf_counter()
        run()
        times.append(time.perf_counter() - begun)
    return min(times)


def _bare_copy(rows: pa.Table) -> None:
    connection = duckdb.connect(":memory:")
    connection.register("given", rows)
    connection.execute("CREATE TABLE copied AS SELECT * FROM given")


def _engine(rows: pa.Table) -> DuckEngine:
    initiative = _initiative()
    spans = [("queue", site, FIRST, LAST, "complete") for site in SITES]
    return load(rows, initiative, with_status(openings(initiative, LAST), LAST), spans, LAST)


def main(count: int) -> None:
    """Prints a line for the load and one for each measure: alone, and by site and month."""
    rows = _rows(count)
    copy, loaded = _fastest(lambda: _bare_copy(rows), 1), _fastest(lambda: _engine(rows), 1)
    engine = _engine(rows)
    bare = _fastest(lambda: engine.execute("SELECT COUNT(*) AS n FROM enquiries e WHERE e.is_enquiry"))
    print(f"{count} rows; load {loaded / copy:.1f} x a bare copy ({loaded:.2f} s)")
    print(f"bare count {bare * 1000:.1f} ms; each measure as a multiple of it: whole, by site and month")
    total = 0.0
    for key in METRICS:
        whole = _fastest(lambda key=key: compute(engine, key))  # type: ignore[misc]  # the default binds the loop's key
        split = _fastest(lambda key=key: compute(engine, key, ["site", "month"]))  # type: ignore[misc]  # the default binds the loop's key
        total += whole
        print(f"{key:30} {whole / bare:8.1f} {split / bare:8.1f}")
    counts = _fastest(lambda: opening_counts(engine))
    print(f"{'opening_counts':30} {counts / bare:8.1f}")
    print(f"{'all measures, whole':30} {total / bare:8.1f}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else ROWS)
