"""What only the page Modeller has: its finding, cached; charts two and two, and which promises each model keeps."""

import streamlit as st

from evaluation.disclosure.cells import Role
from evaluation.findings import models_page
from evaluation.findings.model import IntervalChart, KnownChart
from evaluation.findings.models_model import Board, Judged, ModelsFinding
from evaluation.texts import text
from evaluation.web import components as draw
from evaluation.web import html, selection, versions


def finding() -> ModelsFinding | None:
    """Modeller for the reader's role; None while there is no initiative."""
    if not versions.folders():
        return None
    return _finding(versions.key(), selection.current().role.value)


@st.cache_data(max_entries=16, show_spinner=text("models.working"))
def _finding(key: str, role: str) -> ModelsFinding:
    return models_page.models(versions.dataset(), Role(role))


def parts(found: ModelsFinding) -> None:
    """Everything between the answer and the definitions."""
    draw.notices(found.notices)
    if found.table is None or found.board is None:
        return
    draw.section(found.title, found.about)
    with st.container(key="models_table"):
        draw.table(found.table)
    draw.section(text("models.charts_title"), found.charts_about)
    _charts(found.charts)
    draw.section(text("models.promises_title"), text("models.promises_about"))
    st.html(_board(found.board))
    if found.alone:
        draw.section(text("models.alone_title"))
    for said in found.alone:
        draw.paragraph(said)
    if found.more is not None:
        with st.expander(text("models.more_title"), key="models_more"):
            draw.table(found.more)


def _charts(found: tuple[IntervalChart | KnownChart, ...]) -> None:
    """Two and two; below each other on a phone."""
    for number, one in enumerate(found):
        if number % 2 == 0:
            columns = st.columns(2, gap="large")
        with columns[number % 2]:
            key = f"models_{number}"
            if isinstance(one, KnownChart):
                draw.known_chart(one, key, level=3)
            else:
                draw.interval_chart(one, key, level=3)


def _board(found: Board) -> str:
    rows = [[html.safe(name), *map(_judged, said)] for name, said in found.rows]
    drawn = html.rows_table(found.caption, found.head, rows, hide_caption=True)
    return f'<div class="judged">{drawn}</div>'


def _judged(found: Judged) -> str:
    shape = html.status(found.standing, text(f"models.promises.words.{found.standing}"))
    return f"{shape}<small>{html.safe(found.words)}</small>"
