"""The reader's selection: initiative, period, role. Drawn by the entry script, so every page keeps it."""

from dataclasses import dataclass

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from evaluation.disclosure.cells import Role
from evaluation.settings import settings
from evaluation.texts import error, text
from evaluation.web.interface import Choice, Service

_RANK = (Role.UDVALG, Role.LEDER, Role.DATAANSVARLIG)  # each sees what those before it see
_STATE = "selection"


@dataclass(frozen=True)
class Selection:
    """What the pages are asked for; an empty id means the first there is."""

    initiative: str = ""
    period: str = ""
    role: Role = Role.UDVALG


def ceiling() -> Role:
    """The role the server was started with; nobody gets above it. Raises UserError for an unknown one."""
    given = settings().role
    if given not in set(Role):
        raise error("web.unknown_role", got=given, allowed=", ".join(Role))
    return Role(given)


def allowed_roles(highest: Role) -> tuple[Role, ...]:
    """The roles a reader may look as: the server's first, then the lower ones."""
    return tuple(reversed(_RANK[: _RANK.index(highest) + 1]))


def current() -> Selection:
    """The selection of whoever asks; outside a page (warm-up) the default with the server's role."""
    if get_script_run_ctx(suppress_warning=True) is None:
        return Selection(role=ceiling())
    chosen = st.session_state.get(_STATE)
    return chosen if isinstance(chosen, Selection) else Selection(role=ceiling())


def select(initiative: str) -> None:
    """Selects an initiative; for a widget's callback, since the filters are drawn before any page."""
    st.session_state["initiativ"] = initiative


def draw(service: Service) -> None:
    """Draws the filters that offer a choice and keeps what was chosen; initiative and period in the URL."""
    highest = ceiling()
    with st.container(key="filters", horizontal=True, gap="medium"):
        initiative = _choose("initiative", "initiativ", service.initiatives())
        st.session_state[_STATE] = Selection(initiative=initiative, role=_capped(highest))
        period = _choose("period", "periode", service.periods())
        roles = tuple((role.value, text(f"web.roles.{role.value}")) for role in allowed_roles(highest))
        role = _choose("role", "role", roles, in_url=False)
    st.session_state[_STATE] = Selection(initiative, period, lower(highest, Role(role or highest)))


def _capped(highest: Role) -> Role:
    chosen = current().role
    return lower(highest, chosen)


def lower(highest: Role, chosen: Role) -> Role:
    """A choice that came from outside can only lower the role."""
    return min(highest, chosen, key=_RANK.index)


def _choose(name: str, key: str, choices: tuple[Choice, ...], *, in_url: bool = True) -> str:
    """A select box where there is a choice; the id chosen."""
    if len(choices) < 2:
        return choices[0][0] if choices else ""
    names = dict(choices)
    return st.selectbox(
        text(f"web.filters.{name}"),
        options=list(names),
        format_func=lambda choice: names.get(choice, choice),
        key=key,
        bind="query-params" if in_url else None,
        placeholder=text("web.filters.choose"),
        filter_mode="contains",
        width=420 if name == "initiative" else 280,
    )
