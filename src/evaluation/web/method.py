"""The parts only the page Metode has: remarks on the data, and the measures by group, each one click away."""

import streamlit as st

from evaluation import charts
from evaluation.findings.calibration_model import CalibrationFinding, PromiseTried
from evaluation.findings.pages import Definitions, MeasureGroup, QualityNote
from evaluation.texts import text
from evaluation.texts.format import typeset
from evaluation.web import components as draw
from evaluation.web import html

_SHAPES = {"holds": "kept", "unproven": "partly", "fails": "not_kept"}


def quality(notes: tuple[QualityNote, ...]) -> None:
    """What there is to remark of the data; each finding is the title of its table."""
    if not notes:
        draw.paragraph(text("pages.method.quality_fine"))
    for number, note in enumerate(notes):
        with st.expander(_label(note.title), key=f"quality_{number}"):
            draw.paragraph(note.about)
            if note.table is not None:
                draw.table(note.table)


def calibration(found: CalibrationFinding) -> None:
    """Whether what is said of the uncertainty holds: promise by promise, as a chart, and case by case."""
    draw.section(text("calibration.section.title"), text("calibration.section.about"))
    st.html(html.told(found.said))
    if found.lines:
        st.html(_tried(found.lines))
    if found.chart:
        st.html(html.chart_head(found.chart.title, found.chart.subtitle))
        draw.chart(charts.calibration_chart(found.chart), charts.calibration_alt(found.chart), "calibration")
    for name, twin in (("verdicts", found.verdicts), ("cases", found.table)):
        if twin is not None:
            with st.expander(text(f"calibration.section.{name}"), key=f"calibration_{name}"):
                draw.table(twin, cards=name == "verdicts")
    if found.limits:
        st.html(html.listed(text("calibration.section.limits"), found.limits))
    if found.made:
        draw.paragraph(found.made)
        st.html(html.command(found.command))


def _tried(lines: tuple[PromiseTried, ...]) -> str:
    head = [text(f"calibration.lines.{name}") for name in ("promise", "found_head", "trials", "verdict")]
    body = [
        [
            html.safe(line.promise),
            html.with_detail(line.found[0] if line.found else "", *line.found[1:], *line.controls),
            html.safe(line.trials),
            html.status(_SHAPES[line.standing], line.verdict),
        ]
        for line in lines
    ]
    return html.rows_table(text("calibration.lines.caption"), head, body, numeric=(2,))


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
