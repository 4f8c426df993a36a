"""Event logs on their way into the store: read, refused, imported, split over files, taken back."""

import random
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evaluation.errors import UserError
from evaluation.findings.dataset import open_dataset
from evaluation.intake.fold import fold
from evaluation.intake.importing import Imported, import_files
from evaluation.intake.match import wanted_headers
from evaluation.intake.profile import Profile
from evaluation.intake.profile_io import dump_profile, load_profile, profile_hash, read_profile
from evaluation.store import Store
from tests.intake.event_logs import HEADER, WORDS, clock, content, event, event_profile, folded, take_events
from tests.intake.making import NOW, Row, initiative, take_rows

DAY_1 = [event("issued", "10:00"), event("called", "10:07"), event("issued", "10:02", "2")]
DAY_2 = [event("served", "10:08"), event("finished", "10:20"), event("left", "10:30", "2")]


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "store")


def written(folder: Path, name: str, rows: Sequence[Row], header: Sequence[str] = HEADER) -> Path:
    path = folder / name
    lines = [header, *([cell or "" for cell in one] for one in rows)]
    path.write_text("\n".join(";".join(line) for line in lines) + "\n", encoding="utf-8")
    return path


def bring(store: Store, *paths: Path, using: Profile | None = None) -> Imported:
    return import_files(paths, store, initiative(), [using or event_profile()], now=NOW)


def in_store(store: Store) -> list[tuple[tuple[str, object], ...]]:
    return content(fold(store.rows("popup")).rows)


# ------------------------------------------------------ one file


def test_events_are_stored_as_they_are_and_bear_no_number() -> None:
    taken = take_events([event("issued", "10:00", "Billet 17"), event("finished", "10:20", "Billet 17")])
    first, last = taken.accepted.to_pylist()
    assert (first["record"], first["event"], last["event"]) == ("contact_event", "issued", "finished")
    assert first["ticket_id"] == last["ticket_id"] != first["enquiry_id"] != last["enquiry_id"]
    assert (clock(last["arrived_at"]), last["hour"], last["wait_min"], last["service_min"]) == (
        "10:20",
        10,
        None,
        None,
    )
    assert "Billet 17" not in str(taken.accepted.to_pylist())


def test_a_word_the_profile_ignores_is_outside_and_one_it_lacks_is_refused() -> None:
    rows = [
        *DAY_1,
        event("Skærm tændt", "10:00"),
        event("Kasse åbnet", "10:00"),
        event("", "10:01"),
        DAY_1[0],
    ]
    taken = take_events(rows)
    assert taken.rows == {"read": 7, "used": 3, "duplicate": 1, "outside": 1, "blank": 0, "rejected": 2}
    assert taken.reasons == {"unmapped_value": 2}
    assert taken.rejections["column"].to_pylist() == ["Hændelse", "Hændelse"]


def test_a_possible_cpr_number_among_the_events_is_refused_as_such() -> None:
    assert take_events([event("010190-1234", "10:00")]).reasons == {"cpr": 1}


def test_days_are_covered_where_tickets_began() -> None:
    """A ticket that was closed on another day says nothing of that day."""
    using = event_profile(identity={"columns": ["Billetnr"]})
    taken = take_events([*DAY_1, event("finished", "08:00", day="07-03-2025")], using)
    assert {(str(one.from_date), str(one.to_date)) for one in taken.coverage} == {
        ("2025-03-04", "2025-03-04")
    }


def test_the_column_of_events_is_one_the_file_must_have() -> None:
    assert wanted_headers(event_profile())[:4] == ["Lokation", "Tidspunkt", "Emne", "Udfald"]
    assert "Hændelse" in wanted_headers(event_profile())
    without = [row[:3] for row in DAY_1]
    narrow = event_profile()
    with pytest.raises(UserError) as caught:
        take_rows(without, narrow, header=HEADER[:3])
    assert caught.value.key.startswith("intake.missing_column")


# ------------------------------------------------------ profiles

PLAIN: dict[str, Any] = event_profile().model_dump(mode="json", by_alias=True, exclude_none=True)


def events(**other: object) -> dict[str, Any]:
    return {"events": {"column": "Hændelse", "values": WORDS} | other}


