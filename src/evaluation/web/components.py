"""The parts a page is made of, each drawn from a frozen finding."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import streamlit as st

from evaluation import charts
from evaluation.disclosure.cells import Role
from evaluation.findings.model import (
    Comparison,
    Download,
    Footer,
    IntervalChart,
    KeyFigure,
    KnownChart,
    Opening,
    PromiseLine,
    Run,
    TableTwin,
    WeekCalendar,
    WeekChart,
)
from evaluation.findings.pages import Context, Definitions, HoursPart
from evaluation.texts import text
from evaluation.texts.csv_file import danish_csv
from evaluation.web import html

_STYLE = Path(__file__).with_name("page.css")
_CARD_COLUMNS = 5  # a wider table is a grid: on a phone it scrolls instead of falling into cards


def style() -> None:
    """Puts the style of all parts on the page; the words it needs come from texts."""
    said = {name: text(f"web.upload.{name}") for name in ("drop", "choose", "too_big")}
    said |= {
        name: text(f"web.streamlit.{name}")
        for name in ("skip", "kept", "lost", "lost_fix", "connecting", "nothing")
    }
    words = "".join(f'--{name}:"{word}";' for name, word in said.items())
    st.html(f"<style>{_STYLE.read_text(encoding='utf-8')}:root{{{words}}}</style>")


def page_top(context: Context, opening: Opening) -> None:
    """Initiative, question, answer and scope."""
    st.html(html.page_top(context.initiative_name, synthetic=context.synthetic, opening=opening))


def key_figures(figures: tuple[KeyFigure, ...]) -> None:
    """At most five figures."""
    if figures:
        st.html(html.key_figures(figures))


def section(title: str, about: str = "") -> None:
    """A heading of the page's second level."""
    st.html(html.section(title, about))


def paragraph(words: str) -> None:
    """Running text."""
    if words:
        st.html(html.paragraph(words))


def chart(spec: dict[str, Any], alt: str, key: str) -> None:
    """A chart as wide as what it stands in; `alt` is what those hear who do not see it."""
    st.vega_lite_chart(spec, theme=None, width="stretch", alt=alt, key=key)


def interval_chart(found: IntervalChart, key: str, *, level: int = 2) -> None:
    """Rows to compare, under the finding as its title."""
    st.html(html.chart_head(found.title, found.subtitle, level))
    chart(charts.interval_chart(found), charts.interval_alt(found), key)
    if found.hides:
        st.html(html.paragraph(text("disclosure.explain.suppressed"), "about"))


def interval_charts(found: tuple[IntervalChart, ...], key: str) -> None:
    """Two or three small charts side by side; below each other on a phone."""
    if not found:
        return
    columns = st.columns(len(found), gap="medium" if len(found) > 2 else "large")
    for number, (column, one) in enumerate(zip(columns, found, strict=True)):
        with column:
            interval_chart(one, f"{key}_{number}", level=3)


def known_chart(found: KnownChart, key: str, *, level: int = 2) -> None:
    """Squares to compare, under the finding as its title."""
    st.html(html.chart_head(found.title, found.subtitle, level))
    chart(charts.known_chart(found), charts.known_alt(found), key)


def week_chart(found: WeekChart, key: str, *, level: int = 2) -> None:
    """A series over weeks with its events explained below."""
    st.html(html.chart_head(found.title, found.subtitle, level))
    chart(charts.week_chart(found), charts.week_alt(found), key)
    if found.marks:
        st.html(html.events(found.marks))


def week_calendar(found: WeekCalendar, key: str, *, level: int = 2) -> None:
    """The week with its legend below."""
    st.html(html.chart_head(found.title, found.subtitle, level))
    chart(charts.week_calendar_chart(found), charts.calendar_alt(found), key)
    entries = charts.calendar_legend(found)
    st.html(html.legend([(entry.kind, entry.fill, entry.label) for entry in entries]))
    if found.note:
        st.html(html.paragraph(found.note, "about"))


def hours_part(part: HoursPart, key: str) -> None:
    """The week of some places beside their slots; below, what lies behind, and all of it as tables."""
    if part.title:
        section(part.title)
    if part.said:
        st.html(html.told(part.said))
    level = 3 if part.title else 2
    if part.calendar is not None:
        left, right = st.columns((58, 42), gap="large")
        with left:
            week_calendar(part.calendar, f"{key}_week", level=level)
        if part.slots is not None:
            with right:
                interval_chart(part.slots, f"{key}_slots", level=level)
    # One chart alone keeps the width it would have beside another.
    for number, (column, one) in enumerate(zip(st.columns(2, gap="large"), part.behind, strict=False)):
        with column:
            interval_chart(one, f"{key}_behind_{number}", level=3)
    for words, name, twins in (
        ("web.show_table", "tables", part.tables),
        ("hours.show_pairs", "pairs", part.pairs),
    ):
        if twins:
            with st.expander(text(words), key=f"{key}_{name}"):
                for twin in twins:
                    table(twin, cards=len(twin.head) <= _CARD_COLUMNS)


def promise_board(lines: tuple[PromiseLine, ...]) -> None:
    """The board of promises."""
    st.html(html.promise_board(lines))


def comparisons(pairs: tuple[Comparison, ...]) -> None:
    """Places held against each other."""
    st.html(html.comparisons(pairs))


def table(twin: TableTwin, *, cards: bool = True) -> None:
    """A table."""
    st.html(html.table(twin, cards=cards))


def table_twin(twin: TableTwin, key: str, *, cards: bool = False) -> None:
    """The chart's figures, one click away."""
    if twin.rows:
        with st.expander(text("web.show_table"), key=key):
            table(twin, cards=cards)


def terms(definitions: Definitions) -> None:
    """Terms and what they mean, open to read."""
    st.html(html.terms(definitions))


def explained(definitions: Definitions, caveats: tuple[str, ...], key: str) -> None:
    """How it is measured, and what cannot be concluded: one click away."""
    if definitions:
        with st.expander(text("web.show_definitions"), key=f"{key}_definitions"):
            st.html(html.definitions(definitions))
    if caveats:
        with st.expander(text("web.show_caveats"), key=f"{key}_caveats"):
            st.html(html.points(caveats))


def download(found: Download, key: str) -> None:
    """A button for the page's figures as a file of UTF-8 with BOM that Danish Excel opens; below `explained`."""
    st.download_button(
        text("web.download"),
        danish_csv(found.head, found.rows).encode("utf-8"),
        file_name=f"{found.name}.csv",
        mime="text/csv",
        key=key,
        on_click="ignore",  # nothing on the page changes by it
    )


def notice(title: str, *lines: str) -> None:
    """A box with a message."""
    st.html(html.notice(title, *lines))


def notices(messages: Iterable[str]) -> None:
    """What a reader must know about this page's figures."""
    for message in messages:
        st.html(html.hint(message))


def decision(sentence: str) -> None:
    """What the committee is asked to decide."""
    if sentence:
        st.html(html.paragraph(sentence, "decision"))


def footer(foot: Footer) -> None:
    """What the figures rest on."""
    st.html(html.footer(foot))


def empty_state(context: Context, question: str) -> None:
    """No data yet: how to get there from here."""
    answer = Opening(question, (Run(text("web.empty.answer"), bold=True),), text("web.empty.scope"))
    page_top(context, answer)
    section(text("web.empty.how"))
    if context.role is not Role.DATAANSVARLIG:
        paragraph(text("web.empty.ask"))
    for name in ("import", "look"):
        paragraph(text(f"web.empty.{name}"))
        st.html(html.command(text(f"web.empty.{name}_command")))
