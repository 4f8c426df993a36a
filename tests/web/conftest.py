import sys
from collections.abc import Iterator
from types import ModuleType

import pytest
from streamlit.runtime.pages_manager import PagesManager

import evaluation.web
from tests.web import fake_service


@pytest.fixture(autouse=True)
def entry_script_always_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    """AppTest resets the switch: from its second run on it would run the page file alone, silently."""
    original = PagesManager.__init__

    def init(self: PagesManager, *args: object, **kwargs: object) -> None:
        PagesManager.uses_pages_directory = False
        original(self, *args, **kwargs)  # type: ignore[arg-type]

    monkeypatch.setattr(PagesManager, "__init__", init)


@pytest.fixture
def service(monkeypatch: pytest.MonkeyPatch) -> Iterator[ModuleType]:
    """The fake service in the real one's place, for pages and entry script alike."""
    monkeypatch.setitem(sys.modules, "evaluation.web.service", fake_service)
    monkeypatch.setattr(evaluation.web, "service", fake_service, raising=False)
    monkeypatch.setenv("FAKE_SERVICE", "full")
    monkeypatch.setenv("EVALUATION_ROLE", "dataansvarlig")
    monkeypatch.setattr(fake_service, "imports", [1, 2, 3])
    yield fake_service
