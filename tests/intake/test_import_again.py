"""Imports of whole files into a store: corrected profiles, days that are replaced, snapshots."""

from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from evaluation.errors import UserError
from evaluation.intake.importing import Imported, import_files
from evaluation.intake.profile import Profile
from evaluation.store import Store
from evaluation.texts import text
from tests.intake.making import DANISH, HEADER, NOW, initiative, profile

Line = Sequence[str]


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "store")


def written(folder: Path, name: str, lines: Iterable[Line]) -> Path:
    path = folder / name
    path.write_text("\n".join(";".join(line) for line in [HEADER, *lines]) + "\n", encoding="utf-8")
    return path


def line(number: int | str, day: str = "04-03", site: str = "Farsø", outcome: str = "Løst") -> Line:
    return (str(number), site, f"{day}-2025 10:00", "", "", outcome)


def bring(store: Store, using: Profile, *paths: Path) -> Imported:
    return import_files(paths, store, initiative(), [using], now=NOW)


def rows(store: Store) -> list[dict[str, Any]]:
    return sorted(store.rows("popup").to_pylist(), key=lambda r: r["source_row"])


SITES = {"Farsø": "farsoe", "Aars": "outside"}
TWENTY = [line(n, f"{3 + n % 9:02}-03", "Farsø" if n % 2 else "Aars") for n in range(1, 21)]
CORRECTED = {
    "other identity columns": (profile(identity={"columns": ["Nr", "Sted"]}), 20),
    "day and month swapped, in the id too": (
        profile(
            {"arrived_at": {"column": "Ankomst", "format": "%m-%d-%Y %H:%M"}},
            identity={"columns": ["Nr", "local_date"]},
        ),
        20,
    ),
    "a site that is no part of it": (profile({"site": {"column": "Sted", "values": SITES}}), 10),
    "rows that are rejected": (profile({"site": {"column": "Sted", "values": {"Farsø": "farsoe"}}}), 10),
    "no ids": (profile(identity="replace_day"), 20),
}


@pytest.mark.parametrize("name", CORRECTED)
def test_a_corrected_profile_leaves_no_row_of_the_first_reading(
    tmp_path: Path, store: Store, name: str
) -> None:
    corrected, left = CORRECTED[name]
    path = written(tmp_path, "a.csv", TWENTY)
    first = profile(identity={"columns": ["Nr", "local_date"]})
    bring(store, first, path)
    again = bring(store, corrected, path)
    new = Store(tmp_path / "another")
    bring(new, corrected, path)
    assert store.rows("popup").num_rows == new.rows("popup").num_rows == left
    assert 20 + again.enquiries["new"] - again.enquiries["removed"] == left
    trace = ("import_id", "enquiry_id")  # the two stores have two keys
    told = [[{k: v for k, v in r.items() if k not in trace} for r in rows(s)] for s in (store, new)]
    for one in told:
        for row in one:
            row.pop("row_hash")  # holds the id
    assert told[0] == told[1]
    assert {r["file_hash"] for r in rows(store)} == {again.files[0].sha256[:16]}


NAMELESS = profile(identity="replace_day")


def sites_and_days(store: Store) -> list[tuple[str, date]]:
    return sorted((r["site"], r["local_date"]) for r in rows(store))


def test_a_row_that_moved_to_another_site_does_not_stay_twice(tmp_path: Path, store: Store) -> None:
    bring(store, NAMELESS, written(tmp_path, "a.csv", [line(1), line(2, "05-03")]))
    moved = bring(store, NAMELESS, written(tmp_path, "b.csv", [line(1, site="Aars")]))
    assert moved.enquiries == {"new": 1, "updated": 0, "unchanged": 0, "removed": 1}
    assert sites_and_days(store) == [("aars", date(2025, 3, 4)), ("farsoe", date(2025, 3, 5))]


