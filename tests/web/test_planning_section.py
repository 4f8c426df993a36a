"""Planlæg en prøvehandling in Streamlit's own test runner: the choice of a change, and nothing where nothing is."""

from pathlib import Path
from types import ModuleType

import pytest
from streamlit.testing.v1 import AppTest

from evaluation.findings.model import Run, TableTwin
from evaluation.findings.planning_model import (
    ChangeAnswer,
    PlannedLength,
    PlannedWay,
    PlanningChart,
    PlanningFinding,
)

DASHBOARD = Path(__file__).resolve().parents[2] / "dashboard.py"


def answer(percent: int, said: str) -> ChangeAnswer:
    rows = (("Én gang om ugen", said),)
    return ChangeAnswer(
        str(percent),
        f"{percent} % flere",
        (Run(said, bold=True),),
        TableTwin("Hvor længe", ("Måde", "Efter"), rows),
    )


FINDING = PlanningFinding(
    said=(Run("Et halvt år er kort.", bold=True),),
    chart=PlanningChart(
        "Jo flere åbninger",
        "undertitel",
        "% flere",
        (PlannedWay("Én gang om ugen", "flytter", (PlannedLength("13 uger", 0.76, "76 % flere"),)),),
    ),
    table=TableTwin("Hvad det tager", ("Måde", "Kroner"), (("Én gang om ugen", "56.000 kr."),)),
    answers=(answer(25, "Ikke inden for to år"), answer(50, "30 uger")),
    chosen="25",
    definitions=(("Mindste forskel", "Fundet i fire af fem tilfælde."),),
    caveats=("Det er en fremskrivning, ikke en måling.",),
)


def opened() -> AppTest:
    app = AppTest.from_file(str(DASHBOARD), default_timeout=30)
    app.run()
    return app.switch_page("pages/proevehandlinger.py").run()


def body(app: AppTest) -> str:
    assert not app.exception
    return "\n".join(part.proto.body for part in app.get("html")).replace("\xa0", " ")


def test_the_chosen_change_is_answered(service: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(service, "planning", lambda: FINDING)
    page = opened()
    drawn = body(page)
    assert "<b>Et halvt år er kort.</b>" in drawn
    assert "<b>Ikke inden for to år</b>" in drawn
    assert "<b>30 uger</b>" not in drawn
    assert "Fundet i fire af fem tilfælde." in drawn
    assert "Det er en fremskrivning, ikke en måling." in drawn
    chosen = body(page.selectbox(key="forskel").select("50").run())
    assert "<b>30 uger</b>" in chosen
    assert "<b>Ikke inden for to år</b>" not in chosen


def test_without_openings_there_is_no_section(service: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(service, "planning", lambda: None)
    assert "Planlæg en prøvehandling" not in body(opened())
