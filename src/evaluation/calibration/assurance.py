"""Bar 6: where the program says 80 %, does it happen in 80 of 100?

Effects are drawn as the rule supposes them, ln RR ~ N(0, 0.4²). The probability that the new place draws more (or
less, or not differently) by what matters is held against what was true. Beside it, without a bar: the same where
effects are not so, smaller or with a slant; and the chance that the last look decides, which the openings still needed
rest on. It comes rather sooner than told after a move, whose interval is somewhat too wide by choice (bar 3).
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from math import exp, log1p

import numpy as np
from numpy.random import Generator

from evaluation.calibration.check import NO_BAND, Cell, Check, share_check
from evaluation.calibration.moves import NEW, OLD, until
from evaluation.calibration.simulate import ALPHA, MEAN, simulate
from evaluation.calibration.verdicts import (
    BOUNDS,
    DELTA,
    LOOKS,
    MOVE,
    PAIR_BOUNDS,
    PAIR_LOOKS,
    side_by_side,
)
from evaluation.stats import (
    Decision,
    Effect,
    PlaceOpening,
    Verdict,
    chance_of_decision,
    concurrent_effect,
    decide,
    move_ahead,
    move_effect,
)
from evaluation.stats.decide import PRIOR_SD
from evaluation.stats.needed import steadied

TRIALS, MOVED_TRIALS = 10_000, 4_000
NEAR = 0.05
EDGES = (0.1, 0.3, 0.5, 0.7, 0.9)
#: A bin with fewer trials says nothing within five points.
FEWEST = 30


@dataclass(frozen=True)
class Prior:
    """ln RR ~ N(mean, sd²)."""

    mean: float = 0.0
    sd: float = PRIOR_SD

    def draw(self, rng: Generator) -> float:
        """ln RR of one trial."""
        return self.mean + self.sd * float(rng.standard_normal())


#: Effects half as large as supposed, and places chosen so well that most moves are for the better.
WRONG_PRIORS = {"small_effects": Prior(sd=0.2), "mostly_better": Prior(mean=0.3)}

#: What was said with probability 0–1, and whether it was so.
Said = tuple[float, bool]


def bins(bar: int, name: str, case: dict[str, float | str], said: list[Said]) -> list[Check]:
    """How often it was so, for each range of probabilities said; `predicted` is their mean."""
    found = np.array(said, dtype=np.float64).reshape(-1, 2)
    checks = []
    for number in range(len(EDGES) + 1):
        mine = found[np.digitize(found[:, 0], EDGES) == number]
        if len(mine) < FEWEST:
            continue
        mean = float(mine[:, 0].mean())
        band = (max(0.0, round(mean - NEAR, 3)), min(1.0, round(mean + NEAR, 3))) if bar else NO_BAND
        hits = int(mine[:, 1].sum())
        checks.append(
            share_check(bar, name, {**case, "predicted": round(mean, 2)}, hits, len(mine), band=band)
        )
    return checks


def pair(prior: Prior, rng: Generator) -> tuple[float, list[PlaceOpening]]:
    """ln RR and the openings of two places side by side."""
    truth = prior.draw(rng)
    return truth, list(simulate(side_by_side(exp(truth)), rng, 1).rows(0))


def move(prior: Prior, rng: Generator) -> tuple[float, list[PlaceOpening]]:
    """ln RR and the openings of a moved site and those that stay."""
    truth = prior.draw(rng)
    return truth, list(simulate(MOVE.world(exp(truth)), rng, 1).rows(0))


def pair_halfway(prior: Prior, rng: Generator) -> tuple[float, Decision | None]:
    """Two places side by side at their second look."""
    truth, openings = pair(prior, rng)
    effect = concurrent_effect(until(openings, PAIR_LOOKS[1]), OLD, NEW)
    return truth, decide(effect, DELTA, PAIR_BOUNDS[1], first=False)


def move_at_end(prior: Prior, rng: Generator) -> tuple[float, Decision | None]:
    """A moved site at its last look."""
    truth, openings = move(prior, rng)
    return truth, decide(move_effect(openings, OLD, NEW), DELTA, BOUNDS[-1], first=False)


def _statements(truth: float, decision: Decision) -> Iterator[Said]:
    """The three probabilities of a look, and which came true."""
    margin = log1p(DELTA)
    yield decision.better, truth > margin
    yield decision.worse, truth < -margin
    yield decision.same, abs(truth) <= margin


def probabilities(
    rng: Generator,
    trials: int,
    *,
    design: str,
    look: Callable[[Prior, Generator], tuple[float, Decision | None]],
    prior: str = "",
) -> list[Check]:
    """What a look says of the effect, against the truth."""
    supposed = WRONG_PRIORS.get(prior, Prior())
    said: list[Said] = []
    for _ in range(trials):
        truth, decision = look(supposed, rng)
        if decision is not None:
            said += _statements(truth, decision)
    if prior:
        return bins(0, "assurance_wrong_prior", {"design": design, "prior": prior}, said)
    return bins(6, "assurance", {"design": design}, said)


def chances(rng: Generator, trials: int, *, design: str) -> list[Check]:
    """The chance, told at the second look, that the last look decides, against whether it did."""
    chance = _chance_of_pair if design == "side_by_side" else _chance_of_move
    found = (chance(Prior(), rng) for _ in range(trials))
    said = [one for one in found if one is not None]
    return bins(0, "chance_of_decision", {"design": design}, said)


def _chance_of_pair(prior: Prior, rng: Generator) -> Said | None:
    _, openings = pair(prior, rng)
    now = concurrent_effect(until(openings, PAIR_LOOKS[1]), OLD, NEW)
    now = steadied(now, MEAN)
    chance = chance_of_decision(now, DELTA, PAIR_BOUNDS[-1], PAIR_LOOKS[-1], concurrent=True)
    return _against(chance, concurrent_effect(openings, OLD, NEW), PAIR_BOUNDS[-1])


def _chance_of_move(prior: Prior, rng: Generator) -> Said | None:
    _, openings = move(prior, rng)
    seen = until(openings, MOVE.moved + LOOKS[1])
    now, later = move_effect(seen, OLD, NEW), move_ahead(seen, OLD, NEW, alpha=ALPHA, most=LOOKS[-1])
    now = steadied(now, MEAN)
    chance = chance_of_decision(now, DELTA, BOUNDS[-1], LOOKS[-1], later=later)
    return _against(chance, move_effect(openings, OLD, NEW), BOUNDS[-1])


def _against(chance: float | None, later: Effect, bound: float) -> Said | None:
    decision = decide(later, DELTA, bound, first=False)
    if chance is None or decision is None:
        return None
    return chance, decision.verdict is not Verdict.TOO_EARLY


CELLS: tuple[Cell, ...] = (
    *(
        Cell(
            f"assurance {design} {prior}",
            trials if not prior else trials // 2,
            partial(probabilities, design=design, look=look, prior=prior),
        )
        for design, look, trials in (
            ("side_by_side", pair_halfway, TRIALS),
            ("moved", move_at_end, MOVED_TRIALS),
        )
        for prior in ("", *WRONG_PRIORS)
    ),
    *(
        Cell(f"chance {design}", trials, partial(chances, design=design))
        for design, trials in (("side_by_side", TRIALS), ("moved", MOVED_TRIALS // 2))
    ),
)
