"""Statistics Denmark's long layout: what counts once, what is refused, and what became of every row."""

from datetime import datetime
from itertools import permutations
from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evaluation.errors import UserError
from evaluation.initiative import Initiative
from evaluation.intake.importing import import_other
from evaluation.intake.other import TakenOther, take_other
from evaluation.store import Store
from tests.intake.making import NOW, initiative

AREAS = [
    {"id": "farsoe", "name": "Farsø Sogn", "code": "8282", "sites": ["farsoe"], "residents": 9, "year": 2014},
    {"id": "strandby", "name": "Strandby Sogn", "code": "8281"},
]
#: Farsø: 10 under 65, of 65 and more 3 + 4 + 5; women one more in each of the four.
AGES = {"0-64 år": 10, "65-69 år": 3, "70-89 år": 4, "90 år og derover": 5}
SUM = {"residents": 48, "residents_65plus": 27}


def rows(area: str = "8282 Farsø", year: str = "2025", *, sums: bool = True) -> list[list[str]]:
    """Area, sex, age, time, number: men, women and sums, by age and altogether."""
    told = []
    by_sex = {"Mænd": AGES, "Kvinder": {age: count + 1 for age, count in AGES.items()}}
    if sums:
        by_sex["I alt"] = {age: 2 * count + 1 for age, count in AGES.items()}
    for sex, counts in by_sex.items():
        ages = counts | {"Alder i alt": sum(counts.values())} if sums else counts
        told += [[area, sex, age, year, str(count)] for age, count in ages.items()]
    return told


def written(
    folder: Path, lines: list[list[str]], *, above: str = "", below: str = "", coding: str = "utf-8"
) -> Path:
    file = folder / "sogn.csv"
    body = "".join(";".join(f'"{cell}"' for cell in line) + "\r\n" for line in lines)
    file.write_bytes((above + body + below).encode(coding))
    return file


def taken(folder: Path, lines: list[list[str]], over: Initiative | None = None, **how: str) -> TakenOther:
    return take_other(written(folder, lines, **how), "areas", over or initiative(areas=AREAS), now=NOW)


def said(found: TakenOther) -> dict[str, dict[str, int]]:
    told = found.accepted.to_pylist()
    return {row["id"]: {name: row[name] for name in ("residents", "residents_65plus")} for row in told}


TITLE = '"Folketal 1. januar efter sogn, køn, alder og tid"\r\n\r\n'
NAMES = "OMRÅDE;KØN;ALDER;TID;INDHOLD\r\n"


@pytest.mark.parametrize("above", ["", TITLE, NAMES, TITLE + NAMES], ids=["bare", "title", "names", "both"])
@pytest.mark.parametrize("coding", ["utf-8", "utf-8-sig", "cp1252"])
def test_nobody_is_counted_twice_however_the_file_is_written(above: str, coding: str, tmp_path: Path) -> None:
    found = taken(tmp_path, rows(), above=above, coding=coding)
    assert said(found) == {"farsoe": SUM}
    assert found.rows == {"read": 15, "used": 4, "duplicate": 11, "outside": 0, "blank": 0, "rejected": 0}
    assert found.warnings == ()
    (row,) = found.accepted.to_pylist()
    assert (row["name"], row["year"], row["origin"]) == ("Farsø Sogn", 2025, "Danmarks Statistik, 2025")


@pytest.mark.parametrize("order", list(permutations(range(5)))[::17])
def test_columns_are_told_by_their_content(order: tuple[int, ...], tmp_path: Path) -> None:
    lines = [[line[at] for at in order] for line in rows(sums=False)]
    assert said(taken(tmp_path, lines)) == {"farsoe": SUM}


def test_codes_in_place_of_words_are_understood_under_names(tmp_path: Path) -> None:
    lines = [["8282", "TOT", str(age), "2025K1", "2"] for age in range(100)]
    lines.append(["8282", "TOT", "IALT", "2025K1", "200"])
    assert said(taken(tmp_path, lines, above=NAMES)) == {"farsoe": {"residents": 200, "residents_65plus": 70}}


