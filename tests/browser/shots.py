"""Pictures of every page at 1280 and 360 px, to look at: `python tests/browser/shots.py URL OUTDIR`."""

import sys
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

CHROMIUM = "/usr/bin/chromium"
ARGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
WIDTHS = (1280, 360)
#: Address and number of charts.
PAGES = {
    "overblik": 1,
    "steder": 4,
    "tidsrum": 7,
    "oekonomi": 7,
    "proevehandlinger": 5,
    "maalgrupper": 5,
    "modeller": 4,
    "placering": 3,
    "data": 0,
    "metode": 1,
}


def settle(page: Page, charts: int) -> None:
    """Waits until the page has its footer and its charts."""
    page.wait_for_selector(".foot", timeout=60_000)
    page.wait_for_function(
        "n => document.querySelectorAll('[data-testid=stVegaLiteChart] svg.marks').length >= n",
        arg=charts,
        timeout=30_000,
    )
    page.evaluate("document.fonts.ready")
    page.wait_for_timeout(600)


def grow(page: Page, width: int) -> None:
    """Makes the window as tall as the page, which scrolls inside Streamlit's own element."""
    height = page.evaluate("document.querySelector('[data-testid=stMain]').scrollHeight")
    page.set_viewport_size({"width": width, "height": height})
    page.wait_for_timeout(600)


def main(url: str, folder: str) -> None:
    """Takes the pictures."""
    out = Path(folder)
    out.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGS)
        for width in WIDTHS:
            for name, charts in PAGES.items():
                page = browser.new_page(viewport={"width": width, "height": 900})
                page.goto(f"{url.rstrip('/')}/{'' if name == 'overblik' else name}")
                settle(page, charts)
                grow(page, width)
                page.screenshot(path=out / f"{name}_{width}.png")
                page.close()
        browser.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
