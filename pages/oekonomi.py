"""Økonomi: what does it cost, and what does it cost the head office?"""

from evaluation.texts import text
from evaluation.web import components as draw
from evaluation.web import economy, service

context = service.context()
if context.empty:
    draw.empty_state(context, text("economy.question"))
else:
    economy.page(context)
draw.footer(context.footer)
