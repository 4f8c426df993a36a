"""Holds the code against the rules of the house. A finding names file and line."""

from collections.abc import Callable, Iterable, Iterator

import pytest

from evaluation import texts
from tests.architecture import keys, layers
from tests.architecture.source import Module, module, project

MODULES = project()
DEMO = {m.name for m in MODULES if m.name.startswith("evaluation.demo.")}


def held(faults: Iterable[str]) -> None:
    found = sorted(faults)
    assert not found, "\n" + "\n".join(found)


def test_the_project_is_seen() -> None:
    """A rule that reads no file holds nothing."""
    names = {m.name for m in MODULES}
    assert {"evaluation.errors", "evaluation.disclosure.cells", "evaluation.findings.model"} <= names
    assert {"dashboard", "pages.overblik"} <= names


def planted(checked: Module) -> Iterator[str]:
    return layers.planted_faults(checked, DEMO | {"evaluation.demo.parameters"})


RULES: dict[str, Callable[[Module], Iterable[str]]] = {
    "floors": layers.import_faults,
    "danish": layers.danish_faults,
    "pages": layers.page_faults,
    "streamlit": layers.streamlit_faults,
    "planted": planted,
    "unknown keys": lambda checked: keys.unknown_keys(checked, texts.keys()),
}


@pytest.mark.parametrize("rule", RULES.values(), ids=RULES.keys())
def test_every_module_keeps_the_rule(rule: Callable[[Module], Iterable[str]]) -> None:
    held(fault for checked in MODULES for fault in rule(checked))


def test_no_module_imports_itself_through_others() -> None:
    held(layers.circles(MODULES))


def test_every_text_is_named_by_code() -> None:
    held(keys.unused_keys(MODULES, texts.keys(), keys.DYNAMIC))


def test_no_dynamic_prefix_is_left_over() -> None:
    """The list of exceptions shrinks with what it excepts."""
    unused = "".join(keys.unused_keys(MODULES, texts.keys(), ()))
    assert [prefix for prefix in keys.DYNAMIC if prefix not in unused] == []


#: (rule, path, code): each must be flagged, at the line that has "# here".
BAD = [
    ("floors", "src/evaluation/stats/x.py", "import os\nfrom evaluation.texts import text  # here\n"),
    ("floors", "src/evaluation/store/x.py", "import evaluation.initiative.models  # here\n"),
    ("floors", "src/evaluation/initiative/x.py", "from ..store import Store  # here\n"),
    ("floors", "src/evaluation/engine/x.py", "def f():\n    from evaluation.intake import take  # here\n"),
    ("floors", "src/evaluation/disclosure/cells.py", "from evaluation import findings  # here\n"),
    ("floors", "src/evaluation/findings/model.py", "from evaluation.web import html  # here\n"),
    ("floors", "src/evaluation/metrics/x.py", "from evaluation.demo import generate  # here\n"),
    ("floors", "src/evaluation/metrics/x.py", "from typing import TYPE_CHECKING  # here\n"),
    ("floors", "src/evaluation/metrics/x.py", "import typing\nif typing.TYPE_CHECKING:  # here\n    pass\n"),
    (
        "floors",
        "src/evaluation/texts/x.py",
        'import importlib\nimportlib.import_module("evaluation.web")  # here\n',
    ),
    ("floors", "src/evaluation/charts/x.py", "import dashboard  # here\n"),
    ("floors", "src/evaluation/__init__.py", "from evaluation.errors import UserError  # here\n"),
    ("floors", "src/evaluation/attic/x.py", "x = 1  # here\n"),
    ("danish", "src/evaluation/store/x.py", '"""På dansk."""\nx = "Løgstør"  # here\n'),
    ("danish", "pages/x.py", 'x = f"Der er {n} åbninger"  # here\n'),
    ("danish", "dashboard.py", 'x = "Tallet kan ikke vises"  # here\n'),
    ("pages", "pages/x.py", "x = 1\n" * 60 + "x = 2  # here\n"),
    ("pages", "pages/x.py", 'x = """\nSelect *\nfrom enquiries"""'.replace('"""\n', '"""# here\n')),
    ("pages", "pages/x.py", "import numpy as np  # here\n"),
    ("pages", "pages/x.py", "from evaluation.stats import rate  # here\n"),
    ("pages", "pages/x.py", "from evaluation import engine  # here\n"),
    ("pages", "pages/x.py", "from scipy.stats import norm  # here\n"),
    ("streamlit", "src/evaluation/charts/x.py", "import streamlit as st  # here\n"),
    ("streamlit", "src/evaluation/cli/x.py", "from streamlit.web import cli  # here\n"),
    ("planted", "src/evaluation/cli/x.py", "from evaluation.demo.parameters import Truth  # here\n"),
    ("planted", "src/evaluation/cli/x.py", "from evaluation.demo import parameters  # here\n"),
    ("planted", "src/evaluation/findings/x.py", 'x = "planted_truth.json"  # here\n'),
    ("unknown keys", "pages/x.py", 'from evaluation.texts import text\ntext("common.nowhere")  # here\n'),
    ("unknown keys", "pages/x.py", 'from evaluation.texts import text as t\nt("common.nowhere")  # here\n'),
    ("unknown keys", "pages/x.py", 'from evaluation import texts\ntexts.error("common.nowhere")  # here\n'),
    ("unknown keys", "pages/x.py", 'from evaluation.texts import table\ntable("common.got")  # here\n'),
    ("unknown keys", "pages/x.py", 'from evaluation.texts import text\ntext(f"common.{x}.y")  # here\n'),
    (
        "unknown keys",
        "pages/x.py",
        'from evaluation.texts import text\ntext("common.got" if x else "no.no")  # here\n',
    ),
]


