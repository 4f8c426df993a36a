"""From a file nobody has described to pages with figures, in the browser alone: no TOML is touched by hand."""

import re
from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect
from playwright.sync_api import TimeoutError as NotThere

from evaluation.initiative import load_initiative
from evaluation.initiative.create import create
from evaluation.intake.profile_io import load_profile
from tests.browser.checks import our_violations, widths
from tests.browser.conftest import Serve
from tests.browser.shots import settle
from tests.initiative.build import initiative, rule

pytestmark = pytest.mark.browser

HEADER = "Løbenr;Hvor;Hvornår;Færdig;Hvad skete der;Ærinde;Hvem;Note"
ENDS = ("Løst", "Gik igen", "Løst", "Sendt videre")


def helpdesk(folder: Path) -> Path:
    """Twenty weeks of a help desk's list, as Danish Excel writes it; one row lies in the year 2205."""
    lines, number = [HEADER], 0
    for week in range(20):
        for place, weekday in (("Torvet", 1), ("Havnen", 3)):
            opens = datetime(2025, 3, 3, 10) + timedelta(days=7 * week + weekday)
            for visit in range(9 + week % 3):
                number += 1
                came = opens + timedelta(minutes=20 * visit)
                done = came + timedelta(minutes=5 + visit)
                who, what = ("Ældre", "Andre")[number % 2], ("Pas", "MitID", "Kørekort")[number % 3]
                note = "ringede til Ida Nielsen tlf 22334455" if number % 7 == 0 else ""
                cells = (str(number), place, f"{came:%d.%m.%Y %H:%M}", f"{done:%d.%m.%Y %H:%M}")
                lines.append(";".join((*cells, ENDS[number % 4], what, who, note)))
    lines[5] = lines[5].replace(".2025", ".2205", 1)
    file = folder / "helpdesk_marts.csv"
    file.write_text("\r\n".join(lines) + "\r\n", encoding="cp1252", newline="")
    return file


def choose(page: Page, label: str, option: str) -> None:
    """Picks from a menu; the page redraws after every answer."""
    box = page.get_by_role("combobox", name=label, exact=True)
    expect(box).to_be_visible(timeout=20_000)
    if box.input_value() == option:
        return
    pick(page, box, option)
    expect(box).to_have_value(option, timeout=20_000)


def pick(page: Page, box: Locator, option: str) -> None:
    """Opens a menu and picks; a menu closes when the answer before it is still being drawn."""
    wanted = page.get_by_role("option", name=option, exact=True)
    for _ in range(4):
        page.wait_for_selector('[data-testid=stApp][data-test-script-state="notRunning"]')
        page.wait_for_timeout(250)
        box.click()
        try:
            wanted.click(timeout=3_000)
        except NotThere:
            page.keyboard.press("Escape")
        else:
            return
    raise AssertionError(f"{option} is not offered")


def clock(page: Page, box: Locator, time: str) -> None:
    """Types a time: the list is too long to be drawn as a whole."""
    page.wait_for_selector('[data-testid=stApp][data-test-script-state="notRunning"]')
    page.wait_for_timeout(400)
    box.click()
    page.keyboard.type(time)
    page.get_by_role("option", name=time, exact=True).click()
    expect(box).to_have_value(time, timeout=20_000)


def fill(page: Page, label: str, words: str) -> None:
    """Until the answer is drawn: what is clicked while the page moves below it is missed."""
    page.get_by_label(label).fill(words)
    page.keyboard.press("Tab")
    page.wait_for_timeout(250)
    page.wait_for_selector('[data-testid=stApp][data-test-script-state="notRunning"]')


def soundly_drawn(page: Page, width: int) -> None:
    """Nothing of ours is wrong, at this width and at a phone's."""
    for wide in (width, 360):
        page.set_viewport_size({"width": wide, "height": 900})
        page.wait_for_timeout(800)
        wanted, window = widths(page)
        assert wanted <= window
        assert our_violations(page) == []
    page.set_viewport_size({"width": width, "height": 900})
    page.wait_for_timeout(500)


