"""A stranger opens a link on a server nobody has used yet: AppTest cannot show what goes wrong there."""

import re

import pytest
from playwright.sync_api import Page

from tests.browser.checks import our_violations, watch, widths
from tests.browser.conftest import Serve
from tests.browser.shots import settle

pytestmark = pytest.mark.browser

PAGES = {  # address: title, question, charts
    "": ("Overblik · Evaluering", "Holder løfterne?", 1),
    "overblik": ("Overblik · Evaluering", "Holder løfterne?", 1),
    "steder": ("Steder · Evaluering", "Hvilke steder når flest af dem, det er til for?", 4),
    "tidsrum": ("Tidsrum · Evaluering", "Hvornår kommer borgerne?", 7),
    "proevehandlinger": ("Prøvehandlinger · Evaluering", "Skal vi blive, flytte eller stoppe?", 5),
    "data": ("Data · Evaluering", "Hvor kommer tallene fra?", 0),
}


@pytest.mark.parametrize("address", PAGES)
def test_a_cold_deep_link_shows_the_page(
    address: str, serve: Serve, demo_settings: dict[str, str], page: Page
) -> None:
    title, question, charts = PAGES[address]
    with serve(demo_settings) as url:
        seen = watch(page)
        page.goto(f"{url}/{address}")
        settle(page, charts)
        assert page.title() == title
        assert page.inner_text("h1") == question
        assert page.evaluate("document.documentElement.lang") == "da"
        assert page.locator("[data-testid=stVegaLiteChart] svg.marks").count() == charts
        assert page.locator(".synthetic").count() == 1
        assert seen.foreign_hosts(url) == set()
        assert seen.unexpected_errors() == []
        assert page.evaluate("document.fonts.check('600 16px \"IBM Plex Sans\"')")


@pytest.mark.parametrize("address", PAGES)
@pytest.mark.parametrize("width", [1280, 360])
def test_axe_finds_nothing_of_ours(address: str, width: int, app_url: str, page: Page) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(f"{app_url}/{address}")
    settle(page, PAGES[address][2])
    assert our_violations(page) == []
    wanted, window = widths(page)
    assert wanted <= window


@pytest.mark.parametrize("address", PAGES)
def test_every_chart_speaks_danish(address: str, app_url: str, page: Page) -> None:
    page.goto(f"{app_url}/{address}")
    settle(page, PAGES[address][2])
    charts = page.locator("[data-testid=stVegaLiteChart][role=graphics-document]")
    assert charts.count() == PAGES[address][2]
    for number in range(charts.count()):
        assert len(charts.nth(number).get_attribute("aria-label") or "") > 60
    inside = page.locator("[data-testid=stVegaLiteChart] :is([aria-label], [aria-roledescription=point])")
    spoken = inside.evaluate_all("all => all.map(e => e.getAttribute('aria-label'))")
    assert not [said for said in spoken if re.search("axis|titled|: \\d+[.]\\d", said or "", re.IGNORECASE)]
    assert page.locator("[aria-roledescription=point]").count() == 0
