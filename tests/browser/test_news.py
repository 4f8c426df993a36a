"""A returning reader's browser tells the day of the last visit; nothing else of it is kept."""

from datetime import date

import pytest
from playwright.sync_api import Page, expect

from tests.browser.shots import settle

pytestmark = pytest.mark.browser


def test_the_browser_remembers_the_last_visit(fake_url: str, page: Page) -> None:
    page.context.add_cookies([{"name": "this_visit", "value": "2026-02-20", "url": fake_url}])
    page.goto(fake_url)
    settle(page, 1)
    page.locator(".st-key-news summary").click()
    page.get_by_text("Dit besøg den 2026-02-20").click()
    expect(page.locator(".st-key-news summary")).to_contain_text("Intet nyt siden dit besøg den 2026-02-20.")
    assert page.url.rstrip("/") == fake_url.rstrip("/")
    kept = {cookie["name"]: cookie["value"] for cookie in page.context.cookies() if "visit" in cookie["name"]}
    assert kept.pop("last_visit") == "2026-02-20"
    assert list(kept) == ["this_visit"]
    assert date.fromisoformat(kept["this_visit"]) > date(2026, 2, 20)
