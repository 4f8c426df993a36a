"""How long one rate fit takes, as a ratio to a matrix product that any machine can repeat.

Run: python benchmarks/rates.py. A ratio travels between machines; milliseconds do not.
"""

from collections.abc import Callable
from statistics import median
from time import perf_counter

import numpy as np

from evaluation.stats import kaplan_meier, merge, rate

_REPEATS = 200
_YARDSTICK = 200  # rows and columns of the matrices multiplied


def seconds(work: Callable[[], object], repeats: int = _REPEATS) -> float:
    """Median time of one run, in seconds."""
    times = []
    for _ in range(repeats):
        start = perf_counter()
        work()
        times.append(perf_counter() - start)
    return median(times)


def main() -> None:
    """Prints each fit's time in milliseconds and as a multiple of the yardstick."""
    rng = np.random.default_rng(1)
    matrix = rng.random((_YARDSTICK, _YARDSTICK))
    counts, hours = rng.negative_binomial(5, 5 / 17, 46), rng.choice([2.0, 4.0], 46)
    openings = [[(int(w), 1, 0) for w in rng.exponential(12, 12)] for _ in range(46)]
    yardstick = seconds(lambda: matrix @ matrix)
    fits = {
        "rate, 46 openings": seconds(lambda: rate(counts, hours)),
        "waits, 46 openings, 1,000 resamples": seconds(lambda: kaplan_meier(merge(openings), openings), 10),
    }
    for name, took in fits.items():
        print(f"{name}: {took * 1000:.3f} ms, {took / yardstick:.2f} times a {_YARDSTICK}² matrix product")


if __name__ == "__main__":
    main()
