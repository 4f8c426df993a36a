"""Which promises a model keeps, by its own rules and price."""

from typing import Any

import pytest

from evaluation.findings.model_promises import ModelPromise, kept_promises
from evaluation.initiative import Initiative, load_initiative
from evaluation.initiative.model_hours import hours_of
from evaluation.initiative.staffing import StaffingModel
from evaluation.settings import ROOT
from tests.initiative.build import CLOSED, START, initiative, rule

PRICE = 225_000 / (8 * 52)


@pytest.fixture(scope="module")
def case() -> Initiative:
    return load_initiative(ROOT / "data" / "initiatives" / "vesthimmerland")


def promises(model: StaffingModel, own: Initiative) -> dict[str, ModelPromise]:
    hours = hours_of(model, own)
    low, high = (float(hours.staff_hours_week) * PRICE * weeks for weeks in (hours.open_weeks, 52))
    return {promise.key: promise for promise in kept_promises(model, hours, low, high, own)}


def of(*rules: dict[str, Any], own: Initiative | None = None, **other: object) -> dict[str, ModelPromise]:
    model = StaffingModel.model_validate({"id": "m", "name": "M", "openings": rules} | other)
    return promises(model, own or initiative(sites=["farso", "aars"], calendar=CLOSED))


@pytest.mark.parametrize(
    ("model_id", "weekly", "unbooked", "cost_neutral"),
    [
        (
            "forslag_1",
            True,
            True,
            False,
        ),  # called udgiftsneutralt, and is not by the case's own rule of transport
        ("forslag_2", False, True, True),
        ("forslag_3", False, True, True),
        ("aendring_1", True, False, False),
        ("aendring_2", True, True, False),
    ],
)
def test_the_cases_models(
    case: Initiative, model_id: str, weekly: bool, unbooked: bool, cost_neutral: bool
) -> None:
    found = promises(next(model for model in case.models if model.id == model_id), case)
    kept = [promise.kept for promise in found.values()]
    assert list(found) == ["weekly", "unbooked", "cost_neutral"]
    assert kept == [weekly, unbooked, cost_neutral]


def test_the_amounts_are_said_as_they_are_read(case: Initiative) -> None:
    words = promises(case.models[0], case)["cost_neutral"].words.replace("\u2060", "").replace("\xa0", " ")
    assert "345.000–366.000 kr. om året" in words
    assert "120.000–141.000 kr. mere end rammen på 225.000 kr." in words


def test_one_place_that_rests_breaks_the_week_and_is_named() -> None:
    found = of(rule("tue"), rule("wed", "aars", every_weeks=2, anchor=START))["weekly"]
    assert found.kept is False
    assert "Aars" in found.words
    assert "Farso" not in found.words


def test_two_halves_make_a_week() -> None:
    """Even and odd weeks, or one rule after another: what counts is that the place is open."""
    parity = [rule("tue", iso_weeks=which) for which in ("even", "odd")]
    season = [rule("tue", ends_on="2025-09-30"), rule("thu", starts_on="2025-10-01")]
    assert of(*parity)["weekly"].kept
    assert of(*season)["weekly"].kept
    assert of(season[0])["weekly"].kept is False


@pytest.mark.parametrize(
    ("staff", "booking", "kept"),
    [
        ({"staff_serving": 2}, False, True),
        ({"staff_serving": 2}, True, False),
        ({"staff_serving": 1}, False, False),
        ({"staff_serving": 1}, True, False),
        ({"staff_serving": 1, "staff_total": 2}, False, True),  # Svendborg: a driver beside, and nobody books
    ],
)
def test_nobody_books(staff: dict[str, int], booking: bool, kept: bool) -> None:
    found = of(rule("tue", **staff), booking=booking)["unbooked"]
    assert found.kept is kept
    assert ("Én medarbejder er alene" in found.words) is (staff == {"staff_serving": 1})


@pytest.mark.parametrize(
    ("budget", "kept"),
    [(None, None), (4 * 52 * PRICE, True), (4 * 50 * PRICE, None), (4 * 48 * PRICE, False)],
)
def test_the_budget(budget: float | None, kept: bool | None) -> None:
    own = initiative(calendar=CLOSED, economy={"budget_per_year": budget})
    found = of(rule("tue"), own=own)["cost_neutral"]
    assert found.kept is kept
    assert found.words
