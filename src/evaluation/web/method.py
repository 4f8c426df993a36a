"""The parts only the page Metode has: remarks on the data, and the measures by group, each one click away."""

import streamlit as st

from evaluation.findings.pages import Definitions, MeasureGroup, QualityNote
from evaluation.texts import text
from evaluation.texts.format import typeset
from evaluation.web import components as draw
from evaluation.web import html


def quality(notes: tuple[QualityNote, ...]) -> None:
    """What there is to remark of the data; each finding is the title of its table."""
    if not notes:
        draw.paragraph(text("pages.method.quality_fine"))
    for number, note in enumerate(notes):
        with st.expander(_label(note.title), key=f"quality_{number}"):
            draw.paragraph(note.about)
            if note.table is not None:
                draw.table(note.table)


def measures(groups: tuple[MeasureGroup, ...]) -> None:
    """The measures, by group."""
    for number, group in enumerate(groups):
        told = sum(line.told for line in group.lines)
        words = text("pages.method.measures_group", title=group.title, told=told, all=len(group.lines))
        with st.expander(_label(words), key=f"measures_{number}"):
            st.html(html.measures(group.lines))


def promises(remarks: Definitions) -> None:
    """What is remarked of each promise, one click away."""
    if remarks:
        with st.expander(text("pages.method.promises"), key="promise_remarks"):
            draw.terms(remarks)


def points(*lists: tuple[str, tuple[str, ...]]) -> None:
    """Headings with their lists, side by side where there is room; a list with nothing in it falls away."""
    filled = [(title, items) for title, items in lists if items]
    if not filled:
        return
    for column, (title, items) in zip(st.columns(len(filled), gap="large"), filled, strict=True):
        with column:
            draw.section(title)
            st.html(html.points(items))


def _label(words: str) -> str:
    return html.plain_markdown(typeset(words))
