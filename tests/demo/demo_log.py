"""Reads the demo's own exports with the standard library alone: an independent look at what was written."""

import csv
import json
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from pathlib import Path
from typing import Any

from evaluation.demo import Written

#: Those in the target group, as the export names them.
GROUPS = {
    "Ældre, digital hjælp": "aeldre_digitalt",
    "Fritaget": "fritaget",
    "Sårbar situation": "saarbar",
    "Svært ved det digitale": "digitalt_udfordret",
}
SITES = {
    "Aars Borgerservice": "aars",
    "Aalestrup": "aalestrup",
    "Farsø": "farsoe",
    "Løgstør Rådhus": "loegstoer_raadhus",
    "Løgstør Bibliotek": "loegstoer_bibliotek",
    "Gedsted": "gedsted",
}
OPEN = {"Venter", "Under ekspedition"}


@dataclass(frozen=True)
class Row:
    site: str
    day: date
    arrived: datetime
    booked: bool
    called: datetime | None
    status: str
    topic: str
    group: str
    otherwise: str
    remark: str

    @property
    def target(self) -> bool:
        return self.group in GROUPS


@dataclass(frozen=True)
class Log:
    """One generated year: `rows` holds each intact ticket of the six sites once, in its last state."""

    written: Written
    folder: Path

    @cached_property
    def story(self) -> dict[str, Any]:
        return dict(json.loads(self.written.truth.read_text(encoding="utf-8")))

    @cached_property
    def planted(self) -> dict[str, Any]:
        return dict(self.story["planted"])

    @cached_property
    def rows(self) -> tuple[Row, ...]:
        last: dict[tuple[str, str, str], dict[str, str]] = {}
        for path in self.exports:
            for cells in intact(path):
                if cells["Lokation"] in SITES and not any(c.isdigit() for c in cells["Emne"]):
                    key = cells["Billetnr"], cells["Lokation"], cells["Dato"]
                    if key not in last or cells["Status"] not in OPEN:
                        last[key] = cells
        return tuple(_row(cells) for cells in last.values())

    @property
    def exports(self) -> list[Path]:
        return [p for p in self.written.files if p.suffix == ".csv"]

    def year(self, site: str) -> list[Row]:
        """Rows of the site in the evaluation year."""
        return [r for r in self.rows if r.site == site and date(2025, 3, 3) <= r.day <= date(2026, 3, 1)]


def table(path: Path) -> list[list[str]]:
    """All lines of an export, the header first, broken ones too."""
    with path.open(encoding="cp1252", newline="") as file:
        return list(csv.reader(file, delimiter=";"))


def intact(path: Path) -> list[dict[str, str]]:
    """The unbroken rows by header."""
    header, *rows = table(path)
    return [dict(zip(header, row, strict=True)) for row in rows if len(row) == len(header)]


def moment(cell: str) -> datetime | None:
    return datetime.strptime(cell, "%d-%m-%Y %H:%M") if cell else None


def _row(cells: dict[str, str]) -> Row:
    arrived = moment(cells["Billet trukket"])
    assert arrived is not None
    return Row(
        site=SITES[cells["Lokation"]],
        day=arrived.date(),
        arrived=arrived,
        booked=bool(cells["Aftalt tid"]),
        called=moment(cells["Kaldt"]),
        status=cells["Status"],
        topic=cells["Emne"].strip().casefold(),
        group=cells["Borgergruppe"],
        otherwise=cells["Hvor var du ellers gået hen?"],
        remark=cells["Bemærkning"],
    )
