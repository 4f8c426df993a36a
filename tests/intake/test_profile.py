"""A profile in TOML: read, refused with a sentence, written again."""

import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evaluation.errors import UserError
from evaluation.intake import toml_out
from evaluation.intake.match import choose_profile, nearly_fitting
from evaluation.intake.profile import Profile
from evaluation.intake.profile_io import dump_profile, load_profile, profile_hash, read_profile
from tests.intake.making import profile

PLAIN: dict[str, Any] = {
    "source": "koe",
    "identity": {"columns": ["Nr"]},
    "constants": {"site": "farsoe"},
    "columns": {"arrived_at": {"column": "Ankomst", "format": "%d-%m-%Y %H:%M"}},
}


def refused(tmp_path: Path, text: str) -> UserError:
    path = tmp_path / "koe.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(UserError) as caught:
        load_profile(path)
    assert "koe.toml" in caught.value.what
    assert caught.value.fix
    return caught.value


def test_a_profile_may_be_short() -> None:
    short = {"source": "koe", "identity": "replace_day", "constants": {"site": "a"}}
    found = read_profile(short | {"columns": {"arrived_at": "Tid"}}, "koe.toml")
    assert found.columns["arrived_at"].column == ("Tid",)
    assert (found.id, found.identity.mode) == ("koe", "replace_day")


def test_notepad_s_mark_at_the_beginning_does_no_harm(tmp_path: Path) -> None:
    path = tmp_path / "koe.toml"
    path.write_text(dump_profile(profile()), encoding="utf-8-sig")
    assert load_profile(path).model_dump() == profile().model_dump()


def test_what_is_written_is_read_back_and_its_hash_does_not_care_for_comments(tmp_path: Path) -> None:
    full = profile(
        {
            "called_at": {"column": ["Dato", "Kaldt"], "format": "%d-%m-%Y %H.%M"},
            "age_65plus": {"column": 'Er "65+"?', "values": {"x": "true", "": "false"}},
            "case_id": {"column": "Sag", "numeric_id": True},
        },
        name="Kø\\system",
        timezone="Europe/London",
        constants={"channel": "in_person", "vulnerable": False, "quantity": 2},
        coverage={"unit": "stated", "from": "2025-03-03", "to": "2025-04-01", "sites": ["aars"]},
        file={"delimiter": "\t", "header_row": 3, "total_rows": True},
        closing_time="23:59",
        missing=["", "?"],
        snapshot=True,
    )
    path = tmp_path / "koe.toml"
    path.write_text(dump_profile(full), encoding="utf-8")
    again = load_profile(path)
    assert again.model_dump() == full.model_dump()
    assert profile_hash(again) == profile_hash(full) != profile_hash(profile())
    assert "# Ankomst" in path.read_text(encoding="utf-8")


@given(st.dictionaries(st.text(min_size=1), st.text(), max_size=5))
def test_any_words_survive_the_writing(values: dict[str, str]) -> None:
    written = "\n".join(toml_out.table(["a", "b c"], {"values": values, "n": [1, 2], "yes": True}))
    assert tomllib.loads(written) == {"a": {"b c": {"values": values, "n": [1, 2], "yes": True}}}


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("id = ", "TOML"),
        ('source = "koe"\nkoelumns = 1\n[columns]\narrived_at = "a"', "koelumns"),
        ('source = "koe"', "columns"),
        ('source = "koe"\ntime_precision = "sekund"\n[columns]\narrived_at = "a"', "time_precision"),
        ('source = "KØ"\n[columns]\narrived_at = "a"', "source"),
        ('source = "koe"\n[file]\ndelimiter = "x"\n[columns]\narrived_at = "a"', "file.delimiter"),
    ],
)
def test_a_faulty_file_is_refused_with_the_key(tmp_path: Path, text: str, told: str) -> None:
    found = refused(tmp_path, text)
    assert told in str(found)
    assert "Input should" not in str(found)


def test_an_error_lists_the_words_that_are_allowed(tmp_path: Path) -> None:
    found = refused(tmp_path, 'source = "koe"\ntime_precision = "sekund"\n[columns]\narrived_at = "a"')
    assert (found.got, found.fix) == ("Fandt: sekund.", 'Tilladt: "minute", "hour", "opening", "day".')


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"timezone": "Europe/Farso"}, "timezone"),
        ({"timezone": "../etc"}, "timezone"),
        ({"identity": {"columns": ["Nr"], "mode": "replace_day"}}, "identity"),
        ({"identity": {}}, "identity"),
        ({"identity": "replace_day", "snapshot": True}, "snapshot_needs_id"),
        ({"constants": {}}, "needed"),
        ({"constants": {"site": "a", "arrived_at": "x"}}, "unknown_target"),
        ({"constants": {"site": "a", "vulnerable": "ja"}}, "constant_type"),
        ({"constants": {"site": "a", "satisfaction": 6}}, "constant_type"),
        ({"coverage": {"unit": "stated"}}, "coverage_dates"),
        ({"coverage": {"unit": "stated", "from": "2025-02-01", "to": "2025-01-01"}}, "coverage_dates"),
        ({"columns": {"ended_at": "Slut"}}, "needed"),
    ],
)
def test_a_contradiction_is_refused(change: dict[str, Any], code: str) -> None:
    with pytest.raises(UserError) as caught:
        read_profile(PLAIN | change, "koe.toml")
    assert caught.value.key == f"intake.profile_{code}"


