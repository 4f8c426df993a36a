"""A real log that nobody here wrote: proposed, completed, imported twice, and held against pandas.

10,000 service requests to an American city, as CSV and as a workbook. No opening hours: rates per day.
"""

import json
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow.parquet as pq
import pytest

from evaluation.disclosure import Role
from evaluation.findings.dataset import open_dataset
from evaluation.findings.overview import overview
from evaluation.findings.period import find
from evaluation.findings.places import places
from evaluation.initiative import load_initiative
from evaluation.store import Store
from tests.cli.command import contents, done, run
from tests.cli.opened import opened_once

STAMP = "%m/%d/%Y %I:%M:%S %p"
ZONE = "America/New_York"
#: What a person adds to the proposal: the zone, and what five words of the source mean.
MEANING = {
    'Internal = ""': 'Internal = "outreach"',
    'Other = ""': 'Other = ""',
    '"Closed (Transferred)" = ""': '"Closed (Transferred)" = "transferred"',
    'source = "baltimore_sample"': f'source = "opkald"\ntimezone = "{ZONE}"',
}
#: What a person adds, too: values so rare that the proposal does not show them.
RARE = {
    "[columns.site.values]\n": """[columns.site.values]
BCIT = "bcit"
"Mayor's Office" = "mayor_s_office"
"Police Department" = "police_department"
""",
    "[columns.outcome.values]\n": '[columns.outcome.values]\n"New (Duplicate)" = ""\n',
}
RARE_SITES = {"bcit": "BCIT", "mayor_s_office": "Mayor's Office", "police_department": "Police Department"}
CHANNELS = {
    **{"Phone": "phone", "API": "digital", "Web": "digital", "Email": "digital", "Mail": "mail"},
    **{"Internal": "outreach", "Other": None, "System": None},
}
HEAD = f"""id = "by311"
name = "By 311"
municipality = "0000"
municipality_name = "Baltimore"
timezone = "{ZONE}"
"""


@dataclass(frozen=True)
class Installation:
    folder: Path
    csv: Path
    xlsx: Path
    told: dict[str, dict[str, Any]]


@pytest.fixture(autouse=True, scope="module")
def fast() -> Iterator[None]:
    with opened_once():
        yield


@pytest.fixture(scope="module")
def proposal(shared: Path) -> dict[str, Any]:
    return done("profile", shared / "real" / "baltimore_311_sample.csv")


@pytest.fixture(scope="module")
def installation(
    shared: Path, proposal: dict[str, Any], tmp_path_factory: pytest.TempPathFactory
) -> Installation:
    """The proposal completed, and the same log imported from each format into a store of its own."""
    home = tmp_path_factory.mktemp("baltimore")
    folder = home / "by311"
    (folder / "profiles").mkdir(parents=True)
    profile, sites = proposal["profile"], proposal["sites"].replace("baltimore_sample", "opkald")
    for proposed, meant in (MEANING | RARE).items():
        assert proposed in profile
        profile = profile.replace(proposed, meant)
    (folder / "profiles" / "opkald.toml").write_text(profile, encoding="utf-8")
    for key, name in RARE_SITES.items():
        sites = sites.replace(
            "[[sources]]", f'[[sites]]\nid = "{key}"\nname = "{name}"\nkind = "unit"\n\n[[sources]]'
        )
        sites = sites.replace("counts = [", f'counts = ["{key}", ')
    (folder / "initiative.toml").write_text(HEAD + sites, encoding="utf-8")
    told = {
        kind: done(
            "import",
            shared / "real" / f"baltimore_311_sample.{kind}",
            "--initiative",
            folder,
            "--store",
            home / kind,
        )
        for kind in ("csv", "xlsx")
    }
    return Installation(folder, home / "csv", home / "xlsx", told)


