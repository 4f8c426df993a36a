"""The form "Lav din egen model", and the models made by it. What is typed is kept in the session by initiative."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import streamlit as st

from evaluation.errors import UserError
from evaluation.texts import table, text
from evaluation.web import components, html, menus, model_work
from evaluation.web.model_work import EACH, OFTEN, Described, Desk

_DRAFTS, _SAID = "model_drafts", "model_said"
_BEGIN = {"weekday": EACH, "opens": "10.00", "closes": "14.00", "often": "weekly", "staff": "2", "weeks": "3"}


@dataclass
class _Draft:
    """The answers so far, and why they were refused. `number` tells the drafts of a session apart."""

    number: int = 0
    told: Described = field(default_factory=lambda: Described(dict(_BEGIN)))
    problem: str = ""


def panel() -> None:
    """The form and the models made by it; nothing for who may not use them."""
    desk = model_work.desk()
    if desk is None:
        return
    components.section(text("model_forms.title"), text("model_forms.about"))
    with st.expander(text("model_forms.open"), key="model_form"), st.container(key="model_new"):
        _form(desk, _draft(desk))
    said = st.session_state.get(_SAID)
    if said and said[0] == desk.initiative.id:
        components.notice(*said[1:])
    _own(desk)


def _draft(desk: Desk) -> _Draft:
    kept: dict[str, _Draft] = st.session_state.setdefault(_DRAFTS, {})
    return kept.setdefault(desk.initiative.id, _Draft())


def _form(desk: Desk, draft: _Draft) -> None:
    key = f"model_{desk.initiative.id}_{draft.number}"
    _line(draft, "name", key, hint=text("model_forms.name_hint"))
    places = {site.id: site.name for site in desk.places}
    menus.several(_label("places"), places, draft.told.places, f"{key}_places", _takes_places(draft))
    _weekdays(draft, places, desk.usual, key)
    _times(draft, key)
    _often(draft, key)
    _line(draft, "staff", key)
    if draft.told.answers.get("staff", "").strip() == "1" and not draft.told.booking:
        st.html(html.remark(text("model_forms.alone")))
    menus.tick(_label("booking"), draft.told.booking, f"{key}_booking", _takes_booking(draft))
    st.button(text("model_forms.save"), key="model_save", type="primary", on_click=_save, args=(desk, draft))
    if draft.problem:
        components.notice(text("web.notice.error"), draft.problem)


def _weekdays(draft: _Draft, places: Mapping[str, str], usual: Mapping[str, str], key: str) -> None:
    """One for all, or each place its own: today's (`usual`) until another is chosen."""
    days = table("mapping.weekdays")
    _menu(draft, "weekday", {EACH: text("model_forms.each"), **days}, key)
    if draft.told.answers.get("weekday") != EACH:
        return
    for place in draft.told.places:
        label = text("model_forms.weekday_at", place=html.plain_markdown(places.get(place, place)))
        if place in usual:
            draft.told.days.setdefault(place, usual[place])
        value = draft.told.days.get(place)
        menus.menu(label, days, value, f"{key}_day_{place}", _takes_day(draft, place))


def _times(draft: _Draft, key: str) -> None:
    for column, name in zip(st.columns(2, gap="medium"), ("opens", "closes"), strict=True):
        with column:
            _line(draft, name, key)


def _often(draft: _Draft, key: str) -> None:
    _menu(draft, "often", {one: text(f"model_forms.often.{one}") for one in OFTEN}, key)
    if draft.told.answers.get("often") == "weeks":
        _line(draft, "weeks", key)
    if draft.told.answers.get("often") == "monthly":
        _menu(draft, "nth", table("model_forms.nth"), key)


def _label(name: str) -> str:
    return text(f"model_forms.fields.{name}")


def _line(draft: _Draft, name: str, key: str, hint: str = "") -> None:
    menus.line(
        _label(name), draft.told.answers.get(name, ""), f"{key}_{name}", _takes(draft, name), hint=hint
    )


def _menu(draft: _Draft, name: str, options: Mapping[str, str], key: str) -> None:
    value = draft.told.answers.get(name)
    menus.menu(_label(name), options, value, f"{key}_{name}", _takes(draft, name))


def _takes(draft: _Draft, name: str) -> Callable[[str], None]:
    def take(said: str) -> None:
        draft.told.answers[name], draft.problem = said.strip(), ""

    return take


def _takes_places(draft: _Draft) -> Callable[[list[str]], None]:
    def take(said: list[str]) -> None:
        draft.told.places, draft.problem = list(said), ""

    return take


def _takes_day(draft: _Draft, place: str) -> Callable[[str], None]:
    def take(said: str) -> None:
        draft.told.days[place], draft.problem = said, ""

    return take


def _takes_booking(draft: _Draft) -> Callable[[bool], None]:
    def take(said: bool) -> None:
        draft.told.booking, draft.problem = said, ""

    return take


def _save(desk: Desk, draft: _Draft) -> None:
    st.session_state.pop(_SAID, None)
    try:
        name = model_work.saved(draft.told)
    except UserError as problem:
        draft.problem = str(problem)
        return
    st.session_state[_DRAFTS][desk.initiative.id] = _Draft(draft.number + 1)
    st.session_state[_SAID] = (
        desk.initiative.id,
        text("model_forms.done", name=name),
        text("model_forms.kept"),
    )


def _own(desk: Desk) -> None:
    """The models made here, each with a button that takes it away."""
    if desk.own:
        st.html(html.chart_head(text("model_forms.own"), text("model_forms.own_about"), 3))
    for model in desk.own:
        with st.container(horizontal=True, vertical_alignment="center", key=f"own_model_{model.id}"):
            st.html(html.file_column(model.name, model.note, ""))
            st.button(
                text("model_forms.remove"),
                key=f"model_remove_{model.id}",
                help=text("model_forms.remove_this", name=html.plain_markdown(model.name)),
                on_click=_remove,
                args=(desk, model.id, model.name),
            )


def _remove(desk: Desk, model_id: str, name: str) -> None:
    try:
        model_work.removed(model_id)
    except UserError as problem:
        st.session_state[_SAID] = (desk.initiative.id, text("web.notice.error"), str(problem))
        return
    st.session_state[_SAID] = (desk.initiative.id, text("model_forms.removed", name=name))