@pytest.mark.parametrize(
    ("target", "spec", "code"),
    [
        ("arrived", "Tid", "unknown_target"),
        ("topic", {"column": "a", "format": "%d"}, "format_not_time"),
        ("called_at", {"column": "a", "format": "%H:%M"}, "format"),
        ("called_at", {"column": "a", "format": "dd-mm-yyyy"}, "format"),
        ("called_at", {"column": "a", "format": "%Q"}, "format"),
        ("called_at", {"column": "a", "values": {"a": "b"}}, "values_not_here"),
        ("topic", {"column": "a", "numeric_id": True}, "numeric_not_id"),
        ("topic", {"column": "a", "values": {"Ja": "x", "ja ": "y"}}, "values_clash"),
        ("vulnerable", {"column": "a", "values": {"Ja": "ja"}}, "flag_value"),
        ("satisfaction", {"column": "a", "values": {"Ja": "god"}}, "number_value"),
        ("satisfaction", {"column": "a", "other": "1"}, "values_not_here"),
        ("site", "Sted", "constant_and_column"),
    ],
)
def test_a_column_that_cannot_be_is_refused(target: str, spec: object, code: str) -> None:
    with pytest.raises(UserError) as caught:
        read_profile(PLAIN | {"columns": {**PLAIN["columns"], target: spec}}, "koe.toml")
    assert caught.value.key == f"intake.profile_{code}"


def test_a_missing_or_wrongly_saved_file(tmp_path: Path) -> None:
    with pytest.raises(UserError, match=r"koe\.toml"):
        load_profile(tmp_path / "koe.toml")
    (tmp_path / "koe.toml").write_bytes('name = "Kø"'.encode("cp1252"))
    with pytest.raises(UserError, match="UTF-8"):
        load_profile(tmp_path / "koe.toml")


def test_the_only_profile_that_fits_is_chosen(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("Nr;Sted;Ankomst;Kaldt;Slut;Udfald\n1;Farsø;04-03-2025 10:00;;;\n", encoding="utf-8")
    other = Profile.model_validate(PLAIN | {"id": "tid", "identity": {"columns": ["Bookingnr"]}})
    assert choose_profile(path, [other, profile()]) == profile()
    with pytest.raises(UserError) as none:
        choose_profile(path, [other, other])
    assert none.value.key == "intake.no_profile" and "tid" in none.value.got
    with pytest.raises(UserError) as several:
        choose_profile(path, [profile(), profile(id="koe_to")])
    assert several.value.key == "intake.several_profiles" and "koe_to" in several.value.got
    with pytest.raises(UserError):
        choose_profile(path, [])


HEADS = "Nr;Sted;Ankomst;Kaldt;Slut;Udfald"


@pytest.mark.parametrize(
    ("header", "missing"),
    [
        (HEADS.replace("Udfald", "Hvad"), "kolonnen »Udfald« mangler."),
        (HEADS.replace("Udfald", "Hvad").replace("Slut;", ""), "kolonnerne »Slut« og »Udfald« mangler."),
        (HEADS, ""),
        ("Nr;Sted;Ankomst;A;B;C", ""),  # half of its columns are not there
    ],
)
def test_a_profile_that_nearly_fits_is_named_with_what_is_missing(
    tmp_path: Path, header: str, missing: str
) -> None:
    path = tmp_path / "a.csv"
    path.write_text(f"{header}\n{'1;' * header.count(';')}1\n", encoding="utf-8")
    far = Profile.model_validate(
        PLAIN | {"id": "tid", "identity": {"columns": ["Bookingnr", "A1", "A2", "A3"]}}
    )
    said = nearly_fitting(path, [far, profile(name="Køsystemet")])
    assert said.startswith(f"Profilen »Køsystemet« passer næsten: {missing}" if missing else "")
    assert bool(said) is bool(missing)
    if missing:
        with pytest.raises(UserError) as refused:
            choose_profile(path, [far, profile(name="Køsystemet")])
        assert missing in str(refused.value)


@pytest.mark.parametrize(
    "wrong",
    [
        {"record": "010190-1234"},
        {"timezone": "010190-1234"},
        {"010190-1234": 1},
        {"missing": {"010190-1234": 1}},
    ],
)
def test_a_possible_cpr_number_in_a_profile_is_never_quoted(wrong: dict[str, Any]) -> None:
    with pytest.raises(UserError) as caught:
        read_profile(PLAIN | wrong, "koe.toml")
    assert "010190" not in str(caught.value) and "xxxxxx-xxxx" in str(caught.value)