@pytest.mark.parametrize(
    ("change", "code", "told"),
    [
        (events(values={"Trukket": "begun"}), "event_value", "no_show"),
        (events(values={"Kaldt": "called"}), "events_issued", "issued"),
        (events(values={"A": "issued", "a": "called"}), "values_clash", "samme værdi"),
        (events(finished="open"), "event_value", "resolved"),
        (events(finished="løst"), "event_value", "resolved"),
        (events(word="x"), "unknown_key", "events.word"),
        ({"identity": {"mode": "replace_day"}}, "events_identity", "identity.columns"),
        ({"record": "tally", "coverage": {"unit": "week"}}, "events_record", "contact, step"),
        ({"columns": PLAIN["columns"] | {"called_at": {"column": "Kaldt"}}}, "events_tell", "called_at"),
        ({"columns": PLAIN["columns"] | {"transfers": {"column": "Antal"}}}, "events_tell", "transfers"),
        ({"record": "step"}, "step_needs_case", "sagens nummer"),
    ],
)
def test_an_event_log_s_contradictions_are_refused(change: dict[str, Any], code: str, told: str) -> None:
    with pytest.raises(UserError) as caught:
        read_profile(PLAIN | change, "log.toml")
    assert caught.value.key == f"intake.profile_{code}"
    assert told in str(caught.value) and "log.toml" in str(caught.value)


def test_a_step_log_without_a_case_number_is_refused() -> None:
    plain = {
        "source": "koe",
        "record": "step",
        "constants": {"site": "aars"},
        "identity": {"columns": ["Nr"]},
    }
    with pytest.raises(UserError, match=r"columns\.case_id") as caught:
        read_profile(plain | {"columns": {"arrived_at": "Tid"}}, "sager.toml")
    assert "sagens nummer" in caught.value.fix


def test_a_profile_with_events_is_read_back_as_it_was_written(tmp_path: Path) -> None:
    path = tmp_path / "log.toml"
    path.write_text(dump_profile(event_profile()), encoding="utf-8")
    again = load_profile(path)
    assert again.model_dump() == event_profile().model_dump()
    assert profile_hash(again) == profile_hash(event_profile()) != profile_hash(event_profile(**events()))
    assert "# Hver række er en hændelse." in path.read_text(encoding="utf-8")


# ------------------------------------------------------ steps

STEPS = {"Sag åbnet": "issued", "Led slut": "finished"}
STEP_HEADER = ("Sag", "Led", "Tid", "Hændelse", "Enhed")


def step_profile(**other: object) -> Profile:
    given: dict[str, Any] = {
        "id": "led",
        "source": "koe",
        "record": "step",
        "unclosed_after_hours": 0,
        "identity": {"columns": ["Sag", "Led"]},
        "constants": {"site": "aars"},
        "events": {"column": "Hændelse", "values": STEPS},
        "columns": {
            "arrived_at": {"column": "Tid", "format": "%d-%m-%Y %H:%M"},
            "case_id": {"column": "Sag"},
            "served_by": {"column": "Enhed", "values": {"Farsø": "farsoe", "Aars": "aars"}},
        },
    }
    return Profile.model_validate(given | other)


def test_begun_and_ended_fold_into_steps_of_a_case_that_may_last_for_days() -> None:
    rows = [
        ("S1", "1", "04-03-2025 10:00", "Sag åbnet", "Farsø"),
        ("S1", "1", "06-03-2025 10:00", "Led slut", None),
        ("S1", "2", "06-03-2025 11:00", "Sag åbnet", "Aars"),
        (None, "3", "06-03-2025 11:00", "Sag åbnet", "Aars"),
    ]
    taken = take_rows(rows, step_profile(), header=STEP_HEADER)
    assert taken.reasons == {"missing_id": 1}
    found = sorted(fold(taken.accepted).rows.to_pylist(), key=lambda one: one["arrived_at"])
    assert [one["record"] for one in found] == ["step", "step"]
    assert found[0]["case_id"] == found[1]["case_id"] is not None
    assert [one["served_by"] for one in found] == ["farsoe", "aars"]
    assert [one["service_min"] for one in found] == [None, None]  # nobody was called
    assert [clock(one["ended_at"]) for one in found] == ["10:00", None]
    assert [one["outcome"] for one in found] == [None, "open"]  # a step's end tells of no citizen


def test_a_case_s_activity_log_needs_no_fold_and_no_step_without_its_case() -> None:
    plain = step_profile(events=None, identity={"columns": ["Sag", "Led", "arrived_at"]})
    rows = [
        ("S1", "Modtaget", "04-03-2025 10:00", "", "Farsø"),
        ("", "Afgjort", "04-03-2025 11:00", "", "Aars"),
    ]
    taken = take_rows(rows, plain, header=STEP_HEADER)
    assert taken.accepted["record"].to_pylist() == ["step"]
    assert taken.reasons == {"missing_id": 1}


# ------------------------------------------------------ the store


