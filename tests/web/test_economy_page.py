"""Økonomi in Streamlit's own test runner: what the reader assumes changes the figures, and leaves the answer above."""

from pathlib import Path
from types import ModuleType

import pytest
from streamlit.testing.v1 import AppTest

from evaluation.findings.economy import economy, form
from evaluation.findings.economy_model import Assumed, EconomyFinding, EconomyForm
from evaluation.findings.head_office import head_office
from evaluation.findings.period import find
from evaluation.web import economy as page
from evaluation.web import versions
from tests.findings.test_economy import cost, world

DASHBOARD = Path(__file__).resolve().parents[2] / "dashboard.py"
BOUGHT = {"id": "udstyr", "name": "Udstyr", "kr": 775_000, "note": "Abonnement uden tal.", "origin": "Sagen"}


@pytest.fixture
def app(service: ModuleType, monkeypatch: pytest.MonkeyPatch) -> AppTest:
    dataset = world(weeks=4, costs=[cost(60_000)], economy={"budget_per_year": 50_000, "extras": [BOUGHT]})
    office = head_office(dataset)

    def told(_key: str, _period: str, assumed: Assumed) -> EconomyFinding:
        return economy(dataset, find(dataset, ""), assumed, office)

    def asked(_key: str) -> EconomyForm:
        return form(dataset)

    monkeypatch.setattr(versions, "key", lambda: "k")
    monkeypatch.setattr(page, "_finding", told)
    monkeypatch.setattr(page, "_form", asked)
    made = AppTest.from_file(str(DASHBOARD), default_timeout=30)
    made.run()
    return made.switch_page("pages/oekonomi.py").run()


def body(app: AppTest) -> str:
    assert not app.exception
    drawn = "\n".join(part.proto.body for part in app.get("html"))
    return drawn.replace("\xa0", " ").replace("\u2060", "")


def test_the_answer_stands_above_the_fields_and_the_parts_in_order(app: AppTest) -> None:
    drawn = body(app)
    order = [
        "Hvad koster det, og hvad koster det Aars?",
        "Pop-up er ikke udgiftsneutralt:",
        'class="figures"',
        "Regn med dine egne forudsætninger",
        "Hvor bliver pengene brugt?",
        "Hvad koster det Aars?</h2>",
        "ikke hvorfor",
        'class="foot"',
    ]
    places = [drawn.index(part) for part in order]
    assert places == sorted(places)
    assert "Hvad ville forslagene koste?" not in drawn  # no models


def test_what_the_reader_assumes_changes_the_answer(app: AppTest) -> None:
    assert "60.000 kr. i perioden" in body(app)
    own = body(app.number_input(key="timepris").set_value(100.0).run())
    assert "18.000 kr. i perioden" in own  # 180 staff hours
    assert "Pop-up er udgiftsneutralt:" in own
    bought = body(app.checkbox(key="udstyr_udstyr").check().run())
    assert "Udstyr lægger 775.000 kr. til, én gang." in bought
    assert "Abonnement uden tal." in bought
    saved = body(app.number_input(key="besparelse").set_value(8000.0).run())
    assert "besparelser andre steder koster det 10.000 kr." in saved
