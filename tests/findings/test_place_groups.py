"""Which places can be told apart: groups, the answer and the pairs say the same, from visible cells alone."""

import re
from itertools import combinations
from math import exp

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evaluation.disclosure import Cell, Role, Status
from evaluation.findings.dataset import Dataset
from evaluation.findings.live import Wait
from evaluation.findings.period import find
from evaluation.findings.place import Place
from evaluation.findings.place_groups import (
    estimates,
    groups_table,
    inseparable_from,
    smoothed,
)
from evaluation.findings.places import places
from evaluation.stats import FEWEST_OPENINGS, pairs_of_rates, rate
from tests.findings.test_hours import came, days
from tests.findings.test_other_shapes import dataset, words
from tests.spec.world import opening

NAMES = ("Aars", "Farsø", "Gedsted", "Løgstør", "Ranum", "Aalestrup")
NOTHING = Cell(Status.NO_DATA)


def place(name: str, lead: Cell, openings: int = 30, *, on_trial: bool = False) -> Place:
    wait = Wait(NOTHING, None, 0)
    return Place(name.lower(), name, "", on_trial, openings, lead, NOTHING, NOTHING, wait, NOTHING)


def known(value: float, half: float) -> Cell:
    return Cell(Status.VALUE, value, value / exp(half), value * exp(half), 30)


cells = st.lists(st.tuples(st.floats(0.5, 9), st.floats(0.05, 0.6)), min_size=3, max_size=6)


@given(cells)
def test_groups_say_what_the_pairs_say(made: list[tuple[float, float]]) -> None:
    found = [place(name, known(*one)) for name, one in zip(NAMES, made, strict=False)]
    differences = pairs_of_rates(estimates(found))
    table = groups_table(found, differences, "")
    assert table is not None
    groups = [set(row[0].replace(" og ", ", ").split(", ")) for row in table.rows]
    assert set().union(*groups) == {one.name for one in found}
    for a, b in combinations(found, 2):
        together = any({a.name, b.name} <= group for group in groups)
        assert together == (b.id in inseparable_from(a.id, differences))
    assert not any(one < other for one in groups for other in groups)
    alone = [row[2] == "Kan skilles fra alle de andre" for row in table.rows]
    assert alone == [len(group) == 1 for group in groups]


@given(cells, st.integers(0, 2))
def test_what_is_hidden_or_on_trial_leaves_no_trace(made: list[tuple[float, float]], at: int) -> None:
    shown = [place(name, known(*one)) for name, one in zip(NAMES, made, strict=False)]
    for status in (Status.SUPPRESSED, Status.TOO_EARLY, Status.PENDING):
        more = [*shown[:at], place("Skjult", Cell(status)), *shown[at:]]
        assert smoothed(more) == smoothed(shown)
        assert "skjult" not in smoothed(more)


def test_two_places_are_a_pair_not_a_ranking() -> None:
    found = [place("Farsø", known(3, 0.2)), place("Aars", known(2, 0.2))]
    assert smoothed(found) == {}
    assert groups_table(found, pairs_of_rates(estimates(found)), "") is None


POPUPS = {"farsoe": "Farsø", "aalestrup": "Aalestrup", "aars": "Aars"}


def log(**openings: tuple[int, int]) -> Dataset:
    """Three pop-ups with so many openings, and about so many enquiries in each."""
    held = [opening(f"{site}{d}", site, d, 10, 14) for site, (n, _) in openings.items() for d in days(n)]
    rows = [
        one
        for site, (n, count) in openings.items()
        for i, d in enumerate(days(n))
        for one in came(d, 10, count + i % 5, site=site)
    ]
    last = days(max(n for n, _ in openings.values()) + 1)[-1]
    popups = [{"id": site, "name": name} for site, name in POPUPS.items()]
    queue = [{"id": "queue", "name": "Queue", "counts": list(POPUPS)}]
    return dataset(rows, held, last, groups=[], areas=[], sites=popups, sources=queue)


def test_the_page_says_it_in_sentence_table_and_definition() -> None:
    of = log(farsoe=(20, 12), aalestrup=(20, 6), aars=(20, 5))
    found = places(of, Role.UDVALG, find(of, "hele"))
    assert found.groups is not None
    assert [row[2] for row in found.groups.rows] == ["Kan skilles fra alle de andre", "Kan ikke skilles ad"]
    assert found.groups.rows[0][0] == "Farsø"
    for names, rates, _ in found.groups.rows:  # each rate stands with its place
        assert re.sub(r" \d+,\d+", "", rates) == names
    assert words(found.opening).startswith("Farsø når flest:")
    own, even = (found.table.head.index(name) for name in ("Alle pr. åbningstime", "Udjævnet skøn"))
    assert even == own + 1
    rates = {row[0]: (row[own].split("\n")[0], row[even]) for row in found.table.rows}
    expected = rate([12 + i % 5 for i in range(20)], [4.0] * 20).value
    assert rates["Farsø"][0] == f"{expected:.1f}".replace(".", ",")
    assert list(rates) == ["Farsø", "Aalestrup", "Aars"]  # alphabetically, as Danes do
    assert "Udjævnet skøn" in dict(found.definitions)


def test_a_place_with_few_openings_has_no_smoothed_rate() -> None:
    of = log(farsoe=(20, 12), aalestrup=(20, 6), aars=(FEWEST_OPENINGS - 1, 5))
    found = places(of, Role.UDVALG, find(of, "hele"))
    assert found.groups is None
    assert "Udjævnet skøn" not in found.table.head
    assert "Udjævnet skøn" not in dict(found.definitions)


@pytest.mark.parametrize("period", ["hele", "K1", "K2", "K3", "K4"])
def test_the_demo_year_never_contradicts_itself(dataset: Dataset, period: str) -> None:
    for role in (Role.UDVALG, Role.LEDER):
        found = places(dataset, role, find(dataset, period))
        if found.groups is None:
            continue
        said = words(found.opening)
        alone = [row[0] for row in found.groups.rows if row[2] == "Kan skilles fra alle de andre"]
        leader = said.partition(" når flest")[0] if " når flest" in said else None
        assert leader is None or leader in alone
        assert leader is not None or said.startswith("Stederne i toppen kan ikke skilles ad")
        waiting = [row.label for row in found.lead.rows if row.cell.status is Status.TOO_EARLY]
        assert not any(name in row[0] for name in waiting for row in found.groups.rows)
