"""Finite openings in `ciw`, a simulator of queues written by others: what it drew, and what became of everyone."""

import random
from dataclasses import dataclass
from math import inf

import ciw
import numpy as np

from evaluation.stats.estimate import Matrix
from evaluation.stats.queueing import Mask

DAY = 2_000.0  # minutes from one opening to the next, so that every queue has long been served
OPENINGS = 150


class Arrivals(ciw.dists.Distribution):  # type: ignore[misc]  # ciw has no types
    """Poisson while open, nobody else: the time to the next arrival, over as many closings as it takes."""

    def __init__(self, per_minute: float, closes: float) -> None:
        self.per_minute, self.closes, self.now = per_minute, closes, 0.0

    def sample(self, t: float | None = None, ind: object = None) -> float:
        at = self.now + random.expovariate(self.per_minute)
        while at % DAY > self.closes:
            at = (at // DAY + 1) * DAY + random.expovariate(self.per_minute)
        gap, self.now = at - self.now, at
        return gap


class Patience(ciw.dists.Distribution):  # type: ignore[misc]  # ciw has no types
    """Exponential, and every draw kept by the person's number, outside of what ciw copies."""

    drawn: dict[int, float] = {}  # noqa: RUF012 - emptied for every run

    def __init__(self, mean: float) -> None:
        self.minutes = mean

    def sample(self, t: float | None = None, ind: ciw.Individual | None = None) -> float:
        assert ind is not None
        found = inf if self.minutes == inf else random.expovariate(1 / self.minutes)
        Patience.drawn[ind.id_number] = found
        return found


@dataclass(frozen=True)
class Log:
    """What ciw did: matrices (openings, people) as `serve` takes them, and what it must answer."""

    arrivals: Matrix
    service: Matrix
    patience: Matrix
    wait: Matrix
    called: Mask
    end: Matrix


def opened(
    *, staff: int, per_hour: float, hours: float, service: ciw.dists.Distribution, patience: float, seed: int
) -> Log:
    """Openings of `hours` each with their own people; patience in minutes on average, infinite if nobody leaves."""
    ciw.seed(seed)
    Patience.drawn = {}
    network = ciw.create_network(
        arrival_distributions=[Arrivals(per_hour / 60, hours * 60)],
        service_distributions=[service],
        number_of_servers=[staff],
        reneging_time_distributions=[Patience(patience)],
    )
    simulation = ciw.Simulation(network)
    simulation.simulate_until_max_time(OPENINGS * DAY)
    rows: list[list[tuple[float, ...]]] = [[] for _ in range(OPENINGS)]
    for one in sorted(simulation.get_all_records(), key=lambda record: record.id_number):
        opening, called = int(one.arrival_date // DAY), one.record_type == "service"
        start = opening * DAY
        rows[opening].append(
            (
                one.arrival_date - start,
                one.service_time if called else 1.0,
                Patience.drawn[one.id_number],
                one.waiting_time,
                float(called),
                one.service_end_date - start if called else 0.0,
            )
        )
    table = np.full((6, OPENINGS, max(map(len, rows))), np.nan)
    for opening, people in enumerate(rows):
        for person, values in enumerate(people):
            table[:, opening, person] = values
    return Log(table[0], table[1], table[2], table[3], table[4] == 1, table[5])
