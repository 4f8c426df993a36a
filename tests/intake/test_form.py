"""The form that a person fills in by menus: a proposal as it stands, every change, and what is still missing."""

from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evaluation.errors import UserError
from evaluation.initiative.models import SiteKind
from evaluation.intake.columns import FileColumn, file_columns
from evaluation.intake.form import COUNT, EVENT, Form
from evaluation.intake.form_rows import as_record
from evaluation.intake.guess import look_at
from evaluation.intake.profile_io import dump_profile, load_profile, profile_hash
from evaluation.intake.propose import propose_table
from evaluation.intake.raw import RawTable
from tests.initiative.build import initiative

OURS = initiative(
    sites=("farso", "aars"),
    topics=[{"id": "pas", "name": "Pas"}],
    groups=[{"id": "aeldre", "name": "Ældre", "target": True}],
)


def table(header: Sequence[str], rows: Sequence[Sequence[str]]) -> RawTable:
    return RawTable(
        header=tuple(header),
        columns={name: [row[at] or None for row in rows] for at, name in enumerate(header)},
        source_row=[at + 2 for at in range(len(rows))],
        blank_rows=0,
        broken=[],
        encoding="utf-8",
        delimiter=";",
        sheet=None,
        header_row=1,
        sha256="0" * 64,
    )


def opened(header: Sequence[str], rows: Sequence[Sequence[str]]) -> tuple[Form, tuple[FileColumn, ...]]:
    raw = table(header, rows)
    form = Form.of_proposal(propose_table(raw, "koe.csv", OURS))
    return form, file_columns(look_at(raw), OURS)


HEADER = ("Billetnr", "Lokation", "Ankomst", "Kaldt op", "Emne", "Status")
CELLS = st.tuples(
    st.sampled_from(["Farso", "Aars"]),
    st.integers(1, 28),
    st.integers(8, 15),
    st.sampled_from(["Pas", "MitID", ""]),
    st.sampled_from(["løst", "gået", "ukendt status"]),
)


@given(st.lists(CELLS, min_size=3, max_size=12))
def test_a_proposal_that_asks_for_no_date_keeps_its_profile(
    cells: list[tuple[str, int, int, str, str]],
) -> None:
    rows = [
        (
            str(101 + at),
            site,
            f"{day:02}-03-2025 {hour:02}:05",
            f"{day:02}-03-2025 {hour:02}:15",
            topic,
            status,
        )
        for at, (site, day, hour, topic, status) in enumerate(cells)
    ]
    raw = table(HEADER, rows)
    proposal = propose_table(raw, "koe.csv", OURS)
    form, columns = Form.of_proposal(proposal), file_columns(look_at(raw), OURS)
    if proposal.profile is None:
        assert form.lacks(columns)
        return
    assert form.lacks(columns) == ()
    assert profile_hash(form.profile()) == profile_hash(proposal.profile)


ODD = ("Hvor", "Hvornår", "Klokken", "Hvad skete der", "Løbenr", "Antal")
ODD_ROWS = [
    ("Farso", "03-04-2025", "10.05", "Løst", "1", "2"),
    ("Aars", "04-04-2025", "11.15", "Gik", "2", "1"),
    ("Farso", "05-04-2025", "12.25", "Løst", "3", "1"),
]


def test_day_and_month_are_asked_for_and_never_guessed() -> None:
    form, columns = opened(("Ankomst", "Lokation", "Billetnr"), [("03-04-2025 10:05", "Farso", "1")] * 3)
    assert ("format", "Ankomst") in form.lacks(columns)
    assert form.styles("arrived_at", columns) == ("%d-%m-%Y %H:%M", "%m-%d-%Y %H:%M")
    chosen = form.styled("arrived_at", "%d-%m-%Y %H:%M")
    assert ("format", "Ankomst") not in chosen.lacks(columns)
    with pytest.raises(UserError):
        Form({"id": "x", "source": "queue"}).profile()


@pytest.mark.parametrize("order", [("Hvornår", "Klokken"), ("Klokken", "Hvornår")])
def test_a_day_and_a_clock_are_one_time_whichever_is_chosen_first(order: tuple[str, str]) -> None:
    form, columns = opened(ODD, ODD_ROWS)
    for header in order:
        form = form.used_as(header, "arrived_at", columns)
    assert form.columns["arrived_at"]["column"] == ["Hvornår", "Klokken"]
    assert form.styles("arrived_at", columns) == ("%d-%m-%Y %H.%M", "%m-%d-%Y %H.%M")
    alone = form.used_as("Hvornår", "", columns)
    assert alone.columns["arrived_at"]["column"] == ["Klokken"]
    assert ("date", "Klokken") in alone.lacks(columns)


