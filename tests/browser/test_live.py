"""A page that is open shows a new import by itself, and the reader loses nothing."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import Serve
from tests.browser.serving import ROOT
from tests.browser.shots import settle

pytestmark = pytest.mark.browser

WITHIN = 10_000  # milliseconds from the commit to the page
NEW = "T900;Farsø;25-02-2026;25-02-2026 10:30;;25-02-2026 10:31;25-02-2026 10:31;25-02-2026 10:45;Ekspederet;MitID"


@pytest.fixture
def own_store(demo_store: Path, tmp_path: Path) -> Path:
    """A copy of the demo year that this test may change."""
    shutil.copytree(demo_store, tmp_path / "store")
    shutil.copy(demo_store.with_name("store.key"), tmp_path / "store.key")
    return tmp_path / "store"


def one_more_enquiry(demo_store: Path, folder: Path) -> Path:
    """An export of one new ticket, in the queue system's own layout."""
    export = demo_store.with_name(f"{demo_store.name}-demo") / "koe_2026-02.csv"
    head = export.read_text(encoding="cp1252").splitlines()[0]
    row = NEW + ";" * (head.count(";") - NEW.count(";"))
    file = folder / "koe_ny.csv"
    file.write_text(f"{head}\r\n{row}\r\n", encoding="cp1252", newline="")
    return file


def evaluation(*words: str | Path) -> None:
    command = [sys.executable, "-m", "evaluation", *map(str, words)]
    env = {**os.environ, "PYTHONPATH": str(ROOT / "src"), "PYTHONUTF8": "1"}
    done = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def enquiries_told(page: Page) -> int:
    """The number of enquiries in the scope line: "… 137 åbninger, 2.461 henvendelser." """
    found = re.search(r"([\d.]+)\s+henvendelser", page.inner_text(".scope"))
    assert found is not None
    return int(found[1].replace(".", ""))


def test_an_import_from_the_command_line_redraws_the_open_page(
    serve: Serve, own_store: Path, demo_store: Path, tmp_path: Path, page: Page
) -> None:
    file = one_more_enquiry(demo_store, tmp_path)
    with serve({"EVALUATION_STORE": str(own_store), "EVALUATION_ROLE": "dataansvarlig"}) as url:
        page.goto(f"{url}/?periode=Evalueringens+4.+kvartal")
        settle(page, 1)
        before, version = enquiries_told(page), page.inner_text(".foot")
        page.evaluate("window.stillHere = true")
        evaluation("import", file, "--initiative", "vesthimmerland", "--store", own_store)
        page.wait_for_function(
            "old => document.querySelector('.foot') && document.querySelector('.foot').innerText !== old",
            arg=version,
            timeout=WITHIN,
        )
        assert enquiries_told(page) == before + 1
        assert page.evaluate("window.stillHere")  # redrawn, not reloaded
        assert page.url.endswith("?periode=Evalueringens+4.+kvartal")

        evaluation("undo", "--store", own_store)
        page.wait_for_function(
            "old => document.querySelector('.foot')?.innerText === old", arg=version, timeout=WITHIN
        )
        assert enquiries_told(page) == before
