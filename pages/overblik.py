"""Overblik: does the initiative keep its promises?"""

from evaluation.texts import text
from evaluation.web import components as draw
from evaluation.web import news, service

context = service.context()
if context.empty:
    draw.empty_state(context, text("pages.overview.question"))
else:
    finding = service.overview()
    draw.page_top(context, finding.opening)
    news.box(service)
    if finding.promises:
        draw.promise_board(finding.promises)
    draw.decision(finding.decision)
    draw.paragraph(finding.trials)
    draw.section(text("pages.overview.figures"))
    draw.key_figures(finding.figures)
    if finding.weeks is not None:
        draw.week_chart(finding.weeks, key="weeks", level=3)
        draw.table_twin(finding.weeks_table, key="weeks_table")
    draw.explained(finding.definitions, finding.caveats, key="overview")
draw.footer(context.footer)
