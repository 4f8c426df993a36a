"""The steps from a file to an import in Streamlit's own test runner, on the real service and an empty store."""

import shutil
from datetime import time
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from evaluation.initiative import load_initiative
from evaluation.initiative.create import create
from evaluation.intake.importing import profiles_of
from evaluation.store import Store
from tests.initiative.build import initiative, rule

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
    assert "Vores pop-up · Hedensted Kommune" in body(shown)


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


def test_a_reason_on_the_page_points_to_its_menus(root: Path) -> None:
    create(root, initiative())
    said = tried(mapped(app()))
    assert "Vælg i menuen under kolonnen, hvilket sted værdien er." in said
    assert "columns.site" not in said


def test_a_file_that_is_mostly_rejected_says_so_before_and_after(root: Path) -> None:
    create(root, initiative())
    shown = upload(app(), ROWS.replace(";Farso;04", ";Uldum;04"))
    choose(shown, "»Hvor« bruges som", "Sted")
    assert "Kun 9 af 20 rækker tages med. 11 er afvist." in tried(shown)
    write(shown, "Hvad skal profilen hedde?", "Vores liste")
    shown.button(key="save_mapping").click().run()
    for _ in range(2):
        said = body(shown)
        assert "Importeret, men de fleste rækker er afvist: liste.csv" in said
        assert "11: Stedet står ikke i profilen. Vælg i menuen" in said
        shown.run()


def test_numbers_that_are_cleared_are_asked_for_and_nothing_else_changes(root: Path) -> None:
    create(root, initiative())
    shown = mapped(app())
    (numbers,) = shown.multiselect
    numbers.set_value([]).run()
    (way,) = [one for one in shown.selectbox if one.label == "Hvad kendetegner en række?"]
    assert way.value == "by_columns"
    assert shown.multiselect[0].value == []
    assert "Sig, hvad der kendetegner en række." in body(shown)
    assert shown.button(key="try_mapping").disabled


LOG = "Række;Filial;Stempel;Bon;Kode\n" + "".join(
    f"{n}{at};Farso;{n // 2}.03.2025 1{n % 2}:0{at}:2{at};{n % 2};{said}\n"
    for n in range(28, 60)
    for at, said in enumerate(("Nummer trukket", "Indkaldt", "Ud"))
)


def test_an_event_log_is_asked_about_in_its_own_words(root: Path) -> None:
    create(root, initiative())
    shown = upload(app(), LOG)
    said = body(shown)
    assert "Vælg, hvad hvert ord i kolonnen »Kode« betyder." in said
    assert "Vælg, hvad hændelserne i den samme henvendelse har til fælles" in said
    choose(shown, "»Filial« bruges som", "Sted")
    choose(shown, "»Ud« er", "Afsluttet")
    shown.multiselect[0].set_value(["Række"]).run()
    assert "Hændelserne er 32 henvendelser." in tried(shown)
    assert "uden begyndelse" in body(shown)
    shown.multiselect[0].set_value(["Bon", "local_date"]).run()
    write(shown, "Lukker systemet selv de åbne billetter? Skriv klokkeslættet", "midnat")
    assert "Skriv klokkeslættet som timer og minutter" in body(shown)
    write(shown, "Lukker systemet selv de åbne billetter? Skriv klokkeslættet", "23.59")
    said = tried(shown)
    assert "Hændelserne er 32 henvendelser." in said
    assert "uden begyndelse" not in said
    assert "Sådan endte de: betjent 32." in said
    assert "32 blev kaldt. Halvdelen af dem ventede højst 1 min." in said
    assert "Nogle af henvendelserne, som de ville blive talt" in said


UNKNOWN_LOG = LOG.replace("Nummer trukket", "Bon ud").replace("Indkaldt", "På skærm")


def test_a_log_of_unknown_words_is_not_taken_for_enquiries_in_silence(root: Path) -> None:
    create(root, initiative())
    shown = upload(app(), UNKNOWN_LOG)
    assert "Filen ligner en hændelseslog" in body(shown)
    assert "kolonnen »Kode« siger, hvad der skete. Hver række er én hændelse" in body(shown)
    assert uses(shown) == {"Filial": "site", "Stempel": "arrived_at", "Kode": "event"}
    choose(shown, "Hvad er én række i filen?", "En henvendelse")
    doubt = "Sådan her ville hver række blive talt som en henvendelse."
    assert body(shown).count(doubt) == 1
    choose(shown, "Hvad kendetegner en række?", "Den har et nummer")
    shown.multiselect[0].set_value(["Række"]).run()
    assert "96 læst = 96 brugt" in tried(shown)
    assert body(shown).count(doubt) == 2


