"""The steps from a file to an import in Streamlit's own test runner, on the real service and an empty store."""

import shutil
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from evaluation.initiative.create import create
from evaluation.intake.importing import profiles_of
from evaluation.store import Store
from tests.initiative.build import initiative

DASHBOARD = Path(__file__).resolve().parents[2] / "dashboard.py"
ROWS = "Løbenr;Hvor;Hvornår;Hvad skete der;Note\n" + "".join(
    f"{n};{('Farso', 'Uldum')[n % 2]};{n:02}.03.2025 10:{n:02};{('Løst', 'Gik igen')[n % 2]};Ida Nielsen\n"
    for n in range(4, 24)
)


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty store and a folder for initiatives, both the server's."""
    monkeypatch.setenv("EVALUATION_STORE", str(tmp_path / "store"))
    monkeypatch.setenv("EVALUATION_INITIATIVES", str(tmp_path / "initiatives"))
    monkeypatch.setenv("EVALUATION_ROLE", "dataansvarlig")
    (tmp_path / "initiatives").mkdir()
    return tmp_path / "initiatives"


def app() -> AppTest:
    found = AppTest.from_file(str(DASHBOARD), default_timeout=60)
    found.run()
    return found.switch_page("pages/data.py").run()


def body(shown: AppTest) -> str:
    assert not shown.exception
    return "\n".join(part.proto.body for part in shown.get("html"))


def upload(shown: AppTest, content: str = ROWS) -> AppTest:
    file = content.encode("utf-8-sig")
    return shown.file_uploader(key="upload_file").upload("liste.csv", file, "text/csv").run()


def choose(shown: AppTest, label: str, option: str) -> AppTest:
    (box,) = [one for one in shown.selectbox if one.label == label]
    return box.select(option).run()


def write(shown: AppTest, label: str, words: str) -> AppTest:
    (field,) = [one for one in shown.text_input if one.label == label]
    return field.set_value(words).run()


def mapped(shown: AppTest) -> AppTest:
    shown = choose(upload(shown), "»Hvor« bruges som", "Sted")
    return choose(shown, "»Hvad skete der« bruges som", "Udfald")


def tried(shown: AppTest) -> str:
    shown.button(key="try_mapping").click().run()
    return body(shown)


def test_a_page_without_any_initiative_begins_with_a_file(root: Path) -> None:
    shown = app()
    assert "Der er ingen tal endnu." in body(shown)
    upload(shown)
    assert shown.button(key="create_initiative").disabled
    for label, words in (
        ("Hvad hedder initiativet?", "Vores pop-up"),
        ("Første dag (dd-mm-åååå)", "01-03-2025"),
        ("Sidste dag i evalueringen (dd-mm-åååå)", "31.12.2025"),
        ("Hvor kommer filen fra?", "Liste"),
    ):
        write(shown, label, words)
    choose(shown, "Kommune", "Hedensted")
    choose(shown, "Hvilken kolonne siger, hvor henvendelsen skete?", "Hvor")
    assert shown.text_area[0].value == "Farso\nUldum"
    choose(shown, "Hvilken slags sted er Uldum?", "Andet: en enhed uden egne åbninger")
    shown.button(key="create_initiative").click().run()
    assert "Initiativet er oprettet: Vores pop-up" in body(shown)
    written = (root / "vores_pop_up/initiative.toml").read_text(encoding="utf-8")
    assert 'municipality = "0766"' in written
    assert 'kind = "unit"' in written
    assert "Vores pop-up · Hedensted" in body(shown)


def test_an_initiative_is_never_made_over_another(root: Path) -> None:
    before = (create(root, initiative(name="Min")) / "initiative.toml").read_bytes()
    shown = choose(upload(app()), "Initiativ", "Et nyt initiativ")
    for label, words in (("Hvad hedder initiativet?", "popup"), ("Første dag (dd-mm-åååå)", "01-03-2025"),
                         ("Sidste dag i evalueringen (dd-mm-åååå)", "02-03-2025"),
                         ("Hvor kommer filen fra?", "Liste")):  # fmt: skip
        write(shown, label, words)
    choose(shown, "Kommune", "Odense")
    shown.text_area[0].set_value("Farso").run()
    shown.button(key="create_initiative").click().run()
    assert "Der er allerede et initiativ af det navn." in body(shown)
    assert (root / "popup/initiative.toml").read_bytes() == before


