"""The tables of Målgrupper: site × group, elderly by area, and where citizens live."""

from evaluation.disclosure import ALL_SITES, GROUP_TABLE, OTHER, POPUPS, UNKNOWN, YES, Cell, Status
from evaluation.findings import sensitive
from evaluation.findings.group_counts import Reader, together
from evaluation.findings.model import KeyFigure, TableTwin
from evaluation.findings.wording import figure
from evaluation.initiative.models import Area
from evaluation.texts import format as da
from evaluation.texts import text


def counts_table(of: Reader) -> TableTwin | None:
    """Contacts by site and group, sites in Danish order, sums below; None where the log has no groups."""
    if of.release(GROUP_TABLE) is None:
        return None
    groups = of.dataset.initiative.groups
    head = (text("groups.site"), *(g.name for g in groups), text("groups.unknown"), text("groups.total"))
    rows = tuple(_row(of, site, name, [g.id for g in groups]) for site, name in _places(of))
    caption = text("groups.table_caption")
    return TableTwin(caption, head, rows, tuple(range(1, len(head))))


def _places(of: Reader) -> list[tuple[str, str]]:
    """Sites that have something in the period, then the sums over more than one of them."""
    sites = sorted(of.dataset.initiative.sites, key=lambda s: da.danish_key(s.name))
    named = {POPUPS: text("groups.sum_popups"), ALL_SITES: text("groups.sum_all")}
    margins = [(name, named[name]) for name, _ in sensitive.plan_of(of.dataset).margins]
    return [(s.id, s.name) for s in sites] + margins


def _row(of: Reader, site: str, name: str, groups: list[str]) -> tuple[str, ...]:
    cells = [of.count(GROUP_TABLE, site, group) for group in (*groups, UNKNOWN)]
    total = da.number(of.total(GROUP_TABLE, site)) if of.total(GROUP_TABLE, site) else ""
    return (name, *(_count(cell) for cell in cells), total or _count(cells[0]))


def _count(cell: Cell) -> str:
    return figure(cell, "number") if cell.value is None else da.number(int(cell.value))


# --- the elderly of an area


def _areas(of: Reader) -> list[tuple[Area, Cell]]:
    """Areas with a population, and contacts by the elderly at their sites; none of a site on trial alone."""
    settled = sensitive.margin_sites(of.dataset, "all")
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
    found = _areas(of)
    if not found or not of.keys:
        return None
    head = ("area", "elderly", "residents", "per_1000")
    rows = tuple(
        (
            area.name,
            _count(cell),
            f"{da.number(area.residents_65plus or 0)}" + (f"\n{area.year}" if area.year else ""),
            _per_1000(cell, area.residents_65plus or 0),
        )
        for area, cell in found
    )
    names = tuple(text(f"groups.{name}") for name in head)
    return TableTwin(text("groups.reach_caption"), names, rows, (1, 2, 3))


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
    """Contacts of the whole year by home area; None where the log does not tell it."""
    if site is None or of.release("home_area") is None or not of.keys:
        return None
    areas = sorted(of.dataset.initiative.areas, key=lambda a: da.danish_key(a.name))
    named = [(a.id, a.name) for a in areas]
    named += [(OTHER, text("groups.home_other")), (UNKNOWN, text("groups.unknown"))]
    rows = tuple((name, _count(of.count("home_area", site, one))) for one, name in named)
    head = (text("groups.home"), text("groups.home_count"))
    return TableTwin(text("groups.home_caption"), head, rows, (1,))
