"""The tables of Målgrupper: site × group, elderly by area, and where citizens live."""

from collections.abc import Sequence

from evaluation.disclosure import ALL_SITES, GROUP_TABLE, OTHER, POPUPS, UNKNOWN, YES, Cell, Status
from evaluation.findings import sensitive
from evaluation.findings.common import on_trial, was_on_trial
from evaluation.findings.group_counts import Reader, together
from evaluation.findings.model import IntervalChart, IntervalRow, KeyFigure, TableTwin
from evaluation.findings.wording import between, figure
from evaluation.initiative.models import Area, SiteKind
from evaluation.texts import format as da
from evaluation.texts import text


def counts_table(of: Reader) -> TableTwin | None:
    """Contacts by site and group, sites in Danish order, sums below; None where the log has no groups yet."""
    if of.release(GROUP_TABLE) is None or not of.keys:
        return None
    groups = of.dataset.initiative.groups
    head = (text("groups.site"), *(g.name for g in groups), text("groups.unknown"), text("groups.total"))
    rows = tuple(_row(of, site, name, [g.id for g in groups]) for site, name in _places(of))
    caption = text("groups.table_caption")
    return TableTwin(caption, head, rows, tuple(range(1, len(head))))


def _places(of: Reader) -> list[tuple[str, str]]:
    """Sites that have something in the period, then the sums over more than one of them."""
    sites = sorted(of.dataset.initiative.sites, key=lambda s: da.danish_key(s.name))
    sums = [(name, _sum_name(name), _aside(of, name)) for name, _ in sensitive.plan_of(of.dataset).margins]
    margins = [(name, "\n".join(part for part in (called, aside) if part)) for name, called, aside in sums]
    there = [(s.id, _told_when(of, s.name, [s.id])) for s in sites if of.total(GROUP_TABLE, s.id)]
    return there + margins


def _told_when(of: Reader, name: str, sites: Sequence[str]) -> str:
    """The name, with when all of its sites opened or closed where that cut the time short; a line each."""
    periods = [p for p in sensitive.plan_of(of.dataset).periods if p.key in of.keys]
    first, last = min(p.starts_on for p in periods), max(p.ends_on for p in periods)
    told = [of.dataset.initiative.site(one) for one in sites]
    opened = min(site.open_from or first for site in told)
    closed = max(site.open_to or last for site in told)
    said = [text("groups.open_from", day=da.day(opened))] if opened > first else []
    said += [text("groups.open_to", day=da.day(closed))] if closed < last else []
    return "\n".join([name, *said])


def _row(of: Reader, site: str, name: str, groups: list[str]) -> tuple[str, ...]:
    cells = [of.count(GROUP_TABLE, site, group) for group in (*groups, UNKNOWN)]
    total = da.number(of.total(GROUP_TABLE, site)) if of.total(GROUP_TABLE, site) else ""
    return (name, *(_count(cell) for cell in cells), total or _count(cells[0]))


def _count(cell: Cell) -> str:
    return figure(cell, "number") if cell.value is None else da.number(int(cell.value))


def together_row(of: Reader) -> list[tuple[str, str, str]]:
    """The margin over more than one pop-up, as a row of its own: margin, its name, and who is left out."""
    named = [name for name, members in sensitive.plan_of(of.dataset).margins if len(members) > 1]
    return [(POPUPS, _sum_name(POPUPS), _aside(of, POPUPS))] if POPUPS in named else []


def _sum_name(margin: str) -> str:
    return text("groups.sum_popups" if margin == POPUPS else "groups.sum_all")


def _aside(of: Reader, margin: str) -> str:
    """Says that places on trial are left out, where one was open: else the rows above would not add up to it."""
    sites = (s for s in of.dataset.initiative.sites if margin == ALL_SITES or s.kind is SiteKind.POPUP)
    aside = any(was_on_trial(of.dataset, s.id) and of.total(GROUP_TABLE, s.id) for s in sites)
    return text("groups.sum_without_trials") if aside else ""


def shares_table(charts: Sequence[IntervalChart], first: str, caption: str) -> TableTwin | None:
    """The twin of charts of shares over the same rows, a column each; None of none."""
    if not charts:
        return None
    labels = dict.fromkeys(row.label for chart in charts for row in chart.rows)
    columns = [{row.label: _share(row) for row in chart.rows} for chart in charts]
    rows = tuple((label, *(column.get(label, "") for column in columns)) for label in labels)
    head = (first, *(chart.title for chart in charts))
    return TableTwin(caption, head, rows, tuple(range(1, len(head))))


