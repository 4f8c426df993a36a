"""What changes a fingerprint, and what does not."""

from datetime import date

import pytest

from evaluation.initiative import config_hash, intake_hash
from tests.initiative.build import initiative, rule

BASE = initiative(schedule=[rule("mon")])

INTAKE = {
    "a site": {"sites": ("farso", "gedsted")},
    "a group": {"groups": [{"id": "elder", "name": "E", "target": True}]},
    "a topic": {"topics": [{"id": "pas", "name": "Pas"}]},
    "the zone": {"timezone": "America/New_York"},
    "the first date": {"data_from": date(2024, 9, 2)},
    "the last date": {"data_to": date(2026, 4, 1)},
    "the counting source": {"sources": [{"id": "sheet", "name": "Queue", "counts": ["farso"]}]},
    "the counting period": {
        "sources": [{"id": "queue", "name": "Queue", "counts": ["farso"], "counts_to": date(2026, 1, 1)}]
    },
}
DISPLAY = {
    "the schedule": {"schedule": [rule("tue")]},
    "a name": {"name": "Another"},
    "a site's name": {"sites": [{"id": "farso", "name": "Another"}]},
    "a cost": {"costs": [{"from": "2025-03-03", "to": "2025-04-03", "kind": "wages", "kr": 1}]},
    "a threshold": {"thresholds": {"udvalg": 6}},
}


@pytest.mark.parametrize("change", INTAKE.values(), ids=INTAKE.keys())
def test_what_intake_reads_changes_both(change: dict[str, object]) -> None:
    other = initiative(**({"schedule": [rule("mon")]} | change))
    assert intake_hash(other) != intake_hash(BASE)
    assert config_hash(other) != config_hash(BASE)


@pytest.mark.parametrize("change", DISPLAY.values(), ids=DISPLAY.keys())
def test_what_is_only_shown_changes_the_configuration_alone(change: dict[str, object]) -> None:
    other = initiative(**({"schedule": [rule("mon")]} | change))
    assert intake_hash(other) == intake_hash(BASE)
    assert config_hash(other) != config_hash(BASE)


def test_the_same_initiative_has_the_same_fingerprints() -> None:
    again = initiative(schedule=[rule("mon")])
    assert (intake_hash(again), config_hash(again)) == (intake_hash(BASE), config_hash(BASE))
    assert len(config_hash(BASE)) == 64


def test_the_order_of_ids_does_not_matter_to_intake() -> None:
    one = initiative(sites=("farso", "gedsted"))
    sources = [{"id": "queue", "name": "Queue", "counts": ["farso", "gedsted"]}]
    other = initiative(sites=("gedsted", "farso"), sources=sources)
    assert intake_hash(one) == intake_hash(other)