def test_menus_make_a_profile_of_unknown_headers(tmp_path: Path) -> None:
    form, columns = opened(ODD, ODD_ROWS)
    form = form.put("source", "queue").used_as("Hvor", "site", columns, {"Farso": "farso"})
    form = form.used_as("Hvornår", "arrived_at", columns).used_as("Klokken", "arrived_at", columns)
    form = form.styled("arrived_at", "%d-%m-%Y %H.%M").mapped("site", "Aars", "outside")
    form = form.used_as("Hvad skete der", "outcome", columns, {}).mapped("outcome", "Løst", "resolved")
    form = form.mapped("outcome", "Gik", "").others("outcome", "open").identified(["Løbenr"])
    assert form.lacks(columns) == ()
    found = form.profile()
    assert found.columns["site"].values == {"Farso": "farso", "Aars": "outside"}
    assert (found.columns["outcome"].values, found.columns["outcome"].other) == (
        {"Løst": "resolved", "Gik": ""},
        "open",
    )
    place = tmp_path / f"{found.id}.toml"
    place.write_text(dump_profile(found), encoding="utf-8")
    assert profile_hash(load_profile(place)) == profile_hash(found)


def test_a_column_fills_one_field_and_a_field_has_one_column() -> None:
    form, columns = opened(ODD, ODD_ROWS)
    form = form.used_as("Hvor", "site", columns, {}).used_as("Hvad skete der", "site", columns, {})
    assert (form.use("Hvor"), form.use("Hvad skete der")) == ("", "site")
    form = form.used_as("Hvad skete der", "topic", columns, {})
    assert "site" not in form.columns


def test_what_the_initiative_lacks_is_named_only_while_it_is_used() -> None:
    form, columns = opened(ODD, ODD_ROWS)
    form = form.put("source", "queue").used_as("Hvor", "site", columns, {})
    form = form.named("site", "gedsted", "Gedsted", "unit").mapped("site", "Farso", "gedsted")
    (site,) = form.additions().sites
    assert (site.id, site.name, site.kind, form.additions().counted_by) == (
        "gedsted",
        "Gedsted",
        SiteKind.UNIT,
        "queue",
    )
    assert not form.mapped("site", "Farso", "aars").additions().any


def test_an_event_log_asks_for_its_beginning() -> None:
    form, columns = opened(ODD, ODD_ROWS)
    form = form.put("events", {"values": {}}).used_as("Hvad skete der", EVENT, columns)
    assert ("issued", "") in form.lacks(columns)
    form = form.mapped(EVENT, "Løst", "issued")
    assert ("issued", "") not in form.lacks(columns)
    assert form.event_values() == {"Løst": "issued"}
    assert ("event_words", "Hvad skete der") in form.lacks(columns)
    assert ("event_words", "Hvad skete der") not in form.mapped(EVENT, "Gik", "ignore").lacks(columns)
    cleared = form.used_as("Hvad skete der", "", columns)
    assert (cleared.use("Hvad skete der"), cleared.is_event_log) == ("", True)
    assert ("event", "") in cleared.lacks(columns)


def test_who_serves_is_not_asked_for_as_an_event() -> None:
    rows = [(*ODD_ROWS[0][:3], said, str(n), "1") for n, said in enumerate(["Løst", "Ida Holm"] * 9)]
    form, columns = opened(ODD, rows)
    form = form.put("events", {"values": {}})
    form = form.used_as("Hvad skete der", EVENT, columns, {"Løst": "issued"})
    assert ("event_words", "Hvad skete der") not in form.lacks(columns)
    (column,) = [one for one in columns if one.header == "Hvad skete der"]
    assert (column.as_events().values, column.as_events().hidden) == (("Løst",), 1)


def test_what_finished_means_stays_whichever_column_is_the_event() -> None:
    form, columns = opened(ODD, ODD_ROWS)
    form = form.used_as("Hvad skete der", EVENT, columns, {"Løst": "issued"}).ended_as("resolved")
    for moved in (form.used_as("Hvad skete der", "", columns), form.used_as("Hvor", EVENT, columns)):
        assert (moved.finished, moved.event_values()) == ("resolved", {})
    assert moved.use("Hvad skete der") == ""
    assert "finished" not in moved.ended_as("").plain["events"]


@pytest.mark.parametrize(
    ("said", "kept", "fits"),
    [("23:59", "23:59", True), (" 9.30 ", "09:30", True), ("", "", True), ("25:00", "25:00", False),
     ("midnat", "midnat", False), ("23:5", "23:5", False), ("16", "16:00", True), ("16.30", "16:30", True),
     ("1630", "16:30", True), ("9.05", "09:05", True), ("9:5", "9:5", False), ("2359", "23:59", True),
     ("24", "24", False), ("7:60", "7:60", False)],
)  # fmt: skip
def test_a_closing_time_is_a_time_of_day_or_none(said: str, kept: str, fits: bool) -> None:
    form, columns = opened(ODD, ODD_ROWS)
    form = form.put("closing_time", "22:00").closes_at(said)
    assert form.closing_time == kept
    assert (("closing_time", "") not in form.lacks(columns)) is fits


