"""Figures that touch a sensitive dimension: read from the release alone, for completed quarters."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from weakref import WeakKeyDictionary

from evaluation.disclosure import (
    GROUP_TABLE,
    NO,
    OTHER,
    POPUPS,
    UNKNOWN,
    YES,
    Cell,
    CellKey,
    Plan,
    Release,
    Role,
    Status,
    TargetCounts,
    margins_of,
    plan_for,
    quarter_key,
    rate_of,
    release,
    share_of,
    target_counts,
)
from evaluation.disclosure.periods import SETTLING
from evaluation.engine import Engine
from evaluation.findings.common import on_trial
from evaluation.findings.dataset import Dataset
from evaluation.findings.period import Period
from evaluation.initiative.calendar import Quarter
from evaluation.metrics import compute, opening_counts
from evaluation.stats import moment_alpha
from evaluation.texts import format as da
from evaluation.texts import text

#: An engine holds one version, which never changes: neither do its releases. Gone with the engine.
_MADE: WeakKeyDictionary[Engine, dict[object, Release | None]] = WeakKeyDictionary()


@dataclass(frozen=True)
class TargetGroup:
    """One site (or margin): contacts per open hour from the target group, and its share; both protected."""

    rate: Cell
    share: Cell


def released(dataset: Dataset, role: Role, table: str = GROUP_TABLE) -> Release | None:
    """The role's release of contacts by site, period and one sensitive dimension.

    The contacts are those of the rates: at openings that count, or on covered days. None where the log does not
    have the dimension.
    """
    plan, thresholds = plan_of(dataset).only(table), dataset.initiative.thresholds
    made = _MADE.setdefault(dataset.engine, {})
    key = (role, plan.hash, thresholds, dataset.settled_through)
    if key not in made:
        counts = _counts(dataset, table)
        made[key] = (
            release(counts, role, thresholds, plan=plan, data_through=dataset.settled_through)
            if any(one.category != UNKNOWN for one in counts)
            else None
        )
    return made[key]


def _counts(dataset: Dataset, table: str) -> Counter[CellKey]:
    first, last = dataset.initiative.starts_on, dataset.initiative.evaluation_ends_on
    by = ("site", table, "quarter")
    found = compute(dataset.engine, "enquiries_per_open_hour", by, start=first, end=last)
    named = {f"K{q.number}": quarter_key(q) for q in dataset.quarters}
    counts: Counter[CellKey] = Counter()
    for row in found.rows:
        site, value, quarter = row.dims
        if quarter in named:
            key = CellKey(table, str(site), _category(dataset, table, value), named[str(quarter)])
            counts[key] += int(row.numerator or 0)
    return counts


def plan_of(dataset: Dataset) -> Plan:
    """The initiative's release plan.

    No margin adds up a place on trial: less the places shown it would give that place's figure away.
    """
    popups, every = (margin_sites(dataset, kind) for kind in ("popup", "all"))
    others = tuple(site for site in every if site not in popups)
    return replace(plan_for(dataset.initiative), margins=margins_of(popups, others))


def margin_sites(dataset: Dataset, kind: str) -> tuple[str, ...]:
    """The sites that a sum over `popup` or `all` adds up: those that are not on trial."""
    sites = (s for s in dataset.initiative.sites if kind in ("all", s.kind.value))
    return tuple(s.id for s in sites if not on_trial(dataset, s.id))


def margin(dataset: Dataset, sites: Sequence[str]) -> str | None:
    """The release's name for exactly these sites together: a site, a margin, or none."""
    if len(sites) == 1:
        return sites[0]
    named = {name: set(_members(dataset, name)) for name, _ in plan_of(dataset).margins}
    return next((name for name, members in named.items() if members == set(sites)), None)


def _members(dataset: Dataset, name: str) -> tuple[str, ...]:
    return margin_sites(dataset, "popup" if name == POPUPS else "all")


