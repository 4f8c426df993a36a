"""From a file nobody has described to an import, step by step, on the page Data.

Every answer lies in the session under the file's content; a step stands on the page as long as it has
something to ask or to say, whether a button was pressed in this run or not.
"""

import streamlit as st
from streamlit.runtime.uploaded_file_manager import UploadedFile

from evaluation.errors import UserError
from evaluation.intake.trial import Fitting
from evaluation.texts import table, text
from evaluation.texts.format import number
from evaluation.web import (
    components,
    html,
    importing,
    mapping_columns,
    mapping_look,
    mapping_other,
    mapping_rest,
    mapping_start,
    mapping_work,
    selection,
)
from evaluation.web.importing import ENQUIRIES
from evaluation.web.interface import Service
from evaluation.web.mapping_state import find

_FITTING = "mapping_fitting"
_NEW = ""  # the choice "a new profile"


def panel(service: Service) -> None:
    """Choose a file, say where it belongs and how it is read, see what would happen, import."""
    with st.container(key="upload"):
        step(1, "file")
        if mapping_work.holds_synthetic():
            components.notice(text("mapping.file.synthetic"), text("mapping.file.synthetic_fix"))
        kinds = table("mapping.kinds")
        kind = st.selectbox(
            text("mapping.file.kind"),
            options=list(kinds),
            format_func=lambda choice: kinds.get(choice, choice),
            key="upload_kind",
            placeholder=text("mapping.choose"),
            filter_mode="contains",
        )
        if kind != ENQUIRIES:
            mapping_other.template(service, kind)
        upload = st.file_uploader(text("web.upload.file"), key="upload_file")
        if upload is None:
            return
        if kind == ENQUIRIES:
            _enquiries(service, upload)
        else:
            mapping_other.panel(service, upload, kind)


def step(place: int, name: str) -> None:
    """A step's number, what to do in it, and one sentence on why."""
    st.html(html.step(place, text(f"mapping.steps.{name}.title"), text(f"mapping.steps.{name}.about")))


def _enquiries(service: Service, upload: UploadedFile) -> None:
    fits = _fitting(service, upload)
    if fits is None:
        return
    step(2, "place")
    place = mapping_start.choose(service, upload)
    if place is None:
        return
    begun = find(upload.file_id, place.key)
    if begun is not None and begun.done:
        components.notice(*begun.done)
    step(3, "how")
    if unread := mapping_work.unread_profiles(place):
        components.notice(text("mapping.how.unread"), *unread)
    chosen = _choose_profile(service, upload, place, fits)
    if chosen != _NEW:
        importing.buttons(service, upload, chosen)
        return
    if (work := mapping_start.open_work(upload, place)) is None:
        return
    guessed = any(work.opened.form.use(column.header) for column in work.opened.columns)
    step(4, "columns" if guessed else "blank_columns")
    counts = {"rows": number(work.opened.rows), "columns": number(len(work.opened.columns))}
    components.paragraph(text("mapping.file.rows", **counts))
    components.notices(work.opened.warnings)
    mapping_columns.draw(work, place)
    step(5, "rest")
    mapping_rest.draw(work, place)
    step(6, "look")
    if mapping_look.draw(work, place, upload):
        step(7, "save")
        mapping_look.save(work, place, upload)


def _fitting(service: Service, upload: UploadedFile) -> Fitting | None:
    """The profiles that fit the file; None when it is no file of rows, which is said. Read once a version."""
    key = (upload.file_id, selection.current().initiative, service.version_token())
    if st.session_state.get(_FITTING, (None,))[0] != key:
        found: tuple[Fitting | None, str]
        try:
            with st.spinner(text("mapping.working")):
                found = (service.fitting_profiles(upload.name, upload.getvalue()), "")
        except UserError as problem:
            found = (None, str(problem))
        st.session_state[_FITTING] = (key, found)
    fits: Fitting | None
    fits, problem_said = st.session_state[_FITTING][1]
    if fits is None:
        components.notice(text("mapping.file.refused", file=upload.name), problem_said)
    return fits


def _choose_profile(
    service: Service, upload: UploadedFile, place: mapping_work.Target, fitting: Fitting
) -> str:
    """The id of the profile to read the file by; `_NEW` for a new one."""
    names = dict(service.profiles()) if place.is_selected else {}
    if not names:
        components.paragraph(text("mapping.how.none"))
        return _NEW
    fits = fitting.profiles
    said = "fits" if len(fits) == 1 else "several" if fits else "nearly" if fitting.nearly else "none"
    components.paragraph(
        text(f"mapping.how.{said}", name=names[fits[0]] if fits else "", nearly=fitting.nearly)
    )
    key = f"upload_profile_{upload.file_id}"
    st.session_state.setdefault(key, fits[0] if fits else _NEW)
    chosen = st.selectbox(
        text("mapping.how.label"),
        options=[*names, _NEW],
        format_func=lambda choice: names.get(choice, text("mapping.how.new")),
        key=key,
        placeholder=text("mapping.choose"),
        filter_mode="contains",
    )
    return str(chosen)