def test_the_second_file_may_come_first(tmp_path: Path, store: Store) -> None:
    first, second = written(tmp_path, "1.csv", DAY_1), written(tmp_path, "2.csv", DAY_2)
    told = bring(store, second)
    assert dict(told.enquiries) == {"new": 2, "updated": 0, "unchanged": 0, "removed": 0}
    assert told.files[0].rows["used"] == 3 and told.files[0].warnings
    counting = initiative(sources=[{"id": "koe", "name": "Køsystem", "counts": ["farsoe", "aars"]}])
    opened = open_dataset(store, counting)
    assert [(one.kind, one.count) for one in opened.fold_remarks] == [("without_ticket", 2)]
    assert opened.data_through is None  # nothing is counted yet
    assert dict(bring(store, first).enquiries) == {"new": 0, "updated": 2, "unchanged": 0, "removed": 0}
    assert in_store(store) == content(folded([*DAY_1, *DAY_2]).rows)
    opened = open_dataset(store, counting)
    assert opened.fold_remarks == ()
    assert opened.data_through == opened.settled_through == date(2025, 3, 4)
    (found,) = opened.engine.execute(
        "SELECT COUNT(*) AS n, SUM(wait_min) AS waited FROM enquiries"
    ).to_pylist()
    assert found == {"n": 2, "waited": 7}


def test_counts_are_of_tickets(tmp_path: Path, store: Store) -> None:
    bring(store, written(tmp_path, "1.csv", DAY_1))
    again = bring(store, written(tmp_path, "2.csv", [*DAY_1, DAY_2[0], event("issued", "11:00", "3")]))
    assert dict(again.enquiries) == {"new": 1, "updated": 1, "unchanged": 1, "removed": 0}
    same = bring(store, written(tmp_path, "2.csv", [*DAY_1, DAY_2[0], event("issued", "11:00", "3")]))
    assert dict(same.enquiries) == {"new": 0, "updated": 0, "unchanged": 3, "removed": 0}
    assert same.changed is False


def test_a_snapshot_of_a_log_takes_back_what_it_no_longer_holds(tmp_path: Path, store: Store) -> None:
    whole = event_profile(snapshot=True)
    bring(store, written(tmp_path, "1.csv", [*DAY_1, *DAY_2]), using=whole)
    kept = [*DAY_1[:2], DAY_2[0], event("finished", "10:25")]  # ticket 2 is gone, ticket 1 ended later
    told = bring(store, written(tmp_path, "2.csv", kept), using=whole)
    assert dict(told.enquiries) == {"new": 0, "updated": 1, "unchanged": 0, "removed": 1}
    assert in_store(store) == content(folded(kept).rows)


def test_a_corrected_profile_reads_the_same_file_anew(tmp_path: Path, store: Store) -> None:
    path = written(tmp_path, "1.csv", [*DAY_1, *DAY_2])
    bring(store, path, using=event_profile(**events(finished="handed_over")))
    told = bring(store, path)
    assert dict(told.enquiries) == {"new": 0, "updated": 1, "unchanged": 1, "removed": 0}
    assert in_store(store) == content(folded([*DAY_1, *DAY_2]).rows)


LOGS = st.lists(
    st.builds(
        event,
        st.sampled_from(["issued", "issued", "called", "held", "returned", "served", "finished", "left"]),
        st.integers(0, 12).map(lambda minute: f"10:{minute:02}"),
        st.sampled_from("12"),
        topic=st.sampled_from([None, "Pas"]),
    ),
    min_size=2,
    max_size=12,
)


@given(LOGS, st.randoms(use_true_random=False))
@settings(max_examples=8, deadline=None)
def test_two_imports_in_any_order_are_one_and_an_undo_takes_the_last_back(
    rows: Sequence[Row], chance: random.Random
) -> None:
    cut = chance.randrange(1, len(rows))
    parts = [[*rows[:cut], *chance.sample(list(rows), 1)], [*rows[cut:], *chance.sample(list(rows), 1)]]
    with TemporaryDirectory() as home:
        folder = Path(home)
        paths = [written(folder, f"{n}.csv", chance.sample(part, len(part))) for n, part in enumerate(parts)]
        store = Store(folder / "store")
        bring(store, paths[1])
        after_one = in_store(store)
        second = bring(store, paths[0])
        assert in_store(store) == content(folded(rows).rows)
        assert len(in_store(store)) == len({(one[0], one[2]) for one in rows if one[3] == "Billet trukket"})
        if second.changed:  # not where both files hold the same
            store.undo(NOW)
            assert in_store(store) == after_one == content(folded(parts[1]).rows)
