"""A trial's verdict card: the verdict in sentences, what is missing, what was decided, and the record beside it."""

from evaluation.findings.common import READERS_ZONE, label_of, openings_text
from evaluation.findings.dataset import Dataset
from evaluation.findings.pages import Definitions
from evaluation.findings.trial_counts import COUNT_RATES
from evaluation.findings.trial_model import VerdictCard
from evaluation.findings.trial_progress import Outlook
from evaluation.findings.trial_state import LookState, TrialState
from evaluation.findings.trial_words import (
    effect_sentence,
    probability_sentence,
    ratio_of,
    verdict_word,
)
from evaluation.initiative.trial_checks import opposes
from evaluation.initiative.trial_models import Trial, TrialDecision
from evaluation.stats import Decision, Reason, Verdict
from evaluation.texts import format as da
from evaluation.texts import text

_HASH = 8  # signs of it that stand on the card


def card(dataset: Dataset, state: TrialState) -> VerdictCard:
    """The card; while it is too early it holds no figure of the effect."""
    trial = state.record.trial
    return VerdictCard(
        question=trial.question,
        decided=state.decided is not None,
        verdict=verdict(state)[:1].upper() + verdict(state)[1:],
        said=said(dataset, state),
        held=state.held,
        planned=_ahead_of(state),
        counted=_counted(dataset, state),
        decision=decision_words(trial, state.decision),
        warnings=_warnings(dataset, state),
        record=_record(dataset, state),
    )


def verdict(state: TrialState) -> str:
    """The one phrase: behold, flyt tilbage, ingen forskel af betydning, for tidligt at sige."""
    if state.verdict is Verdict.TOO_EARLY and state.over:
        return text(f"trials.verdict.{'over' if state.looks[-1].taken else 'ended'}")
    return verdict_word(state.record.trial, state.verdict)


def said(dataset: Dataset, state: TrialState) -> tuple[str, ...]:
    """The verdict in one or more sentences: what the answer is not long enough for."""
    decided, trial = state.decided, state.record.trial
    if decided is None or decided.decision is None:
        return _early(dataset, state)
    at = decided.number, da.day(decided.date)
    sentences = [effect_sentence(ratio_of(decided.decision), trial.measure, *at)]
    sentences += [text("trials.effect.cleared")] if trial.design == "move" else []
    late = state.record.late
    sentences.append(probability_sentence(decided.decision, trial.smallest_change, late=late))
    if state.verdict is Verdict.NO_DIFFERENCE:
        sentences += _alike(trial, decided.decision)
    return tuple(sentences)


def _alike(trial: Trial, decision: Decision) -> list[str]:
    """What follows from no difference, and why its interval may reach beyond the limit."""
    limit = 1 + trial.smallest_change
    wide = decision.low < 1 / limit or decision.high > limit
    said = [text("trials.same.wide")] if wide else []
    return [*said, text(f"trials.same.{trial.if_same}")]


def _early(dataset: Dataset, state: TrialState) -> tuple[str, ...]:
    if state.missing:
        fields = da.joined([text(f"metrics.columns.{name}") for name in state.missing])
        return (text("trials.early.missing_field", field=fields),)
    if state.over:
        return _over(state)
    if state.reason is Reason.NOT_BEGUN:
        return _not_begun(dataset, state)
    if state.reason is Reason.NO_LOOK:
        return text("trials.early.held", held=openings_text(state.held)), _next(state)
    if state.reason is not None:
        held = text("trials.early.held", held=openings_text(state.held))
        return held, " ".join(part for part in (_why(state), _next(state)) if part)
    return _needed(state), " ".join(part for part in (_coming(state), text("trials.early.shown")) if part)


def _over(state: TrialState) -> tuple[str, ...]:
    """No verdict, and none to come: the last look has been taken, or the decider ended it before."""
    held = openings_text(state.held)
    if state.decision is not None and not state.looks[-1].taken:
        return (text("trials.early.ended", day=da.day(state.decision.decided_on), held=held),)
    last = text("trials.early.over", day=da.day(state.looks[-1].date), held=held)
    return last, _why(state) or text("trials.early.between")


