"""The data steward's way in the browser: try a file, import it, see every row accounted for, take it back."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.checks import our_violations
from tests.browser.conftest import Serve
from tests.browser.shots import settle
from tests.browser.test_live import one_more_enquiry, own_store

__all__ = ["own_store"]
pytestmark = pytest.mark.browser


def test_try_import_and_take_back(
    serve: Serve, own_store: Path, demo_store: Path, tmp_path: Path, page: Page
) -> None:
    file = one_more_enquiry(demo_store, tmp_path)
    with file.open("a", encoding="cp1252", newline="") as lines:
        lines.write("T901;Farsø;25-02-2026\r\n")  # cut short
    with serve({"EVALUATION_STORE": str(own_store), "EVALUATION_ROLE": "dataansvarlig"}) as url:
        page.goto(f"{url}/data")
        settle(page, 0)
        before = page.inner_text(".foot")
        page.locator("input[type=file]").set_input_files(str(file))
        page.get_by_role("button", name="Afprøv").click()
        expect(page.get_by_text("Afprøvet, intet er gemt")).to_be_visible(timeout=20_000)
        expect(page.get_by_text(re.compile("2 læst = 1 brugt .* 1 afvist"))).to_be_visible()
        assert page.inner_text(".foot") == before

        page.get_by_role("button", name="Importér", exact=True).click()
        expect(page.get_by_text("Importeret: koe_ny.csv")).to_be_visible(timeout=20_000)
        expect(page.get_by_text("koe_ny.csv").first).to_be_visible()
        # The footer is gone for a moment while the page is drawn anew.
        page.wait_for_function(
            "old => (document.querySelector('.foot')?.innerText ?? old) !== old", arg=before
        )
        assert our_violations(page) == []

        page.get_by_text("Ja, fortryd den seneste import").click()
        page.get_by_role("button", name="Fortryd importen").click()
        page.wait_for_function(
            "old => document.querySelector('.foot')?.innerText === old", arg=before, timeout=20_000
        )


def test_a_file_that_is_no_export_is_refused_in_danish(
    serve: Serve, own_store: Path, tmp_path: Path, page: Page
) -> None:
    picture = tmp_path / "koe.csv"
    picture.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(200))
    with serve({"EVALUATION_STORE": str(own_store), "EVALUATION_ROLE": "dataansvarlig"}) as url:
        page.goto(f"{url}/data")
        settle(page, 0)
        before = page.inner_text(".foot")
        page.locator("input[type=file]").set_input_files(str(picture))
        expect(page.get_by_text("Filen kan ikke bruges: koe.csv")).to_be_visible(timeout=20_000)
        assert page.get_by_role("button", name="Importér", exact=True).count() == 0
        assert page.inner_text(".foot") == before
