"""Models in `initiative.toml` and in files of their own: what is kept, and what is refused with a sentence."""

from pathlib import Path
from typing import Any

import pytest

from evaluation.errors import UserError
from evaluation.initiative import config_hash, load_initiative
from evaluation.initiative.create import Additions, create, extend
from evaluation.initiative.model_files import remove_model, save_model
from evaluation.initiative.models import Site
from evaluation.initiative.own_models import checked_model, model_file
from evaluation.initiative.staffing import StaffingModel
from evaluation.initiative.toml_io import toml_lines
from tests.initiative.build import CLOSED, START, initiative, rule

STATED = {"id": "stated", "name": "Vedtaget", "openings": [rule("tue")]}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return create(tmp_path, initiative(calendar=CLOSED, models=[STATED]))


def model(*rules: dict[str, Any], **other: object) -> StaffingModel:
    return StaffingModel.model_validate(
        {"id": "mine", "name": "Min »egen«", "openings": rules or (rule("wed"),)} | other
    )


def test_an_own_model_reads_back_the_same_after_the_stated(folder: Path) -> None:
    mine = model(
        rule("wed", every_weeks=2, anchor=START, staff_serving=2), rule("fri", trip="t"), booking=True
    )
    before = load_initiative(folder)
    file = save_model(folder, mine)
    after = load_initiative(folder)
    assert file == model_file(folder, "mine")
    assert after.models == (*before.models, mine)
    assert config_hash(after) != config_hash(before)


def test_an_own_model_is_changed_and_removed(folder: Path) -> None:
    save_model(folder, model())
    save_model(folder, model(name="Ny"))
    assert [one.name for one in load_initiative(folder).models] == ["Vedtaget", "Ny"]
    remove_model(folder, "mine")
    assert [one.id for one in load_initiative(folder).models] == ["stated"]
    with pytest.raises(UserError, match="ingen model af det navn"):
        remove_model(folder, "mine")


def test_a_stated_model_is_a_persons_to_edit(folder: Path) -> None:
    with pytest.raises(UserError, match="Navnet står to gange"):
        save_model(folder, model(id="stated"))
    with pytest.raises(UserError, match="fjernes i den fil"):
        remove_model(folder, "stated")
    assert [one.name for one in load_initiative(folder).models] == ["Vedtaget"]


def test_what_is_added_to_an_initiative_leaves_own_models_in_their_files(folder: Path) -> None:
    save_model(folder, model())
    whole = extend(folder, Additions(sites=(Site(id="gedsted", name="Gedsted"),), counted_by="queue"))
    assert [one.id for one in whole.models] == ["stated", "mine"]
    assert load_initiative(folder) == whole
    assert "mine" not in (folder / "initiative.toml").read_text(encoding="utf-8")


def test_a_file_bears_its_models_name(folder: Path) -> None:
    save_model(folder, model()).rename(model_file(folder, "other"))
    with pytest.raises(UserError, match="hedder noget andet end filen"):
        load_initiative(folder)


def test_windows_keeps_some_names(folder: Path) -> None:
    with pytest.raises(UserError, match="Windows kan ikke have en fil af det navn"):
        save_model(folder, model(id="con"))


WRONG = {
    "unknown_site": (rule("tue", "atlantis"), "openings[0].site", "Stedet findes ikke under sites"),
    "zero_staff": (rule("tue", staff_serving=0), "", "ingen til at betjene borgerne"),
    "past_midnight": (rule("tue", opens="22:00", closes="02:00"), "openings[0]", "lukker, før den åbner"),
    "midnight": (
        rule("tue", opens="22:00", closes="24:00"),
        "openings[0].closes",
        "Klokkeslættet findes ikke",
    ),
    "more_openings_than_weeks": (
        rule("tue", every_weeks=53, anchor="2025-03-03"),
        "openings[0].every_weeks",
        "højst 52",
    ),
    "no_weeks": (rule("tue", every_weeks=0), "openings[0].every_weeks", "mindst 1"),
    "never": (
        rule("tue", starts_on="2025-07-14", ends_on="2025-08-03"),
        "openings[0]",
        "ikke på en eneste dag",
    ),
    "another_year": (rule("tue", ends_on="2024-01-01"), "openings[0]", "ikke på en eneste dag"),
}