def test_a_file_that_speaks_for_some_sites_leaves_the_others(tmp_path: Path, store: Store) -> None:
    bring(store, NAMELESS, written(tmp_path, "a.csv", [line(1)]))
    aars = profile(identity="replace_day", coverage={"sites": ["aars"]})
    bring(store, aars, written(tmp_path, "b.csv", [line(2, site="Aars")]))
    assert sites_and_days(store) == [("aars", date(2025, 3, 4)), ("farsoe", date(2025, 3, 4))]


def test_a_day_that_is_replaced_keeps_what_came_with_numbers(tmp_path: Path, store: Store) -> None:
    bring(store, profile(), written(tmp_path, "a.csv", [line(1), line(2)]))
    bring(store, NAMELESS, written(tmp_path, "b.csv", [line(9)]))
    assert len(rows(store)) == 3
    bring(store, NAMELESS, written(tmp_path, "c.csv", [line(9, outcome="Gået")]))
    assert sorted(r["outcome"] for r in rows(store)) == ["left", "resolved", "resolved"]


@pytest.mark.parametrize("site", ["Farsø", "Aars"])  # each file speaks for both
def test_files_without_numbers_that_share_a_day_are_refused_in_one_import(
    tmp_path: Path, store: Store, site: str
) -> None:
    two = [written(tmp_path, "a.csv", [line(1)]), written(tmp_path, "b.csv", [line(2, site=site)])]
    with pytest.raises(UserError, match=r"a\.csv og b\.csv .*4\. marts 2025") as caught:
        bring(store, NAMELESS, *two)
    assert caught.value.key == "intake.same_day_twice"
    assert store.delta_version() is None


def test_files_without_numbers_of_different_days_come_together(tmp_path: Path, store: Store) -> None:
    bring(
        store,
        NAMELESS,
        *(written(tmp_path, f"{d}.csv", [line(1, d), line(1, d)]) for d in ("04-03", "05-03")),
    )
    assert len(rows(store)) == 4


def test_files_with_and_without_numbers_do_not_come_in_one_import(tmp_path: Path, store: Store) -> None:
    header = ";".join([*HEADER[1:], "Dag"])
    other = tmp_path / "b.csv"
    other.write_text(f"{header}\nFarsø;x;;;Løst;05-03-2025 10:00\n", encoding="utf-8")
    dated = profile({"arrived_at": {"column": "Dag", "format": DANISH}}, id="ark", identity="replace_day")
    paths = [written(tmp_path, "a.csv", [line(1)]), other]
    with pytest.raises(UserError) as caught:
        import_files(paths, store, initiative(), [profile(), dated], now=NOW)
    assert caught.value.key == "intake.mixed_identity"
    assert store.delta_version() is None


def test_a_snapshot_removes_only_between_its_own_rows(tmp_path: Path, store: Store) -> None:
    """Not in the rest of the month: neither before the first row nor where the file is silent for long."""
    whole = profile(snapshot=True)
    days = ["03-03", "10-03", "12-03", "14-03", "24-03", "28-03"]
    bring(store, whole, written(tmp_path, "a.csv", [line(n, d) for n, d in enumerate(days)]))
    kept = [line(1, "10-03"), line(3, "14-03"), line(5, "28-03")]
    again = bring(store, whole, written(tmp_path, "b.csv", kept))
    assert again.enquiries["removed"] == 1
    assert [r["local_date"].day for r in rows(store) if r["local_date"].day not in (10, 14, 28)] == [3, 24]


def test_an_older_snapshot_takes_away_what_only_the_newer_had(tmp_path: Path, store: Store) -> None:
    whole = profile(snapshot=True)
    bring(store, whole, written(tmp_path, "new.csv", [line(1), line(2, "05-03"), line(3, "06-03")]))
    older = bring(store, whole, written(tmp_path, "old.csv", [line(1), line(3, "06-03")]))
    assert older.enquiries["removed"] == 1
    assert len(rows(store)) == 2


