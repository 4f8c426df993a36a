"""What the statistics cost, one by one and as pages ask for them, as ratios to one sort of the same run.

Run: python benchmarks/fits.py. A ratio travels between machines; milliseconds do not. Logs are simulated: a year of
openings once a week at three sites, one of which moves.
"""

from collections.abc import Callable
from statistics import median
from time import perf_counter

import numpy as np

from evaluation.calibration import simulate as sim
from evaluation.calibration.pairs import half_hours, weeks_of
from evaluation.calibration.waits import histograms, visits
from evaluation.stats import (
    BlockCount,
    PlaceOpening,
    WeekCount,
    decide,
    kaplan_meier,
    limits,
    merge,
    move_effect,
    obrien_fleming,
    openings_needed,
    pairs_of_weeks,
    rate,
    shrink,
    slot_differences,
)

_YARDSTICK = 100_000  # numbers sorted
_LOOKS = (0.25, 0.5, 0.75, 1.0)


def seconds(work: Callable[[], object], repeats: int) -> float:
    """Median time of one run, in seconds."""
    times = []
    for _ in range(repeats):
        start = perf_counter()
        work()
        times.append(perf_counter() - start)
    return median(times)


def moved() -> list[PlaceOpening]:
    places = (
        sim.Place("old", end=23),
        sim.Place("new", mean=18, first=23, ramp=0.5),
        sim.Place("b"),
        sim.Place("c", mean=9),
    )
    made = sim.simulate(sim.World(places, shock=0.2, season=0.2), np.random.default_rng(1), 1)
    return [PlaceOpening(r.place, r.week, r.age, r.hours, r.count) for r in made.rows(0)]


def sites() -> dict[str, list[WeekCount]]:
    places = tuple(sim.Place(name) for name in "abc")
    return weeks_of(sim.simulate(sim.World(places, shock=0.3), np.random.default_rng(2), 1), 0)


def slots() -> dict[str, list[BlockCount]]:
    (counts,) = half_hours(np.random.default_rng(3), 1, sim.WEEKS, mean=sim.MEAN, own=False)
    return {
        str(i): [BlockCount(w, "a", float(y), 0.5) for w, y in enumerate(c)] for i, c in enumerate(counts.T)
    }


def main() -> None:
    """Prints each one's time in milliseconds and as a multiple of the yardstick."""
    rng = np.random.default_rng(4)
    numbers = rng.random(_YARDSTICK)
    places, parts, openings = sites(), slots(), moved()
    queue = histograms(visits(rng, sim.WEEKS, staff=1))
    counts = {name: ([w.count for w in weeks], [w.hours for w in weeks]) for name, weeks in places.items()}
    effect = move_effect(openings, "old", "new")

    def trial() -> None:
        for number, bound in enumerate(obrien_fleming(_LOOKS)):
            decide(move_effect(openings, "old", "new"), 0.25, bound, first=number == 0)
        openings_needed(effect, 0.25, 2.02, sim.MEAN, most=400)

    def places_page() -> None:
        shrink({name: rate(*pair) for name, pair in counts.items()})
        pairs_of_weeks(places)
        for _ in places:
            kaplan_meier(merge(queue), queue)

    works: dict[str, tuple[Callable[[], object], int]] = {
        "one rate": (lambda: rate(*counts["a"]), 200),
        "one move": (lambda: move_effect(openings, "old", "new"), 50),
        "one waiting time, 1,000 resamples": (lambda: kaplan_meier(merge(queue), queue), 20),
        "the usual of a chart": (lambda: limits(*counts["a"]), 200),
        "all pairs of three sites": (lambda: pairs_of_weeks(places), 100),
        "all pairs of eight half hours": (lambda: slot_differences(parts), 20),
        "Steder's statistics": (places_page, 10),
        "a trial of four looks": (trial, 10),
    }
    yardstick = seconds(lambda: np.sort(numbers), 200)
    for name, (work, repeats) in works.items():
        took = seconds(work, repeats)
        print(f"{name:36} {took * 1000:9.3f} ms  {took / yardstick:9.3f} x sorting {_YARDSTICK:,} numbers")


if __name__ == "__main__":
    main()
