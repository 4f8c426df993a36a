"""A promise may name any measure: its figure is the one the command line tells, in the measure's own unit."""

from pathlib import Path

import pytest

from evaluation.disclosure.cells import Role
from evaluation.findings import promises
from evaluation.findings.dataset import Dataset, open_dataset
from evaluation.findings.period import WHOLE, Period
from evaluation.findings.query import Question, ask
from evaluation.findings.sensitive import released
from evaluation.initiative import load_initiative
from evaluation.initiative.models import Promise
from evaluation.metrics import METRICS
from evaluation.settings import ROOT
from evaluation.store import Store
from evaluation.texts import format as da
from evaluation.texts import text


@pytest.fixture(scope="module")
def dataset(demo_store: Path) -> Dataset:
    initiative = load_initiative(ROOT / "data" / "initiatives" / "vesthimmerland")
    promised = tuple(Promise(key=key, name=key, source="test", measure=key, sites="all") for key in METRICS)
    return open_dataset(Store(demo_store), initiative.model_copy(update={"promise": promised}))


def test_every_measure_can_be_promised_and_says_its_own_figure(dataset: Dataset) -> None:
    start, end = dataset.initiative.starts_on, dataset.initiative.evaluation_ends_on
    period = Period(WHOLE, "", start, end, dataset.quarters)
    lines = {line.name: line for line in promises.lines(dataset, released(dataset, Role.UDVALG), period)}
    assert set(lines) == set(METRICS)
    days = ask(dataset, Question("booking_lead_days", (), {}, start, end), Role.UDVALG)[0].cell
    unit = text("metrics.units.days")
    assert days.value is not None
    assert (
        lines["booking_lead_days"].result == f"{da.number(days.value, da.rate_decimals(days.value))} {unit}"
    )
    assert lines["case_duration"].result == text(
        "disclosure.status.missing_field", field=text("metrics.columns.case_id")
    )