def uses(shown: AppTest) -> dict[str, str]:
    """What each column is used as, of those that are."""
    boxes = [one for one in shown.selectbox if one.label.endswith("bruges som")]
    return {one.label.split("»")[1].split("«")[0]: one.value for one in boxes if one.value}


SHEET = "Dato;I alt;Pas;MitID\n" + "".join(f"{13 + n}-03-2025;{n + 3};{n % 4};3\n" for n in range(9))


def test_a_column_of_strokes_is_no_topic_that_its_name_does_not_say(root: Path) -> None:
    topics = [{"id": "byggesag", "name": "Byggesag"}, {"id": "pas", "name": "Pas"}]
    create(root, initiative(sites=("farso",), topics=topics))
    shown = upload(app(), SHEET)
    choose(shown, "»MitID« bruges som", "Tælling: et antal streger")
    choose(shown, "Hvad tæller »MitID«?", "Emne")
    asked = "Vælg under »Mere præcist«, hvad kolonnen »MitID« tæller."
    assert asked in body(shown)
    assert shown.button(key="try_mapping").disabled
    boxes = [one for one in shown.selectbox if one.label == "Mere præcist"]
    assert [(box.value, box.options[0]) for box in boxes] == [
        ("pas", "Ikke valgt endnu"),
        ("", "Ikke valgt endnu"),
    ]
    boxes[1].select("Opret »MitID«").run()
    assert asked not in body(shown)
    choose(shown, "Hvad tæller »Pas«?", "Alle på arket")
    choose(shown, "Hvad tæller »Pas«?", "Emne")
    assert [one.value for one in shown.selectbox if one.label == "Mere præcist"] == ["pas", "mitid"]
    said = tried(shown)
    assert "Borgere, der er talt på arkene: 63." in said
    assert "<div>alle</div>" in said
    assert "<div>ukendt</div>" not in said


def test_the_place_that_was_told_of_a_new_initiative_is_not_asked_for_again(root: Path) -> None:
    shown = described(root)
    assert "Initiativet er oprettet" not in body(shown)
    shown.button(key="create_initiative").click().run()
    assert "Initiativet er oprettet: Min" in body(shown)
    (box,) = [one for one in shown.selectbox if one.label == "»Hvor« bruges som"]
    assert box.value == "site"
    assert [one.value for one in shown.selectbox if one.label in ("»Farso« er", "»Uldum« er")] == [
        "farso",
        "uldum",
    ]
    upload(shown, ROWS.replace("Løst", "Klaret"))
    assert "Initiativet er oprettet" not in body(shown)
    (box,) = [one for one in shown.selectbox if one.label == "»Hvor« bruges som"]
    assert not box.value


def test_a_file_of_which_nothing_is_known_is_not_called_a_proposal(root: Path) -> None:
    create(root, initiative())
    shown = upload(app(), "Alfa;Beta\n" + "".join(f"x{n % 3};y{n % 2}\n" for n in range(9)))
    assert uses(shown) == {}
    assert "Programmet kender ikke filens kolonner." in body(shown)
    assert "Her står et forslag" not in body(shown)


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
    write(shown, "Hvad skal profilen hedde?", "Vores liste")
    shown.button(key="save_mapping").click().run()
    assert "Importeret: liste.csv" in body(shown)
    assert "Filen passer til profilen »Vores liste«." in body(shown)
    (profile,) = profiles_of(folder)
    assert (profile.id, profile.name) == ("vores_liste", "Vores liste")
    (entry,) = Store(root.parent / "store").ledger()
    assert entry.files[0].rows["used"] == 20


def saved(root: Path) -> AppTest:
    """A profile made of ROWS, and the file imported."""
    create(root, initiative())
    shown = mapped(app())
    tried(shown)
    write(shown, "Hvad skal profilen hedde?", "Vores liste")
    return shown.button(key="save_mapping").click().run()