@pytest.fixture(scope="module")
def frame(shared: Path) -> pd.DataFrame:
    """The file as pandas reads it, on its own."""
    found = pd.read_csv(shared / "real" / "baltimore_311_sample.csv", dtype=str, keep_default_na=False)
    for column in ("CreatedDate", "CloseDate"):
        local = pd.to_datetime(found[column], format=STAMP, errors="coerce")
        found[f"{column} local"] = local
        found[f"{column} utc"] = local.dt.tz_localize(ZONE).dt.tz_convert("UTC").dt.tz_localize(None)
    return found


def rows_of(store: Path, measure: str, by: str = "") -> dict[object, dict[str, Any]]:
    split = ("--by", by) if by else ()
    found = done("query", measure, *split, "--store", store, "--role", "dataansvarlig")["rows"]
    return {row.get(by) if by else None: row for row in found}


def counted(store: Path, by: str) -> dict[object, int]:
    return {name: row["value"] for name, row in rows_of(store, "enquiries", by).items() if row["value"]}


# ------------------------------------------------------ the proposal


def test_the_proposal_takes_times_places_and_channels(proposal: dict[str, Any]) -> None:
    profile = tomllib.loads(proposal["profile"])
    columns = profile["columns"]
    assert {target: spec["column"] for target, spec in columns.items()} == {
        "arrived_at": "CreatedDate",
        "ended_at": "CloseDate",
        "updated_at": "StatusDate",
        "site": "Agency",
        "channel": "MethodReceived",
        "outcome": "SRStatus",
    }
    assert columns["arrived_at"]["format"] == STAMP
    assert len(columns["site"]["values"]) == 13
    assert not any(name in proposal["profile"] + proposal["sites"] for name in RARE_SITES.values())
    assert profile["identity"]["columns"] == ["ServiceRequestNum"]


def test_the_proposal_leaves_to_a_person_what_the_file_cannot_tell(proposal: dict[str, Any]) -> None:
    why = {one["column"]: one["why"] for one in proposal["unmapped"]}
    assert why["MethodReceived"] == why["SRStatus"] == "values"  # words without a meaning yet
    assert why["Address"] == why["Latitude"] == "personal"
    assert why["home_area"] == "two_candidates"  # police or council district: not guessed
    assert why["SRType"] == why["Neighborhood"] == "many_values"
    taken = {spec["column"] for spec in tomllib.loads(proposal["profile"])["columns"].values()}
    assert not taken & {"Address", "GeoLocation", "Neighborhood", "ZipCode", "SRType", "Latitude"}
    assert all(one["text"] != one["why"] for one in proposal["unmapped"])  # said in Danish too


def test_the_saved_proposal_is_a_profile(shared: Path, tmp_path: Path, proposal: dict[str, Any]) -> None:
    """Nothing that belongs in initiative.toml stands in it."""
    saved = tmp_path / "forslag.toml"
    answer = run("profile", shared / "real" / "baltimore_311_sample.csv", "--out", saved)
    assert answer.code == 0
    assert saved.read_text(encoding="utf-8") == proposal["profile"]
    assert "sites" not in tomllib.loads(proposal["profile"])
    assert "starts_on" in answer.out


def test_both_formats_are_proposed_alike(shared: Path, proposal: dict[str, Any]) -> None:
    other = done("profile", shared / "real" / "baltimore_311_sample.xlsx")
    assert tomllib.loads(other["profile"]) == tomllib.loads(proposal["profile"])
    assert other["unmapped"] == proposal["unmapped"]
    assert other["sites"] == proposal["sites"]


# ------------------------------------------------------ the import


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_every_row_is_accounted_for(installation: Installation, kind: str) -> None:
    told = installation.told[kind]
    (file,) = told["files"]
    assert file["rows"] == {
        "read": 10_000, "used": 10_000, "duplicate": 0, "outside": 0, "blank": 0, "rejected": 0,
    }  # fmt: skip
    assert file["reasons"] == {}
    assert told["enquiries"] == {"new": 10_000, "updated": 0, "unchanged": 0, "removed": 0}


