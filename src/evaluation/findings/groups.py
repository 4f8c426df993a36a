"""Målgrupper: whom do we reach? From completed quarters only."""

from collections.abc import Sequence

from evaluation.disclosure import ALL_SITES, GROUP_TABLE, POPUPS, UNKNOWN, Cell, Role, Status, share_of
from evaluation.findings import sensitive
from evaluation.findings.common import caveats, definitions, is_daily, on_trial
from evaluation.findings.dataset import Dataset
from evaluation.findings.group_counts import Reader, head_office, reader, together
from evaluation.findings.group_tables import (
    counts_table,
    home_table,
    reach_figure,
    reach_table,
    shares_table,
    together_row,
)
from evaluation.findings.model import IntervalChart, IntervalRow, KeyFigure, Opening
from evaluation.findings.pages import Definitions, GroupsFinding
from evaluation.findings.period import Period
from evaluation.findings.wording import MANY_UNKNOWN, explained, figure, probably, runs
from evaluation.stats.shares import MOST_UNKNOWN
from evaluation.texts import format as da
from evaluation.texts import text


def groups(dataset: Dataset, role: Role, period: Period) -> GroupsFinding:
    """The page's finding for a role and a period."""
    of, site = reader(dataset, role, period), sensitive.margin(dataset, together(dataset))
    lead = _chart(of, site) if site else None
    compared, behind = _compared(of, site) if site else (), _flags(of)
    return GroupsFinding(
        opening=_opening(of, site, period),
        figures=_figures(of, site) if site and of.keys else (),
        lead=lead,
        compared=compared,
        compared_table=shares_table(compared, text("groups.group"), text("groups.compared_caption")),
        behind=behind,
        behind_table=shares_table(behind, text("groups.site"), text("groups.behind_caption")),
        table=counts_table(of),
        reach=reach_table(of),
        homes=home_table(of, site),
        notices=_notices(of),
        definitions=_definitions(of, period),
        caveats=_caveats(of, behind if lead is None else (lead, *behind)),
    )


def _opening(of: Reader, site: str | None, period: Period) -> Opening:
    said = _answer(of, site, period)
    return Opening(text("groups.question"), runs(da.typeset(" ".join(said))), _scope(of, site, period))


def _answer(of: Reader, site: str | None, period: Period) -> list[str]:
    release = of.release(GROUP_TABLE)
    if release is None:
        return [text("groups.missing")]
    if site is None:
        return [text("groups.no_sites")]
    share = sensitive.target_group(of.dataset, release, together(of.dataset), period).share
    if share.status is Status.PENDING:
        return [text("groups.pending"), sensitive.pending_until(of.dataset, period)]
    if share.status is Status.NO_DATA and share.low is None:
        return [text("groups.no_data")]
    return [_share_sentence(of, site, share), *_largest(of, site)]


def _share_sentence(of: Reader, site: str, share: Cell) -> str:
    if not share.shown or share.low is None or share.high is None:
        return text("groups.hidden")
    low, high = (da.number(round(100 * end)) for end in (share.low, share.high))
    unknown = of.count(GROUP_TABLE, site, UNKNOWN).value or 0.0
    total = of.total(GROUP_TABLE, site)
    if unknown > MOST_UNKNOWN * total:
        return text("groups.bounds", low=low, high=high, unknown=da.percent(unknown / total))
    return text("groups.share", share=figure(share, "percent"), low=low, high=high)


def _largest(of: Reader, site: str) -> list[str]:
    """Only where every group is visible, else it would say something of a hidden one, and where one stands out."""
    found = _largest_group(of, site)
    return [text("groups.largest", group=found[0], share=figure(found[1], "percent"))] if found else []


def _largest_group(of: Reader, site: str) -> tuple[str, Cell] | None:
    found = _shares(of, site)
    if not found or not all(cell.value is not None for _, cell, _ in found):
        return None
    (name, first, _), *others = found
    least = -1.0 if first.low is None else first.low
    return (name, first) if all((cell.high or 0.0) < least for _, cell, _ in others) else None


def _scope(of: Reader, site: str | None, period: Period) -> str:
    dates = da.period(period.start, period.end)
    if of.release(GROUP_TABLE) is None or site is None:
        return text("groups.scope_plain", period=dates)
    if not of.keys:
        return text("groups.scope_pending", period=dates)
    came = [one for one in together(of.dataset) if of.total(GROUP_TABLE, one)]
    names = _names(of.dataset, came or together(of.dataset))
    return text("groups.scope", period=dates, sites=da.joined(names))


def _names(dataset: Dataset, sites: Sequence[str]) -> list[str]:
    return sorted((dataset.initiative.site(one).name for one in sites), key=da.danish_key)


def _notices(of: Reader) -> tuple[str, ...]:
    waiting = [s.id for s in of.dataset.initiative.sites if on_trial(of.dataset, s.id)]
    missing = [
        text(f"groups.no_{name}")
        for name, table in (("age", "age_65plus"), ("exempt", "digital_exempt"), ("home", "home_area"))
        if of.release(table) is None
    ]
    trials = [text("groups.on_trial", sites=da.joined(_names(of.dataset, waiting)))] if waiting else []
    return (*trials, *missing)


# --- figures and charts


def _figures(of: Reader, site: str) -> tuple[KeyFigure, ...]:
    """At most five; one that the log cannot give, or that is hidden, is left to the tables."""
    release = of.release(GROUP_TABLE)
    if release is None:
        return ()
    shares = {
        "target": share_of(sensitive.target_counts_of(release, site, of.keys)),
        "age": of.flag_share("age_65plus", site),
        "exempt": of.flag_share("digital_exempt", site),
    }
    found = [
        KeyFigure(text(f"groups.figure_{name}"), figure(cell, "percent"), "", _of_known(cell))
        for name, cell in shares.items()
        if cell.shown
    ]
    return (*found, *_unknown_figure(of, site), *reach_figure(of))


