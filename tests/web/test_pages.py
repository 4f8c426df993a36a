"""The pages in Streamlit's own test runner, on invented findings: what is drawn, for whom, what is kept."""

from pathlib import Path
from types import ModuleType

import pytest
from streamlit.testing.v1 import AppTest

from evaluation.charts import calibration_alt, interval_alt, week_alt
from evaluation.findings.calibration import calibration
from tests.web import fake_service

DASHBOARD = Path(__file__).resolve().parents[2] / "dashboard.py"
PAGES = {
    "overblik": "Holder løfterne?",
    "steder": "Hvilke steder når flest af dem, det er til for?",
    "maalgrupper": "Hvem når vi?",
    "metode": "Hvordan er tallene beregnet, og kan de holde?",
}


@pytest.fixture
def app(service: ModuleType) -> AppTest:
    return AppTest.from_file(str(DASHBOARD), default_timeout=30)


def body(app: AppTest) -> str:
    assert not app.exception
    return "\n".join(part.proto.body for part in app.get("html"))


def test_the_front_page_answers_first(app: AppTest) -> None:
    drawn = body(app.run())
    order = ["Holder løfterne?", "Tre løfter er holdt", 'class="board"', 'class="figures"', 'class="foot"']
    places = [drawn.index(part) for part in order]
    assert places == sorted(places)
    for line in fake_service.BOARD:
        assert line[0] in drawn


def test_charts_carry_their_text(app: AppTest) -> None:
    app.run()
    [weeks] = app.get("vega_lite_chart")
    assert weeks.proto.alt == week_alt(fake_service.weeks())
    app.switch_page("pages/steder.py").run()
    alts = [chart.proto.alt for chart in app.get("vega_lite_chart")]
    assert alts == [interval_alt(found) for found in (fake_service.lead(), *fake_service.behind())]


def test_groups_draws_what_is_known_and_leaves_out_what_is_not(app: AppTest) -> None:
    app.run()
    drawn = body(app.switch_page("pages/maalgrupper.py").run())
    found = fake_service.groups()
    alts = [chart.proto.alt for chart in app.get("vega_lite_chart")]
    assert alts == [interval_alt(chart) for chart in (found.lead, *found.compared) if chart]
    assert "skjult" in alts[0]
    assert "Registreringerne viser ikke, hvor borgerne bor." in drawn
    assert "Pr. 1.000 ældre" in drawn
    assert "Hvor bor borgerne?" not in drawn


def test_method_shows_what_holds_and_what_does_not(app: AppTest) -> None:
    app.run()
    drawn = body(app.switch_page("pages/metode.py").run())
    order = ["Hvor sikre er tallene?", "Holder det, vi siger om usikkerheden?", "Hvad betyder nøgletallene?"]
    places = [drawn.index(part) for part in order]
    assert places == sorted(places)
    assert '<span class="mark kept">Bestået</span>' in drawn
    assert '<span class="mark not_kept">Ikke bestået</span>' in drawn
    for said in ("94–96 af", "12 åbninger: 90.", "regnet på opfundne"):
        assert said in drawn.replace("\u2060", "")
    [chart] = app.get("vega_lite_chart")
    found = fake_service.calibration().chart
    assert found is not None
    assert chart.proto.alt == calibration_alt(found)
    behind = {
        "Vis alle prøver, og hvordan de gik": "Prøverne",
        "Vis, hvor tit svaret på en prøvehandling er rigtigt": "fordobling",
        "Vis metoder, vi ikke bruger, og som skal falde igennem": "Poisson rammer 77",
        "Vis, hvad der sker, når virkeligheden er anderledes": "Er hver tiende åbning aflyst",
        "Vis hvert tilfælde for sig": "Alle tilfælde",
        "Vis, hvordan prøverne er lavet": "evaluation calibrate",
    }
    boxes = {box.label: box.get("html")[0].proto.body for box in app.expander if box.label in behind}
    assert boxes.keys() == behind.keys()
    assert all(words in boxes[label] for label, words in behind.items())
    assert 'class="rows cards tall" role="region" tabindex="0"' in boxes["Vis hvert tilfælde for sig"]


def test_method_without_a_calibration_says_so(app: AppTest, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fake_service, "calibration", lambda: calibration(None))
    app.run()
    drawn = body(app.switch_page("pages/metode.py").run())
    assert "Der ligger ikke noget resultat i denne udgave." in drawn
    assert "Programmet har regnet" not in drawn
    assert not app.get("vega_lite_chart")


