"""The week of an initiative that was made on the page Data: shown there, and corrected by the same menus."""

from collections.abc import Sequence
from dataclasses import dataclass

import streamlit as st

from evaluation.errors import UserError
from evaluation.findings.model import TableTwin
from evaluation.initiative import Initiative
from evaluation.initiative.models import Site, SiteKind
from evaluation.initiative.schedule import Rule
from evaluation.texts import table, text
from evaluation.texts.format import clock_interval
from evaluation.web import components, mapping_openings, mapping_work, menus
from evaluation.web.interface import Service
from evaluation.web.mapping_openings import Openings
from evaluation.web.mapping_work import Target

_DRAFT, _SAID = "mapping_week_draft", "mapping_week_said"
_State = tuple[object, ...]  # what the file says of the week: a draft begins afresh when it changes


@dataclass
class _Draft:
    """The week as it is being corrected."""

    rows: Openings
    holidays: bool


def panel(service: Service) -> None:
    """The openings of each place, and the menus that correct them; nothing where a person writes the file."""
    place = mapping_work.target(service.folder())
    if place.initiative is None or not place.can_grow or not (sites := _met(place.initiative)):
        return
    components.section(text("mapping.week.title"))
    now = _now(place.initiative, sites)
    if now is None:
        components.paragraph(text("mapping.week.by_file"))
        return
    components.table(_listed(place.initiative, sites))
    key, said = _state(place.initiative), st.session_state.get(_SAID)
    if said and said[0] == key:
        components.notice(*said[1:])
    if st.session_state.get(_DRAFT, (None,))[0] != key:
        st.session_state[_DRAFT] = (key, now)
    with st.expander(text("mapping.week.change"), key=f"week_{place.key}"), st.container(key="week"):
        _menus(place, sites, st.session_state[_DRAFT][1], _now(place.initiative, sites))


def _menus(place: Target, sites: Sequence[Site], draft: _Draft, before: _Draft | None) -> None:
    names = [site.name for site in sites]
    components.paragraph(text("mapping.week.about"))
    mapping_openings.draw(draft.rows, names, f"week_{place.key}")
    if any(draft.rows.values()):
        menus.tick(
            text("mapping.openings.holidays"),
            draft.holidays,
            f"week_{place.key}_holidays",
            lambda yes: setattr(draft, "holidays", yes),
        )
    faults = mapping_openings.lacks(draft.rows, names)
    mapping_openings.tell(faults)
    st.button(
        text("mapping.week.save"),
        key="save_week",
        type="primary",
        disabled=bool(faults) or draft == before,
        on_click=_save,
        args=(place, sites, draft),
    )


def _save(place: Target, sites: Sequence[Site], draft: _Draft) -> None:
    """Keeps the week; what came of it is told for as long as the file says the same."""
    if place.initiative is None or mapping_openings.lacks(draft.rows, [site.name for site in sites]):
        return  # an answer was taken back between the button's drawing and its press
    week = {site.id: mapping_openings.openings(draft.rows, site.name) for site in sites}
    try:
        changed = mapping_work.reopened(place, week, holidays=draft.holidays)
    except UserError as problem:
        st.session_state[_SAID] = (_state(place.initiative), text("web.notice.error"), str(problem))
        return
    st.session_state[_SAID] = (_state(changed), text("web.notice.done"), text("mapping.week.saved"))


def _met(initiative: Initiative) -> list[Site]:
    """The places where citizens are met: the others have no openings."""
    return [site for site in initiative.sites if site.kind is not SiteKind.UNIT]


def _state(initiative: Initiative) -> _State:
    sites = tuple((site.id, site.name) for site in _met(initiative))
    return (initiative.id, sites, initiative.schedule, initiative.calendar.holidays)


def _now(initiative: Initiative, sites: Sequence[Site]) -> _Draft | None:
    """The week as the menus show it; None for one that they cannot say without losing some of it."""
    named = {site.id: site.name for site in sites}
    rows: Openings = {site.name: [] for site in sites}
    for rule in initiative.schedule:
        row = mapping_openings.row_of(rule)
        if row is None or rule.site not in named:
            return None
        rows[named[rule.site]].append(row)
    closed = bool(initiative.calendar.holidays) or not initiative.schedule  # as for a new initiative
    return _Draft(rows, closed) if len(rows) == len(sites) else None


def _listed(initiative: Initiative, sites: Sequence[Site]) -> TableTwin:
    head = (text("mapping.week.place"), text("mapping.week.hours"))
    rows = (
        (site.name, told)
        for site in sites
        for told in _hours([r for r in initiative.schedule if r.site == site.id])
    )
    return TableTwin(text("mapping.week.caption"), head, tuple(rows))


def _hours(rules: Sequence[Rule]) -> list[str]:
    """The openings of a place in words, in the order of the week."""
    days = table("mapping.weekdays")
    order = {day: position for position, day in enumerate(days)}
    found = sorted(rules, key=lambda rule: (order[rule.weekday], rule.opens))
    lines = [
        text(
            "mapping.week.opening_one" if rule.staff_serving == 1 else "mapping.week.opening_many",
            weekday=days[rule.weekday],
            hours=clock_interval(rule.opens, rule.closes),
            count=rule.staff_serving,
        )
        for rule in found
    ]
    return lines or [text("mapping.week.none")]
