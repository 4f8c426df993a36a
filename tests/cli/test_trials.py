"""`trial register|show|decide`: keys, versions, and no figure of a trial while it is too early."""

import json
import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from evaluation.initiative import load_initiative
from evaluation.settings import INITIATIVES_VARIABLE, ROOT
from evaluation.texts import text
from tests.cli.command import contents, done, refused, run, says, tells
from tests.cli.opened import opened_once
from tests.initiative.trials import with_new_place

LOCKED = {"trial", "version", "hash", "registered_at", "attainable", "late"}
FIGURES = ("effect", "low", "high", "probability_better", "probability_worse", "probability_same")
TOLD = {
    "verdict",
    *FIGURES,
    "openings_needed",
    "looks",
    "hash",
    "status",
    "reason",
    "sentence",
    "sound",
    "decisions",
}
NEW = """
id = "proeve"
name = "Hvalpsund ved siden af Farsø"
question = "Skal der være åbent begge steder?"
estimand = "Henvendelser pr. åbningstime på lang sigt"
design = "concurrent"
from_site = "farsoe"
to_site = "hvalpsund"
starts_on = 2026-02-02
last_date = 2027-06-30
measure = "enquiries_per_open_hour"
smallest_change = 0.25
looks = [2026-12-15, 2027-06-30]
decided_by = "Udvalget"
"""


@pytest.fixture(scope="module", autouse=True)
def _opened_once() -> Iterator[None]:
    with opened_once():
        yield


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The shipped initiative's folder, free to write to, with a place that is new on 2 February 2026."""
    root = tmp_path / "initiatives"
    shutil.copytree(ROOT / "data" / "initiatives" / "vesthimmerland", root / "vesthimmerland")
    with_new_place(root / "vesthimmerland", date(2026, 2, 2))
    monkeypatch.setenv(INITIATIVES_VARIABLE, str(root))
    return root / "vesthimmerland"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "proeve.toml"
    path.write_text(NEW, encoding="utf-8")
    return path


def given(file: Path, store: Path) -> tuple[object, ...]:
    return "trial", "register", file, "--initiative", "vesthimmerland", "--by", "Anna", "--store", store


def test_register_tells_what_is_locked_and_what_can_be_reached(
    home: Path, file: Path, demo_store: Path
) -> None:
    told = done(*given(file, demo_store))
    assert set(told) >= LOCKED
    assert (told["trial"], told["version"], told["status"], told["changed"]) == (
        "proeve",
        1,
        "registered",
        [],
    )
    assert told["late"] is True  # it had begun long before the test
    assert told["attainable"]["openings"] > 50
    assert told["attainable"]["detectable"] > 1
    (record,) = [one for one in load_initiative(home).trials if one.trial.id == "proeve"]
    assert (record.hash, record.entries[0].by) == (told["hash"], "Anna")
    assert record.trial.attainable is not None
    assert record.trial.attainable.model_dump() == told["attainable"]


def test_register_again(home: Path, file: Path, demo_store: Path) -> None:
    first = done(*given(file, demo_store))
    assert done(*given(file, demo_store)) == first | {"status": "unchanged"}
    file.write_text(NEW.replace("0.25", "0.5"), encoding="utf-8")
    told = done(*given(file, demo_store))
    assert (told["version"], told["status"], told["changed"]) == (2, "changed", ["smallest_change"])
    assert told["hash"] != first["hash"]
    assert told["registered_at"] == first["registered_at"]


def test_register_in_words(home: Path, file: Path, demo_store: Path) -> None:
    spoken = run(*given(file, demo_store))
    assert (spoken.code, spoken.err) == (0, "")
    for key in (
        "registry.said.registered",
        "registry.said.hash",
        "trials.record.detectable",
        "trials.warning.late",
    ):
        assert tells(spoken.out, key), key


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Skal der være", "Borger 010190-1234: skal der være"),
        ("Skal der være", "Ring 98 66 12 34: skal der være"),
        ("Skal der være", "010190-1234 " * 60),  # too long besides: what is too long is repeated
        ('"proeve"', '"0101901234"'),
        ('"Udvalget"', '"anna@example.org"'),
    ],
)
def test_what_points_to_people_is_refused_and_not_repeated(
    home: Path, file: Path, demo_store: Path, old: str, new: str
) -> None:
    before = contents(home)
    file.write_text(NEW.replace(old, new), encoding="utf-8")
    said = refused(*given(file, demo_store))
    assert says(said, "registry.personal")
    assert not any(part in said for part in ("010190", "98 66", "anna@"))
    assert contents(home) == before


