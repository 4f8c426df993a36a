"""A file opened and tried before anything is kept, and two people with the same file at once."""

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, time
from pathlib import Path

import pytest

from evaluation.errors import UserError
from evaluation.initiative.create import create
from evaluation.intake.form import Form
from evaluation.intake.importing import import_files, profiles_of
from evaluation.intake.propose import propose
from evaluation.intake.tickets import Closing
from evaluation.intake.trial import Fitting, Trial, fitting, free_name, open_file, save_profile, try_out
from evaluation.store import Store
from tests.initiative.build import initiative

NOW = datetime(2025, 12, 1)
OURS = initiative()
LOG = "Billetnr;Lokation;Ankomst\n" + "".join(f"{n};Farso;{n}-03-2025 10:05\n" for n in range(10, 20))
SHEET = "Dato;Lokation;I alt\n13-03-2025;Farso;7\n20-03-2025;Farso;0\n"
EVENTS = "Billetnr;Lokation;Tidspunkt;Hændelse\n" + "".join(
    f"{n};Farso;{n}-03-2025 10:0{at};{said}\n"
    for n in range(10, 22)
    for at, said in enumerate(("Billet trukket", "Kaldt", "Afsluttet"))
)


def written(folder: Path, content: str, name: str = "koe.csv") -> Path:
    file = folder / name
    file.write_text(content, encoding="utf-8")
    return file


@pytest.mark.parametrize(("content", "read"), [(LOG, 10), (SHEET, 2), (EVENTS, 36)])
def test_every_shape_of_log_becomes_a_form_that_can_be_tried(tmp_path: Path, content: str, read: int) -> None:
    file, store = written(tmp_path, content), Store(tmp_path / "store")
    found = open_file(file, OURS)
    assert found.form.lacks(found.columns) == ()
    trial = try_out(file, store, OURS, found.form.profile(), NOW)
    (report,) = trial.imported.files
    assert (report.rows["read"], report.rows["used"]) == (read, read)
    assert not {"enquiry_id", "case_id", "ticket_id"} & {*trial.first.column_names}
    assert store.delta_version() is None


def test_the_trial_of_an_event_log_shows_its_tickets(tmp_path: Path) -> None:
    file, store = written(tmp_path, EVENTS), Store(tmp_path / "store")
    form = open_file(file, OURS).form
    trial = try_out(file, store, OURS, form.profile(), NOW)
    assert (trial.tickets and trial.tickets.count, trial.reissued) == (12, 0)
    first = trial.first.to_pylist()
    assert [(row["wait_min"], row["arrived_at"].day) for row in first] == [(1, day) for day in range(10, 15)]
    assert "event" not in trial.first.column_names
    assert try_out(written(tmp_path, LOG, "log.csv"), store, OURS, open_file(tmp_path / "log.csv", OURS)
                   .form.profile(), NOW).tickets is None  # fmt: skip


HEADS = "Billetnr;Lokation;Tidspunkt;Hændelse"


def queue(*tickets: tuple[int, str, str]) -> str:
    """Tickets as (day, last word, its clock), all drawn at 10:00 and called at 10:04, but those who left."""
    lines = [HEADS]
    for number, (day, word, clock) in enumerate(tickets, 100):
        told = [("10:00", "Billet trukket")]
        told += [("10:04", "Kaldt")] if word == "Afsluttet" else []
        told += [(clock, word)] if word else []
        lines += [f"{number};Farso;{day:02}-03-2025 {at};{said}" for at, said in told]
    return "\n".join(lines) + "\n"


def tried(folder: Path, content: str, **put: object) -> Trial:
    file = written(folder, content)
    form = Form.of_proposal(propose(written(folder, EVENTS, "known.csv"), OURS))
    form = form.put("events", {**form.plain["events"], "values": {**form.event_values(), "Gik": "left"}})
    for key, value in put.items():
        form = form.put(key, value)
    return try_out(file, Store(folder / "store"), OURS, form.profile(), NOW)


