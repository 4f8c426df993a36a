"""What the forms on the page Prøvehandlinger have done: a trial previewed and locked, a decision entered.

Every function asks for the role first: that the page draws no form is not enough.
"""

from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from evaluation.disclosure import Role
from evaluation.findings.common import openings_text
from evaluation.findings.pages import Definitions
from evaluation.findings.trial_card import attainable_words
from evaluation.findings.trial_entry import (
    Registry,
    enter,
    enter_decision,
    foreseen,
    now,
    refuse_personal,
)
from evaluation.findings.trial_state import TrialState
from evaluation.initiative.clock import to_local
from evaluation.initiative.trial_checks import opposes
from evaluation.initiative.trial_models import Action, Trial, TrialDecision, TrialRecord
from evaluation.texts import error, text
from evaluation.texts import format as da
from evaluation.web import selection, versions
from evaluation.web.trial_answers import Typed, day_in, require, trial_of, within

_NAME, _REASON = 200, 600  # signs


@dataclass(frozen=True)
class Preview:
    """A trial as it would be locked, what it can tell, and what to know before."""

    trial: Trial
    facts: Definitions
    warnings: tuple[str, ...]


def registry() -> Registry | None:
    """What the forms begin from; None for the committee, and while there is no initiative."""
    if selection.current().role is Role.UDVALG or not versions.folders():
        return None
    return _desk()


def _desk() -> Registry:
    """The newest data of the selected initiative. Raises UserError for a role that may only read."""
    role = selection.current().role
    if role is Role.UDVALG:
        raise error("trial_forms.leader_only", got=text(f"web.roles.{role.value}"))
    dataset = versions.dataset()
    moment, zone = now(), ZoneInfo(dataset.initiative.timezone)
    return Registry(versions.folder(), dataset, role, to_local(moment, zone).date())


def previewed(typed: Typed) -> Preview:
    """What the trial can reach, before it is locked. Raises UserError that names the field."""
    desk = _desk()
    trial = foreseen(desk.dataset, trial_of(desk.initiative, typed), desk.role)
    change = {"more": da.percent(trial.smallest_change)}
    change["fewer"] = da.percent(trial.smallest_change / (1 + trial.smallest_change))
    facts = [
        (text("trials.record.attainable"), attainable_words(trial)),
        (text("trials.record.change"), text("trials.record.change_value", **change)),
        (text("trials.record.looks"), da.joined([da.day(look) for look in trial.looks])),
    ]
    if trial.attainable is not None:
        held = openings_text(trial.attainable.openings)
        facts.insert(1, (text("trial_forms.preview.openings"), held))
    return Preview(trial, tuple(facts), tuple(_warnings(desk, trial)))


def _warnings(desk: Registry, trial: Trial) -> list[str]:
    found = []
    if trial.starts_on <= desk.today:
        found.append(text("trial_forms.preview.late", day=da.day(trial.starts_on)))
    if trial.attainable is not None and trial.attainable.openings < trial.minimum_openings:
        place = desk.initiative.site(trial.to_site).name
        found.append(text("trial_forms.preview.few", place=place, minimum=trial.minimum_openings))
    return found


def locked(typed: Typed) -> TrialRecord:
    """Locks the trial with time and fingerprint. Raises UserError."""
    desk = _desk()
    trial = trial_of(desk.initiative, typed)
    return enter(desk.dataset, desk.folder, trial, typed["by"], role=desk.role).record


def needs_reason(state: TrialState, action: Action, today: date) -> bool:
    """Whether this decision is another than the verdict leads to."""
    given = TrialDecision(action=action, decided_on=today, by="-", verdict=state.verdict.value)
    return opposes(state.record.trial, given)


def decided(trial_id: str, typed: Typed) -> TrialRecord:
    """Enters a decision beside the verdict. Raises UserError."""
    desk = _desk()
    labels = {name: text(f"trial_forms.decide.{name}") for name in ("action", "by", "on", "reason")}
    require({name: labels[name] for name in ("action", "by", "on")}, typed)
    refuse_personal({labels[name]: typed[name] for name in ("by", "reason")})
    within(labels["by"], typed["by"], _NAME)
    within(labels["reason"], typed["reason"], _REASON)
    day = day_in(labels["on"], typed["on"])
    given = {name: typed[name] for name in ("action", "by", "reason")}
    return enter_decision(desk.dataset, desk.folder, trial_id, {**given, "decided_on": day}).record