def test_a_renamed_column_is_named_beside_the_profile_that_nearly_fits(root: Path) -> None:
    saved(root)
    said = body(upload(app(), ROWS.replace("Hvornår", "Tid")))
    assert "Profilen »Vores liste« passer næsten: kolonnen »Hvornår« mangler. Er den omdøbt" in said
    assert "Ingen profil passer til filen" not in said


def test_the_same_file_again_is_not_called_imported(root: Path) -> None:
    saved(root)
    shown = upload(app())
    shown.button(key="do_import").click().run()
    assert "Filen er importeret før. Intet er ændret." in body(shown)
    assert "Importeret: liste.csv" not in body(shown)


def test_rows_of_costs_are_not_called_enquiries(root: Path) -> None:
    create(root, initiative())
    shown = app()
    shown.selectbox(key="upload_kind").select("costs").run()
    upload(shown, "Sted;Fra;Til;Slags;Beløb\nFarso;01-03-2025;31-03-2025;løn;100\n")
    shown.button(key="do_import").click().run()
    assert "Importeret: liste.csv" in body(shown)
    assert "Nye rækker" in body(shown)
    assert "Nye henvendelser" not in body(shown)


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


def press(shown: AppTest, label: str) -> AppTest:
    (button,) = [one for one in shown.button if one.label == label]
    return button.click().run()


def described(root: Path) -> AppTest:
    """All but the places is answered; `Hvor` is the column of places."""
    shown = upload(app())
    for label, words in (("Hvad hedder initiativet?", "Min"), ("Første dag (dd-mm-åååå)", "01-03-2025"),
                         ("Sidste dag i evalueringen (dd-mm-åååå)", "31-12-2025"),
                         ("Hvor kommer filen fra?", "Liste")):  # fmt: skip
        write(shown, label, words)
    choose(shown, "Kommune", "København")
    return choose(shown, "Hvilken kolonne siger, hvor henvendelsen skete?", "Hvor")


def test_openings_are_asked_for_and_become_a_schedule(root: Path) -> None:
    shown = press(described(root), "Tilføj en åbning: Farso")
    assert "Vælg ugedag, fra og til for hver åbning, eller fjern den: Farso." in body(shown)
    assert shown.button(key="create_initiative").disabled
    choose(shown, "Farso, åbning 1", "Tirsdag")
    choose(shown, "Fra", "14.00")
    choose(shown, "Til", "10.00")
    assert "En åbning lukker, før den åbner: Farso." in body(shown)
    assert "Uden åbningstider: Uldum." in body(shown)
    choose(shown, "Til", "18.30")
    choose(shown, "Medarbejdere", "2")
    shown.button(key="create_initiative").click().run()
    made = load_initiative(root / "min")
    (rule,) = made.schedule
    assert (rule.site, rule.weekday, rule.opens, rule.closes) == ("farso", "tue", time(14), time(18, 30))
    assert (rule.staff_serving, made.calendar.holidays) == (2, "DK")
    assert made.municipality_name == "Københavns Kommune"


def test_openings_that_overlap_are_told_and_one_can_be_removed(root: Path) -> None:
    shown = described(root)
    for number in (0, 1):
        press(shown, "Tilføj en åbning: Uldum")
        choose(shown, f"Uldum, åbning {number + 1}", "Torsdag")
        for label, option in (("Fra", f"1{number}.00"), ("Til", "15.00")):
            [one for one in shown.selectbox if one.label == label][number].select(option).run()
    assert "To åbninger er der på samme tid: Uldum." in body(shown)
    next(one for one in shown.button if one.label == "Fjern").click().run()
    assert "To åbninger" not in body(shown)
    shown.button(key="create_initiative").click().run()
    (rule,) = load_initiative(root / "min").schedule
    assert rule.opens == time(11)


def test_a_place_that_the_file_does_not_speak_of_is_counted_by_the_source_that_is_named(root: Path) -> None:
    shown = described(root)
    shown.text_area[0].set_value("Farso\nUldum\nOutside").run()
    assert "Sig, hvor henvendelserne tælles for Outside." in body(shown)
    assert shown.button(key="create_initiative").disabled
    asked = "Outside står ikke i filens kolonne. Hvor tælles henvendelserne der?"
    choose(shown, asked, "I en anden kilde, som importeres for sig")
    assert "Sig, hvor henvendelserne tælles for Outside." not in body(shown)
    assert "Skriv, hvad den kilde hedder, der tæller Outside." in body(shown)
    write(shown, "Hvad hedder kilden, der tæller Outside?", "Tælleark")
    shown.button(key="create_initiative").click().run()
    made = load_initiative(root / "min")
    assert [site.id for site in made.sites] == ["farso", "uldum", "outside_2"]
    assert {one.name: one.counts for one in made.sources} == {
        "Liste": ("farso", "uldum"),
        "Tælleark": ("outside_2",),
    }
    assert not made.schedule
    assert made.calendar.holidays is None


