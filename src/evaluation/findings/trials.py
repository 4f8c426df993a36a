"""Prøvehandlinger: stay, move or stop? The one verdict of each trial, or that it is too early and until when."""

from collections.abc import Sequence

from evaluation.disclosure import Role, Status
from evaluation.findings.common import definitions, label_of, on_trial
from evaluation.findings.dataset import Dataset
from evaluation.findings.displaced import displaced
from evaluation.findings.model import Opening, TableTwin
from evaluation.findings.pages import Definitions
from evaluation.findings.period import Period, find
from evaluation.findings.sensitive import margin_sites
from evaluation.findings.trial_card import card, locked, said, verdict
from evaluation.findings.trial_charts import looks_chart, openings_chart
from evaluation.findings.trial_model import TrialPart, TrialsFinding
from evaluation.findings.trial_state import TrialState, states
from evaluation.findings.trial_tables import looks_table, openings_table
from evaluation.findings.wording import runs
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
    answers = [
        text(
            "trials.answer",
            place=dataset.initiative.site(state.record.trial.to_site).name,
            verdict=verdict(state),
            said=said(dataset, state)[0],
        )
        for state in known
    ]
    scope = text("trials.scope_one") if len(known) == 1 else text("trials.scope", count=len(known))
    return Opening(question, runs(da.typeset(" ".join(answers))), scope)


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
    place = dataset.initiative.site(sites[0]).name if len(sites) == 1 else text("trials.note.popups")
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
