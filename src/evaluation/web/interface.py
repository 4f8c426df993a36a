"""What pages, filters and live redraw ask of `web/service.py`: a page knows nothing below it."""

from datetime import date
from pathlib import Path
from typing import Protocol

from evaluation.findings.pages import (
    Context,
    DataFinding,
    GroupsFinding,
    HoursFinding,
    ImportReport,
    MethodFinding,
    NewsFinding,
    OverviewFinding,
    PlacesFinding,
)
from evaluation.findings.planning_model import PlanningFinding
from evaluation.findings.trial_entry import Registry
from evaluation.findings.trial_model import TrialsFinding
from evaluation.intake.trial import Fitting

Choice = tuple[str, str]  # (id, the Danish name that a reader chooses by)


class Service(Protocol):
    """The module `service`; what it answers is for `selection.current()`, protected for its role."""

    def initiatives(self) -> tuple[Choice, ...]:
        """The initiatives a reader can choose between; the first is the default."""

    def periods(self) -> tuple[Choice, ...]:
        """The periods of the selected initiative, the default first; empty: no choice is offered."""

    def version_token(self) -> str | int | None:
        """Changes when anything shown may have changed; asked every two seconds, so it must be cheap."""

    def warm_up(self) -> None:
        """Loads what the first reader would otherwise wait for; called once, before any page is asked for."""

    def context(self) -> Context:
        """What stands round every page."""

    def overview(self) -> OverviewFinding:
        """Overblik."""

    def news(self, last_visit: date | None) -> tuple[NewsFinding, ...]:
        """What is new, one finding for each day it can be reckoned from; the first is the default."""

    def places(self) -> PlacesFinding:
        """Steder."""

    def hours(self) -> HoursFinding:
        """Tidsrum."""

    def groups(self) -> GroupsFinding:
        """Målgrupper."""

    def trials(self) -> TrialsFinding:
        """Prøvehandlinger: all data, whatever period is chosen."""

    def planning(self) -> PlanningFinding | None:
        """Planlæg en prøvehandling; None where there are no openings to plan."""

    def registry(self) -> Registry | None:
        """What the forms that register and decide trials begin from; None for a role that may only read."""

    def data_status(self) -> DataFinding:
        """Data, for the role dataansvarlig only."""

    def profiles(self) -> tuple[Choice, ...]:
        """The initiative's profiles."""

    def try_import(self, name: str, content: bytes, profile_id: str) -> ImportReport:
        """What an import of this file would give; saves nothing."""

    def do_import(self, name: str, content: bytes, profile_id: str) -> ImportReport:
        """Imports the file."""

    def try_other(self, name: str, content: bytes, kind: str) -> ImportReport:
        """What a file of costs, openings ... would give; saves nothing."""

    def do_other(self, name: str, content: bytes, kind: str) -> ImportReport:
        """Imports a file of costs, openings ..."""

    def folder(self) -> Path | None:
        """The selected initiative's folder; None while there is none."""

    def fitting_profiles(self, name: str, content: bytes) -> Fitting:
        """The profiles that fit a file, or nearly. Raises UserError when it cannot be read."""

    def undo(self, import_id: str) -> str:
        """Takes the latest import back; a Danish sentence says what was done."""

    def method(self) -> MethodFinding:
        """Metode."""
