"""Placering in Streamlit's own test runner, before any log: geography alone answers, the choices change it."""

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

DASHBOARD = Path(__file__).resolve().parents[2] / "dashboard.py"
INITIATIVE = """
id = "placeproeve"
name = "Prøve"
municipality = "0820"
municipality_name = "Prøveby"
starts_on = 2025-03-03
evaluation_ends_on = 2026-03-01
sites = [
    { id = "raadhus", name = "Raadhus", kind = "head_office", lat = 56.0, lon = 9.5 },
    { id = "birkehal", name = "Birkehal", lat = 56.09, lon = 9.5 },
]
sources = [{ id = "koe", name = "Kø", counts = ["raadhus", "birkehal"] }]
areas = [
    { id = "ask", name = "Ask", lat = 56.0, lon = 9.5, residents = 400, residents_65plus = 100, year = 2024 },
    { id = "birk", name = "Birk", lat = 56.09, lon = 9.5, residents = 50, residents_65plus = 10, year = 2024 },
    { id = "ceder", name = "Ceder", lat = 56.18, lon = 9.5, residents = 40, residents_65plus = 30, year = 2024 },
]
"""
CANDIDATE = 'candidates = [{ id = "cederhus", name = "Cederhus", lat = 56.18, lon = 9.5 }]'


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An initiative without a log, in an installation of its own."""
    own = tmp_path / "initiatives" / "placeproeve"
    own.mkdir(parents=True)
    monkeypatch.setenv("EVALUATION_INITIATIVES", str(own.parent))
    monkeypatch.setenv("EVALUATION_STORE", str(tmp_path / "store"))
    monkeypatch.setenv("EVALUATION_ROLE", "udvalg")
    return own


def opened() -> AppTest:
    app = AppTest.from_file(str(DASHBOARD), default_timeout=30)
    app.run()
    return app.switch_page("pages/placering.py").run()


def body(app: AppTest) -> str:
    assert not app.exception
    return "\n".join(part.proto.body for part in app.get("html")).replace("\xa0", " ")


def test_geography_alone_answers_and_the_choices_are_kept_in_the_address(folder: Path) -> None:
    (folder / "initiative.toml").write_text(INITIATIVE + CANDIDATE, encoding="utf-8")
    page = opened()
    drawn = body(page)
    assert "<b>Flest ville bo tæt på Cederhus:</b> 93 % af borgerne på 65 år og derover" in drawn
    assert "I dag er det 79 %." in drawn
    assert "der er ingen registreringer endnu" in drawn
    assert len(page.get("vega_lite_chart")) == 3
    assert "Hovedkontor: Raadhus." in page.get("vega_lite_chart")[0].proto.alt
    assert page.get("download_button")
    page.selectbox(key="hvem").select("alle")
    chosen = body(page.selectbox(key="raekkevidde").select("15km").run())
    assert (
        "<b>Ingen andre steder ville nå flere end stederne i dag:</b> 100 % af borgerne bor højst 15 km"
        in chosen
    )
    assert "+30" not in chosen


def test_without_candidates_the_page_says_how_they_are_written(folder: Path) -> None:
    (folder / "initiative.toml").write_text(INITIATIVE, encoding="utf-8")
    drawn = body(opened())
    assert "Sådan kommer kortet frem" in drawn
    assert "[[candidates]]" in drawn
    assert "Hvad hvis ét sted flytter?" not in drawn
