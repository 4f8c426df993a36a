"""On logs that Hypothesis makes, the reference and DuckDB agree on every measure."""

from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, seed, settings
from hypothesis import strategies as st

from evaluation.engine import Engine
from evaluation.metrics import METRICS, compute, opening_counts, waits_by_opening
from tests.spec.compare import by_engine, by_reference
from tests.spec.made_logs import questions, worlds
from tests.spec.spec_tables import Question
from tests.spec.world import World

pytestmark = pytest.mark.slow

#: 200 logs in all, in parts that can run side by side.
PARTS, LOGS_EACH = 4, 50


def _seeded(number: int, logs: int) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """The same logs on every run, others for every part."""
    checks = list(HealthCheck)
    rules = settings(max_examples=logs, deadline=None, database=None, suppress_health_check=checks)
    return lambda check: seed(number)(rules(check))


def _agrees(world: World, data: st.DataObject) -> None:
    engine = world.engine()
    _adds_up(engine)
    answered = 0
    for metric in METRICS:
        question = data.draw(questions(metric, engine.facts.costs_by_site), label=metric)
        try:
            found = by_engine(engine, question)
        except LookupError:
            continue
        answered += 1
        assert found == by_reference(world, question), question
    assert answered > 0


@pytest.mark.parametrize("part", range(PARTS))
def test_every_measure_agrees_with_the_reference_and_openings_add_up(part: int) -> None:
    _seeded(part, LOGS_EACH)(given(world=worlds(), data=st.data())(_agrees))()


def _adds_up(engine: Engine) -> None:
    """Counts and waits by opening are those of the measures."""
    held = opening_counts(engine)
    rate = by_engine(engine, Question("enquiries_per_open_hour", (), {}, None, None)).get(())
    assert sum(one.enquiries for one in held) == (rate["numerator"] if rate else 0)
    assert abs(sum(one.open_hours for one in held) - (rate["denominator"] if rate else 0)) < 1e-6
    whole = compute(engine, "wait_median")
    bins = [wait for opening in waits_by_opening(engine) for wait in opening]
    assert sum(called + gone for _, called, gone in bins) == sum(row.n for row in whole.rows)
