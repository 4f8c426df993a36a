"""The answers of the form that registers a trial, read as a trial; what is wrong is said by the field's own name."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from pydantic import ValidationError

from evaluation.errors import UserError
from evaluation.findings.trial_entry import refuse_personal
from evaluation.initiative import Initiative
from evaluation.initiative.fault import Fault
from evaluation.initiative.messages import first_of, sentences
from evaluation.initiative.trial_checks import BETWEEN_LOOKS, faults_at_entry
from evaluation.initiative.trial_models import DEVICES, FEWEST_OPENINGS, Trial
from evaluation.intake.words import slug
from evaluation.texts import error, text
from evaluation.texts import format as da
from evaluation.web import menus

Typed = Mapping[str, str]  # field → what was typed or chosen

OWN = "own"  # a smallest change that is not among those offered
CHANGES = ("0.1", "0.25", "0.5")
WORDS = ("name", "question", "estimand", "decided_by", "by")
_CHOSEN = ("design", "measure", "from_site", "to_site", "if_better", "if_worse", "if_same")
_DATED = ("starts_on", "last_date", "looks")
_FIELDS = (  # as they stand in the form
    *("name", "question", "measure", "estimand", "design", "from_site", "to_site", *_DATED),
    *("smallest_change", "minimum_openings", "if_better", "if_worse", "if_same", "decided_by", "by"),
)
_LOOKS, _MOST_LOOKS = 4, 20  # proposed where no meetings are known, and as many as a trial may have
_LARGEST, _MOST_OPENINGS = 50, 1000  # as a trial may have them: percent, openings
_NAME, _REMARK = 200, 600  # signs


def proposed_looks(starts: date | None, last: date | None, meetings: Sequence[date]) -> tuple[date, ...]:
    """The committee's meetings within the trial and its last day; evenly spread where fewer than two meet.

    No two are nearer than a registration lets them be: a short trial has fewer, one that is shorter still none.
    """
    if starts is None or last is None or last - starts < BETWEEN_LOOKS:
        return ()
    kept = [starts]
    for meeting in sorted(meetings):
        if kept[-1] + BETWEEN_LOOKS <= meeting <= last - BETWEEN_LOOKS:
            kept.append(meeting)
    met = kept[1:]
    if len(met) + (last in meetings) > 1 and len(met) < _MOST_LOOKS:
        return (*met, last)
    whole = last - starts
    looks = min(_LOOKS, whole // BETWEEN_LOOKS)
    return tuple(starts + timedelta(days=whole.days * n // looks) for n in range(1, looks + 1))


def trial_of(initiative: Initiative, typed: Typed) -> Trial:
    """The trial that was described. Raises UserError; what may point to somebody is not repeated in it."""
    labels = {name: text(f"trial_forms.fields.{name}") for name in _FIELDS}
    require(labels, typed)
    refuse_personal({labels[name]: typed[name] for name in WORDS})
    for name in WORDS:
        within(labels[name], typed[name], _REMARK if name in ("question", "estimand") else _NAME)
    raw: dict[str, object] = {
        **{name: typed[name] for name in (*WORDS, *_CHOSEN) if name != "by"},
        "id": _id(initiative, typed["name"]),
        "starts_on": day_in(labels["starts_on"], typed["starts_on"]),
        "last_date": day_in(labels["last_date"], typed["last_date"]),
        "looks": _looks(labels["looks"], typed["looks"]),
        "smallest_change": _change(typed),
        "minimum_openings": _minimum(typed["minimum_openings"]),
    }
    trial = _checked(raw)
    for fault in faults_at_entry(trial, initiative):
        raise _said(fault)
    return trial


def require(labels: Mapping[str, str], typed: Typed) -> None:
    """Raises UserError that names every field without an answer."""
    missing = [label for name, label in labels.items() if not typed.get(name, "").strip()]
    if missing:
        raise error("trial_forms.missing", fields=da.joined([f"»{label}«" for label in missing]))


def within(label: str, typed: str, most: int) -> None:
    """Raises UserError for a text of more signs than that."""
    if len(typed) > most:
        raise error("trial_forms.too_long", got=len(typed), field=label, most=most)


def day_in(label: str, typed: str) -> date:
    """The day of a field. Raises UserError for what is none."""
    found = menus.read_day(typed)
    if found is None:
        raise error("trial_forms.no_day", field=label)
    return found


def _looks(label: str, typed: str) -> tuple[date, ...]:
    """One day a line."""
    lines = [line for line in typed.splitlines() if line.strip()]
    if len(lines) > _MOST_LOOKS:
        raise error("trial_forms.too_many_looks", got=len(lines), field=label, most=_MOST_LOOKS)
    return tuple(
        day_in(text("trial_forms.look", field=label, number=number), line)
        for number, line in enumerate(lines, start=1)
    )


def _id(initiative: Initiative, name: str) -> str:
    known = {record.trial.id: record.trial.name.casefold() for record in initiative.trials}
    if name.casefold() in known.values():
        raise error("trial_forms.same_name", got=name)
    return slug(name, [*known, *DEVICES])


def _change(typed: Typed) -> float:
    """The smallest change that matters, as a share."""
    if typed["smallest_change"] != OWN:
        return float(typed["smallest_change"])
    written = typed.get("own_change", "").replace("%", "").strip()
    try:
        percent = float(written.replace(",", "."))
    except ValueError:
        percent = 0.0
    if not 0 < percent <= _LARGEST:
        raise error("trial_forms.no_percent", field=text("trial_forms.fields.own_change"), most=_LARGEST)
    return percent / 100


def _minimum(written: str) -> int:
    label, sign = text("trial_forms.fields.minimum_openings"), written.strip()
    if not (sign.isascii() and sign.isdigit() and FEWEST_OPENINGS <= int(sign[:9]) <= _MOST_OPENINGS):
        raise error(
            "trial_forms.no_minimum", field=label, least=FEWEST_OPENINGS, most=da.number(_MOST_OPENINGS)
        )
    return int(sign)


def _checked(raw: Mapping[str, object]) -> Trial:
    """What no field above has refused is refused by the trial itself."""
    try:
        return Trial.model_validate(raw)
    except ValidationError as failed:
        location, kind, given, allowed = first_of(failed, Trial)
        raise _said(Fault(tuple(location), kind, given, allowed)) from failed


def _said(fault: Fault) -> UserError:
    """What stops a registration, by the field's name in place of the key's; an id is made of the name."""
    key = fault.location[0]
    label = text(f"trial_forms.fields.{'name' if key == 'id' else key}")
    if fault.kind == "trial_stays":
        return error("trial_forms.same_place", field=label)
    given = da.day(fault.given) if isinstance(fault.given, date) else ""
    problem, allowed = sentences(fault.kind, fault.allowed)
    return error("trial_forms.fault", got=given, field=label, problem=problem, allowed=allowed)
