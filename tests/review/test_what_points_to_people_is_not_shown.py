"""What a proposal or an error shows must not name anybody, whatever the column is called."""

import json
import re
from pathlib import Path

import openpyxl
import pytest

from evaluation.errors import UserError
from evaluation.initiative import load_initiative
from evaluation.initiative.models import Initiative
from evaluation.intake.cpr import masked
from evaluation.intake.propose import Proposal, propose, propose_table
from evaluation.intake.read import read_file
from evaluation.intake.spec import FileSpec
from evaluation.intake.take import take_table
from tests.cli.command import done, run
from tests.intake.making import KEY, NOW, initiative, profile, raw_table

VESTHIMMERLAND = Path(__file__).parents[2] / "data" / "initiatives" / "vesthimmerland"
CATEGORIES = ("Emne", "Status", "Gruppe", "Type", "Lokation", "Kanal", "Bopæl", "Livsbegivenhed")
KNOWN = pytest.mark.parametrize("over", [None, load_initiative(VESTHIMMERLAND)], ids=["none", "known"])


def said(found: Proposal) -> str:
    return "\n".join(
        [found.toml, found.sites_toml, repr(found.profile), repr(found.unmapped), repr(found.warnings)]
    )


def export(header: str, values: list[str], over: Initiative | None) -> Proposal:
    rows = [(f"X{n}", f"{n % 28 + 1:02}-09-2025 10:{n % 60:02}", value) for n, value in enumerate(values)]
    source = None if over is None else "koesystem"
    return propose_table(raw_table(rows, ("Billetnr", "Oprettet", header)), "koe.csv", over, source=source)


@KNOWN
@pytest.mark.parametrize("header", CATEGORIES)
@pytest.mark.parametrize(
    ("value", "part"),
    [
        ("yrsa.lund@post.dk", "yrsa"),
        ("20 30 40 50", "20 30"),
        ("+45 20304050", "2030"),
        ("ring 2030-4050", "2030"),
        ("010170-1234", "010170"),
    ],
)
def test_ways_to_reach_somebody_are_not_shown_however_often_they_come(
    header: str, value: str, part: str, over: Initiative | None
) -> None:
    found = export(header, [value, "Pas", "Pas", "Kørekort"] * 100, over)
    assert part not in said(found) and part.replace(" ", "_") not in said(found)


@KNOWN
@pytest.mark.parametrize("header", CATEGORIES)
def test_a_value_of_one_or_two_rows_in_a_long_file_is_not_shown(header: str, over: Initiative | None) -> None:
    found = export(header, ["Ringbind"] * 2 + ["Pas", "Kørekort"] * 100, over)
    assert "Ringbind" not in said(found) and "ringbind" not in said(found)


@KNOWN
@pytest.mark.parametrize("header", CATEGORIES)
@pytest.mark.parametrize(
    "names",
    [
        [f"{first} {last}" for first in ("Ida", "Bo", "Mia") for last in ("Lund", "Dam", "Holm-Bæk")],
        ["Lund, Ida", "Dam, Bo", "HOLM, MIA", "Ida von Lund"],
        [f"{first} {last}" for first in ("ida", "bo", "mia", "eva") for last in ("lund", "dam", "holm")],
        ["Ida", "Bo", "Mia", "Eva", "Liv", "Kaj", "Åse", "Ole", "Per", "Tove", "Finn"],
    ],
    ids=["names", "last first", "small letters", "first names"],
)
def test_names_among_values_that_hardly_recur_are_not_shown(
    header: str, names: list[str], over: Initiative | None
) -> None:
    shown = said(export(header, names, over)).casefold()
    for name in names:
        made = re.sub(r"\W+", "_", name.casefold())
        assert not re.search(rf"(?<!\w)({re.escape(name.casefold())}|{made})(?!\w)", shown), name


def test_what_is_hidden_is_counted_and_the_rest_still_proposed() -> None:
    mails = [f"{letter}@x.dk" for letter in "abcdefghijkl"]
    found = export("Emne", mails + ["Pas", "Kørekort"] * 100, None)
    (warning,) = found.warnings
    assert "12 værdier vises ikke, fordi de kan pege på personer" in warning and "a@a.aa" in warning
    above = found.toml.split("[columns.topic]")[0]
    assert f"# {warning}" in above
    assert 'Pas = "pas"' in found.toml