def test_the_trial_of_an_event_log_tells_how_its_tickets_ended_and_waited(tmp_path: Path) -> None:
    told = tried(
        tmp_path,
        queue(
            *((day, "Afsluttet", f"10:1{day % 5}") for day in range(10, 20)),
            (20, "Gik", "10:30"),
            (20, "", ""),
        ),
    ).tickets
    assert told is not None
    assert told.outcomes == {"served": 10, "left": 1, "open": 1}
    assert (told.called, told.wait_min) == (10, 4)


def test_the_first_tickets_are_of_several_days(tmp_path: Path) -> None:
    many = [(day, "Afsluttet", "10:20") for day in (10, 11, 12) for _ in range(9)]
    first = tried(tmp_path, queue(*many)).first["local_date"].to_pylist()
    assert [one.day for one in first] == [10, 10, 11, 11, 12]


DAY = [(day, "Afsluttet", f"10:{minute}") for day in (10, 11, 12) for minute in range(11, 51)]


@pytest.mark.parametrize("word", ["Afsluttet", "Gik"])
def test_tickets_that_end_at_one_clock_time_late_in_the_day_are_asked_about(
    tmp_path: Path, word: str
) -> None:
    closed = [*DAY, *((day, word, "23:59") for day in (10, 10, 11, 11, 12))]
    told = tried(tmp_path, queue(*closed)).tickets
    assert told is not None and told.closing == Closing(time(23, 59), 5)
    stated = tried(tmp_path, queue(*closed), closing_time="23:59").tickets
    assert stated is not None and stated.closing is None


@pytest.mark.parametrize(
    "odd",
    [
        [(day, "Afsluttet", "23:59") for day in (10, 10, 11, 12)],  # too few
        [(day, "Afsluttet", "23:59") for day in (10, 10, 10, 11, 11)],  # two days
        [(day, "Afsluttet", f"23:5{day % 5}") for day in (10, 11, 12, 13, 14)],  # not at one time
    ],
)
def test_a_few_late_ends_are_no_closing_time(tmp_path: Path, odd: list[tuple[int, str, str]]) -> None:
    told = tried(tmp_path, queue(*DAY, *odd)).tickets
    assert told is not None and told.closing is None


def test_numbers_that_start_again_are_seen_when_nothing_tells_them_apart(tmp_path: Path) -> None:
    again = re.sub(r"(?m)^\d\d;", "1;", EVENTS)
    file, store = written(tmp_path, again), Store(tmp_path / "store")
    form = Form.of_proposal(propose(written(tmp_path, EVENTS, "known.csv"), OURS))
    alone = try_out(file, store, OURS, form.identified(["Billetnr"]).profile(), NOW)
    daily = try_out(file, store, OURS, form.identified(["Billetnr", "local_date"]).profile(), NOW)
    assert (alone.reissued, daily.reissued, daily.tickets and daily.tickets.count) == (1, 0, 12)


def test_a_file_without_rows_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="ingen rækker"):
        open_file(written(tmp_path, "Billetnr;Lokation;Ankomst\n"), OURS)


def test_two_people_with_the_same_file_import_it_once(tmp_path: Path) -> None:
    file, folder = written(tmp_path, LOG), create(tmp_path / "initiatives", OURS)
    profile = open_file(file, OURS).form.profile()

    def save_and_import(_: int) -> dict[str, int]:
        save_profile(folder, profile)
        done = import_files([file], Store(tmp_path / "store"), OURS, [profile], now=NOW)
        return dict(done.enquiries)

    Store(tmp_path / "store").ledger()
    with ThreadPoolExecutor(2) as people:
        answers = list(people.map(save_and_import, range(2)))
    assert sorted(answer["new"] for answer in answers) == [0, 10]
    assert len(profiles_of(folder)) == 1
    assert fitting(file, profiles_of(folder)) == Fitting((profile.id,))


def test_a_profile_is_never_saved_over_another(tmp_path: Path) -> None:
    file, folder = written(tmp_path, LOG), create(tmp_path / "initiatives", OURS)
    form = open_file(file, OURS).form
    first = save_profile(folder, form.profile()).read_bytes()
    with pytest.raises(UserError, match="allerede en anden"):
        save_profile(folder, form.put("snapshot", True).profile())
    assert (folder / "profiles/koe.toml").read_bytes() == first
    assert free_name("koe", folder) == "koe_2"