QUEUE = ("Række", "Nr", "Sted", "Tid", "Slut", "Handling", "Udfald")
QUEUE_ROWS = [
    (str(1000 + 3 * at + step), f"A{at % 4}", ("Farso", "Aars")[at % 2], f"{14 + at // 4}-03-2025 10:0{at % 4}:3{step}",
     f"{14 + at // 4}-03-2025 11:0{at % 4}", word, "Løst")
    for at in range(8)
    for step, word in enumerate(("Nummer trukket", "Indkaldt", "Ekspedition afsluttet", "Frokost"))
]  # fmt: skip


def queue() -> tuple[Form, tuple[FileColumn, ...]]:
    """A queue's log that was taken for enquiries, each with the number of its event."""
    form, columns = opened(QUEUE, QUEUE_ROWS)
    form = as_record(form, "contact", columns).identified(["Række"])
    for header, use in (
        ("Tid", "arrived_at"),
        ("Slut", "ended_at"),
        ("Handling", "outcome"),
        ("Sted", "site"),
    ):
        form = form.used_as(header, use, columns, {} if use in ("outcome", "site") else None)
    return form.mapped("site", "Farso", "farso"), columns


def test_rows_that_are_events_bring_their_words_and_let_go_of_what_was_a_rows_own() -> None:
    first, columns = queue()
    form = as_record(first, "events", columns)
    assert form.use("Handling") == EVENT
    assert form.event_values() == {
        "Nummer trukket": "issued",
        "Indkaldt": "called",
        "Ekspedition afsluttet": "finished",
    }
    assert "ended_at" not in form.columns
    assert (form.use("Tid"), form.use("Slut")) == ("arrived_at", "")
    assert {("event_words", "Handling"), ("ticket", "")} <= {*form.lacks(columns)}
    ready = form.mapped(EVENT, "Frokost", "ignore").identified(["Nr", "local_date", "site"])
    assert ready.lacks(columns) == ()
    assert ready.put("source", "queue").profile().identity.columns == ("Nr", "local_date", "site")


def test_what_a_person_said_of_events_outlives_the_same_answer_again() -> None:
    first, columns = queue()
    form = as_record(first, "events", columns).identified(["Nr", "local_date"])
    assert as_record(form, "step_events", columns).identity()["columns"] == ["Nr", "local_date"]
    assert as_record(form, "events", columns) == form


def test_rows_that_are_enquiries_after_all_are_read_as_first_proposed() -> None:
    first, columns = queue()
    back = as_record(as_record(first, "events", columns), "contact", columns)
    assert back.columns == first.columns
    assert back.identity() == first.identity()
    assert not back.is_event_log


def test_the_time_of_an_event_is_the_only_time_that_is_left() -> None:
    first, columns = queue()
    form = first.used_as("Tid", "", columns).used_as("Slut", "", columns).used_as("Tid", "called_at", columns)
    only = tuple(column for column in columns if column.header != "Slut")
    assert as_record(form, "events", only).columns["arrived_at"]["column"] == ["Tid"]


def test_a_tally_sheets_columns_are_counts() -> None:
    form, columns = opened(ODD, ODD_ROWS)
    form = form.put("record", "tally").used_as("Antal", COUNT, columns)
    assert form.counted("Antal") is None
    form = form.counting("Antal", ("topic", "pas"))
    assert form.plain["counts"] == [{"column": "Antal", "topic": "pas"}]
    assert "counts" not in form.used_as("Antal", "", columns).plain
    assert ("count_value", "Antal") not in form.lacks(columns)
    assert ("count_value", "Antal") in form.counting("Antal", ("topic", "")).lacks(columns)


PERSONAL = ("Navn", "CPR", "Mail", "Bemærkning", "Telefon")


def test_nothing_that_points_to_a_person_is_shown() -> None:
    rows = [
        (f"Ida Nielsen{at}", f"010190-12{at:02}", f"ida{at}@example.dk", f"ringede om sin sag {at} " * 4,
         f"2233445{at}") for at in range(9)
    ]  # fmt: skip
    raw = table(PERSONAL, rows)
    columns = file_columns(look_at(raw), OURS)
    said = " ".join(str(column) for column in columns)
    secrets = [cell for row in rows for cell in row]
    assert [secret for secret in secrets if secret in said] == []
    assert all(column.values == () for column in columns)
