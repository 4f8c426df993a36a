"""Økonomi: its findings, cached by version, and how it is drawn: the reader's own assumptions first of all.

The fields stand below the answer that depends on them, so the page's parts get their places before they are filled.
"""

import streamlit as st

from evaluation.findings import economy as economy_of
from evaluation.findings.economy_model import Assumed, EconomyFinding, EconomyForm, HeadPart, ModelsPart
from evaluation.findings.head_office import HeadOffice, head_office
from evaluation.findings.pages import Context
from evaluation.findings.period import find
from evaluation.texts import text
from evaluation.web import components as draw
from evaluation.web import html, selection, versions

#: Names in the page's address too.
_PRICE, _SAVING, _EXTRA = "timepris", "besparelse", "udstyr_"
_DEAREST, _MOST = 100_000.0, 1e9


def page(context: Context) -> None:
    """The whole page below the filters, for a store that holds something."""
    top, fields, rest = st.container(), st.container(key="economy_fields"), st.container()
    with fields:
        assumed = _fields(_form(versions.key()))
    found = _finding(versions.key(), selection.current().period, assumed)
    with top:
        draw.page_top(context, found.opening)
        draw.notices(found.notices)
        draw.key_figures(found.figures)
        if found.budget is not None:
            draw.known_chart(found.budget, "budget")
    with rest:
        _places(found)
        _models(found.models)
        _head(found.head)
        draw.explained(found.definitions, found.caveats, key="economy")
        draw.download(found.download, key="economy_download")


def _fields(form: EconomyForm) -> Assumed:
    """The reader's own price, purchases and savings; all of them empty or off to begin with."""
    draw.section(text("economy.inputs.section"), text("economy.inputs.about"))
    left, right = st.columns(2, gap="large")
    with left:
        price = st.number_input(
            text("economy.inputs.price"),
            min_value=1.0,
            max_value=_DEAREST,
            value=None,
            step=1.0,
            format="%g",
            placeholder=form.price,
            key=_PRICE,
            bind="query-params",
        )
        origin = form.origin if price is None else text("economy.inputs.price_yours", origin=form.origin)
        st.html(html.paragraph(origin, "about"))
    with right:
        saving = st.number_input(
            text("economy.inputs.saving"),
            min_value=0.0,
            max_value=_MOST,
            value=None,
            step=1000.0,
            format="%g",
            placeholder=text("economy.inputs.saving_default"),
            key=_SAVING,
            bind="query-params",
        )
        st.html(html.paragraph(text("economy.inputs.saving_about"), "about"))
    return Assumed(price, _extras(form), saving)


def _extras(form: EconomyForm) -> tuple[str, ...]:
    chosen = []
    for one in form.extras:
        if st.checkbox(html.plain_markdown(one.label), key=f"{_EXTRA}{one.id}", bind="query-params"):
            chosen.append(one.id)
        st.html(html.paragraph(one.about, "about"))
    return tuple(chosen)


def _places(found: EconomyFinding) -> None:
    if found.places is None:
        return
    draw.section(text("economy.places.section"), text("economy.places.about"))
    left, right = st.columns(2, gap="large")
    with left:
        draw.known_chart(found.places, "places", level=3)
    if found.served is not None:
        with right:
            draw.interval_chart(found.served, "served", level=3)
    draw.table_twin(found.table, key="places_table", cards=True)


def _models(part: ModelsPart | None) -> None:
    if part is None:
        return
    draw.section(text("economy.models.section"), part.about)
    st.html(html.told(part.said))
    for remark in part.remarks:
        st.html(html.paragraph(remark, "about"))
    draw.known_chart(part.chart, "models", level=3)
    draw.table_twin(part.table, key="models_table", cards=True)


def _head(part: HeadPart | None) -> None:
    if part is None:
        return
    draw.section(part.title, part.about)
    if part.said:
        st.html(html.told(part.said))
    left, right = st.columns(2, gap="large")
    if part.waits is not None:
        with left:
            draw.interval_chart(part.waits, "head_waits", level=3)
    if part.hours is not None:
        with left if part.waits is None else right:
            draw.known_chart(part.hours, "head_hours", level=3)
    if part.table is not None:
        draw.table_twin(part.table, key="head_table", cards=True)
    if part.weeks is not None:
        draw.week_chart(part.weeks, "head_weeks", level=3)
        draw.table_twin(part.weeks_table, key="head_weeks_table")


# --- cached by data version


@st.cache_data(max_entries=16, show_spinner=False)
def _form(key: str) -> EconomyForm:
    return economy_of.form(versions.dataset())


@st.cache_data(max_entries=16, show_spinner=False)
def _office(key: str) -> HeadOffice | None:
    """All data, so once a version, whatever is assumed."""
    return head_office(versions.dataset())


@st.cache_data(max_entries=64, show_spinner=False)
def _finding(key: str, period: str, assumed: Assumed) -> EconomyFinding:
    dataset = versions.dataset()
    return economy_of.economy(dataset, find(dataset, period), assumed, _office(key))
