"""Figures that touch a sensitive dimension: read from the release alone, for completed quarters."""

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from weakref import WeakKeyDictionary

from evaluation.disclosure import (
    ELSEWHERE,
    GROUP_TABLE,
    NO,
    NOT_MOVED,
    OFFICE,
    OTHER,
    OTHERWISE_TABLE,
    POPUPS,
    TARGET,
    UNKNOWN,
    YES,
    Cell,
    CellKey,
    Plan,
    Release,
    Role,
    Status,
    TargetCounts,
    counts_in_three,
    margins_of,
    plan_for,
    quarter_key,
    rate_of,
    release,
    share_of,
    sums_of,
)
from evaluation.disclosure.periods import SETTLING
from evaluation.engine import Engine
from evaluation.findings.common import was_on_trial
from evaluation.findings.dataset import Dataset
from evaluation.findings.period import Period
from evaluation.initiative.calendar import Quarter
from evaluation.initiative.models import SiteKind
from evaluation.intake.targets import NOWHERE
from evaluation.metrics import Row, Value, compute, opening_counts
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

    The contacts are those of the rates: at openings that count, or on covered days; of where they would else have
    gone, all enquiries, as its measure has them. None where the log does not have the dimension.
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
    if table == OTHERWISE_TABLE:
        return _otherwise(dataset)
    counts: Counter[CellKey] = Counter()
    for (site, value), quarter, row in _by_quarter(dataset, "enquiries_per_open_hour", "site", table):
        counts[CellKey(table, str(site), _category(dataset, table, value), quarter)] += int(
            row.numerator or 0
        )
    return counts


def _otherwise(dataset: Dataset) -> Counter[CellKey]:
    """The answers, and of all enquiries those without one."""
    counts: Counter[CellKey] = Counter()
    answered: Counter[tuple[str, str]] = Counter()
    offices = {s.id for s in dataset.initiative.sites if s.kind is SiteKind.HEAD_OFFICE}
    for (site, value), quarter, row in _by_quarter(dataset, "displaced_share", "site", OTHERWISE_TABLE):
        moved = OFFICE if value in offices else ELSEWHERE
        category = NOT_MOVED if value in (NOWHERE, site) else moved
        counts[CellKey(OTHERWISE_TABLE, str(site), category, quarter)] += row.n
        answered[str(site), quarter] += row.n
    for (site,), quarter, row in _by_quarter(dataset, "enquiries", "site"):
        # Tally sheets that disagree may tell of more answers than enquiries.
        silent = max(0, row.n - answered[str(site), quarter])
        counts[CellKey(OTHERWISE_TABLE, str(site), UNKNOWN, quarter)] = silent
    return counts


def _by_quarter(dataset: Dataset, metric: str, *by: str) -> Iterator[tuple[tuple[Value, ...], str, Row]]:
    """(dimensions, the plan's name of the quarter, row) over the whole evaluation."""
    first, last = dataset.initiative.starts_on, dataset.initiative.evaluation_ends_on
    named = {f"K{q.number}": quarter_key(q) for q in dataset.quarters}
    for row in compute(dataset.engine, metric, (*by, "quarter"), start=first, end=last).rows:
        *dims, quarter = row.dims
        if quarter in named:
            yield tuple(dims), named[str(quarter)], row


def plan_of(dataset: Dataset) -> Plan:
    """The initiative's release plan.

    No margin adds up a place that is or was on trial: less the places shown it would give its figure away.
    """
    popups, every = (margin_sites(dataset, kind) for kind in ("popup", "all"))
    others = tuple(site for site in every if site not in popups)
    return replace(plan_for(dataset.initiative), margins=margins_of(popups, others))


def margin_sites(dataset: Dataset, kind: str) -> tuple[str, ...]:
    """The sites that a sum over `popup` or `all` adds up: those that never were on trial."""
    sites = (s for s in dataset.initiative.sites if kind in ("all", s.kind.value))
    return tuple(s.id for s in sites if not was_on_trial(dataset, s.id))


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
    rows = _rows(dataset, found, GROUP_TABLE, sites, period)
    if isinstance(rows, Cell):
        return TargetGroup(rows, rows)
    counts = target_counts_of(*rows)
    rate = _rate(dataset, counts.yes, sites, done_quarters(dataset, period))
    return TargetGroup(rate, share_of(counts))


def otherwise(
    dataset: Dataset, role: Role, sites: Sequence[str], period: Period, where: Collection[str]
) -> TargetCounts:
    """Those who would else have gone to one of the categories `where`, the others who answered, and the rest.

    At a site or a margin's sites together, over the period's completed quarters.
    """
    found = released(dataset, role, OTHERWISE_TABLE)
    rows = _rows(dataset, found, OTHERWISE_TABLE, sites, period)
    if isinstance(rows, Cell):
        return TargetCounts(rows, rows, rows)
    return _counts_over(*rows, OTHERWISE_TABLE, where)


def _rows(
    dataset: Dataset, found: Release | None, table: str, sites: Sequence[str], period: Period
) -> tuple[Release, str, tuple[str, ...]] | Cell:
    """The release, its name of the sites, and the periods that make up the period; or why there is nothing."""
    if found is None:
        return Cell(Status.MISSING_FIELD, reason=table)
    site, quarters = margin(dataset, sites), done_quarters(dataset, period)
    if site is None:
        return Cell(Status.NOT_PUBLISHED)
    return (found, site, keys_of(dataset, quarters)) if quarters else Cell(Status.PENDING)


def target_counts_of(found: Release, site: str, keys: Sequence[str]) -> TargetCounts:
    """Meant for, not meant for and unknown, over some periods of the release."""
    return _counts_over(found, site, keys, sums_of(GROUP_TABLE), {TARGET})


def _counts_over(
    found: Release, site: str, keys: Sequence[str], table: str, yes: Collection[str]
) -> TargetCounts:
    counts = [counts_in_three(found, table, site, key, yes) for key in keys]
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
