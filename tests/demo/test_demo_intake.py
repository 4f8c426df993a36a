"""Intake takes every row of the demo's files, and refuses exactly what was planted to be refused."""

from collections import Counter
from datetime import date, datetime

import pyarrow as pa
import pytest

from evaluation.initiative import load_initiative
from evaluation.intake.profile_io import load_profile
from evaluation.intake.take import Taken, choose_profile, take
from tests.demo.demo_log import Log
from tests.demo.test_demo_openings import FOLDER

KEY = b"a key for this test alone, 32 b."
NOW = datetime(2026, 3, 23, 6, 0)


@pytest.fixture(scope="module")
def taken(log: Log) -> dict[str, Taken]:
    initiative = load_initiative(FOLDER)
    profiles = [load_profile(path) for path in sorted((FOLDER / "profiles").glob("*.toml"))]
    return {
        path.name: take(path, choose_profile(path, profiles), initiative, KEY, now=NOW)
        for path in log.written.files
    }


def test_every_export_is_accounted_for_as_planted(log: Log, taken: dict[str, Taken]) -> None:
    for path in log.exports:
        told, rows = log.story["files"][path.name], taken[path.name].rows
        assert rows["read"] == told["rows"] == sum(n for name, n in rows.items() if name != "read")
        assert rows["duplicate"] == told["repeated"]
        assert rows["outside"] == told["outside"]
        expected = {"cpr": told["cpr"], "row_length": told["broken"]}
        assert taken[path.name].reasons == {reason: n for reason, n in expected.items() if n}


def test_every_appointment_is_taken_and_only_the_total_is_not(log: Log, taken: dict[str, Taken]) -> None:
    found = taken["tidsbestilling.xlsx"]
    assert found.rows["used"] == log.story["appointments"]["all"]
    assert found.reasons == {"totals_row": 1}
    assert found.accepted["booked_at"].null_count == found.accepted["appointment_at"].null_count == 0
    missed = found.accepted["outcome"].to_pylist().count("no_show")
    assert missed == log.story["appointments"]["no_show"]


def test_the_last_states_are_the_contacts_that_came(log: Log, taken: dict[str, Taken]) -> None:
    table = pa.concat_tables([taken[path.name].accepted for path in log.exports])
    columns = ["enquiry_id", "closed", "site", "local_date", "target_group", "outcome", "otherwise_site"]
    last = {}
    for row in table.select(columns).to_pylist():
        if row["enquiry_id"] not in last or row["closed"]:
            last[row["enquiry_id"]] = row
    assert len(last) == log.story["contacts"]
    year = [r for r in last.values() if date(2025, 3, 3) <= r["local_date"] <= date(2026, 3, 1)]
    for site, told in log.story["evaluation_year"].items():
        mine = [r for r in year if r["site"] == site]
        assert len(mine) == told["contacts"]
        assert Counter(r["target_group"] or "unknown" for r in mine) == told["by_group"]
        assert Counter(r["outcome"] for r in mine) == told["by_outcome"]
        assert Counter(r["otherwise_site"] for r in mine if r["otherwise_site"]) == told["by_otherwise"]


def test_no_free_text_and_no_name_comes_in(log: Log, taken: dict[str, Taken]) -> None:
    kept = {
        value
        for path in log.exports
        for field in taken[path.name].accepted.schema
        if pa.types.is_string(field.type)
        for value in taken[path.name].accepted[field.name].unique().to_pylist()
    }
    remarks = {row.remark for row in log.rows if row.remark}
    assert remarks
    assert not kept & remarks


def test_the_exports_cover_every_month_at_every_site(log: Log, taken: dict[str, Taken]) -> None:
    spans = [span for path in log.exports for span in taken[path.name].coverage]
    assert {span.site for span in spans} == set(log.story["before"]) | set(log.story["evaluation_year"])
    assert min(span.from_date for span in spans) <= date(2024, 9, 2)
    assert max(span.to_date for span in spans) >= date(2026, 3, 20)
    assert all(span.status == "complete" for span in spans)
