"""What a click costs: each page's finding, as a multiple of one bare count over the same rows and of Overblik.

*First* is on a version just opened, whose releases of small numbers are still to be made; all in one run.
"""

import tempfile
from collections.abc import Callable
from pathlib import Path
from time import perf_counter

from evaluation.cli.demo import FOLDER, make
from evaluation.disclosure.cells import Role
from evaluation.findings.data_status import data_status
from evaluation.findings.dataset import open_dataset
from evaluation.findings.groups import groups
from evaluation.findings.hours import hours
from evaluation.findings.method import method
from evaluation.findings.overview import overview
from evaluation.findings.period import find
from evaluation.findings.places import places
from evaluation.initiative import load_initiative
from evaluation.store import Store

RUNS = 5


def seconds(run: Callable[[], object]) -> float:
    """The quickest of some runs."""
    best = float("inf")
    for _ in range(RUNS):
        start = perf_counter()
        run()
        best = min(best, perf_counter() - start)
    return best


def main() -> None:
    with tempfile.TemporaryDirectory() as place:
        path = Path(place) / "store"
        make(path)
        store, initiative = Store(path), load_initiative(FOLDER)
        dataset = open_dataset(store, initiative)
        period = find(dataset, "")
        fresh = [open_dataset(store, initiative) for _ in range(2 * RUNS)]
        costs = {
            "one bare count": lambda: dataset.engine.execute("SELECT COUNT(*) AS n FROM enquiries"),
            "open a data version": lambda: open_dataset(store, initiative),
            "Overblik": lambda: overview(dataset, Role.UDVALG, period),
            "Steder": lambda: places(dataset, Role.UDVALG, period),
            "Målgrupper": lambda: groups(dataset, Role.UDVALG, period),
            "Overblik, first": lambda: overview(fresh.pop(), Role.UDVALG, period),
            "Målgrupper, first": lambda: groups(fresh.pop(), Role.UDVALG, period),
            "Tidsrum": lambda: hours(dataset, period),
            "Metode": lambda: method(dataset, Role.UDVALG),
            "Data": lambda: data_status(dataset, store.rejections(initiative.id), {}, None),
            "ask whether the data changed": store.delta_version,
        }
        found = {name: seconds(run) for name, run in costs.items()}
        bare, front = found["one bare count"], found["Overblik"]
        for name, cost in found.items():
            print(f"{name:32} {cost * 1000:8.2f} ms  {cost / bare:8.1f} x  {cost / front:6.2f} x Overblik")


if __name__ == "__main__":
    main()