def test_a_sum_stands_for_the_young_and_a_row_of_nought_may_lack(tmp_path: Path) -> None:
    lines = [["Farsø", f"{age} år", "2025", "2"] for age in range(65, 104) if age != 98]
    lines.append(["Farsø", "I alt", "2025", "1.000"])
    assert said(taken(tmp_path, lines)) == {"farsoe": {"residents": 1000, "residents_65plus": 76}}


def test_the_newest_year_counts_and_old_figures_are_told(tmp_path: Path) -> None:
    found = taken(tmp_path, rows(year="2020") + rows(year="2019"))
    assert said(found) == {"farsoe": SUM}
    assert (found.rows["used"], found.rows["outside"]) == (4, 15)
    assert found.warnings == (
        "Filen har flere perioder. Kun den nyeste er brugt: 2020.",
        "Tallene er fra 2020. De er mere end tre år gamle.",
    )


def test_other_areas_lie_outside_also_one_of_the_same_name(tmp_path: Path) -> None:
    found = taken(tmp_path, rows() + rows("7777 Strandby") + rows("I alt"))
    assert said(found) == {"farsoe": SUM}
    assert (found.rows["outside"], found.warnings) == (
        30,
        ("Områder i filen, som initiativet ikke kender: 1. De er ikke brugt.",),
    )


def test_an_initiative_without_areas_takes_those_of_the_file(tmp_path: Path) -> None:
    found = taken(tmp_path, rows("8282 Farsø (Vesthimmerlands Kommune)") + rows("Hele landet"), initiative())
    assert said(found) == {"farsoe": SUM}
    assert [row["name"] for row in found.accepted.to_pylist()] == ["Farsø"]


def test_a_note_below_is_refused_and_a_broken_row_among_the_figures_refuses_the_file(tmp_path: Path) -> None:
    found = taken(tmp_path, rows(), below="\r\nKilde: Danmarks Statistik\r\n")
    assert said(found) == {"farsoe": SUM}
    assert found.reasons == {"row_length": 1}
    assert found.rows["blank"] == 1
    unknown = taken(tmp_path, [*rows(), ["8282 Farsø", "I alt", "Uoplyst", "2025", "1"]])
    assert unknown.reasons == {"unmapped_value": 1}
    short = ["8282 Farsø", "Mænd", "0-64 år"]
    for lines in ([*rows()[:3], short, *rows()[3:]], [short, *rows()[1:]]):
        assert refusal(tmp_path, lines) == "kinds.statbank_row"


@pytest.mark.parametrize("delimiter", [",", "\t"])
def test_a_spreadsheet_may_have_saved_it_with_another_delimiter(delimiter: str, tmp_path: Path) -> None:
    file = tmp_path / "sogn.csv"
    file.write_text("\n".join(delimiter.join(line) for line in rows()), encoding="utf-8")
    assert said(take_other(file, "areas", initiative(areas=AREAS), now=NOW)) == {"farsoe": SUM}


def refusal(folder: Path, lines: list[list[str]]) -> str | None:
    with pytest.raises(UserError) as raised:
        taken(folder, lines)
    return raised.value.key


@given(
    counts=st.lists(st.integers(0, 1800), min_size=8, max_size=8),
    sums=st.sets(st.sampled_from(["sex", "age"])),
    order=st.permutations(range(5)),
    mix=st.randoms(use_true_random=False),
)
@settings(max_examples=20, deadline=None)
def test_sums_order_and_rows_told_twice_change_no_figure(
    counts: list[int], sums: set[str], order: list[int], mix: Random, tmp_path_factory: pytest.TempPathFactory
) -> None:
    by_sex = {"Mænd": counts[:4], "Kvinder": counts[4:]}
    if "sex" in sums:
        by_sex["I alt"] = [one + other for one, other in zip(counts[:4], counts[4:], strict=True)]
    lines = []
    for sex, of_sex in by_sex.items():
        told = dict(zip(AGES, of_sex, strict=True)) | ({"I alt": sum(of_sex)} if "age" in sums else {})
        lines += [["8282 Farsø", sex, age, "2025", str(count)] for age, count in told.items()]
    lines += mix.sample(lines, 3)
    mix.shuffle(lines)
    found = taken(tmp_path_factory.mktemp("long"), [[line[at] for at in order] for line in lines])
    old = sum(counts) - counts[0] - counts[4]
    assert said(found) == {"farsoe": {"residents": sum(counts), "residents_65plus": old}}
    assert found.rows["read"] == len(lines) == found.rows["used"] + found.rows["duplicate"]


