"""Bad input at the command line: a clear Danish sentence, exit code 1, and the store as it was."""

import re
import shutil
import subprocess
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from deltalake import Field

from evaluation.intake import csv_reader
from evaluation.store import Store, place
from evaluation.store.schema import SCHEMA_VERSION
from tests.cli.command import contents, done, refused, run, says, tells
from tests.e2e.hand_case.case import write_case
from tests.intake.files_samples import OLE2, zipped

HEADER = (
    "Billetnr;Sted;Dato;Trukket;Aftalt tid;Kaldt;Slut;Status;Kanal;Emne;Borgergruppe;Sagsnr;Ellers gået til;"
    "Tilfredshed;Bemærkning"
)


def line(
    number: str,
    *,
    site: str = "Nord",
    day: str = "04-03-2025",
    at: str = "10:00",
    called: str = "",
    end: str = "",
) -> str:
    return f"{number};{site};{day};{at};;{called};{end};Ekspederet;Fremmøde;MitID;Ældre;;;;"


def export(folder: Path, *lines: str, header: str = HEADER, name: str = "udtraek.csv") -> Path:
    path = folder / name
    path.write_text("\n".join([header, *lines]) + "\n", encoding="cp1252")
    return path


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory, folder: Path) -> Path:
    """A store with one import; every test here must leave it as it was."""
    store = tmp_path_factory.mktemp("installed") / "store"
    done("import", folder / "koe.csv", "--initiative", folder, "--store", store)
    return store


@pytest.fixture
def untouched(installed: Path) -> Iterator[Path]:
    before = contents(installed.parent)
    yield installed
    assert contents(installed.parent) == before
    assert Store(installed).check() == []


Make = Callable[[Path], object]


def holding(content: bytes) -> Make:
    return lambda path: path.write_bytes(content)


def long_line(path: Path) -> None:
    """200 MB without a line end."""
    chunk = b"x" * 1_000_000
    with path.open("wb") as file:
        file.write(HEADER.encode("cp1252") + b"\n")
        for _ in range(200):
            file.write(chunk)


def zip_bomb(path: Path) -> None:
    members = {"xl/workbook.xml": b"<a/>", "xl/worksheets/sheet1.xml": b" " * 30_000_000}
    zipped(path.parent, members, path.name)