def test_a_word_the_initiative_or_the_program_knows_is_shown_however_rare() -> None:
    rows = [(f"X{n}", f"{n % 28 + 1:02}-09-2025 10:00", "Farsø" if n == 7 else "Aars") for n in range(300)]
    found = propose_table(raw_table(rows, ("Billetnr", "Oprettet", "Lokation")), "a.csv", initiative())
    assert found.profile is not None
    assert found.profile.columns["site"].values == {"Farsø": "farsoe", "Aars": "aars"}


@pytest.mark.parametrize("header", ["Bopæl", "Livsbegivenhed"])
@pytest.mark.parametrize("over", [None, initiative()], ids=["none", "known"])
def test_no_ids_are_made_up_for_areas_and_life_events(header: str, over: Initiative | None) -> None:
    rows = [(f"X{n}", "Aars", f"{n % 28 + 1:02}-09-2025 10:00", "Skilsmisse") for n in range(30)]
    found = propose_table(raw_table(rows, ("Billetnr", "Lokation", "Oprettet", header)), "a.csv", over)
    assert "skilsmisse" not in said(found).casefold()
    assert [one.why for one in found.unmapped if one.column == header] == ["no_list"]


# ------------------------------------------------------ no header

HEADLESS = [
    "17;Aars;04-03-2025 10:00;Ida Lund\n18;Farsø;05-03-2025 10:05;Bo Dam\n19;Aars;06-03-2025 11:00;Mia\n",
    "B17;Aars;Ida Lund;4. marts 2025\nB18;Farsø;Bo Dam;5. marts 2025\nB203;Aars;Mia Holm;16. marts 2025\n",
    "Aars;10.30;Ida Lund\nFarsø;10.45;Bo Dam\nLøgstør;11.00;Mia Holm\n",
    "Ida Lund;ida.lund@post.dk;Aars\nBo Dam;;Farsø\n",
]


@pytest.mark.parametrize("content", HEADLESS)
@pytest.mark.parametrize("header_row", ["auto", 1])
def test_a_file_without_a_header_is_refused_without_showing_its_first_row(
    tmp_path: Path, content: str, header_row: int | str
) -> None:
    path = tmp_path / "koe.csv"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(UserError) as raised:
        read_file(path, FileSpec.model_validate({"header_row": header_row}))
    assert raised.value.key == "intake_files.no_header"
    assert not any(part in str(raised.value) for part in ("Lund", "Aars", "2025", "B17", "ida"))
    with pytest.raises(UserError):
        propose(path)


def test_a_sheet_without_a_header_is_refused(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for line in HEADLESS[0].splitlines():
        book.active.append(line.split(";"))
    book.save(tmp_path / "koe.xlsx")
    with pytest.raises(UserError) as raised:
        read_file(tmp_path / "koe.xlsx", FileSpec())
    assert raised.value.key == "intake_files.no_header"


@pytest.mark.parametrize(
    "content",
    [
        "Sted;Emne;Medarbejder\nAars;Pas;Ida\nFarsø;MitID;Bo\n",
        "Nr;Sted;2023;2024\n1;Aars;12;17\n2;Farsø;3;4\n",
        "Skranke 1;Skranke 2;Dato\nja;nej;04-03-2025\nnej;ja;05-03-2025\n",
        "@timestamp;Sted;Nr. 1\n2025-03-04;Aars;x\n2025-03-05;Aars;y\n",
    ],
)
def test_names_are_still_a_header(tmp_path: Path, content: str) -> None:
    path = tmp_path / "koe.csv"
    path.write_text(content, encoding="utf-8")
    assert read_file(path, FileSpec()).header == tuple(content.splitlines()[0].split(";"))


# ------------------------------------------------------ names of files and sheets


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("klage 010170-1234 marts.csv", "klage xxxxxx-xxxx marts.csv"),
        ("0101701234.csv", "xxxxxxxxxx.csv"),
        ("kø-2025-03-04.csv", "kø-2025-03-04.csv"),
        ("sag 123456789012.csv", "sag 123456789012.csv"),
    ],
)
def test_a_cpr_number_in_a_name_is_masked(name: str, shown: str) -> None:
    assert masked(name) == shown