def _not_begun(dataset: Dataset, state: TrialState) -> tuple[str, ...]:
    trial = state.record.trial
    site = dataset.initiative.site(trial.to_site).name
    return text("trials.early.not_begun", place=site, day=da.day(trial.starts_on)), _next(state)


def _why(state: TrialState) -> str:
    """Why the latest look has no figure; empty where it has one."""
    if state.reason is Reason.BELOW_MINIMUM:
        return text("trials.early.below_minimum", minimum=state.record.trial.minimum_openings)
    if state.reason is Reason.NO_RATIO and COUNT_RATES[state.record.trial.measure]:
        return text("trials.early.nobody_target")
    return text(f"stats.reasons.{state.reason}") if state.reason else ""


def _needed(state: TrialState) -> str:
    """How far there is to go, and the look at which there can first be an answer."""
    low = state.needed[0] if state.needed else None
    if state.needed_look is None and state.outlook not in (None, Outlook.UNLIKELY):
        if low is None:
            return text("trials.early.open", planned=state.planned)
        return text("trials.early.open_needed", planned=state.planned, needed=wanted(low, state.needed))
    if low is None:
        return text("trials.early.beyond", planned=state.planned)
    if state.needed and state.needed[1] is not None and state.held >= state.needed[1]:
        return text("trials.early.enough", held=openings_text(state.held))
    if state.needed_look is None:
        return text("trials.early.out_of_reach", planned=state.planned, needed=low)
    counted = text("trials.early.needed", held=state.held, needed=wanted(low, state.needed))
    return f"{counted} {text('trials.early.earliest', **_when(state.needed_look))}"


def wanted(low: int, needed: tuple[int | None, int | None] | None) -> str:
    """So many openings as a range: "20–28", "70 eller flere"."""
    high = needed[1] if needed else None
    if high is None:
        return text("trials.early.from", low=low)
    return text("trials.early.about", low=low) if low == high else da.interval(low, high)


def _coming(state: TrialState) -> str:
    """The next look, where it is not the one that an answer is expected at."""
    return _next(state) if state.needed_look is None else ""


def _next(state: TrialState) -> str:
    look = _upcoming(state)
    return "" if look is None else text("trials.early.next", **_when(look))


def _upcoming(state: TrialState) -> LookState | None:
    """The look to come; none once the trial is over."""
    return None if state.over else next((look for look in state.looks if not look.taken), None)


def _when(look: LookState) -> dict[str, str]:
    return {"day": da.day(look.date), "week": str(look.date.isocalendar().week)}


def _ahead_of(state: TrialState) -> int:
    """Openings still to come; none once it is decided or over."""
    return max(0, state.planned - state.held) if state.hides else 0


def _counted(dataset: Dataset, state: TrialState) -> str:
    """What the squares show, and the day that is counted to."""
    held, through, last = openings_text(state.held), dataset.data_through, state.looks[-1].date
    day = da.day(last if through is None else min(through, last))
    planned = _ahead_of(state)
    return text(f"trials.card.{'planned' if planned else 'held'}", held=held, day=day, planned=planned)


def decision_words(trial: Trial, decision: TrialDecision | None) -> tuple[str, ...]:
    """Action, day, name and reason; beside the verdict where it goes against it, for both stay."""
    if decision is None:
        return ()
    what = text(f"trials.decision.{decision.action}")
    found = [text("trials.decision.taken", what=what, day=da.day(decision.decided_on), by=decision.by)]
    found += [text("trials.decision.reason", reason=decision.reason)] if decision.reason else []
    if opposes(trial, decision):
        shown = verdict_word(trial, Verdict(decision.verdict or Verdict.TOO_EARLY))
        found.append(text("trials.decision.against", verdict=shown))
    return tuple(found)


