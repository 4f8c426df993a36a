"""Tidsrum in Streamlit's own test runner, on an invented finding."""

from pathlib import Path
from types import ModuleType

import pytest
from streamlit.testing.v1 import AppTest

from evaluation.charts import calendar_alt, interval_alt
from tests.web import fake_service

DASHBOARD = Path(__file__).resolve().parents[2] / "dashboard.py"


@pytest.fixture
def page(service: ModuleType) -> AppTest:
    app = AppTest.from_file(str(DASHBOARD), default_timeout=30)
    app.run()
    return app.switch_page("pages/tidsrum.py").run()


def body(app: AppTest) -> str:
    assert not app.exception
    return "\n".join(part.proto.body for part in app.get("html"))


def test_question_answer_calendar_legend_and_the_second_part_in_order(page: AppTest) -> None:
    drawn = body(page).replace("\u2060", "").replace("\xa0", " ")
    order = [
        "Hvornår kommer borgerne?",
        "<b>Flest kommer kl. 10–12:</b>",
        "Ugens åbninger, halve time for halve time",
        'class="legend"',
        "Kl. 10–12 er travlest",
        "Hvornår kommer borgerne i Aars?",
        "<b>Flest kommer mandag:</b>",
        'class="foot"',
    ]
    places = [drawn.index(part) for part in order]
    assert places == sorted(places)


def test_the_charts_carry_their_text(page: AppTest) -> None:
    alts = [chart.proto.alt for chart in page.get("vega_lite_chart")]
    assert alts == [
        calendar_alt(fake_service.week_calendar()),
        interval_alt(fake_service.slots()),
        interval_alt(fake_service.behind()[2]),
    ]


def test_a_missing_slot_is_explained_below_the_calendar(page: AppTest) -> None:
    drawn = body(page)
    for kind in ("step", "few", "missing", "closed"):
        assert f'class="swatch {kind}"' in drawn
    assert "mangler: åbent, ikke registreret" in drawn


def test_the_tables_lie_one_click_away(page: AppTest) -> None:
    labels = [one.label for one in page.expander]
    assert labels == [
        "Vis tallene som tabel",
        "Vis forskellene to og to",
        "Sådan er det målt",
        "Hvad kan jeg ikke slutte af dette?",
    ]
    assert "<caption><span>Tidsrummene i tal</span></caption>" in body(page)


def test_an_empty_store_tells_how_to_begin(service: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FAKE_SERVICE", "empty")
    app = AppTest.from_file(str(DASHBOARD), default_timeout=30)
    app.run()
    drawn = body(app.switch_page("pages/tidsrum.py").run())
    assert "Hvornår kommer borgerne?" in drawn
    assert "Der er ingen data endnu." in drawn
    assert not app.get("vega_lite_chart")
