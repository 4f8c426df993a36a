"""The week of an initiative that was made on the page Data is shown there and corrected by menus."""

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from evaluation.initiative import Initiative, load_initiative
from evaluation.initiative.create import create, is_made_here, reopen
from tests.initiative.build import initiative, rule
from tests.web.test_mapping import app, body, choose, mapped, press, root, write

__all__ = ["root"]  # the fixture
TITLE = "Åbningstider hver uge"


def made(**keys: object) -> Initiative:
    return initiative(sites=("farso", "uldum"), **keys)


def imported(shown: AppTest) -> AppTest:
    shown = mapped(shown)
    shown.button(key="try_mapping").click().run()
    write(shown, "Hvad skal profilen hedde?", "Vores liste")
    return shown.button(key="save_mapping").click().run()


def said(shown: AppTest) -> str:
    """The page's words without the marks that keep a line together."""
    return body(shown).replace("\xa0", " ").replace("\u2060", "")


def days_of(shown: AppTest, place: str) -> str:
    """The first figure in a place's row on Steder: how often it was open."""
    shown.switch_page("pages/steder.py").run()
    row = body(shown).partition(f'<th role="rowheader" scope="row">{place}</th>')[2]
    return row.partition("<div>")[2].partition("<")[0]


def test_a_wrong_weekday_is_corrected_and_the_figures_follow(root: Path) -> None:
    weeks = [rule("tue", "farso"), rule("wed", "uldum", staff_serving=2)]
    folder = create(root, made(schedule=weeks, topics=[{"id": "pas", "name": "Pas"}]))
    shown = imported(app())
    assert "Tirsdag kl. 10.00–14.00, 1 medarbejder" in said(shown)
    assert "Onsdag kl. 10.00–14.00, 2 medarbejdere" in said(shown)
    assert shown.button(key="save_week").disabled
    assert days_of(shown, "Farso") == "3"
    shown.switch_page("pages/data.py").run()
    choose(shown, "Farso, åbning 1", "Torsdag")
    press(shown, "Tilføj en åbning: Farso")
    assert "Vælg ugedag, fra og til for hver åbning, eller fjern den: Farso." in body(shown)
    assert shown.button(key="save_week").disabled
    [one for one in shown.button if one.label == "Fjern"][1].click().run()
    shown.checkbox(key="week_popup_holidays").check().run()
    press(shown, "Gem åbningstiderne")
    assert "Åbningstiderne er gemt, og tallene er regnet om." in said(shown)
    assert "Torsdag kl. 10.00–14.00, 1 medarbejder" in said(shown)
    assert "Tirsdag" not in said(shown)
    changed = load_initiative(folder)
    assert [(one.site, one.weekday, one.staff_serving) for one in changed.schedule] == [
        ("farso", "thu", 1),
        ("uldum", "wed", 2),
    ]
    assert changed.calendar.holidays == "DK"
    assert [topic.name for topic in changed.topics] == ["Pas"]
    assert is_made_here(folder)
    press(shown, "Tilføj en åbning: Farso")
    choose(shown, "Farso, åbning 2", "Fredag")
    for label, option in (("Fra", "10.00"), ("Til", "12.00")):
        next(one for one in shown.selectbox if one.label == label and one.value is None).select(option).run()
    press(shown, "Gem åbningstiderne")
    assert days_of(shown, "Farso") == "6"


def test_a_draft_begins_afresh_when_another_has_saved(root: Path) -> None:
    folder = create(root, made(schedule=[rule("tue", "farso")]))
    shown = choose(app(), "Farso, åbning 1", "Torsdag")
    reopen(folder, [rule("mon", "farso")], None)
    shown.run()
    (box,) = [one for one in shown.selectbox if one.label == "Farso, åbning 1"]
    assert box.value == "mon"
    assert shown.button(key="save_week").disabled


@pytest.mark.parametrize(
    "odd", [{"every_weeks": 2, "anchor": "2025-03-04"}, {"opens": "10:10"}, {"staff_serving": 0}]
)
def test_a_week_that_the_menus_cannot_say_is_left_to_the_file(root: Path, odd: dict[str, object]) -> None:
    create(root, made(schedule=[rule("tue", "farso") | odd]))
    shown = app()
    assert "Åbningstiderne kan ikke rettes her." in body(shown)
    assert "save_week" not in [button.key for button in shown.button]


def test_a_hand_written_week_is_the_persons_own(root: Path) -> None:
    file = create(root, made(schedule=[rule("tue", "farso")])) / "initiative.toml"
    file.write_text(file.read_text(encoding="utf-8") + "# mine\n", encoding="utf-8")
    assert TITLE not in body(app())


def test_what_a_missing_channel_costs_and_where_a_tally_sheet_belongs_is_said(root: Path) -> None:
    create(root, made())
    shown = mapped(app())
    about = "Ved I, at alle gjorde det, så vælg »Personligt fremmøde«."
    assert about in body(shown)
    assert "Et tælleark er sin egen kilde" in body(shown)
    assert "så vælg »En ny kilde«" in body(shown)
    choose(shown, "Ingen kolonne viser kanalen. Hvordan henvendte borgerne sig?", "Personligt fremmøde")
    assert about not in body(shown)
