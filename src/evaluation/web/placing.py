"""Placering: the reader's choices, bound to the address, and the map beside what it comes to."""

import streamlit as st

from evaluation import charts
from evaluation.disclosure.cells import Role
from evaluation.findings import placing as placing_of
from evaluation.findings.pages import Context
from evaluation.findings.placing_model import Option, PlacingChoices, PlacingFinding, PlacingMap
from evaluation.texts import text
from evaluation.web import components as draw
from evaluation.web import html, selection, versions

#: What is to be done that has a line to type.
_COMMANDS = {"areas": "placing.how.areas_command", "candidates": "placing.how.candidates_command"}


def asked(context: Context) -> PlacingFinding:
    """Draws the top of the page and, below it, the choices; the finding for what was chosen."""
    top, role = st.container(), selection.current().role.value
    choices = _choices(versions.key(), role)
    reach, whom, count = _chosen(choices) if choices else ("", "", 0)
    finding = _finding(versions.key(), role, reach, whom, count)
    with top:
        draw.page_top(context, finding.opening)
        draw.notices(finding.warnings)
    return finding


def overview(finding: PlacingFinding) -> None:
    """The map, and beside it the squares; below each other on a phone."""
    if finding.map is None:
        return
    left, right = st.columns((58, 42), gap="large")
    with left:
        _map(finding.map)
    with right:
        for number, chart in enumerate(finding.charts):
            draw.known_chart(chart, f"placing_known_{number}")


def how(steps: tuple[str, ...]) -> None:
    """What is missing, and how it comes."""
    if not steps:
        return
    draw.section(text("placing.how.title"))
    for step in steps:
        draw.paragraph(text(f"placing.how.{step}"))
        if step in _COMMANDS:
            st.html(html.command(text(_COMMANDS[step])))


def _map(found: PlacingMap) -> None:
    st.html(html.chart_head(found.title, found.subtitle))
    draw.chart(charts.placing_map(found), found.alt, "placing_map")
    st.html(html.legend([(entry.kind, entry.fill, entry.label) for entry in charts.map_legend(found)]))


# --- the choices


def _chosen(choices: PlacingChoices) -> tuple[str, str, int]:
    with st.container(key="placing_choices", horizontal=True, gap="medium"):
        reach = _choose("reach", "raekkevidde", choices.reaches, choices.reach)
        whom = _choose("weight", "hvem", choices.weights, choices.weight)
        count = _choose("count", "antal", choices.counts, choices.count)
    for note in choices.notes:
        st.html(html.paragraph(note, "about"))
    return reach, whom, int(count or 0)


def _choose(name: str, key: str, options: tuple[Option, ...], first: str) -> str:
    """One choice; its id. Nothing is drawn where there is nothing to choose between."""
    names = dict(options)
    if len(names) < 2:
        return next(iter(names), "")
    chosen = st.selectbox(
        text(f"placing.choose_{name}"),
        options=list(names),
        index=list(names).index(first) if first in names else 0,
        format_func=lambda choice: names.get(choice, choice),
        key=key,
        bind="query-params",
        placeholder=text("web.filters.choose"),
        filter_mode="contains",
        width=320,
    )
    return chosen if chosen in names else first


@st.cache_data(max_entries=16, show_spinner=False)
def _choices(key: str, role: str) -> PlacingChoices | None:
    return placing_of.choices(versions.dataset(), Role(role))


@st.cache_data(max_entries=64, show_spinner=text("placing.working"))
def _finding(key: str, role: str, reach: str, whom: str, count: int) -> PlacingFinding:
    return placing_of.placing(versions.dataset(), Role(role), reach, whom, count)
