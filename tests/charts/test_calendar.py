"""The week calendar: what each cell shows, says and is painted, and that every text on it can be read."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evaluation.charts import calendar_alt, calendar_legend, week_calendar_chart
from evaluation.charts.calendar import STEPS
from evaluation.disclosure.cells import Cell, Status
from evaluation.findings.model import CalendarCell, CalendarColumn, WeekCalendar

COLUMNS = (
    CalendarColumn("Man", "mandag", (), 0),
    CalendarColumn("Tir", "tirsdag", ("Aalestrup", "Gedsted"), 30),
    CalendarColumn("Fre", "fredag", ("Løgstør",), 1),
)


def cell(column: int, row: int, value: float | None, *, few: bool = False) -> CalendarCell:
    if value is None:
        return CalendarCell(column, row, Cell(Status.NO_DATA), few=True)
    return CalendarCell(column, row, Cell(Status.VALUE if value else Status.ZERO, value, n=30), few=few)


def calendar(*cells: CalendarCell, starts: tuple[int, ...] = (600, 630, 660)) -> WeekCalendar:
    return WeekCalendar("Ugens åbninger", "Pr. halve time", starts, 30, COLUMNS, cells)


def rows(found: WeekCalendar) -> dict[tuple[int, int], dict[str, Any]]:
    return {(row["column"], row["row"]): row for row in week_calendar_chart(found)["data"]["values"]}


def param(found: WeekCalendar, name: str) -> Any:
    return next(p["value"] for p in week_calendar_chart(found)["params"] if p["name"] == name)


def test_every_slot_of_the_week_is_a_number_a_word_or_closed() -> None:
    found = rows(calendar(cell(1, 0, 2.94), cell(1, 1, 0.0), cell(1, 2, None), cell(2, 0, 6.0, few=True)))
    assert {at: row["kind"] for at, row in found.items()} == {
        (0, 0): "closed", (1, 0): "step", (2, 0): "few",
        (0, 1): "closed", (1, 1): "step", (2, 1): "closed",
        (0, 2): "closed", (1, 2): "missing", (2, 2): "closed",
    }  # fmt: skip
    assert [found[at].get("text") for at in [(0, 0), (1, 0), (1, 1), (1, 2), (2, 0)]] == [
        None, "2,9", "0", "mangler", "6,0",
    ]  # fmt: skip
    assert "fill" not in found[2, 0]


def test_days_stand_in_the_order_of_the_week_whatever_is_drawn_first() -> None:
    """Each layer draws one kind of cell; in the order that they come, Thursday would stand before Tuesday."""
    spec = week_calendar_chart(calendar(cell(2, 0, 2.0), cell(0, 1, None), cell(1, 2, 3.0, few=True)))
    at = {axis: {str(one["encoding"][axis]["scale"]["domain"]) for one in spec["layer"]} for axis in "xy"}
    assert at == {"x": {"[0, 1, 2]"}, "y": {"[0, 1, 2]"}}


def heads(*places: str) -> list[str]:
    """The lines above one day."""
    column = CalendarColumn("Tir", "tirsdag", places, 30)
    found = WeekCalendar("Ugen", "Pr. time", (600,), 60, (column,), (cell(0, 0, 1.0),))
    return list(param(found, "heads")[0])


def test_long_names_take_more_lines_and_many_of_them_a_number() -> None:
    assert heads("Nørreby Bibliotek") == ["Tir", "Nørreby", "Bibliotek"]
    assert heads("By Hus", "Øst") == ["Tir", "By Hus", "Øst"]
    assert heads("Nørreby Bibliotek", "Øst") == ["Tir", "Nørreby", "Bibliotek,", "Øst"]
    assert heads("Nørreby Bibliotek", "Strandby Hallen", "Bøgelund Skole") == ["Tir", "3 steder"]
    assert len(heads("Det gamle rådhus ved havnen i Nørre Snede")) <= 6


def test_what_is_counted_without_a_clock_has_a_box_of_its_own() -> None:
    silent = CalendarCell(1, 0, Cell(Status.NO_DATA), few=True, untimed=True)
    found = calendar(silent, cell(2, 0, None))
    drawn = rows(found)
    assert (drawn[1, 0]["kind"], drawn[1, 0]["text"]) == ("untimed", "talt")
    assert drawn[1, 0]["description"].endswith(": talt uden klokkeslæt")
    assert drawn[2, 0]["kind"] == "missing"
    assert [one.kind for one in calendar_legend(found)] == ["missing", "untimed", "closed"]
    assert "Tirsdag, Aalestrup og Gedsted: talt uden klokkeslæt." in calendar_alt(found)
    assert "ikke registreret" in calendar_alt(found)


def test_a_day_whose_numbers_read_alike_is_said_once() -> None:
    once = calendar_alt(calendar(cell(1, 1, 2.0)))
    assert "Tirsdag, Aalestrup og Gedsted: 2,0 fra kl.\xa010.30 til 11.00." in once
    same = calendar_alt(calendar(cell(1, 0, 2.04), cell(1, 1, 2.01), cell(1, 2, 2.0)))
    assert "2,0 fra kl.\xa010.00 til 11.30." in same


def test_days_stand_with_their_places_and_only_full_hours_are_named() -> None:
    found = calendar(cell(1, 0, 2.0))
    assert param(found, "heads") == [["Man"], ["Tir", "Aalestrup", "Gedsted"], ["Fre", "Løgstør"]]
    assert param(found, "hours") == ["10.00", "", "11.00"]


def test_a_cell_is_read_aloud_in_danish() -> None:
    found = rows(calendar(cell(1, 0, 2.94), cell(1, 1, None)))
    assert (
        found[1, 0]["description"]
        == "Tirsdag kl.\xa010.00\u2060–\u206010.30: 2,9 i gennemsnit, talt 30 gange"
    )
    assert found[1, 1]["description"].endswith("åbent, men ikke registreret")


def test_a_cell_that_rests_on_one_opening_is_no_mean() -> None:
    once = CalendarCell(1, 0, Cell(Status.VALUE, 6.0, n=1), few=True)
    assert rows(calendar(once))[1, 0]["description"].endswith("6,0, kun talt 1 gang")


def test_what_is_more_than_none_never_reads_as_none() -> None:
    assert rows(calendar(cell(1, 0, 0.04), cell(1, 1, 5.0)))[1, 0]["text"] == "<0,1"
    assert rows(calendar(cell(1, 0, 0.04)))[1, 0]["text"] == "0,04"


def test_the_text_for_those_who_do_not_see_it_names_high_and_low_day_by_day() -> None:
    said = calendar_alt(calendar(cell(1, 0, 2.9), cell(1, 1, 1.2), cell(1, 2, 1.2), cell(2, 0, None)))
    assert "Tirsdag, Aalestrup og Gedsted: flest kl.\xa010.00 (2,9), færrest kl.\xa010.30 (1,2)." in said
    assert "Fredag, Løgstør: åbent, men ikke registreret." in said
    assert "Mandag" not in said


def test_the_legend_tells_what_occurs_and_no_more() -> None:
    full = calendar(cell(1, 0, 2.9), cell(1, 1, None), cell(2, 0, 4.0, few=True))
    assert {one.kind for one in calendar_legend(full)} == {"step", "few", "missing", "closed"}
    whole = calendar(*(cell(c, r, 1.0 + r) for c in range(3) for r in range(3)))
    assert {one.kind for one in calendar_legend(whole)} == {"step"}
    assert [one.kind for one in calendar_legend(calendar(cell(1, 0, 3.0, few=True)))] == ["few", "closed"]


def test_steps_are_told_as_numbers() -> None:
    values = [1.1, 1.3, 1.6, 1.9, 2.2, 2.4, 2.7, 3.1, 4.4, 5.0]
    many = calendar(*(cell(1, i, v) for i, v in enumerate(values)), starts=tuple(range(600, 900, 30)))
    labels = [one.label.replace("\u2060", "") for one in calendar_legend(many) if one.kind == "step"]
    assert labels == ["under 1,5", "1,5–2", "2–2,5", "2,5–4,5", "4,5 og derover"]
    painted = [STEPS.index(rows(many)[1, i]["fill"]) for i in range(len(values))]
    assert painted == [0, 0, 1, 1, 2, 2, 3, 3, 3, 4]


@given(st.lists(st.floats(0, 1000), min_size=1, max_size=60))
def test_more_is_never_painted_lighter(values: list[float]) -> None:
    found = calendar(
        *(cell(1, i, v) for i, v in enumerate(values)), starts=tuple(range(0, 30 * len(values), 30))
    )
    painted = sorted((v, STEPS.index(rows(found)[1, i]["fill"])) for i, v in enumerate(values))
    assert [step for _, step in painted] == sorted(step for _, step in painted)
    bounds = [one.label for one in calendar_legend(found) if one.kind == "step"]
    assert len(set(bounds)) == len(STEPS)


def _luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return float(0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2])


@pytest.mark.parametrize("step", range(5))
def test_numbers_can_be_read_on_every_step(step: int) -> None:
    values = [1.0, 2.0, 3.0, 4.0, 5.0]
    found = calendar(*(cell(1, i, v) for i, v in enumerate(values)), starts=tuple(range(600, 750, 30)))
    row = next(row for row in rows(found).values() if row.get("fill") == STEPS[step])
    light, dark = sorted((_luminance(row["fill"]), _luminance(row["ink"])), reverse=True)
    assert (light + 0.05) / (dark + 0.05) >= 4.5


def test_a_cell_without_data_brings_no_number_into_the_spec() -> None:
    secret = CalendarCell(1, 0, Cell(Status.NO_DATA, None, 0.7321, 4.8765, n=9173))
    written = json.dumps(week_calendar_chart(calendar(secret)), ensure_ascii=False)
    assert not any(number in written for number in ("0.73", "4.87", "9173"))


def test_no_empty_group_of_marks_is_left_for_a_screen_reader() -> None:
    def spoken(found: WeekCalendar) -> set[str]:
        layers = week_calendar_chart(found)["layer"]
        return {one["transform"][0]["filter"] for one in layers if "description" in one["encoding"]}

    assert spoken(calendar(cell(1, 0, 2.0))) == {"datum.kind == 'step'"}
    assert spoken(calendar(cell(1, 0, None))) == {"datum.kind == 'missing'"}
