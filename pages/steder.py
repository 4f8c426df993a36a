"""Steder: which places reach most of those it is for?"""

from evaluation.texts import text
from evaluation.web import components as draw
from evaluation.web import service

context = service.context()
if context.empty:
    draw.empty_state(context, text("pages.places.question"))
else:
    finding = service.places()
    draw.page_top(context, finding.opening)
    draw.notices(finding.notices)
    draw.interval_chart(finding.lead, key="lead")
    if finding.groups is not None:
        draw.section(text("pages.places.groups"), text("pages.places.groups_about"))
        draw.table(finding.groups)
    if finding.comparisons:
        draw.section(text("pages.places.comparisons"), text("pages.places.comparisons_about"))
        draw.comparisons(finding.comparisons)
    if finding.behind:
        draw.section(text("pages.places.behind"))
        draw.interval_charts(finding.behind, key="behind")
    draw.table_twin(finding.table, key="places_table", cards=True)
    draw.explained(finding.definitions, finding.caveats, key="places")
draw.footer(context.footer)
