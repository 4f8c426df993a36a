"""The box "nyt siden sidst": one sentence, and one click away all that changed and since when it is reckoned."""

import streamlit as st

from evaluation.findings.pages import NewsFinding
from evaluation.texts import text
from evaluation.texts.format import typeset
from evaluation.web import html
from evaluation.web.interface import Service
from evaluation.web.middleware import last_visit, today

_SINCE = "news_since"


def box(service: Service) -> None:
    """Draws it; nothing where there is neither a meeting nor an earlier visit to reckon from."""
    found = service.news(last_visit(dict(st.context.cookies), today()))
    if not found:
        return
    chosen = next((one for one in found if one.id == st.session_state.get(_SINCE)), found[0])
    with (
        st.container(key="news"),
        st.expander(html.plain_markdown(typeset(chosen.headline)), key="news_lines"),
    ):
        _choose(found)
        if chosen.lines:
            st.html(html.points(line.text for line in chosen.lines))
        st.html(html.paragraph(chosen.through, "about"))


def _choose(found: tuple[NewsFinding, ...]) -> None:
    """Since when, where there are two days to choose between; not in the URL, for it is one reader's own."""
    names = {one.id: one.label for one in found}
    if len(names) > 1:
        st.radio(
            text("web.news.since"),
            options=list(names),
            format_func=lambda choice: names.get(choice, choice),
            key=_SINCE,
            horizontal=True,
        )