def test_an_unfinished_profile_is_told_and_the_page_goes_on(root: Path) -> None:
    folder = create(root, initiative())
    (folder / "profiles").mkdir()
    (folder / "profiles" / "begyndt.toml").write_text("source =", encoding="utf-8")
    shown = mapped(app())
    assert "Profilen begyndt.toml kan ikke læses som TOML." in body(shown)
    choose(shown, "»Uldum« er", "Uden for evalueringen")
    assert "10 brugt" in tried(shown)
    write(shown, "Hvad skal profilen hedde?", "Begyndt")
    shown.button(key="save_mapping").click().run()
    assert "Importeret: liste.csv" in body(shown)
    assert (folder / "profiles" / "begyndt_2.toml").is_file()


def test_the_shipped_example_is_nobodys_own_while_the_store_is_empty(root: Path) -> None:
    shipped = DASHBOARD.parent / "data" / "initiatives" / "vesthimmerland"
    shutil.copytree(shipped, root / shipped.name)
    shown = upload(app())
    assert "Vesthimmerland" not in body(shown)
    assert not [box for box in shown.selectbox if box.label == "Initiativ"]
    assert shown.button(key="create_initiative").disabled


def test_of_several_initiatives_none_is_guessed(root: Path) -> None:
    create(root, initiative(id="den_ene", name="Den ene"))
    create(root, initiative(id="den_anden", name="Den anden"))
    shown = upload(app())
    (box,) = [one for one in shown.selectbox if one.key == "mapping_choice"]
    assert (box.value, box.options[0]) == (None, "Et nyt initiativ")
    assert "Sig, hvad kolonnerne er" not in body(shown)
    box.select("Den ene").run()
    assert "Den ene · " in body(shown)
    assert "Sig, hvad kolonnerne er" in body(shown)


def mapped_from_a_new_source() -> AppTest:
    shown = mapped(app())
    choose(shown, "Hvor kommer filen fra?", "En ny kilde")
    write(shown, "Hvad hedder den nye kilde?", "Tælleark")
    return shown


def test_a_source_made_later_takes_over_a_place_when_told_so(root: Path) -> None:
    folder = create(root, initiative())
    shown = mapped_from_a_new_source()
    choose(shown, "»Uldum« er", "Opret »Uldum« som pop-up-sted")
    choose(shown, "Hvilken kilde tæller henvendelserne her: Farso?", "Tælleark")
    assert "20 brugt" in tried(shown)
    write(shown, "Hvad skal profilen hedde?", "Ark")
    shown.button(key="save_mapping").click().run()
    assert "Importeret: liste.csv" in body(shown)
    found = {source.id: source.counts for source in load_initiative(folder).sources}
    assert found == {"queue": (), "taelleark": ("uldum", "farso")}


def test_a_new_place_among_places_with_openings_is_told_to_have_none(root: Path) -> None:
    create(root, initiative(schedule=[rule("tue")]))
    shown = mapped(app())
    assert "Nye steder uden åbningstider" not in body(shown)
    choose(shown, "»Uldum« er", "Opret »Uldum« som pop-up-sted")
    assert "Nye steder uden åbningstider: Uldum." in body(shown)


def test_a_source_made_later_leaves_the_place_to_the_one_that_counts_it(root: Path) -> None:
    folder = create(root, initiative())
    shown = mapped_from_a_new_source()
    (box,) = [one for one in shown.selectbox if one.label.startswith("Hvilken kilde tæller")]
    assert (box.value, len(box.options)) == ("queue", 2)
    assert "10 brugt" in tried(shown)
    write(shown, "Hvad skal profilen hedde?", "Ark")
    shown.button(key="save_mapping").click().run()
    found = {source.id: source.counts for source in load_initiative(folder).sources}
    assert found == {"queue": ("farso",), "taelleark": ()}