def _of_known(cell: Cell) -> str:
    count = "" if cell.n is None else da.number(cell.n)
    return da.typeset(text("groups.of_known", probably=probably(cell, "percent"), count=count))


def _unknown_figure(of: Reader, site: str) -> list[KeyFigure]:
    unknown, total = of.count(GROUP_TABLE, site, UNKNOWN), of.total(GROUP_TABLE, site)
    if unknown.value is None or not total:
        return []
    detail = text("groups.of_all", count=da.number(int(unknown.value)), all=da.number(total))
    return [KeyFigure(text("groups.figure_unknown"), da.percent(unknown.value / total), "", detail)]


def _shares(of: Reader, site: str) -> list[tuple[str, Cell, str]]:
    """(group, share, note); the largest first, the hidden last and alphabetically."""
    found = []
    for group in of.dataset.initiative.groups:
        count = of.count(GROUP_TABLE, site, group.id)
        note = "" if count.value is None else text("groups.row_note", count=da.number(int(count.value)))
        found.append((group.name, of.group_share(site, group.id), note))
    return sorted(found, key=lambda one: (one[1].value is None, -(one[1].value or 0), da.danish_key(one[0])))


def _chart(of: Reader, site: str) -> IntervalChart | None:
    if of.release(GROUP_TABLE) is None or not of.keys:
        return None
    largest = _largest_group(of, site)
    title = text("groups.lead_title", group=largest[0]) if largest else text("groups.lead_title_plain")
    place = text("groups.place_all" if site == ALL_SITES else "groups.place_popups")
    if site not in (ALL_SITES, POPUPS):
        place = of.dataset.initiative.site(site).name
    rows = tuple(IntervalRow(name, note, cell) for name, cell, note in _shares(of, site))
    many = any(row.cell.reason == MANY_UNKNOWN for row in rows)
    subtitle = text(f"groups.lead_subtitle{'_unknown' if many else ''}", place=place)
    return IntervalChart(title, subtitle, text("groups.axis"), "percent", rows)


def _compared(of: Reader, site: str) -> tuple[IntervalChart, ...]:
    """Pop-ups beside the head office, group by group in one order; nothing where either shows nothing."""
    office = head_office(of.dataset)
    if office is None or of.release(GROUP_TABLE) is None or not of.keys:
        return ()
    order = [name for name, _, _ in _shares(of, site)]
    charts = []
    for place, title in (
        (site, text("groups.compare_popups")),
        (office, of.dataset.initiative.site(office).name),
    ):
        found = sorted(_shares(of, place), key=lambda one: order.index(one[0]))
        if not any(cell.shown for _, cell, _ in found):
            return ()
        rows = tuple(_share_row(cell, name) for name, cell, _ in found)
        subtitle, axis = text("groups.compare_subtitle"), text("groups.axis")
        charts.append(IntervalChart(title, subtitle, axis, "percent", rows))
    return tuple(charts)


def _flags(of: Reader) -> tuple[IntervalChart, ...]:
    """Age and exemption by site, the sites in Danish order and then all pop-ups together."""
    charts = []
    for name, table in (("age", "age_65plus"), ("exempt", "digital_exempt")):
        if of.release(table) is None or not of.keys:
            continue
        sites = sorted(of.dataset.initiative.sites, key=lambda s: da.danish_key(s.name))
        places = [(s.id, s.name, "") for s in sites] + together_row(of)
        rows = [_share_row(of.flag_share(table, place), called, aside) for place, called, aside in places]
        rows = [row for row in rows if row.cell.status is not Status.NO_DATA or row.cell.low is not None]
        title, subtitle = text(f"groups.{name}_title"), text(f"groups.{name}_subtitle")
        charts.append(IntervalChart(title, subtitle, text("groups.axis"), "percent", tuple(rows)))
    return tuple(charts)


def _share_row(cell: Cell, name: str, aside: str = "") -> IntervalRow:
    """With many unknown the line is no interval: a note says so."""
    unknown = text("groups.many_unknown") if cell.reason == MANY_UNKNOWN else ""
    return IntervalRow(name, "; ".join(part for part in (aside, unknown) if part), cell)


# --- words below


def _definitions(of: Reader, period: Period) -> Definitions:
    if of.release(GROUP_TABLE) is None:
        return ()
    named = {g.id: text("groups.quoted", name=g.name) for g in of.dataset.initiative.groups}
    meant = {
        kind: [named[g.id] for g in of.dataset.initiative.groups if g.target is kind]
        for kind in (True, False)
    }
    group = text("groups.defined_group_none")
    if all(meant.values()):
        lists = {name: da.joined(meant[kind]) for name, kind in (("target", True), ("other", False))}
        group = text("groups.defined_group_text", **lists)
    own = [
        (text("groups.defined_group"), group),
        (text("groups.defined_unknown"), text("groups.defined_unknown_text")),
    ]
    if reach_figure(of):
        own.append((text("groups.defined_reach"), text("groups.defined_reach_text")))
    return (*definitions(of.dataset, ["target_group_share"], period), *own)


def _caveats(of: Reader, charts: Sequence[IntervalChart]) -> tuple[str, ...]:
    cells = [row.cell for chart in charts for row in chart.rows]
    own = ["population", "registered", "overlap"] + (["home"] if reach_figure(of) else [])
    said = tuple(text(f"groups.caveat_{name}") for name in own)
    why = explained(cells, daily=is_daily(of.dataset))
    return (*said, *why, *caveats(of.dataset, of.release(GROUP_TABLE)))