QUESTIONS = [
    ("enquiries", "site"),
    ("enquiries", "channel"),
    ("enquiries", "month"),
    ("enquiries", "outcome"),
    ("enquiries", "hour"),
    ("enquiries", "weekday"),
    ("enquiries", "iso_week"),
    ("enquiries_per_open_hour", "site"),
    ("enquiries_per_open_hour", ""),
    ("first_contact_resolution", "site"),
    ("wait_median", ""),
    ("openings_held", ""),
    ("target_group_share", ""),
]


@pytest.mark.parametrize(("measure", "by"), QUESTIONS)
def test_both_formats_answer_alike(installation: Installation, measure: str, by: str) -> None:
    from_csv, from_xlsx = (rows_of(store, measure, by) for store in (installation.csv, installation.xlsx))
    assert from_csv
    assert from_csv == from_xlsx


def test_the_stored_rows_are_the_same_but_for_where_they_came_from(installation: Installation) -> None:
    names = [
        "arrived_at",
        "ended_at",
        "updated_at",
        "site",
        "channel",
        "outcome",
        "local_date",
        "service_min",
    ]
    csv, xlsx = (
        Store(path).rows("by311").select(names).sort_by([(name, "ascending") for name in names])
        for path in (installation.csv, installation.xlsx)
    )
    assert csv.equals(xlsx)


# ------------------------------------------------------ held against pandas


def test_counts_per_agency(installation: Installation, frame: pd.DataFrame) -> None:
    names = {site.name: site.id for site in load_initiative(installation.folder).sites}
    expected = frame["Agency"].map(names).value_counts().to_dict()
    assert counted(installation.csv, "site") == expected


def test_counts_per_method(installation: Installation, frame: pd.DataFrame) -> None:
    expected: dict[object, int] = {}
    for method, count in frame["MethodReceived"].value_counts().items():
        channel = CHANNELS[str(method)]
        expected[channel] = expected.get(channel, 0) + int(count)
    assert counted(installation.csv, "channel") == expected


def test_counts_per_month_and_hour_in_new_york(installation: Installation, frame: pd.DataFrame) -> None:
    local = frame["CreatedDate local"]
    months = local.dt.strftime("%Y-%m").value_counts().to_dict()
    assert counted(installation.csv, "month") == months
    assert counted(installation.csv, "hour") == local.dt.hour.value_counts().to_dict()


def test_moments_are_stored_in_utc(installation: Installation, frame: pd.DataFrame) -> None:
    rows = Store(installation.csv).rows("by311").to_pandas()
    for stored, source in (("arrived_at", "CreatedDate"), ("ended_at", "CloseDate")):
        found = rows[stored].dropna().sort_values().reset_index(drop=True)
        expected = frame[f"{source} utc"].dropna().sort_values().reset_index(drop=True)
        assert (found == expected).all()
        assert len(found) == len(expected)
    assert rows["ended_at"].isna().sum() == (frame["CloseDate"] == "").sum() == 208


def test_rates_are_per_day(installation: Installation, frame: pd.DataFrame) -> None:
    """A week with a request in it is covered, from the first request to the last."""
    days = frame["CreatedDate local"].dt.normalize()
    mondays = (days - pd.to_timedelta(days.dt.day_of_week, unit="D")).unique()
    covered = {monday + pd.Timedelta(days=n) for monday in mondays for n in range(7)}
    length = sum(days.min() <= day <= days.max() for day in covered)
    whole = rows_of(installation.csv, "enquiries_per_open_hour")[None]
    assert whole["value"] == pytest.approx(10_000 / length, rel=1e-12)
    assert whole["low"] < whole["value"] < whole["high"]
    by_site = rows_of(installation.csv, "enquiries_per_open_hour", "site")
    assert by_site["solid_waste"]["value"] == pytest.approx(4760 / length, rel=1e-12)
    assert by_site["bcit"]["value"] == pytest.approx(1 / length, rel=1e-12)


