"""What the form on the page Modeller has described, kept as the reader's own model, and taken away again.

Every function asks for the role first: that the page draws no form is not enough.
"""

from dataclasses import dataclass, field
from datetime import time
from typing import Any

from evaluation.disclosure import Role
from evaluation.findings.models_case import hours
from evaluation.findings.trial_entry import refuse_personal
from evaluation.initiative.messages import sentences
from evaluation.initiative.model_checks import faults_of_model
from evaluation.initiative.model_files import remove_model, save_model
from evaluation.initiative.models import Initiative, Site, SiteKind
from evaluation.initiative.own_models import model_file
from evaluation.initiative.schedule import Rule
from evaluation.initiative.staffing import StaffingModel
from evaluation.intake.other.values import clock
from evaluation.intake.words import slug
from evaluation.texts import error, text
from evaluation.texts import format as da
from evaluation.web import selection, versions

EACH = "each"  # a weekday of its own for every place
OFTEN = ("weekly", "fortnightly", "weeks", "monthly")
_NAME, _MOST_STAFF, _MOST_WEEKS, _MOST_MODELS = 60, 20, 52, 10
_NEEDED = ("name", "weekday", "opens", "closes", "often", "staff")
_MINUTES = 60


@dataclass
class Described:
    """What has been answered so far; `days`: place → weekday, where each place has its own."""

    answers: dict[str, str] = field(default_factory=dict)
    places: list[str] = field(default_factory=list)
    days: dict[str, str] = field(default_factory=dict)
    booking: bool = False


@dataclass(frozen=True)
class Desk:
    """Whose models they are: the places to choose among, and the models made here before."""

    initiative: Initiative
    places: tuple[Site, ...]
    own: tuple[StaffingModel, ...]

    @property
    def usual(self) -> dict[str, str]:
        """The weekday of each place by the schedule, of several the last."""
        return {rule.site: rule.weekday for rule in self.initiative.schedule}


def desk() -> Desk | None:
    """What the form begins from; None for the committee, and while there is no initiative."""
    if selection.current().role is Role.UDVALG or not versions.folders():
        return None
    return _desk()


def _desk() -> Desk:
    role = selection.current().role
    if role is Role.UDVALG:
        raise error("model_forms.leader_only", got=text(f"web.roles.{role.value}"))
    initiative, folder = versions.initiative(), versions.folder()
    popups = [site for site in initiative.sites if site.kind is SiteKind.POPUP] or [*initiative.sites]
    own = tuple(model for model in initiative.models if model_file(folder, model.id).is_file())
    return Desk(initiative, tuple(sorted(popups, key=lambda site: da.danish_key(site.name))), own)


def saved(told: Described) -> str:
    """Keeps the model; its name. Raises UserError that names the field."""
    found = _desk()
    if len(found.own) >= _MOST_MODELS:
        raise error("model_forms.too_many", got=len(found.own), most=_MOST_MODELS)
    model = model_of(found.initiative, told)
    save_model(versions.folder(), model)
    return model.name


def removed(model_id: str) -> None:
    """Takes an own model away. Raises UserError when it is gone already."""
    _desk()
    remove_model(versions.folder(), model_id)


def model_of(initiative: Initiative, told: Described) -> StaffingModel:
    """The model that was described. Raises UserError; what may point to somebody is not repeated in it."""
    _answered(told)
    label, name = _label("name"), told.answers["name"]
    refuse_personal({label: name})
    if len(name) > _NAME:
        raise error("model_forms.too_long", got=len(name), field=label, most=_NAME)
    if name.casefold() in {model.name.casefold() for model in initiative.models}:
        raise error("model_forms.same_name")
    rules = _rules(initiative, told)
    model = StaffingModel(
        id=slug(name, [model.id for model in initiative.models]),
        name=name,
        note=_note(rules[0], told),
        origin=text("model_forms.origin"),
        booking=told.booking,
        openings=rules,
    )
    for fault in faults_of_model(model, initiative):
        problem, allowed = sentences(fault.kind, fault.allowed)
        raise error("model_forms.fault", problem=problem, allowed=allowed)
    return model


def _label(name: str) -> str:
    return text(f"model_forms.fields.{name}")


def _clock(name: str, said: str) -> time:
    """A clock time with a point or a colon. Raises UserError."""
    found = clock(said)
    if found is None:
        raise error("model_forms.no_clock", got=said, field=_label(name))
    return time.fromisoformat(found)


def _answered(told: Described) -> None:
    missing = [_label(name) for name in _NEEDED if not told.answers.get(name, "").strip()]
    missing += [] if told.places else [_label("places")]
    if told.answers.get("weekday") == EACH and any(not told.days.get(place) for place in told.places):
        missing.append(_label("days"))
    if told.answers.get("often") == "monthly" and not told.answers.get("nth"):
        missing.append(_label("nth"))
    if missing:
        raise error("model_forms.missing", fields=da.joined([f"»{label}«" for label in missing]))


def _rules(initiative: Initiative, told: Described) -> tuple[Rule, ...]:
    answers = told.answers
    opens, closes = (_clock(name, answers[name]) for name in ("opens", "closes"))
    if closes <= opens:
        raise error("model_forms.past_midnight", got=da.clock_interval(opens, closes))
    staff = _whole("staff", answers["staff"], 1, _MOST_STAFF)
    plain: dict[str, Any] = {
        "opens": opens,
        "closes": closes,
        "staff_serving": staff,
        "anchor": initiative.starts_on,
        "assumption": True,
        **_often(answers),
    }
    every = answers["weekday"]
    days = {place: told.days[place] if every == EACH else every for place in told.places}
    return tuple(Rule.model_validate({**plain, "site": place, "weekday": day}) for place, day in days.items())


def _often(answers: dict[str, str]) -> dict[str, object]:
    kind = answers["often"]
    if kind == "monthly":
        return {"nth_of_month": -1 if answers["nth"] == "last" else int(answers["nth"])}
    weeks = {"weekly": "1", "fortnightly": "2"}.get(kind, answers.get("weeks", ""))
    return {"every_weeks": _whole("weeks", weeks, 1, _MOST_WEEKS)}


def _whole(name: str, written: str, least: int, most: int) -> int:
    """A whole number from one to another. Raises UserError that names the field."""
    sign = written.strip()
    if not (sign.isascii() and sign.isdigit() and least <= int(sign[:9]) <= most):
        raise error(
            f"model_forms.no_{'staff' if name == 'staff' else 'weeks'}", field=_label(name), most=most
        )
    return int(sign)


def _note(rule: Rule, told: Described) -> str:
    """ "2 medarbejdere, 4 timer hver uge"."""
    minutes = (rule.closes.hour - rule.opens.hour) * _MINUTES + rule.closes.minute - rule.opens.minute
    staff = text(
        "model_forms.staff_one" if rule.staff_serving == 1 else "model_forms.staff", n=rule.staff_serving
    )
    often = text(f"model_forms.note_often.{told.answers['often']}", weeks=rule.every_weeks)
    key = "note_booked" if told.booking else "note"
    return text(f"model_forms.{key}", staff=staff, hours=hours(minutes / _MINUTES), often=often)
