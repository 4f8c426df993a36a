"""However a file is split over imports, the same initiative comes of it."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evaluation.initiative import Initiative
from evaluation.initiative.calendar import Opening, openings
from evaluation.initiative.imported import effective
from evaluation.intake.other import SPECS
from evaluation.intake.other.take import take_rows
from evaluation.store import OTHER_KINDS
from evaluation.store.other import Row, latest
from tests.initiative.build import initiative, rule
from tests.intake.making import NOW, raw_table
from tests.intake.other_files import HEADERS

POPUP = initiative(
    sites=("farso", "aars"), schedule=[rule("tue"), rule("tue", opens="15:00", closes="16:00")]
)
_DAY = st.sampled_from([str(date(2025, 3, 4) + timedelta(weeks=week)) for week in range(2)])
_SITE = st.sampled_from(["farso", "aars"])
_SOME_SITE = st.sampled_from(["farso", None])
_AMOUNT = st.integers(0, 99).map(str)
_TO = st.just("2025-04-30")

#: Openings of whole hours at most: within one file none overlaps another.
ROWS: dict[str, st.SearchStrategy[tuple[str | None, ...]]] = {
    "openings": st.builds(
        lambda site, day, hour, status: (site, day, f"{hour}:00", f"{hour + 1}:00", status),
        _SITE,
        _DAY,
        st.integers(9, 15),
        st.sampled_from([None, "aflyst"]),
    ),
    "costs": st.tuples(_SOME_SITE, _DAY, _TO, st.sampled_from(["løn", "drift"]), _AMOUNT),
    "events": st.tuples(_DAY, _SOME_SITE, st.sampled_from(["Omtale", "Brev"])),
    "areas": st.tuples(
        st.none(), st.sampled_from(["Aars", "Farsø"]), _SOME_SITE, st.none(), st.none(), st.none() | _AMOUNT
    ),
    "survey": st.tuples(_DAY, _SITE, st.just("samlet"), st.integers(1, 5).map(str)),
    "exposure": st.tuples(_SITE, _DAY, _TO, st.just("hold"), _AMOUNT),
}


def live(kind: str, *files: Sequence[Sequence[str | None]]) -> list[Row]:
    """The rows that count after the files are imported one after the other."""
    found: list[Row] = []
    for number, rows in enumerate(files):
        whole = [[*row, *[None] * (len(HEADERS[kind]) - len(row))] for row in rows]
        raw = replace(raw_table(whole, HEADERS[kind]), sha256=str(number) * 64)
        taken = take_rows(raw, "a.csv", SPECS[kind], POPUP, now=NOW)
        assert taken.rejections.num_rows == 0
        found += taken.accepted.to_pylist()
    return list(latest(found, kind).values())


def follows(kind: str, rows: list[Row]) -> tuple[Initiative, tuple[Opening, ...], list[Any]]:
    """Everything that is made of them."""
    stated = effective(POPUP, {kind: rows})
    answers = [[row[name] for name in ("local_date", "site", "score")] for row in rows if kind == "survey"]
    return stated, openings(stated, date(2025, 3, 31)), sorted(answers)


@pytest.mark.parametrize("kind", OTHER_KINDS)
@given(data=st.data())
@settings(max_examples=20, deadline=None)
def test_splitting_a_file_in_two_imports_changes_nothing(kind: str, data: st.DataObject) -> None:
    rows = data.draw(st.lists(ROWS[kind], min_size=1, max_size=8))
    at = data.draw(st.integers(0, len(rows)))
    assert follows(kind, live(kind, rows[:at], rows[at:])) == follows(kind, live(kind, rows))


@pytest.mark.parametrize("kind", OTHER_KINDS)
@given(data=st.data())
@settings(max_examples=20, deadline=None)
def test_importing_a_file_again_changes_nothing(kind: str, data: st.DataObject) -> None:
    rows = data.draw(st.lists(ROWS[kind], min_size=1, max_size=8))
    once = live(kind, rows)
    again = latest([*once, *once], kind)
    assert follows(kind, list(again.values())) == follows(kind, once)