@pytest.mark.parametrize("flag", ["--by", "--reason"])
def test_neither_may_a_decision_hold_it(home: Path, demo_store: Path, flag: str) -> None:
    typed = {"--by": "Udvalget", "--reason": "Lokalet er væk"} | {flag: "010190 1234"}
    before = contents(home)
    flags = [part for pair in typed.items() for part in pair]
    said = refused("trial", "decide", "gedsted", "--action", "stop", *flags, "--store", demo_store)
    assert says(said, "registry.personal")
    assert contents(home) == before


def test_a_trial_that_does_not_fit_names_the_file_typed(home: Path, file: Path, demo_store: Path) -> None:
    file.write_text(NEW.replace('"farsoe"', '"gedsted"'), encoding="utf-8")
    said = refused(*given(file, demo_store))
    assert said.startswith(f"{file}, from_site: Stedet er med i prøvehandlingen »Fra Aalestrup til Gedsted«")
    file.unlink()
    assert says(refused(*given(file, demo_store)), "initiative.missing_file")


def test_too_early_gives_no_figure(home: Path, demo_store: Path) -> None:
    """Not in JSON and not in words; the kept decision holds none either."""
    told = done("trial", "show", "gedsted", "--store", demo_store)
    assert set(told) >= TOLD
    assert (told["status"], told["verdict"]) == ("too_early", "too_early")
    assert all(told[name] is None for name in FIGURES)
    assert [look[name] for look in told["looks"] for name in (*FIGURES, "verdict")] == [None] * 28
    assert told["sentence"].startswith("For tidligt at sige")
    done("trial", "decide", "gedsted", "--action", "extend", "--by", "Udvalget", "--store", demo_store)
    (kept,) = done("trial", "show", "gedsted", "--store", demo_store)["decisions"]
    assert (kept["verdict"], kept["effect"], kept["low"], kept["high"]) == ("too_early", None, None, None)


def test_a_verdict_has_its_figures(home: Path, demo_store: Path) -> None:
    told = done("trial", "show", "loegstoer_bibliotek", "--store", demo_store)
    assert set(told) >= TOLD
    assert (told["status"], told["verdict"]) == ("value", "better")
    assert 1 < told["low"] < told["effect"] < told["high"]
    whole = sum(told[f"probability_{name}"] for name in ("better", "worse", "same"))
    assert whole == pytest.approx(1)
    deciding = next(look for look in told["looks"] if look["verdict"] == "better")
    assert [deciding[name] for name in FIGURES] == [told[name] for name in FIGURES]
    assert told["openings_needed"] is None


def as_toml(home: Path, trial_id: str) -> str:
    """A registered trial as it was typed."""
    (record,) = [one for one in load_initiative(home).trials if one.trial.id == trial_id]
    typed = record.trial.model_dump(mode="json", exclude={"attainable"})
    dated = {name: typed.pop(name) for name in ("starts_on", "last_date", "looks")}
    lines = [f"{name} = {json.dumps(value, ensure_ascii=False)}" for name, value in typed.items()]
    return "\n".join([*lines, *(f"{name} = {value}" for name, value in dated.items())]).replace("'", "")


def test_a_trial_with_a_verdict_takes_no_new_version(home: Path, file: Path, demo_store: Path) -> None:
    """It would move the bounds of looks that are told; one without may still be changed."""
    words = as_toml(home, "loegstoer_bibliotek")
    file.write_text(words.replace("2026-03-03", "2026-06-02"), encoding="utf-8")
    before = contents(home)
    assert says(refused(*given(file, demo_store)), "registry.answered")
    file.write_text(words, encoding="utf-8")
    assert done(*given(file, demo_store))["status"] == "unchanged"
    assert contents(home) == before
    file.write_text(as_toml(home, "gedsted").replace("2026-12-18", "2027-03-02"), encoding="utf-8")
    assert done(*given(file, demo_store))["changed"] == ["last_date"]
    decided = ("trial", "decide", "loegstoer_bibliotek", "--action", "keep", "--by", "Udvalget")
    assert done(*decided, "--store", demo_store)["status"] == "decided"


