"""What the session keeps of a file that is being described: by its content, so that nothing is lost or mixed up."""

from collections.abc import Callable
from dataclasses import dataclass, field

import streamlit as st

from evaluation.intake.form import Form
from evaluation.intake.trial import Opened, Trial

_WORKS, _FILES, _MOST = "mapping_works", "mapping_files", 4


@dataclass(frozen=True)
class Tried:
    """A form, and what came of it: a trial, or why there is none."""

    form: Form
    trial: Trial | None
    problem: str


@dataclass
class Work:
    """One file under one initiative. `done`, `refused`: title and sentences of an import's answer."""

    key: str
    name: str
    opened: Opened
    form: Form
    tried: Tried | None = None
    answers: dict[str, str] = field(default_factory=dict)
    done: tuple[str, ...] = ()
    refused: tuple[str, ...] = ()

    def change(self, how: Callable[[Form], Form]) -> None:
        """A new form in the old one's place; called by widgets, before the page is drawn again."""
        self.form = how(self.form)


def find(upload: str, place: str) -> Work | None:
    """The work that was begun on an uploaded file (its id) for an initiative."""
    content = st.session_state.setdefault(_FILES, {}).get(upload)
    return _works().get(f"{content}-{place}") if content else None


def begin(upload: str, place: str, name: str, opened: Opened) -> tuple[Work, bool]:
    """The work on this content and whether it is new: a file uploaded again keeps what was said of it."""
    st.session_state.setdefault(_FILES, {})[upload] = opened.sha256
    works, key = _works(), f"{opened.sha256}-{place}"
    if (before := works.get(key)) is not None:
        return before, False
    works[key] = Work(key, name, opened, opened.form)
    while len(works) > _MOST:
        works.pop(next(iter(works)))
    return works[key], True


def _works() -> dict[str, Work]:
    found: dict[str, Work] = st.session_state.setdefault(_WORKS, {})
    return found