def test_the_name_of_a_taken_file_is_masked() -> None:
    name = "klage 010170-1234.csv"
    table = raw_table([("1", "Nowhere", "x", None, None, None)])
    taken = take_table(table, name, profile(), initiative(), KEY, now=NOW)
    assert taken.file == "klage xxxxxx-xxxx.csv"
    assert taken.rejections["file"].to_pylist() == [taken.file]


def test_errors_mask_names_of_files_and_sheets(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for name in ("010170-1234", "Marts"):
        sheet = book.create_sheet(name)
        sheet.append(["Sted", "Emne"])
        sheet.append(["Aars", "Pas"])
    path = tmp_path / "010170-1234.xlsx"
    book.save(path)
    for spec in (FileSpec(), FileSpec(sheet="020270-1234")):
        with pytest.raises(UserError) as raised:
            read_file(path, spec)
        assert "Marts" in str(raised.value)
        assert not any(number in str(raised.value) for number in ("010170", "020270"))


# ------------------------------------------------------ --out


def test_a_saved_profile_is_never_written_over(tmp_path: Path) -> None:
    rows = "".join(f"B{n};Aars;{n + 1:02}-09-2025 10:00\n" for n in range(20))
    (tmp_path / "koe.csv").write_text(f"Billetnr;Lokation;Oprettet\n{rows}", encoding="utf-8")
    out = tmp_path / "koe.toml"
    out.write_text("# min egen", encoding="utf-8")
    told = run("profile", tmp_path / "koe.csv", "--out", out)
    assert told.code == 1 and "findes allerede" in told.err and "andet navn" in told.err
    assert out.read_text(encoding="utf-8") == "# min egen"
    assert run("profile", tmp_path / "koe.csv", "--out", tmp_path / "ny.toml").code == 0


# ------------------------------------------------------ event logs


def event_log(activity: str = "Trin") -> Proposal:
    steps = ("Modtaget", "Vurderet", "Afgjort")
    rows = [
        (f"S-{case}", f"E{case}{n}", steps[n], f"{case % 28 + 1:02}-09-2025 1{n}:00", "Aars")
        for case in range(40)
        for n in range(2 + case % 2)
    ]
    header = ("Sagsnr", "Hændelses id", activity, "Tidspunkt", "Lokation")
    return propose_table(raw_table(rows, header), "log.csv", initiative())


@pytest.mark.parametrize("activity", ["Aktivitet", "Trin", "Hvad"])
def test_an_event_log_is_not_proposed_as_enquiries(activity: str) -> None:
    found = event_log(activity)
    assert found.profile is not None and found.profile.record == "step"
    assert found.profile.columns["case_id"].column == ("Sagsnr",)
    assert found.profile.identity.columns == ("Sagsnr", activity, "arrived_at")
    (warning,) = [one for one in found.warnings if "hændelseslog" in one]
    assert "ikke som én henvendelse" in warning and "Sagsnr" in warning
    assert f"# {warning}" in found.toml


def test_several_enquiries_about_one_case_are_no_event_log() -> None:
    topics = ("Pas", "MitID", "Bolig", "Pension")
    rows = [
        (f"B{n}", f"S-{n // 2}", topics[(n + n // 4) % 4], f"{n % 28 + 1:02}-09-2025 10:00", "Aars")
        for n in range(80)
    ]
    header = ("Billetnr", "Sagsnr", "Emne", "Oprettet", "Lokation")
    found = propose_table(raw_table(rows, header), "koe.csv", initiative())
    assert found.profile is not None and not found.warnings


def test_a_real_event_log_is_told(shared: Path) -> None:
    found = done("profile", shared / "real" / "nl_wabo_receipt.csv")
    assert any("hændelseslog" in one for one in found["warnings"])
    assert (
        'record = "step"' in found["profile"] and "org:resource" not in found["profile"].split("# Mangler")[0]
    )
    assert "case-10011" not in json.dumps(found)