@pytest.mark.parametrize("page", PAGES)
def test_an_empty_store_tells_how_to_begin(app: AppTest, page: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FAKE_SERVICE", "empty")
    app.run()
    drawn = body(app.switch_page(f"pages/{page}.py").run())
    assert PAGES[page] in drawn
    assert "Der er ingen data endnu." in drawn
    assert "python -m evaluation serve --demo" in drawn
    assert not app.get("vega_lite_chart")


def test_a_users_error_is_told_in_danish_and_escaped(app: AppTest, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FAKE_SERVICE", "broken")
    drawn = body(app.run())
    assert "Det lykkedes ikke" in drawn
    assert "Lageret kan ikke læses." in drawn
    assert "<b>data/store</b>" not in drawn


def test_the_data_page_is_the_stewards(app: AppTest, monkeypatch: pytest.MonkeyPatch) -> None:
    app.run()
    assert "Hvor kommer tallene fra?" in body(app.switch_page("pages/data.py").run())
    app.selectbox(key="role").select("udvalg").run()
    refused = body(app)
    assert "Siden er kun for den dataansvarlige." in refused
    assert "999999-9999" not in refused
    assert not app.get("file_uploader")


@pytest.mark.parametrize(("role", "offered"), [("udvalg", 0), ("leder", 2), ("dataansvarlig", 3)])
def test_a_reader_may_only_look_lower(
    app: AppTest, monkeypatch: pytest.MonkeyPatch, role: str, offered: int
) -> None:
    monkeypatch.setenv("EVALUATION_ROLE", role)
    app.run()
    boxes = [box for box in app.selectbox if box.key == "role"]
    assert sum(len(box.options) for box in boxes) == offered


def test_a_forged_role_is_not_taken(app: AppTest, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EVALUATION_ROLE", "leder")
    app.query_params["role"] = "Dataansvarlig"
    app.run()
    assert app.session_state["selection"].role == "leder"


def test_the_period_reaches_the_service_and_stays_on_every_page(app: AppTest) -> None:
    app.run()
    app.selectbox(key="periode").select("k2").run()
    assert "2. kvartal" in body(app)
    assert "2. kvartal" in body(app.switch_page("pages/steder.py").run())
    assert app.session_state["selection"].period == "k2"


def test_the_initiative_names_the_page(app: AppTest) -> None:
    app.run()
    app.selectbox(key="initiativ").select("anden").run()
    assert '<div class="kicker"><span>Prøvebyen</span>' in body(app)


def on_data(app: AppTest) -> AppTest:
    app.run()
    return app.switch_page("pages/data.py").run()


def upload(app: AppTest, content: bytes, button: str) -> str:
    app.file_uploader(key="upload_file").upload("koe_04.csv", content, "text/csv").run()
    if button:
        app.button(key=button).click().run()
    return body(app)


def test_a_trial_saves_nothing_and_its_answer_stays(app: AppTest, service: ModuleType) -> None:
    drawn = upload(on_data(app), b"a;b\n1;2\n", "try_import")
    assert "Afprøvet, intet er gemt: koe_04.csv" in drawn
    assert "2 rækker læst" in drawn
    assert service.imports == [1, 2, 3]
    assert "Afprøvet, intet er gemt: koe_04.csv" in body(app.run())  # as a live redraw would


def test_an_import_lands_and_the_tables_follow(app: AppTest, service: ModuleType) -> None:
    drawn = upload(on_data(app), b"a;b\n1;2\n", "do_import")
    assert "Importeret: koe_04.csv" in drawn
    assert "koe-04.csv" in drawn  # the table of imports
    assert service.imports == [1, 2, 3, 4]


def test_a_refused_file_says_why(app: AppTest, service: ModuleType) -> None:
    drawn = upload(on_data(app), b" \n", "")
    assert "Filen kan ikke bruges: koe_04.csv" in drawn
    assert "Filen koe_04.csv er tom. Hent udtrækket igen." in drawn
    assert service.imports == [1, 2, 3]


def test_no_file_no_import(app: AppTest) -> None:
    on_data(app)
    assert not [button for button in app.button if button.key in ("try_import", "do_import")]


def test_another_kind_of_file_is_imported_by_its_kind(app: AppTest, service: ModuleType) -> None:
    on_data(app)
    app.selectbox(key="upload_kind").select("costs").run()
    assert [button.label for button in app.get("download_button")] == ["Hent en tom skabelon"]
    assert app.file_uploader(key="upload_file").label == "Fil (.csv eller .xlsx)"  # it may hold costs
    drawn = upload(app, b"Sted;Fra\nFars\xf8;01-01-2025\n", "do_import")
    assert "costs: 2 poster" in drawn
    assert service.imports == [1, 2, 3, 4]


def test_undo_asks_first_and_asks_again(app: AppTest, service: ModuleType) -> None:
    on_data(app)
    assert app.button(key="undo").disabled
    [tick] = app.checkbox
    assert tick.label == "Ja, fortryd den seneste import"
    assert "Det seneste er en koe_03.csv." in body(app)
    tick.check().run()
    app.button(key="undo").click().run()
    assert service.imports == [1, 2]
    assert "Import 3 er taget tilbage." in body(app)
    [tick] = app.checkbox
    assert not tick.value
    assert app.button(key="undo").disabled


def test_nothing_left_to_undo(app: AppTest, service: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(service, "imports", [])
    assert "Der er ingen import at fortryde." in body(on_data(app))
    assert not app.checkbox


def test_a_tick_never_undoes_an_import_that_came_after_it(app: AppTest, service: ModuleType) -> None:
    on_data(app)
    app.checkbox[0].check().run()
    service.imports.append(4)  # somebody else imports
    app.button(key="undo").click().run()
    assert service.imports == [1, 2, 3, 4]
    assert not app.checkbox[0].value
