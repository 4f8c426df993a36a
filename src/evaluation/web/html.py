"""Findings as HTML: pure functions, every text escaped. The style is in page.css.

Status is always shape and word, never colour alone. Tables carry explicit roles because the narrow layout
turns their rows into cards (`display: block` would otherwise take their meaning as tables away).
"""

from collections.abc import Iterable, Sequence
from html import escape
from typing import Final

from evaluation.findings.model import (
    Comparison,
    Footer,
    KeyFigure,
    Mark,
    Opening,
    PromiseLine,
    Run,
    TableTwin,
)
from evaluation.findings.pages import MeasureLine
from evaluation.texts import text
from evaluation.texts.format import iso_week, typeset

_VERDICT_MARKS: Final = {
    "higher": "kept",
    "inseparable": "partly",
    "too_early": "too_early",
    "suppressed": "suppressed",
}


def safe(words: str) -> str:
    """Escaped text whose numbers keep their units on one line."""
    return escape(typeset(words))


def page_top(kicker: str, *, synthetic: bool, opening: Opening) -> str:
    """Initiative, the mark of synthetic data, question, answer and scope line."""
    tag = f'<span class="synthetic">{safe(text("web.synthetic"))}</span>' if synthetic else ""
    scope = f'<p class="scope">{safe(opening.scope)}</p>' if opening.scope else ""
    return (
        f'<div class="kicker"><span>{safe(kicker)}</span>{tag}</div>'
        f"<h1>{safe(opening.question)}</h1>"
        f'<p class="answer">{runs(opening.answer)}</p>{scope}'
    )


def runs(parts: Sequence[Run]) -> str:
    """The answer: the verdict bold."""
    return "".join(f"<b>{safe(part.text)}</b>" if part.bold else safe(part.text) for part in parts)


def key_figures(figures: Iterable[KeyFigure]) -> str:
    """At most five figures between hairlines."""
    return f'<dl class="figures">{"".join(map(_figure, figures))}</dl>'


def _figure(figure: KeyFigure) -> str:
    unit = f'<span class="unit">{safe(figure.unit)}</span>' if figure.unit else ""
    detail = f'<span class="detail">{safe(figure.detail)}</span>' if figure.detail else ""
    return (
        f'<div class="figure"><dt>{safe(figure.label)}</dt>'
        f'<dd><span class="value">{safe(figure.value)}</span>{unit}{detail}</dd></div>'
    )


def section(title: str, about: str = "") -> str:
    """A new question on the page, and what answers it."""
    return f'<h2 class="section">{safe(title)}</h2>' + (paragraph(about, "about") if about else "")


def chart_head(title: str, subtitle: str, level: int = 2) -> str:
    """The finding as the chart's title; the subtitle says measure, unit and how to read the marks."""
    return f'<h{level} class="chart">{safe(title)}</h{level}><p class="subtitle">{safe(subtitle)}</p>'


def paragraph(words: str, kind: str = "prose") -> str:
    """One paragraph of running text."""
    return f'<p class="{kind}">{safe(words)}</p>'


def told(parts: Sequence[Run]) -> str:
    """A paragraph with its verdict bold."""
    return f'<p class="prose">{runs(parts)}</p>'


def points(items: Iterable[str]) -> str:
    """A plain list."""
    return f'<ul class="points">{"".join(f"<li>{safe(item)}</li>" for item in items)}</ul>'


def definitions(pairs: Iterable[tuple[str, str]]) -> str:
    """Names of measures and what they count."""
    return f'<dl class="terms">{"".join(f"<dt>{safe(a)}</dt><dd>{safe(b)}</dd>" for a, b in pairs)}</dl>'


def terms(pairs: Iterable[tuple[str, str]]) -> str:
    """Terms and what they mean, open to read: side by side where there is room."""
    told = "".join(f"<div><dt>{safe(a)}</dt><dd>{safe(b)}</dd></div>" for a, b in pairs)
    return f'<dl class="terms wide">{told}</dl>'


