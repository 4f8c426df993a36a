"""`whatif`: its keys, the arithmetic without data, and the same figures as in the pages' files."""

import csv
import io
from pathlib import Path
from typing import Any

import pytest

from evaluation.texts import text
from tests.cli.command import done, refused, run, says

SHIPPED = ("--initiative", "vesthimmerland")
BANDS = ("arrived", "served", "left_share", "wait_median", "wait_p90", "overtime", "idle")
KEYS = {"id", "name", "booking", "open_hours_week", "serving_hours_week", "transport_hours_week"}
KEYS |= {"staff_hours_week", "open_hours_month", "serving_hours_month", "difference_hours_week"}
KEYS |= {"hours_from_head_office_week", "open_weeks", "openings_year", "open_hours_year", "staff_hours_year"}
KEYS |= {"kroner_low", "kroner_high", "kroner_calendar", "promises", *BANDS, "walk_in", "target"}
KEYS |= {"target_reason", "unbooked_share", "detectable", "reason"}


def rows_of(told: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(told.removeprefix("\ufeff")), delimiter=";"))


@pytest.fixture(scope="module")
def one(demo_store: Path) -> dict[str, Any]:
    """What is told of one model that books, on the demo year."""
    return done("whatif", "--model", "aendring_1", "--role", "leder", "--store", demo_store)


def test_its_keys_are_a_contract(one: dict[str, Any]) -> None:
    assert {"about", "initiative", "role", "data_version", "synthetic", "price", "models"} == set(one)
    assert (one["about"], one["initiative"], one["role"]) == ("models", "vesthimmerland", "leder")
    assert one["synthetic"] is True
    assert set(one["price"]) == {"kroner", "kind", "reason"}
    (model,) = one["models"]
    assert set(model) == KEYS
    assert set(model["promises"]) == {"weekly", "unbooked", "cost_neutral"}
    assert set(model["promises"].values()) <= {"kept", "broken", None}
    assert set(model["walk_in"]) == set(BANDS)


def test_what_is_projected_has_both_ends(one: dict[str, Any]) -> None:
    (model,) = one["models"]
    for found in [model[name] for name in BANDS] + [model["walk_in"][name] for name in BANDS]:
        assert 0 <= found["low"] <= found["value"] <= found["high"]
    assert model["served"]["low"] < model["served"]["high"] <= model["arrived"]["high"]
    assert model["walk_in"]["arrived"] != model["walk_in"]["served"]
    assert (model["unbooked_share"], model["reason"]) == (0, None)


def test_the_file_holds_the_same_figures(one: dict[str, Any], demo_store: Path) -> None:
    answer = run(
        "whatif", "--model", "aendring_1", "--role", "leder", "--format", "csv", "--store", demo_store
    )
    assert (answer.code, answer.err) == (0, "")
    assert answer.out.startswith("\ufeff")
    (model,) = one["models"]
    told = {row[1]: row[2:] for row in rows_of(answer.out)[1:]}
    served = told[text("models.file.served") + text("models.file.booked")]
    assert [float(end.replace(",", ".")) for end in served] == pytest.approx(
        [model["served"][end] for end in ("value", "low", "high")]
    )
    assert float(told[text("models.file.staff_week")][0].replace(",", ".")) == model["staff_hours_week"]


def test_without_data_only_the_arithmetic_of_the_case(tmp_path: Path) -> None:
    told = done("whatif", *SHIPPED, "--store", tmp_path / "store")
    found = {model["id"]: model for model in told["models"]}
    week = {"forslag_1": 9, "forslag_2": 6, "aendring_1": 12, "aendring_2": 24}  # of serving, by the case
    assert {name: found[name]["serving_hours_week"] for name in week} == week
    assert found["forslag_3"]["serving_hours_month"] == 24
    assert [found[f"aendring_{n}"]["staff_hours_week"] for n in (1, 2)] == [14, 28]
    assert [found[f"aendring_{n}"]["difference_hours_week"] for n in (1, 2)] == [6, 20]
    assert told["synthetic"] is False
    for model in told["models"]:
        assert all(model[name] is None for name in (*BANDS, "target", "detectable", "walk_in"))
        assert model["reason"] == text("demand.reasons.no_log")
    assert not list(tmp_path.iterdir())


def test_people_read_a_table_and_why_there_is_no_more(tmp_path: Path) -> None:
    answer = run("whatif", *SHIPPED, "--model", "forslag_2", "--store", tmp_path / "store")
    assert (answer.code, answer.err) == (0, "")
    said, head, row, reason = answer.out.splitlines()
    assert said.endswith(".")
    assert head.startswith(text("models.table.model"))
    assert row.startswith("Forslag 2")
    assert reason == text("demand.reasons.no_log")


@pytest.mark.parametrize("about", ["economy", "places"])
def test_money_and_places_are_the_rows_of_the_pages_file(about: str, tmp_path: Path) -> None:
    asked = ("whatif", *SHIPPED, "--about", about, "--store", tmp_path / "store")
    told = run(*asked, "--format", "json").json
    assert told["about"] == about
    assert told["answer"].endswith(".")
    head, *rows = rows_of(run(*asked, "--format", "csv").out)
    assert head == told["head"]
    assert [row[0] for row in rows] == [row[0] for row in told["rows"]]
    assert len(rows) > 5


def test_a_model_that_is_not_there_is_told_beside_those_that_are(tmp_path: Path) -> None:
    line = refused("whatif", *SHIPPED, "--model", "nej", "--store", tmp_path / "store")
    assert says(line, "cli.no_such_value")
    assert "forslag_1, forslag_2" in line


def test_a_model_chosen_for_another_page_is_refused(tmp_path: Path) -> None:
    line = refused(
        "whatif", *SHIPPED, "--model", "forslag_1", "--about", "places", "--store", tmp_path / "store"
    )
    assert says(line, "cli.models_only")


def test_no_data_and_no_initiative_named(tmp_path: Path) -> None:
    assert says(refused("whatif", "--store", tmp_path / "store"), "cli.no_data")
