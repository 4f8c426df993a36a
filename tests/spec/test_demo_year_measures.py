"""On the synthetic year, SQL and reference agree on every measure."""

from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest

from evaluation.findings.dataset import Dataset, open_dataset
from evaluation.initiative import load_initiative
from evaluation.metrics import METRICS, compute
from evaluation.settings import ROOT
from evaluation.store import Store
from tests.spec.compare import by_engine, dimensions_of, in_one_shape
from tests.spec.reference import answer
from tests.spec.reference_reader import Asked, Reader
from tests.spec.spec_tables import Question
from tests.spec.world import Record, World

BY = [(), ("site", "month"), ("weekday", "hour"), ("topic", "channel")]
#: What the year's logs do not tell: no case numbers, no telephone, no questionnaire, no courses.
UNTOLD = {
    "handovers_per_case": ("case_id",),
    "steps_per_case": ("case_id",),
    "case_duration": ("case_id",),
    "step_wait": ("case_id",),
    "reach_per_1000": ("home_area",),
    "repeated_information_share": ("repeated_information",),
    "transfers_per_call": ("transfers",),
    "enquiries_per_exposure": ("exposure",),
    "anonymity": ("anonymity",),
    "atmosphere": ("atmosphere",),
    "overall": ("overall",),
}
#: Nobody telephones in that year.
NOBODY = {"robot_share"}
VESTHIMMERLAND = ROOT / "data" / "initiatives" / "vesthimmerland"


@pytest.fixture(scope="module")
def year(demo_store: Path) -> tuple[Dataset, Reader]:
    store, initiative = Store(demo_store), load_initiative(VESTHIMMERLAND)
    dataset = open_dataset(store, initiative)
    rows = store.rows(initiative.id).to_pylist()
    coverage = _between(rows, [site.id for site in initiative.sites])
    return dataset, Reader(World(initiative, rows, list(dataset.openings), coverage, dataset.data_through))


def _between(rows: list[Record], sites: list[str]) -> list[tuple[str, str, date, date, str]]:
    """What the files cover by their profile's unit, a week: the time from each row date to the next one."""
    found = []
    for source in {r["source"] for r in rows}:
        days = sorted({r["local_date"] for r in rows if r["source"] == source})
        near = [(a, b) for a, b in pairwise(days) if (b - a).days <= 7]
        found += [(source, site, a, b, "complete") for a, b in near for site in sites]
    return found


@pytest.mark.slow
@pytest.mark.parametrize("metric", METRICS)
def test_the_year_agrees(year: tuple[Dataset, Reader], metric: str) -> None:
    dataset, reader = year
    if metric in UNTOLD:
        assert compute(dataset.engine, metric).missing == UNTOLD[metric]
        return
    for by in (dims for dims in BY if set(dims) <= set(dimensions_of(metric))):
        found = by_engine(dataset.engine, Question(metric, by, {}, None, None))
        assert bool(found) != (metric in NOBODY)
        assert found == in_one_shape(answer(reader, metric, Asked(by))), by
