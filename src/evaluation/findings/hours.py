"""Tidsrum: when do citizens come? All enquiries, which are public; never the target group by the clock."""

from collections.abc import Sequence

from evaluation.findings.bands import Group
from evaluation.findings.common import caveats, definitions, is_daily
from evaluation.findings.dataset import Dataset
from evaluation.findings.hours_parts import part
from evaluation.findings.hours_words import answer, weekdays_apart
from evaluation.findings.model import Opening
from evaluation.findings.pages import Definitions, HoursFinding, HoursPart
from evaluation.findings.period import Period
from evaluation.findings.wording import explained, runs
from evaluation.initiative.models import SiteKind
from evaluation.metrics import SlotCounts, slot_counts
from evaluation.texts import format as da
from evaluation.texts import text


def hours(dataset: Dataset, period: Period) -> HoursFinding:
    """The page's finding for a period; the same for every role, since all of it is public."""
    counts = slot_counts(dataset.engine, dataset.initiative, period.start, period.end)
    groups = _groups(dataset, counts)
    parts = tuple(part(dataset, group, period, first=group is groups[0]) for group in groups)
    return HoursFinding(
        opening=_opening(groups, period),
        parts=parts,
        definitions=_definitions(dataset, period),
        caveats=(*_highest(groups), *_caveats(dataset, counts, parts)),
    )


def _groups(dataset: Dataset, counts: SlotCounts) -> list[Group]:
    """Sites of one kind each, pop-ups first; kinds that were not open in the period have no part."""
    if is_daily(dataset):
        whole = Group(tuple(dataset.initiative.sites), counts.units, counts.grain, daily=True)
        return [whole] if counts.units else []
    found = []
    for kind in SiteKind:
        ids = {site.id for site in dataset.initiative.sites if site.kind is kind}
        units = tuple(unit for unit in counts.units if unit.site in ids)
        was_open = {unit.site for unit in units}
        sites = tuple(site for site in dataset.initiative.sites if site.id in was_open)
        found += [Group(sites, units, counts.grain, daily=False)] if units else []
    return found


def _opening(groups: Sequence[Group], period: Period) -> Opening:
    said, about = text("hours.nothing"), ""
    if groups:
        said, about = answer(groups[0]), weekdays_apart(groups[0])
    scope = text("hours.scope", period=da.period(period.start, period.end))
    return Opening(text("hours.question"), runs(da.typeset(said)), da.typeset(f"{scope} {about}".strip()))


def _definitions(dataset: Dataset, period: Period) -> Definitions:
    kind = "_day" if is_daily(dataset) else ""
    own = tuple(
        (text(f"hours.about.{name}"), text(f"hours.about.{name}_definition{kind}"))
        for name in ("slots", "compared")
    )
    return (*own, *definitions(dataset, ["enquiries_per_open_hour", "wait_median"], period))


def _highest(groups: Sequence[Group]) -> tuple[str, ...]:
    """A slot chosen for its number has, on average, too high a one.

    The slots of an opening share its luck, so the shrinkage of independent rates does not fit them; nor is one
    needed to say which is busiest, for that rests on all pairs' intervals at once.
    """
    led = any(one.timed and one.by_hour.top is not None for one in groups)
    return (text("hours.about.highest"),) if led else ()


def _caveats(dataset: Dataset, counts: SlotCounts, parts: Sequence[HoursPart]) -> tuple[str, ...]:
    charts = [chart for one in parts for chart in (one.slots, *one.behind) if chart is not None]
    said = [text("hours.about.all_enquiries")]
    if edge := sum(unit.edge for unit in counts.units):
        said.append(text("hours.about.edge", count=da.number(edge)))
    if untimed := sum(unit.state == "untimed" for unit in counts.units):
        kind = "_day" if is_daily(dataset) else ""
        said.append(text(f"hours.about.untimed_left_out{kind}", count=da.number(untimed)))
    if _staffing_differs(dataset):
        said.append(text("hours.about.staffing"))
    rows = (row.cell for chart in charts for row in chart.rows)
    return (*explained(rows, daily=is_daily(dataset)), *said, *caveats(dataset, None))


def _staffing_differs(dataset: Dataset) -> bool:
    """Whether some place has more at the desks on some days than on others: then its days are not alike."""
    found: dict[str, set[int]] = {}
    for opening in dataset.openings:
        found.setdefault(opening.site, set()).add(opening.staff_serving)
    return any(len(numbers) > 1 for numbers in found.values())