@pytest.mark.parametrize("name", WRONG)
def test_a_wrong_model_is_told_of_in_danish_wherever_it_stands(name: str, tmp_path: Path) -> None:
    opening, path, sentence = WRONG[name]
    wrong = {"id": "wrong", "name": "W", "openings": [opening]}
    own = initiative(calendar=CLOSED)
    with pytest.raises(UserError) as told:
        checked_model(wrong, own, Path("models/wrong.toml"))
    assert sentence in str(told.value)
    assert f"models/wrong.toml, {path}" in str(told.value).replace("\\", "/")
    file = create(tmp_path, own) / "initiative.toml"
    with file.open("a", encoding="utf-8") as stated:
        stated.write("\n".join(toml_lines({"models": [STATED, wrong]})))
    with pytest.raises(UserError) as again:
        load_initiative(file.parent)
    assert f"initiative.toml, models[1]{'.' if path else ''}{path}" in str(again.value)
    assert sentence in str(again.value)


def test_two_openings_of_a_place_at_once() -> None:
    both = {"id": "m", "name": "M", "openings": [rule("tue"), rule("tue", opens="13:00", closes="15:00")]}
    with pytest.raises(UserError, match=r"allerede åbent i det tidsrum, første gang 4\. marts 2025"):
        checked_model(both, initiative(), Path("m.toml"))


@pytest.mark.parametrize(
    "other",
    [
        rule("tue", opens="14:00", closes="15:00"),
        rule("wed"),
        rule("tue", "aars"),
        rule("tue", iso_weeks="odd"),
    ],
)
def test_openings_that_only_touch_are_two(other: dict[str, Any]) -> None:
    plain = {"id": "m", "name": "M", "openings": [rule("tue", iso_weeks="even"), other]}
    found = checked_model(plain, initiative(sites=["farso", "aars"]), Path("m.toml"))
    assert len(found.openings) == 2


def test_something_to_buy_has_a_name_of_its_own(tmp_path: Path) -> None:
    extra = {"id": "pas", "name": "Pas", "kr": 1}
    with pytest.raises(UserError, match="Navnet står to gange"):
        create(tmp_path, initiative(economy={"extras": [extra, extra]}))


def test_a_candidate_stands_once(tmp_path: Path) -> None:
    """Twice it would take the place of another among the best."""
    library = {"id": "library", "name": "Library", "lat": 56.8, "lon": 9.5}
    with pytest.raises(UserError, match="Navnet står to gange"):
        create(tmp_path, initiative(candidates=[library, library]))


def test_staff_that_no_municipality_has_are_a_slip_of_the_keyboard(tmp_path: Path) -> None:
    plain = {"id": "m", "name": "M", "openings": [rule("tue", staff_serving=10**9)]}
    with pytest.raises(UserError, match="Tallet er for stort"):
        checked_model(plain, initiative(), tmp_path / "m.toml")


@pytest.mark.parametrize("amount", ["-1", "1e300"])
def test_no_amount_is_negative_or_beyond_writing(tmp_path: Path, amount: str) -> None:
    folder = create(tmp_path, initiative(economy={"budget_per_year": 225_000}))
    file = folder / "initiative.toml"
    file.write_text(file.read_text(encoding="utf-8").replace("225000.0", amount), encoding="utf-8")
    with pytest.raises(UserError, match=r"economy\.budget_per_year"):
        load_initiative(folder)


def test_more_candidates_than_can_be_weighed_are_refused(tmp_path: Path) -> None:
    folder = create(tmp_path, initiative())
    with (folder / "initiative.toml").open("a", encoding="utf-8") as stated:
        stated.write(
            "\n".join(toml_lines({"candidates": [{"id": f"p{n}", "name": "P"} for n in range(201)]}))
        )
    with pytest.raises(UserError, match="Skriv højst 200"):
        load_initiative(folder)
