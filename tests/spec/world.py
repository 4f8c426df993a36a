"""A small world to measure: places, a calendar, rows as dicts, and what the imports cover."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pyarrow as pa

from evaluation.engine import DuckEngine, load
from evaluation.engine.surroundings import SURVEY
from evaluation.initiative import Initiative
from evaluation.initiative.calendar import Opening
from evaluation.store.schema import COLUMNS, ENQUIRIES

Record = dict[str, Any]
ZONE = ZoneInfo("Europe/Copenhagen")
START, END = date(2025, 3, 3), date(2026, 3, 1)

#: farsoe and aalestrup are pop-ups, library a second place in Farsø's town, aars the head office; the queue
#: counts all of them but library, which has tally sheets; bookings counts nothing.
CONFIG: dict[str, Any] = {
    "id": "world",
    "name": "World",
    "municipality": "0820",
    "municipality_name": "Vesthimmerlands Kommune",
    "starts_on": START,
    "evaluation_ends_on": END,
    "data_from": date(2025, 2, 1),
    "transport_hours": 0.5,
    "sites": [
        {"id": "farsoe", "name": "Farsø", "not_offered": ["pas"]},
        {"id": "aalestrup", "name": "Aalestrup", "not_offered": ["pas"]},
        {"id": "library", "name": "Farsø Bibliotek", "town": "Farsø"},
        {"id": "aars", "name": "Aars", "kind": "head_office"},
    ],
    "groups": [
        {"id": "elder", "name": "Elder", "target": True},
        {"id": "young", "name": "Young", "target": False},
    ],
    "topics": [{"id": "pas", "name": "Pas"}, {"id": "mitid", "name": "MitID"}],
    "sources": [
        {"id": "queue", "name": "Queue", "counts": ["farsoe", "aalestrup", "aars"]},
        {"id": "sheet", "name": "Sheet", "counts": ["library"]},
        {"id": "bookings", "name": "Bookings", "counts": []},
    ],
    # Farsø's residents have two places, the wide area all of them, the apart one none; of the far one nobody
    # knows how many.
    "areas": [
        {"id": "north", "name": "North", "sites": ["aalestrup"], "residents": 3000, "residents_65plus": 800},
        {
            "id": "west",
            "name": "West",
            "sites": ["farsoe", "library"],
            "residents": 4000,
            "residents_65plus": 1000,
        },
        {
            "id": "wide",
            "name": "Wide",
            "sites": ["farsoe", "aalestrup", "library", "aars"],
            "residents": 9000,
            "residents_65plus": 2500,
        },
        {"id": "apart", "name": "Apart", "residents": 500, "residents_65plus": 100},
        {"id": "far", "name": "Far", "sites": ["aars"]},
    ],
    # Only says that there is a calendar: the openings of a world are listed one by one.
    "schedule": [{"site": "farsoe", "weekday": "wed", "opens": "10:00", "closes": "14:00"}],
}


@dataclass
class World:
    """All that a measure may depend on. `coverage`: (source, site, from, to, status); `survey`: rows of SURVEY."""

    initiative: Initiative
    rows: list[Record]
    openings: list[Opening] = field(default_factory=list)
    coverage: list[tuple[str, str, date, date, str]] = field(default_factory=list)
    through: date | None = END
    survey: list[Record] = field(default_factory=list)

    def engine(self) -> DuckEngine:
        """The same world in DuckDB."""
        answers = pa.Table.from_pylist(self.survey, SURVEY) if self.survey else None
        rows = arrow(self.rows)
        return load(rows, self.initiative, self.openings, self.coverage, self.through, survey=answers)


def arrow(rows: Sequence[Record]) -> pa.Table:
    """Rows as the store gives them."""
    return pa.Table.from_pylist([{name: row.get(name) for name in COLUMNS} for row in rows], ENQUIRIES)


def initiative(**other: object) -> Initiative:
    """The world's configuration, keys replaced by `other`."""
    return Initiative.model_validate(CONFIG | other)


def utc(local: datetime) -> datetime:
    """Naive UTC of a naive local time."""
    return local.replace(tzinfo=ZONE).astimezone(UTC).replace(tzinfo=None)


def row(arrived: datetime, **given: Any) -> Record:
    """A row from local moments, with its local parts and its wait as intake has them."""
    moments = {name: utc(value) for name, value in given.items() if isinstance(value, datetime)}
    iso = arrived.isocalendar()
    made: Record = {
        "record": "contact",
        "synthetic": False,
        "municipality": "0820",
        "initiative": "world",
        "source": "queue",
        "time_precision": "minute",
        "unclosed": False,
        "closed": True,
        "channel": "in_person",
        "quantity": 1,
        "arrived_at": utc(arrived),
        "local_date": arrived.date(),
        "year": arrived.year,
        "iso_year": iso.year,
        "iso_week": iso.week,
        "week_start": arrived.date() - timedelta(days=arrived.weekday()),
        "weekday_iso": iso.weekday,
        "hour": arrived.hour,
    }
    made |= given | moments
    made["wait_min"] = _wait(made)
    return made


def _wait(made: Record) -> int | None:
    called = made.get("called_at") or made.get("served_at")
    if called is None or made["time_precision"] != "minute":
        return None
    start = max(made["arrived_at"], made.get("appointment_at") or made["arrived_at"])
    return minutes(called - start)


def minutes(span: timedelta) -> int:
    """To the nearest whole minute, half a minute up; never less than 0."""
    return max(0, (span + timedelta(seconds=30)) // timedelta(minutes=1))


def opening(name: str, site: str, day: date, opens: int, closes: int, **other: Any) -> Opening:
    """An opening from local clock hours; two staff and its own trip unless said otherwise."""
    starts = utc(datetime(day.year, day.month, day.day) + timedelta(hours=opens))
    ends = utc(datetime(day.year, day.month, day.day) + timedelta(hours=closes))
    given: dict[str, Any] = {
        "opening_id": name,
        "site": site,
        "starts_at": starts,
        "ends_at": ends,
        "local_date": day,
        "open_hours": (ends - starts).total_seconds() / 3600,
        "staff_serving": 2,
        "staff_total": 2,
        "trip_id": name,
        "transport": True,
        "kind": "regular",
        "status": "held",
    }
    return Opening(**(given | other))
