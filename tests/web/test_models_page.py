"""The page Modeller and its form, on the demo year with answers made by hand."""

import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from evaluation.charts import interval_alt, known_alt
from evaluation.errors import UserError
from evaluation.findings import models_page
from evaluation.findings.model import IntervalChart
from evaluation.findings.models_charts import charts
from evaluation.findings.whatif import ModelAnswer
from evaluation.initiative import load_initiative
from evaluation.initiative.staffing import StaffingModel
from evaluation.settings import ROOT
from evaluation.web import models
from evaluation.web.model_work import EACH, Described, model_of
from tests.findings import whatif_answers as made

DASHBOARD = ROOT / "dashboard.py"
ANSWERS = {"name": "Om eftermiddagen", "weekday": "mon", "opens": "13.00", "closes": "15:30", "staff": "2"}
INITIATIVE = made.shipped()


def described(places: tuple[str, ...] = ("farsoe", "gedsted"), **answers: str) -> Described:
    return Described({**ANSWERS, "often": "weekly", **answers}, list(places))


@pytest.fixture
def home(demo_store: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The shipped initiative's folder, free to write to; only the answers are made by hand."""
    place = tmp_path / "initiatives" / "vesthimmerland"
    shutil.copytree(ROOT / "data" / "initiatives" / "vesthimmerland", place)
    monkeypatch.setenv("EVALUATION_INITIATIVES", str(place.parent))
    monkeypatch.setenv("EVALUATION_STORE", str(demo_store))
    monkeypatch.setenv("EVALUATION_ROLE", "leder")

    def answers(
        dataset: object, role: object, asked: tuple[StaffingModel, ...], price: float, demand: object
    ) -> tuple[ModelAnswer, ...]:
        years = {one.id: made.year(made.SERVED.get(one.id, 800.0), 0.06) for one in asked}
        return tuple(made.answer(one, INITIATIVE, years[one.id]) for one in asked)

    monkeypatch.setattr(models_page, "answers", answers)
    models._finding.clear()
    return place


def opened() -> AppTest:
    app = AppTest.from_file(str(DASHBOARD), default_timeout=60)
    app.run()
    return app.switch_page("pages/modeller.py").run()


def body(app: AppTest) -> str:
    assert not app.exception
    drawn = "\n".join(part.proto.body for part in app.get("html"))
    return drawn.replace("\u2060", "").replace("\xa0", " ")


def alts(app: AppTest) -> list[str]:
    return [chart.proto.alt for chart in app.get("vega_lite_chart")]


def test_the_page_answers_charts_and_tells_promises_in_order(home: Path) -> None:
    app = opened()
    drawn = body(app)
    order = [
        "Hvilken bemanding og åbningstid?",
        "<b>Flest betjenes med »Ændringsforslag, 2 medarbejdere«:</b>",
        "Det er en fremskrivning, ikke en måling.",
        "Fem modeller side om side",
        "Fremskrivningen dækker alt fra ingen til alle.",
        "Hvilke løfter holder de?",
        '<span class="mark not_kept">Bryder</span>',
        "Hvad betyder det, når der kun er én medarbejder?",
        "Mindste forskel, der kan ses på et år",
        "Lav din egen model",
    ]
    places = [drawn.index(part) for part in order]
    assert places == sorted(places)
    expected = [
        interval_alt(c) if isinstance(c, IntervalChart) else known_alt(c) for c in charts(made.case())
    ]
    assert alts(app) == expected
    assert [one.label for one in app.get("download_button")] == ["Hent sidens tal (CSV til Excel)"]


def test_a_leader_makes_a_model_and_takes_it_away(home: Path) -> None:
    app = opened()
    app.button(key="model_save").click().run()
    assert "Der mangler svar på »Hvad hedder modellen?« og »Steder«." in body(app)
    key = "model_vesthimmerland_0"
    app.text_input(key=f"{key}_name").set_value("Kun Farsø")
    app.multiselect(key=f"{key}_places").set_value(["farsoe"])
    app.run()
    assert app.selectbox(key=f"{key}_day_farsoe").value == "wed"  # as it is open today
    app.text_input(key=f"{key}_staff").set_value("1").run()
    assert "bliver tidsbestilling nødvendig med 1 medarbejder" in body(app)
    app.button(key="model_save").click().run()
    drawn = body(app)
    assert "Kun Farsø er gemt." in drawn
    assert "Seks modeller side om side" in drawn
    (model,) = [one for one in load_initiative(home).models if one.id == "kun_farsoe"]
    assert model.note == "1 medarbejder, 4 timer hver uge"
    assert app.text_input(key="model_vesthimmerland_1_name").value == ""
    app.button(key="model_remove_kun_farsoe").click().run()
    assert "Kun Farsø er fjernet." in body(app)
    assert "kun_farsoe" not in {one.id for one in load_initiative(home).models}


def test_the_committee_sees_no_form(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EVALUATION_ROLE", "udvalg")
    app = opened()
    assert "Fem modeller side om side" in body(app)
    assert "Lav din egen model" not in body(app)
    assert not [button for button in app.button if button.key == "model_save"]


def test_a_description_becomes_rules() -> None:
    told = replace(described(weekday=EACH), days={"farsoe": "wed", "gedsted": "tue"}, booking=True)
    found = model_of(INITIATIVE, told)
    assert [(rule.site, rule.weekday, rule.staff_serving) for rule in found.openings] == [
        ("farsoe", "wed", 2),
        ("gedsted", "tue", 2),
    ]
    assert found.booking
    assert found.note == "2 medarbejdere, 2,5 timer hver uge, med tidsbestilling"
    assert model_of(INITIATIVE, described(often="fortnightly")).openings[0].every_weeks == 2
    third = model_of(INITIATIVE, described(often="weeks", weeks="3"))
    assert (third.openings[0].every_weeks, third.note) == (3, "2 medarbejdere, 2,5 timer hver 3. uge")
    assert model_of(INITIATIVE, described(often="monthly", nth="last")).openings[0].nth_of_month == -1


@pytest.mark.parametrize(
    ("answers", "said"),
    [
        ({"staff": "0"}, "der skal være mindst én til at betjene borgerne"),
        ({"staff": "to"}, "Skriv et helt tal fra 1 til 20."),
        ({"opens": "22:00", "closes": "02:00"}, "En åbning kan ikke gå over midnat."),
        ({"closes": "25.00"}, "»Lukker kl.« er ikke et klokkeslæt."),
        ({"opens": "ti"}, "»Åbner kl.« er ikke et klokkeslæt."),
        ({"often": "weeks", "weeks": "53"}, "der er 52 uger på et år"),
        ({"often": "weeks", "weeks": ""}, "der er 52 uger på et år"),
        ({"often": "monthly"}, "Der mangler svar på »Hvilken gang i måneden?«."),
        ({"weekday": EACH}, "Der mangler svar på »Ugedag for hvert sted«."),
        ({"name": "forslag 1"}, "Der er allerede en model med det navn."),
        ({"name": "x" * 61}, "Brug højst 60 tegn."),
        ({"name": "Bo, 010190-1234"}, "Hvad hedder modellen?"),
    ],
)
def test_what_cannot_be_is_refused_in_plain_words(answers: dict[str, str], said: str) -> None:
    with pytest.raises(UserError) as refused:
        model_of(INITIATIVE, described(**answers))
    assert said in str(refused.value).replace("\xa0", " ")
    assert "010190" not in str(refused.value)


def test_a_model_that_never_opens_is_refused() -> None:
    summer = INITIATIVE.model_copy(update={"starts_on": INITIATIVE.starts_on.replace(month=7, day=14)})
    with pytest.raises(UserError, match="falder ikke på en eneste dag"):
        model_of(summer, described(often="weeks", weeks="52"))
