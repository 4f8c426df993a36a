"""A log without openings: rates per day, drawn for whole weeks only."""

from datetime import date, datetime, timedelta

import pytest

from evaluation.disclosure.cells import Role
from evaluation.findings.dataset import Dataset, open_dataset
from evaluation.findings.overview import overview
from evaluation.findings.period import find
from evaluation.findings.usual import baselines
from evaluation.findings.weeks import chart
from evaluation.initiative import load_initiative
from evaluation.intake.importing import import_files, profiles_of
from evaluation.store import Store

INITIATIVE = """
id = "calls"
name = "Calls"
municipality = "0999"
municipality_name = "Northgate"
starts_on = 2025-03-03
evaluation_ends_on = 2025-12-31
[[sites]]
id = "line"
name = "Line"
kind = "unit"
[[sources]]
id = "phone"
name = "Phone"
counts = ["line"]
[[promise]]
key = "open_line"
name = "Open line"
source = "Council"
"""
PROFILE = """
id = "phone"
source = "phone"
[identity]
columns = ["No"]
[constants]
site = "line"
channel = "phone"
[columns]
arrived_at = "At"
"""


@pytest.fixture(scope="module")
def dataset(tmp_path_factory: pytest.TempPathFactory) -> Dataset:
    """Ten calls every weekday for eight weeks and three days, none at weekends."""
    folder = tmp_path_factory.mktemp("calls")
    (folder / "profiles").mkdir()
    (folder / "initiative.toml").write_text(INITIATIVE, encoding="utf-8")
    (folder / "profiles" / "phone.toml").write_text(PROFILE, encoding="utf-8")
    days = [date(2025, 3, 3) + timedelta(days=n) for n in range(8 * 7 + 3)]
    moments = [f"{day} {10 + n // 6}:{n % 6}0:00" for day in days if day.weekday() < 5 for n in range(10)]
    lines = [f"{number};{moment}" for number, moment in enumerate(moments, start=1)]
    (folder / "calls.csv").write_text("No;At\n" + "\n".join(lines) + "\n", encoding="utf-8")
    store, initiative = Store(folder / "store"), load_initiative(folder)
    now = datetime(2026, 1, 1)
    import_files([folder / "calls.csv"], store, initiative, profiles_of(folder), now=now)
    return open_dataset(store, initiative)


def test_a_week_that_is_cut_short_is_not_drawn(dataset: Dataset) -> None:
    made, table = chart(dataset, find(dataset, ""), baselines(dataset))
    assert made is not None
    assert [point.value for point in made.points] == [pytest.approx(50 / 7)] * 8 + [None]
    assert table.rows[-1][1:3] == ("30", "3")  # told in the table, with its days


def test_without_a_ramp_no_chart_speaks_of_one(dataset: Dataset) -> None:
    said = overview(dataset, Role.UDVALG, find(dataset, ""))
    assert said.weeks is not None
    assert "opløb" not in said.weeks.title.lower()
    assert not said.weeks.zones


def test_one_promise_is_spoken_of_as_one(dataset: Dataset) -> None:
    said = "".join(run.text for run in overview(dataset, Role.UDVALG, find(dataset, "")).opening.answer)
    assert said.startswith("Løftet måles ikke.")