def test_what_the_log_cannot_tell_is_said(installation: Installation) -> None:
    for measure in ("wait_median", "openings_held", "target_group_share", "cost_per_enquiry", "satisfaction"):
        row = rows_of(installation.csv, measure)[None]
        assert (row["status"], row["value"], row["n"]) == ("missing_field", None, None)
        assert row["reason"]


# ------------------------------------------------------ nothing personal

PERSONAL = (
    *("Address", "Neighborhood", "GeoLocation", "SRType", "ServiceRequestNum", "SRRecordID", "ZipCode"),
    *("PolicePost", "PoliceDistrict", "Latitude", "Longitude", "Zip Codes", "Outcome", "LastActivity"),
)


def test_no_address_number_or_free_text_is_stored(installation: Installation, frame: pd.DataFrame) -> None:
    secret = {value for name in PERSONAL for value in frame[name].unique() if len(value) >= 5}
    assert len(secret) > 20_000
    for store in (installation.csv, installation.xlsx):
        stored: set[str] = set()
        for path in store.rglob("*.parquet"):
            table = pq.read_table(path)
            for name in table.column_names:
                stored |= {str(value) for value in table[name].unique().to_pylist()}
        assert {"solid_waste", "phone"} <= stored  # the search finds what is there
        assert not stored & secret
        log = "".join(path.read_text(encoding="utf-8") for path in store.rglob("*.json"))
        assert "baltimore_311_sample" in log
        places = sorted({value for name in PERSONAL[:4] for value in frame[name].unique() if value})
        assert not [word for word in places[::10] if json.dumps(word)[1:-1] in log]


# ------------------------------------------------------ pages


@pytest.mark.parametrize("role", list(Role))
def test_pages_stand_without_openings_groups_or_waits(installation: Installation, role: Role) -> None:
    dataset = open_dataset(Store(installation.csv), load_initiative(installation.folder))
    period = find(dataset, "hele")
    first = overview(dataset, role, period)
    assert first.figures
    assert not first.promises
    second = places(dataset, role, period)
    assert len(second.table.rows) == 16
    assert second.notices  # no target group: said, not shown as 0
    told = str(first) + str(second)
    assert "pr. dag" in told
    assert "pr. åbningstime" not in str(first.opening) + str(first.figures) + str(second.lead)


# ------------------------------------------------------ repeated rows


def test_repeated_rows_are_counted_once(shared: Path, installation: Installation, tmp_path: Path) -> None:
    source = shared / "real" / "baltimore_311_sample.csv"
    with source.open(encoding="utf-8", newline="") as file:
        lines = file.readlines()
    longer = tmp_path / "med_gentagelser.csv"
    longer.write_text("".join([*lines, *lines[1:101]]), encoding="utf-8", newline="")
    store = tmp_path / "store"
    told = done("import", longer, "--initiative", installation.folder, "--store", store)
    (file_told,) = told["files"]
    assert file_told["rows"]["read"] == 10_100
    assert file_told["rows"]["duplicate"] == 100
    assert file_told["rows"]["used"] == 10_000
    assert counted(store, "site") == counted(installation.csv, "site")
    again = done("import", source, "--initiative", installation.folder, "--store", store)
    assert again["enquiries"] == {"new": 0, "updated": 0, "unchanged": 10_000, "removed": 0}


# ------------------------------------------------------ an event log, only looked at


def test_an_event_log_is_looked_at_and_its_doubts_are_told(shared: Path, tmp_path: Path) -> None:
    """Several rows a case: no row export. The proposal says what binds them and what it does not know."""
    answer = done("profile", shared / "real" / "nl_wabo_receipt.csv", "--store", tmp_path / "store")
    why = {one["column"]: one["why"] for one in answer["unmapped"]}
    assert why["case:channel"] == "values"
    assert why["org:resource"] == "personal"
    columns = {name: spec["column"] for name, spec in tomllib.loads(answer["profile"])["columns"].items()}
    assert columns["case_id"] == "case:concept:name" and "org:resource" not in columns.values()
    assert not contents(tmp_path)
