"""A moved site in worlds the method was not made for, published without a bar; and its weekly warning (bar 4).

Openings cancelled, shortened, or not registered; word of mouth that differs from place to place or from group to
group. Looks, openings and rule are those of the verdict.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial

from numpy.random import Generator

from evaluation.calibration.check import Band, Case, Cell, Check, mean_check, share_check
from evaluation.calibration.moves import MOVED, NEW, OLD, SCENARIOS, Scenario, errors, until
from evaluation.calibration.simulate import MEAN, WEEKS, Openings, simulate
from evaluation.calibration.verdicts import MOVE, of_move, wrong
from evaluation.stats import WARN_AT, PlaceOpening, e_value, move_effect
from evaluation.stats.decide import FEWEST_TO_WARN

TRIALS = 1_000
FALSE_WARNING: Band = (None, 0.05)
#: Of all who come, these are of the target group; it learns of a new place four times as slowly as the others.
TARGET, SLOW, FAST = 0.6, 12.0, 3.0


@dataclass(frozen=True)
class Simple:
    """A world of moves with something amiss in all its openings."""

    scenario: Scenario = MOVE
    cancelled: float = 0.0
    short: float = 0.0
    uncovered: float = 0.0
    leaking: float = 0.0

    def __call__(self, effect: float, rng: Generator, trials: int) -> Openings:
        """So many logs."""
        amiss = {name: getattr(self, name) for name in ("cancelled", "short", "uncovered", "leaking")}
        return simulate(self.scenario.world(effect, **amiss), rng, trials)


@dataclass(frozen=True)
class TwoGroups:
    """Everyone counted, of whom some learn of it slowly; each group has its own good and bad weeks."""

    def __call__(self, effect: float, rng: Generator, trials: int) -> Openings:
        """So many logs."""
        slow = replace(MOVE, taus=(SLOW,), mean=MEAN * TARGET)
        fast = replace(MOVE, taus=(FAST,), mean=MEAN * (1 - TARGET))
        first, second = (simulate(one.world(effect), rng, trials) for one in (slow, fast))
        return replace(first, count=first.count + second.count)


FIELD: Mapping[str, Callable[[float, Generator, int], Openings]] = {
    "as_supposed": Simple(),
    "cancelled": Simple(cancelled=0.1),
    "unequal_hours": Simple(short=0.5),
    "uncovered": Simple(uncovered=0.1),
    "leaking": Simple(leaking=0.1),
    "two_groups": TwoGroups(),
    "slow_target": Simple(replace(MOVE, taus=(SLOW,))),
    "new_place_slower": Simple(replace(MOVE, taus=(FAST, SLOW, FAST, FAST))),
    "new_place_deeper": Simple(replace(MOVE, ramps=(0.3, 0.8, 0.3, 0.3))),
    "own_noise": Simple(replace(MOVE, noise=0.2)),
}


def moved(rng: Generator, trials: int, *, world: str, effect: float) -> list[Check]:
    """Coverage and bias once all openings are held; no answer counts as not covered."""
    made = FIELD[world](effect, rng, trials)
    found = errors(made, effect)
    hits = sum(abs(error) <= half for error, half in found)
    case: Case = {"world": world, "effect": effect}
    return [
        share_check(0, "field_interval", case, hits, trials),
        mean_check(0, "field_bias", case, [error for error, _ in found], unit="log"),
    ]


def misled(rng: Generator, trials: int, *, world: str) -> list[Check]:
    """Verdicts at four looks on a move that changed nothing."""
    made = FIELD[world](1.0, rng, trials)
    verdicts = [of_move(list(made.rows(trial)))[1] for trial in range(trials)]
    hits = sum(wrong(1.0, verdict) for verdict in verdicts)
    return [share_check(0, "verdict_wrong_field", {"world": world}, hits, trials)]


def warned(rng: Generator, trials: int, *, scenario: str) -> list[Check]:
    """Any warning after a move that changed nothing, looked at every week."""
    made = simulate(SCENARIOS[scenario].world(1.0), rng, trials)
    hits = sum(any(_warns(list(made.rows(trial)))) for trial in range(trials))
    return [share_check(4, "warning_false_moved", {"world": scenario}, hits, trials, band=FALSE_WARNING)]


def _warns(openings: Sequence[PlaceOpening]) -> list[bool]:
    weeks = range(MOVED + FEWEST_TO_WARN, WEEKS + 1)
    evidence = (e_value(move_effect(until(openings, week), OLD, NEW)) for week in weeks)
    return [one is not None and one >= WARN_AT for one in evidence]


CELLS: tuple[Cell, ...] = (
    *(
        Cell(f"field {world} {effect}", TRIALS, partial(moved, world=world, effect=effect))
        for world in FIELD
        for effect in (1.0, 1.5)
    ),
    *(Cell(f"misled {world}", TRIALS, partial(misled, world=world)) for world in FIELD),
    *(
        Cell(f"warned moved {scenario}", TRIALS, partial(warned, scenario=scenario))
        for scenario in ("tau_6", "own_noise")
    ),
)
