"""The section "Planlæg en prøvehandling": how long it must run, and a choice of how small a change must be told."""

import streamlit as st

from evaluation import charts
from evaluation.findings.planning_model import PlanningChart, PlanningFinding
from evaluation.texts import text
from evaluation.web import components as draw
from evaluation.web import html

_KEY = "forskel"  # in the page's address too


def section(finding: PlanningFinding | None) -> None:
    """The whole section; nothing for an initiative that has no openings to plan."""
    if finding is None:
        return
    draw.section(text("planning.section"), text("planning.about"))
    st.html(html.told(finding.said))
    _chart(finding.chart)
    draw.table_twin(finding.table, key="planning_table", cards=True)
    _answer(finding)
    with st.expander(text("planning.show_definitions"), key="planning_definitions"):
        st.html(html.definitions(finding.definitions))
    with st.expander(text("planning.show_caveats"), key="planning_caveats"):
        st.html(html.points(finding.caveats))


def _chart(found: PlanningChart) -> None:
    st.html(html.chart_head(found.title, found.subtitle, 3))
    draw.chart(charts.planning_chart(found), charts.planning_alt(found), "planning")


def _answer(finding: PlanningFinding) -> None:
    """The change that must be told, as the reader chooses it, and how long each way takes to tell it."""
    labels = {one.id: one.label for one in finding.answers}
    chosen = st.selectbox(
        text("planning.choose"),
        options=list(labels),
        index=list(labels).index(finding.chosen),
        format_func=lambda choice: labels.get(choice, choice),
        key=_KEY,
        bind="query-params",
        placeholder=text("web.filters.choose"),
        filter_mode="contains",
        width=280,
    )
    answer = next((one for one in finding.answers if one.id == chosen), None)
    if answer is not None:
        st.html(html.told(answer.said))
        draw.table(answer.table)
