"""What an event log costs to open: folding its events, row by row, against loading the contacts they become.

    python benchmarks/events.py [TICKETS]

The same tickets stand beside it as a plain export, one row each. Ratios, not seconds: they say the same on another
machine.
"""

import random
import sys
import tempfile
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from time import perf_counter

from evaluation.findings.dataset import open_dataset
from evaluation.initiative import Initiative
from evaluation.intake.fold import fold
from evaluation.intake.importing import import_files
from evaluation.intake.profile import Profile
from evaluation.store import Store

TICKETS = 20_000
RUNS = 3
SITES = ("farsoe", "aars")
CLOCK = "%d-%m-%Y %H:%M"
IDENTITY = {"columns": ["Nr", "Sted", "local_date"]}
WORDS = {"Trukket": "issued", "Kaldt": "called", "Afsluttet": "finished", "Gået": "left"}


def initiative() -> Initiative:
    return Initiative.model_validate(
        {
            "id": "bench",
            "name": "Bench",
            "municipality": "0820",
            "municipality_name": "Bench",
            "starts_on": "2025-03-03",
            "evaluation_ends_on": "2026-03-01",
            "sites": [{"id": site, "name": site} for site in SITES],
            "sources": [{"id": "queue", "name": "Queue", "counts": list(SITES)}],
            "schedule": [
                {"site": site, "weekday": day, "opens": "10:00", "closes": "14:00"}
                for site in SITES
                for day in ("mon", "tue", "wed", "thu", "fri")
            ],
        }
    )


def profiles() -> tuple[Profile, Profile]:
    """Of the event log, and of the plain export."""
    site = {"column": "Sted", "values": {name: name for name in SITES}}
    times = {"arrived_at": "Trukket", "called_at": "Kaldt", "ended_at": "Slut"}
    stamps = {target: {"column": header, "format": CLOCK} for target, header in times.items()}
    shared = {"source": "queue", "identity": IDENTITY}
    stamp = {"column": "Tidspunkt", "format": CLOCK}
    log = {"columns": {"site": site, "arrived_at": stamp}, "events": {"column": "Hændelse", "values": WORDS}}
    left = {"column": "Udfald", "values": {"Afsluttet": "resolved", "Gået": "left"}}
    plain = {"columns": {"site": site, "outcome": left, **stamps}}
    return Profile.model_validate({"id": "log", **shared, **log}), Profile.model_validate(
        {"id": "plain", **shared, **plain}
    )


def tickets(count: int) -> Iterator[tuple[str, str, list[tuple[str, str]]]]:
    """Number, site, and each event with its time: one in ten leaves before being called."""
    chance = random.Random(1)
    for number in range(count):
        day = datetime(2025, 3, 3, tzinfo=UTC) + timedelta(days=7 * (number % 52) + chance.randrange(5))
        at = day + timedelta(minutes=chance.randrange(600, 800))
        steps = ["Trukket", "Gået"] if chance.random() < 0.1 else ["Trukket", "Kaldt", "Afsluttet"]
        said = []
        for word in steps:
            said.append((word, at.strftime(CLOCK)))
            at += timedelta(minutes=chance.randrange(1, 20))
        yield str(number), chance.choice(SITES), said


def write(folder: Path, count: int) -> tuple[Path, Path]:
    log, plain = ["Nr;Sted;Tidspunkt;Hændelse"], ["Nr;Sted;Trukket;Kaldt;Slut;Udfald"]
    for number, site, said in tickets(count):
        log += [f"{number};{site};{at};{word}" for word, at in said]
        times, (last, end) = dict(said), said[-1]
        plain.append(f"{number};{site};{times['Trukket']};{times.get('Kaldt', '')};{end};{last}")
    files = folder / "log.csv", folder / "plain.csv"
    for file, lines in zip(files, (log, plain), strict=True):
        file.write_text("\n".join(lines), encoding="utf-8")
    return files


def seconds(run: Callable[[], object]) -> float:
    """The quickest of some runs."""
    times = []
    for _ in range(RUNS):
        begun = perf_counter()
        run()
        times.append(perf_counter() - begun)
    return min(times)


def main(count: int) -> None:
    """Prints the parts of opening the event log, and the plain export, each as a ratio."""
    bench = initiative()
    with tempfile.TemporaryDirectory() as place:
        stores = []
        for file, profile in zip(write(Path(place), count), profiles(), strict=True):
            store = Store(Path(place) / profile.id)
            import_files([file], store, bench, [profile], now=datetime(2026, 3, 2))  # noqa: DTZ001 - naive UTC
            stores.append(store)
        log, plain = stores
        rows, contacts = log.rows(bench.id), plain.rows(bench.id)
        read, folding = seconds(lambda: log.rows(bench.id)), seconds(lambda: fold(rows))
        untouched = seconds(lambda: fold(contacts))
        opened, beside = (seconds(lambda store=store: open_dataset(store, bench)) for store in stores)  # type: ignore[misc]  # the default binds the loop's store
    loading = opened - read - folding
    a_row, a_contact = folding / rows.num_rows, loading / contacts.num_rows
    print(
        f"{count} tickets, {rows.num_rows} events; opened in {opened:.2f} s, {opened / beside:.2f} x the plain export"
    )
    print(
        f"reading {read / opened:6.1%}, folding {folding / opened:6.1%}, loading {loading / opened:6.1%} of opening"
    )
    print(
        f"an event's fold is {a_row / a_contact:.2f} x a contact's loading; all of it {folding / loading:.2f} x"
    )
    print(f"a store without events: the fold is {untouched / beside:.2%} of opening")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else TICKETS)
