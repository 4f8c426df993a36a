"""Trial run and import of a file that a profile describes, and undo, on the page Data.

Whatever a button did is kept in the session: a live redraw runs the page again without the button, and the
answer must still stand there.
"""

import streamlit as st
from streamlit.runtime.uploaded_file_manager import UploadedFile

from evaluation.errors import UserError
from evaluation.findings.model import TableTwin
from evaluation.findings.pages import ImportReport, Undoable
from evaluation.texts import text
from evaluation.web import components
from evaluation.web.interface import Service

_REPORT, _UNDONE = "import_report", "undo_answer"
_NOTHING = TableTwin("", (), ())
ENQUIRIES = "enquiries"


def buttons(service: Service, upload: UploadedFile, profile: str, *, kind: str = ENQUIRIES) -> None:
    """Try the file, import it; below, what came of it. `profile`: to read enquiries by."""
    components.paragraph(text("web.upload.about"))
    with st.container(horizontal=True, key="upload_buttons"):
        tried = st.button(text("web.upload.try"), key="try_import")
        taken = st.button(text("web.upload.import"), key="do_import", type="primary")
    if tried or taken:
        with st.spinner(text("web.upload.reading" if tried else "web.upload.importing")):
            report = _run(service, upload, profile, kind, save=taken)
        said = "refused" if report.error else "imported" if taken else "tried"
        st.session_state[_REPORT] = (upload.file_id, said, upload.name, report)
        if taken and not report.error:
            st.rerun()  # the tables above were drawn before the import
    _show_report(upload)


def _run(service: Service, upload: UploadedFile, profile: str, kind: str, *, save: bool) -> ImportReport:
    name, content = upload.name, upload.getvalue()
    try:
        if kind != ENQUIRIES:
            return (service.do_other if save else service.try_other)(name, content, kind)
        return (service.do_import if save else service.try_import)(name, content, profile)
    except UserError as problem:
        return ImportReport("", _NOTHING, str(problem))


def _show_report(upload: UploadedFile) -> None:
    """What came of this file; of another one nothing is said."""
    kept = st.session_state.get(_REPORT)
    if kept is None or kept[0] != upload.file_id:
        return
    _, said, file, report = kept
    title = text("findings.data.same_again") if report.unchanged else text(f"web.upload.{said}", file=file)
    components.notice(title, report.error or "", report.accounted)
    components.notices(report.warnings)
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
    # Its name stands above it: in a label, which is Markdown, a file's name would be heard with backslashes.
    components.paragraph(text("web.undo.which", label=last.label))
    confirmed = st.checkbox(text("web.undo.confirm"), key=f"undo_confirm_{last.import_id}")
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
