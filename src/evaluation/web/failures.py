"""What a reader sees when something fails: a user's error as its own sentences, ours as one with a number."""

import logging
import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import streamlit as st

from evaluation.errors import UserError
from evaluation.texts import text
from evaluation.web import html

_LOG = logging.getLogger("evaluation.web")


@contextmanager
def told_in_danish() -> Iterator[None]:
    """A user's error in a page becomes a notice on it: what, got, what to do."""
    try:
        yield
    except UserError as problem:
        st.html(html.notice(text("web.notice.error"), str(problem)))


def logged(task: Callable[[], None]) -> None:
    """Runs what a server does before its first reader. If it fails, the server starts all the same."""
    try:
        task()
    except Exception:  # noqa: BLE001  # the first page meets the same fault and tells its reader
        _LOG.exception("preparing the first page failed")


def on_script_error(problem: Exception) -> bool:
    """Any other error: a Danish notice with a number that leads to the trace in the server's log."""
    number = secrets.token_hex(3)
    _LOG.error("page failed, number %s", number, exc_info=problem)
    st.html(html.notice(text("web.failure.what"), text("web.failure.fix", number=number)))
    return True
