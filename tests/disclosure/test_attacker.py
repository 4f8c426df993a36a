"""A reader who knows the plan and solves for the hidden counts with all that a release shows."""

import pytest

from evaluation.disclosure import Cell, Plan, Role, Status
from tests.disclosure.worlds import (
    GROUP_PLAN,
    OTHERWISE_PLAN,
    TOPIC_PLAN,
    Attacker,
    Counts,
    group_year,
    otherwise_year,
    released,
    topic_year,
    truth,
    with_shown,
)

SMALL, LARGE = (400, 3_000), (1_500, 15_000)  # contacts in a year: pop-ups, head office
WORLDS = [
    *((GROUP_PLAN, group_year(seed, *LARGE)) for seed in (1, 2, 3, 4, 5)),
    *((GROUP_PLAN, group_year(seed, *SMALL)) for seed in (6, 7, 8, 9, 10)),
    *(
        (TOPIC_PLAN, topic_year(seed, *size))
        for seed, size in ((11, LARGE), (12, LARGE), (13, SMALL), (14, SMALL))
    ),
    *((OTHERWISE_PLAN, otherwise_year(seed, *SMALL)) for seed in (15, 16, 17)),
    *((OTHERWISE_PLAN, otherwise_year(seed, *LARGE)) for seed in (18, 19)),
]


@pytest.mark.parametrize("t", [3, 5])
@pytest.mark.parametrize(("plan", "counts"), WORLDS)
def test_no_small_count_is_known_or_known_to_be_small(plan: Plan, counts: Counts, t: int) -> None:
    found = released(counts, plan, t)
    assert not found.withheld
    assert Attacker(found.cells, found.totals, plan).given_away(truth(counts, plan), t) == []


@pytest.mark.parametrize("t", [3, 5])
def test_control_hiding_small_counts_alone_is_undone(t: int) -> None:
    broken = small = 0
    for plan, counts in WORLDS[:6]:
        exact, bare = truth(counts, plan), released(counts, plan, t, Role.DATAANSVARLIG)
        cells = {k: Cell(Status.SUPPRESSED) if 0 < exact[k] < t else cell for k, cell in bare.cells.items()}
        broken += len(Attacker(cells, bare.totals, plan).given_away(exact, t))
        small += sum(0 < n < t for n in exact.values())
    assert small >= 20
    assert broken >= 0.8 * small


def test_control_one_companion_shown_breaks_most_releases() -> None:
    broken = tried = 0
    for plan, counts in WORLDS[:5]:
        exact, found = truth(counts, plan), released(counts, plan, 5)
        companions = sorted(k for k, cell in found.cells.items() if not cell.shown and exact[k] >= 5)
        for key in companions[:: max(1, len(companions) // 10)][:10]:
            attacker = Attacker(with_shown(found, [key], exact), found.totals, plan)
            broken += bool(attacker.given_away(exact, 5))
            tried += 1
    assert tried >= 20
    assert broken >= tried * 2 / 3


@pytest.mark.parametrize(("plan", "counts"), WORLDS)
def test_the_attacker_is_told_nothing_false(plan: Plan, counts: Counts) -> None:
    """Else its verdicts would prove nothing: the truth satisfies every line that it solves under."""
    exact, found = truth(counts, plan), released(counts, plan, 5)
    attacker = Attacker(found.cells, found.totals, plan)
    values = [exact[key] for key in attacker.base]
    assert all(attacker.lines[key] @ values == n for key, n in exact.items())
    assert all(cell.value == exact[key] for key, cell in found.cells.items() if cell.shown)


@pytest.mark.parametrize(("plan", "counts"), WORLDS)
def test_not_much_is_hidden_of_a_busy_year(plan: Plan, counts: Counts) -> None:
    exact, found = truth(counts, plan), released(counts, plan, 5)
    filled = [key for key, n in exact.items() if n]
    hidden = sum(not found.cells[key].shown for key in filled)
    assert hidden <= len(filled) * (0.25 if sum(counts.values()) > 10_000 else 0.7)