def test_one_that_is_ended_takes_nothing_more(home: Path, file: Path, demo_store: Path) -> None:
    decided = ("trial", "decide", "gedsted", "--by", "Udvalget", "--store", demo_store, "--action")
    done(*decided, "stop", "--reason", "Lokalet er væk")
    file.write_text(as_toml(home, "gedsted").replace("2026-12-18", "2027-03-02"), encoding="utf-8")
    for typed in (given(file, demo_store), (*decided, "extend")):
        assert says(refused(*typed), "registry.ended")


def test_a_place_that_was_open_before_is_refused(home: Path, file: Path, demo_store: Path) -> None:
    file.write_text(NEW.replace('"hvalpsund"', '"aars"'), encoding="utf-8")
    said = refused(*given(file, demo_store))
    assert said.startswith(f"{file}, to_site: Stedet har åbent, før prøvehandlingen begynder")


def test_show_of_all_and_in_words(home: Path, demo_store: Path) -> None:
    told = done("trial", "show", "--store", demo_store)["trials"]
    assert [one["trial"] for one in told] == ["gedsted", "loegstoer_bibliotek"]
    spoken = run("trial", "show", "--store", demo_store)
    assert (spoken.code, spoken.err) == (0, "")
    assert all(one["sentence"] in spoken.out and one["hash"] in spoken.out for one in told)
    said = refused("trial", "show", "../gedsted", "--store", demo_store)
    assert says(said, "registry.unknown_trial")


def test_a_decision_against_the_verdict_needs_a_reason_and_both_stay(home: Path, demo_store: Path) -> None:
    against = ("trial", "decide", "loegstoer_bibliotek", "--action", "go_back", "--by", "Udvalget")
    assert says(refused(*against, "--store", demo_store), "registry.needs_reason")
    shown = done("trial", "show", "loegstoer_bibliotek", "--store", demo_store)
    reasoned = (*against, "--reason", "Lokalet er væk", "--on", "2026-03-10", "--store", demo_store)
    told = done(*reasoned)
    (kept,) = told["decisions"]
    assert (kept["action"], kept["by"], kept["reason"]) == ("go_back", "Udvalget", "Lokalet er væk")
    assert kept["decided_on"] == "2026-03-10"
    assert [kept[name] for name in ("verdict", "effect", "low", "high", "data_version")] == [
        shown[name] for name in ("verdict", "effect", "low", "high", "data_version")
    ]
    assert done(*reasoned)["status"] == "unchanged"
    after = done("trial", "show", "loegstoer_bibliotek", "--store", demo_store)
    assert (after["verdict"], after["effect"], after["hash"]) == (
        shown["verdict"],
        shown["effect"],
        shown["hash"],
    )
    assert after["data_version"] != shown["data_version"]


@pytest.mark.parametrize(("on", "key"), [("i går", "cli.bad_date"), ("2999-01-01", "registry.decided_when")])
def test_a_day_that_cannot_be(home: Path, demo_store: Path, on: str, key: str) -> None:
    typed = ("trial", "decide", "gedsted", "--action", "extend", "--by", "Udvalget", "--on", on)
    assert says(refused(*typed, "--store", demo_store), key)


def test_an_edited_file_is_told(home: Path, demo_store: Path) -> None:
    path = home / "trials" / "gedsted.json"
    path.write_text(path.read_text(encoding="utf-8").replace("0.25", "0.2"), encoding="utf-8")
    told = done("trial", "show", "gedsted", "--store", demo_store)
    assert told["sound"] is False
    assert tells(run("trial", "show", "gedsted", "--store", demo_store).out, "trials.warning.edited")
    checked = run("check", "--store", demo_store, "--json")
    assert checked.code == 1
    assert checked.json["problems"] == [text("cli.problems.trial_edited", trial="gedsted", entry=1)]


def test_before_any_data_are_there(home: Path, file: Path, tmp_path: Path) -> None:
    store = tmp_path / "store"
    told = done(*given(file, store))
    assert told["attainable"] is None
    shown = done("trial", "show", "proeve", "--initiative", "vesthimmerland", "--store", store)
    assert (shown["status"], shown["reason"]) == ("too_early", "not_begun")
    assert says(refused("trial", "show", "proeve", "--store", store), "cli.no_data")
    typed = (
        "--action",
        "stop",
        "--by",
        "Udvalget",
        "--reason",
        "Lokalet er væk",
        "--initiative",
        "vesthimmerland",
    )
    (kept,) = done("trial", "decide", "proeve", *typed, "--store", store)["decisions"]
    assert json.dumps([kept["verdict"], kept["effect"]]) == '["too_early", null]'
