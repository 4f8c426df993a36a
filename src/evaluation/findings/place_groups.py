"""Steder: which places can be told apart, and their rates drawn towards each other. Visible cells only."""

from collections.abc import Collection, Mapping, Sequence
from itertools import combinations
from math import log

from evaluation.disclosure import Cell
from evaluation.findings.common import moves
from evaluation.findings.dataset import Dataset
from evaluation.findings.model import TableTwin
from evaluation.findings.place import Place
from evaluation.stats import Difference, Estimate, Reason, shrink
from evaluation.stats.estimate import t_quantile
from evaluation.texts import format as da
from evaluation.texts import text


def estimates(found: Sequence[Place]) -> dict[str, Estimate]:
    """By place, what its visible cell tells; a place on trial, hidden, or without an interval is not in it."""
    return {p.id: e for p in found if (e := _estimate(p.lead, p.openings)) is not None}


def smoothed(found: Sequence[Place]) -> dict[str, float]:
    """By place, the rate drawn towards the common mean; empty from fewer than three places."""
    drawn = shrink(estimates(found))
    return {} if isinstance(drawn, Reason) else drawn


def inseparable_from(place: str, differences: Sequence[Difference]) -> set[str]:
    """The places whose difference to this one may be chance."""
    return {d.b if d.a == place else d.a for d in differences if place in (d.a, d.b) and not d.separable}


def moved(dataset: Dataset, found: Sequence[Place]) -> tuple[str, ...]:
    """Where a move is judged: here season and opening months would be taken for its effect."""
    names = {p.id: p.name for p in found if p.lead.value is not None}
    pairs = [
        da.joined([names[site] for site in sorted(pair)]) for pair in moves(dataset) if pair <= names.keys()
    ]
    return tuple(text("findings.places.moved", sites=sites) for sites in pairs)


def groups_table(found: Sequence[Place], differences: Sequence[Difference], unit: str) -> TableTwin | None:
    """Groups of places none of which can be told from another; None where there are fewer than three to compare.

    A place may be in several groups: it can lie between two that differ. The group with the highest smoothed rate
    comes first; within a group the places stand alphabetically, since nothing tells them apart.
    """
    rates = smoothed(found)
    if not rates or not differences:
        return None
    names = {p.id: p.name for p in found}
    order = sorted(rates, key=lambda one: da.danish_key(names[one]))
    groups = sorted(_groups(order, differences), key=lambda group: -max(rates[one] for one in group))
    rows = tuple(_row(group, names, rates) for group in groups)
    head = tuple(text(f"findings.places.{name}") for name in ("group", "smoothed", "verdict"))
    return TableTwin(text("findings.places.groups_caption", unit=unit), head, rows)


def _estimate(cell: Cell, openings: int) -> Estimate | None:
    """The cell as the estimate it shows: what a comparison says follows from what is visible alone."""
    if not cell.value or not cell.low or not cell.high or openings < 2:
        return None
    df = openings - 1
    se = log(cell.high / cell.low) / (2 * t_quantile(df))
    return Estimate(cell.value, cell.low, cell.high, openings, None, se, df)


def _groups(places: Sequence[str], differences: Sequence[Difference]) -> list[tuple[str, ...]]:
    """The largest sets in which no two can be told apart; at most six places, so all sets are tried."""
    alike = {one: inseparable_from(one, differences) for one in places}
    found: list[tuple[str, ...]] = []
    for size in range(len(places), 0, -1):
        for group in combinations(places, size):
            if _all_alike(group, alike) and not any(set(group) <= set(larger) for larger in found):
                found.append(group)
    return found


def _all_alike(group: Sequence[str], alike: Mapping[str, Collection[str]]) -> bool:
    return all(b in alike[a] for a, b in combinations(group, 2))


def _row(group: Sequence[str], names: Mapping[str, str], rates: Mapping[str, float]) -> tuple[str, ...]:
    written = [
        text(
            "findings.places.smoothed_of",
            site=names[one],
            rate=da.number(rates[one], da.rate_decimals(rates[one])),
        )
        for one in group
    ]
    verdict = text(f"findings.places.{'group_alone' if len(group) == 1 else 'group_alike'}")
    return da.joined([names[one] for one in group]), da.joined(written), verdict
