"""Modeller: which staffing and hours?"""

from evaluation.texts import text
from evaluation.web import components as draw
from evaluation.web import model_forms, models, service

context, finding = service.context(), models.finding()
if finding is None:
    draw.empty_state(context, text("pages.models.question"))
else:
    draw.page_top(context, finding.opening)
    models.parts(finding)
    draw.explained(finding.definitions, finding.caveats, key="models")
    if finding.download is not None:
        draw.download(finding.download, key="models_download")
    model_forms.panel()
draw.footer(context.footer)
