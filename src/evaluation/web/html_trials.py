"""A trial's verdict as HTML: shape and word, squares for openings, and the record beside it."""

from evaluation.findings.trial_model import VerdictCard
from evaluation.texts import text
from evaluation.web.html import definitions, hint, paragraph, safe

_MOST_SQUARES = 80  # more than that nobody sees as a number


def verdict_card(card: VerdictCard) -> str:
    """Question, verdict, sentences, squares; the record at the right, below on a phone."""
    kind = "decided" if card.decided else "early"
    first, *rest = card.said
    said = paragraph(first, "lead") + "".join(paragraph(words) for words in rest)
    warnings = "".join(map(hint, card.warnings))
    decision = f'<div class="taken">{"".join(map(paragraph, card.decision))}</div>' if card.decision else ""
    return (
        f'<article class="verdict {kind}"><div class="found"><p class="asked">{safe(card.question)}</p>'
        f'<h3 class="ruling">{safe(card.verdict)}</h3>{said}{_squares(card)}{decision}{warnings}</div>'
        f'<div class="record">{definitions(card.record)}</div></article>'
    )


def _squares(card: VerdictCard) -> str:
    """A square for each opening held, a dashed one for each planned; the caption counts them."""
    fits = 0 < card.held + card.planned <= _MOST_SQUARES
    squares = "<i></i>" * card.held + '<i class="open"></i>' * card.planned if fits else ""
    drawn = (
        f'<div class="squares" role="img" aria-label="{safe(card.counted)}">{squares}</div>'
        if squares
        else ""
    )
    key = f" {text('trials.card.squares')}" if squares and card.planned else ""
    return f'{drawn}<p class="counted">{safe(card.counted + ("." + key if key else ""))}</p>'
