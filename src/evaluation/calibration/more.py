"""Openings still needed: are trials that were too early to tell decided once they have as many as were told?

Effects as the rule supposes them, ln RR ~ N(0, 0.4²). Published without a bar: the range is told for planning.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from math import exp

from numpy.random import Generator

from evaluation.calibration.check import Case, Cell, Check, share_check
from evaluation.calibration.moves import NEW, OLD, Scenario, until
from evaluation.calibration.simulate import ALPHA, World, simulate
from evaluation.calibration.verdicts import BOUNDS, DELTA, LOOKS, MOVE, PAIR_BOUNDS, PAIR_LOOKS, side_by_side
from evaluation.stats import (
    Effect,
    PlaceOpening,
    Verdict,
    concurrent_effect,
    decide,
    move_ahead,
    move_effect,
    openings_needed,
)
from evaluation.stats.decide import PRIOR_SD

TRIALS = 1_000


@dataclass(frozen=True)
class Design:
    """How a kind of trial is followed: `start` weeks before its first opening, `most` openings in all."""

    start: int
    most: int
    looks: tuple[int, ...]
    bounds: tuple[float, ...]
    world: Callable[[float, int], World]
    effect: Callable[[Sequence[PlaceOpening], str, str], Effect]

    @property
    def concurrent(self) -> bool:
        """Whether both places go on."""
        return self.start == 0

    def known(self, openings: Sequence[PlaceOpening], held: int) -> Effect:
        """The effect once so many openings are held at the new place."""
        return self.effect(until(openings, self.start + held), OLD, NEW)


def _moves(effect: float, weeks: int) -> World:
    return Scenario(moved=MOVE.moved, weeks=weeks).world(effect)


DESIGNS: Mapping[str, Design] = {
    "moved": Design(MOVE.moved, 120, LOOKS, BOUNDS, _moves, move_effect),
    "side_by_side": Design(0, 200, PAIR_LOOKS, PAIR_BOUNDS, side_by_side, concurrent_effect),
}


def needed(rng: Generator, trials: int, *, design: str, look: int) -> list[Check]:
    """Of trials too early to tell at a look: how many were told no highest number, and who was decided at which."""
    own, told = DESIGNS[design], Counter[str]()
    for _ in range(trials):
        world = own.world(exp(PRIOR_SD * float(rng.standard_normal())), own.start + own.most)
        openings = list(simulate(world, rng, 1).rows(0))
        effect = own.known(openings, own.looks[look - 1])
        decision = decide(effect, DELTA, own.bounds[look - 1], first=look == 1)
        if decision is not None and decision.verdict is Verdict.TOO_EARLY:
            told["early"] += 1
            told.update(_by_range(own, openings, effect))
    case: Case = {"design": design, "look": look}
    shares = {"open": "early", "fewest": "fewest_told", "most": "most_told"}
    return [
        share_check(0, f"verdict_needed_{name}", case, told[name], told[of])
        for name, of in shares.items()
        if told[of]
    ]


def _by_range(design: Design, openings: Sequence[PlaceOpening], effect: Effect) -> Iterator[str]:
    """Which ends of the range were told, and at which of them the trial was decided."""
    now = until(openings, design.start + effect.n_after)
    mine = [one.count for one in now if one.place in (OLD, NEW)]
    alpha = ALPHA if effect.alpha is None else effect.alpha
    ends = openings_needed(
        effect,
        DELTA,
        design.bounds[-1],
        sum(mine) / len(mine),
        most=design.most,
        concurrent=design.concurrent,
        later=None if design.concurrent else move_ahead(now, OLD, NEW, alpha=alpha, most=design.most),
    )
    if ends is None or ends[1] is None:
        yield "open"
    for name, end in zip(("fewest", "most"), ends or (), strict=False):
        if end is not None:
            yield f"{name}_told"
            decision = decide(design.known(openings, end), DELTA, design.bounds[-1], first=False)
            if decision is not None and decision.verdict is not Verdict.TOO_EARLY:
                yield name


CELLS: tuple[Cell, ...] = tuple(
    Cell(f"needed {design} {look}", TRIALS, partial(needed, design=design, look=look))
    for design in DESIGNS
    for look in (2, 3)
)
