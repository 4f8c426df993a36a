"""Prøvehandlinger: stay, move or stop? The one verdict of each trial, or that it is too early and until when."""

from collections.abc import Sequence

from evaluation.disclosure import Role, Status
from evaluation.findings.common import definitions, label_of, on_trial, openings_text
from evaluation.findings.dataset import Dataset
from evaluation.findings.displaced import displaced
from evaluation.findings.model import Opening, TableTwin
from evaluation.findings.pages import Definitions
from evaluation.findings.period import Period, find
from evaluation.findings.sensitive import margin_sites
from evaluation.findings.trial_card import card, locked, said, verdict, wanted
from evaluation.findings.trial_charts import looks_chart, openings_chart
from evaluation.findings.trial_model import TrialPart, TrialsFinding
from evaluation.findings.trial_progress import Outlook
from evaluation.findings.trial_state import TrialState, states
from evaluation.findings.trial_tables import looks_table, openings_table
from evaluation.findings.trial_words import answer_sentence, ratio_of
from evaluation.findings.wording import runs
from evaluation.initiative.models import SiteKind
from evaluation.stats import Verdict
from evaluation.texts import format as da
from evaluation.texts import text


def trials(dataset: Dataset, role: Role) -> TrialsFinding:
    """The page's finding; of the effect every role is told the same, and nothing while it is too early."""
    known = sorted(states(dataset), key=lambda state: da.danish_key(state.record.trial.name))
    return TrialsFinding(
        opening=_opening(dataset, known),
        parts=tuple(_part(dataset, state, role) for state in known),
        notes=_notes(dataset, known, role),
        definitions=_definitions(dataset, known),
        caveats=_caveats(dataset, known),
    )


def _opening(dataset: Dataset, known: Sequence[TrialState]) -> Opening:
    question = text("trials.question")
    if not known:
        return Opening(question, runs(text("trials.empty.answer")), text("trials.empty.scope"))
    answers = " ".join(_answer(dataset, state) for state in known)
    rest = text("trials.scope_rest")
    scope = (
        text("trials.scope_one", rest=rest)
        if len(known) == 1
        else text("trials.scope", count=len(known), rest=rest)
    )
    return Opening(question, runs(da.typeset(answers)), scope)


def _answer(dataset: Dataset, state: TrialState) -> str:
    """One sentence or two: the verdict, and the effect or when there can be one."""
    trial, decided = state.record.trial, state.decided
    name = dataset.initiative.site(trial.to_site).name
    given = {"place": name, "verdict": _marked(state, verdict(state))}
    if decided is not None and decided.decision is not None:
        effect = answer_sentence(ratio_of(decided.decision), trial.measure)
        return text("trials.answer", place=name, verdict=_marked(state, _ruling(state)), said=effect)
    if state.over or state.missing or state.reason is not None:
        return text("trials.answer", **given, said=said(dataset, state)[0])
    low, held = state.needed[0] if state.needed else None, openings_text(state.held)
    if state.needed_look is None and state.outlook not in (None, Outlook.UNLIKELY):
        return text("trials.answers.open", **given, held=held, planned=state.planned)
    if low is None:
        return text("trials.answers.beyond", **given, held=held, planned=state.planned)
    if state.needed_look is None:
        return text("trials.answers.out_of_reach", **given, held=held, planned=state.planned, needed=low)
    ends = {"needed": wanted(low, state.needed), "day": da.day(state.needed_look.date), "held": held}
    return text("trials.answer", **given, said=text("trials.answers.earliest", **ends))


def _marked(state: TrialState, phrase: str) -> str:
    """With what a reader must know before believing it."""
    if not state.record.sound:
        return text("trials.answers.edited", verdict=phrase)
    return text("trials.answers.exploratory", verdict=phrase) if state.record.late else phrase


def _ruling(state: TrialState) -> str:
    """What to do, in words that stand alone; the verdict itself where nothing is to be done."""
    trial = state.record.trial
    action = {Verdict.BETTER: trial.if_better, Verdict.WORSE: trial.if_worse}.get(state.verdict)
    return verdict(state) if action is None else text(f"trials.answers.{action}")


def _part(dataset: Dataset, state: TrialState, role: Role) -> TrialPart:
    trial = state.record.trial
    looks, openings = looks_chart(state), openings_chart(dataset, state)
    site = dataset.initiative.site
    tables: list[TableTwin] = [looks_table(looks, trial.name)]
    if openings is not None:
        names = (site(trial.from_site).name, site(trial.to_site).name)
        tables.append(openings_table(openings, *names, trial.name))
    return TrialPart(
        title=trial.name,
        card=card(dataset, state),
        looks=looks,
        openings=openings,
        notes=_notes_of(dataset, state, role),
        tables=tuple(tables),
        locked=locked(dataset, state),
    )


def _notes_of(dataset: Dataset, state: TrialState, role: Role) -> tuple[str, ...]:
    """The opening months while they are not to be read as failure, and who came to this place from elsewhere.

    The latter only once it is told how the place does, and where there is a figure or a hidden one.
    """
    ramp, place = dataset.initiative.ramp_weeks, state.record.trial.to_site
    said_of_ramp = (text("trials.note.ramp", weeks=ramp),) if ramp and state.hides else ()
    if on_trial(dataset, place):
        return said_of_ramp
    share, words = displaced(dataset, role, [place], dataset.initiative.site(place).name)
    return (words,) if share.shown or share.status is Status.SUPPRESSED else ()


def _notes(dataset: Dataset, known: Sequence[TrialState], role: Role) -> tuple[str, ...]:
    """Who would otherwise have gone elsewhere, of all pop-ups together: no trial's place is told by it."""
    sites = margin_sites(dataset, "popup") if known else ()
    if not sites:
        return ()
    place = da.joined(sorted((dataset.initiative.site(site).name for site in sites), key=da.danish_key))
    if len(sites) < sum(site.kind is SiteKind.POPUP for site in dataset.initiative.sites):
        place = text("trials.note.popups", places=place)
    return (displaced(dataset, role, sites, place)[1],)


def _definitions(dataset: Dataset, known: Sequence[TrialState]) -> Definitions:
    whole: Period = find(dataset, "")
    names = ("verdict", "effect", "interval", "needed", "ramp", "locked", "warning")
    own = tuple((text(f"trials.about.{name}"), text(f"trials.about.{name}_definition")) for name in names)
    measures = [state.record.trial.measure for state in known]
    return (*definitions(dataset, [*measures, "enquiries_per_open_hour"], whole), *own) if known else ()


def _caveats(dataset: Dataset, known: Sequence[TrialState]) -> tuple[str, ...]:
    if not known:
        return ()
    names = ["boundary", "season", "others", "opening_chart", "contacts"]
    moved = any(state.record.trial.design == "move" for state in known)
    measured = da.joined(list(dict.fromkeys(label_of(dataset, s.record.trial.measure) for s in known)))
    kept = [name for name in names if name != "season" or moved]
    return tuple(text(f"trials.caveat.{name}", measure=measured) for name in kept)