def make_initiative(page: Page) -> None:
    fill(page, "Hvad hedder initiativet?", "Havnens hjælpedisk")
    page.get_by_role("combobox", name="Kommune").click()
    page.keyboard.type("Vesthim")
    page.get_by_role("option", name="Vesthimmerland", exact=True).click()
    choose(page, "Hvilken kolonne siger, hvor henvendelsen skete?", "Hvor")
    expect(page.get_by_label("Steder, ét på hver linje")).to_have_value("Havnen\nTorvet", timeout=20_000)
    fill(page, "Hvor kommer filen fra?", "Hjælpedisk")
    for number, (place, weekday) in enumerate((("Havnen", "Torsdag"), ("Torvet", "Tirsdag"))):
        page.get_by_role("button", name=f"Tilføj en åbning: {place}").click()
        choose(page, f"{place}, åbning 1", weekday)
        for label, time in (("Fra", "10.00"), ("Til", "13.30")):
            clock(page, page.get_by_role("combobox", name=label, exact=True).nth(number), time)
    button = page.get_by_role("button", name="Opret initiativet")
    expect(button).to_be_enabled(timeout=20_000)
    soundly_drawn(page, 1280)
    button.click()
    expect(page.get_by_text("Sig, hvad kolonnerne er", exact=True)).to_be_visible(timeout=20_000)


def map_columns(page: Page) -> None:
    for column, use in (("Hvor", "Sted"), ("Hvad skete der", "Udfald"), ("Ærinde", "Emne")):
        choose(page, f"»{column}« bruges som", use)
    choose(page, "»Hvem« bruges som", "Målgruppe")
    choose(page, "»Sendt videre« er", "Givet videre")
    for group, kind in (("Ældre", "i målgruppen"), ("Andre", "uden for målgruppen")):
        pick(page, page.get_by_role("combobox", name=f"»{group}« er", exact=True), f"Opret »{group}« {kind}")
        expect(page.get_by_role("combobox", name=f"»{group}« er", exact=True)).to_have_value(group)


def test_from_an_unknown_file_to_pages_with_figures(serve: Serve, tmp_path: Path, page: Page) -> None:
    file, initiatives = helpdesk(tmp_path), tmp_path / "initiatives"
    settings = {"EVALUATION_STORE": str(tmp_path / "store"), "EVALUATION_INITIATIVES": str(initiatives)}
    with serve({**settings, "EVALUATION_ROLE": "dataansvarlig"}) as url:
        page.goto(f"{url}/data")
        settle(page, 0)
        page.locator("input[type=file]").set_input_files(str(file))
        expect(page.get_by_text("Hvor hører den til?")).to_be_visible(timeout=20_000)
        make_initiative(page)
        map_columns(page)
        soundly_drawn(page, 1280)
        page.get_by_role("button", name="Afprøv", exact=True).click()
        expect(page.get_by_text(re.compile("læst = .* 1 afvist"))).to_be_visible(timeout=20_000)
        expect(page.get_by_text("De første rækker, som de ville blive gemt")).to_be_visible()
        drawn = page.inner_text("[data-testid=stMain]")
        assert "Ida Nielsen" not in drawn
        assert "22334455" not in drawn
        soundly_drawn(page, 1280)
        fill(page, "Hvad skal profilen hedde?", "Hjælpediskens liste")
        page.get_by_role("button", name="Gem og importér").click()
        expect(page.get_by_text("Importeret: helpdesk_marts.csv")).to_be_visible(timeout=30_000)

        for name, question in (("Overblik", "Holder løfterne?"), ("Steder", "Hvilke steder når")):
            page.get_by_role("link", name=name, exact=True).click()
            expect(page.get_by_text(re.compile(question)).first).to_be_visible(timeout=20_000)
            expect(page.locator("[data-testid=stVegaLiteChart] svg.marks").first).to_be_visible(
                timeout=30_000
            )
            drawn = page.inner_text("[data-testid=stMain]")
            assert "Der er ingen data endnu" not in drawn
            assert "pr. åbningstime" in drawn
            assert "pr. dag" not in drawn

        page.goto(f"{url}/data")  # next month's file: the profile is found by itself
        settle(page, 0)
        page.locator("input[type=file]").set_input_files(str(file))
        expect(page.get_by_text("Filen passer til profilen »Hjælpediskens liste«.")).to_be_visible(
            timeout=20_000
        )
    made = load_initiative(initiatives / "havnens_hjaelpedisk")
    assert {group.name: group.target for group in made.groups} == {"Ældre": True, "Andre": False}
    assert {topic.name for topic in made.topics} == {"Pas", "MitID", "Kørekort"}
    profile = load_profile(initiatives / "havnens_hjaelpedisk/profiles/hjaelpediskens_liste.toml")
    assert {name: spec.column for name, spec in profile.columns.items()} == {
        "site": ("Hvor",),
        "arrived_at": ("Hvornår",),
        "ended_at": ("Færdig",),
        "outcome": ("Hvad skete der",),
        "topic": ("Ærinde",),
        "target_group": ("Hvem",),
    }


