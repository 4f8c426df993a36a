from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from tests.browser.serving import serving
from tests.browser.shots import ARGS, CHROMIUM

Serve = Callable[[dict[str, str]], AbstractContextManager[str]]


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """One browser for all tests."""
    if not Path(CHROMIUM).exists():
        pytest.skip(f"Chromium is not installed at {CHROMIUM}")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGS)
        yield browser
        browser.close()


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    """A fresh window, as a stranger would open."""
    context = chromium.new_context(viewport={"width": 1280, "height": 900}, locale="en-US")
    yield context.new_page()
    context.close()


@pytest.fixture
def phone(chromium: Browser) -> Iterator[Page]:
    """A fresh window of 360 px."""
    context = chromium.new_context(viewport={"width": 360, "height": 780}, locale="en-US")
    yield context.new_page()
    context.close()


@pytest.fixture(scope="session")
def serve(tmp_path_factory: pytest.TempPathFactory) -> Serve:
    """Starts a fresh server with the settings given."""

    def start(settings: dict[str, str]) -> AbstractContextManager[str]:
        return serving(settings, tmp_path_factory.mktemp("server") / "server.log")

    return start


@pytest.fixture(scope="session")
def demo_settings(demo_store: Path) -> dict[str, str]:
    """The demo year, shown to the data steward."""
    return {"EVALUATION_STORE": str(demo_store), "EVALUATION_ROLE": "dataansvarlig"}


@pytest.fixture(scope="session")
def app_url(demo_settings: dict[str, str], serve: Serve, chromium: Browser) -> Iterator[str]:
    """A server on the demo year, shared by tests that change nothing."""
    with serve(demo_settings) as url:
        yield url


@pytest.fixture(scope="session")
def landing(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The file whose content the fake service takes for its data version."""
    file = tmp_path_factory.mktemp("version") / "version"
    file.write_text("", encoding="utf-8")
    return file


@pytest.fixture(scope="session")
def fake_url(serve: Serve, landing: Path, chromium: Browser) -> Iterator[str]:
    """A server on invented findings: every state of every mark, and choices in every filter."""
    settings = {"FAKE_SERVICE": "full", "FAKE_VERSION": str(landing), "EVALUATION_ROLE": "dataansvarlig"}
    with serve(settings) as url:
        yield url
