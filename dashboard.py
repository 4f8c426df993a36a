"""The dashboard: list of pages, filters, page configuration and app factory; nothing else.

`streamlit run dashboard.py` imports this file once for `app` and runs it once for every change on a page.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import streamlit as st
from starlette.middleware import Middleware
from streamlit.runtime.pages_manager import PagesManager
from streamlit.runtime.scriptrunner import get_script_run_ctx

from evaluation.texts import text
from evaluation.web import components, failures, live, selection, service
from evaluation.web.middleware import DanishHtml, FrontPage, RemembersVisit

PAGES = (  # file, texts of the page, address; the first is the front page
    ("pages/overblik.py", "overview", "overblik"),
    ("pages/steder.py", "places", "steder"),
    ("pages/maalgrupper.py", "groups", "maalgrupper"),
    ("pages/tidsrum.py", "hours", "tidsrum"),
    ("pages/oekonomi.py", "economy", "oekonomi"),
    ("pages/proevehandlinger.py", "trials", "proevehandlinger"),
    ("pages/modeller.py", "models", "modeller"),
    ("pages/placering.py", "placing", "placering"),
    ("pages/data.py", "data", "data"),
    ("pages/metode.py", "method", "metode"),
)


def main() -> None:
    """Draws what stands round every page, and the page that was asked for."""
    pages = [
        st.Page(file, title=text(f"pages.{name}.nav"), url_path=address, default=number == 0)
        for number, (file, name, address) in enumerate(PAGES)
    ]
    page = st.navigation(pages, position="top")
    # After navigation: the other way round every page gets the same title.
    st.set_page_config(page_title=text("web.title", page=page.title), layout="wide")
    components.style()
    with failures.told_in_danish():
        selection.draw(service)
        live.watch(service)
        page.run()


@asynccontextmanager
async def warmed_up(_app: st.App) -> AsyncIterator[None]:
    """Loads the data before the first reader asks: a first deep link then takes 2 s instead of 3."""
    await asyncio.to_thread(failures.logged, service.warm_up)
    yield


if get_script_run_ctx(suppress_warning=True) is None:  # imported by the server
    # Without this a cold server takes pages/ for the old multipage mode (docs/adr/0005).
    PagesManager.uses_pages_directory = False
    app = st.App(
        __file__,
        middleware=[
            Middleware(FrontPage, address=PAGES[0][2]),
            Middleware(RemembersVisit),
            Middleware(DanishHtml),
        ],
        lifespan=warmed_up,
        on_script_error=failures.on_script_error,
    )
else:
    main()
