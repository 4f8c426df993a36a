"""What "what would happen if" costs: a simulated year of each of the case's models, and the best places.

Run: python benchmarks/whatif.py. Multiples of one sort of the same run, which travel between machines; milliseconds
do not. The demand is made: three people an hour at every place, counts that vary as method (i) assumes.
"""

from collections.abc import Callable
from pathlib import Path
from statistics import median
from time import perf_counter

import numpy as np

from evaluation.findings.demand import Demand, PlaceDemand, plans_of
from evaluation.initiative import load_initiative
from evaluation.initiative.model_hours import hours_of
from evaluation.stats import OpeningPlan, World, max_cover, p_median, placing, simulate_year
from evaluation.stats.patience import Patience

INITIATIVE = Path(__file__).parents[1] / "data" / "initiatives" / "vesthimmerland"
_YARDSTICK = 100_000  # numbers sorted
_MINUTES = {4.0: 300, 8.0: 600, 12.0: 500, 20.0: 350, 35.0: 150, 60.0: 40}
_WORLD = World(0.2, _MINUTES, (Patience(150, 9_000),), helped=1_700, called=1_900)
_PLACE = PlaceDemand("", per_week=12, per_hour=3, rates={}, se_log=0.1, openings=46, source="own")


def seconds(work: Callable[[], object], repeats: int) -> float:
    """Median time of one run, in seconds."""
    times = []
    for _ in range(repeats):
        start = perf_counter()
        work()
        times.append(perf_counter() - start)
    return median(times)


def models() -> dict[str, tuple[OpeningPlan, ...]]:
    """The year of each of the case's models, as the page simulates it."""
    initiative = load_initiative(INITIATIVE)
    demand = Demand({}, _PLACE, _WORLD)
    return {one.name: plans_of(one, hours_of(one, initiative), demand) for one in initiative.models}


def placings() -> dict[str, Callable[[], object]]:
    """As many areas and places as the case has, and as many as a large municipality may have."""
    rng = np.random.default_rng(1)

    def of(method: Callable[..., object], areas: int, places: int, *rest: float) -> Callable[[], object]:
        at, to = rng.random((areas, 1, 2)) * 40, rng.random((1, places, 2)) * 40
        weights = rng.integers(20, 900, areas).astype(float)
        return lambda: method(weights, np.linalg.norm(at - to, axis=2), *rest)

    def program(work: Callable[[], object]) -> Callable[[], object]:
        def run() -> None:
            tried, placing._FEW = placing._FEW, 0
            work()
            placing._FEW = tried

        return run

    case = of(p_median, 39, 25, 3)
    return {
        "3 of 25 places, 39 areas": case,
        "the same by integer program": program(case),
        "covering by 3 of 25 places": of(max_cover, 39, 25, 8.0, 3),
        "3 of 60 places, 400 areas": of(p_median, 400, 60, 3),
        "5 of 60 places, 39 areas, by program": of(p_median, 39, 60, 5),
    }


def main() -> None:
    """Prints each one's time in milliseconds and as a multiple of the yardstick."""
    numbers = np.random.default_rng(4).random(_YARDSTICK)
    years = models()
    works: dict[str, Callable[[], object]] = {
        f"a year of {name}": lambda plans=plans: simulate_year(plans, _WORLD) for name, plans in years.items()
    }
    works[f"all {len(years)} models"] = lambda: [simulate_year(p, _WORLD) for p in years.values()]
    yardstick = seconds(lambda: np.sort(numbers), 200)
    for name, work in (works | placings()).items():
        took = seconds(work, 5)
        print(f"{name:44} {took * 1000:9.1f} ms  {took / yardstick:9.1f} x sorting {_YARDSTICK:,} numbers")


if __name__ == "__main__":
    main()
