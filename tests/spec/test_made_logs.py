"""On logs that Hypothesis makes, the reference and DuckDB agree on every measure."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from evaluation.metrics import METRICS, opening_counts, waits_by_opening
from tests.spec.compare import ask, by_engine, by_reference
from tests.spec.made_logs import questions, worlds
from tests.spec.spec_tables import Question
from tests.spec.world import World

LOGS = 200


@settings(max_examples=LOGS, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(world=worlds(), data=st.data())
def test_every_measure_agrees_with_the_reference(world: World, data: st.DataObject) -> None:
    engine = world.engine()
    asked = 0
    for metric in METRICS:
        question = data.draw(questions(metric, engine.facts.costs_by_site), label=metric)
        if not ask(engine, question).missing:
            asked += 1
            assert by_engine(engine, question) == by_reference(world, question), question
    assert asked > 0


@settings(max_examples=50, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(world=worlds())
def test_counts_and_waits_by_opening_add_up_to_the_measures(world: World) -> None:
    engine = world.engine()
    held = opening_counts(engine)
    rate = by_engine(engine, Question("enquiries_per_open_hour", (), {}, None, None)).get(())
    assert sum(one.enquiries for one in held) == (rate["numerator"] if rate else 0)
    assert abs(sum(one.open_hours for one in held) - (rate["denominator"] if rate else 0)) < 1e-6
    whole = ask(engine, Question("wait_median", (), {}, None, None))
    bins = [wait for opening in waits_by_opening(engine) for wait in opening]
    assert sum(called + gone for _, called, gone in bins) == sum(row.n for row in whole.rows)
