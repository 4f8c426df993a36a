import re
from datetime import date
from pathlib import Path

import pytest

from evaluation.findings.model import (
    Comparison,
    Footer,
    KeyFigure,
    Mark,
    Opening,
    PromiseLine,
    PromiseStatus,
    Run,
    TableTwin,
)
from evaluation.web import html

EVIL = '<img src=x onerror="alert(1)">&'
LINE = PromiseLine(EVIL, EVIL, PromiseStatus.KEPT, EVIL, EVIL, EVIL)


@pytest.mark.parametrize(
    "drawn",
    [
        html.page_top(EVIL, synthetic=True, opening=Opening(EVIL, (Run(EVIL, True), Run(EVIL)), EVIL)),
        html.key_figures([KeyFigure(EVIL, EVIL, EVIL, EVIL)]),
        html.section(EVIL, EVIL),
        html.chart_head(EVIL, EVIL),
        html.paragraph(EVIL),
        html.points([EVIL]),
        html.definitions([(EVIL, EVIL)]),
        html.table(TableTwin(EVIL, (EVIL, EVIL), ((EVIL, EVIL),), (1,))),
        html.table(TableTwin(EVIL, (EVIL, EVIL), ((EVIL, EVIL),), (1,)), cards=False),
        html.promise_board([LINE]),
        html.comparisons([Comparison(EVIL, EVIL, EVIL, "higher", EVIL)]),
        html.events([Mark(EVIL, date(2025, 3, 3), EVIL)]),
        html.notice(EVIL, EVIL),
        html.hint(EVIL),
        html.footer(Footer(EVIL, EVIL, EVIL, EVIL)),
        html.command(EVIL),
    ],
)
def test_every_text_is_escaped(drawn: str) -> None:
    assert "&lt;img" in drawn
    assert "<img" not in drawn
    assert '"alert(1)"' not in drawn


def test_synthetic_data_say_so_and_real_data_do_not() -> None:
    opening = Opening("Spørgsmål?", (Run("Svar."),), "")
    assert "Syntetiske data" in html.page_top("Navn", synthetic=True, opening=opening)
    assert "Syntetiske data" not in html.page_top("Navn", synthetic=False, opening=opening)


def test_the_verdict_is_bold() -> None:
    assert html.runs((Run("Farsø når flest:", bold=True), Run(" 3,1."))) == "<b>Farsø når flest:</b> 3,1."


@pytest.mark.parametrize("status", list(PromiseStatus))
def test_each_promise_status_has_its_shape_and_its_word(status: PromiseStatus) -> None:
    style = Path(html.__file__).with_name("page.css").read_text(encoding="utf-8")
    drawn = html.promise_board([PromiseLine("Løfte", "Kilde", status, "", "", "")])
    words = {
        PromiseStatus.KEPT: "Holdt",
        PromiseStatus.PARTLY: "Delvist",
        PromiseStatus.NOT_KEPT: "Ikke holdt",
        PromiseStatus.TOO_EARLY: "For tidligt",
        PromiseStatus.NOT_MEASURED: "Måles ikke",
        PromiseStatus.NO_TARGET: "Intet mål fastsat",
    }
    assert f'<span class="mark {status.value}">{words[status]}</span>' in drawn
    assert f".mark.{status.value}:before" in style


@pytest.mark.parametrize("verdict", ["higher", "inseparable", "too_early", "suppressed"])
def test_each_verdict_has_a_shape(verdict: str) -> None:
    style = Path(html.__file__).with_name("page.css").read_text(encoding="utf-8")
    drawn = html.comparisons([Comparison("A over for B", "", "", verdict, "Ord")])  # type: ignore[arg-type]
    [kind] = re.findall(r'class="mark (\w+)"', drawn)
    assert f".mark.{kind}:before" in style


def test_a_table_keeps_its_meaning_as_cards() -> None:
    twin = TableTwin("Titel", ("Sted", "Antal"), (("Farsø", "12"), ("Aalestrup", "9")), (1,))
    drawn = html.table(twin)
    assert drawn.count('role="row"') == 3
    assert drawn.count('scope="col"') == 2
    assert drawn.count('<th role="rowheader" scope="row">') == 2
    assert '<td role="cell" data-label="Antal" class="n"><div>12</div></td>' in drawn
    assert "<caption><span>Titel</span></caption>" in drawn
    assert "tabindex" not in drawn


def test_the_lines_of_a_cell_stand_below_each_other() -> None:
    twin = TableTwin(
        "Titel", ("Sted", "Ventetid"), (("Farsø\nåbent til maj", "4\n2–6\n9 ud af 10: 24"),), (1,)
    )
    drawn = html.table(twin).replace("\u2060", "")
    assert "Farsø<small>åbent til maj</small></th>" in drawn
    assert "<div>4<small>2–6</small><small>9 ud af 10: 24</small></div>" in drawn


def test_a_table_that_scrolls_can_be_reached_by_keyboard() -> None:
    drawn = html.table(TableTwin("Titel", ("Sted",), (("Farsø",),)), cards=False)
    assert 'role="region" tabindex="0" aria-label="Titel"' in drawn


def test_a_row_of_the_wrong_length_is_refused() -> None:
    with pytest.raises(ValueError, match="zip"):
        html.table(TableTwin("Titel", ("Sted", "Antal"), (("Farsø",),)))


def test_numbers_keep_their_units() -> None:
    assert html.safe("38 % og 225.000 kr.") == "38\u00a0% og 225.000\u00a0kr."


def test_an_event_is_dated_by_its_week() -> None:
    drawn = html.events([Mark("A", date(2025, 5, 12), "brev")])
    assert '<span class="letter">A</span><span>Uge\u00a020 i 2025: brev</span>' in drawn


def test_a_widget_label_is_plain_text() -> None:
    assert html.plain_markdown("a_b *c* [d](e)") == r"a\_b \*c\* \[d\]\(e\)"
    assert html.plain_markdown("1. hændelses-id") == r"1\. hændelses-id"
    assert html.plain_markdown("- 3.5") == r"\- 3.5"
