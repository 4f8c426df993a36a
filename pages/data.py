"""Data: where do the figures come from? Import, what was turned away, freshness and undo."""

from evaluation.disclosure.cells import Role
from evaluation.texts import text
from evaluation.web import components as draw
from evaluation.web import importing, mapping, mapping_week, service, steward

context = service.context()
if context.role is not Role.DATAANSVARLIG:
    steward.refused(context)
elif service.folder() is None:
    steward.beginning(context)
    mapping.panel(service)
else:
    finding = service.data_status()
    draw.page_top(context, finding.opening)
    draw.section(text("pages.data.import_new"))
    mapping.panel(service)
    mapping_week.panel(service)
    steward.accounts(finding)
    draw.section(text("pages.data.undo"))
    importing.undo(service, finding.undo)
draw.footer(context.footer)
