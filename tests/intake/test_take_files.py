"""Whole files: CSV and workbook give the same rows, and a real log is taken whole."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import openpyxl
import pandas as pd
import pytest

from evaluation.intake.profile import Profile
from evaluation.intake.profile_io import read_profile
from evaluation.intake.propose import propose
from evaluation.intake.take import take
from tests.intake.making import KEY, NOW, initiative, profile

WHEN = datetime.fromisoformat("2025-03-04 10:00")
LOG = [(str(n), "Farsø", WHEN + timedelta(days=n), WHEN + timedelta(days=n, minutes=n)) for n in range(1, 20)]
HEADER = ["Nr", "Sted", "Ankomst", "Kaldt", "Slut", "Udfald"]


def test_a_workbook_s_dates_and_a_text_file_s_give_the_same_rows(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["Udtræk fra køsystemet"])
    sheet.append(HEADER)
    lines = [";".join(HEADER)]
    for number, site, arrived, called in LOG:
        sheet.append([int(number), site, arrived, called, None, "Løst"])
        lines.append(f"{number};{site};{arrived:%d-%m-%Y %H:%M};{called:%d-%m-%Y %H:%M};;Løst")
    book.save(tmp_path / "a.xlsx")
    (tmp_path / "a.csv").write_text("\r\n".join(lines), encoding="cp1252")
    text, cells = (
        take(tmp_path / f"a.{kind}", profile(), initiative(), KEY, now=NOW) for kind in ("csv", "xlsx")
    )
    assert text.rows["used"] == cells.rows["used"] == len(LOG)
    drop = ["source_row", "file_hash"]
    assert text.accepted.drop_columns(drop).equals(cells.accepted.drop_columns(drop))


def test_progress_is_told(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("Nr;Sted;Ankomst;Kaldt;Slut;Udfald\n1;Farsø;04-03-2025 10:00;;;\n", encoding="utf-8")
    told: list[int] = []
    take(path, profile(), initiative(), KEY, now=NOW, progress=lambda rows, _: told.append(rows))
    assert told[-1] == 1


@pytest.fixture(scope="module")
def requests(request: pytest.FixtureRequest) -> Path:
    shared: Path = request.getfixturevalue("shared")
    return shared / "real" / "baltimore_311_sample.csv"


def _agencies(path: Path) -> tuple[Profile, dict[str, Any]]:
    proposal = propose(path)
    assert proposal.profile is not None
    site = proposal.profile.columns["site"]
    rare = {"Police Department": "police", "BCIT": "bcit", "Mayor's Office": "mayor"}  # one or two rows each
    values = (site.values or {}) | rare
    outcome = proposal.profile.columns["outcome"]
    finished = {
        "site": site.model_copy(update={"values": values}),
        "outcome": outcome.model_copy(update={"values": {**(outcome.values or {}), "New (Duplicate)": ""}}),
    }
    using = proposal.profile.model_copy(update={"columns": {**proposal.profile.columns, **finished}})
    over = {
        "timezone": "America/New_York",
        "data_from": "2000-01-01",
        "sites": [{"id": key, "name": name, "kind": "unit"} for name, key in values.items()],
        "sources": [{"id": proposal.profile.source, "name": "311"}],
    }
    return using, over


def test_a_real_log_is_taken_as_completed_and_agrees_with_pandas(requests: Path) -> None:
    using, over = _agencies(requests)
    taken = take(requests, using, initiative(**over), KEY, now=NOW)
    log = pd.read_csv(requests, dtype=str)
    assert taken.rows["used"] == len(log) == 10_000
    found = taken.accepted.to_pandas()
    names = {key: name for name, key in (using.columns["site"].values or {}).items()}
    assert found["site"].map(names).value_counts().to_dict() == log["Agency"].value_counts().to_dict()
    created = pd.to_datetime(log["CreatedDate"], format="%m/%d/%Y %I:%M:%S %p")
    assert found["local_date"].tolist() == created.dt.date.tolist()
    assert int(found["ended_at"].isna().sum()) == int(log["CloseDate"].isna().sum()) == 208
    first = datetime.fromisoformat(str(created[0])).replace(tzinfo=ZoneInfo("America/New_York"))
    assert found["arrived_at"][0] == first.astimezone(UTC).replace(tzinfo=None)
    assert isinstance(found["local_date"][0], date)


def test_a_real_workbook_gives_the_same_and_repeated_rows_are_counted(requests: Path, tmp_path: Path) -> None:
    using, over = _agencies(requests)
    text = take(requests, using, initiative(**over), KEY, now=NOW)
    cells = take(requests.with_suffix(".xlsx"), using, initiative(**over), KEY, now=NOW)
    drop = ["file_hash"]
    assert text.accepted.drop_columns(drop).equals(cells.accepted.drop_columns(drop))
    lines = requests.read_text(encoding="utf-8").splitlines()
    longer = tmp_path / "longer.csv"
    longer.write_text("\n".join([*lines, *lines[5:12]]) + "\n", encoding="utf-8")
    repeated = take(longer, using, initiative(**over), KEY, now=NOW)
    assert repeated.rows["duplicate"] == 7
    assert sorted(repeated.accepted["row_hash"].to_pylist()) == sorted(text.accepted["row_hash"].to_pylist())


def test_nothing_of_an_address_is_kept(requests: Path) -> None:
    using, over = _agencies(requests)
    taken = take(requests, using, initiative(**over), KEY, now=NOW)
    kept = {value for column in taken.accepted.columns for value in column.unique().to_pylist()}
    log = pd.read_csv(requests, dtype=str)
    for column in ("Address", "Neighborhood", "ServiceRequestNum", "GeoLocation", "ZipCode"):
        assert not kept & set(log[column].dropna())


def test_the_proposed_toml_is_the_proposed_profile(requests: Path) -> None:
    import tomllib

    proposal = propose(requests)
    assert proposal.profile is not None
    again = read_profile(tomllib.loads(proposal.toml), "x.toml")
    assert again.model_dump() == proposal.profile.model_dump()