def _category(dataset: Dataset, table: str, value: object) -> str:
    """A value as a category of its table: groups and areas are those that the initiative lists."""
    if value is None:
        return UNKNOWN
    if isinstance(value, bool):
        return YES if value else NO
    if table == GROUP_TABLE:
        return str(value) if value in {g.id for g in dataset.initiative.groups} else UNKNOWN
    if table == "home_area":
        return str(value) if value in {a.id for a in dataset.initiative.areas} else OTHER
    return str(value)


def done_quarters(dataset: Dataset, period: Period) -> tuple[Quarter, ...]:
    """The period's quarters that are complete."""
    return tuple(q for q in dataset.completed if q in period.quarters)


def pending_until(dataset: Dataset, period: Period) -> str:
    """When the period's next quarter is told of, and why not sooner; empty where every one is complete."""
    waiting = [q for q in period.quarters if q not in dataset.completed]
    if not waiting:
        return ""
    first = waiting[0]
    days = {"end": da.day(first.ends_on), "day": da.day(first.ends_on + SETTLING)}
    return text("findings.pending_until", number=first.number, settling=SETTLING.days, **days)


def target_group(
    dataset: Dataset, found: Release | None, sites: Sequence[str], period: Period
) -> TargetGroup:
    """The target group at a site or a margin's sites together, over the period's completed quarters."""
    if found is None:
        missing = Cell(Status.MISSING_FIELD, reason="target_group")
        return TargetGroup(missing, missing)
    site, quarters = margin(dataset, sites), done_quarters(dataset, period)
    if site is None:
        return TargetGroup(Cell(Status.NOT_PUBLISHED), Cell(Status.NOT_PUBLISHED))
    if not quarters:
        return TargetGroup(Cell(Status.PENDING), Cell(Status.PENDING))
    counts = target_counts_of(found, site, keys_of(dataset, quarters))
    return TargetGroup(_rate(dataset, counts.yes, sites, quarters), share_of(counts))


def target_counts_of(found: Release, site: str, keys: Sequence[str]) -> TargetCounts:
    """Meant for, not meant for and unknown, over some periods of the release."""
    counts = [target_counts(found, site, key) for key in keys]
    present = [c for c in counts if c.yes.status is not Status.NO_DATA]
    if not present:
        return TargetCounts(*(Cell(Status.NO_DATA),) * 3)
    return TargetCounts(*(added([getattr(c, part) for c in present]) for part in ("yes", "no", "unknown")))


def keys_of(dataset: Dataset, quarters: Sequence[Quarter]) -> tuple[str, ...]:
    """A whole year's own cells where the quarters make one: a sum of quarters may hide what the year shows."""
    single = tuple(quarter_key(q) for q in quarters)
    whole = [p.key for p in plan_of(dataset).periods if p.quarters == single]
    return tuple(whole) or single


def added(cells: Sequence[Cell]) -> Cell:
    """Their sum, if every one is visible; else why not."""
    hidden = next((cell for cell in cells if not cell.shown), None)
    if hidden is not None:
        return Cell(hidden.status, reason=hidden.reason)
    total = sum(cell.value or 0.0 for cell in cells)
    return Cell(Status.VALUE if total else Status.ZERO, total, n=int(total))


def _rate(dataset: Dataset, yes: Cell, sites: Sequence[str], quarters: Sequence[Quarter]) -> Cell:
    """From the released count; its dispersion from the public counts of all enquiries per opening."""
    start, end = quarters[0].starts_on, quarters[-1].ends_on
    held = opening_counts(dataset.engine, start, end, sites)
    inside = [o for o in held if any(q.starts_on <= o.local_date <= q.ends_on for q in quarters)]
    alpha = moment_alpha([o.enquiries for o in inside], [o.open_hours for o in inside])
    return rate_of(yes, hours=sum(o.open_hours for o in inside), alpha=alpha, openings=len(inside))
