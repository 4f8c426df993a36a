"""A manager registers a trial in the browser and sees it on the page, without a command line."""

import re
import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from evaluation.initiative import load_initiative
from tests.browser.checks import our_violations, widths
from tests.browser.conftest import Serve
from tests.browser.serving import ROOT
from tests.browser.shots import settle
from tests.browser.test_mapping import fill, pick
from tests.initiative.trials import with_new_place

pytestmark = pytest.mark.browser

WITHIN = 30_000  # milliseconds


def test_registered_and_seen(serve: Serve, demo_store: Path, tmp_path: Path, page: Page) -> None:
    home = tmp_path / "initiatives" / "vesthimmerland"
    shutil.copytree(ROOT / "data" / "initiatives" / "vesthimmerland", home)
    today, file = datetime.now(UTC).date(), home / "initiative.toml"
    longer = f"evaluation_ends_on = {today + timedelta(days=400)}"
    words = file.read_text(encoding="utf-8").replace("evaluation_ends_on = 2026-03-01", longer)
    file.write_text(words, encoding="utf-8")
    with_new_place(home, today + timedelta(days=60))
    settings = {"EVALUATION_STORE": str(demo_store), "EVALUATION_INITIATIVES": str(home.parent)}
    with serve({**settings, "EVALUATION_ROLE": "leder"}) as url:
        page.goto(f"{url}/proevehandlinger")
        settle(page, 4)
        page.get_by_text("Udfyld skemaet").click()
        fill(page, "Hvad hedder prøvehandlingen?", "Farsø: til Aars")
        fill(page, "Hvilket spørgsmål skal den besvare?", "Skal Farsø flytte?")
        for label, place in (("Fra sted", "Farsø"), ("Til sted", "Hvalpsund")):
            pick(page, page.get_by_role("combobox", name=label, exact=True), place)
        for label, days in (("Første dag", 60), ("Sidste dag", 260)):
            fill(page, label, f"{today + timedelta(days=days):%d-%m-%Y}")
        fill(page, "Hvem træffer beslutningen?", "Udvalget")
        fill(page, "Hvem registrerer?", "Borgerservice")
        page.get_by_role("button", name="Se, hvad den kan vise").click()
        expect(page.get_by_role("button", name="Lås prøvehandlingen")).to_be_visible(timeout=WITHIN)
        expect(page.get_by_text("færre. Kan").last).to_be_visible()
        page.set_viewport_size({"width": 360, "height": 900})
        # A redraw fades what it is about to replace: its contrast is no fault of the page.
        expect(page.locator("[data-stale=true]")).to_have_count(0, timeout=WITHIN)
        page.wait_for_timeout(1000)
        wanted, window = widths(page)
        assert wanted <= window
        assert our_violations(page) == []
        page.get_by_role("button", name="Lås prøvehandlingen").click()
        expect(page.get_by_text(re.compile("Kode: [0-9a-f]{64}"))).to_be_visible(timeout=WITHIN)
        expect(page.get_by_role("heading", name="Farsø: til Aars", level=2)).to_be_visible(timeout=WITHIN)
        expect(page.get_by_role("combobox", name="Fra sted", exact=True)).to_have_value("")
    (locked,) = [one for one in load_initiative(home).trials if one.trial.id == "farsoe_til_aars"]
    assert (locked.sound, locked.late, len(locked.trial.looks)) == (True, False, 4)