def _share(row: IntervalRow) -> str:
    """Figure, interval and note, a line each."""
    parts = (figure(row.cell, "percent"), between(row.cell, "percent"), row.note)
    return "\n".join(part for part in parts if part)


# --- the elderly of an area


def _areas(of: Reader) -> list[tuple[Area, Cell]]:
    """Areas with a population, and contacts by the elderly at their sites; none of a site on trial alone."""
    settled = [s.id for s in of.dataset.initiative.sites if not on_trial(of.dataset, s.id)]
    found = []
    for area in sorted(of.dataset.initiative.areas, key=lambda a: da.danish_key(a.name)):
        sites = [site for site in area.sites if site in settled]
        if not area.residents_65plus or not sites or len(sites) < len(_used(of, area)):
            continue
        cells = [of.count("age_65plus", site, YES) for site in sites]
        present = [cell for cell in cells if cell.status is not Status.NO_DATA]
        if present:
            found.append((area, sensitive.added(present)))
    return found


def _used(of: Reader, area: Area) -> list[str]:
    """The area's sites that had contacts at all: of two, one on trial, the sum would be half the truth."""
    return [site for site in area.sites if of.total("age_65plus", site)]


def reach_table(of: Reader) -> TableTwin | None:
    """Contacts by the elderly per 1,000 elderly residents; None where age or population is not known."""
    found = [] if of.release("age_65plus") is None else _areas(of)
    if not found or not of.keys:
        return None
    years = {area.year for area, _ in found}
    rows = tuple(
        (
            _told_when(of, area.name, _used(of, area)),
            _count(cell),
            _residents(area, single=len(years) == 1),
            _per_1000(cell, area.residents_65plus or 0),
        )
        for area, cell in found
    )
    names = [text(f"groups.{name}") for name in ("area", "elderly", "residents", "per_1000")]
    if len(years) == 1 and None not in years:
        names[2] = text("groups.residents_in", year=years.pop())
    return TableTwin(text("groups.reach_caption"), tuple(names), rows, (1, 2, 3))


def _residents(area: Area, *, single: bool) -> str:
    """With the year that the number is from, unless the head says it of all."""
    year = "" if single or not area.year else f"\n{area.year}"
    return f"{da.number(area.residents_65plus or 0)}{year}"


def _per_1000(cell: Cell, residents: int) -> str:
    return _count(cell) if cell.value is None else da.number(round(1000 * cell.value / residents))


def reach_figure(of: Reader) -> list[KeyFigure]:
    """The areas of the places on the page together; none where one of them is hidden."""
    sites = set(together(of.dataset))
    found = [(area, cell) for area, cell in _areas(of) if sites & set(area.sites)]
    if not found or not of.keys or any(cell.value is None for _, cell in found):
        return []
    elderly = sum(cell.value or 0.0 for _, cell in found)
    residents = sum(area.residents_65plus or 0 for area, _ in found)
    years = sorted({str(area.year) for area, _ in found if area.year})
    areas = da.joined([area.name for area, _ in found])
    detail = text("groups.reach_detail", areas=areas, year=da.joined(years))
    return [KeyFigure(text("groups.figure_reach"), da.number(round(1000 * elderly / residents)), "", detail)]


# --- where they live


def home_table(of: Reader, site: str | None) -> TableTwin | None:
    """Contacts of the whole year by home area; None where the log does not tell it.

    Areas of no place that nobody came from, or of which nothing is published, have no row: a municipality may
    list dozens.
    """
    if site is None or of.release("home_area") is None or not of.keys:
        return None
    areas = sorted(of.dataset.initiative.areas, key=lambda a: da.danish_key(a.name))
    named = [(a.id, a.name) for a in areas if a.sites or _tells(of.count("home_area", site, a.id))]
    named += [(OTHER, text("groups.home_other")), (UNKNOWN, text("groups.unknown"))]
    rows = tuple((name, _count(of.count("home_area", site, one))) for one, name in named)
    head = (text("groups.home"), text("groups.home_count"))
    return TableTwin(text("groups.home_caption"), head, rows, (1,))


def _tells(cell: Cell) -> bool:
    return cell.value != 0 and cell.status is not Status.NOT_PUBLISHED
