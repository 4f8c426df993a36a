"""The verdict on a trial at its four looks: how often it is wrong, right, or still too early.

Moved sites as in bar 3, 20 openings before and 24 after, looks at 6, 12, 18 and 24 openings; and two places side by
side, looks at quarters of 46. The first verdict that is not "too early" stands.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from functools import partial

from numpy.random import Generator

from evaluation.calibration.check import NO_BAND, Band, Case, Cell, Check, share_check
from evaluation.calibration.moves import NEW, OLD, Scenario, until
from evaluation.calibration.simulate import WEEKS, Place, World, simulate
from evaluation.stats import (
    Effect,
    PlaceOpening,
    Verdict,
    concurrent_effect,
    decide,
    move_effect,
    obrien_fleming,
)

TRIALS, PAIR_TRIALS = 1_000, 5_000
DELTA = 0.25
MOVE = Scenario(moved=20, weeks=44)
LOOKS = (6, 12, 18, 24)
BOUNDS = obrien_fleming([look / LOOKS[-1] for look in LOOKS])
PAIR_LOOKS = (12, 23, 35, 46)
PAIR_BOUNDS = obrien_fleming([look / WEEKS for look in PAIR_LOOKS])
PAIR_SHOCK = 0.15
WRONG: Band = (None, 0.07)
RIGHT: Band = (0.8, None)
NEAR = 0.04
#: Two places side by side, by true ratio: share of verdicts in the table of the methods' choice.
TABLE = {
    (1.0, "verdict_too_early"): 0.35,
    (1.0, "verdict_no_difference"): 0.60,
    (1.0, "verdict_wrong"): 0.057,
    (1.25, "verdict_no_difference"): 0.15,
    (1.5, "verdict_right"): 0.95,
}

#: Of one trial: the number of the deciding look, from 1, and its verdict; 0 and "too early" for none.
Outcome = tuple[int, Verdict]


def outcome(effects: Sequence[Effect] | Iterator[Effect], bounds: Sequence[float]) -> Outcome:
    """The first look that decides, by the shipped rule; later effects are not asked for."""
    for number, (effect, bound) in enumerate(zip(effects, bounds, strict=True), 1):
        decision = decide(effect, DELTA, bound, first=number == 1)
        if decision is not None and decision.verdict is not Verdict.TOO_EARLY:
            return number, decision.verdict
    return 0, Verdict.TOO_EARLY


def of_move(openings: Sequence[PlaceOpening]) -> Outcome:
    """Of a moved site, with the openings that each look has seen."""
    return outcome((move_effect(until(openings, MOVE.moved + n), OLD, NEW) for n in LOOKS), BOUNDS)


def of_pair(openings: Sequence[PlaceOpening]) -> Outcome:
    """Of two places side by side."""
    return outcome((concurrent_effect(until(openings, n), OLD, NEW) for n in PAIR_LOOKS), PAIR_BOUNDS)


def side_by_side(effect: float, weeks: int = WEEKS) -> World:
    """Two places in the same weeks under shared shocks."""
    times = ((OLD, 1.0), (NEW, effect))
    return World(tuple(Place(name, Scenario.mean * by, end=weeks) for name, by in times), shock=PAIR_SHOCK)


def outcomes(
    world: World, judge: Callable[[Sequence[PlaceOpening]], Outcome], rng: Generator, trials: int
) -> list[Outcome]:
    """The outcome of so many trials."""
    made = simulate(world, rng, trials)
    return [judge(list(made.rows(trial))) for trial in range(trials)]


def truly(effect: float) -> Verdict | None:
    """The right verdict; None where the true change is just the smallest that matters."""
    if effect in (1 + DELTA, 1 / (1 + DELTA)):
        return None
    if 1 / (1 + DELTA) < effect < 1 + DELTA:
        return Verdict.NO_DIFFERENCE
    return Verdict.BETTER if effect > 1 else Verdict.WORSE


def wrong(effect: float, verdict: Verdict) -> bool:
    """Better or worse where nothing changed, the wrong one of the two, or "no difference" of one that matters."""
    if verdict is Verdict.NO_DIFFERENCE:
        return truly(effect) in (Verdict.BETTER, Verdict.WORSE)
    against = {Verdict.BETTER: effect <= 1, Verdict.WORSE: effect >= 1}
    return against.get(verdict, False)


def shares(case: Case, effect: float, found: Sequence[Outcome], bands: dict[str, Band]) -> list[Check]:
    """Wrong, right, no difference, too early; and the right ones by look."""
    verdicts, right = [verdict for _, verdict in found], truly(effect)
    hits = {
        "verdict_wrong": sum(wrong(effect, verdict) for verdict in verdicts),
        "verdict_no_difference": verdicts.count(Verdict.NO_DIFFERENCE),
        "verdict_too_early": verdicts.count(Verdict.TOO_EARLY),
    }
    if right in (Verdict.BETTER, Verdict.WORSE):
        hits["verdict_right"] = verdicts.count(right)
    n = len(found)
    checks = [share_check(0, name, case, hit, n, band=bands.get(name, NO_BAND)) for name, hit in hits.items()]
    if effect == 1 or right in (Verdict.BETTER, Verdict.WORSE):
        at = Counter(look for look, verdict in found if verdict is not Verdict.TOO_EARLY)
        checks += [
            share_check(0, "verdict_at_look", {**case, "look": look}, at[look], n)
            for look in range(1, len(LOOKS) + 1)
        ]
    return checks


def moved(rng: Generator, trials: int, *, effect: float) -> list[Check]:
    """A moved site whose new place has `effect` times the level of the old one."""
    bands = {1.0: {"verdict_wrong": WRONG}, 2.0: {"verdict_right": RIGHT}}.get(effect, {})
    found = outcomes(MOVE.world(effect), of_move, rng, trials)
    return shares({"design": "moved", "effect": effect}, effect, found, bands)


def pair(rng: Generator, trials: int, *, effect: float) -> list[Check]:
    """Two places side by side, held against the table."""
    bands: dict[str, Band] = {
        name: (max(0.0, round(share - NEAR, 4)), round(share + NEAR, 4))
        for (at, name), share in TABLE.items()
        if at == effect
    }
    found = outcomes(side_by_side(effect), of_pair, rng, trials)
    return shares({"design": "side_by_side", "effect": effect}, effect, found, bands)


CELLS: tuple[Cell, ...] = (
    *(
        Cell(f"verdict moved {effect}", TRIALS, partial(moved, effect=effect))
        for effect in (1.0, 1.25, 1.5, 2.0, 0.5)
    ),
    *(
        Cell(f"verdict side by side {effect}", PAIR_TRIALS, partial(pair, effect=effect))
        for effect in (1.0, 1.25, 1.5)
    ),
)
