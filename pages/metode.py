"""Metode: how are the figures calculated, and can they be relied on?"""

from evaluation.texts import text
from evaluation.web import components as draw
from evaluation.web import method, service

context = service.context()
if context.empty:
    draw.empty_state(context, text("pages.method.question"))
else:
    finding = service.method()
    draw.page_top(context, finding.opening)
    draw.key_figures(finding.figures)
    draw.section(text("pages.method.quality"), text("pages.method.quality_about"))
    draw.table(finding.sources)
    method.quality(finding.quality)
    draw.section(text("pages.method.uncertainty"), text("pages.method.uncertainty_about"))
    draw.terms(finding.uncertainty)
    method.calibration(finding.calibration)
    draw.section(text("pages.method.measures"), text("pages.method.measures_about"))
    method.measures(finding.measures)
    method.points(
        (text("pages.method.protection"), finding.protection),
        (text("pages.method.unanswered"), finding.unanswered),
    )
    method.points((text("pages.method.remarks"), finding.remarks))
    method.promises(finding.promises)
draw.footer(context.footer)