def measures(lines: Iterable[MeasureLine]) -> str:
    """Measures with what they count and do not, and whether the log tells what they need."""
    return f'<dl class="terms measures">{"".join(map(_measure, lines))}</dl>'


def _measure(line: MeasureLine) -> str:
    verdict = status("kept" if line.told else "not_measured", line.verdict)
    return (
        f"<dt>{safe(line.name)}</dt><dd>{safe(line.definition)}</dd><dd>{safe(line.not_counted)}</dd>"
        f'<dd class="meta">{verdict}<span>{safe(line.unit)} {safe(line.needs)}</span></dd>'
    )


def status(kind: str, word: str) -> str:
    """A status: its shape (by class) and its word."""
    return f'<span class="mark {kind}">{safe(word)}</span>'


def table(twin: TableTwin, *, cards: bool = True, tall: bool = False) -> str:
    """A table; on a phone each row becomes a card, or the table scrolls by itself when `cards` is off.

    `tall`: it has so many rows that it scrolls up and down in an area of its own.
    """
    body = [[with_detail(*cell.split("\n")) for cell in row] for row in twin.rows]
    return rows_table(twin.caption, twin.head, body, numeric=twin.numeric, cards=cards, tall=tall)


def rows_table(
    caption: str,
    head: Sequence[str],
    body: Sequence[Sequence[str]],
    *,
    numeric: Sequence[int] = (),
    cards: bool = True,
    tall: bool = False,
    hide_caption: bool = False,
) -> str:
    """A table of cells that are HTML already; the first column names the row."""
    classes = [' class="n"' if i in numeric else "" for i in range(len(head))]
    heads = "".join(
        f'<th role="columnheader" scope="col"{c}>{safe(h)}</th>' for h, c in zip(head, classes, strict=True)
    )
    lines = "".join(_row(head, cells, classes) for cells in body)
    hidden = ' class="hidden"' if hide_caption else ""
    # A table that scrolls must be reachable by keyboard.
    scrolls = f' role="region" tabindex="0" aria-label="{safe(caption)}"' if tall or not cards else ""
    return (
        f'<div class="rows{" cards" if cards else ""}{" tall" if tall else ""}"{scrolls}>'
        f'<table role="table"><caption{hidden}><span>{safe(caption)}</span></caption>'
        f'<thead role="rowgroup"><tr role="row">{heads}</tr></thead>'
        f'<tbody role="rowgroup">{lines}</tbody></table></div>'
    )


def _row(head: Sequence[str], cells: Sequence[str], classes: Sequence[str]) -> str:
    first, *rest = cells
    others = "".join(
        f'<td role="cell" data-label="{safe(name)}"{c}><div>{cell}</div></td>'
        for name, cell, c in zip(head[1:], rest, classes[1:], strict=True)
    )
    return f'<tr role="row"><th role="rowheader" scope="row"{classes[0]}>{first}</th>{others}</tr>'


def with_detail(words: str, *details: str) -> str:
    """A cell's text with the smaller lines below it."""
    return safe(words) + "".join(f"<small>{safe(detail)}</small>" for detail in details if detail)


def promise_board(lines: Iterable[PromiseLine]) -> str:
    """The board of promises: who asked, how it stands, what was found, how it is measured."""
    head = [text(f"web.promise.{name}") for name in ("name", "status", "result", "measured_as")]
    body = [
        [
            with_detail(line.name, line.source),
            status(line.status.value, text(f"web.promise.words.{line.status.value}")),
            with_detail(line.result, line.detail),
            safe(line.measured_as),
        ]
        for line in lines
    ]
    return f'<div class="board">{rows_table(text("pages.overview.promises_caption"), head, body)}</div>'