def typed(page: Page, label: str, words: str) -> Locator:
    """Answers a menu by the keyboard alone."""
    box = page.get_by_role("combobox", name=label, exact=True)
    page.wait_for_selector('[data-testid=stApp][data-test-script-state="notRunning"]')
    page.wait_for_timeout(400)
    box.focus()
    page.keyboard.press("Control+a")  # as Tab does on the way in
    page.keyboard.type(words)
    page.keyboard.press("Enter")
    return box


def test_what_is_typed_in_a_menu_is_what_is_chosen(serve: Serve, tmp_path: Path, page: Page) -> None:
    create(tmp_path / "initiatives", initiative())
    settings = {
        "EVALUATION_STORE": str(tmp_path / "store"),
        "EVALUATION_INITIATIVES": str(tmp_path / "initiatives"),
    }
    with serve({**settings, "EVALUATION_ROLE": "dataansvarlig"}) as url:
        page.goto(f"{url}/data")
        settle(page, 0)
        page.get_by_text("Ret åbningstiderne").click()
        page.get_by_role("button", name="Tilføj en åbning: Farso").click()
        day = "Farso, åbning 1"
        expect(typed(page, day, "Torsdag")).to_have_value("Torsdag", timeout=20_000)
        expect(typed(page, day, "lør")).to_have_value("Lørdag", timeout=20_000)
        page.keyboard.press("Tab")
        page.get_by_role("combobox", name=day, exact=True).focus()
        page.keyboard.type("xyz")
        nothing = page.get_by_role("listbox").get_by_role("option").locator("span")
        told = nothing.evaluate("e => [getComputedStyle(e).fontSize, getComputedStyle(e, ':after').content]")
        assert told == ["0px", '"Intet passer"']  # in place of Streamlit's English words
        page.keyboard.press("Enter")
        page.keyboard.press("Tab")
        expect(page.get_by_role("combobox", name=day, exact=True)).to_have_value("Lørdag", timeout=20_000)
        for label, words, time in (("Fra", "9.00", "09.00"), ("Til", "1330", "13.30")):
            expect(typed(page, label, words)).to_have_value(time, timeout=20_000)
        page.keyboard.press("Tab")
        expect(page.get_by_role("button", name="Gem åbningstiderne")).to_be_enabled(timeout=20_000)
        soundly_drawn(page, 1280)
        page.get_by_role("button", name="Gem åbningstiderne").click()
        expect(page.get_by_text("Åbningstiderne er gemt")).to_be_visible(timeout=20_000)
    (made,) = load_initiative(tmp_path / "initiatives/popup").schedule
    assert (made.weekday, f"{made.opens:%H.%M}", f"{made.closes:%H.%M}") == ("sat", "09.00", "13.30")


def test_files_that_are_none_are_refused_in_danish(serve: Serve, tmp_path: Path, page: Page) -> None:
    letter, empty, huge = tmp_path / "brev.pdf", tmp_path / "tom.csv", tmp_path / "stor.csv"
    letter.write_bytes(b"%PDF-1.7\n" + bytes(200))
    empty.write_text("Hvor;Hvornår\r\n", encoding="utf-8")
    with huge.open("wb") as file:
        file.truncate(300 * 1024 * 1024)
    settings = {"EVALUATION_STORE": str(tmp_path / "store"), "EVALUATION_INITIATIVES": str(tmp_path / "none")}
    with serve({**settings, "EVALUATION_ROLE": "dataansvarlig"}) as url:
        for file_name, said in ((letter, "PDF"), (empty, "Der er ingen rækker")):
            page.goto(f"{url}/data")
            settle(page, 0)
            page.locator("input[type=file]").set_input_files(str(file_name))
            expect(page.get_by_text(f"Filen kan ikke bruges: {file_name.name}")).to_be_visible(timeout=20_000)
            expect(page.get_by_text(re.compile(said)).first).to_be_visible()
        page.goto(f"{url}/data")
        settle(page, 0)
        page.locator("input[type=file]").set_input_files(str(huge))
        too_big = page.get_by_test_id("stFileUploader").get_by_role("alert", include_hidden=True)
        too_big.wait_for(state="attached", timeout=30_000)
        said = too_big.evaluate(
            "e => [getComputedStyle(e), getComputedStyle(e, ':after')].map(s => [s.visibility, s.content])"
        )
        assert said[0][0] == "hidden"  # Streamlit's English words
        assert said[1][0] == "visible"
        assert "over 200 MB" in said[1][1]


