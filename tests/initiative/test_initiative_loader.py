"""What a user reads when an initiative.toml is wrong: file, key, what was given, what is allowed."""

from pathlib import Path

import pytest

from evaluation.errors import UserError
from evaluation.initiative import find_folder, load_initiative

GOOD = """
id = "popup"
name = "Pop-up"
municipality = "0820"
municipality_name = "Vesthimmerland"
starts_on = 2025-03-03
evaluation_ends_on = "2026-03-01"

[calendar]
holidays = "DK"
closed_days = ["12-24"]

[[sites]]
id = "farso"
name = "Farsø"
lat = 56.77
not_offered = ["pas"]

[[sites]]
id = "gedsted"
name = "Gedsted"
open_from = 2026-01-05

[[topics]]
id = "pas"
name = "Pas"

[[sources]]
id = "queue"
name = "Køsystem"
counts = ["farso", "gedsted"]

[[schedule]]
site = "farso"
weekday = "wed"
opens = "10:00"
closes = "14:00"

[[costs]]
from = 2025-03-03
to = 2026-03-01
kind = "wages"
kr = 225000
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "initiative.toml").write_text(GOOD, encoding="utf-8")
    return tmp_path


def refused(folder: Path, old: str = "", new: str = "") -> UserError:
    """The error after one edit of the good file."""
    if old:
        assert old in GOOD
    (folder / "initiative.toml").write_text(GOOD.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(UserError) as caught:
        load_initiative(folder)
    assert str(folder / "initiative.toml") in caught.value.what
    return caught.value


def test_a_good_file_loads(folder: Path) -> None:
    initiative = load_initiative(folder)
    assert initiative.site("farso").name == "Farsø"
    assert initiative.evaluation_ends_on.isoformat() == "2026-03-01"


def test_a_byte_order_mark_and_windows_line_ends_are_no_error(folder: Path) -> None:
    content = b"\xef\xbb\xbf" + GOOD.replace("\n", "\r\n").encode("utf-8")
    (folder / "initiative.toml").write_bytes(content)
    assert load_initiative(folder).site("farso").name == "Farsø"


@pytest.mark.parametrize(
    ("edit", "path", "given", "allowed"),
    [
        (("lat = 56.77", "lat = 95"), 'sites[0].lat (id = "farso")', "Fandt: 95.", "højst 90"),
        (("lat = 56.77", "lat = nan"), "sites[0].lat", "NaN", "almindeligt tal"),
        (("lat = 56.77", 'lat = "nord"'), "sites[0].lat", '"nord"', "uden anførselstegn"),
        (("lat = 56.77", "latt = 1"), "sites[0].latt", "Fandt: 1.", "name, kind, town, lat, lon"),
        (('name = "Pop-up"', "nam = 1"), "name:", "", "Tilføj den."),
        (('name = "Pop-up"', "name = 5"), "name:", "Fandt: 5.", "anførselstegn"),
        (('name = "Pop-up"', 'name = ""'), "name:", '""', "mindst 1 tegn"),
        (('"0820"', '"820"'), "municipality:", '"820"', "fire cifre"),
        (('id = "popup"', 'id = "Pop Up"'), "id:", '"Pop Up"', "små bogstaver"),
        (("2025-03-03", '"2025-02-31"'), "starts_on:", '"2025-02-31"', "2025-03-03"),
        (("2025-03-03", "20250303"), "starts_on:", "20250303", "2025-03-03"),
        (("2025-03-03", "2025-03-03T10:00:00"), "starts_on:", "2025-03-03 10:00:00", "2025-03-03"),
        (('["12-24"]', '["02-30"]'), "calendar.closed_days[0]", '"02-30"', "MM-DD"),
        (('["12-24"]', '["24/12"]'), "calendar.closed_days[0]", '"24/12"', "MM-DD"),
        (('["12-24"]', '"12-24"'), "calendar.closed_days", '"12-24"', "kantede parenteser"),
        (('holidays = "DK"', 'holidays = "Denmark"'), "calendar.holidays", '"Denmark"', '"DK"'),
        (
            ('"wed"', '"onsdag"'),
            "schedule[0].weekday",
            '"onsdag"',
            '"mon", "tue", "wed", "thu", "fri", "sat" eller "sun"',
        ),
        (('"10:00"', '"25:00"'), "schedule[0].opens", '"25:00"', '"23:59"'),
        (('"10:00"', "10"), "schedule[0].opens", "Fandt: 10.", '"10:00"'),
        (('"10:00"', '"10:00Z"'), "schedule[0].opens", '"10:00Z"', "timezone"),
        (('"14:00"', '"09:00"'), "schedule[0] (site", "09:00", "efter opens"),
        (('"14:00"', '"14:00"\nevery_weeks = 2'), "schedule[0]", "every_weeks", "anchor = "),
        (('"14:00"', '"14:00"\nevery_weeks = 0'), "schedule[0].every_weeks", "Fandt: 0.", "mindst 1"),
        (('"14:00"', '"14:00"\nnth_of_month = 5'), "schedule[0].nth_of_month", "Fandt: 5.", "3, 4 eller -1"),
        (('"14:00"', '"14:00"\nstaff_serving = 1.5'), "schedule[0].staff_serving", "1.5", "decimaler"),
        (('"14:00"', '"14:00"\ntransport = "ja"'), "schedule[0].transport", '"ja"', "true og false"),
        (('"wages"', '"løn"'), "costs[0].kind", '"løn"', '"wages"'),
        (("to = 2026-03-01", "til = 2026-03-01"), "costs[0].to", "", "Tilføj den."),
        (("kr = 225000", "kr = -1"), "costs[0].kr", "Fandt: -1.", "mindst 0"),
    ],
)
def test_a_wrong_value(folder: Path, edit: tuple[str, str], path: str, given: str, allowed: str) -> None:
    error = refused(folder, *edit)
    assert path in error.what
    assert given in error.got
    assert allowed in error.fix


@pytest.mark.parametrize(
    ("edit", "path", "given", "allowed"),
    [
        (('id = "gedsted"', 'id = "farso"'), "sites[1].id", '"farso"', "Giv hver sit navn"),
        (('site = "farso"', 'site = "farsø"'), "schedule[0].site", '"farsø"', "små bogstaver"),
        (('site = "farso"', 'site = "aars"'), "schedule[0].site", '"aars"', '"farso" og "gedsted"'),
        (
            ('"farso", "gedsted"', '"farso", "gedsted", "aars"'),
            "sources[0].counts[2]",
            '"aars"',
            '"farso" og',
        ),
        (('kind = "wages"', 'kind = "wages"\nsite = "aars"'), "costs[0].site", '"aars"', '"gedsted"'),
        (('["pas"]', '["pas", "mitid"]'), "sites[0].not_offered[1]", '"mitid"', '"pas"'),
        (("\n[calendar]", "\n[thresholds]\nleder = 6\n\n[calendar]"), "thresholds.leder", "6", "højst 5"),
        (('"2026-03-01"', "2025-03-02"), "evaluation_ends_on", "2025-03-02", "3. marts 2025"),
        (("to = 2026-03-01", "to = 2025-03-01"), "costs[0].to", "2025-03-01", "3. marts 2025"),
        (('"farso", "gedsted"', '"gedsted"'), "sites[0].id", '"farso"', "netop én"),
    ],
)
def test_what_does_not_fit_together(
    folder: Path, edit: tuple[str, str], path: str, given: str, allowed: str
) -> None:
    error = refused(folder, *edit)
    assert path in error.what
    assert given in error.got
    assert allowed in error.fix


@pytest.mark.parametrize("zone", ["Europe/Kobenhavn", "", "../etc/passwd", "Europe"])
def test_an_unknown_timezone(folder: Path, zone: str) -> None:
    error = refused(folder, "starts_on", f'timezone = "{zone}"\nstarts_on')
    assert "timezone" in error.what
    assert f'"{zone}"' in error.got
    assert "Europe/Copenhagen" in error.fix


SECOND = '\n[[sources]]\nid = "sheet"\nname = "Tælleark"\ncounts = ["farso"]\n'


def test_two_sources_may_not_count_a_site_at_once(folder: Path) -> None:
    error = refused(folder, "\n[[schedule]]", f"{SECOND}\n[[schedule]]")
    assert 'sources[1].counts (id = "sheet")' in error.what
    assert "»queue«" in error.what
    assert '"farso"' in error.got


@pytest.mark.parametrize(("handover", "fits"), [("2025-09-01", True), ("2025-08-31", False)])
def test_one_source_may_take_over_from_another(folder: Path, handover: str, fits: bool) -> None:
    first = 'counts = ["farso", "gedsted"]'
    content = GOOD.replace(first, f"{first}\ncounts_to = 2025-08-31")
    content = content.replace("\n[[schedule]]", f"{SECOND}counts_from = {handover}\n\n[[schedule]]")
    (folder / "initiative.toml").write_text(content, encoding="utf-8")
    if fits:
        assert len(load_initiative(folder).sources) == 2
    else:
        with pytest.raises(UserError, match="tælles allerede"):
            load_initiative(folder)


def test_a_unit_that_only_serves_others_needs_no_counting_source(folder: Path) -> None:
    unit = '\n[[sites]]\nid = "torvet"\nname = "Torvet"\nkind = "unit"\n'
    (folder / "initiative.toml").write_text(GOOD + unit, encoding="utf-8")
    assert len(load_initiative(folder).sites) == 3


def test_the_calendar_is_tried_out(folder: Path) -> None:
    change = '\n[[changes]]\naction = "cancel"\nsite = "farso"\ndate = 2025-03-06\n'
    (folder / "initiative.toml").write_text(GOOD + change, encoding="utf-8")
    with pytest.raises(UserError) as caught:
        load_initiative(folder)
    assert "popup/initiative.toml, changes[0]" in caught.value.what
    assert "6. marts 2025" in caught.value.got


def test_the_rest_is_counted(folder: Path) -> None:
    error = refused(folder, '"0820"', "820")
    assert "fejl mere" not in error.fix
    content = GOOD.replace('"0820"', "820").replace("56.77", "95").replace('"wed"', '"ons"')
    (folder / "initiative.toml").write_text(content, encoding="utf-8")
    with pytest.raises(UserError, match="Der er 2 fejl mere i filen"):
        load_initiative(folder)


def test_a_missing_file(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="findes ikke") as caught:
        load_initiative(tmp_path / "nowhere")
    assert str(tmp_path / "nowhere" / "initiative.toml") in caught.value.what


def test_a_folder_named_as_the_file(tmp_path: Path) -> None:
    (tmp_path / "initiative.toml").mkdir()
    with pytest.raises(UserError, match="kan ikke læses"):
        load_initiative(tmp_path)


def test_a_file_that_is_not_utf8_names_the_line(folder: Path) -> None:
    (folder / "initiative.toml").write_bytes(GOOD.encode("cp1252"))
    line = GOOD.splitlines().index('name = "Farsø"') + 1
    with pytest.raises(UserError, match=f"linje {line}: filen er ikke gemt som UTF-8"):
        load_initiative(folder)


@pytest.mark.parametrize(
    ("content", "line", "got"),
    [
        ('id = "a"\nname = Pop-up\n', 2, "name = Pop-up"),
        ('id = "a"\nid = "b"\n', 2, 'id = "b"'),
        ('id = "a"\nsites = [', 2, "sites = ["),
        ("", 1, ""),
    ],
)
def test_what_is_not_toml_names_the_line(folder: Path, content: str, line: int, got: str) -> None:
    (folder / "initiative.toml").write_text(content, encoding="utf-8")
    with pytest.raises(UserError) as caught:
        load_initiative(folder)
    if content:
        assert f"linje {line}: linjen er ikke gyldig TOML" in caught.value.what
        assert got in caught.value.got
    else:
        assert "mangler" in caught.value.what


def test_a_folder_is_found_by_id_path_or_file(tmp_path: Path) -> None:
    folder = tmp_path / "root" / "popup"
    folder.mkdir(parents=True)
    (folder / "initiative.toml").write_text(GOOD, encoding="utf-8")
    root = tmp_path / "root"
    assert find_folder("popup", root) == folder
    assert find_folder(str(folder), tmp_path) == folder
    assert find_folder(str(folder / "initiative.toml"), tmp_path) == folder
    with pytest.raises(UserError, match='et af disse navne: "popup"') as caught:
        find_folder("herning", root)
    assert "herning" in caught.value.got