def test_a_snapshot_with_stamps_leaves_what_changed_after_it(tmp_path: Path, store: Store) -> None:
    changed = {"updated_at": {"column": "Slut", "format": DANISH}, "ended_at": {"column": "Kaldt"}}
    whole = profile(changed, snapshot=True)

    def stamped(number: int, changed_on: str) -> Line:
        return (str(number), "Farsø", "04-03-2025 10:00", "", f"{changed_on}-2025 12:00", "Løst")

    newer = [stamped(1, "04-03"), stamped(2, "07-03"), stamped(3, "04-03")]
    bring(store, whole, written(tmp_path, "new.csv", newer))
    older = bring(store, whole, written(tmp_path, "old.csv", [stamped(1, "04-03")]))
    assert older.enquiries["removed"] == 1  # number 3; number 2 changed later
    assert len(rows(store)) == 2


def test_a_file_that_another_profile_read_before_is_told(tmp_path: Path, store: Store) -> None:
    """As of a workbook with a sheet for each kind of row: the second reading takes the first one's rows away."""
    path = written(tmp_path, "a.csv", TWENTY)
    told = text("intake.warnings.read_before", profile="koe")
    assert told not in bring(store, profile(), path).files[0].warnings
    assert told not in bring(store, profile(identity="replace_day"), path).files[0].warnings
    other = profile(id="kald", identity={"columns": ["Nr", "Sted"]})
    dry = import_files([path], store, initiative(), [other], now=NOW, dry_run=True)
    assert told in dry.files[0].warnings
    assert told in bring(store, other, path).files[0].warnings
    assert told not in bring(store, other, path).files[0].warnings


def warned(store: Store, using: Profile, *paths: Path, dry_run: bool = False) -> bool:
    done = import_files(paths, store, initiative(), [using], now=NOW, dry_run=dry_run)
    return any("bliver de talt to gange" in said for file in done.files for said in file.warnings)


OTHER = profile(id="kald", identity={"columns": ["Nr", "Sted"]})


def test_days_that_another_profile_read_from_another_file_are_told(tmp_path: Path, store: Store) -> None:
    """Nothing joins the two profiles' rows: both would be counted."""
    bring(store, profile(), written(tmp_path, "a.csv", [line(1), line(2, "05-03"), line(3, "06-03")]))
    again = written(tmp_path, "b.csv", [line(2, "05-03"), line(3, "06-03"), line(4, "07-03")])
    for dry in (True, False):
        done = import_files([again], store, initiative(), [OTHER], now=NOW, dry_run=dry)
        (said,) = done.files[0].warnings
        assert "for 2 af dagene, læst med profilen »koe«" in said
    assert len(rows(store)) == 6


@pytest.mark.parametrize(
    ("using", "lines"),
    {
        "the same profile": (profile(), [line(9)]),
        "other days": (OTHER, [line(9, "12-03")]),
        "another site on the same day": (OTHER, [line(9, site="Aars")]),
        "the same ids under another profile": (profile(id="nyt"), [line(1), line(9)]),
        "a snapshot, which takes the old rows away": (
            profile(id="kald", identity={"columns": ["Nr", "Sted"]}, snapshot=True),
            [line(9)],
        ),
        "steps of the same cases": (
            profile({"case_id": {"column": "Nr"}}, id="trin", identity={"columns": ["Nr"]}, record="step"),
            [line(9)],
        ),
    }.values(),
)
def test_days_that_nobody_counts_twice_are_not_told(
    tmp_path: Path, store: Store, using: Profile, lines: list[Line]
) -> None:
    bring(store, profile(), written(tmp_path, "a.csv", [line(1)]))
    assert not warned(store, using, written(tmp_path, "b.csv", lines))


def test_days_replaced_for_want_of_numbers_are_not_counted_twice(tmp_path: Path, store: Store) -> None:
    bring(store, NAMELESS, written(tmp_path, "a.csv", [line(1)]))
    replaced = profile(id="kald", identity="replace_day")
    assert not warned(store, replaced, written(tmp_path, "b.csv", [line(1), line(2)]), dry_run=True)
    assert warned(store, profile(id="numre"), written(tmp_path, "c.csv", [line(1), line(2)]))