#: The words of a queue system that no list knows, and what each says on the page.
KINDS = {
    "Seddel": "Nummer trukket, eller trin begyndt",
    "Frem": "Kaldt op",
    "Ud": "Afsluttet",
    "Forgæves": "Gik igen",
    "Frokost": "Tælles ikke med",
}
PLACES = {"Torvet": 1, "Havnen": 3}  # weekdays


def queue_log(folder: Path) -> tuple[Path, int]:
    """Twelve weeks of single events at two places, and how many tickets they are; numbers begin again each day.

    Every fourth gives up; both places are open on the same day once, with the same numbers.
    """
    lines, tickets = ["Linje;Stempel;Filial;Lap;Kode;Sag"], 0
    for week in range(12):
        for place, weekday in PLACES.items():
            opens = datetime(2025, 3, 3, 10, 0, 20) + timedelta(days=7 * week + (weekday if week else 1))
            events = [(opens, "", "Frokost", "")]
            for number in range(1, 9 + week % 3):
                tickets += 1
                came, topic = opens + timedelta(minutes=20 * number), ("Pas", "MitID")[number % 2]
                gone = number % 4 == 0
                told = (
                    [(0, "Seddel"), (7 + number, "Forgæves")]
                    if gone
                    else [(0, "Seddel"), (7, "Frem"), (15, "Ud")]
                )
                events += [
                    (came + timedelta(minutes=at, seconds=at), f"B{number}", word, topic) for at, word in told
                ]
            for moment, ticket, word, topic in sorted(events):
                cells = (str(70_000 + len(lines)), f"{moment:%d-%m-%Y %H:%M:%S}", place, ticket, word, topic)
                lines.append(";".join(cells))
    file = folder / "log_1.csv"
    file.write_text("\r\n".join(lines) + "\r\n", encoding="cp1252", newline="")
    return file, tickets


def pick_several(page: Page, label: str, options: Sequence[str]) -> None:
    """Its list stays open between answers."""
    box = page.get_by_role("combobox", name=label)
    for option in options:
        pick(page, box, option)
        page.keyboard.press("Escape")


def map_events(page: Page) -> None:
    choose(page, "Hvad er én række i filen?", "En hændelse: flere rækker hører til den samme henvendelse")
    for column, use in (("Stempel", "Tidspunkt for hændelsen"), ("Filial", "Sted"), ("Kode", "Hændelse")):
        choose(page, f"»{column}« bruges som", use)
    expect(page.get_by_text("Vælg, hvad hvert ord i kolonnen »Kode« betyder.")).to_be_visible()
    for word, meaning in KINDS.items():
        choose(page, f"»{word}« er", meaning)
    pick_several(page, "Hændelserne i den samme henvendelse har fælles", ("Lap", "Dato", "Sted"))
    choose(page, "Hvad betyder det, at en billet er afsluttet?", "Sagen blev afklaret på stedet")


def test_an_event_log_nobody_has_described_becomes_its_tickets(
    serve: Serve, tmp_path: Path, page: Page
) -> None:
    (file, tickets), initiatives = queue_log(tmp_path), tmp_path / "initiatives"
    sites = [{"id": name.lower(), "name": name} for name in PLACES]
    days = [
        rule(day, name.lower(), "10:00", "14:00") for name, day in zip(PLACES, ("tue", "thu"), strict=True)
    ]
    folder = create(initiatives, initiative(sites=sites, schedule=days))
    settings = {"EVALUATION_STORE": str(tmp_path / "store"), "EVALUATION_INITIATIVES": str(initiatives)}
    with serve({**settings, "EVALUATION_ROLE": "dataansvarlig"}) as url:
        page.goto(f"{url}/data")
        settle(page, 0)
        page.locator("input[type=file]").set_input_files(str(file))
        map_events(page)
        soundly_drawn(page, 1280)
        page.get_by_role("button", name="Afprøv", exact=True).click()
        expect(page.get_by_text(f"Hændelserne er {tickets} henvendelser.")).to_be_visible(timeout=20_000)
        fill(page, "Hvad skal profilen hedde?", "Køens log")
        page.get_by_role("button", name="Gem og importér").click()
        expect(page.get_by_text("Importeret: log_1.csv")).to_be_visible(timeout=30_000)
        for name in ("Overblik", "Tidsrum"):
            page.get_by_role("link", name=name, exact=True).click()
            chart = page.locator("[data-testid=stVegaLiteChart] svg.marks").first
            expect(chart).to_be_visible(timeout=30_000)
            if name == "Overblik":
                expect(page.get_by_text(f"{tickets} henvendelser").first).to_be_visible()
    profile = load_profile(folder / "profiles/koeens_log.toml")
    assert profile.identity.columns == ("Lap", "local_date", "site")
