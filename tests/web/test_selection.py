import pytest
from hypothesis import given
from hypothesis import strategies as st

from evaluation.disclosure.cells import Role
from evaluation.errors import UserError
from evaluation.web import selection

ROLES = st.sampled_from(list(Role))
SEES = {Role.UDVALG: 0, Role.LEDER: 1, Role.DATAANSVARLIG: 2}


@given(ROLES, ROLES)
def test_a_choice_never_raises_the_role(highest: Role, chosen: Role) -> None:
    assert SEES[selection.lower(highest, chosen)] == min(SEES[highest], SEES[chosen])


@given(ROLES)
def test_only_lower_roles_are_offered(highest: Role) -> None:
    offered = selection.allowed_roles(highest)
    assert offered[0] is highest
    assert {SEES[role] for role in offered} == set(range(SEES[highest] + 1))


def test_without_a_page_the_servers_role_holds(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EVALUATION_ROLE", "leder")
    assert selection.current() == selection.Selection(role=Role.LEDER)


def test_the_default_role_is_the_committees(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("EVALUATION_ROLE", raising=False)
    assert selection.ceiling() is Role.UDVALG


def test_an_unknown_role_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EVALUATION_ROLE", "chef")
    with pytest.raises(UserError) as told:
        selection.ceiling()
    assert "chef" in str(told.value)
    assert "dataansvarlig" in str(told.value)
