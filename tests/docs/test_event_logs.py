"""The event logs of docs/profile.md: the file, the profile and what comes of them."""

import tomllib
from pathlib import Path

import pytest

from evaluation.intake.beginnings import left_out
from evaluation.intake.fold import fold
from evaluation.intake.profile import Profile
from evaluation.intake.profile_io import read_profile
from evaluation.intake.read import read_file
from evaluation.intake.take import Taken, take_table
from tests.docs.pages import README, ROOT, named, tables
from tests.intake.event_logs import clock
from tests.intake.making import KEY, NOW, Row, initiative, raw_table

PAGE = ROOT / "docs/profile.md"
SITES = [
    {"id": "farsoe", "name": "Farsø"},
    {"id": "aars", "name": "Aars", "kind": "head_office"},
    {"id": "ydelse", "name": "Ydelse", "kind": "unit"},
]
SOURCES = [{"id": "koe", "name": "Køsystem"}, {"id": "sager", "name": "Sager"}]


def taken(name: str, folder: Path) -> tuple[Profile, Taken]:
    path = folder / f"{name}.csv"
    path.write_text(named(PAGE, f"{name}-log"), encoding="utf-8")
    profile = read_profile(tomllib.loads(named(PAGE, f"{name}-profile")), f"{name}.toml")
    over = initiative(sites=SITES, sources=SOURCES)
    return profile, take_table(read_file(path, profile.file), path.name, profile, over, KEY, now=NOW)


def test_the_ticket_log_becomes_what_the_page_says(tmp_path: Path) -> None:
    _, found = taken("ticket", tmp_path)
    assert (found.rows["read"], found.rows["used"], found.rows["outside"]) == (14, 13, 1)
    times = ("arrived_at", "called_at", "served_at", "ended_at")
    shown = [
        [
            *(clock(row[name]) or "" for name in times),
            *("" if row[name] is None else str(row[name]) for name in ("wait_min", "service_min")),
            f"`{row['outcome']}`",
        ]
        for row in fold(found.accepted).rows.to_pylist()
    ]
    assert sorted(shown) == sorted(row[1:] for row in tables(PAGE)["What the ticket log becomes"])
    (told,) = left_out([found.accepted])
    assert [one for one in told if "uden begyndelse i filen: 1" in one]


def test_the_case_log_s_steps_are_bound_by_their_case(tmp_path: Path) -> None:
    _, found = taken("case", tmp_path)
    steps = found.accepted.sort_by("source_row").to_pylist()
    assert [row["record"] for row in steps] == ["step"] * 5
    assert [row["case_id"] == steps[0]["case_id"] for row in steps] == [True] * 3 + [False] * 2
    assert [row["served_by"] for row in steps] == ["aars", "ydelse", "aars", "aars", "aars"]
    assert [row["case_closed_at"] is None for row in steps] == [False] * 3 + [True] * 2


@pytest.mark.parametrize("name", ["ticket", "case"])
def test_the_examples_lose_no_row(name: str, tmp_path: Path) -> None:
    _, found = taken(name, tmp_path)
    assert found.reasons == {}


def test_the_readme_s_profile_makes_tickets_of_events() -> None:
    profile = read_profile(tomllib.loads(named(README, "profile", "events")), "events.toml")
    sites = [{"id": "kiosk", "name": "Harbour kiosk"}, {"id": "main", "name": "Main library", "kind": "unit"}]
    over = initiative(sites=sites, sources=[{"id": "helpdesk", "name": "Help desk log"}])
    words = ("Ticket drawn", "Called", "At the desk", "Done")
    rows: list[Row] = [
        ("A001", place, f"{day}/03/2025 10:0{n}:00", word)
        for place in ("Harbour kiosk", "Main library")
        for day in (14, 15)
        for n, word in enumerate(words)
    ]
    rows.append((None, "Main library", "14/03/2025 12:00:00", "Lunch break"))
    table = raw_table(rows, ("Ticket", "Desk", "Time", "Event"))
    found = take_table(table, "log.csv", profile, over, KEY, now=NOW)
    assert (found.rows["used"], found.rows["outside"]) == (16, 1)
    tickets = fold(found.accepted).rows.to_pylist()
    assert [one["outcome"] for one in tickets] == ["served"] * 4
    assert {(one["wait_min"], one["service_min"]) for one in tickets} == {(1, 1)}
