"""A profile is shown on screen and saved in a file: it must not carry what the door keeps out."""

from pathlib import Path

import pytest

from evaluation.initiative import load_initiative
from evaluation.initiative.models import Initiative
from evaluation.intake.propose import propose

VESTHIMMERLAND = Path(__file__).parents[2] / "data" / "initiatives" / "vesthimmerland"
NUMBER = "010170-1234"


def _export(folder: Path) -> Path:
    """200 tickets; one of the 20 values of the topic column holds a made-up CPR number."""
    topics = [f"Emne {letter}" for letter in "ABCDEFGHIJKLMNOPQRS"] + [f"Ringer for {NUMBER}"]
    rows = [f"X{n};Aars;{n % 28 + 1:02}-09-2025 10:{n % 60:02};{topics[n % 20]}" for n in range(200)]
    path = folder / "koe.csv"
    path.write_text("\n".join(["Billetnr;Lokation;Oprettet;Emne", *rows]) + "\n", encoding="utf-8")
    return path


@pytest.mark.parametrize("initiative", [None, load_initiative(VESTHIMMERLAND)], ids=["none", "known"])
def test_a_category_value_that_holds_a_cpr_number_is_not_listed(
    tmp_path: Path, initiative: Initiative | None
) -> None:
    found = propose(_export(tmp_path), initiative, source=None if initiative is None else "koesystem")

    said = "\n".join([found.toml, found.sites_toml, repr(found.profile), repr(found.unmapped)])
    assert NUMBER not in said
    assert "010170_1234" not in said  # nor as an id made of it
    assert "Emne A" in said  # the other values are still proposed or listed
