"""A new baseline for what is usual is a person's decision: dated, reasoned, within the evaluation."""

from datetime import date
from pathlib import Path

import pytest

from evaluation.errors import UserError
from evaluation.initiative import load_initiative
from tests.initiative.test_initiative_loader import GOOD

DECIDED = {
    "from": "2025-09-01",
    "reason": '"Nyt ventenummersystem"',
    "decided_by": '"Mette Holm"',
    "decided_on": "2025-09-15",
}


def written(folder: Path, *rebases: dict[str, str]) -> Path:
    tables = ["[[rebase]]\n" + "\n".join(f"{key} = {value}" for key, value in one.items()) for one in rebases]
    (folder / "initiative.toml").write_text("\n".join([GOOD, *tables]) + "\n", encoding="utf-8")
    return folder


def test_a_decision_is_read(tmp_path: Path) -> None:
    [found] = load_initiative(written(tmp_path, DECIDED)).rebase
    assert (found.from_date, found.decided_by) == (date(2025, 9, 1), "Mette Holm")


@pytest.mark.parametrize(
    ("rebases", "path", "said"),
    [
        ([{k: v for k, v in DECIDED.items() if k != "reason"}], "rebase[0].reason", "Nøglen mangler"),
        ([DECIDED | {"reason": '""'}], "rebase[0].reason", "Teksten er tom"),
        ([{k: v for k, v in DECIDED.items() if k != "decided_by"}], "rebase[0].decided_by", "mangler"),
        ([DECIDED | {"from": "2026-03-02"}], "rebase[0].from", "uden for evalueringen"),
        ([DECIDED | {"from": "2025-03-02"}], "rebase[0].from", "uden for evalueringen"),
        ([DECIDED, DECIDED], "rebase[1].from", "Datoen står to gange"),
    ],
)
def test_a_decision_without_day_reason_or_name_is_none(
    tmp_path: Path, rebases: list[dict[str, str]], path: str, said: str
) -> None:
    with pytest.raises(UserError) as caught:
        load_initiative(written(tmp_path, *rebases))
    assert path in caught.value.what
    assert said in caught.value.what
