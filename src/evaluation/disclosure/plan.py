"""What may be asked, and what is released: all that touches a sensitive dimension comes from this plan."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
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
UNKNOWN = "unknown"  # the category of contacts whose group nobody wrote down

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
class Plan:
    """The release plan of one initiative.

    `margins` name sums over sites (a margin may itself be part of a later one), `periods` quarters and
    years, `target` the categories of the group table whose sum leads the pages: where one of them must be
    hidden, its companion is sought among them, so that the sum can still be shown. A changed plan is another
    plan: its hash goes with every release.
    """

    tables: tuple[str, ...]
    margins: tuple[tuple[str, tuple[str, ...]], ...]
    periods: tuple[Period, ...]
    target: tuple[str, ...] = ()

    @property
    def hash(self) -> str:
        """SHA-256 of the plan's content."""
        content = json.dumps(asdict(self), sort_keys=True, default=str, separators=(",", ":"))
        return sha256(content.encode("utf-8")).hexdigest()


def plan_for(initiative: Initiative) -> Plan:
    """Site × target group × quarter and year, with margins over the pop-ups and over all sites."""
    popups = tuple(s.id for s in initiative.sites if s.kind is SiteKind.POPUP)
    others = tuple(s.id for s in initiative.sites if s.kind is not SiteKind.POPUP)
    margins = ((POPUPS, popups), (ALL_SITES, (POPUPS, *others)))
    return Plan(
        tables=(GROUP_TABLE,),
        margins=margins if popups and others else ((ALL_SITES, popups or others),),
        periods=plan_periods(quarters(initiative)),
        target=tuple(g.id for g in initiative.groups if g.target),
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
