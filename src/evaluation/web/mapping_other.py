"""Files with fixed columns (openings, costs ...): a template, a trial, an import."""

import streamlit as st
from streamlit.runtime.uploaded_file_manager import UploadedFile

from evaluation.texts import text
from evaluation.web import components, importing, mapping_work
from evaluation.web.interface import Service


def template(service: Service, kind: str) -> None:
    """The file's columns, to fill in."""
    components.paragraph(text("mapping.file.template_about"))
    name, content = mapping_work.template(kind, mapping_work.target(service.folder()))
    st.download_button(
        text("mapping.file.template"), content, file_name=name, mime="text/csv", key=f"template_{kind}"
    )


def panel(service: Service, upload: UploadedFile, kind: str) -> None:
    """Try it, import it; below, what came of it."""
    importing.buttons(service, upload, "", kind=kind)
