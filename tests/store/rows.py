"""Builds tables of enquiries, batches and ledgers for tests."""

import hashlib
from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from typing import Any

import pyarrow as pa

from evaluation.store import Batch, ImportFile
from evaluation.store.schema import ENQUIRIES, REJECTIONS

NOW = datetime.fromisoformat("2025-11-22T05:04")
#: Where a row came from is not what it says.
TRACE = ("import_id", "source_row", "file_hash")


def row(name: str, day: date = date(2025, 3, 3), *, closed: bool = True, **values: object) -> dict[str, Any]:
    """One row of ENQUIRIES as a dict, served at 10:00 that day; `values` override its columns."""
    week = day.isocalendar()
    arrived = datetime.combine(day, time(9))
    told = dict.fromkeys(ENQUIRIES.names) | {
        "record": "contact",
        "synthetic": False,
        "municipality": "0820",
        "initiative": "popup",
        "source": "queue",
        "time_precision": "minute",
        "unclosed": False,
        "closed": closed,
        "enquiry_id": name,
        "site": "farsoe",
        "channel": "in_person",
        "arrived_at": arrived,
        "called_at": arrived + timedelta(minutes=5) if closed else None,
        "quantity": 1,
        "outcome": "resolved" if closed else "open",
        "local_date": day,
        "year": day.year,
        "iso_year": week.year,
        "iso_week": week.week,
        "week_start": day - timedelta(days=week.weekday - 1),
        "weekday_iso": week.weekday,
        "hour": 10,
    }
    told |= values
    stated = repr([told[column] for column in ENQUIRIES.names if column not in ("row_hash", *TRACE)])
    return told | {"row_hash": values.get("row_hash", hashlib.sha256(stated.encode()).hexdigest()[:32])}


def table(rows: Iterable[dict[str, Any]]) -> pa.Table:
    """A table of ENQUIRIES of rows made by `row`."""
    return pa.Table.from_pylist(list(rows), schema=ENQUIRIES)


def file(
    name: str = "a.csv", *, coverage: tuple[dict[str, Any], ...] = (), profile: str = "p1"
) -> ImportFile:
    """A file as the ledger knows it; its hash is that of its name."""
    sha = hashlib.sha256(name.encode()).hexdigest()
    return ImportFile(name, sha, {"read": 1, "used": 1}, {}, coverage, "queue", profile)


def hash_of(name: str = "a.csv") -> str:
    """The hash that rows of the file bear."""
    return file(name).sha256[:16]


def batch(rows: Iterable[dict[str, Any]], name: str = "a.csv", **values: object) -> Batch:
    """A batch of one file with these rows, which bear its hash; `values` override its fields."""
    bearing = [given | {"file_hash": given["file_hash"] or hash_of(name)} for given in rows]
    told: dict[str, Any] = {
        "initiative": "popup",
        "source": "queue",
        "intake_hash": "i1",
        "files": (file(name),),
        "accepted": table(bearing),
        "rejections": REJECTIONS.empty_table(),
        "synthetic": False,
    }
    return Batch(**(told | values))


def rejected(*source_rows: int, name: str = "a.csv") -> pa.Table:
    """Rejections of these rows of a file."""
    told = {"file": name, "column": "Dato", "reason": "bad_time", "shape": "99-99-9999"}
    return pa.Table.from_pylist([told | {"source_row": n} for n in source_rows], schema=REJECTIONS)


def stated(rows: pa.Table) -> list[dict[str, Any]]:
    """What rows say, without where they came from, by source and id."""
    told = rows.drop_columns(list(TRACE)).to_pylist()
    return sorted(told, key=lambda r: (r["initiative"], r["source"], r["enquiry_id"]))
