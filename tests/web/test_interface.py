import importlib
import inspect
from types import ModuleType

import pytest

from evaluation.web.interface import Service
from tests.web import fake_service


def real_service() -> ModuleType:
    return importlib.import_module("evaluation.web.service")


ASKED = [name for name, _ in inspect.getmembers(Service, inspect.isfunction) if not name.startswith("_")]


@pytest.mark.parametrize("name", ASKED)
@pytest.mark.parametrize("module", [lambda: fake_service, real_service], ids=["fake", "real"])
def test_the_service_answers_what_pages_ask(module: object, name: str) -> None:
    asked = list(inspect.signature(getattr(Service, name)).parameters)[1:]
    assert callable(module)
    answered = list(inspect.signature(getattr(module(), name)).parameters)
    assert answered == asked
