"""What may be asked, and what is released: all that touches a sensitive dimension comes from this plan."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date
from hashlib import sha256

from evaluation.disclosure.cells import Role, Status
from evaluation.disclosure.periods import Period, is_done, plan_periods
from evaluation.initiative.calendar import quarters
from evaluation.initiative.models import Initiative, SiteKind

#: Names of margins; no site can have them, since a site's id has no asterisk.
ALL_SITES = "*"
POPUPS = "*popup"

GROUP_TABLE = "target_group"
#: Sums of the group table: contacts that the offer is meant for, and others.
TARGET, OTHER = "target", "other"
UNKNOWN = "unknown"  # the category of contacts of which nobody wrote it down
YES, NO = "true", "false"  # the categories of a flag
_FLAGS = ("digital_exempt", "age_65plus")
OTHERWISE_TABLE = "otherwise_site"
#: Where contacts would else have gone: to the head office, to another place, or nowhere but here.
OFFICE, ELSEWHERE, NOT_MOVED = "head_office", "elsewhere", "not_moved"
_OFFICE_SUMS = ((OFFICE, (OFFICE,)), (OTHER, (ELSEWHERE, NOT_MOVED)), (UNKNOWN, (UNKNOWN,)))
_BY_YEAR = ("home_area", "life_event", "topic")  # many small categories: a quarter would hide most

#: Dimensions that say nothing of a citizen's circumstances: live and exact. Any other is sensitive.
PUBLIC_DIMENSIONS = frozenset(
    {
        "site",
        "site_kind",
        "served_by",
        "channel",
        "outcome",
        "source",
        "weekday",
        "hour",
        "iso_week",
        "month",
        "quarter",
        "year",
    }
)
#: All that a sensitive measure may be split or filtered by.
RELEASED_DIMENSIONS = frozenset({"site", "site_kind", "quarter", "year"})
_PERIOD_DIMENSIONS = frozenset({"quarter", "year"})


@dataclass(frozen=True)
class Table:
    """One family of linked counts: site × the categories of one sensitive dimension × period.

    Families share only the totals by site and time, which are public, so each is protected by itself; what adds
    up categories (`sums`: name and members) is linked to them and lies in the same family, under `sums_name`.
    `categories` stand in every row beside those counted; `leading` is the sum that the pages lead with, hidden
    last; `yearly`: whole years only.
    """

    name: str
    categories: tuple[str, ...] = (UNKNOWN,)
    sums: tuple[tuple[str, tuple[str, ...]], ...] = ()
    leading: str = ""
    yearly: bool = False

    @property
    def sums_name(self) -> str:
        """The name of the table of sums."""
        return sums_of(self.name)


def sums_of(table: str) -> str:
    """The name of the table that adds up another's categories."""
    return f"{table}.sums"


@dataclass(frozen=True)
class Plan:
    """The release plan of one initiative.

    `margins` name sums over sites (a margin may itself be part of a later one), `periods` quarters and years. A
    changed plan is another plan: its hash goes with every release.
    """

    tables: tuple[Table, ...]
    margins: tuple[tuple[str, tuple[str, ...]], ...]
    periods: tuple[Period, ...]

    def only(self, *names: str) -> "Plan":
        """The plan of some of its tables: they are independent of the others."""
        return replace(self, tables=tuple(t for t in self.tables if t.name in names))

    @property
    def hash(self) -> str:
        """SHA-256 of the plan's content."""
        content = json.dumps(asdict(self), sort_keys=True, default=str, separators=(",", ":"))
        return sha256(content.encode("utf-8")).hexdigest()


def plan_for(initiative: Initiative) -> Plan:
    """Every table, with margins over the pop-ups and over all sites."""
    popups = tuple(s.id for s in initiative.sites if s.kind is SiteKind.POPUP)
    others = tuple(s.id for s in initiative.sites if s.kind is not SiteKind.POPUP)
    return Plan(_tables(initiative), margins_of(popups, others), plan_periods(quarters(initiative)))


def margins_of(popups: Sequence[str], others: Sequence[str]) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """The sums over pop-ups and over all sites; one where there is one kind of site, none without sites."""
    if popups and others:
        return ((POPUPS, tuple(popups)), (ALL_SITES, (POPUPS, *others)))
    return ((ALL_SITES, (*popups, *others)),) if popups or others else ()


def _tables(initiative: Initiative) -> tuple[Table, ...]:
    meant = {kind: tuple(g.id for g in initiative.groups if g.target is kind) for kind in (True, False)}
    sums = ((TARGET, meant[True]), (OTHER, meant[False]), (UNKNOWN, (UNKNOWN,)))
    groups = tuple(g.id for g in initiative.groups)
    listed = {
        "home_area": (*(a.id for a in initiative.areas), OTHER),
        "topic": tuple(t.id for t in initiative.topics),
    }
    return (
        Table(GROUP_TABLE, (*groups, UNKNOWN), sums, leading=TARGET),
        *(Table(name, (YES, NO, UNKNOWN)) for name in _FLAGS),
        Table(OTHERWISE_TABLE, (OFFICE, ELSEWHERE, NOT_MOVED, UNKNOWN), _OFFICE_SUMS, leading=OFFICE),
        *(Table(name, (*listed.get(name, ()), UNKNOWN), yearly=True) for name in _BY_YEAR),
    )


def allowed(
    sensitive: bool,
    by: Sequence[str],
    *,
    role: Role,
    periods: Iterable[Period],
    data_through: date | None,
    where: Iterable[str] = (),
    start: date | None = None,
    end: date | None = None,
) -> Status:
    """Whether a role may ask for a measure split `by` and filtered on `where`.

    The answer is VALUE, PENDING or NOT_PUBLISHED. `sensitive` is the measure's own mark; a sensitive
    dimension makes any measure sensitive. A sensitive measure is given by site for the plan's periods only:
    split by quarter or year over the whole evaluation, or with `start` and `end` (both included) exactly
    those of one period; PENDING when that period is not complete. VALUE promises no number: each cell still
    says for itself.
    """
    dimensions = {*by, *where}
    if role is Role.DATAANSVARLIG or (not sensitive and dimensions <= PUBLIC_DIMENSIONS):
        return Status.VALUE
    if not dimensions <= RELEASED_DIMENSIONS:
        return Status.NOT_PUBLISHED
    if start is None and end is None:
        return Status.VALUE if dimensions & _PERIOD_DIMENSIONS else Status.NOT_PUBLISHED
    if (start, end) not in {(p.starts_on, p.ends_on) for p in periods} or end is None:
        return Status.NOT_PUBLISHED
    return Status.VALUE if is_done(end, data_through) else Status.PENDING