NO_EXPORT: dict[str, tuple[Make, str]] = {
    "tom.csv": (holding(b""), "empty"),
    "foto.csv": (holding(b"\x89PNG\r\n\x1a\n" + bytes(50)), "picture"),
    "laast.xlsx": (holding(OLE2 + bytes(600) + "EncryptedPackage".encode("utf-16-le")), "protected"),
    "gammel.xls": (holding(OLE2 + bytes(600) + "Workbook".encode("utf-16-le")), "old_excel"),
    "bombe.xlsx": (zip_bomb, "zip_bomb"),
    "halv.xlsx": (holding(b"PK\x03\x04" + bytes(500)), "broken_workbook"),
    "rapport.pdf": (holding(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"), "pdf"),
    "lang.csv": (long_line, "long_line"),
}


@pytest.mark.parametrize("name", NO_EXPORT)
def test_files_that_are_no_export(tmp_path: Path, folder: Path, untouched: Path, name: str) -> None:
    make, key = NO_EXPORT[name]
    make(tmp_path / name)
    said = refused(
        "import", tmp_path / name, "--initiative", folder, "--profile", "koe", "--store", untouched
    )
    assert says(said, f"intake_files.{key}")
    assert name in said


@pytest.mark.parametrize("name", sorted(set(NO_EXPORT) - {"lang.csv"}))
def test_no_profile_is_proposed_for_them(tmp_path: Path, untouched: Path, name: str) -> None:
    make, key = NO_EXPORT[name]
    make(tmp_path / name)
    out = tmp_path / "forslag.toml"
    said = refused("profile", tmp_path / name, "--out", out, "--store", untouched)
    assert says(said, f"intake_files.{key}")
    assert not out.exists()


@pytest.mark.parametrize(("name", "key"), [("findes-ikke.csv", "missing"), (".", "not_file")])
def test_paths_that_are_no_file(tmp_path: Path, folder: Path, untouched: Path, name: str, key: str) -> None:
    said = refused("import", tmp_path / name, "--initiative", folder, "--store", untouched)
    assert says(said, f"intake_files.{key}")


def test_one_bad_file_among_good_ones_stops_all(tmp_path: Path, folder: Path, untouched: Path) -> None:
    good, bad = export(tmp_path, line("X1")), tmp_path / "tom.csv"
    bad.touch()
    given = ("--initiative", folder, "--profile", "koe", "--store", untouched)
    assert says(refused("import", good, bad, *given), "intake_files.empty")


def test_files_of_two_sources_are_not_one_import(folder: Path, untouched: Path) -> None:
    files = (folder / "koe.csv", folder / "ark.csv")
    said = refused("import", *files, "--initiative", folder, "--store", untouched)
    assert says(said, "intake.several_sources")


# ------------------------------------------------------ profile against file


def with_profile(tmp_path: Path, folder: Path, old: str, new: str) -> Path:
    profile = tmp_path / "egen.toml"
    text = (folder / "profiles" / "koe.toml").read_text(encoding="utf-8")
    assert old in text
    profile.write_text(text.replace(old, new, 1), encoding="utf-8")
    return profile


def test_a_wrong_delimiter_stated(tmp_path: Path, folder: Path, untouched: Path) -> None:
    profile = with_profile(tmp_path, folder, 'delimiter = ";"', 'delimiter = ","')
    path = export(tmp_path, "X1;Nord", header="Billetnr;Sted;Dato")
    said = refused("import", path, "--initiative", folder, "--profile", profile, "--store", untouched)
    assert says(said, "intake_files.wrong_delimiter")
    assert "delimiter" in said


def test_a_renamed_column_is_named_with_its_likely_heir(
    tmp_path: Path, folder: Path, untouched: Path
) -> None:
    path = export(tmp_path, line("X1"), header=HEADER.replace("Status", "Statuskode"))
    said = refused("import", path, "--initiative", folder, "--profile", "koe", "--store", untouched)
    assert says(said, "intake.missing_column")
    assert "Status" in said
    assert "Statuskode" in said
    assert "koe.toml" in said


def test_a_missing_column_without_any_like_it(tmp_path: Path, folder: Path, untouched: Path) -> None:
    header, row = (text.rsplit(";", 8)[0] for text in (HEADER, line("X1")))
    path = export(tmp_path, row, header=header)
    said = refused("import", path, "--initiative", folder, "--profile", "koe", "--store", untouched)
    assert "Status" in said
    assert says(said, "intake.missing_column_alone")


def test_a_file_that_fits_no_profile_lists_them(tmp_path: Path, folder: Path, untouched: Path) -> None:
    path = export(tmp_path, "1;2;3", header="Et;To;Tre")
    said = refused("import", path, "--initiative", folder, "--store", untouched)
    assert says(said, "intake.no_profile")
    assert all(name in said for name in ("ark", "koe", "tider"))


def test_a_file_that_fits_several_profiles_lists_them(tmp_path: Path, folder: Path) -> None:
    home = write_case(tmp_path / "haandregnet")
    text = (home / "profiles" / "koe.toml").read_text(encoding="utf-8")
    (home / "profiles" / "koe_ny.toml").write_text(
        text.replace('id = "koe"', 'id = "koe_ny"'), encoding="utf-8"
    )
    said = refused("import", home / "koe.csv", "--initiative", home, "--store", tmp_path / "store")
    assert says(said, "intake.several_profiles")
    assert "koe_ny" in said


def test_a_profile_or_initiative_that_is_not_there(folder: Path, untouched: Path) -> None:
    file = folder / "koe.csv"
    said = refused("import", file, "--initiative", folder, "--profile", "nej", "--store", untouched)
    assert says(said, "intake.no_such_profile")
    said = refused("import", file, "--initiative", "findes_ikke", "--store", untouched)
    assert says(said, "initiative.unknown")
    assert "findes_ikke" in said


def test_a_broken_initiative_names_file_and_key(tmp_path: Path) -> None:
    home = write_case(tmp_path / "haandregnet")
    text = (home / "initiative.toml").read_text(encoding="utf-8")
    (home / "initiative.toml").write_text(
        text.replace('weekday = "tue"', 'weekday = "tirsdag"'), encoding="utf-8"
    )
    said = refused("import", home / "koe.csv", "--initiative", home, "--store", tmp_path / "store")
    assert "initiative.toml" in said
    assert "weekday" in said
    assert "tirsdag" in said


# ------------------------------------------------------ rows, not files

ROWS = {
    "X01": (line("X01", called="10:05", end="10:10"), None),
    "X02": (line("X02", day="2025-03-04"), "bad_time"),  # a second date style in the same column
    "X03": (line("X03", day="31-02-2025"), "bad_time"),
    "X04": (line("X04", day="04-03-2099"), "future"),
    "X05": (line("X05", day="30-03-2025", at="02:30"), "nonexistent_time"),  # the clock went 02 to 03
    "X06": (line("X06", site="Vest"), "unknown_site"),
    "X07": (line("X07", called="09:50"), "served_before_arrival"),
    "X08": (line("X08", site=""), "missing_site"),
    "X09": (line("X09", at=""), "missing_arrival"),
    "X10": (line("X10", called="10:05", end="23:59"), None),  # nobody closed it
}


def test_bad_rows_are_rejected_each_for_its_reason(tmp_path: Path, folder: Path, untouched: Path) -> None:
    path = export(tmp_path, *(text for text, _ in ROWS.values()))
    told = done("import", path, "--initiative", folder, "--dry-run", "--store", untouched)
    (file,) = told["files"]
    expected: dict[str, int] = {}
    for _, reason in ROWS.values():
        if reason:
            expected[reason] = expected.get(reason, 0) + 1
    assert file["reasons"] == expected
    assert file["rows"] == {"read": 10, "used": 2, "duplicate": 0, "outside": 0, "blank": 0, "rejected": 8}
    assert any(tells(warning, "intake.warnings.unclosed") for warning in file["warnings"])
    assert any(tells(warning, "intake.warnings.mostly_rejected") for warning in file["warnings"])


def test_every_reason_is_said_in_danish(tmp_path: Path, folder: Path, untouched: Path) -> None:
    path = export(tmp_path, *(text for text, _ in ROWS.values()))
    answer = run("import", path, "--initiative", folder, "--dry-run", "--store", untouched)
    assert answer.code == 0
    for reason in {reason for _, reason in ROWS.values() if reason}:
        assert tells(answer.out, f"intake.reasons.{reason}.what")
        assert tells(answer.out, f"intake.reasons.{reason}.fix")
    assert tells(answer.out, "cli.dry_run")
    assert not re.search(r"\b(bad_time|future|unknown_site|None)\b", answer.out)


def test_days_that_may_be_months_are_asked_for(tmp_path: Path, untouched: Path) -> None:
    rows = [f"A{n};Nord;0{n}-0{n + 1}-2025 10:00" for n in range(1, 9)]
    path = export(tmp_path, *rows, header="Billetnr;Sted;Ankomst")
    told = done("profile", path, "--store", untouched)
    (asked,) = (one for one in told["unmapped"] if one["column"] == "Ankomst")
    assert asked["why"] == "ambiguous_dates"
    assert set(asked["candidates"]) == {"%d-%m-%Y %H:%M", "%m-%d-%Y %H:%M"}
    assert tells(run("profile", path, "--store", untouched).out, "intake.why.ambiguous_dates")


# ------------------------------------------------------ while it runs, and the disk


def test_a_file_that_changes_while_it_is_read(
    tmp_path: Path, folder: Path, untouched: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = export(tmp_path, line("X1"))
    found = csv_reader.find_encoding

    def then_append(read: Path, wanted: str) -> object:
        encoding = found(read, wanted)
        with path.open("a", encoding="cp1252") as file:
            file.write(line("X2") + "\n")
        return encoding

    monkeypatch.setattr(csv_reader, "find_encoding", then_append)
    given = ("--initiative", folder, "--profile", "koe", "--store", untouched)
    assert says(refused("import", path, *given), "intake_files.changed")


@pytest.mark.parametrize(
    "command",
    [
        ("query", "enquiries"),
        ("undo",),
        ("check",),
        ("demo",),
        ("import", "koe.csv", "--initiative", "haandregnet"),
    ],
)
@pytest.mark.parametrize("kind", ["cifs", "nfs4", "fuse.sshfs"])
def test_a_store_on_a_network_share(
    tmp_path: Path, folder: Path, monkeypatch: pytest.MonkeyPatch, command: tuple[str, ...], kind: str
) -> None:
    monkeypatch.setattr(place, "read_mounts", lambda: (("/", "ext4"), (str(tmp_path), kind)))
    monkeypatch.chdir(folder.parent)
    given = [folder / "koe.csv" if part == "koe.csv" else part for part in command]
    said = refused(*given, "--store", tmp_path / "store")
    assert says(said, "store.network")
    assert "--store" in said
    assert not list(tmp_path.iterdir())


def test_a_store_at_a_unc_path(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    given = (folder / "koe.csv", "--initiative", folder)
    said = refused("import", *given, "--store", r"\\server\deling\store")
    assert says(said, "store.network")
    assert not list(tmp_path.iterdir())


def test_a_store_in_a_synchronised_folder(folder: Path, tmp_path: Path) -> None:
    given = (folder / "koe.csv", "--initiative", folder)
    said = refused("import", *given, "--store", tmp_path / "OneDrive - Kommunen" / "store")
    assert says(said, "store.synchronised")


def test_a_store_newer_than_the_program(store: Path, folder: Path) -> None:
    def add_a_column(table: Any) -> None:
        table.alter.add_columns([Field("extra", "string")])

    Store(store, schema_version=SCHEMA_VERSION + 1, migrations={SCHEMA_VERSION: add_a_column}).rows("x")
    before = contents(store)
    for command in (
        ("query", "enquiries"),
        ("undo",),
        ("import", folder / "ark.csv", "--initiative", folder),
        ("import", folder / "ark.csv", "--initiative", folder, "--dry-run"),
    ):
        said = refused(*command, "--store", store)
        assert says(said, "store.newer")
    assert contents(store) == before
    found = run("check", "--store", store, "--json")
    assert found.code == 1
    assert tells(found.json["problems"][0], "store.problems.newer")


def test_a_full_disk(small_disk: Path, folder: Path) -> None:
    store = small_disk / "store"
    done("import", folder / "koe.csv", "--initiative", folder, "--store", store)
    asked = ("query", "enquiries", "--by", "site", "--store", store)
    before = done(*asked)
    filler = small_disk / "filler"
    with pytest.raises(OSError, match="No space"), filler.open("wb", buffering=0) as out:
        while out.write(b"x" * 4096):
            pass
    said = refused("import", folder / "ark.csv", "--initiative", folder, "--store", store)
    assert says(said, "store.disk_full")
    assert done(*asked) == before
    filler.unlink()
    assert done("check", "--store", store) == {"problems": []}
    assert done("import", folder / "ark.csv", "--initiative", folder, "--store", store)["changed"]


def test_a_read_only_store(small_disk: Path, folder: Path) -> None:
    store = small_disk / "store"
    done("import", folder / "koe.csv", "--initiative", folder, "--store", store)
    subprocess.run(["mount", "-o", "remount,ro", small_disk], check=True)
    for command in (("import", folder / "ark.csv", "--initiative", folder), ("undo",)):
        assert says(refused(*command, "--store", store), "store.read_only")
    assert done("query", "enquiries", "--store", store)["rows"][0]["value"] == 31
    assert done("check", "--store", store) == {"problems": []}
    dry = done("import", folder / "ark.csv", "--initiative", folder, "--dry-run", "--store", store)
    assert dry["enquiries"]["new"] == 3


def test_another_import_under_way(store: Path, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Who holds the lock is waited for, then named."""
    from evaluation.store import guard

    waited = Store.__init__.__kwdefaults__
    assert waited is not None
    monkeypatch.setitem(waited, "lock_timeout", 0.2)
    held, leave = threading.Event(), threading.Event()

    def hold() -> None:
        with guard.writing(store, 1):
            held.set()
            leave.wait(20)

    holder = threading.Thread(target=hold)
    holder.start()
    try:
        assert held.wait(10)
        said = refused("import", folder / "ark.csv", "--initiative", folder, "--store", store)
    finally:
        leave.set()
        holder.join()
    assert says(said, "store.busy")


def test_synthetic_and_real_never_share_a_store(store: Path, tmp_path: Path, folder: Path) -> None:
    home = write_case(tmp_path / "haandregnet")
    text = (home / "initiative.toml").read_text(encoding="utf-8")
    made_up = text.replace('name = "Tælleark"', 'name = "Tælleark"\nsynthetic = true')
    (home / "initiative.toml").write_text(made_up, encoding="utf-8")
    before = contents(store)
    said = refused("import", home / "ark.csv", "--initiative", home, "--store", store)
    assert says(said, "store.synthetic_into_real")
    assert "--store" in said
    assert {k: v for k, v in contents(store).items() if "lock" not in k} == {
        k: v for k, v in before.items() if "lock" not in k
    }


@pytest.mark.parametrize(
    ("damage", "key"), [("gone", "key_missing"), ("cut", "key_damaged"), ("another", "key_wrong")]
)
def test_a_key_that_is_not_the_stores(store: Path, folder: Path, damage: str, key: str) -> None:
    place = store.with_name("store.key")
    if damage == "gone":
        place.unlink()
    else:
        place.write_text("00" * (4 if damage == "cut" else 32), encoding="ascii")
    said = refused("import", folder / "ark.csv", "--initiative", folder, "--store", store)
    assert says(said, f"store.{key}")
    found = run("check", "--store", store, "--json")
    assert found.code == 1
    assert any(tells(problem, f"store.problems.{key}") for problem in found.json["problems"])


def test_a_damaged_list_of_folders_is_named(store: Path) -> None:
    noted = store.with_name("store.initiatives.json")
    noted.write_text("{", encoding="utf-8")
    said = refused("query", "enquiries", "--store", store)
    assert says(said, "cli.known_damaged")
    assert str(noted) in said


def test_an_initiative_whose_folder_is_gone(tmp_path: Path, folder: Path) -> None:
    home, store = write_case(tmp_path / "haandregnet"), tmp_path / "store"
    done("import", home / "koe.csv", "--initiative", home, "--store", store)
    shutil.rmtree(home)
    assert "haandregnet" in refused("query", "enquiries", "--store", store)
    found = run("check", "--store", store, "--json")
    assert found.code == 1
    assert "haandregnet" in found.json["problems"][0]
