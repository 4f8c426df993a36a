"""What a registration says can be reached, and from which counts each role is told it."""

from dataclasses import replace
from datetime import date

import pytest

from evaluation.disclosure import Role
from evaluation.findings import trial_counts
from evaluation.findings.dataset import Dataset
from evaluation.findings.trial_reach import reach
from evaluation.initiative.trial_models import MEASURES
from tests.initiative.trials import trial

TARGET, EVERYBODY = MEASURES
MOVE = {
    "from_site": "farsoe",
    "to_site": "aars",
    "starts_on": date(2025, 12, 1),
    "last_date": date(2026, 2, 27),
    "looks": (date(2026, 2, 27),),
}


def test_a_manager_is_told_by_what_is_released_alone(
    dataset: Dataset, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whom each opening had is not released: another first day would tell it, one opening at a time."""
    moved = trial(**MOVE, measure=TARGET)
    told, whole = reach(dataset, moved, Role.LEDER), reach(dataset, moved, Role.DATAANSVARLIG)
    everybody = reach(dataset, trial(**MOVE, measure=EVERYBODY), Role.LEDER)
    assert told is not None
    assert whole is not None
    assert everybody is not None
    assert told.detectable is not None
    assert everybody.detectable is not None
    assert told.detectable >= everybody.detectable > 1  # a part of all tells no more than all
    assert told.openings == whole.openings
    asked = trial_counts.opening_counts_by_cell

    def without_the_group(*given: object) -> object:
        found = asked(*given)  # type: ignore[arg-type]
        return {cell: [replace(one, target=0) for one in counts] for cell, counts in found.items()}

    monkeypatch.setattr(trial_counts, "opening_counts_by_cell", without_the_group)
    assert reach(dataset, moved, Role.LEDER) == told
    assert reach(dataset, moved, Role.DATAANSVARLIG) is None


def test_all_enquiries_are_public(dataset: Dataset) -> None:
    moved = trial(**MOVE, measure=EVERYBODY)
    assert reach(dataset, moved, Role.LEDER) == reach(dataset, moved, Role.DATAANSVARLIG)
