"""Frame, filters, upload and live redraw in a real browser, on invented findings."""

import re
import time
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.checks import has_visible_focus, our_violations, tabbed, watch, widths
from tests.browser.conftest import Serve
from tests.browser.shots import settle

pytestmark = pytest.mark.browser
PAGES = {"": 1, "steder": 4, "tidsrum": 3, "proevehandlinger": 4, "data": 0, "metode": 0}


def opened(page: Page, url: str, address: str = "") -> Page:
    page.goto(f"{url}/{address}")
    settle(page, PAGES[address.split("?", maxsplit=1)[0]])
    return page


def choose(page: Page, label: str, option: str) -> None:
    page.get_by_role("combobox", name=label, exact=True).click()
    page.get_by_role("option", name=option, exact=True).click()


@pytest.mark.parametrize("address", PAGES)
@pytest.mark.parametrize("width", [1280, 360])
def test_axe_and_width_with_every_mark_and_everything_open(
    address: str, width: int, fake_url: str, page: Page
) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    opened(page, fake_url, address)
    for summary in page.locator("summary").all():
        summary.click()
    page.wait_for_timeout(500)
    assert our_violations(page) == []
    wanted, window = widths(page)
    assert wanted <= window


def test_everything_is_reached_by_keyboard_in_order(fake_url: str, page: Page) -> None:
    opened(page, fake_url, "steder")
    names = tabbed(page)
    wanted = ["Overblik", "Steder", "Data", "Initiativ", "Periode", "Vis som"]
    wanted += ["Vis tallene som tabel", "Sådan er det målt", "Hvad kan jeg ikke slutte af dette?"]
    places = [next(i for i, name in enumerate(names) if w in name) for w in wanted]
    assert places == sorted(places)


def test_focus_is_seen(fake_url: str, page: Page) -> None:
    opened(page, fake_url)
    page.keyboard.press("Tab")
    for _ in range(6):
        page.keyboard.press("Tab")
        assert has_visible_focus(page)


def test_an_expander_opens_by_keyboard(fake_url: str, page: Page) -> None:
    opened(page, fake_url)
    page.locator("summary", has_text="Vis tallene som tabel").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("table", name="Henvendelser pr. åbningstime, uge for uge")).to_be_visible()


def test_filters_live_in_the_address_and_follow_to_every_page(fake_url: str, page: Page) -> None:
    opened(page, fake_url, "?periode=2.+kvartal")
    expect(page.locator(".foot")).to_contain_text("2. kvartal")
    choose(page, "Periode", "1. kvartal")
    expect(page.locator(".foot")).to_contain_text("1. kvartal")
    page.get_by_role("link", name="Steder").click()
    expect(page).to_have_url(re.compile(r"/steder\?periode=1\.(\+|%20)kvartal$"))
    expect(page.locator(".foot")).to_contain_text("1. kvartal")
    choose(page, "Periode", "Hele perioden")
    expect(page).to_have_url(re.compile(r"/steder$"))


def test_the_role_only_goes_down_and_not_into_the_address(fake_url: str, page: Page) -> None:
    opened(page, fake_url, "data")
    choose(page, "Vis som", "Udvalg")
    expect(page.locator(".answer")).to_contain_text("Siden er kun for den dataansvarlige.")
    assert "rol" not in page.url
    opened(page, fake_url, "data?role=Dataansvarlig")
    assert page.inner_text("h1") == "Hvor kommer tallene fra?"


def test_the_committees_server_offers_no_role_and_no_data_page(serve: Serve, page: Page) -> None:
    with serve({"FAKE_SERVICE": "full", "EVALUATION_ROLE": "udvalg"}) as url:
        opened(page, url, "data?role=Dataansvarlig&rolle=dataansvarlig")
        expect(page.locator(".answer")).to_contain_text("Siden er kun for den dataansvarlige.")
        assert page.get_by_role("combobox", name="Vis som").count() == 0
        assert "999999-9999" not in page.content()


def give(page: Page, content: bytes) -> None:
    file = {"name": "kø 04.csv", "mimeType": "text/csv", "buffer": content}
    page.set_input_files("[data-testid=stFileUploaderDropzoneInput]", [file])


def upload(page: Page, content: bytes) -> None:
    give(page, content)
    expect(page.get_by_role("button", name="Afprøv")).to_be_enabled(timeout=15_000)


def land(file: Path) -> None:
    """An import lands, as far as the fake service can tell."""
    file.write_text(f".{time.monotonic_ns()}", encoding="utf-8")


def shown_version(page: Page) -> str:
    return page.locator(".foot dd").last.inner_text()


def wait_for_redraw(page: Page, before: str) -> float:
    started = time.monotonic()
    expect(page.locator(".foot dd").last).not_to_have_text(before, timeout=10_000)
    return time.monotonic() - started


def test_an_open_page_shows_an_import_by_itself_and_loses_nothing(
    fake_url: str, landing: Path, page: Page
) -> None:
    opened(page, fake_url)
    page.locator("summary", has_text="Vis tallene som tabel").click()
    expect(page.get_by_role("table", name="Henvendelser pr. åbningstime, uge for uge")).to_be_visible()
    page.evaluate("document.querySelector('[data-testid=stMain]').scrollTo(0, 700)")
    before, scrolled = (
        shown_version(page),
        page.evaluate("document.querySelector('[data-testid=stMain]').scrollTop"),
    )
    land(landing)
    assert wait_for_redraw(page, before) < 10
    expect(page.get_by_role("table", name="Henvendelser pr. åbningstime, uge for uge")).to_be_visible()
    assert page.evaluate("document.querySelector('[data-testid=stMain]').scrollTop") == scrolled


