"""The forms that enter what was decided on a trial: one for each that no decision has ended."""

from collections.abc import Callable
from dataclasses import dataclass, field

import streamlit as st

from evaluation.errors import UserError
from evaluation.findings.trial_card import verdict
from evaluation.findings.trial_entry import Registry
from evaluation.findings.trial_state import TrialState
from evaluation.initiative.trial_models import Action
from evaluation.stats import Verdict
from evaluation.texts import text
from evaluation.web import components, html, menus, trial_work

_DRAFTS, _SAID = "trial_decision_drafts", "trial_decided"
_ACTIONS: tuple[Action, ...] = ("keep", "go_back", "stop", "extend")
_REASON = 600  # signs


@dataclass
class _Draft:
    """The answers so far, and why they were refused; `number` as for a registration."""

    number: int = 0
    answers: dict[str, str] = field(default_factory=dict)
    problem: str = ""

    def take(self, name: str) -> Callable[[str], None]:
        """Keeps an answer."""

        def keep(said: str) -> None:
            self.answers[name], self.problem = said.strip(), ""

        return keep


def panel(desk: Registry) -> None:
    """A form for each trial that goes on, and what came of the last."""
    said, going_on = st.session_state.get(_SAID), desk.open
    lines = said[1:] if said is not None and said[0] == desk.initiative.id else ()
    if not going_on and not lines:
        return
    components.section(text("trial_forms.decide.title"))
    if lines:
        components.notice(*lines)
    for state in going_on:
        _form(desk, state)


def _form(desk: Registry, state: TrialState) -> None:
    trial = state.record.trial
    name, place = html.plain_markdown(trial.name), f"decide_{desk.initiative.id}_{trial.id}"
    drafts: dict[str, _Draft] = st.session_state.setdefault(_DRAFTS, {})
    draft = drafts.setdefault(place, _Draft())
    told, key = _told(desk, draft), f"{place}_{draft.number}"
    with (
        st.expander(text("trial_forms.decide.open", name=name), key=place),
        st.container(key=f"{key}_fields"),
    ):
        components.paragraph(text("trial_forms.decide.verdict", verdict=verdict(state)))
        actions: dict[str, str] = {one: text(f"trials.decision.{one}") for one in _ACTIONS}
        label = {one: text(f"trial_forms.decide.{one}") for one in ("action", "by", "on", "reason")}
        menus.menu(label["action"], actions, told.get("action"), f"{key}_action", draft.take("action"))
        _remarks(desk, state, told.get("action"))
        menus.line(label["by"], told["by"], f"{key}_by", draft.take("by"))
        menus.line(label["on"], told["on"], f"{key}_on", draft.take("on"), hint=text("trial_forms.hints.day"))
        menus.lines(label["reason"], told["reason"], f"{key}_reason", draft.take("reason"), most=_REASON)
        st.button(
            text("trial_forms.decide.save", name=name),
            key=f"{key}_save",
            on_click=_save,
            args=(desk, trial.id, draft),
        )
        if draft.problem:
            components.notice(text("web.notice.error"), draft.problem)


def _told(desk: Registry, draft: _Draft) -> dict[str, str]:
    """The answers; the day is today's where nobody has said another."""
    return {"by": "", "on": desk.today.strftime(menus.DAY), "reason": "", **draft.answers}


def _save(desk: Registry, trial_id: str, draft: _Draft) -> None:
    st.session_state.pop(_SAID, None)
    try:
        record = trial_work.decided(trial_id, _told(desk, draft))
    except UserError as problem:
        draft.problem = str(problem)
        return
    draft.answers.clear()
    draft.number, draft.problem = draft.number + 1, ""
    what = text(f"trials.decision.{record.decisions[-1].action}")
    st.session_state[_SAID] = (
        desk.initiative.id,
        text("trial_forms.decide.done", name=record.trial.name, what=what),
        text("trial_forms.decide.kept"),
    )


def _remarks(desk: Registry, state: TrialState, action: str | None) -> None:
    """What the choice asks for."""
    chosen = next((one for one in _ACTIONS if one == action), None)
    if chosen is None:
        return
    if trial_work.needs_reason(state, chosen, desk.today):
        kind = "early" if state.verdict is Verdict.TOO_EARLY else "opposes"
        st.html(html.remark(text(f"trial_forms.decide.{kind}")))
    if chosen == "extend":
        st.html(html.remark(text("trial_forms.decide.extends")))