@pytest.mark.parametrize(("rule", "path", "code"), BAD, ids=range(len(BAD)))
def test_a_breach_is_flagged_with_its_line(rule: str, path: str, code: str) -> None:
    found = list(RULES[rule](module(path, code)))
    lines = [n for n, line in enumerate(code.splitlines(), start=1) if "# here" in line]
    assert [fault.split(":")[:2] for fault in found] == [[path, str(line)] for line in lines]


GOOD = [
    ("floors", "src/evaluation/findings/x.py", "from evaluation.stats import rate\nimport numpy\n"),
    ("floors", "src/evaluation/findings/x.py", "from . import model\nfrom ..disclosure.cells import Cell\n"),
    ("floors", "src/evaluation/cli/x.py", "from evaluation.demo import generate\n"),
    ("floors", "src/evaluation/store/x.py", "from evaluation import __version__\n"),
    ("danish", "src/evaluation/texts/x.py", 'x = "Løgstør"\n'),
    (
        "danish",
        "src/evaluation/store/x.py",
        '"""Løgstør er med."""\n\n\ndef f():\n    """På dansk."""  # å\n',
    ),
    ("pages", "pages/x.py", "x = 1\n" * 60),
    ("pages", "src/evaluation/metrics/x.py", 'x = "select 1 from t"\n'),
    ("streamlit", "src/evaluation/web/x.py", "import streamlit\n"),
    (
        "planted",
        "src/evaluation/demo/x.py",
        'from evaluation.demo.parameters import Truth\nx = "truth.toml"\n',
    ),
    ("planted", "src/evaluation/cli/x.py", "from evaluation.demo import generate\n"),
    (
        "unknown keys",
        "pages/x.py",
        'from evaluation.texts import has, text\ntext("common.got")\nhas("no.no")\n',
    ),
    ("unknown keys", "pages/x.py", 'parser.error("no.no")\n'),
]


@pytest.mark.parametrize(("rule", "path", "code"), GOOD, ids=range(len(GOOD)))
def test_what_keeps_the_rule_is_left_alone(rule: str, path: str, code: str) -> None:
    assert list(RULES[rule](module(path, code))) == []


def test_a_circle_is_flagged() -> None:
    def three(last: str) -> list[str]:
        code = {"a": "from evaluation.store.b import x", "b": "from evaluation.store import c", "c": last}
        return list(layers.circles([module(f"src/evaluation/store/{n}.py", c) for n, c in code.items()]))

    assert three("x = 1") == []
    (found,) = three("import evaluation.store.a")
    assert "evaluation.store.a -> evaluation.store.b -> evaluation.store.c -> evaluation.store.a" in found


@pytest.mark.parametrize(
    ("code", "key"),
    [
        ('text("area.one")', "area.one"),
        ('text("area.one" if x else "area.two")', "area.two"),
        ('text(f"area.{name}.what")', "area.one.what"),
        ('table("area.group")', "area.group.one"),
        ('error("area.name")', "area.errors.name.fix"),
        ('error(f"area.{name}")', "area.errors.name.fix"),
        ('x = "area.one"', "area.one"),
        ('fail("area.name")', "area.errors.name.what"),
    ],
)
def test_a_named_key_is_used_and_its_neighbours_are_not(code: str, key: str) -> None:
    naming = module("pages/x.py", f"from evaluation.texts import error, table, text\n{code}\n")
    assert list(keys.unused_keys([naming], [key], ())) == []
    for other in ("area.other", f"{key}.deeper", "other.errors.name.what"):
        (found,) = keys.unused_keys([naming], [other], ())
        assert other in found
    assert list(keys.unused_keys([naming], ["area.other"], ("area.",))) == []