def _warnings(dataset: Dataset, state: TrialState) -> tuple[str, ...]:
    record, found = state.record, []
    if record.late:
        found.append(text("trials.warning.late"))
    if not record.sound:
        found.append(text("trials.warning.edited", number=record.broken))
    if state.odd:
        name = "odd_one" if len(state.odd) == 1 else "odd_many"
        found.append(text(f"trials.warning.{name}", days=da.joined([da.day(one) for one in state.odd])))
    upcoming = _upcoming(state)
    if state.warning and upcoming is not None:
        found.append(text("trials.warning.evidence", **_when(upcoming)))
    return tuple(found)


def _record(dataset: Dataset, state: TrialState) -> Definitions:
    """What was registered, shortly."""
    trial, record = state.record.trial, state.record
    change = {"more": da.percent(trial.smallest_change)}
    change["fewer"] = da.percent(trial.smallest_change / (1 + trial.smallest_change))
    locked = {"moment": da.moment(record.versions[-1].at, READERS_ZONE), "hash": record.hash[:_HASH]}
    lines = {
        "measure": label_of(dataset, trial.measure),
        "change": text("trials.record.change_value", **change),
        "looks": _looks(state),
        "by": trial.decided_by,
        "locked": text("trials.record.locked_value", **locked),
        "last": da.day(trial.last_date),
        "attainable": attainable_words(trial),
        "decision": _decided(state),
    }
    return tuple((text(f"trials.record.{name}"), value) for name, value in lines.items())


def _looks(state: TrialState) -> str:
    if state.decided is not None:
        number, day = state.decided.number, da.day(state.decided.date)
        return text("trials.record.looks_decided", number=number, count=len(state.looks), day=day)
    upcoming = _upcoming(state)
    if upcoming is None:
        taken = [look for look in state.looks if look.taken]
        name = "looks_over" if len(taken) == len(state.looks) else "looks_ended"
        return text(f"trials.record.{name}", count=len(taken), day=da.day(state.looks[-1].date))
    return text("trials.record.looks_next", count=len(state.looks), day=da.day(upcoming.date))


def attainable_words(trial: Trial) -> str:
    """Which verdicts the trial could reach, as it was worked out when it was registered."""
    found = trial.attainable
    if found is None:
        return text("trials.record.attainable_unknown")
    same = text(f"trials.record.same_{'reached' if found.no_difference else 'unreached'}")
    if found.detectable is None:
        return same
    ends = {"more": da.percent(found.detectable - 1), "fewer": da.percent(1 - 1 / found.detectable)}
    return f"{text('trials.record.detectable', **ends)} {same}"


def _decided(state: TrialState) -> str:
    if state.decision is None:
        awaited = state.decided is not None or state.over
        name = "decision_awaits" if awaited else "decision_none"
        return text(f"trials.record.{name}", by=state.record.trial.decided_by)
    return text(f"trials.decision.{state.decision.action}")


def locked(dataset: Dataset, state: TrialState) -> Definitions:
    """The registration in full: question, what is estimated, places, fingerprint, and every version."""
    record, trial = state.record, state.record.trial
    site = dataset.initiative.site
    lines = [
        (text("trials.locked.question"), trial.question),
        (text("trials.locked.estimand"), trial.estimand),
        (
            text("trials.locked.places"),
            text(
                f"trials.locked.{trial.design}",
                before=site(trial.from_site).name,
                after=site(trial.to_site).name,
            ),
        ),
        (text("trials.locked.minimum"), openings_text(trial.minimum_openings)),
        (text("trials.locked.looks"), da.joined([da.day(look) for look in trial.looks])),
        (text("trials.locked.hash"), record.hash),
    ]
    for entry in record.entries:
        at = da.moment(entry.at, READERS_ZONE)
        lines.append((text(f"trials.locked.{entry.kind}"), text("trials.locked.entry", at=at, by=entry.by)))
    return tuple(lines)