def test_a_trials_answer_outlives_a_redraw(fake_url: str, landing: Path, page: Page) -> None:
    opened(page, fake_url, "data")
    upload(page, b"a;b\n1;2\n")
    page.get_by_role("button", name="Afprøv").click()
    expect(page.locator(".notice")).to_contain_text("Afprøvet, intet er gemt: kø 04.csv")
    before = shown_version(page)
    land(landing)
    wait_for_redraw(page, before)
    expect(page.locator(".notice")).to_contain_text("Afprøvet, intet er gemt: kø 04.csv")
    expect(page.get_by_role("button", name="Importér")).to_be_enabled()  # the file is still there


def test_import_and_undo(fake_url: str, page: Page) -> None:
    opened(page, fake_url, "data")
    imports = page.get_by_role("table", name="Importer, den seneste øverst").get_by_role("row")
    count = imports.count()
    upload(page, b"a;b\n1;2\n")
    page.get_by_role("button", name="Importér").click()
    expect(page.locator(".notice")).to_contain_text("Importeret: kø 04.csv")
    expect(imports).to_have_count(count + 1)
    expect(page.get_by_role("button", name="Fortryd importen")).to_be_disabled()
    page.get_by_text("Ja, fortryd den seneste import").click()
    page.get_by_role("button", name="Fortryd importen").click()
    expect(page.locator(".notice", has_text="er taget tilbage")).to_be_visible(timeout=15_000)
    expect(page.locator(".notice", has_text="Importeret: kø 04.csv")).to_have_count(0, timeout=15_000)
    expect(imports).to_have_count(count)


def test_a_refused_file_says_why(fake_url: str, page: Page) -> None:
    opened(page, fake_url, "data")
    give(page, b" ")  # before anything can be tried or imported
    refused = page.locator(".notice", has_text="Filen kø 04.csv er tom. Hent udtrækket igen.")
    expect(refused).to_be_visible(timeout=15_000)


def test_the_uploader_speaks_danish(fake_url: str, page: Page) -> None:
    opened(page, fake_url, "data")
    button = page.locator("[data-testid=stFileUploaderDropzone] button")
    shown = button.evaluate("e => getComputedStyle(e, '::after').content")
    assert shown == '"Vælg fil"'
    assert button.locator("p").bounding_box()["width"] <= 1  # type: ignore[index]
    hint = page.locator("[data-testid=stFileUploaderDropzoneInstructions]")
    assert "Højst 200 MB" in hint.evaluate("e => getComputedStyle(e, '::after').content")
    assert not hint.locator("span").first.is_visible()


def test_streamlits_own_words_are_danish(fake_url: str, page: Page) -> None:
    page.goto(f"{fake_url}/findesikke", wait_until="domcontentloaded")
    title = page.get_by_test_id("stDialog").locator("h2")
    title.wait_for(timeout=30_000)
    page.locator(".foot").wait_for(state="attached", timeout=30_000)
    for mark, said in (("h2", "Siden findes ikke"), ("h2 + div", "Overblik")):
        shown = (
            page.get_by_test_id("stDialog")
            .locator(mark)
            .evaluate("e => getComputedStyle(e, '::after').content")
        )
        assert said in shown
    assert title.evaluate("e => getComputedStyle(e).fontSize") == "0px"
    skip = page.get_by_test_id("stSkipToContent")
    assert "Gå til" in skip.evaluate("e => getComputedStyle(e, '::after').content")


@pytest.mark.parametrize(
    ("state", "said"),
    [
        ("empty", "Der er ingen data endnu."),
        ("broken", "Lageret kan ikke læses."),
        ("crash", "Siden kunne ikke vises på grund af en fejl i programmet."),
    ],
)
def test_when_there_is_nothing_to_show_the_page_says_so_in_danish(
    state: str, said: str, serve: Serve, page: Page
) -> None:
    with serve({"FAKE_SERVICE": state, "EVALUATION_ROLE": "udvalg"}) as url:
        seen = watch(page)
        page.goto(f"{url}/steder")
        expect(page.get_by_text(said)).to_be_visible(timeout=30_000)
        page.wait_for_timeout(500)
        text = page.inner_text("[data-testid=stMain]")
        assert "a fault in the program" not in text
        assert "Traceback" not in text
        assert not re.search(r"\b(error|page not found|this app)\b", text, re.IGNORECASE)
        assert our_violations(page) == []
        assert seen.unexpected_errors() == []


def test_a_phone_shows_rows_as_cards(fake_url: str, phone: Page) -> None:
    opened(phone, fake_url)
    row = phone.locator(".board tbody tr").first
    name, result = row.locator("th").bounding_box(), row.locator("td").nth(1).bounding_box()
    assert name is not None
    assert result is not None
    assert result["y"] > name["y"] + name["height"] - 1
    label = row.locator("td").nth(1).evaluate("e => getComputedStyle(e, '::before').content")
    assert label == '"Resultat"'
