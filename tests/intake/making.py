"""Small tables, an initiative and a profile to vary: a test says only what it is about."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from evaluation.initiative.models import Initiative
from evaluation.intake.profile import Profile
from evaluation.intake.raw import Broken, RawTable
from evaluation.intake.take import Taken, take_table

KEY = b"k" * 32
NOW = datetime.fromisoformat("2026-03-02 12:00")  # naive UTC
HEADER = ("Nr", "Sted", "Ankomst", "Kaldt", "Slut", "Udfald")

Row = Sequence[str | None]


def raw_table(
    rows: Sequence[Row],
    header: Sequence[str] = HEADER,
    *,
    sheet: str | None = None,
    blank: int = 0,
    broken: Sequence[Broken] = (),
) -> RawTable:
    columns = {name: [row[place] for row in rows] for place, name in enumerate(header)}
    numbers = list(range(2, len(rows) + 2))
    return RawTable(
        tuple(header), columns, numbers, blank, list(broken), None, None if sheet else ";", sheet, 1, "0" * 64
    )


def initiative(**other: object) -> Initiative:
    given: dict[str, Any] = {
        "id": "popup",
        "name": "Pop-up",
        "municipality": "0820",
        "municipality_name": "Vesthimmerland",
        "starts_on": "2025-03-03",
        "evaluation_ends_on": "2026-03-01",
        "sites": [{"id": "farsoe", "name": "Farsø"}, {"id": "aars", "name": "Aars", "kind": "head_office"}],
        "topics": [{"id": "pas", "name": "Pas"}],
        "groups": [{"id": "aeldre", "name": "Ældre", "target": True}],
        "sources": [{"id": "koe", "name": "Køsystem"}],
    }
    return Initiative.model_validate(given | other)


DANISH = "%d-%m-%Y %H:%M"


def profile(columns: Mapping[str, Any] | None = None, **other: object) -> Profile:
    given: dict[str, Any] = {
        "id": "koe",
        "source": "koe",
        "identity": {"columns": ["Nr"]},
        "columns": {
            "site": {"column": "Sted", "values": {"Farsø": "farsoe", "Aars": "aars", "Andet": "outside"}},
            "arrived_at": {"column": "Ankomst", "format": DANISH},
            "called_at": {"column": "Kaldt", "format": DANISH},
            "ended_at": {"column": "Slut", "format": DANISH},
            "outcome": {"column": "Udfald", "values": {"Løst": "resolved", "Gået": "left"}},
        }
        | dict(columns or {}),
    }
    return Profile.model_validate(given | other)


def take_rows(
    rows: Sequence[Row],
    using: Profile | None = None,
    over: Initiative | None = None,
    sheet: str | None = None,
    header: Sequence[str] = HEADER,
) -> Taken:
    return take_table(
        raw_table(rows, header, sheet=sheet), "a.csv", using or profile(), over or initiative(), KEY, now=NOW
    )


def row(
    number: str | None = "1",
    *,
    site: str | None = "Farsø",
    arrived: str | None = "04-03-2025 10:00",
    called: str | None = "04-03-2025 10:07",
    ended: str | None = "04-03-2025 10:20",
    outcome: str | None = "Løst",
) -> Row:
    return (number, site, arrived, called, ended, outcome)