def comparisons(pairs: Iterable[Comparison]) -> str:
    """Places two and two: difference, interval, and what can be said, as shape and words."""
    head = [text(f"web.comparison.{name}") for name in ("pair", "difference", "interval", "verdict")]
    body = [
        [
            safe(pair.pair),
            safe(pair.difference),
            safe(pair.interval),
            status(_VERDICT_MARKS[pair.verdict], pair.verdict_text),
        ]
        for pair in pairs
    ]
    caption = text("pages.places.comparisons_caption")
    return rows_table(caption, head, body, numeric=(1, 2), hide_caption=True)


def events(marks: Iterable[Mark]) -> str:
    """What the letters on a chart stand for."""
    return f'<ul class="events">{"".join(map(_event, marks))}</ul>'


def legend(entries: Iterable[tuple[str, str, str]]) -> str:
    """What a calendar's cells mean: (kind of swatch, its fill, words)."""
    items = "".join(
        f'<li><span class="swatch {kind}" style="background-color:{fill}"></span>{safe(label)}</li>'
        for kind, fill, label in entries
    )
    return f'<ul class="legend">{items}</ul>'


def _event(mark: Mark) -> str:
    week = iso_week(mark.date)
    said = text("web.event", week=week[:1].upper() + week[1:], text=mark.text)
    letter = f'<span class="letter">{escape(mark.letter)}</span>'
    return f"<li>{letter}<span>{safe(said)}</span></li>"


def notice(title: str, *lines: str) -> str:
    """A box that says something about the page or asks the reader to act."""
    body = "".join(f"<p>{safe(line)}</p>" for line in lines if line)
    return f'<div class="notice" role="note"><p><b>{safe(title)}</b></p>{body}</div>'


def footer(foot: Footer) -> str:
    """What the figures rest on: data through, imported, rows used, version."""
    names = ("data_through", "imported_at", "rows_used", "data_version")
    pairs = "".join(
        f"<div><dt>{safe(text(f'web.footer.{name}'))}</dt><dd>{safe(getattr(foot, name))}</dd></div>"
        for name in names
    )
    return f'<section class="foot" aria-label="{safe(text("web.footer.label"))}"><dl>{pairs}</dl></section>'


def hint(words: str) -> str:
    """One sentence that a reader must know about the figures."""
    return f'<p class="hint" role="note">{safe(words)}</p>'


def command(words: str) -> str:
    """A line to type."""
    return f"<pre><code>{escape(words)}</code></pre>"


def plain_markdown(words: str) -> str:
    """Text for a widget's label, which Streamlit reads as Markdown: every sign stands for itself.

    A list or a heading only begins a line. No more is escaped than must be: who hears the page hears that too.
    """
    begins = len(words) - len(words.lstrip(" 0123456789"))
    return "".join(
        f"\\{sign}" if sign in "\\`*_{}[]()!|~$:<>" or (place == begins and sign in "#+-.") else sign
        for place, sign in enumerate(words)
    )


def step(place: int, title: str, about: str) -> str:
    """A numbered step: what to do, and one sentence on why."""
    number = f'<span class="number" aria-hidden="true">{place}</span>'
    spoken = f'<span class="hidden">{safe(text("web.step", number=place))} </span>'
    return (
        f'<h3 class="step">{number}{spoken}<span>{safe(title)}</span></h3><p class="about">{safe(about)}</p>'
    )


def file_column(name: str, holds: str, said: str) -> str:
    """A column of the reader's file: its name, what it holds, and what the proposal says of it."""
    more = f"<small>{safe(said)}</small>" if said else ""
    return f'<div class="column"><b>{safe(name)}</b><small>{safe(holds)}</small>{more}</div>'


def remark(words: str) -> str:
    """A sentence that belongs to the field beside it."""
    return f'<p class="remark">{safe(words)}</p>'


def listed(title: str, lines: Sequence[str]) -> str:
    """A short list under its name."""
    items = "".join(f"<li>{safe(line)}</li>" for line in lines)
    return f'<p class="listed"><b>{safe(title)}</b></p><ul class="points">{items}</ul>'
