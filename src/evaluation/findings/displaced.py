"""How many at the places would else have gone to the head office: moved, not new. By their own answers."""

from collections.abc import Sequence

from evaluation.disclosure import ELSEWHERE, OFFICE, Cell, Role, Status, TargetCounts, answers_share
from evaluation.findings import sensitive
from evaluation.findings.dataset import Dataset
from evaluation.findings.period import Period, find
from evaluation.findings.wording import interval_decimals
from evaluation.initiative.models import SiteKind
from evaluation.texts import format as da
from evaluation.texts import text


def displaced(dataset: Dataset, role: Role, sites: Sequence[str], place: str) -> tuple[Cell, str]:
    """The share of those who answered at the sites together, and its sentences; `place` names the sites.

    Over the completed quarters, from the role's release. Where there is no head office: moved from any other place.
    Of a hidden count the sentence says that it is hidden, and why.
    """
    offices = [s.name for s in dataset.initiative.sites if s.kind is SiteKind.HEAD_OFFICE]
    where = da.joined(sorted(offices, key=da.danish_key)) or text("trials.note.another")
    period = find(dataset, "")
    counts = sensitive.otherwise(dataset, role, sites, period, {OFFICE if offices else ELSEWHERE})
    share = answers_share(counts)
    if not share.shown:
        return share, _why_not(dataset, share, period, {"place": place, "where": where})
    said = [_share(share, place, where), _asked(counts)]
    if offices:
        others = sensitive.otherwise(dataset, role, sites, period, {ELSEWHERE})
        said[1:1] = _elsewhere(answers_share(others))
    return share, da.typeset(" ".join(said))


def _share(share: Cell, place: str, where: str) -> str:
    decimals = interval_decimals(share, "percent") or 0
    low, high = (da.number(100 * (end or 0.0), decimals) for end in (share.low, share.high))
    value = da.percent(share.value or 0.0)
    return text("trials.note.displaced", place=place, where=where, value=value, low=low, high=high)


def _elsewhere(share: Cell) -> list[str]:
    return [text("trials.note.displaced_elsewhere", value=da.percent(share.value))] if share.value else []


def _asked(counts: TargetCounts) -> str:
    """How many the answers are, of all enquiries: the rest may be otherwise."""
    yes, no, unknown = (int(cell.value or 0) for cell in counts.cells)
    answered, everyone = yes + no, yes + no + unknown
    return text(
        "trials.note.displaced_asked",
        answered=da.number(answered),
        all=da.number(everyone),
        rate=da.percent(answered / everyone),
    )


def _why_not(dataset: Dataset, share: Cell, period: Period, names: dict[str, str]) -> str:
    if share.status is Status.PENDING:
        waits = sensitive.pending_until(dataset, period)
        return " ".join([text("trials.note.displaced_pending", **names), waits])
    if share.status in (Status.SUPPRESSED, Status.NOT_PUBLISHED):
        why = text(f"disclosure.explain.{share.status}")
        return text("trials.note.displaced_hidden", why=why, **names)
    return text("trials.note.displaced_unknown", **names)