def test_the_trial_says_why_rows_cannot_be_used_and_shows_no_person(root: Path) -> None:
    create(root, initiative())
    said = tried(mapped(app()))
    assert "20 læst = 10 brugt" in said
    assert "Stedet står ikke i profilen." in said
    assert "De første afviste rækker" in said
    assert "De første rækker, som de ville blive gemt" in said
    assert "Ida Nielsen" not in said
    assert not Store(root.parent / "store").ledger()


def test_an_answer_that_changes_makes_the_trial_stale(root: Path) -> None:
    create(root, initiative())
    shown = mapped(app())
    assert "10 brugt" in tried(shown)
    choose(shown, "»Uldum« er", "Uden for evalueringen")
    assert "Afprøv igen." in body(shown)
    assert "save_mapping" not in [button.key for button in shown.button]
    assert "10 uden for" in tried(shown)


def test_answers_stay_when_the_page_is_left(root: Path) -> None:
    create(root, initiative())
    shown = mapped(app())
    shown.switch_page("pages/steder.py").run()
    shown.switch_page("pages/data.py").run()
    upload(shown)
    (box,) = [one for one in shown.selectbox if one.label == "»Hvor« bruges som"]
    assert box.value == "site"


def test_save_and_import_and_the_profile_fits_from_then_on(root: Path) -> None:
    folder = create(root, initiative())
    shown = mapped(app())
    choose(shown, "»Uldum« er", "Opret »Uldum« som pop-up-sted")
    assert "20 brugt" in tried(shown)
    assert shown.button(key="save_mapping").disabled
    write(shown, "Hvad skal opsætningen hedde?", "Vores liste")
    shown.button(key="save_mapping").click().run()
    assert "Importeret: liste.csv" in body(shown)
    assert "Filen passer til opsætningen »Vores liste«." in body(shown)
    (profile,) = profiles_of(folder)
    assert (profile.id, profile.name) == ("vores_liste", "Vores liste")
    (entry,) = Store(root.parent / "store").ledger()
    assert entry.files[0].rows["used"] == 20


def test_a_hand_written_initiative_is_not_added_to(root: Path) -> None:
    folder = create(root, initiative())
    file = folder / "initiative.toml"
    file.write_text(file.read_text(encoding="utf-8") + "# mine\n", encoding="utf-8")
    shown = mapped(app())
    (box,) = [one for one in shown.selectbox if one.label == "»Uldum« er"]
    assert not [option for option in box.options if option.startswith("Opret")]
    assert "[[sites]]" in body(shown)


def test_a_real_file_into_made_up_rows_is_refused_with_a_way_on(
    root: Path, demo_store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    create(root, initiative())
    shutil.copytree(DASHBOARD.parent / "data/initiatives/vesthimmerland", root / "vesthimmerland")
    monkeypatch.setenv("EVALUATION_STORE", str(demo_store))
    shown = app()
    shown.selectbox(key="initiativ").select("Pop-up").run()  # made on the page, so it can be chosen
    assert "opdigtede tal, og de må ikke blandes" in body(shown)
    assert "--store" in body(shown)
    assert "Importér de rigtige data i en anden mappe med --store." in tried(mapped(shown))
    assert "save_mapping" not in [button.key for button in shown.button]


def test_day_and_month_are_asked_for(root: Path) -> None:
    create(root, initiative())
    rows = "Nr;Hvor;Ankomst\n" + "".join(f"{n};Farso;0{n}-04-2025 10:0{n}\n" for n in range(1, 10))
    shown = choose(upload(app(), rows), "»Hvor« bruges som", "Sted")
    assert shown.button(key="try_mapping").disabled
    choose(shown, "Sådan er datoerne i »Ankomst« skrevet", "Dagen først: 31. marts skrives 31-03-2025 14:05")
    assert "9 brugt" in tried(shown)
