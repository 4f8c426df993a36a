"""Widgets that show what the session holds and change it: a live redraw, or a visit elsewhere, loses nothing.

Each is told the present value at every run and calls `change` with a new one; what it keeps itself is nothing.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

import streamlit as st

from evaluation.texts import text

DAY = "%d-%m-%Y"  # how a line shows a day
_DAYS = (DAY, "%d.%m.%Y", "%d/%m/%Y", "%Y-%m-%d")  # how one may be typed


def menu(
    label: str,
    options: Mapping[str, str],
    value: str | None,
    key: str,
    change: Callable[[str], None],
    *,
    hide_label: bool = False,
    typing: bool = False,
) -> None:
    """A choice of one. `options`: id → Danish words; a value that is not among them shows as not chosen.

    What is typed narrows them; `typing`: so many that letters may be left out ("1330" finds 13.30).

    The browser tells the words: where they change under the same key, it may still tell the old ones, which are
    no answer.
    """
    known = value if value in options else None
    _hold(key, known)
    st.selectbox(
        label,
        options=list(options),
        index=None if known is None else 0,  # what is chosen stands in the session; None could be cleared
        format_func=lambda choice: options.get(choice, choice),
        key=key,
        on_change=_told,
        args=(key, lambda said: change(said) if said in options else None),
        placeholder=text("mapping.choose"),
        filter_mode="fuzzy" if typing else "contains",  # without, Enter takes the first, whatever was typed
        label_visibility="collapsed" if hide_label else "visible",
    )


def line(label: str, value: str, key: str, change: Callable[[str], None], *, hint: str = "") -> None:
    """A line of text."""
    _hold(key, value)
    st.text_input(label, key=key, on_change=_told, args=(key, change), placeholder=hint, max_chars=200)


def lines(label: str, value: str, key: str, change: Callable[[str], None], *, most: int = 10_000) -> None:
    """Several lines of text, of at most so many signs."""
    _hold(key, value)
    st.text_area(label, key=key, on_change=_told, args=(key, change), max_chars=most)


def read_day(written: str) -> date | None:
    """The day that was typed in a line; None for what is none."""
    for style in _DAYS:
        try:
            return datetime.strptime(written.strip(), style).date()  # noqa: DTZ007 - a day by design
        except ValueError:
            continue
    return None


def tick(label: str, value: bool, key: str, change: Callable[[bool], None]) -> None:
    """Yes or no."""
    _hold(key, value)
    st.checkbox(label, key=key, on_change=_told, args=(key, change))


def several(
    label: str,
    options: Mapping[str, str],
    value: Sequence[str],
    key: str,
    change: Callable[[list[str]], None],
) -> None:
    """A choice of some."""
    _hold(key, [one for one in value if one in options])
    st.multiselect(
        label,
        options=list(options),
        format_func=lambda choice: options.get(choice, choice),
        key=key,
        on_change=_told,
        args=(key, change),
        placeholder=text("mapping.choose"),
        select_all=False,
        filter_mode="contains",
    )


def _hold(key: str, value: object) -> None:
    """Only what differs is written: a write would take away what somebody is typing."""
    if key not in st.session_state or st.session_state[key] != value:
        st.session_state[key] = value


def _told(key: str, change: Callable[[Any], None]) -> None:
    change(st.session_state[key])
