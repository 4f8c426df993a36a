"""The form that registers a trial: answers, what it can reach, and only then the lock.

What is typed is kept in the session by initiative: a live redraw, a refusal or a visit elsewhere loses nothing.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import streamlit as st

from evaluation.errors import UserError
from evaluation.findings.trial_entry import Registry
from evaluation.initiative.trial_models import FEWEST_OPENINGS
from evaluation.texts import format as da
from evaluation.texts import table, text
from evaluation.web import components, html, menus, trial_decisions, trial_work
from evaluation.web.trial_answers import CHANGES, OWN, WORDS, proposed_looks
from evaluation.web.trial_work import Preview

_DRAFTS, _SAID = "trial_drafts", "trial_registered"
_HINTS = {"starts_on": "day", "last_date": "day", "name": "name", "decided_by": "decided_by", "by": "by"}
_REMARK, _DAYS = 600, 400  # signs


@dataclass
class _Draft:
    """The answers so far, what they were seen to reach, and why not.

    `number` tells the drafts of a session apart: a browser would go on showing the last one's choices.
    """

    number: int = 0
    answers: dict[str, str] = field(default_factory=dict)
    seen: Preview | None = None
    problem: str = ""

    def change(self, name: str, said: str) -> None:
        """An answer; what was seen was of other answers."""
        self.answers[name] = said.strip()
        self.seen, self.problem = None, ""


def panel(desk: Registry | None) -> None:
    """Both forms; nothing for who may not use them."""
    if desk is None:
        return
    _register(desk)
    trial_decisions.panel(desk)


def _register(desk: Registry) -> None:
    components.section(text("trial_forms.register.title"), text("trial_forms.register.about"))
    if not desk.initiative.has_openings:
        components.paragraph(text("trial_forms.register.no_openings"))
        return
    form = _Form(desk, _draft(desk))
    with st.expander(text("trial_forms.register.open"), key="trial_form"), st.container(key="trial_new"):
        for number, ask in enumerate((_questions, _places, _terms, _people, _lock_it), start=1):
            name = ask.__name__.lstrip("_")
            st.html(
                html.step(number, *(text(f"trial_forms.{part}.{name}") for part in ("steps", "steps_about")))
            )
            ask(form)
    said = st.session_state.get(_SAID)
    if said and said[0] == desk.initiative.id:
        components.notice(*said[1:])


def _draft(desk: Registry) -> _Draft:
    kept: dict[str, _Draft] = st.session_state.setdefault(_DRAFTS, {})
    return kept.setdefault(desk.initiative.id, _Draft())


@dataclass(frozen=True)
class _Form:
    """The fields, each drawn by its name and kept in the draft."""

    desk: Registry
    draft: _Draft

    @property
    def told(self) -> dict[str, str]:
        """The answers, with what is proposed where nobody has answered."""
        told = self.draft.answers
        starts, last = (menus.read_day(told.get(name, "")) for name in ("starts_on", "last_date"))
        looks = proposed_looks(starts, last, self.desk.initiative.committee_dates)
        measure = told.get("measure", next(iter(self.desk.measures)))
        return {
            **dict.fromkeys((*WORDS, "starts_on", "last_date", "own_change"), ""),
            "design": "move",
            "measure": measure,
            "looks": "\n".join(look.strftime(menus.DAY) for look in looks),
            "estimand": table("trial_forms.estimand").get(measure, ""),
            "smallest_change": CHANGES[1],
            "minimum_openings": str(FEWEST_OPENINGS),
            "if_better": "keep",
            "if_worse": "go_back",
            "if_same": "weigh",
            **told,
        }

    def line(self, name: str) -> None:
        """One line."""
        hint = text(f"trial_forms.hints.{_HINTS[name]}") if name in _HINTS else ""
        menus.line(self._label(name), self.told[name], self._key(name), self._take(name), hint=hint)

    def lines(self, name: str, most: int) -> None:
        """Several lines."""
        menus.lines(self._label(name), self.told[name], self._key(name), self._take(name), most=most)

    def menu(self, name: str, options: Mapping[str, str]) -> None:
        """A choice of one."""
        menus.menu(self._label(name), options, self.told.get(name), self._key(name), self._take(name))

    def _label(self, name: str) -> str:
        return text(f"trial_forms.fields.{name}")

    def _key(self, name: str) -> str:
        return f"trial_{self.desk.initiative.id}_{self.draft.number}_{name}"

    def _take(self, name: str) -> Callable[[str], None]:
        return lambda said: self.draft.change(name, said)


def _questions(form: _Form) -> None:
    form.line("name")
    form.lines("question", _REMARK)
    form.menu("measure", form.desk.measures)
    form.lines("estimand", _REMARK)


def _places(form: _Form) -> None:
    form.menu("design", table("trial_forms.design"))
    sites = {site.id: site.name for site in form.desk.initiative.sites}
    for column, name in zip(st.columns(2, gap="medium"), ("from_site", "to_site"), strict=True):
        with column:
            form.menu(name, sites)
    for column, name in zip(st.columns(2, gap="medium"), ("starts_on", "last_date"), strict=True):
        with column:
            form.line(name)
    st.html(html.remark(text("trial_forms.register.place_missing")))
    form.lines("looks", _DAYS)
    st.html(html.remark(text("trial_forms.register.looks_about")))


def _terms(form: _Form) -> None:
    form.menu("smallest_change", _changes())
    if form.told["smallest_change"] == OWN:
        form.line("own_change")
    form.line("minimum_openings")
    for name in ("if_better", "if_worse", "if_same"):
        form.menu(name, table("trial_forms.follows"))


def _people(form: _Form) -> None:
    form.line("decided_by")
    form.line("by")


def _lock_it(form: _Form) -> None:
    """What it can reach is seen first; the lock belongs to exactly the answers that were seen."""
    draft = form.draft
    st.button(text("trial_forms.register.preview"), key="trial_preview", on_click=_see, args=(form,))
    if draft.problem:
        components.notice(text("web.notice.error"), draft.problem)
    if draft.seen is None:
        return
    components.notice(
        text("trial_forms.preview.title"), *draft.seen.warnings, text("trial_forms.preview.locking")
    )
    st.html(html.definitions(draft.seen.facts))
    st.button(
        text("trial_forms.register.lock"), key="trial_lock", type="primary", on_click=_lock, args=(form,)
    )


def _see(form: _Form) -> None:
    st.session_state.pop(_SAID, None)
    form.draft.seen, form.draft.problem = None, ""
    try:
        form.draft.seen = trial_work.previewed(form.told)
    except UserError as problem:
        form.draft.problem = str(problem)


def _lock(form: _Form) -> None:
    if form.draft.seen is None:
        return  # an answer was changed between the button's drawing and its press
    try:
        record = trial_work.locked(form.told)
    except UserError as problem:
        form.draft.seen, form.draft.problem = None, str(problem)
        return
    st.session_state[_DRAFTS][form.desk.initiative.id] = _Draft(form.draft.number + 1)
    st.session_state[_SAID] = (
        form.desk.initiative.id,
        text("trial_forms.register.done", name=record.trial.name),
        text("trial_forms.register.code", hash=record.hash),
        text("trial_forms.register.code_about"),
    )


def _changes() -> dict[str, str]:
    def said(share: float) -> str:
        ends = {"more": da.percent(share), "fewer": da.percent(share / (1 + share))}
        return text("trial_forms.change.percent", **ends)

    return {one: said(float(one)) for one in CHANGES} | {OWN: text("trial_forms.change.own")}
