"""An open page redraws by itself when a new import lands: it asks for the data version every two seconds."""

import streamlit as st

from evaluation.web.interface import Service

EVERY_SECONDS = 2
_DRAWN = "drawn_version"


def watch(service: Service) -> None:
    """Remembers the version this run draws, and reruns the whole page when another one is there.

    Scroll, focus, open menus and uploads survive such a rerun; what stands in a button's branch does not.
    """
    st.session_state[_DRAWN] = service.version_token()

    @st.fragment(run_every=EVERY_SECONDS, key="live")
    def _look() -> None:
        if service.version_token() != st.session_state.get(_DRAWN):
            st.rerun(scope="app")

    _look()
