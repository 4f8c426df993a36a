"""Upload, trial run, import and undo on the page Data.

Whatever a button did is kept in the session: a live redraw runs the page again without the button, and the
answer must still stand there.
"""

import streamlit as st
from streamlit.runtime.uploaded_file_manager import UploadedFile

from evaluation.errors import UserError
from evaluation.findings.model import TableTwin
from evaluation.findings.pages import ImportReport, Undoable
from evaluation.texts import text
from evaluation.web import components, html
from evaluation.web.interface import Service

_REPORT, _UNDONE = "import_report", "undo_answer"
_NOTHING = TableTwin("", (), ())


def panel(service: Service) -> None:
    """Choose a file and a profile, try it, import it; below, what came of it."""
    profiles = dict(service.profiles())
    components.paragraph(text("web.upload.about") if profiles else text("web.upload.profile_none"))
    if not profiles:
        return
    with st.container(key="upload"):
        upload = st.file_uploader(text("web.upload.file"), key="upload_file")
        profile = st.selectbox(
            text("web.upload.profile"),
            options=list(profiles),
            format_func=lambda choice: profiles.get(choice, choice),
            key="upload_profile",
            placeholder=text("web.filters.choose"),
            filter_mode=None,
        )
        _buttons(service, upload, profile)
    _show_report()


def _buttons(service: Service, upload: UploadedFile | None, profile: str) -> None:
    with st.container(horizontal=True, key="upload_buttons"):
        tried = st.button(text("web.upload.try"), key="try_import", disabled=upload is None)
        taken = st.button(text("web.upload.import"), key="do_import", type="primary", disabled=upload is None)
    if upload is None or not (tried or taken):
        return
    with st.spinner(text("web.upload.reading" if tried else "web.upload.importing")):
        report = _run(service, upload, profile, save=taken)
    said = "refused" if report.error else "imported" if taken else "tried"
    st.session_state[_REPORT] = (said, upload.name, report)
    if taken and not report.error:
        st.rerun()  # the tables above were drawn before the import


def _run(service: Service, upload: UploadedFile, profile: str, *, save: bool) -> ImportReport:
    run = service.do_import if save else service.try_import
    try:
        return run(upload.name, upload.getvalue(), profile)
    except UserError as problem:
        return ImportReport("", _NOTHING, str(problem))


def _show_report() -> None:
    kept = st.session_state.get(_REPORT)
    if kept is None:
        return
    said, file, report = kept
    components.notice(text(f"web.upload.{said}", file=file), report.error or "", report.accounted)
    if report.table.rows:
        components.table(report.table)


def undo(service: Service, last: Undoable | None) -> None:
    """Takes the latest import back, after a tick that says which one it is."""
    if answer := st.session_state.get(_UNDONE):
        components.notice(*answer)
    if last is None:
        components.paragraph(text("web.undo.none"))
        return
    # A box of its own for each import: a tick given for one must not undo another.
    question = text("web.undo.confirm", label=html.plain_markdown(last.label))
    confirmed = st.checkbox(question, key=f"undo_confirm_{last.import_id}")
    if st.button(text("web.undo.button"), key="undo", disabled=not confirmed) and confirmed:
        _take_back(service, last.import_id)


def _take_back(service: Service, import_id: str) -> None:
    try:
        with st.spinner(text("web.undo.working")):
            st.session_state[_UNDONE] = (text("web.notice.done"), service.undo(import_id))
    except UserError as problem:
        st.session_state[_UNDONE] = (text("web.notice.error"), str(problem))
    st.session_state.pop(_REPORT, None)
    st.rerun()
