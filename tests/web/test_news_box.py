"""The box "nyt siden sidst" in Streamlit's own test runner."""

from datetime import date
from pathlib import Path
from types import ModuleType

import pytest
from streamlit.testing.v1 import AppTest

from evaluation.web import news

DASHBOARD = Path(__file__).resolve().parents[2] / "dashboard.py"


@pytest.fixture
def app(service: ModuleType) -> AppTest:
    return AppTest.from_file(str(DASHBOARD), default_timeout=30)


def shown(app: AppTest) -> str:
    assert not app.exception
    return "\n".join(part.proto.body for part in app.get("html"))


def headline(app: AppTest) -> str:
    return next(e.label for e in app.expander if "nyt" in e.label.lower()).replace("\\", "")


def test_at_the_first_visit_the_news_are_since_the_meeting(app: AppTest) -> None:
    drawn = shown(app.run())
    assert headline(app).startswith("Nyt siden mødet den 2. september 2025")
    assert "212 nye henvendelser på pop-up-stederne." in drawn
    assert not app.radio


def test_a_returning_reader_chooses_and_the_choice_stays(
    app: AppTest, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(news, "last_visit", lambda *_: date(2025, 11, 20))
    app.run()
    assert headline(app).startswith("Nyt siden mødet")
    app.radio(key="news_since").set_value("visit").run()
    assert headline(app) == "Intet nyt siden dit besøg den 2025-11-20."
    assert "212 nye henvendelser" not in shown(app)
    assert headline(app.run()).startswith("Intet nyt")  # as a live redraw would


def test_with_nothing_to_reckon_from_there_is_no_box(
    app: AppTest, service: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(service, "news", lambda _: ())
    app.run()
    assert not [e for e in app.expander if "nyt" in e.label.lower()]
