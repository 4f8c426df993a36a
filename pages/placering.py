"""Placering: where else could we try?"""

from evaluation.texts import text
from evaluation.web import components as draw
from evaluation.web import placing, service

context = service.context()
if service.folder() is None:
    draw.empty_state(context, text("placing.question"))
else:
    finding = placing.asked(context)  # works from geography alone: a log is not needed
    draw.key_figures(finding.figures)
    placing.overview(finding)
    if finding.sets is not None:
        draw.table_twin(finding.sets, key="placing_sets", cards=True)
    if finding.moves is not None:
        draw.section(text("placing.moves"), text("placing.moves_about"))
        draw.table(finding.moves)
    if finding.candidates is not None:
        draw.section(text("placing.candidates"), finding.candidates_about)
        draw.table(finding.candidates)
    placing.how(finding.how)
    draw.explained(finding.definitions, finding.caveats, key="placing")
    if finding.download is not None:
        draw.download(finding.download, key="placing_file")
draw.footer(context.footer)
