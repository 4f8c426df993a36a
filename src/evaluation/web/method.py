"""The parts only the page Metode has: remarks on the data, and the measures by group, each one click away."""

import streamlit as st

from evaluation import charts
from evaluation.findings.calibration_model import CalibrationFinding, PromiseTried
from evaluation.findings.pages import Definitions, MeasureGroup, QualityNote
from evaluation.texts import text
from evaluation.texts.format import typeset
from evaluation.web import components as draw
from evaluation.web import html

_SHAPES = {"passed": "kept", "unsure": "partly", "failed": "not_kept"}


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
    """Whether what is said of the uncertainty holds: promise by promise, as a chart, and the rest a click away."""
    draw.section(text("calibration.section.title"), found.about)
    st.html(html.told(found.said))
    if found.lines:
        st.html(_tried(found.lines))
    if found.chart:
        st.html(html.chart_head(found.chart.title, found.chart.subtitle))
        draw.chart(charts.calibration_chart(found.chart), charts.calibration_alt(found.chart), "calibration")
    for name, shown in _behind(found).items():
        if shown:
            with st.expander(text(f"calibration.section.{name}"), key=f"calibration_{name}"):
                st.html(shown)


def _behind(found: CalibrationFinding) -> dict[str, str]:
    """What stands behind a click, by the name of its words; empty where there is nothing."""
    verdicts = found.verdicts and html.table(found.verdicts) + html.paragraph(
        text("calibration.verdicts.planning")
    )
    return {
        "tried": html.table(found.tried) if found.tried else "",
        "verdicts": verdicts or "",
        "controls": html.points(found.controls) if found.controls else "",
        "limits": html.points(found.limits) if found.limits else "",
        "cases": html.table(found.table, tall=True) if found.table else "",
        "made": html.paragraph(found.made) + html.command(found.command) if found.made else "",
    }


def _tried(lines: tuple[PromiseTried, ...]) -> str:
    head = [text(f"calibration.lines.{name}") for name in ("promise", "says", "gave", "trials", "verdict")]
    body = [
        [
            html.with_detail(line.promise, *line.notes),
            html.safe(line.says),
            html.safe(line.gave),
            html.safe(line.trials),
            html.status(_SHAPES[line.standing], line.verdict),
        ]
        for line in lines
    ]
    return html.rows_table(text("calibration.lines.caption"), head, body, numeric=(1, 2, 3))


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