AGES_ACROSS = [["", "", "0-64 år", "65-69 år"], ["8282 Farsø", "2025", "10", "3"]]
YEARS_ACROSS = [["", "", "2024", "2025"], ["8282 Farsø", "65 år", "10", "3"], ["", "66 år", "9", "4"]]
NAMED_YEARS = [["sogn", "alder", "2024", "2025"], ["8282 Farsø", "65 år", "10", "3"]]
ONLY_YEARS = [["", "2024", "2025"], ["8282 Farsø", "10", "3"]]
ONE_YEAR = [["", "", "2025"], ["8282 Farsø", "65 år", "3"], ["8282 Farsø", "66 år", "3"]]


@pytest.mark.parametrize(
    ("lines", "key"),
    [
        (AGES_ACROSS, "kinds.statbank_matrix"),
        (YEARS_ACROSS, "kinds.statbank_matrix"),
        (NAMED_YEARS, "kinds.statbank_matrix"),
        (ONLY_YEARS, "kinds.statbank_matrix"),
        (ONE_YEAR, "kinds.statbank_lacks"),
        (rows("7777 Andetsteds"), "kinds.statbank_elsewhere"),
        ([line for line in rows() if line[1] == "Mænd"], "kinds.statbank_one_sex"),
        ([line for line in rows() if line[2] != "65-69 år"], "kinds.statbank_lacking"),
        ([line for line in rows(sums=False) if line[2] != "0-64 år"], "kinds.statbank_lacking"),
        ([[*line[:2], line[2].replace("65-69", "60-69"), *line[3:]] for line in rows()], "kinds.statbank_straddling"),
        ([*rows(), ["8282 Farsø", "I alt", "66 år", "2025", "1"]], "kinds.statbank_overlapping"),
        ([*rows()[:-4], ["8282 Farsø", "I alt", "65-69 år", "2025", ".."]], "kinds.statbank_row"),
        ([*rows(), ["8282 Farsø", "I alt", "65-69 år", "2025", "77777"]], "kinds.statbank_twice"),
    ],
)  # fmt: skip
def test_what_would_give_a_wrong_figure_is_refused(lines: list[list[str]], key: str, tmp_path: Path) -> None:
    assert refusal(tmp_path, lines) == key


def test_the_own_format_warns_of_old_figures_too(tmp_path: Path) -> None:
    file = tmp_path / "a.csv"
    file.write_text("Område;Indbyggere;År\nFarsø;900;2021\n", encoding="utf-8")
    (warning,) = take_other(file, "areas", initiative(), now=NOW).warnings
    assert warning == "Tallene er fra 2021. De er mere end tre år gamle."


def test_it_is_imported_over_what_is_configured(tmp_path: Path) -> None:
    store, popup = Store(tmp_path / "store"), initiative(areas=AREAS)
    file = written(tmp_path, rows())
    imported = import_other([file], store, popup, "areas", now=datetime(2026, 3, 2, 12))
    assert imported.changed
    (row,) = store.other("areas", popup.id)
    assert (row["id"], row["residents_65plus"], row["sites"]) == ("farsoe", SUM["residents_65plus"], None)


def test_areas_imported_before_are_known_again_whatever_their_ids(tmp_path: Path) -> None:
    store, popup, own = Store(tmp_path / "store"), initiative(), tmp_path / "own.csv"
    own.write_text("Id;Område;Breddegrad;Længdegrad\nvest;Farsø;56,77;9,34\n", encoding="utf-8")
    for number, file in enumerate((own, written(tmp_path, rows()))):
        import_other([file], store, popup, "areas", now=datetime(2026, 3, 2, 12 + number))
    (row,) = store.other("areas", popup.id)
    assert (row["id"], row["lat"], row["residents"]) == ("vest", 56.77, SUM["residents"])
