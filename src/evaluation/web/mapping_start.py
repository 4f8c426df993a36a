"""Where a file belongs: the initiative that is chosen, or a new one that a few answers make."""

from collections.abc import Sequence
from functools import partial

import streamlit as st
from streamlit.runtime.uploaded_file_manager import UploadedFile

from evaluation.errors import UserError
from evaluation.intake.columns import first_values
from evaluation.texts import text
from evaluation.web import components, mapping_new, mapping_rest, mapping_work, menus, selection
from evaluation.web.interface import Service
from evaluation.web.mapping_state import Work, begin, find
from evaluation.web.mapping_work import Target

_CHOICE, _MADE = "mapping_place", "mapping_made"
_NEW = "+"


def choose(service: Service, upload: UploadedFile) -> Target | None:
    """The initiative that the file is for; None while a new one is being described."""
    folder = service.folder()
    place = mapping_work.target(folder)
    file, made = st.session_state.get(_MADE, ("", ""))
    if file == upload.file_id:
        components.notice(
            text("web.notice.done"),
            text("mapping.place.created", name=made),
            text("mapping.place.created_week"),
        )
    if place.initiative is not None:
        known = dict(service.initiatives())
        names, chosen = {_NEW: text("mapping.place.new")} | known, _chosen(service, place, list(known))
        menus.menu(text("mapping.place.label"), names, chosen, "mapping_choice", _choose)
        if chosen != _NEW:
            return place if chosen else None
    work = open_work(upload, Target(None, None, is_selected=False))
    if work is not None:
        mapping_new.describe(work.opened, partial(_select, upload.file_id))
    return None


def _chosen(service: Service, place: Target, known: Sequence[str]) -> str | None:
    """What was chosen, or the selected initiative; None where that is only the first of several without rows."""
    said = st.session_state.get(_CHOICE)
    if said in (place.key, _NEW):
        return str(said)
    unasked = len(known) > 1 and place.key == known[0] and service.context().empty
    return None if unasked else place.key


def _choose(choice: str) -> None:
    st.session_state[_CHOICE] = choice
    st.session_state.pop(_MADE, None)
    if choice != _NEW:
        selection.select(choice)


def _select(file: str, made: str, name: str) -> None:
    selection.select(made)
    st.session_state[_CHOICE], st.session_state[_MADE] = made, (file, name)


def open_work(upload: UploadedFile, place: Target) -> Work | None:
    """The work on this file, begun if need be; None when the file is none, which is said."""
    if (found := find(upload.file_id, place.key)) is not None:
        return found
    try:
        with st.spinner(text("mapping.working")):
            opened = mapping_work.opened(upload.name, upload.getvalue(), place)
    except UserError as problem:
        components.notice(text("mapping.file.refused", file=upload.name), str(problem))
        return None
    work, is_new = begin(upload.file_id, place.key, upload.name, opened)
    if is_new:
        mapping_rest.prepare(work, place)
        _carry_site(work, place)
    return work


def _carry_site(work: Work, place: Target) -> None:
    """The column that was said to be the place when the initiative was made of this file."""
    header = mapping_new.site_column(work.opened.sha256, place.key)
    columns = work.opened.columns
    told = next((column for column in columns if column.header == header), None)
    if told is None or work.form.use(header) == "site":
        return
    values = first_values(told, "site", place.initiative)
    work.change(lambda form: form.used_as(header, "site", columns, values))
