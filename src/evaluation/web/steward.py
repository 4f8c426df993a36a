"""The parts only the page Data has: the refusal, the accounts of rows and the reasons of rejections."""

import streamlit as st

from evaluation.findings.model import Opening, Run, TableTwin
from evaluation.findings.pages import Context, DataFinding, Reason
from evaluation.texts import text
from evaluation.texts.format import number
from evaluation.web import components as draw


def refused(context: Context) -> None:
    """Says in Danish that this page is the data steward's alone."""
    answer = (Run(text("pages.data.refused.what"), bold=True),)
    draw.page_top(context, Opening(text("pages.data.refused.title"), answer, text("pages.data.refused.fix")))


def beginning(context: Context) -> None:
    """The page while there is no initiative: it begins with a file."""
    answer = (Run(text("pages.data.beginning.what"), bold=True),)
    draw.page_top(
        context, Opening(text("pages.data.beginning.title"), answer, text("pages.data.beginning.fix"))
    )
    draw.section(text("pages.data.import_new"))


def accounts(finding: DataFinding) -> None:
    """Every row accounted for, the imports, what was turned away and why, and how fresh each source is."""
    draw.section(text("pages.data.accounted"))
    draw.paragraph(finding.accounted)
    draw.section(text("pages.data.rejections"))
    _reasons(finding)
    for name, twin in (("imports", finding.imports), ("sources", finding.sources)):
        if twin.rows:
            draw.section(text(f"pages.data.{name}"))
            draw.table(twin)


def _reasons(finding: DataFinding) -> None:
    if not finding.reasons:
        draw.paragraph(text("pages.data.rejections_none"))
        return
    draw.table(_reason_table(finding.reasons))
    if finding.rejections.rows:
        with st.expander(text("pages.data.rejections_rows"), key="rejections"):
            draw.table(finding.rejections)


def _reason_table(reasons: tuple[Reason, ...]) -> TableTwin:
    head = tuple(text(f"pages.data.{name}") for name in ("reason", "fix", "count"))
    rows = tuple((reason.label, reason.fix, number(reason.count)) for reason in reasons)
    return TableTwin(text("pages.data.reasons_caption"), head, rows, numeric=(2,))
