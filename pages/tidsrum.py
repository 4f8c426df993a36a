"""Tidsrum: when do citizens come?"""

from evaluation.texts import text
from evaluation.web import components as draw
from evaluation.web import service

context = service.context()
if context.empty:
    draw.empty_state(context, text("pages.hours.question"))
else:
    finding = service.hours()
    draw.page_top(context, finding.opening)
    for number, part in enumerate(finding.parts):
        draw.hours_part(part, key=f"part_{number}")
    draw.explained(finding.definitions, finding.caveats, key="hours")
draw.footer(context.footer)
