"""The parts only the page Prøvehandlinger has: a trial's verdict card with its record, and its two charts."""

import streamlit as st

from evaluation import charts
from evaluation.findings.trial_model import LooksChart, OpeningsChart, TrialPart
from evaluation.texts import text
from evaluation.web import components as draw
from evaluation.web import html, html_trials

_MOST_CARDS = 10  # a longer table is a grid that scrolls: as cards it would take a phone's page over


def part(found: TrialPart, key: str) -> None:
    """One trial: its verdict, its looks beside its openings, its notes, and all of it as tables."""
    draw.section(found.title)
    st.html(html_trials.verdict_card(found.card))
    with st.container(key=f"{key}_charts"):
        left, right = st.columns(2, gap="large")
    with left:
        _looks(found.looks, f"{key}_looks")
    with right:
        if found.openings is not None:
            _openings(found.openings, f"{key}_openings")
    for note in found.notes:
        draw.paragraph(note)
    with st.expander(text("trials.show_tables", name=found.title), key=f"{key}_tables"):
        for twin in found.tables:
            long = len(twin.rows) > _MOST_CARDS
            st.html(html.table(twin, cards=not long, tall=long))
    with st.expander(text("trials.show_locked", name=found.title), key=f"{key}_locked"):
        st.html(html.definitions(found.locked))


def notes(found: tuple[str, ...]) -> None:
    """What holds for all trials alike."""
    if found:
        draw.section(text("trials.displaced"))
    for note in found:
        draw.paragraph(note)


def register() -> None:
    """How a trial is registered, while there is none."""
    draw.section(text("trials.empty.how"))
    draw.paragraph(text("trials.empty.command_about"))
    st.html(html.command(text("trials.empty.command")))


def _looks(found: LooksChart, key: str) -> None:
    st.html(html.chart_head(found.title, found.subtitle, 3))
    draw.chart(charts.trial_looks_chart(found), charts.trial_looks_alt(found), key)


def _openings(found: OpeningsChart, key: str) -> None:
    st.html(html.chart_head(found.title, found.subtitle, 3))
    draw.chart(charts.trial_openings_chart(found), charts.trial_openings_alt(found), key)
    if found.marks:
        st.html(html.events(found.marks))
