"""A real case log that nobody here wrote: imported as steps, and held against pandas on the raw file.

8,577 activities of 1,434 cases at a Dutch municipality's front office; offsets cross the change of clocks twice.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import pandas as pd
import pytest

from evaluation.errors import UserError
from evaluation.findings.dataset import Dataset, open_dataset
from evaluation.initiative.models import Initiative
from evaluation.intake.importing import Imported, import_files
from evaluation.intake.profile import Profile
from evaluation.metrics import compute
from evaluation.store import Store
from tests.cli.opened import opened_once

NOW = datetime(2026, 3, 2, 12)
CASE, UNIT, AT = "case:concept:name", "org:resource", "time:timestamp"
CHANNELS = {"Internet": "digital", "Desk": "in_person", "Post": "mail", "e-mail": "digital", "Intern": ""}


@pytest.fixture(autouse=True, scope="module")
def fast() -> Iterator[None]:
    with opened_once():
        yield


@pytest.fixture(scope="module")
def raw(shared: Path) -> pd.DataFrame:
    """The file as pandas reads it, on its own, in the order of each case. Words differ by more than their case."""
    found = pd.read_csv(shared / "real" / "nl_wabo_receipt.csv", dtype=str, keep_default_na=False)
    found["unit"] = found[UNIT].str.lower()
    found["utc"] = pd.to_datetime(found[AT], utc=True, format="ISO8601").dt.tz_localize(None)
    return found.sort_values([CASE, "utc"], ignore_index=True)


def initiative(raw: pd.DataFrame) -> Initiative:
    """Every resource is a unit; the town hall is where citizens turn up."""
    units = [{"id": unit, "name": unit, "kind": "unit"} for unit in sorted(raw["unit"].unique())]
    return Initiative.model_validate(
        {
            **{"id": "wabo", "name": "Wabo", "municipality": "0000", "municipality_name": "Wabo"},
            "timezone": "Europe/Amsterdam",
            **{"starts_on": "2010-10-01", "evaluation_ends_on": "2012-01-31"},
            "sites": [{"id": "raadhus", "name": "Rådhuset", "kind": "head_office"}, *units],
            "sources": [{"id": "sager", "name": "Sager", "counts": ["raadhus"]}],
        }
    )


def profile(raw: pd.DataFrame, **other: object) -> Profile:
    return Profile.model_validate(
        {
            **{"id": "sager", "source": "sager", "record": "step", "constants": {"site": "raadhus"}},
            "identity": {"columns": [CASE, "concept:name", "arrived_at"]},
            "columns": {
                "arrived_at": {"column": AT},
                "case_id": {"column": CASE},
                "served_by": {"column": UNIT, "values": {name: name.lower() for name in raw[UNIT].unique()}},
                "channel": {"column": "case:channel", "values": CHANNELS},
                "case_closed_at": {"column": "case:enddate"},
            },
        }
        | other
    )


@dataclass(frozen=True)
class Installation:
    told: Imported
    store: Store
    dataset: Dataset
    rows: pd.DataFrame  # as stored, in the order in which a case's steps are taken


@pytest.fixture(scope="module")
def installation(shared: Path, raw: pd.DataFrame, tmp_path_factory: pytest.TempPathFactory) -> Installation:
    store = Store(tmp_path_factory.mktemp("wabo") / "store")
    path = shared / "real" / "nl_wabo_receipt.csv"
    told = import_files([path], store, initiative(raw), [profile(raw)], now=NOW)
    rows = store.rows("wabo").to_pandas().sort_values(["case_id", "arrived_at", "enquiry_id"])
    return Installation(told, store, open_dataset(store, initiative(raw)), rows.reset_index(drop=True))


def test_every_row_is_accounted_for(installation: Installation) -> None:
    (told,) = installation.told.files
    assert dict(told.rows) == {
        **{"read": 8577, "used": 8577, "duplicate": 0, "outside": 0, "blank": 0, "rejected": 0}
    }
    assert dict(installation.told.enquiries) == {"new": 8577, "updated": 0, "unchanged": 0, "removed": 0}
    assert set(installation.rows["record"]) == {"step"}


def of_cases(frame: pd.DataFrame, case: str, unit: str, at: str) -> pd.DataFrame:
    """Steps, changes of unit and whole seconds from the first to the last step, one row a case."""
    changed = (frame[unit] != frame[unit].shift()) & (frame[case] == frame[case].shift())
    grouped = frame.assign(changed=changed).groupby(case, sort=False)
    lasted = grouped[at].max() - grouped[at].min()
    return pd.DataFrame({"steps": grouped.size(), "changes": grouped["changed"].sum(), "lasted": lasted})


def alike(frame: pd.DataFrame) -> list[tuple[object, ...]]:
    """Cases without their numbers, which are stored only as codes."""
    return sorted(frame.itertuples(index=False, name=None))


def test_cases_steps_changes_and_durations_equal_the_raw_file_s(
    installation: Installation, raw: pd.DataFrame
) -> None:
    ours = of_cases(installation.rows, "case_id", "served_by", "arrived_at")
    theirs = of_cases(raw, CASE, "unit", "utc")
    assert len(ours) == len(theirs) == 1434
    assert int(theirs["steps"].sum()) == 8577
    assert theirs["changes"].sum() > 1000  # there is something to compare
    assert alike(ours) == alike(theirs)


def test_durations_cross_the_change_of_clocks_by_their_offsets(raw: pd.DataFrame) -> None:
    """By wall clocks some cases would last an hour more or less: the comparison above can tell."""
    walls = raw.assign(wall=pd.to_datetime(raw[AT].str[:19]))
    differ = of_cases(walls, CASE, "unit", "wall")["lasted"] - of_cases(raw, CASE, "unit", "utc")["lasted"]
    assert (differ.abs() > pd.Timedelta(minutes=30)).sum() > 50


def test_the_measures_of_cases_equal_the_raw_file_s(installation: Installation, raw: pd.DataFrame) -> None:
    """Closed cases: those whose source says when it closed them."""
    closed = raw[raw.groupby(CASE)["case:enddate"].transform("max") != ""]
    expected = of_cases(closed, CASE, "unit", "utc")
    engine = installation.dataset.engine
    (handovers,), (steps,) = (compute(engine, key).rows for key in ("handovers_per_case", "steps_per_case"))
    assert (handovers.numerator, handovers.denominator) == (expected["changes"].sum(), len(expected))
    assert (steps.numerator, steps.denominator) == (expected["changes"].sum() + len(expected), len(expected))
    assert 0 < len(expected) < 1434  # some are still open


def test_the_duration_of_closed_cases_equals_the_raw_file_s(
    installation: Installation, raw: pd.DataFrame
) -> None:
    ended = pd.to_datetime(raw["case:enddate"], utc=True, format="ISO8601", errors="coerce").dt.tz_localize(
        None
    )
    cases = raw.assign(ended=ended.dt.floor("s"), begun=raw["utc"].dt.floor("s")).groupby(CASE)
    minutes = ((cases["ended"].max() - cases["begun"].min()).dropna().dt.total_seconds() // 60).astype(int)
    expected = minutes[minutes >= 0].value_counts().to_dict()
    (found,) = compute(installation.dataset.engine, "case_duration").rows
    assert {at: closed for at, closed, _ in found.histogram or () if closed} == expected


def test_local_dates_are_those_of_the_town(installation: Installation, raw: pd.DataFrame) -> None:
    walls = pd.to_datetime(raw[AT].str[:19])
    days = walls.dt.strftime("%Y-%m-%d").value_counts().to_dict()
    assert installation.rows["local_date"].astype(str).value_counts().to_dict() == days
    assert installation.rows["hour"].value_counts().to_dict() == walls.dt.hour.value_counts().to_dict()


def test_a_log_cut_in_two_and_imported_backwards_is_the_same(
    shared: Path, raw: pd.DataFrame, installation: Installation, tmp_path: Path
) -> None:
    lines = (shared / "real" / "nl_wabo_receipt.csv").read_text(encoding="utf-8").splitlines(keepends=True)
    parts = {"b.csv": lines[4000:], "a.csv": lines[1:4200]}  # they overlap
    store = Store(tmp_path / "store")
    for name, part in parts.items():
        (tmp_path / name).write_text("".join([lines[0], *part]), encoding="utf-8", newline="")
        import_files([tmp_path / name], store, initiative(raw), [profile(raw)], now=NOW)
    rows = store.rows("wabo").to_pandas().sort_values(["case_id", "arrived_at"])
    ours = of_cases(rows, "case_id", "served_by", "arrived_at")
    assert alike(ours) == alike(of_cases(installation.rows, "case_id", "served_by", "arrived_at"))


def test_without_the_case_s_number_there_is_no_profile(raw: pd.DataFrame) -> None:
    whole = profile(raw).model_dump(mode="json", by_alias=True, exclude_none=True)
    without = {name: spec for name, spec in whole["columns"].items() if name != "case_id"}
    with pytest.raises(ValueError, match="step_needs_case"):
        Profile.model_validate(whole | {"columns": without})


def test_a_file_without_the_case_s_column_is_refused(shared: Path, raw: pd.DataFrame, tmp_path: Path) -> None:
    found = pd.read_csv(shared / "real" / "nl_wabo_receipt.csv", dtype=str, keep_default_na=False)
    path = tmp_path / "uden_sag.csv"
    found.drop(columns=[CASE]).to_csv(path, index=False)
    with pytest.raises(UserError) as caught:
        import_files([path], Store(tmp_path / "store"), initiative(raw), [profile(raw)], now=NOW)
    assert caught.value.key.startswith("intake.missing_column") and CASE in caught.value.what
