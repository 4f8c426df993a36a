"""Every page in a browser: on a server nobody has used yet, which AppTest cannot show, and in both widths."""

import re

import pytest
from playwright.sync_api import Page

from tests.browser.checks import our_violations, watch, widths
from tests.browser.conftest import Serve
from tests.browser.shots import PAGES as CHARTS
from tests.browser.shots import settle

pytestmark = pytest.mark.browser

PAGES = {  # address: title, question
    "": ("Overblik", "Holder løfterne?"),
    "steder": ("Steder", "Hvilke steder når flest af dem, det er til for?"),
    "maalgrupper": ("Målgrupper", "Hvem når vi?"),
    "tidsrum": ("Tidsrum", "Hvornår kommer borgerne?"),
    "oekonomi": ("Økonomi", "Hvad koster det, og hvad koster det Aars?"),
    "proevehandlinger": ("Prøvehandlinger", "Skal vi blive, flytte eller stoppe?"),
    "modeller": ("Modeller", "Hvilken bemanding og åbningstid?"),
    "placering": ("Placering", "Hvor kunne vi ellers prøve?"),
    "data": ("Data", "Hvor kommer tallene fra?"),
    "metode": ("Metode", "Hvordan er tallene beregnet, og kan de holde?"),
}
COLD = ("overblik", "steder")  # the front page by its own address, and another


def charts_of(address: str) -> int:
    return CHARTS[address or "overblik"]


def stands(page: Page, address: str) -> None:
    """Title, question, language, charts and the mark of synthetic data."""
    settle(page, charts_of(address))
    title, question = PAGES["" if address == "overblik" else address]
    assert page.title() == f"{title} · Evaluering"
    assert page.inner_text("h1") == question
    assert page.evaluate("document.documentElement.lang") == "da"
    assert page.locator("[data-testid=stVegaLiteChart] svg.marks").count() == charts_of(address)
    assert page.locator(".synthetic").count() == 1


@pytest.mark.parametrize("address", COLD)
def test_a_cold_deep_link_shows_the_page(
    address: str, serve: Serve, demo_settings: dict[str, str], page: Page
) -> None:
    with serve(demo_settings) as url:
        seen = watch(page)
        page.goto(f"{url}/{address}")
        stands(page, address)
        assert seen.foreign_hosts(url) == set()
        assert seen.unexpected_errors() == []
        assert page.evaluate("document.fonts.check('600 16px \"IBM Plex Sans\"')")


@pytest.mark.parametrize("address", PAGES)
@pytest.mark.parametrize("width", [1280, 360])
def test_a_page_in_both_widths(address: str, width: int, app_url: str, page: Page) -> None:
    """Nothing asked of others, no error, nothing for axe, no scrolling sideways, charts that speak Danish."""
    seen = watch(page)
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(f"{app_url}/{address}")
    stands(page, address)
    assert seen.foreign_hosts(app_url) == set()
    assert seen.unexpected_errors() == []
    assert our_violations(page) == []
    wanted, window = widths(page)
    assert wanted <= window
    speaks_danish(page)


def speaks_danish(page: Page) -> None:
    charts = page.locator("[data-testid=stVegaLiteChart][role=graphics-document]")
    assert charts.count() == page.locator("[data-testid=stVegaLiteChart]").count()
    for number in range(charts.count()):
        assert len(charts.nth(number).get_attribute("aria-label") or "") > 60
    inside = page.locator("[data-testid=stVegaLiteChart] :is([aria-label], [aria-roledescription=point])")
    spoken = inside.evaluate_all("all => all.map(e => e.getAttribute('aria-label'))")
    english = re.compile("axis|titled|: \\d+[.]\\d(?!\\d\\d)", re.IGNORECASE)  # 1.800 is Danish
    assert not [said for said in spoken if english.search(said or "")]
    assert page.locator("[aria-roledescription=point]").count() == 0
