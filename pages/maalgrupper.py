"""Målgrupper: whom do we reach?"""

from evaluation.texts import text
from evaluation.web import components as draw
from evaluation.web import service

context = service.context()
if context.empty:
    draw.empty_state(context, text("pages.groups.question"))
else:
    finding = service.groups()
    draw.page_top(context, finding.opening)
    draw.notices(finding.notices)
    draw.key_figures(finding.figures)
    if finding.lead is not None:
        draw.interval_chart(finding.lead, key="groups_lead")
    if finding.table is not None:
        draw.table_twin(finding.table, key="groups_table", cards=True)
    if finding.compared:
        draw.section(text("pages.groups.compared"), text("pages.groups.compared_about"))
        draw.interval_charts(finding.compared, key="groups_compared")
    if finding.compared_table is not None:
        draw.table_twin(finding.compared_table, key="groups_compared_table", cards=True)
    if finding.behind:
        draw.section(text("pages.groups.behind"), text("pages.groups.behind_about"))
        draw.interval_charts(finding.behind, key="groups_behind")
    if finding.behind_table is not None:
        draw.table_twin(finding.behind_table, key="groups_behind_table", cards=True)
    for title, twin in (
        (text("pages.groups.reach"), finding.reach),
        (text("pages.groups.homes"), finding.homes),
    ):
        if twin is not None:
            draw.section(title)
            draw.table(twin)
    draw.explained(finding.definitions, finding.caveats, key="groups")
draw.footer(context.footer)
