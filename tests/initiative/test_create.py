"""Initiatives made by answering questions: written whole, read back the same, never over what a person wrote."""

import threading
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evaluation.errors import UserError
from evaluation.initiative import load_initiative
from evaluation.initiative.create import (
    Additions,
    checked,
    create,
    dump_initiative,
    extend,
    extended,
    is_made_here,
    reopen,
)
from evaluation.initiative.models import Group, Initiative, Site, Source, Topic
from evaluation.initiative.schedule import Rule
from tests.initiative.build import CLOSED, initiative, rule

NAMES = st.text(min_size=1, max_size=30)


@given(NAMES, NAMES, NAMES)
def test_whatever_is_typed_reads_back_the_same(
    tmp_path_factory: pytest.TempPathFactory, name: str, site: str, source: str
) -> None:
    made = initiative(
        name=name,
        sites=[{"id": "a", "name": site}],
        sources=[{"id": "q", "name": source, "counts": ["a"]}],
    )
    folder = create(tmp_path_factory.mktemp("root"), made)
    assert load_initiative(folder) == made
    assert is_made_here(folder)


def test_every_kind_of_table_reads_back_the_same(tmp_path: Path) -> None:
    target = {"at_least": 0.5, "decided_by": "Byrådet", "decided_on": "2025-02-01"}
    whole = initiative(
        schedule=[rule("tue", every_weeks=2, anchor="2025-03-04")],
        calendar=CLOSED,
        promise=[{"key": "k", "name": "n", "source": "s", "measure": "m", "target": target}],
        costs=[{"from": "2025-03-03", "to": "2025-04-01", "kind": "wages", "kr": 12.5}],
    )
    folder = tmp_path / "popup"
    folder.mkdir()
    (folder / "initiative.toml").write_text(dump_initiative(whole), encoding="utf-8")
    assert load_initiative(folder) == whole


def test_an_initiative_is_never_written_over_another(tmp_path: Path) -> None:
    folder = create(tmp_path, initiative())
    before = (folder / "initiative.toml").read_bytes()
    with pytest.raises(UserError, match="allerede et initiativ"):
        create(tmp_path, initiative(name="Another"))
    assert (folder / "initiative.toml").read_bytes() == before
    assert sorted(path.name for path in tmp_path.iterdir()) == [".initiatives.lock", "popup"]


def more(**keys: object) -> Additions:
    return Additions(**{"counted_by": "queue", **keys})  # type: ignore[arg-type]


def test_new_places_are_counted_by_the_file_they_came_with(tmp_path: Path) -> None:
    folder = create(tmp_path, initiative())
    sites = (Site(id="aars", name="Aars"), Site(id="farso", name="Farsø again"))
    whole = extend(folder, more(sites=sites, topics=(Topic(id="pas", name="Pas"),)))
    assert whole == load_initiative(folder)
    assert [(site.id, site.name) for site in whole.sites] == [("farso", "Farso"), ("aars", "Aars")]
    assert whole.sources[0].counts == ("farso", "aars")
    assert is_made_here(folder)
    new = Source(id="sheet", name="Sheet")
    other = extend(folder, more(sources=(new,), sites=(Site(id="by", name="By"),), counted_by="sheet"))
    assert {source.id: source.counts for source in other.sources} == {
        "queue": ("farso", "aars"),
        "sheet": ("by",),
    }


def test_what_a_person_has_written_is_left_alone(tmp_path: Path) -> None:
    folder = create(tmp_path, initiative())
    file = folder / "initiative.toml"
    file.write_text(file.read_text(encoding="utf-8") + "\n# mine\n", encoding="utf-8")
    assert not is_made_here(folder)
    with pytest.raises(UserError, match=r"\[\[topics\]\]"):
        extend(folder, more(topics=(Topic(id="pas", name="Pas"),)))
    assert file.read_text(encoding="utf-8").endswith("# mine\n")


def test_a_wrong_weekday_is_corrected_and_all_else_stays(tmp_path: Path) -> None:
    made = initiative(
        schedule=[rule("tue")], calendar=CLOSED, topics=[{"id": "pas", "name": "Pas"}], question="Hvad nu?"
    )
    folder = create(tmp_path, made)
    thursday = rule("thu", staff_serving=2)
    changed = reopen(folder, [thursday], None)
    assert is_made_here(folder)
    assert load_initiative(folder) == changed
    closed = made.calendar.model_copy(update={"holidays": None})
    expected = {"schedule": (Rule.model_validate(thursday),), "calendar": closed}
    assert changed == made.model_copy(update=expected)
    assert reopen(folder, (), None).schedule == ()


def test_a_week_that_does_not_fit_is_refused_and_the_file_stays(tmp_path: Path) -> None:
    folder = create(tmp_path, initiative(schedule=[rule("tue")]))
    before = (folder / "initiative.toml").read_bytes()
    for wrong in (rule("tue", site="nowhere"), rule("tue", closes="09:00")):
        with pytest.raises(UserError):
            reopen(folder, [wrong], "DK")
        assert (folder / "initiative.toml").read_bytes() == before
    (folder / "initiative.toml").write_bytes(before + b"# mine\n")
    with pytest.raises(UserError, match="i hånden"):
        reopen(folder, [rule("thu")], "DK")
    assert (folder / "initiative.toml").read_bytes() == before + b"# mine\n"


def test_two_who_add_at_once_lose_nothing(tmp_path: Path) -> None:
    folder = create(tmp_path, initiative())
    groups = [Group(id=f"g{at}", name=f"G{at}", target=True) for at in range(8)]
    threads = [threading.Thread(target=extend, args=(folder, more(groups=(group,)))) for group in groups]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert {group.id for group in load_initiative(folder).groups} == {group.id for group in groups}


def test_an_addition_that_does_not_fit_is_refused() -> None:
    plain: Initiative = initiative()
    with pytest.raises(UserError):
        extended(plain, more(sites=(Site(id="aars", name="Aars"),), counted_by="nobody"))


def test_a_source_takes_a_place_over_so_that_one_alone_counts_it(tmp_path: Path) -> None:
    folder = create(tmp_path, initiative())
    sheet = Source(id="sheet", name="Sheet")
    kept = extend(folder, more(sources=(sheet,), counted_by="sheet"))
    assert {source.id: source.counts for source in kept.sources} == {"queue": ("farso",), "sheet": ()}
    taken = extend(folder, more(counted_by="sheet", counts=("farso",)))
    assert {source.id: source.counts for source in taken.sources} == {"queue": (), "sheet": ("farso",)}


@pytest.mark.parametrize("name", ["outside", "none", "elsewhere"])
def test_an_id_that_means_something_else_in_a_profile_is_refused(name: str) -> None:
    sources = [{"id": "queue", "name": "Queue", "counts": [name]}]
    for keys in (
        {"id": name},
        {"sites": [{"id": name, "name": "There"}], "sources": sources},
        {"areas": [{"id": name, "name": "There"}]},
    ):
        with pytest.raises(UserError, match=r"andet navn end \"outside\", \"none\" og \"elsewhere\""):
            checked({**initiative().model_dump(mode="json", by_alias=True), **keys})
