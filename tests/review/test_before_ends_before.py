"""What was before the initiative ends the day before it starts."""

from datetime import date
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from evaluation.disclosure import Cell, Status
from evaluation.findings import live, promises
from evaluation.findings.period import Period
from evaluation.initiative import load_initiative

VESTHIMMERLAND = Path(__file__).parents[2] / "data" / "initiatives" / "vesthimmerland"


def test_the_first_day_is_not_part_of_before(monkeypatch: pytest.MonkeyPatch) -> None:
    initiative = load_initiative(VESTHIMMERLAND)
    asked: list[Period] = []

    def wait(_dataset: object, _where: object, period: Period) -> live.Wait:
        asked.append(period)
        return live.Wait(Cell(Status.NO_DATA), None, 0)

    monkeypatch.setattr(live, "wait", wait)
    dataset: Any = SimpleNamespace(initiative=initiative)
    promise = next(p for p in initiative.promise if p.measure == "wait_median")

    promises._before(dataset, promise, Period("hele", "", date(2025, 3, 3), date(2026, 3, 1), ()))

    # Both ends of a period are included: the first opening day, 3 March 2025, belongs to the initiative.
    assert [(p.start, p.end) for p in asked] == [(date(2024, 9, 2), date(2025, 3, 2))]
