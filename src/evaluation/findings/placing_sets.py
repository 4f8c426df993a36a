"""Sets of places held against each other: today's, the best two, and every move of a single place."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from evaluation.findings.placing_ground import Crowd, Ground
from evaluation.stats import max_cover, nearest, p_median
from evaluation.stats.estimate import Matrix
from evaluation.stats.queueing import Mask


@dataclass(frozen=True)
class Reached:
    """A set of places by number: weight within reach of the nearest, and the mean distance of all to it."""

    places: tuple[int, ...]
    covered: float
    mean: float


@dataclass(frozen=True)
class Move:
    """One place of today given up for another: weight that comes within reach and that goes out of it.

    `gaining`, `losing`: the areas (place in the crowd) behind them.
    """

    old: int
    new: int
    gain: float
    loss: float
    mean: float
    gaining: tuple[int, ...]
    losing: tuple[int, ...]

    @property
    def net(self) -> float:
        """What the move adds."""
        return self.gain - self.loss


@dataclass(frozen=True)
class Sets:
    """All that is compared; `distance` is of the crowd's areas, in the unit of `reach`.

    `today` is None where no place of today has a point; `cover` and `median` where nothing can be chosen.
    """

    crowd: Crowd
    distance: Matrix
    reach: float
    total: float
    today: Reached | None
    cover: Reached | None
    median: Reached | None
    moves: tuple[Move, ...]  # the best replacement of each pop-up of today

    @property
    def best_move(self) -> Move | None:
        """The single move that adds most; None where none adds anything."""
        adding = [one for one in self.moves if one.net > 0]
        return max(adding, key=lambda one: (one.net, -one.mean), default=None)


@dataclass(frozen=True)
class _Scene:
    """What every set is held against; `distance` is of the crowd's areas alone."""

    ground: Ground
    crowd: Crowd
    distance: Matrix
    reach: float

    def reached(self, places: Sequence[int]) -> Reached:
        """What a set of at least one place reaches."""
        weights = self.crowd.weights
        least = self.distance[np.arange(len(weights)), nearest(self.distance, places)]
        mean = float(weights @ least / weights.sum())
        return Reached(tuple(places), float(weights[least <= self.reach].sum()), mean)

    def within(self, places: Sequence[int]) -> Mask:
        """Which areas are no farther than the reach from a place of the set."""
        near: Mask = self.distance[:, list(places)] <= self.reach
        return np.asarray(np.any(near, axis=1), dtype=np.bool_)


def sets_of(ground: Ground, crowd: Crowd, distance: Matrix, reach: float, count: int) -> Sets:
    """Today's places and the best `count` pop-ups beside the head offices, exactly; those stand where they stand.

    `distance` from all areas of the ground to all its places, in the unit of `reach`.
    """
    scene = _Scene(ground, crowd, distance[list(crowd.areas), :], reach)
    today = ground.of("office", "today")
    cover, median = _best(scene, count)
    return Sets(
        crowd=crowd,
        distance=scene.distance,
        reach=reach,
        total=float(crowd.weights.sum()),
        today=scene.reached(today) if today else None,
        cover=cover,
        median=median,
        moves=_moves(scene),
    )


def _best(scene: _Scene, count: int) -> tuple[Reached | None, Reached | None]:
    ground, fixed = scene.ground, scene.ground.of("office")
    p = count + len(fixed)
    if not ground.of("candidate") or p > len(ground.places):
        return None, None
    weights, distance = scene.crowd.weights, scene.distance
    cover = max_cover(weights, distance, scene.reach, p, fixed)
    return scene.reached(cover.chosen), scene.reached(p_median(weights, distance, p, fixed).chosen)


def _moves(scene: _Scene) -> tuple[Move, ...]:
    others = scene.ground.of("candidate")
    if not others:
        return ()
    return tuple(
        max(
            (_move(scene, old, new) for new in others),
            key=lambda one: (round(one.net, 9), -round(one.mean, 9)),
        )
        for old in scene.ground.of("today")
    )


def _move(scene: _Scene, old: int, new: int) -> Move:
    today = scene.ground.of("office", "today")
    after = [*(n for n in today if n != old), new]
    before_in, after_in = scene.within(today), scene.within(after)
    gaining, losing = after_in & ~before_in, before_in & ~after_in
    return Move(
        old=old,
        new=new,
        gain=float(scene.crowd.weights[gaining].sum()),
        loss=float(scene.crowd.weights[losing].sum()),
        mean=scene.reached(after).mean,
        gaining=tuple(int(n) for n in np.flatnonzero(gaining)),
        losing=tuple(int(n) for n in np.flatnonzero(losing)),
    )
