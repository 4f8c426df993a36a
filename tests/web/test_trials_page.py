"""Prøvehandlinger in Streamlit's own test runner, on invented trials."""

from dataclasses import replace
from pathlib import Path
from types import ModuleType

import pytest
from streamlit.testing.v1 import AppTest

from evaluation.charts import trial_looks_alt, trial_openings_alt
from evaluation.findings.model import Opening, Run
from tests.web import fake_trials

DASHBOARD = Path(__file__).resolve().parents[2] / "dashboard.py"


def opened() -> AppTest:
    app = AppTest.from_file(str(DASHBOARD), default_timeout=30)
    app.run()
    return app.switch_page("pages/proevehandlinger.py").run()


@pytest.fixture
def page(service: ModuleType) -> AppTest:
    return opened()


def body(app: AppTest) -> str:
    assert not app.exception
    drawn = "\n".join(part.proto.body for part in app.get("html"))
    return drawn.replace("\u2060", "").replace("\xa0", " ")


def test_question_verdicts_cards_and_charts_in_order(page: AppTest) -> None:
    drawn = body(page)
    order = [
        "Skal vi blive, flytte eller stoppe?",
        "<b>for tidligt at sige</b>",
        "Farsø: fra kl. 10–14 til kl. 9–13",
        'class="verdict decided"',
        "Afgjort ved 2. opgørelse: behold",
        "Løgstør: fra rådhuset til biblioteket",
        'class="verdict early"',
        "Usikkerheden er stadig for stor",
        "Er borgerne flyttet fra et andet sted?",
        'class="foot"',
    ]
    places = [drawn.index(part) for part in order]
    assert places == sorted(places)


def test_a_square_for_each_opening_held_and_each_that_is_planned(page: AppTest) -> None:
    drawn = body(page)
    assert drawn.count("<i></i>") == 16 + 11
    assert drawn.count('<i class="open"></i>') == 17
    assert "11 åbninger på det nye sted, 17 flere er planlagt. Fyldt: holdt. Stiplet: planlagt." in drawn


def test_a_decision_and_warnings_stand_beside_the_verdict(page: AppTest) -> None:
    drawn = body(page)
    decided = drawn[drawn.index('class="verdict decided"') : drawn.index("Afgjort ved 2. opgørelse")]
    early = drawn[drawn.index('class="verdict early"') :]
    assert ">Behold</h3>" in decided
    assert "Beslutningen følger ikke tallene." in decided
    assert "Prøvehandlingen er registreret eller ændret, efter at den begyndte: eksplorativt." in early
    assert "Registreringen er ændret i hånden." in early


def test_only_the_beginning_of_the_fingerprint_stands_open_and_all_of_it_one_click_away(
    page: AppTest,
) -> None:
    drawn = body(page)
    assert f"fingeraftryk {fake_trials.HASH[:8]}</dd>" in drawn
    assert drawn.count(fake_trials.HASH) == 2
    labels = [one.label for one in page.expander]
    # Each bears its trial's name: two of one name could not be told apart by ear.
    assert len(set(labels)) == len(labels)
    inside = [one for one in page.expander if one.label.startswith("Registreringen i fuld længde: ")]
    assert len(inside) == 2
    assert all(fake_trials.HASH in one.get("html")[0].proto.body for one in inside)


def test_the_charts_carry_their_text(page: AppTest) -> None:
    alts = [chart.proto.alt for chart in page.get("vega_lite_chart")]
    decided, early = fake_trials.finding().parts
    assert decided.openings is not None
    assert early.openings is not None
    wanted = [trial_looks_alt(decided.looks), trial_openings_alt(decided.openings)]
    wanted += [trial_looks_alt(early.looks), trial_openings_alt(early.openings)]
    assert alts[:4] == wanted


def test_without_trials_the_page_says_how_to_register_one(
    service: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    none = Opening("Skal vi blive, flytte eller stoppe?", (Run("Der er ingen prøvehandling endnu."),), "")
    empty = replace(fake_trials.finding(), opening=none, parts=(), notes=(), definitions=(), caveats=())
    monkeypatch.setattr(service, "trials", lambda: empty)
    drawn = body(opened())
    assert "Der er ingen prøvehandling endnu." in drawn
    assert "python -m evaluation trial register" in drawn


def test_an_empty_store_tells_how_to_begin(service: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FAKE_SERVICE", "empty")
    app = opened()
    drawn = body(app)
    assert "Skal vi blive, flytte eller stoppe?" in drawn
    assert "Der er ingen data endnu." in drawn
    assert not app.get("vega_lite_chart")
