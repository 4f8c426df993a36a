"""Prøvehandlinger: stay, move or stop?"""

from evaluation.texts import text
from evaluation.web import components as draw
from evaluation.web import planning, service, trial_forms, trials

context, registry = service.context(), service.registry()
if context.empty:
    draw.empty_state(context, text("trials.question"))
else:
    finding = service.trials()
    draw.page_top(context, finding.opening)
    for number, part in enumerate(finding.parts):
        trials.part(part, key=f"trial_{number}")
    trials.notes(finding.notes)
    if not finding.parts and registry is None:
        trials.register()
    draw.explained(finding.definitions, finding.caveats, key="trials")
    planning.section(service.planning())
trial_forms.panel(registry)
draw.footer(context.footer)
